/* Which document belongs to which shard, and how its files are called. */
#include "redact/model/rlog.h"
#include "redact/work/inputs/shard.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

static bool reads(const char *words)
{
	shard s;
	err e = ERR_INIT;
	return shard_read(str_of(words), &s, &e);
}

static void a_shard_is_read_as_i_of_n(void **state)
{
	shard s;
	err e = ERR_INIT;
	(void)state;
	assert_true(shard_read(STR("3/12"), &s, &e));
	assert_int_equal(s.i, 3);
	assert_int_equal(s.n, 12);
	assert_true(shard_of_tag(STR("3-of-12"), &s));
	assert_int_equal(s.n, 12);
}

static void what_is_no_shard_is_refused(void **state)
{
	static const char *const wrong[] = { "", "1", "/4", "1/", "0/4", "5/4", "01/4", "1/4x", "-1/4", "1/10001", "4294967297/4294967298", "1-of-4" };
	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		assert_false(reads(wrong[i]));
}

static void every_name_is_in_one_shard(void **state)
{
	char name[] = "folder/letter 000.pdf";
	(void)state;
	for (unsigned k = 0; k < 500; k++) {
		unsigned in = 0;
		name[14] = (char)('0' + k / 100);
		name[15] = (char)('0' + k / 10 % 10);
		name[16] = (char)('0' + k % 10);
		for (uint32_t i = 1; i <= 7; i++)
			in += shard_has((shard){ i, 7 }, str_of(name));
		assert_int_equal(in, 1);
	}
}

/* A later version, or another machine, must not deal them out anew. */
static void which_one_is_so_for_ever(void **state)
{
	(void)state;
	for (uint32_t i = 1; i <= 4; i++)
		assert_int_equal(shard_has((shard){ i, 4 }, STR("sub/letter.pdf")), i == 1);
}

static void shards_are_about_as_large(void **state)
{
	char name[] = "0000.pdf";
	unsigned in[4] = { 0 };
	(void)state;
	for (unsigned k = 0; k < 4000; k++) {
		for (unsigned at = 0, rest = k; at < 4; at++, rest /= 10)
			name[3 - at] = (char)('0' + rest % 10);
		for (uint32_t i = 1; i <= 4; i++)
			in[i - 1] += shard_has((shard){ i, 4 }, str_of(name));
	}
	for (size_t i = 0; i < 4; i++)
		assert_in_range(in[i], 900, 1100);
}

static void all_of_it_has_every_name(void **state)
{
	(void)state;
	assert_true(shard_has((shard){ 0, 0 }, STR("x")));
	assert_true(shard_has((shard){ 1, 1 }, STR("x")));
}

static void files_of_a_shard_tell_whose_they_are(void **state)
{
	arena *mem = arena_new();
	shard s = { 2, 4 };
	(void)state;
	assert_string_equal(str_z(shard_file(s, STR("proof.jsonl"), false, mem), mem), "proof.2-of-4.jsonl");
	assert_string_equal(str_z(shard_file(s, STR("a.b/[X] 1.pdf"), false, mem), mem), "a.b/[X] 1.2-of-4.pdf");
	assert_string_equal(str_z(shard_file(s, STR("a.b/none"), false, mem), mem), "a.b/none.2-of-4");
	assert_string_equal(str_z(shard_file(s, STR("out.ledger"), true, mem), mem), "out.ledger.2-of-4");
	assert_string_equal(str_z(shard_file((shard){ 0 }, STR("proof.jsonl"), false, mem), mem), "proof.jsonl");
	arena_drop(mem);
}

static void rows_of_the_log_can_have_another_name_of_the_file(void **state)
{
	buf out = { 0 };
	(void)state;
	rlog_renamed(&out, STR(",,,\"a, \"\"b\"\".pdf\",1,PII,\"x, y\",term,u,t,,,applied,full\r\n,,,c.pdf,2,,,,,,,,,\r\n"), STR("d, e.pdf"));
	assert_string_equal(out.p, ",,,\"d, e.pdf\",1,PII,\"x, y\",term,u,t,,,applied,full\r\n,,,\"d, e.pdf\",2,,,,,,,,,\r\n");
	buf_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_shard_is_read_as_i_of_n),
		cmocka_unit_test(what_is_no_shard_is_refused),
		cmocka_unit_test(every_name_is_in_one_shard),
		cmocka_unit_test(which_one_is_so_for_ever),
		cmocka_unit_test(shards_are_about_as_large),
		cmocka_unit_test(all_of_it_has_every_name),
		cmocka_unit_test(files_of_a_shard_tell_whose_they_are),
		cmocka_unit_test(rows_of_the_log_can_have_another_name_of_the_file),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
