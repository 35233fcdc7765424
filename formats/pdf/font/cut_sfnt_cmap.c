/* From characters to glyphs: the cmap table, read in the formats that PDF readers read, and written
 * with the entries of some glyphs. OpenType 1.9, cmap. */
#include "formats/pdf/font/cut_sfnt.h"
#include "formats/pdf/rebuild/strip_bytes.h"

#include <mupdf/fitz.h>
#include <stdlib.h>
#include <string.h>

/* A hostile table maps more than there is in all of Unicode. */
enum { MOST_SUBTABLES = 32, MOST_PAIRS = 1 << 18, MOST_STEPS = 1 << 21 };

typedef struct pair { uint32_t code, gid; } pair;

typedef struct subtable {
	uint32_t platform, encoding, format;
	str data;
} subtable;

static bool subtable_at(str cmap, uint32_t i, subtable *s)
{
	size_t at = 4 + 8 * (size_t)i;
	if (i >= u16(cmap, 2) || i >= MOST_SUBTABLES || !has(cmap, at, 8))
		return false;
	size_t offset = u32(cmap, at + 4);
	*s = (subtable){ u16(cmap, at), u16(cmap, at + 2), 0, str_sub(cmap, offset, cmap.n) };
	s->format = u16(s->data, 0);
	return true;
}

/* ---- reading ----------------------------------------------------------------------------------- */

static void each_in_segments(str t, cut_map_fn *fn, void *arg)
{
	size_t n = u16(t, 6) / 2, ends = 14, starts = 16 + 2 * n, deltas = starts + 2 * n, offsets = deltas + 2 * n;
	int steps = 0;
	for (size_t i = 0; i < n; i++) {
		uint32_t beg = u16(t, starts + 2 * i), end = u16(t, ends + 2 * i);
		uint32_t delta = u16(t, deltas + 2 * i), offset = u16(t, offsets + 2 * i);
		for (uint32_t c = beg; c <= end && c < 0xFFFF && steps < MOST_STEPS; c++, steps++) {
			uint32_t gid = (c + delta) & 0xFFFF;
			if (offset == 0xFFFF)
				break; /* some writers mean nothing by it */
			if (offset) {
				gid = u16(t, offsets + 2 * i + offset + 2 * (size_t)(c - beg));
				gid = gid ? (gid + delta) & 0xFFFF : 0;
			}
			if (gid)
				fn(arg, c, gid);
		}
	}
}

static void each_in_groups(str t, cut_map_fn *fn, void *arg)
{
	uint32_t n = u32(t, 12);
	int steps = 0;
	for (uint32_t i = 0; i < n && has(t, 16 + 12 * (size_t)i, 12); i++) {
		uint32_t beg = u32(t, 16 + 12 * (size_t)i), end = u32(t, 20 + 12 * (size_t)i), gid = u32(t, 24 + 12 * (size_t)i);
		for (uint32_t c = beg; c <= end && c <= 0x10FFFF && gid < CUT_GLYPHS && steps < MOST_STEPS; c++, gid++, steps++)
			fn(arg, c, gid);
	}
}

static void each_pair(const subtable *s, cut_map_fn *fn, void *arg)
{
	str t = s->data;
	if (s->format == 0)
		for (uint32_t c = 0; c < 256; c++)
			fn(arg, c, u8(t, 6 + c));
	else if (s->format == 4)
		each_in_segments(t, fn, arg);
	else if (s->format == 6)
		for (uint32_t i = 0; i < u16(t, 8); i++)
			fn(arg, u16(t, 6) + i, u16(t, 10 + 2 * (size_t)i));
	else if (s->format == 12)
		each_in_groups(t, fn, arg);
}

void rpdf_sfnt_each_map(str in, uint32_t platform, uint32_t encoding, cut_map_fn *fn, void *arg)
{
	str cmap;
	subtable s;
	cut_find_table(in, CUT_TAG('c','m','a','p'), &cmap);
	for (uint32_t i = 0; subtable_at(cmap, i, &s); i++)
		if (s.platform == platform && s.encoding == encoding)
			each_pair(&s, fn, arg);
}

