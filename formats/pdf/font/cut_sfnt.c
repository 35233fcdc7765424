/* TrueType glyphs lie one after the other in glyf, and loca says where: unwanted ones become empty.
 * What maps to them, measures or names them goes as well. Other tables are copied. OpenType 1.9. */
#include "formats/pdf/font/cut.h"
#include "formats/pdf/font/cut_sfnt.h"
#include "formats/pdf/rebuild/strip_bytes.h"

#include <string.h>

enum { MOST_TABLES = 64, MOST_COMPONENTS = 256 };

bool cut_find_table(str font, uint32_t tag, str *data)
{
	uint32_t n = u16(font, 4);
	for (uint32_t i = 0; i < n && i < MOST_TABLES && has(font, 12 + 16 * (size_t)i, 16); i++) {
		size_t at = 12 + 16 * (size_t)i;
		if (u32(font, at) == tag && u32(font, at + 8) <= font.n) {
			*data = str_sub(font, u32(font, at + 8), (size_t)u32(font, at + 8) + u32(font, at + 12));
			return true;
		}
	}
	*data = (str){ NULL, 0 };
	return false;
}

struct cutting {
	str font;
	const cut_set *wanted;
	cut_set with_parts;
	uint32_t glyphs;      /* up to the last of these: how many there were is no one's business */
	cut_extremes extremes;
	buf glyf, loca;
};

/* ---- outlines ---------------------------------------------------------------------------------- */

struct outlines {
	str glyf, loca;
	bool wide;        /* offsets of four bytes                                               */
	uint32_t n;
};

/* Damaged places are read as rasterisers read them. */
static str glyph_of(const struct outlines *o, uint32_t gid)
{
	if (gid >= o->n)
		return (str){ NULL, 0 };
	size_t beg = o->wide ? u32(o->loca, 4 * (size_t)gid) : 2 * (size_t)u16(o->loca, 2 * (size_t)gid);
	size_t end = o->wide ? u32(o->loca, 4 * (size_t)gid + 4) : 2 * (size_t)u16(o->loca, 2 * (size_t)gid + 2);
	if (end < beg || (end > o->glyf.n && gid + 1 == o->n))
		end = o->glyf.n;
	return beg < end && end <= o->glyf.n ? str_sub(o->glyf, beg, end) : (str){ NULL, 0 };
}

static bool read_outlines(str font, struct outlines *o)
{
	str head, maxp;
	*o = (struct outlines){ 0 };
	if (!cut_find_table(font, CUT_TAG('h','e','a','d'), &head) || !cut_find_table(font, CUT_TAG('m','a','x','p'), &maxp)
	 || !cut_find_table(font, CUT_TAG('l','o','c','a'), &o->loca) || head.n < 54 || maxp.n < 6)
		return false;
	cut_find_table(font, CUT_TAG('g','l','y','f'), &o->glyf);
	o->wide = u16(head, 50) != 0;
	size_t places = o->loca.n / (o->wide ? 4 : 2);
	o->n = u16(maxp, 4);
	if (places < (size_t)o->n + 1)
		o->n = places ? (uint32_t)places - 1 : 0;
	return true;
}

enum { WORDS = 1, SCALE = 8, MORE = 32, TWO_SCALES = 64, MATRIX = 128 };

/* Adds the parts of composite glyphs, and theirs. Every glyph is looked into once. */
static void add_components(const struct outlines *o, cut_set *set, arena *mem)
{
	uint32_t *todo = arena_array(mem, uint32_t, CUT_GLYPHS), n = 0;
	for (uint32_t gid = 0; gid < o->n; gid++)
		if (cut_has(set, gid))
			todo[n++] = gid;
	while (n) {
		str g = glyph_of(o, todo[--n]);
		if (g.n < 10 || u16(g, 0) < 0x8000)
			continue; /* a glyph of contours of its own */
		size_t at = 10;
		for (int i = 0; i < MOST_COMPONENTS && has(g, at, 4); i++) {
			uint32_t flags = u16(g, at), part = u16(g, at + 2);
			if (!cut_has(set, part)) {
				cut_add(set, part);
				todo[n++] = part;
			}
			at += 4 + (flags & WORDS ? 4 : 2);
			at += flags & SCALE ? 2 : flags & TWO_SCALES ? 4 : flags & MATRIX ? 8 : 0;
			if (!(flags & MORE))
				break;
		}
	}
}

static void write_outlines(const struct outlines *o, struct cutting *c)
{
	buf *glyf = &c->glyf, *loca = &c->loca;
	size_t step = o->wide ? 4 : 2;
	uint32_t n = o->n < c->glyphs ? o->n : c->glyphs;
	for (uint32_t gid = 0; gid <= n; gid++) {
		if (o->wide)
			put32(loca, (uint32_t)glyf->n);
		else
			put16(loca, (uint32_t)(glyf->n / 2));
		if (gid == n || !cut_has(&c->with_parts, gid))
			continue;
		buf_str(glyf, glyph_of(o, gid));
		cut_add_extremes(&c->extremes, glyph_of(o, gid));
		while (glyf->n % step)
			buf_byte(glyf, 0);
	}
}

