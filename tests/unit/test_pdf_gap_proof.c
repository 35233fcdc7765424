/* gap_proof.h: which lines with a gap say nothing of what is gone from them. */
#include "formats/lib/mu.h"
#include "formats/pdf/proof/gap_proof.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/pdf_make.h"

/* Courier: each letter, and each blank, advances 0.6 em, which is 6 points here. */
#define SOURCE "BT /F 10 Tf 72 700 Td (he saw Jane there) Tj ET"

/* Of the words: "Jane" from its ascender to its descender, in points from the top of the page. */
static const zone JANE = { .box = { 114, 83, 138, 96 }, .must = true };

/* As it is laid out: six ems of ten points from 114 on, clear of the letters beside it. */
#define BOX "q 1 0 0 -1 0 792 cm 0 g 114.4 83.8 59.2 10.6 re f 1 g Q"
#define FRONT "BT /F 10 Tf 72 700 Td (he saw ) Tj ET "

static pdf_document *page_of(fz_context *ctx, buf *file, const char *content)
{
	static char stream[600];
	snprintf(stream, sizeof stream, "stream:<< >>|%s", content);
	*file = MAKE_PDF("", "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
	                 "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
	                 stream, "<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>");
	fz_stream *in = fz_open_memory(ctx, (const unsigned char *)file->p, file->n);
	pdf_document *doc = pdf_open_document_with_stream(ctx, in);
	fz_drop_stream(ctx, in);
	return doc;
}

static gap_tally prove_zone(const char *after, zone z)
{
	fz_context *ctx = fz_new_context(NULL, NULL, FZ_STORE_DEFAULT);
	buf a, b;
	pdf_document *was = page_of(ctx, &a, SOURCE), *is = page_of(ctx, &b, after);
	gap_tally sum = rpdf_gap_prove(ctx, was, is, 0, fz_make_matrix(1, 0, 0, -1, 0, 792), &z, 1);
	pdf_drop_document(ctx, was);
	pdf_drop_document(ctx, is);
	fz_drop_context(ctx);
	buf_free(&a);
	buf_free(&b);
	return sum;
}

static bool is_even(const char *after)
{
	gap_tally sum = prove_zone(after, JANE);
	return sum.even == 1 && sum.left == 0 && sum.uneven == 0;
}

static bool is_uneven(const char *after)
{
	return prove_zone(after, JANE).uneven == 1;
}

static void a_line_of_plain_widths_around_a_box_says_nothing(void **state)
{
	(void)state;
	assert_true(is_even(FRONT "BT /F 10 Tf 174 700 Td ( there) Tj ET " BOX));
}

static void blanks_narrowed_alike_say_nothing(void **state)
{
	(void)state;
	assert_true(is_even("BT /F 10 Tf 72 700 Td (he ) Tj 16.5 0 Td (saw ) Tj 24 0 Td ET BT /F 10 Tf 171 700 Td ( ) Tj 4.5 0 Td (there) Tj ET "
	                    "q 1 0 0 -1 0 792 cm 0 g 111.4 83.8 59.2 10.6 re f Q"));
}

static void a_rest_of_the_line_left_where_it_stood_tells(void **state)
{
	(void)state;
	assert_true(is_uneven(FRONT "BT /F 10 Tf 176.3 700 Td ( there) Tj ET " BOX));
}

static void so_does_a_box_of_any_other_width(void **state)
{
	(void)state;
	assert_true(is_uneven(FRONT "BT /F 10 Tf 171 700 Td ( there) Tj ET q 1 0 0 -1 0 792 cm 0 g 114.4 83.8 56.2 10.6 re f Q"));
}

static void so_do_the_last_thousandths_of_a_place(void **state)
{
	(void)state;
	assert_true(is_uneven("BT /F 10 Tf 72.0036 700 Td (he saw ) Tj ET BT /F 10 Tf 174.0036 700 Td ( there) Tj ET "
	                      "q 1 0 0 -1 0 792 cm 0 g 114.4036 83.8 59.2 10.6 re f Q"));
	assert_true(is_uneven(FRONT "BT /F 10 Tf 174.02 700 Td ( there) Tj ET " BOX));
}

static void so_does_spacing_of_any_kind(void **state)
{
	(void)state;
	assert_true(is_uneven("BT /F 10 Tf 0.01 Tc 72 700 Td (he) Tj ET 0 Tc BT /F 10 Tf 84 700 Td ( saw ) Tj ET "
	                      "BT /F 10 Tf 174 700 Td ( there) Tj ET " BOX));
	assert_true(is_uneven("BT /F 10 Tf 72 700 Td [(h) 0.2 (e saw )] TJ ET BT /F 10 Tf 174 700 Td ( there) Tj ET " BOX));
	assert_true(is_uneven(FRONT "BT /F 10 Tf 0.003 Tw 174 700 Td ( there) Tj ET " BOX));
}

static void blanks_of_different_widths_tell(void **state)
{
	(void)state;
	assert_true(is_uneven("BT /F 10 Tf 72 700 Td (he ) Tj 17 0 Td (saw ) Tj ET BT /F 10 Tf 173 700 Td ( ) Tj 6 0 Td (there) Tj ET "
	                      "q 1 0 0 -1 0 792 cm 0 g 113.4 83.8 59.2 10.6 re f Q"));
}

static void a_line_left_as_it_was_is_counted_as_that(void **state)
{
	(void)state;
	gap_tally sum = prove_zone(FRONT "BT /F 10 Tf 138 700 Td ( there) Tj ET q 1 0 0 -1 0 792 cm 0 g 114 83 24 13 re f Q",
	                           (zone){ .box = { 114, 83, 138, 96 }, .must = true });
	assert_true(sum.left == 1 && sum.even == 0 && sum.uneven == 0);
}

static void and_so_is_a_line_without_a_box(void **state)
{
	(void)state;
	gap_tally sum = prove_zone(FRONT "BT /F 10 Tf 138 700 Td ( there) Tj ET", JANE);
	assert_true(sum.left == 1 && sum.even == 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_of_plain_widths_around_a_box_says_nothing),
		cmocka_unit_test(blanks_narrowed_alike_say_nothing),
		cmocka_unit_test(a_rest_of_the_line_left_where_it_stood_tells),
		cmocka_unit_test(so_does_a_box_of_any_other_width),
		cmocka_unit_test(so_do_the_last_thousandths_of_a_place),
		cmocka_unit_test(so_does_spacing_of_any_kind),
		cmocka_unit_test(blanks_of_different_widths_tell),
		cmocka_unit_test(a_line_left_as_it_was_is_counted_as_that),
		cmocka_unit_test(and_so_is_a_line_without_a_box),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
