/*
 * Shadings that can show words, where they lie under a mark: what is seen of them becomes pixels without
 * what the mark covers (image/shading.h). What `sh` paints becomes an image; a pattern, a tiling of one
 * cell that holds the image, so that all that is painted with it stays what it was. Such a pattern is not
 * written where it is set but where something is painted, as that alone tells which of the two it is.
 * Writing only.
 */
#include "formats/pdf/image/shading.h"
#include "formats/pdf/walk/walk_view.h"

#include <math.h>
#include <string.h>

struct walk_shade {
	struct walk_shade *next;
	const struct walk_proc *home; /* the stream that set it                     */
	pdf_obj *pattern;             /* lent                                       */
	char *name;                   /* in that stream's resources                 */
	fz_shade *shade;              /* kept                                       */
	fz_matrix place;              /* of that stream's space, to page points     */
};

/* ---- where it shows --------------------------------------------------------------------------- */

/* What of the shading shows through `at`, page points. */
static fz_rect seen_of(fz_context *ctx, const struct walk_proc *p, fz_shade *shade, fz_matrix ctm, bool background, fz_rect at)
{
	fz_rect bounds = fz_bound_shade(ctx, shade, ctm);
	at = walk_view_cut(walk_view_cut(at, p->gs[p->top].view), p->walk->sheet);
	return background && shade->use_background ? at : walk_view_cut(at, bounds);
}

/* ---- an image, and what draws it -------------------------------------------------------------- */

static pdf_obj *image_of(fz_context *ctx, struct walk *w, fz_shade *shade, pdf_obj *dict, fz_matrix ctm, bool background,
                         fz_rect area, fz_rect *at)
{
	struct rpdf_shade_cut cut = { .shade = shade, .dict = dict, .ctm = ctm, .area = area, .background = background,
	                              .boxes = w->boxes, .nboxes = w->nboxes };
	return rpdf_shade_image(ctx, w->doc, &cut, at, &w->shade_pixels);
}

/* The unit square upright over a place in page points. */
static fz_matrix onto(fz_rect at)
{
	return fz_make_matrix(at.x1 - at.x0, 0, 0, at.y0 - at.y1, at.x0, at.y1);
}

/* The stream that draws the image (NULL: nothing) in page points, and its resources in dict. Yours. */
static fz_buffer *drawing(fz_context *ctx, struct walk *w, pdf_obj *image, fz_rect at, pdf_obj *dict)
{
	fz_matrix m = onto(at);
	struct rpdf_names names = { .doc = w->doc };
	fz_buffer *out = fz_new_buffer(ctx, 64);
	fz_var(names);
	fz_try(ctx) {
		names.fresh = pdf_dict_put_dict(ctx, dict, PDF_NAME(Resources), 1);
		if (image)
			fz_append_printf(ctx, out, "q %g %g %g %g %g %g cm /%s Do Q\n", m.a, m.b, m.c, m.d, m.e, m.f,
			                 rpdf_name_new(ctx, &names, "XObject", image));
	}
	fz_always(ctx)
		rpdf_drop_names(ctx, &names);
	fz_catch(ctx) {
		fz_drop_buffer(ctx, out);
		fz_rethrow(ctx);
	}
	return out;
}

