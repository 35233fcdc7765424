/*
 * image.h - taking pixels out of an image.
 */
#ifndef UNDERSEAL_PDF_IMAGE_H
#define UNDERSEAL_PDF_IMAGE_H

#include "formats/lib/mu.h"
#include "redact/model/geom.h"

/*
 * A new image object that shows what `image` shows but for the pixels under the boxes, which are
 * overwritten in the image's own samples, and in those of its masks. ctm takes the unit square to
 * page points; boxes are in page points. xobj is the image object, or NULL for an inline image.
 * The new one has the same size, colour space and depth; JPEG stays JPEG, everything else is
 * stored without loss. Returns a reference (yours), or NULL when no box touches it.
 * Throws when the image cannot be decoded: then nothing may be written.
 */
pdf_obj *rpdf_redact_image(fz_context *ctx, pdf_document *doc, pdf_obj *xobj, fz_image *image,
                           fz_matrix ctm, const rect *boxes, size_t nboxes);

/*
 * What of an image of w by h pixels under ctm lies outside the view: up to four strips, page points, that
 * hold only pixels of which nothing shows, also where a renderer smooths them. Returns how many. A strip
 * of a few pixels is too thin for words, and the edge of many a scan: coding that anew would do the rest
 * of it more harm, so it counts as seen.
 */
int rpdf_unseen_strips(int w, int h, fz_matrix ctm, fz_rect view, rect strips[static 4]);

#endif
