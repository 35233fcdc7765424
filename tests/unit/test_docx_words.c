/* What a document says, unit by unit, as detection sees it. */
#include "formats/docx/vocab/known.h"
#include "formats/docx/vocab/vocab.h"
#include "tests/unit/docx_kit.h"

#define READS(name, fixture, id, words) \
	static void name(void **state) \
	{ \
		job *j = job_read(fixture); \
		(void)state; \
		assert_string_equal(unit_text(&j->was, id), words); \
		job_drop(j); \
	}

READS(runs_are_one_line, "value-split-over-runs", "word/document.xml", "Dear Ms. Okonjo, your number is 078-05-1120.\n")
READS(cells_end_in_tabs_and_rows_in_newlines, "digits-in-separate-cells", "word/document.xml", "078\t05\t1120\n\n")
READS(insertions_are_accepted, "value-in-tracked-insertion", "word/document.xml", "By Okonjo alone.\n")
READS(a_paragraph_whose_end_was_deleted_joins_the_next, "value-in-tracked-deletion", "word/document.xml", "First half, second half.\n")
READS(deleted_words_are_a_unit_of_their_own, "value-in-tracked-deletion", "word/document.xml deleted", "Okonjo 078-05-1120\n")
READS(headers_are_units, "value-in-header-and-footer", "word/header1.xml", "In re Okonjo\n")
READS(first_page_headers_are_units, "value-in-header-and-footer", "word/header2.xml", "first: Okonjo\n")
READS(footers_are_units, "value-in-header-and-footer", "word/footer1.xml", "even: 078-05-1120\n")
READS(notes_come_in_the_order_of_reference, "value-in-notes", "word/footnotes.xml", "\n\n See Okonjo.\n")
READS(a_note_nobody_refers_to_is_hidden, "value-in-notes", "word/footnotes.xml hidden", "Orphan Okonjo\n")
READS(text_boxes_follow_their_paragraph, "value-in-text-box-and-fallback", "word/document.xml", "Before.After.\nBox of Okonjo\n")
READS(the_fallback_of_a_text_box_is_seen_too, "value-in-text-box-and-fallback", "word/document.xml fallback", "Box of Okonjo\n")
READS(hidden_text_is_not_in_the_body, "value-in-hidden-text", "word/document.xml", "Seen.\nShown.\n")
READS(hidden_text_is_seen, "value-in-hidden-text", "word/document.xml hidden", "Okonjo\n078-05-1120\nOkonjo\n")
READS(results_of_fields_are_text, "value-in-field-code", "word/document.xml", "Ms. Okonjo, a link\ndone page 1\n")
READS(codes_of_fields_are_a_unit, "value-in-field-code", "word/document.xml field codes", " MERGEFIELD Okonjo \n HYPERLINK \"http://example.org/Okonjo\" \n DOCPROPERTY Okonjo \n")
READS(form_fields_show_their_value, "value-in-form-field", "word/document.xml", "Okonjo\xe2\x98\x92Okonjo\n")
READS(symbols_are_letters, "value-as-symbols", "word/document.xml", "Okonjo signed.\n")
READS(glyphs_of_symbol_fonts_are_digits, "number-in-glyphs-of-symbol-fonts", "word/document.xml", "SSN 078-05-1120 and \n078-05-1120 of hers.\n")
READS(raised_marks_are_parted_from_words, "value-beside-raised-marks", "word/document.xml",
      "Ms. Okonjo\xe2\x80\x8b" "a,b and 1\xe2\x80\x8bOkonjo\xe2\x80\x8bTM, number 078-05-1120\xe2\x80\x8b" "3; Oko\xe2\x80\x8bnjo, O\xe2\x80\x8bk\xe2\x80\x8bonjo, "
      "okonjo\xe2\x80\x8bkept, 078-05-1120 the 1\xe2\x80\x8bst of 10\xe2\x80\x8b" "2.\n")
READS(codes_without_results_show_their_words, "value-in-words-of-codes", "word/document.xml", "Press [Click, Okonjo], go to page of Okonjo, "
      "x = (1+x)/Okonjo or \xe2\x88\x9a" "3 x, Okonjo signed, kept\n")
