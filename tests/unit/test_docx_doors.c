/* The doors: XML in and out, packages in and out. */
#include "formats/lib/xml.h"
#include "formats/docx/vocab/vocab.h"
#include "tests/unit/docx_kit.h"

static const xml_space spaces[] = {
	{ 1, "xml", "http://www.w3.org/XML/1998/namespace" }, { 2, "a", "urn:a" }, { 2, "a", "urn:a-strict" },
	{ 3, "b", "urn:b" }, { 0, NULL, NULL },
};

static bool parse(const char *xml, arena *mem, xml_tree *t, err *e)
{
	return xml_parse_bytes(str_of(xml), spaces, mem, t, e);
}

static void written(const char *xml, const char *want)
{
	arena *mem = arena_new();
	xml_tree t;
	err e = ERR_INIT;
	buf out = { 0 };
	if (!parse(xml, mem, &t, &e))
		fail_msg("%s", e.text);
	xml_write(t.root, spaces, &out);
	const char *body = strchr(out.p, '\n') + 1;
	assert_string_equal(body, want);
	buf_free(&out);
	arena_drop(mem);
}

static void dialects_are_written_as_one(void **state)
{
	(void)state;
	written("<q:r xmlns:q='urn:a-strict'><q:x q:y='1'/></q:r>", "<a:r xmlns:a=\"urn:a\"><a:x a:y=\"1\"/></a:r>");
}

static void only_used_prefixes_are_declared(void **state)
{
	(void)state;
	written("<a:r xmlns:a='urn:a' xmlns:b='urn:b' xmlns:z='urn:z'/>", "<a:r xmlns:a=\"urn:a\"/>");
}

static void text_and_values_are_escaped(void **state)
{
	(void)state;
	written("<a:r xmlns:a='urn:a' k='&lt;&amp;&quot;&#10;&#9;'>&lt;&amp;&gt;\"&#13;</a:r>",
	        "<a:r xmlns:a=\"urn:a\" k=\"&lt;&amp;&quot;&#10;&#9;\">&lt;&amp;&gt;\"&#13;</a:r>");
}

static void cdata_becomes_text(void **state)
{
	(void)state;
	written("<a:r xmlns:a='urn:a'>x<![CDATA[<y>&]]>z</a:r>", "<a:r xmlns:a=\"urn:a\">x&lt;y&gt;&amp;z</a:r>");
}

static void comments_and_instructions_are_asides(void **state)
{
	arena *mem = arena_new();
	xml_tree t;
	err e = ERR_INIT;
	(void)state;
	assert_true(parse("<!--one--><r>a<!--two-->b<?go three?></r>", mem, &t, &e));
	assert_non_null(strstr(t.asides.p, "one"));
	assert_non_null(strstr(t.asides.p, "two"));
	assert_non_null(strstr(t.asides.p, "three"));
	assert_true(str_is(t.root->child->text, "ab"));
	arena_drop(mem);
}

static void refused(const char *xml, err_kind kind)
{
	arena *mem = arena_new();
	xml_tree t;
	err e = ERR_INIT;
	assert_false(parse(xml, mem, &t, &e));
	assert_int_equal(e.kind, kind);
	arena_drop(mem);
}

static void document_types_are_refused(void **state)
{
	(void)state;
	refused("<!DOCTYPE r><r/>", ERR_REFUSED);
	refused("<!DOCTYPE r SYSTEM 'file:///etc/passwd'><r/>", ERR_REFUSED);
	refused("<!DOCTYPE r [<!ENTITY x 'y'>]><r>&x;</r>", ERR_REFUSED);
}

static void broken_xml_is_an_input_error(void **state)
{
	(void)state;
	refused("<r>", ERR_INPUT);
	refused("<r>&nope;</r>", ERR_INPUT);
	refused("<r/><r/>", ERR_INPUT);
	refused("", ERR_INPUT);
}

