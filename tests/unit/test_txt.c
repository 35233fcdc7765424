/* Plain text as a document: encodings, what is cut out of the bytes, and the proof of it. */
#include "tests/saved.h"
#include "formats/txt/coding.h"
#include "formats/txt/txt.h"
#include "redact/base/file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

static int set_up(void **state) { *state = arena_new(); return 0; }
static int tear_down(void **state) { arena_drop(*state); return 0; }

#define IS(bytes, wanted) do { \
	size_t mark; \
	assert_int_equal(coding_of(STR(bytes), &mark), wanted); \
} while (0)

static void encodings_are_told_by_their_bytes(void **state)
{
	(void)state;
	IS("plain", CODING_UTF8);
	IS("Caf\xc3\xa9", CODING_UTF8);
	IS("\xEF\xBB\xBF" "Caf\xc3\xa9", CODING_UTF8);
	IS("\xff\xfe" "a\0b\0", CODING_UTF16_LE);
	IS("\xfe\xff" "\0a\0b", CODING_UTF16_BE);
	IS("a\0b\0c\0", CODING_UTF16_LE);
	IS("\0a\0b\0c", CODING_UTF16_BE);
	IS("Caf\xe9 on the corner", CODING_1252);
	IS("the old end\x1a", CODING_UTF8);
}

static void what_cannot_be_told_is_not_guessed(void **state)
{
	(void)state;
	IS("\xc8\xe2\xe0\xed\xee\xe2", CODING_UNKNOWN);       /* Cyrillic in eight bits */
	IS("\xEF\xBB\xBF" "a\xff", CODING_UNKNOWN);
	IS("\xff\xfe" "a\0b", CODING_UNKNOWN);
	IS("\xff\xfe\x00\xd8" "a\0", CODING_UNKNOWN);         /* half of a pair */
	IS("a lot of letters and \x81", CODING_UNKNOWN);
	IS("Okon\x1b[0mjo", CODING_UNKNOWN);
}

static void binary_files_are_no_text(void **state)
{
	(void)state;
	assert_false(coding_may_be_text(STR("\x7f" "ELF\x02\x01\x01\0\0")));
	assert_false(coding_may_be_text(STR("{\\rtf1 Okonjo}")));
	assert_false(coding_may_be_text(STR("Okon\x1b[0mjo")));
	assert_false(coding_may_be_text(STR("")));
	assert_true(coding_may_be_text(STR("a\tb\r\n\fc")));
	assert_true(coding_may_be_text(STR("a\0b\0c\0")));
}

static doc *opened(arena *mem, str bytes, text *out)
{
	err e = ERR_INIT;
	source *src = arena_alloc(mem, sizeof *src);
	*src = (source){ .name = STR("a.txt"), .bytes = bytes };
	doc *d = format_txt.open(src, mem, &e);
	*out = (text){ .mem = mem };
	if (d)
		assert_true(format_txt.extract(d, out, &e));
	return d;
}

static void mark_words(plan *p, const text *t, const char *words, const char *code)
{
	const unit *u = &t->units[0];
	const char *at = memmem(u->text.p, u->text.n, words, strlen(words));
	assert_non_null(at);
	mark *m = plan_add(p);
	m->kind = MARK_TEXT;
	m->unit = u->id;
	m->beg = (uint32_t)(at - u->text.p);
	m->end = m->beg + (uint32_t)strlen(words);
	m->code = str_of(code);
	m->state = MARK_ACCEPTED;
}

static str saved(arena *mem, doc *d, const plan *p)
{
	err e = ERR_INIT;
	proof report = { .mem = mem };
	char path[] = "/tmp/underseal-txt-XXXXXX";
	str bytes;
	close(mkstemp(path));
	unlink(path);
	assert_true(format_txt.apply(d, p, &report, &e) && format_txt.rebuild(d, &report, &e) && save_as(&format_txt, d, path, &e));
	assert_true(file_read(path, 1 << 20, mem, &bytes, &e));
	unlink(path);
	return bytes;
}

static str redacted(arena *mem, str bytes, const char *words, const char *code)
{
	text t;
	doc *d = opened(mem, bytes, &t);
	plan p = { .mem = mem };
	mark_words(&p, &t, words, code);
	str out = saved(mem, d, &p);
	format_txt.close(d);
	return out;
}

#define BECOMES(bytes, words, wanted) assert_true(str_eq(redacted(*state, STR(bytes), words, "N"), STR(wanted)))

static void a_mark_becomes_its_code_in_the_same_encoding(void **state)
{
	BECOMES("Ms. Okonjo.\n", "Okonjo", "Ms. [N].\n");
	BECOMES("\xEF\xBB\xBF" "Okonjo", "Okonjo", "\xEF\xBB\xBF[N]");
	BECOMES("\xff\xfe" "a\0b\0", "b", "\xff\xfe" "a\0[\0N\0]\0");
	BECOMES("\xfe\xff" "\0a\0b", "b", "\xfe\xff" "\0a\0[\0N\0]");
	BECOMES("Caf\xe9, of M\xfcller there", "M\xc3\xbcller", "Caf\xe9, of [N] there");
}

