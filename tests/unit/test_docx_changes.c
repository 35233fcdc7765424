/* Tracked changes accepted and rejected, and comments that stay. */
#include "tests/unit/docx_kit.h"

static job *job_of(const char *fixture, changes_how how, unsigned keep)
{
	job *j = job_new(fixture);
	j->in.how.changes = how;
	j->in.how.keep = keep;
	j->before = format_docx.open(&j->in, j->mem, &j->e);
	if (!j->before)
		fail_msg("%s: %s", fixture, j->e.text);
	assert_true(format_docx.extract(j->before, &j->was, &j->e));
	return j;
}

#define READS(name, fixture, how, id, words) \
	static void name(void **state) \
	{ \
		job *j = job_of(fixture, how, 0); \
		(void)state; \
		assert_string_equal(unit_text(&j->was, id), words); \
		job_drop(j); \
	}

#define BODY "word/document.xml"

READS(accepting_keeps_what_came, "value-in-tracked-runs", CHANGES_ACCEPT, BODY,
      "One new Okonjo in out two.\nLeft.\nmoved 078-05-1120 Arrived.\nlinked Okonjo tagged Okonjo three.\n")
READS(rejecting_keeps_what_went, "value-in-tracked-runs", CHANGES_REJECT, BODY,
      "One old Okonjo two.\nmoved 078-05-1120 Left.\nArrived.\ncontrolled Okonjo three.\n")
READS(what_was_rejected_is_searched, "value-in-tracked-runs", CHANGES_REJECT, "word/document.xml deleted",
      "new Okonjo \nin both Okonjo out \nmoved 078-05-1120 \nlinked Okonjo \ntagged Okonjo \n")
READS(a_value_may_cross_a_change, "value-over-a-tracked-change", CHANGES_ACCEPT, BODY, "Ms. Okonjo, number 078-05-1120.\n")
READS(a_value_may_cross_a_change_undone, "value-over-a-tracked-change", CHANGES_REJECT, BODY, "Ms. Okonjo, number 078-05-1120.\n")
READS(paragraphs_whose_ends_went_join_into_controls, "value-in-paragraphs-joined", CHANGES_ACCEPT, BODY,
      "Split Oko\nnjo one.\nJoined Okonjo two.\nWhole 078-05-1120 \nBefore the table, Okonjo.\nLast of a cell\t\nA section of Okonjo\nAfter.\n")
READS(paragraphs_that_were_split_join_again, "value-in-paragraphs-joined", CHANGES_REJECT, BODY,
      "Split Okonjo one.\nJoined Oko\ngone Okonjo \nnjo two.\nWhole 078-05-1120 \nBefore the table, Okonjo.\nLast of a cell\t\nAfter.\n")
READS(rows_and_cells_that_went_are_gone, "value-in-tracked-table", CHANGES_ACCEPT, BODY,
      "row in Okonjo\t\ncell in 078-05-1120\tmerged\nBetween.\nAfter.\n")
READS(rows_and_cells_that_came_are_gone, "value-in-tracked-table", CHANGES_REJECT, BODY,
      "row out Okonjo\t\ncell out 078-05-1120\tmerged\nBetween.\nall of it Okonjo\nAfter.\n")
READS(formulas_have_changes_too, "value-in-tracked-formula", CHANGES_ACCEPT, BODY, "\nnew Okonjo within Okonjo \nOkon\njo\n done.\n")
READS(a_fraction_that_came_leaves_its_parts, "value-in-tracked-formula", CHANGES_REJECT, BODY, "\nold Okonjo Okonjo\n done.\n")
READS(a_field_cut_in_two_shows_what_it_showed, "value-in-a-field-cut-in-two", CHANGES_ACCEPT, BODY,
      "Shown Okonjo one.\nadded Okonjo two.\nwholly Okonjo three.\n")
READS(a_field_that_came_goes_with_its_code, "value-in-a-field-cut-in-two", CHANGES_REJECT, BODY,
      "Shown Okonjo one.\ntwo.\nthree.\n")
READS(headers_have_changes_too, "value-in-changes-elsewhere", CHANGES_REJECT, "word/header1.xml", "Header out Okonjo end.\n")
READS(notes_have_changes_too, "value-in-changes-elsewhere", CHANGES_REJECT, "word/footnotes.xml", "\n\nNote out 078-05-1120 end.\n")
READS(text_boxes_have_changes_too, "value-in-changes-elsewhere", CHANGES_ACCEPT, BODY, "Body\nBox in Okonjo end.\n\nAfter.\n")

