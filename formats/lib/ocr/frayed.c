#include "formats/lib/ocr/frayed.h"

#include "formats/lib/ocr/trust.h"

#include <stdlib.h>

enum {
	MOST_STRETCHES = 24,   /* more of them are a page that is read badly as a whole               */
	MOST_LETTERS   = 1500, /* ... and so are more letters than these                              */
	MARGIN         = 12,   /* pixels of white around what is read by itself                       */
	SURE           = 60,   /* a word less sure than this is no better than none                   */
	A_WORD         = 2,    /* letters of full height that are left are a part of a word           */
};

/* Letters that no word accounts for, one beside the other, and the words that they stand beside. */
typedef struct stretch {
	ocr_box box;           /* of the letters            */
	ocr_box all;           /* with the words            */
	size_t letters, tall;  /* how many, and how many of them are of full height */
	int left, right;       /* where the words at its sides end and begin; -1: there is none */
	int line;              /* theirs; 0: there are none */
} stretch;

static int high_of(ocr_box b) { return b.y1 - b.y0; }

static ocr_box hull(ocr_box a, ocr_box b)
{
	return (ocr_box){ a.x0 < b.x0 ? a.x0 : b.x0, a.y0 < b.y0 ? a.y0 : b.y0, a.x1 > b.x1 ? a.x1 : b.x1, a.y1 > b.y1 ? a.y1 : b.y1 };
}

static int gap_of(ocr_box a, ocr_box b)
{
	return (a.x0 > b.x0 ? a.x0 : b.x0) - (a.x1 < b.x1 ? a.x1 : b.x1);
}

/* The centre of the one lies within the other's height. */
static bool on_one_line(ocr_box a, ocr_box b)
{
	int y = (a.y0 + a.y1) / 2;
	return y >= b.y0 && y < b.y1;
}

/* ---- what is frayed --------------------------------------------------------------------------- */

/* Words lie close to their letters. Their boxes may be too low: Tesseract's are, of words that lean. */
static bool is_beside(ocr_box letters, ocr_box word, float height)
{
	float high = (float)high_of(word) > height ? (float)high_of(word) : height;
	return (on_one_line(letters, word) || on_one_line(word, letters)) && 3 * (float)high_of(letters) < 5 * high
	    && (float)gap_of(letters, word) <= high;
}

static void take_words(stretch *s, const ocr_list *words, float height)
{
	s->left = s->right = -1;
	for (size_t i = 0; i < words->n; i++) {
		const ocr_found *f = &words->words[i];
		ocr_box b = f->word.box;
		if (!is_beside(s->box, b, height) || (f->word.sure < SURE && gap_of(s->box, b) >= 0))
			continue;
		s->all = hull(s->all, b);
		if (f->word.sure < SURE)
			continue; /* what was read of these letters, and of more: all of that is read again */
		s->line = f->line;
		if (b.x0 + b.x1 < s->box.x0 + s->box.x1)
			s->left = s->left > b.x1 ? s->left : b.x1;
		else
			s->right = s->right < 0 || b.x0 < s->right ? b.x0 : s->right;
	}
}

/* A letter that is all there is between two words belongs to one of them: their boxes are good to a third of a letter. */
static bool is_filled(const stretch *s)
{
	int room = s->right - s->left - (s->box.x1 - s->box.x0);
	return s->letters == 1 && s->left >= 0 && s->right >= 0 && 5 * room < 4 * high_of(s->all);
}

static size_t list_stretches(const letters *unread, const ocr_list *words, arena *mem, stretch **out)
{
	size_t n = 0;
	bool *met = arena_array(mem, bool, unread->n);
	*out = arena_array(mem, stretch, unread->n);
	for (size_t i = 0; i < unread->n && unread->n <= MOST_LETTERS; i++) {
		if (met[i])
			continue;
		stretch s = { .box = unread->boxes[i] };
		/* They come by x0. There is room for a hyphen, which is too low to be one of them. */
		for (size_t k = i; k < unread->n; k++) {
			ocr_box b = unread->boxes[k];
			if (met[k] || (k > i && (2 * (float)gap_of(s.box, b) > 3 * unread->height || !(on_one_line(b, s.box) || on_one_line(s.box, b)))))
				continue;
			met[k] = true;
			s.box = hull(s.box, b);
			s.letters++;
			s.tall += 10 * high_of(b) >= 6 * unread->height;
		}
		s.all = s.box;
		take_words(&s, words, unread->height);
		if ((s.line || s.tall >= A_WORD) && !is_filled(&s))
			(*out)[n++] = s;
	}
	return n;
}

/* ---- reading it again ------------------------------------------------------------------------- */

static bool read_line(struct ocr *o, PIX *grey, ocr_box b, ocr_list *to, err *e)
{
	int rim = high_of(b) / 5, w = pixGetWidth(grey), h = pixGetHeight(grey);
	b = (ocr_box){ b.x0 > rim ? b.x0 - rim : 0, b.y0 > rim ? b.y0 - rim : 0, b.x1 + rim < w ? b.x1 + rim : w, b.y1 + rim < h ? b.y1 + rim : h };
	PIX *piece = pixCreate(b.x1 - b.x0 + 2 * MARGIN, b.y1 - b.y0 + 2 * MARGIN, 8);
	if (!piece)
		return err_set(e, ERR_SYSTEM, "no memory to read a line again");
	pixSetAll(piece);
	pixRasterop(piece, MARGIN, MARGIN, b.x1 - b.x0, b.y1 - b.y0, PIX_SRC, grey, b.x0, b.y0);
	bool ok = pass_read(o, piece, b.x0 - MARGIN, b.y0 - MARGIN, PSM_SINGLE_LINE, to, e);
	pixDestroy(&piece);
	return ok;
}

