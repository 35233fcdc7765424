/* What a redaction changes, and what it leaves alone. */
#include "tests/unit/docx_kit.h"

static void has(job *j, const char *part, const char *words)
{
	if (!strstr(job_part(j, part), words))
		fail_msg("%s lacks: %s", part, words);
}

static void a_label_stands_where_the_value_stood(void **state)
{
	job *j = job_redact("value-split-over-runs");
	(void)state;
	assert_string_equal(unit_text(&j->now, "word/document.xml"), "Dear Ms. [NAME], your number is [NAME].\n");
	job_drop(j);
}

/* A word processor trims what does not say that its blanks count. */
static void a_blank_at_the_edge_of_a_cut_is_kept(void **state)
{
	job *j = job_redact("value-before-a-blank");
	(void)state;
	has(j, "word/document.xml", "<w:t xml:space=\"preserve\"> signed</w:t>");
	has(j, "word/document.xml", "<m:t xml:space=\"preserve\">[NAME] and [NAME] is 1</m:t>");
	job_drop(j);
}

static void the_label_is_white_on_black(void **state)
{
	job *j = job_redact("value-split-over-runs");
	(void)state;
	has(j, "word/document.xml", "<w:color w:val=\"FFFFFF\"/>");
	has(j, "word/document.xml", "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"000000\"/>");
	job_drop(j);
}

static void the_label_has_the_face_of_the_run_around_it(void **state)
{
	job *j = job_redact("text-and-shape-stay");
	(void)state;
	has(j, "word/document.xml", "<w:r><w:rPr><w:i/><w:noProof/><w:color w:val=\"FFFFFF\"/><w:sz w:val=\"28\"/><w:u w:val=\"none\"/>");
	job_drop(j);
}

static void neighbours_keep_their_words_and_formatting(void **state)
{
	job *j = job_redact("text-and-shape-stay");
	(void)state;
	has(j, "word/document.xml", "<w:r><w:rPr><w:i/><w:sz w:val=\"28\"/></w:rPr><w:t xml:space=\"preserve\">Signed by </w:t></w:r>");
	has(j, "word/document.xml", "<w:r><w:rPr><w:i/><w:sz w:val=\"28\"/></w:rPr><w:t xml:space=\"preserve\"> today</w:t><w:tab/><w:t>here</w:t></w:r>");
	job_drop(j);
}

static void headings_and_tables_keep_their_shape(void **state)
{
	job *j = job_redact("text-and-shape-stay");
	(void)state;
	has(j, "word/document.xml", "<w:pStyle w:val=\"Heading1\"/><w:jc w:val=\"center\"/>");
	has(j, "word/document.xml", "<w:gridCol w:w=\"4000\"/><w:gridCol w:w=\"4000\"/>");
	has(j, "word/document.xml", "<w:tcPr><w:shd w:val=\"clear\" w:fill=\"DDDDDD\"/></w:tcPr>");
	assert_string_equal(unit_text(&j->now, "word/document.xml"),
	                    "Agreement\nName\tAda [NAME]\nNumber\t[NAME]\nSigned by [NAME] today\there\n\nA note.\n");
	job_drop(j);
}

static void a_value_over_cells_leaves_the_cells(void **state)
{
	job *j = job_read("digits-in-separate-cells");
	(void)state;
	*plan_add(&j->p) = (mark){ .kind = MARK_TEXT, .unit = STR("word/document.xml"), .beg = 0, .end = 11,
		.state = MARK_ACCEPTED, .code = STR("SSN") };
	job_run(j);
	assert_string_equal(unit_text(&j->now, "word/document.xml"), "[SSN]\t\t\n\n");
	job_drop(j);
}

static void a_value_over_paragraphs_leaves_the_paragraphs(void **state)
{
	job *j = job_read("value-over-two-paragraphs");
	(void)state;
	job_mark(j, "Ada Okonjo");
	job_run(j);
	assert_string_equal(unit_text(&j->now, "word/document.xml"), "It was signed by Mrs. [NAME]\n on Monday.\n");
	job_drop(j);
}

static void overlapping_marks_become_one(void **state)
{
	job *j = job_read("value-split-over-runs");
	(void)state;
	for (uint32_t i = 0; i < 3; i++)
		*plan_add(&j->p) = (mark){ .kind = MARK_TEXT, .unit = STR("word/document.xml"), .beg = 9 + i,
			.end = 13 + i, .state = MARK_ACCEPTED };
	job_run(j);
	assert_string_equal(unit_text(&j->now, "word/document.xml"), "Dear Ms. [REDACTED], your number is 078-05-1120.\n");
	job_drop(j);
}

static void rejected_and_proposed_marks_change_nothing(void **state)
{
	job *j = job_read("value-split-over-runs");
	(void)state;
	job_mark(j, "Okonjo");
	job_mark(j, "078-05-1120");
	for (size_t i = 0; i < j->p.n; i++)
		j->p.marks[i].state = i % 2 ? MARK_PROPOSED : MARK_REJECTED;
	job_run(j);
	assert_string_equal(unit_text(&j->now, "word/document.xml"), "Dear Ms. Okonjo, your number is 078-05-1120.\n");
	job_drop(j);
}

static void the_label_of_the_plan_goes_before_the_code(void **state)
{
	job *j = job_read("value-split-over-runs");
	(void)state;
	job_mark(j, "Okonjo");
	j->p.label = STR("CONFIDENTIAL");
	job_run(j);
	assert_string_equal(unit_text(&j->now, "word/document.xml"), "Dear Ms. [CONFIDENTIAL], your number is 078-05-1120.\n");
	job_drop(j);
}

