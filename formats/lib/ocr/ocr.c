#include "formats/lib/ocr/ocr.h"

#include "formats/lib/ocr/clean.h"
#include "formats/lib/ocr/closer.h"
#include "formats/lib/ocr/colour.h"
#include "formats/lib/ocr/frayed.h"
#include "formats/lib/ocr/hollow.h"
#include "formats/lib/ocr/large.h"
#include "formats/lib/ocr/letters.h"
#include "formats/lib/ocr/load.h"
#include "formats/lib/ocr/look.h"
#include "formats/lib/ocr/outline.h"
#include "formats/lib/ocr/pass.h"
#include "formats/lib/ocr/ready.h"
#include "formats/lib/ocr/trust.h"
#include "formats/lib/ocr/upright.h"
#include "formats/lib/ocr/view.h"

#include "redact/base/buf.h"

#include <math.h>
#include <stdlib.h>

enum {
	READS_WELL  = 30,   /* pixels high: the letters that Tesseract reads best      */
	TOO_SMALL   = 14,   /* enlarged from here down ...                             */
	MADE_SMALL  = 11,   /* ... and read at full size, where a shrunk one is below  */
	TOO_LARGE   = 70,   /* ... and reduced from here up                            */
	MOST_SCALE  = 3,
	SMALLEST    = 12,   /* pixels that small print keeps where larger letters would be reduced   */
	LARGEST     = 250,  /* ... and that large letters have at most where small ones are enlarged */
	SOME_TEXT   = 8,    /* letters of another size that are words, and no dots, commas            */
	SETTLED     = 60,   /* a word as sure as this is not read again                */
};

/* ---- making ready ---------------------------------------------------------------------------- */

static bool take_ink(ocr_view *v, err *e)
{
	pixDestroy(&v->ink);
	v->ink = clean_ink(v->grey);
	return v->ink || err_set(e, ERR_SYSTEM, "no memory to read a picture");
}

static void clean_layer(PIX *grey, float letter)
{
	clean_light(grey);
	PIX *ink = clean_ink(grey);
	if (ink) {
		clean_inverted(grey, ink);
		clean_specks(grey, ink, letter);
	}
	pixDestroy(&ink);
}

/* How much a view has to grow for its letters to read well. */
static float scale_for(float letter)
{
	if (letter <= 0 || (letter > TOO_SMALL && letter < TOO_LARGE))
		return 1;
	float by = READS_WELL / letter;
	return by > MOST_SCALE ? MOST_SCALE : by;
}

/* The same for letters of several sizes: one headline must not cost the small print, nor the small print it. */
static float scale_for_all(const letters *l, arena *mem)
{
	float by = scale_for(l->height), least = by;
	while (by < 1 && letters_below(l, SMALLEST / by, mem) >= SOME_TEXT)
		by = by < 0.9f ? by / 0.9f : 1;
	if (by > 1) {
		least = TOO_SMALL / l->height + 0.1f;
		while (by > least && by > 1 && letters_above(l, LARGEST / by, mem) > 1)
			by *= 0.9f;
	}
	return by;
}

/* shrunk: it was loaded at the size at which it reads well. */
static bool make_ready(ocr *o, ocr_view *v, bool shrunk, arena *mem, letters *found, err *e)
{
	clean_light(v->grey);
	if (!take_ink(v, e))
		return false;
	clean_inverted(v->grey, v->ink);
	clean_specks(v->grey, v->ink, letters_of(v->ink, mem).height);
	if (v->colour)
		clean_layer(v->colour, 0);
	if (!upright_view(o, v, mem, e) || !take_ink(v, e))
		return false;
	*found = letters_of(v->ink, mem);
	float native = found->height, by = shrunk ? 1 : scale_for_all(found, mem), step = sqrtf(fabsf(v->back.a * v->back.d - v->back.b * v->back.c));
	v->letter = native * step;
	if (by != 1) {
		view_scale(v, by);
		if (!take_ink(v, e))
			return false;
	}
	clean_rules(v->grey, v->ink, native * by);
	*found = letters_of(v->ink, mem);
	return true;
}

/* ---- reading --------------------------------------------------------------------------------- */

static ocr_box grown(ocr_box b, int by, PIX *within)
{
	int w = pixGetWidth(within), h = pixGetHeight(within);
	return (ocr_box){ b.x0 > by ? b.x0 - by : 0, b.y0 > by ? b.y0 - by : 0, b.x1 + by < w ? b.x1 + by : w,
	                  b.y1 + by < h ? b.y1 + by : h };
}

