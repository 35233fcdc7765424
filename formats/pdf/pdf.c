#include "formats/pdf/pdf.h"
#include "formats/lib/ahead.h"
#include "formats/pdf/read/attached.h"
#include "formats/pdf/proof/carriers.h"
#include "formats/pdf/proof/compare.h"
#include "formats/pdf/read/docunits.h"
#include "formats/pdf/prepare/layers.h"
#include "formats/pdf/prepare/flatten.h"
#include "formats/pdf/prepare/loosen.h"
#include "formats/pdf/proof/flatproof.h"
#include "formats/pdf/layer/layer.h"
#include "formats/pdf/font/fontorder.h"
#include "formats/pdf/font/fontprune.h"
#include "formats/pdf/keep/kept.h"
#include "formats/pdf/proof/kept_proof.h"
#include "formats/pdf/proof/failed.h"
#include "formats/pdf/prepare/markup.h"
#include "formats/pdf/pixels/see.h"
#include "formats/pdf/read/pagetree.h"
#include "formats/pdf/read/reach.h"
#include "formats/pdf/rebuild/rebuild.h"
#include "formats/pdf/rpdf.h"
#include "formats/pdf/prepare/unpack.h"
#include "formats/pdf/slip.h"

#include <string.h>

/* A header may follow this much of something else: ISO 32000-1, annex H.3, note 13. */
enum { HEADER_WITHIN = 1024 };

/* More than any book; a page tree that claims more was made to exhaust us. */
enum { MOST_PAGES = 200000 };

static struct rpdf_doc *of(doc *d)
{
	return (struct rpdf_doc *)d;
}

static int pdf_probe(str bytes)
{
	str head = str_sub(bytes, 0, HEADER_WITHIN);
	for (size_t i = 0; i + 5 <= head.n; i++)
		if (memcmp(head.p + i, "%PDF-", 5) == 0)
			return i == 0 ? 100 : 80;
	return 0;
}

/* ---- open and close --------------------------------------------------------------------------- */

static void open_inner(fz_context *ctx, void *arg)
{
	struct rpdf_doc *d = arg;
	fz_stream *in = fz_open_memory(ctx, (const unsigned char *)d->bytes.p, d->bytes.n);
	fz_try(ctx)
		d->doc = pdf_open_document_with_stream(ctx, in);
	fz_always(ctx)
		fz_drop_stream(ctx, in);
	fz_catch(ctx)
		fz_rethrow(ctx);

	if (pdf_needs_password(ctx, d->doc)) {
		char *password = str_z(d->password, d->mem);
		if (d->password.n == 0 || !pdf_authenticate_password(ctx, d->doc, password))
			mu_throw(ctx, ERR_REFUSED, "the file is encrypted and needs a password");
	}
	rpdf_settle(ctx, d->doc);
	if (d->how.annots != ANNOTS_AS_IS)
		rpdf_settle_layers(ctx, d->doc);
	d->npages = (int)rpdf_mend_pages(ctx, d->doc);
	if (d->npages < 1)
		mu_throw(ctx, ERR_INPUT, "the file has no pages");
	if (d->npages > MOST_PAGES)
		mu_throw(ctx, ERR_REFUSED, "the file claims to have %d pages", d->npages);
	rpdf_flatten(ctx, d);
	rpdf_loosen_forms(ctx, d);
	rpdf_unpack_glyphs(ctx, d);
}

static void end_ahead(fz_context *ctx, struct rpdf_doc *d)
{
	mu_ahead_drop(ctx, d->ahead);
	d->ahead = NULL;
}

static void close_inner(fz_context *ctx, void *arg)
{
	struct rpdf_doc *d = arg;
	end_ahead(ctx, d);
	pdf_drop_document(ctx, d->fresh);
	pdf_drop_document(ctx, d->doc);
}

