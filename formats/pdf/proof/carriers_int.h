/* carriers_int.h - what the files of carriers share; see carriers.h. */
#ifndef UNDERSEAL_PDF_CARRIERS_INT_H
#define UNDERSEAL_PDF_CARRIERS_INT_H

#include "formats/lib/mu.h"
#include "formats/pdf/proof/carrier_words.h"
#include "formats/pdf/proof/carriers.h"

typedef struct listing {
	pdf_document *doc;
	str file;
	carrier_sink *sink;
	void *arg;
	bool stopped;           /* the sink has seen enough                              */
	int depth;              /* PDFs within PDFs                                      */
	const char *within;     /* "" or "embedded in object 7, "                        */
	size_t *budget;         /* decoded bytes that may still be looked at, all told   */
	char *trouble;          /* TROUBLE_ROOM bytes: the first thing that was not seen */
	carrier_words words;    /* of the objects gathered, see flush                    */
	int first, last;        /* numbers of those objects                              */
} listing;

enum { TROUBLE_ROOM = 160 };

/* Hands bytes to the sink in overlapping windows. */
void rpdf_list_bytes(listing *l, const char *kind, str where, str bytes, bool text);

/* Hands over and forgets words: of parsed objects, or of content. */
void rpdf_list_words(listing *l, carrier_words *w, str where, bool content);

/* Hands over bytes that are text with all its escapes undone, where it has any. */
void rpdf_list_unescaped(listing *l, str where, str bytes);

/* Keeps the first trouble; the message must hold no word of the document. */
void rpdf_list_trouble(listing *l, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* carriers_stream.c: the stream of a dictionary at an offset of the file, or, with offset 0, that of
 * object num. Throws only when memory lacks or the sink's caller does. */
void rpdf_list_stream(fz_context *ctx, listing *l, int num, pdf_obj *dict, int64_t offset, str where);

/* carriers_scan.c: the file from its first byte to its last, as a reader of damaged files would see
 * it: objects that the cross-reference does not know, what lies between objects, and the raw bytes. */
void rpdf_list_file(fz_context *ctx, listing *l);

/* carriers_rest.c: what stands behind the end of Flate data, which hold `decoded` ("" when that is not
 * known); and bytes that stand behind an end. */
void rpdf_list_behind(listing *l, str where, str packed, str decoded);
void rpdf_list_rest(listing *l, str where, str rest);

/* carriers.c: strings, names and keys of an object, not of those it refers to. */
void rpdf_list_object(fz_context *ctx, listing *l, carrier_words *w, pdf_obj *obj);

/* carriers.c: a whole file within this one. */
void rpdf_list_nested(fz_context *ctx, listing *l, str bytes, str where);

#endif
