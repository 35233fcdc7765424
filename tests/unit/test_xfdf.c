/* Marks of other programs: read, placed, printed. */
#include "formats/lib/when.h"
#include "formats/xfdf/xfdf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <string.h>

static int set_up(void **state) { *state = arena_new(); return 0; }
static int tear_down(void **state) { arena_drop(*state); return 0; }

static bool read_it(arena *mem, const char *annots, plan *out, proof *report, err *e)
{
	str file = str_fmt(mem, "<?xml version=\"1.0\" encoding=\"UTF-8\"?><xfdf xmlns=\"http://ns.adobe.com/xfdf/\" xml:space=\"preserve\">"
	                        "<annots>%s</annots><f href=\"C:\\letters\\Ames%%20two.pdf\"/><ids original=\"AA\" modified=\"BB\"/></xfdf>", annots);
	*report = (proof){ .mem = mem };
	return xfdf_read(file, mem, out, report, e);
}

static plan read_ok(arena *mem, const char *annots)
{
	plan p;
	proof report;
	err e = ERR_INIT;
	if (!read_it(mem, annots, &p, &report, &e))
		fail_msg("%s", e.text);
	return p;
}

static bool is_box(const mark *m, float x0, float y0, float x1, float y1)
{
	const rect r = m->boxes[0];
	return fabsf(r.x0 - x0) < 0.01f && fabsf(r.y0 - y0) < 0.01f && fabsf(r.x1 - x1) < 0.01f && fabsf(r.y1 - y1) < 0.01f;
}

static void what_acrobat_writes_is_read(void **state)
{
	plan p = read_ok(*state, "<redact color=\"#FF0000\" creationdate=\"D:20261122173000+01'00'\" flags=\"print\" date=\"D:20261122190000+01'00'\" interior-color=\"#000000\" "
		"name=\"3f0e\" page=\"2\" coords=\"72,712,300,712,72,700,300,700,72,698,120,698,72,686,120,686\" rect=\"70,684,302,714\" subject=\"Redact\" title=\"J. Ruiz\" "
		"overlay-text=\"AC\" justification=\"centered\"><contents-richtext><body xmlns=\"http://www.w3.org/1999/xhtml\"><p>rich</p></body></contents-richtext>"
		"<contents>ask her</contents><popup flags=\"print\" open=\"no\" page=\"2\" rect=\"0,0,1,1\"/></redact>");
	assert_int_equal(p.n, 2);
	assert_true(str_is(p.source, "C:/letters/Ames two.pdf"));
	const mark *m = &p.marks[0];
	assert_true(m->kind == MARK_BOX && m->page == 3 && m->state == MARK_ACCEPTED);
	assert_true(is_box(m, 72, 700, 300, 712) && is_box(&p.marks[1], 72, 686, 120, 698));
	assert_true(str_is(m->by, "J. Ruiz") && str_is(m->at, "2026-11-22T18:00:00Z") && str_is(m->code, "AC") && str_is(m->note, "ask her"));
}

static void other_spellings_are_read(void **state)
{
	plan p = read_ok(*state, "<Redact Page=\"0\" rect=\"10.5 20 30 40\"/><redact page=\"1\" coords=\"1;9;5;9;1;7;5;7\" rect=\"0,0,9,9\"><OverlayText>B</OverlayText></redact>"
		"<redact page='0' quadpoints=' 1 9, 5 9, 1 7, 5 7 ' date='2026-11-22T19:00:00+01:00'/><redact page='0' coords='' rect='1,2,3,4'/><redact page='0' coords='5,5,5,5,5,5,5,5' rect='1,2,3,4'/>");
	assert_int_equal(p.n, 5);
	assert_true(is_box(&p.marks[0], 10.5f, 20, 30, 40) && is_box(&p.marks[1], 1, 7, 5, 9) && is_box(&p.marks[2], 1, 7, 5, 9));
	assert_true(str_is(p.marks[1].code, "B") && str_is(p.marks[0].code, "REDACTED") && str_is(p.marks[2].at, "2026-11-22T18:00:00Z"));
	assert_true(is_box(&p.marks[3], 1, 2, 3, 4) && is_box(&p.marks[4], 1, 2, 3, 4));
}

