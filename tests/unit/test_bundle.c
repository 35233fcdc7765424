/* Whole bundles: sealed and opened again, and what must not be sealed. */
#include "share/padme.h"
#include "tests/unit/bundle_kit.h"

/* ---- the plain way ------------------------------------------------------------------------------ */

static void what_was_sealed_comes_out(void **state)
{
	struct desk *d = *state;
	err e = ERR_INIT;
	char *to = path_in(d, d->top, "opened");
	fill(d);
	if (!seal(d, &e) || !extract(d, to, &e))
		fail_msg("%s", e.text);
	assert_true(str_is(read_text(d, path_in(d, to, "exhibit 1.pdf")), "%PDF-1.7 one"));
	assert_int_equal(run("diff -r -x MANIFEST.json -x MANIFEST.json.minisig -x READ-ME.txt '%s' '%s'",
	                     d->out, to), 0);
	assert_true(is_there(path_in(d, to, "READ-ME.txt")));
}

static void the_manifest_says_who_for_whom_and_until_when(void **state)
{
	struct desk *d = *state;
	fill(d);
	assert_true(seal(d, NULL));
	bundle *b = open_it(d, NULL);
	assert_non_null(b);
	const manifest *m = bundle_manifest(b);
	assert_true(str_is(m->to, "Barrow LLP"));
	assert_true(str_is(m->matter, "24-cv-118"));
	assert_int_equal(m->not_after, NOW + 30 * DAY);
	assert_memory_equal(&m->sender, &d->key.pub, sizeof m->sender);
	assert_int_equal(m->n, 6);
	assert_true(str_is(m->files[0].name, "READ-ME.txt"));
	assert_true(m->files[1].proven && m->files[1].proof[0]);
	assert_false(m->unproven);
	assert_int_equal(m->payload, padme_size(m->payload));
	bundle_close(b);
}