/* ---- widths, names, numbers -------------------------------------------------------------------- */

/* hmtx or vmtx. The last full entry also serves all glyphs behind it. */
static void cut_metrics(str font, uint32_t header, str old, const cut_set *set, uint32_t glyphs, buf *out)
{
	size_t full = cut_full_metrics(font, header, old);
	bool tail = false;
	if (full >= glyphs)
		old = str_sub(old, 0, 4 * (full = glyphs));
	else
		old = str_sub(old, 0, 4 * full + 2 * (glyphs - full));
	for (size_t gid = full; gid < full + (old.n - full * 4) / 2; gid++)
		tail |= cut_has(set, (uint32_t)gid);
	buf_str(out, old);
	for (size_t gid = 0; gid < full; gid++)
		if (!cut_has(set, (uint32_t)gid)) {
			if (!(tail && gid + 1 == full))
				memset(out->p + gid * 4, 0, 2);
			memset(out->p + gid * 4 + 2, 0, 2);
		}
	for (size_t gid = full, at = full * 4; at + 2 <= old.n; gid++, at += 2)
		if (!cut_has(set, (uint32_t)gid))
			memset(out->p + at, 0, 2);
}

enum { STANDARD_NAMES = 258 };

/* Names of its own follow the numbers as Pascal strings; those of unwanted glyphs are left out. */
static void cut_post(str old, const cut_set *set, uint32_t glyphs, buf *out)
{
	uint32_t n = u16(old, 32), own = 0;
	if (u32(old, 0) != 0x00020000 || !has(old, 34, 2 * (size_t)n)) {
		buf_str(out, str_sub(old, 0, 32));
		if (out->n >= 4 && u32(old, 0) != 0x00010000)
			set32(out, 0, 0x00030000); /* a format nobody reads, or cut off: no names */
		return;
	}
	/* where each string begins */
	size_t count = 0, at = 34 + 2 * (size_t)n;
	arena *mem = arena_new();
	size_t *begins = arena_array(mem, size_t, (size_t)n + 1);
	for (; count < n && at < old.n; count++) {
		begins[count] = at;
		at += 1 + (size_t)u8(old, at);
	}
	buf names = { 0 };
	buf_str(out, str_sub(old, 0, 32));
	if (n > glyphs)
		n = glyphs;
	put16(out, n);
	for (uint32_t gid = 0; gid < n; gid++) {
		uint32_t index = u16(old, 34 + 2 * (size_t)gid);
		if (!cut_has(set, gid) || (index >= STANDARD_NAMES && index - STANDARD_NAMES >= count)) {
			put16(out, 0);
		} else if (index < STANDARD_NAMES) {
			put16(out, index);
		} else {
			size_t beg = begins[index - STANDARD_NAMES];
			put16(out, STANDARD_NAMES + own++);
			buf_str(&names, str_sub(old, beg, beg + 1 + u8(old, beg)));
		}
	}
	buf_str(out, buf_view(&names));
	buf_free(&names);
	arena_drop(mem);
}

/* Where upright glyphs hang in vertical writing: a default, and exceptions by glyph. */
static void cut_vorg(str old, const cut_set *set, buf *out)
{
	uint32_t n = u16(old, 6), kept = 0;
	buf_str(out, str_sub(old, 0, 8));
	for (uint32_t i = 0; i < n && has(old, 8 + 4 * (size_t)i, 4); i++)
		if (cut_has(set, u16(old, 8 + 4 * (size_t)i))) {
			buf_str(out, str_sub(old, 8 + 4 * (size_t)i, 12 + 4 * (size_t)i));
			kept++;
		}
	if (out->n >= 8) {
		out->p[6] = (char)(kept >> 8);
		out->p[7] = (char)kept;
	}
}

/* ---- the file ---------------------------------------------------------------------------------- */

