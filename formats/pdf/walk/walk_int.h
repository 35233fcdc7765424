/*
 * walk_int.h - what the files of the walk (walk.c and walk_*.c) share.
 */
#ifndef UNDERSEAL_PDF_WALK_INT_H
#define UNDERSEAL_PDF_WALK_INT_H

#include "formats/pdf/walk/late.h"
#include "formats/pdf/walk/names.h"
#include "formats/pdf/walk/walk.h"
#include "formats/pdf/walk/walk_face.h"
#include "formats/pdf/walk/walk_path.h"

/* Deep enough for any honest file; a form that draws itself ends here at the latest. */
enum { WALK_DEPTH = 32 };

/* A page that draws more glyphs than this was made to exhaust us. */
enum { WALK_GLYPHS = 4 << 20 };

/* Nor does one draw so many forms, patterns and masks: ten that each draw the next ten times are
 * more than any computer can walk. */
enum { WALK_STREAMS = 1 << 20 };

/* One page's walk: what its nested streams share. */
struct walk {
	pdf_document *doc;
	const rpdf_hook *hook;
	const rect *boxes;       /* where paths are cut: the hook's, and in the cells of a pattern what lies */
	size_t nboxes;           /* beside all that is painted with it, too                    */
	rpdf_copies *copies;     /* NULL when only looking                                     */
	uint32_t glyphs, images; /* met so far                                                 */
	uint32_t inked;          /* things painted with tiling patterns                        */
	uint32_t cells;          /* of tiling patterns                                         */
	size_t shade_pixels;     /* that shadings became                                       */
	fz_rect sheet;           /* the page, page points: the same in every walk              */
	uint32_t streams;        /* nested streams walked so far                               */
	struct walk_faces faces;
	rpdf_tally tally;
	bool views;              /* what cannot be seen is told from what can                  */
	bool in_cell;            /* inside a pattern or a Type 3 glyph                         */
	bool in_glyph;           /* right in a procedure of a Type 3 glyph                      */
	int depth;
	pdf_obj *open[WALK_DEPTH]; /* the nested streams we are inside of, against loops       */
	pdf_obj *seen;           /* dictionary: "12" -> copy (or true) of patterns, masks and
	                            Type 3 fonts met on this page: one visit each              */
};

/* Longer ones exist in no honest file; MuPDF draws no more of them either. */
enum { WALK_DASHES = 32 };

struct walk_gstate {
	fz_matrix ctm;           /* user space to page points                                  */
	fz_rect view;            /* page points; nothing shows outside, see walk_view.h         */
	float line_width, miter_limit; /* of strokes, user space                               */
	int line_join, line_cap; /* when writing                                               */
	struct walk_opacity { float fill, stroke; bool blended; } opacity; /* when writing      */
	bool elsewhere;          /* drawn in other places than ctm tells: cells, glyphs        */
	pdf_text_state text;
	pdf_obj *type3;          /* the font, when it is one of Type 3; lent                   */
	bool font_loops;         /* it is one that a glyph of its own sets: shows nothing      */
	char font[16];           /* its name in the new resources; "" for none */
	const struct walk_ink *ink[2]; /* tiling pattern to fill and to stroke with; NULL: none */
	const struct walk_shade *shade[2]; /* the same: shadings that are not written yet, when writing */
	struct walk_dash { int n; float on_off[WALK_DASHES], phase; } dash; /* when writing */
};

/* The processor for one content stream. */
struct walk_proc {
	pdf_processor super;
	struct walk *walk;
	pdf_processor *chain;    /* writes what it is told; NULL when only looking              */
	bool placed;             /* chain is late.h's: text is written by places                */
	pdf_obj *old_rdb;        /* lent                                                        */
	struct walk_gstate *gs;  /* a stack; gs[top] is in force                                */
	int top, room;
	fz_matrix tm, tlm;       /* text and text line matrix                                   */
	bool leans;              /* where text stands was reached past something that goes      */
	int opens;               /* the next letter is the first of a string of so many codes, else 0 */
	bool set_off;            /* a number stands before that string                          */
	bool line_moved;         /* the written stream's line matrix is not tlm                 */
	fz_matrix base;          /* the space it began with, to page points                     */
	bool patterns;           /* tiling patterns are walked where something is painted       */
	struct walk_ink *inks;   /* those it set                                                */
	struct walk_shade *shades; /* the same                                                  */
	fz_rect shown;           /* where letters of this string stand, when that is asked      */
	struct walk_path path;   /* begun and not yet painted                                   */
	bool clips_gone, clips_left; /* of this text object: letters to clip by that went, that stay */
	bool in_text;            /* between BT and ET                                           */
	bool mask_only;          /* a glyph that says d1: colours count for nothing in it       */
	struct walk_packed *packed; /* glyphs of this string to write as forms                  */
	int npacked, packed_room;
	pdf_obj *gs_font;        /* the font that the graphics state being set names; lent      */
	bool in_gs;              /* between gs_begin and gs_end: state changes, nothing written */
	unsigned char *tags;     /* open marked content: TAG_... bits                            */
	int ntags, tags_room;
	int hidden;              /* how many of them do                                         */
	struct rpdf_names names; /* what it names; fresh is NULL when only looking              */
};

