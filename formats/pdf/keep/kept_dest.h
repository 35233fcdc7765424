/*
 * kept_dest.h - where a destination leads, however it is written.
 *
 * By array, by a name of the old kind (the catalog's /Dests), by a string of the new kind (a name
 * tree), by a dictionary with /D around either. ISO 32000-1, 12.3.2. Names are looked up in a table
 * made once, so trees that lie about their order or their limits are read all the same.
 */
#ifndef UNDERSEAL_PDF_KEPT_DEST_H
#define UNDERSEAL_PDF_KEPT_DEST_H

#include "formats/pdf/keep/kept.h"

typedef struct rpdf_named { str key; size_t order; pdf_obj *value; } rpdf_named; /* value lent by the document */

typedef struct rpdf_targets {
	pdf_document *doc;
	arena *mem;
	int *page_of; int nobjects;       /* page from 0 by object number; -1: none */
	pdf_obj **pages;
	int npages;
	rpdf_named *names; size_t nnames, names_room;
} rpdf_targets;

void rpdf_open_targets(fz_context *ctx, rpdf_targets *t, pdf_document *doc, arena *mem);

/* page is -1 when it leads nowhere in this document. */
rpdf_dest rpdf_find_dest(fz_context *ctx, const rpdf_targets *t, pdf_obj *dest);

/* A coordinate as it is written: within what a page can measure, to a hundredth of a point. */
float rpdf_plain_number(float v);

#endif
