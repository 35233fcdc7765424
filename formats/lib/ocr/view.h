/*
 * view.h - a picture as the reader looks at it: turned upright, straightened, at a size that reads
 * well, with dark words on light ground; and the way back to the picture's own pixels.
 */
#ifndef UNDERSEAL_OCR_VIEW_H
#define UNDERSEAL_OCR_VIEW_H

#include "formats/lib/ocr/ocr.h"

#include <leptonica/allheaders.h>

/* Pixels of a view to pixels of the picture: x' = a x + c y + e, y' = b x + d y + f. */
typedef struct ocr_map { float a, b, c, d, e, f; } ocr_map;

typedef struct ocr_view {
	PIX *grey;       /* 8 bits a pixel: every ink that is not coloured, or all of it */
	PIX *colour;     /* the coloured ink alone, as dark on white; NULL where there is none */
	PIX *ink;        /* 1 bit a pixel of grey, once it is clean              */
	ocr_map back;
	int w, h;        /* of the picture */
	int turned;
	float skew;
	float letter;    /* usual height of a letter in the picture's own pixels; 0 for none  */
} ocr_view;

void view_drop(ocr_view *v);

void view_turn(ocr_view *v, int degrees);        /* clockwise: 90, 180, 270 */
void view_lean(ocr_view *v, float degrees);      /* clockwise, a few        */
void view_scale(ocr_view *v, float by);

/* The box in the picture that holds this one of the view; within the picture. */
ocr_box view_back(const ocr_view *v, ocr_box box);

#endif
