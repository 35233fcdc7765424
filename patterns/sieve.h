/*
 * sieve.h - one pass over a text that tells where which of many patterns may match.
 *
 * The outlines of all patterns are run together, from every place where a gate is open, as one automaton whose states
 * are made when the text first asks for them. Most places let nothing through after a byte or two. What falls through
 * is tried by the pattern itself, at that place alone: the sieve never holds back a match.
 *
 * States are kept from text to text, up to a limit. A text made to ask for ever new ones gets few of them: where
 * there is no state, all patterns that are still open fall through.
 */
#ifndef UNDERSEAL_SIEVE_H
#define UNDERSEAL_SIEVE_H

#include "patterns/gate.h"
#include "patterns/outline.h"

typedef struct sieve sieve;

/* A fine sieve tells all bytes apart, a coarse one no letter from another of its case and no digit from another: of
 * patterns that leaves enough, and the shapes of values are soon all known. */
typedef enum sieve_mesh { SIEVE_FINE, SIEVE_COARSE } sieve_mesh;

/* Yours: sieve_drop() it. The outlines are to live as long, and nothing is to be added to them. */
sieve *sieve_new(const outlines *of, sieve_mesh mesh);
void   sieve_drop(sieve *s);

/* Outline `which` may match at byte `at`. */
typedef void sieve_through(void *arg, uint32_t which, uint32_t at);

/* Of every place that is open from left to right; of one place the outlines come in no order, each at most once. The text
 * is UTF-8, as fold() makes it, of less than 4 GiB. */
void sieve_text(sieve *s, str text, openings open, sieve_through *through, void *arg);

#endif
