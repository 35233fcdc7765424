/*
 * search.h - words looked for in the texts of all documents, read as terms are (fold.h).
 */
#ifndef UNDERSEAL_REVIEW_SEARCH_H
#define UNDERSEAL_REVIEW_SEARCH_H

#include "cli/review/session.h"

typedef struct search_hit {
	uint32_t document;
	const unit *unit;        /* of the document's words            */
	uint32_t beg, end;       /* bytes                              */
} search_hit;

typedef struct search_found {
	search_hit *hits; size_t n, room;
	bool more;               /* there are, than were asked for     */
	size_t unread;           /* documents whose texts are not there */
} search_found;

/* At most `most` of them, in mem. whole: words begin and end where it does. ERR_USAGE for words without letters or digits. */
bool search_words(session *s, str words, bool whole, size_t most, arena *mem, search_found *out, err *e);

/* {"hits", "more", "unread"} for a window. */
void search_print(const search_found *f, buf *out);

#endif
