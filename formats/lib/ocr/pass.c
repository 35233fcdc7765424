#include "formats/lib/ocr/pass.h"

#include "formats/lib/ocr/apart.h"

#include <string.h>
#include <time.h>

enum { USUAL_DPI = 300 };

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* ---- a run ----------------------------------------------------------------------------------- */

static bool box_of(const tess *t, const TessPageIterator *at, TessPageIteratorLevel level, int x, int y, ocr_box *b)
{
	if (!t->TessPageIteratorBoundingBox(at, level, &b->x0, &b->y0, &b->x1, &b->y1) || b->x0 >= b->x1 || b->y0 >= b->y1)
		return false;
	b->x0 += x, b->x1 += x;
	b->y0 += y, b->y1 += y;
	return true;
}

static int sure_of(const tess *t, const TessResultIterator *it)
{
	float sure = t->TessResultIteratorConfidence(it, RIL_WORD);
	return sure < 0 ? 0 : sure > 100 ? 100 : (int)sure;
}

static bool inside(ocr_box *b, ocr_box of)
{
	b->x0 = b->x0 < of.x0 ? of.x0 : b->x0, b->y0 = b->y0 < of.y0 ? of.y0 : b->y0;
	b->x1 = b->x1 > of.x1 ? of.x1 : b->x1, b->y1 = b->y1 > of.y1 ? of.y1 : b->y1;
	return b->x0 < b->x1 && b->y0 < b->y1;
}

/* The characters of the word that the iterator stands at; it is left at the last of them. Where they do
 * not add up to the word there are none. */
static void take_chars(const tess *t, TessResultIterator *it, int x, int y, ocr_word *w, arena *mem)
{
	size_t room = 0, at = 0;
	TessPageIterator *page = t->TessResultIteratorGetPageIterator(it);
	for (;;) {
		char *s = t->TessResultIteratorGetUTF8Text(it, RIL_SYMBOL);
		size_t n = s ? strlen(s) : 0;
		ocr_box b;
		if (n && at + n <= w->text.n && memcmp(w->text.p + at, s, n) == 0 && box_of(t, page, RIL_SYMBOL, x, y, &b)
		 && inside(&b, w->box))
			*ARENA_PUSH(mem, w->chars, w->nchars, room) = (ocr_char){ (uint32_t)at, (uint32_t)(at + n), b };
		at += n;
		t->TessDeleteText(s);
		if (t->TessPageIteratorIsAtFinalElement(page, RIL_WORD, RIL_SYMBOL)
		 || !t->TessResultIteratorNext(it, RIL_SYMBOL))
			break;
	}
	if (at != w->text.n || !w->nchars || w->chars[w->nchars - 1].end != at)
		w->nchars = 0;
	for (size_t i = 0; i + 1 < w->nchars; i++)
		if (w->chars[i].end != w->chars[i + 1].beg)
			w->nchars = 0;
}

static void take_words(struct ocr *o, PIX *grey, int x, int y, ocr_list *to)
{
	const tess *t = &o->t;
	TessResultIterator *it = t->TessBaseAPIGetIterator(o->api);
	TessPageIterator *page = it ? t->TessResultIteratorGetPageIterator(it) : NULL;
	if (!it)
		return;
	do {
		if (t->TessPageIteratorIsAtBeginningOf(page, RIL_TEXTLINE))
			to->lines++;
		ocr_found f = { .line = to->lines };
		char *s = t->TessResultIteratorGetUTF8Text(it, RIL_WORD);
		f.word.sure = sure_of(t, it);
		if (s && *s && *s != ' ' && box_of(t, page, RIL_WORD, x, y, &f.word.box)) {
			f.word.text = str_dup(str_of(s), to->mem);
			take_chars(t, it, x, y, &f.word, to->mem);
			apart_letters(grey, x, y, &f.word);
			*ARENA_PUSH(to->mem, to->words, to->n, to->room) = f;
		}
		t->TessDeleteText(s);
	} while (t->TessResultIteratorNext(it, RIL_WORD));
	t->TessResultIteratorDelete(it);
}

