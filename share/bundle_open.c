/* Opening; see bundle.h. */
#include "share/bundle.h"

#include "share/digest.h"
#include "share/envelope.h"
#include "share/expiry.h"
#include "share/outdir.h"
#include "share/readme.h"
#include "share/zipin.h"
#include "share/zipout.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

/* Places of the archive's own entries. */
enum { AT_MANIFEST, AT_SIGNATURE, AT_FILES, OWN_ENTRIES = 3 /* and the padding, last */ };
enum { SIGNATURE_LIMIT = 4096 };

struct bundle {
	arena *mem;
	char *path;
	int fd;
	envelope *envelope;
	zipin zip;
	str json, minisig;
	manifest said;
};

static bool from_envelope(void *arg, uint64_t at, void *out, size_t n, err *e)
{
	return envelope_read(arg, at, out, n, e);
}

static bool malformed(const bundle *b, err *e, const char *what)
{
	return err_set(e, ERR_INPUT, "%s: the bundle is malformed: %s", b->path, what);
}

/* A small entry of the archive's own, whole. */
static bool read_entry(bundle *b, size_t index, const char *name, size_t limit, str *out, err *e)
{
	const zipform_entry *entry = index < b->zip.n ? &b->zip.entries[index] : NULL;
	if (!entry || !str_is(entry->name, name) || entry->size > limit)
		return malformed(b, e, "its manifest is not where it should be");
	size_t n = (size_t)entry->size;
	char *bytes = arena_alloc(b->mem, n + 1);
	if (!zipin_begin(&b->zip, index, e) || !zipin_read(&b->zip, index, 0, bytes, n, e))
		return false;
	if (zipout_crc(0, bytes, n) != entry->crc)
		return malformed(b, e, "a checksum is wrong");
	*out = (str){ bytes, n };
	return true;
}

/* The archive holds what the signed manifest says, in that order, and nothing else. */
static bool match(const bundle *b, err *e)
{
	const manifest *m = &b->said;
	if (b->zip.n != m->n + OWN_ENTRIES)
		return malformed(b, e, "it holds other files than its manifest says");
	for (size_t i = 0; i < m->n; i++) {
		const zipform_entry *entry = &b->zip.entries[AT_FILES + i];
		const manifest_file *f = &m->files[i];
		if (!str_eq(entry->name, f->name) || entry->size != f->size ||
		    zipform_content(entry, b->zip.wide) != f->offset)
			return malformed(b, e, "it holds other files than its manifest says");
	}
	if (!str_is(b->zip.entries[b->zip.n - 1].name, MANIFEST_PADDING) ||
	    m->payload != envelope_size(b->envelope))
		return malformed(b, e, "it has another size than its manifest says");
	if (!str_is(m->files[0].name, README_NAME) || m->not_after < m->made)
		return malformed(b, e, "its manifest contradicts itself");
	return true;
}

static bool read_manifest(bundle *b, err *e)
{
	if (!read_entry(b, AT_MANIFEST, MANIFEST_NAME, MANIFEST_LIMIT, &b->json, e) ||
	    !read_entry(b, AT_SIGNATURE, MANIFEST_SIGNATURE, SIGNATURE_LIMIT, &b->minisig, e))
		return false;
	if (!manifest_read(b->json, b->mem, &b->said, e) ||
	    !sign_check(&b->said.sender, b->json, b->minisig, e))
		return err_wrap(e, "%s", b->path);
	return match(b, e);
}

bundle *bundle_open(const char *path, const secret *pass, err *e)
{
	arena *mem = arena_new();
	bundle *b = arena_alloc(mem, sizeof *b);
	b->mem = mem;
	b->path = str_z(str_of(path), mem);
	b->fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (b->fd < 0)
		err_set(e, ERR_INPUT, "%s: %s", path, strerror(errno));
	else if ((b->envelope = envelope_open(b->fd, b->path, pass, e)) &&
	         zipin_open(&b->zip, from_envelope, b->envelope, envelope_size(b->envelope), b->path,
	                    mem, e) &&
	         read_manifest(b, e))
		return b;
	bundle_close(b);
	return NULL;
}

