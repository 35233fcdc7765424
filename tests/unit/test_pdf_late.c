/* late.h: what may come to a processor, and that nothing else gets past it unseen. */
#include "formats/lib/mu.h"
#include "formats/pdf/walk/late.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void every_operator_has_a_handler(void **state)
{
	enum { FIRST = offsetof(pdf_processor, op_w), END = offsetof(pdf_processor, op_END) };
	fz_context *ctx = fz_new_context(NULL, NULL, FZ_STORE_DEFAULT);
	pdf_processor *late = late_new(ctx, NULL, fz_identity, true);
	size_t without = 0;
	(void)state;
	for (size_t at = FIRST; at <= END; at += sizeof(void (*)(void))) {
		void (*op)(void);
		memcpy(&op, (const char *)late + at, sizeof op);
		without += !op;
	}
	pdf_drop_processor(ctx, late);
	fz_drop_context(ctx);
	assert_int_equal(without, 0);
}

static void an_operator_that_has_no_place_is_an_error_and_not_a_crash(void **state)
{
	fz_context *ctx = fz_new_context(NULL, NULL, FZ_STORE_DEFAULT);
	pdf_processor *late = late_new(ctx, NULL, fz_identity, true);
	volatile bool thrown = false;
	(void)state;
	fz_try(ctx)
		late->op_BDC(ctx, late, "Span", NULL, NULL);
	fz_catch(ctx)
		thrown = true;
	pdf_drop_processor(ctx, late);
	fz_drop_context(ctx);
	assert_true(thrown);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_operator_has_a_handler),
		cmocka_unit_test(an_operator_that_has_no_place_is_an_error_and_not_a_crash),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
