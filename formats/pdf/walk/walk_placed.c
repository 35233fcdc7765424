/*
 * Text written by places: each run of letters has a matrix of its own and leans on nothing before it.
 *
 * Where a line was laid out anew a run goes on as long as each letter stands where the one before it
 * ends; spacing of any kind is gone. Elsewhere it keeps its numbers, and begins where it began.
 */
#include "formats/pdf/walk/walk_int.h"

#include "formats/pdf/even/even.h"

#include <math.h>

static const float SAME_PLACE = 0.004f; /* points */

static void flush_bytes(fz_context *ctx, struct placed_run *run)
{
	if (run->bytes->len > 0)
		pdf_array_push_string(ctx, run->items, (const char *)run->bytes->data, run->bytes->len);
	run->bytes->len = 0;
}

void walk_placed_end(fz_context *ctx, struct walk_proc *p, struct placed_run *run)
{
	if (!run->open)
		return;
	run->open = false;
	flush_bytes(ctx, run);
	pdf_text_state text = walk_gs(p)->text;
	if (run->anew)
		text.char_space = text.word_space = 0;
	late_show(ctx, p->chain, walk_gs(p)->font, &text, run->m, run->own, run->items);
	while (pdf_array_len(ctx, run->items) > 0)
		pdf_array_delete(ctx, run->items, pdf_array_len(ctx, run->items) - 1);
}

/* The matrix of a run that begins with a glyph at that place. One that was reached past nothing that
 * goes keeps its own. Vertical writing, where an origin is not where the pen is, is never laid out anew. */
static fz_matrix matrix_for(const struct walk_proc *p, rpdf_place place, bool own)
{
	const struct walk_gstate *gs = &p->gs[p->top];
	if (own)
		return p->tm;
	fz_matrix m = fz_concat(p->tm, gs->ctm);
	if (place.anew) {
		m.e = place.at.x - gs->text.rise * m.c;
		m.f = place.at.y - gs->text.rise * m.d;
	} else {
		m.e = even_round(m.e + place.at.x);
		m.f = even_round(m.f + place.at.y);
	}
	return m;
}

void walk_placed_keep(fz_context *ctx, struct walk_proc *p, struct placed_run *run, const unsigned char *bytes,
                      int n, fz_matrix trm, float advance)
{
	const rpdf_hook *hook = p->walk->hook;
	rpdf_place place = hook->place(ctx, hook->arg, p->walk->glyphs - 1);
	bool goes_on = run->open && run->anew == place.anew;
	if (goes_on && place.anew)
		goes_on = fabsf(place.at.x - run->next.x) < SAME_PLACE && fabsf(place.at.y - run->next.y) < SAME_PLACE;
	else if (goes_on)
		goes_on = place.at.x == run->shift.x && place.at.y == run->shift.y;

	if (!goes_on) {
		walk_placed_end(ctx, p, run);
		run->open = true;
		run->anew = place.anew;
		run->shift = place.at;
		run->own = !p->leans && !place.anew && place.at.x == 0 && place.at.y == 0;
		run->m = matrix_for(p, place, run->own);
	}
	p->leans |= place.anew;
	if (place.anew) {
		run->next.x = place.at.x + advance * trm.a;
		run->next.y = place.at.y + advance * trm.b;
	}
	fz_append_data(ctx, run->bytes, bytes, (size_t)n);
}

void walk_placed_skip(fz_context *ctx, struct walk_proc *p, struct placed_run *run, bool shown)
{
	if (!shown || !run->anew)
		walk_placed_end(ctx, p, run);
	p->leans = true;
}

/* A glyph that goes, or one laid out anew, ends what the numbers of the source say. */
void walk_placed_move(fz_context *ctx, struct placed_run *run, float thousandths)
{
	if (!run->open || run->anew || thousandths == 0)
		return;
	flush_bytes(ctx, run);
	pdf_array_push_real(ctx, run->items, thousandths);
}
