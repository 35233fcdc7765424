#include "formats/pdf/proof/compare.h"
#include "formats/pdf/proof/apart.h"

#include "formats/lib/mu.h"
#include "formats/pdf/proof/gap_proof.h"
#include "formats/pdf/proof/layer_proof.h"
#include "formats/pdf/proof/pagediff.h"
#include "formats/pdf/proof/pixels.h"
#include "formats/pdf/proof/record.h"
#include "formats/pdf/proof/sameops.h"
#include "formats/pdf/read/contents.h"
#include "formats/pdf/read/pagetree.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- which pages, for the details of a check ------------------------------------------------ */

enum { MOST_NAMED = 12, LONG_DOCUMENT = 1000 };

typedef struct pages {
	int named[MOST_NAMED];
	int n;
} pages;

static void note_page(pages *p, int number)
{
	if (p->n < MOST_NAMED)
		p->named[p->n] = number + 1;
	p->n++;
}

/* Appends "; page 3, 7 and 4 more: what" to text, when there are pages. */
static void tell(char *to, size_t room, const pages *p, const char *what)
{
	size_t used = strlen(to);
	if (!p->n)
		return;
#define APPEND(...) \
	do { \
		int got = snprintf(to + used, room - used, __VA_ARGS__); \
		used = got < 0 || (size_t)got >= room - used ? room - 1 : used + (size_t)got; \
	} while (0)
	APPEND("%spage ", used ? "; " : "");
	for (int i = 0; i < p->n && i < MOST_NAMED; i++)
		APPEND("%s%d", i ? ", " : "", p->named[i]);
	if (p->n > MOST_NAMED)
		APPEND(" and %d more", p->n - MOST_NAMED);
	APPEND(": %s", what);
#undef APPEND
}

/* ---- the marks, sorted by page -------------------------------------------------------------- */

typedef struct zone_index {
	zone *zones;      /* of all pages, one page after the other      */
	uint32_t *first;  /* per page; first[npages] is how many in all  */
} zone_index;

static bool counts(const mark *m, int npages)
{
	return m->state == MARK_ACCEPTED && m->page >= 1 && m->page <= (uint32_t)npages && m->nboxes;
}

/* What was found in a comment or a field leaves the page with it; only what a page itself draws
 * must be gone from the page's own contents. The mark alone tells: in a proof nobody reads the units. */
static bool is_of_page(const mark *m)
{
	return m->kind == MARK_BOX || (!m->dropped && str_starts(m->unit, "page "));
}

static zone_index index_zones(const plan *p, int npages, arena *mem)
{
	zone_index x = { NULL, arena_array(mem, uint32_t, (size_t)npages + 2) };
	for (size_t i = 0; i < p->n; i++)
		if (counts(&p->marks[i], npages))
			x.first[p->marks[i].page + 1] += (uint32_t)p->marks[i].nboxes;
	for (int i = 1; i <= npages + 1; i++)
		x.first[i] += x.first[i - 1];
	x.zones = arena_array(mem, zone, x.first[npages + 1]);

	/* first[page] is where page - 1 (counted from 0) goes on; after the loop it is its end. */
	for (size_t i = 0; i < p->n; i++) {
		const mark *m = &p->marks[i];
		if (!counts(m, npages))
			continue;
		bool must = is_of_page(m);
		for (size_t k = 0; k < m->nboxes; k++)
			x.zones[x.first[m->page]++] = (zone){
				.box = m->boxes[k], .must = must, .whole = m->kind == MARK_BOX,
				.label = p->label.n ? p->label : m->code,
			};
	}
	return x;
}

/* ---- the checks ----------------------------------------------------------------------------- */

typedef struct comparison {
	pdf_document *before, *after;
	pdf_obj **pages[2];  /* of the one and of the other                                       */
	size_t budget[2];    /* of their contents that may be unpacked                            */
	zone_index index;
	record *a, *b;
	differ *d;
	same *short_way;
	bool all_pixels;
	bool even;           /* lines with a mark were laid out anew */
	bool layered;        /* a text layer may lie below the output's pages */
	layer_tally layer;
	bool mapped[2];
	char why_broken[400];       /* of the first page that could not be compared               */
	pages resized, text, readable, drawn, shaded, pictured, moved, repainted, image, lost, added, pixels, broken;
	pages uneven, left, odd_layer;
	gap_tally gaps;      /* over all pages */
} comparison;

