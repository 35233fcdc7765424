/*
 * twin.h - a second reader of a document, in a thread of its own.
 *
 * A long document is read by two when a processor has nothing else to do: each opens the same bytes for
 * itself and reads half of the pages, so that they share nothing. What comes out is what one reader would
 * have read. Where that is not sure (a file that reading repairs, trouble on a page) the second
 * reader's half is not taken, and the first reads it too.
 */
#ifndef UNDERSEAL_PDF_TWIN_H
#define UNDERSEAL_PDF_TWIN_H

#include "formats/pdf/rpdf.h"

typedef struct rpdf_twin rpdf_twin;

/* Begins to read the pages from `first` on into d->pages; places as rpdf_extract_range() does. NULL when
 * that is not worth it, or no thread can be had. d lives until rpdf_twin_end(). */
rpdf_twin *rpdf_twin_begin(fz_context *ctx, struct rpdf_doc *d, int first, bool no_places);

/* Waits for the second reader; NULL is fine. With out, adds its units there; false when there is nothing to
 * add, and its pages are as nobody had read them. Without, what it read is forgotten. */
bool rpdf_twin_end(fz_context *ctx, rpdf_twin *t, text *out);

#endif
