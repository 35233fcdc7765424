/* What the proof takes for a text layer: such streams, and nothing else. And words that OCR saw, as they are
 * written. */
#include "formats/pdf/layer/layer_words.h"
#include "formats/pdf/proof/layer_proof.h"
#include "tests/unit/mu_kit.h"
#include "tests/unit/pdf_make.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#define WORD "/Unseen 10 Tf 90 Tz 1 0 0 1 72 700 Tm <00410042> Tj\n"

/* ---- the proof's side --------------------------------------------------------------------------------- */

struct look { const char *second; zone zone; size_t nzones; bool fine; layer_tally sum; int streams; };

static void look_inner(fz_context *ctx, void *arg)
{
	struct look *l = arg;
	buf stream = { 0 };
	buf_fmt(&stream, "stream:<< >>|%s", l->second ? l->second : "");
	buf file = MAKE_PDF("", "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
		l->second ? "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents [4 0 R 5 0 R] >>"
		          : "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R >>",
		"stream:<< >>|q Q", stream.p);
	fz_stream *in = fz_open_memory(ctx, (unsigned char *)file.p, file.n);
	pdf_document *doc = pdf_open_document_with_stream(ctx, in);
	pdf_obj *page = pdf_lookup_page_obj(ctx, doc, 0);
	l->fine = rpdf_layer_take_off(ctx, page, &l->zone, l->nzones, &l->sum);
	pdf_obj *contents = pdf_dict_get(ctx, page, PDF_NAME(Contents));
	l->streams = pdf_is_array(ctx, contents) ? pdf_array_len(ctx, contents) : 1;
	pdf_drop_document(ctx, doc);
	fz_drop_stream(ctx, in);
	buf_free(&file);
	buf_free(&stream);
}

static struct look look_at(const char *second, const rect *mark)
{
	struct look l = { .second = second };
	if (mark) {
		l.zone = (zone){ .box = *mark, .must = true };
		l.nzones = 1;
	}
	in_mupdf(look_inner, &l);
	return l;
}

static void unseen_words_are_a_layer_and_come_off(void **state)
{
	(void)state;
	struct look l = look_at("q BT 3 Tr\n" WORD WORD "ET Q\n", NULL);
	assert_true(l.fine);
	assert_int_equal(l.streams, 1);
	assert_int_equal(l.sum.words, 2);
}

static void a_page_of_one_stream_has_none(void **state)
{
	(void)state;
	struct look l = look_at(NULL, NULL);
	assert_true(l.fine);
	assert_int_equal(l.sum.pages, 0);
}

static void what_can_show_is_none(void **state)
{
	(void)state;
	static const char *const shown[] = {
		"q BT 0 Tr\n" WORD "ET Q\n", "q BT 3 Tr\n" WORD "0 Tr\n" WORD "ET Q\n", "q BT 3 Tr\n" WORD "ET Q\n0 0 9 9 re f\n",
		"q BT 3 Tr\n/F1 10 Tf 90 Tz 1 0 0 1 72 700 Tm <00410042> Tj\nET Q\n", "q BT 3 Tr\n" WORD "ET\n",
		"q BT 3 Tr\n/Unseen 10 Tf 90 Tz 1 0 0 1 72 700 Tm (AB) Tj\nET Q\n", "q BT 3 Tr\nET Q\n", "", WORD,
		"q BT 3 Tr\n/Unseen 10 Tf 90 Tz 1 0 0 1 72 700 Tm <004100> Tj\nET Q\n",
		"q BT 3 Tr\n/Unseen 10 Tf 90 Tz 1 0 0 1 72 Tm <00410042> Tj\nET Q\n", "q BT 3 Tr\n" WORD "ET Q q",
	};
	for (size_t i = 0; i < sizeof shown / sizeof *shown; i++)
		assert_false(look_at(shown[i], NULL).fine);
}

