#include "formats/pdf/proof/flatproof.h"
#include "formats/pdf/prepare/flatten.h"
#include "formats/pdf/read/pagetree.h"
#include "formats/pdf/proof/pixels.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_NAMED = 8 };

/* Points that a stroke of an annotation may stand out of its rectangle. */
static const float OVERHANG = 3;

struct proving {
	struct rpdf_doc *d;
	pdf_document *shown;
	pdf_obj *page;
	fz_matrix ctm;
	bool needs_appearances;
	rect *excused; size_t n, room;   /* of this page */
	rect *widgets; size_t nwidgets, widgets_room;
	rect *marks;   size_t nmarks, marks_room;
	arena *mem;
	size_t passed_over;
	int bad[MOST_NAMED], nbad;
};

/* ---- where the two may differ --------------------------------------------------------------------- */

/* A picture of the file's own: every reader shows that one. */
static bool has_picture(fz_context *ctx, pdf_obj *a)
{
	pdf_obj *n = pdf_dict_getl(ctx, a, PDF_NAME(AP), PDF_NAME(N), NULL);
	pdf_obj *as = pdf_dict_get(ctx, a, PDF_NAME(AS));
	return pdf_is_stream(ctx, n) || (pdf_is_name(ctx, as) && pdf_is_stream(ctx, pdf_dict_get(ctx, n, as)));
}

/*
 * A note's icon hangs from the upper left corner of its Rect, however small that is; MuPDF centres it there.
 * Comments that a word processor exports have a Rect without width, and the centre would hide the letter before.
 */
static void hang_icon(fz_context *ctx, pdf_obj *a)
{
	static const float wide = 18;
	const char *kind = pdf_to_name(ctx, pdf_dict_get(ctx, a, PDF_NAME(Subtype)));
	if (has_picture(ctx, a) || (strcmp(kind, "Text") != 0 && strcmp(kind, "FileAttachment") != 0 && strcmp(kind, "Sound") != 0))
		return;
	fz_rect r = pdf_dict_get_rect(ctx, a, PDF_NAME(Rect));
	pdf_dict_put_rect(ctx, a, PDF_NAME(Rect), fz_make_rect(r.x0, r.y1 - wide, r.x0 + wide, r.y1));
}

/* Fields are where readers differ: whether they draw them anew, what they draw where there is
 * nothing, and how a password is covered. */
static bool is_open_to_readers(fz_context *ctx, const struct proving *p, pdf_obj *field)
{
	pdf_obj *type = pdf_dict_get_inheritable(ctx, field, PDF_NAME(FT));
	int flags = pdf_to_int(ctx, pdf_dict_get_inheritable(ctx, field, PDF_NAME(Ff)));
	if (!type || !pdf_dict_get_inheritable(ctx, field, PDF_NAME(T)))
		return true;
	if (has_picture(ctx, field) && !pdf_dict_getl(ctx, field, PDF_NAME(AP), PDF_NAME(N), PDF_NAME(Resources), NULL))
		return true; /* some take the form's, MuPDF the page's */
	if (pdf_name_eq(ctx, type, PDF_NAME(Tx)))
		return p->needs_appearances || (flags & 1 << 13);
	if (pdf_name_eq(ctx, type, PDF_NAME(Sig)))
		return !has_picture(ctx, field) || !pdf_signature_is_signed(ctx, p->shown, field);
	return !has_picture(ctx, field) || (pdf_name_eq(ctx, type, PDF_NAME(Ch)) && p->needs_appearances);
}

static bool is_open(fz_context *ctx, const struct proving *p, pdf_obj *a)
{
	pdf_obj *subtype = pdf_dict_get(ctx, a, PDF_NAME(Subtype));
	if (pdf_name_eq(ctx, subtype, PDF_NAME(Redact)))
		return true; /* not kept: carried out */
	if (pdf_dict_get_int(ctx, a, PDF_NAME(F)) & 1)
		return true; /* MuPDF takes "invisible" for more than it says */
	if (pdf_name_eq(ctx, subtype, PDF_NAME(Widget)))
		return is_open_to_readers(ctx, p, a);
	if (pdf_name_eq(ctx, subtype, PDF_NAME(Stamp)) && !has_picture(ctx, a))
		return true; /* some write its name, some nothing */
	return p->d->how.annots == ANNOTS_KEEP_CLEAN;
}

