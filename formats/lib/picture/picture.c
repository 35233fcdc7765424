#include "formats/lib/picture/picture.h"
#include "redact/base/buf.h"

#include <string.h>
#include <zlib.h>

static uint32_t be32(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static uint32_t be16(const unsigned char *p)
{
	return (uint32_t)p[0] << 8 | p[1];
}

/* ---- PNG ------------------------------------------------------------------------------------- */

static const char png_magic[] = "\211PNG\r\n\032\n";

/* Chunks that change what is drawn. iCCP does too, but holds a description in words: without it
 * colours are taken for sRGB. */
static bool png_keeps(const unsigned char *type)
{
	static const char kept[] = "IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB sBIT pHYs";
	for (size_t i = 0; i + 4 < sizeof kept; i += 5)
		if (memcmp(kept + i, type, 4) == 0)
			return true;
	return false;
}

static void put_be32(buf *out, uint32_t v)
{
	for (int shift = 24; shift >= 0; shift -= 8)
		buf_byte(out, (int)(v >> shift & 0xff));
}

static void put_chunk(buf *out, const char *type, str body)
{
	put_be32(out, (uint32_t)body.n);
	size_t from = out->n;
	buf_add(out, type, 4);
	buf_str(out, body);
	put_be32(out, (uint32_t)crc32(0, (const unsigned char *)out->p + from, (uInt)(out->n - from)));
}

/* The compressed pixels may be followed by anything before the last IDAT ends: only what the
 * stream itself takes is kept. */
static bool whole_zlib(str packed, size_t *taken)
{
	unsigned char sink[16384];
	z_stream z = { .next_in = (unsigned char *)(uintptr_t)packed.p, .avail_in = (uInt)packed.n };
	if (inflateInit(&z) != Z_OK)
		return false;
	int state = Z_OK;
	uint64_t made = 0;
	while (state == Z_OK && made < (uint64_t)1 << 30) {
		z.next_out = sink;
		z.avail_out = sizeof sink;
		state = inflate(&z, Z_NO_FLUSH);
		made += sizeof sink - z.avail_out;
	}
	*taken = packed.n - z.avail_in;
	inflateEnd(&z);
	return state == Z_STREAM_END;
}

static bool clean_png(const unsigned char *p, size_t n, clean_picture *out, buf *to, buf *pixels)
{
	bool seen_header = false, seen_end = false;
	size_t at = 8, taken = 0;
	buf_add(to, png_magic, 8);
	while (!seen_end && n - at >= 12) {
		uint32_t len = be32(p + at);
		const unsigned char *type = p + at + 4, *body = p + at + 8;
		if (len > n - at - 12)
			return false;
		str content = { (const char *)body, len };
		if (memcmp(type, "IHDR", 4) == 0) {
			if (seen_header || len != 13)
				return false;
			out->width = be32(body);
			out->height = be32(body + 4);
			seen_header = true;
		}
		if (!seen_header)
			return false;
		seen_end = memcmp(type, "IEND", 4) == 0;
		if (memcmp(type, "IDAT", 4) == 0) {
			buf_str(pixels, content);
		} else if (seen_end) {
			if (pixels->n > UINT32_MAX / 2 || !whole_zlib(buf_view(pixels), &taken))
				return false;
			put_chunk(to, "IDAT", str_sub(buf_view(pixels), 0, taken));
			put_chunk(to, "IEND", STR(""));
		} else if (png_keeps(type) && pixels->n == 0 && len <= 1024) {
			put_chunk(to, (const char *)type, content);
		}
		at += 12 + (size_t)len;
	}
	return seen_end && out->width && out->height;
}

/* ---- JPEG ------------------------------------------------------------------------------------ */

/* From the byte after SOS to the next real marker: stuffed zeros and restart markers are pixels. */
static size_t scan_end(const unsigned char *p, size_t n, size_t at)
{
	while (at + 1 < n && !(p[at] == 0xff && p[at + 1] != 0 && !(p[at + 1] >= 0xd0 && p[at + 1] <= 0xd7)))
		at++;
	return at + 1 == n && p[at] != 0xff ? n : at;
}

/* One that ends early, as a scanner or a transfer that broke off leaves it: decoders show what has come, and go on as
 * if the mark of the end stood there. So it is put there. */
static bool end_early(const clean_picture *out, bool seen_scan, buf *to)
{
	if (!seen_scan || !out->width || !out->height)
		return false;
	buf_add(to, "\xff\xd9", 2);
	return true;
}

static bool clean_jpeg(const unsigned char *p, size_t n, clean_picture *out, buf *to)
{
	size_t at = 2;
	bool seen_scan = false, seen_jfif = false;
	buf_add(to, "\xff\xd8", 2);
	while (at + 4 <= n || (at + 2 <= n && p[at + 1] == 0xd9)) {
		if (p[at] != 0xff)
			return false;
		unsigned char marker = p[at + 1];
		if (marker == 0xff) {  /* a fill byte */
			at++;
			continue;
		}
		if (marker == 0xd9) {
			buf_add(to, "\xff\xd9", 2);
			return seen_scan && out->width && out->height;
		}
		if (marker == 0 || marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8))
			return false;
		size_t len = be16(p + at + 2);
		if (len > n - at - 2)
			break;
		if (len < 2)
			return false;
		const unsigned char *body = p + at + 4;
		size_t size = len - 2;
		bool frame = marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
		if (frame) {
			if (size < 6)
				return false;
			out->height = be16(body + 1);
			out->width = be16(body + 3);
		}
		if (marker == 0xe0 && !seen_jfif && size >= 14 && memcmp(body, "JFIF", 5) == 0) {
			/* version, units and density; never the thumbnail */
			buf_add(to, "\xff\xe0\x00\x10JFIF\x00", 9);
			buf_add(to, body + 5, 7);
			buf_add(to, "\x00\x00", 2);
			seen_jfif = true;
		} else if (marker == 0xee && size >= 12 && memcmp(body, "Adobe", 5) == 0) {
			/* says how colours were turned into numbers: twelve bytes, no more */
			buf_add(to, "\xff\xee\x00\x0e", 4);
			buf_add(to, body, 12);
		} else if (frame || marker == 0xdb || marker == 0xc4 || marker == 0xdd || marker == 0xda ||
		           marker == 0xcc) {
			buf_add(to, p + at, len + 2);
		}
		at += len + 2;
		if (marker == 0xda) {
			size_t end = scan_end(p, n, at);
			buf_add(to, p + at, end - at);
			at = end;
			seen_scan = true;
		}
	}
	return end_early(out, seen_scan, to);
}

bool picture_clean(str bytes, arena *mem, clean_picture *out)
{
	const unsigned char *p = (const unsigned char *)bytes.p;
	buf to = { 0 }, pixels = { 0 };
	bool ok = false;
	*out = (clean_picture){ 0 };
	if (bytes.n > 8 && memcmp(p, png_magic, 8) == 0) {
		out->kind = PICTURE_PNG;
		ok = clean_png(p, bytes.n, out, &to, &pixels);
	} else if (bytes.n > 4 && p[0] == 0xff && p[1] == 0xd8 && p[2] == 0xff) {
		out->kind = PICTURE_JPEG;
		ok = clean_jpeg(p, bytes.n, out, &to);
	}
	if (ok)
		out->bytes = str_dup(buf_view(&to), mem);
	buf_free(&to);
	buf_free(&pixels);
	return ok;
}
