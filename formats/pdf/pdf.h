/*
 * pdf.h - PDF as a format of ours.
 */
#ifndef UNDERSEAL_PDF_H
#define UNDERSEAL_PDF_H

#include "redact/format.h"

extern const format format_pdf;

#endif
