/* The plan, its proof and their JSON. */
#include "redact/model/json.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

static int set_up(void **state) { *state = arena_new(); return 0; }
static int tear_down(void **state) { arena_drop(*state); return 0; }

/* Two lines of ten glyphs, each 10 wide and 12 high. */
static text two_lines(arena *mem)
{
	text t = { .mem = mem };
	unit *u = text_add(&t, UNIT_PAGE, STR("page 1"));
	u->page = 1;
	u->stays = true;
	u->text = STR("abcdefghi\njklmnopqrs");
	u->nspans = u->text.n;
	u->spans = arena_array(mem, span, u->nspans);
	for (uint32_t i = 0; i < u->nspans; i++) {
		float x = (float)(i % 10) * 10, y = (float)(i / 10) * 20;
		u->spans[i] = (span){ i, i + 1, { x, y, x + 10, y + 12 } };
	}
	return t;
}

static plan propose(arena *mem, const text *t, uint32_t beg, uint32_t end)
{
	plan p = { .mem = mem };
	findings f = { .mem = mem };
	findings_add(&f, (finding){ 0, beg, end, STR("ssn"), STR("SSN"), STR("a number"), 80, 0, { 0 } });
	plan_propose(&p, t, &f, MARK_ACCEPTED, STR("2026-01-01T00:00:00Z"));
	return p;
}

static void a_mark_has_one_box_a_line(void **state)
{
	text t = two_lines(*state);
	plan p = propose(*state, &t, 6, 13);
	assert_int_equal(p.marks[0].nboxes, 2);
	assert_true(p.marks[0].boxes[0].x0 == 60 && p.marks[0].boxes[0].y1 == 12);
	assert_true(p.marks[0].boxes[1].x0 == 0 && p.marks[0].boxes[1].x1 == 30);
	assert_true(str_is(p.marks[0].value, "ghi\njkl"));
}

static void a_span_that_begins_before_the_mark_is_taken_in(void **state)
{
	text t = two_lines(*state);
	t.units[0].spans[2] = (span){ 2, 5, { 20, 0, 50, 12 } };
	plan p = propose(*state, &t, 4, 5);
	assert_int_equal(p.marks[0].nboxes, 1);
	assert_true(p.marks[0].boxes[0].x0 == 20);
}

/* The letters of "iMiM", in steps that are as long as each is wide. */
static text letters_on_a_line(arena *mem, float dx, float dy, float wide, float high)
{
	static const float width[] = { 0.3f, 0.9f, 0.3f, 0.9f };
	text t = { .mem = mem };
	unit *u = text_add(&t, UNIT_PAGE, STR("page 1"));
	u->text = STR("iMiM");
	u->page = 1;
	u->stays = true;
	u->nspans = 4;
	u->spans = arena_array(mem, span, 4);
	float at = 0;
	for (uint32_t i = 0; i < 4; i++) {
		float mid = at + width[i] / 2, side = dx != 0 && dy != 0 ? 0.8f * width[i] : 0;
		float w = side > 0 ? side : dx != 0 ? width[i] : wide, h = side > 0 ? side : dy != 0 ? width[i] : high;
		float x = 100 + 10 * dx * mid, y = 100 + 10 * dy * mid;
		u->spans[i] = (span){ i, i + 1, { x - 5 * w, y - 5 * h, x + 5 * w, y + 5 * h } };
		at += width[i];
	}
	return t;
}

static void words_that_run_up_or_down_have_one_box(void **state)
{
	text t = letters_on_a_line(*state, 0, -1, 1, 0);
	plan p = propose(*state, &t, 0, 4);
	assert_int_equal(p.marks[0].nboxes, 1);
	assert_float_equal(p.marks[0].boxes[0].y1 - p.marks[0].boxes[0].y0, 24, 0.01f);
}

static void steps_on_a_slant_do_not_tell_how_wide_letters_were(void **state)
{
	text t = letters_on_a_line(*state, 0.8f, -0.6f, 0, 0);
	plan p = propose(*state, &t, 0, 4);
	const mark *m = &p.marks[0];
	assert_true(m->nboxes > 4);
	for (size_t i = 1; i < m->nboxes; i++) {
		assert_float_equal(m->boxes[i].x1 - m->boxes[i].x0, m->boxes[0].x1 - m->boxes[0].x0, 0.01f);
		assert_float_equal(m->boxes[i].x0 - m->boxes[i - 1].x0, m->boxes[1].x0 - m->boxes[0].x0, 0.01f);
	}
}

