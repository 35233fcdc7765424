/* pagediff_int.h - what the two files of pagediff share; see pagediff.h. */
#ifndef UNDERSEAL_PDF_PAGEDIFF_INT_H
#define UNDERSEAL_PDF_PAGEDIFF_INT_H

#include "formats/pdf/pagediff.h"

enum { FONT_PAIRS = 64, KNOWN_GLYPHS = 512 };

typedef struct known_glyph {
	int a, b;   /* glyph ids plus one; 0 is an empty slot */
	bool same;
} known_glyph;

/* A font of the source and one of the output that stand at the same glyphs. */
typedef struct font_pair {
	fz_font *a, *b;    /* kept */
	bool same;         /* the same font file */
	bool type3;
	known_glyph known[KNOWN_GLYPHS];
} font_pair;

/* What becomes of an item of the source. */
typedef enum fate { FATE_KEEP, FATE_MAY_GO, FATE_MUST_GO } fate;

struct differ {
	font_pair pairs[FONT_PAIRS];
	font_pair *last_pair;
	size_t next_pair;
	unsigned char *fates;  size_t fates_room;   /* one per item of the source                */
	unsigned char *idle;   size_t idle_room;    /* one per item of the output: draws nothing */
	uint32_t *paired;      size_t paired_room;  /* per opener of the source: the output's, +1 */
	rect *excused;         size_t excused_room;
};

#endif
