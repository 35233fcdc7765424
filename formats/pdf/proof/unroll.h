/*
 * unroll.h - a device that draws each cell of a tiling where it lies.
 *
 * MuPDF's own draws a cell once and puts the picture of it on whole pixels everywhere. Where the redactor had
 * to draw the cells one by one, the two then differ by up to a pixel, more for lines on the edge of a
 * slanted cell. Through this device both are drawn alike, and a difference is one.
 */
#ifndef UNDERSEAL_PDF_UNROLL_H
#define UNDERSEAL_PDF_UNROLL_H

#include <mupdf/fitz.h>

/* Hands all that is drawn on to `to`, which it keeps, tilings cell by cell; those of very many cells as they
 * are. Close and drop it before `to` is closed. Throws. */
fz_device *rpdf_unroll(fz_context *ctx, fz_device *to);

#endif
