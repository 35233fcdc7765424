/*
 * Words that meet without a gap, read apart.
 *
 * A space of no width stands where two words may meet: between two strings of a page that touch, say.
 * Terms and hunts see it; the shapes of rules do not, to which "536-90-4399" and "0042" behind it are
 * one number. So lines that have such a seam are read once more with a blank in its place.
 */
#include "redact/readings_int.h"

#include <string.h>

static const str SEAM = { "\xe2\x80\x8b", 3 };

/* The seam at or behind `at`, or the text's end. */
static uint32_t next_seam(str s, uint32_t at)
{
	const char *p = at < s.n ? memmem(s.p + at, s.n - at, SEAM.p, SEAM.n) : NULL;
	return (uint32_t)(p ? p - s.p : (ptrdiff_t)s.n);
}

static uint32_t line_begin(str s, uint32_t at)
{
	const char *p = memrchr(s.p, '\n', at);
	return p ? (uint32_t)(p - s.p) + 1 : 0;
}

static uint32_t line_end(str s, uint32_t at)
{
	const char *p = memchr(s.p + at, '\n', s.n - at);
	return (uint32_t)(p ? p - s.p : (ptrdiff_t)s.n);
}

/* What a seam bounds is found in no other reading: its byte counts as changed. */
static void put_edge(reading_draft *d, uint32_t unit, uint32_t at)
{
	draft_put(d, d->t->units[unit].text.p[at], unit, at, at + 1);
}

/* What stands between two seams, or ends of the line. */
static void read_between(reading_draft *d, uint32_t unit, uint32_t beg, uint32_t end, bool seam_before, bool seam_behind)
{
	if (seam_before && beg < end)
		put_edge(d, unit, beg++);
	if (seam_behind && beg < end) {
		draft_copy(d, unit, beg, end - 1);
		put_edge(d, unit, end - 1);
	} else {
		draft_copy(d, unit, beg, end);
	}
}

static void read_unit(reading_draft *d, uint32_t unit, readings *r)
{
	str s = d->t->units[unit].text;
	for (uint32_t seam = next_seam(s, 0); seam < s.n;) {
		uint32_t beg = line_begin(s, seam), end = line_end(s, seam), at = beg;
		for (; seam < end; seam = next_seam(s, at)) {
			read_between(d, unit, at, seam, at > beg, true);
			at = seam + (uint32_t)SEAM.n;
			draft_put(d, ' ', unit, seam, at);
		}
		read_between(d, unit, at, end, true, false);
		draft_part(d, '\n');
	}
	if (d->said.n)
		draft_finish(d, r, unit, DOUBT_NONE);
}

void seams_read(const text *t, arena *mem, readings *r)
{
	reading_draft d = { .t = t, .mem = mem };
	for (size_t i = 0; i < t->n; i++)
		read_unit(&d, (uint32_t)i, r);
	buf_free(&d.said);
}
