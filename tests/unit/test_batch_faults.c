/* The whole job on a tiny format: documents that are at fault, and outputs that are. */
#include "tests/unit/batch_world.h"

static void a_file_that_still_holds_the_value_gets_no_output(void **state)
{
	struct world *w = *state;
	put(w->in, "a.plain", "PLAIN leak\n\n\nDear Okonjo\n");
	assert_true(go(w));
	assert_int_equal(w->sum.status, 1);
	assert_int_equal(w->state, ITEM_REFUSED);
	assert_non_null(strstr(w->trouble, "values-gone"));
	assert_false(exists(w, "a.plain"));
	assert_int_equal(files_in_out(w), 2);
	assert_true(holds(read_out(w, "proof.jsonl"), "\"proven\":false"));
}

static void a_value_only_carriers_show_is_found(void **state)
{
	struct world *w = *state;
	put(w->in, "a.plain", "PLAIN hide\n\n\nDear Okonjo\n");
	assert_true(go(w));
	assert_non_null(strstr(w->trouble, "carriers-clean"));
	assert_false(exists(w, "a.plain"));
}

static void words_that_changed_outside_the_marks_are_no_proof(void **state)
{
	struct world *w = *state;
	put(w->in, "a.plain", "PLAIN change\n\n\nDear Okonjo and others\n");
	assert_true(go(w));
	assert_non_null(strstr(w->trouble, "text-kept"));
	assert_false(exists(w, "a.plain"));
}

static void a_crash_fails_one_file_and_names_the_signal(void **state)
{
	struct world *w = *state;
	put(w->in, "a.plain", "PLAIN crash\n\n\nx\n");
	assert_true(go(w));
	assert_non_null(strstr(w->trouble, "ended by signal 6 (aborted), and so when it was tried again alone"));
	put(w->in, "b.plain", "PLAIN\n\n\nfine\n");
	w->o.overwrite = true;
	assert_true(go(w));
	assert_int_equal(w->sum.proven, 1);
	assert_int_equal(w->sum.failed, 1);
	assert_int_equal(w->sum.status, 1);
	assert_true(exists(w, "b.plain"));
}

static void a_reader_that_hangs_is_stopped(void **state)
{
	struct world *w = *state;
	w->o.seconds = 1;
	put(w->in, "a.plain", "PLAIN hang\n\n\nx\n");
	assert_true(go(w));
	assert_non_null(strstr(w->trouble, "took longer than 1 s"));
	assert_int_equal(w->sum.status, 4);
}

static void a_reader_that_grows_is_stopped(void **state)
{
	struct world *w = *state;
#ifdef __SANITIZE_ADDRESS__
	(void)w;
	skip();
#endif
	w->o.memory = (uint64_t)512 << 20;
	put(w->in, "a.plain", "PLAIN grow\n\n\nx\n");
	assert_true(go(w));
	assert_non_null(strstr(w->trouble, "more memory"));
}

static void a_refusal_comes_with_its_hint(void **state)
{
	struct world *w = *state;
	put(w->in, "a.plain", "PLAIN refuse\n\n\nx\n");
	assert_true(go(w));
	assert_string_equal(w->trouble, "is locked");
	assert_string_equal(w->hint, "unlock it");
	assert_int_equal(w->sum.status, 1);
}

static void a_page_without_readable_text_is_told_and_exits_1(void **state)
{
	struct world *w = *state;
	put(w->in, "a.plain", "PLAIN scan\n\n\nx\n");
	assert_true(go(w));
	assert_int_equal(w->sum.unsearchable, 1);
	assert_int_equal(w->sum.status, 1);
	assert_true(exists(w, "a.plain"));
}

static void unknown_files_in_a_folder_are_skipped_and_told(void **state)
{
	struct world *w = *state;
	put(w->in, "a.plain", "PLAIN\n\n\nx\n");
	put(w->in, "notes.txt", "just notes");
	assert_true(go(w));
	assert_int_equal(w->sum.skipped, 1);
	assert_int_equal(w->sum.status, 1);
}

static void an_unknown_file_alone_is_an_input_error(void **state)
{
	struct world *w = *state;
	put(w->in, "notes.txt", "just notes");
	w->inputs[0] = test_path(w->in, "notes.txt", w->mem);
	assert_true(go(w));
	assert_int_equal(w->sum.status, 3);
	assert_non_null(strstr(w->trouble, "not a format we know"));
}

static void an_empty_file_is_an_input_error(void **state)
{
	struct world *w = *state;
	put(w->in, "a.plain", "");
	assert_true(go(w));
	assert_int_equal(w->sum.status, 3);
	assert_non_null(strstr(w->trouble, "zero bytes"));
}

static void a_file_claimed_by_two_formats_is_refused(void **state)
{
	struct world *w = *state;
	put(w->in, "a.plain", "PLAIN both\n\n\nx\n");
	assert_true(go(w));
	assert_int_equal(w->state, ITEM_REFUSED);
	assert_non_null(strstr(w->trouble, "could be"));
}

static void an_older_output_does_not_survive_a_failed_overwrite(void **state)
{
	struct world *w = *state;
	put(w->in, "a.plain", "PLAIN leak\n\n\nOkonjo\n");
	put(w->out, "a.plain", "Okonjo");
	w->o.overwrite = true;
	assert_true(go(w));
	assert_false(exists(w, "a.plain"));
}

static void a_missing_input_is_told_and_the_rest_goes_on(void **state)
{
	struct world *w = *state;
	put(w->in, "a.plain", "PLAIN\n\n\nx\n");
	w->inputs[1] = "/nonexistent/b.plain";
	w->o.ninputs = 2;
	assert_true(go(w));
	assert_int_equal(w->sum.proven, 1);
	assert_int_equal(w->sum.status, 1);
	w->inputs[0] = "/nonexistent/b.plain";
	w->o.ninputs = 1;
	assert_true(go(w));
	assert_int_equal(w->sum.status, 3);
}

#define IN_WORLD(test) cmocka_unit_test_setup_teardown(test, world_set_up, world_drop)

int main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], WORKER_COMMAND) == 0)
		return worker_main(&plain_kit);
	const struct CMUnitTest tests[] = {
		IN_WORLD(a_file_that_still_holds_the_value_gets_no_output),
		IN_WORLD(a_value_only_carriers_show_is_found),
		IN_WORLD(words_that_changed_outside_the_marks_are_no_proof),
		IN_WORLD(a_crash_fails_one_file_and_names_the_signal),
		IN_WORLD(a_reader_that_hangs_is_stopped),
		IN_WORLD(a_reader_that_grows_is_stopped),
		IN_WORLD(a_refusal_comes_with_its_hint),
		IN_WORLD(a_page_without_readable_text_is_told_and_exits_1),
		IN_WORLD(unknown_files_in_a_folder_are_skipped_and_told),
		IN_WORLD(an_unknown_file_alone_is_an_input_error),
		IN_WORLD(an_empty_file_is_an_input_error),
		IN_WORLD(a_file_claimed_by_two_formats_is_refused),
		IN_WORLD(an_older_output_does_not_survive_a_failed_overwrite),
		IN_WORLD(a_missing_input_is_told_and_the_rest_goes_on),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
