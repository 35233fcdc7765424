/* sameops_int.h - what the files of sameops share; see sameops.h. */
#ifndef UNDERSEAL_PDF_SAMEOPS_INT_H
#define UNDERSEAL_PDF_SAMEOPS_INT_H

#include "formats/pdf/proof/sameops.h"

#include <stdint.h>

/* ---- the operators of one content stream (sameops_trace.c, sameops_colour.c) ------------------ */

/* What an operator refers to besides its numbers: held against its like in the other trace. */
typedef enum trace_kind {
	TRACE_FONT,   /* thing: pdf_font_desc, num                                              */
	TRACE_SHOW,   /* the string of n bytes at `at` of the bytes, in the font of ref `with`  */
	TRACE_SPACE,  /* thing: fz_colorspace; only of those that are not a device's            */
	TRACE_TINT,   /* n floats at `at` of the bytes, a colour in the space of ref `with`     */
	TRACE_IMAGE,  /* thing: fz_image; num, 0 when inline                                    */
	TRACE_FORM,   /* thing: pdf_obj, num                                                    */
} trace_kind;

typedef struct trace_ref {
	trace_kind kind;
	int num;              /* object number            */
	int with;
	uint32_t n;
	size_t at;
	void *thing;          /* kept                     */
	struct pair *pair;    /* what is known, of fonts  */
} trace_ref;

typedef struct trace {
	unsigned char *bytes; size_t n, room;       /* operators and their numbers, native floats   */
	trace_ref *refs;      size_t nrefs, refs_room;
	bool wrapped;         /* the first operator is a q, and its Q is the last                 */
	bool intent;          /* it sets how colours of other spaces than a device's are rendered */
} trace;

/* Writes down the operators of `contents`, with the resources rdb. False when there is something
 * among them that this does not look into; the trace is then of no use. Throws. */
bool rpdf_trace(fz_context *ctx, trace *t, pdf_document *doc, pdf_obj *rdb, pdf_obj *contents);

void rpdf_trace_clear(fz_context *ctx, trace *t);  /* keeps the memory for the next */
void rpdf_trace_free(fz_context *ctx, trace *t);

/* The trace of b is that of a, when an outer q and Q of b are passed over. */
bool rpdf_trace_equal(const trace *a, const trace *b);

/* ---- pairs of things (sameops_font.c) --------------------------------------------------------- */

typedef enum verdict { VERDICT_NONE, VERDICT_OPEN, VERDICT_SAME, VERDICT_DIFFERENT } verdict;

/* What is known of an object of a and one of b. */
typedef struct pair {
	verdict is;
	int width;               /* fonts: bytes of every code, 0 when it depends                    */
	unsigned char one[32];   /* fonts: bit by bit, codes of one byte that were found to be alike */
	unsigned char *two;      /* codes of two bytes; NULL until there is one, 8 KB               */
} pair;

/* Fonts that can be compared at all, code by code. */
bool rpdf_same_fonts(fz_context *ctx, pair *p, const pdf_font_desc *a, const pdf_font_desc *b);

/* Every code of a string is the same glyph at the same place, and says the same, in both fonts. */
bool rpdf_same_string(fz_context *ctx, pair *p, differ *d, pdf_font_desc *a, pdf_font_desc *b,
                      unsigned char *s, size_t n);

#endif
