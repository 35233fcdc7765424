#include "formats/docx/picture/metafile.h"
#include "redact/base/utf8.h"

#include <string.h>

static uint32_t le(str s, size_t at, int n)
{
	uint32_t v = 0;
	if (s.n < (size_t)n || at > s.n - (size_t)n)
		return 0;
	for (int i = n; i-- > 0;)
		v = v << 8 | (unsigned char)s.p[at + (size_t)i];
	return v;
}

static int32_t le_signed(str s, size_t at, int n)
{
	uint32_t v = le(s, at, n);
	return n == 2 ? (int16_t)(uint16_t)v : (int32_t)v;
}

enum { PLACEABLE = 22, WMF_HEADER = 18 };

bool metafile_is_emf(str bytes)
{
	return bytes.n >= 88 && le(bytes, 0, 4) == 1 && memcmp(bytes.p + 40, " EMF", 4) == 0;
}

static size_t wmf_start(str bytes)
{
	return le(bytes, 0, 4) == 0x9ac6cdd7 ? PLACEABLE : 0;
}

bool metafile_is_wmf(str bytes)
{
	size_t at = wmf_start(bytes);
	uint32_t type = le(bytes, at, 2);
	return bytes.n >= at + WMF_HEADER && (type == 1 || type == 2) && le(bytes, at + 2, 2) == 9 &&
	       (le(bytes, at + 4, 2) == 0x300 || le(bytes, at + 4, 2) == 0x100);
}

/* ---- records --------------------------------------------------------------------------------- */

typedef struct record {
	uint32_t type;
	str all;        /* with its header */
} record;

/* Moves on to the record at *at; false at the end and where the file is not one. */
static bool next_record(str file, bool emf, size_t *at, record *r)
{
	size_t head = emf ? 8 : 6;
	if (file.n < head || *at > file.n - head)
		return false;
	size_t n = emf ? le(file, *at + 4, 4) : (size_t)le(file, *at, 4) * 2;
	if (n < head || n > file.n - *at)
		return false;
	r->type = emf ? le(file, *at, 4) : le(file, *at + 4, 2);
	r->all = str_sub(file, *at, *at + n);
	*at += n;
	return true;
}

static size_t first_record(str file, bool emf)
{
	return emf ? 0 : wmf_start(file) + WMF_HEADER;
}

/* ---- the one bitmap -------------------------------------------------------------------------- */

/* Where the command keeps the bitmap and which part of it it shows. */
typedef struct shown {
	str info, bits;         /* info: header and colours; in WMF the bits follow, and bits is "" */
	int32_t x, y, w, h;     /* of the source, in pixels */
	int32_t to_w, to_h;
} shown;

static str emf_piece(str all, size_t at)
{
	uint32_t off = le(all, at, 4), n = le(all, at + 4, 4);
	return off <= all.n && n <= all.n - off ? str_sub(all, off, (size_t)off + n) : STR("");
}

static bool emf_bitmap(const record *r, shown *out)
{
	str s = r->all;
	switch (r->type) {
	case 81: /* STRETCHDIBITS */
		*out = (shown){ emf_piece(s, 48), emf_piece(s, 56), le_signed(s, 32, 4), le_signed(s, 36, 4),
		                le_signed(s, 40, 4), le_signed(s, 44, 4), le_signed(s, 72, 4), le_signed(s, 76, 4) };
		return le(s, 64, 4) == 0;
	case 80: /* SETDIBITSTODEVICE */
		*out = (shown){ emf_piece(s, 48), emf_piece(s, 56), le_signed(s, 32, 4), le_signed(s, 36, 4),
		                le_signed(s, 40, 4), le_signed(s, 44, 4), 1, 1 };
		return le(s, 64, 4) == 0;
	case 76: /* BITBLT */
		*out = (shown){ emf_piece(s, 84), emf_piece(s, 92), le_signed(s, 44, 4), le_signed(s, 48, 4),
		                le_signed(s, 32, 4), le_signed(s, 36, 4), 1, 1 };
		return le(s, 80, 4) == 0;
	case 77: /* STRETCHBLT */
		*out = (shown){ emf_piece(s, 84), emf_piece(s, 92), le_signed(s, 44, 4), le_signed(s, 48, 4),
		                le_signed(s, 100, 4), le_signed(s, 104, 4), le_signed(s, 32, 4), le_signed(s, 36, 4) };
		return le(s, 80, 4) == 0;
	default:
		return false;
	}
}

