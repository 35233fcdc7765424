/* The written text: where words could stand in it, and whether each byte outside the marks is as it was. Reads the bytes
 * by itself: of the document opened it takes but what it was told to be. */
#include "formats/txt/inner.h"

#include "redact/base/utf8.h"

#include <stdlib.h>

/* ---- carriers ---------------------------------------------------------------------------------- */

bool txt_carriers(doc *opaque, carrier_sink *sink, void *arg, err *e)
{
	const txt *d = (const txt *)opaque;
	const carrier words = { "text", STR("as it is read"), d->text, true };
	const carrier raw = { "raw bytes", STR("the file"), d->src->bytes, false };
	(void)e;
	if (sink(arg, &words))
		sink(arg, &raw);
	return true;
}

bool txt_inspect(doc *opaque, proof *report, err *e)
{
	(void)opaque, (void)e;
	proof_check(report, "no-text-under-boxes", CHECK_PASS, "a text has nothing to hide words under");
	return true;
}

/* ---- compared ---------------------------------------------------------------------------------- */

struct reader {
	str bytes;
	size_t at;
	bool wide, big, eight;   /* UTF-16, its order; eight bits a sign */
};

static struct reader reader_of(const txt *d)
{
	return (struct reader){ .bytes = d->src->bytes, .at = d->mark, .wide = d->how == CODING_UTF16_LE || d->how == CODING_UTF16_BE,
	                        .big = d->how == CODING_UTF16_BE, .eight = d->how == CODING_1252 };
}

enum { OVER = 0xffffffff };

/* Bytes, halves of pairs, or code points: whatever is the least that stays or goes whole. */
static uint32_t next(struct reader *r)
{
	const unsigned char *p = (const unsigned char *)r->bytes.p + r->at;
	size_t left = r->bytes.n - r->at;
	if (left == 0)
		return OVER;
	if (!r->wide && !r->eight)
		return utf8_next(r->bytes, &r->at);
	r->at += r->wide && left > 1 ? 2 : 1;
	return r->wide && left > 1 ? (uint32_t)p[r->big ? 0 : 1] << 8 | p[r->big ? 1 : 0] : p[0];
}

/* How many bytes of the unit's text a sign of the source is. Half of a pair is half of four bytes. Signs 80 to 9F
 * of eight bits stand for others, of three bytes but for the few of two. */
static uint32_t length(const struct reader *r, uint32_t c)
{
	if (r->eight && c >= 0x80 && c < 0xa0)
		return c == 0x83 || c == 0x88 || c == 0x8a || c == 0x8c || c == 0x8e || c == 0x98 || c == 0x9a || c == 0x9c || c == 0x9e || c == 0x9f ? 2 : 3;
	if (r->wide && c >= 0xd800 && c < 0xe000)
		return 2;
	return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
}

struct gone { uint32_t beg, end; str code; size_t order; };

static int by_place(const void *a, const void *b)
{
	const struct gone *x = a, *y = b;
	if (x->beg != y->beg)
		return x->beg < y->beg ? -1 : 1;
	return (x->order > y->order) - (x->order < y->order);
}

static size_t list_gone(const plan *p, arena *mem, struct gone **out)
{
	size_t n = 0, kept = 0;
	struct gone *list = *out = arena_array(mem, struct gone, p->n);
	for (size_t i = 0; i < p->n; i++)
		if (p->marks[i].state == MARK_ACCEPTED && p->marks[i].kind == MARK_TEXT)
			list[n++] = (struct gone){ p->marks[i].beg, p->marks[i].end, p->label.n ? p->label : p->marks[i].code, i };
	if (n)
		qsort(list, n, sizeof *list, by_place);
	for (size_t i = 0; i < n; i++) {
		if (kept && list[i].beg < list[kept - 1].end)
			list[kept - 1].end = list[i].end > list[kept - 1].end ? list[i].end : list[kept - 1].end;
		else
			list[kept++] = list[i];
	}
	return kept;
}

/* The code of a mark, in brackets; what eight bits have no sign for is a question mark. */
static bool says_code(struct reader *to, str code)
{
	if (next(to) != '[')
		return false;
	if (code.n == 0)
		code = STR("REDACTED");
	for (size_t at = 0; at < code.n;) {
		uint32_t c = utf8_next(code, &at);
		bool none = to->eight && (c > 0xff || (c >= 0x80 && c < 0xa0));
		if (to->wide && c >= 0x10000) {
			if (next(to) != (0xd800 | (c - 0x10000) >> 10) || next(to) != (0xdc00 | (c & 0x3ff)))
				return false;
		} else if (next(to) != (none ? '?' : c)) {
			return false;
		}
	}
	return next(to) == ']';
}

static bool is_shape(uint32_t c)
{
	return c >= '\t' && c <= '\r';
}

/* Source beside output, sign by sign. `at` counts in the unit's text, where \r\n is one. */
static bool same(struct reader from, struct reader to, const struct gone *list, size_t n)
{
	uint32_t at = 0;
	size_t i = 0;
	bool said = false;
	for (uint32_t c = next(&from), then; c != OVER; c = then) {
		then = next(&from);
		uint32_t size = c == '\r' && then == '\n' ? 0 : length(&from, c);
		while (i < n && at >= list[i].end) {
			i++;
			said = false;
		}
		bool goes = i < n && at >= list[i].beg && !is_shape(c);
		if (goes && !said && !says_code(&to, list[i].code))
			return false;
		said |= goes;
		if (!goes && next(&to) != c)
			return false;
		at += size;
	}
	return next(&to) == OVER;
}

bool txt_compare(doc *source, const text *before, doc *output, const text *after, const plan *p, bool pixels,
                 proof *report, err *e)
{
	const txt *from = (const txt *)source, *to = (const txt *)output;
	(void)before, (void)after, (void)pixels, (void)e;
	struct gone *list;
	size_t n = list_gone(p, from->mem, &list);
	bool marks = from->mark == to->mark || to->src->bytes.n == 0;
	/* A text of which all that was beyond ASCII is gone reads as ASCII: it is read as what its source was. */
	struct reader a = reader_of(from), b = a;
	b.bytes = to->src->bytes;
	bool kept = marks && same(a, b, list, n);
	proof_check(report, "text-kept", kept ? CHECK_PASS : CHECK_FAIL, "%s",
	            kept ? "every sign outside the marks is as it was" : "text outside the marks changed");
	return true;
}
