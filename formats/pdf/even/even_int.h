/* even_int.h - what the files of even share: even.c finds lines, even_anchor.c says where they begin
 * and may end, even_set.c sets them. */
#ifndef UNDERSEAL_PDF_EVEN_INT_H
#define UNDERSEAL_PDF_EVEN_INT_H

#include "formats/pdf/even/even.h"
#include "formats/pdf/lineorder.h"

/* A glyph in the frame of its line. */
typedef struct even_item {
	line_spot at;            /* turn: quarters clockwise; -1: on a slant or without a direction */
	const even_glyph *g;
	float wide;
} even_item;

/* A stretch of a line that no wide blank parts. */
typedef struct even_piece {
	size_t beg, end;         /* items                                       */
	float from, to;          /* along, of what is not blank                 */
	float across, size;
	int turn;
	bool cut;                /* something goes from it                      */
	bool parted;             /* from another one on the line, to its left   */
} even_piece;

typedef struct even_setting {
	const even_glyph *glyphs;
	const rect *shapes; size_t nshapes;
	rect page;
	arena *mem;
	even_item *items; size_t n;
	even_piece *pieces; size_t npieces, pieces_room; /* those of lines without a gap first ... */
	size_t nplain;                                   /* ... and how many they are               */
	even_layout *out;
	size_t boxes_room, lines_room;
} even_setting;

/* Which edge of a line is the one that does not move. */
typedef enum even_side { EVEN_LEFT, EVEN_CENTRE, EVEN_RIGHT } even_side;

typedef struct even_anchor {
	even_side side;
	float at;                /* along: the edge or the middle                              */
	float soft, hard;        /* how wide the line should, and may, become                  */
} even_anchor;

/* From lines without a gap, from the page, and from edges that lines of different widths share: nothing
 * of it depends on what is cut. before: the piece to its left on the line, or NULL. */
even_anchor even_find_anchor(const even_setting *s, const even_piece *piece, const even_piece *before);

/* False when it does not fit. */
bool even_set_piece(even_setting *s, const even_piece *piece, const even_anchor *anchor);

/* The page as the frame of a turn has it: x along, y across. */
rect even_turned(rect r, int turn);
rect even_turned_back(rect r, int turn);

#endif
