/* The actions that make marks. */
#include "cli/review/act_int.h"

#include "cli/review/utf16.h"
#include "redact/model/stretch.h"

#include <math.h>
#include <stdlib.h>

enum { MOST_PAGES = 20000, MOST_KEPT = 5000 };

mark *act_new_mark(acting *a, uint32_t document_number, mark_kind kind, const char *rule, const label *as, view **out)
{
	session *s = a->s;
	document *d = &s->documents[document_number];
	mark *m = session_add(s, document_number, out);
	uint32_t id = m->id;
	*m = (mark){
		.id = id, .kind = kind, .rule = str_of(rule), .code = as->code, .reason = as->reason, .rank = 100, .state = MARK_ACCEPTED,
		.by = a->by, .at = a->at,
	};
	(*out)->acted = d->changed = d->decided = s->revision;
	d->touched = true;
	undo_note_added(s, document_number, id);
	return m;
}

/* ---- boxes ----------------------------------------------------------------------------------------- */

static bool numbers_of(const json_t *list, rect *out)
{
	double n[4];
	for (size_t i = 0; i < 4; i++) {
		const json_t *one = json_array_get(list, i);
		n[i] = json_number_value(one);
		if (!json_is_number(one) || !isfinite(n[i]) || fabs(n[i]) > 1e6)
			return false;
	}
	*out = (rect){ (float)n[0], (float)n[1], (float)(n[0] + n[2]), (float)(n[1] + n[3]) };
	return json_array_size(list) == 4 && n[2] > 0 && n[3] > 0;
}

static bool sheet_of(const acting *a, uint32_t document_number, uint32_t page, rect *out)
{
	const document *d = &a->s->documents[document_number];
	if (page < 1 || page > d->nsheets)
		return false;
	*out = (rect){ 0, 0, d->sheets[page - 1].width, d->sheets[page - 1].height };
	return true;
}

/* As much of a box as lies on its page. */
static bool on_page(const acting *a, uint32_t document_number, uint32_t page, rect *box, err *e)
{
	rect sheet;
	if (sheet_of(a, document_number, page, &sheet))
		*box = rect_intersect(*box, sheet);
	return !rect_empty(*box) || err_set(e, ERR_USAGE, "box: lies beside page %u", page);
}

static void set_box(const acting *a, uint32_t document_number, mark *m, rect box)
{
	m->boxes = arena_array(a->s->documents[document_number].plan->mem, rect, 1);
	m->boxes[0] = box;
	m->nboxes = 1;
}

static void add_box(acting *a, uint32_t document_number, uint32_t page, rect box, const label *as)
{
	view *v;
	mark *m = act_new_mark(a, document_number, MARK_BOX, DRAWN_RULE, as, &v);
	m->page = page;
	set_box(a, document_number, m, box);
}

/* A number of a page that the document has. */
static bool page_of(const acting *a, uint32_t document_number, const json_t *value, uint32_t *out, err *e)
{
	const document *d = &a->s->documents[document_number];
	json_int_t n = json_integer_value(value);
	if (!json_is_integer(value) || n < 1 || n > UINT32_MAX)
		return err_set(e, ERR_USAGE, "pages: not a list of page numbers");
	if (!d->pages && d->words.mem)
		return err_set(e, ERR_USAGE, "this document has no pages to draw on") || err_hint(e, "mark words in its text");
	if (d->pages && n > d->pages)
		return err_set(e, ERR_USAGE, "page %lld: the document has %u", (long long)n, d->pages);
	*out = (uint32_t)n;
	return true;
}

typedef bool each_page(acting *a, uint32_t document, uint32_t page, const json_t *o, const label *as, err *e);

static bool on_pages(acting *a, const json_t *o, each_page *what, err *e)
{
	uint32_t n, page;
	label as;
	const json_t *pages = json_object_get(o, "pages");
	if (!act_document(a, o, &n, e) || !act_readable(a, n, e) || !act_label(a, o, &as, e))
		return false;
	if (!json_is_array(pages) || !json_array_size(pages) || json_array_size(pages) > MOST_PAGES)
		return err_set(e, ERR_USAGE, "pages: not a list of page numbers");
	for (size_t i = 0; i < json_array_size(pages); i++)
		if (!page_of(a, n, json_array_get(pages, i), &page, e) || !what(a, n, page, o, &as, e))
			return false;
	return true;
}

