/*
 * Widest, tallest, most points: subsetters compute such numbers over the glyphs of a document, and a
 * glyph that is gone would still be measured there. They are computed anew, or zero where no
 * rasteriser reads them. OpenType 1.9: head, maxp, hhea, OS/2.
 */
#include "formats/pdf/font/cut_sfnt.h"
#include "formats/pdf/rebuild/strip_bytes.h"

static int32_t s16(str s, size_t at)
{
	return (int16_t)u16(s, at);
}

static void set16(buf *b, size_t begin, size_t at, uint32_t v)
{
	if (begin + at + 2 > b->n)
		return;
	b->p[begin + at] = (char)(v >> 8);
	b->p[begin + at + 1] = (char)v;
}

static void zero(buf *b, size_t begin, size_t beg, size_t end)
{
	for (size_t at = beg; at < end; at += 2)
		set16(b, begin, at, 0);
}

static uint32_t larger(uint32_t a, uint32_t b)
{
	return a > b ? a : b;
}

void cut_add_extremes(cut_extremes *e, str g)
{
	int32_t contours = s16(g, 0);
	if (g.n < 10)
		return;
	int32_t x0 = s16(g, 2), y0 = s16(g, 4), x1 = s16(g, 6), y1 = s16(g, 8);
	e->x0 = e->any && e->x0 < x0 ? e->x0 : x0;
	e->y0 = e->any && e->y0 < y0 ? e->y0 : y0;
	e->x1 = e->any && e->x1 > x1 ? e->x1 : x1;
	e->y1 = e->any && e->y1 > y1 ? e->y1 : y1;
	e->any = true;
	if (contours < 0) {
		e->composite = true;
	} else if (contours > 0) {
		size_t ends = 10 + 2 * (size_t)contours;
		e->contours = larger(e->contours, (uint32_t)contours);
		e->points = larger(e->points, u16(g, ends - 2) + 1);
		e->instructions = larger(e->instructions, u16(g, ends));
	}
}

void cut_head(str old, const cut_extremes *e, buf *out)
{
	size_t begin = out->n;
	buf_str(out, old);
	zero(out, begin, 20, 36); /* when it was made */
	if (!e->any)
		return;
	set16(out, begin, 36, (uint32_t)e->x0);
	set16(out, begin, 38, (uint32_t)e->y0);
	set16(out, begin, 40, (uint32_t)e->x1);
	set16(out, begin, 42, (uint32_t)e->y1);
}

/* Never more than the font said: it is by these numbers that some readers make room. */
static void lower(str old, buf *out, size_t begin, size_t at, uint32_t v)
{
	if (v < u16(old, at))
		set16(out, begin, at, v);
}

void cut_maxp(str old, const cut_extremes *e, uint32_t glyphs, buf *out)
{
	size_t begin = out->n;
	buf_str(out, old);
	set16(out, begin, 4, glyphs);
	if (u32(old, 0) != 0x00010000 || !e->any)
		return;
	lower(old, out, begin, 6, e->points);
	lower(old, out, begin, 8, e->contours);
	if (e->composite)
		return; /* what they add up to is left as it was: too low, and a glyph is not drawn */
	zero(out, begin, 10, 14);
	lower(old, out, begin, 26, e->instructions);
	zero(out, begin, 28, 32);
}

void cut_os2(str old, buf *out)
{
	size_t begin = out->n;
	buf_str(out, old);
	zero(out, begin, 2, 4);   /* the width on the average  */
	zero(out, begin, 42, 58); /* which scripts it has      */
	zero(out, begin, 64, 68); /* first and last character  */
	zero(out, begin, 94, 96); /* the longest ligature      */
}

size_t cut_full_metrics(str font, uint32_t header, str metrics)
{
	str head;
	cut_find_table(font, header, &head);
	size_t full = u16(head, 34);
	return full * 4 > metrics.n ? metrics.n / 4 : full;
}

void cut_hhea(str font, uint32_t tag, uint32_t metrics, const cut_set *set, uint32_t glyphs, buf *out)
{
	str old, table;
	size_t begin = out->n;
	cut_find_table(font, tag, &old);
	cut_find_table(font, metrics, &table);
	size_t full = cut_full_metrics(font, tag, table);
	uint32_t widest = 0;
	for (uint32_t gid = 0; gid < glyphs && full; gid++)
		if (gid == 0 || cut_has(set, gid))
			widest = larger(widest, u16(table, 4 * (gid < full ? gid : full - 1)));
	buf_str(out, old);
	set16(out, begin, 10, widest);
	zero(out, begin, 12, 18); /* the least bearings, the largest extent */
	if (full > glyphs)
		set16(out, begin, 34, glyphs);
}
