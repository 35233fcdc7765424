#include "tests/unit/plain.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <cmocka.h>

struct world {
	arena *mem;
	char *folder;
	err e;
};

static int set_up(void **state)
{
	struct world *w = calloc(1, sizeof *w);
	w->mem = arena_new();
	w->folder = test_folder();
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

static char *at(struct world *w, const char *name) { return test_path(w->folder, name, w->mem); }

static void a_file_is_read_whole(void **state)
{
	struct world *w = *state;
	str s;
	put(w->folder, "a", "some bytes");
	assert_true(file_read(at(w, "a"), 100, w->mem, &s, &w->e));
	assert_true(str_is(s, "some bytes"));
	assert_int_equal(s.p[s.n], 0);
}

static void a_file_over_the_limit_is_refused(void **state)
{
	struct world *w = *state;
	str s;
	put(w->folder, "a", "some bytes");
	assert_false(file_read(at(w, "a"), 9, w->mem, &s, &w->e));
	assert_int_equal(w->e.kind, ERR_INPUT);
}

static void folders_and_pipes_are_no_files(void **state)
{
	struct world *w = *state;
	str s;
	assert_false(file_read(w->folder, 100, w->mem, &s, &w->e));
	assert_int_equal(mkfifo(at(w, "pipe"), 0600), 0);
	assert_false(file_read(at(w, "pipe"), 100, w->mem, &s, &w->e));
	assert_non_null(strstr(w->e.text, "not a file"));
}

static void the_hash_is_sha256(void **state)
{
	struct world *w = *state;
	char hex[65], same[65];
	uint64_t size = 0;
	put(w->folder, "a", "abc");
	assert_true(file_sha256(at(w, "a"), hex, &size, &w->e));
	assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	assert_int_equal(size, 3);
	hash_sha256(STR("abc"), same);
	assert_string_equal(hex, same);
}

static void writing_refuses_to_replace_and_leaves_no_temporary(void **state)
{
	struct world *w = *state;
	str s;
	put(w->folder, "a", "old");
	assert_false(file_write(at(w, "a"), STR("new"), 0600, false, &w->e));
	assert_non_null(strstr(w->e.text, "exists already"));
	assert_true(file_read(at(w, "a"), 100, w->mem, &s, &w->e));
	assert_true(str_is(s, "old"));
	assert_int_equal(rmdir(w->folder), -1);
	unlink(at(w, "a"));
	assert_int_equal(rmdir(w->folder), 0);
}

static void writing_replaces_when_asked(void **state)
{
	struct world *w = *state;
	str s;
	put(w->folder, "a", "old");
	assert_true(file_write(at(w, "a"), STR("new"), 0600, true, &w->e));
	assert_true(file_read(at(w, "a"), 100, w->mem, &s, &w->e));
	assert_true(str_is(s, "new"));
}

static void a_write_that_fails_midway_leaves_nothing_behind(void **state)
{
	struct world *w = *state;
	struct rlimit old;
	getrlimit(RLIMIT_FSIZE, &old);
	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &(struct rlimit){ 4, old.rlim_max });
	bool ok = file_write(at(w, "a"), STR("longer than four"), 0600, true, &w->e);
	setrlimit(RLIMIT_FSIZE, &old);
	assert_false(ok);
	assert_int_equal(w->e.kind, ERR_SYSTEM);
	assert_int_equal(rmdir(w->folder), 0);
}

static void a_folder_that_is_no_folder_is_a_system_error(void **state)
{
	struct world *w = *state;
	assert_false(file_write("/dev/full/x", STR("new"), 0600, true, &w->e));
	assert_int_equal(w->e.kind, ERR_SYSTEM);
}

static void a_walk_is_whole_and_in_byte_order(void **state)
{
	struct world *w = *state;
	file_list l = { 0 };
	put(w->folder, "b.txt", "x");
	put(w->folder, "a/z.txt", "x");
	put(w->folder, "a/B.txt", "x");
	put(w->folder, ".underseal-0123456789abcdef", "a temporary of ours");
	assert_true(file_walk(w->folder, w->mem, &l, &w->e));
	assert_int_equal(l.n, 3);
	assert_true(str_is(l.files[0].relative, "a/B.txt"));
	assert_true(str_is(l.files[1].relative, "a/z.txt"));
	assert_true(str_is(l.files[2].relative, "b.txt"));
}

