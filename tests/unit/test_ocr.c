#include "formats/lib/mu.h"
#include "formats/lib/ocr/known.h"
#include "formats/lib/ocr/load.h"
#include "formats/lib/ocr/ocr.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { W = 1000, H = 700, DPI = 200 };

/* ---- pictures -------------------------------------------------------------------------------- */

typedef struct line { const char *words; float x, y, size; float colour[3]; } line;

/* Lines drawn in pixels, turned around the middle; ended by NULL words. */
typedef struct drawing {
	const line *lines;
	float turned;
	fz_irect dark;      /* filled with black first */
	fz_pixmap *pix;
} drawing;

static void draw(fz_context *ctx, void *arg)
{
	drawing *d = arg;
	fz_font *font = fz_new_base14_font(ctx, "Helvetica");
	d->pix = fz_new_pixmap_with_bbox(ctx, fz_device_rgb(ctx), fz_make_irect(0, 0, W, H), NULL, 0);
	fz_clear_pixmap_with_value(ctx, d->pix, 255);
	fz_clear_pixmap_rect_with_value(ctx, d->pix, 0, d->dark);
	fz_device *dev = fz_new_draw_device(ctx, fz_identity, d->pix);
	fz_matrix view = fz_concat(fz_concat(fz_translate(-W / 2, -H / 2), fz_rotate(d->turned)), fz_translate(W / 2, H / 2));
	for (const line *l = d->lines; l->words; l++) {
		fz_text *text = fz_new_text(ctx);
		fz_show_string(ctx, text, font, fz_pre_scale(fz_translate(l->x, l->y), l->size, -l->size), l->words, 0, 0,
		               FZ_BIDI_LTR, FZ_LANG_UNSET);
		fz_fill_text(ctx, dev, text, view, fz_device_rgb(ctx), l->colour, 1, fz_default_color_params);
		fz_drop_text(ctx, text);
	}
	fz_close_device(ctx, dev);
	fz_drop_device(ctx, dev);
	fz_drop_font(ctx, font);
}

typedef struct desk {
	arena *mem;
	fz_context *ctx;
	ocr *o;
	ocr_page page;
	str text;
} desk;

static ocr_picture picture_of(const fz_pixmap *pix)
{
	return (ocr_picture){ pix->samples, pix->w, pix->h, (size_t)pix->stride, 3, DPI, false };
}

static void read_drawing(desk *k, drawing d, const ocr_box *areas, size_t nareas)
{
	err e = ERR_INIT;
	assert_true(mu_call(k->ctx, draw, &d, &e));
	ocr_picture p = picture_of(d.pix);
	assert_true(ocr_read(k->o, &p, areas, nareas, k->mem, &k->page, &e));
	k->text = ocr_text(&k->page, k->mem, NULL);
	fz_drop_pixmap(k->ctx, d.pix);
}

static bool says(const desk *k, const char *words)
{
	return memmem(k->text.p, k->text.n, words, strlen(words)) != NULL;
}

static const ocr_word *word_of(const desk *k, const char *text)
{
	for (size_t i = 0; i < k->page.n; i++)
		for (size_t w = 0; w < k->page.lines[i].n; w++)
			if (str_is(k->page.lines[i].words[w].text, text))
				return &k->page.lines[i].words[w];
	fail_msg("%s was not read: %.*s", text, (int)k->text.n, k->text.p);
	return NULL;
}

static const line letter[] = {
	{ "The witness Margaret Okonjo was heard", 120, 200, 36, { 0, 0, 0 } },
	{ "on the eighth day of November and gave", 120, 260, 36, { 0, 0, 0 } },
	{ "her account under number 536-90-4399", 120, 320, 36, { 0, 0, 0 } },
	{ "before the deputy of the county court", 120, 380, 36, { 0, 0, 0 } },
	{ "together with the ledger of the freight", 120, 440, 36, { 0, 0, 0 } },
	{ 0 }
};

