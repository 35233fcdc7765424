#include "formats/lib/ocr/large.h"

#include <string.h>

enum {
	READS_WELL = 40,   /* pixels high: what large letters are brought to   */
	LARGE      = 70,   /* pixels: what is not higher is read with the rest */
	FAR_LARGER = 4,    /* ... nor what is less times as high as the rest   */
	SOME       = 2,    /* a single one is no word                          */
};

static int high_of(ocr_box b) { return b.y1 - b.y0; }

static letters large_of(const letters *found, arena *mem)
{
	letters l = { 0 };
	float sum = 0;
	for (size_t i = 0; i < found->n; i++) {
		ocr_box b = found->boxes[i];
		if (high_of(b) <= LARGE || (float)high_of(b) <= FAR_LARGER * found->height)
			continue;
		*ARENA_PUSH(mem, l.boxes, l.n, l.room) = b;
		sum += (float)high_of(b);
	}
	l.height = l.n ? sum / (float)l.n : 0;
	return l;
}

/* The one piece of ink that fills the box from top to bottom, and nothing that stands within it. */
static bool add_piece(PIX *ink, ocr_box b, PIX *to)
{
	BOX *box = boxCreate(b.x0, b.y0, b.x1 - b.x0, high_of(b));
	PIX *cut = box ? pixClipRectangle(ink, box, NULL) : NULL;
	PIX *whole = cut ? pixSelectBySize(cut, 0, high_of(b) - 1, 8, L_SELECT_HEIGHT, L_SELECT_IF_GTE, NULL) : NULL;
	if (whole)
		pixRasterop(to, b.x0, b.y0, b.x1 - b.x0, high_of(b), PIX_SRC | PIX_DST, whole, 0, 0);
	bool ok = whole != NULL;
	boxDestroy(&box);
	pixDestroy(&cut), pixDestroy(&whole);
	return ok;
}

static void place_words(ocr_list *words, size_t first, const ocr_view *sized)
{
	for (size_t i = first; i < words->n; i++) {
		ocr_word *w = &words->words[i].word;
		w->box = view_back(sized, w->box);
		for (size_t k = 0; k < w->nchars; k++)
			w->chars[k].box = view_back(sized, w->chars[k].box);
	}
}

static bool read_pieces(struct ocr *o, PIX *pieces, float height, ocr_list *words, err *e)
{
	float by = READS_WELL / height;
	size_t first = words->n;
	PIX *grey = pixConvert1To8(NULL, pieces, 255, 0), *sized = grey ? pixScaleAreaMap(grey, by, by) : NULL;
	bool ok = sized ? pass_read(o, sized, 0, 0, PSM_SPARSE_TEXT, words, e) : err_set(e, ERR_SYSTEM, "no memory to read large letters");
	ocr_view back = { .w = pixGetWidth(pieces), .h = pixGetHeight(pieces), .back = { 1 / by, 0, 0, 1 / by, 0, 0 } };
	place_words(words, first, &back);
	pixDestroy(&grey), pixDestroy(&sized);
	return ok;
}

bool large_read(struct ocr *o, ocr_view *v, const letters *found, ocr_list *words, err *e)
{
	letters large = large_of(found, words->mem);
	if (large.n < SOME || !v->ink)
		return true;
	PIX *pieces = pixCreateTemplate(v->ink), *wide = NULL;
	bool ok = pieces != NULL;
	for (size_t i = 0; ok && i < large.n; i++)
		ok = add_piece(v->ink, large.boxes[i], pieces);
	wide = ok ? pixDilateBrick(NULL, pieces, 5, 5) : NULL;
	ok = wide ? read_pieces(o, pieces, large.height, words, e) : err_set(e, ERR_SYSTEM, "no memory to read large letters");
	if (ok)
		pixSetMasked(v->grey, wide, 255);
	pixDestroy(&pieces), pixDestroy(&wide);
	return ok;
}