static void ends_of_lines_and_pages_stay_as_they_are(void **state)
{
	BECOMES("536-90-\r\n4399\r", "536-90-\n4399", "[N]\r\n\r");
	BECOMES("536\f90", "536\n90", "[N]\f");
	BECOMES("a\tb", "a\tb", "[N]\t");
	BECOMES("a\r\nb\nc\rd", "b", "a\r\n[N]\nc\rd");
}

static void a_code_the_encoding_has_no_sign_for_is_asked_for(void **state)
{
	assert_true(str_eq(redacted(*state, STR("Caf\xe9 of Okonjo"), "Okonjo", "\xe2\x96\x88"), STR("Caf\xe9 of [?]")));
}

static void ends_of_all_kinds_are_one_sign_of_the_unit(void **state)
{
	text t;
	doc *d = opened(*state, STR("a\r\nb\rc\fd\n"), &t);
	assert_true(str_is(t.units[0].text, "a\nb\nc\nd\n"));
	format_txt.close(d);
}

/* What the proof says of an output of `from` with the words marked. */
static bool kept(arena *mem, str from, const char *words, str to)
{
	err e = ERR_INIT;
	text a, b;
	proof report = { .mem = mem };
	plan p = { .mem = mem };
	doc *source = opened(mem, from, &a), *output = opened(mem, to, &b);
	assert_non_null(output);
	mark_words(&p, &a, words, "N");
	assert_true(format_txt.compare(source, &a, output, &b, &p, false, &report, &e));
	format_txt.close(source);
	format_txt.close(output);
	return proof_passed(&report, "text-kept");
}

static void the_proof_takes_what_was_written(void **state)
{
	static const struct { str from; const char *words; } all[] = {
		{ { "Ms. Okonjo\r\n", 12 }, "Okonjo" }, { { "536-90-\r\n4399", 13 }, "536-90-\n4399" },
		{ { "Caf\xe9 \x93Okonjo\x94 and more", 22 }, "\xe2\x80\x9cOkonjo" }, { { "\xff\xfe" "a\0=\xd8\x00\xde" "b\0", 10 }, "\xf0\x9f\x98\x80" },
		{ { "x\x8c\x9c Okonjo and others of them", 29 }, "Okonjo" },
	};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		assert_true(kept(*state, all[i].from, all[i].words, redacted(*state, all[i].from, all[i].words, "N")));
}

static void the_proof_sees_whatever_else_changed(void **state)
{
	str from = STR("Ms. Okonjo said\r\nso.");
	assert_true(kept(*state, from, "Okonjo", STR("Ms. [N] said\r\nso.")));
	assert_false(kept(*state, from, "Okonjo", STR("Ms. [N] said\nso.")));
	assert_false(kept(*state, from, "Okonjo", STR("Ms. [N] said\r\nso")));
	assert_false(kept(*state, from, "Okonjo", STR("Ms. [N] said\r\nso..")));
	assert_false(kept(*state, from, "Okonjo", STR("Ms. [X] said\r\nso.")));
	assert_false(kept(*state, from, "Okonjo", STR("Ms. Okonjo said\r\nso.")));
	assert_false(kept(*state, from, "Okonjo", STR("\xEF\xBB\xBFMs. [N] said\r\nso.")));
	assert_false(kept(*state, from, "Okonjo", STR("Ms. [N]o said\r\nso.")));
}

static void an_encoding_that_cannot_be_told_is_refused(void **state)
{
	text t;
	assert_null(opened(*state, STR("\xc8\xe2\xe0\xed\xee\xe2"), &t));
}

static void marks_beyond_the_text_are_refused(void **state)
{
	err e = ERR_INIT;
	text t;
	proof report = { .mem = *state };
	plan p = { .mem = *state };
	doc *d = opened(*state, STR("Okonjo"), &t);
	mark_words(&p, &t, "Okonjo", "N");
	p.marks[0].end = 100;
	assert_false(format_txt.apply(d, &p, &report, &e));
	format_txt.close(d);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(encodings_are_told_by_their_bytes), TEST(what_cannot_be_told_is_not_guessed), TEST(binary_files_are_no_text),
		TEST(a_mark_becomes_its_code_in_the_same_encoding), TEST(ends_of_lines_and_pages_stay_as_they_are),
		TEST(a_code_the_encoding_has_no_sign_for_is_asked_for), TEST(ends_of_all_kinds_are_one_sign_of_the_unit),
		TEST(the_proof_takes_what_was_written), TEST(the_proof_sees_whatever_else_changed),
		TEST(an_encoding_that_cannot_be_told_is_refused), TEST(marks_beyond_the_text_are_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
