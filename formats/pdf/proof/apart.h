/*
 * apart.h - two documents whose fonts and colour spaces cannot be taken for each other's.
 *
 * MuPDF remembers what it has loaded: by document and number what is an object of its own, but by its mere text what
 * stands inside of another. << /Widths 7 0 R >> in the source is then the same as in the output, whatever
 * object 7 is in each, and a proof would hold the source against itself. So each of them becomes an object.
 */
#ifndef UNDERSEAL_PDF_APART_H
#define UNDERSEAL_PDF_APART_H

#include "formats/lib/mu.h"

/* Makes fonts, shadings and colour spaces that stand in resources, images and states objects of their own, in
 * memory. Before anything of the document was drawn. Throws. */
void rpdf_set_apart(fz_context *ctx, pdf_document *doc);

#endif
