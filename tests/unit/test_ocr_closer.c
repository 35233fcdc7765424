/* Listed numbers that were read but for a digit; and numbers that are others. */
#include "formats/lib/mu.h"
#include "formats/lib/ocr/closer.h"
#include "formats/lib/ocr/load.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* ---- lists ------------------------------------------------------------------------------------- */

typedef struct shelf { arena *mem; listed *list; listed_sign line[64]; size_t n; listed_near *near; size_t found; } shelf;

static void look_for(shelf *s, const char *value, const char *line)
{
	str one = str_of(value);
	s->list = listed_take(&one, 1, s->mem);
	s->n = 0;
	for (const char *p = line; *p; p++)
		if (listed_sign_of(*p))
			s->line[s->n++] = (listed_sign){ listed_sign_of(*p), p == line || !listed_sign_of(p[-1]), !listed_sign_of(p[1]) };
	s->found = listed_find(s->list, s->line, s->n, s->mem, &s->near);
}

static void a_digit_that_is_another_is_near(void **state)
{
	shelf s = { .mem = arena_new() };
	listed_change change[LISTED_CHANGES];
	look_for(&s, "472-19-6717", "No. 472-19-6117 of May");
	assert_int_equal(s.found, 1);
	assert_int_equal(listed_changes(s.line, &s.near[0], change), 1);
	assert_true(s.line[change[0].at].c == '1' && change[0].gone && change[0].put == '7');
	arena_drop(s.mem);
	(void)state;
}

static void a_digit_lost_and_one_wrong_are_near(void **state)
{
	shelf s = { .mem = arena_new() };
	listed_change change[LISTED_CHANGES];
	look_for(&s, "317 705-5725", "(17) 105-5725");
	assert_int_equal(s.found, 1);
	assert_int_equal(listed_changes(s.line, &s.near[0], change), 2);
	assert_true(change[0].at == 2 && change[0].gone && change[0].put == '7');
	assert_true(change[1].at == 0 && !change[1].gone && change[1].put == '3');
	arena_drop(s.mem);
	(void)state;
}

static void a_number_that_is_read_as_it_is_listed_is_near_to_none(void **state)
{
	shelf s = { .mem = arena_new() };
	str both[] = { STR("472-19-6717"), STR("472-19-6117") };
	look_for(&s, "472-19-6717", "472-19-6717");
	assert_int_equal(s.found, 0);
	s.list = listed_take(both, 2, s.mem);
	assert_int_equal(listed_find(s.list, s.line, s.n, s.mem, &s.near), 0);
	arena_drop(s.mem);
	(void)state;
}

static void a_part_of_a_longer_number_is_not_near(void **state)
{
	shelf s = { .mem = arena_new() };
	look_for(&s, "472196717", "99472196117");
	assert_int_equal(s.found, 0);
	look_for(&s, "472196717", "47219611799");
	assert_int_equal(s.found, 0);
	arena_drop(s.mem);
	(void)state;
}

static void names_and_short_numbers_are_not_listed(void **state)
{
	arena *mem = arena_new();
	str values[] = { STR("Margaret Okonjo"), STR("40213"), STR("Okonjo 123"), STR("\xC3\x84 123456") };
	assert_int_equal(listed_take(values, 4, mem)->n, 0);
	arena_drop(mem);
	(void)state;
}

/* ---- pixels -------------------------------------------------------------------------------------- */

enum { W = 1100, H = 620, SIZE = 34, FIRST = 60, STEP = 56 };

static const char *const lines[] = {
	"Account 400172853961 of May", "Account 918273645546 of June", "Account 300865247193 of July", "Account 716354820957 of May",
	"Account 628194037562 of June", "Account 109283746558 of July", "Account 884736251906 of May", "Account 273645189042 of June",
};
enum { LINES = sizeof lines / sizeof *lines };

typedef struct desk { arena *mem; fz_context *ctx; ocr *o; fz_pixmap *pix; ocr_picture p; ocr_view v; ocr_list words; } desk;

static void draw(fz_context *ctx, void *arg)
{
	desk *d = arg;
	fz_font *font = fz_new_base14_font(ctx, "Helvetica");
	float black[1] = { 0 };
	d->pix = fz_new_pixmap_with_bbox(ctx, fz_device_gray(ctx), fz_make_irect(0, 0, W, H), NULL, 0);
	fz_clear_pixmap_with_value(ctx, d->pix, 255);
	fz_device *dev = fz_new_draw_device(ctx, fz_identity, d->pix);
	for (int i = 0; i < LINES; i++) {
		fz_text *text = fz_new_text(ctx);
		fz_show_string(ctx, text, font, fz_pre_scale(fz_translate(60, (float)(FIRST + STEP * i)), SIZE, -SIZE), lines[i], 0, 0,
		               FZ_BIDI_LTR, FZ_LANG_UNSET);
		fz_fill_text(ctx, dev, text, fz_identity, fz_device_gray(ctx), black, 1, fz_default_color_params);
		fz_drop_text(ctx, text);
	}
	fz_close_device(ctx, dev);
	fz_drop_device(ctx, dev);
	fz_drop_font(ctx, font);
}

