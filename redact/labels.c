/*
 * The labels of lists, read on into the paragraphs before which they are shown.
 *
 * "Ms. Thandiwe" may be the text of a list's level and "Okwuosa" begin the paragraph; of "%1-90-4399" the
 * number is counted. Each label is read with what follows it on its line.
 */
#include "redact/readings_int.h"

#include <string.h>

enum { WINDOW = 160 };  /* bytes of the paragraph: a value, and a word that speaks for it */

static uint32_t window_end(str s, uint32_t at)
{
	const char *stop = memchr(s.p + at, '\n', s.n - at);
	uint32_t end = stop ? (uint32_t)(stop - s.p) : (uint32_t)s.n;
	if (end - at <= WINDOW)
		return end;
	for (end = at + WINDOW; end > at && s.p[end] != ' ' && s.p[end] != '\t'; end--)
		;
	return end;
}

static void put_piece(reading_draft *d, const shown_piece *p)
{
	if (p->beg >= p->end) {
		draft_part(d, ' ');
		return;
	}
	if (!p->says.n)
		draft_copy(d, p->from, p->beg, p->end);
	for (size_t i = 0; i < p->says.n; i++)
		draft_put(d, p->says.p[i], p->from, p->beg, p->end);
}

/* The label that begins with piece i; returns the first piece of the next one. */
static size_t read_label(reading_draft *d, const text *t, size_t i)
{
	const shown_piece *first = &t->shown[i];
	for (; i < t->nshown && t->shown[i].unit == first->unit && t->shown[i].at == first->at; i++)
		put_piece(d, &t->shown[i]);
	draft_copy(d, first->unit, first->at, window_end(t->units[first->unit].text, first->at));
	draft_part(d, '\n');
	return i;
}

void labels_read(const text *t, arena *mem, readings *r)
{
	reading_draft d = { .t = t, .mem = mem };
	for (size_t i = 0; i < t->nshown;) {
		uint32_t unit = t->shown[i].unit;
		i = read_label(&d, t, i);
		if (i == t->nshown || t->shown[i].unit != unit)
			draft_finish(&d, r, unit, DOUBT_NONE);
	}
	buf_free(&d.said);
}