/* ---- reading --------------------------------------------------------------------------------- */

static void words_are_read_with_their_places(void **state)
{
	desk *k = *state;
	read_drawing(k, (drawing){ .lines = letter }, NULL, 0);
	assert_int_equal(k->page.trust, OCR_LEGIBLE);
	assert_int_equal(k->page.turned, 0);
	assert_true(says(k, "Margaret Okonjo"));
	assert_true(says(k, "536-90-4399"));
	const ocr_word *w = word_of(k, "Margaret");
	assert_in_range(w->box.x0, 318, 328);
	assert_in_range(w->box.y0, 168, 178);
	assert_in_range(w->box.y1, 200, 214);
	assert_int_equal(w->nchars, 8);
	assert_int_equal(w->chars[7].end, 8);
	assert_true(w->chars[7].box.x0 > w->chars[0].box.x1);
}

static void lines_come_from_the_top_down(void **state)
{
	desk *k = *state;
	read_drawing(k, (drawing){ .lines = letter }, NULL, 0);
	assert_int_equal(k->page.n, 5);
	for (size_t i = 1; i < k->page.n; i++)
		assert_true(k->page.lines[i].box.y0 > k->page.lines[i - 1].box.y0);
}

static void turned_words_are_read_and_keep_their_places(void **state)
{
	desk *k = *state;
	read_drawing(k, (drawing){ .lines = letter, .turned = 180 }, NULL, 0);
	assert_int_equal(k->page.turned, 180);
	assert_true(says(k, "Margaret Okonjo"));
	const ocr_word *w = word_of(k, "Margaret");
	assert_in_range(w->box.x1, W - 328, W - 318);
	assert_in_range(w->box.y1, H - 178, H - 166);

	static const line narrow[] = {
		{ "The witness Margaret Okonjo", 240, 150, 34, { 0, 0, 0 } }, { "gave her account under oath", 240, 210, 34, { 0, 0, 0 } },
		{ "number 536-90-4399 was shown", 240, 270, 34, { 0, 0, 0 } }, { "before the deputy of the court", 240, 330, 34, { 0, 0, 0 } },
		{ 0 }
	};
	read_drawing(k, (drawing){ .lines = narrow, .turned = 90 }, NULL, 0);
	assert_int_equal(k->page.turned, 90);
	assert_true(says(k, "Margaret Okonjo"));
}

static void skewed_words_are_read_and_keep_their_places(void **state)
{
	desk *k = *state;
	read_drawing(k, (drawing){ .lines = letter, .turned = 4 }, NULL, 0);
	assert_true(k->page.skew > 3.5f && k->page.skew < 4.5f);
	assert_true(says(k, "536-90-4399"));
	const ocr_word *w = word_of(k, "The");
	assert_in_range(w->box.x0, 118, 140);
	assert_in_range(w->box.y0, 136, 152);
}

static void light_words_on_dark_are_read(void **state)
{
	static const line both[] = {
		{ "Statement of Margaret Okonjo", 120, 130, 40, { 1, 1, 1 } }, { "The ledger of the freight company", 120, 300, 36, { 0, 0, 0 } },
		{ "was shown to the deputy of the court", 120, 360, 36, { 0, 0, 0 } }, { 0 }
	};
	desk *k = *state;
	read_drawing(k, (drawing){ .lines = both, .dark = { 60, 80, 940, 160 } }, NULL, 0);
	assert_true(says(k, "Margaret Okonjo"));
	assert_true(says(k, "ledger of the freight"));
}

static void words_below_a_coloured_stamp_are_read_and_so_is_the_stamp(void **state)
{
	static const line stamped[] = {
		{ "The witness Margaret Okonjo was heard", 120, 200, 36, { 0, 0, 0 } }, { "her account under number 536-90-4399", 120, 320, 36, { 0, 0, 0 } },
		{ "before the deputy of the county court", 120, 380, 36, { 0, 0, 0 } }, { "COPY RECEIVED", 300, 264, 50, { 0.9f, 0.1f, 0.1f } },
		{ 0 }
	};
	desk *k = *state;
	read_drawing(k, (drawing){ .lines = stamped }, NULL, 0);
	assert_true(says(k, "Margaret Okonjo"));
	assert_true(says(k, "RECEIVED"));
}