READS(special_hyphens_are_hyphens, "value-with-special-hyphens", "word/document.xml", "078-05-1120 and Okon\xc2\xadjo\n")
READS(small_print_of_ruby_follows, "value-in-ruby", "word/document.xml", "Ms. Okonjo\nOkonjo\n")
READS(formulas_are_text, "value-in-formula", "word/document.xml", "\nOkonjo\n2\n\n")
READS(word_art_is_text, "value-in-word-art", "word/document.xml", "\nProperty of Okonjo\n")
READS(level_texts_are_a_unit, "value-in-level-text", "word/numbering.xml", "Okonjo Exhibit %1\n")
READS(references_and_cdata_are_resolved, "value-in-cdata-and-references", "word/document.xml", "Okonjo and A&B\n")
READS(the_strict_dialect_reads_the_same, "value-in-strict-dialect", "word/document.xml", "Okonjo\n")
READS(utf16_reads_the_same, "value-in-utf16-part", "word/document.xml", "Okonjo, in two bytes a character.\n")
READS(unknown_elements_are_taken_off_their_content, "value-in-unknown-element", "word/document.xml", "kept, Okonjo\nalso kept\n")
READS(comments_are_a_unit, "value-in-comment", "word/comments.xml", "ask Okonjo, 078-05-1120\n")
READS(embedded_things_leave_words, "value-in-embedded-object", "word/document.xml", "[embedded object, left out]\n")

static void what_the_rebuild_drops_does_not_stay(void **state)
{
	job *j = job_read("value-in-comment");
	(void)state;
	assert_false(text_lookup(&j->was, STR("word/comments.xml"))->stays);
	assert_true(text_lookup(&j->was, STR("word/document.xml"))->stays);
	job_drop(j);
}

static void the_same_bytes_give_the_same_units(void **state)
{
	job *a = job_read("value-in-header-and-footer"), *b = job_read("value-in-header-and-footer");
	(void)state;
	assert_int_equal(a->was.n, b->was.n);
	for (size_t i = 0; i < a->was.n; i++) {
		assert_true(str_eq(a->was.units[i].id, b->was.units[i].id));
		assert_true(str_eq(a->was.units[i].text, b->was.units[i].text));
	}
	job_drop(a);
	job_drop(b);
}

static void unit_ids_are_unique(void **state)
{
	job *j = job_read("value-in-notes");
	(void)state;
	for (size_t i = 0; i < j->was.n; i++)
		assert_ptr_equal(text_lookup(&j->was, j->was.units[i].id), &j->was.units[i]);
	job_drop(j);
}

static void a_small_picture_asks_for_no_eyes(void **state)
{
	job *j = job_read("value-beside-pixels");
	(void)state;
	assert_null(text_lookup(&j->was, STR("word/media/image1.png")));
	job_drop(j);
}

static void only_what_is_shown_is_in_the_body(void **state)
{
	static const char *const fixtures[] = { "value-hidden-by-table-style", "value-hidden-by-defaults",
	                                        "value-hidden-by-plain-style" };
	(void)state;
	for (size_t i = 0; i < sizeof fixtures / sizeof *fixtures; i++) {
		job *j = job_read(fixtures[i]);
		assert_non_null(strstr(unit_text(&j->was, "word/document.xml"), "Shown."));
		assert_null(strstr(unit_text(&j->was, "word/document.xml"), "unseen"));
		assert_non_null(strstr(unit_text(&j->was, "word/document.xml hidden"), "unseen"));
		job_drop(j);
	}
}

static void words_before_a_picture_stay(void **state)
{
	job *j = job_read("value-before-a-picture");
	(void)state;
	assert_non_null(strstr(unit_text(&j->was, "word/document.xml"), "Badge of Okonjo"));
	job_drop(j);
}

/* Terms are names, and names are words of the schemas too. */
static void what_the_schemas_prescribe_is_known(void **state)
{
	static const char *const known[] = { "center", "diamond", "gold", "xml", "en-US", "Office", "7", "" };
	static const char *const others[] = { "Center", "diamond ring", "okonjo", "en-Okonjo", "EN-us", "centre", "1234567" };
	(void)state;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		assert_true(known_value(str_of(known[i])));
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		assert_false(known_value(str_of(others[i])));
}

