/* pagediff_int.h - what the files of pagediff share; see pagediff.h. */
#ifndef UNDERSEAL_PDF_PAGEDIFF_INT_H
#define UNDERSEAL_PDF_PAGEDIFF_INT_H

#include "formats/pdf/proof/pagediff.h"

enum { FONT_PAIRS = 64, KNOWN_GLYPHS = 512 };

typedef struct known_glyph {
	int a, b;   /* glyph ids plus one; 0 is an empty slot */
	bool same;
} known_glyph;

/* A font of the source and one of the output that stand at the same glyphs. */
typedef struct font_pair {
	fz_font *a, *b;    /* kept */
	bool same;         /* the same font file */
	bool type3;
	known_glyph known[KNOWN_GLYPHS];
} font_pair;

/* What becomes of an item of the source. */
typedef enum fate {
	FATE_KEEP,
	FATE_UNSEEN,  /* may go, since nobody can see it */
	FATE_MAY_GO,
	FATE_MUST_GO,
} fate;

struct differ {
	font_pair pairs[FONT_PAIRS];
	font_pair *last_pair;
	size_t next_pair;
	unsigned char *fates;  size_t fates_room;   /* one per item of the source                */
	unsigned char *idle;   size_t idle_room;    /* one per item of the output: draws nothing */
	uint32_t *paired;      size_t paired_room;  /* per opener of the source: the output's, +1 */
	rect *excused;         size_t excused_room;
	rect *views;           size_t views_room;   /* per item of the source: where it may show */
	rect *views_after;     size_t views_after_room; /* and of the output                    */
	zone *boxes;           size_t boxes_room;   /* what is drawn for the marks of a page laid out anew */
};

typedef struct walk {
	differ *d;
	const record *a, *b;
	const zone *zones;
	size_t nzones;
	const zone *drawn;   /* the boxes: the zones, or where the lay-out put them */
	size_t ndrawn;
	bool even;
	pagediff *out;
} walk;

/* Points within which a moved glyph is still itself. */
#define DIFF_NEARBY 3

/* Room for `want` zeroed items. */
void *rpdf_diff_sized(fz_context *ctx, void *list, size_t want, size_t *room, size_t size);

/* pagediff_fate.c */
void rpdf_diff_fates(fz_context *ctx, const record *r, const zone *zones, size_t n,
                     const rect *views, unsigned char *fates);
void rpdf_diff_empty(fz_context *ctx, const record *r, unsigned char *fates);
fate rpdf_diff_glyph_fate(fz_context *ctx, const record *r, const record_item *g, const zone *zones,
                          size_t n, rect all);
fate rpdf_diff_cell_fate(rect cell, const zone *z);
bool rpdf_diff_touches(fz_context *ctx, const record *r, const record_item *it, const zone *zones,
                       size_t n, bool wholly);
bool rpdf_diff_shapes_clip(const record_item *it);
bool rpdf_diff_within(rect inner, rect outer, float slack);
rect rpdf_diff_around(const zone *zones, size_t n);

/* pagediff_view.c: of each item the rectangle outside of which nothing of it shows (by the page and the
 * clips around it; points); whether one lies wholly outside of its own; and what of `at` lies beside a
 * view, up to four rectangles, which returns how many. */
void rpdf_diff_views(fz_context *ctx, const record *r, rect *views);
bool rpdf_diff_unseen(fz_context *ctx, const record *r, size_t i, const rect *views);
size_t rpdf_diff_beside(rect at, rect view, rect *out);
/* pagediff_even.c: whether a glyph or path of the source is on a line with a mark, and so may move
 * (down: up or down); whether y is x moved along its line; the boxes drawn, as zones, lent; and all of
 * the page that lies on a zone's line. */
bool rpdf_diff_glyph_moves(fz_context *ctx, const record *r, const record_item *g, const zone *zones, size_t n);
bool rpdf_diff_glyph_moved(const record *r, const record_item *x, const record_item *y, float slack);
/* Whether a path has curves, or a part of more lines than a rectangle. */
bool rpdf_diff_may_be_letters(const record *r, const record_item *path);
bool rpdf_diff_shape_moves(const record *r, const record_item *path, const zone *zones, size_t n, bool *down);
/* Whether a path that may be letters is no higher than a line and lies behind a mark: it may go, or have become
 * a rectangle. */
bool rpdf_diff_bends_along(const record *r, const record_item *path, const zone *zones, size_t n);
/* Whether a path of the output may be one of the source, moved along its line (down: up or down) or cut. */
bool rpdf_diff_is_of_shape(const record *a, const record *b, const record_item *y, bool down);
size_t rpdf_diff_even_zones(fz_context *ctx, differ *d, const record *before, const record *after, size_t end,
                            const zone *zones, size_t n, const zone **out);
rect rpdf_diff_line_strip(const record *r, const zone *z);

/* pagediff_cut.c: whether a path has an edge under a mark, other than that of a window onto more; whether
 * one of the source goes through a mark, and one of the output may be what is left of it. */
bool rpdf_diff_edge_under(const record *r, const record_item *it, rect box);
bool rpdf_diff_is_cut(const record *r, const record_item *it, const zone *zones, size_t n);
bool rpdf_diff_is_piece(const record *before, const record_item *x, const record *after, const record_item *y,
                        const zone *zones, size_t n);

/* pagediff_shade.c: a shading that can show words; whether it shows under a box, where nothing of it is
 * seen outside of the view; and whether item *i of the source is one under a mark, of which the output has
 * a picture, empty there, from *j on: then both are passed. */
bool rpdf_diff_is_picture_of_paint(fz_context *ctx, const record_item *it);
bool rpdf_diff_paints_under(fz_context *ctx, const record *r, const record_item *it, rect view, rect box);
bool rpdf_diff_pass_shade(fz_context *ctx, walk *w, size_t *i, size_t na, size_t *j, size_t nb);

/* pagediff_pair.c: whether two paths are painted alike, or the second as the dashes of the first. */
bool rpdf_diff_same_pen(const record *a, const record_item *x, const record *b, const record_item *y);

/* pagediff_pair.c: true when items i and j are one thing; notes in w->out what changed about it. */
bool rpdf_diff_pair(fz_context *ctx, walk *w, size_t i, size_t j);

#endif
