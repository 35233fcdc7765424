/*
 * stretch.h - the boxes that cover a stretch of text.
 *
 * A letter has a box; a word has one, too, and one that goes on in the next line has two. How wide each letter
 * was must not be told by them, since that tells which letters they were: so what stands on one line is one box,
 * upright or turned, and a line on a slant is covered by steps that are all the same.
 */
#ifndef UNDERSEAL_STRETCH_H
#define UNDERSEAL_STRETCH_H

#include "redact/model/text.h"

/* Of the bytes [beg, end) of a unit; *out is the arena's. */
size_t stretch_boxes(const unit *u, uint32_t beg, uint32_t end, arena *mem, rect **out);

#endif