static inline struct walk_gstate *walk_gs(struct walk_proc *p) { return &p->gs[p->top]; }

/* walk.c: a processor with its state; chain may be NULL. Drop it with pdf_drop_processor(). */
struct walk_proc *walk_new_proc(fz_context *ctx, struct walk *w, pdf_processor *chain,
                                pdf_obj *old_rdb, pdf_obj *new_rdb, const struct walk_gstate *start);

/* The state that a stream begins with when it takes nothing over; it has no font. */
struct walk_gstate walk_start(fz_matrix ctm, fz_rect view);

/* Runs one content stream through a fresh processor. With w->copies, what it writes goes to out
 * and what it names to new_rdb. `hidden` when the stream as a whole is not shown. */
void walk_stream(fz_context *ctx, struct walk *w, pdf_obj *stream, pdf_obj *rdb,
                 const struct walk_gstate *start, bool hidden, fz_buffer *out, pdf_obj *new_rdb);

/* walk_text.c, walk_draw.c, walk_paint.c: fill in their operators. */
void walk_set_text_ops(struct walk_proc *p);

/* walk_placed.c: text written by places. One run of a string, with a matrix of its own. */
struct placed_run {
	pdf_obj *items;
	fz_buffer *bytes;
	bool open, anew, own;
	fz_matrix m;             /* of its first glyph: text space to page points, or, where it is left
	                            its own, to user space                                     */
	fz_point next, shift;    /* where the next glyph stands when it is of the same run    */
};
void walk_placed_keep(fz_context *ctx, struct walk_proc *p, struct placed_run *run, const unsigned char *bytes,
                      int n, fz_matrix trm, float advance);
void walk_placed_skip(fz_context *ctx, struct walk_proc *p, struct placed_run *run, bool shown);
void walk_placed_move(fz_context *ctx, struct placed_run *run, float thousandths);
void walk_placed_end(fz_context *ctx, struct walk_proc *p, struct placed_run *run);
void walk_set_path_ops(struct walk_proc *p);
void walk_set_paint_ops(struct walk_proc *p);

/* walk_cut.c: writes the gathered path and paints it, without what of it lies in the hook's boxes.
 * Writing only. */
enum walk_paint { PAINT_FILL = 1, PAINT_EVEN_ODD = 2, PAINT_STROKE = 4, PAINT_CLOSE = 8 };
void walk_paint_path(fz_context *ctx, struct walk_proc *p, int how);
void walk_write_dash(fz_context *ctx, struct walk_proc *p, const struct walk_dash *dash);

/* walk_both.c: whether to fill and to stroke are one thing here, as the stroke lets through what is below it; and
 * what both are, in user space, written by `write` as one. Writing only. */
typedef void walk_both_write(fz_context *ctx, struct walk_proc *p, const void *arg);
bool walk_both_at_once(const struct walk_proc *p, int how);
void walk_write_both(fz_context *ctx, struct walk_proc *p, const struct walk_path *fill, const struct walk_path *stroke,
                     walk_both_write *write, const void *arg);

/* walk_tile.c: what is painted with a tiling pattern. Set: it is from now on. Path and text: walks its
 * cells where what is about to be painted may show them and, when writing, sets the pattern that does. */
enum walk_use { USE_FOR_FILL, USE_FOR_STROKE };
void walk_set_ink(fz_context *ctx, struct walk_proc *p, enum walk_use use, const char *name, int n, const float *v);
void walk_ink_path(fz_context *ctx, struct walk_proc *p, int how);
void walk_ink_stencil(fz_context *ctx, struct walk_proc *p);
void walk_ink_text(fz_context *ctx, struct walk_proc *p, fz_rect at);
void walk_drop_inks(fz_context *ctx, struct walk_proc *p);
/* How far a stroke may reach beside its path (NULL: beside letters): half its width, and the points of
 * its corners, if any. */
