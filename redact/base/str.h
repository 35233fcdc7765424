/*
 * str.h - a borrowed stretch of bytes, passed by value.
 *
 * A str never owns: it points into an arena, a literal or a buffer that outlives it. The bytes are
 * UTF-8 unless a comment says otherwise and need not end in NUL (those of str_dup() do).
 */
#ifndef UNDERSEAL_STR_H
#define UNDERSEAL_STR_H

#include "redact/base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct str {
	const char *p;
	size_t n;
} str;

#define STR(literal) ((str){ (literal), sizeof(literal) - 1 })
#define STR_FMT "%.*s"
#define STR_ARG(s) (int)(s).n, (s).p

str  str_of(const char *z);                    /* z may be NULL: gives ""                    */
bool str_eq(str a, str b);
/* Of a literal the compiler knows the length. */
static inline bool str_is(str a, const char *z)
{
	size_t n = strlen(z);
	return a.n == n && (n == 0 || memcmp(a.p, z, n) == 0);
}
bool str_starts(str s, const char *prefix);
bool str_ends(str s, const char *suffix);
int  str_cmp(str a, str b);                    /* bytewise, as memcmp                        */
str  str_sub(str s, size_t beg, size_t end);   /* clamped to the string                      */
str  str_trim(str s);                          /* ASCII blanks and newlines off both ends    */
bool str_cut(str *rest, char sep, str *head);  /* next piece before sep; false at the end    */

str   str_dup(str s, arena *mem);              /* NUL follows the copy                       */
char *str_z(str s, arena *mem);                /* the same as a C string                     */
str   str_fmt(arena *mem, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#endif
