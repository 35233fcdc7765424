#include "patterns/people/people.h"

#include "patterns/people/model.h"
#include "redact/base/embed.h"

#include <string.h>

/*
 * LEAN: so much less than "no name" a name may weigh and still be proposed: a person decides, and a name that is
 * not proposed is worse than a word that is. REACH: words to either side.
 */
enum { LEAN = 50, REACH = 40 };

people_data people_shipped(void)
{
	return (people_data){ embed_lookup("patterns/people/census.list"), embed_lookup("patterns/people/person.weights") };
}

/* ---- words known to be names ---------------------------------------------------------------------- */

typedef struct known {
	str *list; size_t n, room;  /* a table with open places, a power of two */
	arena *mem;
} known;

static size_t place_of(const known *k, str word)
{
	size_t at = census_key(word) & (k->room - 1);
	while (k->list[at].p && !str_eq(k->list[at], word))
		at = (at + 1) & (k->room - 1);
	return at;
}

static bool is_known(const known *k, str word)
{
	return k->room && k->list[place_of(k, word)].p;
}

static void note(known *k, str word)
{
	if (k->n * 2 >= k->room) {
		known larger = { .room = k->room ? k->room * 2 : 64, .mem = k->mem };
		larger.list = arena_array(k->mem, str, larger.room);
		for (size_t i = 0; i < k->room; i++)
			if (k->list[i].p)
				larger.list[place_of(&larger, k->list[i])] = k->list[i];
		larger.n = k->n;
		*k = larger;
	}
	size_t at = place_of(k, word);
	if (!k->list[at].p) {
		k->list[at] = str_dup(word, k->mem);
		k->n++;
	}
}

/* ---- one unit ------------------------------------------------------------------------------------- */

typedef struct read_unit {
	folded f;
	clue_text c;
	tagged *said;
} read_unit;

static read_unit read(people_data data, str source, arena *mem)
{
	read_unit u = { .f = fold(source, FOLD_MARKS, mem) };
	u.c = clues_prepare(&u.f, source, data.names, mem);
	u.said = arena_array(mem, tagged, u.c.t.n);
	for (size_t beg = 0, end; beg < u.c.t.n; beg = end) {
		end = model_stretch(&u.c, beg);
		model_tag((const int8_t *)data.weights.p, LEAN, &u.c, beg, end, u.said + beg, mem);
	}
	return u;
}

/* A line that begins with a label, or goes on in other letters, begins something new. */
static bool is_new_line(const read_unit *u, size_t at)
{
	const token *t = &u->c.t.list[at];
	if (t->gap < GAP_IS_LINE)
		return false;
	if (t->shape != t[-1].shape && t->shape == SHAPE_CAPITALS)
		return true;
	for (size_t i = at + 1; i < u->c.t.n && i < at + 4 && u->c.t.list[i].gap < GAP_IS_LINE; i++)
		if (u->f.text.p[u->c.t.list[i].beg] == ':')
			return true;
	return false;
}

static size_t name_end(const read_unit *u, size_t beg)
{
	size_t end = beg + 1;
	while (end < u->c.t.n && u->said[end].is == TAG_MORE && !is_new_line(u, end))
		end++;
	return end;
}

static bool may_be_a_name(token_shape shape)
{
	return shape == SHAPE_CAPITAL || shape == SHAPE_CAPITALS;
}

/* The words of a full name that would name its bearer alone. */
static void learn_names(const read_unit *u, known *k)
{
	for (size_t i = 0, end; i < u->c.t.n; i = end) {
		end = i + 1;
		if (u->said[i].is != TAG_FIRST)
			continue;
		end = name_end(u, i);
		size_t words = 0;
		for (size_t w = i; w < end; w++)
			words += may_be_a_name(u->c.t.list[w].shape) || u->c.t.list[w].shape == SHAPE_INITIAL;
		for (size_t w = i; w < end && words > 1; w++)
			if (may_be_a_name(u->c.t.list[w].shape) && u->c.words[w].small.n > 2 && !u->c.words[w].small_too)
				note(k, u->c.words[w].small);
	}
}

/* Half the way up at the weight of an ordinary clue. */
static int rank_of(int lead)
{
	return lead <= 0 ? 30 : 30 + 65 * lead / (lead + 400);
}

static void add(findings *out, const read_unit *u, uint32_t unit, size_t beg, size_t end, int rank)
{
	size_t last = u->c.t.list[end - 1].end;
	str word = str_sub(u->f.text, u->c.t.list[end - 1].beg, last);
	if (word.n > 2 && (memcmp(word.p + word.n - 2, "'s", 2) == 0 || memcmp(word.p + word.n - 2, "'S", 2) == 0))
		last -= 2;
	findings_add(out, (finding){ .unit = unit, .beg = u->f.at[u->c.t.list[beg].beg], .end = u->f.end[last - 1], .rule = STR("person"),
	                             .code = STR("NAME"), .reason = STR("name of a person, proposed"), .rank = rank });
}

