/*
 * faulty.h - JPEG pictures that are damaged and decode all the same.
 *
 * libjpeg goes on where a code is none, or where data is left over: it draws grey or shifted blocks from there on, and
 * counts a warning that most programs never ask for. Words in what it did not draw are not there to be read.
 */
#ifndef UNDERSEAL_PICTURE_FAULTY_H
#define UNDERSEAL_PICTURE_FAULTY_H

#include "redact/base/str.h"

/* Whether decoding all of it warns or fails. Of what is no JPEG: false. Takes a few milliseconds a megapixel. */
bool picture_is_faulty(str bytes);

#endif
