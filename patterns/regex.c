#define PCRE2_CODE_UNIT_WIDTH 8
#include "patterns/regex.h"
#include "patterns/gate.h"

#include <pcre2.h>
#include <string.h>
#include <time.h>

enum {
	/* Steps that one attempt, at one place of the text, may take: shipped rules need hundreds. */
	STEPS = 20000,
	HEAP_KIB = 16 << 10,
	STACK_MIN = 32 << 10,
	STACK_MAX = 1 << 20,
	/* The step limit counts anew at every place, so a slow pattern could still take hours in a
	 * long text. The clock is looked at each time so many places were tried. */
	WINDOW = 4 << 10,
	TRIES = 1 << 10,
	SECONDS = 2, /* and one more for every 5 MB; shipped rules take 3 ms a megabyte */
};

struct regex {
	arena *mem;
	bool jit;              /* compiled to machine code */
	pcre2_code *code;
	pcre2_match_data *data;
	pcre2_match_context *limits;
	pcre2_jit_stack *stack;
	uint32_t value;        /* number of the group named "value"; 0, the whole match */
	gate *gate;            /* NULL: it is only tried where somebody says */
};

static bool out_of_memory(err *e)
{
	return err_set(e, ERR_SYSTEM, "out of memory while preparing a pattern");
}

static regex *new_regex(str pattern, uint32_t more_options, size_t *offset, err *e)
{
	int trouble = 0;
	PCRE2_SIZE at = 0;
	uint32_t empty = 0;
	uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_CASELESS | PCRE2_EXTENDED |
	                   PCRE2_NEVER_BACKSLASH_C | more_options;

	*offset = 0;
	arena *mem = arena_new();
	regex *re = arena_alloc(mem, sizeof *re);
	re->mem = mem;
	re->code = pcre2_compile((PCRE2_SPTR)pattern.p, pattern.n, options, &trouble, &at, NULL);
	if (!re->code) {
		PCRE2_UCHAR why[200];
		pcre2_get_error_message(trouble, why, sizeof why);
		*offset = at;
		err_set(e, ERR_USAGE, "%s", (const char *)why);
		goto fail;
	}
	pcre2_pattern_info(re->code, PCRE2_INFO_MATCHEMPTY, &empty);
	if (empty) {
		err_set(e, ERR_USAGE, "the pattern also matches nothing at all");
		goto fail;
	}
	trouble = pcre2_jit_compile(re->code, PCRE2_JIT_COMPLETE);
	if (trouble == PCRE2_ERROR_NOMEMORY) {
		out_of_memory(e);
		goto fail;
	} /* any other: no JIT on this machine, and matching is slower but the same */
	re->jit = trouble == 0;

	re->data = pcre2_match_data_create_from_pattern(re->code, NULL);
	re->limits = pcre2_match_context_create(NULL);
	re->stack = pcre2_jit_stack_create(STACK_MIN, STACK_MAX, NULL);
	if (!re->data || !re->limits || !re->stack) {
		out_of_memory(e);
		goto fail;
	}
	pcre2_set_match_limit(re->limits, STEPS);
	pcre2_set_heap_limit(re->limits, HEAP_KIB);
	pcre2_jit_stack_assign(re->limits, NULL, re->stack);

	int value = pcre2_substring_number_from_name(re->code, (PCRE2_SPTR)"value");
	if (value > 0)
		re->value = (uint32_t)value;
	return re;
fail:
	regex_drop(re);
	return NULL;
}

regex *regex_new(str pattern, size_t *offset, err *e)
{
	regex *re = new_regex(pattern, PCRE2_USE_OFFSET_LIMIT, offset, e);
	if (re) {
		musts m = musts_of(pattern);
		re->gate = arena_alloc(re->mem, sizeof *re->gate);
		gate_add(re->gate, &m);
	}
	return re;
}

regex *regex_new_at(str pattern, size_t *offset, err *e)
{
	return new_regex(pattern, PCRE2_ANCHORED, offset, e);
}

void regex_drop(regex *re)
{
	if (!re)
		return;
	pcre2_jit_stack_free(re->stack);
	pcre2_match_context_free(re->limits);
	pcre2_match_data_free(re->data);
	pcre2_code_free(re->code);
	arena_drop(re->mem);
}

