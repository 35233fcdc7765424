/*
 * walk.h - everything a page draws, met one thing at a time, and written out again without some of it.
 *
 * One walk serves two purposes. Extraction walks a page and writes down what each glyph says and
 * where it stands. Redaction walks the same page in the same order, asks again for each glyph and
 * each image, and writes a new content stream without those that must go. Because it is the same
 * code, the n-th glyph of the one is the n-th glyph of the other: that is what ties a mark in a
 * text to bytes in a file.
 *
 * Forms, tiling patterns, soft masks and Type 3 glyph procedures are walked where they are used.
 * A rewritten one is a copy of its own, so that a shared form does not change where no mark lies;
 * copies that come out the same are one object.
 *
 * What a rewritten stream never has: comments, marked content that no hook asks for, unknown
 * operators, the resource names of the source, codes its fonts cannot decode, content of layers
 * that are off, and, when asked so, what lies off the page or is clipped away. Operators and their meaning: ISO 32000-1, 8 and 9.
 */
#ifndef UNDERSEAL_PDF_WALK_H
#define UNDERSEAL_PDF_WALK_H

#include "formats/lib/mu.h"
#include "formats/pdf/walk/walk_path.h"
#include "redact/model/geom.h"

typedef struct rpdf_glyph {
	uint32_t number;       /* 0.. in drawing order on the page                               */
	int ucs[PDF_MRANGE_CAP];
	int nucs;              /* code points it stands for; U+FFFD alone when the font can't tell */
	fz_point from, to;     /* its origin and where its advance ends; points, see geom.h      */
	float size;            /* height of the em in points on the page                         */
	fz_rect box;           /* advance by ascent and descent, points                          */
	bool hidden;           /* in a layer that is off                                         */
	bool unpainted;        /* text rendering mode 3 or 7                                     */
	bool clips;            /* mode 4 to 7: what comes after may be seen through it           */
	bool unseen;           /* off the page or clipped away; only told with hook.page         */
	fz_font *font;         /* lent                                                           */
	int gid;
	fz_matrix trm;         /* em square to page points                                       */
	float advance;         /* what the font says, in ems: no spacing in it                   */
	bool vertical;
	int opens;             /* the first of a string: of how many codes that is; 0 within one */
	bool set_off;          /* a number moves that string off the one before it               */
	bool in_cell;          /* of a pattern or a Type 3 glyph: drawn in other places, too     */
	fz_rect within;        /* what the forms around it show at most, points                  */
} rpdf_glyph;

/* Where a letter is written: shifted from where it was, or with its origin at a new place. */
typedef struct rpdf_place { bool anew; fz_point at; } rpdf_place;

typedef struct rpdf_hook {
	void *arg;

	/* The page as shown, in page points: what cannot be seen of the rest is told, and a rewriting walk
	 * leaves it out. Empty: all that is drawn counts as seen. */
	fz_rect page;

	/* Whether the glyph stays. Only the answer of a rewriting walk matters. NULL: all stay, and
	 * nobody asks what they say or where they stand, which is quicker. */
	bool (*glyph)(fz_context *ctx, void *arg, const rpdf_glyph *g);

	/* An image in the unit square under ctm (to page points). xobj is NULL for an inline one.
	 * Returns NULL to leave it as it is, or a new image XObject (a reference handed over) to draw
	 * in its place. Nothing of it shows outside `view` (page points). Never called in a rewriting walk
	 * for hidden ones and those that nobody sees: they go. */
	pdf_obj *(*image)(fz_context *ctx, void *arg, pdf_obj *xobj, fz_image *image, fz_matrix ctm,
	                  fz_rect view, bool hidden);

	/* Where a glyph that stays is written. When set, the whole stream is written by places alone:
	 * text by absolute matrices, state only where something is painted (late.h), so that nothing
	 * leans on what is gone. NULL: letters stay where they were. */
	rpdf_place (*place)(fz_context *ctx, void *arg, uint32_t number);

	/* Told, with `page`, of each path that is painted and seen. When text is written by places it may
	 * change the path: true when it is now one in page points, and is then cut only at what is drawn in the end. ctm: from
	 * its space to page points. NULL: none is changed. */
	bool (*shape)(fz_context *ctx, void *arg, struct walk_path *path, fz_matrix ctm);

	/* A rewriting walk: glyphs of Type 3 fonts that show text are written as forms, see walk_type3.c. Goes
	 * with nothing else. */
	bool unpack;

	/* Marked places, page points: a rewriting walk cuts paths and shadings there. Lent. */
	const rect *boxes;
	size_t nboxes;
	size_t ndrawn; /* so many of them, the first, are what is drawn in the end: shapes that `shape` put
	                  into page points are cut at these alone */

	/* Marked content with a number (MCID) of the page's own stream, in a rewriting walk: the type it is
	 * written under, lent, and in *fresh its new number; NULL to leave the marking out. close is told
	 * of the end of each that open was asked about. Both NULL: no marking is written. */
	const char *(*open)(fz_context *ctx, void *arg, int mcid, int *fresh);
	void (*close)(fz_context *ctx, void *arg);
} rpdf_hook;

/* What one document's walks share: the rewritten copies made so far. */
typedef struct rpdf_copies rpdf_copies;
rpdf_copies *rpdf_new_copies(fz_context *ctx, pdf_document *doc);
void         rpdf_drop_copies(fz_context *ctx, rpdf_copies *copies);

/* What a walk met beside letters and images. */
typedef struct rpdf_tally {
	uint32_t paints;       /* paths painted: a page without letters may show words as outlines   */
	uint32_t undecodable;  /* codes that no font could decode                                    */
	uint32_t unpacked;     /* glyphs that became forms, and those emptied for it                 */
	uint32_t otherwise;    /* of those, and fonts they set: what MuPDF rounds, or does not draw, in a glyph */
	/* Off the page or clipped away, as far as hook.page lets tell, and not in a layer that is off. */
	uint32_t unseen_letters, unseen_paints, unseen_images;
} rpdf_tally;

/* Walks a page without changing anything. ctm maps its default user space to page points. */
rpdf_tally rpdf_walk_page(fz_context *ctx, pdf_document *doc, pdf_obj *page, fz_matrix ctm,
                          const rpdf_hook *hook);

/* Walks and writes: out gets the operators of the page (balanced in q and Q), *resources a new
 * dictionary of what they name. Both are yours. What the walk met is added to *sum. */
void rpdf_rewrite_page(fz_context *ctx, rpdf_copies *copies, pdf_obj *page, fz_matrix ctm,
                       const rpdf_hook *hook, fz_buffer *out, pdf_obj **resources, rpdf_tally *sum);

#endif
