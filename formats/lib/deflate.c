#include "formats/lib/deflate.h"

#include <libdeflate.h>
#include <stdlib.h>

enum { LEVEL = 6 };

unsigned char *mu_deflate_raw(const unsigned char *bytes, size_t n, size_t *packed)
{
	struct libdeflate_compressor *packer = libdeflate_alloc_compressor(LEVEL);
	size_t most = packer ? libdeflate_zlib_compress_bound(packer, n) : 0;
	unsigned char *out = packer ? malloc(most) : NULL, *trimmed = NULL;
	*packed = out ? libdeflate_zlib_compress(packer, bytes, n, out, most) : 0;
	if (*packed)
		trimmed = realloc(out, *packed);
	libdeflate_free_compressor(packer);
	if (!*packed) {
		free(out);
		return NULL;
	}
	return trimmed ? trimmed : out;
}

/* MuPDF's allocator, which gives its buffers back, is malloc(): mu_open_context() asks for no other. */
fz_buffer *mu_deflate(fz_context *ctx, const unsigned char *bytes, size_t n)
{
	size_t packed;
	unsigned char *out = mu_deflate_raw(bytes, n, &packed);
	if (!out)
		mu_throw(ctx, ERR_SYSTEM, "out of memory");
	return fz_new_buffer_from_data(ctx, out, packed);
}

static fz_buffer *inflate_into(fz_context *ctx, struct libdeflate_decompressor *opener, const unsigned char *bytes,
                               size_t n, size_t room)
{
	fz_buffer *out = fz_new_buffer(ctx, room);
	switch (libdeflate_zlib_decompress(opener, bytes, n, out->data, room, &out->len)) {
	case LIBDEFLATE_SUCCESS:
		return out;
	case LIBDEFLATE_INSUFFICIENT_SPACE:
		out->len = room; /* and more: the caller asks again */
		return out;
	default:
		fz_drop_buffer(ctx, out);
		return NULL;
	}
}

fz_buffer *mu_inflate(fz_context *ctx, const unsigned char *bytes, size_t n, size_t most)
{
	enum { FIRST = 6 }; /* times its size: most text takes less */
	struct libdeflate_decompressor *opener = libdeflate_alloc_decompressor();
	fz_buffer *out = NULL;
	fz_var(out);
	if (!opener)
		mu_throw(ctx, ERR_SYSTEM, "out of memory");
	fz_try(ctx)
		for (size_t room = n < most / FIRST ? FIRST * n + 64 : most + 1;; room = room < most / 2 ? room * 2 : most + 1) {
			out = inflate_into(ctx, opener, bytes, n, room);
			if (!out || out->len < room)
				break;
			fz_drop_buffer(ctx, out);
			out = NULL;
			if (room > most)
				break;
		}
	fz_always(ctx)
		libdeflate_free_decompressor(opener);
	fz_catch(ctx) {
		fz_drop_buffer(ctx, out);
		fz_rethrow(ctx);
	}
	return out;
}
