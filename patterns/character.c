#include "patterns/character.h"

#include <string.h>

void byteset_put(byteset *s, unsigned c)
{
	s->bits[c >> 6] |= 1ull << (c & 63);
}

bool byte_is_letter(unsigned c)
{
	return c < 0x80 && (c | 0x20) - 'a' < 26u;
}

bool byte_is_digit(unsigned c)
{
	return c - '0' < 10u;
}

bool byte_is_word(unsigned c)
{
	return byte_is_letter(c) || byte_is_digit(c) || c == '_';
}

byteset byteset_of(bool (*is)(unsigned))
{
	byteset s = { { 0 } };
	for (unsigned c = 0; c < 128; c++)
		if (is(c))
			byteset_put(&s, c);
	return s;
}

void byteset_turn_round(byteset *s)
{
	s->bits[0] = ~s->bits[0];
	s->bits[1] = ~s->bits[1];
}

static void take_both_cases(struct character *one)
{
	for (unsigned c = 'a'; c <= 'z'; c++) {
		if (!byteset_has(&one->ascii, c) && !byteset_has(&one->ascii, c ^ 0x20))
			continue;
		byteset_put(&one->ascii, c);
		byteset_put(&one->ascii, c ^ 0x20);
	}
}

static void take_wide(struct character *one)
{
	one->wide = true;
	for (const char *p = "kKsS"; *p; p++)
		byteset_put(&one->ascii, (unsigned char)*p);
}

bool pattern_at(const struct pattern *r, const char *what)
{
	size_t n = strlen(what);
	return (size_t)(r->end - r->p) >= n && memcmp(r->p, what, n) == 0;
}

bool pattern_take(struct pattern *r, const char *what)
{
	if (!pattern_at(r, what))
		return false;
	r->p += strlen(what);
	return true;
}

void pattern_skip_blanks(struct pattern *r)
{
	while (r->p < r->end) {
		if (*r->p == '#')
			while (r->p < r->end && *r->p != '\n')
				r->p++;
		else if (!*r->p || !strchr(" \t\n\r\f\v", *r->p))
			return;
		else
			r->p++;
	}
}

