/* How paragraphs, letters and tables of a document look, as whoever draws them is told. */
#include "formats/docx/docx.h"
#include "redact/model/json.h"
#include "share/zipout.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define W "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#define TYPE(part, is) "<Override PartName=\"/word/" part ".xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml." is "+xml\"/>"
#define RELS(x) "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">" x "</Relationships>"

#define T(words) "<w:t xml:space=\"preserve\">" words "</w:t>"
#define R(props, words) "<w:r><w:rPr>" props "</w:rPr>" T(words) "</w:r>"
#define P(props, words) "<w:p><w:pPr>" props "</w:pPr>" R("", words) "</w:p>"
#define RUNS(runs) "<w:p>" runs "</w:p>"
#define STYLE(type, id, name, more) "<w:style w:type=\"" type "\" w:styleId=\"" id "\"><w:name w:val=\"" name "\"/>" more "</w:style>"
#define BASED(id) "<w:basedOn w:val=\"" id "\"/>"
#define CELL(props, words) "<w:tc><w:tcPr>" props "</w:tcPr>" P("", words) "</w:tc>"
#define ROW(cells) "<w:tr>" cells "</w:tr>"
#define TABLE(props, rows) "<w:tbl><w:tblPr>" props "</w:tblPr><w:tblGrid/>" rows "</w:tbl>"

static int set_up(void **state) { *state = arena_new(); return 0; }
static int tear_down(void **state) { arena_drop(*state); return 0; }

static bool to_buf(void *arg, const void *bytes, size_t n, err *e)
{
	(void)e;
	buf_add(arg, bytes, n);
	return true;
}

static void put_part(zipout *z, const char *name, str words)
{
	assert_true(zipout_begin(z, str_of(name), words.n, zipout_crc(0, words.p, words.n), NULL));
	assert_true(zipout_write(z, words.p, words.n, NULL));
}

/* A document of these: what stands in its body, its styles and its lists. */
static str docx_of(arena *mem, const char *body, const char *styles, const char *numbering)
{
	buf zip = { 0 };
	zipout z;
	zipout_init(&z, to_buf, &zip, false);
	put_part(&z, "[Content_Types].xml", STR("<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
		"<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
		TYPE("document", "document.main") TYPE("styles", "styles") TYPE("numbering", "numbering") "</Types>"));
	put_part(&z, "_rels/.rels", STR(RELS("<Relationship Id=\"r1\" Type=\"" OFFICE "officeDocument\" Target=\"word/document.xml\"/>")));
	put_part(&z, "word/_rels/document.xml.rels", STR(RELS("<Relationship Id=\"r1\" Type=\"" OFFICE "styles\" Target=\"styles.xml\"/>"
		"<Relationship Id=\"r2\" Type=\"" OFFICE "numbering\" Target=\"numbering.xml\"/>")));
	put_part(&z, "word/document.xml", str_fmt(mem, "<w:document " W "><w:body>%s<w:sectPr/></w:body></w:document>", body));
	put_part(&z, "word/styles.xml", str_fmt(mem, "<w:styles " W ">%s</w:styles>", styles));
	put_part(&z, "word/numbering.xml", str_fmt(mem, "<w:numbering " W ">%s</w:numbering>", numbering));
	assert_true(zipout_finish(&z, NULL));
	zipout_drop(&z);
	str bytes = str_dup(buf_view(&zip), mem);
	buf_free(&zip);
	return bytes;
}

static text read_as(arena *mem, const char *body, const char *styles, const char *numbering, bool looks)
{
	err e = ERR_INIT;
	source *in = arena_alloc(mem, sizeof *in);
	*in = (source){ .name = STR("letter.docx"), .bytes = docx_of(mem, body, styles, numbering) };
	text t = { .mem = mem, .with_looks = looks };
	doc *d = format_docx.open(in, mem, &e);
	if (!d || !format_docx.extract(d, &t, &e))
		fail_msg("%s", e.text);
	format_docx.close(d);
	return t;
}

