/* Files that must not be read are refused by name, with a way out. */
#include "tests/saved.h"
#include "formats/docx/vocab/vocab.h"
#include "tests/unit/docx_kit.h"

static void refused(const char *fixture, err_kind kind)
{
	job *j = job_new(fixture);
	doc *d = format_docx.open(&j->in, j->mem, &j->e);
	assert_null(d);
	assert_int_equal(j->e.kind, kind);
	assert_true(strstr(j->e.text, fixture) == j->e.text);
	assert_true(j->e.hint[0] != '\0');
	job_drop(j);
}

#define REFUSES(name, fixture, kind) \
	static void name(void **state) { (void)state; refused(fixture, kind); }

REFUSES(a_document_type_is_refused, "bad-document-type", ERR_REFUSED)
REFUSES(entities_are_refused, "bad-billion-laughs", ERR_REFUSED)
REFUSES(a_package_without_document_is_refused, "bad-no-document", ERR_INPUT)
REFUSES(a_name_that_climbs_out_is_refused, "bad-climbing-name", ERR_REFUSED)
REFUSES(an_absolute_name_is_refused, "bad-absolute-name", ERR_REFUSED)
REFUSES(a_backslash_in_a_name_is_refused, "bad-backslash-name", ERR_REFUSED)
REFUSES(parts_that_overlap_are_refused, "bad-overlapping-parts", ERR_REFUSED)
REFUSES(two_parts_of_one_name_are_refused, "bad-two-of-one-name", ERR_REFUSED)
REFUSES(broken_xml_is_refused, "bad-not-well-formed", ERR_INPUT)
REFUSES(another_kind_of_part_is_refused, "bad-wrong-root", ERR_INPUT)
REFUSES(endless_nesting_is_refused, "bad-nested-without-end", ERR_REFUSED)
REFUSES(a_field_that_swallows_the_rest_is_refused, "bad-field-without-end", ERR_REFUSED)
REFUSES(a_file_cut_short_is_refused, "bad-cut-short", ERR_INPUT)
REFUSES(old_and_encrypted_documents_are_refused, "bad-old-or-encrypted", ERR_REFUSED)

/* ---- elements with too many attributes ------------------------------------------------------- */

struct spelt {
	str xml;
	size_t at;
};

static int read_some(void *arg, char *to, int room)
{
	struct spelt *s = arg;
	size_t n = s->xml.n - s->at < (size_t)room ? s->xml.n - s->at : (size_t)room;
	memcpy(to, s->xml.p + s->at, n);
	s->at += n;
	return (int)n;
}

static bool take_anything(void *arg, const xml_event *event)
{
	(void)arg, (void)event;
	return true;
}

/* head, then piece so many times (each %d its number), then tail; wide: in UTF-16 */
static bool is_read(const char *head, const char *piece, const char *tail, bool wide)
{
	buf b = { 0 }, out = { 0 };
	err e = ERR_INIT;
	buf_z(&b, head);
	for (int i = 0; i < 20500; i++)
		buf_fmt(&b, piece, i);
	buf_z(&b, tail);
	if (wide)
		buf_add(&out, "\xff\xfe", 2);
	for (size_t i = 0; i < b.n; i++) {
		buf_byte(&out, b.p[i]);
		if (wide)
			buf_byte(&out, 0);
	}
	struct spelt s = { buf_view(&out), 0 };
	bool ok = xml_walk((xml_input){ read_some, &s }, docx_spaces, take_anything, NULL, &e);
	buf_free(&b);
	buf_free(&out);
	return ok;
}

static void an_element_of_too_many_attributes_is_refused(void **state)
{
	(void)state;
	assert_false(is_read("<a", " b%d='1'", "/>", false));
	assert_false(is_read("<a", " b%d='1'", "/>", true));
	assert_false(is_read("<a", " b%d='>'", "/>", false));
	assert_false(is_read("<!-- ' --><a", " b%d='1'", "/>", false));
}

static void signs_of_equality_in_a_text_are_no_attributes(void **state)
{
	(void)state;
	assert_true(is_read("<a>", "=%d", "</a>", false));
	assert_true(is_read("<a>", "=%d", "</a>", true));
	assert_true(is_read("<a b='", "=%d", "'/>", false));
	assert_true(is_read("<a><!-- ", "=%d", " --></a>", false));
}

static void a_bomb_is_refused(void **state)
{
	char path[64];
	err e = ERR_INIT;
	arena *mem = arena_new();
	size_t n = 64u << 20;
	(void)state;
	snprintf(path, sizeof path, "/tmp/underseal-bomb-%d.docx", (int)getpid());
	unlink(path);
	zip_part part = { STR("word/document.xml"), { arena_alloc(mem, n), n }, true };
	assert_true(zip_as(path, &part, 1, &e));
	source src = { .name = STR("bomb") };
	assert_true(file_read(path, 1 << 24, mem, &src.bytes, &e));
	assert_null(format_docx.open(&src, mem, &e));
	assert_int_equal(e.kind, ERR_REFUSED);
	unlink(path);
	arena_drop(mem);
}

/* Every cut of a good file is refused or read, and never crashes. */
static void no_cut_of_a_file_does_harm(void **state)
{
	job *j = job_new("value-in-notes");
	(void)state;
	for (size_t n = 0; n < j->in.bytes.n; n += 61) {
		source cut = { .name = STR("cut"), .bytes = { j->in.bytes.p, n } };
		arena *mem = arena_new();
		err e = ERR_INIT;
		doc *d = format_docx.open(&cut, mem, &e);
		assert_true(d || e.kind != ERR_NONE);
		format_docx.close(d);
		arena_drop(mem);
	}
	job_drop(j);
}

static void probe_tells_documents_from_others(void **state)
{
	job *j = job_new("value-in-notes"), *old = job_new("bad-old-or-encrypted");
	(void)state;
	assert_int_equal(format_docx.probe(j->in.bytes), 100);
	assert_true(format_docx.probe(old->in.bytes) > 0);
	assert_int_equal(format_docx.probe(STR("%PDF-1.7")), 0);
	assert_int_equal(format_docx.probe(STR("")), 0);
	job_drop(j);
	job_drop(old);
}

#define T(f) cmocka_unit_test(f)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(a_document_type_is_refused), T(entities_are_refused),
		T(a_package_without_document_is_refused), T(a_name_that_climbs_out_is_refused),
		T(an_absolute_name_is_refused), T(a_backslash_in_a_name_is_refused),
		T(two_parts_of_one_name_are_refused), T(broken_xml_is_refused),
		T(another_kind_of_part_is_refused), T(a_field_that_swallows_the_rest_is_refused), T(endless_nesting_is_refused),
		T(a_file_cut_short_is_refused), T(old_and_encrypted_documents_are_refused),
		T(an_element_of_too_many_attributes_is_refused), T(signs_of_equality_in_a_text_are_no_attributes),
		T(parts_that_overlap_are_refused), T(a_bomb_is_refused), T(no_cut_of_a_file_does_harm), T(probe_tells_documents_from_others),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
