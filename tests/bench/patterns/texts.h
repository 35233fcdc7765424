/*
 * texts.h - texts that hold identifiers at known places, made from a seed.
 *
 * Letters, transcripts, statements, tables and forms. Values come with and without a check digit that
 * fits, in the separators that people and programs write, and beside words that nobody asked the rules'
 * authors about; what looks like a value and is none stands among them: statutes, reporters, part
 * numbers, amounts, tracking numbers, pages. None of these words or numbers is an example of a pack.
 */
#ifndef BENCH_TEXTS_H
#define BENCH_TEXTS_H

#include "redact/base/buf.h"

typedef struct label {
	size_t beg, end;   /* bytes of the text */
	const char *kind;  /* the rule that it is for: "ssn" */
} label;

typedef struct sample {
	const char *form;  /* "letter" */
	buf text;
	label labels[96]; size_t n;
} sample;

/* Fills in an empty sample; the same seed makes the same text. */
void texts_make(sample *s, uint64_t seed);

/* ---- for texts.c: values ------------------------------------------------------------------- */

typedef struct dice { uint64_t state; } dice;
unsigned roll(dice *d, unsigned n);                       /* 0 .. n - 1            */
str      pick(dice *d, const char *list);                 /* one of "a|b|c"        */

typedef struct kind {
	const char *name;
	const char *cues;    /* what people write in front of it                        */
	const char *heads;   /* ... and over a column                                   */
	const char *alone;   /* how it is written where no word says what it is; "" if it never is */
	const char *cued;    /* how else it is written beside a word                    */
	void (*fit)(char *value);  /* makes the check digit fit; NULL when there is none */
	bool us;             /* counts for the goals on identifiers of the United States */
} kind;

extern const kind kinds[];
extern const size_t nkinds;

/* A value of the kind: a check digit that fits nine times in ten, always where nothing else tells. */
void value_put(dice *d, buf *out, const kind *of, bool cued);

/* # a digit, ~ one of 2 to 9, @ a capital, * either; all else as it is. */
void shape_put(dice *d, buf *out, str shape);

#endif
