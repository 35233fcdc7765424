#include "redact/base/needles.h"

#include "redact/base/thicket.h"

#include <hs/hs.h>
#include <stdlib.h>
#include <string.h>

enum {
	/* Vectorscan refuses patterns above 16,000 characters, and a byte is written with four; of
	 * longer words the head is searched and the rest compared. */
	LONGEST_HEAD = 1024,
	/* A hay's length is an unsigned int in the library's interface. Far smaller pieces cost nothing
	 * and keep the seam between two of them where tests can reach it. */
	LARGEST_PIECE = 16 << 20,
	/* From so many words on making the automaton takes longer than searching a document without one; and so it does
	 * of few words, which are what was found in one line of a text, until so many bytes were searched for them. */
	MANY = 400,
	FEW = 16,
	PAYS_FROM = 128 << 10,
};

/* The automaton. For few words it is made when it begins to pay. */
struct engine {
	hs_database_t *db;
	hs_scratch_t *scratch;
	size_t scanned;    /* bytes, without it                                         */
};

struct needles {
	arena *mem;
	size_t n;
	str *words;        /* copies, sorted bytewise; n of them                        */
	uint32_t *index;   /* words[i] is the caller's word index[i]                    */
	uint32_t *heads;   /* head id -> first of the sorted words that begin with it;
	                      nheads + 1 entries                                        */
	size_t nheads;
	size_t longest;    /* bytes of the longest head                                 */
	struct engine *engine;
	thicket *many;     /* in place of the automaton, for a list that is long or very short */
};

struct ranked { str word; uint32_t index; };

static int compare(const void *left, const void *right)
{
	const struct ranked *a = left, *b = right;
	int c = str_cmp(a->word, b->word);
	return c ? c : (a->index > b->index) - (a->index < b->index);
}

static str head_of(str word)
{
	return str_sub(word, 0, LONGEST_HEAD);
}

static bool trouble(err *e, hs_error_t code, const char *doing)
{
	if (code == HS_NOMEM)
		return err_set(e, ERR_SYSTEM, "out of memory while %s", doing);
	if (code == HS_ARCH_ERROR) {
		err_set(e, ERR_SYSTEM, "this processor is too old for the search engine");
		return err_hint(e, "Vectorscan needs at least SSE4.2 on x86");
	}
	return err_set(e, ERR_INTERNAL, "search engine: error %d while %s", code, doing);
}

/* Every byte is spelled \xHH: the library's own interface for literals refuses words that begin
 * with NUL (intel/hyperscan issue 388), as UTF-16 does. */
static const char *spelled(str head, arena *mem)
{
	char *out = arena_alloc(mem, head.n * 4 + 1), *p = out;

	for (size_t i = 0; i < head.n; i++) {
		unsigned char byte = (unsigned char)head.p[i];
		*p++ = '\\';
		*p++ = 'x';
		*p++ = "0123456789abcdef"[byte >> 4];
		*p++ = "0123456789abcdef"[byte & 15];
	}
	return out;
}

/* Equal words, and long words with an equal head, share one pattern: Vectorscan is told each
 * pattern once, so what it does with duplicates does not matter. */
static void group(needles *set)
{
	for (size_t i = 0; i < set->n; i++) {
		str head = head_of(set->words[i]);
		if (i && str_eq(head, head_of(set->words[i - 1])))
			continue;
		set->heads[set->nheads++] = (uint32_t)i;
		if (head.n > set->longest)
			set->longest = head.n;
	}
	set->heads[set->nheads] = (uint32_t)set->n;
}

static bool compile(const needles *set, err *e)
{
	arena *tmp = arena_new();
	const char **text = arena_array(tmp, const char *, set->nheads);
	unsigned *flags = arena_array(tmp, unsigned, set->nheads);
	unsigned *ids = arena_array(tmp, unsigned, set->nheads);
	hs_compile_error_t *why = NULL;
	bool ok = true;

	for (size_t i = 0; i < set->nheads; i++) {
		text[i] = spelled(head_of(set->words[set->heads[i]]), tmp);
		ids[i] = (unsigned)i;
	}
	hs_error_t code = hs_compile_multi(text, flags, ids, (unsigned)set->nheads, HS_MODE_BLOCK, NULL,
	                                   &set->engine->db, &why);
	if (code != HS_SUCCESS) {
		if (code == HS_COMPILER_ERROR && why && why->message && strstr(why->message, "memory"))
			code = HS_NOMEM;
		ok = trouble(e, code, "preparing the words to look for");
		hs_free_compile_error(why);
	} else {
		code = hs_alloc_scratch(set->engine->db, &set->engine->scratch);
		if (code != HS_SUCCESS)
			ok = trouble(e, code, "preparing the words to look for");
	}
	arena_drop(tmp);
	return ok;
}

