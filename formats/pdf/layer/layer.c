#include "formats/pdf/layer/layer.h"

#include "formats/lib/deflate.h"
#include "formats/pdf/layer/layer_font.h"
#include "formats/pdf/layer/layer_words.h"
#include "formats/pdf/walk/walk.h"
#include "redact/base/bound.h"
#include "redact/base/buf.h"
#include "redact/base/utf8.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct page_layer {
	struct rpdf_doc *d;
	const struct rpdf_page *page;
	int number;                              /* of the page, from 0                   */
	fz_point *said; size_t nsaid, said_room; /* middles of the letters of its text, by y */
	layer_word *words; size_t nwords;
	buf content;
	arena *mem;
};

/* ---- where ------------------------------------------------------------------------------------------- */

/* Where the word begins on its baseline, and the way it runs there: of the page as shown, y down. Words of
 * a line that leans stand each by itself, a little higher or lower than the one before: who takes text off
 * pages takes letters that climb for lines of their own. */
static fz_matrix place_of(const layer_word *w)
{
	layer_way way = layer_way_of(w->turned);
	return fz_concat(fz_make_matrix(1, 0, 0, -1, w->x, w->y), fz_make_matrix(way.ax, way.ay, way.dx, way.dy, 0, 0));
}

/* ---- what need not be written ------------------------------------------------------------------------ */

/* Text of a layer that came with the scan counts: it is searched as well as ours would be. */
static bool note_letter(fz_context *ctx, void *arg, const rpdf_glyph *g)
{
	struct page_layer *l = arg;
	(void)ctx;
	if (!g->hidden && g->nucs > 0 && g->ucs[0] > ' ' && g->ucs[0] != FZ_REPLACEMENT_CHARACTER)
		*ARENA_PUSH(l->mem, l->said, l->nsaid, l->said_room) =
			fz_make_point((g->box.x0 + g->box.x1) / 2, (g->box.y0 + g->box.y1) / 2);
	return true;
}

static int by_y(const void *a, const void *b)
{
	float x = ((const fz_point *)a)->y, y = ((const fz_point *)b)->y;
	return (x > y) - (x < y);
}

static void note_letters(fz_context *ctx, struct page_layer *l, pdf_obj *page)
{
	rect a = l->page->area;
	rpdf_hook hook = { .arg = l, .page = { a.x0, a.y0, a.x1, a.y1 }, .glyph = note_letter };
	rpdf_walk_page(ctx, l->d->doc, page, l->page->ctm, &hook);
	if (l->nsaid)
		qsort(l->said, l->nsaid, sizeof *l->said, by_y);
}

/* Half of its letters, at least, stand there as text. */
static bool is_said(const struct page_layer *l, const layer_word *w)
{
	size_t said = 0, read = 0;
	bound b = { .high = l->nsaid };
	while (bound_asks(&b))
		bound_told(&b, l->said[b.at].y < w->at.y0);
	for (size_t i = b.at; i < l->nsaid && l->said[i].y <= w->at.y1; i++)
		said += l->said[i].x >= w->at.x0 && l->said[i].x <= w->at.x1;
	for (size_t i = 0; i < w->text.n; i++)
		read += (w->text.p[i] & 0xc0) != 0x80;
	return 2 * said >= read;
}

static bool is_in_mark(const struct page_layer *l, fz_point at, const plan *p)
{
	for (size_t i = 0; i < p->n; i++) {
		const mark *m = &p->marks[i];
		for (size_t b = 0; m->state == MARK_ACCEPTED && m->page == (uint32_t)l->number + 1 && b < m->nboxes; b++)
			if (at.x >= m->boxes[b].x0 && at.x <= m->boxes[b].x1 && at.y >= m->boxes[b].y0 && at.y <= m->boxes[b].y1)
				return true;
	}
	return false;
}

/* By where it is seen, and by where it would be written: what is read off a box's edge, a dash, is set as high
 * as letters are. */
static bool is_marked(const struct page_layer *l, const layer_word *w, const plan *p)
{
	fz_point seen = fz_make_point((w->at.x0 + w->at.x1) / 2, (w->at.y0 + w->at.y1) / 2);
	fz_point set = fz_transform_point(fz_make_point(w->wide / 2, w->size / 4), place_of(w));
	return is_in_mark(l, seen, p) || is_in_mark(l, set, p);
}

static void choose_words(fz_context *ctx, struct page_layer *l, pdf_obj *page, const unit *seen, const plan *p)
{
	layer_word *all;
	size_t n = layer_words_of(seen, l->mem, &all);
	l->words = all;
	if (n)
		note_letters(ctx, l, page);
	for (size_t i = 0; i < n; i++)
		if (!is_said(l, &all[i]) && !is_marked(l, &all[i], p))
			l->words[l->nwords++] = all[i];
}

/* ---- the stream -------------------------------------------------------------------------------------- */

/* One number for each character: what lies beyond the first plane has none here. */
static unsigned code_of(uint32_t c)
{
	return c > 0xffff ? FZ_REPLACEMENT_CHARACTER : c;
}

