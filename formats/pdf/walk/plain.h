/*
 * plain.h - pages that need no walk: copied operator by operator, by their syntax alone.
 *
 * Most pages of a production carry no mark. Reading them with all their fonts and colours only to
 * write the same operators again is the larger part of the work. Where a page is plain, its operators
 * are copied as they stand, under fresh resource names and without marked content. Plain means: only
 * operators of a short list, each with just the operands it takes; no comments, no inline images,
 * forms, patterns, Type 3 fonts, soft masks or layers. Anything else is left to the walk, so this
 * needs to know what it does not know, and nothing more.
 */
#ifndef UNDERSEAL_PDF_PLAIN_H
#define UNDERSEAL_PDF_PLAIN_H

#include "formats/lib/mu.h"

/*
 * Appends the page's operators to out and returns true with *resources set (yours); or returns false,
 * out as it was, when the page is not plain. The caller knows from its extraction that every code
 * of the page's strings is one that its font can decode.
 */
bool rpdf_copy_plain(fz_context *ctx, pdf_document *pdf, pdf_obj *page, fz_buffer *out, pdf_obj **resources);

#endif
