/*
 * record.h - what a page draws, as a flat list that can be compared with another page's.
 *
 * A fz_device that writes down every glyph, path, image, shading and container (clip, mask, group,
 * tile) in drawing order. The proof records a page of the source and the same page of the output
 * and walks the two lists side by side; neither list knows anything about redaction.
 *
 * Coordinates are points of the displayed page, origin top left, y down, as in geom.h, except
 * inside a tile, whose contents are those of one cell. A record is reused page after page, so that
 * a book costs no more memory than its fullest page.
 *
 *     record *r = rpdf_record_new(ctx);
 *     rpdf_record_page(ctx, r, doc, 0);      ... r->items[0 .. r->n) ...
 *     rpdf_record_drop(ctx, r);
 *
 * Functions with ctx first throw.
 */
#ifndef UNDERSEAL_PDF_RECORD_H
#define UNDERSEAL_PDF_RECORD_H

#include "redact/model/geom.h"

#include <mupdf/fitz.h>
#include <mupdf/pdf.h>
#include <stdbool.h>
#include <stdint.h>

typedef enum record_kind {
	RECORD_GLYPH,
	RECORD_PATH,
	RECORD_IMAGE,
	RECORD_SHADE,
	RECORD_CLIP,    /* opens; the path, image or glyphs that clip stand before it              */
	RECORD_GROUP,   /* opens a transparency group                                              */
	RECORD_MASK,    /* opens the drawing of a soft mask                                        */
	RECORD_MASKED,  /* ends the mask's drawing and opens what is drawn through it              */
	RECORD_TILE,    /* opens one cell of a tiling pattern                                      */
	RECORD_END,     /* closes CLIP, GROUP, MASKED or TILE                                      */
} record_kind;

/* How an item's shape is used. */
typedef enum record_use {
	USE_FILL, USE_STROKE, USE_CLIP, USE_CLIP_STROKE,
	USE_INVISIBLE, /* text in render mode 3: can be read, is not seen */
} record_use;

typedef struct record_item {
	uint8_t kind, use;
	bool even_odd;
	bool in_tile, in_mask;
	bool laid_out;        /* of a cell of a tiling, each of which is recorded where it lies */
	uint32_t paint;       /* index into paints                                              */
	uint32_t style;       /* index into styles: matrix and, for glyphs, font; stroking, too */
	uint32_t partner;     /* containers: index of the item that closes it, or that it closes */
	union {
		struct { float x, y; int ucs, gid; } glyph; /* origin; gid -1: a further letter of the
		                                               glyph before it                        */
		struct { uint32_t at, n; rect box; } path;  /* floats in record.path, see there         */
		struct { fz_image *image; } image;
		struct { fz_shade *shade; } shade;
		struct { int blend, isolated, knockout; float alpha; } group;
		struct { int luminosity; uint32_t opener; } mask; /* opener: of MASKED, its MASK */
		struct { rect area, view; float xstep, ystep; } tile;
	} u;
} record_item;

typedef struct record_paint {
	float rgb[3], alpha;
} record_paint;

typedef struct record_style {
	fz_matrix m;                 /* glyphs: e and f are 0                                    */
	fz_font *font;               /* glyphs; kept by the record                               */
	bool vertical;
	float linewidth, miterlimit, dash_phase; /* strokes; linewidth < 0 when not stroked      */
	int caps, join, ndash;
	float dash[32];
} record_style;

typedef struct record {
	record_item *items;   size_t n, room;
	record_paint *paints; size_t npaints, paints_room;
	record_style *styles; size_t nstyles, styles_room;
	float *path;          size_t npath, path_room;  /* verb, then its points: 0 move x y,
	                                                   1 line x y, 2 curve 3 points, 3 close */
	fz_font **fonts;      size_t nfonts, fonts_room;
	fz_matrix page_ctm;   /* from the page's own space to the coordinates here */
	fz_rect bounds;       /* of the displayed page                             */
	size_t notes, fields; /* indexes of the first item that an annotation drew, and a form field;
	                         n where none did */
	int errors;           /* that MuPDF met and passed over                    */
	bool type3;           /* a glyph of a Type 3 font is among the items       */
	bool wrapped;         /* first and last item are the group that MuPDF puts around a page
	                         with transparency on it                              */
} record;

record *rpdf_record_new(fz_context *ctx);
void    rpdf_record_drop(fz_context *ctx, record *r);   /* NULL is fine */

/* Forgets what r holds and records the contents (not the annotations) of a page, counted from 0. */
void rpdf_record_page(fz_context *ctx, record *r, pdf_document *doc, int number);

/* The same with what its annotations and form fields draw, as a reader shows it. */
void rpdf_record_shown(fz_context *ctx, record *r, pdf_document *doc, int number);

/* The cell of a glyph: from its origin to its advance, from the font's descender to its ascender,
 * as an upright rectangle; and the rectangle around its ink, or its cell where the font does not tell.
 * Slower than it looks for the first glyph of a font: ask only about glyphs near a mark. */
rect rpdf_record_cell(fz_context *ctx, const record *r, const record_item *glyph);
rect rpdf_record_ink(fz_context *ctx, const record *r, const record_item *glyph);

/* Where a path, image or shading is; without what a stroke adds. */
rect rpdf_record_bounds(fz_context *ctx, const record *r, const record_item *item);

/* Whether an item is but a further letter of the glyph before it, as in ligatures: it has no place of
 * its own, and stays or goes with that glyph. */
bool rpdf_record_goes_with(const record *r, size_t item);

/* Letters that no one sees: blanks and control characters. */
bool rpdf_record_is_blank(const record_item *glyph);

#endif
