/* Taking files out of an open bundle, and checking all of it; see bundle.h. */
#include "share/bundle_int.h"

#include "redact/base/sha256.h"
#include "share/belt.h"
#include "share/disk.h"
#include "share/envelope.h"
#include "share/outdir.h"
#include "share/zipout.h"

#include <errno.h>
#include <fnmatch.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

/* How much there is to do; all of them when wanted is NULL. */
static void begin(bundle *b, const bool *wanted)
{
	b->done = b->all = 0;
	for (size_t i = 0; i < b->said.n; i++)
		b->all += !wanted || wanted[i] ? b->said.files[i].size : 0;
}

/* Where the bytes of files go on their way out: each block to be hashed and, when there is a file, to the
 * disk. */
struct way {
	belt *belt;
	sha256 sum;
	disk to;
};

static void hash_work(void *arg, const unsigned char *bytes, size_t n)
{
	sha256_add(arg, bytes, n);
}

static bool way_open(struct way *w, bool files, err *e)
{
	const belt_worker workers[] = { { hash_work, &w->sum }, { disk_work, &w->to } };
	disk_begin(&w->to, -1);
	w->belt = belt_new(workers, files ? 2 : 1, e);
	return w->belt != NULL;
}

/* Takes the bytes too, on this thread. */
typedef bool taker(void *arg, const void *bytes, size_t n, err *e);

/* The bytes of one file, each authenticated; true when their hash is the signed one. */
static bool read_file(bundle *b, size_t index, struct way *w, taker *take, void *arg, err *e)
{
	const manifest_file *f = &b->said.files[index];
	char sha256[SHA256_HEX];
	uint32_t crc = 0;
	bool ok = zipin_begin(&b->zip, AT_FILES + index, e);
	sha256_init(&w->sum);
	for (uint64_t at = 0, n; ok && at < f->size; at += n) {
		unsigned char *block = belt_block(w->belt);
		n = f->size - at < BELT_BLOCK ? f->size - at : BELT_BLOCK;
		ok = zipin_read(&b->zip, AT_FILES + index, at, block, (size_t)n, e);
		if (!ok)
			break;
		belt_pass(w->belt, (size_t)n);
		crc = zipout_crc(crc, block, (size_t)n);
		b->done += n;
		if (b->watch.tell)
			b->watch.tell(b->watch.arg, b->done, b->all);
		ok = (!take || take(arg, block, (size_t)n, e)) && !atomic_load(&w->to.trouble);
	}
	belt_rest(w->belt);
	/* What went wrong with the disk is told by who knows the file. */
	if (!ok || atomic_load(&w->to.trouble))
		return false;
	sha256_done(&w->sum, sha256);
	return (strcmp(sha256, f->sha256) == 0 && crc == b->zip.entries[AT_FILES + index].crc) ||
	       bundle_malformed(b, e, "a file is not the one its manifest says");
}

/* The padding is zeros: it is no place to carry something past the signature. */
static bool padding_is_empty(const bundle *b, err *e)
{
	size_t index = b->zip.n - 1;
	unsigned char block[ENVELOPE_CHUNK];
	uint32_t crc = 0;
	if (!zipin_begin(&b->zip, index, e))
		return false;
	for (uint64_t at = 0, size = b->zip.entries[index].size, n; at < size; at += n) {
		n = size - at < sizeof block ? size - at : sizeof block;
		if (!zipin_read(&b->zip, index, at, block, (size_t)n, e))
			return false;
		if (!sodium_is_zero(block, (size_t)n))
			return bundle_malformed(b, e, "its padding is not empty");
		crc = zipout_crc(crc, block, (size_t)n);
	}
	return crc == b->zip.entries[index].crc || bundle_malformed(b, e, "a checksum is wrong");
}

bool bundle_check(bundle *b, err *e)
{
	struct way w;
	begin(b, NULL);
	bool ok = way_open(&w, false, e) && padding_is_empty(b, e);
	for (size_t i = 0; ok && i < b->said.n; i++)
		ok = read_file(b, i, &w, NULL, NULL, e);
	belt_drop(w.belt);
	return ok;
}

/* ---- which ------------------------------------------------------------------------------------- */