static bool empty_word(err *e)
{
	return err_set(e, ERR_INTERNAL, "an empty word cannot be looked for");
}

static bool plant(needles *set, const str *words, err *e)
{
	str *own = arena_array(set->mem, str, set->n);
	for (size_t i = 0; i < set->n; i++) {
		if (words[i].n == 0)
			return empty_word(e);
		own[i] = str_dup(words[i], set->mem);
	}
	set->many = thicket_new(own, set->n, set->mem);
	return true;
}

needles *needles_new(const str *words, size_t n, err *e)
{
	if (n >= UINT32_MAX) {
		err_set(e, ERR_USAGE, "too many words to look for");
		return NULL;
	}
	arena *mem = arena_new();
	needles *set = arena_alloc(mem, sizeof *set);
	set->mem = mem;
	set->n = n;
	set->engine = arena_alloc(mem, sizeof *set->engine);
	if (n == 0)
		return set;
	if ((n >= MANY || n <= FEW) && !plant(set, words, e)) {
		needles_drop(set);
		return NULL;
	}
	if (n >= MANY)
		return set;

	set->words = arena_array(mem, str, n);
	set->index = arena_array(mem, uint32_t, n);
	set->heads = arena_array(mem, uint32_t, n + 1);
	struct ranked *order = arena_array(mem, struct ranked, n);
	for (size_t i = 0; i < n; i++) {
		if (words[i].n == 0) {
			empty_word(e);
			needles_drop(set);
			return NULL;
		}
		order[i] = (struct ranked){ str_dup(words[i], mem), (uint32_t)i };
	}
	qsort(order, n, sizeof *order, compare);
	for (size_t i = 0; i < n; i++) {
		set->words[i] = order[i].word;
		set->index[i] = order[i].index;
	}
	group(set);
	if (!set->many && !compile(set, e)) {
		needles_drop(set);
		return NULL;
	}
	return set;
}

void needles_drop(needles *set)
{
	if (!set)
		return;
	hs_free_scratch(set->engine->scratch);
	hs_free_database(set->engine->db);
	arena_drop(set->mem);
}

struct scan {
	const needles *set;
	str hay;
	size_t base;     /* where the piece being scanned begins in hay */
	size_t told;     /* heads that end here or before were reported */
	needles_hit *hit;
	void *arg;
};

static int on_match(unsigned id, unsigned long long from, unsigned long long to, unsigned flags,
                    void *context)
{
	struct scan *s = context;
	const needles *set = s->set;
	size_t head_end = s->base + (size_t)to;
	(void)from, (void)flags;

	if (head_end <= s->told)
		return 0;
	size_t beg = head_end - head_of(set->words[set->heads[id]]).n;
	str rest = str_sub(s->hay, beg, s->hay.n);
	for (uint32_t i = set->heads[id]; i < set->heads[id + 1]; i++) {
		str word = set->words[i];
		if (word.n > rest.n || memcmp(word.p, rest.p, word.n) != 0)
			continue;
		if (!s->hit(s->arg, set->index[i], beg, beg + word.n))
			return 1;
	}
	return 0;
}

/* Of few words, once enough has been searched for them. Without one the search goes on as before. */
static bool has_automaton(const needles *set, size_t more)
{
	struct engine *engine = set->engine;
	if (set->n >= MANY || engine->db || engine->scanned >= PAYS_FROM)
		return engine->db && engine->scratch;
	engine->scanned += more < PAYS_FROM ? more : PAYS_FROM;
	return engine->scanned >= PAYS_FROM && compile(set, NULL);
}

bool needles_scan(const needles *set, str hay, needles_hit *hit, void *arg, err *e)
{
	struct scan s = { .set = set, .hay = hay, .hit = hit, .arg = arg };

	if (set->n == 0 || hay.n == 0)
		return true;
	if (set->many && !has_automaton(set, hay.n)) {
		thicket_scan(set->many, hay, hit, arg);
		return true;
	}
	for (;;) {
		str piece = str_sub(hay, s.base, s.base + LARGEST_PIECE);
		hs_scratch_t *scratch = set->engine->scratch, *own = NULL;
		hs_error_t code = hs_scan(set->engine->db, piece.p, (unsigned)piece.n, 0, scratch, on_match, &s);
		if (code == HS_SCRATCH_IN_USE) { /* called from within a hit of the same set */
			code = hs_clone_scratch(scratch, &own);
			if (code == HS_SUCCESS)
				code = hs_scan(set->engine->db, piece.p, (unsigned)piece.n, 0, own, on_match, &s);
			hs_free_scratch(own);
		}
		if (code == HS_SCAN_TERMINATED)
			return true;
		if (code != HS_SUCCESS)
			return trouble(e, code, "searching");
		s.told = s.base + piece.n;
		if (s.told == hay.n)
			return true;
		s.base = s.told - (set->longest - 1);
	}
}
