/*
 * ocr.h - the door to Tesseract and Leptonica: words in pixels.
 *
 * A picture goes in as samples, lines of words come out, each with its box in pixels of that very
 * picture, however it was turned, skewed, scaled or cleaned to be read. With them comes a verdict: a
 * picture whose words cannot be trusted to be all there says so, and why. Nothing is passed in
 * silence: `trust` is for the caller to report.
 *
 *     ocr *o = ocr_open("eng+deu", e);                       once for each worker: it stays warm
 *     ocr_page page;
 *     if (ocr_read(o, &picture, NULL, 0, mem, &page, e)) ...
 *
 * Area by area: a PDF page whose text is mostly known is rendered once; the caller passes as areas
 * the boxes where pixels carry something that the text does not (an image of some size, outlines,
 * letters of a font that lies). What lies outside the areas is white to the reader and costs nothing.
 * Before it reads, ocr_read() looks for components of the size and alignment of letters. That takes a few
 * milliseconds a megapixel, so that photos and logos cost no run of Tesseract, nor its start. It errs
 * towards reading. The look also tells how large the letters are: what is finer than need be is read smaller.
 *
 * Tesseract runs in one thread (its library is loaded when first it is needed, with OMP_THREAD_LIMIT
 * set to 1: pages fan out over workers instead), says nothing on stderr, and may crash on what it has
 * never seen: call this in a worker only, where that is one failed document.
 */
#ifndef UNDERSEAL_OCR_H
#define UNDERSEAL_OCR_H

#include "redact/base/err.h"
#include "redact/base/str.h"

typedef struct ocr ocr;

enum {
	OCR_SIDE   = 32000,      /* pixels: a wider or higher picture is refused ...   */
	OCR_PIXELS = 400000000,  /* ... and so is one of more pixels than these        */
};

/* A picture lent for the call: rows from the top down, 1 (grey, 0 is black) or 3 (RGB) bytes a pixel. */
typedef struct ocr_picture {
	const unsigned char *samples;
	int w, h;
	size_t stride;   /* bytes from one row to the next                                        */
	int channels;    /* 1 or 3                                                                */
	int dpi;         /* 0 when nobody knows; a hint only: the size of letters is measured      */
	bool keep_size;  /* read as large as it is, though smaller might do: it was enlarged, and made smaller
	                    again would lose what it has; or a word missed would be worse than time lost */
} ocr_picture;

/* Pixels of the picture as it was given, origin top left; [x0, x1) x [y0, y1). */
typedef struct ocr_box { int x0, y0, x1, y1; } ocr_box;

/* A character of a word. The boxes of an upright word never leave the word's and lie in reading order. Each is the outline of
 * its ink where that could be told (outline.h), so one that reaches over the next overlaps it; elsewhere they meet where there
 * is least ink. */
typedef struct ocr_char {
	uint32_t beg, end;  /* bytes of the word's text */
	ocr_box box;
} ocr_char;

typedef struct ocr_word {
	str text;           /* UTF-8, no blanks                                                     */
	ocr_box box;        /* takes in the word's pixels; upright also where the word is skewed    */
	int sure;           /* Tesseract's confidence, 0 to 100                                     */
	ocr_char *chars; size_t nchars;  /* none where Tesseract gave no boxes                      */
} ocr_word;

typedef struct ocr_line {
	ocr_word *words; size_t n;       /* in reading order */
	ocr_box box;
} ocr_line;

/* Whether the words found are all that a person would read there. */
typedef enum ocr_trust {
	OCR_BLANK,       /* no words, and nothing that looks like any                              */
	OCR_LEGIBLE,     /* the words can be searched                                              */
	OCR_DOUBTFUL,    /* words may be missing or misread: to be reported as unsearchable        */
} ocr_trust;

typedef enum ocr_why {
	OCR_WHY_NONE,
	OCR_WHY_UNSURE,  /* too many words were read with little confidence                        */
	OCR_WHY_UNREAD,  /* there is ink of the shape of letters that no word accounts for         */
	OCR_WHY_SMALL,   /* letters of too few pixels                                              */
} ocr_why;

typedef struct ocr_page {
	ocr_line *lines; size_t n;       /* from the top down, column after column */
	int turned;         /* degrees clockwise by which the words are turned: 0, 90, 180, 270     */
	float skew;         /* and beyond that, degrees clockwise                                   */
	ocr_trust trust;
	ocr_why why;        /* of OCR_DOUBTFUL                                                      */
	ocr_box *unread; size_t nunread; /* where words may stand that were not read                */
	float letter;       /* the usual height of its letters in pixels; 0 for none                */
	int unsure;         /* percent of characters that were read with little confidence          */
	int missed;         /* percent of letters that no word accounts for                         */
} ocr_page;

/* Languages as Tesseract names them, with '+' between them; NULL or "" is "eng". Yours: ocr_close().
 * ERR_SYSTEM, naming the Debian package, for a language that is not installed; ERR_USAGE for what is
 * no name of a language. */
ocr *ocr_open(const char *languages, err *e);

/* The same trouble, for who wants to tell it before anything is read. Opens nothing. */
bool ocr_has_languages(const char *languages, err *e);

/* The files and folders that hold the data of languages, NULL-terminated, in mem. */
const char *const *ocr_reads(arena *mem);

void ocr_close(ocr *o);   /* NULL is fine */

/* Values that somebody listed. A number of them that was almost read is looked at once more, and its digits are corrected
 * where its pixels say so (closer.h). In place of those of before; they are copied. */
void ocr_list_numbers(ocr *o, const str *values, size_t n);

/* Reads the picture, or only what lies in the areas (nareas > 0). Everything of *out lives in mem.
 * ERR_REFUSED for absurd sizes (before anything is allocated), ERR_INTERNAL where Tesseract fails,
 * ERR_SYSTEM where it does not start. */
bool ocr_read(ocr *o, const ocr_picture *p, const ocr_box *areas, size_t nareas, arena *mem, ocr_page *out, err *e);

/* That look alone: could there be words in the picture, or in these areas of it? True when in doubt, and for
 * a picture that ocr_read() refuses. */
bool ocr_has_words(const ocr_picture *p, const ocr_box *areas, size_t nareas);

/* All words as text: a line a line, blanks between words. For each word, in order, *at gets the byte
 * where it begins in the text (one entry a word). In mem. */
str ocr_text(const ocr_page *page, arena *mem, const uint32_t **at);

/* Wall-clock seconds spent inside Tesseract since ocr_open(). */
double ocr_seconds(const ocr *o);

/* "legible", "unread" ...: short stable names, and a sentence for a person. */
const char *ocr_trust_name(ocr_trust trust);
const char *ocr_why_words(ocr_why why);

#endif
