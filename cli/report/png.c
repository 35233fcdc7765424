#include "cli/report/png.h"

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

void png_grey(buf *out, const unsigned char *grey, uint32_t width, uint32_t height)
{
	static const unsigned char signature[8] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' };
	unsigned char head[13] = { [8] = 4 /* bits */ };
	buf rows = { 0 };
	pack(&rows, grey, width, height);
	uLongf n = compressBound(rows.n);
	unsigned char *packed = malloc(n);
	if (!packed || compress2(packed, &n, (const unsigned char *)rows.p, rows.n, 9) != Z_OK)
		abort();
	put32(head, width);
	put32(head + 4, height);
	buf_add(out, signature, sizeof signature);
	chunk(out, "IHDR", head, sizeof head);
	chunk(out, "IDAT", packed, n);
	chunk(out, "IEND", NULL, 0);
	free(packed);
	buf_free(&rows);
}
