/*
 * window.h - a long text, looked at part by part.
 *
 * Who folds a text needs nine bytes for each of its bytes, and a search sees no further than a value is
 * long. So it goes over windows: each is a part to be looked at, in the midst of which lies what the window
 * tells. What begins there, and nothing else, is told of that window: each place has one, and there the
 * text around it is in sight.
 *
 * A text of ordinary length is one window.
 */
#ifndef UNDERSEAL_WINDOW_H
#define UNDERSEAL_WINDOW_H

#include "redact/base/str.h"

typedef struct window {
	str part;         /* of the whole, by whole characters              */
	size_t beg, end;  /* bytes of the whole: what begins here is told   */
} window;

/* The next window; begin with one that is all zero. False behind the last one. The text around spans at
 * least `longest` bytes that no fold leaves out: of ASCII letters and digits, Greek, Cyrillic, Han and the like. */
bool window_next(window *w, str whole, size_t longest);

/* Whether the window tells what begins at this byte of the whole. */
bool window_tells(const window *w, size_t at);

#endif
