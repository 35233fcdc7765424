/* tags_int.h - what the files of tags share; see tags.h. */
#ifndef UNDERSEAL_PDF_TAGS_INT_H
#define UNDERSEAL_PDF_TAGS_INT_H

#include "formats/pdf/keep/tags.h"

enum tag_words { TAG_ALT, TAG_ACTUAL, TAG_E, TAG_WORDS };

/* A kid of an element: another element, or marked content of a page. */
typedef struct tag_kid {
	int element;       /* index; -1: content                   */
	int page, mcid;    /* content: page from 0, number as read */
	int next;          /* kid of the same element; -1          */
} tag_kid;

typedef struct tag_element {
	const char *type;  /* a standard type, static              */
	int parent;        /* index; -1 for the root               */
	int first, last;   /* kids; -1                             */
	str words[TAG_WORDS], unit[TAG_WORDS];
	str lang;          /* "" or a code                         */
	int rows, columns; /* of a cell; 0 where it does not say   */
	const char *scope, *numbering; /* static; NULL             */
	bool used;         /* it or one below it has content       */
} tag_element;

/* Marked content as the pages have it, by page and number. */
typedef struct tag_content {
	int page, mcid;
	int element;       /* the first that claims it             */
	int fresh;         /* its number in the output             */
	bool written;      /* it was met while the page was written */
	bool lost;         /* something in it went                 */
} tag_content;

struct rpdf_tags {
	arena *mem;
	int npages;
	tag_element *elements; size_t nelements, elements_room;
	tag_kid *kids;         size_t nkids, kids_room;
	tag_content *content;  size_t ncontent, content_room;
	uint32_t *first;       /* content by page; npages + 1 entries */
	unsigned char *claims; int nclaims;
	str lang;              /* of the document                     */
};

extern const char *const rpdf_tag_keys[TAG_WORDS]; /* "Alt" "ActualText" "E" */

tag_content *rpdf_tag_content(const rpdf_tags *t, int page, int mcid); /* NULL: no element has it */

#endif