static rect place_of(fz_context *ctx, const struct proving *p, pdf_obj *a)
{
	fz_rect r = pdf_dict_get_rect(ctx, a, PDF_NAME(Rect));
	float w = r.x1 - r.x0, h = r.y1 - r.y0;
	if (pdf_dict_get_int(ctx, a, PDF_NAME(F)) & 16) /* stands upright on a page that is turned */
		r = fz_expand_rect(r, w > h ? w : h);
	r = fz_transform_rect(r, p->ctm);
	return rect_grow((rect){ r.x0, r.y0, r.x1, r.y1 }, OVERHANG);
}

static bool has_subtype(fz_context *ctx, pdf_obj *a, pdf_obj *name)
{
	return pdf_name_eq(ctx, pdf_dict_get(ctx, a, PDF_NAME(Subtype)), name);
}

/* Readers draw a frame around a link, MuPDF does not: the edges may differ, what is within may not. */
static void excuse_edges(struct proving *p, rect at)
{
	const float wide = 2 * OVERHANG;
	const rect edges[] = {
		{ at.x0, at.y0, at.x0 + wide, at.y1 }, { at.x1 - wide, at.y0, at.x1, at.y1 },
		{ at.x0, at.y0, at.x1, at.y0 + wide }, { at.x0, at.y1 - wide, at.x1, at.y1 },
	};
	for (size_t i = 0; i < nelem(edges); i++)
		*ARENA_PUSH(p->mem, p->excused, p->n, p->room) = edges[i];
}

/* MuPDF draws fields above all other annotations, most readers draw in the order of the file. */
static void excuse_crossings(struct proving *p)
{
	for (size_t i = 0; i < p->nwidgets; i++)
		for (size_t k = 0; k < p->nmarks; k++)
			if (rect_overlap(p->widgets[i], p->marks[k]))
				*ARENA_PUSH(p->mem, p->excused, p->n, p->room) = rect_intersect(p->widgets[i], p->marks[k]);
}

static void find_excused(fz_context *ctx, struct proving *p)
{
	pdf_obj *annots = pdf_dict_get(ctx, p->page, PDF_NAME(Annots));
	p->n = p->nwidgets = p->nmarks = 0;
	for (int i = 0, len = pdf_array_len(ctx, annots); i < len; i++) {
		pdf_obj *a = pdf_array_get(ctx, annots, i);
		if (!pdf_is_dict(ctx, a) || has_subtype(ctx, a, PDF_NAME(Popup)))
			continue;
		hang_icon(ctx, a);
		rect at = place_of(ctx, p, a);
		if (has_subtype(ctx, a, PDF_NAME(Link))) {
			excuse_edges(p, at);
			continue;
		}
		if (is_open(ctx, p, a)) {
			*ARENA_PUSH(p->mem, p->excused, p->n, p->room) = at;
			p->passed_over++;
		}
		if (pdf_name_eq(ctx, pdf_dict_get(ctx, a, PDF_NAME(Subtype)), PDF_NAME(Widget)))
			*ARENA_PUSH(p->mem, p->widgets, p->nwidgets, p->widgets_room) = at;
		else
			*ARENA_PUSH(p->mem, p->marks, p->nmarks, p->marks_room) = at;
	}
	/* Thousands of each on one page would take a while to hold against each other. */
	if (p->nwidgets * p->nmarks < 1000000)
		excuse_crossings(p);
}

/* ---- the pages ------------------------------------------------------------------------------------ */

