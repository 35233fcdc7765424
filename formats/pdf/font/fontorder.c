#include "formats/pdf/font/fontorder.h"
#include "formats/pdf/font/fontuse.h"

/* A font made by any other rule numbers letters as the alphabet has them, but for some; in fewer than FEWEST
 * nobody can tell. Of ten neighbours so many stand in another order. */
enum { FEWEST = 6, MOST_DESCENTS = 2 };

static int letter_of(const pdf_font_desc *font, uint32_t code)
{
	int cid = pdf_lookup_cmap(font->encoding, code), u[8] = { 0 };
	int n = cid >= 0 && font->to_unicode ? pdf_lookup_cmap_full(font->to_unicode, (unsigned)cid, u) : 0;
	if (n == 0 && cid >= 0 && (size_t)cid < font->cid_to_ucs_len)
		u[0] = font->cid_to_ucs[cid];
	return u[0];
}

static bool is_small_letter(int c)
{
	return c >= 'a' && c <= 'z';
}

/* Codes rise; whether the small letters they stand for do, too. */
static bool is_by_first_use(const pdf_font_desc *font, const font_use *use)
{
	size_t letters = 0, descents = 0;
	int last = 0;
	for (size_t i = 0; i < use->n; i++) {
		int c = letter_of(font, use->codes[i].code);
		if (!is_small_letter(c))
			continue;
		descents += c < last;
		letters++;
		last = c;
	}
	return letters >= FEWEST && descents * 10 > letters * MOST_DESCENTS;
}

/* NULL when it cannot be read. */
static pdf_font_desc *load(fz_context *ctx, pdf_document *doc, pdf_obj *dict)
{
	pdf_font_desc *font = NULL;
	fz_var(font);
	fz_try(ctx)
		font = pdf_load_font(ctx, doc, NULL, dict);
	fz_catch(ctx)
		fz_rethrow_if(ctx, FZ_ERROR_MEMORY);
	return font;
}

static bool tells(fz_context *ctx, pdf_document *doc, const font_use *use)
{
	pdf_font_desc *font = use->whole ? NULL : load(ctx, doc, use->font);
	bool by_use = font && font->encoding && is_by_first_use(font, use);
	pdf_drop_font(ctx, font);
	return by_use;
}

void rpdf_tell_font_order(fz_context *ctx, pdf_document *doc, proof *report)
{
	font_uses *uses = NULL;
	arena *mem = arena_new();
	size_t n = 0;
	fz_var(uses);
	fz_var(n);
	fz_try(ctx) {
		uses = rpdf_find_font_uses(ctx, doc, mem);
		for (size_t i = 0; i < uses->n; i++)
			n += tells(ctx, doc, uses->list[i]);
		if (n)
			proof_note(report, "fonts that number their letters in the order of first use, and so may tell some of a removed word: %zu", n);
	}
	fz_always(ctx) {
		rpdf_drop_font_uses(ctx, uses);
		arena_drop(mem);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
}
