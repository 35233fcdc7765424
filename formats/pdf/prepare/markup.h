/*
 * markup.h - annotations that stay annotations (--annots keep-clean).
 *
 * Comments, highlights and the like stay objects where nothing in them is to be removed. Each is
 * written anew: its shape and colours from an allow-list, its words as text, its picture rewritten
 * like a page's content. Authors, dates, names, replies, popups and actions do not come along. One
 * with a mark in anything it says or shows, or under a drawn box, goes as a whole.
 *
 *     open     rpdf_markup_stays()  the others are flattened
 *     extract  rpdf_markup_units()  which units stay
 *     apply    rpdf_cut_markup()    what goes; pictures of the rest wait on their pages
 *     rebuild  rpdf_plant_markup()  into the fresh document
 */
#ifndef UNDERSEAL_PDF_MARKUP_H
#define UNDERSEAL_PDF_MARKUP_H

#include "formats/pdf/rpdf.h"

/* Whether an annotation that is seen can stay one: its kind is known, it is an object of its own
 * and has a picture. */
bool rpdf_markup_stays(fz_context *ctx, const struct rpdf_doc *d, pdf_obj *annot);

void rpdf_markup_units(fz_context *ctx, const struct rpdf_doc *d, text *out);

/* After the pages were redacted. Counts in report what went because of a mark. */
void rpdf_cut_markup(fz_context *ctx, struct rpdf_doc *d, const plan *p, proof *report);

void rpdf_plant_markup(fz_context *ctx, struct rpdf_doc *d);

#endif
