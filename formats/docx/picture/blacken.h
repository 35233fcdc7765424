/*
 * blacken.h - pixels taken out of the pictures of a document.
 */
#ifndef UNDERSEAL_DOCX_BLACKEN_H
#define UNDERSEAL_DOCX_BLACKEN_H

#include "formats/docx/inner.h"

/* Makes what lies under the accepted boxes of p one colour, in pictures of the kind they were. Before save. */
bool docx_blacken(docx *d, const plan *p, err *e);

#endif