void rpdf_close(struct rpdf_doc *d)
{
	mu_call(d->ctx, close_inner, d, NULL);
	mu_close_context(d->ctx);
	d->ctx = NULL;
}

bool rpdf_open(struct rpdf_doc *d, err *e)
{
	d->ctx = mu_open_context(e);
	if (!d->ctx)
		return false;
	if (mu_call(d->ctx, open_inner, d, e))
		return true;
	rpdf_close(d);
	return false;
}

static void pdf_close(doc *opaque)
{
	if (opaque)
		rpdf_close(of(opaque));
}

static doc *pdf_open(const source *src, arena *mem, err *e)
{
	struct rpdf_doc *d = arena_alloc(mem, sizeof *d);
	d->mem = mem;
	d->name = src->name;
	d->bytes = src->bytes;
	d->password = src->password;
	d->how = src->how;
	d->wary = src->how.ocr == OCR_NEVER;
	for (size_t i = 0; src->seen && i < src->seen->n; i++)
		d->wary |= src->seen->units[i].unsearchable;
	d->hands = src->hands;
	if (!rpdf_open(d, e)) {
		if (e && strstr(e->text, "password"))
			err_hint(e, "give the password with --password-file, or save a copy without one and redact that");
		else if (e && strstr(e->text, "XFA"))
			err_hint(e, "open it in Adobe Reader, print it to a new PDF, and redact that");
		else if (e)
			err_hint(e, "the file may be damaged or cut short: ask for it again, or print it to a new PDF");
		err_wrap(e, STR_FMT, STR_ARG(src->name));
		return NULL;
	}
	return (doc *)d;
}

/* ---- extract ---------------------------------------------------------------------------------- */

struct extracting { struct rpdf_doc *d; text *out; };

static void list_sheets(const struct rpdf_doc *d, text *out)
{
	for (int i = 0; !out->no_places && i < d->npages; i++) {
		const struct rpdf_page *p = &d->pages[i];
		*ARENA_PUSH(out->mem, out->sheets, out->nsheets, out->sheets_room) = (sheet){
			p->area.x1, p->area.y1, { p->ctm.a, p->ctm.b, p->ctm.c, p->ctm.d, p->ctm.e, p->ctm.f },
		};
	}
}

static void extract_inner(fz_context *ctx, void *arg)
{
	struct extracting *x = arg;
	rpdf_extract_pages(ctx, x->d, x->out);
	list_sheets(x->d, x->out);
	if (!text_wants(x->out, 0))
		return;
	rpdf_list_wishes(ctx, x->d, x->out);
	x->d->kept = rpdf_read_kept(ctx, x->d->doc, &x->d->how, x->d->mem);
	rpdf_document_units(ctx, x->d->doc, x->d->kept, x->out);
	rpdf_kept_units(x->d->kept, x->out);
	rpdf_markup_units(ctx, x->d, x->out);
}

static bool pdf_extract(doc *opaque, text *out, err *e)
{
	struct rpdf_doc *d = of(opaque);
	struct extracting x = { d, out };
	return mu_call(d->ctx, extract_inner, &x, e) || err_wrap(e, STR_FMT, STR_ARG(d->name));
}

/* ---- words in pixels --------------------------------------------------------------------------- */

struct seeing { struct rpdf_doc *d; const ocr_order *order; text *out; };

static void see_inner(fz_context *ctx, void *arg)
{
	struct seeing *s = arg;
	rpdf_see(ctx, s->d, s->order, s->out);
}

static bool pdf_ocr(doc *opaque, const ocr_order *order, text *out, err *e)
{
	struct rpdf_doc *d = of(opaque);
	struct seeing s = { d, order, out };
	return mu_call(d->ctx, see_inner, &s, e) || err_wrap(e, STR_FMT, STR_ARG(d->name));
}

/* ---- render ----------------------------------------------------------------------------------- */

/* Larger pictures than this are not drawn: a page can claim any size. */
static const float MOST_PIXELS = 100e6f;

