/* What is found, followed and carried over. */
#include "redact/name.h"
#include "redact/planned.h"
#include "redact/scan.h"
#include "tests/unit/plain.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static int set_up(void **state) { *state = arena_new(); return 0; }
static int tear_down(void **state) { arena_drop(*state); return 0; }

/* One line a unit, glyphs 10 wide; the second unit reads the same page the other way round. */
static text page(arena *mem, const char *one, const char *other)
{
	text t = { .mem = mem };
	const char *lines[] = { one, other };
	for (size_t i = 0; i < 2; i++) {
		unit *u = text_add(&t, UNIT_PAGE, i ? STR("page 1 by place") : STR("page 1"));
		u->page = 1;
		u->stays = true;
		u->text = str_of(lines[i]);
		u->nspans = u->text.n;
		u->spans = arena_array(mem, span, u->nspans);
		for (size_t k = 0; k < u->nspans; k++) {
			const char *at = strchr(one, lines[i][k]);
			float x = 10 * (float)(at - one);
			u->spans[k] = (span){ (uint32_t)k, (uint32_t)k + 1, { x, 0, x + 10, 12 } };
		}
	}
	return t;
}

static findings scan(arena *mem, const text *t)
{
	findings f = { .mem = mem };
	detectors look;
	err e = ERR_INIT;
	assert_true(plain_open_detectors(&(request){ 0 }, mem, &look, &e));
	assert_true(scan_document(&look, t, &f, &e));
	return f;
}

static void a_value_is_followed_into_other_units(void **state)
{
	text t = { .mem = *state };
	text_add_string(&t, UNIT_BODY, STR("body"), STR("123-45-6789"), true);
	text_add_string(&t, UNIT_METADATA, STR("info"), STR("ref 123456789"), false);
	findings f = scan(*state, &t);
	assert_int_equal(f.n, 2);
	assert_true(str_is(f.list[0].rule, "ssn"));
	assert_true(str_is(f.list[1].rule, "hunt"));
	assert_true(str_is(f.list[1].code, "SSN"));
	assert_int_equal(f.list[1].beg, 4);
}

static plan accepted(arena *mem, const text *t, const char *id, uint32_t beg, uint32_t end, mark_state s)
{
	plan p = { .mem = mem };
	err e = ERR_INIT;
	mark *m = plan_add(&p);
	m->unit = str_of(id);
	m->beg = beg;
	m->end = end;
	m->state = s;
	m->code = STR("X");
	assert_true(planned_bind(&p, t, STR(""), &e));
	return p;
}

static void a_mark_is_carried_over_to_the_other_reading(void **state)
{
	text t = page(*state, "abcdefgh", "efghabcd");
	plan p = accepted(*state, &t, "page 1", 2, 4, MARK_ACCEPTED);
	planned_mirror(&p, &t);
	assert_int_equal(p.n, 2);
	assert_true(str_is(p.marks[1].unit, "page 1 by place"));
	assert_int_equal(p.marks[1].beg, 6);
	assert_int_equal(p.marks[1].end, 8);
	assert_true(p.marks[1].again);
}

static void pieces_in_another_reading_are_not_values(void **state)
{
	text t = page(*state, "abcdefgh", "abefcdgh");
	plan p = accepted(*state, &t, "page 1", 1, 4, MARK_ACCEPTED);
	str *v;
	planned_mirror(&p, &t);
	assert_int_equal(p.n, 3);
	assert_int_equal(plan_values(&p, *state, &v), 1);
	assert_true(str_is(v[0], "bcd"));
}

static void the_rest_of_a_plans_values_is_found(void **state)
{
	text t = { .mem = *state };
	findings f = { .mem = *state };
	err e = ERR_INIT;
	text_add_string(&t, UNIT_BODY, STR("body"), STR("Okonjo met Okonjo"), true);
	plan p = accepted(*state, &t, "body", 0, 6, MARK_ACCEPTED);
	assert_true(planned_rest(&p, &t, &f, &e));
	assert_int_equal(f.n, 1);
	assert_int_equal(f.list[0].beg, 11);
}

