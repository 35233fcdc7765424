/*
 * pixeldiff.h - whether of a picture only what lies under boxes has changed.
 */
#ifndef UNDERSEAL_PIXELDIFF_H
#define UNDERSEAL_PIXELDIFF_H

#include "formats/lib/picture/mask.h"
#include "formats/lib/picture/shown.h"
#include "redact/base/arena.h"
#include "redact/base/str.h"

/*
 * Two PNG or JPEG files, decoded. NULL when all is well, else what is wrong, for a person. Under each box is
 * one colour; of a JPEG nearly so. Outside, a PNG is the same to the last bit. In a JPEG the blocks that a
 * box touches are coded again, and those next to them share its colour; where it had to be coded anew as a
 * whole, no stretch of it may differ by more than a coarse coding does.
 */
const char *pixeldiff_shown(const shown *before, const shown *after, bool jpeg, const mask_boxes *boxes, arena *mem);
const char *pixeldiff(str before, str after, bool jpeg, const mask_boxes *boxes, arena *mem);

#endif
