/*
 * Applying a plan: each page is written anew without the glyphs and pixels that the accepted marks
 * cover, and with a box drawn where they stood.
 */
#include "formats/lib/ahead.h"
#include "formats/pdf/walk/boxes.h"
#include "formats/pdf/even/even_page.h"
#include "formats/pdf/image/image.h"
#include "formats/pdf/keep/kept.h"
#include "formats/pdf/walk/plain.h"
#include "formats/pdf/rpdf.h"
#include "formats/pdf/read/pagetree.h"
#include "formats/pdf/keep/tags.h"
#include "formats/pdf/walk/walk.h"

#include <stdlib.h>
#include <string.h>

/* What went, over all pages, beside what is marked. */
struct losses {
	rpdf_tally met;
	uint32_t cropped;                  /* images that lost what nobody saw of them         */
	uint32_t measured;                 /* pages with a gap that tells what is gone ...     */
	int first_measured;                /* ... and the first of them                        */
};

/* Why a glyph goes: 0 is "it stays", SIGN_DRAWN "somebody drew a box there", and from 1 on it is the
 * sign that its box bears, as an index into cut.signs plus one. */
enum { SIGN_DRAWN = 255, MOST_SIGNS = 200 };

/* Marked content within marked content that is followed; what is deeper is written and not told. */
enum { DEEPEST_TAG = 64 };

/* What one page's rewriting asks its marks. */
struct cut {
	struct rpdf_doc *d;
	const struct rpdf_page *page;
	int number;                        /* of the page, from 0                              */
	unsigned char *marked[RPDF_FLOWS]; /* by byte of the flow's text: a sign               */
	uint32_t length[RPDF_FLOWS];
	rect *text_boxes;  size_t ntext;   /* where marked words stand                         */
	unsigned char *text_signs;         /* of each of them                                  */
	str signs[MOST_SIGNS]; int nsigns; /* what is printed on boxes                         */
	struct rpdf_even *even;            /* the page laid out anew; NULL when it is not      */
	rect *drawn_boxes; size_t ndrawn;  /* what somebody drew                               */
	rect *all_boxes;   size_t nall;
	rect *path_boxes;  size_t ndrawn_boxes; /* laid out anew: the boxes drawn, and then all    */
	uint32_t met;                      /* glyphs met: must be those of the extraction      */
	uint32_t cut_glyphs, cut_images;
	bool drops;                        /* what nobody sees of the page                     */
	uint32_t cropped;                  /* images that lost what nobody saw of them         */
	rpdf_tags *tags;                   /* the structure tree, when it is kept              */
	int open[DEEPEST_TAG], nopen;      /* marked content we are in: their numbers          */
};

/* ---- marked content --------------------------------------------------------------------------- */

static const char *open_tag(fz_context *ctx, void *arg, int mcid, int *fresh)
{
	struct cut *c = arg;
	(void)ctx;
	if (c->nopen < DEEPEST_TAG)
		c->open[c->nopen] = mcid;
	c->nopen++;
	return rpdf_tag_of(c->tags, c->number, mcid, fresh);
}

static void close_tag(fz_context *ctx, void *arg)
{
	struct cut *c = arg;
	(void)ctx;
	c->nopen--;
}

static void tell_lost(struct cut *c)
{
	for (int i = 0; i < c->nopen && i < DEEPEST_TAG; i++)
		rpdf_tag_lost(c->tags, c->number, c->open[i]);
}

/* ---- what stays ------------------------------------------------------------------------------- */

static int in_marked_text(const struct cut *c, uint32_t number)
{
	for (int i = 0; i < RPDF_FLOWS; i++) {
		if (!c->marked[i])
			continue;
		struct rpdf_range r = rpdf_range_of(c->page, i, number);
		for (uint32_t at = r.beg; at < r.end && at < c->length[i]; at++)
			if (c->marked[i][at])
				return c->marked[i][at];
	}
	return 0;
}