static void depth_has_a_limit_on_both_sides(void **state)
{
	buf b = { 0 };
	(void)state;
	for (int extra = 0; extra < 2; extra++) {
		arena *mem = arena_new();
		xml_tree t;
		err e = ERR_INIT;
		buf_clear(&b);
		for (int i = 0; i < XML_DEPTH + extra; i++)
			buf_z(&b, "<r>");
		for (int i = 0; i < XML_DEPTH + extra; i++)
			buf_z(&b, "</r>");
		assert_true(xml_parse_bytes(buf_view(&b), spaces, mem, &t, &e) == !extra);
		arena_drop(mem);
	}
	buf_free(&b);
}

static void a_text_of_twenty_megabytes_is_read(void **state)
{
	arena *mem = arena_new();
	xml_tree t;
	err e = ERR_INIT;
	buf b = { 0 };
	size_t n = 20u << 20;
	char *fill = arena_alloc(mem, n);
	(void)state;
	memset(fill, 'x', n);
	buf_z(&b, "<r>");
	buf_add(&b, fill, n);
	buf_z(&b, "</r>");
	assert_true(xml_parse_bytes(buf_view(&b), spaces, mem, &t, &e));
	assert_int_equal(t.root->child->text.n, n);
	buf_free(&b);
	arena_drop(mem);
}

static void a_removed_child_leaves_its_siblings(void **state)
{
	arena *mem = arena_new();
	xml_tree t;
	err e = ERR_INIT;
	(void)state;
	assert_true(parse("<r><x/><y/><z/></r>", mem, &t, &e));
	xml_remove(t.root->last);
	assert_true(str_is(t.root->last->text, "y"));
	xml_remove(t.root->child);
	assert_ptr_equal(t.root->child, t.root->last);
	xml_append(t.root, xml_element(mem, 0, STR("w")));
	assert_true(str_is(t.root->child->next->text, "w"));
	arena_drop(mem);
}

/* ---- the allow-list ---- */

static void values_must_fit_their_kind(void **state)
{
	(void)state;
	assert_true(vocab_value_fits(VALUE_TOKEN, STR("center")));
	assert_true(vocab_value_fits(VALUE_TOKEN, STR("-12240")));
	assert_true(vocab_value_fits(VALUE_TOKEN, STR("FF0000")));
	assert_false(vocab_value_fits(VALUE_TOKEN, STR("078051120")));
	assert_false(vocab_value_fits(VALUE_TOKEN, STR("Ada Okonjo")));
	assert_false(vocab_value_fits(VALUE_RECORD, STR("width:078051120pt")));
	assert_false(vocab_value_fits(VALUE_RECORD, STR("url('x')")));
	assert_false(vocab_value_fits(VALUE_CHAR, STR("words")));
}

static void every_row_of_the_table_is_found(void **state)
{
	arena *mem = arena_new();
	vocab *v = vocab_new(mem);
	(void)state;
	assert_non_null(vocab_element(v, NS_W, STR("p")));
	assert_non_null(vocab_element(v, NS_W, STR("cachedColBalance")));
	assert_non_null(vocab_element(v, NS_A, STR("srgbClr")));
	assert_null(vocab_element(v, NS_W, STR("docVar")));
	assert_null(vocab_element(v, NS_NONE, STR("p")));
	assert_null(vocab_element(v, NS_W, STR("")));
	arena_drop(mem);
}

#define T(f) cmocka_unit_test(f)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(dialects_are_written_as_one), T(only_used_prefixes_are_declared),
		T(text_and_values_are_escaped), T(cdata_becomes_text),
		T(comments_and_instructions_are_asides), T(document_types_are_refused),
		T(broken_xml_is_an_input_error), T(depth_has_a_limit_on_both_sides),
		T(a_text_of_twenty_megabytes_is_read), T(a_removed_child_leaves_its_siblings),
		T(values_must_fit_their_kind), T(every_row_of_the_table_is_found),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
