/*
 * fields.h - the fields of a document, from the source's tree to ours.
 *
 * A field is a small machine spread over runs: begin, code, separator, result, end. What the field
 * shows (its result) stays as plain text; the code goes, except for the few of codes.h. These are
 * written whole or not at all: a field whose end does not stand in the same cell, box or link as its
 * beginning is text as well.
 */
#ifndef UNDERSEAL_DOCX_FIELDS_H
#define UNDERSEAL_DOCX_FIELDS_H

#include "formats/docx/inner.h"

/* Whether what is read now stands in some field's code, so that nobody is shown it. */
bool fields_in_code(const importer *im);

/* Of runs: a code's words, words that stand in a code and are those of a field within it, and what is a result. */
void fields_code(importer *im, str words);
void fields_swallow(importer *im, str words);
void fields_fill(importer *im);

void fields_char(importer *im, const xnode *n, xnode *run);        /* w:fldChar   */
void fields_simple(importer *im, xnode *to, const xnode *n);       /* w:fldSimple */

/* Around what a field must not cross: cells, boxes, notes, links. Give what enter returned to leave. */
uint32_t fields_enter(importer *im);
void     fields_leave(importer *im, uint32_t outer);

#endif
