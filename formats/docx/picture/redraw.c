#include "formats/docx/picture/redraw.h"
#include "formats/docx/picture/metafile.h"
#include "formats/docx/picture/svg.h"
#include "formats/lib/mu.h"
#include "formats/lib/picture/pack.h"
#include "formats/lib/picture/vector.h"
#include "redact/base/buf.h"

#include <string.h>
#include <zlib.h>

enum {
	MOST_PIXELS = 100000000,
	MOST_UNPACKED = 64 << 20,
	LARGE = 400000,        /* pixels: from here on a photograph is worth a JPEG */
};

/* ---- kinds ----------------------------------------------------------------------------------- */

str picture_unpack(str bytes, arena *mem)
{
	if (!str_starts(bytes, "\x1f\x8b"))
		return bytes;
	z_stream z = { .next_in = (unsigned char *)(uintptr_t)bytes.p, .avail_in = (uInt)bytes.n };
	if (bytes.n > UINT32_MAX / 2 || inflateInit2(&z, 15 + 16) != Z_OK)
		return bytes;
	unsigned char piece[16384];
	buf out = { 0 };
	int state = Z_OK;
	while (state == Z_OK && out.n < MOST_UNPACKED) {
		z.next_out = piece;
		z.avail_out = sizeof piece;
		state = inflate(&z, Z_NO_FLUSH);
		buf_add(&out, piece, sizeof piece - z.avail_out);
	}
	inflateEnd(&z);
	str whole = state == Z_STREAM_END ? str_dup(buf_view(&out), mem) : bytes;
	buf_free(&out);
	return whole;
}

const char *picture_kind_name(str bytes)
{
	static const struct { const char *head; size_t n; const char *name; } kinds[] = {
		{ "\211PNG", 4, "PNG" }, { "\xff\xd8\xff", 3, "JPEG" }, { "GIF8", 4, "GIF" }, { "BM", 2, "BMP" },
		{ "II*\0", 4, "TIFF" }, { "MM\0*", 4, "TIFF" }, { "II\xbc", 3, "JPEG XR" }, { "\0\0\0\x0cjP", 6, "JPEG 2000" },
		{ "RIFF", 4, "WebP" }, { "\x1f\x8b", 2, "packed" },
	};
	if (metafile_is_emf(bytes))
		return "EMF";
	if (metafile_is_wmf(bytes))
		return "WMF";
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (bytes.n > kinds[i].n && memcmp(bytes.p, kinds[i].head, kinds[i].n) == 0)
			return kinds[i].name;
	return svg_is(bytes) ? "SVG" : "";
}

/* ---- GIF ------------------------------------------------------------------------------------- */

static str with_end(str frame, arena *mem)
{
	char *p = arena_alloc(mem, frame.n + 1);
	memcpy(p, frame.p, frame.n);
	p[frame.n] = 0x3b;
	return (str){ p, frame.n + 1 };
}

/* MuPDF lays all frames over each other: what follows the first is cut off. "" when there is none. */
static str first_frame(str gif, arena *mem)
{
	const unsigned char *p = (const unsigned char *)gif.p;
	size_t at = 13;
	if (gif.n < at)
		return STR("");
	if (p[10] & 0x80)
		at += (size_t)3 << ((p[10] & 7) + 1);
	while (at < gif.n && p[at] != 0x3b) {
		bool image = p[at] == 0x2c;
		if (image) {
			if (gif.n - at < 11)
				return STR("");
			bool own_colours = p[at + 9] & 0x80;
			at += 10 + (own_colours ? (size_t)3 << ((p[at + 9] & 7) + 1) : 0) + 1;
		} else if (p[at] == 0x21) {
			at += 2;
		} else {
			return STR("");
		}
		while (at < gif.n && p[at])
			at += (size_t)p[at] + 1;
		at++;
		if (at > gif.n)
			return STR("");
		if (image)
			return with_end(str_sub(gif, 0, at), mem);
	}
	return STR("");
}

