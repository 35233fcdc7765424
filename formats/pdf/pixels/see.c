#include "formats/pdf/pixels/see.h"

#include "formats/pdf/pixels/again.h"
#include "formats/pdf/walk/walk.h"
#include "redact/base/buf.h"

#include <string.h>

/* Letters reach a little beyond the box that OCR gives them: grey rims, ascenders, a point of an i. */
static const float RIM_POINTS = 0.6f, RIM_SHARE = 0.06f;

static rect place_with_rim(const rpdf_view *v, ocr_box b)
{
	rect r = rpdf_view_place(v, b);
	float high = r.y1 - r.y0, wide = r.x1 - r.x0;
	return rect_intersect(rect_grow(r, RIM_POINTS + RIM_SHARE * (high < wide ? high : wide)), v->page->area);
}

/* ---- what the text says already ---------------------------------------------------------------- */

/* Letters that text shows on the page. */
struct letters {
	struct shown { fz_point at; } *list; size_t n, room;
	arena *mem;
};

static bool note_letter(fz_context *ctx, void *arg, const rpdf_glyph *g)
{
	struct letters *l = arg;
	(void)ctx;
	if (!g->hidden && !g->unseen && !g->unpainted && g->nucs > 0 && g->ucs[0] > ' '
	 && g->ucs[0] != FZ_REPLACEMENT_CHARACTER)
		ARENA_PUSH(l->mem, l->list, l->n, l->room)->at =
			fz_make_point((g->box.x0 + g->box.x1) / 2, (g->box.y0 + g->box.y1) / 2);
	return true;
}

static void note_letters(fz_context *ctx, const rpdf_view *v, struct letters *l)
{
	rect a = v->page->area;
	rpdf_hook hook = { .arg = l, .page = { a.x0, a.y0, a.x1, a.y1 }, .glyph = note_letter };
	rpdf_walk_page(ctx, v->d->doc, pdf_lookup_page_obj(ctx, v->d->doc, v->number), v->page->ctm, &hook);
}

static bool holds(rect r, fz_point p)
{
	return p.x > r.x0 && p.x < r.x1 && p.y > r.y0 && p.y < r.y1;
}

static bool read_anyhow(const rpdf_view *v, rect place)
{
	for (size_t i = 0; i < v->page->unread.n; i++)
		if (v->page->unread.list[i].anyhow && rect_overlap(v->page->unread.list[i].at, place))
			return true;
	return v->d->how.ocr == OCR_ALWAYS && v->page->unread.n == 0;
}

/* Among outlines a word may be ordinary text: it has as many letters where it stands. */
static bool is_text(const struct letters *l, const ocr_word *w, rect place)
{
	size_t said = 0, read = 0;
	for (size_t i = 0; i < l->n; i++)
		said += holds(place, l->list[i].at);
	for (size_t i = 0; i < w->text.n; i++)
		read += (w->text.p[i] & 0xc0) != 0x80;
	return said >= read;
}

/* ---- words into a unit ------------------------------------------------------------------------- */

struct writing { buf text; span *spans; size_t n, room; arena *mem; };

/* As high as its word: letters of a line are covered as a line. */
static void add_span(struct writing *to, const rpdf_view *v, const ocr_word *w, size_t beg, size_t end, ocr_box b)
{
	b.y0 = w->box.y0;
	b.y1 = w->box.y1;
	*ARENA_PUSH(to->mem, to->spans, to->n, to->room) = (span){ (uint32_t)beg, (uint32_t)end, place_with_rim(v, b) };
}

static void add_word(struct writing *to, const rpdf_view *v, const ocr_word *w)
{
	if (to->text.n && to->text.p[to->text.n - 1] != '\n')
		buf_byte(&to->text, ' ');
	size_t beg = to->text.n;
	buf_str(&to->text, w->text);
	bool upright = w->box.x1 - w->box.x0 >= w->box.y1 - w->box.y0;
	if (w->nchars == 0 || !upright)
		add_span(to, v, w, beg, to->text.n, w->box);
	for (size_t i = 0; upright && i < w->nchars; i++)
		add_span(to, v, w, beg + w->chars[i].beg, beg + w->chars[i].end, w->chars[i].box);
}

