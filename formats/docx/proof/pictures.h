/*
 * pictures.h - the pictures of a written document beside those of its source.
 */
#ifndef UNDERSEAL_DOCX_PICTURES_H
#define UNDERSEAL_DOCX_PICTURES_H

#include "formats/docx/inner.h"

/* Adds the check "pictures-kept", where the document shows any: those without a mark are the same bytes as
 * before, in the others one colour lies under each box and all around is as it was. */
void docx_compare_pictures(docx *from, docx *to, const plan *p, proof *report);

#endif
