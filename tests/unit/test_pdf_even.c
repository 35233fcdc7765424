/* even.h: what a line looks like once it is laid out anew. */
#include "formats/pdf/even/even.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum { MOST = 600 };

typedef struct page { even_glyph g[MOST]; size_t n; rect shapes[4]; size_t nshapes; } page;

static const rect LETTER = { 0, 0, 612, 792 };

/* Letters of half an em, or of `wide`; what stands between [ and ] is cut. Returns where the line ends. */
static float put_line(page *p, float x, float y, float size, float blank, const char *s)
{
	bool cut = false;
	for (; *s; s++) {
		if (*s == '[' || *s == ']') {
			cut = *s == '[';
			continue;
		}
		even_glyph *g = &p->g[p->n];
		*g = (even_glyph){ .number = (uint32_t)p->n, .at = { x, y }, .way = { *s == ' ' ? 0.25f * size : 0.5f * size, 0 },
			.size = size, .blank = *s == ' ', .cut = cut, .sign = cut };
		x += *s == ' ' ? blank : g->way.x;
		p->n++;
	}
	return x;
}

static even_layout lay_out(const page *p, arena *mem)
{
	even_layout l;
	even_lay_out(p->g, p->n, p->shapes, p->nshapes, LETTER, mem, &l);
	return l;
}

/* Where the letters that stay are put, one after the other. */
static size_t kept(const page *p, const even_layout *l, float *x)
{
	size_t n = 0;
	for (size_t i = 0; i < p->n; i++)
		if (!p->g[i].cut && l->places[p->g[i].number].how == EVEN_AT)
			x[n++] = l->places[p->g[i].number].at.x;
	return n;
}

static void assert_same(const page *a, const page *b)
{
	arena *mem = arena_new();
	even_layout l = lay_out(a, mem), m = lay_out(b, mem);
	float x[MOST], y[MOST];
	size_t n = kept(a, &l, x), k = kept(b, &m, y);
	bool same = n == k && n > 0 && memcmp(x, y, n * sizeof *x) == 0 && l.nboxes == m.nboxes
	            && memcmp(l.boxes, m.boxes, l.nboxes * sizeof *l.boxes) == 0 && l.left == 0 && m.left == 0;
	arena_drop(mem);
	assert_true(same);
}

static void the_width_of_what_goes_says_nothing(void **state)
{
	page a = { 0 }, b = { 0 };
	(void)state;
	put_line(&a, 72, 100, 12, 3, "another line of the text");
	put_line(&b, 72, 100, 12, 3, "another line of the text");
	put_line(&a, 72, 114, 12, 3, "he saw [Al] there");
	put_line(&b, 72, 114, 12, 3, "he saw [Maximilian] there");
	assert_same(&a, &b);
}

static void nor_do_the_blanks_of_a_spread_line(void **state)
{
	page a = { 0 }, b = { 0 };
	(void)state;
	put_line(&a, 72, 100, 12, 3, "another line of the text");
	put_line(&b, 72, 100, 12, 3, "another line of the text");
	put_line(&a, 72, 114, 12, 9.3f, "he saw [Al] there");
	put_line(&b, 72, 114, 12, 4.1f, "he saw [Maximilian] there");
	assert_same(&a, &b);
}

static void nor_does_the_number_of_its_words(void **state)
{
	page a = { 0 }, b = { 0 };
	(void)state;
	put_line(&a, 72, 100, 12, 3, "another line of the text");
	put_line(&b, 72, 100, 12, 3, "another line of the text");
	put_line(&a, 72, 114, 12, 3, "he saw [Al] there");
	put_line(&b, 72, 114, 12, 3, "he saw [Al] [von] [Berg] there");
	assert_same(&a, &b);
}

static void nor_does_the_start_of_a_line_set_flush_right(void **state)
{
	page a = { 0 }, b = { 0 };
	(void)state;
	for (page *p = &a; p; p = p == &a ? &b : NULL) {
		put_line(p, 500 - 24 * 6, 100, 12, 6, "another line of the text");
		put_line(p, 500 - 13 * 6, 128, 12, 6, "and this too.");
	}
	put_line(&b, 500 - 23 * 6, 114, 12, 6, "he saw [Maximilian B] now");
	put_line(&a, 500 - 17 * 6, 114, 12, 6, "he saw [Alfred] now");
	assert_same(&a, &b);
}

static void the_last_thousandths_of_places_are_gone(void **state)
{
	page a = { 0 }, b = { 0 };
	(void)state;
	put_line(&a, 72, 100, 12, 3, "another line of the text");
	put_line(&b, 72, 100, 12, 3, "another line of the text");
	put_line(&a, 72, 114, 12, 3, "he saw [Al] there");
	put_line(&b, 72, 114, 12, 3, "he saw [Al] there");
	for (size_t i = 26; i < b.n; i++)
		b.g[i].at.x += (float)(i % 7) * 0.011f;
	assert_same(&a, &b);
}