static bool read_hex(struct pattern *r, unsigned *out)
{
	*out = 0;
	for (int i = 0; i < 2; i++, r->p++) {
		unsigned c = r->p < r->end ? (unsigned char)*r->p : 0;
		if (!byte_is_digit(c) && !(byte_is_letter(c) && (c | 0x20) <= 'f'))
			return false;
		*out = *out * 16 + (byte_is_digit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
	}
	return *out < 0x80;
}

/* \d, \w and their like; false: another. */
static bool add_kind(struct character *one, char kind)
{
	byteset s = { { 0 } };

	switch (kind | 0x20) {
	case 'd': s = byteset_of(byte_is_digit); break;
	case 'w': s = byteset_of(byte_is_word); break;
	case 's': case 'h': case 'v':
		for (const char *p = kind == 'v' || kind == 'V' ? "\n\v\f\r" : kind == 'h' || kind == 'H' ? " \t" : " \t\n\v\f\r"; *p; p++)
			byteset_put(&s, (unsigned char)*p);
		break;
	default:
		return false;
	}
	if (kind < 'a')
		byteset_turn_round(&s);
	one->ascii.bits[0] |= s.bits[0];
	one->ascii.bits[1] |= s.bits[1];
	one->wide = true;
	return true;
}

/* Behind the backslash: one byte of ASCII. */
static bool read_escaped(struct pattern *r, unsigned *out)
{
	static const char named[] = "tnrfea", bytes[] = "\t\n\r\f\x1B\a";
	char c = r->p < r->end ? *r->p++ : 0;
	const char *p = c ? strchr(named, c) : NULL;

	if (p)
		*out = (unsigned char)bytes[p - named];
	else if (c == 'x')
		return read_hex(r, out);
	else
		*out = (unsigned char)c;
	return p || (c > ' ' && c < 0x7F && !byte_is_letter((unsigned char)c) && !byte_is_digit((unsigned char)c));
}

/* Behind the [. */
static bool read_class(struct pattern *r, struct character *one)
{
	bool negated = pattern_take(r, "^");

	for (bool first = true; ; first = false) {
		if (r->p >= r->end)
			return false;
		unsigned c = (unsigned char)*r->p++;
		if (c == ']' && !first)
			break;
		if (c == '[' && r->p < r->end && *r->p && strchr(":.=", *r->p))
			return false;
		if (c == '\\') {
			if (r->p < r->end && add_kind(one, *r->p)) {
				r->p++;
				continue;
			}
			if (!read_escaped(r, &c))
				return false;
		}
		unsigned to = c;
		if (r->end - r->p >= 2 && r->p[0] == '-' && r->p[1] != ']') {
			r->p++;
			to = (unsigned char)*r->p++;
			if (to == '\\' && !read_escaped(r, &to))
				return false;
		}
		if (c >= 0x80 || to >= 0x80)
			take_wide(one);
		for (; c < 0x80 && c <= to; c++)
			byteset_put(&one->ascii, c);
	}
	if (r->caseless)
		take_both_cases(one);
	if (negated) {
		byteset_turn_round(&one->ascii);
		one->wide = true;
	}
	return true;
}

/* One character, of whatever kind; false when another thing stands there: nothing more is known then of r->p. */
bool pattern_character(struct pattern *r, struct character *one)
{
	unsigned c = r->p < r->end ? (unsigned char)*r->p++ : 0;

	*one = (struct character){ 0 };
	if (c == '[')
		return read_class(r, one);
	if (c == '.') {
		byteset_put(&one->ascii, '\n');
		byteset_turn_round(&one->ascii);
		one->wide = true;
		return true;
	}
	if (c == '\\' && r->p < r->end && add_kind(one, *r->p)) {
		r->p++;
		return true;
	}
	if (c == 0 || strchr("*+?{()|^$", (int)c) || (c == '\\' && !read_escaped(r, &c)))
		return false;
	if (c >= 0x80) {
		/* Some blanks above ASCII are none in a pattern. */
		if (r->p == r->end || (c == 0xC2 && (unsigned char)*r->p == 0x85) || (c == 0xE2 && (unsigned char)*r->p == 0x80))
			return false;
		take_wide(one);
		while (r->p < r->end && ((unsigned char)*r->p & 0xC0) == 0x80)
			r->p++;
		return true;
	}
	byteset_put(&one->ascii, c);
	if (r->caseless)
		take_both_cases(one);
	return true;
}


bool pattern_take_flags(struct pattern *r)
{
	const char *p = r->p;
	bool on = true;

	for (; p < r->end && (*p == 'i' || *p == '-'); p++) {
		if (*p == '-')
			on = false;
		else
			r->caseless = on;
	}
	if (p == r->end || *p != ':')
		return false;
	r->p = p + 1;
	return true;
}

static bool read_count(struct pattern *r, uint32_t *out)
{
	*out = 0;
	if (r->p == r->end || !byte_is_digit((unsigned char)*r->p))
		return false;
	while (r->p < r->end && byte_is_digit((unsigned char)*r->p) && *out < 100000)
		*out = *out * 10 + (uint32_t)(*r->p++ - '0');
	return true;
}

bool pattern_times(struct pattern *r, uint32_t *least, uint32_t *most)
{
	*least = *most = 1;
	pattern_skip_blanks(r);
	if (pattern_take(r, "*")) {
		*least = 0, *most = PATTERN_FOR_EVER;
	} else if (pattern_take(r, "+")) {
		*most = PATTERN_FOR_EVER;
	} else if (pattern_take(r, "?")) {
		*least = 0;
	} else if (pattern_take(r, "{")) {
		if (!read_count(r, least))
			return false;
		*most = *least;
		if (pattern_take(r, ",")) {
			if (pattern_at(r, "}"))
				*most = PATTERN_FOR_EVER;
			else if (!read_count(r, most))
				return false;
		}
		if (!pattern_take(r, "}"))
			return false;
	} else {
		return true;
	}
	if (!pattern_take(r, "?"))
		pattern_take(r, "+");
	return true;
}
