/* Paths, which are gathered until an operator paints or clips by them; images, shadings and forms. */
#include "formats/pdf/walk/late_int.h"

#define PARAMS(...) __VA_ARGS__
#define BUILD(op, kind, params, ...) \
	static void late_##op(fz_context *ctx, pdf_processor *proc, params) \
	{ LATE; const float xy[] = { __VA_ARGS__ }; walk_path_add(ctx, &l->path, kind, xy); }
BUILD(m, PATH_MOVE, PARAMS(float a, float b), a, b)
BUILD(l, PATH_LINE, PARAMS(float a, float b), a, b)
BUILD(c, PATH_CURVE, PARAMS(float a, float b, float c, float d, float e, float f), a, b, c, d, e, f)
BUILD(v, PATH_CURVE_V, PARAMS(float a, float b, float c, float d), a, b, c, d)
BUILD(y, PATH_CURVE_Y, PARAMS(float a, float b, float c, float d), a, b, c, d)
BUILD(re, PATH_RECT, PARAMS(float a, float b, float c, float d), a, b, c, d)

static void late_h(fz_context *ctx, pdf_processor *proc) { LATE; walk_path_add(ctx, &l->path, PATH_CLOSE, NULL); }
static void late_W(fz_context *ctx, pdf_processor *proc) { LATE; (void)ctx; l->path.clip = CLIP_NONZERO; }
static void late_Wstar(fz_context *ctx, pdf_processor *proc) { LATE; (void)ctx; l->path.clip = CLIP_EVENODD; }

static void late_n(fz_context *ctx, pdf_processor *proc)
{
	LATE;
	if (l->path.clip != CLIP_NONE) {
		struct held *h = late_hold(ctx, l, SLOT_CLIP, "");
		h->path = l->path;
		h->lag = late_top(l)->lag;
		late_top(l)->lag = fz_identity;
		l->path = (struct walk_path){ 0 };
	}
	walk_path_clear(&l->path);
}

/* Writes the scale of the space that is in force, but not where it lies, and takes a path from page
 * points to there. */
static void move_here(fz_context *ctx, struct late *l)
{
	struct frame *f = late_top(l);
	fz_matrix was = f->lag, scale = { was.a, was.b, was.c, was.d, 0, 0 }, back;
	late_settle(ctx, l);
	late_end_text(ctx, l);
	if (fz_try_invert_matrix(&back, scale))
		scale = back = fz_identity;
	late_write_lag(ctx, l, f, scale);
	f->lag = fz_concat(was, back);
	if (!fz_try_invert_matrix(&back, f->ctm))
		walk_path_transform(&l->path, back);
}

void late_paths_on_page(pdf_processor *proc, bool on)
{
	LATE;
	l->paths_on_page = on;
}

static void paint(fz_context *ctx, struct late *l, void (*op)(fz_context *, pdf_processor *))
{
	if (l->path.nops > 0) {
		if (l->paths_on_page)
			move_here(ctx, l);
		else
			late_settle_space(ctx, l);
		walk_path_write(ctx, &l->path, l->chain);
		op(ctx, l->chain);
	}
	walk_path_clear(&l->path);
}

#define PAINT(op) static void late_##op(fz_context *ctx, pdf_processor *proc) { LATE; paint(ctx, l, l->chain->op_##op); }
PAINT(S) PAINT(s) PAINT(F) PAINT(f) PAINT(fstar) PAINT(B) PAINT(Bstar) PAINT(b) PAINT(bstar)

static void late_sh(fz_context *ctx, pdf_processor *proc, const char *name, fz_shade *shade)
{
	LATE;
	late_settle_space(ctx, l);
	l->chain->op_sh(ctx, l->chain, name, shade);
}

static void late_Do_image(fz_context *ctx, pdf_processor *proc, const char *name, fz_image *image)
{
	LATE;
	late_settle_space(ctx, l);
	l->chain->op_Do_image(ctx, l->chain, name, image);
}

static void late_Do_form(fz_context *ctx, pdf_processor *proc, const char *name, pdf_obj *form, pdf_obj *rdb)
{
	LATE;
	late_settle_space(ctx, l);
	l->chain->op_Do_form(ctx, l->chain, name, form, rdb);
}

static void late_BI(fz_context *ctx, pdf_processor *proc, fz_image *image, const char *space)
{
	LATE;
	late_settle_space(ctx, l);
	l->chain->op_BI(ctx, l->chain, image, space);
}

static void late_d0(fz_context *ctx, pdf_processor *proc, float wx, float wy)
{
	LATE;
	l->chain->op_d0(ctx, l->chain, wx, wy);
}

static void late_d1(fz_context *ctx, pdf_processor *proc, float wx, float wy, float a, float b, float c, float d)
{
	LATE;
	l->chain->op_d1(ctx, l->chain, wx, wy, a, b, c, d);
}

void late_paint_ops(pdf_processor *o)
{
	o->op_m = late_m; o->op_l = late_l; o->op_c = late_c; o->op_v = late_v; o->op_y = late_y;
	o->op_h = late_h; o->op_re = late_re; o->op_W = late_W; o->op_Wstar = late_Wstar; o->op_n = late_n;
	o->op_S = late_S; o->op_s = late_s; o->op_F = late_F; o->op_f = late_f; o->op_fstar = late_fstar;
	o->op_B = late_B; o->op_Bstar = late_Bstar; o->op_b = late_b; o->op_bstar = late_bstar;
	o->op_sh = late_sh; o->op_Do_image = late_Do_image; o->op_Do_form = late_Do_form; o->op_BI = late_BI;
	o->op_d0 = late_d0; o->op_d1 = late_d1;
}
