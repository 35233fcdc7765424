#include "redact/model/visible.h"

#include "redact/base/fold.h"
#include "redact/base/utf8.h"

#include <string.h>

static const char *const names[VISIBLES] = {
	[VISIBLE_NOTHING] = "nothing",   [VISIBLE_LAST_4] = "last 4",
	[VISIBLE_YEAR] = "year",         [VISIBLE_INITIALS] = "initials",
	[VISIBLE_CITY_STATE] = "city and state", [VISIBLE_STATE] = "state",
};

const char *visible_name(visible how)
{
	return how < VISIBLES ? names[how] : "";
}

visible visible_of(str name)
{
	size_t i = 0;
	while (i < VISIBLES && !str_is(name, names[i]))
		i++;
	return (visible)i;
}

visible visible_least(visible a, visible b)
{
	return a == b ? a : VISIBLE_NOTHING;
}

/* ---- a value as it is looked at --------------------------------------------------------------- */

enum { LAST = 4, WHOLE_ENOUGH = 2 * LAST };

/* Folded, so that digits are digits and blanks are blanks however they are written; keep says of each
 * byte of the value itself whether it stays. */
struct view {
	str value;
	folded f;
	bool *keep;
};

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_small(char c) { return c >= 'a' && c <= 'z'; }
static bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }

static bool is_sign(char c)
{
	return is_digit(c) || is_small(c) || is_capital(c) || (unsigned char)c >= 0x80;
}

static char at(const struct view *v, size_t i)
{
	return i < v->f.text.n ? v->f.text.p[i] : '\0';
}

/* Folded bytes [beg, end) stay. */
static void keep(struct view *v, size_t beg, size_t end)
{
	str place = fold_source(&v->f, v->value, beg, end);
	memset(v->keep + (place.p - v->value.p), true, place.n);
}

/* ---- numbers ---------------------------------------------------------------------------------- */

static bool starts_sign(const struct view *v, size_t i)
{
	return is_sign(at(v, i)) && ((unsigned char)at(v, i) & 0xc0) != 0x80;
}

static void keep_last(struct view *v)
{
	size_t n = v->f.text.n, signs = 0, from = n, to = n;
	for (size_t i = 0; i < n; i++)
		signs += starts_sign(v, i);
	if (signs < WHOLE_ENOUGH)
		return;
	while (to > 0 && !is_sign(at(v, to - 1)))
		to--;
	from = to;
	for (size_t left = LAST; left > 0; left -= starts_sign(v, from))
		from--;
	keep(v, from, to);
}

/* ---- dates ------------------------------------------------------------------------------------ */

struct group { size_t beg, end; int number; };

enum { MOST_GROUPS = 8 };

/* Runs of digits, each with no letter beside it but the ending of an ordinal. */
static size_t groups_of(const struct view *v, struct group out[static MOST_GROUPS])
{
	size_t n = 0;
	for (size_t i = 0; i < v->f.text.n; i++) {
		if (!is_digit(at(v, i)))
			continue;
		if (n == MOST_GROUPS)
			return 0;
		out[n] = (struct group){ .beg = i };
		for (; is_digit(at(v, i)); i++)
			out[n].number = i - out[n].beg < 5 ? out[n].number * 10 + (at(v, i) - '0') : out[n].number;
		out[n++].end = i--;
	}
	return n;
}

static bool is_year(const struct view *v, const struct group *g)
{
	return g->end - g->beg == 4 && g->number >= 1800 && g->number < 2100
	    && (g->beg == 0 || !is_sign(at(v, g->beg - 1))) && !is_sign(at(v, g->end));
}

/* 3/14/62: which of three is the year is plain only where the others cannot be it. */
static const struct group *short_year(const struct group *g, size_t n)
{
	if (n == 2)
		return g[1].number > 31 && g[1].end - g[1].beg == 2 ? &g[1] : NULL;
	if (n != 3)
		return NULL;
	for (size_t i = 0; i < 3; i++)
		if (g[i].end - g[i].beg > 2)
			return NULL;
	if (g[2].end - g[2].beg == 2 && (g[2].number > 31 || (g[1].number > 12 && g[0].number <= 12)))
		return g[0].number > 31 ? NULL : &g[2];
	return g[0].number > 31 && g[0].end - g[0].beg == 2 ? &g[0] : NULL;
}

