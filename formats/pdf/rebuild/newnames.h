/*
 * newnames.h - names in a PDF that were free text, and the neutral ones that replace them.
 *
 * One old name becomes the same new name everywhere in a document.
 */
#ifndef UNDERSEAL_PDF_NEWNAMES_H
#define UNDERSEAL_PDF_NEWNAMES_H

#include "formats/pdf/font/glyphnames.h"
#include "formats/pdf/rebuild/schema.h"
#include "redact/model/proof.h"

typedef struct new_names new_names;

/* Lives in mem but for the fonts it loads: rpdf_close_new_names() it. */
new_names *rpdf_open_new_names(pdf_document *src, proof *report, arena *mem);
void       rpdf_close_new_names(fz_context *ctx, new_names *n);   /* NULL is fine */

/* What to write for `name` where a shape says `how`: the name itself, or a neutral one. In mem. */
const char *rpdf_new_name(fz_context *ctx, new_names *n, treat how, const char *name);

/* Distinct glyph names that could be words and had to stay. */
uint32_t rpdf_odd_glyph_names(const new_names *n);

#endif
