/* Fields, bookmarks and links: what stays of them leads where it did, and names nobody. */
#include "tests/unit/docx_kit.h"

#define BODY "word/document.xml"

static job *redacted(const char *fixture, unsigned keep)
{
	job *j = job_new(fixture);
	j->in.how.keep = keep;
	j->before = format_docx.open(&j->in, j->mem, &j->e);
	assert_non_null(j->before);
	assert_true(format_docx.extract(j->before, &j->was, &j->e));
	job_mark(j, "Okonjo");
	job_run(j);
	return j;
}

static size_t count(const char *hay, const char *needle)
{
	size_t n = 0;
	for (const char *at = hay; (at = strstr(at, needle)) != NULL; at += strlen(needle))
		n++;
	return n;
}

static void contents_lead_to_their_headings(void **state)
{
	job *j = redacted("value-in-table-of-contents", KEEP_JUMPS);
	const char *body = job_part(j, BODY);
	(void)state;
	assert_int_equal(count(body, " TOC \\o &quot;1-3&quot; \\h <") + count(body, " TOC \\o \"1-3\" \\h <"), 1);
	assert_int_equal(count(body, "<w:hyperlink w:anchor=\"_Ref1\">"), 1);
	assert_int_equal(count(body, "<w:hyperlink w:anchor=\"_Ref2\">"), 1);
	assert_int_equal(count(body, " PAGEREF _Ref1 \\h "), 2);
	assert_int_equal(count(body, " REF _Ref1 \\h "), 1);
	assert_int_equal(count(body, "w:name=\"_Ref1\""), 1);
	assert_int_equal(count(body, "w:name=\"_Ref2\""), 1);
	job_compare(j);
	assert_int_equal(job_check(j, "text-kept")->is, CHECK_PASS);
	assert_int_equal(job_check(j, "structure-kept")->is, CHECK_PASS);
	job_drop(j);
}

static void what_contents_show_is_redacted_too(void **state)
{
	job *j = redacted("value-in-table-of-contents", KEEP_JUMPS);
	(void)state;
	assert_non_null(strstr(unit_text(&j->now, BODY), "1. The matter of [NAME]\t1\n"));
	assert_false(job_holds(j, "Okonjo"));
	job_drop(j);
}

static void a_bookmark_that_nothing_leads_to_goes(void **state)
{
	job *j = redacted("value-in-table-of-contents", KEEP_JUMPS);
	(void)state;
	assert_int_equal(count(job_part(j, BODY), "<w:bookmarkStart "), 2);
	assert_int_equal(count(job_part(j, BODY), "<w:bookmarkEnd "), 2);
	assert_int_equal(job_dropped(j, "bookmark"), 1);
	job_drop(j);
}

static void nothing_leads_anywhere_unless_it_is_asked_for(void **state)
{
	job *j = redacted("value-in-table-of-contents", 0);
	(void)state;
	assert_false(job_holds(j, "bookmark"));
	assert_false(job_holds(j, "hyperlink"));
	assert_false(job_holds(j, "PAGEREF"));
	assert_true(job_holds(j, " SEQ "));
	job_drop(j);
}

static void half_a_field_is_text(void **state)
{
	job *j = redacted("value-in-fields-cut-in-half", KEEP_JUMPS);
	const char *body = job_part(j, BODY);
	(void)state;
	assert_int_equal(count(body, "\"begin\""), count(body, "\"end\""));
	assert_int_equal(count(body, "\"begin\""), count(body, "\"separate\""));
	assert_null(strstr(body, "REF _Ref"));
	assert_non_null(strstr(unit_text(&j->now, BODY), "the place of nothing7"));
	job_drop(j);
}

static void a_clean_address_stays_when_that_is_asked_for(void **state)
{
	job *j = redacted("value-in-one-link-of-two", KEEP_LINKS);
	(void)state;
	assert_non_null(strstr(job_part(j, "word/_rels/document.xml.rels"), "https://example.org/a?b=1&amp;c=2"));
	assert_int_equal(count(job_part(j, BODY), "<w:hyperlink r:id="), 1);
	job_compare(j);
	assert_int_equal(job_check(j, "structure-kept")->is, CHECK_PASS);
	job_drop(j);
}

static void an_address_with_a_value_goes_however_it_is_spelt(void **state)
{
	job *j = redacted("value-in-one-link-of-two", KEEP_LINKS);
	(void)state;
	assert_false(job_holds(j, "%4Fkon"));
	assert_false(job_holds(j, "passwd"));
	assert_int_equal(job_dropped(j, "link whose address holds a marked value"), 1);
	job_drop(j);
}

static void an_address_with_a_value_goes_in_codes_within_codes(void **state)
{
	job *j = redacted("value-in-coded-addresses", KEEP_LINKS);
	(void)state;
	const char *rels = job_part(j, "word/_rels/document.xml.rels");
	assert_null(strstr(rels, "aWQ9"));
	assert_null(strstr(rels, "4f6B"));
	assert_null(strstr(rels, "%254F"));
	assert_non_null(strstr(rels, "https://example.org/clean"));
	job_drop(j);
}

static void no_address_stays_by_itself(void **state)
{
	job *j = redacted("value-in-one-link-of-two", KEEP_JUMPS);
	(void)state;
	assert_false(job_holds(j, "example.org"));
	job_drop(j);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(contents_lead_to_their_headings),
		cmocka_unit_test(what_contents_show_is_redacted_too),
		cmocka_unit_test(a_bookmark_that_nothing_leads_to_goes),
		cmocka_unit_test(nothing_leads_anywhere_unless_it_is_asked_for),
		cmocka_unit_test(half_a_field_is_text),
		cmocka_unit_test(a_clean_address_stays_when_that_is_asked_for),
		cmocka_unit_test(an_address_with_a_value_goes_however_it_is_spelt),
		cmocka_unit_test(an_address_with_a_value_goes_in_codes_within_codes),
		cmocka_unit_test(no_address_stays_by_itself),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