static void keep_year(struct view *v)
{
	struct group g[MOST_GROUPS];
	size_t n = groups_of(v, g), years = 0, longer = 0;
	const struct group *year = NULL;
	for (size_t i = 0; i < n; i++) {
		longer += g[i].end - g[i].beg > 2;
		if (is_year(v, &g[i])) {
			year = &g[i];
			years++;
		}
	}
	if (longer == 0)
		year = short_year(g, n);
	else if (years != 1 || longer != 1)
		year = NULL;
	if (year)
		keep(v, year->beg, year->end);
}

/* ---- names ------------------------------------------------------------------------------------ */

/* Letters of one word that stand apart would all be initials. */
static bool stands_apart(const struct view *v)
{
	size_t singles = 0;
	for (size_t i = 0; i < v->f.text.n; i++) {
		bool single = is_sign(at(v, i)) && (i == 0 || at(v, i - 1) == ' ') && (at(v, i + 1) == ' ' || i + 1 == v->f.text.n);
		singles = single ? singles + 1 : at(v, i) == ' ' ? singles : 0;
		if (singles > 1)
			return true;
	}
	return false;
}

static bool begins_line(const struct view *v, size_t i)
{
	for (size_t k = i > 0 ? v->f.at[i - 1] : 0; i > 0 && k < v->f.at[i]; k++)
		if (v->value.p[k] == '\n')
			return true;
	return false;
}

/* A letter of its own: not one half of what is one sign on the page. */
static bool is_whole_sign(const struct view *v, size_t i)
{
	return i + 1 >= v->f.text.n || v->f.at[i + 1] != v->f.at[i] || (unsigned char)at(v, i + 1) >= 0x80;
}

/* Behind a letter and the accents on it, U+0300 to U+036F. */
static size_t behind_accents(const struct view *v, size_t i)
{
	while ((unsigned char)at(v, i) == 0xcc || (unsigned char)at(v, i) == 0xcd)
		i += 2;
	return i < v->f.text.n ? i : v->f.text.n;
}

/* How long the title is that the value begins with, as in "Ms. Okonjo"; it tells no name. 0: it has none. */
static size_t title_length(const struct view *v)
{
	static const char *const titles[] = { "mr", "mrs", "ms", "miss", "mx", "dr", "prof", "master" };
	for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
		size_t n = 0;
		while (titles[i][n] && (at(v, n) | 0x20) == titles[i][n])
			n++;
		if (!titles[i][n] && (at(v, n) == ' ' || (at(v, n) == '.' && at(v, n + 1) == ' ')))
			return n;
	}
	return 0;
}

/* Blanks and signs between words stay. Of what a narrow column broke without a hyphen, the second half
 * looks like a word in small letters. */
static void keep_initials(struct view *v)
{
	bool capitals = false, apart = stands_apart(v);
	size_t title = apart ? 0 : title_length(v);
	for (size_t i = 0; i < v->f.text.n; i++)
		capitals |= is_capital(at(v, i));
	if (title)
		keep(v, 0, title);
	for (size_t i = title; i < v->f.text.n && !apart; i++) {
		char c = at(v, i);
		bool first = i == 0 || at(v, i - 1) == ' ' || at(v, i - 1) == ',' || at(v, i - 1) == '.';
		if (c == ' ' || c == ',' || c == '.')
			keep(v, i, i + 1);
		else if (first && is_whole_sign(v, i) && (is_capital(c) || (is_small(c) && !capitals && !begins_line(v, i))))
			keep(v, i, behind_accents(v, i + 1));
	}
}

/* ---- addresses -------------------------------------------------------------------------------- */

static const char *const states[] = {
	"alabama", "alaska", "arizona", "arkansas", "california", "colorado", "connecticut", "delaware",
	"district of columbia", "florida", "georgia", "hawaii", "idaho", "illinois", "indiana", "iowa", "kansas",
	"kentucky", "louisiana", "maine", "maryland", "massachusetts", "michigan", "minnesota", "mississippi",
	"missouri", "montana", "nebraska", "nevada", "new hampshire", "new jersey", "new mexico", "new york",
	"north carolina", "north dakota", "ohio", "oklahoma", "oregon", "pennsylvania", "puerto rico",
	"rhode island", "south carolina", "south dakota", "tennessee", "texas", "utah", "vermont", "virginia",
	"washington", "west virginia", "wisconsin", "wyoming", "d.c.",
	"al", "ak", "az", "ar", "ca", "co", "ct", "de", "dc", "fl", "ga", "hi", "id", "il", "in", "ia", "ks", "ky",
	"la", "me", "md", "ma", "mi", "mn", "ms", "mo", "mt", "ne", "nv", "nh", "nj", "nm", "ny", "nc", "nd", "oh",
	"ok", "or", "pa", "pr", "ri", "sc", "sd", "tn", "tx", "ut", "vt", "va", "vi", "gu", "wa", "wv", "wi", "wy",
};

