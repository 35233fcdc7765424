/* A plan under review and its file: what cannot be saved was not done, and what others write is shown. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "cli/review/undo.h"
#include "redact/base/file.h"
#include "tests/unit/review_kit.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define HASH "0000000000000000000000000000000000000000000000000000000000000000"
#define MARK(id, state) "{\"id\":" #id ",\"kind\":\"text\",\"state\":\"" state "\",\"rule\":\"term\",\"code\":\"N\",\"reason\":\"\",\"rank\":1,\"unit\":\"page 1\",\"beg\":" #id ",\"end\":9}"
#define ONE(name, marks) "{\"source\":\"" name "\",\"sha256\":\"" HASH "\",\"format\":\"pdf\",\"pages\":3,\"marks\":[" marks "]}"
#define PLAN(documents) "{\"schema\":\"plan/1\",\n\"documents\":[\n" documents "]}\n"

struct desk {
	char folder[40], path[60], moved[60];
	plans *p;
	session *s;
};

static void put(struct desk *k, const char *bytes)
{
	err e = ERR_INIT;
	assert_true(file_write(k->path, str_of(bytes), 0600, true, &e));
}

static int setup(void **state)
{
	struct desk *k = calloc(1, sizeof *k);
	err e = ERR_INIT;
	strcpy(k->folder, "/tmp/test_review_XXXXXX");
	assert_non_null(mkdtemp(k->folder));
	snprintf(k->path, sizeof k->path, "%s/plan.json", k->folder);
	snprintf(k->moved, sizeof k->moved, "%s/elsewhere.json", k->folder);
	put(k, PLAN(ONE("a.pdf", MARK(1, "proposed") "," MARK(2, "proposed")) "," ONE("b.pdf", MARK(1, "proposed"))));
	k->p = plans_open(k->path, PLANS_CHANGE, &e);
	assert_non_null(k->p);
	plan *list[] = { &k->p->list[0].plan, &k->p->list[1].plan };
	k->s = session_open(list, (const char *[]){ "/a", "/b" }, 2, STR("plan.json"));
	k->s->plans = k->p;
	k->s->reviewer = STR("J. Ruiz");
	*state = k;
	return 0;
}

static int teardown(void **state)
{
	struct desk *k = *state;
	session_close(k->s);
	plans_close(k->p);
	unlink(k->path);
	unlink(k->moved);
	rmdir(k->folder);
	free(k);
	return 0;
}

static bool ask(struct desk *k, const char *actions, err *e)
{
	return review_act(k->s, actions, e);
}

static bool take_back(struct desk *k, size_t *undone)
{
	err e = ERR_INIT;
	size_t left;
	return review_undo(k->s, "w", undone, &left, &e);
}

static mark *of(struct desk *k, uint32_t document_number, uint32_t id)
{
	view *v;
	return session_mark(k->s, document_number, id, &v);
}

static bool reload(struct desk *k, bool *any)
{
	err e = ERR_INIT;
	return session_reload(k->s, any, &e);
}

enum { MANY = 20000, REWRITES = 24 };

/* Every other time only the first mark is left. */
static void put_many(struct desk *k, int rewrite)
{
	buf out = { 0 };
	buf_z(&out, "{\"schema\":\"plan/1\",\n\"documents\":[\n{\"source\":\"a.pdf\",\"sha256\":\"" HASH "\",\"format\":\"pdf\",\"pages\":3,\"marks\":[");
	for (int i = 1; i <= (rewrite % 2 ? 1 : MANY); i++)
		buf_fmt(&out, "%s\n{\"id\":%d,\"kind\":\"text\",\"state\":\"proposed\",\"rule\":\"term\",\"code\":\"N\",\"reason\":\"\",\"rank\":%d,\"unit\":\"page 1\",\"beg\":%d,\"end\":%d}",
		        i > 1 ? "," : "", i, rewrite % 90 + 1, i * 3, i * 3 + 2);
	buf_z(&out, "]}," ONE("b.pdf", MARK(1, "proposed")) "]}\n");
	put(k, out.p);
	buf_free(&out);
}

static size_t resident(void)
{
	size_t all = 0, pages = 0;
	FILE *f = fopen("/proc/self/statm", "r");
	assert_non_null(f);
	assert_int_equal(fscanf(f, "%zu %zu", &all, &pages), 2);
	fclose(f);
	return pages * (size_t)sysconf(_SC_PAGESIZE);
}

