/*
 * pdf_parse.h - a PDF object from its text, for tests that build documents in memory.
 */
#ifndef UNDERSEAL_TEST_PDF_PARSE_H
#define UNDERSEAL_TEST_PDF_PARSE_H

#include "formats/lib/mu.h"

#include <string.h>

/* Yours. Throws when the text is no object. */
static inline pdf_obj *parse(fz_context *ctx, pdf_document *pdf, const char *text)
{
	pdf_lexbuf buf;
	fz_stream *in = fz_open_memory(ctx, (const unsigned char *)text, strlen(text));
	pdf_lexbuf_init(ctx, &buf, PDF_LEXBUF_SMALL);
	pdf_obj *obj = pdf_parse_stm_obj(ctx, pdf, in, &buf);
	pdf_lexbuf_fin(ctx, &buf);
	fz_drop_stream(ctx, in);
	return obj;
}

#endif