static void kinds_that_are_no_redactions_are_told_and_passed_over(void **state)
{
	plan p;
	proof report;
	err e = ERR_INIT;
	assert_true(read_it(*state, "<highlight page=\"0\" rect=\"1,2,3,4\"/><text page=\"0\"/><redact page=\"0\" rect=\"1,2,3,4\"/>", &p, &report, &e));
	assert_int_equal(p.n, 1);
	assert_int_equal(report.nnotes, 1);
	assert_true(str_starts(report.notes[0], "2 annotations"));
}

static void the_words_under_a_mark_are_no_note(void **state)
{
	plan p = read_ok(*state, "<redact page='0' rect='56.8,654,516,699' coords='74.8,698.79,516.43,698.79,74.8,674.74,516.43,674.74,56.8,678,289.5,678,56.8,654,289.5,654' width='1.5'>"
		"<trn-custom-data bytes='{&quot;trn-redaction-type&quot;:&quot;text&quot;,&quot;trn-annot-preview&quot;:&quot;536-90-4399\\nand&quot;}'/><contents>536-90-4399\nand</contents></redact>"
		"<redact page='0' rect='1,2,3,4'><contents>ask her</contents><trn-custom-data bytes='{&quot;trn-annot-preview&quot;:&quot;536-90-4399&quot;}'/></redact>"
		"<redact page='0' rect='1,2,3,4'><contents>ask him</contents><trn-custom-data bytes='{'/></redact>");
	assert_int_equal(p.n, 4);
	assert_true(str_is(p.marks[0].note, "") && str_is(p.marks[1].note, ""));
	assert_true(str_is(p.marks[2].note, "ask her") && str_is(p.marks[3].note, "ask him"));
}

static void a_comment_in_rich_text_alone_is_read(void **state)
{
	plan p = read_ok(*state, "<redact page='0' rect='1,2,3,4'><contents-richtext><body xmlns='http://www.w3.org/1999/xhtml'><p><span style='color:red'>ask</span> her</p><p>today</p></body></contents-richtext></redact>");
	assert_true(str_is(p.marks[0].note, "ask her\ntoday"));
}

/* Bytes of UTF-8 below U+0080 as UTF-16, with its mark. */
static str wide(arena *mem, const char *words)
{
	size_t n = strlen(words);
	char *out = arena_alloc(mem, 2 * n + 2);
	memcpy(out, "\xff\xfe", 2);
	for (size_t i = 0; i < n; i++)
		out[2 * i + 2] = words[i];
	return (str){ out, 2 * n + 2 };
}

static void prefixes_fields_replies_and_utf_16_are_read(void **state)
{
	plan p;
	proof report = { .mem = *state };
	err e = ERR_INIT;
	str file = wide(*state, "<?xml version=\"1.0\" encoding=\"UTF-16\"?><x:xfdf xmlns:x=\"http://ns.adobe.com/xfdf/\"><x:f href=\"file:///C:/a%20b.pdf\"/><x:fields><x:field name=\"redact\"><x:value>1</x:value>"
		"</x:field></x:fields><x:annots><x:redact name=\"1\" page=\"0\" rect=\"1,2,3,4\" title=\"R &amp; D\"><x:popup page=\"0\" rect=\"9,9,10,10\"/></x:redact>"
		"<x:text inreplyto=\"1\" state=\"Rejected\" statemodel=\"Review\" page=\"0\" rect=\"1,2,3,4\"/><x:highlight page=\"0\" coords=\"1,4,3,4,1,2,3,2\" rect=\"1,2,3,4\"/></x:annots></x:xfdf>");
	assert_true(xfdf_read(file, *state, &p, &report, &e));
	assert_int_equal(p.n, 1);
	assert_true(is_box(&p.marks[0], 1, 2, 3, 4) && str_is(p.marks[0].by, "R & D") && xfdf_names(p.source, STR("a b.pdf")));
	assert_true(report.nnotes == 1 && str_starts(report.notes[0], "2 annotations"));
}