static double cpu_seconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static bool scan_trouble(int code, err *e)
{
	switch (code) {
	case PCRE2_ERROR_MATCHLIMIT:
	case PCRE2_ERROR_HEAPLIMIT:
	case PCRE2_ERROR_DEPTHLIMIT:
	case PCRE2_ERROR_JIT_STACKLIMIT:
		err_set(e, ERR_USAGE, "the pattern tries too many ways to match one place of this text");
		return err_hint(e, "nested repeats such as (a+)+ do that; make them possessive: (a++)");
	case PCRE2_ERROR_NOMEMORY:
		return err_set(e, ERR_SYSTEM, "out of memory while searching");
	default:
		return err_set(e, ERR_INTERNAL, "pattern search: error %d", code);
	}
}

static size_t next_point(str text, size_t at)
{
	for (at++; at < text.n && ((unsigned char)text.p[at] & 0xC0) == 0x80;)
		at++;
	return at;
}

/* *deadline is 0 before the clock was looked at. */
static bool in_time(double *deadline, size_t bytes, err *e)
{
	double now = cpu_seconds();

	if (*deadline == 0)
		*deadline = now + SECONDS + (double)bytes * 2e-7;
	if (now <= *deadline)
		return true;
	err_set(e, ERR_USAGE, "the pattern is too slow for this text");
	return err_hint(e, "begin it with something rare, and bound its repeats");
}

/* Looks for matches that begin in one opening, from *at on, and leaves in *at where to look on. */
static bool scan_opening(const regex *re, str text, opening in, size_t *at, double *deadline, regex_hit *hit, void *arg, err *e)
{
	const PCRE2_SIZE *ovector = pcre2_get_ovector_pointer(re->data);

	*at = *at > in.beg ? *at : in.beg;
	while (*at < text.n && ((unsigned char)text.p[*at] & 0xC0) == 0x80)
		++*at;
	while (*at <= in.end) {
		size_t edge = in.end - *at < WINDOW ? (size_t)in.end + 1 : *at + WINDOW;
		pcre2_set_offset_limit(re->limits, edge - 1);
		int n = pcre2_match(re->code, (PCRE2_SPTR)text.p, text.n, *at, PCRE2_NO_UTF_CHECK, re->data, re->limits);
		if (n == PCRE2_ERROR_NOMATCH) {
			*at = edge;
			while (*at < text.n && ((unsigned char)text.p[*at] & 0xC0) == 0x80)
				++*at;
			if (!in_time(deadline, text.n, e))
				return false;
			continue;
		}
		if (n < 0)
			return scan_trouble(n, e);

		size_t begins = ovector[0], ends = ovector[1];
		size_t from = ovector[2 * re->value], to = ovector[2 * re->value + 1];
		/* \K and lookarounds can yield an empty or backward stretch: nothing to report. */
		bool taken = from != PCRE2_UNSET && from < to && hit(arg, from, to);
		*at = taken && ends > *at ? ends : next_point(text, begins > *at ? begins : *at);
	}
	return true;
}

bool regex_scan(const regex *re, str text, regex_hit *hit, void *arg, err *e)
{
	arena *mem = arena_new();
	openings open = gate_open(re->gate, text, mem);
	double deadline = 0;
	size_t at = 0;
	bool ok = true;

	for (size_t i = 0; i < open.n && ok; i++)
		ok = scan_opening(re, text, open.list[i], &at, &deadline, hit, arg, e);
	arena_drop(mem);
	return ok;
}

bool regex_narrows(const regex *re)
{
	return re->value > 0;
}

bool regex_try(const regex *re, str text, const uint32_t *places, size_t n, regex_hit *hit, void *arg, err *e)
{
	const PCRE2_SIZE *ovector = pcre2_get_ovector_pointer(re->data);
	PCRE2_SPTR words = (PCRE2_SPTR)text.p;
	double deadline = 0;
	size_t at = 0;

	for (size_t i = 0; i < n; i++) {
		if (i % TRIES == TRIES - 1 && !in_time(&deadline, text.n, e))
			return false;
		if (places[i] < at)
			continue;
		int got = re->jit ? pcre2_jit_match(re->code, words, text.n, places[i], 0, re->data, re->limits)
		                  : pcre2_match(re->code, words, text.n, places[i], PCRE2_NO_UTF_CHECK, re->data, re->limits);
		if (got == PCRE2_ERROR_NOMATCH)
			continue;
		if (got < 0)
			return scan_trouble(got, e);
		size_t from = ovector[2 * re->value], to = ovector[2 * re->value + 1];
		if (from != PCRE2_UNSET && from < to && hit(arg, from, to) && ovector[1] > places[i])
			at = ovector[1];
	}
	return true;
}
