#include "formats/pdf/font/glyphnames.h"

enum { MOST_FONTS = 5000 };

/* NULL when the program cannot be read: then no reader finds a glyph in it either. */
static fz_font *load_program(fz_context *ctx, pdf_obj *program)
{
	fz_buffer *bytes = NULL;
	fz_font *font = NULL;
	fz_var(bytes);
	fz_var(font);
	fz_try(ctx) {
		bytes = pdf_load_stream(ctx, program);
		font = fz_new_font_from_buffer(ctx, NULL, bytes, 0, 0);
	}
	fz_always(ctx)
		fz_drop_buffer(ctx, bytes);
	fz_catch(ctx)
		fz_rethrow_if(ctx, FZ_ERROR_MEMORY);
	return font;
}

static void add_program(fz_context *ctx, glyph_names *g, pdf_obj *program)
{
	fz_font *font = pdf_is_stream(ctx, program) ? load_program(ctx, program) : NULL;
	if (font)
		*ARENA_PUSH(g->mem, g->fonts, g->n, g->room) = font;
}

/* Descriptors are found by looking at every object: what shares a program loads it again, which is
 * rare. Descriptors inside another object are looked for one level down, where fonts hold them. */
static void add_object(fz_context *ctx, glyph_names *g, pdf_document *src, int num)
{
	pdf_obj *obj = pdf_load_object(ctx, src, num);
	fz_try(ctx) {
		pdf_obj *inner = pdf_dict_get(ctx, obj, PDF_NAME(FontDescriptor));
		pdf_obj *d = inner && !pdf_is_indirect(ctx, inner) ? inner : obj;
		add_program(ctx, g, pdf_dict_get(ctx, d, PDF_NAME(FontFile)));
		add_program(ctx, g, pdf_dict_get(ctx, d, PDF_NAME(FontFile2)));
		add_program(ctx, g, pdf_dict_get(ctx, d, PDF_NAME(FontFile3)));
	}
	fz_always(ctx)
		pdf_drop_obj(ctx, obj);
	fz_catch(ctx)
		fz_rethrow(ctx);
}

static void try_object(fz_context *ctx, glyph_names *g, pdf_document *src, int num)
{
	fz_try(ctx)
		add_object(ctx, g, src, num);
	fz_catch(ctx)
		fz_rethrow_if(ctx, FZ_ERROR_MEMORY);
}

bool rpdf_is_glyph_name(fz_context *ctx, glyph_names *g, pdf_document *src, const char *name)
{
	if (!g->loaded) {
		g->loaded = true;
		for (int num = 1, n = pdf_xref_len(ctx, src); num < n && g->n < MOST_FONTS; num++)
			try_object(ctx, g, src, num);
	}
	for (size_t i = 0; i < g->n; i++)
		if (fz_encode_character_by_glyph_name(ctx, g->fonts[i], name) > 0)
			return true;
	return false;
}

void rpdf_drop_glyph_names(fz_context *ctx, glyph_names *g)
{
	for (size_t i = 0; g && i < g->n; i++)
		fz_drop_font(ctx, g->fonts[i]);
}
