/* The numbers that lists show, as a word processor counts them. */
#include "formats/docx/text/labels.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#define W "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
#define LVL(at, more) "<w:lvl w:ilvl=\"" at "\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/>" more "<w:lvlText w:val=\"No. %1.%2\"/></w:lvl>"
#define NUM(id, of, more) "<w:num w:numId=\"" id "\"><w:abstractNumId w:val=\"" of "\"/>" more "</w:num>"
#define LIST(id, more) "<w:abstractNum w:abstractNumId=\"" id "\">" more "</w:abstractNum>"
#define TWO_LEVELS(more) LVL("0", "") LVL("1", more)
#define ANEW "<w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"1\"/></w:lvlOverride>"

static int set_up(void **state) { *state = arena_new(); return 0; }
static int tear_down(void **state) { arena_drop(*state); return 0; }

static xnode *tree(const char *xml, arena *mem)
{
	xml_tree t;
	assert_true(xml_parse_bytes(str_of(xml), docx_spaces, mem, &t, NULL));
	return t.root;
}

static void add_values(const xnode *n, buf *pieces, uint32_t *at)
{
	xattr *a = xml_is(n, NS_W, "lvlText") ? xml_attr(n, NS_W, "val") : NULL;
	if (a) {
		const piece one = { .beg = *at, .end = *at + (uint32_t)a->value.n, .kind = PIECE_VALUE, .attr = a };
		buf_add(pieces, &one, sizeof one);
		*at = one.end + 1;
	}
	for (const xnode *c = n->child; c; c = c->next)
		add_values(c, pieces, at);
}

/* What is said of the second number of every paragraph's label, or with 1 of the first: paragraphs are pairs
 * of list and level, "10 11 20". */
static str said(arena *mem, const char *numbering, const char *styles, const char *paragraphs, int which)
{
	docx d = { .mem = mem };
	story lists = { .name = STR("word/numbering.xml"), .root = tree(numbering, mem) }, *all[] = { &lists };
	story looks = { .root = styles ? tree(styles, mem) : NULL };
	uint32_t at = 0;
	buf out = { 0 };
	add_values(lists.root, &lists.map, &at);
	lists.pieces = (const piece *)(const void *)lists.map.p;
	lists.npieces = lists.map.n / sizeof *lists.pieces;
	d.stories = all;
	d.nstories = 1;
	d.style_story = styles ? &looks : NULL;
	labels *l = labels_new(&d);
	text t = { .mem = mem };
	text_add(&t, UNIT_BODY, STR("word/document.xml"));
	text_add(&t, UNIT_STRUCTURE, lists.name);
	for (uint32_t i = 0; paragraphs[3 * i]; i++) {
		str one = str_fmt(mem, "<w:p " W "><w:pPr><w:numPr><w:ilvl w:val=\"%c\"/><w:numId w:val=\"%c\"/></w:numPr></w:pPr></w:p>",
		                  paragraphs[3 * i + 1], paragraphs[3 * i]);
		labels_paragraph(l, tree(one.p, mem), 0, i, NULL);
		if (!paragraphs[3 * i + 2])
			break;
	}
	labels_finish(l, &lists, 1, &t);
	for (size_t i = 0, k = 0; i < t.nshown; i++) {
		if (i && t.shown[i].at != t.shown[i - 1].at)
			k = 0;
		if (t.shown[i].says.n && (int)++k == which) {
			buf_str(&out, t.shown[i].says);
			buf_byte(&out, ' ');
		}
	}
	str s = str_dup(buf_view(&out), mem);
	buf_free(&out);
	buf_free(&lists.map);
	return s;
}

#define NUMBERING(x) "<w:numbering " W ">" x "</w:numbering>"
#define assert_says(is, should) assert_string_equal((is).p, should)

static void lists_of_one_definition_count_together(void **state)
{
	assert_says(said(*state, NUMBERING(LIST("0", TWO_LEVELS("")) NUM("1", "0", "") NUM("2", "0", "")), NULL, "10 20 10", 1), "1 2 3 ");
}

static void lists_of_two_definitions_do_not(void **state)
{
	assert_says(said(*state, NUMBERING(LIST("0", TWO_LEVELS("")) LIST("1", TWO_LEVELS("")) NUM("1", "0", "") NUM("2", "1", "")), NULL, "10 20 10", 1), "1 1 2 ");
}

static void a_start_of_its_own_begins_a_list_anew_once(void **state)
{
	assert_says(said(*state, NUMBERING(LIST("0", TWO_LEVELS("")) NUM("1", "0", "") NUM("2", "0", ANEW)), NULL, "10 10 20 20 10", 1), "1 2 1 2 3 ");
}

static void a_deeper_level_begins_anew_behind_a_higher_one(void **state)
{
	assert_says(said(*state, NUMBERING(LIST("0", TWO_LEVELS("")) NUM("1", "0", "")), NULL, "10 11 11 10 11", 2), "1 1 2 1 1 ");
}

static void a_level_may_count_on_behind_a_higher_one(void **state)
{
	assert_says(said(*state, NUMBERING(LIST("0", TWO_LEVELS("<w:lvlRestart w:val=\"0\"/>")) NUM("1", "0", "")), NULL, "10 11 11 10 11", 2), "1 1 2 2 3 ");
}

static void the_levels_of_a_style_are_those_of_its_list(void **state)
{
	assert_says(said(*state, NUMBERING(LIST("0", "<w:numStyleLink w:val=\"S\"/>") LIST("1", "<w:styleLink w:val=\"S\"/>" TWO_LEVELS(""))
	                 NUM("1", "0", "") NUM("2", "1", "")),
	                 "<w:styles " W "><w:style w:type=\"numbering\" w:styleId=\"S\"><w:pPr><w:numPr><w:numId w:val=\"2\"/></w:numPr></w:pPr></w:style></w:styles>",
	                 "10 10", 1), "1 2 ");
}

static void a_style_that_leads_back_to_itself_has_no_levels(void **state)
{
	assert_says(said(*state, NUMBERING(LIST("0", "<w:numStyleLink w:val=\"S\"/>") NUM("1", "0", "")),
	                 "<w:styles " W "><w:style w:type=\"numbering\" w:styleId=\"S\"><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style></w:styles>",
	                 "10", 1), "");
}

#define WITH_MEMORY(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_MEMORY(lists_of_one_definition_count_together),
		WITH_MEMORY(lists_of_two_definitions_do_not),
		WITH_MEMORY(a_start_of_its_own_begins_a_list_anew_once),
		WITH_MEMORY(a_deeper_level_begins_anew_behind_a_higher_one),
		WITH_MEMORY(a_level_may_count_on_behind_a_higher_one),
		WITH_MEMORY(the_levels_of_a_style_are_those_of_its_list),
		WITH_MEMORY(a_style_that_leads_back_to_itself_has_no_levels),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