static void only_the_areas_are_read(void **state)
{
	desk *k = *state;
	read_drawing(k, (drawing){ .lines = letter }, (ocr_box[]){ { 100, 285, 900, 335 } }, 1);
	assert_true(says(k, "536-90-4399"));
	assert_false(says(k, "Okonjo"));
	assert_in_range(word_of(k, "account")->box.y0, 285, 300);
}

static void text_says_where_each_word_begins(void **state)
{
	desk *k = *state;
	const uint32_t *at;
	read_drawing(k, (drawing){ .lines = letter }, NULL, 0);
	str text = ocr_text(&k->page, k->mem, &at);
	size_t n = 0;
	for (size_t i = 0; i < k->page.n; i++)
		for (size_t w = 0; w < k->page.lines[i].n; w++, n++)
			assert_memory_equal(text.p + at[n], k->page.lines[i].words[w].text.p, k->page.lines[i].words[w].text.n);
	assert_true(n > 25);
}

/* ---- trust ----------------------------------------------------------------------------------- */

static void letters_of_too_few_pixels_are_not_trusted(void **state)
{
	static const line tiny[] = {
		{ "The witness Margaret Okonjo was heard on the eighth day of November", 120, 200, 9, { 0, 0, 0 } },
		{ "her account under number 536-90-4399 was shown to the deputy", 120, 215, 9, { 0, 0, 0 } }, { 0 }
	};
	desk *k = *state;
	read_drawing(k, (drawing){ .lines = tiny }, NULL, 0);
	assert_int_equal(k->page.trust, OCR_DOUBTFUL);
}

static void small_letters_beside_very_large_ones_are_read(void **state)
{
	static const line lines[] = {
		{ "SUMMER", 60, 180, 120, { 0, 0, 0 } },     { "SALE", 60, 330, 120, { 0, 0, 0 } },
		{ "Margaret Okonjo, account 400172853961, signed for it", 60, 450, 15, { 0, 0, 0 } },
		{ "Telephone 610 555 0148", 700, 360, 14, { 0, 0, 0 } }, { NULL, 0, 0, 0, { 0 } },
	};
	desk *k = *state;
	read_drawing(k, (drawing){ .lines = lines }, NULL, 0);

	assert_true(says(k, "SALE"));
	assert_true(says(k, "Okonjo"));
	assert_true(says(k, "400172853961"));
	assert_true(says(k, "610 555 0148"));
	assert_int_equal(k->page.trust, OCR_LEGIBLE);
}

static void small_letters_among_many_large_ones_are_read(void **state)
{
	static const line lines[] = {
		{ "WINTER COAT", 40, 120, 110, { 0, 0, 0 } }, { "SHOES BOOTS", 40, 260, 110, { 0, 0, 0 } },
		{ "HATS GLOVES", 40, 400, 110, { 0, 0, 0 } }, { "SCARVES ETC", 40, 540, 110, { 0, 0, 0 } },
		{ "Margaret Okonjo 400172853961", 60, 600, 15, { 0, 0, 0 } }, { NULL, 0, 0, 0, { 0 } },
	};
	desk *k = *state;
	read_drawing(k, (drawing){ .lines = lines }, NULL, 0);
	assert_true(says(k, "GLOVES"));
	assert_true(says(k, "Okonjo"));
	assert_true(says(k, "400172853961"));
}

static void a_white_picture_is_blank(void **state)
{
	static const line none[] = { { 0 } };
	desk *k = *state;
	read_drawing(k, (drawing){ .lines = none }, NULL, 0);
	assert_int_equal(k->page.trust, OCR_BLANK);
	assert_int_equal(k->page.n, 0);
}