static void nothing_but_the_bundle_is_left_behind(void **state)
{
	struct desk *d = *state;
	struct stat st;
	fill(d);
	assert_true(seal(d, NULL));
	assert_int_equal(run("test \"$(ls -A '%s' | tr '\\n' ' ')\" = 'b.age out '", d->top), 0);
	assert_int_equal(stat(d->bundle, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
}

static void two_hundred_files_in_folders_come_out(void **state)
{
	struct desk *d = *state;
	char name[64];
	for (int i = 0; i < 200; i++) {
		snprintf(name, sizeof name, "vol %d/page %03d.pdf", i / 50, i);
		str text = str_fmt(d->mem, "document %d %*s", i, i * 411, "end");
		add_document(d, name, text);
	}
	char *to = path_in(d, d->top, "opened");
	assert_true(seal(d, NULL));
	assert_true(extract(d, to, NULL));
	for (int i = 0; i < 4; i++)
		assert_int_equal(run("diff -r '%s/vol %d' '%s/vol %d'", d->out, i, to, i), 0);
}

/* ---- what must not be sealed -------------------------------------------------------------------- */

static void refused(const struct desk *d, err_kind kind, const char *part)
{
	err e = ERR_INIT;
	assert_false(seal(d, &e));
	assert_int_equal(e.kind, kind);
	if (!strstr(e.text, part))
		fail_msg("'%s' is not in '%s'", part, e.text);
	assert_false(is_there(d->bundle));
	assert_int_equal(run("test -z \"$(find '%s' -name '.underseal-*')\"", d->top), 0);
}

static void a_file_without_proof_is_refused(void **state)
{
	struct desk *d = *state;
	fill(d);
	write_text(path_in(d, d->out, "stray.pdf"), STR("x"));
	refused(d, ERR_REFUSED, "stray.pdf: there is no proof of it");
}

static void a_file_changed_since_its_proof_is_refused(void **state)
{
	struct desk *d = *state;
	fill(d);
	write_text(path_in(d, d->out, "exhibit 1.pdf"), STR("%PDF-1.7 One"));
	refused(d, ERR_REFUSED, "exhibit 1.pdf: it was changed after it was proven");
}

static void a_failed_proof_is_refused(void **state)
{
	struct desk *d = *state;
	fill(d);
	prove(d, "letters/empty.pdf", false);
	refused(d, ERR_REFUSED, "letters/empty.pdf: its proof does not hold");
}

static void a_folder_without_proofs_is_refused(void **state)
{
	struct desk *d = *state;
	write_text(path_in(d, d->out, "a.pdf"), STR("x"));
	refused(d, ERR_REFUSED, "has no proof.jsonl");
}

static void a_broken_line_of_proofs_is_refused(void **state)
{
	struct desk *d = *state;
	fill(d);
	FILE *f = fopen(path_in(d, d->out, "proof.jsonl"), "a");
	fputs("{\"schema\":\"proof/1\",\"pro", f);
	fclose(f);
	refused(d, ERR_INPUT, "proof.jsonl: line 4 is not a proof");
}

static void a_link_is_refused(void **state)
{
	struct desk *d = *state;
	fill(d);
	assert_int_equal(symlink("/etc/passwd", path_in(d, d->out, "link.pdf")), 0);
	refused(d, ERR_REFUSED, "link.pdf: link, not followed");
}

static void names_that_collide_are_refused(void **state)
{
	struct desk *d = *state;
	fill(d);
	add_document(d, "Exhibit 1.PDF", STR("x"));
	refused(d, ERR_REFUSED, "is the same name as");
}

static void a_name_not_every_system_allows_is_refused(void **state)
{
	struct desk *d = *state;
	fill(d);
	add_document(d, "re: you.pdf", STR("x"));
	refused(d, ERR_REFUSED, "re: you.pdf: its name has one of");
}

static void an_empty_folder_is_refused(void **state)
{
	struct desk *d = *state;
	write_text(path_in(d, d->out, "proof.jsonl"), STR(""));
	refused(d, ERR_REFUSED, "holds no document");
}

static void a_bundle_is_never_written_into_its_folder(void **state)
{
	struct desk *d = *state;
	fill(d);
	d->bundle = path_in(d, d->out, "b.age");
	refused(d, ERR_USAGE, "would lie in the folder");
}

static void an_existing_file_is_not_replaced(void **state)
{
	struct desk *d = *state;
	err e = ERR_INIT;
	fill(d);
	write_text(d->bundle, STR("precious"));
	assert_false(seal(d, &e));
	assert_int_equal(e.kind, ERR_USAGE);
	assert_true(str_is(read_text(d, d->bundle), "precious"));
}

static void unproven_files_travel_only_when_the_manifest_says_so(void **state)
{
	struct desk *d = *state;
	fill(d);
	write_text(path_in(d, d->out, "stray.pdf"), STR("x"));
	bundle_order o = order_of(d);
	o.include_unproven = true;
	bundle_made made;
	assert_true(bundle_seal(&o, d->mem, &made, NULL));
	bundle *b = open_it(d, NULL);
	assert_non_null(b);
	const manifest *m = bundle_manifest(b);
	assert_true(m->unproven);
	for (size_t i = 0; i < m->n; i++)
		if (m->files[i].role == ROLE_DOCUMENT)
			assert_int_equal(m->files[i].proven, !str_is(m->files[i].name, "stray.pdf"));
	bundle_close(b);
}

static void plans_and_hidden_files_never_travel(void **state)
{
	struct desk *d = *state;
	fill(d);
	write_text(path_in(d, d->out, "innocent.txt"), STR("\n{ \"schema\" : \"plan/1\", \"documents\": []}"));
	write_text(path_in(d, d->out, "letters/.DS_Store"), STR("x"));
	write_text(path_in(d, d->out, ".underseal-0123"), STR("x"));
	write_text(path_in(d, d->out, "Read-Me.txt"), STR("x"));
	bundle_order o = order_of(d);
	bundle_made made;
	o.include_unproven = true;
	assert_true(bundle_seal(&o, d->mem, &made, NULL));
	assert_int_equal(made.nleft, 4);
	assert_int_equal(made.said.n, 6);
}

static void change_first(void *arg)
{
	const struct desk *d = arg;
	write_text(path_in(d, d->out, "exhibit 1.pdf"), STR("%PDF-1.7 eno"));
}

static void shorten_first(void *arg)
{
	const struct desk *d = arg;
	write_text(path_in(d, d->out, "exhibit 1.pdf"), STR("%PDF"));
}

static void lengthen_first(void *arg)
{
	const struct desk *d = arg;
	write_text(path_in(d, d->out, "exhibit 1.pdf"), STR("%PDF-1.7 one and more"));
}

static void remove_first(void *arg)
{
	const struct desk *d = arg;
	unlink(path_in(d, d->out, "exhibit 1.pdf"));
}

static void link_first(void *arg)
{
	const struct desk *d = arg;
	write_text(path_in(d, d->top, "same"), STR("%PDF-1.7 one"));
	unlink(path_in(d, d->out, "exhibit 1.pdf"));
	assert_int_equal(symlink("../same", path_in(d, d->out, "exhibit 1.pdf")), 0);
}

static void a_file_that_changes_between_the_passes_stops_it(void **state)
{
	struct desk *d = *state;
	void (*const tricks[])(void *) = { change_first, shorten_first, lengthen_first, remove_first,
		                               link_first };
	for (size_t i = 0; i < sizeof tricks / sizeof *tricks; i++) {
		unlink(path_in(d, d->out, "exhibit 1.pdf"));
		unlink(path_in(d, d->out, "proof.jsonl"));
		fill(d);
		bundle_order o = order_of(d);
		bundle_made made;
		err e = ERR_INIT;
		o.between = tricks[i];
		o.arg = d;
		assert_false(bundle_seal(&o, d->mem, &made, &e));
		assert_non_null(strstr(e.text, "exhibit 1.pdf"));
		assert_false(is_there(d->bundle));
		assert_int_equal(run("test -z \"$(find '%s' -name '.underseal-*')\"", d->top), 0);
	}
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(what_was_sealed_comes_out),
		TEST(the_manifest_says_who_for_whom_and_until_when),
		TEST(nothing_but_the_bundle_is_left_behind),
		TEST(two_hundred_files_in_folders_come_out),
		TEST(a_file_without_proof_is_refused),
		TEST(a_file_changed_since_its_proof_is_refused),
		TEST(a_failed_proof_is_refused),
		TEST(a_folder_without_proofs_is_refused),
		TEST(a_broken_line_of_proofs_is_refused),
		TEST(a_link_is_refused),
		TEST(names_that_collide_are_refused),
		TEST(a_name_not_every_system_allows_is_refused),
		TEST(an_empty_folder_is_refused),
		TEST(a_bundle_is_never_written_into_its_folder),
		TEST(an_existing_file_is_not_replaced),
		TEST(unproven_files_travel_only_when_the_manifest_says_so),
		TEST(plans_and_hidden_files_never_travel),
		TEST(a_file_that_changes_between_the_passes_stops_it),
	};
	if (sodium_init() < 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
