#include "patterns/musts.h"
#include "patterns/character.h"

enum {
	DEEPEST = 40,     /* groups in groups                                    */
	MOST_GROUPS = 24, /* groups with a name that others may call             */
	WIDEST_POINT = 4, /* bytes of a code point                               */
};

/* Signs that are worth asking for, the rarest in running text first. The last are not rare: still better than nothing. */
static const char signs[] = "@:/#$%&=+_'\".-";
enum { SIGNS = sizeof signs - 1, RARE = SIGNS - 2, FAR_COMMON = 32 };

/* What a piece of a pattern must hold, of the signs one bit each. A digit may also be looked ahead for. */
struct piece {
	size_t width;
	bool digit;
	size_t before_digit;           /* meaningful where there is one           */
	unsigned signs;
	size_t before_sign[SIGNS];     /* meaningful where the bit is set         */
};

struct named { str name; size_t width; };

struct reader {
	struct pattern in;
	arena *mem;
	int depth;
	bool lost;                     /* something that is not known             */
	size_t last_group;             /* width of the group that ended last      */
	struct named groups[MOST_GROUPS]; size_t ngroups;
};

static size_t plus(size_t a, size_t b)
{
	return a > SIZE_MAX - b ? SIZE_MAX : a + b;
}

static size_t times(size_t a, size_t n)
{
	return a && n > SIZE_MAX / a ? SIZE_MAX : a * n;
}

static bool has_sign(const struct piece *a, unsigned i)
{
	return a->signs >> i & 1;
}

static void set_sign(struct piece *a, unsigned i, size_t before)
{
	a->signs |= 1u << i;
	a->before_sign[i] = before;
}

static struct piece *new_piece(struct reader *r)
{
	return arena_alloc(r->mem, sizeof(struct piece));
}

/* ---- putting pieces together --------------------------------------------------------------- */

static void add_behind(struct piece *a, const struct piece *b)
{
	size_t before = plus(a->width, b->before_digit);

	if (b->digit && (!a->digit || before < a->before_digit))
		a->before_digit = before;
	a->digit |= b->digit;
	for (unsigned i = 0; i < SIGNS && b->signs; i++)
		if (has_sign(b, i) && !has_sign(a, i))
			set_sign(a, i, plus(a->width, b->before_sign[i]));
	a->width = plus(a->width, b->width);
}

static void add_choice(struct piece *a, const struct piece *b)
{
	a->before_digit = b->before_digit > a->before_digit ? b->before_digit : a->before_digit;
	a->digit &= b->digit;
	a->width = b->width > a->width ? b->width : a->width;
	a->signs &= b->signs;
	for (unsigned i = 0; i < SIGNS && a->signs; i++)
		if (has_sign(a, i) && b->before_sign[i] > a->before_sign[i])
			a->before_sign[i] = b->before_sign[i];
}

static void repeat(struct piece *a, uint32_t least, uint32_t most)
{
	a->width = times(a->width, most == PATTERN_FOR_EVER ? SIZE_MAX : most);
	if (least == 0) {
		a->digit = false;
		a->signs = 0;
	}
}

/* ---- reading ------------------------------------------------------------------------------- */

static struct piece *read_choices(struct reader *r);

/* The only member of a set; 0 when there are more. */
static char only_member(const byteset *s)
{
	uint64_t low = s->bits[0], high = s->bits[1];
	if (__builtin_popcountll(low) + __builtin_popcountll(high) != 1)
		return 0;
	return (char)(low ? __builtin_ctzll(low) : 64 + __builtin_ctzll(high));
}

static void add_character(struct piece *a, const struct character *one)
{
	static const uint64_t digits = 0x3FFull << '0';

	a->width = one->wide ? WIDEST_POINT : 1;
	if (one->wide)
		return;
	a->digit = one->ascii.bits[0] && !(one->ascii.bits[0] & ~digits) && !one->ascii.bits[1];
	char lone = only_member(&one->ascii);
	const char *sign = lone ? strchr(signs, lone) : NULL;
	if (sign)
		set_sign(a, (unsigned)(sign - signs), 0);
}

static void note_group(struct reader *r, str name, size_t width)
{
	for (size_t i = 0; i < r->ngroups; i++) {
		if (str_eq(r->groups[i].name, name)) {
			r->groups[i].width = width;
			return;
		}
	}
	if (r->ngroups < MOST_GROUPS)
		r->groups[r->ngroups++] = (struct named){ name, width };
}

static size_t width_of_group(const struct reader *r, str name)
{
	for (size_t i = 0; i < r->ngroups; i++)
		if (str_eq(r->groups[i].name, name))
			return r->groups[i].width;
	return SIZE_MAX;
}

