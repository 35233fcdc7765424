/*
 * hunt_int.h - what a hunt is made of, for hunt.c (making, text) and hunt_bytes.c (bytes).
 */
#ifndef UNDERSEAL_HUNT_INT_H
#define UNDERSEAL_HUNT_INT_H

#include "redact/base/needles.h"
#include "redact/hunt.h"

/* Where a needle counts. Most values read the same in text and in bytes and need one needle. */
enum { HUNT_IN_TEXT = 1, HUNT_IN_BYTES = 2 };

typedef struct hunt_set {
	arena *mem;
	str *words;    size_t n, room;
	size_t *value; size_t nvalue, value_room;   /* whose value each word is */
	unsigned *use; size_t nuse, use_room;
	needles *all;
	size_t longest;
} hunt_set;

struct hunt {
	hunt_set words;          /* folded for text, lowered for bytes                  */
	hunt_set tight;          /* numbers without blanks and dashes, for text         */
	size_t too_short;
	bool in_bytes;      /* some value is hunted in bytes                       */
	bool wide;          /* some value has letters beyond Latin-1               */
	const stays *stays; /* where a value may stand                             */
	/* By byte, worked out once: megabytes go through these. */
	unsigned char lowered[256];
	signed char digit[256]; /* of hex digits, else -1                          */
	signed char six[256];   /* of base64 digits, else -1                       */
};

static inline bool hunt_is_digit(uint32_t c)
{
	return c >= '0' && c <= '9';
}

#endif
