#include "formats/pdf/rebuild/strip.h"
#include "formats/pdf/rebuild/strip_bytes.h"

#include <string.h>

/* ---- JPEG --------------------------------------------------------------------------------------- */

enum {
	SOI = 0xD8, EOI = 0xD9, SOS = 0xDA, DQT = 0xDB, DNL = 0xDC, DRI = 0xDD, DHT = 0xC4, DAC = 0xCC,
	RST0 = 0xD0, RST7 = 0xD7, APP0 = 0xE0, APP14 = 0xEE, COM = 0xFE, APP15 = 0xEF,
};

static bool is_frame(uint32_t marker)
{
	return marker >= 0xC0 && marker <= 0xCF && marker != DHT && marker != 0xC8 && marker != DAC;
}

/* Quantisation tables: a byte naming it, then 64 entries of one or two bytes. */
static bool whole_dqt(str body)
{
	size_t at = 0;
	while (at < body.n) {
		size_t size = 1 + (u8(body, at) >> 4 ? 128 : 64);
		if (!has(body, at, size))
			return false;
		at += size;
	}
	return true;
}

/* Huffman tables: a byte naming it, 16 counts, as many symbols as they sum up to. */
static bool whole_dht(str body)
{
	size_t at = 0;
	while (at < body.n) {
		size_t size = 17;
		for (size_t i = 1; i <= 16; i++)
			size += u8(body, at + i);
		if (!has(body, at, size))
			return false;
		at += size;
	}
	return true;
}

/* Segments that decoding needs, each of exactly the size its own contents ask for, so that nothing
 * can ride along behind them. */
static bool whole_segment(uint32_t marker, str body)
{
	if (is_frame(marker))
		return body.n >= 6 && body.n == 6 + 3 * (size_t)u8(body, 5);
	switch (marker) {
	case DQT: return whole_dqt(body);
	case DHT: return whole_dht(body);
	case DAC: return body.n % 2 == 0;
	case DNL:
	case DRI: return body.n == 2;
	case SOS: return body.n >= 4 && body.n == 4 + 2 * (size_t)u8(body, 0);
	}
	return false;
}

static void put_segment(buf *out, uint32_t marker, str body)
{
	buf_byte(out, 0xFF);
	buf_byte(out, (int)marker);
	put16(out, (uint32_t)body.n + 2);
	buf_str(out, body);
}

/* Entropy-coded bytes up to the next marker that is no restart. Returns where that marker is. */
static size_t copy_scan(str in, size_t at, buf *out)
{
	while (at < in.n) {
		const char *ff = memchr(in.p + at, 0xFF, in.n - at);
		size_t stop = ff ? (size_t)(ff - in.p) : in.n;
		buf_add(out, in.p + at, stop - at);
		at = stop;
		if (at + 1 >= in.n)
			return in.n;
		uint32_t next = u8(in, at + 1);
		if (next == 0xFF) {
			at++; /* a fill byte */
		} else if (next == 0 || (next >= RST0 && next <= RST7)) {
			buf_add(out, in.p + at, 2);
			at += 2;
		} else {
			return at;
		}
	}
	return in.n;
}

