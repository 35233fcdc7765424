/*
 * strip_bytes.h - big-endian numbers in strangers' bytes, shared by the strip_*.c files.
 *
 * A number that lies outside the bytes reads as zero: every caller checks its lengths anyway, and
 * so a forgotten check gives a wrong number and never a wrong address.
 */
#ifndef UNDERSEAL_PDF_STRIP_BYTES_H
#define UNDERSEAL_PDF_STRIP_BYTES_H

#include "redact/base/buf.h"

static inline bool has(str s, size_t at, size_t n)
{
	return at <= s.n && n <= s.n - at;
}

static inline uint32_t u8(str s, size_t at)
{
	return has(s, at, 1) ? (unsigned char)s.p[at] : 0;
}

static inline uint32_t u16(str s, size_t at)
{
	return has(s, at, 2) ? u8(s, at) << 8 | u8(s, at + 1) : 0;
}

static inline uint32_t u32(str s, size_t at)
{
	return has(s, at, 4) ? u16(s, at) << 16 | u16(s, at + 2) : 0;
}

static inline void put16(buf *b, uint32_t v)
{
	buf_byte(b, (int)(v >> 8 & 255));
	buf_byte(b, (int)(v & 255));
}

static inline void put32(buf *b, uint32_t v)
{
	put16(b, v >> 16);
	put16(b, v & 0xFFFF);
}

/* Overwrites four bytes written before. */
static inline void set32(buf *b, size_t at, uint32_t v)
{
	for (int i = 0; i < 4; i++)
		b->p[at + (size_t)i] = (char)(v >> (24 - 8 * i) & 255);
}

#endif
