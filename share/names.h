/*
 * names.h - which file names may travel in a bundle.
 *
 * A name in a bundle becomes a file on a stranger's machine, of whatever system. So it must be
 * plain on all of them: no way out of the folder, nothing that a terminal or a file manager shows
 * as something else, nothing Windows reads as a device or quietly changes. Sealing refuses other
 * names, so that nobody learns about them from a recipient; opening refuses them again.
 */
#ifndef UNDERSEAL_NAMES_H
#define UNDERSEAL_NAMES_H

#include "redact/base/str.h"

#include <stdint.h>

enum { NAMES_PART_MAX = 240, NAMES_WHOLE_MAX = 1024, NAMES_DEEPEST = 32 }; /* bytes, bytes, folders */

/* NULL when the '/'-separated name is safe, otherwise why not: "a part that ends in a dot". */
const char *names_trouble(str name);

/* Characters that a line of text must not hold where it is shown to a stranger: controls, and what
 * reorders, hides or breaks it. */
bool names_unshowable(uint32_t c);

/* The name as systems compare that ignore case and spell accents in two ways. In mem. */
str names_key(str name, arena *mem);

/* True when two of the names are one file, or one is the folder of another, on such a system;
 * *a and *b are the two. */
bool names_collide(const str *names, size_t n, size_t *a, size_t *b);

#endif