static rect rect_of(fz_rect r)
{
	return (rect){ r.x0, r.y0, r.x1, r.y1 };
}

static int under_text_mark(const struct cut *c, const rpdf_glyph *g)
{
	rect box = rect_of(g->box);
	for (size_t i = 0; i < c->ntext && !rect_empty(box); i++)
		if (rect_lies_under(box, g->size, fz_is_rectilinear(g->trm), c->text_boxes[i]))
			return c->text_signs[i];
	return 0;
}

/* Without a quarter on each side: a letter that a box covers no more of than that can be read beside it. */
static rect core_of(rect r)
{
	float w = (r.x1 - r.x0) / 4, h = (r.y1 - r.y0) / 4;
	return (rect){ r.x0 + w, r.y0 + h, r.x1 - w, r.y1 - h };
}

/* Where a glyph is seen: its ink, and its advance box where it has none of its own on the page (fonts that cannot be
 * measured, what only its place reaches into from beside it). Of what paints nothing, as the text layer of
 * a picture, the middle of that box: such letters stand roughly where the picture's do, and their boxes reach into
 * the lines above and below. */
struct extent { rect at, ink; };

static struct extent extent_of(fz_context *ctx, const struct cut *c, const rpdf_glyph *g)
{
	fz_rect ink = g->gid >= 0 ? fz_bound_glyph(ctx, g->font, g->gid, g->trm) : fz_infinite_rect;
	bool measured = !fz_is_infinite_rect(ink), inked = measured && !fz_is_empty_rect(ink);
	rect place = rect_of(g->box), seen = inked ? rect_of(ink) : (rect){ 0, 0, 0, 0 };
	if ((g->unpainted && !g->clips) || (measured && !inked))
		return (struct extent){ core_of(place), seen };
	return (struct extent){ inked && rect_overlap(seen, c->page->area) ? seen : place, seen };
}

/* A drawn box takes in, whole, every glyph that it touches: half a letter can be read. */
static int under_drawn_box(fz_context *ctx, const struct cut *c, const rpdf_glyph *g)
{
	if (c->ndrawn == 0)
		return 0;
	struct extent e = extent_of(ctx, c, g);
	for (size_t i = 0; i < c->ndrawn; i++)
		if (rect_overlap(e.at, c->drawn_boxes[i]) || rect_lies_under(e.ink, 0, true, c->drawn_boxes[i]))
			return SIGN_DRAWN;
	return 0;
}

static int why_cut(fz_context *ctx, const struct cut *c, const rpdf_glyph *g)
{
	int sign = in_marked_text(c, g->number);
	if (!sign)
		sign = under_text_mark(c, g);
	return sign ? sign : under_drawn_box(ctx, c, g);
}

static bool cut_glyph(fz_context *ctx, void *arg, const rpdf_glyph *g)
{
	struct cut *c = arg;
	c->met = g->number + 1;
	if (why_cut(ctx, c, g)) {
		c->cut_glyphs++;
		tell_lost(c);
		return false;
	}
	if (g->hidden || g->unseen)
		tell_lost(c);
	return !c->even || rpdf_even_keeps(c->even, g->number);
}

static pdf_obj *cut_image(fz_context *ctx, void *arg, pdf_obj *xobj, fz_image *image, fz_matrix ctm,
                          fz_rect view, bool hidden)
{
	struct cut *c = arg;
	rect strips[4];
	(void)hidden;
	int nstrips = c->drops ? rpdf_unseen_strips(image->w, image->h, ctm, view, strips) : 0;
	size_t n = c->nall + (size_t)nstrips;
	rect *boxes = fz_malloc_array(ctx, (int)n + 1, rect);
	pdf_obj *fresh = NULL;
	fz_var(fresh);
	fz_try(ctx) {
		memcpy(boxes, strips, (size_t)nstrips * sizeof *boxes);
		if (c->nall)
			memcpy(boxes + nstrips, c->all_boxes, c->nall * sizeof *boxes);
		fresh = rpdf_redact_image(ctx, c->d->doc, xobj, image, ctm, boxes, n);
	}
	fz_always(ctx)
		fz_free(ctx, boxes);
	fz_catch(ctx)
		fz_rethrow(ctx);
	if (fresh)
		tell_lost(c);
	c->cut_images += fresh != NULL;
	c->cropped += nstrips > 0;
	return fresh;
}