bool pass_read(struct ocr *o, PIX *grey, int x, int y, TessPageSegMode how, ocr_list *to, err *e)
{
	const tess *t = &o->t;
	double began = now();
	t->TessBaseAPISetPageSegMode(o->api, how);
	t->TessBaseAPISetImage2(o->api, grey);
	t->TessBaseAPISetSourceResolution(o->api, USUAL_DPI);
	bool ok = t->TessBaseAPIRecognize(o->api, NULL) == 0;
	if (ok)
		take_words(o, grey, x, y, to);
	t->TessBaseAPIClear(o->api);
	o->seconds += now() - began;
	return ok || err_set(e, ERR_INTERNAL, "Tesseract could not read a picture");
}

/* ---- narrower -------------------------------------------------------------------------------- */

/* Tesseract brings every line to one height, and its network then takes a step for each pixel of the line's
 * width: letters half as wide again as they need to be cost half as much again. */
static const float NARROW = 0.72f;

static void widen(ocr_box *b, float by, int most)
{
	b->x0 = (int)((float)b->x0 * by);
	b->x1 = (int)((float)b->x1 * by + 0.999f);
	b->x1 = b->x1 < most ? b->x1 : most;
}

bool pass_read_narrow(struct ocr *o, PIX *grey, ocr_list *to, err *e)
{
	int wide = pixGetWidth(grey);
	PIX *narrow = pixScaleGrayLI(grey, NARROW, 1);
	if (!narrow)
		return err_set(e, ERR_SYSTEM, "no memory to read a picture");
	float by = (float)wide / (float)pixGetWidth(narrow);
	size_t first = to->n;
	bool ok = pass_read(o, narrow, 0, 0, PSM_AUTO, to, e);
	for (size_t i = first; i < to->n; i++) {
		ocr_word *w = &to->words[i].word;
		widen(&w->box, by, wide);
		for (size_t k = 0; k < w->nchars; k++)
			widen(&w->chars[k].box, by, wide);
	}
	pixDestroy(&narrow);
	return ok;
}

/* ---- union ----------------------------------------------------------------------------------- */

static long area(ocr_box b)
{
	return b.x0 < b.x1 && b.y0 < b.y1 ? (long)(b.x1 - b.x0) * (b.y1 - b.y0) : 0;
}

static bool same_place(ocr_box a, ocr_box b)
{
	ocr_box shared = a;
	if (!inside(&shared, b))
		return false;
	long least = area(a) < area(b) ? area(a) : area(b);
	return 10 * area(shared) > 4 * least;
}

int pass_line_beside(const ocr_list *l, ocr_box b)
{
	int best = 0, nearest = 2 * (b.y1 - b.y0);
	for (size_t i = 0; i < l->n; i++) {
		ocr_box a = l->words[i].word.box;
		int shared = (a.y1 < b.y1 ? a.y1 : b.y1) - (a.y0 > b.y0 ? a.y0 : b.y0);
		int gap = (a.x0 > b.x0 ? a.x0 : b.x0) - (a.x1 < b.x1 ? a.x1 : b.x1);
		int most = a.y1 - a.y0 > b.y1 - b.y0 ? a.y1 - a.y0 : b.y1 - b.y0;
		if (2 * shared >= most && gap < nearest)
			nearest = gap < 0 ? 0 : gap, best = l->words[i].line;
	}
	return best;
}

/* A word of one list and what lies in its place in the other, and in theirs in turn: they stay or go together. */
typedef struct group { size_t *have, nhave, *more, nmore; } group;

