/*
 * cut.h - pixels taken out of a PNG or JPEG, which stays the kind of picture it was.
 */
#ifndef UNDERSEAL_PICTURE_CUT_H
#define UNDERSEAL_PICTURE_CUT_H

#include "formats/lib/picture/mask.h"
#include "formats/lib/picture/picture.h"

/* Makes what lies under the boxes one colour. The new bytes are in mem. False when it cannot be decoded; it
 * must not be written then. */
bool picture_cut(clean_picture *p, mask_boxes *boxes, arena *mem);

#endif
