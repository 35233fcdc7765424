#include "formats/pdf/prepare/unpack.h"

#include "formats/pdf/prepare/flatten.h"
#include "formats/pdf/read/pagetree.h"
#include "formats/pdf/walk/walk.h"

/* Resources within resources that are looked through; a walk goes no deeper either. */
enum { DEEPEST = 32 };

/* ---- whether there is anything to do ---------------------------------------------------------- */

struct search {
	unsigned char *seen;  /* by object number */
	int nobjects;
};

static bool visited(fz_context *ctx, struct search *s, pdf_obj *obj)
{
	int n = pdf_to_num(ctx, obj);
	if (n <= 0 || n >= s->nobjects)
		return false;
	bool was = s->seen[n];
	s->seen[n] = 1;
	return was;
}

static bool in_resources(fz_context *ctx, struct search *s, pdf_obj *rdb, int depth);

static bool in_font(fz_context *ctx, struct search *s, pdf_obj *font, int depth)
{
	if (visited(ctx, s, font) || !pdf_name_eq(ctx, pdf_dict_get(ctx, font, PDF_NAME(Subtype)), PDF_NAME(Type3)))
		return false;
	pdf_obj *rdb = pdf_dict_get(ctx, font, PDF_NAME(Resources));
	/* Without resources of its own it uses those of whoever sets it. */
	return !pdf_is_dict(ctx, rdb) || pdf_dict_len(ctx, pdf_dict_get(ctx, rdb, PDF_NAME(Font))) > 0
	    || pdf_dict_len(ctx, pdf_dict_get(ctx, rdb, PDF_NAME(ExtGState))) > 0 || in_resources(ctx, s, rdb, depth + 1);
}

static bool in_state(fz_context *ctx, struct search *s, pdf_obj *gs, int depth)
{
	pdf_obj *group = pdf_dict_getl(ctx, gs, PDF_NAME(SMask), PDF_NAME(G), NULL);
	return in_font(ctx, s, pdf_array_get(ctx, pdf_dict_get(ctx, gs, PDF_NAME(Font)), 0), depth)
	    || (pdf_is_dict(ctx, group) && !visited(ctx, s, group)
	        && in_resources(ctx, s, pdf_dict_get(ctx, group, PDF_NAME(Resources)), depth + 1));
}

static bool in_stream(fz_context *ctx, struct search *s, pdf_obj *stream, int depth)
{
	return !visited(ctx, s, stream) && in_resources(ctx, s, pdf_dict_get(ctx, stream, PDF_NAME(Resources)), depth + 1);
}

/* Whether a font is reached whose glyphs may show text. Too deep counts as yes: then a walk tells. */
static bool in_resources(fz_context *ctx, struct search *s, pdf_obj *rdb, int depth)
{
	static bool (*const look[])(fz_context *, struct search *, pdf_obj *, int) = { in_font, in_stream, in_stream, in_state };
	pdf_obj *kinds[] = { PDF_NAME(Font), PDF_NAME(XObject), PDF_NAME(Pattern), PDF_NAME(ExtGState) };
	if (depth > DEEPEST)
		return true;
	if (!pdf_is_dict(ctx, rdb) || visited(ctx, s, rdb))
		return false;
	for (size_t k = 0; k < nelem(kinds); k++) {
		pdf_obj *dict = pdf_dict_get(ctx, rdb, kinds[k]);
		for (int i = 0, n = pdf_dict_len(ctx, dict); i < n; i++)
			if (look[k](ctx, s, pdf_dict_get_val(ctx, dict, i), depth))
				return true;
	}
	return false;
}

static bool may_show_text(fz_context *ctx, struct rpdf_doc *d, pdf_obj **pages, size_t n)
{
	struct search s = { .nobjects = pdf_xref_len(ctx, d->doc) };
	bool found = false;
	s.seen = arena_alloc(d->mem, (size_t)s.nobjects + 1);
	for (size_t i = 0; i < n && !found; i++)
		found = in_resources(ctx, &s, pdf_dict_get_inheritable(ctx, pages[i], PDF_NAME(Resources)), 0);
	return found;
}

/* ---- doing it --------------------------------------------------------------------------------- */

/* Marked content keeps its numbers: the structure tree may be kept. */
static const char *same_tag(fz_context *ctx, void *arg, int mcid, int *fresh)
{
	(void)ctx, (void)arg;
	*fresh = mcid;
	return "P";
}

static void end_tag(fz_context *ctx, void *arg) { (void)ctx, (void)arg; }

/* Whether it was changed in a way that MuPDF can show beside the page as it was. */
static bool unpack_page(fz_context *ctx, struct rpdf_doc *d, rpdf_copies *copies, pdf_obj *page)
{
	static const rpdf_hook hook = { .unpack = true, .open = same_tag, .close = end_tag };
	rpdf_tally met = { 0 };
	fz_rect box;
	fz_matrix ctm;
	fz_buffer *content = NULL;
	pdf_obj *resources = NULL;
	fz_var(content);
	fz_var(resources);
	fz_try(ctx) {
		pdf_page_obj_transform(ctx, page, &box, &ctm);
		content = fz_new_buffer(ctx, 4096);
		rpdf_rewrite_page(ctx, copies, page, ctm, &hook, content, &resources, &met);
		if (met.unpacked)
			rpdf_replace_contents(ctx, d->doc, page, content, resources);
	}
	fz_always(ctx) {
		pdf_drop_obj(ctx, resources);
		fz_drop_buffer(ctx, content);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
	return met.unpacked > 0 && met.otherwise == 0;
}

void rpdf_unpack_glyphs(fz_context *ctx, struct rpdf_doc *d)
{
	pdf_obj **pages;
	if (d->how.annots == ANNOTS_AS_IS)
		return;
	size_t n = rpdf_pages(ctx, d->doc, d->mem, &pages, NULL);
	if (!may_show_text(ctx, d, pages, n))
		return;
	rpdf_copies *copies = rpdf_new_copies(ctx, d->doc);
	fz_try(ctx)
		for (size_t i = 0; i < n && i < (size_t)d->npages; i++)
			d->annots->on_page[i] |= unpack_page(ctx, d, copies, pages[i]);
	fz_always(ctx)
		rpdf_drop_copies(ctx, copies);
	fz_catch(ctx)
		fz_rethrow(ctx);
}
