/* What a rewritten page leaves out because nobody could see it, and what it never may. */
#include "formats/pdf/image/image.h"
#include "formats/pdf/walk/walk.h"
#include "tests/unit/mu_kit.h"
#include "tests/unit/pdf_parse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* A page of 600 by 800 points, written anew without what lies outside of it. */
struct view {
	const char *content;
	const char *form;      /* drawn by /Fm, with `frame` of its own; NULL for none */
	const char *frame;
	char written[8192];    /* operators of the page and then of the form           */
	rpdf_tally met;
};

static void add_form(fz_context *ctx, pdf_document *doc, pdf_obj *res, const struct view *v)
{
	if (!v->form)
		return;
	fz_buffer *b = fz_new_buffer_from_copied_data(ctx, (const unsigned char *)v->form, strlen(v->form));
	pdf_obj *dict = parse(ctx, doc, v->frame);
	pdf_dict_put(ctx, dict, PDF_NAME(Subtype), PDF_NAME(Form));
	pdf_obj *x = pdf_add_stream(ctx, doc, b, dict, 0);
	pdf_dict_puts_drop(ctx, pdf_dict_get(ctx, res, PDF_NAME(XObject)), "Fm", x);
	pdf_drop_obj(ctx, dict);
	fz_drop_buffer(ctx, b);
}

static void read_form(fz_context *ctx, pdf_obj *res, struct view *v)
{
	pdf_obj *all = pdf_dict_get(ctx, res, PDF_NAME(XObject));
	for (int i = 0; i < pdf_dict_len(ctx, all); i++) {
		pdf_obj *x = pdf_dict_get_val(ctx, all, i);
		if (!pdf_name_eq(ctx, pdf_dict_get(ctx, x, PDF_NAME(Subtype)), PDF_NAME(Form)))
			continue;
		fz_buffer *b = pdf_load_stream(ctx, x);
		fz_strlcat(v->written, fz_string_from_buffer(ctx, b), sizeof v->written);
		fz_drop_buffer(ctx, b);
	}
}

static void rewrite(fz_context *ctx, void *arg)
{
	struct view *v = arg;
	pdf_document *doc = pdf_create_document(ctx);
	pdf_obj *res = parse(ctx, doc, "<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>>>/XObject<<>>>>");
	add_form(ctx, doc, res, v);
	fz_buffer *content = fz_new_buffer_from_copied_data(ctx, (const unsigned char *)v->content, strlen(v->content));
	pdf_obj *page = pdf_add_page(ctx, doc, fz_make_rect(0, 0, 600, 800), 0, res, content);
	rpdf_hook hook = { .page = { 0, 0, 600, 800 } };
	rpdf_copies *copies = rpdf_new_copies(ctx, doc);
	fz_buffer *out = fz_new_buffer(ctx, 100);
	pdf_obj *fresh = NULL;
	rpdf_rewrite_page(ctx, copies, page, fz_make_matrix(1, 0, 0, -1, 0, 800), &hook, out, &fresh, &v->met);
	fz_strlcpy(v->written, fz_string_from_buffer(ctx, out), sizeof v->written);
	read_form(ctx, fresh, v);
	pdf_drop_obj(ctx, fresh);
	fz_drop_buffer(ctx, out);
	rpdf_drop_copies(ctx, copies);
	pdf_drop_obj(ctx, page);
	fz_drop_buffer(ctx, content);
	pdf_drop_obj(ctx, res);
	pdf_drop_document(ctx, doc);
}

static void write_view(struct view *v)
{
	in_mupdf(rewrite, v);
}

static void expect(const char *content, const char *what, bool stays)
{
	struct view v = { .content = content };
	write_view(&v);
	if ((strstr(v.written, what) != NULL) != stays)
		fail_msg("\"%s\" %s in what became of \"%s\": %s", what, stays ? "is not" : "is", content, v.written);
}

static void expect_form(const char *content, const char *frame, const char *form, const char *what, bool stays)
{
	struct view v = { .content = content, .frame = frame, .form = form };
	write_view(&v);
	if ((strstr(v.written, what) != NULL) != stays)
		fail_msg("\"%s\" %s in what became of \"%s\": %s", what, stays ? "is not" : "is", content, v.written);
}

#define WORD "BT /F1 12 Tf 100 700 Td (word) Tj ET"

static void a_letter_goes_only_when_none_of_its_ink_shows(void **state)
{
	(void)state;
	expect("BT /F1 12 Tf 100 -20 Td (word) Tj ET", "word", false);
	expect("BT /F1 12 Tf 100 -1 Td (word) Tj ET", "word", true);
	/* The baseline is above the page, and of all letters only the p reaches down into it. */
	expect("BT /F1 100 Tf 100 805 Td (p) Tj ET", "(p)", true);
	expect("BT /F1 100 Tf 100 805 Td (m) Tj ET", "(m)", false);
	expect("q 0 1 -1 0 0 0 cm BT /F1 12 Tf 100 -300 Td (word) Tj ET Q", "word", true);
}

static void letters_in_the_page_keep_their_neighbours_place(void **state)
{
	(void)state;
	struct view v = { .content = "BT /F1 12 Tf -600 700 Td (word) Tj (s) Tj 650 0 Td (more) Tj ET" };
	write_view(&v);
	assert_null(strstr(v.written, "word"));
	assert_non_null(strstr(v.written, "650 0 Td"));
	assert_int_equal(v.met.unseen_letters, 5);
}

