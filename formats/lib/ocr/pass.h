/*
 * pass.h - one run of Tesseract over a view, and the words of several runs made one list.
 */
#ifndef UNDERSEAL_OCR_PASS_H
#define UNDERSEAL_OCR_PASS_H

#include "formats/lib/ocr/letters.h"
#include "formats/lib/ocr/listed.h"
#include "formats/lib/ocr/ocr.h"
#include "formats/lib/ocr/tess.h"

#include <leptonica/allheaders.h>

struct ocr {
	char *data, *languages;
	tess t;
	TessBaseAPI *api;  /* NULL until there is something to read */
	double seconds;
	listed *listed;    /* numbers to be looked at closely; NULL: none */
	arena *listed_mem;
};

/* A word at its place in the view; words of a line share its number. */
typedef struct ocr_found {
	ocr_word word;
	int line;
} ocr_found;

typedef struct ocr_list {
	arena *mem;
	ocr_found *words; size_t n, room;
	int lines;       /* numbers given out */
	int doubtful;    /* pieces, such as stamps, that read badly by themselves */
} ocr_list;

/* Reads the picture, whose pixel (0, 0) lies at (x, y) of the view, and adds what it finds to the list. */
bool pass_read(struct ocr *o, PIX *grey, int x, int y, TessPageSegMode how, ocr_list *to, err *e);

/* The whole view, its letters made narrower for it: much cheaper, and as good for letters of 14 pixels and more. */
bool pass_read_narrow(struct ocr *o, PIX *grey, ocr_list *to, err *e);

/* The line of the list that goes on, or ends, beside the box; 0 when there is none. */
int pass_line_beside(const ocr_list *l, ocr_box b);

/* Of words in the same place the surer stay, but none go that account for more of the letters. NULL: nobody knows of
 * letters. */
void pass_unite(ocr_list *have, const ocr_list *more, const letters *ink);

#endif
