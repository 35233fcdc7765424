/*
 * columns.h - the head of the column that a value stands in.
 *
 * A bare number means something because "SSN" stands above it, some rows up. The rows of a text are its
 * lines, its cells are parted by tabs. Which cell is above which is read off their boxes where the
 * text has places (a page), and counted where it has none (a word processor's table).
 *
 * On the way up, rows of figures are passed; the first row without any is the head, with what words stand
 * right above it, for heads have two or three lines. Prose ends a table. A table may have begun on the
 * page before and its head not be repeated: then the way ends at the top of the page, and the stretch
 * of the page's width that a head spoke for there speaks on.
 */
#ifndef UNDERSEAL_COLUMNS_H
#define UNDERSEAL_COLUMNS_H

#include "redact/model/text.h"

/* A line of more bytes is prose, and no label. */
enum { COLUMNS_LABEL = 60 };

typedef struct columns columns;

/* Reads a unit's rows, in time linear in its text. NULL for a page without places: there is no telling. */
columns *columns_new(const unit *u, arena *mem);

/* Does a word that speaks for the value stand in bytes [beg, end) of the text? */
typedef bool columns_speaks(void *arg, size_t beg, size_t end);

typedef enum column_says {
	COLUMN_SILENT,
	COLUMN_SPEAKS,
	COLUMN_OVERLEAF,   /* the top of the page was reached: ask the page before */
} column_says;

typedef struct column_width { float x0, x1; } column_width; /* points; all zero where there are no places */

/* What stands above the cell of the value that begins at a byte. *across is the width that this cell takes up. */
column_says columns_above(const columns *c, size_t at, columns_speaks *speaks, void *arg, column_width *across);

/* The row around a byte of a text: true when it has more than one cell. */
bool columns_row(str text, size_t at, size_t *beg, size_t *end);

#endif
