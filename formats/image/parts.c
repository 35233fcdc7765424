/* What stands in a PNG (ISO 15948), a JPEG (ITU-T T.81) or a TIFF (TIFF 6.0) beside the pixels. */
#include "formats/image/inner.h"

#include <string.h>
#include <zlib.h>

enum { MOST_UNPACKED = 4 << 20, MOST_DIRECTORIES = 20000, MOST_ENTRIES = 400000 };

struct lister {
	str file;
	arena *mem;
	image_part_sink *sink;
	void *arg;
	bool little, stopped;
	size_t directories, entries;
};

static void tell(struct lister *l, str where, str bytes, bool draws)
{
	const image_part part = { where, bytes, draws };
	if (!l->stopped && bytes.n)
		l->stopped = !l->sink(l->arg, &part);
}

static uint32_t big(str s, size_t at, size_t n)
{
	uint32_t v = 0;
	for (size_t i = 0; i < n; i++)
		v = v << 8 | (at + i < s.n ? (unsigned char)s.p[at + i] : 0);
	return v;
}

static bool is_one_of(const char *list, const char *type)
{
	for (; *list; list += 5)
		if (memcmp(list, type, 4) == 0)
			return true;
	return false;
}

/* ---- PNG --------------------------------------------------------------------------------------- */

/* Words that a chunk keeps packed, or "". */
static str unpacked(struct lister *l, const char *type, str body)
{
	size_t at = 0;
	while (at < body.n && body.p[at])
		at++;
	at += 2;  /* the end of the keyword, the method */
	if (memcmp(type, "iTXt", 4) == 0) {
		at++;
		for (int word = 0; word < 2; word++, at++)
			while (at < body.n && body.p[at])
				at++;
	} else if (!is_one_of("zTXt iCCP ", type)) {
		return STR("");
	}
	if (at >= body.n || body.n > UINT32_MAX / 2)
		return STR("");
	uLongf n = MOST_UNPACKED;
	arena *own = arena_new();
	unsigned char *to = arena_alloc(own, n);
	z_stream z = { .next_in = (unsigned char *)(uintptr_t)body.p + at, .avail_in = (uInt)(body.n - at),
	               .next_out = to, .avail_out = (uInt)n };
	str out = STR("");
	if (inflateInit(&z) == Z_OK) {
		inflate(&z, Z_FINISH);
		out = str_dup((str){ (const char *)to, n - z.avail_out }, l->mem);
		inflateEnd(&z);
	}
	arena_drop(own);
	return out;
}

static void list_png(struct lister *l)
{
	size_t at = 8;
	bool ended = false;
	while (!ended && at + 12 <= l->file.n && !l->stopped) {
		uint32_t n = big(l->file, at, 4);
		const char *type = l->file.p + at + 4;
		if (n > l->file.n - at - 12)
			break;
		str body = str_sub(l->file, at + 8, at + 8 + n), where = str_fmt(l->mem, "chunk %.4s", type);
		ended = memcmp(type, "IEND", 4) == 0;
		if (memcmp(type, "IDAT", 4) != 0) {
			tell(l, where, body, is_one_of("IHDR PLTE IEND tRNS gAMA cHRM sRGB sBIT pHYs ", type));
			tell(l, where, unpacked(l, type, body), false);
		}
		at += 12 + (size_t)n;
	}
	tell(l, STR("what follows the end"), str_sub(l->file, at, l->file.n), false);
}

/* ---- JPEG -------------------------------------------------------------------------------------- */

static bool draws_jpeg(unsigned marker, str body)
{
	return (marker >= 0xc0 && marker <= 0xdf) || (marker == 0xe0 && str_starts(body, "JFIF") && body.n == 14) ||
	       (marker == 0xee && str_starts(body, "Adobe") && body.n == 12);
}

static size_t past_scan(str s, size_t at)
{
	const unsigned char *p = (const unsigned char *)s.p;
	while (at + 1 < s.n && !(p[at] == 0xff && p[at + 1] && !(p[at + 1] >= 0xd0 && p[at + 1] <= 0xd7)))
		at++;
	return at;
}