void bundle_close(bundle *b)
{
	if (!b)
		return;
	envelope_drop(b->envelope);
	if (b->fd >= 0)
		close(b->fd);
	arena_drop(b->mem);
}

const manifest *bundle_manifest(const bundle *b)
{
	return &b->said;
}

bool bundle_may_open(const bundle *b, int64_t now, err *e)
{
	return expiry_check(b->said.made, b->said.not_after, now, e) || err_wrap(e, "%s", b->path);
}

/* ---- taking out -------------------------------------------------------------------------------- */

/* Every name is free, or nothing is written. */
static bool all_free(const bundle *b, outdir *d, err *e)
{
	bool ok = outdir_free(d, STR(MANIFEST_NAME), e) && outdir_free(d, STR(MANIFEST_SIGNATURE), e);
	for (size_t i = 0; ok && i < b->said.n; i++)
		ok = outdir_free(d, b->said.files[i].name, e);
	return ok;
}

static bool take_file(bundle *b, size_t index, outdir *d, err *e)
{
	const manifest_file *f = &b->said.files[index];
	unsigned char block[DIGEST_BLOCK];
	char sha256[65];
	digest sum;
	digest_init(&sum);
	if (!zipin_begin(&b->zip, AT_FILES + index, e) || !outdir_begin(d, f->name, e))
		return false;
	for (uint64_t at = 0; at < f->size;) {
		/* To the end of the chunk, so that no chunk is decrypted twice. */
		size_t n = ENVELOPE_CHUNK - (size_t)((f->offset + at) % ENVELOPE_CHUNK);
		if (n > f->size - at)
			n = (size_t)(f->size - at);
		if (!zipin_read(&b->zip, AT_FILES + index, at, block, n, e) ||
		    !outdir_write(d, block, n, e))
			return false;
		digest_add(&sum, block, n);
		at += n;
	}
	digest_done(&sum, sha256);
	if (strcmp(sha256, f->sha256) != 0 || sum.crc != b->zip.entries[AT_FILES + index].crc)
		return malformed(b, e, "a file is not the one its manifest says");
	return outdir_commit(d, e);
}

static bool take_bytes(outdir *d, const char *name, str bytes, err *e)
{
	return outdir_begin(d, str_of(name), e) && outdir_write(d, bytes.p, bytes.n, e) &&
	       outdir_commit(d, e);
}

/* The padding is zeros: it is no place to carry something past the signature. */
static bool padding_is_empty(const bundle *b, err *e)
{
	size_t index = b->zip.n - 1;
	unsigned char block[DIGEST_BLOCK];
	uint32_t crc = 0;
	if (!zipin_begin(&b->zip, index, e))
		return false;
	for (uint64_t at = 0, size = b->zip.entries[index].size, n; at < size; at += n) {
		n = size - at < sizeof block ? size - at : sizeof block;
		if (!zipin_read(&b->zip, index, at, block, (size_t)n, e))
			return false;
		if (!sodium_is_zero(block, (size_t)n))
			return malformed(b, e, "its padding is not empty");
		crc = zipout_crc(crc, block, (size_t)n);
	}
	return crc == b->zip.entries[index].crc || malformed(b, e, "a checksum is wrong");
}

bool bundle_extract(bundle *b, const char *folder, err *e)
{
	outdir d;
	bool ok = outdir_open(&d, folder, e) && all_free(b, &d, e) && padding_is_empty(b, e);
	for (size_t i = 0; ok && i < b->said.n; i++)
		ok = take_file(b, i, &d, e);
	/* The manifest and its signature come last: where they are, everything is. */
	ok = ok && take_bytes(&d, MANIFEST_NAME, b->json, e) &&
	     take_bytes(&d, MANIFEST_SIGNATURE, b->minisig, e);
	outdir_close(&d);
	return ok;
}
