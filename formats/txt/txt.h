/*
 * txt.h - plain text as a document: in and out in the same encoding, with the same ends of lines.
 */
#ifndef UNDERSEAL_TXT_H
#define UNDERSEAL_TXT_H

#include "redact/format.h"

extern const format format_txt;

#endif
