/* Bundles opened: cut, changed, signed by another, under a wrong passphrase, late, over files that stand in the way. */
#include "share/envelope.h"
#include "tests/unit/bundle_kit.h"

#include <fcntl.h>

/* ---- tampering ---------------------------------------------------------------------------------- */

static void small(const struct desk *d)
{
	add_document(d, "a.pdf", STR("a"));
	assert_true(seal(d, NULL));
}

static bool opens_whole(const struct desk *d)
{
	char to[] = "/tmp/underseal-try-XXXXXX";
	assert_non_null(mkdtemp(to));
	bool ok = extract(d, to, NULL);
	if (rmdir(to) != 0)
		run("rm -rf '%s'", to);
	return ok;
}

static void no_truncated_bundle_opens(void **state)
{
	struct desk *d = *state;
	small(d);
	str whole = read_text(d, d->bundle);
	assert_true(opens_whole(d));
	for (size_t n = 0; n < whole.n; n += 1 + n / 200) {
		write_text(d->bundle, str_sub(whole, 0, n));
		bundle *b = open_it(d, NULL);
		assert_null(b);
	}
}

static void no_bundle_with_a_flipped_bit_opens(void **state)
{
	struct desk *d = *state;
	small(d);
	str whole = read_text(d, d->bundle);
	int fd = open(d->bundle, O_WRONLY | O_CLOEXEC);
	/* Every bit of an envelope is in test_envelope.c; here, enough to meet every part. */
	for (size_t at = 0; at < whole.n; at += at < 300 ? 1 : 5) {
		char other = (char)(whole.p[at] ^ (1 << at % 8));
		assert_int_equal(pwrite(fd, &other, 1, (off_t)at), 1);
		bundle *b = open_it(d, NULL);
		assert_null(b);
		assert_int_equal(pwrite(fd, whole.p + at, 1, (off_t)at), 1);
	}
	close(fd);
	assert_true(opens_whole(d));
}

/* The payload of the desk's bundle. */
static buf payload_of(const struct desk *d)
{
	buf b = { 0 };
	int fd = open(d->bundle, O_RDONLY | O_CLOEXEC);
	envelope *v = envelope_open(fd, "b", &(envelope_keys){ .pass = &d->pass }, NULL);
	assert_non_null(v);
	for (uint64_t i = 0; i < envelope_size(v); i++)
		buf_byte(&b, 0);
	assert_true(envelope_read(v, 0, b.p, b.n, NULL));
	envelope_drop(v);
	close(fd);
	return b;
}

/* Seals other bytes with the right passphrase: somebody who was sent a bundle can do that. */
static void reseal(const struct desk *d, str payload)
{
	int fd = open(d->bundle, O_WRONLY | O_TRUNC | O_CLOEXEC);
	envelope_writer *w = envelope_create(fd, "b", envelope_prepare(&(envelope_lock){ .pass = &d->pass, .work = LOW }, NULL), NULL);
	assert_non_null(w);
	assert_true(envelope_write(w, payload.p, payload.n, NULL) && envelope_finish(w, NULL));
	envelope_writer_drop(w);
	close(fd);
}

static void no_byte_of_the_payload_can_be_changed_by_a_recipient(void **state)
{
	struct desk *d = *state;
	small(d);
	buf b = payload_of(d);
	char *text = memmem(b.p, b.n, "WHAT THIS IS", 12);
	assert_non_null(text);
	size_t words = (size_t)(text - b.p);
	for (size_t at = 0; at < b.n; at += at > words && at < words + 2000 ? 50 : 1) {
		b.p[at] ^= (char)(1 << at % 8);
		reseal(d, buf_view(&b));
		if (opens_whole(d))
			fail_msg("a change of byte %zu of %zu was accepted", at, b.n);
		b.p[at] ^= (char)(1 << at % 8);
	}
	reseal(d, buf_view(&b));
	assert_true(opens_whole(d));
	buf_free(&b);
}