/* ---- from marks to cuts ----------------------------------------------------------------------- */

static int flow_of(const struct rpdf_page *page, str id)
{
	for (int i = 0; i < RPDF_FLOWS; i++)
		if (page->id[i].n && str_eq(page->id[i], id))
			return i;
	return -1;
}

static uint32_t flow_length(const struct rpdf_page *page, int flow)
{
	uint32_t most = 0;
	for (uint32_t i = 0; i < page->nglyphs; i++)
		if (rpdf_range_of(page, flow, i).end > most)
			most = rpdf_range_of(page, flow, i).end;
	return most;
}

/* Clips a mark's bytes to the flow's and notes them. */
static void mark_bytes(struct cut *c, int flow, const mark *m, int sign, arena *mem)
{
	if (!c->marked[flow]) {
		c->length[flow] = flow_length(c->page, flow);
		c->marked[flow] = arena_alloc(mem, c->length[flow]);
	}
	uint32_t end = m->end < c->length[flow] ? m->end : c->length[flow];
	if (m->beg < end)
		memset(c->marked[flow] + m->beg, sign, end - m->beg);
}

static int sign_of(struct cut *c, str label)
{
	for (int i = 0; i < c->nsigns; i++)
		if (str_eq(c->signs[i], label))
			return i + 1;
	if (c->nsigns == MOST_SIGNS)
		return MOST_SIGNS;
	c->signs[c->nsigns++] = label;
	return c->nsigns;
}

static void gather(struct cut *c, const plan *p, uint32_t number, struct rpdf_boxes *draw, arena *mem)
{
	size_t room_text = 0, room_drawn = 0, room_all = 0, room_signs = 0, nsigns = 0;
	for (size_t i = 0; i < p->n; i++) {
		const mark *m = &p->marks[i];
		if (m->state != MARK_ACCEPTED || m->page != number)
			continue;
		int flow = m->kind == MARK_TEXT ? flow_of(c->page, m->unit) : -1;
		if (m->kind == MARK_TEXT && flow < 0)
			continue; /* an annotation on this page, say: the rebuild drops it */
		str label = p->label.n ? p->label : m->code;
		int sign = sign_of(c, label);
		if (flow >= 0)
			mark_bytes(c, flow, m, sign, mem);
		for (size_t b = 0; b < m->nboxes; b++) {
			if (m->kind == MARK_TEXT) {
				*ARENA_PUSH(mem, c->text_boxes, c->ntext, room_text) = m->boxes[b];
				*ARENA_PUSH(mem, c->text_signs, nsigns, room_signs) = (unsigned char)sign;
			} else
				*ARENA_PUSH(mem, c->drawn_boxes, c->ndrawn, room_drawn) = m->boxes[b];
			*ARENA_PUSH(mem, c->all_boxes, c->nall, room_all) = m->boxes[b];
			rpdf_add_box(draw, m->boxes[b], label, mem);
		}
	}
}

static fz_rect page_of(const struct cut *c)
{
	rect a = c->page->area;
	return (fz_rect){ a.x0, a.y0, a.x1, a.y1 };
}

/* ---- even gaps -------------------------------------------------------------------------------- */

static bool even_glyph_met(fz_context *ctx, void *arg, const rpdf_glyph *g)
{
	struct cut *c = arg;
	if (g->hidden || (g->unseen && c->drops))
		return true;
	int sign = why_cut(ctx, c, g);
	rpdf_even_glyph(c->even, g, sign == SIGN_DRAWN ? MOST_SIGNS : sign, sign == SIGN_DRAWN);
	return true;
}

