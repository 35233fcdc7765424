/* What is kept beside the pages, proven. */
#include "formats/pdf/proof/kept_proof.h"
#include "tests/unit/keep_kit.h"

struct proving { buf a, b; unsigned keep; proof report; };

static void prove_inner(fz_context *ctx, void *arg)
{
	struct proving *x = arg;
	handling how = { .keep = x->keep };
	plan none = { .mem = x->report.mem };
	fz_stream *in = fz_open_memory(ctx, (const unsigned char *)x->a.p, x->a.n);
	fz_stream *in2 = fz_open_memory(ctx, (const unsigned char *)x->b.p, x->b.n);
	pdf_document *a = pdf_open_document_with_stream(ctx, in), *b = pdf_open_document_with_stream(ctx, in2);
	rpdf_prove_kept(ctx, a, b, &none, &how, &x->report);
	pdf_drop_document(ctx, a);
	pdf_drop_document(ctx, b);
	fz_drop_stream(ctx, in);
	fz_drop_stream(ctx, in2);
}

/* Whether b passes for what is kept of a. Both are freed. */
static bool passes(buf a, buf b, unsigned keep, const char *check)
{
	err e = ERR_INIT;
	fz_context *ctx = mu_open_context(&e);
	struct proving x = { a, b, keep, { .mem = arena_new() } };
	bool ok = mu_call(ctx, prove_inner, &x, &e) && proof_passed(&x.report, check);
	mu_close_context(ctx);
	arena_drop(x.report.mem);
	buf_free(&x.a);
	buf_free(&x.b);
	return ok;
}

#define TITLE(t) ONE_ENTRY("<</Title(" t ")/Parent 5 0 R/Dest[4 0 R/Fit]>>")

static void the_proof_takes_brackets_for_words_and_nothing_else(void **state)
{
	(void)state;
	assert_true(passes(TITLE("a b c"), TITLE("a b c"), KEEP_OUTLINES, "outlines-kept"));
	assert_true(passes(TITLE("a b c"), TITLE("a [X] c"), KEEP_OUTLINES, "outlines-kept"));
	assert_false(passes(TITLE("a b c"), TITLE("a x c"), KEEP_OUTLINES, "outlines-kept"));
	assert_false(passes(TITLE("a b c"), TITLE("c [X] a"), KEEP_OUTLINES, "outlines-kept"));
}

static void the_proof_finds_a_bookmark_that_leads_elsewhere(void **state)
{
	(void)state;
	assert_false(passes(TITLE("a"), ONE_ENTRY("<</Title(a)/Parent 5 0 R/Dest[3 0 R/Fit]>>"), KEEP_OUTLINES, "outlines-kept"));
	assert_false(passes(TITLE("a"), ONE_ENTRY("<</Title(a)/Parent 5 0 R>>"), KEEP_OUTLINES, "outlines-kept"));
}

static void the_proof_finds_what_was_not_asked_for(void **state)
{
	(void)state;
	assert_false(passes(TITLE("a"), TITLE("a"), 0, "outlines-kept"));
	assert_false(passes(ONE_LINK("/Dest[4 0 R/Fit]"), ONE_LINK("/Dest[4 0 R/Fit]"), 0, "links-kept"));
}

static void the_proof_finds_a_link_that_is_lost_moved_or_new(void **state)
{
	(void)state;
	assert_true(passes(ONE_LINK("/Dest[4 0 R/Fit]"), ONE_LINK("/Dest[4 0 R/Fit]"), KEEP_JUMPS, "links-kept"));
	assert_false(passes(ONE_LINK("/Dest[4 0 R/Fit]"), ONE_LINK("/Dest[3 0 R/Fit]"), KEEP_JUMPS, "links-kept"));
	assert_false(passes(ONE_LINK("/Dest[4 0 R/Fit]"), TITLE("a"), KEEP_JUMPS, "links-kept"));
	assert_false(passes(TITLE("a"), ONE_LINK("/Dest[4 0 R/Fit]"), KEEP_JUMPS, "links-kept"));
}

#define TURN(name) ONE_LINK("/A<</S/Named/N/" name ">>")

static void the_proof_knows_the_pages_that_links_turn_to(void **state)
{
	(void)state;
	assert_true(passes(TURN("NextPage"), ONE_LINK("/Dest[4 0 R/Fit]"), KEEP_JUMPS, "links-kept"));
	assert_true(passes(TURN("LastPage"), ONE_LINK("/Dest[4 0 R/Fit]"), KEEP_JUMPS, "links-kept"));
	assert_true(passes(TURN("PrevPage"), ONE_LINK("/Dest[3 0 R/Fit]"), KEEP_JUMPS, "links-kept"));
	assert_false(passes(TURN("FirstPage"), ONE_LINK("/Dest[4 0 R/Fit]"), KEEP_JUMPS, "links-kept"));
	assert_false(passes(TURN("NextPage"), TITLE("a"), KEEP_JUMPS, "links-kept"));
	assert_false(passes(TURN("Print"), ONE_LINK("/Dest[4 0 R/Fit]"), KEEP_JUMPS, "links-kept"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_proof_takes_brackets_for_words_and_nothing_else),
		cmocka_unit_test(the_proof_finds_a_bookmark_that_leads_elsewhere),
		cmocka_unit_test(the_proof_finds_what_was_not_asked_for),
		cmocka_unit_test(the_proof_finds_a_link_that_is_lost_moved_or_new),
		cmocka_unit_test(the_proof_knows_the_pages_that_links_turn_to),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