static void a_plan_that_is_rewritten_often_takes_no_more_memory(void **state)
{
	struct desk *k = *state;
	bool any;
	size_t first = 0, told = 0;
	for (int i = 0; i < REWRITES; i++) {
		put_many(k, i);
		assert_true(reload(k, &any) && any);
		if (i == 2)
			first = resident();
		if (i == 3)
			told = k->s->ngone;
	}
	assert_int_equal(k->s->ngone, told);
#ifndef __SANITIZE_ADDRESS__
	put_many(k, 0);
	assert_true(reload(k, &any) && any);
	if (resident() > first + (8u << 20))
		fail_msg("%zu KB have become %zu", first >> 10, resident() >> 10);
#endif
}

#define REJECT "{\"do\":\"state\",\"marks\":[[0,1]],\"state\":2}"
#define BOX "{\"do\":\"box\",\"document\":0,\"pages\":[1],\"box\":[1,1,9,9]}"

static void pages_of_a_request_that_fails_are_not_seen(void **state)
{
	struct desk *k = *state;
	err e = ERR_INIT;
	assert_true(ask(k, "{\"do\":\"seen\",\"document\":0,\"pages\":\"1\"}", &e));
	assert_false(ask(k, "{\"do\":\"seen\",\"document\":0,\"pages\":\"2-3\"},{\"do\":\"dance\"}", &e));
	assert_int_equal(k->p->list[0].plan.nseen, 1);
	assert_int_equal(k->p->list[0].plan.seen[0].pages.list[0].last, 1);
}

static void to_have_looked_is_no_step_to_undo(void **state)
{
	struct desk *k = *state;
	err e = ERR_INIT;
	size_t undone;
	assert_true(ask(k, "{\"do\":\"seen\",\"document\":0,\"pages\":\"1\"}," REJECT, &e));
	assert_true(take_back(k, &undone));
	assert_int_equal(undone, 1);
	assert_int_equal(k->p->list[0].plan.nseen, 1);
}

static void what_cannot_be_saved_was_not_done(void **state)
{
	struct desk *k = *state;
	err e = ERR_INIT;
	rename(k->path, k->moved);
	assert_false(ask(k, REJECT "," BOX, &e));
	assert_int_equal(of(k, 0, 1)->state, MARK_PROPOSED);
	assert_int_equal(k->p->list[0].plan.n, 2);
}

static void an_undo_that_cannot_be_saved_was_not_done(void **state)
{
	struct desk *k = *state;
	err e = ERR_INIT;
	size_t undone;
	assert_true(ask(k, REJECT "," BOX ",{\"do\":\"withhold\",\"document\":1}", &e));
	rename(k->path, k->moved);
	assert_false(take_back(k, &undone));
	assert_int_equal(of(k, 0, 1)->state, MARK_REJECTED);
	assert_non_null(of(k, 0, 3));
	assert_non_null(k->p->list[1].plan.withheld);
	rename(k->moved, k->path);
	assert_true(take_back(k, &undone));
	assert_int_equal(undone, 3);
	assert_int_equal(of(k, 0, 1)->state, MARK_PROPOSED);
	assert_null(of(k, 0, 3));
	assert_null(k->p->list[1].plan.withheld);
}

static void what_another_program_wrote_is_taken(void **state)
{
	struct desk *k = *state;
	bool any;
	put(k, PLAN(ONE("a.pdf", MARK(1, "accepted") "," MARK(5, "proposed")) "," ONE("b.pdf", MARK(1, "proposed"))));
	uint64_t before = k->s->revision;
	assert_true(reload(k, &any));
	assert_true(any);
	assert_int_equal(of(k, 0, 1)->state, MARK_ACCEPTED);
	assert_null(of(k, 0, 2));
	assert_non_null(of(k, 0, 5));
	assert_true(k->s->revision > before);
	buf out = { 0 };
	session_print_gone(k->s, before, &out);
	assert_true(str_is(buf_view(&out), "[[0,2]]"));
	buf_clear(&out);
	session_print_documents(k->s, before, &out);
	assert_null(strstr(out.p, "b.pdf"));
	buf_free(&out);
}

static void and_then_decisions_are_saved_again(void **state)
{
	struct desk *k = *state;
	err e = ERR_INIT;
	bool any;
	put(k, PLAN(ONE("a.pdf", MARK(1, "accepted")) "," ONE("b.pdf", MARK(1, "proposed"))));
	assert_false(ask(k, REJECT, &e));
	assert_int_equal(e.kind, ERR_REFUSED);
	assert_true(reload(k, &any));
	assert_true(ask(k, "{\"do\":\"state\",\"marks\":[[1,1]],\"state\":2}", &e));
	plans *back = plans_open(k->path, PLANS_READ, &e);
	assert_int_equal(back->list[0].plan.marks[0].state, MARK_ACCEPTED);
	assert_int_equal(back->list[1].plan.marks[0].state, MARK_REJECTED);
	plans_close(back);
}