struct rendering { struct rpdf_doc *d; uint32_t page; float dpi; arena *mem; picture *out; };

static void copy_pixels(fz_context *ctx, fz_pixmap *pix, struct rendering *r)
{
	(void)ctx;
	unsigned char *rgb = arena_alloc(r->mem, (size_t)pix->w * (size_t)pix->h * 3);
	for (int y = 0; y < pix->h; y++)
		memcpy(rgb + (size_t)y * (size_t)pix->w * 3, pix->samples + (size_t)y * (size_t)pix->stride, (size_t)pix->w * 3);
	*r->out = (picture){ pix->w, pix->h, rgb };
}

static void render_inner(fz_context *ctx, void *arg)
{
	struct rendering *r = arg;
	pdf_page *page = pdf_load_page(ctx, r->d->doc, (int)r->page - 1);
	fz_pixmap *pix = NULL;
	fz_var(pix);
	fz_try(ctx) {
		fz_rect box = pdf_bound_page(ctx, page);
		float zoom = r->dpi / 72;
		if ((box.x1 - box.x0) * zoom * (box.y1 - box.y0) * zoom > MOST_PIXELS)
			mu_throw(ctx, ERR_REFUSED, "page %u is too large to draw at %g dots an inch", r->page, (double)r->dpi);
		pix = fz_new_pixmap_from_page_contents(ctx, (fz_page *)page, fz_scale(zoom, zoom), fz_device_rgb(ctx), 0);
		copy_pixels(ctx, pix, r);
	}
	fz_always(ctx) {
		fz_drop_pixmap(ctx, pix);
		fz_drop_page(ctx, (fz_page *)page);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
}

static bool pdf_render(doc *opaque, uint32_t page, float dpi, arena *mem, picture *out, err *e)
{
	struct rpdf_doc *d = of(opaque);
	struct rendering r = { d, page, dpi, mem, out };
	if (page < 1 || page > (uint32_t)d->npages)
		return err_set(e, ERR_USAGE, STR_FMT ": there is no page %u", STR_ARG(d->name), page);
	return mu_call(d->ctx, render_inner, &r, e) || err_wrap(e, STR_FMT, STR_ARG(d->name));
}

/* ---- apply, rebuild, save --------------------------------------------------------------------- */

struct applying { struct rpdf_doc *d; const plan *p; proof *report; };

static void apply_inner(fz_context *ctx, void *arg)
{
	struct applying *a = arg;
	if (pdf_was_repaired(ctx, a->d->doc))
		proof_note(a->report, "the source is damaged: what could be read of it was put together again, the rest is lost");
	if (a->d->hands > 1)
		a->d->ahead = mu_ahead_new();
	rpdf_redact_pages(ctx, a->d, a->p, a->report);
	rpdf_cut_markup(ctx, a->d, a->p, a->report);
	if (a->d->kept)
		rpdf_cut_kept(ctx, a->d->kept, a->p, a->d->pages, a->d->npages, a->report);
	if (a->d->how.gap == GAP_EVEN && plan_count(a->p) > 0)
		rpdf_tell_font_order(ctx, a->d->doc, a->report);
}

static bool box_covers_something(const struct rpdf_doc *d, const mark *m, err *e)
{
	if (m->page < 1 || m->page > (uint32_t)d->npages)
		return err_set(e, ERR_USAGE, STR_FMT ": a box is drawn on page %u, but the file has %d",
		               STR_ARG(d->name), m->page, d->npages);
	rect area = d->pages[m->page - 1].area;
	for (size_t i = 0; i < m->nboxes; i++)
		if (rect_overlap(m->boxes[i], area))
			return true;
	err_set(e, ERR_USAGE, STR_FMT ": a box is drawn beside page %u and would cover nothing", STR_ARG(d->name), m->page);
	return err_hint(e, "the page is %g by %g points; boxes are x,y,w,h from its top left corner",
	                (double)(area.x1 - area.x0), (double)(area.y1 - area.y0));
}

static bool boxes_cover_something(const struct rpdf_doc *d, const plan *p, err *e)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->marks[i].kind == MARK_BOX && p->marks[i].state == MARK_ACCEPTED
		 && !box_covers_something(d, &p->marks[i], e))
			return false;
	return true;
}

