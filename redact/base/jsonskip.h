/*
 * jsonskip.h - where a JSON text's pieces end (RFC 8259), for who wants one piece of a large text without a tree of all.
 *
 * Nothing is judged: what is no JSON ends somewhere, at the end of the text at the latest, and a parser says so later.
 */
#ifndef UNDERSEAL_JSONSKIP_H
#define UNDERSEAL_JSONSKIP_H

#include "redact/base/str.h"

/* Each takes the index of a byte, and returns one from there on, json.n at the most. */
bool   jsonskip_is_blank(char c);
size_t jsonskip_blanks(str json, size_t at);     /* the first byte from there on that is no blank       */
size_t jsonskip_string(str json, size_t at);     /* behind the one whose first quote is at `at`         */
size_t jsonskip_brackets(str json, size_t at);   /* behind the list or object that begins there         */

#endif
