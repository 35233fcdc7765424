#include "patterns/outline.h"
#include "patterns/character.h"

#include <string.h>

enum {
	DEEPEST = 40,       /* groups in groups                           */
	MOST_STEPS = 6000,  /* of one pattern: what goes on is let through */
	MOST_TIMES = 48,    /* more often is as often as you like         */
	NONE = 0xFFFFFFFF,
};

struct reader {
	struct pattern in;
	outlines *out;
	size_t begins;     /* the pattern's first step                        */
	uint32_t which;
	int depth, mute;   /* mute: read what stands here, but write no steps */
	bool lost;         /* something that is not known                     */
};

/* ---- writing steps ------------------------------------------------------------------------- */

static uint32_t here(const struct reader *r)
{
	return (uint32_t)r->out->nsteps;
}

static bool full(const struct reader *r)
{
	return r->out->nsteps - r->begins >= MOST_STEPS;
}

static uint32_t set_of(outlines *out, byteset s)
{
	for (size_t i = out->nsets; i-- > 0;)
		if (memcmp(&out->sets[i], &s, sizeof s) == 0)
			return (uint32_t)i;
	*ARENA_PUSH(out->mem, out->sets, out->nsets, out->sets_room) = s;
	return (uint32_t)out->nsets - 1;
}

/* Goes on with the step that is written next. Past the limit nothing is written: what leads there leads to the last
 * step of all, which accepts. */
static uint32_t write(struct reader *r, step_kind kind, uint32_t set)
{
	if (r->mute || full(r))
		return NONE;
	uint32_t at = here(r);
	*ARENA_PUSH(r->out->mem, r->out->steps, r->out->nsteps, r->out->steps_room) =
		(step){ kind, at + 1, at + 1, set, r->which };
	return at;
}

static void lead(struct reader *r, uint32_t from, uint32_t to)
{
	if (from != NONE)
		r->out->steps[from].next = r->out->steps[from].other = to;
}

static void lead_other(struct reader *r, uint32_t from, uint32_t to)
{
	if (from != NONE)
		r->out->steps[from].other = to;
}

static void write_character(struct reader *r, const struct character *one)
{
	static const byteset behind = { { 0, 0, ~0ull, 0 } };
	byteset s = one->ascii;

	if (r->mute)
		return;
	if (one->wide)
		s.bits[2] = s.bits[3] = ~0ull;
	write(r, STEP_BYTE, set_of(r->out, s));
	if (!one->wide)
		return;
	uint32_t split = write(r, STEP_SPLIT, 0);
	write(r, STEP_BYTE, set_of(r->out, behind));
	lead(r, write(r, STEP_SPLIT, 0), split);
	lead_other(r, split, here(r));
}

static void write_not(struct reader *r, step_kind kind, byteset s)
{
	if (!r->mute)
		write(r, kind, set_of(r->out, s));
}

/* Between a word's character and another: one way round, or the other. */
static void write_edge(struct reader *r)
{
	byteset word = byteset_of(byte_is_word), other = word;

	byteset_turn_round(&other);
	uint32_t split = write(r, STEP_SPLIT, 0);
	write_not(r, STEP_NOT_BEHIND, word);
	write_not(r, STEP_NOT_AHEAD, other);
	uint32_t jump = write(r, STEP_SPLIT, 0);
	lead_other(r, split, here(r));
	write_not(r, STEP_NOT_BEHIND, other);
	write_not(r, STEP_NOT_AHEAD, word);
	lead(r, jump, here(r));
}

/* ---- reading all --------------------------------------------------------------------------- */

static void read_choices(struct reader *r);

static void read_inner(struct reader *r, bool written)
{
	if (++r->depth > DEEPEST)
		r->lost = true;
	r->mute += !written;
	if (!r->lost)
		read_choices(r);
	r->mute -= !written;
	r->depth--;
	if (!pattern_take(&r->in, ")"))
		r->lost = true;
}

/* Behind (?! or (?<! : a single character that must not stand there is known. */
static void read_not(struct reader *r, step_kind kind)
{
	const char *from = r->in.p;
	struct character one;

	pattern_skip_blanks(&r->in);
	if (pattern_character(&r->in, &one)) {
		pattern_skip_blanks(&r->in);
		if (pattern_take(&r->in, ")")) {
			write_not(r, kind, one.ascii);
			return;
		}
	}
	r->in.p = from;
	read_inner(r, false);
}

static void skip_name(struct reader *r, char until)
{
	const char *stop = memchr(r->in.p, until, (size_t)(r->in.end - r->in.p));
	r->lost |= !stop;
	if (stop)
		r->in.p = stop + 1;
}

/* Behind the bracket. */
static void read_group(struct reader *r)
{
	bool caseless = r->in.caseless;

	if (pattern_at(&r->in, "*")) {
		r->lost = true;
	} else if (!pattern_take(&r->in, "?")) {
		read_inner(r, true);
	} else if (pattern_take(&r->in, "!")) {
		read_not(r, STEP_NOT_AHEAD);
	} else if (pattern_take(&r->in, "<!")) {
		read_not(r, STEP_NOT_BEHIND);
	} else if (pattern_take(&r->in, "=") || pattern_take(&r->in, "<=") || pattern_take(&r->in, "(DEFINE)")) {
		read_inner(r, false);
	} else if (pattern_take(&r->in, "&")) {
		skip_name(r, ')');
		write(r, STEP_ACCEPT, 0);
	} else if (pattern_take(&r->in, "<") || pattern_take(&r->in, "P<")) {
		skip_name(r, '>');
		read_inner(r, true);
	} else if (pattern_take(&r->in, ">") || pattern_take_flags(&r->in)) {
		read_inner(r, true);
	} else {
		r->lost = true;
	}
	r->in.caseless = caseless;
}