static pdf_obj *even_picture_met(fz_context *ctx, void *arg, pdf_obj *xobj, fz_image *image, fz_matrix ctm,
                                 fz_rect view, bool hidden)
{
	struct cut *c = arg;
	(void)ctx, (void)xobj, (void)image, (void)view;
	if (!hidden)
		rpdf_even_picture(c->even, ctm);
	return NULL;
}

static bool even_shape_met(fz_context *ctx, void *arg, struct walk_path *path, fz_matrix ctm)
{
	(void)ctx;
	rpdf_even_drawing(((struct cut *)arg)->even, path, ctm);
	return false;
}

static rpdf_place even_place_of(fz_context *ctx, void *arg, uint32_t number)
{
	(void)ctx;
	return rpdf_even_place(((struct cut *)arg)->even, number);
}

static bool even_shape_of(fz_context *ctx, void *arg, struct walk_path *path, fz_matrix ctm)
{
	(void)ctx;
	return rpdf_even_shape(((struct cut *)arg)->even, path, ctm);
}

/* Reads the page once more, now that it is known what goes, and lays its lines out anew. */
static void lay_out(fz_context *ctx, struct cut *c, pdf_obj *page, struct rpdf_boxes *draw, arena *mem)
{
	rpdf_hook hook = { .arg = c, .glyph = even_glyph_met, .image = even_picture_met, .shape = even_shape_met,
		.page = page_of(c) };
	c->even = rpdf_even_new(mem, c->page->area);
	rpdf_walk_page(ctx, c->d->doc, page, c->page->ctm, &hook);
	rpdf_even_lay_out(c->even);
	rpdf_even_boxes(c->even, draw, c->signs, mem);

	/* What is drawn in the end, and behind it what was marked. */
	rect *both = arena_array(mem, rect, draw->n + c->nall + 1);
	for (size_t i = 0; i < draw->n; i++)
		both[i] = draw->list[i].at;
	memcpy(both + draw->n, c->all_boxes, c->nall * sizeof *both);
	c->path_boxes = both;
	c->ndrawn_boxes = draw->n;
}

/* ---- one page --------------------------------------------------------------------------------- */

/* What layers that are off would show is not written anyway. */
static bool is_touched(const struct cut *c)
{
	bool touched = c->nall > 0;
	for (int i = 0; i < RPDF_FLOWS; i++)
		touched |= i != RPDF_HIDDEN && c->marked[i];
	return touched;
}

/* The page's own operators without what is cut, balanced in q and Q. */
static void rewrite(fz_context *ctx, rpdf_copies *copies, struct cut *c, pdf_obj *page, fz_buffer *content,
                    pdf_obj **resources, struct losses *sum)
{
	bool touched = is_touched(c);
	if (!touched && !c->drops && !c->tags && c->page->undecodable == 0
	 && rpdf_copy_plain(ctx, c->d->doc, page, content, resources))
		return;

	rpdf_hook hook = { .arg = c, .glyph = touched || c->tags ? cut_glyph : NULL,
	                   .image = c->nall || c->drops ? cut_image : NULL,
	                   .boxes = c->even ? c->path_boxes : c->all_boxes, .nboxes = c->nall + c->ndrawn_boxes,
	                   .ndrawn = c->ndrawn_boxes };
	if (c->tags) {
		hook.open = open_tag;
		hook.close = close_tag;
	}
	if (c->even) {
		hook.place = even_place_of;
		hook.shape = even_shape_of;
	}
	if (c->drops)
		hook.page = page_of(c);
	rpdf_rewrite_page(ctx, copies, page, c->page->ctm, &hook, content, resources, &sum->met);
	sum->cropped += c->cropped;
	if (touched && c->met != c->page->nglyphs)
		mu_throw(ctx, ERR_INTERNAL, "a page drew %u letters when read and %u when written",
		         c->page->nglyphs, c->met);
}

