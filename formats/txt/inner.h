/*
 * inner.h - what the files of formats/txt/ share; nobody else includes it.
 *
 *     coding.c    in which encoding the bytes are, and how to read and write it
 *     txt.c       the interface: the one unit of text, what is cut out of the bytes, saving
 *     prove.c     the written file beside its source, read by code of its own
 *
 * The bytes of the file are the document: a mark replaces the bytes of its words, and all others stay as they
 * are. Ends of lines and pages and tabs inside a mark stay, so that the text keeps its shape.
 */
#ifndef UNDERSEAL_TXT_INNER_H
#define UNDERSEAL_TXT_INNER_H

#include "formats/txt/coding.h"
#include "redact/base/buf.h"
#include "redact/format.h"

#define TXT_UNIT "text"

typedef struct txt {
	arena *mem;
	const source *src;
	coding how;
	size_t mark;        /* bytes of the mark of byte order before the text */
	str text;           /* UTF-8; every end of a line or page is \n        */
	uint32_t *at;       /* text.n + 1: where in the bytes of the file each byte of it begins */
	buf out;            /* after apply()                                    */
	bool applied;
} txt;

/* prove.c */
bool txt_carriers(doc *d, carrier_sink *sink, void *arg, err *e);
bool txt_inspect(doc *d, proof *report, err *e);
bool txt_compare(doc *source, const text *before, doc *output, const text *after, const plan *p, bool pixels,
                 proof *report, err *e);

#endif
