/* Heads of columns that speak on overleaf. */
#include "patterns/rules.h"

enum { MOST = 64, /* of a page */ };

struct head { size_t rule; column_width across; };

struct heads_of_page { uint32_t page; struct head list[MOST]; size_t n; };

/* Of the page that is looked at, and of the one before. */
struct rules_heads { struct heads_of_page now, before; };

rules_heads *rules_heads_new(arena *mem)
{
	return arena_alloc(mem, sizeof(rules_heads));
}

/* Several units are readings of one page. */
static void turn_to(rules_heads *h, const unit *u)
{
	if (u->page == h->now.page)
		return;
	h->before = h->now;
	h->now.page = u->page;
	h->now.n = 0;
}

static bool follows(const rules_heads *h, const unit *u)
{
	return u->kind == UNIT_PAGE && h->before.n && u->page == h->before.page + 1;
}

bool rules_heads_has(rules_heads *h, const unit *u, size_t rule)
{
	turn_to(h, u);
	for (size_t i = 0; follows(h, u) && i < h->before.n; i++)
		if (h->before.list[i].rule == rule)
			return true;
	return false;
}

bool rules_heads_speak(rules_heads *h, const unit *u, size_t rule, column_width across)
{
	turn_to(h, u);
	for (size_t i = 0; follows(h, u) && i < h->before.n; i++) {
		const struct head *one = &h->before.list[i];
		if (one->rule == rule && across.x0 < one->across.x1 && one->across.x0 < across.x1)
			return true;
	}
	return false;
}

void rules_heads_note(rules_heads *h, const unit *u, size_t rule, column_width across)
{
	turn_to(h, u);
	for (size_t i = 0; i < h->now.n; i++) {
		const struct head *one = &h->now.list[i];
		if (one->rule == rule && one->across.x0 <= across.x0 && across.x1 <= one->across.x1)
			return;
	}
	if (h->now.n < MOST)
		h->now.list[h->now.n++] = (struct head){ rule, across };
}