/* A stream that draws the image, with what `fill` adds to its dictionary. Lent. */
static pdf_obj *holder(fz_context *ctx, struct walk *w, pdf_obj *image, fz_rect at, fz_matrix to_user,
                       void (*fill)(fz_context *, pdf_obj *, fz_rect), fz_rect box)
{
	pdf_obj *dict = pdf_new_dict(ctx, w->doc, 10), *ref = NULL;
	fz_buffer *content = NULL;
	fz_var(content);
	fz_var(ref);
	fz_try(ctx) {
		content = drawing(ctx, w, image, at, dict);
		pdf_dict_put_rect(ctx, dict, PDF_NAME(BBox), box);
		pdf_dict_put_matrix(ctx, dict, PDF_NAME(Matrix), to_user);
		fill(ctx, dict, box);
		ref = walk_intern(ctx, w, 0, dict, content);
	}
	fz_always(ctx) {
		fz_drop_buffer(ctx, content);
		pdf_drop_obj(ctx, dict);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
	return ref;
}

static void as_group(fz_context *ctx, pdf_obj *dict, fz_rect box)
{
	(void)box;
	pdf_dict_put(ctx, dict, PDF_NAME(Type), PDF_NAME(XObject));
	pdf_dict_put(ctx, dict, PDF_NAME(Subtype), PDF_NAME(Form));
	pdf_obj *group = pdf_dict_put_dict(ctx, dict, PDF_NAME(Group), 2);
	pdf_dict_put(ctx, group, PDF_NAME(Type), PDF_NAME(Group));
	pdf_dict_put(ctx, group, PDF_NAME(S), PDF_NAME(Transparency));
}

static void as_tiling(fz_context *ctx, pdf_obj *dict, fz_rect box)
{
	pdf_dict_put(ctx, dict, PDF_NAME(Type), PDF_NAME(Pattern));
	pdf_dict_put_int(ctx, dict, PDF_NAME(PatternType), 1);
	pdf_dict_put_int(ctx, dict, PDF_NAME(PaintType), 1);
	pdf_dict_put_int(ctx, dict, PDF_NAME(TilingType), 1);
	pdf_dict_put_real(ctx, dict, PDF_NAME(XStep), 2 * (box.x1 - box.x0));
	pdf_dict_put_real(ctx, dict, PDF_NAME(YStep), 2 * (box.y1 - box.y0));
}

/* ---- sh --------------------------------------------------------------------------------------- */

/* An image that has a mask sets aside the soft mask in force (11.6.5.3), so that one goes into a group. */
static void draw_image(fz_context *ctx, struct walk_proc *p, pdf_obj *image, fz_rect at)
{
	bool masked = pdf_dict_get(ctx, image, PDF_NAME(SMask)) != NULL;
	fz_matrix back = fz_invert_matrix(walk_gs(p)->ctm), m = masked ? back : fz_concat(onto(at), back);
	pdf_processor *to = p->chain;
	to->op_q(ctx, to);
	if (masked) {
		pdf_obj *group = holder(ctx, p->walk, image, at, back, as_group, at);
		to->op_Do_form(ctx, to, rpdf_rename(ctx, &p->names, "XObject", "", group), group, NULL);
	} else {
		to->op_cm(ctx, to, m.a, m.b, m.c, m.d, m.e, m.f);
		to->op_Do_image(ctx, to, rpdf_name_new(ctx, &p->names, "XObject", image), NULL);
	}
	to->op_Q(ctx, to);
}

bool walk_cut_sh(fz_context *ctx, struct walk_proc *p, const char *name, fz_shade *shade)
{
	struct walk *w = p->walk;
	fz_matrix ctm = walk_gs(p)->ctm, unused;
	if (w->nboxes == 0 || walk_gs(p)->elsewhere || !rpdf_shade_is_picture(ctx, shade))
		return false;
	fz_rect area = seen_of(ctx, p, shade, ctm, false, fz_infinite_rect), at;
	if (!walk_touches_mark(w, area) || fz_try_invert_matrix(&unused, ctm))
		return false;
	pdf_obj *dict = pdf_dict_gets(ctx, pdf_dict_get(ctx, p->old_rdb, PDF_NAME(Shading)), name);
	pdf_obj *image = image_of(ctx, w, shade, dict, ctm, false, area, &at);
	fz_try(ctx)
		if (image)
			draw_image(ctx, p, image, at);
	fz_always(ctx)
		pdf_drop_obj(ctx, image);
	fz_catch(ctx)
		fz_rethrow(ctx);
	return true;
}

/* ---- patterns --------------------------------------------------------------------------------- */

bool walk_set_shade(fz_context *ctx, struct walk_proc *p, enum walk_use use, const char *name, fz_shade *shade)
{
	struct walk *w = p->walk;
	fz_rect all = shade->use_background ? w->sheet : walk_view_cut(fz_bound_shade(ctx, shade, p->base), w->sheet);
	if (w->nboxes == 0 || walk_gs(p)->elsewhere || !rpdf_shade_is_picture(ctx, shade) || !walk_touches_mark(w, all))
		return false;
	struct walk_shade *s = fz_malloc_struct(ctx, struct walk_shade);
	s->next = p->shades;
	p->shades = s;
	s->home = p;
	s->shade = fz_keep_shade(ctx, shade);
	s->name = fz_strdup(ctx, name);
	s->pattern = pdf_dict_gets(ctx, pdf_dict_get(ctx, p->old_rdb, PDF_NAME(Pattern)), name);
	s->place = p->base;
	walk_gs(p)->shade[use] = s;
	return true;
}

void walk_drop_shades(fz_context *ctx, struct walk_proc *p)
{
	for (struct walk_shade *s = p->shades; s;) {
		struct walk_shade *next = s->next;
		fz_drop_shade(ctx, s->shade);
		fz_free(ctx, s->name);
		fz_free(ctx, s);
		s = next;
	}
	p->shades = NULL;
}

/* A form that paints with what its caller had set begins in a space of its own. Lent. */
static pdf_obj *moved_here(fz_context *ctx, struct walk_proc *p, const struct walk_shade *s)
{
	fz_matrix back, m = pdf_dict_get_matrix(ctx, s->pattern, PDF_NAME(Matrix));
	pdf_obj *dict, *copy = NULL;
	if (s->home == p || fz_try_invert_matrix(&back, p->base))
		return NULL;
	dict = pdf_copy_dict(ctx, s->pattern);
	fz_var(copy);
	fz_try(ctx) {
		pdf_dict_put_matrix(ctx, dict, PDF_NAME(Matrix), fz_concat(fz_concat(m, s->place), back));
		copy = walk_intern(ctx, p->walk, pdf_to_num(ctx, s->pattern), dict, NULL);
	}
	fz_always(ctx)
		pdf_drop_obj(ctx, dict);
	fz_catch(ctx)
		fz_rethrow(ctx);
	return copy;
}

static void write_whole(fz_context *ctx, struct walk_proc *p, const struct walk_shade *s, enum walk_use use)
{
	pdf_obj *copy = moved_here(ctx, p, s);
	const char *name = NULL;
	if (s->home == p || copy)
		name = rpdf_rename(ctx, &p->names, "Pattern", s->name, copy);
	if (name && use == USE_FOR_FILL)
		p->chain->op_sc_shade(ctx, p->chain, name, s->shade);
	else if (name)
		p->chain->op_SC_shade(ctx, p->chain, name, s->shade);
}

/* The one cell is larger than the page and all that is painted, so that no other is looked for. */
static void write_cut(fz_context *ctx, struct walk_proc *p, const struct walk_shade *s, enum walk_use use, fz_rect painted,
                      fz_rect area)
{
	fz_matrix back;
	fz_rect at = area, cell = fz_union_rect(p->walk->sheet, painted);
	if (fz_try_invert_matrix(&back, p->base))
		return;
	pdf_obj *image = image_of(ctx, p->walk, s->shade, pdf_dict_get(ctx, s->pattern, PDF_NAME(Shading)), s->place, true, area, &at);
	fz_try(ctx) {
		cell = fz_expand_rect(cell, 0.1f * (cell.x1 - cell.x0 + cell.y1 - cell.y0));
		pdf_obj *tiling = holder(ctx, p->walk, image, at, back, as_tiling, cell);
		const char *name = rpdf_rename(ctx, &p->names, "Pattern", "", tiling);
		float none = 0;
		if (use == USE_FOR_FILL)
			p->chain->op_sc_pattern(ctx, p->chain, name, NULL, 0, &none);
		else
			p->chain->op_SC_pattern(ctx, p->chain, name, NULL, 0, &none);
	}
	fz_always(ctx)
		pdf_drop_obj(ctx, image);
	fz_catch(ctx)
		fz_rethrow(ctx);
}

/* Where letters and paths end up on a line that is laid out anew is not known yet: there all of the
 * shading counts. */
static void shade_area(fz_context *ctx, struct walk_proc *p, enum walk_use use, fz_rect painted)
{
	const struct walk_shade *s = walk_gs(p)->shade[use];
	if (!s || p->hidden)
		return;
	fz_rect area = seen_of(ctx, p, s->shade, s->place, true, p->placed ? fz_infinite_rect : painted);
	if (walk_touches_mark(p->walk, area))
		write_cut(ctx, p, s, use, painted, area);
	else
		write_whole(ctx, p, s, use);
}

void walk_shade_path(fz_context *ctx, struct walk_proc *p, int how)
{
	fz_rect at;
	if (!p->chain || !walk_has_shade(p) || !walk_path_bounds(&p->path, walk_gs(p)->ctm, &at))
		return;
	if (how & PAINT_FILL)
		shade_area(ctx, p, USE_FOR_FILL, at);
	if (how & PAINT_STROKE)
		shade_area(ctx, p, USE_FOR_STROKE, fz_expand_rect(at, walk_stroke_reach(walk_gs(p), &p->path)));
}

void walk_shade_stencil(fz_context *ctx, struct walk_proc *p)
{
	if (p->chain && walk_has_shade(p))
		shade_area(ctx, p, USE_FOR_FILL, fz_transform_rect(fz_unit_rect, walk_gs(p)->ctm));
}

void walk_shade_text(fz_context *ctx, struct walk_proc *p, fz_rect at)
{
	const struct walk_gstate *gs = walk_gs(p);
	int render = gs->text.render & 3;
	if (!p->chain || !walk_has_shade(p) || !fz_is_valid_rect(at))
		return;
	if (render == 0 || render == 2)
		shade_area(ctx, p, USE_FOR_FILL, at);
	if (render == 1 || render == 2)
		shade_area(ctx, p, USE_FOR_STROKE, fz_expand_rect(at, walk_stroke_reach(gs, NULL)));
}