static void a_single_pixel_is_blank(void **state)
{
	desk *k = *state;
	err e = ERR_INIT;
	ocr_picture p = { (const unsigned char *)"", 1, 1, 1, 1, 0, false };
	assert_true(ocr_read(k->o, &p, NULL, 0, k->mem, &k->page, &e));
	assert_int_equal(k->page.trust, OCR_BLANK);
	assert_false(ocr_has_words(&p, NULL, 0));
}

static void a_look_tells_words_from_a_picture(void **state)
{
	desk *k = *state;
	err e = ERR_INIT;
	drawing d = { .lines = letter };
	assert_true(mu_call(k->ctx, draw, &d, &e));
	ocr_picture p = picture_of(d.pix);
	assert_true(ocr_has_words(&p, NULL, 0));
	assert_false(ocr_has_words(&p, (ocr_box[]){ { 0, 500, W, H } }, 1));
	for (int y = 0; y < H; y++)
		for (int x = 0; x < W * 3; x++)
			d.pix->samples[(size_t)y * (size_t)d.pix->stride + (size_t)x] = (unsigned char)(x / 16 + y / 9);
	assert_false(ocr_has_words(&p, NULL, 0));
	fz_drop_pixmap(k->ctx, d.pix);
}

static void a_strip_narrower_than_a_pixel_of_its_view_keeps_its_grey(void **state)
{
	enum { HIGH = 400 };
	desk *k = *state;
	err e = ERR_INIT;
	unsigned char *grey = memset(arena_alloc(k->mem, HIGH), 100, HIGH);
	const ocr_picture p = { grey, 1, HIGH, 1, 1, 0, false };
	ocr_view v;
	assert_true(load_view(&v, &p, NULL, 0, false, 2, &e));
	int wide = pixGetWidth(v.grey), first = GET_DATA_BYTE(pixGetData(v.grey), 0);
	view_drop(&v);
	assert_int_equal(wide, 1);
	assert_int_equal(first, 100);
}

/* ---- again ------------------------------------------------------------------------------------- */

static void read_known(desk *k, known *before, const line *lines, const ocr_box *areas, size_t nareas)
{
	err e = ERR_INIT;
	drawing d = { .lines = lines };
	assert_true(mu_call(k->ctx, draw, &d, &e));
	ocr_picture p = picture_of(d.pix);
	assert_true(known_read(before, k->o, &p, areas, nareas, k->mem, &k->page, &e));
	k->text = ocr_text(&k->page, k->mem, NULL);
	fz_drop_pixmap(k->ctx, d.pix);
}

static void the_same_pixels_are_read_once_wherever_they_stand(void **state)
{
	desk *k = *state;
	known before = { 0 };
	static const line low[] = { { "The witness Margaret Okonjo was heard", 120, 500, 36, { 0, 0, 0 } }, { 0 } };
	static const line high[] = { { "The witness Margaret Okonjo was heard", 120, 100, 36, { 0, 0, 0 } }, { 0 } };
	read_known(k, &before, low, &(ocr_box){ 100, 450, 900, 530 }, 1);
	assert_true(says(k, "Margaret Okonjo"));
	double inside = ocr_seconds(k->o);
	read_known(k, &before, high, &(ocr_box){ 100, 50, 900, 130 }, 1);
	assert_true(says(k, "Margaret Okonjo"));
	assert_int_equal(k->page.trust, OCR_LEGIBLE);
	assert_true(ocr_seconds(k->o) == inside);
	assert_in_range(word_of(k, "Margaret")->box.y1, 96, 116);
	known_drop(&before);
}

