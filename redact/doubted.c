#include "redact/doubted.h"

#include "redact/base/utf8.h"

#include <string.h>
#include <utf8proc.h>

enum { NUMBER_DIGITS = 6, DEGREES = 0xB0, SECTION = 0xA7, PARAGRAPH = 0xB6 };

static bool is_blank(char c)
{
	return (unsigned char)c <= ' ';
}

static bool is_digit(char c)
{
	return (unsigned char)(c - '0') < 10;
}

/* Signs that stand between no two digits. A bar is read as a one elsewhere. */
static bool is_odd(uint32_t c)
{
	if (c < 0x80)
		return c && strchr("$&?!{}[]%@", (int)c);
	utf8proc_category_t k = utf8proc_category((utf8proc_int32_t)c);
	return k == UTF8PROC_CATEGORY_SC || (k == UTF8PROC_CATEGORY_SO && c != DEGREES) || c == SECTION || c == PARAGRAPH;
}

/* Nothing but digits, what parts them, and such a sign between two of them; or beside a hyphen in a number of three
 * groups or more, which is no range of amounts. */
static bool is_doubted(str word)
{
	size_t digits = 0, hyphens = 0, odd = 0, rims = 0;
	char last = 0;                   /* before the signs */
	bool waits = false;
	for (size_t at = 0; at < word.n;) {
		size_t from = at;
		uint32_t c = utf8_next(word, &at);
		bool digit = c < 0x80 && is_digit((char)c);
		if (is_odd(c)) {
			waits = true;
			continue;
		}
		if (!digit && !(c < 0x80 && c && strchr("-./,:;()+'", (int)c)))
			return false;
		odd += waits && digit && is_digit(last);
		rims += waits && ((digit && last == '-') || (c == '-' && is_digit(last)));
		digits += digit;
		hyphens += c == '-';
		last = word.p[from];
		waits = false;
	}
	return digits >= NUMBER_DIGITS && (odd || (rims && hyphens > 1));
}

bool doubted_next(str text, size_t *beg, size_t *end)
{
	for (size_t at = *end; at < text.n; at = *end) {
		while (at < text.n && is_blank(text.p[at]))
			at++;
		*beg = *end = at;
		while (*end < text.n && !is_blank(text.p[*end]))
			++*end;
		if (is_doubted(str_sub(text, *beg, *end)))
			return true;
	}
	return false;
}

static bool is_marked(const plan *p, str unit, size_t beg, size_t end)
{
	for (size_t i = 0; i < p->n; i++) {
		const mark *m = &p->marks[i];
		if (m->kind == MARK_TEXT && m->state == MARK_ACCEPTED && m->beg < end && m->end > beg && str_eq(m->unit, unit))
			return true;
	}
	return false;
}

void doubted_tell(text *t, const plan *p)
{
	for (size_t i = 0; i < t->n; i++) {
		unit *u = &t->units[i];
		size_t beg, end = 0;
		while (text_in_pixels(u->id) && !u->unsearchable && doubted_next(u->text, &beg, &end))
			u->unsearchable = !is_marked(p, u->id, beg, end);
	}
}