static job *redacted(const char *fixture, changes_how how, unsigned keep)
{
	job *j = job_of(fixture, how, keep);
	job_mark(j, "Okonjo");
	job_mark(j, "078-05-1120");
	job_run(j);
	job_compare(j);
	return j;
}

static void has(job *j, const char *part, const char *words)
{
	if (!strstr(job_part(j, part), words))
		fail_msg("%s lacks: %s", part, words);
}

static void old_properties_come_back(void **state)
{
	static const char *const old[] = {
		"<w:jc w:val=\"right\"/>", "<w:rPr><w:i/></w:rPr>", "<w:tblPr><w:jc w:val=\"center\"/></w:tblPr>",
		"<w:gridCol w:w=\"3000\"/>", "<w:tblPrEx><w:jc w:val=\"right\"/></w:tblPrEx>", "<w:trPr><w:tblHeader/></w:trPr>",
		"<w:tcW w:w=\"3000\" w:type=\"dxa\"/><w:vAlign w:val=\"center\"/>", "w:orient=\"landscape\"",
	};
	job *j = redacted("rejected-value-in-old-properties", CHANGES_REJECT, 0);
	(void)state;
	for (size_t i = 0; i < sizeof old / sizeof *old; i++)
		has(j, BODY, old[i]);
	job_drop(j);
}

static void new_properties_stay(void **state)
{
	job *j = redacted("value-in-old-properties", CHANGES_ACCEPT, 0);
	(void)state;
	has(j, BODY, "<w:jc w:val=\"center\"/>");
	has(j, BODY, "<w:trPr><w:cantSplit/></w:trPr>");
	assert_null(strstr(job_part(j, BODY), "landscape"));
	job_drop(j);
}

static void a_merge_of_cells_is_made_or_undone(void **state)
{
	job *j = redacted("value-in-tracked-table", CHANGES_ACCEPT, 0);
	(void)state;
	has(j, BODY, "<w:vMerge w:val=\"continue\"/>");
	job_drop(j);
	j = redacted("value-in-tracked-table", CHANGES_REJECT, 0);
	has(j, BODY, "<w:vMerge w:val=\"restart\"/>");
	job_drop(j);
}

static void nothing_of_the_history_is_written(void **state)
{
	static const char *const fixtures[] = {
		"value-in-tracked-runs", "value-in-paragraphs-joined", "value-in-tracked-table", "value-in-old-properties",
		"value-in-tracked-formula", "value-in-a-field-cut-in-two", "value-in-changes-elsewhere", "value-over-a-tracked-change",
	};
	static const char *const history[] = { "w:author", "w:date", "w:ins ", "w:del ", "Change", "delText", "moveTo", "moveFrom", "rsid", "Okonjo", "2020" };
	(void)state;
	for (size_t i = 0; i < sizeof fixtures / sizeof *fixtures; i++)
		for (int how = CHANGES_ACCEPT; how <= CHANGES_REJECT; how++) {
			job *j = redacted(fixtures[i], (changes_how)how, 0);
			assert_int_equal(job_check(j, "text-kept")->is, CHECK_PASS);
			assert_int_equal(job_check(j, "structure-kept")->is, CHECK_PASS);
			for (size_t k = 0; k < sizeof history / sizeof *history; k++)
				if (job_holds(j, history[k]))
					fail_msg("%s, %s: %s is left", fixtures[i], changes_how_name((changes_how)how), history[k]);
			job_drop(j);
		}
}

/* ---- comments -------------------------------------------------------------------------------- */

static void comments_that_stay_are_redacted(void **state)
{
	job *j = redacted("commented-value-in-thread", CHANGES_ACCEPT, KEEP_COMMENTS);
	(void)state;
	assert_string_equal(unit_text(&j->now, "word/comments.xml"), "Ask [NAME].\nDone: [NAME].\nElsewhere.\n");
	assert_int_equal(job_check(j, "text-kept")->is, CHECK_PASS);
	assert_int_equal(job_check(j, "structure-kept")->is, CHECK_PASS);
	job_drop(j);
}

