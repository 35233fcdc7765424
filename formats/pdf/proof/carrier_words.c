#include "formats/pdf/proof/carrier_words.h"

#include "formats/pdf/vocab/syntax.h"
#include "redact/base/utf8.h"

#include <stdlib.h>
#include <string.h>

/* A number in a TJ array that moves on by more than this (in thousandths) reads as a blank. */
static const double BLANK = -180;

/* ---- encodings ------------------------------------------------------------------------------ */

static const uint16_t pdfdoc_18[] = { 0x2d8, 0x2c7, 0x2c6, 0x2d9, 0x2dd, 0x2db, 0x2da, 0x2dc };
static const uint16_t pdfdoc_80[] = {
	0x2022, 0x2020, 0x2021, 0x2026, 0x2014, 0x2013, 0x192, 0x2044, 0x2039, 0x203a, 0x2212, 0x2030,
	0x201e, 0x201c, 0x201d, 0x2018, 0x2019, 0x201a, 0x2122, 0xfb01, 0xfb02, 0x141, 0x152, 0x160,
	0x178, 0x17d, 0x131, 0x142, 0x153, 0x161, 0x17e, 0xfffd,
};
static const uint16_t winansi_80[] = {
	0x20ac, 0x2022, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039,
	0x152, 0x2022, 0x17d, 0x2022, 0x2022, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
	0x2dc, 0x2122, 0x161, 0x203a, 0x153, 0x2022, 0x17e, 0x178,
};
static const uint16_t macroman_80[] = {
	0xc4, 0xc5, 0xc7, 0xc9, 0xd1, 0xd6, 0xdc, 0xe1, 0xe0, 0xe2, 0xe4, 0xe3, 0xe5, 0xe7, 0xe9, 0xe8,
	0xea, 0xeb, 0xed, 0xec, 0xee, 0xef, 0xf1, 0xf3, 0xf2, 0xf4, 0xf6, 0xf5, 0xfa, 0xf9, 0xfb, 0xfc,
	0x2020, 0xb0, 0xa2, 0xa3, 0xa7, 0x2022, 0xb6, 0xdf, 0xae, 0xa9, 0x2122, 0xb4, 0xa8, 0x2260,
	0xc6, 0xd8, 0x221e, 0xb1, 0x2264, 0x2265, 0xa5, 0xb5, 0x2202, 0x2211, 0x220f, 0x3c0, 0x222b,
	0xaa, 0xba, 0x3a9, 0xe6, 0xf8, 0xbf, 0xa1, 0xac, 0x221a, 0x192, 0x2248, 0x2206, 0xab, 0xbb,
	0x2026, 0xa0, 0xc0, 0xc3, 0xd5, 0x152, 0x153, 0x2013, 0x2014, 0x201c, 0x201d, 0x2018, 0x2019,
	0xf7, 0x25ca, 0xff, 0x178, 0x2044, 0x20ac, 0x2039, 0x203a, 0xfb01, 0xfb02, 0x2021, 0xb7, 0x201a,
	0x201e, 0x2030, 0xc2, 0xca, 0xc1, 0xcb, 0xc8, 0xcd, 0xce, 0xcf, 0xcc, 0xd3, 0xd4, 0xf8ff, 0xd2,
	0xda, 0xdb, 0xd9, 0x131, 0x2c6, 0x2dc, 0xaf, 0x2d8, 0x2d9, 0x2da, 0xb8, 0x2dd, 0x2db, 0x2c7,
};

static void put_code(buf *out, uint32_t c)
{
	char b[4];
	buf_add(out, b, (size_t)utf8_put(b, c));
}

static void put_single_bytes(buf *out, str s, const uint16_t *high, unsigned char first, size_t n)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (high == pdfdoc_80 && c >= 0x18 && c < 0x20)
			put_code(out, pdfdoc_18[c - 0x18]);
		else
			put_code(out, c >= first && (size_t)(c - first) < n ? high[c - first] : c);
	}
	buf_byte(out, '\n');
}

void rpdf_words_utf16(buf *out, str s, bool little)
{
	uint32_t high = 0;
	for (size_t i = 0; i + 1 < s.n; i += 2) {
		unsigned char a = (unsigned char)s.p[i], b = (unsigned char)s.p[i + 1];
		uint32_t c = little ? (uint32_t)b << 8 | a : (uint32_t)a << 8 | b;
		if (c >= 0xd800 && c < 0xdc00) {
			high = c;
			continue;
		}
		if (c >= 0xdc00 && c < 0xe000 && high)
			c = 0x10000 + ((high - 0xd800) << 10) + (c - 0xdc00);
		high = 0;
		put_code(out, c);
	}
	buf_byte(out, '\n');
}

