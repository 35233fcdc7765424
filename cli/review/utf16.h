/*
 * utf16.h - offsets as JavaScript counts them, and as we do.
 *
 * A page counts in UTF-16 units, documents here in bytes of UTF-8. Offsets that lie within a character are moved to
 * where it begins.
 */
#ifndef UNDERSEAL_REVIEW_UTF16_H
#define UNDERSEAL_REVIEW_UTF16_H

#include "redact/base/str.h"

/* Goes through a text: cheap when asked for places that lie near to each other, as in their order or against it. Begin with the text alone set. */
typedef struct utf16 {
	str text;
	size_t byte, unit;
} utf16;

size_t utf16_of_byte(utf16 *at, size_t byte);   /* beyond the end: of the end */
size_t utf16_to_byte(utf16 *at, size_t unit);
size_t utf16_to_byte_behind(utf16 *at, size_t unit);   /* within a character: of where the next one begins */

#endif
