/*
 * tess.h - Tesseract's library, loaded when first a picture is to be read.
 *
 * Linked in, it would cost each worker that never reads a picture some fifty shared libraries. And
 * OpenMP reads OMP_THREAD_LIMIT once, when its library is loaded: here it is set before that.
 */
#ifndef UNDERSEAL_TESS_H
#define UNDERSEAL_TESS_H

#include "redact/base/err.h"
#include "redact/base/str.h"

#include <tesseract/capi.h>

#define TESS_CALLS(X) \
	X(TessBaseAPICreate) X(TessBaseAPIDelete) X(TessBaseAPISetVariable) X(TessBaseAPIInit2) \
	X(TessBaseAPISetPageSegMode) X(TessBaseAPISetImage2) X(TessBaseAPISetSourceResolution) \
	X(TessBaseAPIRecognize) X(TessBaseAPIGetIterator) X(TessBaseAPIClear) X(TessBaseAPIMeanTextConf) \
	X(TessResultIteratorDelete) X(TessResultIteratorNext) X(TessResultIteratorGetPageIterator) \
	X(TessResultIteratorGetUTF8Text) X(TessResultIteratorConfidence) X(TessDeleteText) \
	X(TessPageIteratorBoundingBox) X(TessPageIteratorIsAtBeginningOf) X(TessPageIteratorIsAtFinalElement)

typedef struct tess {
#define TESS_MEMBER(name) __typeof__(&name) name;
	TESS_CALLS(TESS_MEMBER)
#undef TESS_MEMBER
	void *library;
} tess;

/* ERR_SYSTEM, naming the package, when it is not installed. */
bool tess_load(tess *t, err *e);
void tess_unload(tess *t);

/* A warm engine for languages such as "eng+deu" out of folder `data`; NULL and *e when it does not start. */
TessBaseAPI *tess_start(const tess *t, const char *data, const char *languages, err *e);

/* From now on it reads these signs alone; "": all. */
void tess_take_only(const tess *t, TessBaseAPI *api, const char *signs);

/* That folder, and what its files are links to: NULL-terminated, in mem. */
const char *const *tess_reads(arena *mem);

/* The folder with Tesseract's data; "" when there is none. Lent to `room` bytes. */
void tess_data_folder(char *to, size_t room);

#endif