/* As text, where the bytes alone do not say it. */
static void add_text(carrier_words *w, str s)
{
	const unsigned char *p = (const unsigned char *)s.p;
	if (s.n >= 2 && ((p[0] == 0xfe && p[1] == 0xff) || (p[0] == 0xff && p[1] == 0xfe))) {
		rpdf_words_utf16(&w->text, str_sub(s, 2, s.n), p[0] == 0xff);
		return;
	}
	bool odd = false;
	for (size_t i = 0; i < s.n && !odd; i++)
		odd = p[i] >= 0x80 || (p[i] >= 0x18 && p[i] < 0x20);
	if (!odd)
		return;
#define TABLE(t) (t), 0x80, sizeof(t) / sizeof *(t)
	put_single_bytes(&w->single, s, TABLE(pdfdoc_80));
	put_single_bytes(&w->single, s, TABLE(winansi_80));
	put_single_bytes(&w->single, s, TABLE(macroman_80));
#undef TABLE
}

/* ---- gathering ------------------------------------------------------------------------------ */

static void end_even(buf *b)
{
	buf_add(b, "\n\n\n", b->n % 2 ? 3 : 2);
}

void rpdf_words_string(carrier_words *w, str bytes)
{
	if (!bytes.n)
		return;
	buf_str(&w->strings, bytes);
	end_even(&w->strings);
	add_text(w, bytes);
}

void rpdf_words_name(carrier_words *w, str bytes)
{
	if (rpdf_syntax_name(bytes))
		return;
	buf_str(&w->names, bytes);
	buf_byte(&w->names, '\n');
}

void rpdf_words_joined(carrier_words *w, str text)
{
	if (!text.n)
		return;
	buf_str(&w->arrays, text);
	end_even(&w->arrays);
}

void rpdf_words_clear(carrier_words *w)
{
	buf_clear(&w->strings);
	buf_clear(&w->arrays);
	buf_clear(&w->run);
	buf_clear(&w->names);
	buf_clear(&w->text);
	buf_clear(&w->single);
}

void rpdf_words_free(carrier_words *w)
{
	buf_free(&w->strings);
	buf_free(&w->arrays);
	buf_free(&w->run);
	buf_free(&w->names);
	buf_free(&w->text);
	buf_free(&w->single);
}

/* ---- reading syntax ------------------------------------------------------------------------- */

typedef struct reader {
	const unsigned char *p, *end;
	carrier_words *w;
	buf one;        /* the string or name being read */
	bool cmap;
	bool in_array, array_has;
	bool in_text;   /* between BT and ET                       */
	int dicts;      /* dictionaries that are open              */
	bool kerned;    /* a number stands behind the last string of the array */
	size_t tail;    /* where the string that was shown last ends in w->strings, as long as
	                   nothing parts the next one from it; 0 otherwise */
	size_t piece;   /* where that string begins                */
	buf shown;      /* strings whose operator is still to come */
	double last[2]; /* the two numbers before the word         */
	double line;    /* how far down the text stands, as far as the operators alone tell */
	double shown_line, leading;
} reader;

static bool is_white(int c)
{
	return c == 0 || c == '\t' || c == '\n' || c == '\f' || c == '\r' || c == ' ';
}

static bool is_delimiter(int c)
{
	return c == '(' || c == ')' || c == '<' || c == '>' || c == '[' || c == ']' || c == '{' || c == '}'
	       || c == '/' || c == '%';
}