/* ---- drawing --------------------------------------------------------------------------------- */

struct redraw {
	str bytes;
	arena *mem;
	clean_picture *out;
	bool done;
};

static void check_size(fz_context *ctx, int w, int h)
{
	if (w < 1 || h < 1 || (int64_t)w * h > MOST_PIXELS)
		mu_throw(ctx, ERR_REFUSED, "a picture of no size, or a huge one");
}

static fz_pixmap *decode(fz_context *ctx, fz_buffer *buffer)
{
	fz_image *image = fz_new_image_from_buffer(ctx, buffer);
	fz_pixmap *pix = NULL;
	fz_var(pix);
	fz_try(ctx) {
		check_size(ctx, image->w, image->h);
		pix = fz_get_pixmap_from_image(ctx, image, NULL, NULL, NULL, NULL);
	}
	fz_always(ctx)
		fz_drop_image(ctx, image);
	fz_catch(ctx)
		fz_rethrow(ctx);
	return pix;
}

/* Rows of one or three samples and perhaps alpha, which is how both encoders want them. */
static void encode(fz_context *ctx, struct redraw *r, fz_pixmap *pix)
{
	fz_pixmap *plain = NULL;
	fz_var(plain);
	fz_try(ctx) {
		int n = fz_pixmap_colorants(ctx, pix);
		fz_colorspace *to = n == 1 ? fz_device_gray(ctx) : fz_device_rgb(ctx);
		plain = fz_convert_pixmap(ctx, pix, to, NULL, NULL, fz_default_color_params, 1);
		int w = fz_pixmap_width(ctx, plain), h = fz_pixmap_height(ctx, plain);
		struct pixels p = { (uint32_t)w, (uint32_t)h, fz_pixmap_components(ctx, plain), fz_pixmap_alpha(ctx, plain) != 0,
		                    fz_pixmap_samples(ctx, plain), (size_t)fz_pixmap_stride(ctx, plain) };
		r->done = picture_pack(&p, (int64_t)w * h >= LARGE, r->mem, r->out);
	}
	fz_always(ctx)
		fz_drop_pixmap(ctx, plain);
	fz_catch(ctx)
		fz_rethrow(ctx);
}

static void redraw(fz_context *ctx, void *arg)
{
	struct redraw *r = arg;
	fz_buffer *buffer = fz_new_buffer_from_shared_data(ctx, (const unsigned char *)r->bytes.p, r->bytes.n);
	fz_pixmap *pix = NULL;
	fz_var(pix);
	fz_try(ctx) {
		pix = decode(ctx, buffer);
		encode(ctx, r, pix);
	}
	fz_always(ctx) {
		fz_drop_pixmap(ctx, pix);
		fz_drop_buffer(ctx, buffer);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
}

static bool redraw_svg(str bytes, uint32_t edge, arena *mem, clean_picture *out)
{
	buf words = { 0 };
	bytes = svg_plain(bytes, mem);
	bool ok = svg_words(bytes, &words) && vector_draw(bytes, edge, mem, out);
	buf_free(&words);
	return ok;
}

bool picture_redraw(str bytes, uint32_t edge, arena *mem, clean_picture *out)
{
	struct redraw r = { .bytes = picture_unpack(bytes, mem), .mem = mem, .out = out };
	if (metafile_is_emf(r.bytes) || metafile_is_wmf(r.bytes)) {
		if (!metafile_bitmap(r.bytes, mem, &r.bytes))
			return false;
	} else if (str_starts(r.bytes, "GIF8")) {
		r.bytes = first_frame(r.bytes, mem);
	} else if (svg_is(r.bytes)) {
		return redraw_svg(r.bytes, edge, mem, out);
	}
	if (r.bytes.n < 8)
		return false;
	fz_context *ctx = mu_open_context(NULL);
	bool ok = ctx && mu_call(ctx, redraw, &r, NULL) && r.done;
	mu_close_context(ctx);
	return ok;
}
