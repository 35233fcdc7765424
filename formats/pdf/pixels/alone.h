/*
 * alone.h - what a picture holds and its page does not show: words under a box or another picture, masked
 * away, faint, mirrored, or drawn too small for their number of pixels. Anybody can take the picture out of
 * the file, and read them.
 *
 * Each picture of a page is drawn by itself and compared with the page; where the two differ, and there
 * only, OCR reads the picture too.
 */
#ifndef UNDERSEAL_PDF_ALONE_H
#define UNDERSEAL_PDF_ALONE_H

#include "formats/lib/ocr/seen.h"
#include "formats/pdf/pixels/pictures.h"

typedef struct rpdf_alone {
	fz_matrix to_page;       /* pixels of the picture to points of the page */
	rect at;                 /* points of the page                          */
} rpdf_alone;

/* Points of the page around b. */
rect rpdf_alone_place(const rpdf_alone *a, ocr_box b);

struct rpdf_alone_job {
	const rpdf_view *view;                 /* drawn                                              */
	seer *reader;
	const rect *places; size_t nplaces;    /* NULL: all of it; else only what lies in these      */
	const rect *boxes; size_t nboxes;      /* drawn over the page by us: a difference there counts
	                                          only when the picture has something left below      */
	/* Told of each picture that was read. page lives for the call. */
	void (*read)(void *arg, const rpdf_alone *a, const ocr_page *page);
	void *arg;
};

/* Throws. */
void rpdf_alone_read(fz_context *ctx, const struct rpdf_alone_job *job);

/* Reads one picture, whatever the page shows of it. pix: its pixels; dpi: 0 when nobody knows. Throws. */
void rpdf_alone_take(fz_context *ctx, const struct rpdf_alone_job *job, const rpdf_placed *p, const fz_pixmap *pix, int dpi, arena *mem);

#endif
