/*
 * mirrored.h - pictures that a document shows as in a mirror.
 *
 * Their pixels hold the words the wrong way round, and a word processor puts them right: a:xfrm with flipH or
 * flipV, but not both, on the picture or on a group around it (ECMA-376 part 1, 20.1.7).
 */
#ifndef UNDERSEAL_DOCX_MIRRORED_H
#define UNDERSEAL_DOCX_MIRRORED_H

#include "formats/docx/inner.h"
#include "formats/lib/picture/shown.h"

/* By index in d->media_list, whether any use of it is mirrored. In mem. */
bool *mirrored_media(const docx *d, arena *mem);

/* The picture in the mirror, in mem, and a box that was found there as one of the picture itself (or back). */
ocr_picture mirrored_picture(const ocr_picture *p, arena *mem);
rect mirrored_box(rect box, int width);

#endif
