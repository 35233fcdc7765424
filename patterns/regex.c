#define PCRE2_CODE_UNIT_WIDTH 8
#include "patterns/regex.h"

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
	musts musts;
	uint32_t value;        /* number of the group named "value"; 0, the whole match */
	bytes_present first;   /* bytes a match can begin with                          */
	bool any_first;
	uint32_t needed;       /* a byte every match holds                              */
	bool any_needed;
};

static bool out_of_memory(err *e)
{
	return err_set(e, ERR_SYSTEM, "out of memory while preparing a pattern");
}

static void note_prefilter(regex *re)
{
	const uint8_t *map = NULL;
	uint32_t type = 0, unit = 0;

	re->any_first = re->any_needed = true;
	if (pcre2_pattern_info(re->code, PCRE2_INFO_FIRSTCODETYPE, &type) == 0 && type == 1) {
		/* A single first letter: in a caseless pattern the other case may stand for it. */
		pcre2_pattern_info(re->code, PCRE2_INFO_FIRSTCODEUNIT, &unit);
		uint32_t other = (unit | 0x20) - 'a' < 26u ? unit ^ 0x20 : unit;
		if (unit < 0x80) {
			re->first.bits[unit >> 6] |= 1ull << (unit & 63);
			re->first.bits[other >> 6] |= 1ull << (other & 63);
			re->any_first = false;
		}
	} else if (pcre2_pattern_info(re->code, PCRE2_INFO_FIRSTBITMAP, &map) == 0 && map) {
		for (unsigned i = 0; i < 256; i++)
			if (map[i / 8] >> (i % 8) & 1)
				re->first.bits[i >> 6] |= 1ull << (i & 63);
		re->any_first = false;
	}
	if (pcre2_pattern_info(re->code, PCRE2_INFO_LASTCODETYPE, &type) == 0 && type == 1) {
		pcre2_pattern_info(re->code, PCRE2_INFO_LASTCODEUNIT, &unit);
		/* K and S have relatives outside ASCII that match them in either case. */
		if (unit < 0x80 && (unit | 0x20) - 'a' >= 26u) {
			re->needed = unit;
			re->any_needed = false;
		}
	}
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
	note_prefilter(re);
	re->musts = musts_of(pattern);
	return re;
fail:
	regex_drop(re);
	return NULL;
}

regex *regex_new(str pattern, size_t *offset, err *e)
{
	return new_regex(pattern, PCRE2_USE_OFFSET_LIMIT, offset, e);
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

bytes_present bytes_of(str text)
{
	unsigned char seen[256] = { 0 };
	bytes_present has = { { 0 } };

	for (size_t i = 0; i < text.n; i++)
		seen[(unsigned char)text.p[i]] = 1;
	for (unsigned i = 0; i < 256; i++)
		has.bits[i >> 6] |= (uint64_t)seen[i] << (i & 63);
	return has;
}

bool regex_possible(const regex *re, const bytes_present *has)
{
	bool first = re->any_first;

	for (int i = 0; i < 4 && !first; i++)
		first = (re->first.bits[i] & has->bits[i]) != 0;
	return first && (re->any_needed || has->bits[re->needed >> 6] >> (re->needed & 63) & 1);
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

bool regex_scan(const regex *re, const landing *in, regex_hit *hit, void *arg, err *e)
{
	const PCRE2_SIZE *ovector = pcre2_get_ovector_pointer(re->data);
	str text = in->text;
	double deadline = 0;
	size_t state = 0, beg, last, tried = 0;

	for (size_t at = 0; landing_next(in, &re->musts, at, &state, &beg, &last);) {
		at = beg;
		while (at <= last) {
			size_t edge = last - at < WINDOW ? last + 1 : at + WINDOW;
			tried += edge - at;
			if (tried >= WINDOW) {
				tried = 0;
				if (!in_time(&deadline, text.n, e))
					return false;
			}
			pcre2_set_offset_limit(re->limits, edge - 1);
			int n = pcre2_match(re->code, (PCRE2_SPTR)text.p, text.n, at, PCRE2_NO_UTF_CHECK,
			                    re->data, re->limits);
			if (n == PCRE2_ERROR_NOMATCH) {
				at = edge;
				while (at < text.n && ((unsigned char)text.p[at] & 0xC0) == 0x80)
					at++;
				continue;
			}
			if (n < 0)
				return scan_trouble(n, e);

			size_t begins = ovector[0], ends = ovector[1];
			size_t from = ovector[2 * re->value], to = ovector[2 * re->value + 1];
			/* \K and lookarounds can yield an empty or backward stretch: nothing to report. */
			bool taken = from != PCRE2_UNSET && from < to && hit(arg, from, to);
			at = taken && ends > at ? ends : next_point(text, begins > at ? begins : at);
		}
	}
	return true;
}

size_t regex_width(const regex *re)
{
	return re->musts.width;
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
