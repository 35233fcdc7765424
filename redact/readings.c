#include "redact/readings_int.h"

#include "redact/base/bound.h"

/* ---- making ---------------------------------------------------------------------------------- */

static void add_piece(reading_draft *d, reading_piece one)
{
	reading *m = &d->made;
	reading_piece *last = m->n ? &m->pieces[m->n - 1] : NULL;
	/* What goes on as it is in the source is one piece. */
	if (last && !last->changed && !one.changed && last->unit == one.unit && last->end == one.beg
	 && last->at + last->n == one.at) {
		last->n += one.n;
		last->end = one.end;
		return;
	}
	*ARENA_PUSH(d->mem, m->pieces, m->n, m->room) = one;
}

void draft_copy(reading_draft *d, uint32_t unit, uint32_t beg, uint32_t end)
{
	if (beg >= end)
		return;
	add_piece(d, (reading_piece){ (uint32_t)d->said.n, end - beg, unit, beg, end, false });
	buf_add(&d->said, d->t->units[unit].text.p + beg, end - beg);
}

void draft_put(reading_draft *d, char c, uint32_t unit, uint32_t beg, uint32_t end)
{
	add_piece(d, (reading_piece){ (uint32_t)d->said.n, 1, unit, beg, end, true });
	buf_byte(&d->said, c);
}

void draft_part(reading_draft *d, char c)
{
	buf_byte(&d->said, c);
}

void draft_finish(reading_draft *d, readings *r, uint32_t of, unit_doubt doubt)
{
	const unit *like = &d->t->units[of];
	unit *u = text_add(&r->text, like->kind, like->id);
	u->page = like->page;
	u->text = str_dup(buf_view(&d->said), d->mem);
	u->doubt = doubt;
	r->apart |= doubt == DOUBT_SPACING;
	*ARENA_PUSH(d->mem, r->list, r->nlist, r->room) = d->made;
	d->made = (reading){ 0 };
	buf_clear(&d->said);
}

readings readings_of(const text *t, arena *mem)
{
	readings r = { .text = { .mem = mem } };
	overleaf_read(t, mem, &r);
	guises_read(t, mem, &r);
	broken_read(t, mem, &r);
	seams_read(t, mem, &r);
	labels_read(t, mem, &r);
	return r;
}

/* ---- the way back ---------------------------------------------------------------------------- */

/* The first piece that ends behind byte `at`. */
static size_t piece_at(const reading *r, uint32_t at)
{
	bound b = { .high = r->n };
	while (bound_asks(&b))
		bound_told(&b, r->pieces[b.at].at + r->pieces[b.at].n <= at);
	return b.at;
}

static uint32_t begin_in(const reading_piece *p, uint32_t at)
{
	return p->changed || at < p->at ? p->beg : p->beg + (at - p->at);
}

static uint32_t end_in(const reading_piece *p, uint32_t end)
{
	return p->changed || end > p->at + p->n ? p->end : p->beg + (end - p->at);
}

/* Stretches that stand close together in one unit, or the two sides of one turn of the page. */
static bool hang_together(const reading *r, size_t first, size_t last)
{
	enum { WIDEST_GAP = 16 };
	size_t turns = 0;
	for (size_t i = first + 1; i <= last; i++) {
		const reading_piece *a = &r->pieces[i - 1], *b = &r->pieces[i];
		turns += a->unit != b->unit;
		if (a->unit == b->unit && a->beg == b->beg && a->end == b->end)
			continue; /* some bytes of what stands for one place */
		if (a->unit == b->unit && (b->beg < a->end || b->beg - a->end > WIDEST_GAP))
			return false;
	}
	return turns <= 1;
}

bool readings_place(const readings *r, finding *f)
{
	const reading *in = &r->list[f->unit];
	size_t first = piece_at(in, f->beg), last = piece_at(in, f->end - 1);
	if (last == in->n || in->pieces[last].at >= f->end)
		last--; /* it ends in a byte that stands for nothing */
	if (first >= in->n || last >= in->n || first > last)
		return false;
	if ((first == last && !in->pieces[first].changed) || !hang_together(in, first, last))
		return false;

	finding back = *f;
	const reading_piece *a = &in->pieces[first], *b = &in->pieces[last];
	back.unit = a->unit;
	back.beg = begin_in(a, f->beg);
	if (a->unit == b->unit) {
		back.end = end_in(b, f->end);
	} else {
		size_t joint = first;
		while (in->pieces[joint + 1].unit == a->unit)
			joint++;
		back.end = in->pieces[joint].end;
		back.rest = (finding_rest){ b->unit, in->pieces[joint + 1].beg, end_in(b, f->end) };
	}
	*f = back;
	return back.beg < back.end;
}
