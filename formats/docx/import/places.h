/*
 * places.h - bookmarks, and what leads to them: links within the document and fields.
 *
 * A bookmark stays where something that stays leads to it; its name is of ours then. What leads to a
 * place that is not there, or only half, becomes plain text. Nobody knows which it will be before the
 * last part has been read: until then everything is put into the fresh trees and remembered, and
 * places_settle() takes out what came to nothing.
 */
#ifndef UNDERSEAL_DOCX_PLACES_H
#define UNDERSEAL_DOCX_PLACES_H

#include "formats/docx/inner.h"
#include "formats/docx/import/codes.h"

enum { LEAD_BEGIN, LEAD_CODE, LEAD_SEPARATE, LEAD_END, LEAD_NODES };

/* A marker of the source: w:bookmarkStart, w:bookmarkEnd. Where `to` is NULL, it goes into the next
 * paragraph: tables and rows have no room of their own for it. */
void places_marker(importer *im, xnode *to, const xnode *marker);
void places_flush(importer *im, xnode *paragraph);       /* what waits for a paragraph */
void places_end_story(importer *im);                     /* and no paragraph came      */

/* What leads to a place: a w:hyperlink or a w:fldSimple alone, or the four nodes of a field, of which
 * the last may be told later. */
size_t places_lead(docx *d, const field_code *code, xnode *node);
void   places_lead_node(docx *d, size_t lead, int which, xnode *node);
void   places_forget(docx *d, size_t lead);              /* its nodes are taken out by others */

/* Out of the tree, in no time: the node becomes nothing. Its children, if it had any, follow it. */
void places_take_out(xnode *n);

/* When all parts have been read. */
void places_settle(docx *d);

#endif