static void gather(const ocr_list *have, const ocr_list *more, size_t first, bool *had, bool *met, group *g)
{
	size_t seen_have = 0, seen_more = 0;
	g->nhave = 0, g->nmore = 0;
	met[first] = true;
	g->more[g->nmore++] = first;
	while (seen_more < g->nmore || seen_have < g->nhave) {
		bool of_more = seen_more < g->nmore;
		const ocr_list *other = of_more ? have : more;
		ocr_box at = of_more ? more->words[g->more[seen_more++]].word.box : have->words[g->have[seen_have++]].word.box;
		for (size_t i = 0; i < other->n; i++)
			if (!(of_more ? had : met)[i] && same_place(other->words[i].word.box, at)) {
				(of_more ? had : met)[i] = true;
				*(of_more ? &g->have[g->nhave++] : &g->more[g->nmore++]) = i;
			}
	}
}

typedef struct worth { size_t signs; long sure; } worth;

static worth worth_of(const ocr_list *l, const size_t *which, size_t n)
{
	worth w = { 0 };
	for (size_t i = 0; i < n; i++) {
		const ocr_word *one = &l->words[which[i]].word;
		w.signs += one->text.n;
		w.sure += (long)one->text.n * one->sure;
	}
	return w;
}

static bool stands_in_any(ocr_box b, const ocr_list *l, const size_t *which, size_t n)
{
	int x = (b.x0 + b.x1) / 2;
	for (size_t i = 0; i < n; i++) {
		ocr_box w = l->words[which[i]].word.box;
		if (x >= w.x0 && x < w.x1 && b.y0 < w.y1 && w.y0 < b.y1)
			return true;
	}
	return false;
}

/* Letters that a word accounts for now, and none would. */
static bool loses_letters(const ocr_list *have, const ocr_list *more, const group *g, const letters *ink)
{
	for (size_t i = 0; ink && i < ink->n; i++)
		if (stands_in_any(ink->boxes[i], have, g->have, g->nhave) && !stands_in_any(ink->boxes[i], more, g->more, g->nmore))
			return true;
	return false;
}

/* Surer on the whole, and not just a part of what was there. */
static bool is_better(const ocr_list *have, const ocr_list *more, const group *g, const letters *ink)
{
	worth old = worth_of(have, g->have, g->nhave), fresh = worth_of(more, g->more, g->nmore);
	if (!g->nhave)
		return true;
	return fresh.sure * (long)old.signs > old.sure * (long)fresh.signs && 2 * fresh.signs >= old.signs
	    && !loses_letters(have, more, g, ink);
}

static void add_group(ocr_list *have, const ocr_list *more, const group *g)
{
	int line = g->nhave ? have->words[g->have[0]].line : 0;
	for (size_t i = 0; i < g->nmore; i++) {
		ocr_found f = more->words[g->more[i]];
		f.line = line ? line : pass_line_beside(have, f.word.box);
		if (!f.line)
			f.line = ++have->lines;
		*ARENA_PUSH(have->mem, have->words, have->n, have->room) = f;
	}
}

void pass_unite(ocr_list *have, const ocr_list *more, const letters *ink)
{
	size_t n = have->n, kept = 0;
	bool *had = arena_array(have->mem, bool, n + 1), *met = arena_array(have->mem, bool, more->n + 1);
	bool *gone = arena_array(have->mem, bool, n + 1);
	group g = { .have = arena_array(have->mem, size_t, n + 1), .more = arena_array(have->mem, size_t, more->n + 1) };
	for (size_t i = 0; i < more->n; i++) {
		if (met[i])
			continue;
		gather(&(ocr_list){ .words = have->words, .n = n }, more, i, had, met, &g);
		if (!is_better(have, more, &g, ink))
			continue;
		for (size_t k = 0; k < g.nhave; k++)
			gone[g.have[k]] = true;
		add_group(have, more, &g);
	}
	for (size_t i = 0; i < have->n; i++)
		if (i >= n || !gone[i])
			have->words[kept++] = have->words[i];
	have->n = kept;
}
