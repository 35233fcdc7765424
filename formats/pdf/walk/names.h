/*
 * names.h - the resources of a content stream that is being written, under names that say nothing.
 *
 * /JaneDoeFont becomes /F1. What no operator names is not taken over at all.
 */
#ifndef UNDERSEAL_PDF_NAMES_H
#define UNDERSEAL_PDF_NAMES_H

#include "formats/lib/mu.h"

/* All zero but for doc, old and fresh is an empty one. */
struct rpdf_names {
	pdf_document *doc;
	pdf_obj *old;            /* the source's resources, lent                       */
	pdf_obj *fresh;          /* the new ones, lent; NULL when nothing is written   */
	struct rpdf_name *list;
	int n, room;
	int *heads, nheads;      /* by hash: 1 + index of the last name with it, 0 for none */
};

struct rpdf_name {
	char category[12];       /* "Font", "XObject" ...                              */
	char name[16];           /* the new one                                        */
	char *old;               /* what it was called; NULL for one known by its object  */
	int num;                 /* that object's number; 0 for one known by its old name */
	int next;                /* in its chain, like heads                           */
};

/* The new name of a resource of the source, whose object goes into the new resources; lent until the
 * next call. With `instead`, that object goes there in its place. NULL when there is none. */
const char *rpdf_rename(fz_context *ctx, struct rpdf_names *names, const char *category, const char *old,
                        pdf_obj *instead);

/* A name for an object that the source's resources do not have. */
const char *rpdf_name_new(fz_context *ctx, struct rpdf_names *names, const char *category, pdf_obj *obj);

/* DefaultGray and its kin mean something without being named: ISO 32000-1, 8.6.5.6. */
void rpdf_keep_default_spaces(fz_context *ctx, struct rpdf_names *names);

void rpdf_drop_names(fz_context *ctx, struct rpdf_names *names);

#endif
