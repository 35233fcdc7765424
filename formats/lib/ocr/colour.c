#include "formats/lib/ocr/colour.h"

#include "formats/lib/ocr/clean.h"
#include "formats/lib/ocr/closer.h"
#include "formats/lib/ocr/letters.h"
#include "formats/lib/ocr/trust.h"
#include "formats/lib/ocr/upright.h"

#include <string.h>

enum {
	MOST_PIECES = 24,  /* stamps that are read one by one, and no more */
	LEAST       = 3,   /* letters of a piece that is worth reading     */
	LARGE       = 24,  /* pixels: smaller letters are enlarged         */
	MARGIN      = 12,  /* pixels around it                             */
};

/* Words are there twice where the ink is dark enough to be read without its colour. */
static bool is_known(const ocr_list *words, const ocr_word *w)
{
	for (size_t i = 0; i < words->n; i++) {
		const ocr_word *k = &words->words[i].word;
		if (k->box.x0 < w->box.x1 && w->box.x0 < k->box.x1 && k->box.y0 < w->box.y1 && w->box.y0 < k->box.y1
		 && str_eq(k->text, w->text))
			return true;
	}
	return false;
}

/* Both layers stay: one place may carry two words. */
static void add_words(ocr_list *words, const ocr_list *more, const ocr_view *piece)
{
	size_t known = words->n;
	int lines = words->lines;
	for (size_t i = 0; i < more->n; i++) {
		ocr_found f = more->words[i];
		f.line += lines;
		words->lines = f.line > words->lines ? f.line : words->lines;
		f.word.box = view_back(piece, f.word.box);
		for (size_t k = 0; k < f.word.nchars; k++)
			f.word.chars[k].box = view_back(piece, f.word.chars[k].box);
		if (!is_known(&(ocr_list){ .words = words->words, .n = known }, &f.word))
			*ARENA_PUSH(words->mem, words->words, words->n, words->room) = f;
	}
}

static bool read_piece(struct ocr *o, ocr_view *v, PIX *ink, BOX *at, float letter, ocr_list *words, err *e)
{
	l_int32 x, y, w, h;
	ocr_list more = { .mem = words->mem };
	boxGetGeometry(at, &x, &y, &w, &h);
	ocr_view piece = { .w = pixGetWidth(v->colour), .h = pixGetHeight(v->colour), .back = { 1, 0, 0, 1, (float)x, (float)y } };
	piece.grey = pixClipRectangle(v->colour, at, NULL);
	PIX *shape = pixClipRectangle(ink, at, NULL);
	bool ok = piece.grey && shape;
	if (!ok)
		err_set(e, ERR_SYSTEM, "no memory to read the colours of a picture");
	float lean = ok ? upright_lean(shape) : 0;
	if (lean != 0)
		view_lean(&piece, lean);
	if (ok && letter < LARGE)
		view_scale(&piece, 2);
	PIX *straight = ok ? clean_ink(piece.grey) : NULL;
	if (straight)
		clean_rules(piece.grey, straight, letter < LARGE ? 2 * letter : letter);
	pixDestroy(&straight);
	ok = ok && pass_read(o, piece.grey, 0, 0, PSM_SPARSE_TEXT, &more, e) && closer_read(o, NULL, &piece, &more, e);
	if (ok) {
		add_words(words, &more, &piece);
		words->doubtful += trust_is_unsure(&more);
	}
	pixDestroy(&shape);
	view_drop(&piece);
	return ok;
}

static size_t letters_in(const letters *l, l_int32 x, l_int32 y, l_int32 w, l_int32 h)
{
	size_t n = 0;
	for (size_t i = 0; i < l->n; i++)
		n += l->boxes[i].x0 >= x && l->boxes[i].x1 <= x + w && l->boxes[i].y0 >= y && l->boxes[i].y1 <= y + h;
	return n;
}

bool colour_read(struct ocr *o, ocr_view *v, float letter, ocr_list *words, err *e)
{
	PIX *ink = clean_ink(v->colour);
	int size = letter > 10 ? (int)letter : 20;
	if (!ink)
		return err_set(e, ERR_SYSTEM, "no memory to read the colours of a picture");
	clean_rules(v->colour, ink, (float)size);
	letters found = letters_of(ink, words->mem);
	PIX *joined = found.n >= LEAST ? pixCloseSafeBrick(NULL, ink, 2 * size, 3 * size / 2) : NULL;
	BOXA *pieces = joined ? pixConnCompBB(joined, 8) : NULL;
	BOXA *large = pieces ? boxaSort(pieces, L_SORT_BY_AREA, L_SORT_DECREASING, NULL) : NULL;
	bool ok = true;
	for (int i = 0; ok && large && i < boxaGetCount(large) && i < MOST_PIECES; i++) {
		l_int32 x, y, w, h;
		boxaGetBoxGeometry(large, i, &x, &y, &w, &h);
		if (letters_in(&found, x, y, w, h) < LEAST)
			continue;
		BOX *at = boxCreateValid(x > MARGIN ? x - MARGIN : 0, y > MARGIN ? y - MARGIN : 0, w + 2 * MARGIN, h + 2 * MARGIN);
		ok = at && read_piece(o, v, ink, at, (float)size, words, e);
		boxDestroy(&at);
	}
	boxaDestroy(&pieces), boxaDestroy(&large);
	pixDestroy(&joined), pixDestroy(&ink);
	return ok;
}
