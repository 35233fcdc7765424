/*
 * pagediff.h - two recorded pages side by side: what differs outside the marks.
 *
 * Every item of the source's list has a fate: it must be kept, it may go (blank, invisible, off the
 * page, touched by a mark), or it must go (text under a mark). The walk pairs the kept items with
 * the output's, in order; what the output has beyond them may only be the boxes and labels that the
 * redactor appends. It answers with what it met, never with words.
 */
#ifndef UNDERSEAL_PDF_PAGEDIFF_H
#define UNDERSEAL_PDF_PAGEDIFF_H

#include "formats/pdf/proof/record.h"
#include "redact/base/str.h"

/* A marked place of a page. */
typedef struct zone {
	rect box;   /* points, as in geom.h                                                  */
	bool must;  /* what can be read there must be gone; false: it may be gone            */
	bool whole; /* a drawn box: it takes in every glyph that it touches                  */
	str label;  /* what may be printed on the black box                                  */
} zone;

typedef struct pagediff {
	bool readable;   /* a glyph under a mark is still there                            */
	bool shaded;     /* a shading that can hold a picture still shows under a mark     */
	bool drawn;      /* a path still has an edge under a mark                          */
	bool pictured;   /* an image still shows more than one colour under a mark         */
	bool text;       /* a letter outside the marks is gone, new or in another order    */
	bool moved;      /* a glyph, path or image stands elsewhere or has another size    */
	bool repainted;  /* another colour, line width, font ...                           */
	bool image;      /* pixels of an image changed outside the marks                   */
	bool lost;       /* something that was drawn is not                                */
	bool added;      /* something is drawn that was not                                */
	bool listed;     /* the lists were gone through to the end                         */
	bool unsure;     /* the lists cannot tell: pixels must                             */
	bool pixelated;  /* a shading became pixels: its edges are smoothed otherwise      */
	bool tiled;      /* cells of a tiling were laid out: one by one, each falls on pixels of its own */
} pagediff;

/* Scratch memory and what is known about fonts, kept from page to page. */
typedef struct differ differ;
differ *rpdf_differ_new(fz_context *ctx);
void    rpdf_differ_drop(fz_context *ctx, differ *d);   /* NULL is fine */

/* Compares; zones are those of this page. even: lines with a mark were laid out anew, so that what is
 * on them may have moved along the line. Throws. */
pagediff rpdf_pagediff(fz_context *ctx, differ *d, const record *before, const record *after,
                       const zone *zones, size_t nzones, bool even);

/* For the comparison by pixels, after rpdf_pagediff(): the places where the two pages may look
 * different, lent until the next call. */
size_t rpdf_pagediff_excused(fz_context *ctx, differ *d, const record *before, const zone *zones,
                             size_t nzones, bool even, const rect **out);

/* The fonts of two glyphs draw it alike. Throws. */
bool rpdf_differ_same_glyph(fz_context *ctx, differ *d, fz_font *a, fz_font *b, int gid_a, int gid_b);

#endif
