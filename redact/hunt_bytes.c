/* Known values in bytes whose encoding nobody knows. */
#include "redact/hunt_int.h"

#include "redact/base/buf.h"
#include "redact/base/utf8.h"

#include <string.h>

enum {
	CHUNK = 1 << 20,    /* bytes are searched in pieces of this size                      */
	HEX_RUN = 10,       /* the shortest run of hex digits that may spell a value          */
	CODED_RUN = 24,     /* and of base64; shorter ones are words                          */
	CODED_LINE = 48,    /* base64 that long goes on behind the end of its line            */
};

/* One way to read a piece of the bytes, as lowered text. Pieces overlap by more than any value, so
 * what touches an inner edge of one, where its neighbours cannot be seen, lies whole in the other. */
struct view {
	const hunt_set *s;
	str bytes;
	str plain;   /* the same not lowered, which would spoil its UTF-8: for looking at edges */
	bool first, last;
	hunt_hit *hit;
	void *arg;
	const stays *stays;
	bool stopped;
};

/* Small letters with accents in Mac Roman that are no sign in Windows' encodings either: letters or nothing. */
static bool is_accented_on_macs(unsigned char c)
{
	return c == 0x8a || (c >= 0x8c && c <= 0x90) || c == 0x9a || (c >= 0x9c && c <= 0x9f);
}

/* A byte that is no UTF-8 and in Latin-1 a letter with an accent, and as what goes on a word in nearly any other
 * encoding no sign: small, or capital behind a capital, since quotes and dashes of some stand where the others are. */
static bool is_accented(str s, size_t at, bool behind_capital)
{
	unsigned char c = (unsigned char)s.p[at];
	size_t next = at;
	bool mac = is_accented_on_macs(c);
	if (!mac && (c < 0xc0 || c > 0xfd || c == 0xd7 || c == 0xf7 || (c < 0xe0 && !behind_capital)))
		return false;
	return utf8_next(s, &next) == 0xfffd && next == at + 1;
}

/* The same right before a small letter, as in the middle of a word. */
static bool is_accented_before(str s, size_t at)
{
	unsigned char c = (unsigned char)s.p[at - 1];
	bool alone = at == 1 || (unsigned char)s.p[at - 2] < 0x80, small = s.p[at] >= 'a' && s.p[at] <= 'z';
	return alone && small && (is_accented_on_macs(c) || (c >= 0xe0 && c <= 0xfd && c != 0xf7));
}

/* Two letters or two digits belong together: Smith in Blacksmith is another word. */
static bool inside_word(str s, size_t at)
{
	if (at == 0 || at >= s.n)
		return false;
	unsigned char before = (unsigned char)s.p[at - 1];
	if (utf8_letter_before(s, at) && is_accented(s, at, before >= 'A' && before <= 'Z'))
		return true;
	if (is_accented_before(s, at))
		return true;
	return (utf8_letter_before(s, at) && utf8_letter_at(s, at))
	    || (hunt_is_digit((unsigned char)s.p[at - 1]) && hunt_is_digit((unsigned char)s.p[at]));
}

static unsigned char byte_at(str s, size_t at)
{
	return at < s.n ? (unsigned char)s.p[at] : 0;
}

static bool view_hit(void *arg, size_t word, size_t beg, size_t end)
{
	struct view *v = arg;
	if (!(v->s->use[word] & HUNT_IN_BYTES) || (beg == 0 && !v->first) || (end == v->bytes.n && !v->last))
		return true;
	unsigned char first = byte_at(v->bytes, beg), last = byte_at(v->bytes, end - 1);
	unsigned char before = beg ? byte_at(v->bytes, beg - 1) : 0, after = byte_at(v->bytes, end);
	if (inside_word(v->plain, beg) || inside_word(v->plain, end))
		return true;
	/* 123456.7 is a coordinate. */
	if ((before == '.' && hunt_is_digit(first)) ||
	    (after == '.' && hunt_is_digit(last) && hunt_is_digit(byte_at(v->bytes, end + 1))))
		return true;
	if (v->stays && stays_near(v->stays, v->plain, beg, end))
		return true;
	v->stopped = !v->hit(v->arg, v->s->value[word], beg, end);
	return !v->stopped;
}

static bool look(const hunt *h, struct view *v, str bytes, str plain, err *e)
{
	v->bytes = bytes;
	v->plain = plain;
	return v->stopped || needles_scan(h->words.all, bytes, view_hit, v, e);
}