static void corners_come_in_any_order(void **state)
{
	plan p = read_ok(*state, "<redact page='0' coords='1,2,5,2,5,9,1,9'/><redact page='0' coords='1,9,5,9,1,2,5,2'/><redact page='0' coords='5,9,5,2,1,9,1,2'/>");
	assert_int_equal(p.n, 3);
	for (size_t i = 0; i < p.n; i++)
		assert_true(is_box(&p.marks[i], 1, 2, 5, 9));
}

static void a_redaction_without_a_place_is_no_input(void **state)
{
	const char *const wrong[] = {
		"<redact rect=\"1,2,3,4\"/>", "<redact page=\"-1\" rect=\"1,2,3,4\"/>", "<redact page=\"1.5\" rect=\"1,2,3,4\"/>", "<redact page=\"0\"/>",
		"<redact page=\"0\" rect=\"1,2,1,4\"/>", "<redact page=\"0\" rect=\"1,2,3\"/>", "<redact page=\"0\" rect=\"1,2,3,nan\"/>",
		"<redact page=\"0\" coords=\"a\" rect=\"1,2,3,4\"/>", "<redact page=\"0\" rect=\"1,2,3,1e30\"/>", "<redact page=\"x\" rect=\"1,2,3,4\"/>",
	};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		plan p;
		proof report;
		err e = ERR_INIT;
		assert_false(read_it(*state, wrong[i], &p, &report, &e));
		assert_int_equal(e.kind, ERR_INPUT);
	}
}

static void entities_and_other_files_are_refused(void **state)
{
	const char *const wrong[] = {
		"<!DOCTYPE xfdf [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><xfdf>&b;</xfdf>", "<!DOCTYPE xfdf SYSTEM \"http://127.0.0.1/x.dtd\"><xfdf/>",
		"<html/>", "%FDF-1.2\n1 0 obj<</FDF<<>>>>", "", "<xfdf",
	};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		plan p;
		proof report = { .mem = *state };
		err e = ERR_INIT;
		assert_false(xfdf_read(str_of(wrong[i]), *state, &p, &report, &e));
		assert_true(e.kind == ERR_INPUT || e.kind == ERR_REFUSED);
	}
}

static void control_characters_and_long_codes_are_tamed(void **state)
{
	plan p = read_ok(*state, "<redact page='0' rect='1,2,3,4' title='a&#10;b' overlay-text='x&#9;y&#127;zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz'/>");
	assert_true(str_is(p.marks[0].by, "a b"));
	assert_true(str_starts(p.marks[0].code, "x y z") && p.marks[0].code.n <= 80);
}

static void dates_of_pdf_become_utc(void **state)
{
	static const struct { const char *from, *to; } all[] = {
		{ "D:20261122180000Z", "2026-11-22T18:00:00Z" }, { "D:20261122180000-05'30'", "2026-11-22T23:30:00Z" }, { "D:2026", "2026-01-01T00:00:00Z" },
		{ "20261122180000Z00'00'", "2026-11-22T18:00:00Z" }, { "2026-11-22T18:00:00.123Z", "2026-11-22T18:00:00Z" }, { "D:202611", "2026-11-01T00:00:00Z" },
		{ "yesterday", "" }, { "", "" }, { "D:20269922", "" },
	};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		assert_true(str_is(when_of_pdf(str_of(all[i].from), *state), all[i].to));
}

/* ---- placed --------------------------------------------------------------------------------------- */