/* "h2:Words b:Words": looks of the body in order, with the words they are of; \t and \n as they are. Labels go first: "1.1>Words". */
static const char *told(arena *mem, const text *t)
{
	buf out = { 0 };
	const str words = t->units[0].text;
	for (size_t i = 0; i < t->nlabels; i++) {
		str line = str_sub(words, t->labels[i].at, words.n), rest = line;
		str_cut(&rest, '\n', &line);
		buf_fmt(&out, STR_FMT "%s%s>" STR_FMT " ", STR_ARG(t->labels[i].says), t->labels[i].bold ? "*" : "", t->labels[i].italic ? "/" : "", STR_ARG(line));
	}
	for (size_t i = 0; i < t->nlooks; i++) {
		const text_look *l = &t->looks[i];
		if (l->unit != 0)
			continue;
		buf_z(&out, look_kind_name(l->kind));
		if (l->n || l->m)
			buf_fmt(&out, "%u", l->n);
		if (l->kind == LOOK_CELL)
			buf_fmt(&out, "x%u", l->m);
		buf_fmt(&out, ":" STR_FMT " ", STR_ARG(str_sub(words, l->beg, l->end)));
	}
	buf_byte(&out, '\0');
	const char *s = str_dup(buf_view(&out), mem).p;
	buf_free(&out);
	return s;
}

#define LOOKS(name, body, styles, numbering, says) \
	static void name(void **state) \
	{ \
		text t = read_as(*state, body, styles, numbering, true); \
		assert_string_equal(told(*state, &t), says); \
	}

#define LVL(at, format, words, more) "<w:lvl w:ilvl=\"" at "\"><w:start w:val=\"1\"/><w:numFmt w:val=\"" format "\"/><w:lvlText w:val=\"" words "\"/>" more "</w:lvl>"
#define INDENT(left, hanging) "<w:pPr><w:ind w:left=\"" left "\" w:hanging=\"" hanging "\"/></w:pPr>"
#define LIST(levels) "<w:abstractNum w:abstractNumId=\"0\">" levels "</w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>"
#define IN(level) "<w:numPr><w:ilvl w:val=\"" level "\"/><w:numId w:val=\"1\"/></w:numPr>"
#define HEADING1 STYLE("paragraph", "berschrift1", "heading 1", "<w:rPr><w:b/></w:rPr>")

LOOKS(plain_words_look_like_nothing, P("", "Dear Sir"), "", "", "")
LOOKS(own_formatting_is_told, RUNS(R("", "a ") R("<w:b/>", "bold") R("<w:i/><w:u w:val=\"single\"/>", " both")), "", "", "b:bold i: both u: both ")
LOOKS(runs_that_look_alike_are_one_stretch, RUNS(R("<w:b/>", "O") R("<w:b/>", "ko") R("<w:b/>", "njo")), "", "", "b:Okonjo ")
LOOKS(a_switch_may_be_off, RUNS(R("<w:b w:val=\"0\"/>", "a") R("<w:u w:val=\"none\"/>", "b")), "", "", "")
LOOKS(struck_and_raised_letters_are_told, RUNS(R("<w:strike/>", "a") R("<w:vertAlign w:val=\"superscript\"/>", "b") R("<w:vertAlign w:val=\"subscript\"/>", "c")), "", "",
      "s:a sup:\xe2\x80\x8b" "b sub:c ")
LOOKS(capitals_are_told, RUNS(R("<w:caps/>", "a") R("<w:smallCaps/>", "b")), "", "", "caps:a sc:b ")
LOOKS(complex_scripts_have_switches_of_their_own, RUNS(R("<w:b/><w:rtl/>", "a") R("<w:bCs/><w:rtl/>", "b")), "", "", "b:b ")