static mark *add(plan *p, const char *value, mark_state s)
{
	mark *m = plan_add(p);
	m->value = str_of(value);
	m->unit = STR("page 1");
	m->end = 1;
	m->state = s;
	return m;
}

static void values_are_distinct_by_how_they_read(void **state)
{
	plan p = { .mem = *state };
	str *v;
	add(&p, "Okonjo", MARK_ACCEPTED);
	add(&p, "OKONJO ", MARK_ACCEPTED);
	add(&p, "Vance", MARK_ACCEPTED);
	assert_int_equal(plan_values(&p, *state, &v), 2);
	assert_true(str_is(v[0], "Okonjo"));
	assert_true(str_is(v[1], "Vance"));
}

static void a_value_that_was_rejected_once_is_not_hunted(void **state)
{
	plan p = { .mem = *state };
	str *v;
	add(&p, "Okonjo", MARK_ACCEPTED);
	add(&p, "okonjo", MARK_REJECTED)->unit = STR("page 2");
	add(&p, "Vance", MARK_PROPOSED);
	assert_int_equal(plan_values(&p, *state, &v), 0);
}

static void a_value_that_is_undecided_elsewhere_is_not_hunted(void **state)
{
	plan p = { .mem = *state };
	str *v;
	add(&p, "Okonjo", MARK_ACCEPTED)->unit = STR("page 1");
	add(&p, "okonjo", MARK_PROPOSED)->unit = STR("page 2");
	assert_int_equal(plan_values(&p, *state, &v), 0);
}

static void what_an_accepted_mark_takes_does_not_stay(void **state)
{
	plan p = { .mem = *state };
	str *v;
	mark *all = add(&p, "Margaret Okonjo", MARK_ACCEPTED);
	all->beg = 5, all->end = 20;
	mark *part = add(&p, "Okonjo", MARK_REJECTED);
	part->beg = 14, part->end = 20;
	mark *other = add(&p, "Okonjo", MARK_ACCEPTED);
	other->beg = 30, other->end = 36;
	assert_false(plan_staying(&p, *state)[1]);
	assert_int_equal(plan_values(&p, *state, &v), 2);
	p.marks[0].end = 14;
	assert_true(plan_staying(&p, *state)[1]);
	assert_int_equal(plan_values(&p, *state, &v), 1);
}

static void boxes_and_proposals_have_no_values(void **state)
{
	plan p = { .mem = *state };
	str *v;
	add(&p, "x", MARK_ACCEPTED)->kind = MARK_BOX;
	assert_int_equal(plan_values(&p, *state, &v), 0);
}

static void one_place_read_twice_counts_once(void **state)
{
	text t = two_lines(*state);
	plan p = propose(*state, &t, 6, 8);
	*plan_add(&p) = p.marks[0];
	p.marks[1].unit = STR("page 1 by place");
	assert_int_equal(plan_count(&p), 1);
	p.marks[1].boxes = arena_array(*state, rect, 1);
	p.marks[1].boxes[0] = (rect){ 0, 0, 1, 1 };
	assert_int_equal(plan_count(&p), 2);
	p.marks[1].dropped = true;
	assert_int_equal(plan_count(&p), 1);
	p.marks[1].again = true;
	plan_drop_repeats(&p);
	assert_int_equal(p.n, 1);
}

static plan there_and_back(arena *mem, const plan *p, bool words)
{
	json_t *o = plan_json(p, words);
	buf line = { 0 };
	json_line(&line, o);
	json_decref(o);
	o = json_parse(buf_view(&line), NULL);
	plan back;
	err e = ERR_INIT;
	assert_true(plan_of_json(o, mem, &back, &e));
	json_decref(o);
	buf_free(&line);
	return back;
}

static void a_plan_survives_json(void **state)
{
	text t = two_lines(*state);
	plan p = propose(*state, &t, 6, 13);
	memset(p.sha256, 'a', 64);
	plan back = there_and_back(*state, &p, true);
	const mark *m = &back.marks[0];
	assert_int_equal(back.n, 1);
	assert_true(str_is(m->value, "ghi\njkl") && str_is(m->unit, "page 1") && str_is(m->rule, "ssn"));
	assert_int_equal(m->beg, 6);
	assert_int_equal(m->end, 13);
	assert_int_equal(m->state, MARK_ACCEPTED);
	assert_int_equal(m->nboxes, 2);
	assert_true(fabsf(m->boxes[0].x1 - 100) < 0.01f);
}

