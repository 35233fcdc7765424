/* Taking files out of an open bundle, and checking all of it; see bundle.h. */
#include "share/bundle_int.h"

#include "share/beside.h"
#include "share/envelope.h"
#include "share/outdir.h"
#include "share/zipout.h"

#include <errno.h>
#include <fnmatch.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

/* The bytes of one file, each authenticated, to the sink (or to nobody); true when their hash is the
 * signed one. */
static bool read_file(bundle *b, size_t index, beside *hash, beside_sink *sink, void *arg, err *e)
{
	const manifest_file *f = &b->said.files[index];
	char sha256[SHA256_HEX];
	bool ok = zipin_begin(&b->zip, AT_FILES + index, e);
	beside_begin(hash);
	for (uint64_t at = 0; ok && at < f->size;) {
		void *block = beside_block(hash);
		/* To the end of a chunk, so that no chunk is decrypted twice. */
		size_t n = BESIDE_BLOCK - (size_t)((f->offset + at) % ENVELOPE_CHUNK);
		if (n > f->size - at)
			n = (size_t)(f->size - at);
		ok = zipin_read(&b->zip, AT_FILES + index, at, block, n, e);
		if (!ok)
			break;
		beside_add(hash, n);
		ok = !sink || sink(arg, block, n, e);
		at += n;
	}
	digest sum = beside_end(hash);
	digest_done(&sum, sha256);
	return ok && ((strcmp(sha256, f->sha256) == 0 && sum.crc == b->zip.entries[AT_FILES + index].crc) ||
	              bundle_malformed(b, e, "a file is not the one its manifest says"));
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
	beside *hash = beside_new(e);
	bool ok = hash && padding_is_empty(b, e);
	for (size_t i = 0; ok && i < b->said.n; i++)
		ok = read_file(b, i, hash, NULL, NULL, e);
	beside_drop(hash);
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

static bool to_outdir(void *arg, const void *bytes, size_t n, err *e)
{
	return outdir_write(arg, bytes, n, e);
}

static bool take_bytes(outdir *d, const char *name, str bytes, err *e)
{
	return outdir_begin(d, str_of(name), e) && outdir_write(d, bytes.p, bytes.n, e) && outdir_commit(d, e);
}

bool bundle_extract(bundle *b, const char *folder, const bundle_wish *wish, size_t *taken, err *e)
{
	outdir d;
	bool all = wish->n == 0, *wanted = arena_array(b->mem, bool, b->said.n);
	*taken = 0;
	if (!choose(b, wish, wanted, e))
		return false;
	beside *hash = beside_new(e);
	if (!hash)
		return false;
	bool ok = outdir_open(&d, folder, e) && all_free(b, &d, wanted, all, e) && padding_is_empty(b, e);
	for (size_t i = 0; ok && i < b->said.n; i++) {
		if (!wanted[i])
			continue;
		ok = outdir_begin(&d, b->said.files[i].name, e) && read_file(b, i, hash, to_outdir, &d, e) && outdir_commit(&d, e);
		*taken += ok;
	}
	ok = ok && (!all || (take_bytes(&d, MANIFEST_NAME, b->json, e) && take_bytes(&d, MANIFEST_SIGNATURE, b->minisig, e)));
	outdir_close(&d);
	beside_drop(hash);
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
		beside *hash = beside_new(e);
		bool ok = hash && read_file(b, i, hash, to_descriptor, &fd, e);
		beside_drop(hash);
		return ok;
	}
	return not_there(b, name, e);
}
