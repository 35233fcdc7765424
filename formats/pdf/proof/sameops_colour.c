/* Colours, rendering intents and graphics state dictionaries in a trace. */
#include "formats/pdf/proof/sameops_tracer.h"

#include "formats/lib/mu.h"

/* ---- colours ---------------------------------------------------------------------------------- */

static void set_space(fz_context *ctx, tracer *p, bool stroke, fz_colorspace *cs)
{
	trace_state *now = &p->states[p->depth];
	int *which = stroke ? &now->stroke : &now->fill;
	if (!cs) { /* patterns */
		trace_refuse(p);
	} else if (cs == fz_device_gray(ctx) || cs == fz_device_rgb(ctx) || cs == fz_device_cmyk(ctx)) {
		trace_put(ctx, p, stroke ? OP_device_CS : OP_device_cs, (const float[]){ (float)fz_colorspace_n(ctx, cs) }, 1);
		*which = DEVICE_SPACE;
	} else {
		trace_put(ctx, p, stroke ? OP_CS : OP_cs, NULL, 0);
		trace_put_ref(ctx, p, TRACE_SPACE)->thing = fz_keep_colorspace(ctx, cs);
		*which = (int)p->t->nrefs - 1;
	}
}

static void set_colour(fz_context *ctx, tracer *p, bool stroke, int n, const float *v)
{
	int space = stroke ? p->states[p->depth].stroke : p->states[p->depth].fill;
	if (space == INHERITED || n < 0 || n > FZ_MAX_COLORS)
		trace_refuse(p);
	if (p->refused)
		return;
	size_t at = trace_put_bytes(ctx, p, stroke ? OP_SC : OP_sc, v, (size_t)n * sizeof *v);
	if (space < 0)
		return;
	trace_ref *r = trace_put_ref(ctx, p, TRACE_TINT);
	r->with = space;
	r->at = at;
	r->n = (uint32_t)n;
}

static void on_CS(fz_context *ctx, pdf_processor *p, const char *name, fz_colorspace *cs)
{
	(void)name;
	set_space(ctx, (tracer *)p, true, cs);
}

static void on_cs(fz_context *ctx, pdf_processor *p, const char *name, fz_colorspace *cs)
{
	(void)name;
	set_space(ctx, (tracer *)p, false, cs);
}

static void on_SC(fz_context *ctx, pdf_processor *p, int n, float *v) { set_colour(ctx, (tracer *)p, true, n, v); }
static void on_sc(fz_context *ctx, pdf_processor *p, int n, float *v) { set_colour(ctx, (tracer *)p, false, n, v); }

static void fill_by_device(pdf_processor *p) { ((tracer *)p)->states[((tracer *)p)->depth].fill = DEVICE_SPACE; }
static void stroke_by_device(pdf_processor *p) { ((tracer *)p)->states[((tracer *)p)->depth].stroke = DEVICE_SPACE; }

#define DEVICE_1(x, then) static void on_##x(fz_context *ctx, pdf_processor *p, float a) { PUT(OP_##x, a); then(p); }
#define DEVICE_3(x, then) \
	static void on_##x(fz_context *ctx, pdf_processor *p, float a, float b, float c) { PUT(OP_##x, a, b, c); then(p); }
#define DEVICE_4(x, then) \
	static void on_##x(fz_context *ctx, pdf_processor *p, float a, float b, float c, float d) \
	{ PUT(OP_##x, a, b, c, d); then(p); }

DEVICE_1(g, fill_by_device) DEVICE_3(rg, fill_by_device) DEVICE_4(k, fill_by_device)
DEVICE_1(G, stroke_by_device) DEVICE_3(RG, stroke_by_device) DEVICE_4(K, stroke_by_device)

static void put_intent(fz_context *ctx, tracer *p, enum op op, const char *name)
{
	p->t->intent = true;
	trace_put_bytes(ctx, p, op, name, strlen(name));
}

static void on_ri(fz_context *ctx, pdf_processor *p, const char *intent)
{
	put_intent(ctx, (tracer *)p, OP_ri, intent);
}

/* ---- graphics states -------------------------------------------------------------------------- */

/* The entries that MuPDF hands on as operators need no look; of the others only these are let in. */
static void on_gs_begin(fz_context *ctx, pdf_processor *super, const char *name, pdf_obj *gs)
{
	static const char *const handed_on[] = { "Type", "LW", "LC", "LJ", "ML", "D", "RI", "FL", "OP", "op",
		"OPM", "UseBlackPtComp", "CA", "ca", "BM", "SMask" };
	static const char *const plain[] = { "SA", "AIS", "TK", "SM" };
	tracer *p = (tracer *)super;
	int known = 0, n = pdf_dict_len(ctx, gs);
	(void)name;
	for (int i = 0; i < n; i++) {
		const char *key = pdf_to_name(ctx, pdf_dict_get_key(ctx, gs, i));
		for (size_t k = 0; k < nelem(handed_on); k++)
			known += strcmp(key, handed_on[k]) == 0;
	}
	for (size_t k = 0; k < nelem(plain); k++) {
		pdf_obj *it = pdf_dict_gets(ctx, gs, plain[k]);
		known += it != NULL;
		PUT(OP_gs_plain, it ? (float)pdf_to_bool(ctx, it) : -1, pdf_to_real(ctx, it));
	}
	if (known != n)
		trace_refuse(p);
}

static void on_gs_BM(fz_context *ctx, pdf_processor *p, const char *mode)
{
	trace_put_bytes(ctx, (tracer *)p, OP_gs_BM, mode, strlen(mode));
}

static void on_gs_UseBlackPtComp(fz_context *ctx, pdf_processor *p, pdf_obj *name)
{
	put_intent(ctx, (tracer *)p, OP_gs_bp, pdf_to_name(ctx, name));
}

static void on_gs_SMask(fz_context *ctx, pdf_processor *p, pdf_obj *mask, pdf_obj *rdb, float *bc, int luminosity)
{
	(void)rdb, (void)bc, (void)luminosity;
	if (mask || luminosity)
		trace_refuse((tracer *)p);
	trace_put(ctx, (tracer *)p, OP_gs_no_mask, NULL, 0);
}

void trace_colour_ops(pdf_processor *s)
{
#define ON(x) s->op_##x = on_##x
	ON(ri), ON(gs_begin), ON(gs_BM), ON(gs_SMask), ON(gs_UseBlackPtComp);
	ON(CS), ON(cs), ON(G), ON(g), ON(RG), ON(rg), ON(K), ON(k);
	s->op_SC_color = on_SC;
	s->op_sc_color = on_sc;
#undef ON
}