static bool wmf_bitmap(const record *r, shown *out)
{
	str s = r->all;
	switch (r->type) {
	case 0x0f43: /* STRETCHDIB */
		*out = (shown){ str_sub(s, 28, s.n), STR(""), le_signed(s, 18, 2), le_signed(s, 16, 2), le_signed(s, 14, 2),
		                le_signed(s, 12, 2), le_signed(s, 22, 2), le_signed(s, 20, 2) };
		return le(s, 10, 2) == 0;
	case 0x0b41: /* DIBSTRETCHBLT */
		*out = (shown){ str_sub(s, 26, s.n), STR(""), le_signed(s, 16, 2), le_signed(s, 14, 2), le_signed(s, 12, 2),
		                le_signed(s, 10, 2), le_signed(s, 20, 2), le_signed(s, 18, 2) };
		return true;
	case 0x0940: /* DIBBITBLT */
		*out = (shown){ str_sub(s, 22, s.n), STR(""), le_signed(s, 12, 2), le_signed(s, 10, 2), le_signed(s, 16, 2),
		                le_signed(s, 14, 2), 1, 1 };
		return true;
	case 0x0d33: /* SETDIBTODEV */
		*out = (shown){ str_sub(s, 24, s.n), STR(""), le_signed(s, 14, 2), le_signed(s, 12, 2), le_signed(s, 18, 2),
		                le_signed(s, 16, 2), 1, 1 };
		return le(s, 6, 2) == 0;
	default:
		return false;
	}
}

/* A blit without a bitmap paints a ground. */
static bool paints_ground(const record *r, bool emf)
{
	if (emf)
		return (r->type == 76 || r->type == 77) && le(r->all, 88, 4) == 0;
	return (r->type == 0x0940 || r->type == 0x0b41) && r->all.n / 2 == (size_t)(r->type >> 8) + 3;
}

/* Commands that draw nothing: pens, modes, the window. Clipping is not among them, since a clipped
 * bitmap holds more than is seen, nor are transforms that turn. */
static bool draws_nothing(const record *r, bool emf)
{
	static const uint16_t emf_state[] = {
		1, 9, 10, 11, 12, 13, 14, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 28, 31, 32, 33, 34, 37, 38, 39, 40, 48, 49,
		50, 51, 52, 57, 58, 70, 82, 93, 94, 95, 98, 115,
	};
	static const uint16_t wmf_state[] = {
		0x0000, 0x001e, 0x0035, 0x00f7, 0x00f8, 0x0102, 0x0103, 0x0104, 0x0105, 0x0106, 0x0107, 0x0108, 0x0127, 0x012d,
		0x012e, 0x0142, 0x0149, 0x01f0, 0x01f9, 0x0201, 0x0209, 0x020a, 0x020b, 0x020c, 0x020d, 0x020e, 0x0231, 0x0234,
		0x02fa, 0x02fb, 0x02fc, 0x0410, 0x0412, 0x0626,
	};
	const uint16_t *list = emf ? emf_state : wmf_state;
	size_t n = emf ? sizeof emf_state / sizeof *emf_state : sizeof wmf_state / sizeof *wmf_state;
	for (size_t i = 0; i < n; i++)
		if (r->type == list[i])
			return true;
	if (emf && r->type == 75) /* a clip region that is none */
		return le(r->all, 8, 4) == 0;
	/* XFORM: M11 M12 M21 M22 as floats; zero turns nothing, the sign bit mirrors */
	if (emf && (r->type == 35 || r->type == 36))
		return le(r->all, 12, 4) << 1 == 0 && le(r->all, 16, 4) << 1 == 0 && le(r->all, 8, 4) >> 31 == 0 && le(r->all, 20, 4) >> 31 == 0;
	return false;
}

/* A DIB's header, masks and colours: [MS-WMF] 2.2.2.9. 0 when it is none. */
static size_t info_size(str dib)
{
	uint32_t head = le(dib, 0, 4);
	if (head == 12)
		return 12 + (le(dib, 10, 2) <= 8 ? (size_t)3 << le(dib, 10, 2) : 0);
	if (head < 40 || head > 124 || head > dib.n)
		return 0;
	uint32_t bits = le(dib, 14, 2), compression = le(dib, 16, 4), used = le(dib, 32, 4);
	if (used > 256)
		used = 0;
	size_t colours = used ? used : bits <= 8 ? (size_t)1 << bits : 0;
	return head + (head == 40 && compression == 3 ? 12 : 0) + 4 * colours;
}

static void put_le(char *p, uint32_t v)
{
	for (int i = 0; i < 4; i++)
		p[i] = (char)(v >> 8 * i & 0xff);
}

/* All of it, the right way up: what is not shown would come out with it. */
static bool shows_all(const shown *b)
{
	uint32_t head = le(b->info, 0, 4);
	int32_t w = head == 12 ? (int32_t)le(b->info, 4, 2) : le_signed(b->info, 4, 4);
	int32_t h = head == 12 ? (int32_t)le(b->info, 6, 2) : le_signed(b->info, 8, 4);
	return w > 0 && h != 0 && h != INT32_MIN && b->x == 0 && b->y == 0 && b->w == w && (b->h == h || b->h == -h) &&
	       b->h > 0 && b->to_w > 0 && b->to_h > 0;
}

