#include "redact/base/alike.h"

#include "redact/base/utf8.h"

#include <string.h>
#include <utf8proc.h>

/* A sign that may be a letter, as one byte: what it looks like, the low bits of a digit or SIGN_UNLIKE, and
 * whether it stands within a word rather than at its rim, where a sign has more reason to be one. */
enum { SIGN_LOOKS = 0x0F, SIGN_UNLIKE = 0x0F, SIGN_INSIDE = 0x10, SIGN_BELOW = 0x20, SIGNS_BESIDE = 2 };

/* ---- folding --------------------------------------------------------------------------------- */

/* The one member of a family of look-alikes of one sign each, after case folding; 0 for signs that go. */
static char alone(unsigned char c)
{
	switch (c) {
	case 'o': case 'q': case '@':
		return '0';
	case 'l': case 'i': case 'j': case '|': case '!': case '[': case ']': case '/': case '\\':
		return '1';
	case 's': case '$':
		return '5';
	case 'b': case '&':
		return '8';
	case 'z':
		return '2';
	case 'g':
		return '9';
	case 'y':
		return 'v';
	case '.': case ',': case '\'': case '"': case '`': case '_': case '-': case '~': case '^': case '*': case ':': case ';':
	case '%': case '?': case '#': case '+': case '=': case '<': case '>': case '(': case ')': case '{': case '}':
		return 0;
	default:
		return (char)c;
	}
}

/* Two signs that together look like one. */
static char together(char a, char b)
{
	if (a == 'r' && b == 'n')
		return 'm';
	if (a == 'c' && b == '1')
		return 'd';
	if (a == 'v' && b == 'v')
		return 'w';
	return 0;
}

/* Signs that are no part of any word: specks are read as bullets, quotes and currencies. */
static bool is_mere_sign(uint32_t c)
{
	utf8proc_category_t k = utf8proc_category((utf8proc_int32_t)c);
	return k >= UTF8PROC_CATEGORY_PC && k <= UTF8PROC_CATEGORY_SO;
}

/* Whether a sign stands at byte i that a letter or digit may be misread for; *next is behind it. Stops, hyphens,
 * quotes and slashes are none: these belong into names and numbers. */
static bool is_sign(str s, size_t i, size_t *next)
{
	unsigned char c = (unsigned char)s.p[i];
	*next = i + 1;
	if (c < 0x80)
		return c && strchr("$%&@|[]{}!?()<>#+=*^~\\", c);
	*next = i;
	return c >= 0xC0 && is_mere_sign(utf8_next(s, next));
}

static bool is_letter(str s, size_t i)
{
	unsigned char c = (unsigned char)s.p[i];
	return c >= 0x80 || (unsigned char)((c | 0x20) - 'a') < 26 || (unsigned char)(c - '0') < 10;
}

/* How many of the signs from [i, next) on to that side, with nothing between, it takes to come to a letter: 0 for
 * one that touches it; SIGNS_BESIDE where there is none so near. */
static size_t to_letter(const folded *f, size_t i, size_t next, int side)
{
	for (size_t far = 0; far < SIGNS_BESIDE; far++) {
		size_t behind;
		if (side < 0 ? i == 0 || f->end[i - 1] != f->at[i] : next >= f->text.n || f->at[next] != f->end[next - 1])
			break;
		i = side < 0 ? i - 1 : next;
		while (side < 0 && i > 0 && ((unsigned char)f->text.p[i] & 0xC0) == 0x80)
			i--;
		if (!is_sign(f->text, i, &behind))
			return is_letter(f->text, i) ? far : SIGNS_BESIDE;
		next = behind;
	}
	return SIGNS_BESIDE;
}

/* What of ASCII signs look like; 0 for those that look like nothing. */
static char looks_of(const folded *f, size_t i)
{
	return (unsigned char)f->text.p[i] < 0x80 ? alone((unsigned char)f->text.p[i]) : 0;
}

/* The byte for a sign. False for one that stands alone. */
static bool sign_byte(const folded *f, size_t i, size_t next, char *c)
{
	size_t before = to_letter(f, i, next, -1), after = to_letter(f, i, next, 1);
	char looks = looks_of(f, i);
	bool inside = before < SIGNS_BESIDE && after < SIGNS_BESIDE;
	*c = (char)((looks ? looks & SIGN_LOOKS : SIGN_UNLIKE) | (inside ? SIGN_INSIDE : 0));
	return inside || !before || !after;
}

