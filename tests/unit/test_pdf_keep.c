/* Bookmarks, links and page labels: read, cut and planted. */
#include "tests/unit/keep_kit.h"

/* ---- outlines ------------------------------------------------------------------------------------ */

static void an_outline_is_kept_with_its_levels_and_pages(void **state)
{
	(void)state;
	made m = { .source = MAKE_PDF("", "<</Type/Catalog/Pages 2 0 R/Outlines 5 0 R>>", TREE, PAGE(""), PAGE(""),
	           "<</First 6 0 R/Last 8 0 R/Count 3>>",
	           "<</Title(One)/Parent 5 0 R/First 7 0 R/Last 7 0 R/Count 1/Next 8 0 R/Dest[3 0 R/XYZ 10 700 0]>>",
	           "<</Title(Inner)/Parent 6 0 R/A<</S/GoTo/D[4 0 R/Fit]>>>>",
	           "<</Title<FEFF00DC>/Parent 5 0 R/Prev 6 0 R/Dest[4 0 R/FitH 90]>>") };
	handle(&m, KEEP_OUTLINES, NULL, NULL);
	assert_true(m.ok);
	assert_string_equal(m.outline.p, "One @1\n Inner @2\n\xC3\x9C @2\n");
	assert_true(no_check_failed(&m));
	assert_true(proof_passed(&m.report, "outlines-kept"));
	done(&m);
}

static void a_marked_word_of_a_title_becomes_its_code(void **state)
{
	(void)state;
	made m = { .source = ONE_ENTRY("<</Title(Interview of Margaret, part 2)/Parent 5 0 R/Dest[4 0 R/Fit]>>") };
	handle(&m, KEEP_OUTLINES, "Margaret", NULL);
	assert_string_equal(m.outline.p, "Interview of [NAME], part 2 @2\n");
	assert_false(says(&m, "Margaret"));
	assert_true(no_check_failed(&m));
	done(&m);
}

static void a_title_that_glues_a_value_together_goes_as_a_whole(void **state)
{
	(void)state;
	made m = { .source = MAKE_PDF("", "<</Type/Catalog/Pages 2 0 R/Outlines 5 0 R>>", TREE, PAGE(""), PAGE(""),
	           "<</First 6 0 R/Last 7 0 R/Count 2>>",
	           "<</Title(Margaret Okonjo)/Parent 5 0 R/Dest[3 0 R/Fit]/Next 7 0 R>>",
	           "<</Title(MargaretOkonjo.pdf)/Parent 5 0 R/Dest[4 0 R/Fit]/Prev 6 0 R>>") };
	handle(&m, KEEP_OUTLINES, "Margaret Okonjo", NULL);
	assert_string_equal(m.outline.p, "[NAME] @1\n[REDACTED] @2\n");
	done(&m);
}

static void titles_are_units_that_stay_only_when_they_are_kept(void **state)
{
	(void)state;
	for (int keep = 0; keep < 2; keep++) {
		made m = { .source = ONE_ENTRY("<</Title(Margaret)/Parent 5 0 R/Dest[4 0 R/Fit]>>") };
		handle(&m, keep ? KEEP_OUTLINES : 0, NULL, NULL);
		const unit *u = text_lookup(&m.units, STR("bookmark 6 /Title"));
		assert_non_null(u);
		assert_int_equal(u->stays, keep);
		assert_string_equal(m.outline.p, keep ? "Margaret @2\n" : "");
		done(&m);
	}
}

static void named_destinations_become_explicit_and_their_names_go(void **state)
{
	(void)state;
	made m = { .source = MAKE_PDF("", "<</Type/Catalog/Pages 2 0 R/Outlines 5 0 R/Dests<</Okonjo[4 0 R/Fit]>>"
	           "/Names<</Dests<</Kids[9 0 R]>>>>>>", TREE, PAGE(""), PAGE(""), "<</First 6 0 R/Last 7 0 R/Count 2>>",
	           "<</Title(A)/Parent 5 0 R/Dest/Okonjo/Next 7 0 R>>",
	           "<</Title(B)/Parent 5 0 R/A<</S/GoTo/D(Margaret)>>/Prev 6 0 R/Next 8 0 R>>",
	           "<</Title(C)/Parent 5 0 R/Dest(nowhere)/Prev 7 0 R>>",
	           "<</Limits[(Margaret)(Margaret)]/Names[(Margaret)<</D[4 0 R/XYZ 0 100 1]>>]>>") };
	handle(&m, KEEP_OUTLINES, NULL, NULL);
	assert_string_equal(m.outline.p, "A @2\nB @2\nC @1\n" /* MuPDF says 1 of those without a place */);
	assert_false(says(&m, "Margaret") || says(&m, "Okonjo") || says(&m, "/Dests"));
	assert_true(no_check_failed(&m));
	done(&m);
}

