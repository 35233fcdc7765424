/*
 * view.h - a page as a picture for OCR, and the way between its pixels and the points of the page.
 */
#ifndef UNDERSEAL_PDF_VIEW_H
#define UNDERSEAL_PDF_VIEW_H

#include "formats/lib/ocr/ocr.h"
#include "formats/pdf/rpdf.h"

typedef struct rpdf_view {
	struct rpdf_doc *d;
	int number;              /* of the page, from 0            */
	const struct rpdf_page *page;
	fz_pixmap *pix;          /* RGB or grey; yours: fz_drop_pixmap()   */
	float zoom;              /* pixels a point                 */
} rpdf_view;

/* Draws page `number` at what Tesseract reads best, or at less where that would be too large a picture.
 * Annotations that stay are not on it. grey: for pages without colours. Throws. */
void rpdf_view_draw(fz_context *ctx, rpdf_view *v, struct rpdf_doc *d, int number, bool grey);

/* Lent: the whole of it. */
ocr_picture rpdf_view_picture(const rpdf_view *v);

/* Pixels around r, held to the picture; points of the page around b. */
ocr_box rpdf_view_box(const rpdf_view *v, rect r);
rect    rpdf_view_place(const rpdf_view *v, ocr_box b);

#endif
