/*
 * ICC profiles: a header of 128 bytes, a table of tags, their data. The tags that convert colours
 * are numbers; descriptions, rights, makers, dates, measurement reports and private tags are not
 * needed for that and may say anything.
 */
#include "formats/pdf/rebuild/strip.h"
#include "formats/pdf/rebuild/strip_bytes.h"

#include <string.h>

#define TAG(a, b, c, d) ((uint32_t)(a) << 24 | (uint32_t)(b) << 16 | (uint32_t)(c) << 8 | (uint32_t)(d))

enum { HEADER = 128, MOST_TAGS = 100, MOST_KEPT = 32 };

static const uint32_t kept_tags[] = {
	TAG('w','t','p','t'), TAG('b','k','p','t'), TAG('c','h','a','d'),
	TAG('r','X','Y','Z'), TAG('g','X','Y','Z'), TAG('b','X','Y','Z'),
	TAG('r','T','R','C'), TAG('g','T','R','C'), TAG('b','T','R','C'), TAG('k','T','R','C'),
	TAG('A','2','B','0'), TAG('A','2','B','1'), TAG('A','2','B','2'),
	TAG('B','2','A','0'), TAG('B','2','A','1'), TAG('B','2','A','2'),
	TAG('g','a','m','t'),
};

static bool is_kept(uint32_t tag)
{
	for (size_t i = 0; i < sizeof kept_tags / sizeof *kept_tags; i++)
		if (kept_tags[i] == tag)
			return true;
	return false;
}

/* Bytes of a table with `grid` points a side; 0 when that is absurd. */
static size_t table_size(uint32_t in, uint32_t out, uint32_t grid, uint32_t width)
{
	uint64_t n = (uint64_t)out * width;
	for (uint32_t i = 0; i < in; i++) {
		n *= grid;
		if (n > 64 << 20)
			return 0;
	}
	return (size_t)n;
}

/* How many bytes of data its own contents account for; 0 for a type that is not kept. */
static size_t exact_size(str data)
{
	static const uint32_t parameters[] = { 1, 3, 4, 5, 7 };
	size_t table;
	uint32_t in = u8(data, 8), out = u8(data, 9), grid = u8(data, 10);

	switch (u32(data, 0)) {
	case TAG('X','Y','Z',' '): return 20;
	case TAG('s','f','3','2'): return 8 + 9 * 4;
	case TAG('c','u','r','v'): return 12 + 2 * (size_t)u32(data, 8);
	case TAG('p','a','r','a'): return u16(data, 8) < 5 ? 12 + 4 * (size_t)parameters[u16(data, 8)] : 0;
	case TAG('m','f','t','1'):
		table = table_size(in, out, grid, 1);
		return table ? 48 + 256 * (size_t)in + table + 256 * (size_t)out : 0;
	case TAG('m','f','t','2'):
		table = table_size(in, out, grid, 2);
		return table ? 52 + 2 * (size_t)u16(data, 48) * in + table + 2 * (size_t)u16(data, 50) * out : 0;
	case TAG('m','A','B',' '):
	case TAG('m','B','A',' '): return data.n >= 32 ? data.n : 0; /* parts at offsets; taken whole */
	}
	return 0;
}

static void put_header(str in, buf *out)
{
	char head[HEADER] = { 0 };
	/* version, class, colour space, connection space */
	memcpy(head + 8, in.p + 8, 16);
	/* A valid date, the same for all: 2000-01-01 */
	memcpy(head + 24, "\x07\xD0\0\1\0\1\0\0\0\0\0\0", 12);
	memcpy(head + 36, "acsp", 4);
	/* rendering intent, illuminant; flags, maker, model, creator and profile ID stay zero */
	memcpy(head + 64, in.p + 64, 16);
	buf_add(out, head, sizeof head);
}

/*
 * Some programs take a profile for sRGB by its description. That text says nothing about anybody,
 * so it stays; any other description becomes "Profile".
 */
static const char *fixed_description(str data)
{
	static const char srgb[] = "sRGB IEC61966-2.1";
	size_t n = sizeof srgb - 1;
	if (u32(data, 0) == TAG('d','e','s','c'))
		return has(data, 12, n) && memcmp(data.p + 12, srgb, n) == 0 ? srgb : "Profile";
	/* Version 4: the first of its languages, in UTF-16. */
	size_t at = u32(data, 24);
	if (u32(data, 0) != TAG('m','l','u','c') || u32(data, 20) < 2 * n)
		return "Profile";
	for (size_t i = 0; i < n; i++)
		if (u16(data, at + 2 * i) != (unsigned char)srgb[i])
			return "Profile";
	return srgb;
}

