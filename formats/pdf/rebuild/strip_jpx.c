/*
 * JPEG 2000: boxes around a codestream. Boxes hold XML, UUIDs and URLs, the codestream comments;
 * neither draws. Pointer segments (TLM, PLM, PLT) go too: they only speed up access, and their
 * numbers would be wrong once a comment beside them has gone.
 */
#include "formats/pdf/rebuild/strip.h"
#include "formats/pdf/rebuild/strip_bytes.h"

#include <string.h>

enum {
	SOC = 0xFF4F, CAP = 0xFF50, SIZ = 0xFF51, COD = 0xFF52, COC = 0xFF53, TLM = 0xFF55, PLM = 0xFF57,
	PLT = 0xFF58, QCD = 0xFF5C, QCC = 0xFF5D, RGN = 0xFF5E, POC = 0xFF5F, PPM = 0xFF60, PPT = 0xFF61,
	CRG = 0xFF63, COM = 0xFF64, SOT = 0xFF90, SOD = 0xFF93, EOC = 0xFFD9,
};

#define BOX(a, b, c, d) ((uint32_t)(a) << 24 | (uint32_t)(b) << 16 | (uint32_t)(c) << 8 | (uint32_t)(d))

/* ---- the codestream ------------------------------------------------------------------------------ */

enum segment { SEGMENT_KEEP, SEGMENT_DROP, SEGMENT_UNKNOWN };

static enum segment judge(uint32_t marker)
{
	switch (marker) {
	case CAP: case SIZ: case COD: case COC: case QCD: case QCC: case RGN: case POC: case PPM: case PPT:
		return SEGMENT_KEEP;
	case TLM: case PLM: case PLT: case CRG: case COM:
		return SEGMENT_DROP;
	}
	return SEGMENT_UNKNOWN;
}

/* Copies marker segments from *at until a marker that is `stop`; *at is then at that marker. */
static bool copy_segments(str in, size_t *at, uint32_t stop, buf *out, err *e)
{
	for (;;) {
		uint32_t marker = u16(in, *at);
		if (marker == stop)
			return true;
		size_t size = u16(in, *at + 2);
		enum segment kind = judge(marker);
		if (size < 2 || !has(in, *at + 2, size) || kind == SEGMENT_UNKNOWN)
			return err_set(e, ERR_INPUT, "JPEG 2000 image: a segment of unknown kind or wrong size");
		if (kind == SEGMENT_KEEP)
			buf_add(out, in.p + *at, size + 2);
		*at += size + 2;
	}
}

static bool copy_tile_part(str in, size_t *at, buf *out, err *e)
{
	size_t begin = *at, length = u32(in, begin + 6), out_begin = out->n;
	if (u16(in, begin + 2) != 10 || !has(in, begin, 12))
		return err_set(e, ERR_INPUT, "JPEG 2000 image: a tile header of wrong size");
	size_t end = length && has(in, begin, length) ? begin + length : in.n;
	if (end < begin + 14)
		return err_set(e, ERR_INPUT, "JPEG 2000 image: a tile of wrong size");
	/* The last tile may leave its length open or be cut off; its data then ends where the file does. */
	if (end == in.n && in.n >= 2 && u16(in, in.n - 2) == EOC)
		end -= 2;
	buf_add(out, in.p + begin, 12);
	*at = begin + 12;
	if (!copy_segments(str_sub(in, 0, end), at, SOD, out, e))
		return false;
	buf_add(out, in.p + *at, end - *at);
	*at = end;
	size_t written = out->n - out_begin;
	if (written > UINT32_MAX)
		return err_set(e, ERR_INPUT, "JPEG 2000 image: a tile is too large");
	set32(out, out_begin + 6, (uint32_t)written);
	return true;
}

static bool strip_codestream(str in, buf *out, err *e)
{
	size_t at = 2;
	if (u16(in, 0) != SOC || u16(in, 2) != SIZ)
		return err_set(e, ERR_INPUT, "not a JPEG 2000 codestream");
	put16(out, SOC);
	if (!copy_segments(in, &at, SOT, out, e))
		return false;
	while (u16(in, at) == SOT)
		if (!copy_tile_part(in, &at, out, e))
			return false;
	if (at < in.n && u16(in, at) != EOC)
		return err_set(e, ERR_INPUT, "JPEG 2000 image: stray bytes between tiles");
	put16(out, EOC);
	return true;
}

/* ---- boxes ---------------------------------------------------------------------------------------- */

typedef struct box {
	uint32_t type;
	str body;
} box;

