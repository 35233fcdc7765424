/*
 * shown_codes.h - fields that show words of their code, since they have no result.
 *
 * Buttons show what stands behind the name of their macro or place (ECMA-376 part 1, 17.16.5.23 and
 * 17.16.5.32); Word's old formulas are written in the code alone (17.16.5.17). Such words are seen on the page:
 * they stay as text, and are searched as text.
 */
#ifndef UNDERSEAL_DOCX_SHOWN_CODES_H
#define UNDERSEAL_DOCX_SHOWN_CODES_H

#include "redact/base/str.h"

/* What a field with this code shows, in mem; "" for any other field. A formula is spelt on one line: EQ \f(1,x)
 * gives "1/x". */
str code_shown(str code, arena *mem);

#endif
