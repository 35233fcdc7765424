/* How a document is treated beside its marks: the words for it, and its way through JSON. */
#include "redact/model/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static void bookmarks_and_jumps_stay_unless_asked_otherwise(void **state)
{
	(void)state;
	handling h = handling_default();
	assert_int_equal(h.keep, KEEP_OUTLINES | KEEP_JUMPS);
	assert_int_equal(h.annots, ANNOTS_FLATTEN);
	assert_int_equal(h.gap, GAP_EXACT);
	assert_int_equal(h.changes, CHANGES_ACCEPT);
	assert_false(h.extract_attachments);
}

static void a_list_replaces_what_is_kept(void **state)
{
	(void)state;
	handling h = handling_default();
	assert_true(handling_read_keep(&h, "tags,labels", NULL));
	assert_int_equal(h.keep, KEEP_TAGS | KEEP_LABELS);
	assert_true(handling_read_keep(&h, "none", NULL));
	assert_int_equal(h.keep, 0);
}

static void links_take_in_jumps(void **state)
{
	(void)state;
	handling h = handling_default();
	assert_true(handling_read_keep(&h, "links", NULL));
	assert_int_equal(h.keep, KEEP_LINKS | KEEP_JUMPS);
}

static void a_word_that_nobody_knows_is_wrong_usage(void **state)
{
	(void)state;
	handling h = handling_default();
	err e = ERR_INIT;
	assert_false(handling_read_keep(&h, "outlines,everything", &e));
	assert_int_equal(e.kind, ERR_USAGE);
	assert_false(handling_read_annots(&h, "as-is", NULL));
	assert_false(handling_read_gap(&h, "wide", NULL));
	assert_false(handling_read_changes(&h, "show", NULL));
	assert_false(handling_read_attachments(&h, "keep", NULL));
	assert_false(handling_read_ocr(&h, "maybe", NULL));
	assert_false(handling_read_unreadable(&h, "guess", NULL));
	assert_false(handling_read_text_layer(&h, "maybe", NULL));
}

static void languages_are_codes_and_never_paths(void **state)
{
	(void)state;
	handling h = handling_default();
	assert_true(handling_read_languages(&h, "eng+chi_sim", NULL));
	assert_string_equal(h.languages, "eng+chi_sim");
	assert_false(handling_read_languages(&h, "", NULL));
	assert_false(handling_read_languages(&h, "../eng", NULL));
	assert_false(handling_read_languages(&h, "eng+", NULL));
	assert_false(handling_read_languages(&h, "a+b+c+d+e+f+g+h+i+j+k+l+m+n+o+p+q+r+s+t+u+v+w+x+y+z+aa+bb+cc+dd+ee", NULL));
	assert_string_equal(h.languages, "eng+chi_sim");
}

static void the_default_reads_english_where_there_may_be_words(void **state)
{
	(void)state;
	handling h = handling_default();
	assert_int_equal(h.ocr, OCR_AUTO);
	assert_string_equal(h.languages, "eng");
	assert_int_equal(h.unreadable, UNREADABLE_REPORT);
}

static void json_brings_it_back_as_it_was(void **state)
{
	(void)state;
	handling all[] = {
		{ 0 }, handling_default(),
		{ ANNOTS_KEEP_CLEAN, GAP_EVEN, CHANGES_REJECT, KEEP_HIDDEN | KEEP_LINKS | KEEP_JUMPS | KEEP_COMMENTS, true,
		  OCR_ALWAYS, "eng+deu", UNREADABLE_BLACK, true },
	};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		handling back;
		json_t *o = handling_json(&all[i]);
		assert_true(handling_of_json(o, &back, NULL));
		assert_true(handling_same(&all[i], &back));
		json_decref(o);
	}
}

static void a_plan_that_says_nothing_of_it_means_the_default(void **state)
{
	(void)state;
	handling back, usual = handling_default();
	assert_true(handling_of_json(NULL, &back, NULL));
	assert_true(handling_same(&back, &usual));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bookmarks_and_jumps_stay_unless_asked_otherwise),
		cmocka_unit_test(a_list_replaces_what_is_kept),
		cmocka_unit_test(links_take_in_jumps),
		cmocka_unit_test(a_word_that_nobody_knows_is_wrong_usage),
		cmocka_unit_test(languages_are_codes_and_never_paths),
		cmocka_unit_test(the_default_reads_english_where_there_may_be_words),
		cmocka_unit_test(json_brings_it_back_as_it_was),
		cmocka_unit_test(a_plan_that_says_nothing_of_it_means_the_default),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
