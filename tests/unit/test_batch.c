/* The whole job on a tiny format: what comes out, where, and under which name. */
#include "tests/unit/batch_world.h"

#include "redact/work/batch/place.h"

static void a_proven_file_lies_under_its_name_with_log_and_proof(void **state)
{
	struct world *w = *state;
	put(w->in, "sub/letter.plain", "PLAIN\n\n\nDear Okonjo, your number is 123-45-6789 now.\n");
	assert_true(go(w));
	assert_int_equal(w->sum.status, 0);
	str s = read_out(w, "sub/letter.plain");
	assert_true(holds(s, "Dear [NAME], your number is [SSN] now."));
	assert_true(holds(read_out(w, "redaction-log.csv"), "1,,,,sub/letter.plain,1,NAME,listed term,term,underseal test,"));
	assert_true(holds(read_out(w, "proof.jsonl"), "\"proven\":true"));
	assert_int_equal(files_in_out(w), 3);
}

static void no_removed_word_is_in_log_proof_or_any_name(void **state)
{
	struct world *w = *state;
	put(w->in, "Okonjo/Letter to Okonjo 123-45-6789.plain", "PLAIN\n\n\nOkonjo 123-45-6789\n");
	put(w->in, "Okonjo/broken okonjo.plain", "PLAIN refuse\n\n\nx\n");
	assert_true(go(w));
	str all[] = { read_out(w, "redaction-log.csv"), read_out(w, "proof.jsonl") };
	for (size_t i = 0; i < 2; i++) {
		assert_true(all[i].n > 0);
		assert_false(holds(all[i], "konjo"));
		assert_false(holds(all[i], "6789"));
	}
	assert_true(exists(w, "[NAME]/Letter to [NAME] [SSN].plain"));
	assert_false(exists(w, "Okonjo"));
}

static void two_names_made_neutral_alike_are_numbered_in_order(void **state)
{
	struct world *w = *state;
	put(w->folder, "terms.txt", "Okonjo\nMueller\n");
	put(w->in, "a Mueller.plain", "PLAIN\n\n\nfirst\n");
	put(w->in, "a Okonjo.plain", "PLAIN\n\n\nsecond\n");
	assert_true(go(w));
	assert_true(holds(read_out(w, "a [NAME].plain"), "first"));
	assert_true(holds(read_out(w, "a [NAME] (2).plain"), "second"));
}

static void a_value_found_by_rule_is_removed_where_only_the_hunt_sees_it(void **state)
{
	struct world *w = *state;
	put(w->in, "a.plain", "PLAIN\n\n\n123-45-6789 and again 123 45 6789 and 123456789.\n");
	assert_true(go(w));
	assert_true(holds(read_out(w, "a.plain"), "[SSN] and again [SSN] and [SSN]."));
	assert_int_equal(w->sum.status, 0);
}

static void an_output_inside_the_input_is_a_usage_error(void **state)
{
	struct world *w = *state;
	put(w->in, "a.plain", "PLAIN\n\n\nx\n");
	w->o.folder = test_path(w->in, "out", w->mem);
	assert_false(go(w));
	assert_int_equal(w->e.kind, ERR_USAGE);
	assert_int_equal(w->told, 0);
}

static void an_input_inside_the_output_is_a_usage_error(void **state)
{
	struct world *w = *state;
	put(w->in, "a.plain", "PLAIN\n\n\nx\n");
	w->o.folder = w->folder;
	assert_false(go(w));
	assert_int_equal(w->e.kind, ERR_USAGE);
	w->inputs[0] = test_path(w->in, "a.plain", w->mem);
	w->o.folder = w->in;
	assert_false(go(w));
	assert_int_equal(w->e.kind, ERR_USAGE);
}

static void of_two_inputs_for_one_output_one_gets_a_number(void **state)
{
	struct world *w = *state;
	put(w->in, "a.plain", "PLAIN\n\n\nfirst\n");
	put(w->in, "a.pln", "PLAIN\n\n\nsecond\n");
	assert_true(go(w));
	assert_true(holds(read_out(w, "a.plain"), "first"));
	assert_true(holds(read_out(w, "a (2).plain"), "second"));
}

static void an_output_that_exists_is_refused_unless_overwriting(void **state)
{
	struct world *w = *state;
	put(w->in, "a.plain", "PLAIN\n\n\nnew\n");
	put(w->out, "a.plain", "old");
	assert_false(go(w));
	assert_int_equal(w->e.kind, ERR_USAGE);
	assert_true(str_is(read_out(w, "a.plain"), "old"));
	w->o.overwrite = true;
	assert_true(go(w));
	assert_true(holds(read_out(w, "a.plain"), "new"));
}

static void what_a_killed_run_left_is_taken_away(void **state)
{
	struct world *w = *state;
	put(w->in, "a.plain", "PLAIN\n\n\nOkonjo\n");
	put(w->out, ".underseal-work/.underseal-0123", "half a document of Okonjo");
	assert_true(go(w));
	assert_int_equal(w->sum.status, 0);
	assert_int_equal(files_in_out(w), 3);
}

