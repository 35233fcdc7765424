/*
 * Writing a path that was gathered, and painting it: as it is, or without what of it lies in a mark.
 * What one operator does at once (fill, stroke, clip) is then done one after the other.
 */
#include "formats/pdf/walk/walk_int.h"
#include "formats/pdf/walk/cutpath.h"

#include <string.h>

static void write_how(fz_context *ctx, pdf_processor *to, int how)
{
	switch (how) {
	case PAINT_FILL:                                                     to->op_f(ctx, to); break;
	case PAINT_FILL | PAINT_EVEN_ODD:                                    to->op_fstar(ctx, to); break;
	case PAINT_STROKE:                                                   to->op_S(ctx, to); break;
	case PAINT_STROKE | PAINT_CLOSE:                                     to->op_s(ctx, to); break;
	case PAINT_FILL | PAINT_STROKE:                                      to->op_B(ctx, to); break;
	case PAINT_FILL | PAINT_EVEN_ODD | PAINT_STROKE:                     to->op_Bstar(ctx, to); break;
	case PAINT_FILL | PAINT_STROKE | PAINT_CLOSE:                        to->op_b(ctx, to); break;
	case PAINT_FILL | PAINT_EVEN_ODD | PAINT_STROKE | PAINT_CLOSE:       to->op_bstar(ctx, to); break;
	default:                                                             to->op_n(ctx, to);
	}
}

void walk_write_dash(fz_context *ctx, struct walk_proc *p, const struct walk_dash *dash)
{
	pdf_obj *numbers = pdf_new_array(ctx, p->walk->doc, dash->n);
	fz_try(ctx) {
		for (int i = 0; i < dash->n; i++)
			pdf_array_push_real(ctx, numbers, dash->on_off[i]);
		p->chain->op_d(ctx, p->chain, numbers, dash->phase);
	}
	fz_always(ctx)
		pdf_drop_obj(ctx, numbers);
	fz_catch(ctx)
		fz_rethrow(ctx);
}

/* ---- a path that may touch a mark ------------------------------------------------------------- */

struct cut_result {
	bool fill_cut, stroke_cut, clip_cut;
	struct walk_path fill, stroke, clip;
};

/* Nothing is written of what is gone whole. */
static void write_part(fz_context *ctx, struct walk_proc *p, const struct walk_path *path, int how)
{
	if (path->nops == 0)
		return;
	walk_path_write(ctx, path, p->chain);
	write_how(ctx, p->chain, how);
}

/* What is left of a dashed line are its dashes. */
static void write_stroke(fz_context *ctx, struct walk_proc *p, const struct walk_path *path)
{
	const struct walk_dash *dash = &walk_gs(p)->dash;
	if (path->nops > 0 && dash->n > 0)
		walk_write_dash(ctx, p, &(struct walk_dash){ 0 });
	write_part(ctx, p, path, PAINT_STROKE);
	if (path->nops > 0 && dash->n > 0)
		walk_write_dash(ctx, p, dash);
}

struct cut_paint { int how; const struct walk_path *fill, *stroke; bool dashes; };

static void write_paint(fz_context *ctx, struct walk_proc *p, const void *arg)
{
	const struct cut_paint *c = arg;
	if (c->how & PAINT_FILL)
		write_part(ctx, p, c->fill, c->how & (PAINT_FILL | PAINT_EVEN_ODD));
	if (c->how & PAINT_STROKE && !c->dashes)
		write_part(ctx, p, c->stroke, PAINT_STROKE);
	else if (c->how & PAINT_STROKE)
		write_stroke(ctx, p, c->stroke);
}

