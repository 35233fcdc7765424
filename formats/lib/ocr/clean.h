/*
 * clean.h - what is done to a view before it is read: even light, specks out, light words on dark
 * turned over, rules out. Each works in place and does nothing where there is nothing to do.
 */
#ifndef UNDERSEAL_OCR_CLEAN_H
#define UNDERSEAL_OCR_CLEAN_H

#include <leptonica/allheaders.h>

/* Paper becomes white and ink black, whatever light fell on them; contrast is spread over the range. */
void clean_light(PIX *grey);

/* 1 bit a pixel: the ink of a picture with even light. Yours. */
PIX *clean_ink(PIX *grey);

/* Areas of light on dark become dark on light. */
void clean_inverted(PIX *grey, PIX *ink);

/* Dots that are no part of letters go, where there are many of them. `letter` is a letter's usual height. */
void clean_specks(PIX *grey, PIX *ink, float letter);

/* Straight rules along the axes go. */
void clean_rules(PIX *grey, PIX *ink, float letter);

#endif
