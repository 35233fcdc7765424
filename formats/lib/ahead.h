/*
 * ahead.h - packing by a thread of its own, while its owner still works on the rest of a document.
 *
 * What will be packed is handed over as soon as it is known, and asked for when it is written: by its
 * bytes, so that nobody gets anything but what packing these bytes gives. What the thread has not come
 * to by then its owner packs as if there were no thread.
 */
#ifndef UNDERSEAL_AHEAD_H
#define UNDERSEAL_AHEAD_H

#include "formats/lib/mu.h"

typedef struct mu_ahead mu_ahead;

/* Yours. NULL when no thread can be had; all of these take NULL, and do nothing then. */
mu_ahead *mu_ahead_new(void);
void      mu_ahead_drop(fz_context *ctx, mu_ahead *a);

/* Keeps the buffer, which nobody writes to from now on. */
void mu_ahead_add(fz_context *ctx, mu_ahead *a, fz_buffer *plain);

/* What mu_deflate() makes of these bytes, where it is there or being made. Yours; NULL otherwise. Throws
 * when memory lacks. */
fz_buffer *mu_ahead_take(fz_context *ctx, mu_ahead *a, const unsigned char *bytes, size_t n);

#endif
