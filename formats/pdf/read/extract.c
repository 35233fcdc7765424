/*
 * What the pages say, as units: for each page what it shows in drawing order, the same letters by
 * place where that reads differently, and what its layers that are off would show.
 */
#include "formats/pdf/read/flow.h"
#include "formats/pdf/image/image.h"
#include "formats/pdf/rpdf.h"
#include "formats/pdf/read/contents.h"
#include "formats/pdf/read/pagetree.h"
#include "formats/pdf/read/shown.h"
#include "formats/pdf/read/twin.h"

#include <stdlib.h>
#include <string.h>

/* An image that covers half the page beside little text is a scan with a stamp on it; one that
 * covers less is a picture among text. A court's header line has some 60 to 100 letters. */
static const float SCAN_COVERS = 0.5f, PICTURE_COVERS = 0.02f;
enum { STAMP_LETTERS = 250, TEXT_LAYER_LETTERS = 20 };

/* A float tells tenths of a point up to here. */
static const float LARGEST_SIDE = 1e6f;

/* So many letters in a row that no font explains may be a name. */
enum { UNREAD_WORD = 3 };

struct look {
	rect area;
	flow visible, hidden, shapes;
	shown_fonts *fonts;
	uint32_t others, lies;   /* glyphs that claim another meaning than their font says; where it says one */
	uint32_t nglyphs;
	uint32_t letters;        /* that someone can see and we can read           */
	uint32_t layer_letters;  /* invisible: the text layer that OCR leaves      */
	uint32_t unread;         /* glyphs whose meaning the font does not tell    */
	uint32_t run, longest;   /* of such glyphs with ink, one after the other   */
	float image_area;        /* square points of the page under images         */
	uint32_t cropped;        /* images of which a part cannot be seen          */
	rpdf_unread *pixels;     /* where OCR should look ...                      */
	arena *mem;              /* ... and what that lives in                     */
};

/* Many fonts give blanks and their like codes that say nothing. */
static bool has_ink(fz_context *ctx, const rpdf_glyph *g)
{
	fz_rect ink = fz_bound_glyph(ctx, g->font, g->gid, g->trm);
	return !fz_is_empty_rect(ink);
}

/* Scripts whose letters change shape, place and number on the way to glyphs: there the two differ in
 * honest fonts, too. */
static bool is_composed(int c)
{
	return (c >= 0x590 && c < 0x1e00) || (c >= 0xa800 && c < 0xac00) || (c >= 0xfb1d && c < 0xff00);
}

static bool look_glyph(fz_context *ctx, void *arg, const rpdf_glyph *g)
{
	struct look *l = arg;
	l->nglyphs = g->number + 1;
	bool unread = g->ucs[0] == FZ_REPLACEMENT_CHARACTER;
	bool blank = g->ucs[0] == ' ' || g->ucs[0] == 0xa0;
	bool shown = !g->hidden && !g->unseen;
	if (shown && !g->unpainted && !blank) {
		l->run = unread && has_ink(ctx, g) ? l->run + 1 : 0;
		l->longest = l->run > l->longest ? l->run : l->longest;
	}
	rpdf_glyph as;
	bool lies = false;
	if (!g->hidden && shown_claim(ctx, l->fonts, g, &as) == SHOWN_LETTER) {
		l->others++;
		lies = !unread && !is_composed(as.ucs[0]) && !is_composed(g->ucs[0]);
		l->lies += lies;
	}
	flow_add(g->hidden ? &l->hidden : &l->visible, g);
	if (shown && !g->unpainted && !blank && (unread || lies))
		rpdf_unread_glyph(l->pixels, ctx, g, lies, l->area, l->mem);
	if (shown && !blank) {
		l->unread += unread;
		l->layer_letters += !unread && g->unpainted;
		l->letters += !unread && !g->unpainted;
	}
	return true;
}

/* The same page once more, each letter as its glyph shows it. */
static bool look_shape(fz_context *ctx, void *arg, const rpdf_glyph *g)
{
	struct look *l = arg;
	rpdf_glyph as;
	if (!g->hidden)
		flow_add(&l->shapes, shown_claim(ctx, l->fonts, g, &as) ? &as : g);
	return true;
}

static pdf_obj *look_image(fz_context *ctx, void *arg, pdf_obj *xobj, fz_image *image, fz_matrix ctm,
                           fz_rect view, bool hidden)
{
	struct look *l = arg;
	(void)ctx, (void)xobj;
	if (!hidden)
		rpdf_unread_image(l->pixels, image, ctm, view, l->area, l->mem);
	fz_rect box = fz_transform_rect(fz_unit_rect, ctm);
	rect strips[4];
	l->cropped += !hidden && rpdf_unseen_strips(image->w, image->h, ctm, view, strips) > 0;
	if (!hidden)
		l->image_area += rect_area(rect_intersect((rect){ box.x0, box.y0, box.x1, box.y1 }, l->area));
	return NULL;
}

