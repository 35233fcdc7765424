#include "formats/lib/ocr/seen.h"

#include "formats/lib/ocr/piece.h"

#include <math.h>
#include <string.h>

/* Letters reach a little beyond the box that OCR gives them: grey rims, ascenders, a point of an i. */
static const float RIM_PIXELS = 2, RIM_SHARE = 0.08f;

/* Of a mark's height: as far up and down, and along the line, as the rest of a word or of a value
 * could stand. */
static const float ABOVE = 1.5f, BESIDE = 8;

static ocr *opened(seer *s, err *e)
{
	if (!s->ocr && (s->ocr = ocr_open(s->languages, e)) && s->nlisted)
		ocr_list_numbers(s->ocr, s->listed, s->nlisted);
	return s->ocr;
}

/* What shows no words needs none of what reading takes, its data for the languages included. */
bool seer_read(seer *s, const ocr_picture *p, const ocr_box *areas, size_t nareas, arena *mem, ocr_page *out, err *e)
{
	err why = ERR_INIT;
	*out = (ocr_page){ 0 };
	if (opened(s, &why))
		return known_read(&s->known, s->ocr, p, areas, nareas, mem, out, e);
	if (!ocr_has_words(p, areas, nareas))
		return true;
	if (e)
		*e = why;
	return false;
}

void seer_end(seer *s)
{
	known_drop(&s->known);
	ocr_close(s->ocr);
	s->ocr = NULL;
}

/* ---- words -------------------------------------------------------------------------------------- */

static int rim_of(ocr_box b)
{
	int wide = b.x1 - b.x0, high = b.y1 - b.y0;
	return (int)ceilf(RIM_PIXELS + RIM_SHARE * (float)(high < wide ? high : wide));
}

static rect with_rim(const seen *to, const ocr_picture *p, ocr_box b)
{
	int rim = rim_of(b);
	float x0 = (float)(b.x0 > rim ? b.x0 - rim : 0), y0 = (float)(b.y0 > rim ? b.y0 - rim : 0);
	float x1 = (float)(b.x1 + rim < p->w ? b.x1 + rim : p->w), y1 = (float)(b.y1 + rim < p->h ? b.y1 + rim : p->h);
	return (rect){ x0 / to->pixels, y0 / to->pixels, x1 / to->pixels, y1 / to->pixels };
}

static rect place_of(const seen *to, ocr_box b)
{
	float s = to->pixels;
	return (rect){ (float)b.x0 / s, (float)b.y0 / s, (float)b.x1 / s, (float)b.y1 / s };
}

static void add_span(seen *to, size_t beg, size_t end, rect at)
{
	*ARENA_PUSH(to->mem, to->spans, to->n, to->room) = (span){ (uint32_t)beg, (uint32_t)end, at };
}

/* Has a rim, but towards its neighbours none: half of a word may stay. What reaches over them goes all the same. */
static rect letter_place(const seen *to, const ocr_picture *p, const ocr_word *w, size_t i)
{
	ocr_box b = ocr_letter(w, i);
	rect own = place_of(to, b), before = i > 0 ? place_of(to, ocr_letter(w, i - 1)) : own;
	rect after = i + 1 < w->nchars ? place_of(to, ocr_letter(w, i + 1)) : own;
	return rect_between(with_rim(to, p, b), own, before, after);
}

/* As high as its word: letters of a line are covered as a line. */
static void add_word(seen *to, const ocr_picture *p, const ocr_word *w)
{
	if (to->text.n && to->text.p[to->text.n - 1] != '\n')
		buf_byte(&to->text, ' ');
	size_t beg = to->text.n;
	buf_str(&to->text, w->text);
	bool upright = w->box.x1 - w->box.x0 >= w->box.y1 - w->box.y0;
	if (w->nchars == 0 || !upright)
		add_span(to, beg, to->text.n, with_rim(to, p, w->box));
	for (size_t i = 0; upright && i < w->nchars; i++)
		add_span(to, beg + w->chars[i].beg, beg + w->chars[i].end, letter_place(to, p, w, i));
}

bool seen_read(seer *s, seen *to, const ocr_picture *p, err *e)
{
	arena *mem = arena_new();
	ocr_page page;
	err why = ERR_INIT;
	bool ok = seer_read(s, p, NULL, 0, mem, &page, &why);
	for (size_t i = 0; ok && i < page.n; i++) {
		for (size_t k = 0; k < page.lines[i].n; k++)
			add_word(to, p, &page.lines[i].words[k]);
		if (to->text.n && to->text.p[to->text.n - 1] != '\n')
			buf_byte(&to->text, '\n');
	}
	to->doubtful |= !ok || page.trust == OCR_DOUBTFUL;
	arena_drop(mem);
	if (ok || why.kind == ERR_REFUSED)
		return true;
	*e = why;
	return false;
}

void seen_end(seen *from, unit *u)
{
	u->text = str_dup(buf_view(&from->text), from->mem);
	u->spans = from->spans;
	u->nspans = from->n;
	u->unsearchable = from->doubtful;
	buf_free(&from->text);
	*from = (seen){ .mem = from->mem, .pixels = from->pixels };
}

