/* Plan files as a whole: read, saved, locked, and where their faults are. */
#include "redact/base/file.h"
#include "redact/model/json.h"
#include "redact/plans/plans.h"
#include "redact/plans/spans.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct world {
	arena *mem;
	char folder[64], path[96];
};

static int set_up(void **state)
{
	struct world *w = calloc(1, sizeof *w);
	w->mem = arena_new();
	strcpy(w->folder, "/tmp/test_plans.XXXXXX");
	assert_non_null(mkdtemp(w->folder));
	snprintf(w->path, sizeof w->path, "%s/plan.json", w->folder);
	*state = w;
	return 0;
}

static int tear_down(void **state)
{
	struct world *w = *state;
	int rc = system(str_fmt(w->mem, "rm -rf %s", w->folder).p);
	arena_drop(w->mem);
	free(w);
	return rc;
}

#define SHA_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define SHA_B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define MARK(id) "{\"id\":" id ",\"kind\":\"box\",\"state\":\"accepted\",\"page\":1,\"boxes\":[[1,2,3,4]]}"

/* Written by a person: other blanks, a key that is not ours, a bracket in a name. */
static const char two[] =
	"{ \"schema\": \"plan/1\",\n  \"from\": [\"docs\"],\n  \"documents\": [\n"
	"    { \"source\": \"a ]}.pdf\",   \"sha256\": \"" SHA_A "\", \"colour\": \"blue\",\n      \"marks\": [\n" MARK("1") ",\n" MARK("2") "\n ] },\n"
	"    { \"source\": \"b.pdf\", \"sha256\": \"" SHA_B "\", \"marks\": [\n" MARK("1") "] }\n] }\n";

static void put(struct world *w, const char *bytes)
{
	err e = ERR_INIT;
	assert_true(file_write(w->path, str_of(bytes), 0640, true, &e));
	assert_int_equal(chmod(w->path, 0640), 0);
}

static str get(struct world *w)
{
	str bytes;
	err e = ERR_INIT;
	assert_true(file_read(w->path, 1 << 24, w->mem, &bytes, &e));
	return bytes;
}

static plans *open_it(struct world *w, plans_how how)
{
	err e = ERR_INIT;
	plans *p = plans_open(w->path, how, &e);
	if (!p)
		fail_msg("%s", e.text);
	return p;
}

static void a_document_that_nobody_changed_stands_as_it_did(void **state)
{
	struct world *w = *state;
	put(w, two);
	plans *p = open_it(w, PLANS_CHANGE);
	assert_int_equal(p->n, 2);
	p->list[1].plan.marks[0].state = MARK_REJECTED;
	plans_touch(p, 1);
	err e = ERR_INIT;
	assert_true(plans_save(p, &e));
	str now = get(w);
	assert_non_null(memmem(now.p, now.n, "\"source\": \"a ]}.pdf\",   \"sha256\"", 32));
	assert_non_null(memmem(now.p, now.n, "\"colour\": \"blue\"", 16));
	assert_non_null(memmem(now.p, now.n, "\"state\":\"rejected\"", 18));
	/* And once more, now that it lies elsewhere in memory. */
	p->list[0].plan.marks[1].state = MARK_PROPOSED;
	plans_touch(p, 0);
	assert_true(plans_save(p, &e));
	plans_close(p);
	p = open_it(w, PLANS_READ);
	assert_int_equal(p->list[0].plan.marks[1].state, MARK_PROPOSED);
	assert_int_equal(p->list[1].plan.marks[0].state, MARK_REJECTED);
	assert_true(p->nfrom == 1 && str_is(p->from[0], "docs"));
	plans_close(p);
}

