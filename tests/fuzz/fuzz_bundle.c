/*
 * The parsers that meet a stranger's bundle: armour, header, archive, manifest, signature, names, keys.
 *
 * The first byte chooses the parser, the rest is its input. Whatever comes in, a parser says yes or
 * no; what it accepts must hold what its header promises.
 */
#include "share/agefile.h"
#include "share/agehead.h"
#include "share/agex25519.h"
#include "share/base64.h"
#include "share/bech32.h"
#include "share/expiry.h"
#include "share/fingerprint.h"
#include "share/manifest.h"
#include "share/names.h"
#include "share/notice.h"
#include "share/zipin.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

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
	agehead_x25519 *recipients;
	size_t n = 0;
	buf again = { 0 };
	agehead_print_begin(&again);
	if (agehead_passphrase(&head, &stanza, &e))
		agehead_print_scrypt(&again, &stanza);
	else if (agehead_recipients(&head, mem, &recipients, &n, &e) && n == head.n)
		for (size_t i = 0; i < n; i++)
			agehead_print_x25519(&again, &recipients[i]);
	/* A header of what we know has one spelling: printed again it is the same. */
	if (e.kind == ERR_NONE || n == head.n) {
		agehead_print_end(&again);
		agehead_print_mac(&again, head.mac);
		must(again.n == head.size && memcmp(again.p, s.p, again.n) == 0);
	}
	buf_free(&again);
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
	names_collide(names, n, &a, &b);
}

/* Read byte by byte or all at once, a file in text armour says the same. */
static void fuzz_armour(str s, arena *mem)
{
	agefile f;
	err e = ERR_INIT;
	size_t got = 0, one = 0;
	int fd = memfd_create("fuzz", MFD_CLOEXEC);
	must(fd >= 0 && write(fd, s.p, s.n) == (ssize_t)s.n);
	if (agefile_open(&f, fd, "fuzz", &e)) {
		unsigned char *all = arena_alloc(mem, (size_t)f.size + 1), byte;
		must(f.size <= s.n);
		if (agefile_read(&f, 0, all, (size_t)f.size, &got, &e)) {
			must(got == f.size);
			for (size_t i = 0; i < got && i < 300; i++)
				must(agefile_read(&f, i, &byte, 1, &one, &e) && one == 1 && byte == all[i]);
		}
	} else {
		must(e.kind == ERR_INPUT);
	}
	close(fd);
}

static void fuzz_words(str s)
{
	unsigned char key[AGEX25519_KEY];
	agex25519_recipient to;
	static const sign_public pub;
	bech32_decode(s, "age-secret-key-", key, sizeof key);
	agex25519_recipient_read(s, &to, NULL);
	if (!notice_trouble(s))
		must(s.n && s.n <= NOTICE_LIMIT && !memchr(s.p, '\033', s.n));
	must(!fingerprint_is(&pub, s));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0 || sodium_init() < 0)
		return 0;
	str s = { (const char *)data + 1, size - 1 };
	arena *mem = arena_new();
	switch (data[0] % 8) {
	case 0: fuzz_header(s, mem); break;
	case 1: fuzz_archive(s, mem); break;
	case 2: fuzz_manifest(s, mem); break;
	case 3: fuzz_signature(s); break;
	case 4: fuzz_base64(s, mem); break;
	case 5: fuzz_names(s, mem); break;
	case 6: fuzz_armour(s, mem); break;
	case 7: fuzz_words(s); break;
	}
	arena_drop(mem);
	return 0;
}
