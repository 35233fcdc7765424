/* Which codes of fields stay, and what is written of them. */
#include "formats/docx/import/codes.h"
#include "formats/docx/import/shown_codes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

/* What would be written, with <name> for the place; "" for a code that does not stay. */
static const char *fresh(const char *code)
{
	static char out[256];
	arena *mem = arena_new();
	field_code c;
	bool stays = code_read(str_of(code), mem, &c);
	snprintf(out, sizeof out, c.place.n ? STR_FMT "<" STR_FMT ">" STR_FMT : STR_FMT STR_FMT STR_FMT,
	         STR_ARG(c.before), STR_ARG(c.place), STR_ARG(c.after));
	arena_drop(mem);
	return stays ? out : "";
}

static void numbers_of_pages_stay(void **state)
{
	(void)state;
	assert_string_equal(fresh("PAGE"), " PAGE ");
	assert_string_equal(fresh("  page   \\* roman  \\* MERGEFORMAT "), " PAGE \\* roman ");
	assert_string_equal(fresh(" NUMPAGES \\# \"secret\" "), " NUMPAGES ");
}

static void captions_are_counted_under_well_known_names(void **state)
{
	(void)state;
	assert_string_equal(fresh(" SEQ Figure \\* ARABIC "), " SEQ \"Figure\" \\* Arabic ");
	assert_string_equal(fresh(" SEQ Table \\r 12 \\h"), " SEQ \"Table\" \\r 12 \\h ");
	assert_string_equal(fresh(" SEQ Okonjo "), "");
	assert_string_equal(fresh(" SEQ "), "");
}

static void references_name_their_place_alone(void **state)
{
	(void)state;
	assert_string_equal(fresh(" REF _Ref123 \\h "), " REF <_Ref123> \\h ");
	assert_string_equal(fresh("REF \"Okonjo\" \\d \"secret\" \\p"), " REF <Okonjo> \\p ");
	assert_string_equal(fresh("PAGEREF a\\h"), " PAGEREF <a\\h> ");
	assert_string_equal(fresh("REF \\h"), "");
}

static void contents_keep_their_levels_and_nothing_of_styles(void **state)
{
	(void)state;
	assert_string_equal(fresh("TOC \\o \"1-3\" \\h \\z \\u \\t \"Okonjo Style,1\" "), " TOC \\o \"1-3\" \\h \\z \\u ");
	assert_string_equal(fresh("TOC \\c \"Figure\" \\b part"), " TOC \\c \"Figure\" \\b <part> ");
	assert_string_equal(fresh("TOC \\n \\f Okonjo"), " TOC \\n ");
}

static void links_within_the_document_stay_and_others_do_not(void **state)
{
	(void)state;
	assert_string_equal(fresh("HYPERLINK \\l \"_Toc1\" \\o \"Okonjo\""), " HYPERLINK \\l <_Toc1> ");
	assert_string_equal(fresh("HYPERLINK \"http://x.org\" \\l \"_Toc1\""), "");
	assert_string_equal(fresh("HYPERLINK"), "");
}

static void other_fields_do_not_stay(void **state)
{
	static const char *const codes[] = { "", " ", "\\h", "INCLUDETEXT \"c:\\\\x\"", "MERGEFIELD Okonjo", "=1+1",
	                                     "QUOTE Okonjo", "DDEAUTO cmd", "PAGEOkonjo", "STYLEREF 1" };
	(void)state;
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
		assert_string_equal(fresh(codes[i]), "");
}

static void a_code_of_ours_holds_no_other_words(void **state)
{
	(void)state;
	assert_true(code_is_ours(STR(" REF _Ref12 \\h ")));
	assert_true(code_is_ours(STR(" TOC \\o \"1-3\" \\c \"Figure\" \\* Arabic ")));
	assert_false(code_is_ours(STR(" REF Okonjo \\h ")));
	assert_false(code_is_ours(STR(" REF _RefOkonjo ")));
	assert_false(code_is_ours(STR(" PAGE 078051120 ")));
	assert_false(code_is_ours(STR("")));
}

static const char *shown(const char *code)
{
	static char out[256];
	arena *mem = arena_new();
	snprintf(out, sizeof out, STR_FMT, STR_ARG(code_shown(str_of(code), mem)));
	arena_drop(mem);
	return out;
}

static void buttons_show_what_follows_their_macro(void **state)
{
	(void)state;
	assert_string_equal(shown(" MACROBUTTON NoMacro [Click here, and type] "), "[Click here, and type]");
	assert_string_equal(shown("GotoButton Okonjo page 2"), "page 2");
	assert_string_equal(shown("MACROBUTTON"), "");
	assert_string_equal(shown("MACROBUTTON NoMacro"), "");
}

static void formulas_are_spelt_on_one_line(void **state)
{
	(void)state;
	assert_string_equal(shown(" EQ \\f(1,x) "), "1/x");
	assert_string_equal(shown("EQ \\f(1+x,\\f(2,3))"), "(1+x)/(2/3)");
	assert_string_equal(shown("eq \\o\\ac(O,k)\\o(o,njo)"), "Okonjo");
	assert_string_equal(shown("EQ \\r(3,x) \\b\\bc\\{(a;b)"), "\xe2\x88\x9a" "3 x (a b)");
	assert_string_equal(shown("EQ \\s\\up8(UB)\\s\\do 8(2) \\x\\to(5)"), "UB2 5");
	assert_string_equal(shown("EQ f(x\\,y), \\l(A,B)"), "f(x,y), A,B");
	assert_string_equal(shown("EQ \\a\\al\\co2\\hs3(1,2,3)"), "1 2 3");
}

static void broken_formulas_show_what_they_hold(void **state)
{
	char deep[1024] = "EQ ";
	(void)state;
	assert_string_equal(shown("EQ \\f(1,x"), "1/x");
	assert_string_equal(shown("EQ )\\f"), ")");
	assert_string_equal(shown("EQ \\"), "");
	assert_string_equal(shown("EQ \\lc\\"), "");
	for (int i = 0; i < 60; i++)
		strcat(deep, "\\f(");
	strcat(deep, "x");
	for (int i = 0; i < 60; i++)
		strcat(deep, ")");
	assert_non_null(strchr(shown(deep), 'x'));
}

static void other_codes_show_nothing(void **state)
{
	(void)state;
	assert_string_equal(shown(" MERGEFIELD Okonjo "), "");
	assert_string_equal(shown("EQUAL Okonjo"), "");
	assert_string_equal(shown(""), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_of_pages_stay),
		cmocka_unit_test(captions_are_counted_under_well_known_names),
		cmocka_unit_test(references_name_their_place_alone),
		cmocka_unit_test(contents_keep_their_levels_and_nothing_of_styles),
		cmocka_unit_test(links_within_the_document_stay_and_others_do_not),
		cmocka_unit_test(other_fields_do_not_stay),
		cmocka_unit_test(a_code_of_ours_holds_no_other_words),
		cmocka_unit_test(buttons_show_what_follows_their_macro),
		cmocka_unit_test(formulas_are_spelt_on_one_line),
		cmocka_unit_test(broken_formulas_show_what_they_hold),
		cmocka_unit_test(other_codes_show_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
