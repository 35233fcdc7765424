/* The structure tree: read, cut and planted. */
#include "tests/unit/keep_kit.h"

/* Two paragraphs; the second says a name. 9: the tree, 10 and 11: its elements. */
#define TAGGED(content, tree, first, second) MAKE_PDF("", \
	"<</Type/Catalog/Pages 2 0 R/MarkInfo<</Marked true>>/Lang(en-GB)/StructTreeRoot 9 0 R>>", TREE, \
	"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/StructParents 0/Contents 7 0 R/Resources<</Font<</F 8 0 R>>>>>>", PAGE(""), \
	"null", "null", "stream:<<>>|" content, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>", \
	tree, first, second)
#define TWO_PARAGRAPHS \
	"/P<</MCID 536904399>>BDC BT /F 12 Tf 72 700 Td (One) Tj ET EMC /Okonjo<</MCID 7/ActualText(x)>>BDC BT /F 12 Tf 72 600 Td (Margaret) Tj ET EMC"
#define ROOT(more) "<</Type/StructTreeRoot/K[10 0 R 11 0 R]" more ">>"

static void elements_are_kept_with_standard_types_and_new_numbers(void **state)
{
	(void)state;
	made m = { .source = TAGGED(TWO_PARAGRAPHS, ROOT("/RoleMap<</Okonjo/Para/Para/H2>>"),
	           "<</S/P/P 9 0 R/Pg 3 0 R/K 536904399/T(x)/Lang(de)>>", "<</S/Okonjo/P 9 0 R/K[<</Type/MCR/Pg 3 0 R/MCID 7>>]>>") };
	handle(&m, KEEP_TAGS, NULL, NULL);
	assert_true(m.ok);
	assert_true(no_check_failed(&m));
	assert_true(says(&m, "/S/P/") && says(&m, "/S/H2/") && says(&m, "/Lang(de)") && says(&m, "/Lang(en-GB)"));
	assert_false(says(&m, "Okonjo") || says(&m, "Para") || says(&m, "536904399") || says(&m, "/T(x)"));
	done(&m);
}

static void no_element_is_kept_unless_asked_for(void **state)
{
	(void)state;
	made m = { .source = TAGGED(TWO_PARAGRAPHS, ROOT(""), "<</S/P/P 9 0 R/Pg 3 0 R/K 536904399>>", "<</S/P/P 9 0 R/Pg 3 0 R/K 7>>") };
	handle(&m, handling_default().keep, NULL, NULL);
	assert_true(m.ok);
	assert_false(says(&m, "StructElem") || says(&m, "StructParents") || says(&m, "MarkInfo"));
	done(&m);
}

static void a_description_goes_with_what_it_describes(void **state)
{
	(void)state;
	for (int cut = 0; cut < 2; cut++) {
		made m = { .source = TAGGED(TWO_PARAGRAPHS, ROOT(""), "<</S/P/P 9 0 R/Pg 3 0 R/K 536904399/Alt(first)>>",
		           "<</S/Span/P 9 0 R/Pg 3 0 R/K 7/ActualText(the cook)>>") };
		handle(&m, KEEP_TAGS, cut ? "Margaret" : NULL, NULL);
		assert_true(m.ok);
		assert_true(says(&m, "/Alt(first)"));
		assert_int_equal(says(&m, "/ActualText(the cook)"), !cut);
		done(&m);
	}
}

static void a_description_of_the_parent_goes_as_well(void **state)
{
	(void)state;
	made m = { .source = TAGGED(TWO_PARAGRAPHS, "<</K 10 0 R>>", "<</S/Div/P 9 0 R/K 11 0 R/Alt(about the cook)>>",
	           "<</S/Span/P 10 0 R/Pg 3 0 R/K 7>>") };
	handle(&m, KEEP_TAGS, "Margaret", NULL);
	assert_true(m.ok);
	assert_true(says(&m, "/S/Div/"));
	assert_false(says(&m, "about the cook"));
	done(&m);
}

static void a_marked_description_goes_alone(void **state)
{
	(void)state;
	made m = { .source = TAGGED(TWO_PARAGRAPHS, ROOT(""), "<</S/P/P 9 0 R/Pg 3 0 R/K 536904399/Alt(said by Okonjo)/E(one)>>",
	           "<</S/Span/P 9 0 R/Pg 3 0 R/K 7>>") };
	handle(&m, KEEP_TAGS, "Okonjo", NULL);
	assert_false(says(&m, "Okonjo"));
	assert_true(says(&m, "/E(one)"));
	done(&m);
}

static void a_tree_that_loops_or_lies_about_pages_is_read_once(void **state)
{
	(void)state;
	made m = { .source = TAGGED(TWO_PARAGRAPHS, "<</K[10 0 R 9 0 R]/RoleMap<</A/B/B/A>>>>",
	           "<</S/A/P 10 0 R/Pg 3 0 R/K[10 0 R 11 0 R 7 7 -1 99]>>", "<</S/P/P 11 0 R/Pg 99 0 R/K[10 0 R 11 0 R 1 <</Type/MCR/Pg 11 0 R/MCID 0>>]>>") };
	handle(&m, KEEP_TAGS, NULL, NULL);
	assert_true(m.ok);
	assert_true(says(&m, "/S/NonStruct/"));
	assert_true(no_check_failed(&m));
	done(&m);
}

static void marked_content_that_never_ends_is_closed(void **state)
{
	(void)state;
	made m = { .source = TAGGED("EMC /P<</MCID 0>>BDC /P<</MCID 1>>BDC BT /F 12 Tf 72 700 Td (One) Tj ET", ROOT(""),
	           "<</S/P/P 9 0 R/Pg 3 0 R/K 0>>", "<</S/P/P 9 0 R/Pg 3 0 R/K 1>>") };
	handle(&m, KEEP_TAGS, NULL, NULL);
	assert_true(m.ok);
	assert_true(no_check_failed(&m));
	done(&m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(elements_are_kept_with_standard_types_and_new_numbers),
		cmocka_unit_test(no_element_is_kept_unless_asked_for),
		cmocka_unit_test(a_description_goes_with_what_it_describes),
		cmocka_unit_test(a_description_of_the_parent_goes_as_well),
		cmocka_unit_test(a_marked_description_goes_alone),
		cmocka_unit_test(a_tree_that_loops_or_lies_about_pages_is_read_once),
		cmocka_unit_test(marked_content_that_never_ends_is_closed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