static bool pdf_apply(doc *opaque, const plan *p, proof *report, err *e)
{
	struct rpdf_doc *d = of(opaque);
	struct applying a = { d, p, report };
	return boxes_cover_something(d, p, e)
	    && (mu_call(d->ctx, apply_inner, &a, e) || err_wrap(e, STR_FMT, STR_ARG(d->name)));
}

static void rebuild_inner(fz_context *ctx, void *arg)
{
	struct applying *a = arg;
	rpdf_tell_annots(a->d, a->report);
	rpdf_prune_fonts(ctx, a->d->doc, a->report);
	a->d->fresh = rpdf_rebuild(ctx, a->d->doc, a->d->kept, a->d->ahead, a->d->wary, a->report);
	end_ahead(ctx, a->d);
	rpdf_plant_kept(ctx, a->d->kept, a->d->fresh);
	rpdf_plant_markup(ctx, a->d);
}

static bool pdf_rebuild(doc *opaque, proof *report, err *e)
{
	struct rpdf_doc *d = of(opaque);
	struct applying a = { d, NULL, report };
	return mu_call(d->ctx, rebuild_inner, &a, e) || err_wrap(e, STR_FMT, STR_ARG(d->name));
}

struct layering { struct rpdf_doc *d; const text *seen; const plan *p; size_t n; };

static void layer_inner(fz_context *ctx, void *arg)
{
	struct layering *l = arg;
	l->n = rpdf_plant_layer(ctx, l->d, l->seen, l->p);
	l->d->fresh = pdf_keep_document(ctx, l->d->doc);
}

static bool pdf_layer(doc *opaque, const text *seen, const plan *p, size_t *n, proof *report, err *e)
{
	struct rpdf_doc *d = of(opaque);
	struct layering l = { .d = d, .seen = seen, .p = p };
	if (!mu_call(d->ctx, layer_inner, &l, e))
		return err_wrap(e, STR_FMT, STR_ARG(d->name));
	*n = l.n;
	proof_note(report, "a text layer that nobody sees: %zu word%s that OCR read on the redacted pages", l.n, l.n == 1 ? "" : "s");
	return true;
}

struct saving { struct rpdf_doc *d; int fd; };

static void save_inner(fz_context *ctx, void *arg)
{
	struct saving *s = arg;
	rpdf_write(ctx, s->d->fresh, s->fd);
}

static bool pdf_save(doc *opaque, int fd, err *e)
{
	struct rpdf_doc *d = of(opaque);
	struct saving s = { d, fd };
	return mu_call(d->ctx, save_inner, &s, e) || err_wrap(e, STR_FMT, STR_ARG(d->name));
}

/* ---- the proof's side ------------------------------------------------------------------------- */

struct listing { struct rpdf_doc *d; carrier_sink *sink; void *arg; };

static void carriers_inner(fz_context *ctx, void *arg)
{
	struct listing *l = arg;
	rpdf_carriers(ctx, l->d->doc, l->d->bytes, l->sink, l->arg);
}

static bool pdf_carriers(doc *opaque, carrier_sink *sink, void *arg, err *e)
{
	struct rpdf_doc *d = of(opaque);
	struct listing l = { d, sink, arg };
	return mu_call(d->ctx, carriers_inner, &l, e) || err_wrap(e, STR_FMT, STR_ARG(d->name));
}

struct taking { struct rpdf_doc *d; attachment_sink *sink; void *arg; };

static void attachments_inner(fz_context *ctx, void *arg)
{
	struct taking *t = arg;
	rpdf_attachments(ctx, t->d->doc, t->sink, t->arg);
}