static void lines_without_a_gap_stay(void **state)
{
	page p = { 0 };
	arena *mem = arena_new();
	(void)state;
	put_line(&p, 72, 100, 12, 7, "another line of the text");
	put_line(&p, 72, 114, 12, 3, "he saw [Al] there");
	even_layout l = lay_out(&p, mem);
	bool stay = true;
	for (size_t i = 0; i < 24; i++)
		stay &= l.places[i].how == EVEN_AS_IS && l.places[i].at.x == 0 && l.places[i].at.y == 0;
	arena_drop(mem);
	assert_true(stay);
}

static void the_next_cell_stays(void **state)
{
	page p = { 0 };
	arena *mem = arena_new();
	(void)state;
	for (int i = 0; i < 3; i++) {
		put_line(&p, 72, 100 + 14 * (float)i, 12, 3, i == 1 ? "[Al Okonjo]" : "Thomas");
		put_line(&p, 300, 100 + 14 * (float)i, 12, 3, "cell");
	}
	even_layout l = lay_out(&p, mem);
	even_place at = l.places[p.n - 8]; /* the cell beside the gap */
	arena_drop(mem);
	assert_int_equal(at.how, EVEN_AS_IS);
	assert_true(at.at.x == 0);
}

static void a_line_keeps_within_its_page(void **state)
{
	page p = { 0 };
	arena *mem = arena_new();
	(void)state;
	put_line(&p, 20, 100, 12, 3, "a line that fills the whole of the page from edge to edge, and nearly goes over it, as lines do");
	put_line(&p, 20, 114, 12, 3, "a line that fills the whole of the page from edge to edge, and near [Al] goes over it, as lines do");
	even_layout l = lay_out(&p, mem);
	float x[MOST];
	size_t n = kept(&p, &l, x);
	bool within = n == 0;
	for (size_t i = 0; i < n; i++)
		within = x[i] < 612;
	uint32_t left = l.left;
	arena_drop(mem);
	assert_true(within || left == 1);
}

static void letters_do_not_overlap_boxes(void **state)
{
	page p = { 0 };
	arena *mem = arena_new();
	(void)state;
	put_line(&p, 72, 100, 12, 3, "another line of the text that goes on for a while longer");
	put_line(&p, 72, 114, 12, 3, "[Maximilian Okonjo], who saw [Al], left; [he] came, and [he] went");
	even_layout l = lay_out(&p, mem);
	float x[MOST];
	size_t n = kept(&p, &l, x);
	bool clear = n > 0 && l.nboxes == 4;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < l.nboxes; k++)
			clear &= x[i] >= l.boxes[k].at.x1 || x[i] < l.boxes[k].at.x0;
	arena_drop(mem);
	assert_true(clear);
}

static void a_line_on_a_slant_is_left_and_told(void **state)
{
	page p = { 0 };
	arena *mem = arena_new();
	(void)state;
	put_line(&p, 72, 114, 12, 3, "he saw [Al] there");
	for (size_t i = 0; i < p.n; i++)
		p.g[i].way = (even_point){ 5, 3 };
	even_layout l = lay_out(&p, mem);
	uint32_t left = l.left;
	size_t boxes = l.nboxes;
	arena_drop(mem);
	assert_true(left > 0);
	assert_int_equal(boxes, 0);
}

static void a_bar_among_the_words_keeps_the_line_where_it_is(void **state)
{
	page p = { .shapes = { { 140, 104, 170, 116 } }, .nshapes = 1 };
	arena *mem = arena_new();
	(void)state;
	put_line(&p, 72, 114, 12, 3, "he saw [Al]");
	put_line(&p, 190, 114, 12, 3, "there");
	even_layout l = lay_out(&p, mem);
	uint32_t left = l.left;
	arena_drop(mem);
	assert_int_equal(left, 1);
}

static void the_shade_of_a_cell_beside_words_is_kept_clear(void **state)
{
	page p = { .shapes = { { 160, 104, 300, 118 } }, .nshapes = 1 };
	arena *mem = arena_new();
	(void)state;
	put_line(&p, 72, 114, 12, 3, "he saw [Al]");
	even_layout l = lay_out(&p, mem);
	uint32_t left = l.left;
	float end = l.nboxes ? l.boxes[0].at.x1 : INFINITY;
	arena_drop(mem);
	assert_int_equal(left, 0);
	assert_true(end < 160);
}

static void a_cell_that_goes_is_not_set_over_its_label(void **state)
{
	page p = { 0 };
	arena *mem = arena_new();
	(void)state;
	put_line(&p, 72, 86, 12, 3, "another line of the text");
	float label = put_line(&p, 72, 100, 12, 3, "account");
	put_line(&p, 190, 100, 12, 3, "[4471008293]");
	even_layout l = lay_out(&p, mem);
	float from = l.nboxes ? l.boxes[0].at.x0 : 0;
	arena_drop(mem);
	assert_true(from > label);
}