static bool next_box(str in, size_t *at, box *b, err *e)
{
	uint64_t size = u32(in, *at);
	size_t head = 8;
	if (!has(in, *at, head))
		return err_set(e, ERR_INPUT, "JPEG 2000 image: a box is cut off");
	if (size == 1) {
		size = (uint64_t)u32(in, *at + 8) << 32 | u32(in, *at + 12);
		head = 16;
	} else if (size == 0) {
		size = in.n - *at;
	}
	if (size < head || size > in.n - *at)
		return err_set(e, ERR_INPUT, "JPEG 2000 image: a box is longer than the image");
	b->type = u32(in, *at + 4);
	b->body = str_sub(in, *at + head, *at + (size_t)size);
	*at += (size_t)size;
	return true;
}

static void put_box(buf *out, uint32_t type, str body)
{
	put32(out, (uint32_t)body.n + 8);
	put32(out, type);
	buf_str(out, body);
}

/* How the samples become colours: a number, or an ICC profile. */
static void put_colour(buf *out, str body)
{
	uint32_t method = u8(body, 0);
	buf colour = { 0 };
	if (method == 1 && body.n >= 7) {
		/* CIELab (14) may be followed by its ranges: seven numbers. */
		size_t most = u32(body, 3) == 14 ? 35 : 7;
		buf_str(&colour, str_sub(body, 0, most));
	} else if ((method == 2 || method == 3) && body.n > 3) {
		err ignored = ERR_INIT;
		buf_str(&colour, str_sub(body, 0, 3));
		if (!rpdf_strip_icc(str_sub(body, 3, body.n), &colour, &ignored))
			buf_clear(&colour);
	}
	if (colour.n)
		put_box(out, BOX('c', 'o', 'l', 'r'), buf_view(&colour));
	buf_free(&colour);
}

/* A palette has exactly as many bytes as its own counts say. */
static bool whole_palette(str body)
{
	size_t entries = u16(body, 0), columns = u8(body, 2), row = 0;
	for (size_t i = 0; i < columns; i++)
		row += ((u8(body, 3 + i) & 127) + 8) / 8;
	return body.n == 3 + columns + entries * row;
}

static bool strip_header(str in, buf *out, err *e)
{
	buf header = { 0 };
	size_t at = 0;
	bool ok = true;
	while (ok && at < in.n) {
		box b;
		if (!next_box(in, &at, &b, e)) {
			ok = false;
			break;
		}
		switch (b.type) {
		case BOX('i', 'h', 'd', 'r'): ok = b.body.n == 14; break;
		case BOX('b', 'p', 'c', 'c'): ok = b.body.n <= 16384; break;
		case BOX('p', 'c', 'l', 'r'): ok = whole_palette(b.body); break;
		case BOX('c', 'm', 'a', 'p'): ok = b.body.n % 4 == 0; break;
		case BOX('c', 'd', 'e', 'f'): ok = b.body.n == 2 + 6 * (size_t)u16(b.body, 0); break;
		case BOX('c', 'o', 'l', 'r'): put_colour(&header, b.body); continue;
		default: continue;
		}
		if (ok)
			put_box(&header, b.type, b.body);
		else
			err_set(e, ERR_INPUT, "JPEG 2000 image: a header box of wrong size");
	}
	if (ok)
		put_box(out, BOX('j', 'p', '2', 'h'), buf_view(&header));
	buf_free(&header);
	return ok;
}

bool rpdf_strip_jpx(str in, buf *out, err *e)
{
	static const char signature[] = "\0\0\0\x0CjP  \r\n\x87\n" "\0\0\0\x14" "ftypjp2 \0\0\0\0jp2 ";
	bool header = false;
	size_t at = 0;

	if (u16(in, 0) == SOC)
		return strip_codestream(in, out, e);
	if (!has(in, 0, 12) || memcmp(in.p, signature, 12) != 0)
		return err_set(e, ERR_INPUT, "not a JPEG 2000 image");
	buf_add(out, signature, sizeof signature - 1);
	while (at < in.n) {
		box b;
		if (!next_box(in, &at, &b, e))
			return false;
		if (b.type == BOX('j', 'p', '2', 'h') && !header) {
			if (!strip_header(b.body, out, e))
				return false;
			header = true;
		} else if (b.type == BOX('j', 'p', '2', 'c')) {
			size_t begin = out->n;
			put32(out, 0);
			put32(out, b.type);
			if (!strip_codestream(b.body, out, e))
				return false;
			set32(out, begin, (uint32_t)(out->n - begin));
			return true; /* later codestreams are not what a PDF shows */
		}
	}
	return err_set(e, ERR_INPUT, "JPEG 2000 image: no codestream");
}
