/*
 * A path that is filled and stroked by one operator, when a mark cuts it: fill and stroke are then two paths,
 * but where the stroke lets something through it must not be the fill. So both stand in a knockout group, as
 * the operator itself would put them in (ISO 32000-1, 11.7.4.4). Opacity, blend mode and soft mask begin anew in
 * a group; all else goes on into it from what is in force where it is drawn, though not every reader has the line
 * of a stroke go on, which is written once more.
 */
#include "formats/pdf/walk/walk_int.h"

#include <math.h>

bool walk_both_at_once(const struct walk_proc *p, int how)
{
	const struct walk_opacity *o = &p->gs[p->top].opacity;
	bool through = o->blended || (o->stroke > 0 && o->stroke < 1);
	return how & PAINT_FILL && how & PAINT_STROKE && through;
}

/* ---- what is in force ------------------------------------------------------------------------- */

/* Sets it in `to`, whose resources are `names`. */
static void write_opacity(fz_context *ctx, struct walk_proc *p, pdf_processor *to, struct rpdf_names *names, float fill, float stroke)
{
	pdf_obj *gs = pdf_new_dict(ctx, p->walk->doc, 2);
	fz_try(ctx) {
		pdf_dict_put_real(ctx, gs, PDF_NAME(ca), fill);
		pdf_dict_put_real(ctx, gs, PDF_NAME(CA), stroke);
		pdf_obj *ref = walk_intern(ctx, p->walk, 0, gs, NULL);
		to->op_gs_begin(ctx, to, rpdf_rename(ctx, names, "ExtGState", "", ref), gs);
		if (to->op_gs_end)
			to->op_gs_end(ctx, to);
	}
	fz_always(ctx)
		pdf_drop_obj(ctx, gs);
	fz_catch(ctx)
		fz_rethrow(ctx);
}

static void write_line(fz_context *ctx, struct walk_proc *p, pdf_processor *to)
{
	const struct walk_gstate *gs = walk_gs(p);
	to->op_w(ctx, to, gs->line_width);
	to->op_j(ctx, to, gs->line_join);
	to->op_J(ctx, to, gs->line_cap);
	to->op_M(ctx, to, gs->miter_limit);
	if (gs->dash.n > 0)
		walk_write_dash(ctx, p, &gs->dash);
}

static bool is_opaque(const struct walk_opacity *o)
{
	return o->fill == 1 && o->stroke == 1;
}

/* ---- the group -------------------------------------------------------------------------------- */

/* User space; of lines that are finer than a point the finest are still drawn. */
static fz_rect box_around(const struct walk_gstate *gs, const struct walk_path *fill, const struct walk_path *stroke)
{
	fz_rect all = fz_empty_rect, one;
	float scale = fz_matrix_expansion(gs->ctm), beside = 0.5f * gs->line_width * fmaxf(1.5f, gs->miter_limit);
	if (walk_path_bounds(fill, fz_identity, &one))
		all = fz_union_rect(all, one);
	if (walk_path_bounds(stroke, fz_identity, &one))
		all = fz_union_rect(all, fz_expand_rect(one, beside));
	return fz_expand_rect(all, scale > 0 ? 1 / scale : 1);
}

static void group_dict(fz_context *ctx, pdf_obj *dict, fz_rect box)
{
	pdf_dict_put(ctx, dict, PDF_NAME(Type), PDF_NAME(XObject));
	pdf_dict_put(ctx, dict, PDF_NAME(Subtype), PDF_NAME(Form));
	pdf_dict_put_rect(ctx, dict, PDF_NAME(BBox), box);
	pdf_obj *group = pdf_dict_put_dict(ctx, dict, PDF_NAME(Group), 3);
	pdf_dict_put(ctx, group, PDF_NAME(Type), PDF_NAME(Group));
	pdf_dict_put(ctx, group, PDF_NAME(S), PDF_NAME(Transparency));
	pdf_dict_put_bool(ctx, group, PDF_NAME(K), 1);
}

/* The group's content and, in dict, its resources. Yours. */
static fz_buffer *content_of(fz_context *ctx, struct walk_proc *p, pdf_obj *dict, walk_both_write *write, const void *arg)
{
	const struct walk_opacity *o = &walk_gs(p)->opacity;
	struct rpdf_names names = { .doc = p->walk->doc, .old = p->old_rdb };
	pdf_processor *around = p->chain, *to = NULL;
	fz_buffer *out = fz_new_buffer(ctx, 256);
	fz_var(names);
	fz_var(to);
	fz_try(ctx) {
		names.fresh = pdf_dict_put_dict(ctx, dict, PDF_NAME(Resources), 2);
		rpdf_keep_default_spaces(ctx, &names);
		to = pdf_new_buffer_processor(ctx, out, 0);
		if (!is_opaque(o))
			write_opacity(ctx, p, to, &names, o->fill, o->stroke);
		p->chain = to;
		write_line(ctx, p, to);
		write(ctx, p, arg);
		pdf_close_processor(ctx, to);
	}
	fz_always(ctx) {
		p->chain = around;
		pdf_drop_processor(ctx, to);
		rpdf_drop_names(ctx, &names);
	}
	fz_catch(ctx) {
		fz_drop_buffer(ctx, out);
		fz_rethrow(ctx);
	}
	return out;
}

/* Lent. */
static pdf_obj *group_of(fz_context *ctx, struct walk_proc *p, fz_rect box, walk_both_write *write, const void *arg)
{
	pdf_obj *dict = pdf_new_dict(ctx, p->walk->doc, 5), *ref = NULL;
	fz_buffer *content = NULL;
	fz_var(content);
	fz_var(ref);
	fz_try(ctx) {
		group_dict(ctx, dict, box);
		content = content_of(ctx, p, dict, write, arg);
		ref = walk_intern(ctx, p->walk, 0, dict, content);
	}
	fz_always(ctx) {
		fz_drop_buffer(ctx, content);
		pdf_drop_obj(ctx, dict);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
	return ref;
}

void walk_write_both(fz_context *ctx, struct walk_proc *p, const struct walk_path *fill, const struct walk_path *stroke,
                     walk_both_write *write, const void *arg)
{
	pdf_processor *to = p->chain;
	if (fill->nops == 0 && stroke->nops == 0)
		return;
	pdf_obj *group = group_of(ctx, p, box_around(walk_gs(p), fill, stroke), write, arg);
	to->op_q(ctx, to);
	if (!is_opaque(&walk_gs(p)->opacity))
		write_opacity(ctx, p, to, &p->names, 1, 1);
	to->op_Do_form(ctx, to, rpdf_rename(ctx, &p->names, "XObject", "", group), group, NULL);
	to->op_Q(ctx, to);
}
