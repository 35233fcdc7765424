/*
 * see.h - words in the pixels of the pictures that a document shows.
 *
 * Every picture that is written is a place of its own, named as its part is: "word/media/image1.png". It is
 * read as it will be written, so what a crop hides is nowhere to be read, and what is removed from it is
 * gone wherever the picture is used.
 */
#ifndef UNDERSEAL_DOCX_SEE_H
#define UNDERSEAL_DOCX_SEE_H

#include "formats/docx/inner.h"

/* Lists the pictures that may hold words, as nobody has read them yet. */
void docx_list_pictures(const docx *d, text *out);

/* The member ocr of the format, see format.h. */
bool docx_see(doc *d, const ocr_order *order, text *out, err *e);

/* The unit of the words that a drawing drew as letters, by the name of its picture; in mem. It does not stay. */
str docx_letters_unit(str media_name, arena *mem);

/* The accepted boxes of p in a picture, by the name of its part or the unit of its pixels; in mem. Where a drawing
 * had more values in its letters than were found in its pixels it is all of the picture: nobody knows where they are. */
size_t docx_picture_boxes(const plan *p, str part, arena *mem, rect **out);

/* Whether a unit is one of a picture that is written. */
bool docx_is_picture_unit(const docx *d, str unit_id);

#endif
