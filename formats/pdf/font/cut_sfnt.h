/* cut_sfnt.h - what the cut_sfnt*.c files share; see cut.h. */
#ifndef UNDERSEAL_PDF_CUT_SFNT_H
#define UNDERSEAL_PDF_CUT_SFNT_H

#include "formats/pdf/font/cut.h"

#define CUT_TAG(a, b, c, d) ((uint32_t)(a) << 24 | (uint32_t)(b) << 16 | (uint32_t)(c) << 8 | (uint32_t)(d))

/* The first table of that tag, clipped to the file. False, and empty, when there is none. */
bool cut_find_table(str font, uint32_t tag, str *data);

/* Appends a cmap with the same subtables, whose only entries are those of wanted glyphs. */
void cut_sfnt_cmap(str old, const cut_set *wanted, buf *out);

/* ---- cut_sfnt_heads.c: tables that say something of all glyphs together ------------------------- */

/* What the outlines that stay have at most. */
typedef struct cut_extremes {
	bool any, composite;
	int32_t x0, y0, x1, y1;
	uint32_t points, contours, instructions;
} cut_extremes;

void cut_add_extremes(cut_extremes *e, str outline);

/* How many entries of hmtx or vmtx are whole, as far as they are there. */
size_t cut_full_metrics(str font, uint32_t header, str metrics);

/* Each appends its table. glyphs: how many stay, counting empty ones between them. */
void cut_head(str old, const cut_extremes *e, buf *out);
void cut_maxp(str old, const cut_extremes *e, uint32_t glyphs, buf *out);
void cut_os2(str old, buf *out);
/* hhea beside hmtx, and vhea beside vmtx, which is the same. */
void cut_hhea(str font, uint32_t tag, uint32_t metrics, const cut_set *set, uint32_t glyphs, buf *out);

#endif
