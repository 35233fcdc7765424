/*
 * svg.h - drawings that are XML.
 */
#ifndef UNDERSEAL_DOCX_SVG_H
#define UNDERSEAL_DOCX_SVG_H

#include "redact/base/str.h"

bool svg_is(str bytes);

/* Whether it draws letters as letters. True, too, when nobody can tell: it is not read whole. */
bool svg_shows_words(str bytes);

#endif
