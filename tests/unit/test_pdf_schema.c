#include "formats/pdf/rebuild/schema.h"
#include "tests/unit/mu_kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

/* Objects are read from text by MuPDF; answers are kept and asserted after the border. */
struct question {
	const char *text, *key;
	bool takes;
	const shape *picked;
};

static void ask_inner(fz_context *ctx, void *arg)
{
	struct question *q = arg;
	pdf_document *doc = pdf_create_document(ctx);
	pdf_obj *value = NULL;
	fz_stream *in = NULL;
	pdf_lexbuf words;
	pdf_lexbuf_init(ctx, &words, PDF_LEXBUF_SMALL);
	fz_var(value);
	fz_var(in);
	fz_try(ctx) {
		in = fz_open_memory(ctx, (const unsigned char *)q->text, strlen(q->text));
		value = pdf_parse_stm_obj(ctx, doc, in, &words);
		q->takes = rpdf_shape_takes(ctx, rpdf_shape_key(&rpdf_shape_page, q->key), value, &q->picked);
	}
	fz_always(ctx) {
		pdf_lexbuf_fin(ctx, &words);
		fz_drop_stream(ctx, in);
		pdf_drop_obj(ctx, value);
		pdf_drop_document(ctx, doc);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
}

static struct question ask(const char *key, const char *text)
{
	struct question q = { .text = text, .key = key };
	in_mupdf(ask_inner, &q);
	return q;
}

static void a_page_knows_no_key_that_speaks(void **state)
{
	(void)state;
	static const char *const speaking[] = {
		"Annots", "Metadata", "PieceInfo", "Thumb", "AA", "StructParents", "LastModified", "Trans", "B", "ID", "AF",
		"SeparationInfo", "TemplateInstantiated", "Tabs", "VP", "X", "",
	};
	for (size_t i = 0; i < sizeof speaking / sizeof *speaking; i++)
		assert_null(rpdf_shape_key(&rpdf_shape_page, speaking[i]));
	assert_non_null(rpdf_shape_key(&rpdf_shape_page, "MediaBox"));
}

static void resources_know_no_property_lists(void **state)
{
	(void)state;
	const shape *resources = rpdf_shape_key(&rpdf_shape_page, "Resources");
	assert_null(rpdf_shape_key(resources, "Properties"));
	assert_null(rpdf_shape_key(resources, "ProcSet"));
	assert_non_null(rpdf_shape_key(resources, "Font"));
}

static void a_value_has_to_be_of_its_kind(void **state)
{
	(void)state;
	assert_true(ask("Rotate", "90").takes);
	assert_true(ask("Rotate", "90.0").takes);
	assert_false(ask("Rotate", "90.5").takes);
	assert_false(ask("Rotate", "(90)").takes);
	assert_false(ask("Rotate", "/Okonjo").takes);
	assert_false(ask("MediaBox", "<< >>").takes);
	assert_true(ask("MediaBox", "[0 0 1 1]").takes);
}

static void a_name_has_to_be_one_of_those_known(void **state)
{
	(void)state;
	assert_true(ask("Type", "/Page").takes);
	assert_false(ask("Type", "/Okonjo").takes);
}

static void resource_names_are_neutral_when_they_only_count(void **state)
{
	(void)state;
	assert_true(rpdf_neutral_resource("F1"));
	assert_true(rpdf_neutral_resource("GS0"));
	assert_true(rpdf_neutral_resource("C2_0"));
	assert_true(rpdf_neutral_resource("Im12"));
	assert_false(rpdf_neutral_resource("MargaretOkonjo"));
	assert_false(rpdf_neutral_resource("Okonjo1990Lane"));
	assert_false(rpdf_neutral_resource("A-1"));
	assert_false(rpdf_neutral_resource(""));
	assert_false(rpdf_neutral_resource("12"));
}

static void glyph_names_are_neutral_when_they_stand_for_a_character(void **state)
{
	(void)state;
	assert_true(rpdf_neutral_glyph("eacute"));
	assert_true(rpdf_neutral_glyph("uni00E9"));
	assert_true(rpdf_neutral_glyph("g123"));
	assert_true(rpdf_neutral_glyph("cid_45"));
	assert_true(rpdf_neutral_glyph(".notdef"));
	assert_false(rpdf_neutral_glyph("MargaretOkonjo"));
	assert_false(rpdf_neutral_glyph("Okonjo"));
}

static void unknown_collections_and_cmaps_are_not_let_through(void **state)
{
	(void)state;
	assert_true(rpdf_known_ordering(STR("Japan1")));
	assert_false(rpdf_known_ordering(STR("Okonjo")));
	assert_true(rpdf_standard_cmap("Identity-H"));
	assert_false(rpdf_standard_cmap("Okonjo-H"));
}

static void every_dropped_key_has_a_name_or_is_no_loss(void **state)
{
	(void)state;
	assert_null(rpdf_dropped_kind("Length"));
	assert_string_equal(rpdf_dropped_kind("Metadata"), "metadata stream");
	assert_string_equal(rpdf_dropped_kind("Okonjo"), "other key");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_page_knows_no_key_that_speaks),
		cmocka_unit_test(resources_know_no_property_lists),
		cmocka_unit_test(a_value_has_to_be_of_its_kind),
		cmocka_unit_test(a_name_has_to_be_one_of_those_known),
		cmocka_unit_test(resource_names_are_neutral_when_they_only_count),
		cmocka_unit_test(glyph_names_are_neutral_when_they_stand_for_a_character),
		cmocka_unit_test(unknown_collections_and_cmaps_are_not_let_through),
		cmocka_unit_test(every_dropped_key_has_a_name_or_is_no_loss),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