static void an_outline_that_loops_is_read_once(void **state)
{
	(void)state;
	made m = { .source = MAKE_PDF("", "<</Type/Catalog/Pages 2 0 R/Outlines 5 0 R>>", TREE, PAGE(""), PAGE(""),
	           "<</First 6 0 R/Last 6 0 R/Count 99999999>>",
	           "<</Title(A)/Parent 6 0 R/First 7 0 R/Next 6 0 R/Count -7/Dest[3 0 R/Fit]>>",
	           "<</Title(B)/Parent 5 0 R/First 6 0 R/Next 5 0 R/Prev 7 0 R/Dest[4 0 R/Fit]>>") };
	handle(&m, KEEP_OUTLINES, NULL, NULL);
	assert_true(m.ok);
	assert_true(str_starts(m.outline, "A @1\n B @2\n"));
	done(&m);
}

/* MuPDF lengthens its table of objects by one each time, which the sanitizer's realloc copies whole. */
#ifdef __SANITIZE_ADDRESS__
enum { MANY = 5000 };
#else
enum { MANY = 100000 };
#endif

/* A chain of n entries, each the child or the sibling of the one before. */
static buf chain(int n, bool deep)
{
	buf b = { 0 };
	size_t *at = calloc((size_t)n + 5, sizeof *at);
	static const char *const head[] = { "<</Type/Catalog/Pages 2 0 R/Outlines 4 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>>", "<</First 5 0 R/Count 1>>" };
	buf_z(&b, "%PDF-1.7\n");
	for (int i = 1; i <= n + 4; i++) {
		at[i] = b.n;
		if (i <= 4)
			buf_fmt(&b, "%d 0 obj\n%s\nendobj\n", i, head[i - 1]);
		else
			buf_fmt(&b, "%d 0 obj\n<</Title(n%d)/Parent 4 0 R/Dest[3 0 R/Fit]/%s %d 0 R>>\nendobj\n", i, i, deep ? "First" : "Next", i + 1);
	}
	size_t xref = b.n;
	buf_fmt(&b, "xref\n0 %d\n0000000000 65535 f \n", n + 5);
	for (int i = 1; i <= n + 4; i++)
		buf_fmt(&b, "%010zu 00000 n \n", at[i]);
	buf_fmt(&b, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%zu\n%%%%EOF\n", n + 5, xref);
	free(at);
	return b;
}

static void any_number_of_siblings_is_kept(void **state)
{
	(void)state;
	made m = { .source = chain(MANY, false) };
	handle(&m, KEEP_OUTLINES, NULL, NULL);
	assert_true(m.ok);
	assert_true(no_check_failed(&m));
	assert_true(proof_passed(&m.report, "outlines-kept"));
	done(&m);
}

static void an_outline_deeper_than_any_stack_is_flattened_at_its_end(void **state)
{
	(void)state;
	made m = { .source = chain(MANY, true) };
	handle(&m, KEEP_OUTLINES, NULL, NULL);
	assert_true(m.ok);
	assert_true(proof_passed(&m.report, "outlines-kept"));
	char last[32];
	snprintf(last, sizeof last, "n%d @1", MANY + 4);
	assert_non_null(memmem(m.outline.p, m.outline.n, last, strlen(last)));
	done(&m);
}

static void a_title_of_a_megabyte_is_cut_and_listed_whole(void **state)
{
	(void)state;
	buf entry = { 0 };
	buf_z(&entry, "<</Parent 5 0 R/Dest[4 0 R/Fit]/Title(");
	for (int i = 0; i < 1 << 17; i++)
		buf_z(&entry, "abcdefg ");
	buf_z(&entry, "Okonjo)>>");
	made m = { .source = ONE_ENTRY(entry.p) };
	handle(&m, KEEP_OUTLINES, NULL, NULL);
	assert_true(m.ok);
	assert_true(m.outline.n < 5000);
	const unit *whole = text_lookup(&m.units, STR("bookmark 6 /Title"));
	assert_non_null(whole);
	assert_true(str_ends(whole->text, "Okonjo"));
	buf_free(&entry);
	done(&m);
}

/* ---- links --------------------------------------------------------------------------------------- */

static void a_jump_is_kept_and_nothing_else_of_its_annotation(void **state)
{
	(void)state;
	made m = { .source = ONE_LINK("/A<</S/GoTo/D[4 0 R/FitR 1 2 3 4]/Next<</S/JavaScript/JS(Okonjo)>>>>") };
	handle(&m, KEEP_JUMPS, NULL, NULL);
	assert_true(str_starts(m.links, "1: #page=2"));
	assert_false(says(&m, "Okonjo"));
	assert_true(proof_passed(&m.report, "links-kept"));
	done(&m);
}

static void a_jump_under_a_mark_goes(void **state)
{
	(void)state;
	made m = { .source = ONE_LINK("/Dest[4 0 R/Fit]") };
	handle(&m, KEEP_JUMPS, NULL, &(rect){ 150, 80, 160, 90 });
	assert_string_equal(m.links.p, "");
	assert_true(proof_passed(&m.report, "links-kept"));
	done(&m);
}

static void a_jump_beside_a_mark_stays(void **state)
{
	(void)state;
	made m = { .source = ONE_LINK("/Dest[4 0 R/Fit]") };
	handle(&m, KEEP_JUMPS, NULL, &(rect){ 210, 80, 260, 90 });
	assert_string_equal(m.links.p, "1: #page=2&view=Fit\n");
	done(&m);
}

static void a_web_address_is_kept_only_when_asked_for(void **state)
{
	(void)state;
	for (int all = 0; all < 2; all++) {
		made m = { .source = ONE_LINK("/A<</S/URI/URI(https://example.com/a?b=1)>>") };
		handle(&m, all ? KEEP_LINKS | KEEP_JUMPS : KEEP_JUMPS, NULL, NULL);
		assert_string_equal(m.links.p, all ? "1: https://example.com/a?b=1\n" : "");
		assert_true(no_check_failed(&m));
		done(&m);
	}
}

static void an_address_with_a_value_in_any_spelling_goes(void **state)
{
	static const char *const spelt[] = {
		"/A<</S/URI/URI(https://example.com/Margaret%20Okonjo)>>",
		"/A<</S/URI/URI(https://example.com/%4d%61rgaret+Okonjo)>>",
		"/A<</S/URI/URI(https://example.com/margaret-okonjo.html)>>",
		"/A<</S/URI/URI(mailto:margaretokonjo@example.com)>>",
		"/A<</S/URI/URI(https://margaret_okonjo.example.com/)>>",
		/* in base64, in hex, in percent signs of percent signs, and one in another */
		"/A<</S/URI/URI(https://example.com/u/TWFyZ2FyZXQgT2tvbmpv)>>",
		"/A<</S/URI/URI(https://example.com/?to=PHRvPk1hcmdhcmV0IE9rb25qbzwvdG8+)>>",
		"/A<</S/URI/URI(https://example.com/?q=4d61726761726574204f6b6f6e6a6f)>>",
		"/A<</S/URI/URI(https://example.com/?q=%254dargaret%2520Okonjo)>>",
		"/A<</S/URI/URI(https://example.com/?q=Lz9xPSU0ZGFyZ2FyZXQrT2tvbmpv)>>",
		"/A<</S/URI/URI(https://example.com/xbm8gTWFyZ2FyZXQgT2tvbmpv)>>",
		"/A<</S/URI/URI(https://example.com/?q=TQBhAHIAZwBhAHIAZQB0ACAATwBrAG8AbgBqAG8A)>>",
	};
	(void)state;
	for (size_t i = 0; i < sizeof spelt / sizeof *spelt; i++) {
		buf link = { 0 };
		buf_fmt(&link, "<</Type/Annot/Subtype/Link/Rect[100 700 200 720]%s>>", spelt[i]);
		made m = { .source = MAKE_PDF("/Info 6 0 R", "<</Type/Catalog/Pages 2 0 R>>", TREE, PAGE("/Annots[5 0 R]"), PAGE(""),
		           link.p, "<</Title(Margaret Okonjo)>>") };
		handle(&m, KEEP_LINKS | KEEP_JUMPS, "Margaret Okonjo", NULL);
		assert_true(m.ok);
		assert_string_equal(m.links.p, "");
		done(&m);
		buf_free(&link);
	}
}

static void what_an_address_spells_is_found_without_any_other_place(void **state)
{
	(void)state;
	made m = { .source = ONE_LINK("/A<</S/URI/URI(https://example.com/VG9iaWFzIE9rb25qbw)>>") };
	handle(&m, KEEP_LINKS | KEEP_JUMPS, "Okonjo", NULL);
	assert_string_equal(m.links.p, "");
	done(&m);
}

static void addresses_of_other_kinds_go(void **state)
{
	static const char *const kinds[] = {
		"/A<</S/URI/URI(javascript:alert\\(1\\))>>", "/A<</S/URI/URI(file:///home/okonjo)>>", "/A<</S/URI/URI(relative/page)>>",
		"/A<</S/URI/URI(https://a\\000b)>>", "/A<</S/GoToR/F(a.pdf)/D[0/Fit]>>", "/A<</S/Launch/F(a.exe)>>",
		"/A<</S/Named/N/Print>>", "/Dest[99 0 R/Fit]", "/Dest[7/Fit]",
	};
	(void)state;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		buf link = { 0 };
		buf_fmt(&link, "<</Type/Annot/Subtype/Link/Rect[100 700 200 720]%s>>", kinds[i]);
		made m = { .source = MAKE_PDF("", "<</Type/Catalog/Pages 2 0 R>>", TREE, PAGE("/Annots[5 0 R]"), PAGE(""), link.p) };
		handle(&m, KEEP_LINKS | KEEP_JUMPS, NULL, NULL);
		assert_true(m.ok);
		assert_string_equal(m.links.p, "");
		assert_true(no_check_failed(&m));
		done(&m);
		buf_free(&link);
	}
}

