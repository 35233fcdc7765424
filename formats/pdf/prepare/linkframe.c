#include "formats/pdf/prepare/linkframe.h"

#include <math.h>
#include <string.h>

enum { MOST_DASHES = 8 };

/* How the frame is drawn. */
struct frame {
	fz_rect rect;
	float wide;
	bool under;             /* along the lower edge alone */
	float dashes[MOST_DASHES];
	int ndashes;
	const char *op;         /* sets the colour */
	float colour[4];
	int ncolour;
};

bool rpdf_is_link(fz_context *ctx, pdf_obj *annot)
{
	return pdf_name_eq(ctx, pdf_dict_get(ctx, annot, PDF_NAME(Subtype)), PDF_NAME(Link));
}

static void read_dashes(fz_context *ctx, struct frame *f, pdf_obj *dashes)
{
	float sum = 0;
	int n = pdf_array_len(ctx, dashes);
	if (n > MOST_DASHES)
		return;
	for (int i = 0; i < n; i++) {
		f->dashes[i] = pdf_array_get_real(ctx, dashes, i);
		if (!(f->dashes[i] >= 0 && f->dashes[i] < 1000))
			return;
		sum += f->dashes[i];
	}
	f->ndashes = sum > 0 ? n : 0;
}

/* The style of /BS, which goes before /Border; without either, a line of one point. */
static void read_border(fz_context *ctx, struct frame *f, pdf_obj *link)
{
	pdf_obj *style = pdf_dict_get(ctx, link, PDF_NAME(BS)), *border = pdf_dict_get(ctx, link, PDF_NAME(Border));
	f->wide = 1;
	if (pdf_is_dict(ctx, style)) {
		pdf_obj *wide = pdf_dict_get(ctx, style, PDF_NAME(W));
		const char *kind = pdf_to_name(ctx, pdf_dict_get(ctx, style, PDF_NAME(S)));
		f->wide = wide ? pdf_to_real(ctx, wide) : 1;
		f->under = strcmp(kind, "U") == 0;
		if (strcmp(kind, "D") == 0)
			read_dashes(ctx, f, pdf_dict_get(ctx, style, PDF_NAME(D)));
		if (strcmp(kind, "D") == 0 && !f->ndashes)
			f->dashes[f->ndashes++] = 3;
	} else if (pdf_array_len(ctx, border) >= 3) {
		f->wide = pdf_array_get_real(ctx, border, 2);
		read_dashes(ctx, f, pdf_array_get(ctx, border, 3));
	}
}

static void read_colour(fz_context *ctx, struct frame *f, pdf_obj *link)
{
	static const char *const ops[] = { NULL, "G", NULL, "RG", "K" };
	pdf_obj *colour = pdf_dict_get(ctx, link, PDF_NAME(C));
	int n = pdf_array_len(ctx, colour);
	f->op = !pdf_is_array(ctx, colour) ? "G" : n < (int)nelem(ops) ? ops[n] : NULL;
	f->ncolour = f->op && pdf_is_array(ctx, colour) ? n : 1; /* black */
	for (int i = 0; i < f->ncolour; i++) {
		float v = pdf_array_get_real(ctx, colour, i);
		f->colour[i] = isfinite(v) ? fz_clamp(v, 0, 1) : 0;
	}
}

static bool is_seen(const struct frame *f)
{
	float w = f->rect.x1 - f->rect.x0, h = f->rect.y1 - f->rect.y0;
	return f->op && f->wide > 0 && w > 0 && h > 0 && w < 1e6f && h < 1e6f && 2 * f->wide <= fz_min(w, h);
}

static fz_buffer *draw(fz_context *ctx, const struct frame *f)
{
	fz_buffer *out = fz_new_buffer(ctx, 128);
	float half = f->wide / 2;
	fz_try(ctx) {
		for (int i = 0; i < f->ncolour; i++)
			fz_append_printf(ctx, out, "%g ", f->colour[i]);
		fz_append_printf(ctx, out, "%s %g w [", f->op, f->wide);
		for (int i = 0; i < f->ndashes; i++)
			fz_append_printf(ctx, out, "%g ", f->dashes[i]);
		fz_append_string(ctx, out, "] 0 d\n");
		if (f->under)
			fz_append_printf(ctx, out, "%g %g m %g %g l S\n", f->rect.x0, f->rect.y0 + half, f->rect.x1, f->rect.y0 + half);
		else
			fz_append_printf(ctx, out, "%g %g %g %g re S\n", f->rect.x0 + half, f->rect.y0 + half,
			                 f->rect.x1 - f->rect.x0 - f->wide, f->rect.y1 - f->rect.y0 - f->wide);
	}
	fz_catch(ctx) {
		fz_drop_buffer(ctx, out);
		fz_rethrow(ctx);
	}
	return out;
}

/* As far off the page as anybody looks. */
static const float FAR = 14400;

pdf_obj *rpdf_link_frame(fz_context *ctx, pdf_document *doc, pdf_obj *link)
{
	struct frame f = { .rect = pdf_dict_get_rect(ctx, link, PDF_NAME(Rect)) };
	read_border(ctx, &f, link);
	read_colour(ctx, &f, link);
	if (!is_seen(&f))
		return NULL;
	fz_buffer *content = NULL;
	pdf_obj *form = NULL, *none = NULL;
	fz_var(content);
	fz_var(form);
	fz_var(none);
	fz_try(ctx) {
		content = draw(ctx, &f);
		none = pdf_new_dict(ctx, doc, 1);
		form = pdf_new_xobject(ctx, doc, fz_make_rect(-FAR, -FAR, FAR, FAR), fz_identity, none, content);
	}
	fz_always(ctx) {
		pdf_drop_obj(ctx, none);
		fz_drop_buffer(ctx, content);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
	return form;
}