static void a_word_under_a_mark_is_told(void **state)
{
	(void)state;
	rect over = { 60, 80, 120, 110 }, beside = { 200, 80, 260, 110 };
	assert_false(look_at("q BT 3 Tr\n" WORD "ET Q\n", &over).fine);
	assert_true(look_at("q BT 3 Tr\n" WORD "ET Q\n", &beside).fine);
}

/* ---- words as they are written ------------------------------------------------------------------------ */

static size_t words_of(const char *text, span *spans, size_t n, arena *mem, layer_word **out)
{
	unit u = { .text = str_of(text), .page = 1, .spans = spans, .nspans = n };
	return layer_words_of(&u, mem, out);
}

static void letters_of_a_line_are_of_one_size_on_one_baseline(void **state)
{
	layer_word *w;
	span s[] = { { 0, 1, { 10, 13, 15, 20 } }, { 1, 2, { 15, 13, 20, 20 } }, { 3, 4, { 30, 15, 35, 22 } }, { 4, 5, { 35, 15, 40, 22 } } };
	assert_int_equal(words_of("Ab gy\n", s, 4, *state, &w), 2);
	assert_int_equal(w[0].turned, 0);
	assert_true(fabsf(w[0].size - w[1].size) < 0.01f);
	assert_true(fabsf(w[0].y - w[1].y) < 0.2f);
	assert_int_equal(w[0].line, w[1].line);
}

static void words_of_a_page_on_its_head_run_to_the_left(void **state)
{
	layer_word *w;
	span s[] = { { 0, 2, { 35, 10, 45, 17 } }, { 2, 4, { 25, 10, 35, 17 } } };
	assert_int_equal(words_of("Able\n", s, 2, *state, &w), 1);
	assert_int_equal(w[0].turned, 2);
	rect back = layer_along(2, w[0].at);
	assert_true(fabsf(back.x0 - w[0].x) < 0.01f && fabsf(w[0].wide - 20) < 0.01f);
}

static void standing_lines_begin_with_their_first_word(void **state)
{
	layer_word *w;
	span down[] = { { 0, 5, { 10, 10, 18, 40 } }, { 6, 11, { 10, 45, 18, 75 } } };
	span up[] = { { 0, 5, { 10, 45, 18, 75 } }, { 6, 11, { 10, 10, 18, 40 } } };
	assert_int_equal(words_of("Henry Jones\n", down, 2, *state, &w), 2);
	assert_int_equal(w[0].turned, 1);
	assert_int_equal(words_of("Henry Jones\n", up, 2, *state, &w), 2);
	assert_int_equal(w[0].turned, 3);
}

static void words_of_hebrew_run_to_the_left_on_an_upright_page(void **state)
{
	layer_word *w;
	span s[] = { { 0, 2, { 35, 10, 40, 17 } }, { 2, 4, { 30, 10, 35, 17 } } };
	assert_int_equal(words_of("\xd7\x90\xd7\x91\n", s, 2, *state, &w), 1);
	assert_true(w[0].to_left);
	assert_int_equal(w[0].turned, 0);
}

static void a_page_without_words_has_none(void **state)
{
	layer_word *w;
	assert_int_equal(words_of("", NULL, 0, *state, &w), 0);
	assert_int_equal(words_of("\n \n", NULL, 0, *state, &w), 0);
}

static int set_up(void **state)
{
	*state = arena_new();
	return 0;
}

static int tear_down(void **state)
{
	arena_drop(*state);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(unseen_words_are_a_layer_and_come_off),
		cmocka_unit_test(a_page_of_one_stream_has_none),
		cmocka_unit_test(what_can_show_is_none),
		cmocka_unit_test(a_word_under_a_mark_is_told),
		cmocka_unit_test_setup_teardown(letters_of_a_line_are_of_one_size_on_one_baseline, set_up, tear_down),
		cmocka_unit_test_setup_teardown(words_of_a_page_on_its_head_run_to_the_left, set_up, tear_down),
		cmocka_unit_test_setup_teardown(standing_lines_begin_with_their_first_word, set_up, tear_down),
		cmocka_unit_test_setup_teardown(words_of_hebrew_run_to_the_left_on_an_upright_page, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_page_without_words_has_none, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
