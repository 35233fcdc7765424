/*
 * Colours, images, forms and graphics state: handed on under fresh resource names. What lies
 * in a layer that is off still moves the state along, but paints nothing.
 */
#include "formats/pdf/walk/walk_view.h"
#include "formats/pdf/image/inline_image.h"

#include <string.h>

#define PROC struct walk_proc *p = (struct walk_proc *)proc
#define WRITES (p->chain && !p->in_gs)

/* ---- handed on as they are -------------------------------------------------------------------- */

#define HAND_ON0(op) \
	static void op_##op(fz_context *ctx, pdf_processor *proc) \
	{ PROC; if (WRITES) p->chain->op_##op(ctx, p->chain); }
#define HAND_ON(op, params, ...) \
	static void op_##op(fz_context *ctx, pdf_processor *proc, params) \
	{ PROC; if (WRITES) p->chain->op_##op(ctx, p->chain, __VA_ARGS__); }
#define PARAMS(...) __VA_ARGS__
HAND_ON(i, PARAMS(float v), v)

/* What a glyph begins with means nothing elsewhere, and must not stand in a form that was one. */
static void op_d0(fz_context *ctx, pdf_processor *proc, float wx, float wy)
{
	PROC;
	if (WRITES && p->walk->in_glyph)
		p->chain->op_d0(ctx, p->chain, wx, wy);
}

static void op_d1(fz_context *ctx, pdf_processor *proc, float wx, float wy, float a, float b, float c, float d)
{
	PROC;
	p->mask_only = true;
	if (WRITES && p->walk->in_glyph)
		p->chain->op_d1(ctx, p->chain, wx, wy, a, b, c, d);
}

#define COLOURS (WRITES && !p->mask_only)
/* Lookers follow these to know what is painted with a pattern. */
#define COLOUR(op, use, params, ...) \
	static void op_##op(fz_context *ctx, pdf_processor *proc, params) \
	{ PROC; walk_no_ink(p, use); if (COLOURS) p->chain->op_##op(ctx, p->chain, __VA_ARGS__); }
COLOUR(SC_color, USE_FOR_STROKE, PARAMS(int n, float *v), n, v)
COLOUR(sc_color, USE_FOR_FILL, PARAMS(int n, float *v), n, v)
COLOUR(G, USE_FOR_STROKE, PARAMS(float g), g)
COLOUR(g, USE_FOR_FILL, PARAMS(float g), g)
COLOUR(RG, USE_FOR_STROKE, PARAMS(float r, float g, float b), r, g, b)
COLOUR(rg, USE_FOR_FILL, PARAMS(float r, float g, float b), r, g, b)
COLOUR(K, USE_FOR_STROKE, PARAMS(float c, float m, float y, float k), c, m, y, k)
COLOUR(k, USE_FOR_FILL, PARAMS(float c, float m, float y, float k), c, m, y, k)

/* Followed by lookers, too: a stroke shows beside its path. */
#define FOLLOW(op, T, member) \
	static void op_##op(fz_context *ctx, pdf_processor *proc, T v) \
	{ PROC; walk_gs(p)->member = v; if (WRITES) p->chain->op_##op(ctx, p->chain, v); }
FOLLOW(w, float, line_width)
FOLLOW(M, float, miter_limit)
FOLLOW(j, int, line_join)
FOLLOW(J, int, line_cap)

/* ---- operands that could carry words ---------------------------------------------------------- */

static void op_d(fz_context *ctx, pdf_processor *proc, pdf_obj *array, float phase)
{
	PROC;
	struct walk_dash *dash = &walk_gs(p)->dash;
	dash->n = pdf_array_len(ctx, array);
	if (dash->n > WALK_DASHES)
		dash->n = WALK_DASHES;
	for (int i = 0; i < dash->n; i++)
		dash->on_off[i] = pdf_array_get_real(ctx, array, i);
	dash->phase = phase;
	if (WRITES)
		walk_write_dash(ctx, p, dash);
}

static void op_ri(fz_context *ctx, pdf_processor *proc, const char *intent)
{
	static const char *const known[] = {
		"AbsoluteColorimetric", "RelativeColorimetric", "Saturation", "Perceptual",
	};
	PROC;
	for (size_t i = 0; WRITES && i < nelem(known); i++)
		if (strcmp(intent, known[i]) == 0)
			p->chain->op_ri(ctx, p->chain, known[i]);
}

/* ---- colours ---------------------------------------------------------------------------------- */

static bool is_device_space(const char *name)
{
	return strcmp(name, "DeviceGray") == 0 || strcmp(name, "DeviceRGB") == 0
	    || strcmp(name, "DeviceCMYK") == 0 || strcmp(name, "Pattern") == 0;
}

static const char *space_name(fz_context *ctx, struct walk_proc *p, const char *name)
{
	if (is_device_space(name))
		return name;
	return rpdf_rename(ctx, &p->names, "ColorSpace", name, NULL);
}

static void op_CS(fz_context *ctx, pdf_processor *proc, const char *name, fz_colorspace *cs)
{
	PROC;
	walk_no_ink(p, USE_FOR_STROKE);
	const char *fresh = COLOURS ? space_name(ctx, p, name) : NULL;
	if (fresh)
		p->chain->op_CS(ctx, p->chain, fresh, cs);
}

static void op_cs(fz_context *ctx, pdf_processor *proc, const char *name, fz_colorspace *cs)
{
	PROC;
	walk_no_ink(p, USE_FOR_FILL);
	const char *fresh = COLOURS ? space_name(ctx, p, name) : NULL;
	if (fresh)
		p->chain->op_cs(ctx, p->chain, fresh, cs);
}

/* What a pattern is called in what is written; NULL when nothing is, or not yet: a tiling that is walked where
 * something is painted with it is written there. Patterns are visited by lookers, too: they can hold text. */
static const char *set_pattern(fz_context *ctx, struct walk_proc *p, enum walk_use use, const char *name, int n, const float *v)
{
	walk_no_ink(p, use);
	if (p->patterns) {
		walk_set_ink(ctx, p, use, name, n, v);
		return NULL;
	}
	pdf_obj *pattern = pdf_dict_gets(ctx, pdf_dict_get(ctx, p->old_rdb, PDF_NAME(Pattern)), name);
	pdf_obj *copy = walk_pattern(ctx, p, pattern);
	return COLOURS && copy ? rpdf_rename(ctx, &p->names, "Pattern", name, copy) : NULL;
}

/* The same of a shading. */
static const char *set_shade(fz_context *ctx, struct walk_proc *p, enum walk_use use, const char *name, fz_shade *shade)
{
	walk_no_ink(p, use);
	if (!COLOURS || walk_set_shade(ctx, p, use, name, shade))
		return NULL;
	return rpdf_rename(ctx, &p->names, "Pattern", name, NULL);
}

static void op_SC_pattern(fz_context *ctx, pdf_processor *proc, const char *name, pdf_pattern *pat, int n, float *v)
{
	PROC;
	const char *fresh = set_pattern(ctx, p, USE_FOR_STROKE, name, n, v);
	if (fresh)
		p->chain->op_SC_pattern(ctx, p->chain, fresh, pat, n, v);
}

static void op_sc_pattern(fz_context *ctx, pdf_processor *proc, const char *name, pdf_pattern *pat, int n, float *v)
{
	PROC;
	const char *fresh = set_pattern(ctx, p, USE_FOR_FILL, name, n, v);
	if (fresh)
		p->chain->op_sc_pattern(ctx, p->chain, fresh, pat, n, v);
}

static void op_SC_shade(fz_context *ctx, pdf_processor *proc, const char *name, fz_shade *shade)
{
	PROC;
	const char *fresh = set_shade(ctx, p, USE_FOR_STROKE, name, shade);
	if (fresh)
		p->chain->op_SC_shade(ctx, p->chain, fresh, shade);
}

static void op_sc_shade(fz_context *ctx, pdf_processor *proc, const char *name, fz_shade *shade)
{
	PROC;
	const char *fresh = set_shade(ctx, p, USE_FOR_FILL, name, shade);
	if (fresh)
		p->chain->op_sc_shade(ctx, p->chain, fresh, shade);
}

static void op_sh(fz_context *ctx, pdf_processor *proc, const char *name, fz_shade *shade)
{
	PROC;
	bool unseen = p->walk->views && walk_view_empty(walk_gs(p)->view); /* it paints all that clips let through */
	p->walk->tally.unseen_paints += unseen && !p->hidden;
	if (p->hidden || unseen || walk_cut_sh(ctx, p, name, shade))
		return;
	const char *fresh = rpdf_rename(ctx, &p->names, "Shading", name, NULL);
	if (fresh)
		p->chain->op_sh(ctx, p->chain, fresh, shade);
}

/* ---- graphics state dictionaries -------------------------------------------------------------- */

static void op_gs_begin(fz_context *ctx, pdf_processor *proc, const char *name, pdf_obj *gs)
{
	PROC;
	pdf_obj *copy = walk_extgstate(ctx, p, gs);
	if (p->chain) {
		const char *fresh = rpdf_rename(ctx, &p->names, "ExtGState", name, copy);
		p->chain->op_gs_begin(ctx, p->chain, fresh, gs);
		p->chain->op_gs_end(ctx, p->chain);
	}
	p->gs_font = pdf_array_get(ctx, pdf_dict_get(ctx, gs, PDF_NAME(Font)), 0);
	p->in_gs = true;
}

static void op_gs_end(fz_context *ctx, pdf_processor *proc)
{
	PROC;
	(void)ctx;
	p->in_gs = false;
}

static void op_gs_ca(fz_context *ctx, pdf_processor *proc, float v) { PROC; (void)ctx; walk_gs(p)->opacity.fill = v; }
static void op_gs_CA(fz_context *ctx, pdf_processor *proc, float v) { PROC; (void)ctx; walk_gs(p)->opacity.stroke = v; }

static void op_gs_BM(fz_context *ctx, pdf_processor *proc, const char *mode)
{
	PROC;
	(void)ctx;
	walk_gs(p)->opacity.blended = strcmp(mode, "Normal") != 0 && strcmp(mode, "Compatible") != 0;
}

/* ---- images and forms ------------------------------------------------------------------------- */

static bool off(fz_context *ctx, struct walk_proc *p, pdf_obj *xobj)
{
	pdf_obj *oc = pdf_dict_get(ctx, xobj, PDF_NAME(OC));
	return p->hidden || (oc && pdf_is_ocg_hidden(ctx, p->walk->doc, p->old_rdb, "View", oc));
}

/* What the hook wants in place of an image, NULL for nothing; *goes when it is not written at all. */
static pdf_obj *ask_image(fz_context *ctx, struct walk_proc *p, pdf_obj *xobj, fz_image *image, bool hidden, bool *goes)
{
	const rpdf_hook *hook = p->walk->hook;
	bool unseen = walk_image_unseen(p);
	p->walk->tally.unseen_images += unseen && !hidden;
	*goes = p->walk->copies && (hidden || unseen);
	if (!hook->image || *goes)
		return NULL;
	fz_rect view = p->walk->views ? walk_gs(p)->view : fz_infinite_rect;
	return hook->image(ctx, hook->arg, xobj, image, walk_gs(p)->ctm, view, hidden);
}

static void op_Do_image(fz_context *ctx, pdf_processor *proc, const char *name, fz_image *image)
{
	PROC;
	pdf_obj *xobj = pdf_dict_gets(ctx, pdf_dict_get(ctx, p->old_rdb, PDF_NAME(XObject)), name);
	bool goes;
	if (p->patterns && image->imagemask)
		walk_ink_stencil(ctx, p);
	if (image->imagemask)
		walk_shade_stencil(ctx, p);
	pdf_obj *instead = ask_image(ctx, p, xobj, image, off(ctx, p, xobj), &goes);
	fz_try(ctx) {
		const char *fresh = p->chain && !goes ? rpdf_rename(ctx, &p->names, "XObject", name, instead) : NULL;
		if (fresh)
			p->chain->op_Do_image(ctx, p->chain, fresh, image);
	}
	fz_always(ctx)
		pdf_drop_obj(ctx, instead);
	fz_catch(ctx)
		fz_rethrow(ctx);
}

static void op_BI(fz_context *ctx, pdf_processor *proc, fz_image *image, const char *space)
{
	PROC;
	bool goes;
	if (p->patterns && image->imagemask)
		walk_ink_stencil(ctx, p);
	if (image->imagemask)
		walk_shade_stencil(ctx, p);
	pdf_obj *instead = ask_image(ctx, p, NULL, image, p->hidden > 0, &goes);
	if (!p->chain || goes) {
		pdf_drop_obj(ctx, instead);
		return;
	}
	fz_image *clean = NULL;
	fz_var(clean);
	fz_var(instead);
	fz_try(ctx) {
		/* A space with a name of its own stands in the resources, and is renamed there. */
		const char *fresh_space = space && !is_device_space(space) ? space_name(ctx, p, space) : space;
		if (!instead)
			clean = rpdf_clean_inline_image(ctx, image, fresh_space != NULL);
		if (clean) {
			p->chain->op_BI(ctx, p->chain, clean, fresh_space);
		} else {
			if (!instead)
				instead = pdf_add_image(ctx, p->walk->doc, image);
			p->chain->op_Do_image(ctx, p->chain, rpdf_name_new(ctx, &p->names, "XObject", instead), image);
		}
	}
	fz_always(ctx) {
		fz_drop_image(ctx, clean);
		pdf_drop_obj(ctx, instead);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
}

static void op_Do_form(fz_context *ctx, pdf_processor *proc, const char *name, pdf_obj *form, pdf_obj *page_rdb)
{
	PROC;
	(void)page_rdb;
	bool hidden = off(ctx, p, form);
	if (p->placed && !hidden) /* the form inherits it */
		late_font(ctx, p->chain, walk_gs(p)->font, walk_gs(p)->text.size);
	pdf_obj *copy = walk_form(ctx, p, form, hidden);
	if (p->chain && copy && !hidden)
		p->chain->op_Do_form(ctx, p->chain, rpdf_rename(ctx, &p->names, "XObject", name, copy), form, NULL);
}

void walk_set_paint_ops(struct walk_proc *p)
{
	pdf_processor *o = &p->super;

	/* A looker needs only what can hold text or pixels; leaving out the rest also spares loading
	 * colour spaces and shadings. */
	o->op_gs_begin = op_gs_begin;     o->op_gs_end = op_gs_end;
	o->op_SC_pattern = op_SC_pattern; o->op_sc_pattern = op_sc_pattern;
	o->op_Do_form = op_Do_form;
	o->op_w = op_w; o->op_M = op_M;
	if (p->walk->hook->image || p->chain || p->walk->views || p->patterns) {
		o->op_Do_image = op_Do_image;
		o->op_BI = op_BI;
	}
	walk_set_path_ops(p);
	if (p->chain || p->patterns) {
		o->op_CS = op_CS; o->op_cs = op_cs; o->op_SC_shade = op_SC_shade; o->op_sc_shade = op_sc_shade;
		o->op_SC_color = op_SC_color; o->op_sc_color = op_sc_color;
		o->op_G = op_G; o->op_g = op_g; o->op_RG = op_RG; o->op_rg = op_rg; o->op_K = op_K; o->op_k = op_k;
	}
	if (!p->chain)
		return;
	o->op_gs_ca = op_gs_ca; o->op_gs_CA = op_gs_CA; o->op_gs_BM = op_gs_BM;
	o->op_j = op_j; o->op_J = op_J; o->op_d = op_d;
	o->op_ri = op_ri; o->op_i = op_i;
	o->op_d0 = op_d0; o->op_d1 = op_d1;
	o->op_sh = op_sh;
}
