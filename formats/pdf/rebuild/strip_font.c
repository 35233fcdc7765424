/*
 * Font programs: notices, family names, designers and licence texts draw nothing. TrueType and
 * OpenType are rebuilt from the tables that rasterisers read. In CFF and Type 1 everything hangs on
 * offsets or encryption, so texts are overwritten in place, byte for byte.
 */
#include "formats/pdf/rebuild/strip.h"
#include "formats/pdf/rebuild/strip_bytes.h"

#include <string.h>

#define TAG(a, b, c, d) ((uint32_t)(a) << 24 | (uint32_t)(b) << 16 | (uint32_t)(c) << 8 | (uint32_t)(d))

/* ---- TrueType and OpenType ------------------------------------------------------------------------- */

enum { MOST_TABLES = 64 };

/* post and CFF hold glyph names, by which encodings may select; the others are numbers. */
static const uint32_t kept_tables[] = {
	TAG('C','F','F',' '), TAG('O','S','/','2'), TAG('V','O','R','G'), TAG('c','m','a','p'), TAG('c','v','t',' '),
	TAG('f','p','g','m'), TAG('g','a','s','p'), TAG('g','l','y','f'), TAG('h','e','a','d'), TAG('h','h','e','a'),
	TAG('h','m','t','x'), TAG('l','o','c','a'), TAG('m','a','x','p'), TAG('p','o','s','t'), TAG('p','r','e','p'),
	TAG('v','h','e','a'), TAG('v','m','t','x'),
};

typedef struct table {
	uint32_t tag;
	str data;
} table;

static bool is_kept(uint32_t tag)
{
	for (size_t i = 0; i < sizeof kept_tables / sizeof *kept_tables; i++)
		if (kept_tables[i] == tag)
			return true;
	return false;
}

static uint32_t checksum(str data)
{
	uint32_t sum = 0;
	for (size_t i = 0; i < data.n; i += 4)
		sum += u8(data, i) << 24 | u8(data, i + 1) << 16 | u8(data, i + 2) << 8 | u8(data, i + 3);
	return sum;
}

/* Tables by tag, each once: what stands twice is a damage, and readers take the first. Fonts in PDFs
 * often have lengths that run over the end; readers cut them, and so do we. */
static size_t collect_tables(str in, table *list)
{
	size_t n = 0, count = u16(in, 4);
	for (size_t i = 0; i < count && n < MOST_TABLES && has(in, 12 + 16 * i, 16); i++) {
		uint32_t tag = u32(in, 12 + 16 * i), at = u32(in, 20 + 16 * i), size = u32(in, 24 + 16 * i);
		size_t place = 0;
		if (!is_kept(tag) || at > in.n)
			continue;
		while (place < n && list[place].tag < tag)
			place++;
		if (place < n && list[place].tag == tag)
			continue;
		memmove(list + place + 1, list + place, (n - place) * sizeof *list);
		list[place] = (table){ tag, str_sub(in, at, (size_t)at + size) };
		n++;
	}
	return n;
}

bool rpdf_strip_sfnt(str in, buf *out, err *e)
{
	table list[MOST_TABLES + 1];
	size_t n = collect_tables(in, list), begin = out->n, power = 1, log2 = 0;

	if (n == 0)
		return err_set(e, ERR_INPUT, "a font without tables");
	while (power * 2 <= n) {
		power *= 2;
		log2++;
	}
	put32(out, u32(in, 0));
	put16(out, (uint32_t)n);
	put16(out, (uint32_t)power * 16);
	put16(out, (uint32_t)log2);
	put16(out, (uint32_t)(n - power) * 16);
	size_t directory = out->n;
	for (size_t i = 0; i < 16 * n; i++)
		buf_byte(out, 0);
	for (size_t i = 0; i < n; i++) {
		buf cff = { 0 };
		str data = list[i].data;
		if (list[i].tag == TAG('C','F','F',' ') && rpdf_strip_cff(data, &cff, e))
			data = buf_view(&cff);
		set32(out, directory + 16 * i, list[i].tag);
		set32(out, directory + 16 * i + 8, (uint32_t)(out->n - begin));
		set32(out, directory + 16 * i + 12, (uint32_t)data.n);
		size_t at = out->n;
		buf_str(out, data);
		if (list[i].tag == TAG('O','S','/','2') && data.n >= 62)
			memcpy(out->p + at + 58, "    ", 4); /* the vendor's mark */
		set32(out, directory + 16 * i + 4, checksum(str_sub(buf_view(out), at, at + data.n)));
		while ((out->n - begin) % 4)
			buf_byte(out, 0);
		bool bad = list[i].tag == TAG('C','F','F',' ') && !cff.p;
		buf_free(&cff);
		if (bad)
			return false;
	}
	return true;
}

/* ---- CFF ------------------------------------------------------------------------------------------- */

typedef struct index_ {
	uint32_t count, offset_size;
	size_t offsets, data, end;   /* data: one byte before the first item */
} cff_index;

static uint32_t offset_at(str in, const cff_index *x, uint32_t i)
{
	size_t at = x->offsets + (size_t)i * x->offset_size;
	uint32_t v = 0;
	for (uint32_t b = 0; b < x->offset_size; b++)
		v = v << 8 | u8(in, at + b);
	return v;
}

static bool read_index(str in, size_t at, cff_index *x)
{
	*x = (cff_index){ .count = u16(in, at), .end = at + 2 };
	if (!has(in, at, 2))
		return false;
	if (x->count == 0)
		return true;
	x->offset_size = u8(in, at + 2);
	x->offsets = at + 3;
	size_t table_size = ((size_t)x->count + 1) * x->offset_size;
	if (x->offset_size < 1 || x->offset_size > 4 || !has(in, x->offsets, table_size))
		return false;
	x->data = x->offsets + table_size - 1;
	uint32_t last = offset_at(in, x, x->count);
	if (last < 1 || !has(in, x->data, last))
		return false;
	x->end = x->data + last;
	return true;
}

