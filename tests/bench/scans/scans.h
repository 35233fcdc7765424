/*
 * scans.h - pictures of pages with words whose places are known, for measuring how well words are
 * read in pixels. Drawn with MuPDF, then spoilt as scanners, fax machines and telephones spoil them;
 * always the same bytes.
 */
#ifndef SCANS_H
#define SCANS_H

#include <mupdf/fitz.h>

#include <stdint.h>

struct dice { uint64_t state; };
unsigned roll(struct dice *d, unsigned sides);

enum face { SERIF, SERIF_BOLD, SERIF_ITALIC, SANS, SANS_BOLD, TYPEWRITER, FACES };

struct truth {
	char text[48];
	fz_rect box;   /* pixels of the picture      */
	int plant;     /* from 1: the words of one planted value share a number; 0 is no value */
};

/* A page in the making: in points, origin top left, y down. */
struct sheet {
	fz_context *ctx;
	fz_device *dev;
	fz_matrix view;      /* points to pixels */
	fz_font *faces[FACES];
	struct dice dice;
	float w, h;          /* points */
	struct truth *words; int n, room;
	int plants;
};

struct ink { enum face face; float size; float colour[3]; };

/* Draws a word with its baseline at (x, y); returns how far it reaches. */
float put_word(struct sheet *s, struct ink ink, float x, float y, const char *word, int plant);
/* The same for each word between blanks; blanks are a fourth of the size wide. */
float put_words(struct sheet *s, struct ink ink, float x, float y, const char *words, int plant);
void put_box(struct sheet *s, fz_rect r, const float colour[3]);
void put_frame(struct sheet *s, fz_rect r, float width, const float colour[3]);

/* A sheet of each kind; `spoil` names what happens to its pixels. */
struct kind {
	const char *name;
	float w, h;
	void (*draw)(struct sheet *s);
	int colour;
	enum spoilt { CLEAN, SCANNED, FAXED, FAINT, PHOTOGRAPHED, THERMAL } spoil;
	int turned;    /* degrees clockwise */
};
extern const struct kind kinds[];   /* ended by a NULL name */

/* Spoils grey or RGB samples in place; afterwards FAXED ones are 0 and 255 only. */
void spoil(fz_context *ctx, fz_pixmap *pix, enum spoilt how, struct dice *d);

#endif
