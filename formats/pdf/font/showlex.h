/*
 * showlex.h - the few things of a content stream that matter to fonts: names, strings, operators.
 *
 * Made for streams that the redaction has written. Numbers and brackets are passed over. An inline
 * image is skipped as a whole. Where the stream ends inside a string, `sound` turns false: then its
 * reader must not believe what it has seen.
 */
#ifndef UNDERSEAL_PDF_SHOWLEX_H
#define UNDERSEAL_PDF_SHOWLEX_H

#include "redact/base/buf.h"

typedef enum show_token { SHOW_END, SHOW_NAME, SHOW_STRING, SHOW_WORD } show_token;

typedef struct showlex {
	const unsigned char *p, *end;
	str token;       /* a name without its slash, a string's bytes, a word; lent until the next   */
	buf scratch;     /* holds what had to be unescaped; free it                                   */
	bool sound;
} showlex;

/* content is lent until showlex_free(). Names, strings and operators come out; numbers, remarks and the data of inline
 * images are passed over (ISO 32000-1, 7.2 and 8.9.7). */
void       showlex_begin(showlex *l, str content);
show_token showlex_next(showlex *l);
void       showlex_free(showlex *l);

#endif