static bool box_on(acting *a, uint32_t document_number, uint32_t page, const json_t *o, const label *as, err *e)
{
	rect box;
	if (!numbers_of(json_object_get(o, "box"), &box))
		return err_set(e, ERR_USAGE, "box: not [x, y, width, height] in points");
	if (!on_page(a, document_number, page, &box, e))
		return false;
	add_box(a, document_number, page, box, as);
	return true;
}

bool act_box(acting *a, const json_t *o, err *e)
{
	return on_pages(a, o, box_on, e);
}

static bool whole_page(acting *a, uint32_t document_number, uint32_t page, const json_t *o, const label *as, err *e)
{
	(void)o;
	rect sheet;
	if (!sheet_of(a, document_number, page, &sheet)) {
		err_set(e, ERR_REFUSED, "nobody has looked at page %u yet, so its size is not known", page);
		return err_hint(e, "wait until the document is read");
	}
	add_box(a, document_number, page, sheet, as);
	return true;
}

bool act_page(acting *a, const json_t *o, err *e)
{
	return on_pages(a, o, whole_page, e);
}

bool act_move(acting *a, const json_t *o, err *e)
{
	uint32_t d, id;
	rect box;
	view *v;
	if (!act_which(a, json_object_get(o, "mark"), &d, &id))
		return err_set(e, ERR_USAGE, "mark: not [document, id]");
	if (!numbers_of(json_object_get(o, "box"), &box))
		return err_set(e, ERR_USAGE, "box: not [x, y, width, height] in points");
	if (!act_readable(a, d, e))
		return false;
	mark *m = act_change(a, d, id, &v, e);
	if (!m)
		return false;
	if (m->kind != MARK_BOX || !str_is(m->rule, DRAWN_RULE))
		return err_set(e, ERR_REFUSED, "mark %u is no box that a person drew: it cannot be moved", m->id);
	if (!on_page(a, d, m->page, &box, e))
		return false;
	set_box(a, d, m, box);
	m->state = MARK_ACCEPTED;
	m->by = a->by;
	m->at = a->at;
	m->approved_by = m->approved_at = STR("");
	return true;
}

/* ---- words ----------------------------------------------------------------------------------------- */

static bool is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

bool act_mark_words(acting *a, uint32_t document_number, const unit *u, size_t beg, size_t end, const label *as)
{
	document *d = &a->s->documents[document_number];
	view *v;
	err ignored = ERR_INIT;
	while (beg < end && is_blank(u->text.p[beg]))
		beg++;
	while (end > beg && is_blank(u->text.p[end - 1]))
		end--;
	if (beg == end)
		return false;
	mark *m = spots_find(&a->spots, a->s, document_number, u->id, beg, end);
	if (m) {
		m = act_change(a, document_number, m->id, &v, &ignored);
		act_set_state(a, m, MARK_ACCEPTED);
		return true;
	}
	m = act_new_mark(a, document_number, MARK_TEXT, WORDS_RULE, as, &v);
	m->unit = str_dup(u->id, d->plan->mem);
	m->beg = (uint32_t)beg;
	m->end = (uint32_t)end;
	session_bind(a->s, document_number, m, v);
	spots_add(&a->spots, a->s, document_number, m);
	a->unplaced[document_number] |= m->page && !m->nboxes;
	return true;
}

/* {"unit", "beg", "end"} as bytes of a unit that was read. */
static bool stretch_of(const acting *a, uint32_t document_number, const json_t *o, const unit **u, size_t *beg, size_t *end, err *e)
{
	const document *d = &a->s->documents[document_number];
	if (!d->words.mem) {
		err_set(e, ERR_REFUSED, "the document has not been read yet");
		return err_hint(e, "try again in a moment");
	}
	const json_t *from = json_object_get(o, "beg"), *to = json_object_get(o, "end");
	*u = text_lookup(&d->words, json_str(o, "unit", a->mem));
	if (!*u)
		return err_set(e, ERR_USAGE, "unit: the document has none of that name");
	if (!json_is_integer(from) || !json_is_integer(to) || json_integer_value(from) < 0 || json_integer_value(to) <= json_integer_value(from))
		return err_set(e, ERR_USAGE, "beg, end: not a stretch of the unit's text");
	utf16 at = { .text = (*u)->text };
	*beg = utf16_to_byte(&at, (size_t)json_integer_value(from));
	*end = utf16_to_byte_behind(&at, (size_t)json_integer_value(to));
	if (at.unit < (size_t)json_integer_value(to))
		return err_set(e, ERR_USAGE, "end: lies behind the end of the unit's text");
	return true;
}

