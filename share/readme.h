/*
 * readme.h - READ-ME.txt of a bundle: the plain words that travel with it.
 *
 * The text is share/READ-ME.txt with the particulars of one bundle filled in.
 */
#ifndef UNDERSEAL_README_H
#define UNDERSEAL_README_H

#include "share/manifest.h"

#define README_NAME "READ-ME.txt"

/* Appends the text for the manifest, whose files must be known but not placed yet. */
bool readme_print(const manifest *m, buf *out, err *e);

#endif
