#include "formats/pdf/prepare/flatten.h"
#include "formats/pdf/prepare/annot.h"
#include "formats/pdf/prepare/appearance.h"
#include "formats/pdf/prepare/linkframe.h"
#include "formats/pdf/prepare/markup.h"
#include "formats/pdf/prepare/onto.h"
#include "formats/pdf/read/pagetree.h"
#include "formats/pdf/prepare/xfa.h"

#include <string.h>

/* More than any document that people worked on; each costs a few objects. */
enum { MOST_ANNOTS = 200000 };

/* One page with annotations, while it is worked on. */
struct flattening {
	struct rpdf_doc *d;
	rpdf_annots *told;
	pdf_obj *page;
	int number;             /* from 0 */
	fz_matrix ctm;
	fz_rect area;           /* what of the page is shown, in its own space */
	int rotate;
	rpdf_seen *seen; size_t n;
	size_t nlinks;          /* so many of them are frames of links */
	rpdf_onto *onto; size_t nonto;
};

/* ---- what is seen --------------------------------------------------------------------------------- */

static bool has_value(fz_context *ctx, pdf_obj *widget)
{
	pdf_obj *v = pdf_dict_get_inheritable(ctx, widget, PDF_NAME(V));
	return pdf_is_string(ctx, v) ? pdf_to_str_len(ctx, v) > 0 : pdf_array_len(ctx, v) > 0;
}

static bool is_beside_page(fz_context *ctx, const struct flattening *f, pdf_obj *annot)
{
	return fz_is_empty_rect(fz_intersect_rect(rpdf_annot_rect(ctx, annot), f->area));
}

/* Fields that only hold others, and scraps without either, are no widgets that a reader draws. */
static bool is_orphan(fz_context *ctx, pdf_obj *annot, annot_kind kind)
{
	return kind == ANNOT_WIDGET && !rpdf_annot_field(ctx, annot) && !pdf_dict_get(ctx, annot, PDF_NAME(AP));
}

/* The link itself is kept or goes with all links; its frame is a drawing. */
static void look_at_link(fz_context *ctx, struct flattening *f, pdf_obj *link)
{
	if (f->d->how.annots == ANNOTS_DROP || rpdf_annot_is_hidden(ctx, f->d->doc, link) || is_beside_page(ctx, f, link))
		return;
	pdf_obj *frame = rpdf_link_frame(ctx, f->d->doc, link);
	if (!frame)
		return;
	f->seen[f->n] = (rpdf_seen){ .annot = link, .look = frame, .as = pdf_copy_dict(ctx, link) };
	pdf_dict_put_rect(ctx, f->seen[f->n++].as, PDF_NAME(Rect), pdf_xobject_bbox(ctx, frame));
	f->nlinks++;
}

static void look_at(fz_context *ctx, struct flattening *f, pdf_obj *annot)
{
	annot_kind kind = rpdf_annot_kind(ctx, annot);
	if (++f->told->looked > MOST_ANNOTS)
		mu_throw(ctx, ERR_REFUSED, "it has more than %d annotations", MOST_ANNOTS);
	f->told->met += pdf_is_dict(ctx, annot) && kind != ANNOT_WIDGET
	             && !pdf_name_eq(ctx, pdf_dict_get(ctx, annot, PDF_NAME(Subtype)), PDF_NAME(Link));
	if (rpdf_is_link(ctx, annot))
		look_at_link(ctx, f, annot);
	if (kind == ANNOT_NONE)
		return;
	if (kind == ANNOT_REDACTION) {
		f->told->redactions++;
	} else if (rpdf_annot_is_hidden(ctx, f->d->doc, annot) || is_beside_page(ctx, f, annot) || is_orphan(ctx, annot, kind)) {
		f->told->hidden++;
		f->told->untold += kind == ANNOT_WIDGET && has_value(ctx, annot);
	} else if (f->d->how.annots == ANNOTS_DROP) {
		f->told->shown++;
	} else if (!rpdf_markup_stays(ctx, f->d, annot)) {
		f->seen[f->n++] = (rpdf_seen){ .annot = annot };
	}
}

static void find_seen(fz_context *ctx, struct flattening *f, arena *mem)
{
	pdf_obj *annots = pdf_dict_get(ctx, f->page, PDF_NAME(Annots));
	int n = pdf_array_len(ctx, annots);
	f->seen = arena_array(mem, rpdf_seen, (size_t)n);
	for (int i = 0; i < n; i++)
		look_at(ctx, f, pdf_array_get(ctx, annots, i));
}

/* ---- drawing it --------------------------------------------------------------------------------- */

static void tell_seen(fz_context *ctx, struct flattening *f, const rpdf_seen *s, bool drawn)
{
	bool widget = rpdf_annot_kind(ctx, s->annot) == ANNOT_WIDGET;
	if (rpdf_is_link(ctx, s->annot))
		f->told->frames += drawn;
	else if (drawn)
		*(widget ? &f->told->fields : &f->told->annotations) += 1;
	else if (widget)
		f->told->untold += has_value(ctx, s->annot);
	else
		f->told->undrawn++;
}