static bool apply_fails(const mark *one, err *e)
{
	job *j = job_read("value-split-over-runs");
	*plan_add(&j->p) = *one;
	bool ok = format_docx.apply(j->before, &j->p, &j->report, e);
	job_drop(j);
	return !ok;
}

static void a_box_is_refused(void **state)
{
	err e = ERR_INIT;
	(void)state;
	assert_true(apply_fails(&(mark){ .kind = MARK_BOX, .page = 1, .state = MARK_ACCEPTED }, &e));
	assert_int_equal(e.kind, ERR_REFUSED);
	assert_true(e.hint[0] != '\0');
}

static void a_mark_past_the_end_is_refused(void **state)
{
	err e = ERR_INIT;
	(void)state;
	assert_true(apply_fails(&(mark){ .kind = MARK_TEXT, .unit = STR("word/document.xml"), .beg = 5, .end = 5000,
	                                 .state = MARK_ACCEPTED }, &e));
	assert_int_equal(e.kind, ERR_USAGE);
}

static void a_mark_in_a_unit_that_is_not_there_is_refused(void **state)
{
	err e = ERR_INIT;
	(void)state;
	assert_true(apply_fails(&(mark){ .kind = MARK_TEXT, .unit = STR("word/header9.xml"), .beg = 0, .end = 5,
	                                 .state = MARK_ACCEPTED }, &e));
	assert_int_equal(e.kind, ERR_USAGE);
}

static void two_runs_write_the_same_bytes(void **state)
{
	job *a = job_redact("value-in-notes"), *b = job_redact("value-in-notes");
	(void)state;
	assert_true(str_eq(a->out.bytes, b->out.bytes));
	job_drop(a);
	job_drop(b);
}

static void the_zip_tells_no_time_and_begins_with_the_types(void **state)
{
	job *j = job_redact("value-in-notes");
	(void)state;
	assert_memory_equal(j->out.bytes.p + 30, "[Content_Types].xml", 19);
	for (size_t i = 0; i + 30 < j->out.bytes.n; i++)
		if (memcmp(j->out.bytes.p + i, "PK\3\4", 4) == 0) {
			assert_memory_equal(j->out.bytes.p + i + 10, "\0\0\x21\0", 4);  /* 1980-01-01 00:00  */
			assert_memory_equal(j->out.bytes.p + i + 28, "\0\0", 2);        /* no extra fields   */
		}
	job_drop(j);
}

static void a_second_redaction_of_the_output_changes_nothing(void **state)
{
	job *j = job_redact("text-and-shape-stay"), *k = job_new("text-and-shape-stay");
	(void)state;
	k->in.bytes = j->out.bytes;
	k->before = format_docx.open(&k->in, k->mem, &k->e);
	assert_non_null(k->before);
	assert_true(format_docx.extract(k->before, &k->was, &k->e));
	job_run(k);
	assert_true(str_eq(j->out.bytes, k->out.bytes));
	job_drop(k);
	job_drop(j);
}

static void what_is_left_out_is_counted(void **state)
{
	job *j = job_redact("value-in-comment"), *k = job_redact("value-in-hidden-text"), *l = job_redact("value-in-chart-and-diagram");
	(void)state;
	assert_int_equal(job_dropped(j, "comment"), 1);
	assert_int_equal(job_dropped(k, "hidden text"), 3);
	assert_int_equal(job_dropped(l, "chart"), 1);
	assert_int_equal(job_dropped(l, "diagram"), 1);
	job_drop(j);
	job_drop(k);
	job_drop(l);
}

static void page_numbers_stay_fields(void **state)
{
	job *j = job_redact("value-in-field-code");
	(void)state;
	has(j, "word/document.xml", "<w:instrText xml:space=\"preserve\"> PAGE </w:instrText>");
	assert_false(job_holds(j, "MERGEFIELD"));
	job_drop(j);
}

static void no_reference_to_a_comment_is_left(void **state)
{
	job *j = job_redact("value-in-comment");
	(void)state;
	assert_false(job_holds(j, "comment"));
	job_drop(j);
}

#define T(f) cmocka_unit_test(f)

/* Word gives every floating shape of the older kind an order of nine digits. */
static void a_text_box_keeps_its_size_and_order(void **state)
{
	job *j = job_redact("value-in-vml-text-box");
	(void)state;
	const char *body = job_part(j, "word/document.xml");
	assert_non_null(strstr(body, "width:100pt;height:50pt"));
	assert_non_null(strstr(body, "z-index:376832"));
	job_drop(j);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(a_label_stands_where_the_value_stood), T(a_text_box_keeps_its_size_and_order),
		T(a_blank_at_the_edge_of_a_cut_is_kept), T(the_label_is_white_on_black),
		T(the_label_has_the_face_of_the_run_around_it), T(neighbours_keep_their_words_and_formatting),
		T(headings_and_tables_keep_their_shape), T(a_value_over_cells_leaves_the_cells),
		T(a_value_over_paragraphs_leaves_the_paragraphs), T(overlapping_marks_become_one),
		T(rejected_and_proposed_marks_change_nothing), T(the_label_of_the_plan_goes_before_the_code),
		T(a_box_is_refused), T(a_mark_past_the_end_is_refused),
		T(a_mark_in_a_unit_that_is_not_there_is_refused), T(two_runs_write_the_same_bytes),
		T(the_zip_tells_no_time_and_begins_with_the_types),
		T(a_second_redaction_of_the_output_changes_nothing), T(what_is_left_out_is_counted),
		T(page_numbers_stay_fields), T(no_reference_to_a_comment_is_left),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
