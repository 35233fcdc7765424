/* Whole bundles: sealed, opened, tampered with, refused. */
#include "redact/base/file.h"
#include "share/bundle.h"
#include "share/envelope.h"
#include "share/expiry.h"
#include "share/padme.h"
#include "share/zipout.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <jansson.h>
#include <sodium.h>
#include <zip.h>

enum { LOW = 10, NOW = 1790000000, DAY = 86400 };

struct desk {
	arena *mem;
	char *top, *out, *bundle;
	secret pass;
	sign_key key;
};

/* ---- helpers ----------------------------------------------------------------------------------- */

static char *path_in(const struct desk *d, const char *folder, const char *name)
{
	return str_z(str_fmt(d->mem, "%s/%s", folder, name), d->mem);
}

static void write_text(const char *path, str text)
{
	assert_true(file_make_parents(path, NULL));
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	assert_int_equal(fwrite(text.p, 1, text.n, f), text.n);
	assert_int_equal(fclose(f), 0);
}

static str read_text(const struct desk *d, const char *path)
{
	str s;
	err e = ERR_INIT;
	if (!file_read(path, 1 << 28, d->mem, &s, &e))
		fail_msg("%s", e.text);
	return s;
}

static bool is_there(const char *path)
{
	struct stat st;
	return lstat(path, &st) == 0;
}

static void prove(const struct desk *d, const char *name, bool proven)
{
	char hash[65], *path = path_in(d, d->out, "proof.jsonl");
	assert_true(file_sha256(path_in(d, d->out, name), hash, NULL, NULL));
	FILE *f = fopen(path, "a");
	fprintf(f, "{\"schema\":\"proof/1\",\"proven\":%s,\"output\":\"%s\",\"output_sha256\":\"%s\"}\n",
	        proven ? "true" : "false", name, hash);
	fclose(f);
}

static void add_document(const struct desk *d, const char *name, str text)
{
	write_text(path_in(d, d->out, name), text);
	prove(d, name, true);
}

static bundle_order order_of(const struct desk *d)
{
	return (bundle_order){ .folder = d->out, .output = d->bundle, .now = NOW,
		                   .not_after = NOW + 30 * DAY, .to = STR("Barrow LLP"),
		                   .matter = STR("24-cv-118"), .pass = &d->pass, .work = LOW,
		                   .key = &d->key };
}

static bool seal(const struct desk *d, err *e)
{
	bundle_order o = order_of(d);
	bundle_made made;
	return bundle_seal(&o, d->mem, &made, e);
}

static bool extract(const struct desk *d, const char *folder, err *e)
{
	bundle *b = bundle_open(d->bundle, &d->pass, e);
	bool ok = b && bundle_extract(b, folder, e);
	bundle_close(b);
	return ok;
}