static int setup(void **state)
{
	static desk d;
	err e = ERR_INIT;
	ocr_page page;
	d = (desk){ .mem = arena_new(), .ctx = mu_open_context(&e), .o = ocr_open("eng", &e) };
	d.words.mem = d.mem;
	assert_true(d.ctx && d.o && mu_call(d.ctx, draw, &d, &e));
	d.p = (ocr_picture){ .samples = d.pix->samples, .w = W, .h = H, .stride = (size_t)d.pix->stride, .channels = 1 };
	assert_true(ocr_read(d.o, &d.p, NULL, 0, d.mem, &page, &e));
	assert_true(load_view(&d.v, &d.p, NULL, 0, false, 1, &e) && pass_read(d.o, d.v.grey, 0, 0, PSM_AUTO, &d.words, &e));
	*state = &d;
	return 0;
}

static int teardown(void **state)
{
	desk *d = *state;
	view_drop(&d->v);
	ocr_close(d->o);
	fz_drop_pixmap(d->ctx, d->pix);
	mu_close_context(d->ctx);
	arena_drop(d->mem);
	return 0;
}

static str *word_that_says(desk *d, const char *text)
{
	for (size_t i = 0; i < d->words.n; i++)
		if (str_is(d->words.words[i].word.text, text))
			return &d->words.words[i].word.text;
	return NULL;
}

static void look_closer(desk *d, const str *listed, size_t n)
{
	err e = ERR_INIT;
	ocr_list_numbers(d->o, listed, n);
	assert_true(closer_read(d->o, &d->p, &d->v, &d->words, &e));
}

/* As Tesseract misreads some. */
static void misread(desk *d, const char *is, const char *read)
{
	str *w = word_that_says(d, is);
	assert_non_null(w);
	*w = str_of(read);
}

static void a_misread_digit_of_a_listed_number_is_put_right(void **state)
{
	desk *d = *state;
	misread(d, "300865247193", "300865241193");
	look_closer(d, &STR("300865247193"), 1);
	assert_non_null(word_that_says(d, "300865247193"));
}

static void two_misread_digits_of_it_are_put_right(void **state)
{
	desk *d = *state;
	misread(d, "918273645546", "913273645646");
	look_closer(d, &STR("918273645546"), 1);
	assert_non_null(word_that_says(d, "918273645546"));
}

static void a_lost_digit_of_it_is_put_back(void **state)
{
	desk *d = *state;
	misread(d, "884736251906", "84736251906");
	look_closer(d, &STR("884736251906"), 1);
	assert_non_null(word_that_says(d, "884736251906"));
}

static void numbers_beside_a_listed_one_stay(void **state)
{
	desk *d = *state;
	static const str beside[] = {
		STR("400172853967"), STR("918273645548"), STR("300865241193"), STR("716854820957"), STR("628194037582"), STR("109288746558"),
		STR("884736251905"), STR("278645189042"),
	};
	look_closer(d, beside, sizeof beside / sizeof *beside);
	for (int i = 0; i < LINES; i++) {
		char number[16] = { 0 };
		memcpy(number, lines[i] + strlen("Account "), 12);
		assert_non_null(word_that_says(d, number));
	}
}

static void the_number_beside_a_misread_one_stays(void **state)
{
	desk *d = *state;
	misread(d, "300865247193", "300865241193");
	static const str listed[] = { STR("300865247193"), STR("716354820951") };
	look_closer(d, listed, 2);
	assert_non_null(word_that_says(d, "300865247193"));
	assert_non_null(word_that_says(d, "716354820957"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_digit_that_is_another_is_near),
		cmocka_unit_test(a_digit_lost_and_one_wrong_are_near),
		cmocka_unit_test(a_number_that_is_read_as_it_is_listed_is_near_to_none),
		cmocka_unit_test(a_part_of_a_longer_number_is_not_near),
		cmocka_unit_test(names_and_short_numbers_are_not_listed),
		TEST(a_misread_digit_of_a_listed_number_is_put_right),
		TEST(two_misread_digits_of_it_are_put_right),
		TEST(a_lost_digit_of_it_is_put_back),
		TEST(numbers_beside_a_listed_one_stay),
		TEST(the_number_beside_a_misread_one_stays),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
