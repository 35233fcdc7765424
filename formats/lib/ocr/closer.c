#include "formats/lib/ocr/closer.h"

#include "formats/lib/ocr/clean.h"
#include "formats/lib/ocr/load.h"
#include "formats/lib/ocr/samples.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
	MOST_PLACES = 60,   /* of a view; one with more is read badly as a whole                   */
	MARGIN      = 12,   /* pixels of white around what is read by itself                       */
	SAYS        = 256,  /* letters and digits of a reading that are looked at                  */
	LONG        = 9,    /* digits: no reading says so long a listed number by chance           */
};

static const float ANOTHER = 0.05f, LEANS = 2.5f;

/* A sign of a line: byte `at` of a word. */
typedef struct place { size_t word; uint32_t at; } place;

typedef struct look {
	struct ocr *o;
	const ocr_picture *p;  /* NULL: the view's own pixels are all there is */
	const ocr_view *v;
	ocr_list *words;
	arena *mem;
	place *places; listed_sign *signs; size_t n;   /* of one line */
	samples samples;
	size_t looked;
} look;

/* ---- lines ------------------------------------------------------------------------------------- */

typedef struct in_line { int line, x0; size_t word; } in_line;

static int by_line(const void *a, const void *b)
{
	const in_line *x = a, *y = b;
	return x->line != y->line ? (x->line > y->line) - (x->line < y->line) : (x->x0 > y->x0) - (x->x0 < y->x0);
}

static in_line *words_by_line(const ocr_list *words, arena *mem)
{
	in_line *list = arena_array(mem, in_line, words->n + 1);
	for (size_t i = 0; i < words->n; i++)
		list[i] = (in_line){ words->words[i].line, words->words[i].word.box.x0, i };
	if (words->n)
		qsort(list, words->n, sizeof *list, by_line);
	return list;
}

static void take_line(look *l, const in_line *list, size_t n)
{
	size_t room = 0;
	for (size_t i = 0; i < n; i++)
		room += l->words->words[list[i].word].word.text.n;
	l->places = arena_array(l->mem, place, room + 1);
	l->signs = arena_array(l->mem, listed_sign, room + 1);
	l->n = 0;
	for (size_t i = 0; i < n; i++) {
		str s = l->words->words[list[i].word].word.text;
		for (size_t k = 0; k < s.n; k++) {
			char c = listed_sign_of(s.p[k]);
			if (!c)
				continue;
			l->places[l->n] = (place){ list[i].word, (uint32_t)k };
			l->signs[l->n++] = (listed_sign){ c, k == 0 || !listed_sign_of(s.p[k - 1]), k + 1 == s.n || !listed_sign_of(s.p[k + 1]) };
		}
	}
}

/* ---- what its pixels look like ---------------------------------------------------------------------- */

static const ocr_box *box_at(const look *l, size_t sign)
{
	const ocr_word *w = &l->words->words[l->places[sign].word].word;
	for (size_t i = 0; i < w->nchars; i++)
		if (w->chars[i].beg <= l->places[sign].at && l->places[sign].at < w->chars[i].end)
			return &w->chars[i].box;
	return NULL;
}

/* All digits that differ look like those that are listed; some looks more like what was read; or neither. */
typedef enum likeness { LIKE_NONE, LIKE_LISTED, LIKE_READ } likeness;

static likeness likeness_of(look *l, const listed_near *near)
{
	size_t n = near->end - near->beg;
	likeness all = n == near->number->n ? LIKE_LISTED : LIKE_NONE;
	if (all == LIKE_LISTED && !l->samples.taken)
		samples_take(&l->samples, l->v->grey, l->words, l->mem);
	for (size_t i = 0; all != LIKE_NONE && i < n; i++) {
		char read = l->signs[near->beg + i].c, listed = near->number->signs[i];
		const ocr_box *box = read != listed ? box_at(l, near->beg + i) : NULL;
		if (read == listed)
			continue;
		switch (box ? samples_tell(&l->samples, l->v->grey, *box, read, listed) : SAMPLES_NONE) {
		case SAMPLES_FIRST:  return LIKE_READ;
		case SAMPLES_NONE:   all = LIKE_NONE; break;
		case SAMPLES_SECOND: break;
		}
	}
	return all;
}

/* ---- read again -------------------------------------------------------------------------------------- */

static ocr_box hull(ocr_box a, ocr_box b)
{
	return (ocr_box){ a.x0 < b.x0 ? a.x0 : b.x0, a.y0 < b.y0 ? a.y0 : b.y0, a.x1 > b.x1 ? a.x1 : b.x1, a.y1 > b.y1 ? a.y1 : b.y1 };
}