static void redact_page(fz_context *ctx, rpdf_copies *copies, struct cut *c, pdf_obj *page,
                        const struct rpdf_boxes *draw, struct losses *sum)
{
	fz_buffer *content = fz_new_buffer(ctx, 4096);
	pdf_obj *resources = NULL;
	fz_var(resources);
	fz_try(ctx) {
		fz_append_string(ctx, content, "q\n");
		rewrite(ctx, copies, c, page, content, &resources, sum);
		fz_append_string(ctx, content, "Q\n");
		rpdf_draw_boxes(ctx, c->d->doc, draw, c->page->ctm, content, resources);
		rpdf_replace_contents(ctx, c->d->doc, page, content, resources);
		mu_ahead_add(ctx, c->d->ahead, content);
	}
	fz_always(ctx) {
		pdf_drop_obj(ctx, resources);
		fz_drop_buffer(ctx, content);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
}

static void redact_nth(fz_context *ctx, rpdf_copies *copies, struct rpdf_doc *d, const plan *p, pdf_obj *page, int n,
                       struct losses *sum)
{
	struct cut c = { .d = d, .page = &d->pages[n], .number = n, .tags = d->kept ? d->kept->tags : NULL };
	struct rpdf_boxes draw = { 0 };
	arena *mem = arena_new();
	gather(&c, p, (uint32_t)n + 1, &draw, mem);
	fz_try(ctx) {
		c.drops = rpdf_drops_unseen(d) && !c.page->shows_all;
		if (d->how.gap == GAP_EVEN && c.nall)
			lay_out(ctx, &c, page, &draw, mem);
		redact_page(ctx, copies, &c, page, &draw, sum);
		if (c.even && rpdf_even_left_some(c.even) && sum->measured++ == 0)
			sum->first_measured = n + 1;
	}
	fz_always(ctx)
		arena_drop(mem);
	fz_catch(ctx)
		fz_rethrow(ctx);
}

static void tell_of_gaps(const struct losses *sum, proof *report)
{
	static const char why[] = "what is gone from a line that could not be laid out anew (over a picture, on a slant, "
	                          "under a drawn box) can be measured by its gap";
	if (sum->measured == 1)
		proof_note(report, "page %d: %s", sum->first_measured, why);
	else if (sum->measured)
		proof_note(report, "page %d and %u more: %s", sum->first_measured, sum->measured - 1, why);
}

static void tell_lies(const struct rpdf_doc *d, proof *report)
{
	for (int n = 0; n < d->npages; n++)
		if (d->pages[n].lies)
			proof_note(report, "page %d: a font says other letters than it shows; both readings were searched", n + 1);
}

static void redact_all(fz_context *ctx, rpdf_copies *copies, struct rpdf_doc *d, const plan *p, proof *report)
{
	struct losses sum = { 0 };
	pdf_obj **pages = rpdf_all_pages(ctx, d->doc, d->npages, d->mem);
	for (int n = 0; n < d->npages; n++)
		redact_nth(ctx, copies, d, p, pages[n], n, &sum);
	tell_lies(d, report);
	proof_drop(report, "character code no font can show", sum.met.undecodable);
	proof_drop(report, "letter off the page or clipped away", sum.met.unseen_letters);
	proof_drop(report, "drawing off the page or clipped away", sum.met.unseen_paints);
	proof_drop(report, "image off the page or clipped away", sum.met.unseen_images);
	proof_drop(report, "part of an image off the page or clipped away", sum.cropped);
	tell_of_gaps(&sum, report);
}

void rpdf_redact_pages(fz_context *ctx, struct rpdf_doc *d, const plan *p, proof *report)
{
	rpdf_copies *copies = rpdf_new_copies(ctx, d->doc);
	fz_try(ctx)
		redact_all(ctx, copies, d, p, report);
	fz_always(ctx)
		rpdf_drop_copies(ctx, copies);
	fz_catch(ctx)
		fz_rethrow(ctx);
}