/* The page lies in `at` of the view. */
static bool read_at_size(ocr *o, PIX *page, ocr_box at, float by, ocr_list *to, err *e)
{
	size_t first = to->n;
	if (by == 1)
		return pass_read(o, page, at.x0, at.y0, PSM_SPARSE_TEXT, to, e);
	PIX *sized = by > 1 ? pixScaleGrayLI(page, by, by) : pixScaleAreaMap(page, by, by);
	if (!sized)
		return err_set(e, ERR_SYSTEM, "no memory to read a picture again");
	ocr_view view = { .w = at.x1, .h = at.y1, .back = { 1 / by, 0, 0, 1 / by, (float)at.x0, (float)at.y0 } };
	bool ok = pass_read(o, sized, 0, 0, PSM_SPARSE_TEXT, to, e);
	for (size_t i = first; i < to->n; i++) {
		ocr_word *w = &to->words[i].word;
		w->box = view_back(&view, w->box);
		for (size_t k = 0; k < w->nchars; k++)
			w->chars[k].box = view_back(&view, w->chars[k].box);
	}
	pixDestroy(&sized);
	return ok;
}

/* Reads only these letters, on a page where nothing else stands. */
static bool read_alone(ocr *o, PIX *grey, const letters *l, ocr_list *to, err *e)
{
	enum { MARGIN = 20 };
	if (!l->n)
		return true;
	int around = (int)(l->height / 3) + 2;
	ocr_box all = grown(l->boxes[0], MARGIN, grey);
	for (size_t i = 1; i < l->n; i++) {
		ocr_box b = grown(l->boxes[i], MARGIN, grey);
		all.x0 = b.x0 < all.x0 ? b.x0 : all.x0, all.y0 = b.y0 < all.y0 ? b.y0 : all.y0;
		all.x1 = b.x1 > all.x1 ? b.x1 : all.x1, all.y1 = b.y1 > all.y1 ? b.y1 : all.y1;
	}
	PIX *page = pixCreate(all.x1 - all.x0, all.y1 - all.y0, 8);
	if (!page)
		return err_set(e, ERR_SYSTEM, "no memory to read a picture again");
	pixSetAll(page);
	for (size_t i = 0; i < l->n; i++) {
		ocr_box b = grown(l->boxes[i], around, grey);
		pixRasterop(page, b.x0 - all.x0, b.y0 - all.y0, b.x1 - b.x0, b.y1 - b.y0, PIX_SRC, grey, b.x0, b.y0);
	}
	bool ok = read_at_size(o, page, all, scale_for(l->height), to, e);
	pixDestroy(&page);
	return ok;
}

static bool read_again(ocr *o, PIX *grey, const letters *which, ocr_list *words, err *e)
{
	enum { WORTH_IT = 2 };
	ocr_list more = { .mem = words->mem };
	if (which->n < WORTH_IT)
		return true;
	if (!read_alone(o, grey, which, &more, e))
		return false;
	pass_unite(words, &more, which);
	return true;
}

/* Among letters of another size they are overlooked: each size by itself. Of letters that are small all over, those without
 * ascenders are no size of their own. */
static bool read_sizes_again(ocr *o, PIX *grey, const letters *left, ocr_list *words, err *e)
{
	letters sizes[3] = { 0 };
	int half = (int)(left->height / 2);
	letters_part(left, half < TOO_SMALL ? half : TOO_SMALL, TOO_LARGE, sizes, words->mem);
	sizes[1].height = left->height;
	for (int i = 0; i < 3; i++)
		if (!read_again(o, grey, &sizes[i], words, e))
			return false;
	return true;
}

static long worth(const ocr_list *l)
{
	long sum = 0;
	for (size_t i = 0; i < l->n; i++)
		sum += (long)l->words[i].word.text.n * l->words[i].word.sure;
	return sum;
}

/* Its letters made narrower, which is cheaper; and as it stands where they are small, or did not read well so. */
static bool read_page(ocr *o, const ocr_view *v, const letters *found, ocr_list *words, err *e)
{
	if (found->height > TOO_SMALL && v->letter > TOO_SMALL) {
		if (!pass_read_narrow(o, v->grey, words, e))
			return false;
		if (words->n && !trust_is_unsure(words))
			return true;
	}
	ocr_list wide = { .mem = words->mem };
	if (!pass_read(o, v->grey, 0, 0, PSM_AUTO, &wide, e))
		return false;
	if (worth(&wide) >= worth(words))
		*words = wide;
	return true;
}