/* The ink of all its signs in the view; *letter is the height of the highest. False where they are on no one line. */
static bool ink_of(const look *l, const listed_near *near, ocr_box *all, float *letter)
{
	bool any = false;
	*letter = 0;
	for (size_t i = near->beg; i < near->end; i++) {
		const ocr_box *box = box_at(l, i);
		ocr_box b = box ? *box : l->words->words[l->places[i].word].word.box;
		if (!glyph_ink(l->v->grey, &b))
			continue;
		*all = any ? hull(*all, b) : b;
		*letter = fmaxf(*letter, (float)(b.y1 - b.y0));
		any = true;
	}
	return any && (float)(all->y1 - all->y0) < LEANS * *letter;
}

static ocr_box grown(ocr_box b, int x, int y, int w, int h)
{
	return (ocr_box){ b.x0 > x ? b.x0 - x : 0, b.y0 > y ? b.y0 - y : 0, b.x1 + x < w ? b.x1 + x : w, b.y1 + y < h ? b.y1 + y : h };
}

static PIX *cut_out(PIX *grey, ocr_box at)
{
	BOX *box = boxCreate(at.x0, at.y0, at.x1 - at.x0, at.y1 - at.y0);
	PIX *cut = box ? pixClipRectangle(grey, box, NULL) : NULL;
	boxDestroy(&box);
	return cut;
}

/* Its pixels, upright and clean; *letter becomes their height there. From the picture itself where the view has another size.
 * Yours; NULL when there is no memory. */
static PIX *pixels_of(const look *l, ocr_box all, float *letter)
{
	const ocr_view *v = l->v;
	float step = sqrtf(fabsf(v->back.a * v->back.d - v->back.b * v->back.c));
	int rim = (int)(*letter / 3) + 2;
	ocr_box at = grown(all, rim, rim, pixGetWidth(v->grey), pixGetHeight(v->grey));
	if (!l->p || fabsf(step - 1) < ANOTHER)
		return cut_out(v->grey, at);
	ocr_view fine;
	err ignored = ERR_INIT;
	at = view_back(v, at);
	if (!load_view(&fine, l->p, &at, 1, false, 1, &ignored))
		return NULL;
	*letter *= step;
	clean_light(fine.grey);
	fine.ink = clean_ink(fine.grey);
	if (fine.ink)
		clean_inverted(fine.grey, fine.ink);
	view_turn(&fine, (360 - v->turned) % 360);
	if (v->skew != 0)
		view_lean(&fine, -v->skew);
	PIX *grey = pixClone(fine.grey);
	view_drop(&fine);
	return grey;
}

/* So high, in pixels, its letters are read; once without their grain; once as nothing but digits. */
typedef struct way { float high; bool smooth, digits; } way;

static PIX *made_ready(PIX *grey, float letter, const way *how)
{
	PIX *smooth = how->smooth && pixGetWidth(grey) > 4 && pixGetHeight(grey) > 4 ? pixBlockconvGray(grey, NULL, 1, 1) : NULL;
	float by = how->high / letter;
	PIX *from = smooth ? smooth : grey, *sized = by > 1 ? pixScaleGrayLI(from, by, by) : pixScaleAreaMap(from, by, by);
	PIX *page = sized ? pixCreate(pixGetWidth(sized) + 2 * MARGIN, pixGetHeight(sized) + 2 * MARGIN, 8) : NULL;
	if (page) {
		pixSetAll(page);
		pixRasterop(page, MARGIN, MARGIN, pixGetWidth(sized), pixGetHeight(sized), PIX_SRC, sized, 0, 0);
	}
	pixDestroy(&smooth), pixDestroy(&sized);
	return page;
}

static bool read_so(struct ocr *o, PIX *grey, float letter, const way *how, ocr_list *read, err *e)
{
	PIX *page = made_ready(grey, letter, how);
	if (!page)
		return err_set(e, ERR_SYSTEM, "no memory to read a number again");
	if (how->digits)
		tess_take_only(&o->t, o->api, "0123456789()-./ ");
	bool ok = pass_read(o, page, 0, 0, PSM_SINGLE_LINE, read, e);
	if (how->digits)
		tess_take_only(&o->t, o->api, "");
	pixDestroy(&page);
	return ok;
}

/* As a whole: with no other letter or digit to its left or right in its word. */
static bool says(const listed_sign *read, size_t n, const char *signs, size_t nsigns)
{
	for (size_t beg = 0; beg + nsigns <= n; beg++) {
		size_t i = 0;
		while (i < nsigns && read[beg + i].c == signs[i])
			i++;
		if (i == nsigns && read[beg].begins && read[beg + nsigns - 1].ends)
			return true;
	}
	return false;
}

/* How many readings say what is listed, and how many say what was read before. */
typedef struct votes { int listed, before; } votes;

