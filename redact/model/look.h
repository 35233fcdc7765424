/*
 * look.h - how a reader is shown stretches of a unit: headings, bold words, tables, the labels of lists.
 *
 * For whoever draws a text that flows, so that somebody who knows the document recognises it. Nothing is searched
 * or marked by it. A format fills in what it knows, and only where it is asked (text.with_looks).
 */
#ifndef UNDERSEAL_LOOK_H
#define UNDERSEAL_LOOK_H

#include "redact/base/str.h"

typedef enum look_kind {
	/* what holds paragraphs; each holds whole those of these that begin in it and are told later */
	LOOK_TABLE,       /* n: 1 where lines are drawn between its cells; m: 1 where columns run from right to left */
	LOOK_ROW,         /* n: 1 for names of columns; m: so many columns are left free before its first cell      */
	LOOK_CELL,        /* n: columns, m: rows that it takes; m 0: nobody is shown it, the one above lies over it  */
	LOOK_BOX,         /* a text box, or the small print of ruby                                             */
	/* paragraphs, without the \n or \t that ends them */
	LOOK_PARAGRAPH,   /* one that holds \n                                                                  */
	LOOK_HEADING,     /* n: level, 1-9                                                                      */
	LOOK_TITLE,
	LOOK_SUBTITLE,
	LOOK_QUOTE,
	LOOK_INDENT,      /* n: points that it begins away from the margin                                      */
	LOOK_FIRST,       /* n: points more of its first line                                                   */
	LOOK_HANGING,     /* n: points less of its first line                                                   */
	LOOK_CENTRED,
	LOOK_AT_END,      /* flush with the margin where lines end                                              */
	LOOK_RIGHT_TO_LEFT,
	LOOK_NEW_PAGE,    /* begins a page                                                                      */
	/* letters */
	LOOK_BOLD,
	LOOK_ITALIC,
	LOOK_UNDERLINED,
	LOOK_STRUCK,
	LOOK_CAPITALS,    /* small letters are shown as capitals                                                */
	LOOK_SMALL_CAPITALS,
	LOOK_RAISED,
	LOOK_LOWERED,
	LOOK_SIZE,        /* n: percent of the size that most of the document has                               */
	LOOK_KINDS
} look_kind;

enum { LOOK_MOST = 1000 }; /* that n and m can be */

/* Of bytes [beg, end) of a unit's text. By unit and beg; of one beg what holds others first. */
typedef struct text_look {
	uint32_t unit, beg, end;
	look_kind kind;
	uint16_t n, m;
} text_look;

/* What is shown before a paragraph and stands elsewhere: "1.1", "(a)", a bullet. By unit and place. */
typedef struct text_label {
	uint32_t unit, at;  /* before this byte */
	str says;
	bool bold, italic;
} text_label;

/* "table", "h", "b" ... as in our JSON, and back (LOOK_KINDS when unknown). */
const char *look_kind_name(look_kind kind);
look_kind   look_kind_of(str name);

#endif
