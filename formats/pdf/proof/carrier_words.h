/*
 * carrier_words.h - every string and name in a stretch of PDF syntax, decoded.
 *
 * For the verifier, which must see a value however it is written: (Mar\147aret), <4d61...>,
 * [(Mar)-20(garet)] TJ, one letter an operator, /Margaret#20Okonjo, UTF-16. It reads content
 * streams, object streams, CMaps and whatever lies between objects alike, and knows no operators
 * but those of an inline image. Shares nothing with the redactor, on purpose.
 */
#ifndef UNDERSEAL_PDF_CARRIER_WORDS_H
#define UNDERSEAL_PDF_CARRIER_WORDS_H

#include "redact/base/buf.h"

/* Strings start at even offsets and end in newlines, so that UTF-16 without a mark stays readable. */
typedef struct carrier_words {
	buf strings; /* each string, raw bytes                                                   */
	buf arrays;  /* the strings of each array joined, a blank where a number moves far left  */
	buf run;     /* all strings of a line joined, with nothing between them                  */
	buf names;   /* each name but the standard ones, #xx decoded */
	buf text;    /* UTF-8: strings that say they are text                                    */
	buf single;  /* UTF-8: other strings beyond ASCII, in every encoding they may be         */
} carrier_words;

/* Adds the words of `syntax`. cmap: hex strings are UTF-16 without a mark. */
void rpdf_words_add(carrier_words *w, str syntax, bool cmap);

/* Adds one string or name that was parsed already. */
void rpdf_words_string(carrier_words *w, str bytes);
void rpdf_words_name(carrier_words *w, str bytes);

/* Adds text that was joined from letters: UTF-8. */
void rpdf_words_joined(carrier_words *w, str text);

void rpdf_words_clear(carrier_words *w);
void rpdf_words_free(carrier_words *w);

/* UTF-16 of a byte order as UTF-8, a newline after it. */
void rpdf_words_utf16(buf *out, str bytes, bool little);

#endif