static int hex(int c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* After the backslash. */
static void read_escape(reader *r)
{
	int c = *r->p++;
	if (c >= '0' && c <= '7') {
		int v = c - '0';
		for (int i = 0; i < 2 && r->p < r->end && *r->p >= '0' && *r->p <= '7'; i++)
			v = v * 8 + (*r->p++ - '0');
		buf_byte(&r->one, v & 0xff);
		return;
	}
	if (c == '\r') {
		if (r->p < r->end && *r->p == '\n')
			r->p++;
		return;
	}
	if (c == '\n')
		return;
	static const char from[] = "nrtbf", to[] = "\n\r\t\b\f";
	const char *at = memchr(from, c, sizeof from - 1);
	buf_byte(&r->one, at ? to[at - from] : c);
}

static void read_literal(reader *r)
{
	int depth = 1;
	while (r->p < r->end) {
		int c = *r->p++;
		if (c == '\\' && r->p < r->end) {
			read_escape(r);
			continue;
		}
		if (c == '(')
			depth++;
		if (c == ')' && --depth == 0)
			return;
		buf_byte(&r->one, c);
	}
}

static void read_hex(reader *r)
{
	int have = -1;
	while (r->p < r->end) {
		int c = *r->p++, v = hex(c);
		if (c == '>')
			break;
		if (v < 0)
			continue;
		if (have < 0) {
			have = v;
		} else {
			buf_byte(&r->one, have << 4 | v);
			have = -1;
		}
	}
	if (have >= 0)
		buf_byte(&r->one, have << 4);
}

static void read_name(reader *r)
{
	while (r->p < r->end && !is_white(*r->p) && !is_delimiter(*r->p)) {
		int c = *r->p++;
		if (c == '#' && r->end - r->p >= 2 && hex(r->p[0]) >= 0 && hex(r->p[1]) >= 0) {
			c = hex(r->p[0]) << 4 | hex(r->p[1]);
			r->p += 2;
		}
		buf_byte(&r->one, c);
	}
}

static bool is_small(int c)   { return c >= 'a' && c <= 'z'; }
static bool is_capital(int c) { return c >= 'A' && c <= 'Z'; }

/* How many letters end or begin a string, counted up to four. */
static size_t letters_of(str s, bool at_end)
{
	size_t n = 0;
	while (n < 4 && n < s.n && (is_small(s.p[at_end ? s.n - 1 - n : n]) || is_capital(s.p[at_end ? s.n - 1 - n : n])))
		n++;
	return n;
}

/* A page draws "Robertson" as (Robert)5(son): the piece is no word. Two strings of several letters of
 * which a capital begins the second, or of capitals and then of small letters, may be two words: that
 * they are pieces of one is nothing to rely on. */
static bool goes_on(const reader *r, str s)
{
	if (!r->tail || !s.n || !r->in_text || r->dicts)
		return false;
	str last = { r->w->strings.p + r->piece, r->tail - r->piece };
	int before = (unsigned char)last.p[last.n - 1], after = (unsigned char)s.p[0];
	size_t least = r->kerned ? 4 : 2;
	bool pieces = letters_of(last, true) < least || s.n < least;
	if (is_small(after))
		return is_small(before) || (is_capital(before) && (pieces || !is_capital(last.p[last.n - 2])));
	return is_capital(after) && ((is_capital(before) && pieces) || (is_small(before) && r->kerned && pieces));
}

static void keep_string(reader *r, str s)
{
	if (goes_on(r, s))
		buf_cut(&r->w->strings, r->tail);
	size_t from = r->w->strings.n;
	size_t text = r->w->text.n, single = r->w->single.n;
	rpdf_words_string(r->w, s);
	/* Two strings that a page draws one after the other may be the ends of two columns. */
	if (r->w->text.n > text)
		buf_z(&r->w->text, "|\n");
	if (r->w->single.n > single)
		buf_z(&r->w->single, "|\n");
	if (s.n) {
		r->piece = from;
		r->tail = from + s.n;
	}
	r->kerned = false;
}

static void take_string(reader *r, bool is_hex)
{
	str s = buf_view(&r->one);
	if (r->cmap && !is_hex && rpdf_syntax_keyword(s)) {
		buf_clear(&r->one); /* (Adobe) and (UCS), in every CMap */
		return;
	}
	keep_string(r, s);
	if (r->cmap && is_hex && s.n % 2 == 0)
		rpdf_words_utf16(&r->w->text, s, false);
	buf_str(&r->shown, s);
	if (r->in_array) {
		buf_str(&r->w->arrays, s);
		r->array_has = true;
	}
	buf_clear(&r->one);
}

static void end_array(reader *r)
{
	if (r->array_has)
		end_even(&r->w->arrays);
	r->in_array = r->array_has = false;
}

/* The data of an inline image: up to a lone EI. */
static void skip_image(reader *r)
{
	while (r->p < r->end) {
		const unsigned char *at = memmem(r->p, (size_t)(r->end - r->p), "EI", 2);
		if (!at) {
			r->p = r->end;
			return;
		}
		bool alone = at > r->p && is_white(at[-1]) && (at + 2 == r->end || is_white(at[2]));
		r->p = at + 2;
		if (alone)
			return;
	}
}

/* Strings join as long as they stand on one line: "her" at the end of one and "on" at the start of
 * the next are not "heron". Letters set one by one have a Td or Tm each, but share their line. */
static void end_shown(reader *r)
{
	if (r->shown.n && r->line != r->shown_line) {
		buf_byte(&r->w->run, '\n');
		r->shown_line = r->line;
	}
	buf_str(&r->w->run, buf_view(&r->shown));
	buf_clear(&r->shown);
}

static bool moves_text(str word)
{
	static const char *const moves[] = { "BT", "ET", "Td", "TD", "Tm", "T*", "'", "\"", "cm", "Do" };
	for (size_t i = 0; i < sizeof moves / sizeof *moves; i++)
		if (str_is(word, moves[i]))
			return true;
	return false;
}

static void read_operator(reader *r, str word)
{
	if (str_is(word, "T*") || str_is(word, "'") || str_is(word, "\""))
		r->line -= r->leading;
	else if (str_is(word, "BT"))
		r->line = 0;
	else if (str_is(word, "TL"))
		r->leading = r->last[1];
	else if (str_is(word, "Td") || str_is(word, "TD"))
		r->line += r->last[1];
	else if (str_is(word, "Tm"))
		r->line = r->last[1];
	if (str_is(word, "TD"))
		r->leading = -r->last[1];
	if (str_is(word, "BT") || str_is(word, "ET"))
		r->in_text = word.p[0] == 'B';
	if (moves_text(word))
		r->tail = 0;
	end_shown(r);
}

/* Most are the few digits of a kern. */
static double number_of(const char *digits)
{
	const char *at = digits + (*digits == '-');
	int whole = 0;
	for (int n = 0; n < 8 && *at >= '0' && *at <= '9'; n++)
		whole = whole * 10 + (*at++ - '0');
	if (*at)
		return strtod(digits, NULL);
	return *digits == '-' ? -whole : whole;
}

static void read_number(reader *r, const char *digits)
{
	r->last[0] = r->last[1];
	r->last[1] = number_of(digits);
	r->kerned = r->in_array;
	if (r->array_has && r->last[1] < BLANK) {
		buf_byte(&r->w->arrays, ' ');
		r->tail = 0;
	}
}

static void read_word(reader *r, int first)
{
	const unsigned char *beg = r->p - 1;
	while (r->p < r->end && !is_white(*r->p) && !is_delimiter(*r->p))
		r->p++;
	size_t n = (size_t)(r->p - beg);
	if (n == 2 && memcmp(beg, "ID", 2) == 0) {
		skip_image(r);
	} else if (n < 30 && (first == '-' || first == '+' || first == '.' || (first >= '0' && first <= '9'))) {
		char number[32];
		memcpy(number, beg, n);
		number[n] = '\0';
		read_number(r, number);
	} else {
		read_operator(r, (str){ (const char *)beg, n });
	}
}

void rpdf_words_add(carrier_words *w, str syntax, bool cmap)
{
	reader r = {
		.p = (const unsigned char *)syntax.p, .end = (const unsigned char *)syntax.p + syntax.n,
		.w = w, .cmap = cmap,
	};
	while (r.p < r.end) {
		int c = *r.p++;
		if (is_white(c))
			continue;
		switch (c) {
		case '(':
			read_literal(&r);
			take_string(&r, false);
			break;
		case '<':
			if (r.p < r.end && *r.p == '<') {
				r.p++;
				r.dicts++;
				break;
			}
			read_hex(&r);
			take_string(&r, true);
			break;
		case '/':
			read_name(&r);
			rpdf_words_name(w, buf_view(&r.one));
			buf_clear(&r.one);
			break;
		case '[':
			end_array(&r);
			r.in_array = true;
			break;
		case ']':
			end_array(&r);
			break;
		case '%':
			while (r.p < r.end && *r.p != '\n' && *r.p != '\r')
				r.p++;
			break;
		case '>':
			if (r.p < r.end && *r.p == '>') {
				r.p++;
				r.dicts--;
			}
			break;
		case ')':
		case '{':
		case '}':
			break;
		default:
			read_word(&r, c);
		}
	}
	end_array(&r);
	end_shown(&r);
	buf_byte(&w->run, '\n');
	buf_free(&r.shown);
	buf_free(&r.one);
}