/* A page of 450 x 600 points, cropped at (50, 100) and turned by 90 degrees: user space to points. */
static const sheet turned = { 600, 450, { 0, 1, 1, 0, -100, -50 } };

static mark *add_box(plan *p, mark_state state, rect box)
{
	mark *m = plan_add(p);
	*m = (mark){ .kind = MARK_BOX, .page = 1, .state = state, .nboxes = 1, .by = STR("rule"), .at = STR("0"), .code = STR("SSN") };
	m->boxes = arena_array(p->mem, rect, 1);
	m->boxes[0] = box;
	return m;
}

static void marks_are_placed_where_a_reader_sees_them(void **state)
{
	plan marks = read_ok(*state, "<redact page='0' rect='100,500,168,518' title='J. Ruiz'/><redact page='1' rect='1,2,3,4'/><redact page='0' rect='0,0,40,90'/><redact page='0' rect='40,90,60,110'/>");
	plan p = { .mem = *state };
	xfdf_sum sum = { 0 };
	xfdf_place(&p, &marks, &turned, 1, STR("A. Chen"), STR("now"), &sum);
	assert_int_equal(sum.added, 2);
	assert_int_equal(sum.outside, 2);
	assert_true(is_box(&p.marks[0], 400, 50, 418, 118));
	assert_true(str_is(p.marks[0].by, "J. Ruiz") && str_is(p.marks[0].at, "now") && p.marks[0].id == 1);
	/* What hangs over the edge is cut there. */
	assert_true(is_box(&p.marks[1], 0, 0, 10, 10) && str_is(p.marks[1].by, "A. Chen"));
}

static void a_mark_at_the_same_place_is_accepted_instead(void **state)
{
	plan marks = read_ok(*state, "<redact page='0' coords='100,518,168,518,100,500,168,500' title='J. Ruiz'/><redact page='0' rect='200,500,268,518' title='J. Ruiz'/>");
	plan p = { .mem = *state };
	add_box(&p, MARK_PROPOSED, (rect){ 400, 50, 418, 118 });
	add_box(&p, MARK_ACCEPTED, (rect){ 400, 150, 418, 218 });
	plan_number(&p);
	xfdf_sum sum = { 0 };
	xfdf_place(&p, &marks, &turned, 1, STR("x"), STR("now"), &sum);
	assert_true(sum.added == 0 && sum.decided == 1 && sum.there == 1);
	assert_int_equal(p.n, 2);
	assert_true(p.marks[0].state == MARK_ACCEPTED && str_is(p.marks[0].by, "J. Ruiz") && str_is(p.marks[0].code, "SSN"));
	assert_true(str_is(p.marks[1].by, "rule"));
}

static void what_we_hand_out_comes_back_as_it_was(void **state)
{
	plan p = { .mem = *state };
	add_box(&p, MARK_PROPOSED, (rect){ 400, 50, 418, 118 });
	mark *m = add_box(&p, MARK_ACCEPTED, (rect){ 10.5f, 20.25f, 30, 41 });
	m->note = STR("ask \"her\" & <him>\x01");
	m->by = STR("J. \"R\" & <Ruiz>");
	rect *lines = arena_array(*state, rect, 2);
	lines[0] = (rect){ 100, 100, 112, 300 }, lines[1] = (rect){ 120, 100, 132, 200 };
	m = add_box(&p, MARK_ACCEPTED, lines[0]);
	m->kind = MARK_TEXT, m->boxes = lines, m->nboxes = 2;
	add_box(&p, MARK_REJECTED, (rect){ 1, 1, 9, 9 });
	plan_number(&p);
	buf out = { 0 };
	assert_int_equal(xfdf_print(&out, &p, &turned, 1, STR("a&b.pdf")), 3);
	plan back;
	proof report = { .mem = *state };
	err e = ERR_INIT;
	assert_true(xfdf_read(buf_view(&out), *state, &back, &report, &e));
	assert_true(str_is(back.source, "a&b.pdf"));
	assert_int_equal(back.n, 4);
	assert_true(str_is(back.marks[1].note, "ask \"her\" & <him>") && str_is(back.marks[1].by, "J. \"R\" & <Ruiz>"));
	xfdf_sum sum = { 0 };
	plan fresh = { .mem = *state };
	xfdf_place(&fresh, &back, &turned, 1, STR("x"), STR("now"), &sum);
	assert_int_equal(fresh.n, 4);
	assert_true(is_box(&fresh.marks[0], 400, 50, 418, 118) && is_box(&fresh.marks[1], 10.5f, 20.25f, 30, 41) && is_box(&fresh.marks[3], 120, 100, 132, 200));
	/* Into the plan it came from: nobody decided anything. */
	sum = (xfdf_sum){ 0 };
	xfdf_place(&p, &back, &turned, 1, STR("x"), STR("now"), &sum);
	assert_true(sum.added == 0 && sum.decided == 0 && p.n == 4 && p.marks[0].state == MARK_PROPOSED);
	buf_free(&out);
}