/* Text as version 2 writes it ('desc' with empty Unicode and script parts; 'text') or version 4. */
static void put_text(buf *out, uint32_t version, bool description, const char *text)
{
	uint32_t n = (uint32_t)strlen(text);
	if (version >= 4) {
		put32(out, TAG('m','l','u','c'));
		put32(out, 0);
		put32(out, 1);
		put32(out, 12);
		buf_add(out, "enUS", 4);
		put32(out, 2 * n);
		put32(out, 28);
		for (uint32_t i = 0; i < n; i++)
			put16(out, (unsigned char)text[i]);
	} else if (description) {
		put32(out, TAG('d','e','s','c'));
		put32(out, 0);
		put32(out, n + 1);
		buf_add(out, text, n + 1);
		for (int i = 0; i < 4 + 4 + 2 + 1 + 67; i++)
			buf_byte(out, 0);
	} else {
		put32(out, TAG('t','e','x','t'));
		put32(out, 0);
		buf_add(out, text, n + 1);
	}
}

typedef struct kept {
	uint32_t tag, in_at;
	str data;           /* empty for texts of ours */
	const char *text;
	uint32_t at, size;
} kept;

/* Reads the table into list. Two tags may share their data; exact copies stay shared. */
static bool collect(str in, kept *list, size_t *n, err *e)
{
	uint32_t count = u32(in, HEADER);
	const char *name = "Profile";
	if (count > MOST_TAGS || !has(in, HEADER + 4, 12 * (size_t)count))
		return err_set(e, ERR_INPUT, "colour profile: the table of tags is cut off");
	for (uint32_t i = 0; i < count; i++) {
		size_t row = HEADER + 4 + 12 * (size_t)i;
		uint32_t tag = u32(in, row), at = u32(in, row + 4);
		if (!has(in, at, u32(in, row + 8)))
			return err_set(e, ERR_INPUT, "colour profile: a tag lies outside");
		str data = str_sub(in, at, (size_t)at + u32(in, row + 8));
		if (tag == TAG('d','e','s','c'))
			name = fixed_description(data);
		if (!is_kept(tag) || *n == MOST_KEPT - 2)
			continue;
		size_t size = exact_size(data);
		if (!size || size > data.n)
			return err_set(e, ERR_INPUT, "colour profile: a tag of unknown type or wrong size");
		list[(*n)++] = (kept){ .tag = tag, .in_at = at, .data = str_sub(data, 0, size) };
	}
	if (*n == 0)
		return err_set(e, ERR_INPUT, "colour profile: nothing to convert with");
	list[(*n)++] = (kept){ .tag = TAG('d','e','s','c'), .text = name };
	list[(*n)++] = (kept){ .tag = TAG('c','p','r','t'), .text = "none" };
	return true;
}

bool rpdf_strip_icc(str in, buf *out, err *e)
{
	kept list[MOST_KEPT];
	size_t n = 0, begin = out->n;

	if (in.n < HEADER + 4 || memcmp(in.p + 36, "acsp", 4) != 0)
		return err_set(e, ERR_INPUT, "not a colour profile");
	if (!collect(in, list, &n, e))
		return false;

	uint32_t version = u8(in, 8);
	put_header(in, out);
	put32(out, (uint32_t)n);
	size_t table = out->n;
	for (size_t i = 0; i < 12 * n; i++)
		buf_byte(out, 0);
	for (size_t i = 0; i < n; i++) {
		kept *k = &list[i];
		for (size_t j = 0; j < i && k->data.n; j++)
			if (list[j].in_at == k->in_at && list[j].data.n == k->data.n) {
				k->at = list[j].at;
				k->size = list[j].size;
			}
		if (!k->at) {
			k->at = (uint32_t)(out->n - begin);
			if (k->text)
				put_text(out, version, k->tag == TAG('d','e','s','c'), k->text);
			else
				buf_str(out, k->data);
			k->size = (uint32_t)(out->n - begin) - k->at;
			while ((out->n - begin) % 4)
				buf_byte(out, 0);
		}
		set32(out, table + 12 * i, k->tag);
		set32(out, table + 12 * i + 4, k->at);
		set32(out, table + 12 * i + 8, k->size);
	}
	set32(out, begin, (uint32_t)(out->n - begin));
	return true;
}
