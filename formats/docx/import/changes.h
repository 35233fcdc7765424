/*
 * changes.h - what the files that settle tracked changes share; changes.c tells the story.
 */
#ifndef UNDERSEAL_DOCX_CHANGES_H
#define UNDERSEAL_DOCX_CHANGES_H

#include "formats/docx/inner.h"

struct changes {
	importer *im;
	bool reject;
	xnode *carry, *home;   /* a paragraph that lost its end, and where it goes if none follows */
	const xnode **spared; size_t nspared, spared_room;  /* marks of fields cut in two, sorted */
};

typedef enum change {
	NO_CHANGE,
	INSERTION, DELETION,           /* around content, or in the properties of what they concern */
	DELETED_TEXT, DELETED_CODE,    /* the words in a deletion                                   */
	CELL_INSERTION, CELL_DELETION, CELL_MERGE,
	OLD_PROPERTIES,
	OLD_NUMBER,                    /* what a list's number was: of an older Word                */
} change;

change change_of(const xnode *n);

/* changes_scan.c: false when a part surely holds none; quick. */
bool changes_may_be_in(docx *d, int part);

/* Whether this decision takes the element and all that it holds. */
bool changes_take(const struct changes *c, const xnode *n);

/* Whether properties say that what they are for came or went, so that this decision takes it. */
bool changes_mark(const struct changes *c, const xnode *props);

/* Counted, and its words left aside. */
void changes_count(struct changes *c);
void changes_leave(struct changes *c, const xnode *n);
void changes_leave_history(struct changes *c, const xnode *n);  /* who and when */

/* changes_fields.c */
void changes_find_cut_fields(struct changes *c, const xnode *root);
void changes_keep_spared(struct changes *c, xnode *to, const xnode *gone);  /* the marks, in runs of their own */

/* changes_props.c: properties as they are, or as they were before */
void changes_settle_properties(struct changes *c, xnode *props);

#endif