/* Appends the new table for one of the font. */
static bool cut_table(struct cutting *c, uint32_t tag, str old, buf *out, err *e)
{
	const cut_set *set = &c->with_parts;
	switch (tag) {
	case CUT_TAG('g','l','y','f'): buf_str(out, buf_view(&c->glyf)); break;
	case CUT_TAG('l','o','c','a'): buf_str(out, buf_view(&c->loca)); break;
	case CUT_TAG('h','m','t','x'): cut_metrics(c->font, CUT_TAG('h','h','e','a'), old, set, c->glyphs, out); break;
	case CUT_TAG('v','m','t','x'): cut_metrics(c->font, CUT_TAG('v','h','e','a'), old, set, c->glyphs, out); break;
	case CUT_TAG('c','m','a','p'): cut_sfnt_cmap(old, c->wanted, out); break;
	case CUT_TAG('p','o','s','t'): cut_post(old, c->wanted, c->glyphs, out); break;
	case CUT_TAG('V','O','R','G'): cut_vorg(old, set, out); break;
	case CUT_TAG('C','F','F',' '): return rpdf_cut_cff(old, c->wanted, true, out, e);
	case CUT_TAG('O','S','/','2'): cut_os2(old, out); break;
	case CUT_TAG('h','e','a','d'): cut_head(old, &c->extremes, out); break;
	case CUT_TAG('m','a','x','p'): cut_maxp(old, &c->extremes, c->glyphs, out); break;
	case CUT_TAG('h','h','e','a'): cut_hhea(c->font, tag, CUT_TAG('h','m','t','x'), set, c->glyphs, out); break;
	case CUT_TAG('v','h','e','a'): cut_hhea(c->font, tag, CUT_TAG('v','m','t','x'), set, c->glyphs, out); break;
	default: buf_str(out, old);
	}
	return true;
}

/* Tables that draw; layout, names and the rest go. Hints stay: fpgm, prep, cvt. */
static bool is_wanted_table(uint32_t tag)
{
	static const uint32_t tags[] = {
		CUT_TAG('C','F','F',' '), CUT_TAG('O','S','/','2'), CUT_TAG('V','O','R','G'), CUT_TAG('c','m','a','p'),
		CUT_TAG('c','v','t',' '), CUT_TAG('f','p','g','m'), CUT_TAG('g','a','s','p'), CUT_TAG('g','l','y','f'),
		CUT_TAG('h','e','a','d'), CUT_TAG('h','h','e','a'), CUT_TAG('h','m','t','x'), CUT_TAG('l','o','c','a'),
		CUT_TAG('m','a','x','p'), CUT_TAG('p','o','s','t'), CUT_TAG('p','r','e','p'), CUT_TAG('v','h','e','a'),
		CUT_TAG('v','m','t','x'),
	};
	for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
		if (tags[i] == tag)
			return true;
	return false;
}

static uint32_t count_glyphs(str font, const cut_set *set)
{
	str maxp;
	cut_find_table(font, CUT_TAG('m','a','x','p'), &maxp);
	uint32_t n = u16(maxp, 4);
	while (n > 1 && !cut_has(set, n - 1))
		n--;
	return n;
}

static bool write_font(struct cutting *c, buf *out, err *e)
{
	uint32_t all = u16(c->font, 4), n = 0;
	uint32_t tags[MOST_TABLES];
	bool ok = true;
	for (uint32_t i = 0; i < all && i < MOST_TABLES && has(c->font, 12 + 16 * (size_t)i, 16); i++) {
		uint32_t tag = u32(c->font, 12 + 16 * (size_t)i);
		bool twice = false;
		for (uint32_t k = 0; k < n; k++)
			twice |= tags[k] == tag;
		if (is_wanted_table(tag) && !twice)
			tags[n++] = tag;
	}
	size_t begin = out->n;
	put32(out, u32(c->font, 0));
	put16(out, n);
	for (uint32_t i = 0; i < 6 + 16 * n; i++)
		buf_byte(out, 0); /* searching aids and checksums: the rewriting of the file sets them */
	for (uint32_t i = 0; i < n && ok; i++) {
		str old;
		buf table = { 0 };
		cut_find_table(c->font, tags[i], &old);
		ok = cut_table(c, tags[i], old, &table, e);
		size_t entry = begin + 12 + 16 * (size_t)i;
		set32(out, entry, tags[i]);
		set32(out, entry + 8, (uint32_t)(out->n - begin));
		set32(out, entry + 12, (uint32_t)table.n);
		buf_str(out, buf_view(&table));
		while ((out->n - begin) % 4)
			buf_byte(out, 0);
		buf_free(&table);
	}
	return ok;
}

bool rpdf_cut_sfnt(str in, const cut_set *wanted, buf *out, err *e)
{
	arena *mem = arena_new();
	struct cutting *c = arena_array(mem, struct cutting, 1);
	struct outlines o;
	str cff;
	*c = (struct cutting){ .font = in, .wanted = wanted, .with_parts = *wanted };
	cut_add(&c->with_parts, 0);
	c->glyphs = count_glyphs(in, &c->with_parts);
	bool ok = cut_find_table(in, CUT_TAG('C','F','F',' '), &cff);
	if (!ok && read_outlines(in, &o)) {
		add_components(&o, &c->with_parts, mem);
		c->glyphs = count_glyphs(in, &c->with_parts);
		write_outlines(&o, c);
		ok = true;
	}
	ok = ok ? write_font(c, out, e) : err_set(e, ERR_INPUT, "a font without outlines");
	buf_free(&c->glyf);
	buf_free(&c->loca);
	arena_drop(mem);
	return ok;
}
