/* What pages draw, unpacked in memory. */
#include "formats/lib/deflate.h"
#include "formats/pdf/read/contents.h"
#include "fixtures/pdf/raw_pdf.h"
#include "tests/unit/mu_kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static const char DRAWN[] = "BT /F1 12 Tf (The plaintiff spoke, and spoke, and spoke.) Tj ET";

struct look { str file; size_t budget, left; bool packed; str drawn; arena *mem; };

static void look_inner(fz_context *ctx, void *arg)
{
	struct look *l = arg;
	fz_stream *in = fz_open_memory(ctx, (const unsigned char *)l->file.p, l->file.n);
	pdf_document *doc = pdf_open_document_with_stream(ctx, in);
	pdf_obj *page = pdf_lookup_page_obj(ctx, doc, 0), *contents = pdf_dict_get(ctx, page, PDF_NAME(Contents));
	l->left = l->budget;
	rpdf_unpack_contents(ctx, doc, page, &l->left);
	l->packed = pdf_dict_get(ctx, contents, PDF_NAME(Filter)) != NULL;
	fz_buffer *all = pdf_load_stream(ctx, contents);
	l->drawn = str_dup(mu_buffer_str(ctx, all), l->mem);
	fz_drop_buffer(ctx, all);
	pdf_drop_document(ctx, doc);
	fz_drop_stream(ctx, in);
}

static struct look look_at(raw_pdf *r, size_t budget)
{
	struct look l = { .file = buf_view(&r->out), .budget = budget, .mem = arena_new() };
	in_mupdf(look_inner, &l);
	buf_free(&r->out);
	return l;
}

static raw_pdf page_of(void)
{
	raw_pdf r = { 0 };
	raw_begin(&r);
	raw_one_page(&r, "", "", "");
	return r;
}

static void usual_contents_are_unpacked_and_say_the_same(void **state)
{
	(void)state;
	raw_pdf r = page_of();
	raw_flate(&r, 4, "", str_of(DRAWN));
	raw_end(&r, "/Root 1 0 R");
	struct look l = look_at(&r, 1000);
	assert_false(l.packed);
	assert_true(str_is(l.drawn, DRAWN));
	assert_int_equal(l.left, 1000 - strlen(DRAWN));
	arena_drop(l.mem);
}

static void contents_beyond_the_budget_stay_packed(void **state)
{
	(void)state;
	raw_pdf r = page_of();
	raw_flate(&r, 4, "", str_of(DRAWN));
	raw_end(&r, "/Root 1 0 R");
	struct look l = look_at(&r, strlen(DRAWN) - 1);
	assert_true(l.packed);
	assert_true(str_is(l.drawn, DRAWN));
	arena_drop(l.mem);
}

static void damaged_contents_are_left_to_a_reader_that_bears_with_them(void **state)
{
	(void)state;
	raw_pdf r = page_of(), whole = { 0 };
	raw_flate(&whole, 4, "", str_of(DRAWN));
	const char *data = memmem(whole.out.p, whole.out.n, "stream\n", 7);
	assert_non_null(data);
	raw_stream(&r, 4, "/Filter/FlateDecode", (str){ data + 7, 40 });
	raw_end(&r, "/Root 1 0 R");
	struct look l = look_at(&r, 1000);
	assert_true(l.packed);
	assert_true(l.drawn.n > 0 && str_starts(str_of(DRAWN), "BT"));
	arena_drop(l.mem);
	buf_free(&whole.out);
}

struct round_trip { size_t n, most; bool same, none; };

static void round_trip_inner(fz_context *ctx, void *arg)
{
	struct round_trip *t = arg;
	unsigned char *bytes = fz_malloc(ctx, t->n + 1);
	memset(bytes, 'a', t->n);
	fz_buffer *packed = mu_deflate(ctx, bytes, t->n), *plain = mu_inflate(ctx, packed->data, packed->len, t->most);
	t->none = !plain;
	t->same = plain && plain->len == t->n && memcmp(plain->data, bytes, t->n) == 0;
	fz_drop_buffer(ctx, packed);
	fz_drop_buffer(ctx, plain);
	fz_free(ctx, bytes);
}

