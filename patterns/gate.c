#include "patterns/gate.h"

static void open_before(gate *g, unsigned char c, size_t before)
{
	if (g->back[c] < before + 1)
		g->back[c] = (uint16_t)(before + 1);
}

/* Of a digit and a sign the one that stands nearer tells more. */
void gate_add(gate *g, const musts *m)
{
	bool digit = m->digit && (!m->sign || m->before_digit <= m->before_sign);

	for (unsigned char c = '0'; c <= '9' && digit; c++)
		open_before(g, c, m->before_digit);
	if (!digit && m->sign)
		open_before(g, (unsigned char)m->sign, m->before_sign);
	g->always |= !digit && !m->sign;
}

/* Openings that touch are one. */
static void add_opening(openings *all, uint32_t beg, uint32_t end, arena *mem)
{
	while (all->n && all->list[all->n - 1].beg >= beg)
		all->n--;
	if (all->n && all->list[all->n - 1].end + 1 >= beg)
		all->list[all->n - 1].end = end;
	else
		*ARENA_PUSH(mem, all->list, all->n, all->room) = (opening){ beg, end };
}

openings gate_open(const gate *g, str text, arena *mem)
{
	openings all = { 0 };

	if (g->always && text.n) {
		add_opening(&all, 0, (uint32_t)text.n - 1, mem);
		return all;
	}
	for (size_t i = 0; i < text.n; i++) {
		size_t back = g->back[(unsigned char)text.p[i]];
		if (back)
			add_opening(&all, (uint32_t)(i + 1 > back ? i + 1 - back : 0), (uint32_t)i, mem);
	}
	return all;
}

/* ---- words ----------------------------------------------------------------------------------- */

/* Of three bytes, the second above the first: a place among the bits, for either case of a letter the same. */
static unsigned bit_of(uint32_t three)
{
	return ((three | 0x202020) & 0xFFFFFF) * 0x9E3779B1u >> 16;
}

static void open_for(word_gate *g, uint32_t three)
{
	unsigned bit = bit_of(three);
	g->bits[bit >> 6] |= 1ull << (bit & 63);
}

void word_gate_add(word_gate *g, str word)
{
	uint32_t first = word.n > 0 ? (unsigned char)word.p[0] : 0, second = word.n > 1 ? (unsigned char)word.p[1] : 0;

	if (word.n >= 3) {
		open_for(g, first | second << 8 | (uint32_t)(unsigned char)word.p[2] << 16);
		return;
	}
	/* Of a short word it is open whatever follows. */
	for (uint32_t third = 0; third < 256; third++)
		for (uint32_t c = word.n == 2 ? second : 0; c <= (word.n == 2 ? second : 255); c++)
			open_for(g, first | c << 8 | third << 16);
}

static bool is_open(const word_gate *g, uint32_t three)
{
	unsigned bit = bit_of(three);
	return g->bits[bit >> 6] >> (bit & 63) & 1;
}

openings word_gate_open(const word_gate *g, str text, arena *mem)
{
	openings all = { 0 };
	const unsigned char *p = (const unsigned char *)text.p;
	uint32_t three = 0;

	/* Three bytes roll by; behind the text stand zeros. */
	for (size_t i = 0; i < text.n; i++) {
		three = three >> 8 | (uint32_t)p[i] << 16;
		if (is_open(g, three) && i >= 2)
			add_opening(&all, (uint32_t)i - 2, (uint32_t)i - 2, mem);
	}
	for (size_t i = text.n > 2 ? text.n - 2 : 0; i < text.n; i++) {
		three = p[i] | (i + 1 < text.n ? (uint32_t)p[i + 1] << 8 : 0);
		if (is_open(g, three))
			add_opening(&all, (uint32_t)i, (uint32_t)i, mem);
	}
	return all;
}