static str read_name(struct reader *r, char until)
{
	const char *beg = r->in.p, *stop = memchr(beg, until, (size_t)(r->in.end - beg));
	if (!stop) {
		r->lost = true;
		return STR("");
	}
	r->in.p = stop + 1;
	return (str){ beg, (size_t)(stop - beg) };
}

static struct piece *read_inner(struct reader *r)
{
	if (++r->depth > DEEPEST)
		r->lost = true;
	struct piece *a = r->lost ? new_piece(r) : read_choices(r);
	r->depth--;
	if (!pattern_take(&r->in, ")"))
		r->lost = true;
	return a;
}

/* What is looked for holds no byte, and is not told but for a digit ahead. */
static struct piece *read_look(struct reader *r, bool ahead)
{
	struct piece *inner = read_inner(r), *seen = new_piece(r);
	seen->digit = ahead && inner->digit;
	seen->before_digit = inner->before_digit;
	return seen;
}

static struct piece *read_plain(struct reader *r)
{
	struct piece *a = read_inner(r);
	r->last_group = a->width;
	return a;
}

/* Behind the bracket. */
static struct piece *read_group(struct reader *r)
{
	struct pattern *in = &r->in;
	bool caseless = in->caseless;
	struct piece *a = NULL;

	if (pattern_at(in, "*")) {
		r->lost = true;
	} else if (!pattern_take(in, "?")) {
		a = read_plain(r);
	} else if (pattern_take(in, "=")) {
		a = read_look(r, true);
	} else if (pattern_take(in, "!") || pattern_take(in, "<=") || pattern_take(in, "<!") || pattern_take(in, "(DEFINE)")) {
		a = read_look(r, false);
	} else if (pattern_take(in, "&")) {
		a = new_piece(r);
		a->width = width_of_group(r, read_name(r, ')'));
	} else if (pattern_take(in, "<") || pattern_take(in, "P<")) {
		str name = read_name(r, '>');
		a = read_plain(r);
		note_group(r, name, a->width);
	} else if (pattern_take(in, ">") || pattern_take_flags(in)) {
		a = read_inner(r);
	} else {
		r->lost = true;
	}
	in->caseless = caseless;
	return a ? a : new_piece(r);
}

static bool take_edge(struct pattern *in)
{
	static const char *const edges[] = { "^", "$", "\\b", "\\B", "\\A", "\\z", "\\Z", "\\G" };

	for (size_t i = 0; i < sizeof edges / sizeof *edges; i++)
		if (pattern_take(in, edges[i]))
			return true;
	return false;
}

static struct piece *read_atom(struct reader *r)
{
	struct character one;

	if (pattern_take(&r->in, "("))
		return read_group(r);
	struct piece *a = new_piece(r);
	if (take_edge(&r->in))
		return a;
	if (pattern_take(&r->in, "\\g{-1}"))
		a->width = r->last_group;
	else if (pattern_character(&r->in, &one))
		add_character(a, &one);
	else
		r->lost = true;
	return a;
}

static struct piece *read_sequence(struct reader *r)
{
	struct piece *all = new_piece(r);
	uint32_t least, most;

	for (pattern_skip_blanks(&r->in); !r->lost && r->in.p < r->in.end && *r->in.p != '|' && *r->in.p != ')'; pattern_skip_blanks(&r->in)) {
		struct piece *one = read_atom(r);
		r->lost |= !pattern_times(&r->in, &least, &most);
		repeat(one, least, most);
		add_behind(all, one);
	}
	return all;
}

static struct piece *read_choices(struct reader *r)
{
	struct piece *all = read_sequence(r);
	while (!r->lost && pattern_take(&r->in, "|"))
		add_choice(all, read_sequence(r));
	return all;
}

/* The rarest of the signs, or SIGNS. */
static unsigned rarest(const struct piece *a)
{
	for (unsigned i = 0; i < SIGNS; i++)
		if (has_sign(a, i) && (i < RARE ? a->before_sign[i] < MUSTS_FARTHEST : !a->digit && a->before_sign[i] < FAR_COMMON))
			return i;
	return SIGNS;
}

musts musts_of(str pattern)
{
	struct reader r = { .mem = arena_new(), .last_group = SIZE_MAX };
	struct piece *all = NULL;

	/* Twice: a group may be called before it is written. */
	for (int i = 0; i < 2; i++) {
		r.in = (struct pattern){ pattern.p, pattern.p + pattern.n, true };
		all = read_choices(&r);
	}
	musts m = { .width = SIZE_MAX };
	if (!r.lost && r.in.p == r.in.end) {
		m.width = all->width;
		m.digit = all->digit && all->before_digit < MUSTS_FARTHEST;
		m.before_digit = m.digit ? all->before_digit : 0;
		unsigned sign = rarest(all);
		m.sign = signs[sign];
		m.before_sign = m.sign ? all->before_sign[sign] : 0;
	}
	arena_drop(r.mem);
	return m;
}
