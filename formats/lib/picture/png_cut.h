/*
 * png_cut.h - taking pixels out of a PNG and leaving all others bit for bit what they were.
 *
 * Kind of colour, depth and palette stay, so that a scan of one bit a pixel remains one. What is written
 * beside the pixels is what decides how they look (transparency, gamma, resolution), never words.
 */
#ifndef UNDERSEAL_PNG_CUT_H
#define UNDERSEAL_PNG_CUT_H

#include "formats/lib/picture/mask.h"
#include "redact/base/arena.h"
#include "redact/base/str.h"

/* The PNG with the marked pixels in one opaque colour, black where it has black, in mem. False when it
 * cannot be decoded whole, or is too large. */
bool png_cut(str png, pixel_mark *mark, void *arg, arena *mem, str *out);

#endif
