/*
 * unread.h - where a page shows something that may be words and that its text does not say: pictures
 * of some size, outlines, letters of a font that cannot be decoded or that lies.
 *
 * Met while the page is read; OCR then looks at these places, and at no others.
 */
#ifndef UNDERSEAL_PDF_UNREAD_H
#define UNDERSEAL_PDF_UNREAD_H

#include "formats/pdf/walk/walk.h"

#include "redact/base/arena.h"

typedef struct rpdf_patch {
	rect at;                     /* points of the page                                           */
	bool anyhow;                 /* read it even where text says something: a picture's words are its
	                                own, and a font that lies says another word than it shows    */
} rpdf_patch;

typedef struct rpdf_unread {
	rpdf_patch *list; size_t n, room;
	struct rpdf_lone { rect at, reach; bool anyhow; } *lone; /* glyphs, and small pictures, that may stand alone */
	size_t nlone, lone_room;
} rpdf_unread;

/* Each adds what is met, held to the page's area, when it may hold words. */
void rpdf_unread_image(rpdf_unread *u, fz_image *image, fz_matrix ctm, fz_rect view, rect area, arena *mem);
void rpdf_unread_path(rpdf_unread *u, const struct walk_path *path, fz_matrix ctm, rect area, arena *mem);
void rpdf_unread_glyph(rpdf_unread *u, fz_context *ctx, const rpdf_glyph *g, bool lies, rect area, arena *mem);

/* After the last: glyphs that no font explains, and pictures of a few pixels, are words only where two stand
 * side by side. */
void rpdf_unread_end(rpdf_unread *u, arena *mem);

#endif
