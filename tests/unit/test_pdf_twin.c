/* A long document read by two is the document that one reads. */
#include "formats/pdf/pdf.h"
#include "formats/pdf/rpdf.h"
#include "redact/base/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

enum { PAGES = 60 };

/* Each page says its own number. With `bad` the object of that page's content is no stream at all. */
static buf make_book(int bad, bool broken)
{
	buf b = { 0 };
	size_t at[2 * PAGES + 4];
	int n = 1;
#define BEGIN(...) at[n] = b.n, buf_fmt(&b, "%d 0 obj\n", n), buf_fmt(&b, __VA_ARGS__), buf_z(&b, "\nendobj\n"), n++
	buf_z(&b, "%PDF-1.4\n");
	BEGIN("<</Type/Catalog/Pages 2 0 R>>");
	at[n] = b.n;
	buf_z(&b, "2 0 obj\n<</Type/Pages/Count 60/Kids[");
	for (int i = 0; i < PAGES; i++)
		buf_fmt(&b, "%d 0 R ", 4 + 2 * i);
	buf_z(&b, "]>>\nendobj\n");
	n++;
	BEGIN("<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>");
	for (int i = 0; i < PAGES; i++) {
		char show[100];
		int len = snprintf(show, sizeof show, "BT /F1 12 Tf 50 700 Td (Sheet %d of Okonjo) Tj ET", i + 1);
		BEGIN("<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 %d]/Contents %d 0 R/Resources<</Font<</F1 3 0 R>>>>>>", 700 + i, n + 1);
		if (i == bad)
			BEGIN("<</Length %d>>\nstream\n%.*s\nendstrum", len * 40, len, show);
		else
			BEGIN("<</Length %d>>\nstream\n%s\nendstream", len, show);
	}
	size_t xref = b.n;
	buf_fmt(&b, "xref\n0 %d\n0000000000 65535 f \n", n);
	for (int i = 1; i < n; i++)
		buf_fmt(&b, "%010zu 00000 n \n", at[i] + (broken && i == n - 1 ? 7 : 0));
	buf_fmt(&b, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%zu\n%%%%EOF\n", n, xref);
	return b;
#undef BEGIN
}

typedef struct reading {
	arena *mem;
	text said;
	doc *doc;
	struct rpdf_page *pages;
	err e;
	bool ok;
} reading;

static reading read_with(buf *book, unsigned hands, bool no_places)
{
	reading r = { .mem = arena_new() };
	source src = { .name = STR("book.pdf"), .bytes = buf_view(book), .hands = hands };
	r.said = (text){ .mem = r.mem, .no_places = no_places };
	r.doc = format_pdf.open(&src, r.mem, &r.e);
	assert_non_null(r.doc);
	r.ok = format_pdf.extract(r.doc, &r.said, &r.e);
	r.pages = ((struct rpdf_doc *)r.doc)->pages;
	return r;
}

static void let_go(reading *r)
{
	format_pdf.close(r->doc);
	arena_drop(r->mem);
}

static void expect_same(buf book, bool no_places)
{
	reading one = read_with(&book, 1, no_places), two = read_with(&book, 2, no_places);
	assert_int_equal(one.ok, two.ok);
	assert_int_equal(one.said.n, two.said.n);
	for (size_t i = 0; i < one.said.n; i++) {
		const unit *a = &one.said.units[i], *b = &two.said.units[i];
		assert_true(str_eq(a->id, b->id) && str_eq(a->text, b->text));
		assert_true(a->page == b->page && a->stays == b->stays && a->nspans == b->nspans);
		if (a->nspans)
			assert_memory_equal(a->spans, b->spans, a->nspans * sizeof *a->spans);
	}
	for (int i = 0; i < PAGES; i++) {
		assert_int_equal(one.pages[i].nglyphs, two.pages[i].nglyphs);
		assert_true(one.pages[i].area.y1 == two.pages[i].area.y1);
		assert_int_equal(one.pages[i].spans[RPDF_VISIBLE] != NULL, two.pages[i].spans[RPDF_VISIBLE] != NULL);
	}
	let_go(&one);
	let_go(&two);
	buf_free(&book);
}

static void two_readers_say_what_one_says(void **state)
{
	(void)state;
	expect_same(make_book(-1, false), false);
	expect_same(make_book(-1, false), true);
}

static void a_page_of_the_second_half_has_its_place(void **state)
{
	(void)state;
	buf book = make_book(-1, false);
	reading r = read_with(&book, 2, false);
	assert_true(r.ok);
	assert_string_equal(str_z(r.said.units[41].text, r.mem), "Sheet 42 of Okonjo");
	assert_int_equal(r.said.units[41].page, 42);
	assert_true(r.pages[41].area.y1 == 741);
	let_go(&r);
	buf_free(&book);
}

static void damage_in_either_half_is_read_as_by_one(void **state)
{
	(void)state;
	expect_same(make_book(3, false), false);
	expect_same(make_book(50, false), false);
	expect_same(make_book(-1, true), false);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_readers_say_what_one_says),
		cmocka_unit_test(a_page_of_the_second_half_has_its_place),
		cmocka_unit_test(damage_in_either_half_is_read_as_by_one),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
