/* Files within Word documents: what they are told to be, the words in them, and what is taken out. */
#include "docx_kit.h"

#include "formats/docx/embed/cfb.h"
#include "formats/docx/embed/embedded.h"

/* Whether any unit that does not stay holds the words. */
static bool searched(const job *j, const char *words)
{
	for (size_t i = 0; i < j->was.n; i++)
		if (!j->was.units[i].stays && memmem(j->was.units[i].text.p, j->was.units[i].text.n, words, strlen(words)))
			return true;
	return false;
}

#define SEARCHES(name, fixture, words) \
	static void name(void **state) \
	{ \
		(void)state; \
		job *j = job_read(fixture); \
		assert_true(searched(j, words)); \
		job_drop(j); \
	}

SEARCHES(words_of_an_embedded_document_are_searched, "value-in-embedded-document", "Oko")
SEARCHES(words_of_an_embedded_workbook_are_searched, "value-in-embedded-workbook", "Okonjo")
SEARCHES(the_name_of_a_packaged_file_is_searched, "value-in-packaged-file", "Account of Okonjo.pdf")
SEARCHES(words_of_two_bytes_a_character_are_searched, "value-in-object-of-two-bytes", "Okonjo, \xc3\xa9t\xc3\xa9")
SEARCHES(words_of_a_web_page_are_searched_without_its_tags, "value-in-imported-web-page", "Signed, Okonjo")
SEARCHES(words_of_a_web_archive_are_searched_decoded, "value-in-imported-web-archive", "Signed, Okonjo")
SEARCHES(words_of_rtf_are_searched_without_its_codes, "value-in-imported-rtf", "Signed, Okonjo.")
SEARCHES(words_of_plain_text_are_searched, "value-in-imported-text", "Signed, Okonjo.")

#define SHOWS(name, fixture, asked, words) \
	static void name(void **state) \
	{ \
		(void)state; \
		job *j = job_new(fixture); \
		j->in.how.extract_attachments = asked; \
		j->before = format_docx.open(&j->in, j->mem, &j->e); \
		assert_non_null(j->before); \
		assert_true(format_docx.extract(j->before, &j->was, &j->e)); \
		assert_string_equal(unit_text(&j->was, "word/document.xml"), words); \
		job_drop(j); \
	}

SHOWS(a_workbook_leaves_its_kind, "value-in-embedded-workbook", true, "Figures: [embedded workbook, left out].\n")
SHOWS(a_document_is_left_out_unless_asked_for, "value-in-embedded-document", false, "Enclosed: [embedded Word document, left out].\n")
SHOWS(a_document_that_is_taken_out_says_so, "value-in-embedded-document", true, "Enclosed: [embedded Word document, taken out].\n")
SHOWS(a_pdf_is_known_in_its_wrapping, "value-in-embedded-pdf", true, "Enclosed: [embedded PDF document, taken out].\n")
SHOWS(an_imported_document_stands_between_its_neighbours, "value-in-imported-document", true, "Before.\n[imported Word document, taken out]\nAfter.\n")

struct taken {
	arena *mem;
	size_t n;
	str name, bytes;
};

static bool take(void *arg, const attachment *a, err *e)
{
	struct taken *t = arg;
	(void)e;
	t->n++;
	t->name = str_dup(a->name, t->mem);
	t->bytes = str_dup(a->bytes, t->mem);
	return true;
}

#define TAKES(test, fixture, count, called, head) \
	static void test(void **state) \
	{ \
		(void)state; \
		job *j = job_read(fixture); \
		struct taken t = { .mem = j->mem, .name = STR(""), .bytes = STR("") }; \
		assert_true(format_docx.attachments(j->before, take, &t, &j->e)); \
		assert_int_equal(t.n, count); \
		assert_true(str_is(t.name, called)); \
		assert_true(str_starts(t.bytes, head)); \
		job_drop(j); \
	}

TAKES(a_document_is_taken_out, "value-in-embedded-document", 1, "Letter.docx", "PK\3\4")
TAKES(a_pdf_is_taken_out_of_its_object, "value-in-embedded-pdf", 1, "oleObject1.pdf", "%PDF-1.4")
TAKES(a_packaged_file_is_taken_out_by_its_name, "value-in-packaged-file", 1, "Account of Okonjo.pdf", "%PDF-1.4")
TAKES(an_imported_document_is_taken_out, "value-in-imported-document", 1, "afchunk1.docx", "PK\3\4")
TAKES(a_workbook_is_not_taken_out, "value-in-embedded-workbook", 0, "", "")

