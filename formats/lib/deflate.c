#include "formats/lib/deflate.h"

#include <libdeflate.h>

enum { LEVEL = 6 };

fz_buffer *mu_deflate(fz_context *ctx, const unsigned char *bytes, size_t n)
{
	struct libdeflate_compressor *packer = libdeflate_alloc_compressor(LEVEL);
	if (!packer)
		mu_throw(ctx, ERR_SYSTEM, "out of memory");
	fz_buffer *out = NULL;
	fz_var(out);
	fz_try(ctx) {
		size_t most = libdeflate_zlib_compress_bound(packer, n);
		out = fz_new_buffer(ctx, most);
		out->len = libdeflate_zlib_compress(packer, bytes, n, out->data, most);
		if (out->len == 0)
			mu_throw(ctx, ERR_INTERNAL, "packing %zu bytes failed", n);
		fz_trim_buffer(ctx, out);
	}
	fz_always(ctx)
		libdeflate_free_compressor(packer);
	fz_catch(ctx) {
		fz_drop_buffer(ctx, out);
		fz_rethrow(ctx);
	}
	return out;
}
