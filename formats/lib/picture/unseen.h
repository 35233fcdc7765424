/*
 * unseen.h - colours of pixels that nobody sees.
 *
 * A pixel that is wholly transparent has a colour all the same, and a whole page of words can be drawn
 * in such colours. They become black.
 */
#ifndef UNDERSEAL_UNSEEN_H
#define UNDERSEAL_UNSEEN_H

#include "formats/lib/picture/picture.h"

/* Writes the picture anew when it has such pixels. False when it cannot be decoded; it must not be
 * written then. */
bool picture_blank_unseen(clean_picture *p, arena *mem);

#endif