static void a_plan_file_has_a_line_for_each_mark(void **state)
{
	text t = two_lines(*state);
	plan p = propose(*state, &t, 6, 8);
	memset(p.sha256, 'a', 64);
	*plan_add(&p) = p.marks[0];
	plan_number(&p);
	buf out = { 0 };
	plans_print_head(&out, NULL);
	plans_print_document(&out, &p, false);
	buf_z(&out, ",\n");
	p.n = 0;
	plans_print_document(&out, &p, false);
	plans_print_end(&out);

	size_t lines = 0;
	for (str rest = buf_view(&out), line; str_cut(&rest, '\n', &line);)
		lines += str_starts(line, "{\"id\"");
	assert_int_equal(lines, 2);
	json_t *file = json_parse(buf_view(&out), NULL);
	const json_t *back;
	err e = ERR_INIT;
	assert_true(plans_of_json(file, &back, &(fault){ 0 }, &e));
	assert_int_equal(json_array_size(back), 2);
	assert_int_equal(json_array_size(json_object_get(json_array_get(back, 0), "marks")), 2);
	assert_int_equal(json_array_size(json_object_get(json_array_get(back, 1), "marks")), 0);
	json_decref(file);
	buf_free(&out);
}

static void a_plan_without_words_holds_none(void **state)
{
	text t = two_lines(*state);
	plan p = propose(*state, &t, 6, 13);
	memset(p.sha256, 'a', 64);
	plan back = there_and_back(*state, &p, false);
	assert_int_equal(back.marks[0].value.n, 0);
}

static bool reads(arena *mem, const char *marks)
{
	err e = ERR_INIT;
	plan p;
	str file = str_fmt(mem, "{\"sha256\":\"%064d\",\"marks\":[%s]}", 0, marks);
	json_t *o = json_parse(file, &e);
	bool ok = o && plan_of_json(o, mem, &p, &e);
	json_decref(o);
	return ok;
}

static void a_plan_that_is_wrong_is_refused(void **state)
{
	arena *mem = *state;
	assert_true(reads(mem, ""));
	assert_true(reads(mem, "{\"kind\":\"text\",\"state\":\"accepted\",\"unit\":\"a\",\"beg\":0,\"end\":2}"));
	assert_false(reads(mem, "{\"kind\":\"text\",\"state\":\"accepted\",\"unit\":\"a\",\"beg\":2,\"end\":2}"));
	assert_false(reads(mem, "{\"kind\":\"text\",\"state\":\"accepted\",\"unit\":\"a\",\"beg\":-1,\"end\":2}"));
	assert_false(reads(mem, "{\"kind\":\"text\",\"state\":\"perhaps\",\"unit\":\"a\",\"beg\":0,\"end\":2}"));
	assert_false(reads(mem, "{\"kind\":\"circle\",\"state\":\"accepted\"}"));
	assert_false(reads(mem, "{\"kind\":\"box\",\"state\":\"accepted\",\"page\":1,\"boxes\":[[0,0,-5,5]]}"));
	assert_false(reads(mem, "{\"kind\":\"box\",\"state\":\"accepted\",\"page\":0,\"boxes\":[[0,0,5,5]]}"));
	assert_false(reads(mem, "{\"kind\":\"box\",\"state\":\"accepted\",\"page\":1,\"boxes\":[[0,0,5]]}"));
}

static void bad_json_is_named_by_line_and_quotes_nothing(void **state)
{
	err e = ERR_INIT;
	(void)state;
	assert_null(json_parse(STR("{\n\"a\": Okonjo}"), &e));
	assert_non_null(strstr(e.text, "line 2"));
	assert_null(strstr(e.text, "Okonjo"));
}

static void strings_that_are_no_utf8_are_made_so(void **state)
{
	(void)state;
	json_t *s = json_of_str(STR("a\xff\xfe z"));
	assert_non_null(s);
	assert_string_equal(json_string_value(s), "a\xef\xbf\xbd\xef\xbf\xbd z");
	json_decref(s);
}

