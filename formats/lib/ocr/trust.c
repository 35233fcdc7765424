#include "formats/lib/ocr/trust.h"

#include "formats/lib/ocr/frayed.h"

#include <stdlib.h>

/* Measured on the labelled set: make bench-ocr prints what these let through and what they stop. */
enum {
	SMALLEST      = 10,  /* pixels high in the picture                        */
	UNSURE        = 70,  /* a word below this is not taken on trust           */
	MOST_UNSURE   = 12,  /* percent of characters in such words               */
	MOST_UNREAD   = 5,   /* percent of letters that no word accounts for      */
	FEW_UNREAD    = 4,   /* letters, on a page with hardly any                */
	WORD_UNREAD   = 6,   /* letters side by side: a name, say                 */
	MOST_COMPARED = 4000,
	LINE_CHARS    = 12,  /* characters of a line that tells by itself: of another script, say */
	LINE_UNSURE   = 60,  /* percent of them in words below ...                */
	LINE_SURE     = 60,  /* ... this: a single name may be read with so much  */
};

typedef struct row { size_t *words; size_t n, room; } row;

static bool covers(ocr_box w, ocr_box b)
{
	int x = (b.x0 + b.x1) / 2, y = (b.y0 + b.y1) / 2;
	return x >= w.x0 && x < w.x1 && y >= w.y0 - 2 && y < w.y1 + 2;
}

letters trust_unread(const letters *all, const ocr_list *words, int sure, arena *mem)
{
	enum { BAND = 64 };
	letters out = { .height = all->height };
	size_t bands = 1;
	for (size_t i = 0; i < all->n; i++)
		if ((size_t)all->boxes[i].y1 / BAND + 1 > bands)
			bands = (size_t)all->boxes[i].y1 / BAND + 1;
	row *rows = arena_array(mem, row, bands);
	for (size_t i = 0; i < words->n; i++) {
		ocr_box b = words->words[i].word.box;
		if (words->words[i].word.sure < sure)
			continue;
		size_t first = b.y0 > 2 ? (size_t)(b.y0 - 2) / BAND : 0;
		for (size_t r = first; r <= (size_t)(b.y1 + 2) / BAND && r < bands; r++)
			*ARENA_PUSH(mem, rows[r].words, rows[r].n, rows[r].room) = i;
	}
	for (size_t i = 0; i < all->n; i++) {
		ocr_box b = all->boxes[i];
		const row *r = &rows[(size_t)((b.y0 + b.y1) / 2) / BAND];
		bool read = false;
		for (size_t k = 0; k < r->n && !read; k++)
			read = covers(words->words[r->words[k]].word.box, b);
		if (!read)
			*ARENA_PUSH(mem, out.boxes, out.n, out.room) = b;
	}
	return out;
}

/* Side by side on one line, which may lean as a stamp does. */
static bool side_by_side(ocr_box a, ocr_box b)
{
	int high = a.y1 - a.y0 > b.y1 - b.y0 ? a.y1 - a.y0 : b.y1 - b.y0;
	int low = a.y1 - a.y0 < b.y1 - b.y0 ? a.y1 - a.y0 : b.y1 - b.y0;
	int apart = a.x0 < b.x0 ? b.x0 - a.x1 : a.x0 - b.x1;
	int off = (a.y0 + a.y1 - b.y0 - b.y1) / 2;
	return apart < high && 2 * abs(off) < high && 3 * low > high;
}

/* On a full page one missed name is less than any share of it. */
static bool misses_word(const letters *unread, arena *mem)
{
	if (unread->n > MOST_COMPARED)
		return true;
	size_t *waiting = arena_array(mem, size_t, unread->n), n = 0;
	bool *met = arena_array(mem, bool, unread->n);
	for (size_t first = 0; first < unread->n; first++) {
		size_t together = 0;
		if (met[first])
			continue;
		met[first] = true;
		for (waiting[n++] = first; n; together++) {
			ocr_box at = unread->boxes[waiting[--n]];
			for (size_t i = 0; i < unread->n; i++)
				if (!met[i] && side_by_side(at, unread->boxes[i])) {
					met[i] = true;
					waiting[n++] = i;
				}
		}
		if (together >= WORD_UNREAD)
			return true;
	}
	return false;
}

static int percent_unsure(const ocr_list *words)
{
	size_t chars = 0, unsure = 0;
	for (size_t i = 0; i < words->n; i++) {
		const ocr_word *w = &words->words[i].word;
		chars += w->text.n;
		unsure += w->sure < UNSURE ? w->text.n : 0;
	}
	return chars ? (int)(100 * unsure / chars) : 0;
}

/* A line of another script, say, on a page that is read well: its letters come out as some others. */
static bool has_unsure_line(const ocr_list *words, arena *mem)
{
	struct line { size_t chars, unsure; } *lines = arena_array(mem, struct line, (size_t)words->lines + 1);
	for (size_t i = 0; i < words->n; i++) {
		const ocr_found *f = &words->words[i];
		if (f->line < 0 || f->line > words->lines)
			continue;
		lines[f->line].chars += f->word.text.n;
		lines[f->line].unsure += f->word.sure < LINE_SURE ? f->word.text.n : 0;
	}
	for (int i = 0; i <= words->lines; i++)
		if (lines[i].chars >= LINE_CHARS && 100 * lines[i].unsure >= LINE_UNSURE * lines[i].chars)
			return true;
	return false;
}

bool trust_is_unsure(const ocr_list *words)
{
	return percent_unsure(words) > MOST_UNSURE;
}

void trust_judge(ocr_page *page, const letters *all, const letters *unread, const ocr_list *words, float native,
                 arena *mem)
{
	page->letter = native;
	page->unsure = percent_unsure(words);
	page->missed = all->n ? (int)(100 * unread->n / all->n) : 0;
	page->trust = OCR_DOUBTFUL;
	if (!words->n && unread->n < FEW_UNREAD)
		page->trust = OCR_BLANK;
	else if (native && native < SMALLEST)
		page->why = OCR_WHY_SMALL;
	else if ((unread->n > FEW_UNREAD && 100 * unread->n > MOST_UNREAD * all->n) || misses_word(unread, mem) || frayed_are_left(unread, words, mem))
		page->why = OCR_WHY_UNREAD;
	else if (page->unsure > MOST_UNSURE || words->doubtful || has_unsure_line(words, mem))
		page->why = OCR_WHY_UNSURE;
	else
		page->trust = OCR_LEGIBLE;
}
