/*
 * The published test vectors of the age format (tests/unit/data/cctv-age), each opened as a file.
 *
 * A vector with a passphrase or an X25519 identity goes through envelope_open(), in text armour or
 * not. One that has neither is opened with the file key that it states, so that its header, its check
 * value and its payload are tested all the same.
 * CCTV_AGE names another folder of vectors, for newer ones.
 */
#include "redact/base/file.h"
#include "share/envelope.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>
#include <sodium.h>
#include <zlib.h>

enum { FEWEST = 120, PLAIN_MAX = 32 << 20 };

struct vector {
	str name, expect, payload, key, passphrase, compressed, file;
	str identities;      /* lines of a key file */
	bool has_passphrase;
};

static str value_of(str line)
{
	str key;
	str_cut(&line, ':', &key);
	return str_trim(line);
}

static bool read_vector(const file_entry *f, arena *mem, struct vector *v)
{
	str rest, line;
	*v = (struct vector){ .name = f->relative };
	assert_true(file_read(f->path.p, 1 << 20, mem, &rest, NULL));
	while (str_cut(&rest, '\n', &line) && line.n) {
		if (str_starts(line, "expect: "))
			v->expect = value_of(line);
		else if (str_starts(line, "payload: "))
			v->payload = value_of(line);
		else if (str_starts(line, "file key: "))
			v->key = value_of(line);
		else if (str_starts(line, "compressed: "))
			v->compressed = value_of(line);
		else if (str_starts(line, "identity: "))
			v->identities = str_fmt(mem, STR_FMT STR_FMT "\n", STR_ARG(v->identities), STR_ARG(value_of(line)));
		else if (str_starts(line, "passphrase: ")) {
			/* With several, the last does not fit: the first is what there is to try. */
			if (!v->has_passphrase)
				v->passphrase = str_sub(line, 12, line.n);
			v->has_passphrase = true;
		}
	}
	v->file = rest;
	if (str_is(v->compressed, "zlib")) {
		char *plain = arena_alloc(mem, PLAIN_MAX);
		uLongf n = PLAIN_MAX;
		assert_int_equal(uncompress((Bytef *)plain, &n, (const Bytef *)rest.p, rest.n), Z_OK);
		v->file = (str){ plain, n };
	}
	return v->expect.n > 0;
}

/* True when the vector's file opens and all of its payload can be read; then hex is its hash. */
static bool opens(const struct vector *v, char hex[static 65])
{
	int fd = memfd_create("vector", MFD_CLOEXEC);
	assert_int_equal(write(fd, v->file.p, v->file.n), (ssize_t)v->file.n);
	envelope *env = NULL;
	err e = ERR_INIT;
	if (v->has_passphrase) {
		secret pass;
		assert_true(secret_of(&pass, v->passphrase, NULL));
		env = envelope_open(fd, "vector", &(envelope_keys){ .pass = &pass }, &e);
		secret_drop(&pass);
	} else if (v->identities.n) {
		secret *list;
		size_t n;
		char path[32];
		arena *mem = arena_new();
		int keys = memfd_create("keys", MFD_CLOEXEC);
		assert_int_equal(write(keys, v->identities.p, v->identities.n), (ssize_t)v->identities.n);
		assert_int_equal(lseek(keys, 0, SEEK_SET), 0);
		snprintf(path, sizeof path, "/proc/self/fd/%d", keys);
		assert_true(agex25519_identities_read(path, mem, &list, &n, NULL));
		env = envelope_open(fd, "vector", &(envelope_keys){ .identities = list, .n = n }, &e);
		while (n)
			secret_drop(&list[--n]);
		arena_drop(mem);
		close(keys);
	} else if (v->key.n) {
		unsigned char key[16];
		size_t n = 0;
		sodium_hex2bin(key, sizeof key, v->key.p, v->key.n, NULL, &n, NULL);
		if (n == sizeof key)
			env = envelope_open_keyed(fd, "vector", key, &e);
	}
	bool ok = false;
	if (env) {
		size_t n = (size_t)envelope_size(env);
		char *plain = malloc(n + 1);
		ok = envelope_read(env, 0, plain, n, &e);
		hash_sha256((str){ plain, n }, hex);
		free(plain);
	}
	/* A wrong file must never look like trouble with the machine. */
	assert_true(ok || e.kind == ERR_INPUT || !v->key.n);
	envelope_drop(env);
	close(fd);
	return ok;
}

static void every_vector_comes_to_what_it_says(void **state)
{
	(void)state;
	const char *folder = getenv("CCTV_AGE");
	arena *mem = arena_new();
	file_list list = { 0 };
	err e = ERR_INIT;
	int good = 0, bad = 0, wrong = 0;
	if (!file_walk(folder ? folder : "tests/unit/data/cctv-age", mem, &list, &e))
		fail_msg("%s (tests run from the top of the tree)", e.text);
	for (size_t i = 0; i < list.n; i++) {
		struct vector v;
		char hex[65] = "";
		arena *own = arena_new();
		if (str_is(list.files[i].relative, "README.md") || !read_vector(&list.files[i], own, &v) ||
		    (!v.has_passphrase && !v.identities.n && str_is(v.expect, "no match"))) {
			arena_drop(own);
			continue;
		}
		bool should = str_is(v.expect, "success"), did = opens(&v, hex);
		if (should != did || (did && !str_is(v.payload, hex))) {
			print_error(STR_FMT ": expected " STR_FMT "\n", STR_ARG(v.name), STR_ARG(v.expect));
			wrong++;
		}
		good += should;
		bad += !should;
		arena_drop(own);
	}
	print_message("%d vectors that open, %d that do not\n", good, bad);
	arena_drop(mem);
	assert_int_equal(wrong, 0);
	assert_true(folder || good + bad >= FEWEST);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_vector_comes_to_what_it_says),
	};
	if (sodium_init() < 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
