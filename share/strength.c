#include "share/strength.h"

#include <math.h>
#include <sodium.h>
#include <string.h>

/* Prices in bits. */
#define PRICE_WORD 12.92        /* log2 7776: one word of the list                              */
#define PRICE_LETTER 4.70       /* log2 26                                                      */
#define PRICE_USUAL_LETTER 2.0  /* a letter that English would put there; Shannon measured less */
#define PRICE_CAPITAL 1.0
#define PRICE_DIGIT 3.32        /* log2 10                                                      */
#define PRICE_YEAR 7.0
#define PRICE_DATE 14.0         /* any day of a century                                         */
#define PRICE_MARK 5.0          /* log2 of the 33 marks of ASCII                                */
#define PRICE_OTHER 5.5         /* a byte of a character beyond ASCII                           */
#define PRICE_SWITCH 1.5        /* a change between letters, digits and marks                   */
#define PRICE_NEXT 1.0          /* a neighbour of the character before: abcd, 7654, qwert, aaaa */
#define PRICE_REPEAT 6.0        /* three or more characters that stood there before             */
#define USUAL_SHARE 16          /* a letter is usual when at least 1 in 16 follow like that     */

enum kind { LETTER, DIGIT, MARK, OTHER };

static enum kind kind_of(unsigned char c)
{
	if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
		return LETTER;
	if (c >= '0' && c <= '9')
		return DIGIT;
	return c < 0x80 ? MARK : OTHER;
}

static unsigned char lower(unsigned char c)
{
	return c >= 'A' && c <= 'Z' ? (unsigned char)(c + 32) : c;
}

/* How often a letter follows another in the list's words. */
struct usage {
	unsigned pair[26][26], after[26];
};

static void usage_learn(struct usage *u, const words *list)
{
	memset(u, 0, sizeof *u);
	for (size_t i = 0; i < WORDS_COUNT; i++) {
		str w = list->list[i];
		for (size_t k = 1; k < w.n; k++) {
			if (w.p[k - 1] < 'a' || w.p[k] < 'a')
				continue;
			u->pair[w.p[k - 1] - 'a'][w.p[k] - 'a']++;
			u->after[w.p[k - 1] - 'a']++;
		}
	}
}

static bool usual(const struct usage *u, unsigned char before, unsigned char c)
{
	if (kind_of(before) != LETTER)
		return false;
	int a = lower(before) - 'a', b = lower(c) - 'a';
	return u->pair[a][b] * USUAL_SHARE >= u->after[a];
}

static bool neighbours(unsigned char a, unsigned char b)
{
	static const char *const rows[] = { "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "azerty",
		                                "1qaz", "2wsx", "3edc", "4rfv", "5tgb", "6yhn", "7ujm" };
	a = lower(a);
	b = lower(b);
	if (a == b || (kind_of(a) == kind_of(b) && kind_of(a) != MARK && (a + 1 == b || b + 1 == a)))
		return true;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const char *at = strchr(rows[i], a);
		if (a && at && (at[1] == b || (at > rows[i] && at[-1] == b)))
			return true;
	}
	return false;
}

static double price_of(const struct usage *u, const unsigned char *p, size_t i)
{
	enum kind kind = kind_of(p[i]);
	if (i && neighbours(p[i - 1], p[i]))
		return PRICE_NEXT;
	double price = kind == LETTER ? PRICE_LETTER : kind == DIGIT ? PRICE_DIGIT :
	               kind == MARK ? PRICE_MARK : PRICE_OTHER;
	if (kind == LETTER && i && usual(u, p[i - 1], p[i]))
		price = PRICE_USUAL_LETTER;
	if (kind == LETTER && p[i] < 'a' && (i == 0 || p[i - 1] >= 'a' || kind_of(p[i - 1]) != LETTER))
		price += PRICE_CAPITAL;
	if (i && kind != kind_of(p[i - 1]))
		price += PRICE_SWITCH;
	return price;
}

/* Length of the longest stretch from i on that already began before i; it may run into itself, as
 * in abcabcabc. */
static size_t repeated(const unsigned char *p, size_t n, size_t i)
{
	size_t best = 0;
	for (size_t from = 0; from < i; from++) {
		size_t k = 0;
		while (i + k < n && lower(p[from + k]) == lower(p[i + k]))
			k++;
		if (k > best)
			best = k;
	}
	return best;
}

static bool all_digits(const unsigned char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (kind_of(p[i]) != DIGIT)
			return false;
	return true;
}

static void offer(double *best, double price)
{
	if (price < *best)
		*best = price;
}

/* Everything that may start at i, priced; best[k] is the cheapest way to the first k bytes. */
static void step(double *best, const struct usage *u, const words *list, const unsigned char *p,
                 size_t n, size_t i)
{
	double now = best[i];
	offer(&best[i + 1], now + price_of(u, p, i));

	char word[WORDS_LONGEST];
	double capitals = 0;
	for (size_t k = 0; k < WORDS_LONGEST && i + k < n; k++) {
		word[k] = (char)lower(p[i + k]);
		if (p[i + k] >= 'A' && p[i + k] <= 'Z' && (k == 0 || capitals == 0))
			capitals += PRICE_CAPITAL;
		if (k + 1 >= WORDS_SHORTEST && words_has(list, (str){ word, k + 1 }))
			offer(&best[i + k + 1], now + PRICE_WORD + capitals);
	}
	sodium_memzero(word, sizeof word);

	if (i + 4 <= n && all_digits(p + i, 4) &&
	    ((p[i] == '1' && p[i + 1] == '9') || (p[i] == '2' && p[i + 1] == '0')))
		offer(&best[i + 4], now + PRICE_YEAR);
	if (i + 6 <= n && all_digits(p + i, 6))
		offer(&best[i + 6], now + PRICE_DATE);
	if (i + 8 <= n && all_digits(p + i, 8))
		offer(&best[i + 8], now + PRICE_DATE);

	size_t again = i ? repeated(p, n, i) : 0;
	for (size_t k = 3; k <= again; k++)
		offer(&best[i + k], now + PRICE_REPEAT);
}

bool strength_bits(const secret *pass, const words *list, int *bits, err *e)
{
	struct usage u;
	secret room;
	*bits = 0;
	if (!secret_new(&room, (pass->n + 1) * sizeof(double), e))
		return false;
	usage_learn(&u, list);
	double *best = (double *)(void *)room.p;
	for (size_t i = 1; i <= pass->n; i++)
		best[i] = HUGE_VAL;
	for (size_t i = 0; i < pass->n; i++)
		step(best, &u, list, pass->p, pass->n, i);
	*bits = (int)best[pass->n];
	secret_drop(&room);
	return true;
}
