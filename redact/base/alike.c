#include "redact/base/alike.h"

#include "redact/base/utf8.h"

#include <utf8proc.h>

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

folded alike_fold(str s, arena *mem)
{
	folded f = fold(s, FOLD_WORDS | FOLD_TIGHT, mem);
	char *text = arena_array(mem, char, f.text.n + 1);
	uint32_t *at = arena_array(mem, uint32_t, f.text.n + 1), *end = arena_array(mem, uint32_t, f.text.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < f.text.n; i++) {
		size_t next = i;
		if ((unsigned char)f.text.p[i] >= 0xC0 && is_mere_sign(utf8_next(f.text, &next))) {
			i = next - 1;
			continue;
		}
		char c = alone((unsigned char)f.text.p[i]);
		if (!c)
			continue;
		char both = n ? together(text[n - 1], c) : 0;
		if (both) {
			text[n - 1] = both;
			end[n - 1] = f.end[i];
			continue;
		}
		text[n] = c;
		at[n] = f.at[i];
		end[n++] = f.end[i];
	}
	at[n] = f.at[f.text.n];
	return (folded){ { text, n }, at, end };
}

/* ---- distance -------------------------------------------------------------------------------- */

enum { LONGEST = 256 }; /* bytes of a folded value that misreadings are counted in */

/* One row of the table of edits after byte c of the text: row[k] is the least number of misreadings that
 * turn some stretch ending here into the first k bytes of value; from[k] is where that stretch begins. */
static void next_row(uint16_t *row, size_t *from, str value, char c, size_t at, bool anywhere)
{
	uint16_t corner = row[0];
	size_t corner_from = from[0];
	row[0] = anywhere ? 0 : (uint16_t)(row[0] + 1);
	from[0] = anywhere ? at + 1 : 0;
	for (size_t k = 1; k <= value.n; k++) {
		uint16_t above = row[k];
		size_t above_from = from[k];
		uint16_t best = (uint16_t)(corner + (value.p[k - 1] != c));
		size_t best_from = corner_from;
		if (above + 1 < best)
			best = (uint16_t)(above + 1), best_from = above_from;
		if (row[k - 1] + 1 < best)
			best = (uint16_t)(row[k - 1] + 1), best_from = from[k - 1];
		corner = above, corner_from = above_from;
		row[k] = best, from[k] = best_from;
	}
}

static void first_row(uint16_t *row, size_t *from, size_t n, size_t at)
{
	for (size_t k = 0; k <= n; k++)
		row[k] = (uint16_t)k, from[k] = at;
}

size_t alike_distance(str a, str b, size_t most)
{
	uint16_t row[LONGEST + 1];
	size_t from[LONGEST + 1];
	if (b.n > LONGEST || a.n > b.n + most || b.n > a.n + most)
		return most + 1;
	first_row(row, from, b.n, 0);
	for (size_t i = 0; i < a.n; i++)
		next_row(row, from, b, a.p[i], i, false);
	return row[b.n] < most + 1 ? row[b.n] : most + 1;
}

bool alike_find(str text, str value, size_t most, size_t start, size_t *beg, size_t *end)
{
	uint16_t row[LONGEST + 1];
	size_t from[LONGEST + 1];
	bool found = false;
	size_t best = most + 1;
	if (!value.n || value.n > LONGEST || start > text.n)
		return false;
	first_row(row, from, value.n, start);
	for (size_t i = start; i < text.n; i++) {
		next_row(row, from, value, text.p[i], i, true);
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