/* ---- writing ----------------------------------------------------------------------------------- */

struct picking {
	const cut_set *wanted;
	pair *list;
	size_t n, room;
	arena *mem;
};

static void pick(void *arg, uint32_t code, uint32_t gid)
{
	struct picking *p = arg;
	if (gid && cut_has(p->wanted, gid) && p->n < MOST_PAIRS)
		*ARENA_PUSH(p->mem, p->list, p->n, p->room) = (pair){ code, gid };
}

static int by_code(const void *a, const void *b)
{
	const pair *x = a, *y = b;
	return x->code < y->code ? -1 : x->code > y->code;
}

/* Runs of codes and glyphs that rise together. */
static size_t run_end(const struct picking *p, size_t beg)
{
	size_t end = beg + 1;
	while (end < p->n && p->list[end].code == p->list[end - 1].code + 1 && p->list[end].gid == p->list[end - 1].gid + 1)
		end++;
	return end;
}

static void put_segments(const struct picking *p, buf *out)
{
	buf ends = { 0 }, starts = { 0 }, deltas = { 0 };
	uint32_t n = 0;
	for (size_t i = 0; i < p->n; i = run_end(p, i), n++) {
		put16(&starts, p->list[i].code);
		put16(&ends, p->list[run_end(p, i) - 1].code);
		put16(&deltas, (p->list[i].gid - p->list[i].code) & 0xFFFF);
	}
	put16(&starts, 0xFFFF), put16(&ends, 0xFFFF), put16(&deltas, 1), n++;
	uint32_t power = 1, log2 = 0;
	for (; power * 2 <= n; power *= 2)
		log2++;
	put16(out, 4), put16(out, 16 + 8 * n), put16(out, 0);
	put16(out, 2 * n), put16(out, 2 * power), put16(out, log2), put16(out, 2 * (n - power));
	buf_str(out, buf_view(&ends));
	put16(out, 0);
	buf_str(out, buf_view(&starts));
	buf_str(out, buf_view(&deltas));
	for (uint32_t i = 0; i < n; i++)
		put16(out, 0);
	buf_free(&ends), buf_free(&starts), buf_free(&deltas);
}

static void put_groups(const struct picking *p, buf *out)
{
	size_t begin = out->n;
	uint32_t n = 0;
	put16(out, 12), put16(out, 0), put32(out, 0), put32(out, 0), put32(out, 0);
	for (size_t i = 0; i < p->n; i = run_end(p, i), n++)
		put32(out, p->list[i].code), put32(out, p->list[run_end(p, i) - 1].code), put32(out, p->list[i].gid);
	set32(out, begin + 4, (uint32_t)(out->n - begin));
	set32(out, begin + 12, n);
}

static void put_trimmed(const struct picking *p, buf *out)
{
	uint32_t first = p->n ? p->list[0].code : 0, last = p->n ? p->list[p->n - 1].code : 0, n = p->n ? last - first + 1 : 0;
	put16(out, 6), put16(out, 10 + 2 * n), put16(out, 0), put16(out, first), put16(out, n);
	for (uint32_t c = first, i = 0; c < first + n; c++) {
		bool here = i < p->n && p->list[i].code == c;
		put16(out, here ? p->list[i].gid : 0);
		i += here;
	}
}

static void put_bytes(const struct picking *p, buf *out)
{
	put16(out, 0), put16(out, 262), put16(out, 0);
	size_t at = out->n;
	for (int i = 0; i < 256; i++)
		buf_byte(out, 0);
	for (size_t i = 0; i < p->n; i++)
		if (p->list[i].code < 256)
			out->p[at + p->list[i].code] = (char)p->list[i].gid;
}