static void a_clip_hides_what_lies_outside_of_its_bounds(void **state)
{
	(void)state;
	expect("q 10 10 50 50 re W n " WORD " Q", "word", false);
	expect("q 10 10 50 50 re W n Q " WORD, "word", true);
	expect("q 300 650 m 90 690 l 200 720 l h W* n " WORD " Q", "word", true);
	expect("q 10 10 50 50 re n " WORD " Q", "word", true);
	expect("q 90 690 100 30 re W n 300 0 100 100 re W n " WORD " Q", "word", false);
	expect("q .5 0 0 .5 0 0 cm 180 1380 200 60 re W n 2 0 0 2 0 0 cm " WORD " Q", "word", true);
}

static void a_clip_without_a_path_hides_nothing(void **state)
{
	(void)state;
	expect("q W n " WORD " Q", "word", true);
}

static void a_clip_by_letters_hides_nothing(void **state)
{
	(void)state;
	expect("q BT 7 Tr /F1 12 Tf 300 300 Td (x) Tj ET 0 Tr " WORD " Q", "word", true);
}

static void a_path_goes_only_when_not_even_its_stroke_shows(void **state)
{
	(void)state;
	expect("-50 -9 m -90 -9 l f", " l", false);
	expect("-50 -9 m 700 -9 l S", " l", false);
	expect("20 w -50 -9 m 700 -9 l S", " l", true);
	expect("q 10 0 0 10 0 0 cm 2 w -5 -.9 m 70 -.9 l S Q", " l", true);
	expect("-100 -100 m -50 900 l 700 900 l 0 0 l f", " l", true);
}

static void a_path_that_clips_stays_to_clip(void **state)
{
	(void)state;
	struct view v = { .content = "q -90 -90 50 50 re W f " WORD " Q" };
	write_view(&v);
	assert_non_null(strstr(v.written, "re\nW\nn"));
	assert_null(strstr(v.written, "word"));
}

static void a_path_that_nothing_paints_is_not_written(void **state)
{
	(void)state;
	expect("10 10 m 20 20 l n " WORD, " l", false);
}

static void a_form_shows_what_its_box_and_the_page_let_through(void **state)
{
	static const char *const whole = "<</BBox[0 0 600 800]>>", *const half = "<</BBox[0 0 600 400]>>";
	(void)state;
	expect_form("/Fm Do", whole, WORD, "word", true);
	expect_form("/Fm Do", half, WORD, "word", false);
	expect_form("q 1 0 0 1 900 0 cm /Fm Do Q", whole, WORD, "word", false);
	expect_form("q 1 0 0 1 900 0 cm /Fm Do Q", whole, WORD, "Do", false);
	expect_form("q 0 0 50 50 re W n /Fm Do Q", whole, WORD, "word", false);
	expect_form("q 1 0 0 1 0 -700 cm /Fm Do Q", whole, "2 w 0 680 m 600 680 l S", " l", false);
	expect_form("40 w q 1 0 0 1 0 -690 cm /Fm Do Q", whole, "0 680 m 600 680 l S", " l", true);
}

static void an_image_goes_when_no_clip_lets_it_through(void **state)
{
	(void)state;
	struct view v = { .content = "q 900 900 9 9 re W n BI /W 1 /H 1 /BPC 8 /CS /G ID x EI Q" };
	write_view(&v);
	assert_null(strstr(v.written, "BI"));
	assert_int_equal(v.met.unseen_images, 1);
}

static void only_what_is_worth_it_is_cut_off_an_image(void **state)
{
	rect strips[4];
	fz_rect page = { 0, 0, 600, 800 };
	(void)state;
	/* One pixel a point, and one that sticks out by a hair. */
	assert_int_equal(rpdf_unseen_strips(600, 800, fz_make_matrix(600, 0, 0, -800, 0, 800), page, strips), 0);
	assert_int_equal(rpdf_unseen_strips(608, 800, fz_make_matrix(608, 0, 0, -800, -4, 800), page, strips), 0);
	assert_int_equal(rpdf_unseen_strips(640, 800, fz_make_matrix(640, 0, 0, -800, -40, 800), page, strips), 1);
	assert_true(strips[0].x0 == -40 && strips[0].x1 == -2);
	/* Ten pixels a point. */
	assert_int_equal(rpdf_unseen_strips(6080, 8000, fz_make_matrix(608, 0, 0, -800, -4, 800), page, strips), 2);
	/* Turned by 90 degrees. */
	assert_int_equal(rpdf_unseen_strips(800, 640, fz_make_matrix(0, 800, 640, 0, 0, 0), page, strips), 1);
	assert_true(strips[0].x0 == 602 && strips[0].x1 == 640);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_letter_goes_only_when_none_of_its_ink_shows),
		cmocka_unit_test(letters_in_the_page_keep_their_neighbours_place),
		cmocka_unit_test(a_clip_hides_what_lies_outside_of_its_bounds),
		cmocka_unit_test(a_clip_without_a_path_hides_nothing),
		cmocka_unit_test(a_clip_by_letters_hides_nothing),
		cmocka_unit_test(a_path_goes_only_when_not_even_its_stroke_shows),
		cmocka_unit_test(a_path_that_clips_stays_to_clip),
		cmocka_unit_test(a_path_that_nothing_paints_is_not_written),
		cmocka_unit_test(a_form_shows_what_its_box_and_the_page_let_through),
		cmocka_unit_test(an_image_goes_when_no_clip_lets_it_through),
		cmocka_unit_test(only_what_is_worth_it_is_cut_off_an_image),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
