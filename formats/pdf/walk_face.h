/*
 * walk_face.h - what a font says of its characters, looked up once a page and not once a letter.
 *
 * MuPDF finds widths and meanings by binary search in several tables. A page has thousands of
 * letters and some sixty different ones.
 */
#ifndef UNDERSEAL_PDF_WALK_FACE_H
#define UNDERSEAL_PDF_WALK_FACE_H

#include "formats/lib/mu.h"

enum { FACE_CHARS = 256, FACES = 8 };

struct walk_char {
	int cid;                     /* -1: this slot is empty                                 */
	int gid;
	float advance;               /* along the writing direction, in ems; down is negative  */
	float vx, vy;                /* vertical writing: where its origin lies, in ems        */
	int nucs, ucs[PDF_MRANGE_CAP];
};

struct walk_face {
	pdf_font_desc *font;
	float ascent, descent;       /* in ems, within what Latin letters need                 */
	struct walk_char chars[FACE_CHARS];
};

/* The faces of one page; all zero is empty. */
struct walk_faces {
	struct walk_face *list[FACES];
	int next;                    /* which one makes room                                   */
};

/* Lent until FACES others were asked for. Throws when memory lacks. */
struct walk_face *walk_face_of(fz_context *ctx, struct walk_faces *faces, pdf_font_desc *font);

/* Lent until the next call for the same face. cid >= 0. */
const struct walk_char *walk_char_of(fz_context *ctx, struct walk_face *face, int cid);

void walk_drop_faces(fz_context *ctx, struct walk_faces *faces);

#endif
