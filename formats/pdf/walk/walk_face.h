/*
 * walk_face.h - what a font says of its characters, looked up once a page and not once a letter.
 *
 * MuPDF finds widths and meanings by binary search in several tables. A page has thousands of
 * letters and some sixty different ones.
 */
#ifndef UNDERSEAL_PDF_WALK_FACE_H
#define UNDERSEAL_PDF_WALK_FACE_H

#include "formats/lib/mu.h"

enum { FACE_CHARS = 256, FACES = 8, CID_EMPTY = -2 };

struct walk_char {
	uint32_t code;               /* what stands in the string                              */
	int cid;                     /* -1: the code shows nothing; CID_EMPTY: nothing is known */
	int gid;
	float advance;               /* along the writing direction, in ems; down is negative  */
	float vx, vy;                /* vertical writing: where its origin lies, in ems        */
	int nucs, ucs[PDF_MRANGE_CAP];
};

struct walk_face {
	pdf_font_desc *font;
	float ascent, descent;       /* in ems, within what Latin letters need                 */
	int width;                   /* bytes of each code; 0: codes differ in length          */
	struct walk_char chars[FACE_CHARS];
};

/* The faces of one page; all zero is empty. */
struct walk_faces {
	struct walk_face *list[FACES];
	int next;                    /* which one makes room                                   */
};

/* Lent until FACES others were asked for. Throws when memory lacks. */
struct walk_face *walk_face_of(fz_context *ctx, struct walk_faces *faces, pdf_font_desc *font);

/* The next code of a string and how many bytes it takes, 1 or more and not beyond end. */
static inline int walk_code_of(const struct walk_face *face, unsigned char *s, unsigned char *end, unsigned *code)
{
	if (face->width == 1 || (face->width == 2 && end - s >= 2)) {
		*code = face->width == 1 ? s[0] : (unsigned)s[0] << 8 | s[1];
		return face->width;
	}
	int used = pdf_decode_cmap(face->font->encoding, s, end, code);
	return used < 1 || used > end - s ? 1 : used;
}

/* Looks it up anew. */
const struct walk_char *walk_char_anew(fz_context *ctx, struct walk_face *face, uint32_t code);

/* Lent until the next call for the same face; NULL when the code shows nothing. */
static inline const struct walk_char *walk_char_of(fz_context *ctx, struct walk_face *face, uint32_t code)
{
	const struct walk_char *c = &face->chars[code % FACE_CHARS];
	if (c->code != code || c->cid == CID_EMPTY)
		return walk_char_anew(ctx, face, code);
	return c->cid >= 0 ? c : NULL;
}

void walk_drop_faces(fz_context *ctx, struct walk_faces *faces);

#endif
