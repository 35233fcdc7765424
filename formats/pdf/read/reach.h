/*
 * reach.h - every dictionary and array of a PDF that its trailer leads to, once.
 *
 * What a reader, an indexer or a curious person can get at starts at the trailer. Walking all of it
 * without knowing what it means is how carriers are found that nobody listed.
 */
#ifndef UNDERSEAL_PDF_REACH_H
#define UNDERSEAL_PDF_REACH_H

#include "formats/lib/mu.h"

/* Where the walk is: a chain up to the trailer. */
typedef struct reach_node {
	const struct reach_node *up;  /* NULL for the trailer                                 */
	const char *key;              /* in the dictionary above; NULL: an item of an array   */
	int index;                    /* in the array above                                   */
	int num;                      /* object number; 0 when it is part of the object above */
	pdf_obj *obj;                 /* dictionary or array, resolved                        */
} reach_node;

typedef void reach_fn(fz_context *ctx, void *arg, const reach_node *at);

/* Loads every object once, so that a repair of the file, which renumbers and replaces, is over
 * before anyone holds on to an object. Damaged objects are passed over. */
void rpdf_settle(fz_context *ctx, pdf_document *doc);

/* Calls fn for the trailer and all it leads to, in an order that depends on the file alone; with
 * `stray`, afterwards for the objects of the file that nothing leads to. No recursion; nodes live
 * in mem. */
void rpdf_reach(fz_context *ctx, pdf_document *doc, arena *mem, bool stray, reach_fn *fn, void *arg);

/* The object number a node belongs to: its own, or that of the nearest object around it. */
int rpdf_reach_object(const reach_node *at);

#endif
