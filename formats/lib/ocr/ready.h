/*
 * ready.h - Tesseract for the languages somebody asked for: that their data are there is told before anything is read,
 * and it is loaded when first a picture holds something to read.
 */
#ifndef UNDERSEAL_OCR_READY_H
#define UNDERSEAL_OCR_READY_H

#include "formats/lib/ocr/ocr.h"

/* ERR_SYSTEM when it cannot be loaded; nothing where it is loaded already. */
bool ready_start(ocr *o, err *e);

#endif