static void steps_in_what_another_program_changed_are_forgotten(void **state)
{
	struct desk *k = *state;
	err e = ERR_INIT;
	size_t undone;
	bool any;
	assert_true(ask(k, REJECT ",{\"do\":\"state\",\"marks\":[[1,1]],\"state\":2}", &e));
	put(k, PLAN(ONE("a.pdf", MARK(2, "accepted")) "," ONE("b.pdf", MARK(1, "proposed"))));
	assert_true(reload(k, &any));
	assert_true(take_back(k, &undone));
	assert_int_equal(undone, 0);
	assert_null(of(k, 0, 1));
}

static void numbers_are_not_given_twice_after_that(void **state)
{
	struct desk *k = *state;
	err e = ERR_INIT;
	bool any;
	assert_true(ask(k, BOX, &e));
	put(k, PLAN(ONE("a.pdf", MARK(1, "accepted")) "," ONE("b.pdf", MARK(1, "proposed"))));
	assert_true(reload(k, &any));
	assert_true(ask(k, BOX, &e));
	assert_non_null(of(k, 0, 4));
}

static void a_plan_of_other_documents_is_not_taken(void **state)
{
	struct desk *k = *state;
	bool any;
	put(k, PLAN(ONE("b.pdf", MARK(1, "accepted")) "," ONE("a.pdf", MARK(1, "proposed"))));
	assert_false(reload(k, &any));
	assert_int_equal(of(k, 0, 1)->state, MARK_PROPOSED);
	put(k, PLAN(ONE("a.pdf", MARK(1, "accepted"))));
	assert_false(reload(k, &any));
	assert_non_null(of(k, 1, 1));
}

static void what_is_no_plan_is_told_once(void **state)
{
	struct desk *k = *state;
	bool any;
	put(k, "{\"schema\":\"plan/1\",\"documents\":[");
	assert_false(reload(k, &any));
	assert_true(reload(k, &any));
	assert_false(any);
	assert_non_null(of(k, 0, 2));
}

static void a_mark_that_came_back_is_not_told_as_gone(void **state)
{
	struct desk *k = *state;
	err e = ERR_INIT;
	size_t undone;
	buf out = { 0 };
	assert_true(ask(k, BOX, &e));
	uint64_t before = k->s->revision;
	assert_true(ask(k, "{\"do\":\"delete\",\"marks\":[[0,3]]}", &e));
	assert_true(take_back(k, &undone));
	session_print_gone(k->s, before, &out);
	assert_true(str_is(buf_view(&out), "[]"));
	buf_free(&out);
}

/* Minutes where each removal makes an index anew. */
static void fifty_thousand_boxes_are_taken_back_at_once(void **state)
{
	struct desk *k = *state;
	size_t undone;
	undo_open(k->s, STR("w"));
	for (int i = 0; i < 50000; i++) {
		view *v;
		mark *m = session_add(k->s, 0, &v);
		m->page = 1;
		v->acted = k->s->revision;
		undo_note_added(k->s, 0, m->id);
	}
	undo_close(k->s);
	clock_t began = clock();
	k->s->plans = NULL;
	assert_true(take_back(k, &undone));
	assert_int_equal(undone, 50000);
	assert_int_equal(k->p->list[0].plan.n, 2);
	assert_true((double)(clock() - began) / CLOCKS_PER_SEC < 5);
}

#define WITH(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH(pages_of_a_request_that_fails_are_not_seen),
		WITH(to_have_looked_is_no_step_to_undo),
		WITH(what_cannot_be_saved_was_not_done),
		WITH(an_undo_that_cannot_be_saved_was_not_done),
		WITH(what_another_program_wrote_is_taken),
		WITH(a_plan_that_is_rewritten_often_takes_no_more_memory),
		WITH(and_then_decisions_are_saved_again),
		WITH(steps_in_what_another_program_changed_are_forgotten),
		WITH(numbers_are_not_given_twice_after_that),
		WITH(a_plan_of_other_documents_is_not_taken),
		WITH(what_is_no_plan_is_told_once),
		WITH(a_mark_that_came_back_is_not_told_as_gone),
		WITH(fifty_thousand_boxes_are_taken_back_at_once),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
