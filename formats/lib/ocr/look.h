/*
 * look.h - a short look at a picture before it is read: could there be words, and how large are they?
 *
 * The cost of reading goes with the pixels, and Tesseract reads letters of 17 pixels as well as those of 30.
 */
#ifndef UNDERSEAL_OCR_LOOK_H
#define UNDERSEAL_OCR_LOOK_H

#include "formats/lib/ocr/ocr.h"

typedef struct ocr_look {
	bool words;      /* true when in doubt, and for a picture that ocr_read() refuses                    */
	float shrink;    /* 1 or more: by so much smaller the picture still reads as well, small print, too  */
} ocr_look;

ocr_look look_at(const ocr_picture *p, const ocr_box *areas, size_t nareas);

#endif
