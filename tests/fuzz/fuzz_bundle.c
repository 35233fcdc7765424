/*
 * The parsers that meet a stranger's bundle: header, archive, manifest, signature, names, proofs.
 *
 * The first byte chooses the parser, the rest is its input. Whatever comes in, a parser says yes or
 * no; what it accepts must hold what its header promises.
 */
#include "share/agehead.h"
#include "share/base64.h"
#include "share/expiry.h"
#include "share/manifest.h"
#include "share/names.h"
#include "share/zipin.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool fact)
{
	if (!fact)
		abort();
}

static void fuzz_header(str s, arena *mem)
{
	agehead head;
	agehead_scrypt stanza;
	err e = ERR_INIT;
	if (!agehead_parse(s, mem, &head, &e)) {
		must(e.kind == ERR_INPUT && e.text[0]);
		return;
	}
	must(head.n > 0 && head.size <= s.n && head.size <= AGEHEAD_LIMIT);
	must(head.covered.p == s.p && head.covered.n < head.size);
	if (!agehead_passphrase(&head, &stanza, &e))
		return;
	/* A header has one spelling: printed again it is the same. */
	char again[AGEHEAD_PRINTED];
	size_t n = agehead_print(again, &stanza);
	n += agehead_print_mac(again + n, head.mac);
	must(n == head.size && memcmp(again, s.p, n) == 0);
}

static bool from_str(void *arg, uint64_t at, void *out, size_t n, err *e)
{
	const str *s = arg;
	if (at > s->n || n > s->n - at)
		return err_set(e, ERR_INPUT, "past the end");
	memcpy(out, s->p + at, n);
	return true;
}

static void fuzz_archive(str s, arena *mem)
{
	zipin z;
	err e = ERR_INIT;
	if (!zipin_open(&z, from_str, &s, s.n, "fuzz", mem, &e)) {
		must(e.kind == ERR_INPUT && e.text[0]);
		return;
	}
	uint64_t at = 0;
	for (size_t i = 0; i < z.n; i++) {
		char byte;
		must(z.entries[i].at == at);
		at = zipform_content(&z.entries[i], z.wide) + z.entries[i].size;
		must(at <= s.n);
		if (zipin_begin(&z, i, &e) && z.entries[i].size)
			must(zipin_read(&z, i, z.entries[i].size - 1, &byte, 1, &e));
		must(!zipin_read(&z, i, z.entries[i].size, &byte, 1, &e));
	}
}

static void fuzz_manifest(str s, arena *mem)
{
	manifest m, same;
	err e = ERR_INIT;
	if (!manifest_read(s, mem, &m, &e)) {
		must(e.kind == ERR_INPUT && e.text[0]);
		return;
	}
	for (size_t i = 0; i < m.n; i++)
		must(!names_trouble(m.files[i].name));
	buf out = { 0 };
	must(manifest_print(&m, &out, &e));
	must(manifest_read(buf_view(&out), mem, &same, &e));
	must(same.n == m.n && same.made == m.made && same.not_after == m.not_after);
	buf_free(&out);
}

static void fuzz_signature(str s)
{
	static const sign_public pub;
	sign_public other;
	int64_t when;
	must(!sign_check(&pub, STR("message"), s, NULL));
	if (sign_public_read(s, &other)) {
		char again[SIGN_PUBLIC_TEXT];
		sign_public_print(again, &other);
		must(str_is(s, again));
	}
	if (expiry_read(s, &when)) {
		char again[EXPIRY_TEXT];
		expiry_print(again, when);
		must(str_is(s, again));
	}
	expiry_parse(s, 1790000000, &when, NULL);
}

static void fuzz_base64(str s, arena *mem)
{
	size_t n;
	unsigned char *bytes = arena_alloc(mem, s.n + 1);
	char *again = arena_alloc(mem, BASE64_ROOM(s.n));
	for (int pad = 0; pad < 2; pad++)
		if (base64_decode(s, pad, bytes, s.n, &n)) {
			base64_encode(again, bytes, n, pad);
			must(strlen(again) == s.n && memcmp(again, s.p, s.n) == 0);
		}
}

static void fuzz_names(str s, arena *mem)
{
	str names[8];
	size_t n = 0, a, b;
	while (n < 8 && str_cut(&s, '\n', &names[n])) {
		if (!names_trouble(names[n])) {
			must(names[n].p[0] != '/' && names[n].p[0] != '.' && !memchr(names[n].p, '\\', names[n].n) &&
			     !memmem(names[n].p, names[n].n, "/.", 2));
			n++;
		}
	}
	names_collide(names, n, mem, &a, &b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0 || sodium_init() < 0)
		return 0;
	str s = { (const char *)data + 1, size - 1 };
	arena *mem = arena_new();
	switch (data[0] % 6) {
	case 0: fuzz_header(s, mem); break;
	case 1: fuzz_archive(s, mem); break;
	case 2: fuzz_manifest(s, mem); break;
	case 3: fuzz_signature(s); break;
	case 4: fuzz_base64(s, mem); break;
	case 5: fuzz_names(s, mem); break;
	}
	arena_drop(mem);
	return 0;
}
