#include "formats/pdf/pixels/see.h"

#include "formats/lib/ocr/piece.h"
#include "formats/pdf/image/faults.h"
#include "formats/pdf/pixels/again.h"
#include "formats/pdf/pixels/alone.h"
#include "formats/pdf/pixels/bare.h"
#include "formats/pdf/walk/walk.h"
#include "redact/base/buf.h"

#include <math.h>
#include <string.h>

/* Letters reach a little beyond the box that OCR gives them: grey rims, ascenders, a point of an i. */
static const float RIM_POINTS = 0.6f, RIM_SHARE = 0.06f, SMALL_RIM = 0.08f;

static rect with_rim(rect r, rect area)
{
	float high = r.y1 - r.y0, wide = r.x1 - r.x0, low = high < wide ? high : wide;
	return rect_intersect(rect_grow(r, fminf(RIM_POINTS, SMALL_RIM * low) + RIM_SHARE * low), area);
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

/* Of letters of text at the rim of what is read a part is seen, and no word. */
static bool is_missed(const rpdf_view *v, const ocr_page *seen, const struct letters *l)
{
	if (seen->trust != OCR_DOUBTFUL || seen->why != OCR_WHY_UNREAD)
		return seen->trust == OCR_DOUBTFUL;
	for (size_t i = 0; i < seen->nunread; i++) {
		rect r = rpdf_view_place(v, seen->unread[i]);
		float high = r.y1 - r.y0;
		bool said = false;
		for (size_t k = 0; !said && k < l->n; k++)
			said = holds(rect_grow(r, high), l->list[k].at) && !read_anyhow(v, r);
		if (!said)
			return true;
	}
	return false;
}

/* ---- words into a unit ------------------------------------------------------------------------- */

/* What was read and where: on the page's picture, or by a picture alone. */
struct source_of { const rpdf_view *view; const rpdf_alone *alone; };

static rect bare_place_of(const struct source_of *from, ocr_box b)
{
	return from->alone ? rpdf_alone_place(from->alone, b) : rpdf_view_place(from->view, b);
}

static rect place_of(const struct source_of *from, ocr_box b)
{
	return with_rim(bare_place_of(from, b), from->view->page->area);
}

/* Has a rim, but towards its neighbours none: half of a word may stay. What reaches over them goes all the same. */
static rect letter_place(const struct source_of *from, const ocr_word *w, size_t i)
{
	rect own = bare_place_of(from, ocr_letter(w, i)), before = i > 0 ? bare_place_of(from, ocr_letter(w, i - 1)) : own;
	rect after = i + 1 < w->nchars ? bare_place_of(from, ocr_letter(w, i + 1)) : own;
	return rect_between(with_rim(own, from->view->page->area), own, before, after);
}

struct writing {
	buf text;
	span *spans; size_t n, room;
	struct written { size_t beg, end; rect at; } *words; size_t nwords, words_room;
	arena *mem;
};

static void add_span(struct writing *to, size_t beg, size_t end, rect at)
{
	*ARENA_PUSH(to->mem, to->spans, to->n, to->room) = (span){ (uint32_t)beg, (uint32_t)end, at };
}

static void add_word(struct writing *to, const struct source_of *from, const ocr_word *w)
{
	if (to->text.n && to->text.p[to->text.n - 1] != '\n')
		buf_byte(&to->text, ' ');
	size_t beg = to->text.n;
	buf_str(&to->text, w->text);
	*ARENA_PUSH(to->mem, to->words, to->nwords, to->words_room) = (struct written){ beg, to->text.n, place_of(from, w->box) };
	bool upright = w->box.x1 - w->box.x0 >= w->box.y1 - w->box.y0;
	if (w->nchars == 0 || !upright)
		add_span(to, beg, to->text.n, place_of(from, w->box));
	for (size_t i = 0; upright && i < w->nchars; i++)
		add_span(to, beg + w->chars[i].beg, beg + w->chars[i].end, letter_place(from, w, i));
}

static void end_line(struct writing *to)
{
	if (to->text.n && to->text.p[to->text.n - 1] != '\n')
		buf_byte(&to->text, '\n');
}

static void add_words(struct writing *to, const rpdf_view *v, const ocr_page *seen, const struct letters *l)
{
	struct source_of from = { .view = v };
	for (size_t i = 0; i < seen->n; i++) {
		const ocr_line *line = &seen->lines[i];
		for (size_t k = 0; k < line->n; k++) {
			rect place = place_of(&from, line->words[k].box);
			if (read_anyhow(v, place) || !is_text(l, &line->words[k], place))
				add_word(to, &from, &line->words[k]);
		}
		end_line(to);
	}
}

static void add_unit(const rpdf_view *v, const struct writing *words, bool doubtful, text *out)
{
	unit *u = text_add(out, UNIT_PAGE, text_pixels_id(str_fmt(out->mem, "page %d", v->number + 1), out->mem));
	u->text = str_dup(buf_view(&words->text), out->mem);
	u->page = (uint32_t)v->number + 1;
	u->stays = true;
	u->frame = v->page->area;
	u->unsearchable = doubtful;
	u->spans = words->spans;
	u->nspans = words->n;
}

/* ---- pictures by themselves -------------------------------------------------------------------- */

struct seeing {
	rpdf_view view;
	ocr_page page;
	rpdf_bare bare;
	struct letters said;
	struct writing words;
	rect *legible; size_t nlegible, legible_room; /* pictures that could be read by themselves */
	bool doubtful;
	arena *mem;
};

static bool is_known(const struct writing *words, const ocr_word *w, rect at)
{
	for (size_t i = 0; i < words->nwords; i++) {
		const struct written *k = &words->words[i];
		if (rect_overlap(k->at, at) && str_eq(str_sub(buf_view(&words->text), k->beg, k->end), w->text))
			return true;
	}
	return false;
}

/* A line of which something is new is there as a line: a value may be of several words. */
static void add_alone(void *arg, const rpdf_alone *a, const ocr_page *page)
{
	struct seeing *s = arg;
	struct source_of from = { &s->view, a };
	for (size_t i = 0; i < page->n; i++) {
		const ocr_line *l = &page->lines[i];
		size_t known = 0;
		for (size_t k = 0; k < l->n; k++)
			known += is_known(&s->words, &l->words[k], place_of(&from, l->words[k].box));
		for (size_t k = 0; known < l->n && k < l->n; k++)
			add_word(&s->words, &from, &l->words[k]);
		end_line(&s->words);
	}
	if (page->trust == OCR_DOUBTFUL)
		s->doubtful = true;
	else
		*ARENA_PUSH(s->mem, s->legible, s->nlegible, s->legible_room) = a->at;
}

/* Nothing else is on the page. */
static void add_bare(void *arg, const rpdf_alone *a, const ocr_page *page)
{
	struct seeing *s = arg;
	struct source_of from = { &s->view, a };
	for (size_t i = 0; i < page->n; i++) {
		for (size_t k = 0; k < page->lines[i].n; k++)
			add_word(&s->words, &from, &page->lines[i].words[k]);
		end_line(&s->words);
	}
	s->doubtful = page->trust == OCR_DOUBTFUL;
}

/* What a stamp of text makes hard to read on the page is read in the picture below it. */
static bool is_read_elsewhere(const struct seeing *s)
{
	const rpdf_unread *u = &s->view.page->unread;
	for (size_t i = 0; i < u->n; i++) {
		bool read = false;
		for (size_t k = 0; !read && k < s->nlegible; k++)
			read = rect_area(rect_intersect(s->legible[k], u->list[i].at)) > 0.9f * rect_area(u->list[i].at);
		if (!read)
			return false;
	}
	return u->n > 0;
}

/* ---- pages ------------------------------------------------------------------------------------- */

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

static void read_picture(fz_context *ctx, struct seeing *s, seer *r)
{
	ocr_picture p = rpdf_view_picture(&s->view);
	p.keep_size = s->bare.coarse;
	ocr_box *areas;
	size_t n = list_areas(&s->view, s->mem, &areas);
	err e = ERR_INIT;
	if (!seer_read(r, &p, areas, n, s->mem, &s->page, &e))
		mu_throw_err(ctx, &e);
}

/* Beside what its text says. shown: only what a reader sees. */
static void see_drawn(fz_context *ctx, struct seeing *s, bool shown, seer *r)
{
	rpdf_view_draw(ctx, &s->view, s->view.d, s->view.number, s->bare.grey);
	read_picture(ctx, s, r);
	if (s->page.n || s->page.nunread)
		note_letters(ctx, &s->view, &s->said);
	add_words(&s->words, &s->view, &s->page, &s->said);
	if (!shown && !s->bare.is)
		rpdf_alone_read(ctx, &(struct rpdf_alone_job){ .view = &s->view, .reader = r, .read = add_alone, .arg = s });
	s->doubtful |= is_missed(&s->view, &s->page, &s->said) && !is_read_elsewhere(s);
}

static void see_page(fz_context *ctx, struct rpdf_doc *d, int n, bool shown, seer *r, text *out)
{
	struct seeing *s = fz_malloc_struct(ctx, struct seeing);
	s->view = (rpdf_view){ .d = d, .number = n, .page = &d->pages[n] };
	s->mem = s->said.mem = arena_new();
	s->words.mem = out->mem;
	rpdf_faults faults;
	rpdf_faults_begin(ctx, &faults);
	fz_try(ctx) {
		if (d->how.ocr != OCR_ALWAYS)
			rpdf_bare_find(ctx, &s->view, &s->bare);
		if (s->bare.dpi)
			rpdf_bare_read(ctx, &s->bare, &(struct rpdf_alone_job){ .view = &s->view, .reader = r, .read = add_bare, .arg = s });
		else
			see_drawn(ctx, s, shown, r);
		add_unit(&s->view, &s->words, s->doubtful || faults.heard, out);
	}
	fz_always(ctx) {
		rpdf_faults_end(ctx, &faults);
		fz_drop_pixmap(ctx, s->view.pix);
		fz_drop_image(ctx, s->bare.picture.image);
		buf_free(&s->words.text);
		arena_drop(s->mem);
		fz_free(ctx, s);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
}

/* Reading it failed, and would again. */
static void give_up_page(struct rpdf_doc *d, int n, text *out)
{
	rpdf_view v = { .d = d, .number = n, .page = &d->pages[n] };
	add_unit(&v, &(struct writing){ 0 }, true, out);
}

static bool is_asked(const struct rpdf_doc *d, int n)
{
	return d->how.ocr == OCR_ALWAYS || d->pages[n].unread.n;
}

void rpdf_see(fz_context *ctx, struct rpdf_doc *d, const ocr_order *order, text *out)
{
	seer r = { .languages = d->how.languages, .listed = order->listed, .nlisted = order->nlisted };
	fz_try(ctx)
		for (int n = 0, met = 0; n < d->npages; n++) {
			if (order->around)
				rpdf_see_again(ctx, d, n, order->around, &r, out);
			else if (!is_asked(d, n) || (uint32_t)met++ % order->shares != order->share)
				continue;
			else if (order->given_up)
				give_up_page(d, n, out);
			else
				see_page(ctx, d, n, order->shown, &r, out);
		}
	fz_always(ctx)
		seer_end(&r);
	fz_catch(ctx)
		fz_rethrow(ctx);
}
