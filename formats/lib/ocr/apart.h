/*
 * apart.h - where in the pixels of a word one letter ends and the next begins.
 *
 * Tesseract's boxes of letters are good to a third of a letter. Where half of a word goes and half stays that is
 * too little: a digit that goes would be seen in part, or one that stays be bitten into.
 */
#ifndef UNDERSEAL_OCR_APART_H
#define UNDERSEAL_OCR_APART_H

#include "formats/lib/ocr/ocr.h"

#include <leptonica/allheaders.h>

/* Moves the edges between the letters of an upright word to where there is least ink between them, so that
 * their boxes touch and share no pixel. The word lies in the grey picture moved by (x, y). */
void apart_letters(PIX *grey, int x, int y, ocr_word *w);

#endif
