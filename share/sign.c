#include "share/sign.h"

#include "redact/base/file.h"
#include "share/base64.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define UNTRUSTED "untrusted comment: "
#define TRUSTED "trusted comment: "

/* minisign's binary forms. */
enum {
	PUBLIC_SIZE = 2 + 8 + 32,
	SIGNATURE_SIZE = 2 + 8 + 64,
	/* algorithm, KDF, checksum; salt, two limits; key number, key, checksum */
	KEY_AT = 2 + 2 + 2 + 32 + 8 + 8,
	KEY_FILE_SIZE = KEY_AT + 8 + 64 + 32,
	KEY_FILE_LIMIT = 4096,
};

/* ---- public keys ------------------------------------------------------------------------------- */

void sign_public_print(char out[static SIGN_PUBLIC_TEXT], const sign_public *pub)
{
	unsigned char bytes[PUBLIC_SIZE] = { 'E', 'd' };
	memcpy(bytes + 2, pub->id, 8);
	memcpy(bytes + 10, pub->key, 32);
	base64_encode(out, bytes, sizeof bytes, true);
}

bool sign_public_read(str text, sign_public *out)
{
	unsigned char bytes[PUBLIC_SIZE];
	size_t n = 0;
	if (!base64_decode(text, true, bytes, sizeof bytes, &n) || n != sizeof bytes ||
	    bytes[0] != 'E' || bytes[1] != 'd')
		return false;
	memcpy(out->id, bytes + 2, 8);
	memcpy(out->key, bytes + 10, 32);
	return true;
}

void sign_fingerprint(char out[static SIGN_FINGERPRINT], const sign_public *pub)
{
	unsigned char hash[16];
	char hex[2 * sizeof hash + 1];
	crypto_generichash(hash, sizeof hash, pub->key, sizeof pub->key, NULL, 0);
	sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
	for (int i = 0; i < 8; i++)
		snprintf(out + 5 * i, 6, "%.4s%s", hex + 4 * i, i < 7 ? " " : "");
}

/* The number as minisign prints it: the last byte first. */
static void print_id(char out[static 17], const sign_public *pub)
{
	for (int i = 0; i < 8; i++)
		snprintf(out + 2 * i, 3, "%02X", pub->id[7 - i]);
}

/* ---- signatures -------------------------------------------------------------------------------- */

static void hash_message(unsigned char out[static 64], str message)
{
	crypto_generichash(out, 64, (const unsigned char *)message.p, message.n, NULL, 0);
}

void sign_make(const sign_key *k, str message, str comment, buf *out)
{
	unsigned char hash[64], bytes[SIGNATURE_SIZE] = { 'E', 'D' }, global[64];
	char text[BASE64_ROOM(SIGNATURE_SIZE)], id[17];
	hash_message(hash, message);
	memcpy(bytes + 2, k->pub.id, 8);
	crypto_sign_detached(bytes + 10, NULL, hash, sizeof hash, k->key.p);

	buf both = { 0 };
	buf_add(&both, bytes + 10, 64);
	buf_str(&both, comment);
	crypto_sign_detached(global, NULL, (const unsigned char *)both.p, both.n, k->key.p);
	buf_free(&both);

	print_id(id, &k->pub);
	base64_encode(text, bytes, sizeof bytes, true);
	buf_fmt(out, UNTRUSTED "underseal, key %s\n%s\n" TRUSTED, id, text);
	buf_str(out, comment);
	base64_encode(text, global, sizeof global, true);
	buf_fmt(out, "\n%s\n", text);
}

