/*
 * readings.h - what the units of a document say when they are read another way.
 *
 * A value may stand in no unit as such: half of it on one page and half overleaf, its letters set
 * apart, an O of it in place of a 0. A reading is a text put together from stretches of units, in
 * which it does stand; every byte of it knows where it came from. Detectors and hunts search the
 * readings like any unit, and what they find there is brought back to the units themselves.
 *
 * Detection and proof read the same readings, so that what could be found can be proven gone.
 */
#ifndef UNDERSEAL_READINGS_H
#define UNDERSEAL_READINGS_H

#include "redact/base/buf.h"
#include "redact/model/finding.h"

/* Bytes [at, at + n) of a reading stand for bytes [beg, end) of a unit. */
typedef struct reading_piece {
	uint32_t at, n;
	uint32_t unit, beg, end;
	bool changed;        /* they are not the same bytes */
} reading_piece;

typedef struct reading {
	reading_piece *pieces; size_t n, room;
} reading;

typedef struct readings {
	text text;           /* the readings as units: kind, id and page of the (first) unit they are of */
	reading *list;       /* by index of those units                                          */
	size_t nlist, room;
	bool apart;          /* some of them were put together of letters that stood apart      */
} readings;

/* All readings of a text that differ from its units. In mem. */
readings readings_of(const text *t, arena *mem);

/* Brings a finding in readings.text back to the text they were made of. False where that place reads
 * the same in its own unit, and is found there. */
bool readings_place(const readings *r, finding *f);

#endif