static void two_runs_never_write_into_one_folder(void **state)
{
	struct world *w = *state;
	workroom room = { 0 };
	put(w->in, "a.plain", "PLAIN\n\n\nOkonjo\n");
	put(w->out, "b.txt", "");
	assert_true(workroom_open(w->out, (shard){ 0 }, w->mem, &room, &w->e));
	put(w->out, ".underseal-work/half", "what a killed worker left");
	assert_false(go(w));
	assert_int_equal(w->e.kind, ERR_USAGE);
	assert_true(*w->e.hint);
	workroom_close(&room);
	assert_false(exists(w, ".underseal-work"));
	assert_true(go(w));
}

static void a_name_that_json_cannot_write_is_made_plain(void **state)
{
	struct world *w = *state;
	put(w->in, "M\xfcller\nletter.plain", "PLAIN\n\n\nOkonjo\n");
	assert_true(go(w));
	assert_int_equal(w->sum.status, 0);
	assert_true(exists(w, "M_ller_letter.plain"));
	assert_true(holds(read_out(w, "proof.jsonl"), "\"output\":\"M_ller_letter.plain\""));
}

static void a_second_run_adds_to_log_and_proof(void **state)
{
	struct world *w = *state;
	put(w->in, "a.plain", "PLAIN\n\n\nOkonjo\n");
	assert_true(go(w));
	char *second = test_path(w->folder, "in2", w->mem);
	put(second, "b.plain", "PLAIN\n\n\nOkonjo\n");
	w->inputs[0] = second;
	assert_true(go(w));
	str log = read_out(w, "redaction-log.csv");
	assert_true(holds(log, "1,,,,a.plain"));
	assert_true(holds(log, "2,,,,b.plain"));
	assert_true(holds(read_out(w, "proof.jsonl"), "\"output\":\"a.plain\""));
}

static void terms_among_the_documents_are_not_documents(void **state)
{
	struct world *w = *state;
	put(w->in, "a.plain", "PLAIN\n\n\nx\n");
	put(w->in, "terms.txt", "Okonjo\n");
	w->terms = test_path(w->in, "terms.txt", w->mem);
	w->term_list[0] = str_of(w->terms);
	w->o.aside = &w->terms;
	w->o.naside = 1;
	assert_true(go(w));
	assert_int_equal(w->sum.status, 0);
	assert_int_equal(w->sum.files, 1);
}

static void the_outcome_does_not_depend_on_how_many_work_at_once(void **state)
{
	struct world *w = *state;
	setenv("SOURCE_DATE_EPOCH", "1700000000", 1);
	for (int i = 0; i < 12; i++)
		put(w->in, str_fmt(w->mem, "%02d Okonjo.plain", i % 6 * 2 + i / 6).p, "PLAIN\n\n\nOkonjo 123-45-6789\n");
	w->o.jobs = 1;
	assert_true(go(w));
	str log = read_out(w, "redaction-log.csv"), proofs = read_out(w, "proof.jsonl");
	w->o.jobs = 5;
	w->o.folder = w->out = test_path(w->folder, "out5", w->mem);
	assert_true(go(w));
	assert_true(str_eq(log, read_out(w, "redaction-log.csv")));
	assert_true(str_eq(proofs, read_out(w, "proof.jsonl")));
	unsetenv("SOURCE_DATE_EPOCH");
}

#define IN_WORLD(test) cmocka_unit_test_setup_teardown(test, world_set_up, world_drop)

int main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], WORKER_COMMAND) == 0)
		return worker_main(&plain_kit);
	const struct CMUnitTest tests[] = {
		IN_WORLD(a_proven_file_lies_under_its_name_with_log_and_proof),
		IN_WORLD(no_removed_word_is_in_log_proof_or_any_name),
		IN_WORLD(two_names_made_neutral_alike_are_numbered_in_order),
		IN_WORLD(a_value_found_by_rule_is_removed_where_only_the_hunt_sees_it),
		IN_WORLD(an_output_inside_the_input_is_a_usage_error),
		IN_WORLD(an_input_inside_the_output_is_a_usage_error),
		IN_WORLD(of_two_inputs_for_one_output_one_gets_a_number),
		IN_WORLD(an_output_that_exists_is_refused_unless_overwriting),
		IN_WORLD(what_a_killed_run_left_is_taken_away),
		IN_WORLD(two_runs_never_write_into_one_folder),
		IN_WORLD(a_name_that_json_cannot_write_is_made_plain),
		IN_WORLD(a_second_run_adds_to_log_and_proof),
		IN_WORLD(terms_among_the_documents_are_not_documents),
		IN_WORLD(the_outcome_does_not_depend_on_how_many_work_at_once),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