bool act_text(acting *a, const json_t *o, err *e)
{
	uint32_t n;
	label as;
	const unit *u;
	size_t beg, end;
	if (!act_document(a, o, &n, e) || !act_readable(a, n, e) || !act_label(a, o, &as, e) || !stretch_of(a, n, o, &u, &beg, &end, e))
		return false;
	return act_mark_words(a, n, u, beg, end, &as) || err_set(e, ERR_USAGE, "beg, end: there is nothing but blanks");
}

/* ---- everything but ---------------------------------------------------------------------------------- */

typedef struct keeping {
	rect *boxes; size_t n, room;                          /* of the page          */
	struct kept { const unit *u; size_t beg, end; } *words; size_t nwords, words_room;
} keeping;

static bool read_kept(acting *a, uint32_t document_number, const json_t *o, keeping *k, err *e)
{
	const json_t *words = json_object_get(o, "keep"), *boxes = json_object_get(o, "boxes");
	if (json_array_size(words) + json_array_size(boxes) > MOST_KEPT)
		return err_set(e, ERR_USAGE, "keep: too many stretches at once");
	for (size_t i = 0; i < json_array_size(words); i++) {
		struct kept one;
		if (!stretch_of(a, document_number, json_array_get(words, i), &one.u, &one.beg, &one.end, e))
			return false;
		*ARENA_PUSH(a->mem, k->words, k->nwords, k->words_room) = one;
	}
	for (size_t i = 0; i < json_array_size(boxes); i++) {
		rect box;
		if (!numbers_of(json_array_get(boxes, i), &box))
			return err_set(e, ERR_USAGE, "boxes: not [x, y, width, height] in points each");
		*ARENA_PUSH(a->mem, k->boxes, k->n, k->room) = box;
	}
	return k->nwords + k->n > 0 || err_set(e, ERR_USAGE, "keep: nothing is to stay") || err_hint(e, "mark the whole page");
}

static bool has_blanks_around(const struct kept *k)
{
	str s = k->u->text;
	return (k->beg == 0 || is_blank(s.p[k->beg - 1])) && (k->end == s.n || is_blank(s.p[k->end]));
}

/* Letters reach out of their places a little, slanted ones further, and a box takes whole what it touches. What stands beside has
 * its ink further off: a tenth of a line is less than the narrowest letter is wide, and a sixth less than a blank. */
static rect with_rims(rect r, const struct kept *k)
{
	float w = r.x1 - r.x0, h = r.y1 - r.y0, least = fminf(w, h), along = least * (has_blanks_around(k) ? 0.16f : 0.1f), across = 0.05f * least;
	float x = w >= h ? along : across, y = w >= h ? across : along;
	return (rect){ r.x0 - x, r.y0 - y, r.x1 + x, r.y1 + y };
}

/* Where the words that stay are drawn. */
static bool boxes_of_words(acting *a, uint32_t document_number, keeping *k, err *e)
{
	const document *d = &a->s->documents[document_number];
	for (size_t i = 0; i < k->nwords; i++) {
		const unit *u = d->places.mem ? text_lookup(&d->places, k->words[i].u->id) : NULL;
		rect *boxes;
		if (!u || k->words[i].end > u->text.n) {
			err_set(e, ERR_REFUSED, "where the letters of the page are is not known yet");
			return err_hint(e, "look at the page, and try again");
		}
		size_t n = stretch_boxes(u, (uint32_t)k->words[i].beg, (uint32_t)k->words[i].end, a->mem, &boxes);
		for (size_t b = 0; b < n; b++)
			*ARENA_PUSH(a->mem, k->boxes, k->n, k->room) = with_rims(boxes[b], &k->words[i]);
	}
	return k->n > 0 || err_set(e, ERR_USAGE, "keep: these words are not drawn on the page");
}

static int by_float(const void *a, const void *b)
{
	float x = *(const float *)a, y = *(const float *)b;
	return (x > y) - (x < y);
}

static int by_left(const void *a, const void *b)
{
	return by_float(&((const rect *)a)->x0, &((const rect *)b)->x0);
}