bool sign_check(const sign_public *pub, str message, str minisig, err *e)
{
	unsigned char hash[64], bytes[SIGNATURE_SIZE], global[64];
	str rest = minisig, untrusted, first, trusted, second, end;
	size_t n = 0, m = 0;
	if (!str_cut(&rest, '\n', &untrusted) || !str_cut(&rest, '\n', &first) ||
	    !str_cut(&rest, '\n', &trusted) || !str_cut(&rest, '\n', &second) ||
	    !str_cut(&rest, '\n', &end) || end.n || rest.p || !str_starts(untrusted, UNTRUSTED) ||
	    !str_starts(trusted, TRUSTED) ||
	    !base64_decode(first, true, bytes, sizeof bytes, &n) || n != sizeof bytes ||
	    !base64_decode(second, true, global, sizeof global, &m) || m != sizeof global)
		return err_set(e, ERR_INPUT, "the signature is malformed");
	if (memcmp(bytes, "ED", 2) != 0 || memcmp(bytes + 2, pub->id, 8) != 0)
		return err_set(e, ERR_INPUT, "the signature was made with another key");

	hash_message(hash, message);
	if (crypto_sign_verify_detached(bytes + 10, hash, sizeof hash, pub->key) != 0)
		return err_set(e, ERR_INPUT, "the signature does not hold");
	buf both = { 0 };
	buf_add(&both, bytes + 10, 64);
	buf_str(&both, str_sub(trusted, strlen(TRUSTED), trusted.n));
	bool ok = crypto_sign_verify_detached(global, (const unsigned char *)both.p, both.n,
	                                      pub->key) == 0;
	buf_free(&both);
	return ok || err_set(e, ERR_INPUT, "the signature's comment was changed");
}

/* ---- the sender's key -------------------------------------------------------------------------- */

char *sign_key_path(arena *mem, err *e)
{
	const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
	/* The XDG specification says to ignore a relative path. */
	if (config && config[0] == '/')
		return str_z(str_fmt(mem, "%s/underseal/sender.key", config), mem);
	if (home && home[0] == '/')
		return str_z(str_fmt(mem, "%s/.config/underseal/sender.key", home), mem);
	err_set(e, ERR_USAGE, "no folder for the sender's key: neither XDG_CONFIG_HOME nor HOME is set");
	return NULL;
}

void sign_key_drop(sign_key *k)
{
	secret_drop(&k->key);
}

bool sign_key_make(sign_key *out, err *e)
{
	if (!secret_new(&out->key, crypto_sign_SECRETKEYBYTES, e))
		return false;
	crypto_sign_keypair(out->pub.key, out->key.p);
	randombytes_buf(out->pub.id, sizeof out->pub.id);
	return true;
}

/* The file of a key without a password: no KDF, salt and limits zero, checksum zero, which is what
 * `minisign -G -W` writes. */
static bool key_text(const sign_key *k, secret *out, err *e)
{
	char id[17];
	print_id(id, &k->pub);
	secret bytes = { NULL, 0 };
	if (!secret_new(&bytes, KEY_FILE_SIZE, e))
		return false;
	if (!secret_new(out, 128 + BASE64_ROOM(KEY_FILE_SIZE), e)) {
		secret_drop(&bytes);
		return false;
	}
	memcpy(bytes.p, "Ed\0\0B2", 6);
	memcpy(bytes.p + KEY_AT, k->pub.id, 8);
	memcpy(bytes.p + KEY_AT + 8, k->key.p, 64);
	char *text = (char *)out->p;
	size_t n = (size_t)snprintf(text, 128, UNTRUSTED "underseal sender's key %s: keep it secret\n",
	                            id);
	n += base64_encode(text + n, bytes.p, bytes.n, true);
	text[n++] = '\n';
	out->n = n;
	secret_drop(&bytes);
	return true;
}

static bool write_public(const char *key_path, const sign_public *pub, err *e)
{
	char text[SIGN_PUBLIC_TEXT], id[17];
	sign_public_print(text, pub);
	print_id(id, pub);
	arena *mem = arena_new();
	str stem = str_of(key_path);
	if (str_ends(stem, ".key"))
		stem.n -= 4;
	str path = str_fmt(mem, STR_FMT ".pub", STR_ARG(stem));
	str whole = str_fmt(mem, UNTRUSTED "underseal sender's public key %s\n%s\n", id, text);
	bool ok = file_write(str_z(path, mem), whole, 0644, true, e);
	arena_drop(mem);
	return ok;
}

static bool make_folder(const char *key_path, err *e)
{
	arena *mem = arena_new();
	const char *slash = strrchr(key_path, '/');
	bool ok = true;
	if (slash && slash > key_path) {
		char *folder = str_z((str){ key_path, (size_t)(slash - key_path) }, mem);
		ok = file_make_parents(folder, e);
		if (ok && mkdir(folder, 0700) != 0 && errno != EEXIST)
			ok = err_set(e, ERR_SYSTEM, "%s: %s", folder, strerror(errno));
	}
	arena_drop(mem);
	return ok;
}

