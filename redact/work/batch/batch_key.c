/*
 * What was asked for, whole, as a hash: two runs with the same one would do the same to the same bytes.
 *
 * Into it go the job as workers get it, and what the files that it names hold: lists, packs, those that are part of the
 * program as well. Lists hold values. A short one could be guessed from a plain hash of it, so this one is slow
 * (Argon2id) and salted by the ledger. A password is no part of it: it opens a document and changes nothing.
 */
#include "redact/work/batch/batch_int.h"

#include "redact/base/embed.h"

#include <sodium.h>

/* 8 MB and some milliseconds, once a run. */
enum { KEY_ROUNDS = 3, KEY_MEMORY = 8 << 20 };

typedef bool digester(const char *path, arena *mem, char hex[static 65], err *e);

static bool file_digest(const char *path, arena *mem, char hex[static 65], err *e)
{
	(void)mem;
	return file_sha256(path, hex, NULL, e);
}

static bool folder_digest(const char *path, arena *mem, char hex[static 65], err *e)
{
	file_list found = { 0 };
	buf all = { 0 };
	bool ok = file_walk(path, mem, &found, e);
	for (size_t i = 0; ok && i < found.n; i++) {
		ok = file_sha256(str_z(found.files[i].path, mem), hex, NULL, e);
		buf_str(&all, found.files[i].relative);
		buf_fmt(&all, "%c%s\n", 0, hex);
	}
	hash_sha256(buf_view(&all), hex);
	buf_free(&all);
	return ok;
}

/* In place of where they lie, what they hold. */
static bool digest_all(const str **paths, size_t n, digester *digest, arena *mem, err *e)
{
	str *held = arena_array(mem, str, n);
	char hex[65];
	for (size_t i = 0; i < n; i++) {
		if (!digest(str_z((*paths)[i], mem), mem, hex, e))
			return false;
		held[i] = str_dup(str_of(hex), mem);
	}
	*paths = held;
	return true;
}

static void add_shipped(buf *out)
{
	char hex[65];
	for (const embedded *f = embedded_files; f->path; f++) {
		if (!str_starts(str_of(f->path), "patterns/"))
			continue;
		hash_sha256((str){ (const char *)f->bytes, f->n }, hex);
		buf_fmt(out, "%s %s\n", f->path, hex);
	}
}

static bool digest_of(const batch *b, arena *mem, char hex[static 65], err *e)
{
	const batch_options *o = b->o;
	job j = { .verb = JOB_REDACT, .want = o->want, .scan = o->scan, .label = o->label, .how = o->how };
	request *w = &j.want;
	if (!digest_all(&w->terms, w->nterms, file_digest, mem, e) || !digest_all(&w->minors, w->nminors, file_digest, mem, e) ||
	    !digest_all(&w->except, w->nexcept, file_digest, mem, e) || !digest_all(&w->packs, w->npacks, folder_digest, mem, e))
		return false;
	buf all = { 0 };
	job_print(&all, &j);
	buf_fmt(&all, "handling given %d, pixels %d, plan %d\n", o->how_given, o->pixels, o->plan_file != NULL);
	add_shipped(&all);
	hash_sha256(buf_view(&all), hex);
	buf_free(&all);
	return true;
}

bool batch_key_for(const batch *b, const unsigned char *salt, unsigned char key[static 32], err *e)
{
	arena *mem = arena_new();
	char hex[65];
	bool ok = digest_of(b, mem, hex, e);
	arena_drop(mem);
	if (!ok)
		return false;
	if (crypto_pwhash(key, 32, hex, 64, salt, KEY_ROUNDS, KEY_MEMORY, crypto_pwhash_ALG_ARGON2ID13) != 0)
		return err_set(e, ERR_SYSTEM, "no memory is left to take up the ledger");
	return true;
}

bool batch_key_open(batch *b, err *e)
{
	return batch_key_for(b, ledger_salt(b->ledger), b->key, e);
}

void batch_key_marks(const batch *b, const batch_item *it, const char *sha256, char hex[static 65])
{
	buf own = { 0 };
	batch_marks_bytes(b, it, sha256, &own);
	hash_sha256(buf_view(&own), hex);
	buf_free(&own);
}

void batch_key_with(const batch *b, const unsigned char *key, const batch_item *it, const char *sha256, char hex[static 65])
{
	unsigned char hash[32];
	buf own = { 0 };
	if (it)
		batch_marks_bytes(b, it, sha256, &own);
	crypto_generichash(hash, sizeof hash, (const unsigned char *)(own.n ? own.p : ""), own.n, key, 32);
	sodium_bin2hex(hex, 65, hash, sizeof hash);
	buf_free(&own);
}

void batch_key_of(const batch *b, const batch_item *it, const char *sha256, char hex[static 65])
{
	batch_key_with(b, b->key, it, sha256, hex);
}
