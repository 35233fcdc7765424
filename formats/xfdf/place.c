#include "formats/xfdf/xfdf.h"

#include <stdlib.h>

/* The same but for what rounding does: coordinates are written with few digits. */
static bool same_place(rect a, rect b)
{
	return rect_area(rect_intersect(a, b)) >= 0.97f * rect_area(rect_union(a, b));
}

/* A box of the marks that came, on its page. */
struct arrival {
	const mark *from;
	rect box;
	bool taken;      /* a mark that was here before stands for it */
};

/* Those of one page follow each other, from its top down: first[page - 1] to first[page]. */
struct arrivals {
	struct arrival *list; size_t n;
	size_t *first, pages;
};

static int by_place(const void *a, const void *b)
{
	const struct arrival *x = a, *y = b;
	if (x->from->page != y->from->page)
		return x->from->page < y->from->page ? -1 : 1;
	if (x->box.y0 != y->box.y0)
		return x->box.y0 < y->box.y0 ? -1 : 1;
	return (x->from > y->from) - (x->from < y->from);
}

static int by_order(const void *a, const void *b)
{
	const struct arrival *x = a, *y = b;
	return x->from->page != y->from->page ? (x->from->page > y->from->page ? 1 : -1) : (x->from > y->from) - (x->from < y->from);
}

static struct arrivals arrive(const plan *marks, const sheet *sheets, size_t n, arena *mem, xfdf_sum *sum)
{
	struct arrivals all = { .list = arena_array(mem, struct arrival, marks->n), .first = arena_array(mem, size_t, n + 1), .pages = n };
	for (size_t i = 0; i < marks->n; i++) {
		const mark *m = &marks->marks[i];
		bool is_here = m->kind == MARK_BOX && m->nboxes == 1 && m->page >= 1 && m->page <= n;
		const sheet *s = is_here ? &sheets[m->page - 1] : NULL;
		rect box = s ? rect_intersect(affine_rect(s->own, m->boxes[0]), (rect){ 0, 0, s->width, s->height }) : (rect){ 0 };
		if (rect_empty(box))
			sum->outside++;
		else
			all.list[all.n++] = (struct arrival){ m, box, false };
	}
	if (all.n)
		qsort(all.list, all.n, sizeof *all.list, by_place);
	for (size_t page = 0, i = 0; page <= n; page++) {
		while (i < all.n && all.list[i].from->page <= page)
			i++;
		all.first[page] = i;
	}
	return all;
}

static struct arrival *at_place(struct arrivals *all, uint32_t page, rect box)
{
	float far = 0.04f * (box.y1 - box.y0); /* what is the same place begins no farther from it */
	size_t low = all->first[page - 1], high = all->first[page];
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (all->list[middle].box.y0 < box.y0 - far)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < all->first[page] && all->list[low].box.y0 <= box.y0 + far; low++)
		if (same_place(all->list[low].box, box))
			return &all->list[low];
	return NULL;
}

/* Whether one came for each of these boxes; the last of them, or NULL. take: they are spoken for. */
static struct arrival *one_each(struct arrivals *all, uint32_t page, const rect *boxes, size_t n, bool take)
{
	struct arrival *one = NULL;
	if (!page || page > all->pages)
		return NULL;
	for (size_t i = 0; i < n; i++) {
		if (!(one = at_place(all, page, boxes[i])))
			return NULL;
		one->taken |= take;
	}
	return one;
}

/* Whether a mark that was here before lies, with all of its boxes, where marks lie that came. */
static struct arrival *stands_for(struct arrivals *all, const mark *m, bool take)
{
	const mark_rest *r = m->rest;
	if (r && !one_each(all, r->page, r->boxes, r->nboxes, take))
		return NULL;
	return one_each(all, m->page, m->boxes, m->nboxes, take);
}

static void meet(plan *to, struct arrivals *all, mark *m, str by, str at, xfdf_sum *sum)
{
	const struct arrival *one = stands_for(all, m, false);
	if (!one)
		return;
	stands_for(all, m, true);
	/* As we sent it out: nobody decided anything. */
	if (m->state == MARK_ACCEPTED || (one->from->id && one->from->id == m->id)) {
		sum->there++;
		return;
	}
	m->state = MARK_ACCEPTED;
	m->by = str_dup(one->from->by.n ? one->from->by : by, to->mem);
	m->at = str_dup(one->from->at.n ? one->from->at : at, to->mem);
	m->approved_by = m->approved_at = STR("");
	if (one->from->note.n)
		m->note = str_dup(one->from->note, to->mem);
	sum->decided++;
}

static void add(plan *to, const struct arrival *a, str by, str at)
{
	mark *m = plan_add(to);
	*m = *a->from;
	m->id = 0;
	m->rule = STR(XFDF_RULE);
	m->by = str_dup(m->by.n ? m->by : by, to->mem);
	m->at = str_dup(m->at.n ? m->at : at, to->mem);
	m->code = str_dup(m->code, to->mem);
	m->reason = str_dup(m->reason, to->mem);
	m->note = str_dup(m->note, to->mem);
	m->boxes = arena_array(to->mem, rect, 1);
	m->boxes[0] = a->box;
}

void xfdf_place(plan *to, const plan *marks, const sheet *sheets, size_t n, str by, str at, xfdf_sum *sum)
{
	arena *mem = arena_new();
	struct arrivals all = arrive(marks, sheets, n, mem, sum);
	for (size_t i = 0; i < to->n; i++)
		meet(to, &all, &to->marks[i], by, at, sum);
	if (all.n)
		qsort(all.list, all.n, sizeof *all.list, by_order);
	for (size_t i = 0; i < all.n; i++) {
		if (all.list[i].taken)
			continue;
		add(to, &all.list[i], by, at);
		sum->added++;
	}
	plan_number(to);
	arena_drop(mem);
}
