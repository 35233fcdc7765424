#include "formats/pdf/prepare/loosen.h"
#include "formats/pdf/read/pagetree.h"

/* So many forms are looked through; those beyond keep their boxes. */
enum { MOST_FORMS = 4096, DEEPEST = 16 };

/* As far off the page as anybody looks; and by how much ink may stand over a box that fits. */
static const float FAR = 14400, SPARE = 0.5f;

struct loosening {
	struct rpdf_doc *d;
	bool *met; int n;        /* by object number */
	int looked;
};

/* The box around all that the form draws, in its own space and not held to its BBox. */
static fz_rect drawn_by(fz_context *ctx, pdf_document *doc, pdf_obj *form, pdf_obj *resources)
{
	fz_rect box = fz_empty_rect;
	fz_device *dev = fz_new_bbox_device(ctx, &box);
	pdf_processor *run = NULL;
	fz_var(run);
	fz_try(ctx) {
		run = pdf_new_run_processor(ctx, dev, fz_identity, "View", NULL, NULL, NULL);
		pdf_process_contents(ctx, run, doc, form, resources, NULL);
		pdf_close_processor(ctx, run);
		fz_close_device(ctx, dev);
	}
	fz_always(ctx) {
		pdf_drop_processor(ctx, run);
		fz_drop_device(ctx, dev);
	}
	fz_catch(ctx) {
		fz_rethrow_if(ctx, FZ_ERROR_MEMORY);
		box = fz_infinite_rect;
	}
	return box;
}

static bool is_inside(fz_rect what, fz_rect box)
{
	box = fz_expand_rect(box, SPARE);
	return fz_is_empty_rect(what)
	    || (what.x0 >= box.x0 && what.x1 <= box.x1 && what.y0 >= box.y0 && what.y1 <= box.y1);
}

static void loosen_all(fz_context *ctx, struct loosening *l, pdf_obj *resources, int depth);

static void loosen(fz_context *ctx, struct loosening *l, pdf_obj *form, pdf_obj *outer, int depth)
{
	int num = pdf_to_num(ctx, form);
	if (num <= 0 || num >= l->n || l->met[num] || ++l->looked > MOST_FORMS)
		return;
	l->met[num] = true;
	pdf_obj *resources = pdf_dict_get(ctx, form, PDF_NAME(Resources));
	if (pdf_is_dict(ctx, resources))
		loosen_all(ctx, l, resources, depth + 1);
	else
		resources = outer;
	if (pdf_array_len(ctx, pdf_dict_get(ctx, form, PDF_NAME(BBox))) == 4
	 && is_inside(drawn_by(ctx, l->d->doc, form, resources), pdf_xobject_bbox(ctx, form)))
		pdf_dict_put_rect(ctx, form, PDF_NAME(BBox), fz_make_rect(-FAR, -FAR, FAR, FAR));
}

static void loosen_all(fz_context *ctx, struct loosening *l, pdf_obj *resources, int depth)
{
	pdf_obj *all = pdf_dict_get(ctx, resources, PDF_NAME(XObject));
	for (int i = 0, n = pdf_dict_len(ctx, all); i < n && depth < DEEPEST; i++) {
		pdf_obj *one = pdf_dict_get_val(ctx, all, i);
		if (pdf_is_stream(ctx, one) && pdf_name_eq(ctx, pdf_dict_get(ctx, one, PDF_NAME(Subtype)), PDF_NAME(Form)))
			loosen(ctx, l, one, resources, depth);
	}
}

void rpdf_loosen_forms(fz_context *ctx, struct rpdf_doc *d)
{
	pdf_obj **pages;
	if (d->how.gap != GAP_EVEN)
		return;
	arena *mem = arena_new();
	fz_try(ctx) {
		struct loosening l = { .d = d, .n = pdf_xref_len(ctx, d->doc) };
		size_t n = rpdf_pages(ctx, d->doc, mem, &pages, NULL);
		l.met = arena_array(mem, bool, (size_t)l.n);
		for (size_t i = 0; i < n && i < (size_t)d->npages; i++)
			loosen_all(ctx, &l, pdf_dict_get_inheritable(ctx, pages[i], PDF_NAME(Resources)), 0);
	}
	fz_always(ctx)
		arena_drop(mem);
	fz_catch(ctx)
		fz_rethrow(ctx);
}