/* What of a page lies beside boxes that stay: in each band between two of their edges, from side to side. */
static void mark_beside(acting *a, uint32_t document_number, uint32_t page, rect sheet, const keeping *k, const label *as)
{
	float *edges = arena_array(a->mem, float, 2 * k->n + 2);
	size_t n = 0;
	rect *stay = arena_array(a->mem, rect, k->n);
	for (size_t i = 0; i < k->n; i++)
		stay[i] = rect_intersect(k->boxes[i], sheet);
	qsort(stay, k->n, sizeof *stay, by_left);
	edges[n++] = sheet.y0;
	edges[n++] = sheet.y1;
	for (size_t i = 0; i < k->n; i++) {
		edges[n++] = stay[i].y0;
		edges[n++] = stay[i].y1;
	}
	qsort(edges, n, sizeof *edges, by_float);
	for (size_t i = 0; i + 1 < n; i++) {
		rect band = { sheet.x0, edges[i], sheet.x1, edges[i + 1] };
		if (band.y1 <= band.y0)
			continue;
		for (size_t b = 0; b < k->n; b++) {
			if (!rect_overlap(stay[b], band))
				continue;
			if (stay[b].x0 > band.x0)
				add_box(a, document_number, page, (rect){ band.x0, band.y0, stay[b].x0, band.y1 }, as);
			band.x0 = stay[b].x1 > band.x0 ? stay[b].x1 : band.x0;
		}
		if (band.x1 > band.x0)
			add_box(a, document_number, page, band, as);
	}
}

/* A text that flows is marked paragraph by paragraph. */
static void mark_lines(acting *a, uint32_t document_number, const unit *u, size_t beg, size_t end, const label *as)
{
	while (beg < end) {
		const char *line = memchr(u->text.p + beg, '\n', end - beg);
		size_t stop = line ? (size_t)(line - u->text.p) : end;
		act_mark_words(a, document_number, u, beg, stop, as);
		beg = stop + 1;
	}
}

static int by_stretch(const void *a, const void *b)
{
	const struct kept *x = a, *y = b;
	if (x->u != y->u)
		return x->u < y->u ? -1 : 1;
	return (x->beg > y->beg) - (x->beg < y->beg);
}

/* A picture that is on no page goes whole. OCR's words of it are a unit of their own, of the same picture. */
static void mark_picture(acting *a, uint32_t document_number, const unit *u, const label *as)
{
	view *v;
	if (rect_empty(u->frame) || text_in_pixels(u->id))
		return;
	mark *m = act_new_mark(a, document_number, MARK_BOX, DRAWN_RULE, as, &v);
	m->unit = str_dup(u->id, a->s->documents[document_number].plan->mem);
	set_box(a, document_number, m, u->frame);
}

/* What of a unit lies between the words that stay; its name is no part of what a document says. */
static void mark_unit(acting *a, uint32_t document_number, const unit *u, const struct kept *words, size_t n, const label *as)
{
	size_t from = 0;
	if (!u->stays || u->kind == UNIT_NAME)
		return;
	if (u->kind == UNIT_PICTURE && !n) {
		mark_picture(a, document_number, u, as);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		if (words[i].beg > from)
			mark_lines(a, document_number, u, from, words[i].beg, as);
		from = words[i].end > from ? words[i].end : from;
	}
	mark_lines(a, document_number, u, from, u->text.n, as);
}

/* Of a text that flows all goes but the words that stay: headers, notes, text boxes and pictures as well. */
static void mark_between(acting *a, uint32_t document_number, const keeping *k, const label *as)
{
	const text *all = &a->s->documents[document_number].words;
	size_t at = 0;
	qsort(k->words, k->nwords, sizeof *k->words, by_stretch);
	for (size_t i = 0; i < all->n; i++) {
		size_t n = 0;
		while (at + n < k->nwords && k->words[at + n].u == &all->units[i])
			n++;
		mark_unit(a, document_number, &all->units[i], k->words + at, n, as);
		at += n;
	}
}

bool act_except(acting *a, const json_t *o, err *e)
{
	uint32_t n, page;
	label as;
	keeping k = { 0 };
	rect sheet;
	if (!act_document(a, o, &n, e) || !act_readable(a, n, e) || !act_label(a, o, &as, e) || !read_kept(a, n, o, &k, e))
		return false;
	if (!a->s->documents[n].pages) {
		if (k.n)
			return err_set(e, ERR_USAGE, "this document has no pages to draw on");
		mark_between(a, n, &k, &as);
		return true;
	}
	if (!page_of(a, n, json_object_get(o, "page"), &page, e) || !boxes_of_words(a, n, &k, e))
		return false;
	if (!sheet_of(a, n, page, &sheet))
		return err_set(e, ERR_REFUSED, "nobody has looked at page %u yet, so its size is not known", page);
	mark_beside(a, n, page, sheet, &k, &as);
	return true;
}
