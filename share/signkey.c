#include "share/signkey.h"

#include "redact/base/file.h"
#include "share/base64.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define UNTRUSTED "untrusted comment: "

/* minisign's secret key: algorithm, KDF and checksum, two letters each; the KDF's salt and two
 * limits; then what a password masks: key number, key, checksum. */
enum {
	SALT_AT = 2 + 2 + 2,
	OPS_AT = SALT_AT + 32,
	MEM_AT = OPS_AT + 8,
	KEY_AT = MEM_AT + 8,
	CHECK_AT = KEY_AT + 8 + 64,
	KEY_FILE_SIZE = CHECK_AT + 32,
	MASKED = KEY_FILE_SIZE - KEY_AT,
	KEY_FILE_LIMIT = 4096,
};

/* 256 MiB and about a second. A file may ask for other limits, up to those that minisign itself
 * writes: 2^25 steps and 1 GiB. */
static const uint64_t write_ops = 1 << 23, write_mem = 1 << 28;
static const uint64_t most_ops = 1 << 26, most_mem = 1 << 30;

char *signkey_config(const char *leaf, arena *mem, err *e)
{
	const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
	/* The XDG specification says to ignore a relative path. */
	if (config && config[0] == '/')
		return str_z(str_fmt(mem, "%s/underseal/%s", config, leaf), mem);
	if (home && home[0] == '/')
		return str_z(str_fmt(mem, "%s/.config/underseal/%s", home, leaf), mem);
	err_set(e, ERR_USAGE, "no folder for keys: neither XDG_CONFIG_HOME nor HOME is set");
	return NULL;
}

char *signkey_path(arena *mem, err *e)
{
	return signkey_config("sender.key", mem, e);
}

bool signkey_exists(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0;
}

static void put_number(unsigned char *p, uint64_t v)
{
	for (int i = 0; i < 8; i++)
		p[i] = (unsigned char)(v >> 8 * i);
}

static uint64_t get_number(const unsigned char *p)
{
	uint64_t v = 0;
	for (int i = 8; i-- > 0;)
		v = v << 8 | p[i];
	return v;
}

/* Masks or unmasks the second half of the file's bytes. */
static bool mask(secret *bytes, const secret *password, err *e)
{
	secret stream;
	uint64_t ops = get_number(bytes->p + OPS_AT), mem = get_number(bytes->p + MEM_AT);
	if (ops > most_ops || mem > most_mem)
		return err_set(e, ERR_INPUT, "the key's password takes more work than any key should");
	if (!secret_new(&stream, MASKED, e))
		return false;
	bool ok = crypto_pwhash_scryptsalsa208sha256(stream.p, stream.n, (const char *)password->p, password->n,
	                                             bytes->p + SALT_AT, ops, (size_t)mem) == 0;
	if (!ok) {
		err_set(e, ERR_SYSTEM, "deriving the key from the password failed: %s", strerror(errno));
		err_hint(e, "it needs %u MiB of memory for a moment", (unsigned)(mem >> 20));
	}
	for (size_t i = 0; ok && i < MASKED; i++)
		bytes->p[KEY_AT + i] ^= stream.p[i];
	secret_drop(&stream);
	return ok;
}

/* minisign's: over the algorithm, the key number and the key. */
static void check_value(unsigned char out[static 32], const unsigned char *bytes)
{
	crypto_generichash_state st;
	crypto_generichash_init(&st, NULL, 0, 32);
	crypto_generichash_update(&st, bytes, 2);
	crypto_generichash_update(&st, bytes + KEY_AT, 8 + 64);
	crypto_generichash_final(&st, out, 32);
}

/* ---- writing ----------------------------------------------------------------------------------- */