/* The code at the end of an address, with the blanks and commas before it. */
static size_t before_code(const struct view *v)
{
	size_t i = v->f.text.n;
	while (i > 0 && !is_sign(at(v, i - 1)))
		i--;
	size_t end = i;
	while (i > 0 && (is_digit(at(v, i - 1)) || (at(v, i - 1) == '-' && i < end)))
		i--;
	if (i > 0 && is_sign(at(v, i - 1)))
		return end; /* a street's number with a letter, or no code at all */
	while (i > 0 && (at(v, i - 1) == ' ' || at(v, i - 1) == ','))
		i--;
	return i;
}

/* Where the state that ends at `end` begins; `end` when there is none. The longest name counts: West
 * Virginia is not Virginia. */
static size_t state_before(const struct view *v, str lowered, size_t end)
{
	size_t longest = 0;
	for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
		size_t n = strlen(states[i]);
		if (n > end || n <= longest || memcmp(lowered.p + end - n, states[i], n) != 0)
			continue;
		if (end == n || !is_sign(at(v, end - n - 1)))
			longest = n;
	}
	return end - longest;
}

/* A city stands between two commas or ends of lines; without the first of them nobody knows where the street
 * ends and the city begins. */
static size_t city_before(const struct view *v, size_t state)
{
	size_t end = state;
	while (end > 0 && (at(v, end - 1) == ' ' || at(v, end - 1) == ','))
		end--;
	for (size_t i = end; i > 0; i--) {
		if (is_digit(at(v, i - 1)) || at(v, i - 1) == '#')
			return state;
		if (at(v, i - 1) == ',' || at(v, i - 1) == ';' || (i < end && begins_line(v, i) && at(v, i - 1) == ' ')) {
			while (i < end && !is_sign(at(v, i)))
				i++;
			return i < end ? i : state;
		}
	}
	return state;
}

static void keep_place(struct view *v, bool city, arena *mem)
{
	char *p = str_z(v->f.text, mem);
	for (size_t i = 0; i < v->f.text.n; i++)
		if (is_capital(p[i]))
			p[i] = (char)(p[i] + 32);
	size_t end = before_code(v);
	size_t from = state_before(v, (str){ p, v->f.text.n }, end);
	if (from == end)
		return;
	keep(v, city ? city_before(v, from) : from, end);
}

/* ---- the whole -------------------------------------------------------------------------------- */

static size_t parts_of(const struct view *v, arena *mem, visible_part **out)
{
	size_t n = 0, room = 0;
	*out = NULL;
	for (size_t i = 0; i < v->value.n; i++) {
		if (v->keep[i])
			continue;
		if (n && (*out)[n - 1].end == i)
			(*out)[n - 1].end++;
		else
			*ARENA_PUSH(mem, *out, n, room) = (visible_part){ (uint32_t)i, (uint32_t)i + 1 };
	}
	return n;
}

/* Without the blanks at its ends. What is nothing but blanks and signs is not worth a mark of its own. */
static bool says_something(str value, visible_part *part)
{
	bool any = false;
	for (uint32_t i = part->beg; i < part->end; i++)
		any |= is_sign(value.p[i]);
	while (any && (unsigned char)value.p[part->beg] <= ' ')
		part->beg++;
	while (any && (unsigned char)value.p[part->end - 1] <= ' ')
		part->end--;
	return any;
}

size_t visible_goes(visible how, str value, arena *mem, visible_part **out)
{
	struct view v = { .value = value, .f = fold(value, 0, mem), .keep = arena_array(mem, bool, value.n + 1) };
	switch (how) {
	case VISIBLE_LAST_4:     keep_last(&v); break;
	case VISIBLE_YEAR:       keep_year(&v); break;
	case VISIBLE_INITIALS:   keep_initials(&v); break;
	case VISIBLE_CITY_STATE: keep_place(&v, true, mem); break;
	case VISIBLE_STATE:      keep_place(&v, false, mem); break;
	default:                 break;
	}
	size_t n = parts_of(&v, mem, out), kept = 0;
	for (size_t i = 0; i < n; i++)
		if (says_something(value, &(*out)[i]))
			(*out)[kept++] = (*out)[i];
	return kept;
}