static void a_save_keeps_the_mode_and_follows_links(void **state)
{
	struct world *w = *state;
	put(w, two);
	const char *link = str_fmt(w->mem, "%s/link.json", w->folder).p;
	assert_int_equal(symlink("plan.json", link), 0);
	err e = ERR_INIT;
	plans *p = plans_open(link, PLANS_CHANGE, &e);
	assert_non_null(p);
	plans_touch(p, 0);
	assert_true(plans_save(p, &e));
	plans_close(p);
	struct stat st;
	assert_int_equal(lstat(link, &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	assert_int_equal(stat(w->path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0640);
}

static void two_do_not_change_the_same_plan(void **state)
{
	struct world *w = *state;
	put(w, two);
	plans *first = open_it(w, PLANS_CHANGE);
	err e = ERR_INIT;
	assert_null(plans_open(w->path, PLANS_CHANGE, &e));
	assert_int_equal(e.kind, ERR_REFUSED);
	plans *reader = open_it(w, PLANS_READ);
	plans_close(reader);
	plans_close(first);
	plans_close(open_it(w, PLANS_CHANGE));
	assert_int_not_equal(access(str_fmt(w->mem, "%s/.underseal-lock-plan.json", w->folder).p, F_OK), 0);
}

static void what_an_editor_wrote_meanwhile_is_not_overwritten(void **state)
{
	struct world *w = *state;
	put(w, two);
	plans *p = open_it(w, PLANS_CHANGE);
	put(w, "{}");
	plans_touch(p, 0);
	err e = ERR_INIT;
	assert_false(plans_save(p, &e));
	assert_int_equal(e.kind, ERR_REFUSED);
	assert_true(p->list[0].touched);
	assert_true(str_is(get(w), "{}"));
	plans_close(p);
}

static void values_stay_out_of_a_plan_that_had_none(void **state)
{
	struct world *w = *state;
	put(w, "{\"schema\":\"plan/1\",\"documents\":[{\"sha256\":\"" SHA_A "\",\"marks\":[{\"kind\":\"text\",\"state\":\"accepted\",\"unit\":\"u\",\"beg\":0,\"end\":3}]}]}");
	plans *p = open_it(w, PLANS_CHANGE);
	p->list[0].plan.marks[0].value = STR("Okonjo");
	plans_touch(p, 0);
	err e = ERR_INIT;
	assert_true(plans_save(p, &e));
	str now = get(w);
	assert_null(memmem(now.p, now.n, "Okonjo", 6));
	plans_close(p);
}

static void a_document_is_found_by_its_bytes_and_among_copies_by_name(void **state)
{
	struct world *w = *state;
	put(w, "{\"schema\":\"plan/1\",\"documents\":[{\"source\":\"x\",\"sha256\":\"" SHA_B "\",\"marks\":[]},{\"source\":\"y\",\"sha256\":\"" SHA_A "\",\"marks\":[]},"
	       "{\"source\":\"z\",\"sha256\":\"" SHA_B "\",\"marks\":[]}]}");
	plans *p = open_it(w, PLANS_READ);
	assert_int_equal(plans_find(p, SHA_B, STR("z")), 2);
	assert_int_equal(plans_find(p, SHA_B, STR("other")), 0);
	assert_int_equal(plans_find(p, SHA_A, STR("")), 1);
	assert_int_equal(plans_find(p, "cc", STR("")), 3);
	plans_close(p);
}

/* The fault of a file, without the folder. */
static const char *fault_of(struct world *w, const char *bytes)
{
	err e = ERR_INIT;
	put(w, bytes);
	plans *p = plans_open(w->path, PLANS_READ, &e);
	assert_null(p);
	assert_int_equal(e.kind, ERR_INPUT);
	assert_int_equal(strncmp(e.text, w->path, strlen(w->path)), 0);
	return str_fmt(w->mem, "%s", e.text + strlen(w->path)).p;
}

/* The plan of two documents with `from` changed to `to`. */
static const char *changed(struct world *w, const char *from, const char *to)
{
	const char *at = strstr(two, from);
	assert_non_null(at);
	return str_fmt(w->mem, "%.*s%s%s", (int)(at - two), two, to, at + strlen(from)).p;
}

static void a_fault_is_told_by_line_and_field(void **state)
{
	struct world *w = *state;
	const char *said = fault_of(w, changed(w, ",\n{\"id\":2,\"kind\":\"box\",\"state\"", ",\n\n{\"id\":2,\"kind\":\"box\",\n\"sate\""));
	assert_int_equal(strncmp(said, ":9: ", 4), 0);
	assert_non_null(strstr(said, "sate: "));
	said = fault_of(w, changed(w, "[[1,2,3,4]]}] }", "[[1,2,3]]}] }"));
	assert_int_equal(strncmp(said, ":10: ", 5), 0);
	assert_non_null(strstr(said, "boxes: not a list of [x, y, w, h] in points"));
	assert_int_equal(strncmp(fault_of(w, changed(w, "\"sha256\": \"b", "\"sha256\": \"")), ":9: sha256: ", 12), 0);
	assert_int_equal(strncmp(fault_of(w, changed(w, "\"docs\"", "5")), ":2: from: ", 10), 0);
	assert_int_equal(strncmp(fault_of(w, changed(w, "\"marks\"", "\"mark\"")), ":5: mark: ", 10), 0);
}

static void what_is_no_json_is_told_by_line(void **state)
{
	struct world *w = *state;
	assert_int_equal(strncmp(fault_of(w, changed(w, "[[1,2,3,4]]}] }", "[[1,2,,4]]}] }")), ":10: not valid JSON", 19), 0);
	assert_int_equal(strncmp(fault_of(w, changed(w, "\n ] },", "\n  },")), ":8: not valid JSON", 18), 0);
	assert_int_equal(strncmp(fault_of(w, changed(w, "\"id\":2", "\"id\":2,\"id\":2")), ":7: a key stands there twice", 28), 0);
	assert_int_equal(strncmp(fault_of(w, ""), ":1: it ends here", 16), 0);
	assert_int_equal(strncmp(fault_of(w, "[1,2"), ":1: it ends here", 16), 0);
	assert_non_null(strstr(fault_of(w, "[]"), "not a plan of ours"));
	assert_non_null(strstr(fault_of(w, "{\"schema\":\"plan/1\"}"), "documents"));
}

static void fifty_thousand_marks_are_soon_saved(void **state)
{
	struct world *w = *state;
	buf out = { 0 };
	plans_print_head(&out, NULL);
	rect box = { 72, 90.5f, 132, 102.5f };
	for (unsigned i = 0; i < 1000; i++) {
		plan p = { .mem = w->mem, .source = str_fmt(w->mem, "letters/%u.pdf", i), .format = STR("pdf"), .pages = 12 };
		snprintf(p.sha256, sizeof p.sha256, "%064x", i);
		for (unsigned k = 0; k < 50; k++)
			*plan_add(&p) = (mark){ .kind = MARK_TEXT, .unit = STR("page 3"), .page = 3, .beg = 10 * k, .end = 10 * k + 9, .boxes = &box, .nboxes = 1, .rule = STR("ssn"),
				.code = STR("SSN"), .reason = STR("social security number"), .rank = 90, .by = STR("rule"), .at = STR("2026-11-22T18:00:00Z") };
		plan_number(&p);
		buf_z(&out, i ? ",\n" : "");
		plans_print_document(&out, &p, false);
	}
	plans_print_end(&out);
	put(w, out.p);
	plans *p = open_it(w, PLANS_CHANGE);
	assert_int_equal(p->n, 1000);
	err e = ERR_INIT;
	for (unsigned i = 0; i < 20; i++) {
		p->list[i * 40].plan.marks[i].state = MARK_ACCEPTED;
		plans_touch(p, i * 40);
		assert_true(plans_save(p, &e));
	}
	plans_close(p);
	p = open_it(w, PLANS_READ);
	for (unsigned i = 0; i < 20; i++)
		assert_int_equal(p->list[i * 40].plan.marks[i].state, MARK_ACCEPTED);
	plans_close(p);
	buf_free(&out);
}

#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_FOLDER(a_document_that_nobody_changed_stands_as_it_did),
		WITH_FOLDER(a_save_keeps_the_mode_and_follows_links),
		WITH_FOLDER(two_do_not_change_the_same_plan),
		WITH_FOLDER(what_an_editor_wrote_meanwhile_is_not_overwritten),
		WITH_FOLDER(values_stay_out_of_a_plan_that_had_none),
		WITH_FOLDER(a_document_is_found_by_its_bytes_and_among_copies_by_name),
		WITH_FOLDER(a_fault_is_told_by_line_and_field),
		WITH_FOLDER(what_is_no_json_is_told_by_line),
		WITH_FOLDER(fifty_thousand_marks_are_soon_saved),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
