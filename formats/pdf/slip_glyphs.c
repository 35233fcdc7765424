#include "formats/pdf/slip_glyphs.h"

#include "redact/base/utf8.h"

static void op(buf *out, const char *name, const float *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_fmt(out, "%.2f ", (double)v[i]);
	buf_fmt(out, "%s\n", name);
}

static void move_to(fz_context *ctx, void *out, float x, float y)
{
	(void)ctx;
	op(out, "m", (const float[]){ x, y }, 2);
}

static void line_to(fz_context *ctx, void *out, float x, float y)
{
	(void)ctx;
	op(out, "l", (const float[]){ x, y }, 2);
}

static void curve_to(fz_context *ctx, void *out, float x1, float y1, float x2, float y2, float x3, float y3)
{
	(void)ctx;
	op(out, "c", (const float[]){ x1, y1, x2, y2, x3, y3 }, 6);
}

static void close_path(fz_context *ctx, void *out)
{
	(void)ctx;
	op(out, "h", NULL, 0);
}

/* What a reader copies: UTF-16 with its mark in front. */
static void actual_text(buf *out, str words)
{
	buf_z(out, "/Span<</ActualText<FEFF");
	for (size_t at = 0; at < words.n;) {
		uint32_t c = utf8_next(words, &at);
		if (c >= 0x10000)
			buf_fmt(out, "%04X%04X", 0xd7c0 + (c >> 10), 0xdc00 + (c & 0x3ff));
		else
			buf_fmt(out, "%04X", c);
	}
	buf_z(out, ">>>BDC\n");
}

/* A letter's outline, and how far it reaches. */
static float letter(fz_context *ctx, buf *out, fz_font *base, uint32_t c, float size, float x, float y)
{
	static const fz_path_walker walker = { .moveto = move_to, .lineto = line_to, .curveto = curve_to, .closepath = close_path };
	fz_font *font = base;
	int glyph = fz_encode_character_with_fallback(ctx, base, c < 32 ? ' ' : (int)c, 0, FZ_LANG_UNSET, &font);
	if (!glyph) {
		font = base;
		glyph = fz_encode_character(ctx, base, '?');
	}
	fz_path *path = fz_outline_glyph(ctx, font, glyph, fz_make_matrix(size, 0, 0, size, x, y));
	fz_try(ctx) {
		if (path) {
			fz_walk_path(ctx, path, &walker, out);
			buf_z(out, "f\n");
		}
	}
	fz_always(ctx)
		fz_drop_path(ctx, path);
	fz_catch(ctx)
		fz_rethrow(ctx);
	return size * fz_advance_glyph(ctx, font, glyph, 0);
}

size_t slip_glyphs(fz_context *ctx, buf *out, str words, float size, float x, float y, float width)
{
	fz_font *base = fz_new_base14_font(ctx, "Helvetica");
	buf drawn = { 0 };
	size_t used = 0;
	fz_try(ctx) {
		float at = x;
		for (size_t next = 0; next < words.n && (at == x || at + size <= x + width); used = next)
			at += letter(ctx, &drawn, base, utf8_next(words, &next), size, at, y);
		actual_text(out, str_sub(words, 0, used));
		/* Readers copy what stands for letters alone: a blank that nobody sees. */
		buf_fmt(out, "BT 3 Tr /R %.0f Tf %.2f %.2f Td <20> Tj 0 Tr ET\n", (double)size, (double)x, (double)y);
		buf_str(out, buf_view(&drawn));
		buf_z(out, "EMC\n");
	}
	fz_always(ctx) {
		buf_free(&drawn);
		fz_drop_font(ctx, base);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
	return used;
}
