/*
 * Path operators: a path is gathered until an operator paints it, and only then written, or not: in
 * a layer that is off it only moves the clip along. One that nobody paints is never written.
 */
#include "formats/pdf/walk/walk_view.h"

#define PROC struct walk_proc *p = (struct walk_proc *)proc

/* ---- gathering -------------------------------------------------------------------------------- */

static void op_m(fz_context *ctx, pdf_processor *proc, float x, float y)
{
	PROC;
	walk_path_add(ctx, &p->path, PATH_MOVE, (float[]){ x, y });
}

static void op_l(fz_context *ctx, pdf_processor *proc, float x, float y)
{
	PROC;
	walk_path_add(ctx, &p->path, PATH_LINE, (float[]){ x, y });
}

static void op_c(fz_context *ctx, pdf_processor *proc, float a, float b, float c, float d, float e, float f)
{
	PROC;
	walk_path_add(ctx, &p->path, PATH_CURVE, (float[]){ a, b, c, d, e, f });
}

static void op_v(fz_context *ctx, pdf_processor *proc, float a, float b, float c, float d)
{
	PROC;
	walk_path_add(ctx, &p->path, PATH_CURVE_V, (float[]){ a, b, c, d });
}

static void op_y(fz_context *ctx, pdf_processor *proc, float a, float b, float c, float d)
{
	PROC;
	walk_path_add(ctx, &p->path, PATH_CURVE_Y, (float[]){ a, b, c, d });
}

static void op_re(fz_context *ctx, pdf_processor *proc, float x, float y, float w, float h)
{
	PROC;
	walk_path_add(ctx, &p->path, PATH_RECT, (float[]){ x, y, w, h });
}

static void op_h(fz_context *ctx, pdf_processor *proc)
{
	PROC;
	walk_path_add(ctx, &p->path, PATH_CLOSE, NULL);
}

static void op_W(fz_context *ctx, pdf_processor *proc)
{
	PROC;
	(void)ctx;
	p->path.clip = CLIP_NONZERO;
}

static void op_Wstar(fz_context *ctx, pdf_processor *proc)
{
	PROC;
	(void)ctx;
	p->path.clip = CLIP_EVENODD;
}

/* ---- painting --------------------------------------------------------------------------------- */

/* What clips as well as paints still has to, in a layer that is off and off the page. */
static void paint(fz_context *ctx, struct walk_proc *p, int how)
{
	if (how && p->patterns)
		walk_ink_path(ctx, p, how);
	bool unseen = how && walk_path_unseen(p, &p->path, how & PAINT_STROKE);
	if (how && !unseen)
		walk_shade_path(ctx, p, how);
	p->walk->tally.paints += how && !p->hidden;
	p->walk->tally.unseen_paints += unseen && !p->hidden;
	const rpdf_hook *hook = p->walk->hook;
	if (p->chain)
		walk_paint_path(ctx, p, p->hidden || unseen ? 0 : how);
	else if (how && hook->shape && !p->hidden && !unseen && p->path.nops > 0)
		hook->shape(ctx, hook->arg, &p->path, walk_gs(p)->ctm);
	walk_clip_by_path(p, &p->path);
	walk_path_clear(&p->path);
}

#define PAINT(op, how) \
	static void op_##op(fz_context *ctx, pdf_processor *proc) \
	{ PROC; paint(ctx, p, how); }
PAINT(S, PAINT_STROKE)
PAINT(s, PAINT_STROKE | PAINT_CLOSE)
PAINT(F, PAINT_FILL)
PAINT(f, PAINT_FILL)
PAINT(fstar, PAINT_FILL | PAINT_EVEN_ODD)
PAINT(B, PAINT_FILL | PAINT_STROKE)
PAINT(Bstar, PAINT_FILL | PAINT_EVEN_ODD | PAINT_STROKE)
PAINT(b, PAINT_FILL | PAINT_STROKE | PAINT_CLOSE)
PAINT(bstar, PAINT_FILL | PAINT_EVEN_ODD | PAINT_STROKE | PAINT_CLOSE)
PAINT(n, 0)

/* What a looker makes of all of these when nobody asks where things are. */
static void count_paint(fz_context *ctx, pdf_processor *proc)
{
	PROC;
	(void)ctx;
	p->walk->tally.paints += !p->hidden;
}

void walk_set_path_ops(struct walk_proc *p)
{
	pdf_processor *o = &p->super;
	if (!p->chain && !p->walk->views && !p->patterns) {
		o->op_S = o->op_s = o->op_F = o->op_f = o->op_fstar = count_paint;
		o->op_B = o->op_Bstar = o->op_b = o->op_bstar = count_paint;
		return;
	}
	o->op_m = op_m; o->op_l = op_l; o->op_c = op_c; o->op_v = op_v; o->op_y = op_y;
	o->op_h = op_h; o->op_re = op_re; o->op_W = op_W; o->op_Wstar = op_Wstar; o->op_n = op_n;
	o->op_S = op_S; o->op_s = op_s; o->op_F = op_F; o->op_f = op_f; o->op_fstar = op_fstar;
	o->op_B = op_B; o->op_Bstar = op_Bstar; o->op_b = op_b; o->op_bstar = op_bstar;
}