static void write_cut(fz_context *ctx, struct walk_proc *p, int how, fz_matrix ctm, const struct cut_result *r)
{
	struct walk_path whole = p->path;
	whole.clip = CLIP_NONE;
	struct cut_paint paint = { how, r->fill_cut ? &r->fill : &whole, r->stroke_cut ? &r->stroke : &whole, r->stroke_cut };
	bool in_page_points = memcmp(&ctm, &walk_gs(p)->ctm, sizeof ctm) != 0;
	if (walk_both_at_once(p, how) && !in_page_points)
		walk_write_both(ctx, p, paint.fill, paint.stroke, write_paint, &paint);
	else
		write_paint(ctx, p, &paint);
	if (p->path.clip == CLIP_NONE)
		return;
	struct walk_path clip = r->clip_cut ? r->clip : p->path;
	clip.clip = p->path.clip;
	if (clip.nops == 0) /* nothing shows through nothing */
		p->chain->op_re(ctx, p->chain, 0, 0, 0, 0);
	walk_path_write(ctx, &clip, p->chain);
	p->chain->op_n(ctx, p->chain);
}

static void cut_and_write(fz_context *ctx, struct walk_proc *p, int how, fz_matrix ctm, const rect *boxes, size_t nboxes)
{
	const struct walk_path *path = &p->path;
	struct cut_result r = { 0 };
	fz_var(r);
	fz_try(ctx) {
		const struct walk_dash *dash = &walk_gs(p)->dash;
		struct cutpath_dash dashes = { dash->n, dash->on_off, dash->phase };
		if (how & PAINT_CLOSE)
			walk_path_add(ctx, &p->path, PATH_CLOSE, NULL);
		if (how & PAINT_FILL)
			r.fill_cut = cutpath_fill(ctx, path, ctm, boxes, nboxes, &r.fill);
		if (how & PAINT_STROKE)
			r.stroke_cut = cutpath_stroke(ctx, path, ctm, dashes, boxes, nboxes, &r.stroke);
		if (path->clip != CLIP_NONE)
			r.clip_cut = cutpath_clip(ctx, path, ctm, path->clip == CLIP_EVENODD, boxes, nboxes, &r.clip);
		if (r.fill_cut || r.stroke_cut || r.clip_cut) {
			write_cut(ctx, p, how, ctm, &r);
		} else {
			walk_path_write(ctx, path, p->chain);
			write_how(ctx, p->chain, how & ~PAINT_CLOSE);
		}
	}
	fz_always(ctx) {
		walk_path_drop(ctx, &r.fill);
		walk_path_drop(ctx, &r.stroke);
		walk_path_drop(ctx, &r.clip);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
}

/* A path with numbers that are none cannot be told to be elsewhere. */
static bool is_near_mark(const struct walk_proc *p, bool *known)
{
	const struct walk *w = p->walk;
	fz_rect at;
	*known = true;
	if (p->gs[p->top].elsewhere || w->nboxes == 0 || p->path.nops == 0)
		return false;
	*known = walk_path_bounds(&p->path, p->gs[p->top].ctm, &at);
	rect bounds = { at.x0 - 1, at.y0 - 1, at.x1 + 1, at.y1 + 1 };
	for (size_t i = 0; *known && i < w->nboxes; i++)
		if (rect_overlap(bounds, w->boxes[i]))
			return true;
	return false;
}

void walk_paint_path(fz_context *ctx, struct walk_proc *p, int how)
{
	const rpdf_hook *hook = p->walk->hook;
	bool known;
	if (how == 0 && p->path.clip == CLIP_NONE)
		return;
	if (p->placed && hook->shape && how && p->path.clip == CLIP_NONE
	    && hook->shape(ctx, hook->arg, &p->path, walk_gs(p)->ctm)) {
		late_paths_on_page(p->chain, true);
		cut_and_write(ctx, p, how, fz_identity, hook->boxes, hook->ndrawn);
		late_paths_on_page(p->chain, false);
	} else if (is_near_mark(p, &known)) {
		cut_and_write(ctx, p, how, walk_gs(p)->ctm, p->walk->boxes, p->walk->nboxes);
	} else if (known) {
		walk_path_write(ctx, &p->path, p->chain);
		write_how(ctx, p->chain, how);
	}
}
