/* Opening; see bundle.h. */
#include "share/bundle_int.h"

#include "redact/base/file.h"
#include "share/envelope.h"
#include "share/expiry.h"
#include "share/notice.h"
#include "share/readme.h"
#include "share/zipout.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum { SIGNATURE_LIMIT = 4096 };
enum { AT_NOTICE = 1 }; /* among the files */

static bool from_envelope(void *arg, uint64_t at, void *out, size_t n, err *e)
{
	return envelope_read(arg, at, out, n, e);
}

bool bundle_malformed(const bundle *b, err *e, const char *what)
{
	return err_set(e, ERR_INPUT, "%s: the bundle is malformed: %s", b->path, what);
}

/* A small entry of the archive's own, whole. */
static bool read_entry(bundle *b, size_t index, const char *name, size_t limit, str *out, err *e)
{
	const zipform_entry *entry = index < b->zip.n ? &b->zip.entries[index] : NULL;
	if (!entry || !str_is(entry->name, name) || entry->size > limit)
		return bundle_malformed(b, e, "its manifest is not where it should be");
	size_t n = (size_t)entry->size;
	char *bytes = arena_alloc(b->mem, n + 1);
	if (!zipin_begin(&b->zip, index, e) || !zipin_read(&b->zip, index, 0, bytes, n, e))
		return false;
	if (zipout_crc(0, bytes, n) != entry->crc)
		return bundle_malformed(b, e, "a checksum is wrong");
	*out = (str){ bytes, n };
	return true;
}

/* The archive holds what the signed manifest says, in that order, and nothing else. */
static bool match(const bundle *b, err *e)
{
	const manifest *m = &b->said;
	if (b->zip.n != m->n + OWN_ENTRIES)
		return bundle_malformed(b, e, "it holds other files than its manifest says");
	for (size_t i = 0; i < m->n; i++) {
		const zipform_entry *entry = &b->zip.entries[AT_FILES + i];
		const manifest_file *f = &m->files[i];
		if (!str_eq(entry->name, f->name) || entry->size != f->size ||
		    zipform_content(entry, b->zip.wide) != f->offset)
			return bundle_malformed(b, e, "it holds other files than its manifest says");
	}
	if (!str_is(b->zip.entries[b->zip.n - 1].name, MANIFEST_PADDING) ||
	    m->payload != envelope_size(b->envelope))
		return bundle_malformed(b, e, "it has another size than its manifest says");
	if (!str_is(m->files[0].name, README_NAME) || m->not_after < m->made)
		return bundle_malformed(b, e, "its manifest contradicts itself");
	return true;
}

static bool read_notice(bundle *b, err *e)
{
	const manifest_file *f = &b->said.files[AT_NOTICE];
	char sha256[65];
	if (b->said.n <= AT_NOTICE || f->role != ROLE_NOTICE)
		return true;
	if (!read_entry(b, AT_FILES + AT_NOTICE, MANIFEST_NOTICE, NOTICE_LIMIT, &b->notice, e))
		return false;
	hash_sha256(b->notice, sha256);
	if (strcmp(sha256, f->sha256) != 0)
		return bundle_malformed(b, e, "a file is not the one its manifest says");
	const char *trouble = notice_trouble(b->notice);
	return !trouble || bundle_malformed(b, e, "its notice is no plain text");
}

static bool read_manifest(bundle *b, err *e)
{
	if (!read_entry(b, AT_MANIFEST, MANIFEST_NAME, MANIFEST_LIMIT, &b->json, e) ||
	    !read_entry(b, AT_SIGNATURE, MANIFEST_SIGNATURE, SIGNATURE_LIMIT, &b->minisig, e))
		return false;
	if (!manifest_read(b->json, b->mem, &b->said, e) ||
	    !sign_check(&b->said.sender, b->json, b->minisig, e))
		return err_wrap(e, "%s", b->path);
	return match(b, e) && read_notice(b, e);
}

bundle *bundle_open(const char *path, const envelope_keys *keys, err *e)
{
	arena *mem = arena_new();
	bundle *b = arena_alloc(mem, sizeof *b);
	b->mem = mem;
	b->path = str_z(str_of(path), mem);
	b->fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (b->fd < 0)
		err_set(e, ERR_INPUT, "%s: %s", path, strerror(errno));
	else if ((b->envelope = envelope_open(b->fd, b->path, keys, e)) &&
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

void bundle_watched(bundle *b, bundle_watch watch)
{
	b->watch = watch;
}

const manifest *bundle_manifest(const bundle *b)
{
	return &b->said;
}

bool bundle_may_open(const bundle *b, int64_t now, err *e)
{
	return expiry_check(b->said.made, b->said.not_after, now, e) || err_wrap(e, "%s", b->path);
}

str bundle_notice(const bundle *b)
{
	return b->notice;
}