/* A title is said of a person and is no part of the name; nor is the A. of an answer. */
static bool is_before_name(const read_unit *u, size_t at)
{
	static const char *const words[] = { "mr", "mrs", "ms", "miss", "dr", "prof", "hon", "rev", "dear", "attorney", "officer", "judge",
		                                 "detective", "sgt", "capt", "lt", "nurse", "q", "a" };
	bool begins_line = u->c.t.list[at].gap >= GAP_IS_LINE;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_is(u->c.words[at].small, words[i]))
			return words[i][1] || begins_line;
	return false;
}

static bool speaks_for_itself(const read_unit *u, const known *k, size_t at)
{
	return u->said[at].is == TAG_OUT && may_be_a_name(u->c.t.list[at].shape) && is_known(k, u->c.words[at].small);
}

/* A name from token i on: what the model says is one, and known words beside it, over an initial between them. */
static size_t whole_name(const read_unit *u, const known *k, size_t beg, int *lead)
{
	size_t end = beg;
	*lead = 0;
	for (size_t i = beg; i < u->c.t.n && (i == beg || u->c.t.list[i].gap <= GAP_IS_BLANK);) {
		if (u->said[i].is == TAG_FIRST) {
			if (end > beg && u->said[end - 1].is != TAG_OUT)
				break; /* the next person */
			for (end = name_end(u, i); i < end; i++)
				*lead = *lead == 0 || u->said[i].lead < *lead ? u->said[i].lead : *lead;
		} else if (speaks_for_itself(u, k, i)) {
			end = ++i;
		} else if (end > beg && u->c.t.list[i].shape == SHAPE_INITIAL && i + 1 < u->c.t.n && speaks_for_itself(u, k, i + 1)) {
			i++;
		} else {
			break;
		}
	}
	return end;
}

/* Small letters may be a name where nobody writes capitals at all. */
static bool is_all_small(const read_unit *u, size_t at)
{
	size_t beg = at, end = at + 1;
	while (beg > 0 && u->c.t.list[beg].gap < GAP_IS_CELL && at - beg < REACH)
		beg--;
	while (end < u->c.t.n && u->c.t.list[end].gap < GAP_IS_CELL && end - at < REACH)
		end++;
	for (size_t i = beg; i < end; i++)
		if (may_be_a_name(u->c.t.list[i].shape) || u->c.t.list[i].shape == SHAPE_INITIAL)
			return false;
	return true;
}

static bool has_a_name(const read_unit *u, size_t beg, size_t end)
{
	if (u->c.t.list[beg].shape == SHAPE_SMALL && is_all_small(u, beg))
		return true;
	for (size_t i = beg; i < end; i++)
		if (may_be_a_name(u->c.t.list[i].shape) || u->c.t.list[i].shape == SHAPE_OTHER)
			return true;
	return false;
}

static void tell(const read_unit *u, uint32_t unit, const known *k, findings *out)
{
	for (size_t i = 0, end; i < u->c.t.n; i = end) {
		int lead;
		end = whole_name(u, k, i, &lead);
		while (i < end && is_before_name(u, i))
			i++;
		if (end > i && has_a_name(u, i, end))
			add(out, u, unit, i, end, rank_of(lead));
		end = end > i ? end : i + 1;
	}
}

/* Where people write to people. A name in what else a file carries is hunted there once it is accepted. */
static bool is_prose(unit_kind kind)
{
	switch (kind) {
	case UNIT_PAGE: case UNIT_BODY: case UNIT_HEADER: case UNIT_FOOTER: case UNIT_NOTE: case UNIT_COMMENT: case UNIT_TEXTBOX:
	case UNIT_FIELD: case UNIT_ANNOTATION: case UNIT_BOOKMARK: case UNIT_METADATA: case UNIT_PICTURE:
		return true;
	default:
		return false;
	}
}

void people_propose(people_data data, const text *t, findings *out)
{
	arena *mem = arena_new();
	known names = { .mem = mem };
	read_unit *units = arena_array(mem, read_unit, t->n);
	for (size_t i = 0; i < t->n; i++) {
		if (!is_prose(t->units[i].kind))
			continue;
		units[i] = read(data, t->units[i].text, mem);
		learn_names(&units[i], &names);
	}
	for (size_t i = 0; i < t->n; i++)
		tell(&units[i], (uint32_t)i, &names, out);
	arena_drop(mem);
}