static bool read_view(ocr *o, ocr_view *v, const letters *found, ocr_list *words, err *e)
{
	arena *mem = words->mem;
	ocr_list large = { .mem = mem };
	if (!large_read(o, v, found, &large, e) || (found->n && !read_page(o, v, found, words, e)))
		return false;
	pass_unite(words, &large, NULL);
	if (!frayed_read(o, v->grey, found, words, e))
		return false;
	letters left = trust_unread(found, words, SETTLED, mem);
	if (!read_sizes_again(o, v->grey, &left, words, e) || !hollow_read(o, v, found->height, words, e))
		return false;
	return !v->colour || colour_read(o, v, found->height, words, e);
}

/* Turns the view by so much, and back when it reads no better so. */
static bool try_turned(ocr *o, ocr_view *v, int degrees, letters *found, ocr_list *words, err *e)
{
	arena *mem = words->mem;
	ocr_list other = { .mem = mem };
	int was = v->turned;
	view_turn(v, degrees);
	letters l = letters_of(v->ink, mem);
	if (!read_view(o, v, &l, &other, e))
		return false;
	if (upright_worth(&other) > upright_worth(words)) {
		v->turned = (was + degrees) % 360;
		*words = other;
		*found = l;
		return true;
	}
	view_turn(v, 360 - degrees);
	v->turned = was;
	return true;
}

/* ---- what comes out -------------------------------------------------------------------------- */

static int by_line(const void *a, const void *b)
{
	const ocr_found *x = a, *y = b;
	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	return (x->word.box.x0 > y->word.box.x0) - (x->word.box.x0 < y->word.box.x0);
}

static ocr_box around(ocr_box a, ocr_box b)
{
	return (ocr_box){ a.x0 < b.x0 ? a.x0 : b.x0, a.y0 < b.y0 ? a.y0 : b.y0, a.x1 > b.x1 ? a.x1 : b.x1, a.y1 > b.y1 ? a.y1 : b.y1 };
}

static void make_lines(ocr_page *page, ocr_list *found, const ocr_view *v, arena *mem)
{
	size_t room = 0;
	ocr_word *words = arena_array(mem, ocr_word, found->n);
	if (found->n)
		qsort(found->words, found->n, sizeof *found->words, by_line);
	for (size_t i = 0; i < found->n; i++) {
		ocr_word *w = &words[i];
		*w = found->words[i].word;
		w->box = view_back(v, w->box);
		for (size_t k = 0; k < w->nchars; k++)
			w->chars[k].box = view_back(v, w->chars[k].box);
		if (i && found->words[i].line == found->words[i - 1].line) {
			ocr_line *l = &page->lines[page->n - 1];
			l->n++;
			l->box = around(l->box, w->box);
		} else {
			*ARENA_PUSH(mem, page->lines, page->n, room) = (ocr_line){ w, 1, w->box };
		}
	}
}

static void outline_words(const ocr_view *v, ocr_list *found)
{
	for (size_t i = 0; i < found->n; i++)
		outline_letters(v->grey, &found->words[i].word);
}

/* Loads the picture as a view that can be read. */
static bool prepare(ocr *o, ocr_view *v, const ocr_picture *p, const ocr_box *areas, size_t nareas, bool apart, float shrink,
                    arena *mem, letters *found, err *e)
{
	if (!load_view(v, p, areas, nareas, apart, shrink, e) || !make_ready(o, v, shrink > 1, mem, found, e))
		return false;
	if (shrink == 1 || found->height >= MADE_SMALL)
		return true;
	/* A look was not enough to tell how large they are. */
	view_drop(v);
	return load_view(v, p, areas, nareas, apart, 1, e) && make_ready(o, v, false, mem, found, e);
}

/* *coloured: the picture has coloured ink, which was read apart from the rest. */
static bool read_once(ocr *o, const ocr_picture *p, const ocr_box *areas, size_t nareas, bool apart, float shrink, arena *mem,
                      ocr_page *out, bool *coloured, err *e)
{
	ocr_view v = { 0 };
	letters found = { 0 };
	ocr_list words = { .mem = mem };
	*out = (ocr_page){ 0 };
	bool ok = prepare(o, &v, p, areas, nareas, apart, shrink, mem, &found, e);
	*coloured = v.colour != NULL;
	ok = ok && read_view(o, &v, &found, &words, e);
	if (ok && upright_is_doubtful(&v, &words))
		ok = try_turned(o, &v, 180, &found, &words, e);
	ok = ok && closer_read(o, p, &v, &words, e);
	if (ok) {
		outline_words(&v, &words);
		letters unread = trust_unread(&found, &words, 30, mem);
		trust_judge(out, &found, &unread, &words, v.letter, mem);
		out->turned = v.turned;
		out->skew = v.skew;
		out->unread = arena_array(mem, ocr_box, unread.n);
		for (; out->nunread < unread.n; out->nunread++)
			out->unread[out->nunread] = view_back(&v, unread.boxes[out->nunread]);
		make_lines(out, &words, &v, mem);
	}
	view_drop(&v);
	return ok;
}

