/*
 * What stands behind the end of packed data, where a reader of the stream never looks: more packed
 * data, or plain bytes.
 */
#include "formats/pdf/proof/carriers_int.h"

#include <string.h>
#include <zlib.h>

enum {
	LARGEST = 128 << 20,
	MOST_PARTS = 16,     /* packed one behind the other                                    */
	SLACK = 8,           /* bytes: checksums left out or doubled, line ends, zeros         */
	PIECE = 64 << 10,
};

/* Unpacks from the start of `in`; false when it is no packed data. out may be NULL: only *used counts. */
static bool unpack(str in, size_t *used, buf *out)
{
	unsigned char piece[PIECE];
	z_stream z;
	memset(&z, 0, sizeof z);
	z.next_in = (unsigned char *)in.p; /* zlib does not write there */
	z.avail_in = in.n < UINT32_MAX ? (uInt)in.n : UINT32_MAX;
	if (inflateInit(&z) != Z_OK)
		return false;
	int said = Z_OK;
	size_t total = 0;
	while (said == Z_OK && total <= LARGEST) {
		z.next_out = piece;
		z.avail_out = sizeof piece;
		said = inflate(&z, Z_NO_FLUSH);
		size_t got = sizeof piece - z.avail_out;
		total += got;
		if (out)
			buf_add(out, piece, got);
	}
	*used = in.n - z.avail_in;
	inflateEnd(&z);
	return said == Z_STREAM_END;
}

static str without_slack(str s)
{
	while (s.n && (s.p[0] == 0 || s.p[0] == '\r' || s.p[0] == '\n' || s.p[0] == ' '))
		s = str_sub(s, 1, s.n);
	while (s.n && (s.p[s.n - 1] == 0 || s.p[s.n - 1] == '\r' || s.p[s.n - 1] == '\n' || s.p[s.n - 1] == ' '))
		s.n--;
	return s;
}

static bool is_readable(str s)
{
	size_t odd = 0;
	for (size_t i = 0; i < s.n; i++)
		odd += ((unsigned char)s.p[i] < 0x20 && !strchr("\t\n\f\r", s.p[i])) || (unsigned char)s.p[i] >= 0x7f;
	return odd * 10 <= s.n;
}

static void list_part(listing *l, str where, str bytes)
{
	carrier_words w = { 0 };
	rpdf_words_add(&w, bytes, false);
	rpdf_list_words(l, &w, where, true);
	rpdf_words_free(&w);
	rpdf_list_bytes(l, "behind a stream", where, bytes, false);
}

void rpdf_list_rest(listing *l, str where, str rest)
{
	rest = without_slack(rest);
	for (int part = 0; rest.n > SLACK && !l->stopped; part++) {
		buf out = { 0 };
		size_t used = 0;
		list_part(l, where, rest);
		bool packed = part < MOST_PARTS && unpack(rest, &used, &out);
		if (packed)
			list_part(l, where, buf_view(&out));
		buf_free(&out);
		if (!packed && !is_readable(rest))
			rpdf_list_trouble(l, "%s" STR_FMT ": something stands behind the end of its data", l->within, STR_ARG(where));
		if (!packed)
			return;
		rest = without_slack(str_sub(rest, used, rest.n));
	}
}

/* Packed data end in a checksum of what they hold (RFC 1950): where it stands at the very end, nothing
 * stands behind it, and nobody has to unpack them twice. */
static bool ends_in_checksum_of(str packed, str decoded)
{
	uint32_t sum = (uint32_t)adler32_z(1, (const unsigned char *)decoded.p, decoded.n);
	const unsigned char want[] = { sum >> 24 & 0xff, sum >> 16 & 0xff, sum >> 8 & 0xff, sum & 0xff };
	for (size_t slack = 0; slack <= 2 && slack + sizeof want <= packed.n; slack++)
		if (memcmp(packed.p + packed.n - slack - sizeof want, want, sizeof want) == 0)
			return true;
	return false;
}

void rpdf_list_behind(listing *l, str where, str packed, str decoded)
{
	size_t used = 0;
	if (decoded.n && ends_in_checksum_of(packed, decoded))
		return;
	if (unpack(packed, &used, NULL) && packed.n - used > SLACK)
		rpdf_list_rest(l, where, str_sub(packed, used, packed.n));
}