static bool not_there(const bundle *b, const char *name, err *e)
{
	err_set(e, ERR_USAGE, "%s: holds no file \"%s\"", b->path, name);
	return err_hint(e, "underseal list shows the names; put quotes around a pattern");
}

/* Marks the files that are wanted. Every name must find one. */
static bool choose(bundle *b, const bundle_wish *wish, bool *wanted, err *e)
{
	for (size_t i = 0; i < b->said.n; i++)
		wanted[i] = wish->n == 0;
	for (size_t w = 0; w < wish->n; w++) {
		bool found = false;
		for (size_t i = 0; i < b->said.n; i++) {
			const char *name = str_z(b->said.files[i].name, b->mem);
			/* A name may itself hold what a pattern gives a meaning to. */
			if (strcmp(name, wish->names[w]) == 0 || fnmatch(wish->names[w], name, 0) == 0)
				found = wanted[i] = true;
		}
		if (!found)
			return not_there(b, wish->names[w], e);
	}
	return true;
}

/* ---- into a folder ----------------------------------------------------------------------------- */

/* Every name is free, or nothing is written. */
static bool all_free(const bundle *b, outdir *d, const bool *wanted, bool all, err *e)
{
	bool ok = !all || (outdir_free(d, STR(MANIFEST_NAME), e) && outdir_free(d, STR(MANIFEST_SIGNATURE), e));
	for (size_t i = 0; ok && i < b->said.n; i++)
		ok = !wanted[i] || outdir_free(d, b->said.files[i].name, e);
	return ok;
}

static bool take_bytes(outdir *d, const char *name, str bytes, err *e)
{
	return outdir_begin(d, str_of(name), e) && outdir_write(d, bytes.p, bytes.n, e) && outdir_end(d, e) &&
	       outdir_settle(d, e);
}

static bool take_file(bundle *b, size_t index, outdir *d, struct way *w, err *e)
{
	if (!outdir_begin(d, b->said.files[index].name, e))
		return false;
	disk_begin(&w->to, outdir_fd(d));
	if (read_file(b, index, w, NULL, NULL, e))
		return outdir_end(d, e);
	int code = atomic_load(&w->to.trouble);
	return code && outdir_trouble(d, code, e);
}

bool bundle_extract(bundle *b, const char *folder, const bundle_wish *wish, size_t *taken, err *e)
{
	outdir d;
	bool all = wish->n == 0, *wanted = arena_array(b->mem, bool, b->said.n);
	*taken = 0;
	if (!choose(b, wish, wanted, e))
		return false;
	struct way w;
	begin(b, wanted);
	if (!way_open(&w, true, e))
		return false;
	bool ok = outdir_open(&d, folder, e) && all_free(b, &d, wanted, all, e) && padding_is_empty(b, e);
	for (size_t i = 0; ok && i < b->said.n; i++)
		ok = !wanted[i] || take_file(b, i, &d, &w, e);
	/* Files that came out whole get their names, also where a later one does not. */
	ok = outdir_settle(&d, ok ? e : NULL) && ok;
	*taken = d.settled;
	/* The signature last: where it is, everything is. */
	ok = ok && (!all || (take_bytes(&d, MANIFEST_NAME, b->json, e) && take_bytes(&d, MANIFEST_SIGNATURE, b->minisig, e)));
	outdir_close(&d);
	belt_drop(w.belt);
	return ok;
}

/* ---- to a descriptor --------------------------------------------------------------------------- */

static bool to_descriptor(void *arg, const void *bytes, size_t n, err *e)
{
	const char *p = bytes;
	while (n) {
		ssize_t done = write(*(const int *)arg, p, n);
		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return err_set(e, ERR_SYSTEM, "standard output: %s", strerror(errno));
		p += done;
		n -= (size_t)done;
	}
	return true;
}

bool bundle_stream(bundle *b, const char *name, int fd, err *e)
{
	for (size_t i = 0; i < b->said.n; i++) {
		if (!str_is(b->said.files[i].name, name))
			continue;
		struct way w;
		b->done = 0;
		b->all = b->said.files[i].size;
		bool ok = way_open(&w, false, e) && read_file(b, i, &w, to_descriptor, &fd, e);
		belt_drop(w.belt);
		return ok;
	}
	return not_there(b, name, e);
}
