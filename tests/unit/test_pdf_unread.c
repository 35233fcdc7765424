/* Which letters that no font explains are places for OCR to look at. */
#include "formats/pdf/pixels/unread.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

struct page {
	fz_context *ctx;
	fz_font *font;
	arena *mem;
	rpdf_unread u;
};

static int set_up(void **state)
{
	static struct page p;
	p = (struct page){ .ctx = fz_new_context(NULL, NULL, FZ_STORE_DEFAULT), .mem = arena_new() };
	p.font = fz_new_base14_font(p.ctx, "Helvetica");
	*state = &p;
	return 0;
}

static int tear_down(void **state)
{
	struct page *p = *state;
	fz_drop_font(p->ctx, p->font);
	fz_drop_context(p->ctx);
	arena_drop(p->mem);
	return 0;
}

/* A letter of the font as many times as wide, drawn by a code that says nothing. */
static void show(struct page *p, float x, float wider, bool lies)
{
	rect area = { 0, 0, 612, 792 };
	float advance = 0.7f * wider;
	rpdf_glyph g = { .ucs = { FZ_REPLACEMENT_CHARACTER }, .nucs = 1, .size = 10, .font = p->font,
		.gid = fz_encode_character(p->ctx, p->font, 'N'), .trm = { 10 * wider, 0, 0, -10, x, 100 },
		.box = { x, 92, x + 10 * advance, 103 }, .advance = advance };
	rpdf_unread_glyph(&p->u, p->ctx, &g, lies, area, p->mem);
}

static size_t places(struct page *p)
{
	rpdf_unread_end(&p->u, p->mem);
	return p->u.n;
}

static void one_sign_alone_is_no_word(void **state)
{
	struct page *p = *state;
	show(p, 100, 1, false);
	show(p, 300, 1, false);
	assert_int_equal(places(p), 0);
}

static void two_side_by_side_are_looked_at(void **state)
{
	struct page *p = *state;
	show(p, 100, 1, false);
	show(p, 300, 1, false);
	show(p, 111, 1, false);
	assert_int_equal(places(p), 2);
}

static void one_as_wide_as_a_word_is_looked_at(void **state)
{
	struct page *p = *state;
	show(p, 100, 4, false);
	assert_int_equal(places(p), 1);
}

static void one_that_lies_is_looked_at(void **state)
{
	struct page *p = *state;
	show(p, 100, 1, true);
	assert_int_equal(places(p), 1);
	assert_true(p->u.list[0].anyhow);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(one_sign_alone_is_no_word, set_up, tear_down),
		cmocka_unit_test_setup_teardown(two_side_by_side_are_looked_at, set_up, tear_down),
		cmocka_unit_test_setup_teardown(one_as_wide_as_a_word_is_looked_at, set_up, tear_down),
		cmocka_unit_test_setup_teardown(one_that_lies_is_looked_at, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