static void links_below_a_root_are_told_and_not_followed(void **state)
{
	struct world *w = *state;
	file_list l = { 0 };
	put(w->folder, "a/x.txt", "x");
	assert_int_equal(symlink("..", at(w, "a/loop")), 0);
	assert_int_equal(symlink("/etc/passwd", at(w, "a/passwd")), 0);
	assert_true(file_walk(w->folder, w->mem, &l, &w->e));
	assert_int_equal(l.n, 1);
	assert_int_equal(l.ntrouble, 2);
	assert_true(str_is(l.troubles[0].why, "link, not followed"));
}

static void a_tree_that_is_too_deep_is_told(void **state)
{
	struct world *w = *state;
	file_list l = { 0 };
	buf path = { 0 };
	for (int i = 0; i < 140; i++)
		buf_z(&path, "d/");
	buf_z(&path, "x.txt");
	put(w->folder, path.p, "x");
	buf_free(&path);
	assert_true(file_walk(w->folder, w->mem, &l, &w->e));
	assert_int_equal(l.n, 0);
	assert_int_equal(l.ntrouble, 1);
	assert_true(str_is(l.troubles[0].why, "folders nested too deep"));
}

static void a_single_file_goes_by_its_own_name(void **state)
{
	struct world *w = *state;
	file_list l = { 0 };
	put(w->folder, "a/x.txt", "x");
	assert_true(file_walk(at(w, "a/x.txt"), w->mem, &l, &w->e));
	assert_true(str_is(l.files[0].relative, "x.txt"));
}

static void a_missing_root_is_an_input_error(void **state)
{
	struct world *w = *state;
	file_list l = { 0 };
	assert_false(file_walk(at(w, "nowhere"), w->mem, &l, &w->e));
	assert_int_equal(w->e.kind, ERR_INPUT);
	assert_non_null(strstr(w->e.text, "no such file or folder"));
}

static void paths_that_do_not_exist_yet_are_resolved(void **state)
{
	struct world *w = *state;
	const char *base = file_resolve(w->folder, w->mem, &w->e);
	assert_string_equal(file_resolve(at(w, "x/../y/./z/"), w->mem, &w->e), str_fmt(w->mem, "%s/y/z", base).p);
	assert_int_equal(symlink(".", at(w, "self")), 0);
	assert_string_equal(file_resolve(at(w, "self/new"), w->mem, &w->e), str_fmt(w->mem, "%s/new", base).p);
}

static void below_is_by_whole_names(void **state)
{
	(void)state;
	assert_true(file_is_below("/a/b", "/a"));
	assert_true(file_is_below("/a", "/a"));
	assert_false(file_is_below("/ab", "/a"));
	assert_true(file_is_below("/x", "/"));
}

#define IN_WORLD(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

static void what_is_taken_away_is_gone_and_what_is_not_there_is_no_error(void **state)
{
	struct world *w = *state;
	put(w->folder, "a", "old");
	assert_true(file_remove(at(w, "a"), &w->e));
	assert_true(file_remove(at(w, "a"), &w->e));
	assert_true(file_remove(at(w, "a/b"), &w->e));
	assert_true(file_remove(w->folder, &w->e));
	assert_int_equal(rmdir(w->folder), 0);
}

int main(void)
{

	const struct CMUnitTest tests[] = {
		IN_WORLD(a_file_is_read_whole),
		IN_WORLD(a_file_over_the_limit_is_refused),
		IN_WORLD(folders_and_pipes_are_no_files),
		IN_WORLD(the_hash_is_sha256),
		IN_WORLD(writing_refuses_to_replace_and_leaves_no_temporary),
		IN_WORLD(writing_replaces_when_asked),
		IN_WORLD(what_is_taken_away_is_gone_and_what_is_not_there_is_no_error),
		IN_WORLD(a_write_that_fails_midway_leaves_nothing_behind),
		IN_WORLD(a_folder_that_is_no_folder_is_a_system_error),
		IN_WORLD(a_walk_is_whole_and_in_byte_order),
		IN_WORLD(links_below_a_root_are_told_and_not_followed),
		IN_WORLD(a_tree_that_is_too_deep_is_told),
		IN_WORLD(a_single_file_goes_by_its_own_name),
		IN_WORLD(a_missing_root_is_an_input_error),
		IN_WORLD(paths_that_do_not_exist_yet_are_resolved),
		cmocka_unit_test(below_is_by_whole_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