static void find_looks(fz_context *ctx, struct flattening *f, arena *mem)
{
	bool wanting = false;
	for (size_t i = 0; i < f->n; i++) {
		if (!f->seen[i].look)
			rpdf_seen_find(ctx, f->d, &f->seen[i]);
		wanting |= f->seen[i].wants_look;
	}
	if (wanting)
		rpdf_seen_draw(ctx, f->d, f->page, f->number, f->seen, f->n);
	f->onto = arena_array(mem, rpdf_onto, f->n);
	for (size_t i = 0; i < f->n; i++) {
		const rpdf_seen *s = &f->seen[i];
		rpdf_onto *o = &f->onto[f->nonto];
		o->form = s->look;
		bool drawn = s->look && rpdf_annot_place(ctx, s->as, s->look, f->ctm, f->rotate, &o->place);
		f->nonto += drawn;
		tell_seen(ctx, f, s, drawn);
	}
}

static void flatten_page(fz_context *ctx, struct flattening *f)
{
	arena *mem = arena_new();
	fz_try(ctx) {
		find_seen(ctx, f, mem);
		find_looks(ctx, f, mem);
		if (f->nonto)
			rpdf_draw_onto(ctx, f->d->doc, f->page, f->onto, f->nonto);
		f->told->on_page[f->number] = f->n > f->nlinks;
	}
	fz_always(ctx) {
		for (size_t i = 0; i < f->n; i++) {
			pdf_drop_obj(ctx, f->seen[i].look);
			pdf_drop_obj(ctx, f->seen[i].as);
		}
		arena_drop(mem);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
}

static bool has_widget(fz_context *ctx, pdf_obj *page)
{
	pdf_obj *annots = pdf_dict_get(ctx, page, PDF_NAME(Annots));
	for (int i = 0, n = pdf_array_len(ctx, annots); i < n && i < MOST_ANNOTS; i++)
		if (rpdf_annot_kind(ctx, pdf_array_get(ctx, annots, i)) == ANNOT_WIDGET)
			return true;
	return false;
}

static void look_at_xfa(fz_context *ctx, struct rpdf_doc *d, pdf_obj **pages, size_t n)
{
	bool widgets = false;
	for (size_t i = 0; i < n && !widgets; i++)
		widgets = has_widget(ctx, pages[i]);
	switch (rpdf_xfa_kind(ctx, d->doc, widgets)) {
	case XFA_ALONE:
		mu_throw(ctx, ERR_REFUSED, "its content is an XFA form that only Adobe's own reader shows; its pages are a stand-in");
	case XFA_NOT_ON_PAGES:
		d->annots->xfa_alone = true;
		break;
	default:
		break;
	}
}

void rpdf_flatten(fz_context *ctx, struct rpdf_doc *d)
{
	pdf_obj **pages;
	d->annots = arena_array(d->mem, rpdf_annots, 1);
	d->annots->on_page = arena_array(d->mem, bool, (size_t)d->npages);
	if (d->how.annots == ANNOTS_AS_IS)
		return;
	size_t n = rpdf_pages(ctx, d->doc, d->mem, &pages, NULL);
	look_at_xfa(ctx, d, pages, n);
	for (size_t i = 0; i < n && i < (size_t)d->npages; i++) {
		struct flattening f = { .d = d, .told = d->annots, .page = pages[i], .number = (int)i };
		if (pdf_array_len(ctx, pdf_dict_get(ctx, pages[i], PDF_NAME(Annots))) == 0)
			continue;
		pdf_page_obj_transform(ctx, pages[i], &f.area, &f.ctm);
		f.rotate = pdf_to_int(ctx, pdf_dict_get_inheritable(ctx, pages[i], PDF_NAME(Rotate)));
		flatten_page(ctx, &f);
	}
}

/* ---- telling ------------------------------------------------------------------------------------- */

void rpdf_tell_annots(const struct rpdf_doc *d, proof *report)
{
	const rpdf_annots *a = d->annots;
	if (a->annotations)
		proof_note(report, "annotations drawn into their pages: %u", a->annotations);
	if (a->fields)
		proof_note(report, "form fields drawn into their pages: %u", a->fields);
	if (a->frames)
		proof_note(report, "frames of links drawn into their pages: %u", a->frames);
	if (a->kept)
		proof_note(report, "annotations that stay annotations, without author, date and replies: %u", a->kept);
	if (a->shown)
		proof_note(report, "annotations and form fields that were shown and are gone, as was asked: %u", a->shown);
	if (a->undrawn)
		proof_note(report, "annotations without a picture, gone with whatever some readers show for them: %u", a->undrawn);
	if (a->untold)
		proof_note(report, "form fields with a value that their page does not show, gone: %u", a->untold);
	if (a->redactions)
		proof_note(report, "redactions that somebody drew and never applied: %u", a->redactions);
	if (a->xfa_alone)
		proof_note(report, "an XFA form beside the pages, gone: only Adobe's own reader would have shown it");
	proof_drop(report, "annotation", a->met > a->kept ? a->met - a->kept : 0);
	proof_drop(report, "hidden annotation", a->hidden);
}
