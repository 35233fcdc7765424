/*
 * codes.h - the codes of fields that may stay, and nothing else of them.
 *
 * A field's code is a little program: PAGE, REF somewhere, INCLUDETEXT a file. A short list of fields can
 * tell of nobody: numbers of pages, sections and captions, and what leads to a place in the document
 * itself. These are written anew from their words (ECMA-376 part 1, section 17.16); whatever else stood
 * in the code is left behind. Names of places are not copied: whoever writes the code puts its own.
 */
#ifndef UNDERSEAL_DOCX_CODES_H
#define UNDERSEAL_DOCX_CODES_H

#include "redact/base/str.h"

typedef struct field_code {
	str place;          /* the bookmark it leads to, as the source names it; "" for none */
	str before, after;  /* the code around that name; without a place all of it is before */
	bool spans;         /* what it shows may be several paragraphs                       */
	bool jumps;         /* it leads about the document: bookmarks, contents             */
} field_code;

/* False for any other field. The pieces are in mem. */
bool code_read(str code, arena *mem, field_code *out);

/* The address that a HYPERLINK leads to outside of the document, a piece of code; false for any other code. */
bool code_address(str code, str *address);

/* Whether a code holds nothing but words that the format prescribes and names of ours. */
bool code_is_ours(str code);

#endif
