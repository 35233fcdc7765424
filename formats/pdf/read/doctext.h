/*
 * doctext.h - readable text out of PDF strings and of streams that are not page content.
 *
 * Results are UTF-8 in the arena given, "" where there is nothing to read.
 */
#ifndef UNDERSEAL_PDF_DOCTEXT_H
#define UNDERSEAL_PDF_DOCTEXT_H

#include "formats/lib/mu.h"

/* A text string: UTF-16 or UTF-8 by its mark, UTF-8 by its looks, else PDFDocEncoding. "" for bytes
 * that are no text: hashes, signatures, colour tables. */
str rpdf_string_text(str bytes, arena *mem);

/* The same for a string object. */
str rpdf_object_text(fz_context *ctx, pdf_obj *string, arena *mem);

/* The words of XML: tags are blanks, entities resolved; values of attributes are kept. */
str rpdf_xml_text(str xml, arena *mem);

/* Decoded stream `num` as text (XML without its tags) when it is text, at most 4 MB of it. */
str rpdf_stream_text(fz_context *ctx, pdf_document *doc, int num, arena *mem);

/* What a form XObject would draw, such as an annotation's appearance. "" when it cannot be run. */
str rpdf_form_text(fz_context *ctx, pdf_document *doc, pdf_obj *form, arena *mem);

#endif