static bool key_parse(str text, sign_key *out, err *e)
{
	str rest = text, comment, line = { NULL, 0 };
	secret bytes = { NULL, 0 };
	size_t n = 0;
	if (!secret_new(&bytes, KEY_FILE_SIZE, e))
		return false;
	bool ok = str_cut(&rest, '\n', &comment) && str_cut(&rest, '\n', &line) &&
	          str_starts(comment, UNTRUSTED) &&
	          base64_decode(str_trim(line), true, bytes.p, bytes.n, &n) && n == KEY_FILE_SIZE &&
	          memcmp(bytes.p, "Ed", 2) == 0;
	if (!ok) {
		err_set(e, ERR_INPUT, "not a sender's key");
	} else if (memcmp(bytes.p + 2, "\0\0", 2) != 0) {
		ok = err_set(e, ERR_INPUT, "the key is locked with a password");
		err_hint(e, "take the password off with `minisign -C -W`, or move the file away to have a "
		            "new key made");
	} else if ((ok = secret_new(&out->key, 64, e))) {
		unsigned char seed[32], pub[32];
		memcpy(out->pub.id, bytes.p + KEY_AT, 8);
		memcpy(out->key.p, bytes.p + KEY_AT + 8, 64);
		memcpy(out->pub.key, out->key.p + 32, 32);
		/* The second half is the public key of the first: a file where it is not is damaged, and
		 * signing with it would give the secret away. */
		secret check;
		ok = secret_new(&check, 64, e);
		if (ok) {
			crypto_sign_ed25519_sk_to_seed(seed, out->key.p);
			crypto_sign_seed_keypair(pub, check.p, seed);
			sodium_memzero(seed, sizeof seed);
			if (memcmp(pub, out->pub.key, sizeof pub) != 0)
				ok = err_set(e, ERR_INPUT, "the sender's key is damaged");
			secret_drop(&check);
		}
		if (!ok)
			secret_drop(&out->key);
	}
	secret_drop(&bytes);
	return ok;
}

static bool key_read(const char *path, sign_key *out, err *e)
{
	struct stat st;
	if (stat(path, &st) == 0 && S_ISREG(st.st_mode) && (st.st_mode & 077)) {
		err_set(e, ERR_INPUT, "%s: other users can read the sender's key", path);
		return err_hint(e, "chmod 600 %s", path);
	}
	FILE *f = fopen(path, "re");
	if (!f)
		return err_set(e, ERR_INPUT, "%s: %s", path, strerror(errno));
	/* Straight into protected memory: no buffer of stdio's keeps a copy. */
	setvbuf(f, NULL, _IONBF, 0);
	secret text;
	bool ok = secret_new(&text, KEY_FILE_LIMIT, e);
	if (ok) {
		size_t n = fread(text.p, 1, text.n, f);
		ok = !ferror(f) || err_set(e, ERR_INPUT, "%s: cannot be read", path);
		ok = ok && (key_parse((str){ (const char *)text.p, n }, out, e) || err_wrap(e, "%s", path));
	}
	secret_drop(&text);
	fclose(f);
	return ok;
}

bool sign_key_load(const char *path, sign_key *out, bool *made, err *e)
{
	struct stat st;
	*out = (sign_key){ 0 };
	*made = false;
	if (stat(path, &st) == 0)
		return key_read(path, out, e);
	if (errno != ENOENT)
		return err_set(e, ERR_SYSTEM, "%s: %s", path, strerror(errno));
	secret text = { NULL, 0 };
	*made = make_folder(path, e) && sign_key_make(out, e) && key_text(out, &text, e) &&
	        file_write(path, secret_view(&text), 0600, false, e);
	secret_drop(&text);
	if (!*made) {
		sign_key_drop(out);
		/* Two programs at once: the other one was first. */
		return stat(path, &st) == 0 && key_read(path, out, e);
	}
	return write_public(path, &out->pub, e);
}
