/*
 * meter.h - one line of progress on a terminal, rewritten in place.
 *
 *     [#########.............] 1204 of 4000 files, 5310 pages, 42.1 pages/s, 3 min left, 2 failed
 *
 * It stands on standard error, and only where that is a terminal that can rewrite a line. It is as wide as
 * the terminal is at that moment, and drawn five times a second at most, however often it is told. Whoever
 * prints something else calls meter_clear() before.
 */
#ifndef UNDERSEAL_METER_H
#define UNDERSEAL_METER_H

#include "redact/base/buf.h"
#include "redact/work/progress.h"

typedef struct meter {
	bool on;
	bool drawn;             /* a line stands there now                       */
	double began, last;     /* seconds, of a clock that only goes on         */
} meter;

/* Nothing is drawn later when quiet, or where standard error is no terminal that can go back in its line. */
void meter_start(meter *m, bool quiet);

/* Draws the line anew, not more often than an eye can follow; on a meter that is off nothing. */
void meter_show(meter *m, const progress *now);

/* Takes the line away: before anything else is said. */
void meter_clear(meter *m);

/* The same for one long piece of work, once it took a while:
 *
 *     [#########.............] 1204 of 10240 MB, 850 MB/s, 11 s left
 */
void meter_show_bytes(meter *m, uint64_t done, uint64_t all);
void meter_bytes_line(buf *out, uint64_t done, uint64_t all, double seconds, size_t width);

double meter_seconds(const meter *m);      /* since it was started                       */
str    meter_time(double seconds, arena *mem); /* "12 s", "3 min", "2 h 05 min"             */

/* Adds to out the line after so many seconds, in no more than `width` columns: what tells least goes first. */
void meter_line(buf *out, const progress *now, double seconds, size_t width);

#endif
