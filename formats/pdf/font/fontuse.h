/*
 * fontuse.h - which codes of which font the written pages show.
 *
 * A font says in many places what it was used for: glyphs, widths, meanings, names. After a
 * redaction all of them may only speak of the text that is left, so somebody has to know what that
 * is. This reads the pages as they are about to be written - their operators, the forms, patterns,
 * masks and Type 3 glyphs they draw - and asks nobody what was cut: what no string shows is unused.
 */
#ifndef UNDERSEAL_PDF_FONTUSE_H
#define UNDERSEAL_PDF_FONTUSE_H

#include "formats/lib/mu.h"

typedef struct font_code {
	uint32_t code;
	uint32_t bytes;        /* 1 to 4: how long it stands in a string                            */
} font_code;

typedef struct font_use {
	pdf_obj *font;         /* its dictionary, resolved                                          */
	int num;               /* object number; 0 when it stands in the resources themselves       */
	bool whole;            /* its codes cannot be told apart: all of it counts as used          */
	font_code *codes;      /* used ones in rising order, shorter codes first                    */
	size_t n;
	bool one[256];         /* the same for codes of one byte                                    */
	struct font_reader *reader;
} font_use;

typedef struct font_uses {
	font_use **list;
	size_t n, room;
	arena *mem;
} font_uses;

/* Looks through all pages of doc. In mem, but the fonts are held: rpdf_drop_font_uses() it. Throws
 * when memory lacks or forms are nested without end; what cannot be read makes fonts `whole`. */
font_uses *rpdf_find_font_uses(fz_context *ctx, pdf_document *doc, arena *mem);
void       rpdf_drop_font_uses(fz_context *ctx, font_uses *uses);   /* NULL is fine */

bool rpdf_uses_code(const font_use *use, uint32_t code, uint32_t bytes);

/* The glyph names of a simple or Type 3 font's Encoding by code, NULL where it gives none; lent by
 * the font. *base: whether a base encoding is named. */
void rpdf_encoding_names(fz_context *ctx, pdf_obj *font, const char *names[static 256]);

#endif