static bool key_text(const sign_key *k, const secret *password, secret *out, err *e)
{
	char id[SIGN_ID_TEXT];
	sign_print_id(id, &k->pub);
	secret bytes = { NULL, 0 };
	if (!secret_new(&bytes, KEY_FILE_SIZE, e))
		return false;
	/* Without a password: no KDF, salt and limits zero, checksum zero, as `minisign -G -W` has it. */
	memcpy(bytes.p, password ? "EdScB2" : "Ed\0\0B2", 6);
	memcpy(bytes.p + KEY_AT, k->pub.id, 8);
	memcpy(bytes.p + KEY_AT + 8, k->key.p, 64);
	bool ok = true;
	if (password) {
		check_value(bytes.p + CHECK_AT, bytes.p);
		randombytes_buf(bytes.p + SALT_AT, 32);
		put_number(bytes.p + OPS_AT, write_ops);
		put_number(bytes.p + MEM_AT, write_mem);
		ok = mask(&bytes, password, e);
	}
	ok = ok && secret_new(out, 128 + BASE64_ROOM(KEY_FILE_SIZE), e);
	if (ok) {
		char *text = (char *)out->p;
		size_t n = (size_t)snprintf(text, 128, UNTRUSTED "underseal sender's key %s: keep it secret\n", id);
		n += base64_encode(text + n, bytes.p, bytes.n, true);
		text[n++] = '\n';
		out->n = n;
	}
	secret_drop(&bytes);
	return ok;
}

void signkey_print_public(const sign_public *pub, buf *out)
{
	char text[SIGN_PUBLIC_TEXT], id[SIGN_ID_TEXT];
	sign_public_print(text, pub);
	sign_print_id(id, pub);
	buf_fmt(out, UNTRUSTED "underseal sender's public key %s\n%s\n", id, text);
}

static char *public_path(const char *key_path, arena *mem)
{
	str stem = str_of(key_path);
	if (str_ends(stem, ".key"))
		stem.n -= 4;
	return str_z(str_fmt(mem, STR_FMT ".pub", STR_ARG(stem)), mem);
}

bool signkey_make_folder(const char *path, err *e)
{
	const char *slash = strrchr(path, '/');
	if (!slash || slash == path)
		return true;
	arena *mem = arena_new();
	char *folder = str_z((str){ path, (size_t)(slash - path) }, mem);
	bool ok = file_make_parents(folder, e) &&
	          (mkdir(folder, 0700) == 0 || errno == EEXIST || err_set(e, ERR_SYSTEM, "%s: %s", folder, strerror(errno)));
	arena_drop(mem);
	return ok;
}

bool signkey_save(const char *path, const sign_key *k, const secret *password, bool replace, err *e)
{
	arena *mem = arena_new();
	secret text = { NULL, 0 };
	buf public = { 0 };
	signkey_print_public(&k->pub, &public);
	bool ok = signkey_make_folder(path, e) && key_text(k, password, &text, e) &&
	          file_write(path, secret_view(&text), 0600, replace, e) &&
	          file_write(public_path(path, mem), buf_view(&public), 0644, true, e);
	secret_drop(&text);
	buf_free(&public);
	arena_drop(mem);
	return ok;
}

/* ---- reading ----------------------------------------------------------------------------------- */

/* The decoded bytes of a key file's text. */
static bool key_bytes(str text, secret *out, err *e)
{
	str rest = text, comment, line = { NULL, 0 };
	size_t n = 0;
	if (!secret_new(out, KEY_FILE_SIZE, e))
		return false;
	bool ok = str_cut(&rest, '\n', &comment) && str_cut(&rest, '\n', &line) && str_starts(comment, UNTRUSTED) &&
	          base64_decode(str_trim(line), true, out->p, out->n, &n) && n == KEY_FILE_SIZE &&
	          memcmp(out->p, "Ed", 2) == 0 &&
	          (memcmp(out->p + 2, "\0\0", 2) == 0 || memcmp(out->p + 2, "Sc", 2) == 0);
	return ok || err_set(e, ERR_INPUT, "not a sender's key");
}

static bool is_locked(const secret *bytes)
{
	return bytes->p[2] != '\0';
}

/* The second half of a key is the public key of the first: a file where it is not is damaged, and
 * signing with it would give the secret away. */
