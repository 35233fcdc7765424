#include "share/agekeys.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>

#define SALT_PREFIX "age-encryption.org/v1/scrypt"
enum { SCRYPT_R = 8, SCRYPT_P = 1 };

static void hmac(unsigned char out[static 32], str key, str a, str b)
{
	crypto_auth_hmacsha256_state st;
	crypto_auth_hmacsha256_init(&st, (const unsigned char *)key.p, key.n);
	crypto_auth_hmacsha256_update(&st, (const unsigned char *)a.p, a.n);
	crypto_auth_hmacsha256_update(&st, (const unsigned char *)b.p, b.n);
	crypto_auth_hmacsha256_final(&st, out);
	sodium_memzero(&st, sizeof st);
}

void agekeys_hkdf(unsigned char out[static AGEKEYS_KEY], str ikm, str salt, str info)
{
	unsigned char prk[32];
	hmac(prk, salt, ikm, STR(""));
	/* One block of output is all that age ever asks for, so expansion is a single step. */
	hmac(out, (str){ (const char *)prk, sizeof prk }, info, STR("\x01"));
	sodium_memzero(prk, sizeof prk);
}

static bool wrap_key(unsigned char out[static AGEKEYS_KEY], const secret *pass,
                     const unsigned char salt[static AGEHEAD_SALT], int work, err *e)
{
	unsigned char full[sizeof SALT_PREFIX - 1 + AGEHEAD_SALT];
	memcpy(full, SALT_PREFIX, sizeof SALT_PREFIX - 1);
	memcpy(full + sizeof SALT_PREFIX - 1, salt, AGEHEAD_SALT);
	if (crypto_pwhash_scryptsalsa208sha256_ll(pass->p, pass->n, full, sizeof full,
	                                          (uint64_t)1 << work, SCRYPT_R, SCRYPT_P, out,
	                                          AGEKEYS_KEY) == 0)
		return true;
	err_set(e, ERR_SYSTEM, "deriving the key from the passphrase failed: %s", strerror(errno));
	return err_hint(e, "it needs %d MiB of memory for a moment", 1 << (work - 10));
}

static const unsigned char zero_nonce[crypto_aead_chacha20poly1305_ietf_NPUBBYTES];

bool agekeys_wrap(const secret *pass, int work, const unsigned char key[static AGEHEAD_FILE_KEY],
                  agehead_scrypt *out, err *e)
{
	secret wrap;
	if (!secret_new(&wrap, AGEKEYS_KEY, e))
		return false;
	randombytes_buf(out->salt, sizeof out->salt);
	out->work = work;
	bool ok = wrap_key(wrap.p, pass, out->salt, work, e);
	if (ok)
		crypto_aead_chacha20poly1305_ietf_encrypt(out->wrapped, NULL, key, AGEHEAD_FILE_KEY, NULL,
		                                          0, NULL, zero_nonce, wrap.p);
	secret_drop(&wrap);
	return ok;
}

bool agekeys_unwrap(const secret *pass, const agehead_scrypt *s,
                    unsigned char key[static AGEHEAD_FILE_KEY], bool *match, err *e)
{
	secret wrap;
	*match = false;
	if (!secret_new(&wrap, AGEKEYS_KEY, e))
		return false;
	bool ok = wrap_key(wrap.p, pass, s->salt, s->work, e);
	if (ok)
		*match = crypto_aead_chacha20poly1305_ietf_decrypt(key, NULL, NULL, s->wrapped,
		                                                   sizeof s->wrapped, NULL, 0, zero_nonce,
		                                                   wrap.p) == 0;
	secret_drop(&wrap);
	return ok;
}

void agekeys_mac(unsigned char out[static AGEHEAD_MAC],
                 const unsigned char key[static AGEHEAD_FILE_KEY], str covered)
{
	unsigned char mac_key[AGEKEYS_KEY];
	agekeys_hkdf(mac_key, (str){ (const char *)key, AGEHEAD_FILE_KEY }, STR(""), STR("header"));
	hmac(out, (str){ (const char *)mac_key, sizeof mac_key }, covered, STR(""));
	sodium_memzero(mac_key, sizeof mac_key);
}

void agekeys_payload(unsigned char out[static AGEKEYS_KEY],
                     const unsigned char key[static AGEHEAD_FILE_KEY],
                     const unsigned char nonce[static AGEKEYS_NONCE])
{
	agekeys_hkdf(out, (str){ (const char *)key, AGEHEAD_FILE_KEY },
	             (str){ (const char *)nonce, AGEKEYS_NONCE }, STR("payload"));
}