/* Loops over so many bytes are what compilers make a handful of instructions of. */
enum { STEP = 16 };

static inline unsigned char low_ascii(unsigned char c)
{
	return (unsigned char)(c + ((unsigned char)((unsigned char)(c - 'A') < 26) << 5));
}

/* Pairs whose halves stand apart, as UTF-16: ASCII, and letters beyond Latin-1, which only part what stands beside
 * them. False, and nothing of use written, where one is neither. */
static inline bool usual_step(const unsigned char *restrict low, const unsigned char *restrict above,
                              unsigned char *restrict to)
{
	unsigned char latin = 0;
	for (int i = 0; i < STEP; i++) {
		unsigned char none = above[i] ? 0 : 0xff;
		latin |= low[i] & none;
		to[i] = (unsigned char)((low_ascii(low[i]) & none) | ('\n' & ~none));
	}
	return !(latin & 0x80);
}

/* The first pairs, as many at a time as a step has, of which each is ASCII or a letter beyond Latin-1: megabytes of
 * text in codes of two bytes are nothing else. Returns how many were written. */
static size_t usual_pairs(str bytes, bool big, char *to)
{
	size_t n = 0;
	for (; bytes.n / 2 - n >= STEP; n += STEP) {
		const unsigned char *p = (const unsigned char *)bytes.p + 2 * n;
		unsigned char first[STEP], second[STEP];
		for (int i = 0; i < STEP; i++) {
			first[i] = p[2 * i];
			second[i] = p[2 * i + 1];
		}
		if (!usual_step(big ? second : first, big ? first : second, (unsigned char *)to + n))
			break;
	}
	return n;
}

/* One pair, of any kind. Returns how many bytes were written. */
static inline size_t put_pair(const hunt *h, const unsigned char *p, bool big, char *to)
{
	uint32_t c = big ? (uint32_t)p[0] << 8 | p[1] : (uint32_t)p[1] << 8 | p[0];
	if (c < 0x80 || (c > 0xff && !h->wide)) {
		to[0] = c < 0x80 ? (char)h->lowered[c] : '\n';
		return 1;
	}
	if (c >= 0xc0 && c <= 0xde && c != 0xd7)
		c += 32;
	char utf8[4];
	int k = utf8_put(utf8, c);
	for (int b = 0; b < k; b++)
		to[b] = (char)h->lowered[(unsigned char)utf8[b]];
	return (size_t)k;
}

/* Pairs of bytes from `from` on as UTF-16 of one order, written as lowered UTF-8. Where no value has
 * letters beyond Latin-1, such a letter only parts what stands beside it. */
static str as_utf16(const hunt *h, str bytes, size_t from, bool big, char *to)
{
	const unsigned char *p = (const unsigned char *)bytes.p;
	size_t n = 0;
	for (size_t i = from; i + 1 < bytes.n;) {
		size_t usual = h->wide ? 0 : usual_pairs(str_sub(bytes, i, bytes.n), big, to + n);
		n += usual;
		i += 2 * usual;
		for (int k = 0; k < STEP && i + 1 < bytes.n; k++, i += 2)
			n += put_pair(h, p + i, big, to + n);
	}
	return (str){ to, n };
}

static bool look_once(const hunt *h, struct view *v, str bytes, err *e)
{
	return look(h, v, bytes, bytes, e);
}

static bool look_utf16(const hunt *h, struct view *v, str bytes, char *room, err *e)
{
	if (!h->wide && (!bytes.n || !memchr(bytes.p, 0, bytes.n)))
		return true;
	for (size_t from = 0; from < 2; from++)
		for (int big = 0; big < 2; big++)
			if (!look_once(h, v, as_utf16(h, bytes, from, big, room), e))
				return false;
	return true;
}

/* The first run of at least n digits at or behind i, which begins one or stands behind no digit: where it
 * begins, or the end. Looked at from behind, a place in n tells that all before it is too short. */
static size_t run_from(const signed char digit[static 256], str bytes, size_t i, size_t n)
{
	const unsigned char *p = (const unsigned char *)bytes.p;
	while (i < bytes.n && bytes.n - i >= n) {
		size_t k = i + n;
		while (k > i && digit[p[k - 1]] >= 0)
			k--;
		if (k == i)
			return i;
		i = k;
	}
	return bytes.n;
}