bool rpdf_strip_jpeg(str in, buf *out, err *e)
{
	static const char jfif[] = "JFIF\0\1\1\0\0\1\0\1\0\0";
	bool frame = false, scan = false, jfif_done = false;
	size_t at = 2;

	if (u16(in, 0) != (0xFF00 | SOI))
		return err_set(e, ERR_INPUT, "not a JPEG image");
	buf_add(out, in.p, 2);
	while (at < in.n) {
		if (u8(in, at) != 0xFF)
			return err_set(e, ERR_INPUT, "JPEG image: stray bytes between segments");
		while (at < in.n && u8(in, at) == 0xFF)
			at++;
		uint32_t marker = u8(in, at++);
		if (marker == EOI)
			break;
		if (marker >= RST0 && marker <= RST7)
			continue; /* a stray restart; decoders skip it */
		size_t size = u16(in, at);
		if (size < 2 || !has(in, at, size)) {
			if (scan)
				break; /* cut off: the scans so far are what is shown */
			return err_set(e, ERR_INPUT, "JPEG image: a segment is longer than the image");
		}
		str body = str_sub(in, at + 2, at + size);
		at += size;

		if (marker == APP0 && !jfif_done && body.n >= 5 && memcmp(body.p, "JFIF", 5) == 0) {
			put_segment(out, APP0, (str){ jfif, sizeof jfif - 1 });
			jfif_done = true;
		} else if (marker == APP14 && body.n >= 12 && memcmp(body.p, "Adobe", 5) == 0) {
			char adobe[12] = { 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, body.p[11] };
			put_segment(out, APP14, (str){ adobe, sizeof adobe });
		} else if ((marker >= APP0 && marker <= APP15) || marker == COM) {
			continue;
		} else {
			if (!whole_segment(marker, body))
				return err_set(e, ERR_INPUT, "JPEG image: a segment of unknown kind or wrong size");
			put_segment(out, marker, body);
			frame = frame || is_frame(marker);
			if (marker == SOS) {
				if (!frame)
					return err_set(e, ERR_INPUT, "JPEG image: a scan before its frame");
				scan = true;
				at = copy_scan(in, at, out);
			}
		}
	}
	if (!scan)
		return err_set(e, ERR_INPUT, "JPEG image: nothing to draw");
	buf_byte(out, 0xFF);
	buf_byte(out, EOI);
	return true;
}

/* ---- JBIG2 -------------------------------------------------------------------------------------- */

/* Segment types that draw or are drawn from. End of page and end of file do not belong into a PDF;
 * profiles and extensions (which hold comments) draw nothing. */
static bool jbig2_draws(uint32_t type)
{
	switch (type) {
	case 0: case 4: case 6: case 7: case 16: case 20: case 22: case 23: case 36: case 38: case 39:
	case 40: case 42: case 43: case 48: case 50: case 53:
		return true;
	}
	return false;
}

/* The end of a generic region that was written before its length was known: a marker, then the
 * number of rows. 0 when there is none. */
static size_t unknown_length(str in, size_t at)
{
	if (!has(in, at, 18))
		return 0;
	bool mmr = u8(in, at + 17) & 1;
	uint32_t end = mmr ? 0x0000 : 0xFFAC;
	for (size_t i = at + 18; has(in, i, 6); i++)
		if (u16(in, i) == end)
			return i + 6 - at;
	return 0;
}

bool rpdf_strip_jbig2(str in, buf *out, err *e)
{
	size_t at = 0;
	while (at < in.n) {
		size_t begin = at;
		uint32_t number = u32(in, at), flags = u8(in, at + 4), type = flags & 63;
		at += 5;
		size_t refs = u8(in, at) >> 5;
		if (refs == 7) {
			refs = u32(in, at) & 0x1FFFFFFF;
			at += 4 + (refs + 8) / 8;
		} else {
			at += 1;
		}
		size_t ref_size = number <= 256 ? 1 : number <= 65536 ? 2 : 4;
		at += refs * ref_size + (flags & 64 ? 4 : 1);
		if (!has(in, at, 4))
			return err_set(e, ERR_INPUT, "JBIG2 image: a segment header is cut off");
		size_t size = u32(in, at);
		at += 4;
		if (size == 0xFFFFFFFF) {
			size = type == 38 ? unknown_length(in, at) : 0;
			if (!size)
				return err_set(e, ERR_INPUT, "JBIG2 image: a segment without end");
		}
		if (!has(in, at, size))
			return err_set(e, ERR_INPUT, "JBIG2 image: a segment is longer than the image");
		at += size;
		if (jbig2_draws(type))
			buf_add(out, in.p + begin, at - begin);
		else if (type == 51)
			break; /* end of file: whatever follows is none of it */
		else if (type != 49 && type != 52 && type != 62)
			return err_set(e, ERR_INPUT, "JBIG2 image: a segment of unknown kind");
	}
	return true;
}
