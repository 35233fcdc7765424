/* Text, each run by a matrix of its own; its state is written where it differs from what was. */
#include "formats/pdf/walk/late_int.h"

#include <string.h>

static void late_BT(fz_context *ctx, pdf_processor *proc) { (void)ctx; (void)proc; }

/* Text objects that follow each other are one, unless letters clip what comes after. */
static void late_ET(fz_context *ctx, pdf_processor *proc)
{
	LATE;
	if (l->clips_by_text)
		late_end_text(ctx, l);
	l->clips_by_text = false;
}

void late_font(fz_context *ctx, pdf_processor *proc, const char *font, float size)
{
	LATE;
	late_settle(ctx, l);
	struct written *w = &late_top(l)->text;
	if (!font[0] || (w->font_known && w->size == size && strcmp(w->font, font) == 0))
		return;
	l->chain->op_Tf(ctx, l->chain, font, NULL, size);
	fz_strlcpy(w->font, font, sizeof w->font);
	w->size = size;
	w->font_known = true;
}

static void write_text_state(fz_context *ctx, struct late *l, const pdf_text_state *text)
{
	struct written *w = &late_top(l)->text;
	pdf_processor *to = l->chain;
#define STATE(op, member, value) \
	if (!w->known || w->member != text->member) \
		to->op_##op(ctx, to, value); \
	w->member = text->member
	STATE(Tc, char_space, text->char_space);
	STATE(Tw, word_space, text->word_space);
	STATE(Tz, scale, text->scale * 100);
	STATE(Ts, rise, text->rise);
	STATE(Tr, render, text->render);
	w->known = true;
}

void late_show(fz_context *ctx, pdf_processor *proc, const char *font, const pdf_text_state *text,
               fz_matrix m, bool own, pdf_obj *items)
{
	LATE;
	fz_matrix back;
	late_settle(ctx, l);
	if (text->render % 4 == 1 || text->render % 4 == 2) /* as wide as its lines are in user space */
		late_own_space(ctx, l);
	if (own)
		late_own_space(ctx, l);
	else if (fz_try_invert_matrix(&back, late_top(l)->ctm))
		return; /* nothing can be seen of it */
	if (!l->in_text)
		l->chain->op_BT(ctx, l->chain);
	l->in_text = true;
	l->clips_by_text |= text->render >= 4;
	late_font(ctx, proc, font, text->size);
	write_text_state(ctx, l, text);
	if (!own)
		m = fz_concat(m, back);
	l->chain->op_Tm(ctx, l->chain, m.a, m.b, m.c, m.d, m.e, m.f);
	l->chain->op_TJ(ctx, l->chain, items);
}

void late_text_ops(pdf_processor *o)
{
	o->op_BT = late_BT;
	o->op_ET = late_ET;
}