static bool look_path(fz_context *ctx, void *arg, struct walk_path *path, fz_matrix ctm)
{
	struct look *l = arg;
	(void)ctx;
	rpdf_unread_path(l->pixels, path, ctm, l->area, l->mem);
	return false;
}

static bool is_unsearchable(const struct look *l, uint32_t paths)
{
	float covered = rect_empty(l->area) ? 0 : l->image_area / rect_area(l->area);
	if (l->longest >= UNREAD_WORD || (l->unread > 10 && l->unread > l->letters / 2))
		return true;
	if (l->layer_letters >= TEXT_LAYER_LETTERS)
		return false;
	if (covered >= SCAN_COVERS && l->letters < STAMP_LETTERS)
		return true;
	return l->letters == 0 && (covered >= PICTURE_COVERS || paths > 0);
}

static int by_beg(const void *a, const void *b)
{
	const span *x = a, *y = b;
	return x->beg != y->beg ? (x->beg < y->beg ? -1 : 1) : (x->end > y->end) - (x->end < y->end);
}

/* Adds the unit for one flow, unless that is empty, and remembers which glyph is which bytes. */
static unit *add_unit(struct rpdf_doc *d, struct rpdf_page *page, enum rpdf_flow which, const flow *f,
                      text *out, unit_kind kind, str id)
{
	unit *u = text_add(out, kind, id);
	u->text = str_dup(buf_view(&f->text), out->mem);
	page->id[which] = u->id;
	if (f->n == 0 || out->no_places)
		return u;
	u->spans = arena_array(out->mem, span, f->n);
	u->nspans = f->n;
	bool sorted = true, by_number = f->n == page->nglyphs;
	for (size_t i = 0; i < f->n; i++) {
		const flow_glyph *g = &f->glyphs[i];
		u->spans[i] = (span){ g->beg, g->end, g->unseen && rpdf_drops_unseen(d) ? (rect){ 0 } : g->box };
		sorted &= i == 0 || u->spans[i - 1].beg <= g->beg;
		by_number &= g->number == i;
	}
	if (sorted && by_number) {
		page->spans[which] = u->spans;
		return u;
	}
	page->ranges[which] = arena_array(d->mem, struct rpdf_range, page->nglyphs);
	for (size_t i = 0; i < f->n; i++)
		page->ranges[which][f->glyphs[i].number] = (struct rpdf_range){ f->glyphs[i].beg, f->glyphs[i].end };
	if (!sorted)
		qsort(u->spans, u->nspans, sizeof *u->spans, by_beg);
	return u;
}

static void add_page(struct rpdf_doc *d, int n, const struct look *l, uint32_t paths, text *out)
{
	struct rpdf_page *page = &d->pages[n];
	page->nglyphs = l->nglyphs;

	unit *u = add_unit(d, page, RPDF_VISIBLE, &l->visible, out, UNIT_PAGE, str_fmt(d->mem, "page %d", n + 1));
	u->page = (uint32_t)n + 1;
	u->stays = true;
	u->unsearchable = is_unsearchable(l, paths);
	u->frame = page->area;
	u->unread = d->how.ocr == OCR_ALWAYS || page->unread.n;

	flow other;
	if (flow_by_place(&l->visible, &other)) {
		u = add_unit(d, page, RPDF_PLACED, &other, out, UNIT_PAGE, str_fmt(d->mem, "page %d by place", n + 1));
		u->page = (uint32_t)n + 1;
		u->stays = true;
	}
	flow_free(&other);
	if (flow_by_column(&l->visible, &other)) {
		u = add_unit(d, page, RPDF_COLUMNS, &other, out, UNIT_PAGE, str_fmt(d->mem, "page %d by column", n + 1));
		u->page = (uint32_t)n + 1;
		u->stays = true;
	}
	flow_free(&other);

	if (l->shapes.n) {
		u = add_unit(d, page, RPDF_SHAPES, &l->shapes, out, UNIT_PAGE, str_fmt(d->mem, "page %d by shape", n + 1));
		u->page = (uint32_t)n + 1;
		u->stays = true;
	}

	if (l->hidden.n) {
		u = add_unit(d, page, RPDF_HIDDEN, &l->hidden, out, UNIT_HIDDEN, str_fmt(d->mem, "page %d hidden layers", n + 1));
		u->page = (uint32_t)n + 1;
		/* Nobody sees it and nothing of it is written: there is no place to show. */
		u->spans = NULL;
		u->nspans = 0;
	}
}

void rpdf_measure_page(fz_context *ctx, pdf_obj *page, fz_matrix *ctm, rect *area)
{
	fz_rect box;
	pdf_page_obj_transform(ctx, page, &box, ctm);
	box = fz_transform_rect(box, *ctm);
	/* Also false for what is no number. */
	if (!(box.x1 - box.x0 <= LARGEST_SIDE && box.y1 - box.y0 <= LARGEST_SIDE))
		mu_throw(ctx, ERR_REFUSED, "a page is more than a million points wide or high: no place on it could be told exactly");
	*area = (rect){ box.x0, box.y0, box.x1, box.y1 };
}