static bool is_whole(const sign_key *k, err *e)
{
	secret check, seed;
	unsigned char pub[32];
	if (!secret_new(&check, 64, e))
		return false;
	bool ok = secret_new(&seed, 32, e);
	if (ok) {
		crypto_sign_ed25519_sk_to_seed(seed.p, k->key.p);
		crypto_sign_seed_keypair(pub, check.p, seed.p);
		ok = memcmp(pub, k->pub.key, sizeof pub) == 0 || err_set(e, ERR_INPUT, "the sender's key is damaged");
		secret_drop(&seed);
	}
	secret_drop(&check);
	return ok;
}

static bool unlock(secret *bytes, const secret *password, err *e)
{
	unsigned char check[32];
	if (!password) {
		err_set(e, ERR_INPUT, "the key is locked with a password");
		return err_hint(e, "give it in a file with --key-password-file, or where there is a terminal to ask on");
	}
	if (!mask(bytes, password, e))
		return false;
	check_value(check, bytes->p);
	return sodium_memcmp(check, bytes->p + CHECK_AT, sizeof check) == 0 ||
	       err_set(e, ERR_INPUT, "wrong password for the sender's key");
}

static bool key_parse(str text, const secret *password, sign_key *out, err *e)
{
	secret bytes = { NULL, 0 };
	bool ok = key_bytes(text, &bytes, e) && (!is_locked(&bytes) || unlock(&bytes, password, e)) &&
	          secret_new(&out->key, 64, e);
	if (ok) {
		memcpy(out->pub.id, bytes.p + KEY_AT, 8);
		memcpy(out->key.p, bytes.p + KEY_AT + 8, 64);
		memcpy(out->pub.key, out->key.p + 32, 32);
		ok = is_whole(out, e);
		if (!ok)
			secret_drop(&out->key);
	}
	secret_drop(&bytes);
	return ok;
}

/* The text of the file, in protected memory from the first byte on. */
static bool read_text(const char *path, secret *out, size_t *n, err *e)
{
	struct stat st;
	if (stat(path, &st) == 0 && S_ISREG(st.st_mode) && (st.st_mode & 077)) {
		err_set(e, ERR_INPUT, "%s: other users can read the sender's key", path);
		return err_hint(e, "chmod 600 %s", path);
	}
	FILE *f = fopen(path, "re");
	if (!f)
		return err_set(e, ERR_INPUT, "%s: %s", path, strerror(errno));
	/* No buffer of stdio's keeps a copy. */
	setvbuf(f, NULL, _IONBF, 0);
	bool ok = secret_new(out, KEY_FILE_LIMIT, e);
	if (ok) {
		*n = fread(out->p, 1, out->n, f);
		ok = !ferror(f) || err_set(e, ERR_INPUT, "%s: cannot be read", path);
	}
	fclose(f);
	return ok;
}

bool signkey_locked(const char *path, bool *locked, err *e)
{
	secret text = { NULL, 0 }, bytes = { NULL, 0 };
	size_t n = 0;
	bool ok = read_text(path, &text, &n, e) &&
	          (key_bytes((str){ (const char *)text.p, n }, &bytes, e) || err_wrap(e, "%s", path));
	*locked = ok && is_locked(&bytes);
	secret_drop(&bytes);
	secret_drop(&text);
	return ok;
}

bool signkey_load(const char *path, const secret *password, sign_key *out, err *e)
{
	secret text = { NULL, 0 };
	size_t n = 0;
	*out = (sign_key){ 0 };
	bool ok = read_text(path, &text, &n, e) &&
	          (key_parse((str){ (const char *)text.p, n }, password, out, e) || err_wrap(e, "%s", path));
	secret_drop(&text);
	return ok;
}

bool signkey_public(const char *path, sign_public *out)
{
	arena *mem = arena_new();
	str text, comment, line;
	bool ok = file_read(public_path(path, mem), KEY_FILE_LIMIT, mem, &text, NULL) &&
	          str_cut(&text, '\n', &comment) && str_cut(&text, '\n', &line) && sign_public_read(str_trim(line), out);
	arena_drop(mem);
	return ok;
}
