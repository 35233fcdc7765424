/*
 * Where glyph numbers must not change, the subsetter leaves every glyph its name or CID, also those it
 * has emptied: a list of all that the font ever showed. Here the charset is written anew for the
 * wanted ones, with the strings that they need. Adobe Technical Note 5176, chapters 8, 10 and 13.
 */
#include "formats/pdf/font/cut_cff.h"
#include "formats/pdf/rebuild/strip_bytes.h"

#include <string.h>

enum { STANDARD_STRINGS = 391, SIDS = 1 << 16 };

/* Where the subsetter has put the offsets of a top dictionary: five bytes each, so that others fit. */
struct places {
	size_t charset, encoding, charstrings, private; /* of the four bytes; 0: there is none */
	uint32_t strings;                               /* of its own that its texts need: up to here */
	bool cid;
};

struct forget {
	str in;
	const cut_set *wanted;
	cut_index names, tops, strings, chars;
	struct places at;
	uint16_t *ids;           /* SID or CID of each glyph                                  */
	size_t charset_beg, charset_end;
	uint16_t glyph_of[256];  /* by the codes of its own encoding; 0: none                 */
	size_t encoding_beg, encoding_end;
	buf fresh_strings;       /* an INDEX                                                  */
};

static bool takes_strings(uint32_t op)
{
	return op <= 4 || op == (12 << 8 | 0) || op == (12 << 8 | 21) || op == (12 << 8 | 22) || op == (12 << 8 | 38);
}

static bool read_places(struct forget *f)
{
	enum { CHARSET = 15, ENCODING = 16, CHARSTRINGS = 17, PRIVATE = 18, ROS = 12 << 8 | 30 };
	size_t at = f->tops.data + cut_index_offset(f->in, &f->tops, 0);
	size_t end = f->tops.data + cut_index_offset(f->in, &f->tops, 1);
	cut_operand last;
	uint32_t op;
	while (cut_next_operator(f->in, &at, end, &last, &op)) {
		size_t wide = last.wide && last.value > 2 ? last.at : 0;
		f->at.cid |= op == ROS;
		if (op == CHARSET)
			f->at.charset = wide;
		else if (op == ENCODING)
			f->at.encoding = wide;
		else if (op == CHARSTRINGS)
			f->at.charstrings = wide;
		else if (op == PRIVATE)
			f->at.private = wide;
		else if (takes_strings(op) && last.value >= STANDARD_STRINGS && last.value - STANDARD_STRINGS < f->strings.count
		         && last.value - STANDARD_STRINGS >= f->at.strings)
			f->at.strings = last.value - STANDARD_STRINGS + 1;
	}
	return f->at.charstrings != 0;
}

/* Fills ids; false when the charset is cut off. */
static bool read_charset(struct forget *f)
{
	size_t at = u32(f->in, f->at.charset);
	f->charset_beg = at;
	uint32_t format = u8(f->in, at++), gid = 1, step = format == 0 ? 2 : format == 1 ? 3 : 4;
	if (format > 2)
		return false;
	while (gid < f->chars.count) {
		if (!has(f->in, at, step))
			return false;
		uint32_t id = u16(f->in, at), left = format == 0 ? 0 : format == 1 ? u8(f->in, at + 2) : u16(f->in, at + 2);
		at += step;
		for (uint32_t i = 0; i <= left && gid < f->chars.count; i++)
			f->ids[gid++] = (uint16_t)(id + i);
	}
	f->charset_end = at;
	return true;
}

/* Codes that stand for wanted glyphs. Additions, of names that have more than one code, are left out:
 * encodings of PDFs name them. */
static bool read_encoding(struct forget *f)
{
	size_t at = u32(f->in, f->at.encoding);
	f->encoding_beg = at;
	uint32_t format = u8(f->in, at), n = u8(f->in, at + 1), gid = 1;
	bool ranges = (format & 127) == 1;
	if ((format & 127) > 1 || !has(f->in, at, 2 + (size_t)n * (ranges ? 2 : 1)))
		return false;
	at += 2;
	for (uint32_t i = 0; i < n; i++) {
		uint32_t code = u8(f->in, at++), left = ranges ? u8(f->in, at++) : 0;
		for (uint32_t k = 0; k <= left; k++, gid++)
			if (code + k < 256 && gid < f->chars.count && cut_has(f->wanted, gid))
				f->glyph_of[code + k] = (uint16_t)gid;
	}
	if (format & 128)
		at += 1 + 3 * (size_t)u8(f->in, at);
	f->encoding_end = at;
	return at <= f->in.n;
}

/* Codes by name, all of them, since a list in the order of glyphs has no place for gaps. */
static void put_encoding(const struct forget *f, buf *out)
{
	uint32_t n = 0;
	for (int code = 0; code < 256; code++)
		n += f->glyph_of[code] != 0 && n < 255;
	buf_byte(out, 128), buf_byte(out, 0), buf_byte(out, (int)n);
	for (int code = 0; code < 256 && n; code++)
		if (f->glyph_of[code]) {
			buf_byte(out, code);
			put16(out, f->ids[f->glyph_of[code]]);
			n--;
		}
}

static void put_index(const str *items, uint32_t n, buf *out)
{
	put16(out, n);
	if (n == 0)
		return;
	buf_byte(out, 4);
	uint32_t at = 1;
	for (uint32_t i = 0; i <= n; i++) {
		put32(out, at);
		at += i < n ? (uint32_t)items[i].n : 0;
	}
	for (uint32_t i = 0; i < n; i++)
		buf_str(out, items[i]);
}