static bool pdf_attachments(doc *opaque, attachment_sink *sink, void *arg, err *e)
{
	struct rpdf_doc *d = of(opaque);
	struct taking t = { d, sink, arg };
	return mu_call(d->ctx, attachments_inner, &t, e) || err_wrap(e, STR_FMT, STR_ARG(d->name));
}

struct inspecting { struct rpdf_doc *d; proof *report; };

static void inspect_inner(fz_context *ctx, void *arg)
{
	struct inspecting *i = arg;
	rpdf_inspect(ctx, i->d->doc, i->d->bytes, i->report);
}

static bool pdf_inspect(doc *opaque, proof *report, err *e)
{
	struct rpdf_doc *d = of(opaque);
	struct inspecting i = { d, report };
	return mu_call(d->ctx, inspect_inner, &i, e) || err_wrap(e, STR_FMT, STR_ARG(d->name));
}

struct comparing {
	struct rpdf_doc *before, *after;
	const text *before_text, *after_text;
	const plan *p;
	bool pixels;
	proof *report;
};

static void compare_inner(fz_context *ctx, void *arg)
{
	struct comparing *c = arg;
	rpdf_compare(ctx, c->before->doc, c->before_text, c->after->doc, c->after_text, c->p, c->pixels, c->report);
	rpdf_prove_flattened(ctx, c->before, c->report);
	rpdf_prove_kept(ctx, c->before->doc, c->after->doc, c->p, &c->before->how, c->report);
}

static bool pdf_compare(doc *before, const text *before_text, doc *after, const text *after_text,
                        const plan *p, bool pixels, proof *report, err *e)
{
	struct comparing c = { of(before), of(after), before_text, after_text, p, pixels, report };
	return mu_call(c.before->ctx, compare_inner, &c, e) || err_wrap(e, STR_FMT, STR_ARG(c.before->name));
}

static const char *const suffixes[] = { ".pdf", NULL };
static const char *const can[] = {
	"find text on pages, in forms (XObjects), patterns, masks, annotations, fields, bookmarks and metadata",
	"read words in pictures, scans and outlines by OCR, and black them out in the pixels",
	"remove letters and the pixels of images under a mark, and leave their neighbours where they stood",
	"rebuild the file from what is needed to show its pages; everything else is left behind and counted",
	"make what annotations and form fields show a part of their pages, and drop what they hide (--annots)",
	"write what redacted pages show in pixels below them as text, so that a scan can be searched (--text-layer)",
	"keep comments and other markup that hold no value as annotations (--annots keep-clean), written anew",
	"keep bookmarks, links, page labels and the structure tree (--keep), written anew without what is marked in them",
	"take attachments out, each as a document of its own (--attachments extract)",
	"tell redactions that failed: words under boxes, marks never applied, earlier versions (verify)",
	"stand in for a document that is withheld, of whatever format: a slip sheet of one page",
	"open files with an empty or a given password",
	NULL,
};
static const char *const cannot[] = {
	"read handwriting, or print that a person reads with difficulty: pages it is not sure of are reported",
	"keep form fields that can be filled in, or attachments where they were: they are dropped and counted",
	NULL,
};

const format format_pdf = {
	.name = "pdf",
	.title = "PDF document",
	.suffixes = suffixes,
	.can = can,
	.cannot = cannot,
	.probe = pdf_probe,
	.open = pdf_open,
	.extract = pdf_extract,
	.ocr = pdf_ocr,
	.render = pdf_render,
	.apply = pdf_apply,
	.rebuild = pdf_rebuild,
	.save = pdf_save,
	.carriers = pdf_carriers,
	.attachments = pdf_attachments,
	.inspect = pdf_inspect,
	.compare = pdf_compare,
	.layer = pdf_layer,
	.slip = rpdf_slip,
	.close = pdf_close,
};