static void people_are_told_apart_and_not_named(void **state)
{
	job *j = redacted("commented-value-in-thread", CHANGES_ACCEPT, KEEP_COMMENTS);
	(void)state;
	has(j, "word/comments.xml", "<w:comment w:id=\"0\" w:author=\"Reviewer 1\" w:initials=\"R1\">");
	has(j, "word/comments.xml", "<w:comment w:id=\"1\" w:author=\"Reviewer 2\" w:initials=\"R2\">");
	has(j, "word/comments.xml", "<w:comment w:id=\"2\" w:author=\"Reviewer 1\" w:initials=\"R1\">");
	assert_false(job_holds(j, "Smith"));
	assert_false(job_holds(j, "w:date"));
	assert_string_equal(job_part(j, "word/people.xml"), "");
	job_drop(j);
}

static void replies_and_what_is_resolved_stay(void **state)
{
	job *j = redacted("commented-value-in-thread", CHANGES_ACCEPT, KEEP_COMMENTS);
	(void)state;
	has(j, "word/commentsExtended.xml", "<w15:commentEx w15:paraId=\"7C000002\" w15:paraIdParent=\"7C000001\" w15:done=\"1\"/>");
	has(j, "word/commentsExtended.xml", "<w15:commentEx w15:paraId=\"7C000003\" w15:done=\"0\"/>");
	has(j, "word/comments.xml", "w14:paraId=\"7C000003\"");
	assert_false(job_holds(j, "11111111"));
	job_drop(j);
}

static void comments_go_with_the_words_they_hang_on(void **state)
{
	job *j = redacted("commented-value-on-words-that-go", CHANGES_ACCEPT, KEEP_COMMENTS);
	(void)state;
	assert_string_equal(unit_text(&j->now, "word/comments.xml"), "Half a range.\nIn a point, [NAME]. \nOver blocks.\n");
	assert_int_equal(job_check(j, "structure-kept")->is, CHECK_PASS);
	assert_int_equal(job_dropped(j, "comment"), 4);
	job_drop(j);
}

static void half_a_range_becomes_a_point(void **state)
{
	job *j = redacted("commented-value-on-words-that-go", CHANGES_ACCEPT, KEEP_COMMENTS);
	(void)state;
	assert_null(strstr(job_part(j, BODY), "<w:commentRangeStart w:id=\"0\"/>"));
	has(j, BODY, "<w:commentReference w:id=\"0\"/>");
	has(j, BODY, "<w:commentRangeStart w:id=\"2\"/>");
	assert_null(strstr(job_part(j, "word/header1.xml"), "comment"));
	job_drop(j);
}

static void a_comment_comes_back_with_a_rejected_deletion(void **state)
{
	job *j = redacted("commented-value-on-words-that-go", CHANGES_REJECT, KEEP_COMMENTS);
	(void)state;
	assert_string_equal(unit_text(&j->now, "word/comments.xml"),
	                    "on a deletion, [NAME]\nHalf a range.\nout [NAME]\nOver blocks.\n");
	job_drop(j);
}

static void without_being_asked_for_they_go(void **state)
{
	job *j = redacted("commented-value-in-thread", CHANGES_ACCEPT, 0);
	(void)state;
	assert_false(job_holds(j, "comment"));
	assert_int_equal(job_dropped(j, "comment"), 4);
	job_drop(j);
}

#define T(f) cmocka_unit_test(f)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(accepting_keeps_what_came), T(rejecting_keeps_what_went), T(what_was_rejected_is_searched),
		T(a_value_may_cross_a_change), T(a_value_may_cross_a_change_undone),
		T(paragraphs_whose_ends_went_join_into_controls), T(paragraphs_that_were_split_join_again),
		T(rows_and_cells_that_went_are_gone), T(rows_and_cells_that_came_are_gone),
		T(formulas_have_changes_too), T(a_fraction_that_came_leaves_its_parts),
		T(a_field_cut_in_two_shows_what_it_showed), T(a_field_that_came_goes_with_its_code),
		T(headers_have_changes_too), T(notes_have_changes_too), T(text_boxes_have_changes_too),
		T(old_properties_come_back), T(new_properties_stay), T(a_merge_of_cells_is_made_or_undone),
		T(nothing_of_the_history_is_written),
		T(comments_that_stay_are_redacted), T(people_are_told_apart_and_not_named),
		T(replies_and_what_is_resolved_stay), T(comments_go_with_the_words_they_hang_on),
		T(half_a_range_becomes_a_point), T(a_comment_comes_back_with_a_rejected_deletion),
		T(without_being_asked_for_they_go),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