static void cells_of_one_column_that_all_go_begin_where_they_did(void **state)
{
	page p = { 0 };
	arena *mem = arena_new();
	(void)state;
	put_line(&p, 72, 100, 12, 3, "account");
	put_line(&p, 190, 100, 12, 3, "[4471008293]");
	put_line(&p, 72, 114, 12, 3, "born");
	put_line(&p, 190, 114, 12, 3, "[1981]");
	even_layout l = lay_out(&p, mem);
	bool begin = l.nboxes == 2;
	for (size_t i = 0; begin && i < 2; i++)
		begin = fabsf(l.boxes[i].at.x0 - 190) < 1;
	arena_drop(mem);
	assert_true(begin);
}

static void blanks_that_lead_to_a_gap_go(void **state)
{
	page a = { 0 };
	(void)state;
	put_line(&a, 60, 100, 12, 3, "1        another line of the text");
	put_line(&a, 60, 114, 12, 3, "2                    [Al] saw");
	arena *mem = arena_new();
	even_layout l = lay_out(&a, mem);
	size_t blanks = 0;
	for (size_t i = 0; i < a.n; i++)
		blanks += a.g[i].at.y == 114 && a.g[i].blank && l.places[i].how != EVEN_GONE;
	arena_drop(mem);
	assert_int_equal(blanks, 1); /* the one behind the gap */
}

static void an_underline_goes_along_with_its_words(void **state)
{
	page p = { 0 };
	arena *mem = arena_new();
	rect to = { 0 };
	(void)state;
	put_line(&p, 72, 100, 12, 3, "another line of the text");
	float end = put_line(&p, 72, 114, 12, 3, "he saw [Maximilian] there");
	even_layout l = lay_out(&p, mem);
	bool moved = even_move_shape(&l, (rect){ end - 30, 115, end, 115.5f }, &to);
	float last = l.lines[0].words[l.lines[0].nwords - 1].is0;
	arena_drop(mem);
	assert_true(moved);
	assert_true(fabsf(to.x0 - last) < 0.02f);
}

static void a_rule_across_the_page_stays(void **state)
{
	page p = { 0 };
	arena *mem = arena_new();
	rect to = { 0 };
	(void)state;
	put_line(&p, 72, 114, 12, 3, "he saw [Maximilian] there");
	even_layout l = lay_out(&p, mem);
	bool moved = even_move_shape(&l, (rect){ 20, 117, 590, 117.5f }, &to);
	arena_drop(mem);
	assert_false(moved);
}

static void words_that_run_up_the_page_are_laid_out_too(void **state)
{
	page a = { 0 }, b = { 0 };
	(void)state;
	for (page *p = &a; p; p = p == &a ? &b : NULL) {
		put_line(p, 72, 100, 12, 3, "another line of the text");
		put_line(p, 72, 114, 12, 3, p == &a ? "he saw [Al] there" : "he saw [Maximilian] there");
		for (size_t i = 0; i < p->n; i++) {
			p->g[i].at = (even_point){ p->g[i].at.y, 792 - p->g[i].at.x };
			p->g[i].way = (even_point){ 0, -p->g[i].way.x };
		}
	}
	arena *mem = arena_new();
	even_layout l = lay_out(&a, mem), m = lay_out(&b, mem);
	bool same = l.left == 0 && l.nboxes == 1 && m.nboxes == 1 && memcmp(l.boxes, m.boxes, sizeof *l.boxes) == 0
	            && l.boxes[0].at.y1 - l.boxes[0].at.y0 > l.boxes[0].at.x1 - l.boxes[0].at.x0;
	arena_drop(mem);
	assert_true(same);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_width_of_what_goes_says_nothing),
		cmocka_unit_test(nor_do_the_blanks_of_a_spread_line),
		cmocka_unit_test(nor_does_the_number_of_its_words),
		cmocka_unit_test(nor_does_the_start_of_a_line_set_flush_right),
		cmocka_unit_test(the_last_thousandths_of_places_are_gone),
		cmocka_unit_test(lines_without_a_gap_stay),
		cmocka_unit_test(the_next_cell_stays),
		cmocka_unit_test(a_line_keeps_within_its_page),
		cmocka_unit_test(letters_do_not_overlap_boxes),
		cmocka_unit_test(a_line_on_a_slant_is_left_and_told),
		cmocka_unit_test(a_bar_among_the_words_keeps_the_line_where_it_is),
		cmocka_unit_test(the_shade_of_a_cell_beside_words_is_kept_clear),
		cmocka_unit_test(a_cell_that_goes_is_not_set_over_its_label),
		cmocka_unit_test(cells_of_one_column_that_all_go_begin_where_they_did),
		cmocka_unit_test(blanks_that_lead_to_a_gap_go),
		cmocka_unit_test(an_underline_goes_along_with_its_words),
		cmocka_unit_test(a_rule_across_the_page_stays),
		cmocka_unit_test(words_that_run_up_the_page_are_laid_out_too),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