static void list_jpeg(struct lister *l)
{
	const unsigned char *p = (const unsigned char *)l->file.p;
	size_t at = 2;
	while (at + 4 <= l->file.n && p[at] == 0xff && p[at + 1] != 0xd9 && !l->stopped) {
		unsigned marker = p[at + 1];
		size_t n = big(l->file, at + 2, 2);
		if (marker == 0xff) {
			at++;
			continue;
		}
		if (n < 2 || n > l->file.n - at - 2)
			break;
		str body = str_sub(l->file, at + 4, at + 2 + n);
		tell(l, str_fmt(l->mem, marker == 0xfe ? "segment COM" : marker >= 0xe0 && marker <= 0xef ? "segment APP%u" :
		                "segment %02x", marker >= 0xe0 && marker <= 0xef ? marker - 0xe0 : marker), body, draws_jpeg(marker, body));
		at += 2 + n;
		if (marker == 0xda)
			at = past_scan(l->file, at);
	}
	at += at + 2 <= l->file.n && p[at] == 0xff && p[at + 1] == 0xd9 ? 2 : 0;
	tell(l, STR("what follows the end"), str_sub(l->file, at, l->file.n), false);
}

/* ---- TIFF -------------------------------------------------------------------------------------- */

static uint32_t word(const struct lister *l, size_t at, size_t n)
{
	uint32_t v = 0;
	for (size_t i = 0; i < n; i++) {
		size_t k = at + (l->little ? n - 1 - i : i);
		v = v << 8 | (k < l->file.n ? (unsigned char)l->file.p[k] : 0);
	}
	return v;
}

static bool draws_tiff(unsigned tag)
{
	static const unsigned short tags[] = {
		254, 255, 256, 257, 258, 259, 262, 263, 266, 273, 274, 277, 278, 279, 280, 281, 282, 283, 284, 292, 293, 296,
		297, 301, 317, 318, 319, 320, 322, 323, 324, 325, 338, 339, 347, 512, 529, 530, 531, 532,
	};
	for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
		if (tags[i] == tag)
			return true;
	return false;
}

/* Of strips and tiles, what is told are numbers of places: the pixels. */
static bool leads_to_pixels(unsigned tag)
{
	return tag == 273 || tag == 279 || tag == 324 || tag == 325;
}

static bool leads_to_directory(unsigned tag)
{
	return tag == 330 || tag == 34665 || tag == 34853 || tag == 40965;
}

static void list_directory(struct lister *l, size_t at, int depth);

static void list_entry(struct lister *l, size_t at, int depth)
{
	static const unsigned char sizes[] = { 0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4 };
	unsigned tag = word(l, at, 2), type = word(l, at + 2, 2);
	uint64_t n = (uint64_t)word(l, at + 4, 4) * (type < sizeof sizes ? sizes[type] : 1);
	size_t from = n <= 4 ? at + 8 : word(l, at + 8, 4);
	if (leads_to_pixels(tag) || from >= l->file.n)
		return;
	if (n > l->file.n - from)
		n = l->file.n - from;
	tell(l, str_fmt(l->mem, "tag %u", tag), str_sub(l->file, from, from + (size_t)n), draws_tiff(tag));
	for (size_t i = 0; leads_to_directory(tag) && i + 4 <= n && i < 400; i += 4)
		list_directory(l, word(l, from + i, 4), depth + 1);
}

static void list_directory(struct lister *l, size_t at, int depth)
{
	while (at >= 8 && at < l->file.n && depth < 4 && l->directories++ < MOST_DIRECTORIES && !l->stopped) {
		size_t n = word(l, at, 2);
		for (size_t i = 0; i < n && at + 2 + 12 * (i + 1) <= l->file.n && l->entries++ < MOST_ENTRIES; i++)
			list_entry(l, at + 2 + 12 * i, depth);
		at = word(l, at + 2 + 12 * n, 4);
	}
}

bool image_parts(str bytes, arena *mem, image_part_sink *sink, void *arg)
{
	struct lister l = { .file = bytes, .mem = mem, .sink = sink, .arg = arg };
	if (str_starts(bytes, "\211PNG")) {
		list_png(&l);
	} else if (str_starts(bytes, "\xff\xd8")) {
		list_jpeg(&l);
	} else {
		l.little = bytes.n && bytes.p[0] == 'I';
		list_directory(&l, word(&l, 4, 4), 0);
	}
	return !l.stopped;
}