static bool is_reference(char c)
{
	return c == 'g' || c == 'k' || (c >= '1' && c <= '9');
}

/* What a reference stands for is not known: all may follow, and the rest of the pattern. */
static void read_reference(struct reader *r)
{
	char kind = *r->in.p++;

	if (kind == 'g' || kind == 'k') {
		if (!pattern_take(&r->in, "{"))
			r->lost = true;
		else
			skip_name(r, '}');
	}
	while (byte_is_digit((unsigned)kind) && r->in.p < r->in.end && byte_is_digit((unsigned char)*r->in.p))
		r->in.p++;
	write(r, STEP_ACCEPT, 0);
}

static void read_atom(struct reader *r)
{
	struct character one;

	if (pattern_take(&r->in, "(")) {
		read_group(r);
	} else if (pattern_take(&r->in, "^") || pattern_take(&r->in, "$") || pattern_take(&r->in, "\\A") || pattern_take(&r->in, "\\z") || pattern_take(&r->in, "\\Z") || pattern_take(&r->in, "\\B")) {
		return;
	} else if (pattern_take(&r->in, "\\b")) {
		write_edge(r);
	} else if (r->in.end - r->in.p >= 2 && *r->in.p == '\\' && is_reference(r->in.p[1])) {
		r->in.p++;
		read_reference(r);
	} else if (pattern_character(&r->in, &one)) {
		write_character(r, &one);
	} else {
		r->lost = true;
	}
}

static void again(struct reader *r, const char *atom)
{
	r->in.p = atom;
	read_atom(r);
}

static void write_times(struct reader *r, const char *atom, uint32_t least, uint32_t most)
{
	uint32_t i, splits = NONE;

	for (i = 0; i < least && i < MOST_TIMES && !full(r) && !r->lost; i++)
		again(r, atom);
	if (most > MOST_TIMES) {
		uint32_t split = write(r, STEP_SPLIT, 0);
		again(r, atom);
		lead(r, write(r, STEP_SPLIT, 0), split);
		lead_other(r, split, here(r));
		return;
	}
	/* The ways out form a chain, until it is known where they lead. */
	for (; i < most && !full(r) && !r->lost; i++) {
		uint32_t split = write(r, STEP_SPLIT, 0);
		lead_other(r, split, splits);
		splits = split;
		again(r, atom);
	}
	while (splits != NONE) {
		uint32_t before = r->out->steps[splits].other;
		lead_other(r, splits, here(r));
		splits = before;
	}
}

/* How often a thing is asked for stands behind it: it is read once to know, and then to be written. */
static void read_sequence(struct reader *r)
{
	for (pattern_skip_blanks(&r->in); !r->lost && r->in.p < r->in.end && *r->in.p != '|' && *r->in.p != ')'; pattern_skip_blanks(&r->in)) {
		const char *atom = r->in.p;
		uint32_t least, most;
		r->mute++;
		read_atom(r);
		r->mute--;
		r->lost |= !pattern_times(&r->in, &least, &most);
		const char *behind = r->in.p;
		if (!r->mute && !r->lost)
			write_times(r, atom, least, most);
		r->in.p = behind;
	}
}

static void read_choices(struct reader *r)
{
	uint32_t jumps = NONE;

	for (;;) {
		uint32_t split = write(r, STEP_SPLIT, 0);
		read_sequence(r);
		if (r->lost || !pattern_take(&r->in, "|"))
			break;
		uint32_t jump = write(r, STEP_SPLIT, 0);
		lead_other(r, jump, jumps);
		jumps = jump != NONE ? jump : jumps;
		lead_other(r, split, here(r));
	}
	while (jumps != NONE) {
		uint32_t before = r->out->steps[jumps].other;
		lead(r, jumps, here(r));
		jumps = before;
	}
}

static void close_outline(struct reader *r)
{
	outlines *out = r->out;

	*ARENA_PUSH(out->mem, out->steps, out->nsteps, out->steps_room) = (step){ .kind = STEP_ACCEPT, .which = r->which };
	*ARENA_PUSH(out->mem, out->first, out->n, out->first_room) = (uint32_t)r->begins;
}

bool outline_pattern(outlines *out, str pattern)
{
	struct reader r = { .in = { pattern.p, pattern.p + pattern.n, true }, .out = out, .begins = out->nsteps,
	                    .which = (uint32_t)out->n };

	read_choices(&r);
	if (r.lost || r.in.p != r.in.end) {
		out->nsteps = r.begins;
		return false;
	}
	close_outline(&r);
	return true;
}

static void write_not_alike(struct reader *r, step_kind kind, unsigned c)
{
	if (byte_is_letter(c))
		write_not(r, kind, byteset_of(byte_is_letter));
	else if (byte_is_digit(c))
		write_not(r, kind, byteset_of(byte_is_digit));
}

void outline_word(outlines *out, str word)
{
	struct reader r = { .out = out, .begins = out->nsteps, .which = (uint32_t)out->n };

	if (word.n)
		write_not_alike(&r, STEP_NOT_BEHIND, (unsigned char)word.p[0]);
	for (size_t i = 0; i < word.n; i++) {
		byteset s = { { 0 } };
		unsigned c = (unsigned char)word.p[i];
		byteset_put(&s, c);
		if (byte_is_letter(c))
			byteset_put(&s, c ^ 0x20);
		write(&r, STEP_BYTE, set_of(out, s));
	}
	if (word.n)
		write_not_alike(&r, STEP_NOT_AHEAD, (unsigned char)word.p[word.n - 1]);
	close_outline(&r);
}
