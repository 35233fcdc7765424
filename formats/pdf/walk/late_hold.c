/* What is held back until something is painted, and writing it then. */
#include "formats/pdf/walk/late_int.h"

#include <string.h>

void late_drop_held(fz_context *ctx, struct held *h)
{
	pdf_drop_obj(ctx, h->obj);
	walk_path_drop(ctx, &h->path);
}

void late_drop_frame(fz_context *ctx, struct frame *f)
{
	for (size_t i = 0; i < f->n; i++)
		late_drop_held(ctx, &f->held[i]);
	fz_free(ctx, f->held);
	*f = (struct frame){ 0 };
}

/* ---- holding back ------------------------------------------------------------------------------- */

static bool replaces(enum slot fresh, const struct held *old, const char *name)
{
	switch (fresh) {
	case SLOT_CLIP:         return false;
	case SLOT_STATE:        return old->slot == SLOT_STATE && strcmp(old->name, name) == 0;
	case SLOT_STROKE_SPACE: return old->slot == SLOT_STROKE_SPACE || old->slot == SLOT_STROKE;
	case SLOT_FILL_SPACE:   return old->slot == SLOT_FILL_SPACE || old->slot == SLOT_FILL;
	default:                return old->slot == fresh;
	}
}

struct held *late_hold(fz_context *ctx, struct late *l, enum slot slot, const char *name)
{
	struct frame *f = late_top(l);
	size_t n = 0;
	for (size_t i = 0; i < f->n; i++) {
		if (replaces(slot, &f->held[i], name))
			late_drop_held(ctx, &f->held[i]);
		else
			f->held[n++] = f->held[i];
	}
	f->n = n;
	if (f->n == f->room) {
		size_t room = f->room ? f->room * 2 : 8;
		f->held = fz_realloc_array(ctx, f->held, room, struct held);
		f->room = room;
	}
	struct held *h = &f->held[f->n++];
	memset(h, 0, sizeof *h);
	h->slot = slot;
	fz_strlcpy(h->name, name, sizeof h->name);
	return h;
}

/* ---- writing ------------------------------------------------------------------------------------ */

void late_end_text(fz_context *ctx, struct late *l)
{
	if (l->in_text)
		l->chain->op_ET(ctx, l->chain);
	l->in_text = false;
}

static bool is_identity(fz_matrix m)
{
	return m.a == 1 && m.b == 0 && m.c == 0 && m.d == 1 && m.e == 0 && m.f == 0;
}

void late_write_lag(fz_context *ctx, struct late *l, struct frame *f, fz_matrix lag)
{
	if (is_identity(lag))
		return;
	late_end_text(ctx, l);
	l->chain->op_cm(ctx, l->chain, lag.a, lag.b, lag.c, lag.d, lag.e, lag.f);
	f->ctm = fz_concat(lag, f->ctm);
}

static void write_space(fz_context *ctx, pdf_processor *to, struct held *h)
{
	bool strokes = h->slot == SLOT_STROKE_SPACE;
	float *v = h->v;
	switch (h->color) {
	case COLOR_GRAY:
		(strokes ? to->op_G : to->op_g)(ctx, to, v[0]);
		break;
	case COLOR_RGB:
		(strokes ? to->op_RG : to->op_rg)(ctx, to, v[0], v[1], v[2]);
		break;
	case COLOR_CMYK:
		(strokes ? to->op_K : to->op_k)(ctx, to, v[0], v[1], v[2], v[3]);
		break;
	default:
		(strokes ? to->op_CS : to->op_cs)(ctx, to, h->name, NULL);
		break;
	}
}

static void write_color(fz_context *ctx, pdf_processor *to, struct held *h)
{
	bool strokes = h->slot == SLOT_STROKE;
	if (h->color == COLOR_PATTERN)
		(strokes ? to->op_SC_pattern : to->op_sc_pattern)(ctx, to, h->name, NULL, h->n, h->v);
	else if (h->color == COLOR_SHADE)
		(strokes ? to->op_SC_shade : to->op_sc_shade)(ctx, to, h->name, NULL);
	else
		(strokes ? to->op_SC_color : to->op_sc_color)(ctx, to, h->n, h->v);
}

void late_write_held(fz_context *ctx, struct late *l, struct frame *f, struct held *h)
{
	pdf_processor *to = l->chain;
	switch (h->slot) {
	case SLOT_WIDTH:        to->op_w(ctx, to, h->v[0]); break;
	case SLOT_JOIN:         to->op_j(ctx, to, (int)h->v[0]); break;
	case SLOT_CAP:          to->op_J(ctx, to, (int)h->v[0]); break;
	case SLOT_MITER:        to->op_M(ctx, to, h->v[0]); break;
	case SLOT_FLATNESS:     to->op_i(ctx, to, h->v[0]); break;
	case SLOT_INTENT:       to->op_ri(ctx, to, h->name); break;
	case SLOT_DASH:         to->op_d(ctx, to, h->obj, h->v[0]); break;
	case SLOT_STROKE_SPACE:
	case SLOT_FILL_SPACE:   write_space(ctx, to, h); break;
	case SLOT_STROKE:
	case SLOT_FILL:         write_color(ctx, to, h); break;
	case SLOT_STATE:
		to->op_gs_begin(ctx, to, h->name, h->obj);
		to->op_gs_end(ctx, to);
		if (pdf_dict_get(ctx, h->obj, PDF_NAME(Font)))
			f->text.font_known = false;
		break;
	case SLOT_CLIP:
		late_write_lag(ctx, l, f, h->lag);
		late_end_text(ctx, l);
		walk_path_write(ctx, &h->path, to);
		to->op_n(ctx, to);
		break;
	}
}

void late_settle(fz_context *ctx, struct late *l)
{
	for (int i = 0; i <= l->top; i++) {
		struct frame *f = &l->frames[i];
		if (!f->open) {
			late_end_text(ctx, l);
			l->chain->op_q(ctx, l->chain);
			f->open = true;
			f->ctm = l->frames[i - 1].ctm;
			f->text = l->frames[i - 1].text;
		}
		for (size_t k = 0; k < f->n; k++) {
			late_write_held(ctx, l, f, &f->held[k]);
			late_drop_held(ctx, &f->held[k]);
			memset(&f->held[k], 0, sizeof f->held[k]);
		}
		f->n = 0;
	}
}

void late_own_space(fz_context *ctx, struct late *l)
{
	late_write_lag(ctx, l, late_top(l), late_top(l)->lag);
	late_top(l)->lag = fz_identity;
}

void late_settle_space(fz_context *ctx, struct late *l)
{
	late_settle(ctx, l);
	late_end_text(ctx, l);
	late_own_space(ctx, l);
}
