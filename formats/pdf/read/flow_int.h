/*
 * flow_int.h - what flow.c (in drawing order) and flow_place.c (by place) share.
 */
#ifndef UNDERSEAL_PDF_FLOW_INT_H
#define UNDERSEAL_PDF_FLOW_INT_H

#include "formats/pdf/lineorder.h"
#include "formats/pdf/read/flow.h"

/* In parts of the em: how far a superscript may rise and still be of its line; from where on a gap
 * might be a word space, as other readers take it; from where on it may part two columns, or the number
 * of a line from the line. */
#define FLOW_LINE_STEP  0.45f
#define FLOW_NARROW_GAP 0.09f
#define FLOW_APART      1.2f

/* Letters at one pitch, whatever their widths: how many steps of one length are a pitch; by how many ems they
 * may differ and how long they are at most; how many of them leave a gap that might be a word space. */
#define FLOW_PITCH_STEPS 4
#define FLOW_PITCH_GAPS  2
#define FLOW_PITCH_OFF   0.02f
#define FLOW_PITCH_MOST  1.05f

/* A space of no width: what it stands between may be one word or two. */
#define FLOW_SEAM "\xe2\x80\x8b"

typedef enum flow_step { STEP_ON, STEP_WORD, STEP_COLUMN, STEP_LINE } flow_step;

/* How to get from the end of one glyph to the start of the next. back: against the reading order;
 * over: the next begins on top of what is there. */
flow_step flow_step_between(flow *f, const flow_glyph *a, const flow_glyph *b, bool *back, bool *over);

/* Adds a glyph behind such a step. One that repeats another at its place is no new letter. */
void flow_put(flow *f, const rpdf_glyph *g, flow_step step, bool over);

/* Do two words meet between the text, whose last string begins at byte `piece`, and glyph g, which says `said`? */
bool flow_is_seam(str text, size_t piece, const rpdf_glyph *g, str said);

/* Is `before` a capital that hangs down from the line on which its word goes on with `here`? `text` is their flow's. */
bool flow_is_dropped_capital(str text, const flow_glyph *before, const flow_glyph *here);

/* A glyph and where it stands: quarter degrees, clockwise from "right"; points in its frame. */
typedef struct flow_placed {
	line_spot at;
	const flow_glyph *g;
} flow_placed;

/* Puts capitals that hang down from a line onto it; true when there were some, and the glyphs are out of order. */
bool flow_raise_capitals(str text, flow_placed *p, size_t n);

/* Letters of scripts that are written to the left. */
static inline bool flow_runs_left(int c)
{
	return (c >= 0x590 && c <= 0x8ff && !(c >= 0x660 && c <= 0x669) && !(c >= 0x6f0 && c <= 0x6f9))
	    || (c >= 0xfb1d && c <= 0xfdff) || (c >= 0xfe70 && c <= 0xfefc)
	    || (c >= 0x10800 && c <= 0x10fff) || (c >= 0x1e800 && c <= 0x1efff);
}

#endif
