/*
 * deflate.h - the door to libdeflate, which packs two to three times as fast as zlib to the same
 * size and unpacks as much faster. Most of the time of writing a text file goes into packing.
 */
#ifndef UNDERSEAL_DEFLATE_H
#define UNDERSEAL_DEFLATE_H

#include "formats/lib/mu.h"

/* The bytes as a zlib stream (what PDF calls FlateDecode). Yours; throws when memory lacks. */
fz_buffer *mu_deflate(fz_context *ctx, const unsigned char *bytes, size_t n);

/* The same for any thread, as what free() takes; NULL when memory lacks. */
unsigned char *mu_deflate_raw(const unsigned char *bytes, size_t n, size_t *packed);

/* What a zlib stream holds. Yours; NULL when it is damaged in any way, or holds more than `most` bytes: then
 * a reader that bears with damage has to read it. Throws when memory lacks. */
fz_buffer *mu_inflate(fz_context *ctx, const unsigned char *bytes, size_t n, size_t most);

#endif
