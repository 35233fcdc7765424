/* The comparison fails when a written file is not what it should be. */
#include "tests/saved.h"
#include "formats/docx/inner.h"
#include "tests/unit/docx_kit.h"

static str replaced(str in, const char *what, const char *with, arena *mem)
{
	const char *at = memmem(in.p, in.n, what, strlen(what));
	if (!at)
		fail_msg("nothing to tamper with: %s", what);
	size_t beg = (size_t)(at - in.p);
	return str_fmt(mem, STR_FMT "%s" STR_FMT, (int)beg, in.p, with,
	               STR_ARG(str_sub(in, beg + strlen(what), in.n)));
}

/* Writes the output again with one part changed, or left out (with NULL), and opens that. */
static job *tampered(const char *fixture, const char *part, const char *what, const char *with)
{
	job *j = job_redact(fixture);
	zipdoor *z = zipdoor_open(j->out.bytes, j->mem, &j->e);
	zip_part parts[64];
	size_t n = 0;
	bool met = false;
	assert_non_null(z);
	for (size_t i = 0; i < zipdoor_count(z); i++) {
		str name = zipdoor_entry(z, i)->name, bytes;
		assert_true(zipdoor_load(z, i, j->mem, &bytes, &j->e));
		bool hit = str_is(name, part);
		met |= hit;
		if (!hit || with)
			parts[n++] = (zip_part){ name, hit ? replaced(bytes, what, with, j->mem) : bytes, true };
	}
	if (!met)
		parts[n++] = (zip_part){ str_of(part), str_of(with), true };
	zipdoor_close(z);
	unlink(j->path);
	assert_true(zip_as(j->path, parts, n, &j->e));
	format_docx.close(j->after);
	j->now = (text){ .mem = j->mem };
	job_reopen(j);
	job_compare(j);
	return j;
}

static void fails(job *j, const char *check_name)
{
	assert_int_equal(job_check(j, check_name)->is, CHECK_FAIL);
	job_drop(j);
}

#define BODY "word/document.xml"

static void an_honest_output_passes(void **state)
{
	job *j = job_redact("text-and-shape-stay");
	(void)state;
	job_compare(j);
	assert_int_equal(job_check(j, "text-kept")->is, CHECK_PASS);
	assert_int_equal(job_check(j, "structure-kept")->is, CHECK_PASS);
	assert_int_equal(job_check(j, "drawing-kept")->is, CHECK_SKIP);
	job_drop(j);
}

static void a_changed_word_fails(void **state)
{
	(void)state;
	fails(tampered("text-and-shape-stay", BODY, "Agreement", "agreement"), "text-kept");
}

static void a_lost_word_fails(void **state)
{
	(void)state;
	fails(tampered("text-and-shape-stay", BODY, "<w:t>here</w:t>", ""), "text-kept");
}

static void a_label_lost_fails(void **state)
{
	(void)state;
	fails(tampered("text-and-shape-stay", BODY, "[NAME]", ""), "text-kept");
}

static void a_word_added_in_a_new_part_fails(void **state)
{
	(void)state;
	fails(tampered("text-and-shape-stay", "word/_rels/document.xml.rels", "<Relationship ",
	      "<Relationship Id=\"x\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering\" Target=\"nowhere.xml\"/><Relationship "),
	      "structure-kept");
}

static void a_lost_paragraph_fails(void **state)
{
	(void)state;
	fails(tampered("value-split-over-runs", BODY, "<w:sectPr>", "<w:p/><w:sectPr>"), "structure-kept");
}

static void a_lost_row_fails(void **state)
{
	(void)state;
	fails(tampered("text-and-shape-stay", BODY, "<w:tr>", "<w:tr><w:tc><w:p/></w:tc></w:tr><w:tr>"), "structure-kept");
}

static void a_lost_header_fails(void **state)
{
	(void)state;
	fails(tampered("value-in-header-and-footer", "word/header1.xml", "", NULL), "structure-kept");
}

static void a_dangling_reference_fails(void **state)
{
	(void)state;
	fails(tampered("value-in-picture-description", BODY, "r:embed=\"rId1\"", "r:embed=\"rId77\""), "structure-kept");
}

static void a_part_that_nothing_refers_to_fails(void **state)
{
	(void)state;
	fails(tampered("text-and-shape-stay", "word/stray.xml", NULL, "<x/>"), "structure-kept");
}

static void a_link_to_the_outside_fails(void **state)
{
	(void)state;
	fails(tampered("text-and-shape-stay", "word/_rels/document.xml.rels", "<Relationship ",
	      "<Relationship Id=\"x\" Type=\"hyperlink\" TargetMode=\"External\" Target=\"http://example.org\"/><Relationship "),
	      "structure-kept");
}

static void lost_letters_are_counted(void **state)
{
	job *j = tampered("text-and-shape-stay", BODY, "Signed by ", "");
	uint64_t lost = 0;
	(void)state;
	assert_true(docx_letters_lost((docx *)j->before, &j->was, (docx *)j->after, &j->p, &lost, &j->e));
	assert_int_equal(lost, strlen("Signedby"));
	job_drop(j);
}

#define T(f) cmocka_unit_test(f)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(an_honest_output_passes), T(a_changed_word_fails), T(a_lost_word_fails), T(a_label_lost_fails),
		T(a_word_added_in_a_new_part_fails), T(a_lost_paragraph_fails), T(a_lost_row_fails),
		T(a_lost_header_fails), T(a_dangling_reference_fails), T(a_part_that_nothing_refers_to_fails),
		T(a_link_to_the_outside_fails), T(lost_letters_are_counted),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
