/*
 * metafile.h - the drawings of Windows: EMF and WMF.
 *
 * They are lists of drawing commands, and nobody here carries those out. But most of them in Word
 * documents are the wrapping of one bitmap (a screenshot, a scanned signature); that one is taken out,
 * where it is certain that nothing else is drawn and that all of the bitmap is in sight. And words
 * are read from the commands that draw letters, so that they can be searched.
 *
 * Sources: [MS-EMF] 2.3, [MS-WMF] 2.3.
 */
#ifndef UNDERSEAL_DOCX_METAFILE_H
#define UNDERSEAL_DOCX_METAFILE_H

#include "redact/base/buf.h"

bool metafile_is_emf(str bytes);
bool metafile_is_wmf(str bytes);

/* The one bitmap as a BMP file, in mem. */
bool metafile_bitmap(str bytes, arena *mem, str *bmp);

/* The words it draws: a line for each command, and all of them once more in one line, since programs
 * draw words letter by letter too. */
void metafile_words(str bytes, buf *out);

#endif
