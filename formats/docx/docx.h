/*
 * docx.h - the format of Word's documents: .docx, and .docm and .dotx on the way in.
 */
#ifndef UNDERSEAL_DOCX_DOCX_H
#define UNDERSEAL_DOCX_DOCX_H

#include "redact/format.h"

extern const format format_docx;

#endif