static void documents_are_known_by_the_end_of_their_path(void **state)
{
	(void)state;
	assert_true(xfdf_names(STR("C:/letters/ames.pdf"), STR("letters/ames.pdf")));
	assert_true(xfdf_names(STR("ames.pdf"), STR("letters/ames.pdf")));
	assert_true(xfdf_names(STR("file:///x/ames.pdf"), STR("ames.pdf")));
	assert_false(xfdf_names(STR("James.pdf"), STR("letters/ames.pdf")));
	assert_false(xfdf_names(STR("memos/ames.pdf"), STR("letters/ames.pdf")));
	assert_false(xfdf_names(STR(""), STR("a")));
}

/* A file's name may be any bytes, and JSON has characters that XML has not. */
static void what_is_no_text_of_xml_is_exported_as_text(void **state)
{
	plan p = { .mem = *state }, back;
	mark *m = add_box(&p, MARK_ACCEPTED, (rect){ 10, 20, 30, 40 });
	m->note = STR("a\xef\xbf\xbe\x02\xff b");
	m->code = STR("\xef\xbf\xbf");
	plan_number(&p);
	buf out = { 0 };
	proof report = { .mem = *state };
	err e = ERR_INIT;
	assert_int_equal(xfdf_print(&out, &p, &turned, 1, STR("\xdf.pdf")), 1);
	assert_true(xfdf_read(buf_view(&out), *state, &back, &report, &e));
	assert_true(str_is(back.source, "\xef\xbf\xbd.pdf"));
	assert_true(str_is(back.marks[0].note, "a\xef\xbf\xbd\xef\xbf\xbd b"));
	buf_free(&out);
}

#define WITH_MEMORY(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_MEMORY(what_acrobat_writes_is_read),
		WITH_MEMORY(other_spellings_are_read),
		WITH_MEMORY(kinds_that_are_no_redactions_are_told_and_passed_over),
		WITH_MEMORY(the_words_under_a_mark_are_no_note),
		WITH_MEMORY(a_comment_in_rich_text_alone_is_read),
		WITH_MEMORY(prefixes_fields_replies_and_utf_16_are_read),
		WITH_MEMORY(corners_come_in_any_order),
		WITH_MEMORY(a_redaction_without_a_place_is_no_input),
		WITH_MEMORY(entities_and_other_files_are_refused),
		WITH_MEMORY(control_characters_and_long_codes_are_tamed),
		WITH_MEMORY(dates_of_pdf_become_utc),
		WITH_MEMORY(marks_are_placed_where_a_reader_sees_them),
		WITH_MEMORY(a_mark_at_the_same_place_is_accepted_instead),
		WITH_MEMORY(what_we_hand_out_comes_back_as_it_was),
		WITH_MEMORY(documents_are_known_by_the_end_of_their_path),
		WITH_MEMORY(what_is_no_text_of_xml_is_exported_as_text),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
