/*
 * fuzz_archive.c - any bytes as a zip archive of documents.
 *
 * The promise: an archive gives what its members were said to be, or says why not, and stops; each member that is told comes
 * with a name; nothing grows beyond what zip.h allows; the same bytes give the same.
 */
#include "formats/archive/archive.h"
#include "redact/base/hash.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { STOP_AT = 64 << 20 };

typedef struct heard {
	uint64_t bytes, hash;
	size_t members;
} heard;

static void must(bool held, const char *what)
{
	if (!held) {
		fprintf(stderr, "broken promise: %s\n", what);
		abort();
	}
}

static bool take_bytes(void *arg, str bytes, err *e)
{
	heard *h = arg;
	h->bytes += bytes.n;
	for (size_t i = 0; i < bytes.n; i++)
		h->hash = hash64_byte(h->hash, (unsigned char)bytes.p[i]);
	return h->bytes < STOP_AT || err_set(e, ERR_SYSTEM, "enough");
}

static void take_member(void *arg, str name, const char *why)
{
	heard *h = arg;
	h->members++;
	h->hash ^= hash64(name) + (why != NULL);
	must(name.p != NULL || name.n == 0, "a member has a name");
	must(!why || *why, "a reason is told in words");
}

static heard look(str bytes)
{
	heard h = { 0, HASH64, 0 };
	unpacking to = { .member = take_member, .bytes = take_bytes, .arg = &h };
	arena *mem = arena_new();
	err e = ERR_INIT;
	bool is = false, ok = archive_unpack(bytes, &to, mem, &is, &e);
	must(ok == (e.kind == ERR_NONE), "a failure has a reason, and no other call has");
	must(is || h.members == 0, "a document has no members");
	arena_drop(mem);
	return h;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	str bytes = { (const char *)data, size };
	heard one = look(bytes), two = look(bytes);
	must(one.hash == two.hash && one.members == two.members && one.bytes == two.bytes, "the same bytes give the same");
	return 0;
}