/* ---- once more ---------------------------------------------------------------------------------- */

static ocr_box around(const ocr_picture *p, rect r)
{
	float high = r.y1 - r.y0, wide = r.x1 - r.x0, letter = high < wide ? high : wide;
	float beside = (wide >= high ? BESIDE : ABOVE) * letter, above = (wide >= high ? ABOVE : BESIDE) * letter;
	float x0 = r.x0 - beside, y0 = r.y0 - above, x1 = r.x1 + beside, y1 = r.y1 + above;
	return (ocr_box){ x0 > 0 ? (int)x0 : 0, y0 > 0 ? (int)y0 : 0, x1 < (float)p->w ? (int)x1 : p->w,
	                  y1 < (float)p->h ? (int)y1 : p->h };
}

static bool meet(ocr_box a, ocr_box b)
{
	return a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1;
}

/* Boxes that share some area become one. */
static size_t list_places(const ocr_picture *p, const rect *boxes, size_t n, arena *mem, ocr_box **out)
{
	ocr_box *list = arena_array(mem, ocr_box, n);
	size_t kept = 0;
	for (size_t i = 0; i < n; i++) {
		ocr_box one = around(p, boxes[i]);
		for (size_t k = 0; k < kept; k++)
			if (meet(list[k], one)) {
				ocr_box b = list[k];
				one = (ocr_box){ b.x0 < one.x0 ? b.x0 : one.x0, b.y0 < one.y0 ? b.y0 : one.y0,
				                 b.x1 > one.x1 ? b.x1 : one.x1, b.y1 > one.y1 ? b.y1 : one.y1 };
				list[k] = list[--kept];
				k = (size_t)-1; /* the larger one may touch what the smaller did not */
			}
		if (one.x0 < one.x1 && one.y0 < one.y1)
			list[kept++] = one;
	}
	*out = list;
	return kept;
}

void seen_words(seen *to, const ocr_page *page, seen_where *where, const void *arg)
{
	for (size_t i = 0; i < page->n; i++) {
		const ocr_line *line = &page->lines[i];
		for (size_t k = 0; k < line->n; k++) {
			const ocr_word *w = &line->words[k];
			int rim = rim_of(w->box);
			ocr_box b = { w->box.x0 - rim, w->box.y0 - rim, w->box.x1 + rim, w->box.y1 + rim };
			size_t beg = to->text.n;
			buf_str(&to->text, w->text);
			add_span(to, beg, to->text.n, where(arg, b));
			buf_byte(&to->text, k + 1 < line->n ? ' ' : '\n');
		}
	}
	buf_byte(&to->text, '\n');
}

struct piece { const ocr_picture *of; ocr_box at; int quarters; float pixels; };

static rect in_whole(const void *arg, ocr_box b)
{
	const struct piece *of = arg;
	int w = of->at.x1 - of->at.x0, h = of->at.y1 - of->at.y0;
	ocr_box r = of->quarters == 0 ? b
	          : of->quarters == 1 ? (ocr_box){ b.y0, h - b.x1, b.y1, h - b.x0 }
	          : of->quarters == 2 ? (ocr_box){ w - b.x1, h - b.y1, w - b.x0, h - b.y0 }
	          :                     (ocr_box){ w - b.y1, b.x0, w - b.y0, b.x1 };
	rect whole = { 0, 0, (float)of->of->w, (float)of->of->h };
	rect at = rect_intersect((rect){ (float)(of->at.x0 + r.x0), (float)(of->at.y0 + r.y0),
	                                 (float)(of->at.x0 + r.x1), (float)(of->at.y0 + r.y1) }, whole);
	return (rect){ at.x0 / of->pixels, at.y0 / of->pixels, at.x1 / of->pixels, at.y1 / of->pixels };
}

/* As long as there may be more than was read. */
bool seen_place(seer *s, seen *to, const ocr_picture *p, ocr_box place, err *e)
{
	struct piece of = { p, place, 0, to->pixels };
	bool ok = true, more = true;
	for (; ok && more && of.quarters < 4; of.quarters++) {
		arena *mem = arena_new();
		ocr_picture piece = ocr_piece(p, place, of.quarters, mem);
		piece.keep_size = true; /* here a word that is not read counts as gone */
		ocr_page page;
		ok = seer_read(s, &piece, NULL, 0, mem, &page, e);
		if (ok) {
			seen_words(to, &page, in_whole, &of);
			more = page.trust == OCR_DOUBTFUL;
		}
		arena_drop(mem);
	}
	return ok;
}

bool seen_again(seer *s, seen *to, const ocr_picture *p, const rect *boxes, size_t n, err *e)
{
	arena *mem = arena_new();
	ocr_box *places;
	size_t nplaces = list_places(p, boxes, n, mem, &places);
	bool ok = true;
	for (size_t i = 0; ok && i < nplaces; i++)
		ok = seen_place(s, to, p, places[i], e);
	arena_drop(mem);
	return ok;
}
