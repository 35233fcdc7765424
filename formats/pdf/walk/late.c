/* The processor itself, and what it refuses. */
#include "formats/pdf/walk/late_int.h"

#include "formats/lib/mu.h"

static void late_drop(fz_context *ctx, pdf_processor *proc)
{
	LATE;
	for (int i = 0; i <= l->top && l->frames; i++)
		late_drop_frame(ctx, &l->frames[i]);
	fz_free(ctx, l->frames);
	walk_path_drop(ctx, &l->path);
}

/* ---- what does not come here ----------------------------------------------------------------------- */

/* The walk hands on none of these: text comes through late_show(), marked content and what a graphics
 * state says in parts do not come at all. An operator without a handler would be a call of nothing, so
 * each has one, and a test looks at all of them. */
static void refuse(fz_context *ctx, const char *op)
{
	mu_throw(ctx, ERR_INTERNAL, "the operator %s has no place in a page that is laid out anew", op);
}

#define REFUSE_0(op) \
	static void late_##op(fz_context *ctx, pdf_processor *proc) \
	{ (void)proc; refuse(ctx, #op); }
#define REFUSE_1(op, Ta) \
	static void late_##op(fz_context *ctx, pdf_processor *proc, Ta a) \
	{ (void)proc; (void)a; refuse(ctx, #op); }
#define REFUSE_2(op, Ta, Tb) \
	static void late_##op(fz_context *ctx, pdf_processor *proc, Ta a, Tb b) \
	{ (void)proc; (void)a; (void)b; refuse(ctx, #op); }
#define REFUSE_3(op, Ta, Tb, Tc) \
	static void late_##op(fz_context *ctx, pdf_processor *proc, Ta a, Tb b, Tc c) \
	{ (void)proc; (void)a; (void)b; (void)c; refuse(ctx, #op); }
#define REFUSE_4(op, Ta, Tb, Tc, Td) \
	static void late_##op(fz_context *ctx, pdf_processor *proc, Ta a, Tb b, Tc c, Td d) \
	{ (void)proc; (void)a; (void)b; (void)c; (void)d; refuse(ctx, #op); }
#define REFUSE_6(op, T) \
	static void late_##op(fz_context *ctx, pdf_processor *proc, T a, T b, T c, T d, T e, T f) \
	{ (void)proc; (void)a; (void)b; (void)c; (void)d; (void)e; (void)f; refuse(ctx, #op); }

REFUSE_1(gs_BM, const char *) REFUSE_1(MP, const char *) REFUSE_1(BMC, const char *)
REFUSE_1(gs_ca, float) REFUSE_1(gs_CA, float) REFUSE_1(Tc, float) REFUSE_1(Tw, float) REFUSE_1(Tz, float)
REFUSE_1(TL, float) REFUSE_1(Ts, float)
REFUSE_4(gs_SMask, pdf_obj *, pdf_obj *, float *, int)
REFUSE_3(Tf, const char *, pdf_font_desc *, float)
REFUSE_1(Tr, int) REFUSE_1(gs_OP, int) REFUSE_1(gs_op, int) REFUSE_1(gs_OPM, int)
REFUSE_2(Td, float, float) REFUSE_2(TD, float, float)
REFUSE_6(Tm, float)
REFUSE_0(Tstar) REFUSE_0(EMC) REFUSE_0(BX) REFUSE_0(EX) REFUSE_0(END)
REFUSE_1(TJ, pdf_obj *) REFUSE_1(gs_UseBlackPtComp, pdf_obj *)
REFUSE_2(Tj, char *, size_t) REFUSE_2(squote, char *, size_t)
REFUSE_4(dquote, float, float, char *, size_t)
REFUSE_3(DP, const char *, pdf_obj *, pdf_obj *) REFUSE_3(BDC, const char *, pdf_obj *, pdf_obj *)

static void refused_ops(pdf_processor *o)
{
	o->op_gs_BM = late_gs_BM; o->op_gs_ca = late_gs_ca; o->op_gs_CA = late_gs_CA;
	o->op_gs_SMask = late_gs_SMask; o->op_Tc = late_Tc; o->op_Tw = late_Tw; o->op_Tz = late_Tz;
	o->op_TL = late_TL; o->op_Tf = late_Tf; o->op_Tr = late_Tr; o->op_Ts = late_Ts; o->op_Td = late_Td;
	o->op_TD = late_TD; o->op_Tm = late_Tm; o->op_Tstar = late_Tstar; o->op_TJ = late_TJ; o->op_Tj = late_Tj;
	o->op_squote = late_squote; o->op_dquote = late_dquote; o->op_MP = late_MP; o->op_DP = late_DP;
	o->op_BMC = late_BMC; o->op_BDC = late_BDC; o->op_EMC = late_EMC; o->op_BX = late_BX; o->op_EX = late_EX;
	o->op_gs_OP = late_gs_OP; o->op_gs_op = late_gs_op; o->op_gs_OPM = late_gs_OPM;
	o->op_gs_UseBlackPtComp = late_gs_UseBlackPtComp; o->op_END = late_END;
}

/* ---- the processor ------------------------------------------------------------------------------- */

static void late_close(fz_context *ctx, pdf_processor *proc)
{
	LATE;
	late_close_frames(ctx, l);
}

pdf_processor *late_new(fz_context *ctx, pdf_processor *chain, fz_matrix ctm, bool fresh)
{
	struct late *l = pdf_new_processor(ctx, sizeof *l);
	pdf_processor *o = &l->super;
	o->drop_processor = late_drop;
	o->close_processor = late_close;
	l->chain = chain;
	fz_try(ctx) {
		l->frames = fz_malloc_array(ctx, 8, struct frame);
		l->room = 8;
		l->frames[0] = (struct frame){ .open = true, .lag = fz_identity, .ctm = ctm,
			.text = { .known = fresh, .scale = 1 } };
	}
	fz_catch(ctx) {
		pdf_drop_processor(ctx, o);
		fz_rethrow(ctx);
	}
	refused_ops(o);
	late_state_ops(o);
	late_paint_ops(o);
	late_text_ops(o);
	return o;
}
