/* What the recording device writes down. */
#include "fixtures/pdf/raw_pdf.h"
#include "formats/lib/mu.h"
#include "formats/pdf/proof/record.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

typedef struct probe {
	str file;
	record *r;
	fz_context *ctx;
	pdf_document *pdf;
} probe;

static void record_inner(fz_context *ctx, void *arg)
{
	probe *p = arg;
	fz_stream *s = fz_open_memory(ctx, (const unsigned char *)p->file.p, p->file.n);
	p->pdf = pdf_open_document_with_stream(ctx, s);
	fz_drop_stream(ctx, s);
	p->r = rpdf_record_new(ctx);
	rpdf_record_page(ctx, p->r, p->pdf, 0);
}

static probe recorded(const char *page, const char *resources, const char *content, const char *more)
{
	raw_pdf r = { 0 };
	raw_begin(&r);
	raw_one_page(&r, "", page, resources);
	raw_stream(&r, 4, "", str_of(content));
	if (more[0])
		raw_stream(&r, 6, more, STR("BT /F1 1 Tf 0 0 Td (x) Tj ET 0 0 1 1 re f"));
	raw_end(&r, "/Root 1 0 R");

	err e = ERR_INIT;
	probe p = { .file = buf_view(&r.out), .ctx = mu_open_context(&e) };
	assert_non_null(p.ctx);
	if (!mu_call(p.ctx, record_inner, &p, &e))
		fail_msg("%s", e.text);
	return p;
}

static void dropped(probe *p)
{
	rpdf_record_drop(p->ctx, p->r);
	pdf_drop_document(p->ctx, p->pdf);
	mu_close_context(p->ctx);
	free((char *)p->file.p);
}

static void a_glyph_stands_where_the_reader_sees_it(void **state)
{
	(void)state;
	probe p = recorded("", "", "BT /F1 12 Tf 72 700 Td (A) Tj ET", "");
	assert_int_equal(p.r->n, 1);
	record_item g = p.r->items[0];
	dropped(&p);
	assert_int_equal(g.kind, RECORD_GLYPH);
	assert_int_equal(g.u.glyph.ucs, 'A');
	assert_float_equal(g.u.glyph.x, 72, 0.01);
	assert_float_equal(g.u.glyph.y, 92, 0.01);
}

static void a_turned_page_turns_its_coordinates(void **state)
{
	(void)state;
	probe p = recorded("/Rotate 90", "", "BT /F1 12 Tf 72 700 Td (A) Tj ET", "");
	record_item g = p.r->items[0];
	dropped(&p);
	assert_float_equal(g.u.glyph.x, 700, 0.01);
	assert_float_equal(g.u.glyph.y, 72, 0.01);
}

static void a_cell_reaches_from_descender_to_ascender(void **state)
{
	(void)state;
	probe p = recorded("", "", "BT /F1 10 Tf 100 692 Td (M) Tj ET", "");
	rect c = rpdf_record_cell(p.ctx, p.r, &p.r->items[0]);
	dropped(&p);
	assert_float_equal(c.x0, 100, 0.01);
	assert_float_equal(c.x1, 108.33, 0.1);
	assert_true(c.y0 < 100 - 7 && c.y0 > 100 - 11.1f);
	assert_true(c.y1 > 100 && c.y1 < 105.1f);
}

static void invisible_text_is_written_down_as_such(void **state)
{
	(void)state;
	probe p = recorded("", "", "BT 3 Tr /F1 12 Tf 72 700 Td (A) Tj ET", "");
	record_item g = p.r->items[0];
	dropped(&p);
	assert_int_equal(g.use, USE_INVISIBLE);
}

static void colours_are_what_is_seen(void **state)
{
	(void)state;
	probe p = recorded("", "", "1 0 0 rg 0 0 10 10 re f 0 1 1 0 k 20 0 10 10 re f", "");
	assert_int_equal(p.r->n, 2);
	record_paint a = p.r->paints[p.r->items[0].paint], b = p.r->paints[p.r->items[1].paint];
	dropped(&p);
	assert_float_equal(a.rgb[0], 1, 0.001);
	assert_float_equal(a.rgb[1], 0, 0.001);
	assert_true(b.rgb[0] > 0.8f && b.rgb[1] < 0.3f);
}

static void containers_know_where_they_end(void **state)
{
	(void)state;
	probe p = recorded("", "", "q 0 0 50 50 re W n 0 0 10 10 re f Q", "");
	assert_int_equal(p.r->n, 4); /* the clip's path, the clip, the fill, the end */
	record_item open = p.r->items[1], end = p.r->items[3];
	dropped(&p);
	assert_int_equal(open.kind, RECORD_CLIP);
	assert_int_equal(open.partner, 3);
	assert_int_equal(end.kind, RECORD_END);
	assert_int_equal(end.partner, 1);
}

static void what_a_tile_draws_is_known_to_be_in_it(void **state)
{
	(void)state;
	probe p = recorded("", "/Pattern<</P 6 0 R>>", "/Pattern cs /P scn 0 0 500 500 re f",
	                   "/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 2 2]/XStep 5/YStep 5"
	                   "/Resources<</Font<</F1 5 0 R>>>>");
	bool tiled = false;
	for (size_t i = 0; i < p.r->n; i++)
		tiled |= p.r->items[i].kind == RECORD_GLYPH && p.r->items[i].in_tile;
	dropped(&p);
	assert_true(tiled);
}

static void containers_that_are_left_open_are_closed(void **state)
{
	(void)state;
	probe p = recorded("", "", "q 0 0 50 50 re W n q 0 0 20 20 re W n 0 0 10 10 re f", "");
	size_t open = 0, closed = 0;
	for (size_t i = 0; i < p.r->n; i++) {
		open += p.r->items[i].kind == RECORD_CLIP;
		closed += p.r->items[i].kind == RECORD_END;
	}
	dropped(&p);
	assert_int_equal(open, 2);
	assert_int_equal(closed, 2);
}

static void a_record_can_be_used_again(void **state)
{
	(void)state;
	probe p = recorded("", "", "BT /F1 12 Tf 72 700 Td (AB) Tj ET", "");
	rpdf_record_page(p.ctx, p.r, p.pdf, 0);
	size_t n = p.r->n;
	dropped(&p);
	assert_int_equal(n, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_glyph_stands_where_the_reader_sees_it),
		cmocka_unit_test(a_turned_page_turns_its_coordinates),
		cmocka_unit_test(a_cell_reaches_from_descender_to_ascender),
		cmocka_unit_test(invisible_text_is_written_down_as_such),
		cmocka_unit_test(colours_are_what_is_seen),
		cmocka_unit_test(containers_know_where_they_end),
		cmocka_unit_test(what_a_tile_draws_is_known_to_be_in_it),
		cmocka_unit_test(containers_that_are_left_open_are_closed),
		cmocka_unit_test(a_record_can_be_used_again),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