/* Only where a glyph claims to be something else, which is rare: then the page is worth two walks. */
static void walk_shapes(fz_context *ctx, struct rpdf_doc *d, int n, pdf_obj *page, struct look *l)
{
	rpdf_hook hook = { .arg = l, .page = { l->area.x0, l->area.y0, l->area.x1, l->area.y1 }, .glyph = look_shape };
	d->pages[n].lies = l->lies;
	if (l->others)
		rpdf_walk_page(ctx, d->doc, page, d->pages[n].ctm, &hook);
}

static void extract_page(fz_context *ctx, struct rpdf_doc *d, shown_fonts *fonts, pdf_obj *page, int n, text *out)
{
	struct look l = { .fonts = fonts, .pixels = &d->pages[n].unread, .mem = d->mem };
	rpdf_measure_page(ctx, page, &d->pages[n].ctm, &d->pages[n].area);
	l.area = d->pages[n].area;
	flow_begin(&l.visible);
	flow_begin(&l.hidden);
	flow_begin(&l.shapes);
	fz_try(ctx) {
		rpdf_hook hook = { .arg = &l, .page = { l.area.x0, l.area.y0, l.area.x1, l.area.y1 },
			.glyph = look_glyph, .image = look_image, .shape = look_path };
		rpdf_tally tally = rpdf_walk_page(ctx, d->doc, page, d->pages[n].ctm, &hook);
		d->pages[n].undecodable = tally.undecodable;
		d->pages[n].shows_all = tally.unseen_letters + tally.unseen_paints + tally.unseen_images + l.cropped == 0;
		rpdf_unread_end(l.pixels, l.mem);
		walk_shapes(ctx, d, n, page, &l);
		add_page(d, n, &l, tally.paints, out);
	}
	fz_always(ctx) {
		flow_free(&l.visible);
		flow_free(&l.hidden);
		flow_free(&l.shapes);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
}

static size_t contents_budget(const struct rpdf_doc *d)
{
	return d->how.annots == ANNOTS_AS_IS ? 0 : CONTENTS_BUDGET;
}

static void prepare_contents(fz_context *ctx, struct rpdf_doc *d, pdf_obj *page, size_t *budget)
{
	if (*budget)
		rpdf_unpack_contents(ctx, d->doc, page, budget);
	rpdf_join_contents(ctx, d->doc, page);
}

void rpdf_extract_range(fz_context *ctx, struct rpdf_doc *d, int first, int end, text *out)
{
	arena *mem = arena_new();
	shown_fonts *fonts = shown_open(mem);
	size_t budget = contents_budget(d);
	fz_try(ctx) {
		pdf_obj **pages = rpdf_all_pages(ctx, d->doc, d->npages, mem);
		for (int n = first; n < end; n++) {
			if (!text_wants(out, (uint32_t)n + 1)) {
				rpdf_measure_page(ctx, pages[n], &d->pages[n].ctm, &d->pages[n].area);
				continue;
			}
			prepare_contents(ctx, d, pages[n], &budget);
			extract_page(ctx, d, fonts, pages[n], n, out);
		}
	}
	fz_always(ctx) {
		shown_close(ctx, fonts);
		arena_drop(mem);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
}

/* Pages that the second reader read are as ready to be written as those of the first. */
static void prepare_rest(fz_context *ctx, struct rpdf_doc *d, int first)
{
	arena *mem = arena_new();
	size_t budget = contents_budget(d) / 2;
	fz_try(ctx) {
		pdf_obj **pages = rpdf_all_pages(ctx, d->doc, d->npages, mem);
		for (int n = first; n < d->npages; n++)
			prepare_contents(ctx, d, pages[n], &budget);
	}
	fz_always(ctx)
		arena_drop(mem);
	fz_catch(ctx)
		fz_rethrow(ctx);
}

void rpdf_extract_pages(fz_context *ctx, struct rpdf_doc *d, text *out)
{
	d->pages = arena_array(d->mem, struct rpdf_page, (size_t)d->npages);
	int half = d->npages / 2;
	rpdf_twin *twin = out->last ? NULL : rpdf_twin_begin(ctx, d, half, out->no_places);
	fz_try(ctx)
		rpdf_extract_range(ctx, d, 0, twin ? half : d->npages, out);
	fz_catch(ctx) {
		rpdf_twin_end(ctx, twin, NULL);
		fz_rethrow(ctx);
	}
	if (!twin)
		return;
	if (rpdf_twin_end(ctx, twin, out))
		prepare_rest(ctx, d, half);
	else
		rpdf_extract_range(ctx, d, half, d->npages, out);
}