static void a_number_has_no_groups_of_digits(void **state)
{
	static const char *const fit[] = { "-720", "12.5pt", "00FF7F", "000000000000", "es-419", "50%" };
	static const char *const unfit[] = { "078-05-1120", "212.555.0187", "555_0187", "123456789", "a b" };
	(void)state;
	for (size_t i = 0; i < sizeof fit / sizeof *fit; i++)
		assert_true(vocab_value_fits(VALUE_TOKEN, str_of(fit[i])));
	for (size_t i = 0; i < sizeof unfit / sizeof *unfit; i++)
		assert_false(vocab_value_fits(VALUE_TOKEN, str_of(unfit[i])));
	assert_true(vocab_value_fits(VALUE_CHAR, STR("\xcc\x82")));
	assert_false(vocab_value_fits(VALUE_CHAR, STR("Okon")));
	assert_false(vocab_value_fits(VALUE_CHAR, STR("(x")));
}

static bool note(void *arg, size_t value, size_t beg, size_t end)
{
	(void)value, (void)beg, (void)end;
	*(bool *)arg = true;
	return false;
}

struct sought {
	hunt *h;
	bool found;
};

static bool look(void *arg, const carrier *c)
{
	struct sought *s = arg;
	if (strcmp(c->kind, "text") == 0)
		hunt_text(s->h, c->bytes, note, &s->found, NULL);
	return true;
}

static void carriers_join_words_over_runs(void **state)
{
	job *j = job_read("value-split-over-runs");
	str value = STR("Okonjo");
	struct sought s = { .h = hunt_new(&value, 1, j->mem, &j->e) };
	(void)state;
	assert_true(format_docx.carriers(j->before, look, &s, &j->e));
	assert_true(s.found);
	hunt_drop(s.h);
	job_drop(j);
}

#define T(f) cmocka_unit_test(f)

static void what_stands_over_a_column_of_letters_is_read_with_it(void **state)
{
	(void)state;
	job *j = job_read("value-in-columns-of-letters");
	assert_string_equal(unit_text(&j->was, "word/document.xml by column"), "Sign\nOKONJO---\nCode\n078051120");
	job_drop(j);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(runs_are_one_line), T(cells_end_in_tabs_and_rows_in_newlines), T(insertions_are_accepted),
		T(a_paragraph_whose_end_was_deleted_joins_the_next), T(deleted_words_are_a_unit_of_their_own),
		T(headers_are_units), T(first_page_headers_are_units), T(footers_are_units),
		T(notes_come_in_the_order_of_reference), T(a_note_nobody_refers_to_is_hidden),
		T(text_boxes_follow_their_paragraph), T(the_fallback_of_a_text_box_is_seen_too),
		T(hidden_text_is_not_in_the_body), T(hidden_text_is_seen), T(results_of_fields_are_text),
		T(codes_of_fields_are_a_unit), T(form_fields_show_their_value), T(symbols_are_letters), T(glyphs_of_symbol_fonts_are_digits),
		T(raised_marks_are_parted_from_words), T(codes_without_results_show_their_words),
		T(special_hyphens_are_hyphens), T(small_print_of_ruby_follows), T(formulas_are_text),
		T(word_art_is_text), T(level_texts_are_a_unit), T(references_and_cdata_are_resolved),
		T(the_strict_dialect_reads_the_same), T(utf16_reads_the_same),
		T(unknown_elements_are_taken_off_their_content), T(comments_are_a_unit),
		T(embedded_things_leave_words), T(what_the_rebuild_drops_does_not_stay),
		T(the_same_bytes_give_the_same_units), T(unit_ids_are_unique),
		T(a_small_picture_asks_for_no_eyes), T(only_what_is_shown_is_in_the_body),
		T(words_before_a_picture_stay), T(what_the_schemas_prescribe_is_known),
		T(a_number_has_no_groups_of_digits), T(carriers_join_words_over_runs),
		cmocka_unit_test(what_stands_over_a_column_of_letters_is_read_with_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
