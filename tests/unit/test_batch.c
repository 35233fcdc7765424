/* The whole job on a tiny format, with real worker processes: this program starts itself again. */
#include "tests/unit/plain.h"

#include "redact/work/batch.h"
#include "redact/work/place.h"
#include "redact/work/worker.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <cmocka.h>

struct world {
	arena *mem;
	char *folder;
	const char *in, *out, *terms;
	const char *inputs[4];
	str term_list[1];
	batch_options o;
	batch_sum sum;
	err e;
	char last[512];        /* trouble of the last item told */
	char hint[256];
	item_state state;
	size_t told;
};

static void told(void *arg, const batch_item *it)
{
	struct world *w = arg;
	w->told++;
	w->state = it->state;
	snprintf(w->last, sizeof w->last, "%s", it->trouble.text);
	snprintf(w->hint, sizeof w->hint, "%s", it->trouble.hint);
}

static int set_up(void **state)
{
	struct world *w = calloc(1, sizeof *w);
	w->mem = arena_new();
	w->folder = test_folder();
	w->in = test_path(w->folder, "in", w->mem);
	w->out = test_path(w->folder, "out", w->mem);
	w->terms = test_path(w->folder, "terms.txt", w->mem);
	put(w->folder, "terms.txt", "Okonjo\n");
	w->inputs[0] = w->in;
	w->term_list[0] = str_of(w->terms);
	w->o = (batch_options){
		.kit = &plain_kit, .inputs = w->inputs, .ninputs = 1, .folder = w->out, .scan = true,
		.want = { .terms = w->term_list, .nterms = 1 }, .jobs = 2, .seconds = 60,
		.memory = (uint64_t)2 << 30, .tool = "underseal test",
	};
	*state = w;
	return 0;
}

static int tear_down(void **state)
{
	struct world *w = *state;
	remove_folder(w->folder);
	arena_drop(w->mem);
	free(w);
	return 0;
}

static bool go(struct world *w)
{
	batch_calls calls = { .told = told, .arg = w };
	w->told = 0;
	w->e = (err)ERR_INIT;
	return batch_run(&w->o, &calls, &w->sum, &w->e);
}

static str read_out(struct world *w, const char *name)
{
	str s = STR("");
	file_read(test_path(w->out, name, w->mem), 1 << 20, w->mem, &s, NULL);
	return s;
}

static bool holds(str s, const char *what)
{
	return s.n && memmem(s.p, s.n, what, strlen(what)) != NULL;
}

static bool exists(struct world *w, const char *name)
{
	struct stat st;
	return lstat(test_path(w->out, name, w->mem), &st) == 0;
}

static size_t files_in_out(struct world *w)
{
	file_list found = { 0 };
	err e = ERR_INIT;
	buf command = { 0 };
	buf_fmt(&command, "find %s -name '.underseal-*' | wc -l", w->out);
	FILE *p = popen(command.p, "r");
	int temps = 0;
	if (fscanf(p, "%d", &temps) != 1)
		temps = -1;
	pclose(p);
	buf_free(&command);
	file_walk(w->out, w->mem, &found, &e);
	return found.n + (size_t)temps;
}

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

static void a_file_that_still_holds_the_value_gets_no_output(void **state)
{
	struct world *w = *state;
	put(w->in, "a.plain", "PLAIN leak\n\n\nDear Okonjo\n");
	assert_true(go(w));
	assert_int_equal(w->sum.status, 1);
	assert_int_equal(w->state, ITEM_REFUSED);
	assert_non_null(strstr(w->last, "values-gone"));
	assert_false(exists(w, "a.plain"));
	assert_int_equal(files_in_out(w), 2);
	assert_true(holds(read_out(w, "proof.jsonl"), "\"proven\":false"));
}

static void a_value_only_carriers_show_is_found(void **state)
{
	struct world *w = *state;
	put(w->in, "a.plain", "PLAIN hide\n\n\nDear Okonjo\n");
	assert_true(go(w));
	assert_non_null(strstr(w->last, "carriers-clean"));
	assert_false(exists(w, "a.plain"));
}

static void words_that_changed_outside_the_marks_are_no_proof(void **state)
{
	struct world *w = *state;
	put(w->in, "a.plain", "PLAIN change\n\n\nDear Okonjo and others\n");
	assert_true(go(w));
	assert_non_null(strstr(w->last, "text-kept"));
	assert_false(exists(w, "a.plain"));
}