static proof three_checks(arena *mem, outcome opens, outcome gone, outcome clean)
{
	proof p = { .mem = mem };
	proof_check(&p, "opens", opens, "%s", "");
	proof_check(&p, "values-gone", gone, "%s", "");
	proof_check(&p, "carriers-clean", clean, "%s", "");
	return p;
}

static void a_proof_holds_when_its_three_checks_passed(void **state)
{
	proof p = three_checks(*state, CHECK_PASS, CHECK_PASS, CHECK_PASS);
	assert_true(proof_holds(&p));
	proof_check(&p, "drawing-kept", CHECK_SKIP, "%s", "");
	assert_true(proof_holds(&p));
	proof_check(&p, "text-kept", CHECK_FAIL, "%s", "");
	assert_false(proof_holds(&p));
}

static void a_skip_of_what_matters_is_no_proof(void **state)
{
	for (int i = 0; i < 3; i++) {
		proof p = three_checks(*state, i == 0 ? CHECK_SKIP : CHECK_PASS, i == 1 ? CHECK_SKIP : CHECK_PASS,
		                       i == 2 ? CHECK_SKIP : CHECK_PASS);
		assert_false(proof_holds(&p));
	}
}

static void no_check_is_no_proof(void **state)
{
	proof p = { .mem = *state };
	assert_false(proof_holds(&p));
	proof_check(&p, "opens", CHECK_PASS, "%s", "");
	assert_false(proof_holds(&p));
}

static void drops_add_up_by_what_they_are(void **state)
{
	proof p = { .mem = *state };
	proof_drop(&p, "macro", 2);
	proof_drop(&p, "comment", 0);
	proof_drop(&p, "macro", 3);
	assert_int_equal(p.ndrops, 1);
	assert_int_equal(p.drops[0].count, 5);
}

static void a_proof_survives_json(void **state)
{
	arena *mem = *state;
	proof p = three_checks(mem, CHECK_PASS, CHECK_FAIL, CHECK_SKIP), back;
	err e = ERR_INIT;
	proof_drop(&p, "macro", 2);
	proof_note(&p, "look at page %d, 100%%", 3);
	json_t *o = json_object();
	proof_into_json(&p, o);
	assert_true(proof_of_json(o, mem, &back, &e));
	json_decref(o);
	assert_int_equal(back.nchecks, 3);
	assert_int_equal(back.checks[1].is, CHECK_FAIL);
	assert_int_equal(back.checks[2].is, CHECK_SKIP);
	assert_int_equal(back.drops[0].count, 2);
	assert_true(str_is(back.notes[0], "look at page 3, 100%"));
}

#define WITH_MEMORY(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_MEMORY(a_mark_has_one_box_a_line),
		WITH_MEMORY(a_span_that_begins_before_the_mark_is_taken_in),
		WITH_MEMORY(values_are_distinct_by_how_they_read),
		WITH_MEMORY(a_value_that_was_rejected_once_is_not_hunted),
		WITH_MEMORY(words_that_run_up_or_down_have_one_box),
		WITH_MEMORY(steps_on_a_slant_do_not_tell_how_wide_letters_were),
		WITH_MEMORY(a_value_that_is_undecided_elsewhere_is_not_hunted),
		WITH_MEMORY(what_an_accepted_mark_takes_does_not_stay),
		WITH_MEMORY(boxes_and_proposals_have_no_values),
		WITH_MEMORY(one_place_read_twice_counts_once),
		WITH_MEMORY(a_plan_survives_json),
		WITH_MEMORY(a_plan_file_has_a_line_for_each_mark),
		WITH_MEMORY(a_plan_without_words_holds_none),
		WITH_MEMORY(a_plan_that_is_wrong_is_refused),
		WITH_MEMORY(bad_json_is_named_by_line_and_quotes_nothing),
		WITH_MEMORY(strings_that_are_no_utf8_are_made_so),
		WITH_MEMORY(a_proof_holds_when_its_three_checks_passed),
		WITH_MEMORY(a_skip_of_what_matters_is_no_proof),
		WITH_MEMORY(no_check_is_no_proof),
		WITH_MEMORY(drops_add_up_by_what_they_are),
		WITH_MEMORY(a_proof_survives_json),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