static void other_pixels_of_the_same_size_are_read(void **state)
{
	desk *k = *state;
	known before = { 0 };
	static const line one[] = { { "The witness Margaret Okonjo was heard", 120, 100, 36, { 0, 0, 0 } }, { 0 } };
	static const line other[] = { { "The witness Gerald Whitcomb was heard", 120, 100, 36, { 0, 0, 0 } }, { 0 } };
	read_known(k, &before, one, &(ocr_box){ 100, 50, 900, 130 }, 1);
	read_known(k, &before, other, &(ocr_box){ 100, 50, 900, 130 }, 1);
	assert_true(says(k, "Gerald Whitcomb"));
	assert_false(says(k, "Okonjo"));
	known_drop(&before);
}

/* ---- refusals -------------------------------------------------------------------------------- */

static void absurd_sizes_are_refused_before_a_pixel_is_touched(void **state)
{
	desk *k = *state;
	const ocr_picture absurd[] = {
		{ NULL, 0, 10, 0, 1, 0, false }, { NULL, 10, -1, 10, 1, 0, false }, { NULL, OCR_SIDE + 1, 10, OCR_SIDE + 1, 1, 0, false },
		{ NULL, 30000, 30000, 90000, 3, 0, false },
	};
	for (size_t i = 0; i < sizeof absurd / sizeof *absurd; i++) {
		err e = ERR_INIT;
		assert_false(ocr_read(k->o, &absurd[i], NULL, 0, k->mem, &k->page, &e));
		assert_int_equal(e.kind, ERR_REFUSED);
		assert_true(ocr_has_words(&absurd[i], NULL, 0));
	}
}

static void a_missing_language_names_its_package(void **state)
{
	err e = ERR_INIT;
	(void)state;
	assert_null(ocr_open("eng+xyz_Abc", &e));
	assert_int_equal(e.kind, ERR_SYSTEM);
	assert_string_equal(e.hint, "apt-get install tesseract-ocr-xyz-abc");
}

static void what_is_no_language_is_refused(void **state)
{
	(void)state;
	static const char *const wrong[] = { "../eng", "eng+", "eng,deu", "eng deu" };
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		err e = ERR_INIT;
		assert_null(ocr_open(wrong[i], &e));
		assert_int_equal(e.kind, ERR_USAGE);
	}
}

static int begin(void **state)
{
	static desk k;
	err e = ERR_INIT;
	k = (desk){ .mem = arena_new(), .ctx = mu_open_context(&e), .o = ocr_open("eng", &e) };
	*state = &k;
	return k.ctx && k.o ? 0 : -1;
}

static int finish(void **state)
{
	desk *k = *state;
	ocr_close(k->o);
	mu_close_context(k->ctx);
	arena_drop(k->mem);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_read_with_their_places),
		cmocka_unit_test(lines_come_from_the_top_down),
		cmocka_unit_test(turned_words_are_read_and_keep_their_places),
		cmocka_unit_test(skewed_words_are_read_and_keep_their_places),
		cmocka_unit_test(light_words_on_dark_are_read),
		cmocka_unit_test(words_below_a_coloured_stamp_are_read_and_so_is_the_stamp),
		cmocka_unit_test(only_the_areas_are_read),
		cmocka_unit_test(text_says_where_each_word_begins),
		cmocka_unit_test(letters_of_too_few_pixels_are_not_trusted),
		cmocka_unit_test(small_letters_beside_very_large_ones_are_read),
		cmocka_unit_test(small_letters_among_many_large_ones_are_read),
		cmocka_unit_test(a_white_picture_is_blank),
		cmocka_unit_test(a_single_pixel_is_blank),
		cmocka_unit_test(a_look_tells_words_from_a_picture),
		cmocka_unit_test(a_strip_narrower_than_a_pixel_of_its_view_keeps_its_grey),
		cmocka_unit_test(the_same_pixels_are_read_once_wherever_they_stand),
		cmocka_unit_test(other_pixels_of_the_same_size_are_read),
		cmocka_unit_test(absurd_sizes_are_refused_before_a_pixel_is_touched),
		cmocka_unit_test(a_missing_language_names_its_package),
		cmocka_unit_test(what_is_no_language_is_refused),
	};
	return cmocka_run_group_tests(tests, begin, finish);
}