/* ---- colours that hide words ------------------------------------------------------------------- */

static bool is_in_a_word(const ocr_page *page, ocr_box b)
{
	int x = (b.x0 + b.x1) / 2, y = (b.y0 + b.y1) / 2;
	for (size_t i = 0; i < page->n; i++)
		for (size_t k = 0; k < page->lines[i].n; k++) {
			ocr_box w = page->lines[i].words[k].box;
			if (x >= w.x0 && x < w.x1 && y >= w.y0 && y < w.y1)
				return true;
		}
	return false;
}

/* Words on a coloured ground are neither in the plain ink nor in the coloured: there are letters then, once
 * brightness alone counts, where no word was read. */
static bool hides_words(const ocr_picture *p, const ocr_box *areas, size_t nareas, const ocr_page *page, arena *mem)
{
	enum { A_WORD = 4 };
	ocr_view v = { 0 };
	err e = ERR_INIT;
	size_t missed = 0;
	if (load_view(&v, p, areas, nareas, false, 1, &e)) {
		clean_light(v.grey);
		v.ink = clean_ink(v.grey);
		if (v.ink)
			clean_inverted(v.grey, v.ink);
		letters l = v.ink ? letters_of(v.ink, mem) : (letters){ 0 };
		for (size_t i = 0; i < l.n; i++)
			missed += !is_in_a_word(page, view_back(&v, l.boxes[i]));
	}
	view_drop(&v);
	return missed >= A_WORD;
}

/* Adds what `more` has and the page has not; words that differ in one place both stay. */
static void add_lines(ocr_page *page, const ocr_page *more, arena *mem)
{
	ocr_line *all = arena_array(mem, ocr_line, page->n + more->n);
	size_t n = 0;
	for (size_t i = 0; i < page->n; i++)
		all[n++] = page->lines[i];
	for (size_t i = 0; i < more->n; i++) {
		ocr_line l = { .words = arena_array(mem, ocr_word, more->lines[i].n), .box = more->lines[i].box };
		for (size_t k = 0; k < more->lines[i].n; k++)
			if (!is_in_a_word(page, more->lines[i].words[k].box))
				l.words[l.n++] = more->lines[i].words[k];
		if (l.n)
			all[n++] = l;
	}
	page->lines = all;
	page->n = n;
}

bool ocr_read(ocr *o, const ocr_picture *p, const ocr_box *areas, size_t nareas, arena *mem, ocr_page *out, err *e)
{
	bool coloured;
	ocr_page plain;
	ocr_look look = look_at(p, areas, nareas);
	*out = (ocr_page){ 0 };
	if (!look.words)
		return true;
	if (!ready_start(o, e))
		return false;
	if (!read_once(o, p, areas, nareas, true, look.shrink, mem, out, &coloured, e))
		return false;
	if (!coloured || (out->trust != OCR_DOUBTFUL && !hides_words(p, areas, nareas, out, mem)))
		return true;
	if (!read_once(o, p, areas, nareas, false, 1, mem, &plain, &coloured, e))
		return false;
	if (plain.trust == OCR_LEGIBLE && out->trust != OCR_LEGIBLE)
		*out = plain;
	else
		add_lines(out, &plain, mem);
	return true;
}

str ocr_text(const ocr_page *page, arena *mem, const uint32_t **at)
{
	buf text = { 0 };
	size_t n = 0;
	for (size_t i = 0; i < page->n; i++)
		n += page->lines[i].n;
	uint32_t *begins = arena_array(mem, uint32_t, n + 1);
	n = 0;
	for (size_t i = 0; i < page->n; i++)
		for (size_t k = 0; k < page->lines[i].n; k++) {
			begins[n++] = (uint32_t)text.n;
			buf_str(&text, page->lines[i].words[k].text);
			buf_byte(&text, k + 1 < page->lines[i].n ? ' ' : '\n');
		}
	str copy = str_dup(buf_view(&text), mem);
	buf_free(&text);
	if (at)
		*at = begins;
	return copy;
}

const char *ocr_trust_name(ocr_trust trust)
{
	static const char *const names[] = { "blank", "legible", "doubtful" };
	return names[trust];
}

const char *ocr_why_words(ocr_why why)
{
	static const char *const words[] = {
		"", "too many words were read with little confidence", "there are letters that could not be read",
		"its letters have too few pixels to be read",
	};
	return words[why];
}
