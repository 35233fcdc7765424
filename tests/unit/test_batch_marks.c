/* The whole job on a tiny format: marks that a person made, and what is printed on their boxes. */
#include "tests/unit/batch_world.h"

static void a_label_that_would_print_a_value_is_a_usage_error(void **state)
{
	struct world *w = *state;
	put(w->in, "a.plain", "PLAIN\n\n\nx\n");
	w->o.label = STR("was Okonjo");
	assert_false(go(w));
	assert_int_equal(w->e.kind, ERR_USAGE);
}

static void a_code_that_is_itself_a_term_is_not_printed(void **state)
{
	struct world *w = *state;
	put(w->folder, "terms.txt", "name\n");
	put(w->in, "a.plain", "PLAIN\n\n\nmy name here\n");
	assert_true(go(w));
	assert_int_equal(w->sum.status, 0);
	assert_true(holds(read_out(w, "a.plain"), "my [] here"));
}

static void a_plan_for_other_bytes_is_refused(void **state)
{
	struct world *w = *state;
	put(w->in, "a.plain", "PLAIN\n\n\nOkonjo\n");
	put(w->folder, "plan.json", "{\"schema\":\"plan/1\",\"documents\":[]}");
	w->o.plan_file = test_path(w->folder, "plan.json", w->mem);
	assert_true(go(w));
	assert_int_equal(w->state, ITEM_REFUSED);
	assert_non_null(strstr(w->trouble, "plan has no document"));
}

static void a_plan_is_carried_out_and_rejected_marks_stay(void **state)
{
	struct world *w = *state;
	const char *body = "PLAIN\n\n\nOkonjo and 123-45-6789\n";
	put(w->in, "a.plain", body);
	char sha[65];
	hash_sha256(str_of(body), sha);
	str plan_file = str_fmt(w->mem, "{\"schema\":\"plan/1\",\"documents\":[{\"source\":\"a.plain\",\"sha256\":\"%s\","
		"\"marks\":[{\"kind\":\"text\",\"state\":\"rejected\",\"unit\":\"page 1\",\"beg\":0,\"end\":6,\"rule\":\"term\"},"
		"{\"kind\":\"text\",\"state\":\"accepted\",\"unit\":\"page 1\",\"beg\":11,\"end\":22,\"rule\":\"ssn\",\"code\":\"SSN\",\"by\":\"A. Attorney\"}]}]}", sha);
	put(w->folder, "plan.json", plan_file.p);
	w->o.plan_file = test_path(w->folder, "plan.json", w->mem);
	assert_true(go(w));
	assert_int_equal(w->sum.status, 0);
	assert_true(holds(read_out(w, "a.plain"), "Okonjo and [SSN]"));
	assert_true(holds(read_out(w, "redaction-log.csv"), "A. Attorney"));
}

static void a_box_on_a_page_that_is_not_there_is_told(void **state)
{
	struct world *w = *state;
	put(w->in, "a.plain", "PLAIN\n\n\nx\n");
	batch_box box = { "a.plain", 7, { 0, 0, 10, 10 } };
	w->o.boxes = &box;
	w->o.nboxes = 1;
	assert_true(go(w));
	assert_non_null(strstr(w->trouble, "on page 7"));
	assert_int_equal(w->sum.status, 2);
}

static void a_box_for_a_file_that_is_no_input_is_a_usage_error(void **state)
{
	struct world *w = *state;
	put(w->in, "a.plain", "PLAIN\n\n\nx\n");
	batch_box box = { "other.plain", 1, { 0, 0, 10, 10 } };
	w->o.boxes = &box;
	w->o.nboxes = 1;
	assert_false(go(w));
	assert_int_equal(w->e.kind, ERR_USAGE);
}

#define IN_WORLD(test) cmocka_unit_test_setup_teardown(test, world_set_up, world_drop)

int main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], WORKER_COMMAND) == 0)
		return worker_main(&plain_kit);
	const struct CMUnitTest tests[] = {
		IN_WORLD(a_label_that_would_print_a_value_is_a_usage_error),
		IN_WORLD(a_code_that_is_itself_a_term_is_not_printed),
		IN_WORLD(a_plan_for_other_bytes_is_refused),
		IN_WORLD(a_plan_is_carried_out_and_rejected_marks_stay),
		IN_WORLD(a_box_on_a_page_that_is_not_there_is_told),
		IN_WORLD(a_box_for_a_file_that_is_no_input_is_a_usage_error),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