/* ---- labels -------------------------------------------------------------------------------------- */

#define LABELS(nums) MAKE_PDF("", "<</Type/Catalog/Pages 2 0 R/PageLabels<</Nums[" nums "]>>>>", TREE, PAGE(""), PAGE(""))

static void page_labels_are_kept_when_asked_for(void **state)
{
	(void)state;
	made m = { .source = LABELS("0<</S/r/X(Okonjo)>>1<</S/D/P(Ex-)/St 5>>") };
	handle(&m, KEEP_LABELS, NULL, NULL);
	assert_true(says(&m, "/Nums[0<</S/r>>1<</S/D/P(Ex-)/St 5>>]"));
	assert_false(says(&m, "Okonjo"));
	done(&m);
}

static void a_label_that_spells_a_value_with_its_number_loses_both(void **state)
{
	(void)state;
	made m = { .source = LABELS("0<</S/D/P(536-90-)/St 4398>>") };
	handle(&m, KEEP_LABELS, "536-90-4399", NULL);
	assert_true(says(&m, "/Nums[0<</S/D>>]"));
	done(&m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_outline_is_kept_with_its_levels_and_pages),
		cmocka_unit_test(a_marked_word_of_a_title_becomes_its_code),
		cmocka_unit_test(a_title_that_glues_a_value_together_goes_as_a_whole),
		cmocka_unit_test(titles_are_units_that_stay_only_when_they_are_kept),
		cmocka_unit_test(named_destinations_become_explicit_and_their_names_go),
		cmocka_unit_test(an_outline_that_loops_is_read_once),
		cmocka_unit_test(any_number_of_siblings_is_kept),
		cmocka_unit_test(an_outline_deeper_than_any_stack_is_flattened_at_its_end),
		cmocka_unit_test(a_title_of_a_megabyte_is_cut_and_listed_whole),
		cmocka_unit_test(a_jump_is_kept_and_nothing_else_of_its_annotation),
		cmocka_unit_test(a_jump_under_a_mark_goes),
		cmocka_unit_test(a_jump_beside_a_mark_stays),
		cmocka_unit_test(a_web_address_is_kept_only_when_asked_for),
		cmocka_unit_test(an_address_with_a_value_in_any_spelling_goes),
		cmocka_unit_test(what_an_address_spells_is_found_without_any_other_place),
		cmocka_unit_test(addresses_of_other_kinds_go),
		cmocka_unit_test(page_labels_are_kept_when_asked_for),
		cmocka_unit_test(a_label_that_spells_a_value_with_its_number_loses_both),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