static void add_page(const rpdf_view *v, const ocr_page *seen, const struct letters *l, text *out)
{
	struct writing to = { .mem = out->mem };
	for (size_t i = 0; i < seen->n; i++) {
		const ocr_line *line = &seen->lines[i];
		for (size_t k = 0; k < line->n; k++) {
			rect place = place_with_rim(v, line->words[k].box);
			if (read_anyhow(v, place) || !is_text(l, &line->words[k], place))
				add_word(&to, v, &line->words[k]);
		}
		if (to.text.n && to.text.p[to.text.n - 1] != '\n')
			buf_byte(&to.text, '\n');
	}
	unit *u = text_add(out, UNIT_PAGE, text_pixels_id(str_fmt(out->mem, "page %d", v->number + 1), out->mem));
	u->text = str_dup(buf_view(&to.text), out->mem);
	u->page = (uint32_t)v->number + 1;
	u->stays = true;
	u->frame = v->page->area;
	u->unsearchable = seen->trust == OCR_DOUBTFUL;
	u->spans = to.spans;
	u->nspans = to.n;
	buf_free(&to.text);
}

/* ---- pages ------------------------------------------------------------------------------------- */

struct seeing { rpdf_view view; ocr_page page; struct letters said; arena *mem; };

static size_t list_areas(const rpdf_view *v, arena *mem, ocr_box **out)
{
	size_t n = 0;
	*out = arena_array(mem, ocr_box, v->page->unread.n + 1);
	for (size_t i = 0; v->d->how.ocr != OCR_ALWAYS && i < v->page->unread.n; i++) {
		ocr_box b = rpdf_view_box(v, v->page->unread.list[i].at);
		if (b.x0 < b.x1 && b.y0 < b.y1)
			(*out)[n++] = b;
	}
	return n;
}

static void read_picture(fz_context *ctx, struct seeing *s, struct reader *r)
{
	ocr_picture p = rpdf_view_picture(&s->view);
	ocr_box *areas;
	size_t n = list_areas(&s->view, s->mem, &areas);
	if (!ocr_has_words(&p, areas, n))
		return;
	err e = ERR_INIT;
	if (!ocr_read(rpdf_reader(ctx, r), &p, areas, n, s->mem, &s->page, &e))
		mu_throw_err(ctx, &e);
}

static void see_page(fz_context *ctx, struct rpdf_doc *d, int n, struct reader *r, text *out)
{
	struct seeing *s = fz_malloc_struct(ctx, struct seeing);
	s->mem = s->said.mem = arena_new();
	fz_try(ctx) {
		rpdf_view_draw(ctx, &s->view, d, n);
		read_picture(ctx, s, r);
		if (s->page.n)
			note_letters(ctx, &s->view, &s->said);
		add_page(&s->view, &s->page, &s->said, out);
	}
	fz_always(ctx) {
		fz_drop_pixmap(ctx, s->view.pix);
		arena_drop(s->mem);
		fz_free(ctx, s);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
}

static bool is_asked(const struct rpdf_doc *d, int n)
{
	return d->how.ocr == OCR_ALWAYS || d->pages[n].unread.n;
}

void rpdf_see(fz_context *ctx, struct rpdf_doc *d, const ocr_order *order, text *out)
{
	struct reader r = { .languages = d->how.languages };
	fz_try(ctx)
		for (int n = 0, met = 0; n < d->npages; n++) {
			if (order->around)
				rpdf_see_again(ctx, d, n, order->around, &r, out);
			else if (is_asked(d, n) && (uint32_t)met++ % order->shares == order->share)
				see_page(ctx, d, n, &r, out);
		}
	fz_always(ctx)
		ocr_close(r.ocr);
	fz_catch(ctx)
		fz_rethrow(ctx);
}