static int run(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
static int run(const char *fmt, ...)
{
	char line[8192];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(line, sizeof line, fmt, ap);
	va_end(ap);
	return system(line);
}

static int set_up(void **state)
{
	struct desk *d = calloc(1, sizeof *d);
	char top[] = "/tmp/underseal-test-XXXXXX";
	if (!mkdtemp(top))
		return -1;
	d->mem = arena_new();
	d->top = str_z(str_of(top), d->mem);
	d->out = path_in(d, d->top, "out");
	d->bundle = path_in(d, d->top, "b.age");
	if (!secret_of(&d->pass, STR("six words that nobody can guess"), NULL) ||
	    !sign_key_make(&d->key, NULL))
		return -1;
	*state = d;
	return 0;
}

static int tear_down(void **state)
{
	struct desk *d = *state;
	int status = run("rm -rf '%s'", d->top);
	secret_drop(&d->pass);
	sign_key_drop(&d->key);
	arena_drop(d->mem);
	free(d);
	return status;
}

static void fill(const struct desk *d)
{
	add_document(d, "exhibit 1.pdf", STR("%PDF-1.7 one"));
	add_document(d, "letters/M\xc3\xbcller \xe2\x80\x93 reply.docx", STR("PK two"));
	add_document(d, "letters/empty.pdf", STR(""));
	write_text(path_in(d, d->out, "redaction-log.csv"), STR("file,rule\r\n"));
}

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
	bundle *b = bundle_open(d->bundle, &d->pass, NULL);
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
	bundle *b = bundle_open(d->bundle, &d->pass, NULL);
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
	assert_int_equal(made.nleft, 3);
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
		bundle *b = bundle_open(d->bundle, &d->pass, NULL);
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
		bundle *b = bundle_open(d->bundle, &d->pass, NULL);
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
	envelope *v = envelope_open(fd, "b", &d->pass, NULL);
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
	envelope_writer *w = envelope_create(fd, "b", &d->pass, LOW, NULL);
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
	assert_null(bundle_open(d->bundle, &wrong, &e));
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
	bundle *b = bundle_open(d->bundle, &d->pass, NULL);
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

/* ---- the archive, read by libzip ---------------------------------------------------------------- */

static bool to_buf(void *arg, const void *bytes, size_t n, err *e)
{
	(void)e;
	buf_add(arg, bytes, n);
	return true;
}

static void libzip_reads(bool wide)
{
	arena *mem = arena_new();
	buf b = { 0 };
	zipout z;
	zipout_init(&z, to_buf, &b, wide, mem);
	assert_true(zipout_begin(&z, STR("one.txt"), 5, zipout_crc(0, "first", 5), NULL));
	assert_true(zipout_write(&z, "fir", 3, NULL) && zipout_write(&z, "st", 2, NULL));
	assert_true(zipout_begin(&z, STR("f/\xc3\xbc.txt"), 0, 0, NULL));
	assert_true(zipout_begin(&z, STR("f/three"), 6, zipout_crc(0, "second", 6), NULL));
	assert_true(zipout_write(&z, "second", 6, NULL));
	assert_true(zipout_finish(&z, NULL));
	zipout_drop(&z);

	zip_source_t *source = zip_source_buffer_create(b.p, b.n, 0, NULL);
	zip_t *za = zip_open_from_source(source, ZIP_CHECKCONS | ZIP_RDONLY, NULL);
	assert_non_null(za);
	assert_int_equal(zip_get_num_entries(za, 0), 3);
	assert_string_equal(zip_get_name(za, 1, ZIP_FL_ENC_STRICT), "f/\xc3\xbc.txt");
	char got[7] = "";
	zip_file_t *f = zip_fopen(za, "f/three", 0);
	assert_non_null(f);
	assert_int_equal(zip_fread(f, got, 6), 6);
	assert_string_equal(got, "second");
	zip_fclose(f);
	zip_discard(za);
	buf_free(&b);
	arena_drop(mem);
}

static void libzip_reads_the_narrow_archive(void **state)
{
	(void)state;
	libzip_reads(false);
}

static void libzip_reads_the_wide_archive(void **state)
{
	(void)state;
	libzip_reads(true);
}

static void announced_and_written_bytes_must_agree(void **state)
{
	(void)state;
	arena *mem = arena_new();
	buf b = { 0 };
	zipout z;
	zipout_init(&z, to_buf, &b, false, mem);
	assert_true(zipout_begin(&z, STR("a"), 3, zipout_crc(0, "abc", 3), NULL));
	assert_false(zipout_write(&z, "abcd", 4, NULL));
	assert_true(zipout_write(&z, "ab", 2, NULL));
	assert_false(zipout_finish(&z, NULL));
	assert_true(zipout_write(&z, "x", 1, NULL));
	assert_false(zipout_finish(&z, NULL));
	zipout_drop(&z);
	buf_free(&b);
	arena_drop(mem);
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
		TEST(no_truncated_bundle_opens),
		TEST(no_bundle_with_a_flipped_bit_opens),
		TEST(no_byte_of_the_payload_can_be_changed_by_a_recipient),
		TEST(a_bundle_signed_by_another_key_does_not_open),
		TEST(another_passphrase_is_refused_in_one_sentence),
		TEST(nothing_is_replaced_by_opening),
		TEST(links_in_the_way_lead_nowhere),
		TEST(the_date_is_obeyed),
		cmocka_unit_test(libzip_reads_the_narrow_archive),
		cmocka_unit_test(libzip_reads_the_wide_archive),
		cmocka_unit_test(announced_and_written_bytes_must_agree),
	};
	if (sodium_init() < 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