/* What runs of hex digits spell, each run from its first digit on, with a byte between them. */
static str as_hex(const hunt *h, str bytes, char *to)
{
	const unsigned char *p = (const unsigned char *)bytes.p;
	size_t n = 0;
	for (size_t i = 0; (i = run_from(h->digit, bytes, i, HEX_RUN)) < bytes.n;) {
		size_t end = i + HEX_RUN;
		while (end < bytes.n && h->digit[p[end]] >= 0)
			end++;
		for (; i + 1 < end; i += 2)
			to[n++] = (char)(h->digit[p[i]] * 16 + h->digit[p[i + 1]]);
		to[n++] = '\n';
		i = end;
	}
	return (str){ to, n };
}

/* Where a run of base64 that starts at i ends; a long one goes on behind a line's end. */
static size_t coded_end(const hunt *h, str bytes, size_t i)
{
	const unsigned char *p = (const unsigned char *)bytes.p;
	for (size_t line = i;;) {
		while (i < bytes.n && h->six[p[i]] >= 0)
			i++;
		size_t next = i;
		while (next < bytes.n && next < i + 2 && (p[next] == '\r' || p[next] == '\n'))
			next++;
		if (next == i || i - line < CODED_LINE || next == bytes.n || h->six[p[next]] < 0)
			return i;
		line = i = next;
	}
}

/* What runs of base64 say, likewise. */
static str as_base64(const hunt *h, str bytes, char *to)
{
	const unsigned char *p = (const unsigned char *)bytes.p;
	size_t n = 0;
	for (size_t i = 0; (i = run_from(h->six, bytes, i, CODED_RUN)) < bytes.n;) {
		size_t end = coded_end(h, bytes, i);
		uint32_t bits = 0;
		int have = 0;
		for (; i < end; i++) {
			if (h->six[p[i]] < 0)
				continue;
			bits = bits << 6 | (uint32_t)h->six[p[i]];
			if ((have += 6) >= 8)
				to[n++] = (char)(bits >> (have -= 8));
		}
		to[n++] = '\n';
	}
	return (str){ to, n };
}

static inline void lower_step(const unsigned char *restrict p, unsigned char *restrict to)
{
	for (int i = 0; i < STEP; i++) {
		unsigned char c = p[i];
		to[i] = (unsigned char)(low_ascii(c) + ((unsigned char)(((unsigned char)(c - 0xc0) < 31) & (c != 0xd7)) << 5));
	}
}

static str lowered_into(const hunt *h, str bytes, char *to)
{
	size_t i = 0;
	for (; bytes.n - i >= STEP; i += STEP)
		lower_step((const unsigned char *)bytes.p + i, (unsigned char *)to + i);
	for (; i < bytes.n; i++)
		to[i] = (char)h->lowered[(unsigned char)bytes.p[i]];
	return (str){ to, bytes.n };
}

static bool look_spelt(const hunt *h, struct view *v, str spelt, char *room, err *e)
{
	return spelt.n == 0 || (look_utf16(h, v, spelt, room, e)
	                        && look(h, v, lowered_into(h, spelt, room), spelt, e));
}

bool hunt_bytes(const hunt *h, str bytes, hunt_hit *hit, void *arg, err *e)
{
	if (!h->in_bytes || bytes.n == 0)
		return true;
	/* In hex digits of UTF-16 a value takes four times its bytes. */
	size_t overlap = 4 * (h->words.longest + 2);
	size_t size = bytes.n < CHUNK + overlap ? bytes.n : CHUNK + overlap;
	buf rooms = { 0 };
	char *room = buf_grow(&rooms, 3 * size + 5), *spelt = room + 2 * size + 4;
	struct view v = { .s = &h->words, .hit = hit, .arg = arg, .stays = h->stays };
	bool ok = true;
	for (size_t at = 0; ok && !v.stopped && at < bytes.n; at += CHUNK) {
		str piece = str_sub(bytes, at, at + size);
		v.first = at == 0;
		v.last = at + piece.n == bytes.n;
		ok = look(h, &v, lowered_into(h, piece, room), piece, e) && look_utf16(h, &v, piece, room, e);
		/* Runs are parted by a byte of ours: nothing touches an edge by chance. */
		v.first = v.last = true;
		ok = ok && look_spelt(h, &v, as_hex(h, piece, spelt), room, e)
		     && look_spelt(h, &v, as_base64(h, piece, spelt), room, e);
	}
	buf_free(&rooms);
	return ok;
}