static void prove_page(fz_context *ctx, struct proving *p, int number)
{
	bool alike = false;
	fz_rect area;
	fz_var(alike);
	fz_try(ctx) {
		pdf_page_obj_transform(ctx, p->page, &area, &p->ctm);
		find_excused(ctx, p);
		alike = rpdf_pixels_flattened(ctx, p->shown, p->d->doc, number, p->excused, p->n);
	}
	fz_catch(ctx)
		fz_rethrow_if(ctx, FZ_ERROR_MEMORY);
	if (alike)
		return;
	if (p->nbad < MOST_NAMED)
		p->bad[p->nbad] = number + 1;
	p->nbad++;
}

static void conclude(const struct proving *p, proof *report)
{
	str pages = STR("");
	for (int i = 0; i < p->nbad && i < MOST_NAMED; i++)
		pages = str_fmt(p->mem, STR_FMT "%s%d", STR_ARG(pages), i ? ", " : "", p->bad[i]);
	if (p->nbad)
		proof_check(report, "annotations-kept", CHECK_FAIL, "page " STR_FMT "%s: an annotation, or a letter that holds text of its own, looks different as a part of its page",
		            STR_ARG(pages), p->nbad > MOST_NAMED ? " and more" : "");
	else if (p->passed_over)
		proof_check(report, "annotations-kept", CHECK_PASS, "%zu that readers show in different ways were not compared", p->passed_over);
	else
		proof_check(report, "annotations-kept", CHECK_PASS, "%s", "");
}

static void open_shown(fz_context *ctx, struct proving *p)
{
	const struct rpdf_doc *d = p->d;
	fz_stream *in = fz_open_memory(ctx, (const unsigned char *)d->bytes.p, d->bytes.n);
	fz_try(ctx)
		p->shown = pdf_open_document_with_stream(ctx, in);
	fz_always(ctx)
		fz_drop_stream(ctx, in);
	fz_catch(ctx)
		fz_rethrow(ctx);
	if (pdf_needs_password(ctx, p->shown))
		pdf_authenticate_password(ctx, p->shown, str_z(d->password, p->mem));
	mu_share_context(ctx, d->doc, p->shown);
}

static void prove_pages(fz_context *ctx, struct proving *p)
{
	pdf_obj **pages;
	rpdf_mend_pages(ctx, p->shown);
	size_t n = rpdf_pages(ctx, p->shown, p->mem, &pages, NULL);
	pdf_obj *root = pdf_dict_get(ctx, pdf_trailer(ctx, p->shown), PDF_NAME(Root));
	pdf_obj *form = pdf_dict_get(ctx, root, PDF_NAME(AcroForm));
	p->needs_appearances = pdf_to_bool(ctx, pdf_dict_gets(ctx, form, "NeedAppearances"));
	if (n != (size_t)p->d->npages)
		mu_throw(ctx, ERR_INTERNAL, "it has another number of pages when it is opened again");
	for (size_t i = 0; i < n; i++) {
		p->page = pages[i];
		if (p->d->annots->on_page[i])
			prove_page(ctx, p, (int)i);
	}
}

static void prove(fz_context *ctx, struct proving *p, proof *report)
{
	fz_try(ctx) {
		open_shown(ctx, p);
		prove_pages(ctx, p);
		conclude(p, report);
	}
	fz_always(ctx)
		pdf_drop_document(ctx, p->shown);
	fz_catch(ctx)
		fz_rethrow(ctx);
}

static bool drew_something(const struct rpdf_doc *d)
{
	for (int i = 0; i < d->npages; i++)
		if (d->annots->on_page[i])
			return true;
	return false;
}

void rpdf_prove_flattened(fz_context *ctx, struct rpdf_doc *d, proof *report)
{
	struct proving p = { .d = d, .mem = NULL };
	if (d->how.annots == ANNOTS_AS_IS || d->how.annots == ANNOTS_DROP) {
		proof_check(report, "annotations-kept", CHECK_SKIP, "they were not to be kept");
		return;
	}
	if (!drew_something(d)) {
		proof_check(report, "annotations-kept", CHECK_SKIP, "no page shows any");
		return;
	}
	p.mem = arena_new();
	fz_try(ctx)
		prove(ctx, &p, report);
	fz_always(ctx)
		arena_drop(p.mem);
	fz_catch(ctx)
		fz_rethrow(ctx);
}