static void a_crash_fails_one_file_and_names_the_signal(void **state)
{
	struct world *w = *state;
	put(w->in, "a.plain", "PLAIN crash\n\n\nx\n");
	assert_true(go(w));
	assert_non_null(strstr(w->last, "ended by signal 6 (aborted), and so when it was tried again alone"));
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
	assert_non_null(strstr(w->last, "took longer than 1 s"));
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
	assert_non_null(strstr(w->last, "more memory"));
}

static void a_refusal_comes_with_its_hint(void **state)
{
	struct world *w = *state;
	put(w->in, "a.plain", "PLAIN refuse\n\n\nx\n");
	assert_true(go(w));
	assert_string_equal(w->last, "is locked");
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
	assert_non_null(strstr(w->last, "not a format we know"));
}

static void an_empty_file_is_an_input_error(void **state)
{
	struct world *w = *state;
	put(w->in, "a.plain", "");
	assert_true(go(w));
	assert_int_equal(w->sum.status, 3);
	assert_non_null(strstr(w->last, "zero bytes"));
}

static void a_file_claimed_by_two_formats_is_refused(void **state)
{
	struct world *w = *state;
	put(w->in, "a.plain", "PLAIN both\n\n\nx\n");
	assert_true(go(w));
	assert_int_equal(w->state, ITEM_REFUSED);
	assert_non_null(strstr(w->last, "could be"));
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

static void two_inputs_for_one_output_are_told_before_work(void **state)
{
	struct world *w = *state;
	put(w->in, "a.plain", "PLAIN\n\n\nx\n");
	put(w->in, "a.pln", "PLAIN\n\n\ny\n");
	assert_false(go(w));
	assert_int_equal(w->e.kind, ERR_USAGE);
	assert_non_null(strstr(w->e.text, "would both be written as a.plain"));
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

static void an_older_output_does_not_survive_a_failed_overwrite(void **state)
{
	struct world *w = *state;
	put(w->in, "a.plain", "PLAIN leak\n\n\nOkonjo\n");
	put(w->out, "a.plain", "Okonjo");
	w->o.overwrite = true;
	assert_true(go(w));
	assert_false(exists(w, "a.plain"));
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

static void a_plan_for_other_bytes_is_refused(void **state)
{
	struct world *w = *state;
	put(w->in, "a.plain", "PLAIN\n\n\nOkonjo\n");
	put(w->folder, "plan.json", "{\"schema\":\"plan/1\",\"documents\":[]}");
	w->o.plan_file = test_path(w->folder, "plan.json", w->mem);
	assert_true(go(w));
	assert_int_equal(w->state, ITEM_REFUSED);
	assert_non_null(strstr(w->last, "plan has no document"));
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
	assert_non_null(strstr(w->last, "on page 7"));
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

#define IN_WORLD(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], WORKER_COMMAND) == 0)
		return worker_main(&plain_kit);
	const struct CMUnitTest tests[] = {
		IN_WORLD(a_proven_file_lies_under_its_name_with_log_and_proof),
		IN_WORLD(no_removed_word_is_in_log_proof_or_any_name),
		IN_WORLD(two_names_made_neutral_alike_are_numbered_in_order),
		IN_WORLD(a_value_found_by_rule_is_removed_where_only_the_hunt_sees_it),
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
		IN_WORLD(an_output_inside_the_input_is_a_usage_error),
		IN_WORLD(an_input_inside_the_output_is_a_usage_error),
		IN_WORLD(two_inputs_for_one_output_are_told_before_work),
		IN_WORLD(an_output_that_exists_is_refused_unless_overwriting),
		IN_WORLD(what_a_killed_run_left_is_taken_away),
		IN_WORLD(two_runs_never_write_into_one_folder),
		IN_WORLD(a_name_that_json_cannot_write_is_made_plain),
		IN_WORLD(an_older_output_does_not_survive_a_failed_overwrite),
		IN_WORLD(a_second_run_adds_to_log_and_proof),
		IN_WORLD(a_label_that_would_print_a_value_is_a_usage_error),
		IN_WORLD(a_code_that_is_itself_a_term_is_not_printed),
		IN_WORLD(a_missing_input_is_told_and_the_rest_goes_on),
		IN_WORLD(terms_among_the_documents_are_not_documents),
		IN_WORLD(a_plan_for_other_bytes_is_refused),
		IN_WORLD(a_plan_is_carried_out_and_rejected_marks_stay),
		IN_WORLD(a_box_on_a_page_that_is_not_there_is_told),
		IN_WORLD(a_box_for_a_file_that_is_no_input_is_a_usage_error),
		IN_WORLD(the_outcome_does_not_depend_on_how_many_work_at_once),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
