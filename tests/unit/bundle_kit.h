/* bundle_kit.h - a desk with documents that are proven, a passphrase and a key: what sealing needs. */
#ifndef UNDERSEAL_TESTS_BUNDLE_KIT_H
#define UNDERSEAL_TESTS_BUNDLE_KIT_H

#include "redact/base/file.h"
#include "share/bundle.h"
#include "share/expiry.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <sodium.h>

enum { LOW = 10, NOW = 1790000000, DAY = 86400 };

struct desk {
	arena *mem;
	char *top, *out, *bundle;
	secret pass;
	sign_key key;
};

static inline char *path_in(const struct desk *d, const char *folder, const char *name)
{
	return str_z(str_fmt(d->mem, "%s/%s", folder, name), d->mem);
}

static inline void write_text(const char *path, str text)
{
	assert_true(file_make_parents(path, NULL));
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	assert_int_equal(fwrite(text.p, 1, text.n, f), text.n);
	assert_int_equal(fclose(f), 0);
}

static inline str read_text(const struct desk *d, const char *path)
{
	str s;
	err e = ERR_INIT;
	if (!file_read(path, 1 << 28, d->mem, &s, &e))
		fail_msg("%s", e.text);
	return s;
}

static inline bool is_there(const char *path)
{
	struct stat st;
	return lstat(path, &st) == 0;
}

static inline void prove(const struct desk *d, const char *name, bool proven)
{
	char hash[65], *path = path_in(d, d->out, "proof.jsonl");
	assert_true(file_sha256(path_in(d, d->out, name), hash, NULL, NULL));
	FILE *f = fopen(path, "a");
	fprintf(f, "{\"schema\":\"proof/1\",\"proven\":%s,\"output\":\"%s\",\"output_sha256\":\"%s\"}\n",
	        proven ? "true" : "false", name, hash);
	fclose(f);
}

static inline void add_document(const struct desk *d, const char *name, str text)
{
	write_text(path_in(d, d->out, name), text);
	prove(d, name, true);
}

static inline bundle_order order_of(const struct desk *d)
{
	return (bundle_order){ .folder = d->out, .output = d->bundle, .now = NOW,
		                   .not_after = NOW + 30 * DAY, .to = STR("Barrow LLP"),
		                   .matter = STR("24-cv-118"), .lock = { .pass = &d->pass, .work = LOW },
		                   .key = &d->key };
}

static inline bool seal(const struct desk *d, err *e)
{
	bundle_order o = order_of(d);
	bundle_made made;
	return bundle_seal(&o, d->mem, &made, e);
}

static inline bundle *open_it(const struct desk *d, err *e)
{
	return bundle_open(d->bundle, &(envelope_keys){ .pass = &d->pass }, e);
}

static inline bool extract(const struct desk *d, const char *folder, err *e)
{
	bundle *b = open_it(d, e);
	size_t taken = 0;
	bool ok = b && bundle_extract(b, folder, &(bundle_wish){ NULL, 0 }, &taken, e);
	bundle_close(b);
	return ok;
}

static inline int run(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
static inline int run(const char *fmt, ...)
{
	char line[8192];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(line, sizeof line, fmt, ap);
	va_end(ap);
	return system(line);
}

static inline int set_up(void **state)
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

static inline int tear_down(void **state)
{
	struct desk *d = *state;
	int status = run("rm -rf '%s'", d->top);
	secret_drop(&d->pass);
	sign_key_drop(&d->key);
	arena_drop(d->mem);
	free(d);
	return status;
}

static inline void fill(const struct desk *d)
{
	add_document(d, "exhibit 1.pdf", STR("%PDF-1.7 one"));
	add_document(d, "letters/M\xc3\xbcller \xe2\x80\x93 reply.docx", STR("PK two"));
	add_document(d, "letters/empty.pdf", STR(""));
	write_text(path_in(d, d->out, "redaction-log.csv"), STR("file,rule\r\n"));
}

#endif