static void count(const look *l, const listed_near *near, const ocr_list *read, votes *v)
{
	listed_sign all[SAYS];
	char before[LISTED_LONGEST + 1];
	size_t n = 0;
	for (size_t i = 0; i < read->n; i++) {
		str s = read->words[i].word.text;
		for (size_t k = 0; k < s.n && n < SAYS; k++) {
			char c = listed_sign_of(s.p[k]);
			if (c)
				all[n++] = (listed_sign){ c, k == 0 || !listed_sign_of(s.p[k - 1]), k + 1 == s.n || !listed_sign_of(s.p[k + 1]) };
		}
	}
	for (size_t i = near->beg; i < near->end; i++)
		before[i - near->beg] = l->signs[i].c;
	v->listed += says(all, n, near->number->signs, near->number->n);
	v->before += says(all, n, before, near->end - near->beg);
}

static bool is_listed(votes v, likeness like, bool is_long)
{
	if (like == LIKE_LISTED)
		return v.listed > 0;
	return v.listed > v.before && (v.listed > 1 || (is_long && !v.before));
}

/* *is: it is the listed number. *unclear: that is neither shown nor contradicted. */
static bool read_again(look *l, const listed_near *near, likeness like, bool *is, bool *unclear, err *e)
{
	static const way ways[] = { { 42, false, false }, { 21, false, false }, { 30, true, false }, { 30, false, true } };
	enum { WAYS = sizeof ways / sizeof *ways };
	ocr_box all;
	float letter;
	*is = *unclear = false;
	PIX *grey = ink_of(l, near, &all, &letter) ? pixels_of(l, all, &letter) : NULL;
	votes v = { 0 };
	bool ok = true;
	for (size_t i = 0; ok && grey && i < WAYS && !(like == LIKE_LISTED && v.listed) && v.listed < 3; i++) {
		ocr_list read = { .mem = l->mem };
		ok = read_so(l->o, grey, letter, &ways[i], &read, e);
		count(l, near, &read, &v);
	}
	*is = ok && is_listed(v, like, near->number->n >= LONG);
	*unclear = !*is && (v.listed || !v.before);
	pixDestroy(&grey);
	return ok;
}

/* ---- taking the listed one ------------------------------------------------------------------------------ */

/* The word's boxes of letters go where it gets another length. */
static void change_word(ocr_word *w, size_t at, size_t gone, char put, arena *mem)
{
	str head = str_sub(w->text, 0, at), tail = str_sub(w->text, at + gone, w->text.n);
	w->text = str_fmt(mem, STR_FMT "%.*s" STR_FMT, STR_ARG(head), put != 0, &put, STR_ARG(tail));
	if (gone != (put != 0))
		w->nchars = 0;
}

/* From its end on, so that what stands before stays where it is. */
static void take_listed(look *l, const listed_near *near)
{
	listed_change list[LISTED_CHANGES];
	size_t n = listed_changes(l->signs, near, list);
	for (size_t i = 0; i < n; i++) {
		bool behind = list[i].at == near->end;
		const place *p = &l->places[list[i].at - behind];
		change_word(&l->words->words[p->word].word, p->at + behind, list[i].gone, list[i].put, l->words->mem);
	}
}

/* ---- the look --------------------------------------------------------------------------------------------- */

static bool is_taken(const listed_near *near, const bool *taken, size_t n, const listed_near *one)
{
	for (size_t i = 0; i < n; i++)
		if (taken[i] && near[i].beg < one->end && one->beg < near[i].end)
			return true;
	return false;
}

/* An unclear place that is no part of what was taken makes the whole doubtful. */
static bool look_at_line(look *l, const in_line *list, size_t n, err *e)
{
	listed_near *near;
	take_line(l, list, n);
	size_t found = listed_find(l->o->listed, l->signs, l->n, l->mem, &near);
	bool *taken = arena_array(l->mem, bool, found + 1), *unclear = arena_array(l->mem, bool, found + 1);
	for (size_t i = 0; i < found && l->looked < MOST_PLACES; i++) {
		likeness like = is_taken(near, taken, i, &near[i]) ? LIKE_READ : likeness_of(l, &near[i]);
		if (like == LIKE_READ)
			continue;
		l->looked++;
		if (!read_again(l, &near[i], like, &taken[i], &unclear[i], e))
			return false;
		if (taken[i])
			take_listed(l, &near[i]);
	}
	for (size_t i = 0; i < found; i++)
		l->words->doubtful += unclear[i] && !is_taken(near, taken, found, &near[i]);
	return true;
}

bool closer_read(struct ocr *o, const ocr_picture *p, const ocr_view *v, ocr_list *words, err *e)
{
	if (!o->listed || !o->listed->n || !words->n)
		return true;
	look l = { .o = o, .p = p, .v = v, .words = words, .mem = arena_new() };
	in_line *list = words_by_line(words, l.mem);
	bool ok = true;
	for (size_t beg = 0, end; ok && beg < words->n; beg = end) {
		for (end = beg + 1; end < words->n && list[end].line == list[beg].line; end++)
			;
		ok = look_at_line(&l, list + beg, end - beg, e);
	}
	arena_drop(l.mem);
	return ok;
}