static void what_a_person_rejected_is_respected(void **state)
{
	text t = { .mem = *state };
	findings f = { .mem = *state };
	text_add_string(&t, UNIT_BODY, STR("body"), STR("Okonjo met Okonjo"), true);
	plan p = accepted(*state, &t, "body", 0, 6, MARK_REJECTED);
	findings_add(&f, (finding){ 0, 0, 6, STR("term"), STR("N"), STR(""), 1, 0, { 0 } });
	findings_add(&f, (finding){ 0, 11, 17, STR("term"), STR("N"), STR(""), 1, 0, { 0 } });
	planned_respect(&p, &t, &f);
	assert_int_equal(f.n, 1);
	assert_int_equal(f.list[0].beg, 11);
}

static size_t bound_in_name(arena *mem, const char *named, const char *now, uint32_t *beg)
{
	text t = { .mem = mem };
	plan p = { .mem = mem, .source = str_of(now) };
	err e = ERR_INIT;
	name_add(&t, p.source, NULL);
	mark *m = plan_add(&p);
	m->unit = STR("file name");
	m->beg = 10;
	m->end = 16;
	assert_true(planned_bind(&p, &t, str_of(named), &e));
	*beg = p.n ? p.marks[0].beg : 0;
	return p.n;
}

static void a_mark_in_the_name_holds_while_the_name_does(void **state)
{
	uint32_t beg;
	assert_int_equal(bound_in_name(*state, "Letter to Okonjo.pdf", "Letter to Okonjo.pdf", &beg), 1);
	assert_int_equal(beg, 10);
	assert_int_equal(bound_in_name(*state, "Letter to Okonjo.pdf", "in/Letter to Okonjo.pdf", &beg), 1);
	assert_int_equal(beg, 13);
	assert_int_equal(bound_in_name(*state, "Letter to Okonjo.pdf", "A letter to Okonjo.pdf", &beg), 0);
	assert_int_equal(bound_in_name(*state, "", "Letter to Okonjo.pdf", &beg), 0);
}

static void what_is_marked_in_the_name_is_not_found_there_again(void **state)
{
	text t = { .mem = *state };
	findings f = { .mem = *state };
	name_add(&t, STR("Letter_to_Okonjo.pdf"), NULL);
	plan p = accepted(*state, &t, "file name", 10, 16, MARK_REJECTED);
	assert_int_equal(p.n, 0);
	*plan_add(&p) = (mark){ .kind = MARK_TEXT, .unit = STR("file name"), .beg = 10, .end = 16 };
	findings_add(&f, (finding){ 1, 10, 16, STR("term"), STR("N"), STR(""), 1, 0, { 0 } });
	name_join(&t, &p, &f);
	assert_int_equal(f.n, 0);
}

static bool binds(arena *mem, const text *t, const char *id, uint32_t beg, uint32_t end)
{
	plan p = { .mem = mem };
	err e = ERR_INIT;
	mark *m = plan_add(&p);
	m->unit = str_of(id);
	m->beg = beg;
	m->end = end;
	return planned_bind(&p, t, STR(""), &e);
}

static void a_plan_that_does_not_fit_the_text_is_refused(void **state)
{
	text t = { .mem = *state };
	text_add_string(&t, UNIT_BODY, STR("body"), STR("M\xc3\xbcller"), true);
	assert_true(binds(*state, &t, "body", 0, 7));
	assert_false(binds(*state, &t, "body", 0, 8));
	assert_false(binds(*state, &t, "body", 0, 2));
	assert_false(binds(*state, &t, "elsewhere", 0, 1));
}

#define WITH_MEMORY(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_MEMORY(a_value_is_followed_into_other_units),
		WITH_MEMORY(a_mark_is_carried_over_to_the_other_reading),
		WITH_MEMORY(pieces_in_another_reading_are_not_values),
		WITH_MEMORY(the_rest_of_a_plans_values_is_found),
		WITH_MEMORY(what_a_person_rejected_is_respected),
		WITH_MEMORY(a_mark_in_the_name_holds_while_the_name_does),
		WITH_MEMORY(what_is_marked_in_the_name_is_not_found_there_again),
		WITH_MEMORY(a_plan_that_does_not_fit_the_text_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
