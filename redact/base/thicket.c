#include "redact/base/thicket.h"

#include <string.h>

enum {
	STEP = 4,          /* bytes between two prefixes that the filter knows               */
	PREFIX_BITS = 16,  /* bits of the filter for each prefix: one wrong guess in sixteen */
};

#define MIX UINT64_C(0x9E3779B97F4A7C15)

struct thicket {
	const str *words;
	size_t longest;
	uint32_t *first;    /* by hash: word + 1, or 0       */
	uint32_t *next;     /* by word, likewise             */
	uint64_t *whole;    /* by word: its hash             */
	int first_shift;    /* of a hash, to index `first`   */
	uint64_t *filter;   /* bits, by the hash of a prefix */
	int filter_shift;
	bool has_length[256];  /* by length, those beyond folded onto it: the hash tells */
	bool has_short;     /* some word is shorter than STEP */
};

static uint64_t begin(const char *p)
{
	uint32_t four;
	memcpy(&four, p, sizeof four);
	return (four + 1) * MIX;
}

static uint64_t go_on(uint64_t h, char c)
{
	return ((h >> 29 ^ h) + (unsigned char)c + 1) * MIX;
}

/* Of a word shorter than STEP. */
static uint64_t hash_short(const char *p, size_t n)
{
	uint64_t h = n;
	for (size_t i = 0; i < n; i++)
		h = go_on(h, p[i]);
	return h;
}

static void set_bit(thicket *t, uint64_t h)
{
	size_t i = h >> t->filter_shift;
	t->filter[i / 64] |= UINT64_C(1) << i % 64;
}

static bool has_bit(const thicket *t, uint64_t h)
{
	size_t i = h >> t->filter_shift;
	return t->filter[i / 64] >> i % 64 & 1;
}

static int bits_for(size_t n)
{
	int bits = 10;
	while (bits < 40 && (size_t)1 << bits < n)
		bits++;
	return bits;
}

static uint64_t take(thicket *t, str word)
{
	if (word.n < STEP) {
		uint64_t h = hash_short(word.p, word.n);
		t->has_short = true;
		return h;
	}
	uint64_t h = begin(word.p);
	set_bit(t, h);
	for (size_t i = STEP; i < word.n; i++) {
		h = go_on(h, word.p[i]);
		if ((i + 1) % STEP == 0)
			set_bit(t, h);
	}
	return h;
}

thicket *thicket_new(const str *words, size_t n, arena *mem)
{
	thicket *t = arena_alloc(mem, sizeof *t);
	size_t prefixes = 0;
	for (size_t i = 0; i < n; i++) {
		prefixes += words[i].n / STEP;
		t->longest = words[i].n > t->longest ? words[i].n : t->longest;
	}
	int bits = bits_for(2 * n), filter_bits = bits_for(PREFIX_BITS * prefixes);
	t->words = words;
	t->first = arena_array(mem, uint32_t, (size_t)1 << bits);
	t->first_shift = 64 - bits;
	t->filter = arena_array(mem, uint64_t, ((size_t)1 << filter_bits) / 64);
	t->filter_shift = 64 - filter_bits;
	t->next = arena_array(mem, uint32_t, n);
	t->whole = arena_array(mem, uint64_t, n);
	/* From the last to the first, so that equal words are met in their order. */
	for (size_t i = n; i-- > 0;) {
		t->whole[i] = take(t, words[i]);
		t->has_length[words[i].n < 255 ? words[i].n : 255] = true;
		uint32_t *slot = &t->first[t->whole[i] >> t->first_shift];
		t->next[i] = *slot;
		*slot = (uint32_t)i + 1;
	}
	return t;
}

static bool tell(const thicket *t, uint64_t h, str hay, size_t at, size_t n, thicket_hit *hit, void *arg)
{
	for (uint32_t k = t->first[h >> t->first_shift]; k; k = t->next[k - 1]) {
		const str *word = &t->words[k - 1];
		if (t->whole[k - 1] == h && word->n == n && memcmp(word->p, hay.p + at, n) == 0
		 && !hit(arg, k - 1, at, at + n))
			return false;
	}
	return true;
}

bool thicket_at(const thicket *t, str hay, size_t at, thicket_hit *hit, void *arg)
{
	size_t left = hay.n - at, most = left < t->longest ? left : t->longest;
	for (size_t n = 1; t->has_short && n < STEP && n <= left; n++)
		if (t->has_length[n] && !tell(t, hash_short(hay.p + at, n), hay, at, n, hit, arg))
			return false;
	if (left < STEP)
		return true;
	uint64_t h = begin(hay.p + at);
	if (!has_bit(t, h))
		return true;
	for (size_t n = STEP;;) {
		if (t->has_length[n < 255 ? n : 255] && !tell(t, h, hay, at, n, hit, arg))
			return false;
		if (n == most)
			return true;
		h = go_on(h, hay.p[at + n++]);
		if (n % STEP == 0 && !has_bit(t, h))
			return true;
	}
}

void thicket_scan(const thicket *t, str hay, thicket_hit *hit, void *arg)
{
	for (size_t at = 0; at < hay.n; at++)
		if (!thicket_at(t, hay, at, hit, arg))
			return;
}