float walk_stroke_reach(const struct walk_gstate *gs, const struct walk_path *path);

/* Whether a mark lies in an area, page points, or within a point of it. */
static inline bool walk_touches_mark(const struct walk *w, fz_rect area)
{
	rect near = { area.x0 - 1, area.y0 - 1, area.x1 + 1, area.y1 + 1 };
	for (size_t i = 0; i < w->nboxes; i++)
		if (rect_overlap(near, w->boxes[i]))
			return true;
	return false;
}

/* walk_shade.c: shadings that can show words, under a mark. Cut and set: false when this one may be written as it
 * was. Path, stencil and text: sets the pattern that what comes is painted with, if it was held back. */
bool walk_cut_sh(fz_context *ctx, struct walk_proc *p, const char *name, fz_shade *shade);
bool walk_set_shade(fz_context *ctx, struct walk_proc *p, enum walk_use use, const char *name, fz_shade *shade);
void walk_shade_path(fz_context *ctx, struct walk_proc *p, int how);
void walk_shade_stencil(fz_context *ctx, struct walk_proc *p);
void walk_shade_text(fz_context *ctx, struct walk_proc *p, fz_rect at);
void walk_drop_shades(fz_context *ctx, struct walk_proc *p);
static inline bool walk_has_shade(const struct walk_proc *p)
{
	return p->gs[p->top].shade[USE_FOR_FILL] || p->gs[p->top].shade[USE_FOR_STROKE];
}
static inline void walk_no_ink(struct walk_proc *p, enum walk_use use)
{
	walk_gs(p)->ink[use] = NULL;
	walk_gs(p)->shade[use] = NULL;
}

/* walk_nested.c: visits a nested stream; returns the copy to use (lent, or NULL when only
 * looking or when there is nothing to use). */
pdf_obj *walk_form(fz_context *ctx, struct walk_proc *p, pdf_obj *form, bool hidden);
pdf_obj *walk_pattern(fz_context *ctx, struct walk_proc *p, pdf_obj *pattern);
/* One cell, where start.ctm puts it: a form. */
pdf_obj *walk_cell(fz_context *ctx, struct walk_proc *p, pdf_obj *pattern, struct walk_gstate start);
extern const char *const walk_pattern_keys[];
/* The object made of dict and, unless NULL, stream: an old one where it is the same. Lent. */
pdf_obj *walk_intern(fz_context *ctx, struct walk *w, int source, pdf_obj *dict, fz_buffer *stream);
pdf_obj *walk_extgstate(fz_context *ctx, struct walk_proc *p, pdf_obj *gs);
/* Whether obj was visited on this page before, then *copy is what became of it; and: it was. Patterns,
 * masks and fonts are set over and over: one visit a page is enough, and the same visit in every walk. */
bool walk_seen_before(fz_context *ctx, struct walk *w, const char *kind, pdf_obj *obj,
                      char key[static 32], pdf_obj **copy);
void walk_remember(fz_context *ctx, struct walk *w, pdf_obj *obj, const char *key, pdf_obj *copy);
/* Into a stream or font that is drawn by another: false when we are inside of obj already. Who enters leaves in
 * the end, whatever happens, and is then where he was before. */
struct walk_level { int depth; bool in_cell, in_glyph; };
bool walk_enter(fz_context *ctx, struct walk *w, pdf_obj *obj, struct walk_level *before);
static inline void walk_leave(struct walk *w, const struct walk_level *before)
{
	w->depth = before->depth;
	w->in_cell = before->in_cell;
	w->in_glyph = before->in_glyph;
}

/* walk_type3.c: visits a Type 3 font; as above. */
bool walk_is_type3(fz_context *ctx, pdf_obj *font);
pdf_obj *walk_type3(fz_context *ctx, struct walk_proc *p, pdf_obj *font);
/* Unpacking only. Pack: notes the glyph that is about to be shown if it shows text itself; true when it is
 * then of no further use. Unpack, after the string: writes those that were noted as forms. */
bool walk_pack(fz_context *ctx, struct walk_proc *p, const struct walk_char *c);
void walk_unpack(fz_context *ctx, struct walk_proc *p);

#endif
