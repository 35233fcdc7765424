/* What was read against what stands there, and whether redacting with a list would find what is planted. */
#include "tests/bench/ocr/bench.h"
#include "redact/doubted.h"
#include "redact/misread.h"
#include "redact/scan.h"

#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

/* ---- as the engine does -------------------------------------------------------------------------- */

/* The words that were read as the engine has them, a unit in pixels; at[i] is where word i begins. */
text engine_text(const words *got, arena *mem, size_t **at)
{
	text t = { .mem = mem };
	buf said = { 0 };
	int line = 0;
	*at = arena_array(mem, size_t, got->n + 1);
	for (size_t i = 0; i < got->n; i++) {
		if (i)
			buf_byte(&said, got->list[i].line != line ? '\n' : ' ');
		line = got->list[i].line;
		(*at)[i] = said.n;
		buf_str(&said, got->list[i].text);
	}
	text_add(&t, UNIT_PAGE, text_pixels_id(STR("page 1"), mem))->text = str_dup(buf_view(&said), mem);
	buf_free(&said);
	return t;
}

/* Numbers of which a digit was read as a sign are told where nothing is found there, as the engine does. */
static bool is_doubted(const words *got)
{
	arena *brief = arena_new();
	size_t *at, beg, end = 0;
	text t = engine_text(got, brief, &at);
	bool is = doubted_next(t.units[0].text, &beg, &end);
	arena_drop(brief);
	return is;
}

/* ---- scores ---------------------------------------------------------------------------------- */

static bool is_word_sign(char c)
{
	return (unsigned char)((c | 0x20) - 'a') < 26 || (unsigned char)(c - '0') < 10 || (unsigned char)c >= 0x80;
}

/* The word without the signs around it. */
static str bare(str s)
{
	while (s.n && !is_word_sign(s.p[0]))
		s.p++, s.n--;
	while (s.n && !is_word_sign(s.p[s.n - 1]))
		s.n--;
	return s;
}

static bool touches(ocr_box a, ocr_box b)
{
	int x = (a.x1 < b.x1 ? a.x1 : b.x1) - (a.x0 > b.x0 ? a.x0 : b.x0), y = (a.y1 < b.y1 ? a.y1 : b.y1) - (a.y0 > b.y0 ? a.y0 : b.y0);
	return x > 0 && y > 0;
}

static bool is_read(const words *got, const word *w)
{
	str wanted = bare(w->text);
	for (size_t i = 0; i < got->n; i++) {
		str s = bare(got->list[i].text);
		if (touches(got->list[i].box, w->box) && s.n == wanted.n && strncasecmp(s.p, wanted.p, s.n) == 0)
			return true;
	}
	return false;
}

/* A planted value as somebody would list it. */
str planted_value(const words *truth, int plant, buf *value)
{
	value->n = 0;
	for (size_t i = 0; i < truth->n; i++)
		if (truth->list[i].plant == plant) {
			str w = bare(truth->list[i].text);
			if (value->n && w.n > 1) /* not in the cells of a form */
				buf_byte(value, ' ');
			buf_str(value, w);
		}
	return buf_view(value);
}

struct sight { const words *truth, *got; const size_t *at; int plant; bool seen; };

/* A place where the engine sees the value counts where the value was planted. */
static bool see(struct sight *s, size_t beg, size_t end)
{
	for (size_t i = 0; i < s->got->n && !s->seen; i++) {
		if (s->at[i] >= end || s->at[i] + s->got->list[i].text.n <= beg)
			continue;
		for (size_t k = 0; k < s->truth->n && !s->seen; k++)
			s->seen = s->truth->list[k].plant == s->plant && touches(s->truth->list[k].box, s->got->list[i].box);
	}
	return !s->seen;
}

static bool see_misread(void *arg, size_t value, size_t unit, size_t beg, size_t end)
{
	(void)value, (void)unit;
	return see(arg, beg, end);
}

static void tell_missed(const words *truth, const words *got, int plant, str value)
{
	printf("  missed \"" STR_FMT "\" in", STR_ARG(value));
	for (size_t i = 0; i < got->n; i++)
		for (size_t k = 0; k < truth->n; k++)
			if (truth->list[k].plant == plant && touches(truth->list[k].box, got->list[i].box)) {
				printf(" " STR_FMT, STR_ARG(got->list[i].text));
				break;
			}
	printf("\n");
}

/* As redacting finds a listed value in pixels: as it is written, in another reading, or misread. */
static bool is_found(const words *truth, const words *got, int plant, bool *near)
{
	buf value = { 0 };
	arena *brief = arena_new();
	size_t *at;
	text t = engine_text(got, brief, &at);
	struct sight s = { truth, got, at, plant, false };
	str one = planted_value(truth, plant, &value);
	findings f = { .mem = brief };
	err e = ERR_INIT;
	if (!scan_hunt(&t, &one, 1, &(finding){ .rank = 100 }, &f, &e))
		die(e.text);
	for (size_t i = 0; i < f.n && !s.seen; i++)
		see(&s, f.list[i].beg, f.list[i].end);
	if (!s.seen)
		misread_find(&t, &one, 1, MISREAD_DOUBT, see_misread, &s);
	bool found = s.seen;
	if (!found)
		*near |= !misread_find(&t, &one, 1, MISREAD_NEAR, see_misread, &s);
	if (!found && getenv("BENCH_TELL"))
		tell_missed(truth, got, plant, one);
	buf_free(&value);
	arena_drop(brief);
	return found;
}

score score_of(const scan *s, const words *got, bool *near)
{
	score out = { 0 };
	int last = 0;
	for (size_t i = 0; i < s->truth.n; i++) {
		const word *w = &s->truth.list[i];
		if (!bare(w->text).n)
			continue;
		out.words++;
		out.read += is_read(got, w);
		if (w->plant > last) {
			last = w->plant;
			out.plants++;
			out.found += is_found(&s->truth, got, w->plant, near);
		}
	}
	return out;
}

/* Its page is reported: for how it was read, or for a number in it that was not found as such. */
bool is_told(const scan *s)
{
	return s->trust == OCR_DOUBTFUL || s->near || (s->mine.found < s->mine.plants && is_doubted(&s->ours));
}