static bool make_bmp(const shown *b, arena *mem, str *bmp)
{
	enum { HEADER = 14 };
	size_t info = info_size(b->info);
	str bits = b->bits.n ? b->bits : str_sub(b->info, info, b->info.n);
	if (info == 0 || info > b->info.n || bits.n == 0 || !shows_all(b))
		return false;
	size_t n = HEADER + info + bits.n;
	char *p = arena_alloc(mem, n);
	memcpy(p, "BM", 2);
	put_le(p + 2, (uint32_t)n);
	put_le(p + 10, (uint32_t)(HEADER + info));
	memcpy(p + HEADER, b->info.p, info);
	memcpy(p + HEADER + info, bits.p, bits.n);
	*bmp = (str){ p, n };
	return true;
}

bool metafile_bitmap(str bytes, arena *mem, str *bmp)
{
	bool emf = metafile_is_emf(bytes);
	size_t at = first_record(bytes, emf), found = 0;
	record r;
	shown b = { 0 };
	while (next_record(bytes, emf, &at, &r)) {
		if ((paints_ground(&r, emf) && !found) || draws_nothing(&r, emf))
			continue;
		if (found++ || !(emf ? emf_bitmap(&r, &b) : wmf_bitmap(&r, &b)))
			return false;
	}
	return found == 1 && make_bmp(&b, mem, bmp);
}

/* ---- words ----------------------------------------------------------------------------------- */

/* Most letters of a string, whatever the counts say. */
enum { LONGEST = 65536 };

static void put_words(buf *line, buf *together, str s, size_t width)
{
	for (size_t i = 0; i + width <= s.n; i += width) {
		char one[4];
		size_t n = (size_t)utf8_put(one, le(s, i, (int)width));
		if (one[0] == '\0')
			continue;
		buf_add(line, one, n);
		buf_add(together, one, n);
	}
	buf_byte(line, '\n');
}

/* EmrText at `from`: point, number of letters, where they stand in the record. */
static str emf_string(str all, size_t from, size_t width)
{
	size_t n = le(all, from + 8, 4), off = le(all, from + 12, 4);
	if (n > LONGEST || off > all.n || n * width > all.n - off)
		return STR("");
	return str_sub(all, off, off + n * width);
}

static void emf_words(const record *r, buf *line, buf *together)
{
	enum { POLY_HEAD = 40, ONE_TEXT = 40 };
	bool wide = r->type == 84 || r->type == 97;
	if (r->type == 83 || r->type == 84) {
		put_words(line, together, emf_string(r->all, 36, wide ? 2 : 1), wide ? 2 : 1);
	} else if (r->type == 96 || r->type == 97) {
		size_t n = le(r->all, 36, 4);
		for (size_t i = 0; i < n && POLY_HEAD + (i + 1) * ONE_TEXT <= r->all.n; i++)
			put_words(line, together, emf_string(r->all, POLY_HEAD + i * ONE_TEXT, wide ? 2 : 1), wide ? 2 : 1);
	} else if (r->type == 108) { /* SMALLTEXTOUT: 0x100 no bounds, 0x200 bytes */
		size_t n = le(r->all, 16, 4), options = le(r->all, 20, 4), at = options & 0x100 ? 36 : 52;
		size_t width = options & 0x200 ? 1 : 2;
		if (n <= LONGEST && at <= r->all.n && n * width <= r->all.n - at)
			put_words(line, together, str_sub(r->all, at, at + n * width), width);
	}
}

static void wmf_words(const record *r, buf *line, buf *together)
{
	size_t n = 0, at = 0;
	if (r->type == 0x0521) {
		n = le(r->all, 6, 2);
		at = 8;
	} else if (r->type == 0x0a32) {
		n = le(r->all, 10, 2);
		at = le(r->all, 12, 2) & 6 ? 22 : 14;
	}
	if (n && at <= r->all.n && n <= r->all.n - at)
		put_words(line, together, str_sub(r->all, at, at + n), 1);
}

void metafile_words(str bytes, buf *out)
{
	bool emf = metafile_is_emf(bytes);
	size_t at = first_record(bytes, emf);
	buf together = { 0 };
	record r;
	while (next_record(bytes, emf, &at, &r)) {
		if (emf)
			emf_words(&r, out, &together);
		else
			wmf_words(&r, out, &together);
	}
	buf_str(out, buf_view(&together));
	buf_byte(out, '\n');
	buf_free(&together);
}
