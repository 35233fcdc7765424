/*
 * styling.h - what paragraphs and letters look like by the styles that they name.
 *
 * Styles build on each other and on the document's defaults (ECMA-376 part 1, 17.7.2), and lists bring the indents of
 * their levels. Switches like bold are turned by each of table, paragraph and character style rather than set (17.7.3).
 * All properties are of our own trees; style ids as well.
 */
#ifndef UNDERSEAL_DOCX_STYLING_H
#define UNDERSEAL_DOCX_STYLING_H

#include "formats/docx/text/labels.h"

enum { SWITCH_BOLD, SWITCH_ITALIC, SWITCH_BOLD_CS, SWITCH_ITALIC_CS, SWITCH_CAPS, SWITCH_SMALL_CAPS, SWITCH_STRIKE, SWITCHES };
enum { SAYS_NOTHING = -1, NOT_SET = INT32_MIN };

/* Complex scripts (cs), Arabic say, have switches and sizes of their own. */
typedef struct letters_look {
	signed char on[SWITCHES];       /* SAYS_NOTHING, 0, 1 */
	signed char underlined, struck_twice, right_to_left;
	signed char raised;             /* SAYS_NOTHING, 0, 1 raised, 2 lowered */
	uint16_t size[2];               /* half points, of complex scripts; 0 says nothing */
} letters_look;

typedef struct paragraph_look {
	signed char outline;            /* SAYS_NOTHING, 0-8, 9 for none */
	signed char role;               /* SAYS_NOTHING or a look_kind: title, subtitle, quote */
	signed char centred, at_end, right_to_left, new_page;   /* SAYS_NOTHING, 0, 1; the first two are said together */
	int32_t indent, first;          /* twentieths of a point, first less than 0: hanging; NOT_SET */
} paragraph_look;

typedef struct style_look {
	letters_look letters;
	paragraph_look paragraph;
} style_look;

typedef struct styling styling;

/* Lent by d's arena, of a document that was loaded. l may be NULL. */
styling *styling_new(docx *d, labels *l);

/* What says nothing. */
style_look style_look_none(void);

/* What own properties say is put over what is there. Each may be NULL. */
void style_over(style_look *under, const xnode *paragraph, const xnode *run);
void style_merge(style_look *under, const style_look *over);

/* A style with those that it builds on, without the defaults; of one that is not there: nothing. "" for a paragraph's: the
 * one that goes without saying. Lent until the next call. */
const style_look *styling_of(styling *s, str id);
str               styling_plain(const styling *s);

/* The document's defaults. */
const style_look *styling_defaults(const styling *s);

/* Where a cell lies in its table, by what tables set apart. */
enum { CELL_AMID, CELL_FIRST, CELL_LAST, CELL_PLACES };

typedef struct table_look {
	style_look of[CELL_PLACES][CELL_PLACES];   /* by row and column */
	bool lines;        /* are drawn between its cells */
	bool names;        /* its first row is set apart from the others */
} table_look;

/* By a table's own properties and its style. */
void styling_table(styling *s, const xnode *table, table_look *out);

#endif
