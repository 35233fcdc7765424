/*
 * even.h - a line laid out anew, so that what is gone from it leaves no measure.
 *
 * A removed word can be told from the width of its gap, and where a program has set it into a line,
 * from every other letter: the blanks of a justified line are as wide as the words leave room for,
 * and the last thousandths of each place carry what was rounded before it (Bland, Iyer, Levchenko,
 * "Story Beyond the Eye: Glyph Positions Break PDF Text Redaction", PETS 2023). So nothing of the
 * old places is used: a line with a gap begins where lines without one begin, its letters follow by
 * the widths of their font alone, each blank is one blank, and each gap is as wide as every other.
 * What comes out depends on the kept letters and on lines that have no gap, on nothing else.
 *
 * What stays told: which words stand on which line.
 *
 * Pure geometry: no document, no fonts. All lengths are points of the page as shown, see geom.h.
 */
#ifndef UNDERSEAL_PDF_EVEN_H
#define UNDERSEAL_PDF_EVEN_H

#include "redact/base/arena.h"
#include "redact/model/geom.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct even_point { float x, y; } even_point;

typedef struct even_glyph {
	uint32_t number;      /* which of the page's glyphs                                          */
	even_point at;        /* its origin                                                          */
	even_point way;       /* what its font says it advances, without any spacing                 */
	float size;           /* of the em                                                           */
	bool blank;
	bool cut;             /* goes                                                                */
	bool bound;           /* cannot be moved: it is of a picture, of a pattern, vertical ...     */
	int sign;             /* of what goes: two next to each other with one sign have one gap     */
	rect within;          /* what clips it; all zero for nothing but the page                    */
} even_glyph;

typedef enum even_how {
	EVEN_AS_IS,           /* where it was, but for a shift                                       */
	EVEN_AT,              /* with its origin at a new place                                      */
	EVEN_GONE,            /* one blank too many                                                  */
} even_how;

typedef struct even_place {
	even_how how;
	even_point at;        /* the shift, or the place */
} even_place;

/* One gap: its box, and what stood there. */
typedef struct even_box { rect at; int sign; } even_box;

/* A word of a line that was laid out, or a gap, from where to where along the line. */
typedef struct even_word { float was0, was1, is0, is1; } even_word;

/* A line, or the part of it between wide blanks, that was laid out. */
typedef struct even_line {
	int turn;             /* quarters clockwise from "to the right"                              */
	float across, size;   /* of its baseline in the frame turned so; its em                      */
	even_word *words; size_t nwords;

} even_line;

typedef struct even_layout {
	even_place *places; size_t nplaces; /* by glyph number; those not given are as they were   */
	even_box *boxes;    size_t nboxes;
	even_line *lines;   size_t nlines;
	uint32_t left;        /* lines whose gap stays as wide as what is gone: they cannot be moved  */
	unsigned char *exact; /* by index into the glyphs: cut, and its line was left                 */
} even_layout;

/* Gaps are this many ems wide, or fewer by EVEN_STEP until the line fits. */
#define EVEN_GAP  6.0f
#define EVEN_STEP 0.5f

/* Lays out every line that something is cut from. page: what is shown; shapes: the bounds of what is
 * drawn on it beside letters, which lines do not cross. All of *out is in mem. */
void even_lay_out(const even_glyph *glyphs, size_t n, const rect *shapes, size_t nshapes, rect page, arena *mem,
                  even_layout *out);

/* Where an underline, a frame or the like goes that has these bounds. False when no line that was
 * moved has to do with it; else *to is its place, all zero when it goes. */
bool even_move_shape(const even_layout *l, rect bounds, rect *to);

/* A place of a line that was not laid out, as it is written: the last digits of a number can carry
 * what was rounded before it. */
float even_round(float v);

#endif