/* ---- compound files --------------------------------------------------------------------------- */

static bool count_streams(void *arg, const cfb_stream *s)
{
	(void)s;
	++*(size_t *)arg;
	return true;
}

/* A header whose tables begin at the sectors named; the rest of the file is one byte. */
static str compound(arena *mem, uint32_t fat, uint32_t directory, int fill, size_t sectors)
{
	size_t n = (sectors + 1) * 512;
	char *p = arena_alloc(mem, n + 1);
	memset(p, fill, n);
	memset(p, 0, 76);
	memset(p + 76, 0xff, 436);
	memcpy(p, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8);
	p[30] = 9;
	p[57] = 16;
	memcpy(p + 48, &directory, 4);
	memcpy(p + 76, &fat, 4);
	memset(p + 60, 0xff, 4);
	memset(p + 68, 0xff, 4);
	return (str){ p, n };
}

static void tables_that_run_in_circles_end(void **state)
{
	arena *mem = arena_new();
	size_t n = 0;
	(void)state;
	/* every sector is followed by sector 0, and every entry is a stream that begins there */
	cfb_streams(compound(mem, 0, 0, 0, 40), mem, count_streams, &n);
	cfb_streams(compound(mem, 3, 2, 2, 40), mem, count_streams, &n);
	assert_int_equal(n, 0);
	arena_drop(mem);
}

static void sectors_beyond_the_file_are_no_sectors(void **state)
{
	arena *mem = arena_new();
	size_t n = 0;
	(void)state;
	assert_false(cfb_streams(compound(mem, 9999, 0, 0, 4), mem, count_streams, &n));
	assert_false(cfb_streams(compound(mem, 0, 9999, 0, 4), mem, count_streams, &n));
	assert_false(cfb_streams(str_sub(compound(mem, 0, 0, 0, 4), 0, 512), mem, count_streams, &n));
	assert_false(cfb_streams(str_sub(compound(mem, 0, 0, 0, 4), 0, 100), mem, count_streams, &n));
	arena_drop(mem);
}

static void programs_are_told_by_their_names(void **state)
{
	(void)state;
	assert_int_equal(embedded_by_program(STR("Excel.Sheet.12")), EMBEDDED_WORKBOOK);
	assert_int_equal(embedded_by_program(STR("Word.Document.8")), EMBEDDED_OLD_WORD);
	assert_int_equal(embedded_by_program(STR("equation.DSMT4")), EMBEDDED_EQUATION);
	assert_int_equal(embedded_by_program(STR("")), EMBEDDED_OBJECT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_of_an_embedded_document_are_searched),
		cmocka_unit_test(words_of_an_embedded_workbook_are_searched),
		cmocka_unit_test(the_name_of_a_packaged_file_is_searched),
		cmocka_unit_test(words_of_two_bytes_a_character_are_searched),
		cmocka_unit_test(words_of_a_web_page_are_searched_without_its_tags),
		cmocka_unit_test(words_of_a_web_archive_are_searched_decoded),
		cmocka_unit_test(words_of_rtf_are_searched_without_its_codes),
		cmocka_unit_test(words_of_plain_text_are_searched),
		cmocka_unit_test(a_workbook_leaves_its_kind),
		cmocka_unit_test(a_document_is_left_out_unless_asked_for),
		cmocka_unit_test(a_document_that_is_taken_out_says_so),
		cmocka_unit_test(a_pdf_is_known_in_its_wrapping),
		cmocka_unit_test(an_imported_document_stands_between_its_neighbours),
		cmocka_unit_test(a_document_is_taken_out),
		cmocka_unit_test(a_pdf_is_taken_out_of_its_object),
		cmocka_unit_test(a_packaged_file_is_taken_out_by_its_name),
		cmocka_unit_test(an_imported_document_is_taken_out),
		cmocka_unit_test(a_workbook_is_not_taken_out),
		cmocka_unit_test(tables_that_run_in_circles_end),
		cmocka_unit_test(sectors_beyond_the_file_are_no_sectors),
		cmocka_unit_test(programs_are_told_by_their_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
