/* One test a fixture: after the job nothing of the secret is left in any part of the file. */
#include "tests/unit/docx_kit.h"

struct seen {
	hunt *h;
	bool found;
};

static bool note(void *arg, size_t value, size_t beg, size_t end)
{
	(void)value, (void)beg, (void)end;
	*(bool *)arg = true;
	return false;
}

static bool look(void *arg, const carrier *c)
{
	struct seen *s = arg;
	bool hit = false;
	if (c->utf8)
		hunt_text(s->h, c->bytes, note, &hit, NULL);
	hunt_bytes(s->h, c->bytes, note, &hit, NULL);
	if (hit)
		print_error("%s " STR_FMT "\n", c->kind, STR_ARG(c->where));
	s->found |= hit;
	return true;
}

static void nothing_is_left(void **state)
{
	job *j = job_redact(*state);
	const str values[] = { STR("Okonjo"), STR("078-05-1120") };
	struct seen s = { .h = hunt_new(values, 2, j->mem, &j->e) };

	/* by the format's own list of places */
	assert_true(format_docx.carriers(j->after, look, &s, &j->e));
	assert_false(s.found);
	hunt_drop(s.h);

	/* and by looking at the bytes, pieces of the value too */
	static const char *const pieces[] = { "Okonj", "konjo", "OKONJ", "okonjo", "078051", "5-1120", "051120" };
	for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++)
		assert_false(job_holds(j, pieces[i]));
	job_compare(j);
	for (size_t i = 0; i < j->report.nchecks; i++)
		if (j->report.checks[i].is == CHECK_FAIL)
			fail_msg(STR_FMT ": " STR_FMT, STR_ARG(j->report.checks[i].name), STR_ARG(j->report.checks[i].detail));
	job_drop(j);
}

static void detection_sees_the_value(void **state)
{
	job *j = job_read(*state);
	job_mark(j, "Okonjo");
	job_mark(j, "078-05-1120");
	assert_true(j->p.n > 0);
	job_drop(j);
}

int main(void)
{
	static const char *const names[] = {
		"value-split-over-runs", "value-split-by-marks", "value-over-two-paragraphs",
		"digits-in-separate-cells", "value-in-smart-tag-and-control", "value-in-tracked-insertion",
		"value-in-tracked-deletion", "value-moved-away", "value-in-comment",
		"value-in-header-and-footer", "value-in-notes", "value-in-text-box-and-fallback",
		"value-in-vml-text-box", "value-in-word-art", "value-in-hidden-text", "value-in-field-code",
		"value-in-form-field", "value-in-link-target", "value-in-bookmark-name",
		"value-in-style-name", "value-in-font-name", "value-in-level-text",
		"value-in-document-properties", "value-in-settings", "value-in-custom-xml",
		"value-in-picture-description", "value-in-macro", "value-in-unknown-part",
		"value-in-zip-comment", "value-in-formula", "value-in-ruby", "value-as-symbols",
		"value-with-special-hyphens", "value-in-xml-comment", "value-in-cdata-and-references",
		"value-in-strict-dialect", "value-in-unknown-element", "value-in-format-attribute",
		"value-in-chart-and-diagram", "value-in-embedded-object", "value-in-alt-chunk",
		"value-in-number-attribute", "value-in-hyphened-font-name", "value-in-continuation-notice",
		"value-before-a-picture", "value-hidden-by-table-style", "value-hidden-by-defaults",
		"value-hidden-by-plain-style", "value-in-glossary", "value-in-utf16-part", "text-and-shape-stay",
	};
	enum { N = sizeof names / sizeof *names };
	struct CMUnitTest tests[2 * N + 1];
	for (size_t i = 0; i < N; i++) {
		static char titles[2 * N][96];
		snprintf(titles[2 * i], sizeof titles[0], "nothing is left: %s", names[i]);
		snprintf(titles[2 * i + 1], sizeof titles[0], "detection sees it: %s", names[i]);
		tests[2 * i] = (struct CMUnitTest){ titles[2 * i], nothing_is_left, NULL, NULL, (void *)(uintptr_t)names[i] };
		tests[2 * i + 1] = (struct CMUnitTest){ titles[2 * i + 1], detection_sees_the_value, NULL, NULL, (void *)(uintptr_t)names[i] };
	}
	/* The picture's own text is never a unit: nobody can mark it, and it must be gone all the same. */
	tests[2 * N] = (struct CMUnitTest){ "nothing is left: value-beside-pixels", nothing_is_left, NULL, NULL, (void *)(uintptr_t)"value-beside-pixels" };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
