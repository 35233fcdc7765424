#include "patterns/musts.h"

#include <string.h>

enum {
	DEEPEST = 40,     /* groups in groups                                    */
	MOST_GROUPS = 24, /* groups with a name that others may call             */
	WIDEST_POINT = 4, /* bytes of a code point                               */
	WIDE_LETTER = 3,  /* k also stands for the sign of Kelvin, s for a long s */
};

/* What a piece of a pattern must hold, of the signs one bit each. */
struct piece {
	size_t least_digits, width;
	size_t before_digit;           /* meaningful where least_digits is not 0  */
	/* Digits that are looked ahead for: so many, the first behind so many bytes, all within so many. */
	size_t look_digits, look_before, look_width;
	uint64_t signs[2];
	size_t before_sign[128];       /* meaningful where the bit is set         */
};

struct named { str name; size_t width; };

struct reader {
	const char *p, *end;
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

static bool has_sign(const struct piece *a, unsigned c)
{
	return a->signs[c >> 6] >> (c & 63) & 1;
}

static void set_sign(struct piece *a, unsigned c, size_t before)
{
	a->signs[c >> 6] |= 1ull << (c & 63);
	a->before_sign[c] = before;
}

static struct piece *new_piece(struct reader *r)
{
	return arena_alloc(r->mem, sizeof(struct piece));
}

/* ---- putting pieces together --------------------------------------------------------------- */

static void add_behind(struct piece *a, const struct piece *b)
{
	if (!a->look_digits && b->look_digits) {
		a->look_digits = b->look_digits;
		a->look_before = plus(a->width, b->look_before);
		a->look_width = plus(a->width, b->look_width);
	}
	if (!a->least_digits && b->least_digits)
		a->before_digit = plus(a->width, b->before_digit);
	for (unsigned c = 0; c < 128; c++)
		if (has_sign(b, c) && !has_sign(a, c))
			set_sign(a, c, plus(a->width, b->before_sign[c]));
	a->least_digits = plus(a->least_digits, b->least_digits);
	a->width = plus(a->width, b->width);
}

/* What is held counts as looked for, too. */
static void look_at_own(struct piece *a)
{
	if (!a->least_digits)
		return;
	a->look_digits = a->least_digits;
	a->look_before = a->before_digit;
	a->look_width = a->width;
}

static void add_choice(struct piece *a, struct piece *b)
{
	look_at_own(a);
	look_at_own(b);
	a->look_digits = b->look_digits < a->look_digits ? b->look_digits : a->look_digits;
	a->look_before = b->look_before > a->look_before ? b->look_before : a->look_before;
	a->look_width = b->look_width > a->look_width ? b->look_width : a->look_width;
	a->before_digit = b->before_digit > a->before_digit ? b->before_digit : a->before_digit;
	a->least_digits = b->least_digits < a->least_digits ? b->least_digits : a->least_digits;
	a->width = b->width > a->width ? b->width : a->width;
	for (unsigned c = 0; c < 128; c++)
		if (has_sign(a, c) && has_sign(b, c) && b->before_sign[c] > a->before_sign[c])
			a->before_sign[c] = b->before_sign[c];
	a->signs[0] &= b->signs[0];
	a->signs[1] &= b->signs[1];
}

static void repeat(struct piece *a, size_t least, size_t most)
{
	a->least_digits = times(a->least_digits, least);
	a->width = times(a->width, most);
	if (least == 0)
		a->signs[0] = a->signs[1] = a->look_digits = 0;
}

/* ---- reading ------------------------------------------------------------------------------- */

static struct piece *read_choices(struct reader *r);

static bool at(const struct reader *r, const char *what)
{
	size_t n = strlen(what);
	return (size_t)(r->end - r->p) >= n && memcmp(r->p, what, n) == 0;
}

static bool take(struct reader *r, const char *what)
{
	if (!at(r, what))
		return false;
	r->p += strlen(what);
	return true;
}

static void skip_blanks(struct reader *r)
{
	while (r->p < r->end) {
		if (*r->p == '#')
			while (r->p < r->end && *r->p != '\n')
				r->p++;
		else if (!strchr(" \t\n\r\f\v", *r->p))
			return;
		else
			r->p++;
	}
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (unsigned)((c | 0x20) - 'a') < 26u;
}

static void one_literal(struct piece *a, char c)
{
	a->width = is_letter(c) ? WIDE_LETTER : (unsigned char)c < 0x80 ? 1 : WIDEST_POINT;
	if (is_digit(c))
		a->least_digits = 1;
	else if (!is_letter(c) && (unsigned char)c < 0x80)
		set_sign(a, (unsigned char)c, 0);
}

static bool hex_literal(struct reader *r, char *out)
{
	int value = 0;
	for (int i = 0; i < 2; i++, r->p++) {
		char c = r->p < r->end ? *r->p : 0;
		if (!is_digit(c) && !(is_letter(c) && (c | 0x20) <= 'f'))
			return false;
		value = value * 16 + (is_digit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
	}
	*out = (char)value;
	return value < 0x80;
}

/* Behind the backslash, outside of a class. */
static void read_escape(struct reader *r, struct piece *a)
{
	char c = r->p < r->end ? *r->p++ : 0;

	if (c && strchr("bBAzZG", c))
		return;
	if (c && strchr("dDwWsShHvVNR", c)) {
		a->width = WIDEST_POINT;
	} else if (c && strchr("tnrfea", c)) {
		a->width = 1;
	} else if (c == 'x' && hex_literal(r, &c)) {
		one_literal(a, c);
	} else if (c == 'g' && take(r, "{-1}")) {
		a->width = r->last_group;
	} else if (c > ' ' && c < 0x7F && !is_letter(c) && !is_digit(c)) {
		one_literal(a, c);
	} else {
		r->lost = true;
	}
}

/* Behind the [. Digits and nothing else make a digit; what it may be as a sign is not asked, but for one alone. */
static void read_class(struct reader *r, struct piece *a)
{
	bool negated = take(r, "^"), digits = true, ascii = true, letters = false;
	size_t members = 0;
	char last = 0;

	for (bool first = true; ; first = false, members++) {
		if (r->p >= r->end) {
			r->lost = true;
			return;
		}
		char c = *r->p++;
		if (c == ']' && !first)
			break;
		if (c == '[' && r->p < r->end && strchr(":.=", *r->p)) {
			r->lost = true;
			return;
		}
		if (c == '\\') {
			char kind = r->p < r->end ? *r->p++ : 0;
			digits = false;
			if (kind == 'x' && hex_literal(r, &c))
				letters |= is_letter(c);
			else if (kind && !is_letter(kind) && !is_digit(kind))
				c = kind;
			else if (kind && strchr("tnrf", kind))
				c = ' ', members++; /* no sign to look for */
			else if (kind && strchr("wdsWDSvVhH", kind))
				ascii = false;
			else
				r->lost = true;
		} else if (!is_digit(c) && !(c == '-' && is_digit(last) && r->p < r->end && is_digit(*r->p))) {
			digits = false;
		}
		/* A range from sign to sign may go over letters. */
		letters |= is_letter(c) || (c == '-' && !is_digit(last));
		ascii &= (unsigned char)c < 0x80;
		last = c;
	}
	a->width = negated || !ascii ? WIDEST_POINT : letters ? WIDE_LETTER : 1;
	if (!negated && digits)
		a->least_digits = 1;
	if (!negated && members == 1 && ascii && !is_digit(last) && !is_letter(last) && last)
		set_sign(a, (unsigned char)last, 0);
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
	const char *beg = r->p, *stop = memchr(r->p, until, (size_t)(r->end - r->p));
	if (!stop) {
		r->lost = true;
		return STR("");
	}
	r->p = stop + 1;
	return (str){ beg, (size_t)(stop - beg) };
}

/* Flags that change neither what blanks mean nor where lines end. */
static bool take_flags(struct reader *r)
{
	const char *p = r->p;
	while (p < r->end && strchr("i-", *p))
		p++;
	if (p == r->end || *p != ':')
		return false;
	r->p = p + 1;
	return true;
}

/* Behind the bracket. */
static struct piece *read_group(struct reader *r)
{
	struct piece *a;
	str name = { NULL, 0 };
	bool looks = false, ahead = false, counted = true;

	if (at(r, "*") || r->depth == DEEPEST) {
		r->lost = true;
		return new_piece(r);
	}
	if (take(r, "?")) {
		counted = false;
		if (take(r, "=")) {
			looks = ahead = true;
		} else if (take(r, "!") || take(r, "<=") || take(r, "<!") || take(r, "(DEFINE)")) {
			looks = true;
		} else if (take(r, "&")) {
			name = read_name(r, ')');
			a = new_piece(r);
			a->width = width_of_group(r, name);
			return a;
		} else if (take(r, "<") || take(r, "P<")) {
			name = read_name(r, '>');
			counted = true;
		} else if (!take(r, ">") && !take_flags(r)) {
			r->lost = true;
			return new_piece(r);
		}
	}
	r->depth++;
	a = read_choices(r);
	r->depth--;
	if (!take(r, ")"))
		r->lost = true;
	if (name.n)
		note_group(r, name, a->width);
	if (counted)
		r->last_group = a->width;
	if (!looks)
		return a;
	struct piece *seen = new_piece(r);
	if (ahead) {
		look_at_own(a);
		seen->look_digits = a->look_digits;
		seen->look_before = a->look_before;
		seen->look_width = a->look_width;
	}
	return seen;
}

static size_t read_count(struct reader *r)
{
	size_t n = 0;
	if (r->p == r->end || !is_digit(*r->p))
		r->lost = true;
	while (r->p < r->end && is_digit(*r->p) && n < 100000)
		n = n * 10 + (size_t)(*r->p++ - '0');
	return n;
}

static void read_repeat(struct reader *r, struct piece *a)
{
	size_t least = 1, most = 1;

	skip_blanks(r);
	if (take(r, "*")) {
		least = 0, most = SIZE_MAX;
	} else if (take(r, "+")) {
		most = SIZE_MAX;
	} else if (take(r, "?")) {
		least = 0;
	} else if (take(r, "{")) {
		least = most = read_count(r);
		if (take(r, ","))
			most = at(r, "}") ? SIZE_MAX : read_count(r);
		if (!take(r, "}"))
			r->lost = true;
	} else {
		return;
	}
	if (!take(r, "?"))
		take(r, "+");
	repeat(a, least, most);
}

static struct piece *read_sequence(struct reader *r)
{
	struct piece *all = new_piece(r);

	for (skip_blanks(r); !r->lost && r->p < r->end && *r->p != '|' && *r->p != ')'; skip_blanks(r)) {
		struct piece *one;
		if (take(r, "(")) {
			one = read_group(r);
		} else {
			one = new_piece(r);
			char c = *r->p++;
			if (c == '\\')
				read_escape(r, one);
			else if (c == '[')
				read_class(r, one);
			else if (c == '.')
				one->width = WIDEST_POINT;
			else if (c && strchr("*+?{", c))
				r->lost = true;
			else if (c != '^' && c != '$')
				one_literal(one, c);
			while ((unsigned char)c >= 0xC0 && r->p < r->end && ((unsigned char)*r->p & 0xC0) == 0x80)
				r->p++;
		}
		read_repeat(r, one);
		add_behind(all, one);
	}
	return all;
}

static struct piece *read_choices(struct reader *r)
{
	struct piece *all = read_sequence(r);
	while (!r->lost && take(r, "|"))
		add_choice(all, read_sequence(r));
	return all;
}

/* Signs by how rare they are in running text. */
static char rarest(const struct piece *a)
{
	static const char signs[] = "@:/#$%&=+_'\"";
	for (const char *p = signs; *p; p++)
		if (has_sign(a, (unsigned char)*p) && a->before_sign[(unsigned char)*p] < 1000)
			return *p;
	/* These are not rare: still better than nothing. */
	for (const char *p = ".-"; *p && !a->least_digits && !a->look_digits; p++)
		if (has_sign(a, (unsigned char)*p) && a->before_sign[(unsigned char)*p] < 32)
			return *p;
	return 0;
}

musts musts_of(str pattern)
{
	struct reader r = { .mem = arena_new(), .last_group = SIZE_MAX };
	struct piece *all = NULL;

	/* Twice: a group may be called before it is written. */
	for (int i = 0; i < 2; i++) {
		r.p = pattern.p;
		r.end = pattern.p + pattern.n;
		all = read_choices(&r);
	}
	musts m = { .width = SIZE_MAX };
	if (!r.lost && r.p == r.end) {
		m.width = all->width;
		bool held = all->least_digits > 0;
		size_t least = held ? all->least_digits : all->look_digits;
		m.within = held ? all->width : all->look_width;
		m.digits = least < 64 ? (unsigned)least : 64;
		m.before_digit = held ? all->before_digit : all->look_before;
		m.sign = rarest(all);
		m.before_sign = m.sign ? all->before_sign[(unsigned char)m.sign] : 0;
		if (m.before_digit > 1000)
			m.digits = 0;
	}
	arena_drop(r.mem);
	return m;
}
