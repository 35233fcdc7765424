/*
 * typeset.h - how the text of a document looks, told to whoever draws it (redact/model/look.h).
 *
 * While the text of a story is read, paragraphs, runs and tables are told here as they begin and end, with the byte of the
 * text that is reached. Offsets are those of the unit that the text will be. Every function but typeset_new() takes NULL
 * for "nobody asked", and does nothing then.
 */
#ifndef UNDERSEAL_DOCX_TYPESET_H
#define UNDERSEAL_DOCX_TYPESET_H

#include "formats/docx/text/labels.h"

typedef struct typeset typeset;

/* Lent by d's arena. l may be NULL. What is told goes to out, which must stay until the end. */
typeset *typeset_new(docx *d, labels *l, text *out);

/* The text of the story that will be unit `unit` begins; ends, as a unit or (!kept) for nothing. */
void typeset_unit(typeset *t, uint32_t unit);
void typeset_unit_end(typeset *t, str words, bool kept);

void typeset_paragraph(typeset *t, const xnode *p, const label_shown *label, size_t at);
void typeset_paragraph_end(typeset *t, size_t at);   /* before what ends it */

/* A w:r, when its words are there: those of a run within it (ruby) first. A page that begins in it is told before. */
void typeset_run(typeset *t, const xnode *r, size_t beg, size_t end);
void typeset_page(typeset *t, size_t at);

/* A text box or the small print of ruby. */
void typeset_box(typeset *t, size_t at);
void typeset_box_end(typeset *t, size_t at);

/* Tables may lie in cells. The functions of a table take what typeset_table() gave. */
typedef struct typeset_grid typeset_grid;
typeset_grid *typeset_table(typeset *t, const xnode *table, size_t at);
void typeset_row(typeset *t, typeset_grid *g, const xnode *row, size_t at);
void typeset_cell(typeset *t, typeset_grid *g, const xnode *cell, size_t at);
void typeset_cell_end(typeset *t, typeset_grid *g, size_t at, bool empty);
void typeset_row_end(typeset *t, typeset_grid *g, size_t at);
void typeset_table_end(typeset *t, typeset_grid *g, size_t at);

/* When all stories are read. */
void typeset_finish(typeset *t);

#endif
