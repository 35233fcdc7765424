/*
 * known.h - words that the file format itself prescribes, and that therefore tell of nobody.
 *
 * A file that must not hold the name "Center" may still say w:jc="center". Each test here is for a
 * whole value: "center" is known, "center of Smithville" is not.
 */
#ifndef UNDERSEAL_DOCX_KNOWN_H
#define UNDERSEAL_DOCX_KNOWN_H

#include "redact/base/str.h"

bool known_keyword(str value);        /* of the schemas                                  */
bool known_number(str value);         /* of at most six digits                           */
bool known_language(str value);       /* a language's tag                                */
bool known_address(str uri);          /* of a namespace                                  */
bool known_part(str name);            /* a part's name as every word processor gives it  */
bool known_package_value(str value);  /* content types, relationship types               */
bool known_font(str name);            /* faces that everybody has                        */
bool known_value(str value);          /* any of these, or a built-in style               */

#endif
