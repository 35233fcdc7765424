/*
 * bench.h - what the parts of bench_ocr share: the labelled pages, and what either reader made of them.
 *
 * load.c fills the pages in, score.c judges what was read against what stands there, tables.c prints it;
 * bench_ocr.c says what all this is for. What goes wrong ends the program: a bench has nobody to hand an error to.
 */
#ifndef BENCH_OCR_H
#define BENCH_OCR_H

#include "formats/lib/ocr/ocr.h"
#include "redact/base/buf.h"
#include "redact/model/text.h"

/* A word and where it lies, in pixels; plant: which planted value it is a part of, from 1, or 0; line: the line it was read in. */
typedef struct word { str text; ocr_box box; int plant, line; } word;
typedef struct words { word *list; size_t n, room; } words;

typedef struct score { int words, read, plants, found; } score;

typedef struct scan {
	char name[64], kind[32];
	int dpi, skew, turned;
	words truth, ours, stock;
	ocr_trust trust;
	ocr_why why;
	float letter;
	int unsure, missed;
	score mine, theirs;
	bool near;           /* a number of it that was not found is there but for a digit */
} scan;

typedef struct bench {
	arena *mem;
	const char *folder;
	scan *scans; size_t n, room;
	double our_wall, our_cpu, inside, stock_wall, stock_cpu;
} bench;

/* The resolutions that the set is made at, the finest first. */
#define RESOLUTIONS 5
extern const int resolutions[RESOLUTIONS];

/* ---- load.c ---------------------------------------------------------------------------------- */

_Noreturn void die(const char *what);

/* The pages that FOLDER/list names, with what stands on them. */
void load_list(bench *b);

/* What we read on a page, and how sure we are; adds to the times of the bench. */
void read_ours(bench *b, ocr *o, scan *s);

/* What the program `tesseract` reads on all pages of a resolution, in one process. */
void read_stock(bench *b, int dpi);

/* Seconds on the clock, from anywhere. */
double wall(void);

/* ---- score.c --------------------------------------------------------------------------------- */

/* A planted value as somebody would list it; lent by `value`, until that is written to again. */
str planted_value(const words *truth, int plant, buf *value);

/* The words that were read as the engine has them, a unit in pixels; at[i] is where word i begins. */
text engine_text(const words *got, arena *mem, size_t **at);

/* What was read of the page's words and found of its values; near becomes true when one that was not found is there
 * but for a digit. BENCH_TELL in the environment has each value that was not found told. */
score score_of(const scan *s, const words *got, bool *near);

/* Its page is reported: for how it was read, or for a number in it that was not found as such. */
bool is_told(const scan *s);

/* ---- tables.c -------------------------------------------------------------------------------- */

double share(int part, int of);   /* percent; 0 of nothing */
void   print_tables(const bench *b);
void   print_fates(const bench *b);
void   print_trust(const bench *b);

#endif