static bool same_numbers(const float *x, const float *y, int n)
{
	for (int i = 0; i < n; i++)
		if (!(fabsf(x[i] - y[i]) <= 0.01f))
			return false;
	return true;
}

static bool same_page_box(const record *a, const record *b)
{
	return same_numbers(&a->bounds.x0, &b->bounds.x0, 4) && same_numbers(&a->page_ctm.a, &b->page_ctm.a, 6);
}

/* A page that shows the same, found out the short way; false when that cannot tell. */
static bool is_untouched(fz_context *ctx, comparison *c, int number)
{
	pdf_obj *a = c->pages[0][number], *b = c->pages[1][number];
	fz_rect box_a, box_b;
	fz_matrix ctm_a, ctm_b;
	pdf_page_obj_transform(ctx, a, &box_a, &ctm_a);
	pdf_page_obj_transform(ctx, b, &box_b, &ctm_b);
	return same_numbers(&box_a.x0, &box_b.x0, 4) && same_numbers(&ctm_a.a, &ctm_b.a, 6)
	    && rpdf_same_operators(ctx, c->short_way, c->before, a, c->after, b);
}

static void prove_gaps(fz_context *ctx, comparison *c, int number, const zone *zones, size_t n)
{
	gap_tally one = rpdf_gap_prove(ctx, c->before, c->after, number, c->a->page_ctm, zones, n);
	c->gaps.even += one.even;
	c->gaps.left += one.left;
	c->gaps.uneven += one.uneven;
	if (one.uneven)
		note_page(&c->uneven, number);
	if (one.left)
		note_page(&c->left, number);
}

/* Letters behind a mark are placed anew, a hair of a pixel from where they stood; a renderer puts letters on
 * quarters of a pixel, as it puts cells of a tiling on whole ones, and some come to lie on the next quarter. */
static bool looks_alike_closely(fz_context *ctx, const comparison *c, int number, const rect *excused, size_t n)
{
	return rpdf_pixels_pages(ctx, c->before, c->after, number, PIXELS_CELLS, excused, n);
}

static void compare_page(fz_context *ctx, comparison *c, int number)
{
	const zone *zones = c->index.zones + c->index.first[number];
	size_t n = c->index.first[number + 1] - c->index.first[number];
	if (c->layered && !rpdf_layer_take_off(ctx, c->pages[1][number], zones, n, &c->layer))
		note_page(&c->odd_layer, number);
	rpdf_unpack_contents(ctx, c->before, c->pages[0][number], &c->budget[0]);
	rpdf_join_contents(ctx, c->before, c->pages[0][number]);
	rpdf_unpack_contents(ctx, c->after, c->pages[1][number], &c->budget[1]);
	if (n == 0 && !c->all_pixels && is_untouched(ctx, c, number))
		return;
	rpdf_record_page(ctx, c->a, c->before, number);
	rpdf_record_page(ctx, c->b, c->after, number);
	pagediff diff = rpdf_pagediff(ctx, c->d, c->a, c->b, zones, n, c->even);

	if (!same_page_box(c->a, c->b))
		note_page(&c->resized, number);
	else if (diff.unsure || c->all_pixels) {
		const rect *excused;
		size_t nexcused = rpdf_pagediff_excused(ctx, c->d, c->a, zones, n, c->even && diff.listed, &excused);
		pixel_leeway leeway = diff.tiled ? PIXELS_CELLS : diff.pixelated ? PIXELS_EDGES : PIXELS_EXACT;
		if (!rpdf_pixels_pages(ctx, c->before, c->after, number, leeway, excused, nexcused)
		    && !(n && leeway != PIXELS_CELLS && looks_alike_closely(ctx, c, number, excused, nexcused)))
			note_page(&c->pixels, number);
	}
	if (c->even && n)
		prove_gaps(ctx, c, number, zones, n);
	if (diff.text)
		note_page(&c->text, number);
	if (diff.readable)
		note_page(&c->readable, number);
	if (diff.shaded)
		note_page(&c->shaded, number);
	if (diff.drawn)
		note_page(&c->drawn, number);
	if (diff.pictured)
		note_page(&c->pictured, number);
	if (diff.moved)
		note_page(&c->moved, number);
	if (diff.repainted)
		note_page(&c->repainted, number);
	if (diff.image)
		note_page(&c->image, number);
	if (diff.lost)
		note_page(&c->lost, number);
	if (diff.added)
		note_page(&c->added, number);
}

