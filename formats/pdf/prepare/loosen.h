/*
 * loosen.h - forms whose box tells how wide the words in them were.
 *
 * Programs fit a form's BBox to what it draws: a name, a line (ISO 32000-1, 8.10.2). Where nothing reaches
 * beyond the box, it clips nothing, and a box of any size shows the same.
 */
#ifndef UNDERSEAL_PDF_LOOSEN_H
#define UNDERSEAL_PDF_LOOSEN_H

#include "formats/pdf/rpdf.h"

/* Gives such forms of the pages a box as far off as anybody looks. For --gap even, in memory; once the pages
 * are whole. */
void rpdf_loosen_forms(fz_context *ctx, struct rpdf_doc *d);

#endif
