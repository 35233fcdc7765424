#include "redact/base/window.h"

enum {
	USUAL = 256 << 10,  /* bytes that a window tells: they and what is folded of them stay near the processor */
	AROUND = 4 << 10,   /* beyond the longest value: what stands beside it                               */
};

/* Begins a character that every fold keeps. Of other scripts some are marks, or nothing at all. */
static bool is_kept(unsigned char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
	    || (c >= 0xc3 && c <= 0xcb) || (c >= 0xce && c <= 0xd4) || (c >= 0xe3 && c <= 0xed);
}

static bool goes_on(str s, size_t at)
{
	return at < s.n && ((unsigned char)s.p[at] & 0xc0) == 0x80;
}

static size_t back(str whole, size_t from, size_t letters)
{
	for (; from > 0 && letters > 0; from--)
		letters -= is_kept((unsigned char)whole.p[from - 1]);
	while (from > 0 && goes_on(whole, from))
		from--;
	return from;
}

static size_t forth(str whole, size_t from, size_t letters)
{
	for (; from < whole.n && letters > 0; from++)
		letters -= is_kept((unsigned char)whole.p[from]);
	while (goes_on(whole, from))
		from++;
	return from;
}

bool window_next(window *w, str whole, size_t longest)
{
	size_t around = longest < whole.n ? longest + AROUND : whole.n;
	/* Short ones around long values would look at the same text again and again. */
	size_t told = USUAL > 8 * around ? USUAL : 8 * around;
	if (w->end >= whole.n)
		return false;
	w->beg = w->end;
	w->end = whole.n - w->beg < 2 * told ? whole.n : w->beg + told;
	size_t from = back(whole, w->beg, around), to = forth(whole, w->end, around);
	w->part = str_sub(whole, from, to);
	return true;
}

bool window_tells(const window *w, size_t at)
{
	return at >= w->beg && at < w->end;
}
