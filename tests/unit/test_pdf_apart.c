/* What stands inside of an object of the source never stands for what the output has there. */
#include "formats/lib/mu.h"
#include "formats/pdf/proof/compare.h"
#include "tests/unit/pdf_make.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

/* A page of two letters in a font that stands in the page's own resources, with its widths in object 5, and of a
 * square in a colour whose map is object 6. */
typedef struct inlined { const char *widths, *map; } inlined;

static buf file(const inlined *x)
{
	char map[64];
	snprintf(map, sizeof map, "stream:<< >>|%s", x->map);
	return MAKE_PDF("", "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<<"
		"/Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica/FirstChar 65/LastChar 66/Widths 5 0 R>>>>"
		"/ColorSpace<</C1[/Indexed/DeviceRGB 1 6 0 R]>>>>>>",
		"stream:<< >>|BT /F1 12 Tf 72 650 Td (AB) Tj ET /C1 cs 1 sc 72 500 90 90 re f", x->widths, map);
}

struct comparing { str bytes[2]; proof report; };

static void inner(fz_context *ctx, void *arg)
{
	struct comparing *c = arg;
	pdf_document *doc[2];
	for (int i = 0; i < 2; i++) {
		fz_stream *s = fz_open_memory(ctx, (const unsigned char *)c->bytes[i].p, c->bytes[i].n);
		doc[i] = pdf_open_document_with_stream(ctx, s);
		fz_drop_stream(ctx, s);
	}
	text t = { .mem = c->report.mem };
	text_add(&t, UNIT_PAGE, STR("page 1"));
	plan p = { .mem = c->report.mem };
	rpdf_compare(ctx, doc[0], &t, doc[1], &t, &p, false, &c->report);
	pdf_drop_document(ctx, doc[0]);
	pdf_drop_document(ctx, doc[1]);
}

static bool is_kept(inlined before, inlined after)
{
	arena *mem = arena_new();
	buf was = file(&before), is = file(&after);
	struct comparing c = { { buf_view(&was), buf_view(&is) }, { .mem = mem } };
	err e = ERR_INIT;
	fz_context *ctx = mu_open_context(&e);
	assert_non_null(ctx);
	bool done = mu_call(ctx, inner, &c, &e), kept = done;
	mu_close_context(ctx);
	for (size_t i = 0; i < c.report.nchecks; i++)
		kept &= c.report.checks[i].is == CHECK_PASS;
	buf_free(&was);
	buf_free(&is);
	arena_drop(mem);
	if (!done)
		fail_msg("%s", e.text);
	return kept;
}

static const inlined narrow_red = { "[500 500]", "abcABC" };

static void what_is_the_same_passes(void **state)
{
	(void)state;
	assert_true(is_kept(narrow_red, narrow_red));
}

static void other_widths_of_an_inline_font_are_told(void **state)
{
	(void)state;
	assert_false(is_kept(narrow_red, (inlined){ "[900 900]", "abcABC" }));
}

static void another_map_of_an_inline_colour_space_is_told(void **state)
{
	(void)state;
	assert_false(is_kept(narrow_red, (inlined){ "[500 500]", "abczZz" }));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_the_same_passes),
		cmocka_unit_test(other_widths_of_an_inline_font_are_told),
		cmocka_unit_test(another_map_of_an_inline_colour_space_is_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
