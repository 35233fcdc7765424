/*
 * pstext.h - PostScript text inside a PDF, written anew from what it means.
 *
 * CMaps (and ToUnicode maps) and Type 4 functions are small PostScript programs. Comments, names
 * and definitions in them are free text, so they are read into tokens and only the tables and
 * operators that readers of PDF understand are written out again.
 */
#ifndef UNDERSEAL_PDF_PSTEXT_H
#define UNDERSEAL_PDF_PSTEXT_H

#include "redact/base/buf.h"
#include "redact/base/err.h"

/* The code ranges of a CMap in a fixed frame; rows of wrong form are left out. `standard` says
 * whether a CMap of this name may be referred to by usecmap. Never fails: no rows, no ranges. */
void rpdf_rewrite_cmap(str in, bool (*standard)(const char *name), buf *out);

/* A Type 4 function. False when it holds anything but numbers, braces and the operators of the
 * specification. */
bool rpdf_rewrite_calculator(str in, buf *out, err *e);

#endif
