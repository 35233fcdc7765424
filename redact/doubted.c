#include "redact/doubted.h"

#include "redact/base/utf8.h"
#include "redact/misread.h"

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

static void tell_signs(text *t, const plan *p)
{
	for (size_t i = 0; i < t->n; i++) {
		unit *u = &t->units[i];
		size_t beg, end = 0;
		while (text_in_pixels(u->id) && !u->unsearchable && doubted_next(u->text, &beg, &end))
			u->unsearchable = !is_marked(p, u->id, beg, end);
	}
}

struct nearness { text *t; const plan *p; };

static bool tell_near(void *arg, size_t value, size_t unit, size_t beg, size_t end)
{
	struct nearness *n = arg;
	(void)value;
	n->t->units[unit].unsearchable |= !is_marked(n->p, n->t->units[unit].id, beg, end);
	return true;
}

static bool has_pixels(const text *t)
{
	for (size_t i = 0; i < t->n; i++)
		if (text_in_pixels(t->units[i].id) && !t->units[i].unsearchable)
			return true;
	return false;
}

void doubted_tell(const detectors *all, text *t, const plan *p)
{
	tell_signs(t, p);
	if (!has_pixels(t))
		return;
	arena *mem = arena_new();
	str *list = NULL;
	size_t n = 0, room = 0;
	for (size_t i = 0; i < p->n; i++)
		if (p->marks[i].kind == MARK_TEXT && p->marks[i].state == MARK_ACCEPTED)
			*ARENA_PUSH(mem, list, n, room) = p->marks[i].value;
	for (size_t i = 0; i < all->n; i++) {
		const detector *d = &all->list[i];
		const str *terms = NULL;
		size_t count = d->literals ? d->literals(d->state, &terms) : 0;
		for (size_t k = 0; k < count; k++)
			*ARENA_PUSH(mem, list, n, room) = terms[k];
	}
	misread_find(t, list, n, MISREAD_NEAR, tell_near, &(struct nearness){ t, p });
	arena_drop(mem);
}
