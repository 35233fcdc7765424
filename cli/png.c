#include "cli/png.h"

#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

static void put32(unsigned char *to, uint32_t n)
{
	for (int i = 0; i < 4; i++)
		to[i] = (unsigned char)(n >> (24 - 8 * i));
}

static void chunk(buf *out, const char *kind, const unsigned char *bytes, size_t n)
{
	unsigned char four[4];
	put32(four, (uint32_t)n);
	buf_add(out, four, 4);
	size_t from = out->n;
	buf_add(out, kind, 4);
	buf_add(out, bytes, n);
	put32(four, (uint32_t)crc32(0, (const unsigned char *)out->p + from, (uInt)(n + 4)));
	buf_add(out, four, 4);
}

/* Two samples a byte, each row behind a zero for "as it is" (ISO/IEC 15948, 9.2). */
static void pack(buf *rows, const unsigned char *grey, uint32_t width, uint32_t height)
{
	for (uint32_t y = 0; y < height; y++) {
		const unsigned char *row = grey + (size_t)y * width;
		buf_byte(rows, 0);
		for (uint32_t x = 0; x < width; x += 2) {
			unsigned left = (row[x] * 15u + 127) / 255, right = x + 1 < width ? (row[x + 1] * 15u + 127) / 255 : 0;
			buf_byte(rows, (int)(left << 4 | right));
		}
	}
}

static void head_and_rows(buf *out, uint32_t width, uint32_t height, unsigned char bits, unsigned char colours, const unsigned char *packed, size_t n)
{
	static const unsigned char signature[8] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' };
	unsigned char head[13] = { [8] = bits, [9] = colours };
	put32(head, width);
	put32(head + 4, height);
	buf_add(out, signature, sizeof signature);
	chunk(out, "IHDR", head, sizeof head);
	chunk(out, "IDAT", packed, n);
	chunk(out, "IEND", NULL, 0);
}

void png_grey(buf *out, const unsigned char *grey, uint32_t width, uint32_t height)
{
	buf rows = { 0 };
	pack(&rows, grey, width, height);
	uLongf n = compressBound(rows.n);
	unsigned char *packed = malloc(n);
	if (!packed || compress2(packed, &n, (const unsigned char *)rows.p, rows.n, 9) != Z_OK)
		abort();
	head_and_rows(out, width, height, 4, 0, packed, n);
	free(packed);
	buf_free(&rows);
}

/* Each row as its difference to the one above (9.2, "up"): most of a page is nought then. */
static void pack_rgb(unsigned char *to, const unsigned char *rgb, size_t row, uint32_t height)
{
	for (uint32_t y = 0; y < height; y++) {
		const unsigned char *now = rgb + y * row, *above = now - row;
		*to++ = 2;
		for (size_t x = 0; x < row; x++)
			*to++ = (unsigned char)(now[x] - (y ? above[x] : 0));
	}
}

void png_rgb(buf *out, const unsigned char *rgb, uint32_t width, uint32_t height)
{
	size_t row = (size_t)width * 3, n = (row + 1) * height;
	struct libdeflate_compressor *c = libdeflate_alloc_compressor(1);
	size_t room = c ? libdeflate_zlib_compress_bound(c, n) : 0;
	unsigned char *rows = malloc(n), *packed = malloc(room);
	if (!c || !rows || !packed)
		abort();
	pack_rgb(rows, rgb, row, height);
	size_t got = libdeflate_zlib_compress(c, rows, n, packed, room);
	head_and_rows(out, width, height, 8, 2, packed, got);
	libdeflate_free_compressor(c);
	free(rows);
	free(packed);
}