static struct round_trip round_trip(size_t n, size_t most)
{
	struct round_trip t = { .n = n, .most = most };
	in_mupdf(round_trip_inner, &t);
	return t;
}

static void what_is_unpacked_may_be_many_times_as_large_but_not_without_end(void **state)
{
	(void)state;
	assert_true(round_trip(1, 1000).same);
	assert_true(round_trip(1000000, 1000000).same);
	assert_true(round_trip(1000000, 999999).none);
	assert_true(round_trip(1000000, 10).none);
}

/* ---- streams joined ---------------------------------------------------------------------------- */

struct joined { str file; bool one; str drawn; arena *mem; };

static void join_inner(fz_context *ctx, void *arg)
{
	struct joined *j = arg;
	fz_stream *in = fz_open_memory(ctx, (const unsigned char *)j->file.p, j->file.n);
	pdf_document *doc = pdf_open_document_with_stream(ctx, in);
	pdf_obj *page = pdf_lookup_page_obj(ctx, doc, 0);
	rpdf_join_contents(ctx, doc, page);
	pdf_obj *contents = pdf_dict_get(ctx, page, PDF_NAME(Contents));
	j->one = pdf_is_stream(ctx, contents);
	if (j->one) {
		fz_buffer *all = pdf_load_stream(ctx, contents);
		j->drawn = str_dup(mu_buffer_str(ctx, all), j->mem);
		fz_drop_buffer(ctx, all);
	}
	pdf_drop_document(ctx, doc);
	fz_drop_stream(ctx, in);
}

static struct joined join(const char *first, const char *second)
{
	raw_pdf r = { 0 };
	raw_begin(&r);
	raw_object(&r, 1, "<</Type/Catalog/Pages 2 0 R>>");
	raw_object(&r, 2, "<</Type/Pages/Kids[3 0 R]/Count 1>>");
	raw_object(&r, 3, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents[4 0 R 5 0 R]>>");
	raw_stream(&r, 4, "", str_of(first));
	raw_stream(&r, 5, "", str_of(second));
	raw_end(&r, "/Root 1 0 R");
	struct joined j = { .file = buf_view(&r.out), .mem = arena_new() };
	in_mupdf(join_inner, &j);
	buf_free(&r.out);
	return j;
}

static void a_string_over_two_streams_has_no_blank_between(void **state)
{
	(void)state;
	struct joined j = join("BT (a \\( b) Tj (Oko", "njo) Tj ET");
	assert_true(j.one);
	assert_true(str_is(j.drawn, "BT (a \\( b) Tj (Okonjo) Tj ET"));
	arena_drop(j.mem);
}

static void streams_that_end_with_their_strings_stay(void **state)
{
	(void)state;
	struct joined j = join("BT (a) Tj % (", "(b) Tj ET");
	assert_false(j.one);
	arena_drop(j.mem);
}

static void parentheses_among_pixels_open_no_string(void **state)
{
	(void)state;
	struct joined j = join("BI /W 1 /H 1 /BPC 8 /CS /G ID ( EI Q", "q");
	assert_false(j.one);
	arena_drop(j.mem);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(usual_contents_are_unpacked_and_say_the_same),
		cmocka_unit_test(contents_beyond_the_budget_stay_packed),
		cmocka_unit_test(a_string_over_two_streams_has_no_blank_between),
		cmocka_unit_test(streams_that_end_with_their_strings_stay),
		cmocka_unit_test(parentheses_among_pixels_open_no_string),
		cmocka_unit_test(damaged_contents_are_left_to_a_reader_that_bears_with_them),
		cmocka_unit_test(what_is_unpacked_may_be_many_times_as_large_but_not_without_end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
