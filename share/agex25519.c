#include "share/agex25519.h"

#include "redact/base/file.h"
#include "share/agekeys.h"
#include "share/bech32.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#define INFO "age-encryption.org/v1/X25519"
enum { FILE_LIMIT = 1 << 20 };

bool agex25519_recipient_read(str text, agex25519_recipient *out, err *e)
{
	str s = str_trim(text);
	if (bech32_decode(s, "age", out->key, sizeof out->key) && str_starts(s, "age1"))
		return true;
	if (str_starts(s, "AGE-SECRET-KEY-")) {
		err_set(e, ERR_USAGE, "that is a secret key, not a recipient");
		return err_hint(e, "it should be kept by who made it; the recipient's public key begins with age1");
	}
	err_set(e, ERR_USAGE, "not a recipient's key");
	return err_hint(e, "ask the recipient for the line that begins with age1, which `age-keygen` prints");
}

static bool read_identities(str text, const char *path, arena *mem, secret **out, size_t *n, err *e)
{
	size_t room = 0;
	str line;
	for (size_t number = 1; str_cut(&text, '\n', &line); number++) {
		line = str_trim(line);
		if (!line.n || line.p[0] == '#')
			continue;
		secret *s = ARENA_PUSH(mem, *out, *n, room);
		if (!secret_new(s, AGEX25519_KEY, e)) {
			--*n;
			return false;
		}
		if (!bech32_decode(line, "age-secret-key-", s->p, s->n)) {
			err_set(e, ERR_USAGE, "%s: line %zu is no AGE-SECRET-KEY-1…", path, number);
			return err_hint(e, "a key file is what `age-keygen` writes; keys locked with a passphrase and keys "
			                   "of other kinds are not read here: open the bundle with age then");
		}
	}
	return *n || err_set(e, ERR_USAGE, "%s: holds no key", path);
}

bool agex25519_identities_read(const char *path, arena *mem, secret **out, size_t *n, err *e)
{
	*out = NULL;
	*n = 0;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return err_set(e, ERR_INPUT, "%s: %s", path, strerror(errno));
	secret text;
	size_t got = 0;
	bool ok = secret_new(&text, FILE_LIMIT, e);
	for (ssize_t part; ok && got < text.n; got += (size_t)part) {
		part = read(fd, text.p + got, text.n - got);
		if (part == 0)
			break;
		if (part < 0)
			ok = err_set(e, ERR_INPUT, "%s: %s", path, strerror(errno));
	}
	close(fd);
	ok = ok && read_identities((str){ (const char *)text.p, got }, path, mem, out, n, e);
	secret_drop(&text);
	for (; !ok && *n; --*n)
		secret_drop(&(*out)[*n - 1]);
	return ok;
}

/* wrap key = HKDF-SHA-256(shared secret, share || recipient, INFO) */
static bool wrap_key(unsigned char out[static AGEKEYS_KEY], const unsigned char *secret_key,
                     const unsigned char *other, const unsigned char *share, const unsigned char *recipient)
{
	unsigned char shared[crypto_scalarmult_BYTES], salt[2 * AGEX25519_KEY];
	memcpy(salt, share, AGEX25519_KEY);
	memcpy(salt + AGEX25519_KEY, recipient, AGEX25519_KEY);
	/* Fails for the points of small order, whose result everybody knows. */
	bool ok = crypto_scalarmult(shared, secret_key, other) == 0;
	if (ok)
		agekeys_hkdf(out, (str){ (const char *)shared, sizeof shared }, (str){ (const char *)salt, sizeof salt },
		             STR(INFO));
	sodium_memzero(shared, sizeof shared);
	return ok;
}

static const unsigned char zero_nonce[crypto_aead_chacha20poly1305_ietf_NPUBBYTES];

bool agex25519_wrap(const agex25519_recipient *to, const unsigned char key[static AGEHEAD_FILE_KEY],
                    agehead_x25519 *out, err *e)
{
	secret fresh = { NULL, 0 }, wrap = { NULL, 0 };
	bool ok = secret_new(&fresh, AGEX25519_KEY, e) && secret_new(&wrap, AGEKEYS_KEY, e);
	if (ok) {
		randombytes_buf(fresh.p, fresh.n);
		crypto_scalarmult_base(out->share, fresh.p);
		ok = wrap_key(wrap.p, fresh.p, to->key, out->share, to->key) ||
		     err_set(e, ERR_USAGE, "a recipient's key is none that anybody can open");
	}
	if (ok)
		crypto_aead_chacha20poly1305_ietf_encrypt(out->wrapped, NULL, key, AGEHEAD_FILE_KEY, NULL, 0, NULL, zero_nonce,
		                                          wrap.p);
	secret_drop(&fresh);
	secret_drop(&wrap);
	return ok;
}

bool agex25519_unwrap(const secret *identity, const agehead_x25519 *s, unsigned char key[static AGEHEAD_FILE_KEY])
{
	secret wrap = { NULL, 0 };
	unsigned char own[AGEX25519_KEY];
	if (!secret_new(&wrap, AGEKEYS_KEY, NULL))
		return false;
	crypto_scalarmult_base(own, identity->p);
	bool ok = wrap_key(wrap.p, identity->p, s->share, s->share, own) &&
	          crypto_aead_chacha20poly1305_ietf_decrypt(key, NULL, NULL, s->wrapped, sizeof s->wrapped, NULL, 0,
	                                                    zero_nonce, wrap.p) == 0;
	secret_drop(&wrap);
	return ok;
}