/* One page that cannot be compared must not keep the others from being looked at. */
static void try_page(fz_context *ctx, comparison *c, int number)
{
	fz_try(ctx)
		compare_page(ctx, c, number);
	fz_catch(ctx) {
		if (fz_caught(ctx) == FZ_ERROR_MEMORY)
			fz_rethrow(ctx);
		err why = ERR_INIT;
		mu_caught(ctx, &why);
		if (!c->broken.n)
			snprintf(c->why_broken, sizeof c->why_broken, "could not be compared: %.300s", why.text);
		note_page(&c->broken, number);
	}
}

/* A page that nobody could look at may show anything, so it fails like one that shows too much. */
static void conclude(proof *report, const char *name, const char *bad, const comparison *c)
{
	char broken[600] = "";
	tell(broken, sizeof broken, &c->broken, c->why_broken);
	if (bad[0] || broken[0])
		proof_check(report, name, CHECK_FAIL, "%s", bad[0] ? bad : broken);
	else
		proof_check(report, name, CHECK_PASS, "%s", "");
}

/* A line that was left is no fault, but nothing was shown of it: a skip, which is not a pass. */
static void report_gaps(const comparison *c, proof *report)
{
	char bad[900] = "", left[200];
	const gap_tally *g = &c->gaps;
	tell(bad, sizeof bad, &c->uneven, "a line that was laid out anew still tells what is gone from it");
	if (bad[0] || c->broken.n) {
		conclude(report, "gap-even", bad, c);
	} else if (g->left) {
		snprintf(left, sizeof left, "%u line%s left as %s; %u laid out anew", g->left, g->left == 1 ? " was" : "s were",
		         g->left == 1 ? "it was" : "they were", g->even);
		tell(bad, sizeof bad, &c->left, left);
		proof_check(report, "gap-even", CHECK_SKIP, "%s", bad);
	} else {
		proof_check(report, "gap-even", CHECK_PASS, "%u line%s laid out anew", g->even, g->even == 1 ? "" : "s");
	}
}

static void report_layer(const comparison *c, proof *report)
{
	char bad[900] = "";
	tell(bad, sizeof bad, &c->odd_layer, "what lies below it is no text layer of ours, or says something under a mark");
	if (bad[0] || c->broken.n)
		conclude(report, "layer-unseen", bad, c);
	else
		proof_check(report, "layer-unseen", CHECK_PASS, "%u word%s below %u page%s, none shown and none under a mark",
		            c->layer.words, c->layer.words == 1 ? "" : "s", c->layer.pages, c->layer.pages == 1 ? "" : "s");
}

static void report_all(comparison *c, proof *report)
{
	char bad[900] = "";
	tell(bad, sizeof bad, &c->text, "text outside the marks changed");
	conclude(report, "text-kept", bad, c);

	bad[0] = '\0';
	tell(bad, sizeof bad, &c->readable, "text under a mark can still be read");
	tell(bad, sizeof bad, &c->drawn, "a drawing still shows under a mark");
	tell(bad, sizeof bad, &c->shaded, "a mark lies on a shading made of a mesh or a function, which can hold words and cannot be cut");
	tell(bad, sizeof bad, &c->pictured, "an image still shows something under a mark");
	conclude(report, "marks-empty", bad, c);

	bad[0] = '\0';
	tell(bad, sizeof bad, &c->lost, "something outside the marks is no longer drawn");
	tell(bad, sizeof bad, &c->added, "something is drawn that was not there");
	tell(bad, sizeof bad, &c->moved, "something outside the marks moved");
	tell(bad, sizeof bad, &c->repainted, "a colour or line outside the marks changed");
	tell(bad, sizeof bad, &c->image, "an image changed outside the marks");
	tell(bad, sizeof bad, &c->pixels, "the page looks different outside the marks");
	conclude(report, "drawing-kept", bad, c);
	if (c->even)
		report_gaps(c, report);
	if (c->layered)
		report_layer(c, report);
}

