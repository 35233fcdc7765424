/* Documents in the shapes of other producers: what they say, and that none of it is lost. */
#include "tests/unit/docx_kit.h"

#define READS(name, fixture, id, words) \
	static void name(void **state) \
	{ \
		job *j = job_read(fixture); \
		(void)state; \
		assert_string_equal(unit_text(&j->was, id), words); \
		job_drop(j); \
	}

READS(parts_of_a_formula_are_words_apart, "value-in-parts-of-a-fraction", "word/document.xml",
      "Rate \nOkonjo\n078-05-1120\n\nOkonjo\ntotal\nis fixed.\nOr \n078-05\n-1120\n as told.\n")
READS(names_in_percent_signs_lead_to_their_part, "value-in-header-spelt-in-percent", "word/header1.xml", "In re Okonjo, 078-05-1120\n")
READS(names_in_backslashes_lead_to_their_part, "value-in-header-spelt-in-backslashes", "word/header1.xml", "In re Okonjo, 078-05-1120\n")
READS(of_two_forms_the_one_that_is_known_is_read, "value-beside-a-symbol-of-two-forms", "word/document.xml", "\xf0\x9f\x98\x80 Signed by Okonjo in person.\n")

static void a_formula_keeps_what_stood_beside_the_value(void **state)
{
	job *j = job_read("value-in-parts-of-a-fraction");
	(void)state;
	job_mark(j, "Okonjo");
	job_mark(j, "078-05-1120");
	job_run(j);
	assert_string_equal(unit_text(&j->now, "word/document.xml"),
	                    "Rate \n[NAME]\n[NAME]\n\n[NAME]\ntotal\nis fixed.\nOr \n[NAME]\n\n as told.\n");
	job_drop(j);
}

/* ECMA-376 part 4, section 19.1.2: of what draws only a shape has a type. */
static void word_art_on_a_rectangle_becomes_a_shape(void **state)
{
	job *j = job_redact("value-in-odd-word-art");
	(void)state;
	const char *body = job_part(j, "word/document.xml");
	assert_non_null(strstr(body, "<v:textpath"));
	assert_non_null(strstr(body, "<v:shape style=\"width:10pt;height:5pt\" type=\"#_x0000_t136\">"));
	assert_null(strstr(body, "<v:rect"));
	job_drop(j);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parts_of_a_formula_are_words_apart),
		cmocka_unit_test(names_in_percent_signs_lead_to_their_part),
		cmocka_unit_test(names_in_backslashes_lead_to_their_part),
		cmocka_unit_test(of_two_forms_the_one_that_is_known_is_read),
		cmocka_unit_test(a_formula_keeps_what_stood_beside_the_value),
		cmocka_unit_test(word_art_on_a_rectangle_becomes_a_shape),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
