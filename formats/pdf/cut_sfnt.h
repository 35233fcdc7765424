/* cut_sfnt.h - what cut_sfnt.c and cut_sfnt_cmap.c share; see cut.h. */
#ifndef UNDERSEAL_PDF_CUT_SFNT_H
#define UNDERSEAL_PDF_CUT_SFNT_H

#include "formats/pdf/cut.h"

#define CUT_TAG(a, b, c, d) ((uint32_t)(a) << 24 | (uint32_t)(b) << 16 | (uint32_t)(c) << 8 | (uint32_t)(d))

/* The first table of that tag, clipped to the file. False, and empty, when there is none. */
bool cut_find_table(str font, uint32_t tag, str *data);

/* Appends a cmap with the same subtables, whose only entries are those of wanted glyphs. */
void cut_sfnt_cmap(str old, const cut_set *wanted, buf *out);

#endif