static void skip_rest(proof *report, bool even, const char *why)
{
	static const char *const rest[] = { "text-kept", "marks-empty", "drawing-kept", "gap-even" };
	for (size_t i = 0; i < sizeof rest / sizeof *rest - !even; i++)
		proof_check(report, rest[i], CHECK_SKIP, "%s", why);
}

/* Finding a page takes as long as there are pages before it, so long documents get a map of theirs.
 * Not the short ones: MuPDF 1.21 keeps each page object that it found through a map until the
 * process ends. An odd tree cannot be mapped; its pages are found one by one. */
static bool map_pages(fz_context *ctx, pdf_document *doc, int npages)
{
	bool mapped = false;
	fz_var(mapped);
	if (npages < LONG_DOCUMENT)
		return false;
	fz_try(ctx) {
		pdf_load_page_tree(ctx, doc);
		mapped = true;
	}
	fz_catch(ctx)
		fz_rethrow_if(ctx, FZ_ERROR_MEMORY);
	return mapped;
}

static void compare_pages(fz_context *ctx, comparison *c, int npages, proof *report)
{
	fz_try(ctx) {
		c->a = rpdf_record_new(ctx);
		c->b = rpdf_record_new(ctx);
		c->d = rpdf_differ_new(ctx);
		c->short_way = rpdf_same_new(ctx, c->d);
		c->mapped[0] = map_pages(ctx, c->before, npages);
		c->mapped[1] = map_pages(ctx, c->after, npages);
		for (int i = 0; i < npages; i++)
			try_page(ctx, c, i);
	}
	fz_always(ctx) {
		if (c->mapped[0])
			pdf_drop_page_tree(ctx, c->before);
		if (c->mapped[1])
			pdf_drop_page_tree(ctx, c->after);
		rpdf_record_drop(ctx, c->a);
		rpdf_record_drop(ctx, c->b);
		rpdf_same_drop(ctx, c->short_way);
		rpdf_differ_drop(ctx, c->d);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);

	char bad[400] = "";
	tell(bad, sizeof bad, &c->resized, "another size or rotation");
	proof_check(report, "page-count", bad[0] ? CHECK_FAIL : CHECK_PASS, "%s", bad);
	report_all(c, report);
}

bool rpdf_compare(fz_context *ctx, pdf_document *before, const text *before_text,
                  pdf_document *after, const text *after_text, const plan *p, bool pixels,
                  proof *report)
{
	comparison c = { .before = before, .after = after, .all_pixels = pixels,
		.even = p->how.gap == GAP_EVEN, .layered = p->how.text_layer, .budget = { CONTENTS_BUDGET, CONTENTS_BUDGET } };
	mu_share_context(ctx, before, after);
	int was = pdf_count_pages(ctx, before), is = pdf_count_pages(ctx, after);
	(void)before_text, (void)after_text; /* offsets differ between the two; glyphs are compared instead */
	if (was != is) {
		proof_check(report, "page-count", CHECK_FAIL, "the source has %d pages, the output %d", was,
		            is);
		skip_rest(report, c.even, "the page counts differ");
		return false;
	}
	arena *mem = arena_new();
	fz_try(ctx) {
		rpdf_set_apart(ctx, before);
		rpdf_set_apart(ctx, after);
		c.index = index_zones(p, was, mem);
		c.pages[0] = rpdf_all_pages(ctx, before, was, mem);
		c.pages[1] = rpdf_all_pages(ctx, after, is, mem);
		compare_pages(ctx, &c, was, report);
	}
	fz_always(ctx)
		arena_drop(mem);
	fz_catch(ctx)
		fz_rethrow(ctx);
	return c.broken.n == 0;
}