/* With `signs`, signs in words are kept. */
static folded fold_alike(str s, bool *signs, arena *mem)
{
	folded f = fold(s, FOLD_WORDS | FOLD_TIGHT, mem);
	char *text = arena_array(mem, char, f.text.n + 1);
	uint32_t *at = arena_array(mem, uint32_t, f.text.n + 1), *end = arena_array(mem, uint32_t, f.text.n + 1);
	size_t n = 0;
	for (size_t i = 0, next; i < f.text.n; i = next) {
		bool is = is_sign(f.text, i, &next), kept = false;
		char c = 0;
		if (is && signs)
			*signs |= kept = sign_byte(&f, i, next, &c);
		if (!is)
			next = i + 1;
		if (!kept)
			c = is ? looks_of(&f, i) : alone((unsigned char)f.text.p[i]);
		if (!c && !kept)
			continue;
		char both = n ? together(text[n - 1], c) : 0;
		if (both) {
			text[n - 1] = both;
			end[n - 1] = f.end[next - 1];
			continue;
		}
		text[n] = c;
		at[n] = f.at[i];
		end[n++] = f.end[next - 1];
	}
	at[n] = f.at[f.text.n];
	return (folded){ { text, n }, at, end };
}

folded alike_fold(str s, arena *mem)
{
	return fold_alike(s, NULL, mem);
}

folded alike_read(str s, arena *mem, bool *signs)
{
	*signs = false;
	return fold_alike(s, signs, mem);
}

/* ---- distance -------------------------------------------------------------------------------- */

enum {
	LONGEST  = 256, /* bytes of a folded value that misreadings are counted in                */
	RIM_LONG = 9,   /* of the shortest that may begin or end with a sign in place of a letter */
};

/* What a byte of the text costs: where the value has what it looks like, where it has another letter, and where it has
 * none. */
typedef struct toll { char looks; uint16_t other, none; } toll;

/* The same for every byte of the text, or of a value that a text lacks. */
typedef struct tolls { uint16_t wrong, rim; } tolls;

static toll toll_of(char c, tolls t)
{
	unsigned char u = (unsigned char)c;
	if (u >= SIGN_BELOW)
		return (toll){ c, t.wrong, t.wrong };
	bool unlike = (u & SIGN_LOOKS) == SIGN_UNLIKE;
	return (toll){ unlike ? 0 : (char)('0' | (u & SIGN_LOOKS)), u & SIGN_INSIDE ? 1 : t.rim, !unlike };
}

/* One row of the table of edits after byte c of the text: row[k] is the least number of misreadings that
 * turn some stretch ending here into the first k bytes of value; from[k] is where that stretch begins. */
static void next_row(uint16_t *row, size_t *from, str value, char c, size_t at, bool anywhere, tolls t)
{
	toll pay = toll_of(c, t);
	uint16_t corner = row[0];
	size_t corner_from = from[0];
	row[0] = anywhere ? 0 : (uint16_t)(row[0] + pay.none);
	from[0] = anywhere ? at + 1 : 0;
	for (size_t k = 1; k <= value.n; k++) {
		uint16_t above = row[k];
		size_t above_from = from[k];
		uint16_t best = (uint16_t)(corner + (value.p[k - 1] != pay.looks ? pay.other : 0));
		size_t best_from = corner_from;
		if (above + pay.none < best)
			best = (uint16_t)(above + pay.none), best_from = above_from;
		if (row[k - 1] + t.wrong < best)
			best = (uint16_t)(row[k - 1] + t.wrong), best_from = from[k - 1];
		corner = above, corner_from = above_from;
		row[k] = best, from[k] = best_from;
	}
}

static void first_row(uint16_t *row, size_t *from, size_t n, size_t at, tolls t)
{
	for (size_t k = 0; k <= n; k++)
		row[k] = (uint16_t)(k * t.wrong), from[k] = at;
}

size_t alike_distance(str a, str b, size_t most)
{
	uint16_t row[LONGEST + 1];
	size_t from[LONGEST + 1];
	tolls t = { 1, 1 };
	if (b.n > LONGEST || a.n > b.n + most || b.n > a.n + most)
		return most + 1;
	first_row(row, from, b.n, 0, t);
	for (size_t i = 0; i < a.n; i++)
		next_row(row, from, b, a.p[i], i, false, t);
	return row[b.n] < most + 1 ? row[b.n] : most + 1;
}

bool alike_find(str text, str value, alike_slack slack, size_t start, size_t *beg, size_t *end)
{
	uint16_t row[LONGEST + 1];
	size_t from[LONGEST + 1];
	bool found = false;
	size_t most = slack.most, best = most + 1;
	if (!value.n || value.n > LONGEST || start > text.n || most >= LONGEST)
		return false;
	uint16_t never = (uint16_t)(most + 1);
	tolls t = { slack.signs_only ? never : 1, value.n >= RIM_LONG ? 1 : never };
	first_row(row, from, value.n, start, t);
	for (size_t i = start; i < text.n; i++) {
		next_row(row, from, value, text.p[i], i, true, t);
		if (row[value.n] < best) {
			best = row[value.n];
			found = true;
			*beg = from[value.n];
			*end = i + 1;
		}
		/* A better one that overlaps the first is the same place. */
		if (found && (!best || i >= *end + most))
			break;
	}
	return found && *beg < *end;
}
