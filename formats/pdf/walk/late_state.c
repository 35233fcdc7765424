/* Operators that set state: nothing of it is written before something is painted in it. */
#include "formats/pdf/walk/late_int.h"

static void hold_number(fz_context *ctx, struct late *l, enum slot slot, float v)
{
	late_hold(ctx, l, slot, "")->v[0] = v;
}

static void hold_color(fz_context *ctx, struct late *l, enum slot slot, enum color color, const char *name,
                       int n, const float *v)
{
	struct held *h = late_hold(ctx, l, slot, name);
	h->color = color;
	h->n = n < FZ_MAX_COLORS ? n : FZ_MAX_COLORS;
	for (int i = 0; i < h->n; i++)
		h->v[i] = v[i];
}

/* ---- frames and spaces -------------------------------------------------------------------------- */

static void late_q(fz_context *ctx, pdf_processor *proc)
{
	LATE;
	if (l->top + 1 == l->room) {
		l->frames = fz_realloc_array(ctx, l->frames, l->room * 2, struct frame);
		l->room *= 2;
	}
	l->frames[l->top + 1] = (struct frame){ .lag = late_top(l)->lag };
	l->top++;
}

static void late_Q(fz_context *ctx, pdf_processor *proc)
{
	LATE;
	if (l->top == 0)
		return;
	if (late_top(l)->open) {
		late_end_text(ctx, l);
		l->chain->op_Q(ctx, l->chain);
	}
	late_drop_frame(ctx, late_top(l));
	l->top--;
}

static void late_cm(fz_context *ctx, pdf_processor *proc, float a, float b, float c, float d, float e, float f)
{
	LATE;
	(void)ctx;
	late_top(l)->lag = fz_concat(fz_make_matrix(a, b, c, d, e, f), late_top(l)->lag);
}

/* ---- how lines look ----------------------------------------------------------------------------- */

static void late_w(fz_context *ctx, pdf_processor *proc, float v) { LATE; hold_number(ctx, l, SLOT_WIDTH, v); }
static void late_j(fz_context *ctx, pdf_processor *proc, int v) { LATE; hold_number(ctx, l, SLOT_JOIN, (float)v); }
static void late_J(fz_context *ctx, pdf_processor *proc, int v) { LATE; hold_number(ctx, l, SLOT_CAP, (float)v); }
static void late_M(fz_context *ctx, pdf_processor *proc, float v) { LATE; hold_number(ctx, l, SLOT_MITER, v); }
static void late_i(fz_context *ctx, pdf_processor *proc, float v) { LATE; hold_number(ctx, l, SLOT_FLATNESS, v); }
static void late_ri(fz_context *ctx, pdf_processor *proc, const char *intent) { LATE; late_hold(ctx, l, SLOT_INTENT, intent); }

static void late_d(fz_context *ctx, pdf_processor *proc, pdf_obj *array, float phase)
{
	LATE;
	struct held *h = late_hold(ctx, l, SLOT_DASH, "");
	h->obj = pdf_keep_obj(ctx, array);
	h->v[0] = phase;
}

/* A soft mask stands in the space that is in force when it is set. */
static void late_gs_begin(fz_context *ctx, pdf_processor *proc, const char *name, pdf_obj *gs)
{
	LATE;
	struct held *h = late_hold(ctx, l, SLOT_STATE, name);
	h->obj = pdf_keep_obj(ctx, gs);
	if (pdf_is_dict(ctx, pdf_dict_get(ctx, gs, PDF_NAME(SMask)))) {
		struct held mask = *h;
		late_top(l)->n--;
		late_settle_space(ctx, l);
		late_write_held(ctx, l, late_top(l), &mask);
		late_drop_held(ctx, &mask);
	}
}

static void late_gs_end(fz_context *ctx, pdf_processor *proc) { (void)ctx; (void)proc; }

/* ---- colours ------------------------------------------------------------------------------------ */

#define SPACE(op, slot, color, n, params, ...) \
	static void late_##op(fz_context *ctx, pdf_processor *proc, params) \
	{ LATE; const float v[] = { __VA_ARGS__ }; hold_color(ctx, l, slot, color, "", n, v); }
#define PARAMS(...) __VA_ARGS__
SPACE(G, SLOT_STROKE_SPACE, COLOR_GRAY, 1, PARAMS(float a), a)
SPACE(g, SLOT_FILL_SPACE, COLOR_GRAY, 1, PARAMS(float a), a)
SPACE(RG, SLOT_STROKE_SPACE, COLOR_RGB, 3, PARAMS(float a, float b, float c), a, b, c)
SPACE(rg, SLOT_FILL_SPACE, COLOR_RGB, 3, PARAMS(float a, float b, float c), a, b, c)
SPACE(K, SLOT_STROKE_SPACE, COLOR_CMYK, 4, PARAMS(float a, float b, float c, float d), a, b, c, d)
SPACE(k, SLOT_FILL_SPACE, COLOR_CMYK, 4, PARAMS(float a, float b, float c, float d), a, b, c, d)

#define COLOR(op, space, slot) \
	static void late_##op(fz_context *ctx, pdf_processor *proc, const char *name, fz_colorspace *cs) \
	{ LATE; (void)cs; hold_color(ctx, l, space, COLOR_NUMBERS, name, 0, NULL); } \
	static void late_##slot##_color(fz_context *ctx, pdf_processor *proc, int n, float *v) \
	{ LATE; hold_color(ctx, l, SLOT_##slot, COLOR_NUMBERS, "", n, v); } \
	static void late_##slot##_pattern(fz_context *ctx, pdf_processor *proc, const char *name, pdf_pattern *pat, int n, float *v) \
	{ LATE; (void)pat; hold_color(ctx, l, SLOT_##slot, COLOR_PATTERN, name, n, v); } \
	static void late_##slot##_shade(fz_context *ctx, pdf_processor *proc, const char *name, fz_shade *shade) \
	{ LATE; (void)shade; hold_color(ctx, l, SLOT_##slot, COLOR_SHADE, name, 0, NULL); }
COLOR(CS, SLOT_STROKE_SPACE, STROKE)
COLOR(cs, SLOT_FILL_SPACE, FILL)

void late_close_frames(fz_context *ctx, struct late *l)
{
	while (l->top > 0)
		late_Q(ctx, &l->super);
	late_end_text(ctx, l);
}

void late_state_ops(pdf_processor *o)
{
	o->op_q = late_q; o->op_Q = late_Q; o->op_cm = late_cm;
	o->op_w = late_w; o->op_j = late_j; o->op_J = late_J; o->op_M = late_M; o->op_d = late_d;
	o->op_ri = late_ri; o->op_i = late_i;
	o->op_gs_begin = late_gs_begin; o->op_gs_end = late_gs_end;
	o->op_G = late_G; o->op_g = late_g; o->op_RG = late_RG; o->op_rg = late_rg; o->op_K = late_K; o->op_k = late_k;
	o->op_CS = late_CS; o->op_cs = late_cs;
	o->op_SC_color = late_STROKE_color; o->op_sc_color = late_FILL_color;
	o->op_SC_pattern = late_STROKE_pattern; o->op_sc_pattern = late_FILL_pattern;
	o->op_SC_shade = late_STROKE_shade; o->op_sc_shade = late_FILL_shade;
}