static void a_bundle_signed_by_another_key_does_not_open(void **state)
{
	struct desk *d = *state;
	small(d);
	buf b = payload_of(d);
	char mine[SIGN_PUBLIC_TEXT], theirs[SIGN_PUBLIC_TEXT];
	sign_key other;
	assert_true(sign_key_make(&other, NULL));
	sign_public_print(mine, &d->key.pub);
	sign_public_print(theirs, &other.pub);
	char *at = memmem(b.p, b.n, mine, strlen(mine));
	assert_non_null(at);
	memcpy(at, theirs, strlen(theirs));
	reseal(d, buf_view(&b));
	assert_false(opens_whole(d));
	sign_key_drop(&other);
	buf_free(&b);
}

/* ---- opening ------------------------------------------------------------------------------------ */

static void another_passphrase_is_refused_in_one_sentence(void **state)
{
	struct desk *d = *state;
	err e = ERR_INIT;
	small(d);
	secret wrong;
	assert_true(secret_of(&wrong, STR("wrong"), NULL));
	assert_null(bundle_open(d->bundle, &(envelope_keys){ .pass = &wrong }, &e));
	assert_non_null(strstr(e.text, "wrong passphrase, or the file is damaged"));
	secret_drop(&wrong);
}

static void nothing_is_replaced_by_opening(void **state)
{
	struct desk *d = *state;
	err e = ERR_INIT;
	char *to = path_in(d, d->top, "opened");
	fill(d);
	assert_true(seal(d, NULL));
	write_text(path_in(d, to, "redaction-log.csv"), STR("mine"));
	assert_false(extract(d, to, &e));
	assert_int_equal(e.kind, ERR_USAGE);
	assert_int_equal(run("test \"$(find '%s' -type f | wc -l)\" = 1", to), 0);
	assert_true(str_is(read_text(d, path_in(d, to, "redaction-log.csv")), "mine"));
}

static void links_in_the_way_lead_nowhere(void **state)
{
	struct desk *d = *state;
	err e = ERR_INIT;
	char *to = path_in(d, d->top, "opened"), *trap = path_in(d, d->top, "trap");
	fill(d);
	assert_true(seal(d, NULL));
	mkdir(to, 0700);
	mkdir(trap, 0700);
	assert_int_equal(symlink("../trap", path_in(d, to, "letters")), 0);
	assert_false(extract(d, to, &e));
	assert_int_equal(run("test -z \"$(ls -A '%s')\"", trap), 0);
}

static void the_date_is_obeyed(void **state)
{
	struct desk *d = *state;
	err e = ERR_INIT;
	small(d);
	bundle *b = open_it(d, NULL);
	assert_non_null(b);
	assert_true(bundle_may_open(b, NOW, NULL));
	assert_true(bundle_may_open(b, NOW + 30 * DAY, NULL));
	assert_true(bundle_may_open(b, NOW - EXPIRY_SKEW, NULL));
	assert_false(bundle_may_open(b, NOW + 30 * DAY + 1, &e));
	assert_int_equal(e.kind, ERR_REFUSED);
	assert_non_null(strstr(e.text, "expired on 2026-10-21T"));
	assert_false(bundle_may_open(b, NOW - EXPIRY_SKEW - 1, &e));
	assert_int_equal(e.kind, ERR_REFUSED);
	bundle_close(b);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(no_truncated_bundle_opens),
		TEST(no_bundle_with_a_flipped_bit_opens),
		TEST(no_byte_of_the_payload_can_be_changed_by_a_recipient),
		TEST(a_bundle_signed_by_another_key_does_not_open),
		TEST(another_passphrase_is_refused_in_one_sentence),
		TEST(nothing_is_replaced_by_opening),
		TEST(links_in_the_way_lead_nowhere),
		TEST(the_date_is_obeyed),
	};
	if (sodium_init() < 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
