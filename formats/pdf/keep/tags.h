/*
 * tags.h - the structure tree of a PDF, for those who have their pages read to them.
 *
 * Kept only when asked for (--keep tags) and, like all that is kept, written anew: elements of the
 * standard types with their nesting, the marked content they hold, rows and columns of tables,
 * languages that are codes, and descriptions (Alt, ActualText, E) in which no mark lies and which
 * speak of nothing that went. No names of anybody's own, no ids, titles, classes or object
 * references. See ISO 32000-1, 14.7 and 14.8.
 *
 *     extract  rpdf_read_tags(), rpdf_tags_units()
 *     apply    rpdf_tag_of() for each marked content a page is written with,
 *              rpdf_tag_lost() where something in it went, then rpdf_cut_tags()
 *     rebuild  rpdf_plant_tags()
 *
 * Marked content inside of forms (XObjects) is not kept apart: it belongs to what draws the form.
 */
#ifndef UNDERSEAL_PDF_TAGS_H
#define UNDERSEAL_PDF_TAGS_H

#include "formats/pdf/keep/kept_marks.h"
#include "redact/model/handling.h"
#include "redact/model/proof.h"
#include "redact/model/text.h"

typedef struct rpdf_tags rpdf_tags;

/* NULL where there is no tree or nobody asked for it. Lives in mem. */
rpdf_tags *rpdf_read_tags(fz_context *ctx, pdf_document *doc, const handling *how, arena *mem);

/* As rpdf_kept_claims(): a description that is a unit of ours. t may be NULL in all of these. */
bool rpdf_tags_claims(const rpdf_tags *t, int num, const char *key);
void rpdf_tags_units(const rpdf_tags *t, text *out);

/* The type under which marked content of a page (from 0) is written, and in *fresh its new number;
 * NULL where no element has it. A static string. */
const char *rpdf_tag_of(rpdf_tags *t, int page, int mcid, int *fresh);

/* Something that this marked content drew is not drawn any more. */
void rpdf_tag_lost(rpdf_tags *t, int page, int mcid);

/* Descriptions go where a mark lies in them, or where what they describe was cut. */
void rpdf_cut_tags(fz_context *ctx, rpdf_tags *t, const rpdf_marks *m, proof *report);

/* doc has the pages of the source in their order. */
void rpdf_plant_tags(fz_context *ctx, const rpdf_tags *t, pdf_document *doc);

/* Elements that are kept, for counting what is not. */
uint32_t rpdf_tags_kept(const rpdf_tags *t);

#endif