static bool stands_in(ocr_box in, ocr_box b)
{
	int x = (b.x0 + b.x1) / 2, y = (b.y0 + b.y1) / 2;
	return x >= in.x0 && x < in.x1 && y >= in.y0 && y < in.y1;
}

static ocr_word joined(const ocr_word *a, const ocr_word *b, arena *mem)
{
	ocr_word w = { .text = str_fmt(mem, STR_FMT STR_FMT, STR_ARG(a->text), STR_ARG(b->text)), .box = hull(a->box, b->box) };
	w.sure = (int)(((size_t)a->sure * a->text.n + (size_t)b->sure * b->text.n) / w.text.n);
	w.chars = arena_array(mem, ocr_char, a->nchars + b->nchars);
	for (size_t i = 0; a->nchars && b->nchars && i < a->nchars + b->nchars; i++) {
		ocr_char c = i < a->nchars ? a->chars[i] : b->chars[i - a->nchars];
		uint32_t on = i < a->nchars ? 0 : (uint32_t)a->text.n;
		w.chars[w.nchars++] = (ocr_char){ c.beg + on, c.end + on, c.box };
	}
	return w;
}

static bool is_of_a_number(char c)
{
	return (unsigned char)(c - '0') < 10 || c == '-';
}

/* Of a number, what stands so close that no blank fits between. */
static void join_numbers(ocr_list *line, float letter)
{
	size_t n = 0;
	for (size_t i = 0; i < line->n; i++) {
		ocr_word *last = n ? &line->words[n - 1].word : NULL, *w = &line->words[i].word;
		if (last && is_of_a_number(last->text.p[last->text.n - 1]) && is_of_a_number(w->text.p[0])
		 && 5 * (float)gap_of(last->box, w->box) < 2 * letter)
			*last = joined(last, w, line->mem);
		else
			line->words[n++] = line->words[i];
	}
	line->n = n;
}

/* Signs in a place, and how many there are times how sure they are. */
typedef struct worth { size_t signs; long sure; } worth;

static worth worth_in(ocr_box place, const ocr_list *words)
{
	worth w = { 0 };
	for (size_t i = 0; i < words->n; i++) {
		const ocr_word *one = &words->words[i].word;
		if (stands_in(place, one->box))
			w = (worth){ w.signs + one->text.n, w.sure + (long)one->text.n * one->sure };
	}
	return w;
}

/* Surer, or as many signs and about as sure: the same words in better places, say. */
static bool is_no_worse(ocr_box place, const ocr_list *line, const ocr_list *words)
{
	enum { ABOUT = 95 }; /* percent */
	worth was = worth_in(place, words), is = worth_in(place, line);
	return is.sure > was.sure || (is.signs >= was.signs && 100 * is.sure >= ABOUT * was.sure);
}

/* More than half of the letters are accounted for. */
static bool accounts_for(const ocr_list *line, const stretch *s, const letters *unread, arena *mem)
{
	letters own = { .height = unread->height };
	for (size_t i = 0; i < unread->n; i++)
		if (stands_in(s->box, unread->boxes[i]))
			*ARENA_PUSH(mem, own.boxes, own.n, own.room) = unread->boxes[i];
	return 2 * trust_unread(&own, line, SURE, mem).n < own.n;
}

static void replace_in(const stretch *s, ocr_list *words, const ocr_list *line)
{
	size_t kept = 0;
	for (size_t i = 0; i < words->n; i++)
		if (!stands_in(s->all, words->words[i].word.box))
			words->words[kept++] = words->words[i];
	words->n = kept;
	int own = s->line ? s->line : pass_line_beside(words, s->all);
	if (!own)
		own = ++words->lines;
	for (size_t i = 0; i < line->n; i++) {
		ocr_found f = line->words[i];
		f.line = own;
		*ARENA_PUSH(words->mem, words->words, words->n, words->room) = f;
	}
}

static int by_letters(const void *a, const void *b)
{
	const stretch *x = a, *y = b;
	if (x->letters != y->letters)
		return x->letters > y->letters ? -1 : 1;
	return x->box.y0 != y->box.y0 ? (x->box.y0 > y->box.y0) - (x->box.y0 < y->box.y0) : (x->box.x0 > y->box.x0) - (x->box.x0 < y->box.x0);
}

bool frayed_read(struct ocr *o, PIX *grey, const letters *found, ocr_list *words, err *e)
{
	arena *mem = words->mem;
	stretch *list;
	letters unread = trust_unread(found, words, SURE, mem);
	size_t n = list_stretches(&unread, words, mem, &list);
	qsort(list, n, sizeof *list, by_letters);
	for (size_t i = 0; i < n && i < MOST_STRETCHES; i++) {
		ocr_list line = { .mem = mem };
		if (!read_line(o, grey, list[i].all, &line, e))
			return false;
		join_numbers(&line, unread.height);
		if (is_no_worse(list[i].all, &line, words) && accounts_for(&line, &list[i], &unread, mem))
			replace_in(&list[i], words, &line);
	}
	return true;
}

bool frayed_are_left(const letters *unread, const ocr_list *words, arena *mem)
{
	stretch *list;
	size_t n = list_stretches(unread, words, mem, &list);
	for (size_t i = 0; i < n; i++)
		if (list[i].line && list[i].tall >= A_WORD)
			return true;
	return false;
}
