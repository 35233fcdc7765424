/* Archives are unpacked by each of several runs: what it has no part in it leaves unread. */
#include "redact/work/worker/unpack.h"

#include "formats/archive/archive.h"
#include "share/zipout.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum { MEMBERS = 40, SHARDS = 3 };

struct world {
	arena *mem;
	buf zip;
	reply out;
	off_t size;        /* of all that was unpacked */
};

static bool to_buf(void *arg, const void *bytes, size_t n, err *e)
{
	(void)e;
	buf_add(arg, bytes, n);
	return true;
}

static str name_of(arena *mem, int i)
{
	return str_fmt(mem, i % 10 ? "box/letter-%02d.txt" : "box/inner-%02d.ZIP", i);
}

static int set_up(void **state)
{
	struct world *w = calloc(1, sizeof *w);
	zipout z;
	w->mem = arena_new();
	zipout_init(&z, to_buf, &w->zip, false);
	for (int i = 0; i < MEMBERS; i++) {
		assert_true(zipout_begin(&z, name_of(w->mem, i), 5, zipout_crc(0, "first", 5), NULL));
		assert_true(zipout_write(&z, "first", 5, NULL));
	}
	assert_true(zipout_finish(&z, NULL));
	zipout_drop(&z);
	*state = w;
	return 0;
}

static int tear_down(void **state)
{
	struct world *w = *state;
	buf_free(&w->zip);
	arena_drop(w->mem);
	free(w);
	return 0;
}

static void take(struct world *w, uint32_t i, uint32_t n)
{
	static const kit zips = { .unpack = archive_unpack };
	job j = { .verb = JOB_UNPACK, .name = STR("in/box.zip"), .share = i, .shares = n };
	FILE *spool = tmpfile();
	struct stat st;
	err e = ERR_INIT;
	w->out = (reply){ 0 };
	assert_true(unpack(&zips, &j, buf_view(&w->zip), fileno(spool), w->mem, &w->out, &e));
	assert_false(w->out.unknown);
	assert_int_equal(fstat(fileno(spool), &st), 0);
	w->size = st.st_size;
	fclose(spool);
}

static bool has(const struct world *w, str name)
{
	for (size_t i = 0; i < w->out.ntaken; i++)
		if (str_eq(w->out.taken[i].name, name))
			return true;
	return false;
}

static void without_shards_all_members_are_taken(void **state)
{
	struct world *w = *state;
	take(w, 0, 0);
	assert_int_equal(w->out.ntaken, MEMBERS);
	take(w, 1, 1);
	assert_int_equal(w->out.ntaken, MEMBERS);
}

static void each_member_is_taken_by_one_shard(void **state)
{
	struct world *w = *state;
	int times[MEMBERS] = { 0 };
	for (uint32_t s = 1; s <= SHARDS; s++) {
		take(w, s, SHARDS);
		for (int i = 0; i < MEMBERS; i++)
			times[i] += has(w, name_of(w->mem, i));
	}
	for (int i = 0; i < MEMBERS; i++)
		if (i % 10)
			assert_int_equal(times[i], 1);
}

static void archives_in_it_are_taken_by_all(void **state)
{
	struct world *w = *state;
	for (uint32_t s = 1; s <= SHARDS; s++) {
		take(w, s, SHARDS);
		for (int i = 0; i < MEMBERS; i += 10)
			assert_true(has(w, name_of(w->mem, i)));
	}
}

static void what_is_of_others_is_not_unpacked(void **state)
{
	struct world *w = *state;
	take(w, 2, SHARDS);
	assert_true(w->out.ntaken < MEMBERS);
	assert_int_equal(w->size, 5 * w->out.ntaken);
}

#define IN_WORLD(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_WORLD(without_shards_all_members_are_taken),
		IN_WORLD(each_member_is_taken_by_one_shard),
		IN_WORLD(archives_in_it_are_taken_by_all),
		IN_WORLD(what_is_of_others_is_not_unpacked),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