static bool item_of(str in, const cff_index *x, uint32_t i, size_t *beg, size_t *end)
{
	if (i >= x->count)
		return false;
	uint32_t a = offset_at(in, x, i), b = offset_at(in, x, i + 1);
	if (a < 1 || b < a || x->data + b > x->end)
		return false;
	*beg = x->data + a;
	*end = x->data + b;
	return true;
}

static void blank_out(buf *out, size_t begin, size_t beg, size_t end)
{
	memset(out->p + begin + beg, 'X', end - beg);
}

enum { STANDARD_STRINGS = 391 };

/* version Notice FullName FamilyName Weight; escaped: Copyright PostScript BaseFontName */
static bool names_text(uint32_t op)
{
	return op <= 4 || op == (12 << 8 | 0) || op == (12 << 8 | 21) || op == (12 << 8 | 22) || op == (12 << 8 | 38);
}

/* Reads one top dictionary and overwrites the strings its text operators name. */
static void blank_texts(str in, size_t at, size_t end, const cff_index *strings, buf *out, size_t begin)
{
	uint32_t operand = 0;
	while (at < end) {
		uint32_t b = u8(in, at++);
		if (b == 28) {
			operand = u16(in, at);
			at += 2;
		} else if (b == 29) {
			operand = u32(in, at);
			at += 4;
		} else if (b == 30) {
			while (at < end && (u8(in, at) & 15) != 15 && u8(in, at) >> 4 != 15)
				at++;
			at++;
		} else if (b >= 32 && b <= 246) {
			operand = b - 139;
		} else if (b >= 247 && b <= 250) {
			operand = (b - 247) * 256 + u8(in, at++) + 108;
		} else if (b >= 251 && b <= 254) {
			at++;
			operand = 0;
		} else if (b <= 21) {
			uint32_t op = b == 12 ? 12 << 8 | u8(in, at++) : b;
			size_t from, to;
			if (names_text(op) && operand >= STANDARD_STRINGS &&
			    item_of(in, strings, operand - STANDARD_STRINGS, &from, &to))
				blank_out(out, begin, from, to);
		}
	}
}

bool rpdf_strip_cff(str in, buf *out, err *e)
{
	cff_index names, tops, strings;
	size_t beg, end, begin = out->n;
	if (u8(in, 0) != 1 || !read_index(in, u8(in, 2), &names) || !read_index(in, names.end, &tops) ||
	    !read_index(in, tops.end, &strings))
		return err_set(e, ERR_INPUT, "a CFF font is cut off");
	buf_str(out, in);
	for (uint32_t i = 0; i < names.count; i++)
		if (item_of(in, &names, i, &beg, &end))
			blank_out(out, begin, beg, end);
	for (uint32_t i = 0; i < tops.count; i++)
		if (item_of(in, &tops, i, &beg, &end))
			blank_texts(in, beg, end, &strings, out, begin);
	return true;
}

/* ---- Type 1 ---------------------------------------------------------------------------------------- */

/* The end of the readable part: eexec, or the end of it all. */
static size_t readable_end(str in)
{
	const char *at = memmem(in.p, in.n, "eexec", 5);
	return at ? (size_t)(at - in.p) : in.n;
}

static void blank_range(char *p, size_t beg, size_t end)
{
	for (size_t i = beg; i < end; i++)
		if (p[i] != '\n' && p[i] != '\r')
			p[i] = ' ';
}

/*
 * Comments (but the first line, by which programs know a font) and every string in parentheses are
 * blanked, and the font's own name. Strings in the readable part are FontInfo texts; what draws is
 * numbers, names and the encrypted part.
 */
static void blank_readable(char *p, size_t n)
{
	size_t at = 0;
	while (at < n && p[at] != '\n' && p[at] != '\r')
		at++;
	/* "%!PS-AdobeFont-1.0: Name 001.001": the name and version are free text */
	const char *colon = memchr(p, ':', at);
	if (colon)
		blank_range(p, (size_t)(colon - p), at);
	while (at < n) {
		if (p[at] == '%') {
			size_t end = at;
			while (end < n && p[end] != '\n' && p[end] != '\r')
				end++;
			blank_range(p, at, end);
			at = end;
		} else if (p[at] == '(') {
			size_t beg = ++at;
			int depth = 1;
			while (at < n && depth) {
				if (p[at] == '\\')
					at++;
				else if (p[at] == '(')
					depth++;
				else if (p[at] == ')')
					depth--;
				at++;
			}
			if (depth == 0)
				blank_range(p, beg, at - 1);
		} else if (n - at > 10 && memcmp(p + at, "/FontName", 9) == 0) {
			at += 9;
			while (at < n && p[at] != '/' && p[at] != '\n')
				at++;
			for (at++; at < n && !strchr(" \t\r\n/[]{}()<>%", p[at]); at++)
				p[at] = 'X';
		} else {
			at++;
		}
	}
}

bool rpdf_strip_type1(str in, buf *out, err *e)
{
	size_t begin = out->n, skip = 0;
	if (in.n > 6 && u8(in, 0) == 0x80)
		skip = 6; /* PFB: a mark and a length before each part */
	if (in.n < skip + 16 || memcmp(in.p + skip, "%!", 2) != 0)
		return err_set(e, ERR_INPUT, "not a Type 1 font");
	buf_str(out, in);
	blank_readable(out->p + begin + skip, readable_end(str_sub(in, skip, in.n)));
	return true;
}