static void put_codes(buf *to, const layer_word *w, bool blank, arena *mem)
{
	unsigned *codes = arena_array(mem, unsigned, w->text.n + 1);
	size_t n = 0;
	for (size_t at = 0; at < w->text.n;)
		codes[n++] = code_of(utf8_next(w->text, &at));
	buf_byte(to, '<');
	for (size_t i = 0; i < n; i++)
		buf_fmt(to, "%04X", codes[w->to_left ? n - 1 - i : i]);
	buf_z(to, blank ? "0020>" : ">");
}

static size_t letters_of(str s)
{
	size_t n = 0;
	for (size_t at = 0; at < s.n; n++)
		utf8_next(s, &at);
	return n;
}

static void put_word(struct page_layer *l, const layer_word *w, fz_matrix from_shown, bool blank)
{
	float unit = hypotf(from_shown.a, from_shown.b), size = w->size * unit;
	float wide = w->wide * unit;
	fz_matrix m = fz_concat(place_of(w), from_shown);
	m.a /= unit, m.b /= unit, m.c /= unit, m.d /= unit;
	buf_fmt(&l->content, "/Unseen %.2f Tf %.1f Tz %.4g %.4g %.4g %.4g %.2f %.2f Tm ", (double)size,
	        (double)(100 * wide / (size * LAYER_WIDE * (float)letters_of(w->text))), (double)m.a, (double)m.b, (double)m.c,
	        (double)m.d, (double)m.e, (double)m.f);
	put_codes(&l->content, w, blank, l->mem);
	buf_z(&l->content, " Tj\n");
}

static void put_all(struct page_layer *l)
{
	fz_matrix from_shown = fz_invert_matrix(l->page->ctm);
	buf_z(&l->content, "q BT 3 Tr\n");
	for (size_t i = 0; i < l->nwords; i++)
		put_word(l, &l->words[i], from_shown, i + 1 < l->nwords && l->words[i + 1].line == l->words[i].line);
	buf_z(&l->content, "ET Q\n");
}

/* ---- into the page ------------------------------------------------------------------------------------ */

static void add_stream(fz_context *ctx, struct page_layer *l, pdf_obj *page)
{
	fz_buffer *packed = mu_deflate(ctx, (const unsigned char *)l->content.p, l->content.n);
	fz_try(ctx)
		rpdf_append_contents(ctx, l->d->doc, page, packed, true);
	fz_always(ctx)
		fz_drop_buffer(ctx, packed);
	fz_catch(ctx)
		fz_rethrow(ctx);
}

/* Pages may share their resources, and fonts: each of them has it then. */
static void add_font(fz_context *ctx, pdf_obj *page, pdf_obj *font)
{
	pdf_obj *resources = pdf_dict_get_inheritable(ctx, page, PDF_NAME(Resources));
	if (!resources)
		resources = pdf_dict_put_dict(ctx, page, PDF_NAME(Resources), 1);
	pdf_obj *fonts = pdf_dict_get(ctx, resources, PDF_NAME(Font));
	if (!fonts)
		fonts = pdf_dict_put_dict(ctx, resources, PDF_NAME(Font), 1);
	pdf_dict_puts(ctx, fonts, "Unseen", font);
}

static size_t plant_page(fz_context *ctx, struct rpdf_doc *d, const unit *seen, const plan *p, pdf_obj **font)
{
	struct page_layer *l = fz_malloc_struct(ctx, struct page_layer);
	size_t n = 0;
	fz_var(n);
	*l = (struct page_layer){ .d = d, .number = (int)seen->page - 1, .page = &d->pages[seen->page - 1], .mem = arena_new() };
	fz_try(ctx) {
		pdf_obj *page = pdf_lookup_page_obj(ctx, d->doc, l->number);
		/* A file of ours has one stream a page. */
		if (pdf_is_stream(ctx, pdf_dict_get(ctx, page, PDF_NAME(Contents))))
			choose_words(ctx, l, page, seen, p);
		if (l->nwords) {
			if (!*font)
				*font = rpdf_layer_font(ctx, d->doc);
			put_all(l);
			add_font(ctx, page, *font);
			add_stream(ctx, l, page);
		}
		n = l->nwords;
	}
	fz_always(ctx) {
		buf_free(&l->content);
		arena_drop(l->mem);
		fz_free(ctx, l);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
	return n;
}

size_t rpdf_plant_layer(fz_context *ctx, struct rpdf_doc *d, const text *seen, const plan *p)
{
	pdf_obj *font = NULL;
	size_t words = 0;
	fz_var(font);
	fz_var(words);
	fz_try(ctx)
		for (size_t i = 0; i < seen->n; i++)
			if (seen->units[i].page > 0 && seen->units[i].page <= (uint32_t)d->npages)
				words += plant_page(ctx, d, &seen->units[i], p, &font);
	fz_always(ctx)
		pdf_drop_obj(ctx, font);
	fz_catch(ctx)
		fz_rethrow(ctx);
	return words;
}