LOOKS(built_in_headings_are_known_in_every_language, P("<w:pStyle w:val=\"berschrift1\"/>", "Vertrag"), HEADING1, "", "h1:Vertrag b:Vertrag ")
LOOKS(styles_of_any_name_may_be_headings, P("<w:pStyle w:val=\"x\"/>", "Clause"), STYLE("paragraph", "x", "Klausel", "<w:pPr><w:outlineLvl w:val=\"2\"/></w:pPr>"), "", "h3:Clause ")
LOOKS(a_style_is_what_it_builds_on, P("<w:pStyle w:val=\"x\"/>", "Clause"), HEADING1 STYLE("paragraph", "x", "Klausel", BASED("berschrift1")), "", "h1:Clause b:Clause ")
LOOKS(a_paragraph_may_be_a_heading_of_its_own, P("<w:outlineLvl w:val=\"1\"/>", "Facts"), "", "", "h2:Facts ")
LOOKS(body_text_in_a_headings_style_is_none, P("<w:pStyle w:val=\"berschrift1\"/><w:outlineLvl w:val=\"9\"/>", "Facts"), HEADING1, "", "b:Facts ")
LOOKS(styles_in_a_circle_come_to_an_end, P("<w:pStyle w:val=\"x\"/>", "Facts"), STYLE("paragraph", "x", "One", BASED("y")) STYLE("paragraph", "y", "Two", BASED("x") "<w:rPr><w:b/></w:rPr>"), "", "b:Facts ")
LOOKS(titles_and_quotes_are_told, P("<w:pStyle w:val=\"t\"/>", "Will") P("<w:pStyle w:val=\"q\"/>", "I, Ann"), STYLE("paragraph", "t", "Title", "") STYLE("paragraph", "q", "Quote", ""), "",
      "title:Will quote:I, Ann ")
LOOKS(an_empty_heading_is_none, P("<w:outlineLvl w:val=\"1\"/>", ""), "", "", "")

LOOKS(two_styles_that_switch_a_letter_switch_it_back, "<w:p><w:pPr><w:pStyle w:val=\"berschrift1\"/></w:pPr>" R("<w:rStyle w:val=\"s\"/>", "a") R("", "b") "</w:p>",
      HEADING1 STYLE("character", "s", "Strong", "<w:rPr><w:b/></w:rPr>"), "", "h1:ab b:b ")
LOOKS(own_formatting_sets_and_does_not_switch, "<w:p><w:pPr><w:pStyle w:val=\"berschrift1\"/></w:pPr>" R("<w:b/>", "a") R("<w:b w:val=\"false\"/>", "b") "</w:p>", HEADING1, "", "h1:ab b:a ")
LOOKS(defaults_switch_letters_on, P("", "a"), "<w:docDefaults><w:rPrDefault><w:rPr><w:i/></w:rPr></w:rPrDefault></w:docDefaults>", "", "i:a ")
LOOKS(paragraphs_without_a_style_have_the_default_one, P("", "a"), "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"n\"><w:name w:val=\"Normal\"/><w:rPr><w:u w:val=\"single\"/></w:rPr></w:style>", "", "u:a ")

LOOKS(places_on_the_page_are_told, P("<w:jc w:val=\"center\"/>", "a") P("<w:jc w:val=\"right\"/>", "b") P("<w:bidi/>", "c"), "", "", "centred:a end:b rtl:c ")
LOOKS(indents_are_points, P("<w:ind w:left=\"720\" w:hanging=\"360\"/>", "a") P("<w:ind w:firstLine=\"720\"/>", "b") P("<w:ind w:start=\"1in\"/>", "c"), "", "", "indent36:a hanging18:a first36:b indent72:c ")
LOOKS(pages_begin, P("<w:pageBreakBefore/>", "a") "<w:p><w:r><w:br w:type=\"page\"/></w:r><w:r>" T("b") "</w:r></w:p>", "", "", "page:a p:\nb page: ")
LOOKS(paragraphs_of_lines_are_one, "<w:p><w:r>" T("a") "<w:br/>" T("b") "</w:r></w:p>", "", "", "p:a\nb ")
LOOKS(sizes_are_of_the_usual_one, RUNS(R("<w:sz w:val=\"24\"/>", "most of it") R("<w:sz w:val=\"36\"/>", "big") R("<w:sz w:val=\"26\"/>", "same") R("<w:sz w:val=\"16\"/>", "less")), "", "", "size150:big size66:less ")

LOOKS(labels_that_say_no_words_are_told, P(IN("0"), "a") P(IN("1"), "b") P(IN("1"), "c"), "", LIST(LVL("0", "decimal", "%1.", "") LVL("1", "lowerLetter", "(%2)", "<w:rPr><w:b/></w:rPr>")),
      "1.>a (a)*>b (b)*>c ")