static str string_at(const struct forget *f, uint32_t i)
{
	size_t beg = cut_index_offset(f->in, &f->strings, i), end = cut_index_offset(f->in, &f->strings, i + 1);
	return beg < end ? str_sub(f->in, f->strings.data + beg, f->strings.data + end) : (str){ NULL, 0 };
}

/* The texts of the font stay where they are; what wanted glyphs are called moves up behind them. */
static void renumber_names(struct forget *f, arena *mem)
{
	uint16_t *fresh = arena_array(mem, uint16_t, SIDS);
	str *items = arena_array(mem, str, (size_t)f->strings.count + 1);
	uint32_t n = f->at.strings;
	for (uint32_t i = 0; i < n; i++)
		items[i] = string_at(f, i);
	for (uint32_t gid = 1; gid < f->chars.count; gid++) {
		uint32_t id = f->ids[gid], own = id - STANDARD_STRINGS;
		if (!cut_has(f->wanted, gid) || (id >= STANDARD_STRINGS && own >= f->strings.count)) {
			f->ids[gid] = 0;
		} else if (id >= STANDARD_STRINGS && own >= f->at.strings) {
			if (!fresh[id]) {
				fresh[id] = (uint16_t)(STANDARD_STRINGS + n);
				items[n++] = string_at(f, own);
			}
			f->ids[gid] = fresh[id];
		}
	}
	put_index(items, n, &f->fresh_strings);
}

/* Others get CIDs behind those of wanted ones: no two glyphs may have the same. */
static void renumber_cids(struct forget *f)
{
	uint32_t next = 1;
	bool same = true;
	for (uint32_t gid = 1; gid < f->chars.count; gid++) {
		same &= f->ids[gid] == gid;
		if (cut_has(f->wanted, gid) && f->ids[gid] >= next)
			next = (uint32_t)f->ids[gid] + 1;
	}
	for (uint32_t gid = 1; gid < f->chars.count && !same; gid++)
		if (!cut_has(f->wanted, gid))
			f->ids[gid] = (uint16_t)(next < SIDS ? next++ : 0);
}

static void put_charset(const struct forget *f, buf *out)
{
	buf_byte(out, 0);
	for (uint32_t gid = 1; gid < f->chars.count; gid++)
		put16(out, f->ids[gid]);
}

/* Where what stood at an offset stands without the old strings and the old charset. */
static uint32_t moved(const struct forget *f, uint32_t offset, size_t strings_end)
{
	size_t shorter = strings_end - f->tops.end - f->fresh_strings.n;
	return (uint32_t)(offset - shorter - (offset > f->charset_beg ? f->charset_end - f->charset_beg : 0));
}

static void write_named(const struct forget *f, buf *out)
{
	size_t begin = out->n;
	buf_str(out, str_sub(f->in, 0, f->tops.end));
	buf_str(out, buf_view(&f->fresh_strings));
	buf_str(out, str_sub(f->in, f->strings.end, f->charset_beg));
	buf_str(out, str_sub(f->in, f->charset_end, f->in.n));
	const size_t offsets[] = { f->at.charstrings, f->at.private };
	for (size_t i = 0; i < sizeof offsets / sizeof *offsets; i++)
		if (offsets[i])
			set32(out, begin + offsets[i], moved(f, u32(f->in, offsets[i]), f->strings.end));
	set32(out, begin + f->at.charset, (uint32_t)(out->n - begin));
	put_charset(f, out);
	if (!f->at.encoding)
		return;
	size_t old = begin + moved(f, (uint32_t)f->encoding_beg, f->strings.end);
	if (old + f->encoding_end - f->encoding_beg <= out->n)
		memset(out->p + old, 0, f->encoding_end - f->encoding_beg);
	set32(out, begin + f->at.encoding, (uint32_t)(out->n - begin));
	put_encoding(f, out);
}

/* Offsets of a CID-keyed font lie deeper; nothing moves but the charset. */
static void write_cids(const struct forget *f, buf *out)
{
	size_t begin = out->n;
	buf_str(out, f->in);
	memset(out->p + begin + f->charset_beg, 0, f->charset_end - f->charset_beg);
	set32(out, begin + f->at.charset, (uint32_t)(out->n - begin));
	put_charset(f, out);
}

bool cut_cff_names(str in, const cut_set *wanted, buf *out)
{
	struct forget f = { .in = in, .wanted = wanted };
	if (!cut_read_index(in, u8(in, 2), &f.names) || !cut_read_index(in, f.names.end, &f.tops) || f.tops.count != 1
	 || !cut_read_index(in, f.tops.end, &f.strings) || !read_places(&f)
	 || !cut_read_index(in, u32(in, f.at.charstrings), &f.chars))
		return false;
	if (!f.at.charset) { /* a list that all fonts have */
		buf_str(out, in);
		return true;
	}
	arena *mem = arena_new();
	f.ids = arena_array(mem, uint16_t, (size_t)f.chars.count + 1);
	bool ok = read_charset(&f) && f.charset_beg >= f.strings.end
	       && (!f.at.encoding || (read_encoding(&f) && f.encoding_beg >= f.strings.end));
	if (ok && f.at.cid) {
		renumber_cids(&f);
		write_cids(&f, out);
	} else if (ok) {
		renumber_names(&f, mem);
		write_named(&f, out);
	}
	buf_free(&f.fresh_strings);
	arena_drop(mem);
	return ok;
}
