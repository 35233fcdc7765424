/*
 * fuzz_pdf_content.c - a stranger's content stream through the walk: read, written without every
 * second letter, and read again. What is written must read as what was kept. Where it is plain, its
 * copy must read as it did.
 */
#include "formats/pdf/walk/plain.h"
#include "formats/pdf/walk/walk.h"
#include "tests/unit/pdf_parse.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct count { uint32_t met, kept; };

static bool every_second(fz_context *ctx, void *arg, const rpdf_glyph *g)
{
	struct count *c = arg;
	(void)ctx;
	bool keeps = g->number % 2 == 0;
	c->met++;
	c->kept += keeps && !g->hidden;
	return keeps;
}

static bool count_all(fz_context *ctx, void *arg, const rpdf_glyph *g)
{
	struct count *c = arg;
	(void)ctx, (void)g;
	c->met++;
	return true;
}

static const char resources[] =
	"<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>/F2<</Type/Font/Subtype/Type0/BaseFont/A"
	"/Encoding/Identity-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/A/CIDSystemInfo"
	"<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 700>>]>>>>"
	"/ExtGState<</G1<</ca .5/Font[<</Type/Font/Subtype/Type1/BaseFont/Courier>> 9]>>>>"
	"/ColorSpace<</C1[/Indexed/DeviceRGB 1<000000ffffff>]>>>>";

struct input { const uint8_t *data; size_t size; };

static void run(fz_context *ctx, void *arg)
{
	struct input *in = arg;
	pdf_document *doc = pdf_create_document(ctx);
	fz_buffer *content = fz_new_buffer_from_copied_data(ctx, in->data, in->size);
	fz_buffer *out = fz_new_buffer(ctx, 64);
	rpdf_copies *copies = rpdf_new_copies(ctx, doc);
	pdf_obj *res = parse(ctx, doc, resources), *page = NULL, *fresh = NULL, *second = NULL;
	fz_var(page);
	fz_var(fresh);
	fz_var(second);
	pdf_obj *plain = NULL, *third = NULL;
	fz_var(plain);
	fz_var(third);
	fz_try(ctx) {
		struct count first = { 0 }, again = { 0 };
		rpdf_tally sum = { 0 };
		page = pdf_add_page(ctx, doc, fz_make_rect(0, 0, 612, 792), 0, res, content);
		rpdf_hook cut = { .arg = &first, .glyph = every_second }, look = { .arg = &again, .glyph = count_all };
		rpdf_rewrite_page(ctx, copies, page, fz_identity, &cut, out, &fresh, &sum);
		second = pdf_add_page(ctx, doc, fz_make_rect(0, 0, 612, 792), 0, fresh, out);
		rpdf_walk_page(ctx, doc, second, fz_identity, &look);
		if (first.kept != again.met)
			abort();

		/* Copied by its syntax, it draws every letter that it drew. */
		struct count copied = { 0 };
		rpdf_hook count = { .arg = &copied, .glyph = count_all };
		out->len = 0;
		if (sum.undecodable == 0 && rpdf_copy_plain(ctx, doc, page, out, &plain)) {
			third = pdf_add_page(ctx, doc, fz_make_rect(0, 0, 612, 792), 0, plain, out);
			rpdf_walk_page(ctx, doc, third, fz_identity, &count);
			if (copied.met != first.met)
				abort();
		}
	}
	fz_always(ctx) {
		pdf_drop_obj(ctx, third);
		pdf_drop_obj(ctx, plain);
		pdf_drop_obj(ctx, second);
		pdf_drop_obj(ctx, fresh);
		pdf_drop_obj(ctx, page);
		pdf_drop_obj(ctx, res);
		rpdf_drop_copies(ctx, copies);
		fz_drop_buffer(ctx, out);
		fz_drop_buffer(ctx, content);
		pdf_drop_document(ctx, doc);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	err e = ERR_INIT;
	struct input in = { data, size };
	fz_context *ctx = mu_open_context(&e);
	mu_call(ctx, run, &in, &e);
	mu_close_context(ctx);
	return 0;
}