LOOKS(bullets_of_fonts_of_pictures_are_dots, P(IN("0"), "a"), "", LIST(LVL("0", "bullet", "\xef\x82\xb7", "<w:rPr><w:rFonts w:ascii=\"Symbol\"/></w:rPr>")), "\xe2\x80\xa2>a ")
LOOKS(lists_indent_their_paragraphs, P(IN("0"), "a"), "", LIST(LVL("0", "decimal", "%1.", INDENT("720", "360"))), "1.>a indent36:a hanging18:a ")
LOOKS(a_style_is_nearer_than_its_list, P("<w:pStyle w:val=\"x\"/>", "a"), STYLE("paragraph", "x", "Clause", "<w:pPr>" IN("0") "<w:ind w:left=\"1440\"/></w:pPr>"), LIST(LVL("0", "decimal", "%1.", INDENT("720", "360"))),
      "1.>a indent72:a hanging18:a ")
LOOKS(a_list_is_nearer_than_what_its_style_builds_on, P("<w:pStyle w:val=\"x\"/>", "a"), STYLE("paragraph", "y", "Base", "<w:pPr><w:ind w:left=\"1440\"/></w:pPr>") STYLE("paragraph", "x", "Clause", BASED("y") "<w:pPr>" IN("0") "</w:pPr>"),
      LIST(LVL("0", "decimal", "%1.", INDENT("720", "360"))), "1.>a indent36:a hanging18:a ")
LOOKS(an_empty_paragraph_of_a_list_has_its_label, P(IN("0"), "") P(IN("0"), "b"), "", LIST(LVL("0", "decimal", "%1.", "")), "1.> 2.>b ")

LOOKS(tables_have_rows_and_cells, TABLE("", ROW(CELL("", "a") CELL("", "b"))), "", "", "table:a\tb\n row:a\tb\n cell1x1:a\t cell1x1:b\n ")
LOOKS(cells_take_columns_and_rows, TABLE("", ROW(CELL("<w:gridSpan w:val=\"2\"/>", "a")) ROW(CELL("<w:vMerge w:val=\"restart\"/>", "b") CELL("", "c")) ROW(CELL("<w:vMerge/>", "") CELL("", "d"))), "", "",
      "table:a\nb\tc\n\td\n row:a\n cell2x1:a\n row:b\tc\n cell1x2:b\t cell1x1:c\n row:\td\n cell1x0:\t cell1x1:d\n ")
LOOKS(a_merged_cell_with_words_is_shown, TABLE("", ROW(CELL("<w:vMerge w:val=\"restart\"/>", "a")) ROW(CELL("<w:vMerge/>", "b"))), "", "", "table:a\nb\n row:a\n cell1x1:a\n row:b\n cell1x1:b\n ")
LOOKS(names_of_columns_are_told, TABLE("<w:tblBorders><w:top w:val=\"single\"/></w:tblBorders>", "<w:tr><w:trPr><w:tblHeader/></w:trPr>" CELL("", "Name") "</w:tr>" ROW(CELL("", "Ann"))), "", "",
      "table1:Name\nAnn\n row1:Name\n cell1x1:Name\n row:Ann\n cell1x1:Ann\n ")
LOOKS(a_tables_style_sets_rows_apart, TABLE("<w:tblStyle w:val=\"g\"/><w:tblLook w:val=\"0020\"/>", ROW(CELL("", "a")) ROW(CELL("", "b"))),
      STYLE("table", "g", "Grid", "<w:tblStylePr w:type=\"firstRow\"><w:rPr><w:b/></w:rPr></w:tblStylePr>"), "", "table:a\nb\n row1:a\n cell1x1:a\n b:a row:b\n cell1x1:b\n ")
LOOKS(tables_lie_in_cells, TABLE("", ROW("<w:tc>" TABLE("", ROW(CELL("", "in"))) P("", "out") "</w:tc>")), "", "", "table:in\nout\n row:in\nout\n cell1x1:in\nout\n table:in\n row:in\n cell1x1:in\n ")
LOOKS(free_columns_are_told, TABLE("", "<w:tr><w:trPr><w:gridBefore w:val=\"2\"/></w:trPr>" CELL("", "a") "</w:tr>"), "", "", "table:a\n row0:a\n cell1x1:a\n ")

