/*
 * gap_read.h - where a page's letters stand and how far each advances by its font's widths alone, read
 * from its operators: what a recorded page (record.h) cannot tell is why a letter stands where it does.
 *
 * For the proof of even gaps, and of the proof alone: shares nothing with what laid the page out.
 * Patterns, masks and the procedures of Type 3 glyphs are not looked into. ISO 32000-1, 9.3 and 9.4.
 */
#ifndef UNDERSEAL_PDF_GAP_READ_H
#define UNDERSEAL_PDF_GAP_READ_H

#include "redact/base/arena.h"
#include "redact/model/geom.h"

#include <mupdf/fitz.h>
#include <mupdf/pdf.h>
#include <stdbool.h>

typedef struct gap_glyph {
	fz_point at;       /* its origin: points of the page as shown                           */
	fz_point way;      /* to where the next one stands, by the font's width                 */
	float size;        /* of the em                                                         */
	bool blank;
	bool spaced;       /* its line is spread by Tc, Tw or a number beside it                */
	bool upright;      /* vertical writing                                                  */
	bool white;        /* painted so: the label of a box may be                             */
} gap_glyph;

typedef struct gap_box {
	rect at;
	size_t before;     /* glyphs of the page that were shown before it */
} gap_box;

typedef struct gap_page {
	gap_glyph *glyphs; size_t n, room;
	gap_box *boxes;    size_t nboxes, boxes_room; /* black rectangles */
	bool too_much;     /* more letters than can be looked at, or forms in forms without end */
} gap_page;

/* ctm: from the page's space to points of the page as shown. The lists are in mem. Throws. */
void rpdf_gap_read(fz_context *ctx, pdf_document *doc, int number, fz_matrix ctm, arena *mem, gap_page *out);

#endif
