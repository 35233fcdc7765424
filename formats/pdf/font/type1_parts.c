/* See type1_parts.h. */
#include "formats/pdf/font/type1_parts.h"

#include "formats/pdf/rebuild/strip_bytes.h"

#include <ctype.h>
#include <string.h>

/* ---- encryption -------------------------------------------------------------------------------- */

void rpdf_type1_decrypt(str in, uint16_t key, size_t skip, buf *out)
{
	for (size_t i = 0; i < in.n; i++) {
		uint32_t c = u8(in, i);
		if (i >= skip)
			buf_byte(out, (int)(c ^ key >> 8));
		key = (uint16_t)((c + key) * 52845u + 22719u);
	}
}

void rpdf_type1_encrypt(str in, uint16_t key, buf *out)
{
	for (size_t i = 0; i < in.n; i++) {
		uint32_t c = (u8(in, i) ^ key >> 8) & 255;
		buf_byte(out, (int)c);
		key = (uint16_t)((c + key) * 52845u + 22719u);
	}
}

/* ---- PFB --------------------------------------------------------------------------------------- */

static void unwrap(str in, buf *out)
{
	size_t at = 0;
	if (u8(in, 0) != 0x80) {
		buf_str(out, in);
		return;
	}
	while (u8(in, at) == 0x80 && (u8(in, at + 1) == 1 || u8(in, at + 1) == 2) && has(in, at, 6)) {
		size_t n = u8(in, at + 2) | u8(in, at + 3) << 8 | u8(in, at + 4) << 16 | u8(in, at + 5) << 24;
		buf_str(out, str_sub(in, at + 6, at + 6 + n));
		at += 6 + n;
	}
}

/* ---- hex, and both portions -------------------------------------------------------------------- */

static bool is_hex(str s)
{
	for (size_t i = 0; i < 4; i++)
		if (!isxdigit((int)u8(s, i)))
			return false;
	return true;
}

static void from_hex(str s, buf *out)
{
	int have = -1;
	for (size_t i = 0; i < s.n; i++) {
		int c = (int)u8(s, i);
		if (!isxdigit(c))
			continue;
		int v = isdigit(c) ? c - '0' : (c | 0x20) - 'a' + 10;
		if (have >= 0)
			buf_byte(out, have << 4 | v);
		have = have >= 0 ? -1 : v;
	}
}

bool rpdf_type1_parts(str in, buf *clear, buf *plain)
{
	buf whole = { 0 }, raw = { 0 };
	unwrap(in, &whole);
	str s = buf_view(&whole);
	const char *word = s.n ? memmem(s.p, s.n, "eexec", 5) : NULL;
	size_t mark = word ? (size_t)(word - s.p) : s.n;
	bool ok = s.n > 2 && memcmp(s.p, "%!", 2) == 0 && mark + 5 < s.n;
	if (ok) {
		size_t at = mark + 5;
		while (at < s.n && memchr(" \n\r\t\f", s.p[at], 6) /* NUL is one too */ && at < mark + 9)
			at++;
		str coded = str_sub(s, at, s.n);
		buf_str(clear, str_sub(s, 0, mark + 5));
		if (is_hex(coded))
			from_hex(coded, &raw);
		rpdf_type1_decrypt(raw.n ? buf_view(&raw) : coded, TYPE1_EEXEC, TYPE1_RANDOM, plain);
	}
	buf_free(&whole);
	buf_free(&raw);
	return ok;
}