static void drop_doubles(struct picking *p)
{
	size_t n = 0;
	for (size_t i = 0; i < p->n; i++)
		if (n == 0 || p->list[n - 1].code != p->list[i].code)
			p->list[n++] = p->list[i];
	p->n = n;
}

static void put_subtable(const subtable *s, const cut_set *wanted, buf *out)
{
	struct picking p = { .wanted = wanted, .mem = arena_new() };
	each_pair(s, pick, &p);
	if (p.n)
		qsort(p.list, p.n, sizeof *p.list, by_code);
	drop_doubles(&p);
	bool wide = p.n && p.list[p.n - 1].code > 0xFFFF;
	size_t runs = 0;
	for (size_t i = 0; i < p.n && runs < 8000; i = run_end(&p, i))
		runs++;
	if (s->format == 0)
		put_bytes(&p, out);
	else if (s->format == 6 && !wide && p.n && p.list[p.n - 1].code - p.list[0].code < 30000)
		put_trimmed(&p, out);
	else if (s->format == 12 || wide || runs >= 8000)
		put_groups(&p, out);
	else
		put_segments(&p, out);
	arena_drop(p.mem);
}

void cut_sfnt_cmap(str old, const cut_set *wanted, buf *out)
{
	subtable s;
	uint32_t n = 0;
	size_t begin = out->n;
	for (uint32_t i = 0; subtable_at(old, i, &s); i++)
		n += s.format == 0 || s.format == 4 || s.format == 6 || s.format == 12;
	put16(out, 0), put16(out, n);
	size_t entry = out->n;
	for (uint32_t i = 0; i < 8 * n; i++)
		buf_byte(out, 0);
	for (uint32_t i = 0; subtable_at(old, i, &s); i++) {
		if (!(s.format == 0 || s.format == 4 || s.format == 6 || s.format == 12))
			continue;
		set32(out, entry, s.platform << 16 | s.encoding);
		set32(out, entry + 4, (uint32_t)(out->n - begin));
		put_subtable(&s, wanted, out);
		entry += 8;
	}
}

/* ---- codes of simple fonts --------------------------------------------------------------------- */

struct seeking {
	const bool *codes;          /* 256 of them                                  */
	uint32_t ucs[256];          /* rising                                       */
	size_t n;
	cut_set *wanted;
};

/* Symbol fonts have their codes at F000, some at F100 or F200. */
static void seek_code(void *arg, uint32_t code, uint32_t gid)
{
	struct seeking *s = arg;
	if ((code < 0x100 || (code >= 0xF000 && code < 0xF300)) && s->codes[code & 0xFF])
		cut_add(s->wanted, gid);
}

static int by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return x < y ? -1 : x > y;
}

static void seek_character(void *arg, uint32_t code, uint32_t gid)
{
	struct seeking *s = arg;
	if (bsearch(&code, s->ucs, s->n, sizeof code, by_number))
		cut_add(s->wanted, gid);
}

void rpdf_sfnt_glyphs_of(str in, const bool codes[static 256], const char *const names[static 256], bool symbolic,
                         cut_set *wanted)
{
	bool bare[256];
	struct seeking s = { .codes = bare, .wanted = wanted };
	for (int c = 0; c < 256; c++) {
		bare[c] = codes[c] && (symbolic || !names[c]);
		int ucs = codes[c] && names[c] ? fz_unicode_from_glyph_name_strict(names[c]) : 0;
		if (ucs > 0)
			s.ucs[s.n++] = (uint32_t)ucs;
	}
	rpdf_sfnt_each_map(in, 3, 0, seek_code, &s);
	rpdf_sfnt_each_map(in, 1, 0, seek_code, &s);
	if (s.n == 0)
		return;
	qsort(s.ucs, s.n, sizeof *s.ucs, by_number);
	rpdf_sfnt_each_map(in, 3, 1, seek_character, &s);
	rpdf_sfnt_each_map(in, 3, 10, seek_character, &s);
	rpdf_sfnt_each_map(in, 0, 3, seek_character, &s);
}