static void nobody_pays_who_does_not_ask(void **state)
{
	text t = read_as(*state, RUNS(R("<w:b/>", "bold")) P(IN("0"), "a"), "", LIST(LVL("0", "decimal", "%1.", "")), false);
	assert_int_equal(t.nlooks, 0);
	assert_int_equal(t.nlabels, 0);
}

static void looks_do_not_change_the_words(void **state)
{
	const char *body = TABLE("", ROW(CELL("", "a") CELL("", "b"))) RUNS(R("<w:b/>", "bold")) P(IN("0"), "c"), *list = LIST(LVL("0", "decimal", "%1.", ""));
	text with = read_as(*state, body, "", list, true), without = read_as(*state, body, "", list, false);
	assert_int_equal(with.n, without.n);
	for (size_t i = 0; i < with.n; i++)
		assert_true(str_eq(with.units[i].text, without.units[i].text));
	assert_int_equal(with.nshown, without.nshown);
}

static void looks_go_along_with_a_text(void **state)
{
	text t = read_as(*state, TABLE("", ROW(CELL("<w:gridSpan w:val=\"2\"/>", "a"))) P(IN("0"), "c"), "", LIST(LVL("0", "decimal", "%1.", "<w:rPr><w:b/><w:i/></w:rPr>")), true);
	text back = { .mem = *state };
	json_t *o = text_json(&t, false);
	assert_true(text_of_json(o, &back, NULL));
	json_decref(o);
	assert_string_equal(told(*state, &back), told(*state, &t));
}

static void a_look_outside_of_its_unit_is_refused(void **state)
{
	text t = read_as(*state, RUNS(R("<w:b/>", "bold")), "", "", true), back = { .mem = *state };
	err e = ERR_INIT;
	t.looks[0].end = 70;
	json_t *o = text_json(&t, false);
	assert_false(text_of_json(o, &back, &e));
	json_decref(o);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(plain_words_look_like_nothing), TEST(own_formatting_is_told), TEST(runs_that_look_alike_are_one_stretch), TEST(a_switch_may_be_off),
		TEST(struck_and_raised_letters_are_told), TEST(capitals_are_told), TEST(complex_scripts_have_switches_of_their_own),
		TEST(built_in_headings_are_known_in_every_language), TEST(styles_of_any_name_may_be_headings), TEST(a_style_is_what_it_builds_on),
		TEST(a_paragraph_may_be_a_heading_of_its_own), TEST(body_text_in_a_headings_style_is_none), TEST(styles_in_a_circle_come_to_an_end),
		TEST(titles_and_quotes_are_told), TEST(an_empty_heading_is_none), TEST(two_styles_that_switch_a_letter_switch_it_back),
		TEST(own_formatting_sets_and_does_not_switch), TEST(defaults_switch_letters_on), TEST(paragraphs_without_a_style_have_the_default_one),
		TEST(places_on_the_page_are_told), TEST(indents_are_points), TEST(pages_begin), TEST(paragraphs_of_lines_are_one),
		TEST(sizes_are_of_the_usual_one), TEST(labels_that_say_no_words_are_told), TEST(bullets_of_fonts_of_pictures_are_dots),
		TEST(lists_indent_their_paragraphs), TEST(a_style_is_nearer_than_its_list), TEST(a_list_is_nearer_than_what_its_style_builds_on),
		TEST(an_empty_paragraph_of_a_list_has_its_label), TEST(tables_have_rows_and_cells), TEST(cells_take_columns_and_rows),
		TEST(a_merged_cell_with_words_is_shown), TEST(names_of_columns_are_told), TEST(a_tables_style_sets_rows_apart), TEST(tables_lie_in_cells),
		TEST(free_columns_are_told), TEST(nobody_pays_who_does_not_ask), TEST(looks_do_not_change_the_words), TEST(looks_go_along_with_a_text),
		TEST(a_look_outside_of_its_unit_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
