/* Sealing; see bundle.h. */
#include "share/bundle.h"

#include "redact/base/file.h"
#include "share/belt.h"
#include "share/digest.h"
#include "share/envelope.h"
#include "share/gather.h"
#include "share/intake.h"
#include "share/padme.h"
#include "share/readme.h"
#include "share/zipout.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PADDING_BLOCK = 64 << 10 };
enum { ROUNDS = 24 }; /* far more than numbers have digits to grow by */

/* Everything about the archive but its bytes. */
struct layout {
	bool wide;
	buf manifest, signature;
	const gather_item *items; size_t n;   /* READ-ME.txt first, then a notice */
	str own[2];                           /* their text                       */
	uint64_t read;                        /* bytes, in the first pass         */
	uint64_t padding;
};

static bool output_is_fine(const bundle_order *o, arena *mem, err *e)
{
	struct stat st;
	if (lstat(o->output, &st) == 0) {
		err_set(e, ERR_USAGE, "%s: exists already", o->output);
		return err_hint(e, "choose another name for the bundle");
	}
	char *folder = file_resolve(o->folder, mem, e), *output = folder ? file_resolve(o->output, mem, e) : NULL;
	if (!output)
		return false;
	if (file_is_below(output, folder)) {
		err_set(e, ERR_USAGE, "%s: the bundle would lie in the folder that is sealed", o->output);
		return err_hint(e, "write it beside the folder");
	}
	return true;
}

static void from_bytes(manifest_file *file, str name, manifest_role role, str bytes)
{
	digest d;
	digest_init(&d);
	digest_add(&d, bytes.p, bytes.n);
	*file = (manifest_file){ .name = name, .role = role, .size = bytes.n };
	digest_done(&d, file->sha256);
}

/* Where the entry's content lies; *at moves to the next entry. */
static uint64_t place(uint64_t *at, uint64_t *directory, str name, uint64_t size, bool wide)
{
	uint64_t content = *at + zipform_local_size(name, wide);
	*at = content + size;
	*directory += zipform_central_size(name, wide);
	return content;
}

/* Computes offsets and sizes for a manifest of manifest_size bytes; true when nothing moved. */
static bool place_all(struct layout *l, manifest *m, uint64_t manifest_size, uint64_t signature_size)
{
	uint64_t at = 0, directory = 0;
	bool still = true;
	place(&at, &directory, STR(MANIFEST_NAME), manifest_size, l->wide);
	place(&at, &directory, STR(MANIFEST_SIGNATURE), signature_size, l->wide);
	for (size_t i = 0; i < l->n; i++) {
		manifest_file *f = &m->files[i];
		uint64_t content = place(&at, &directory, f->name, f->size, l->wide);
		still &= f->offset == content;
		f->offset = content;
	}
	place(&at, &directory, STR(MANIFEST_PADDING), 0, l->wide);
	uint64_t bare = at + directory + zipform_end_size(l->wide);
	still &= m->payload == padme_size(bare);
	m->payload = padme_size(bare);
	l->padding = m->payload - bare;
	return still;
}

/* The manifest tells where the files lie, and they lie behind the manifest. Numbers only ever get
 * longer from round to round, so this comes to rest. */
static bool settle(const bundle_order *o, struct layout *l, manifest *m, err *e)
{
	for (int round = 0; round < ROUNDS; round++) {
		char comment[80];
		buf_clear(&l->manifest);
		buf_clear(&l->signature);
		if (!manifest_print(m, &l->manifest, e))
			return false;
		snprintf(comment, sizeof comment, "underseal bundle %s", m->id);
		sign_make(o->key, buf_view(&l->manifest), str_of(comment), &l->signature);
		if (place_all(l, m, l->manifest.n, l->signature.n))
			return true;
	}
	return err_set(e, ERR_INTERNAL, "the manifest does not come to rest");
}

/* Whether the archive may come to need ZIP64, judged a little too early. */
static bool judge_wide(const manifest *m)
{
	uint64_t most = 1 << 20;
	for (size_t i = 0; i < m->n; i++) {
		str name = m->files[i].name;
		most += m->files[i].size + zipform_local_size(name, true) +
		        zipform_central_size(name, true) + 6 * name.n + 512;
	}
	return zipform_needs_wide(m->n + 3, most + most / 8);
}

static bool lay_out(const bundle_order *o, arena *mem, struct layout *l, buf *readme, bundle_made *made, err *e)
{
	gathered g;
	manifest *m = &made->said;
	if (!gather(o, o->notice.n ? 2 : 1, mem, &g, made, e))
		return false;
	unsigned char id[16];
	randombytes_buf(id, sizeof id);
	sodium_bin2hex(m->id, sizeof m->id, id, sizeof id);
	m->made = o->now;
	m->not_after = o->not_after;
	m->sender = o->key->pub;
	m->to = o->to;
	m->matter = o->matter;

	l->items = g.items;
	l->n = m->n = g.n;
	l->read = g.size;
	m->files = g.files;
	if (o->notice.n)
		from_bytes(&m->files[1], STR(MANIFEST_NOTICE), ROLE_NOTICE, l->own[1] = o->notice);
	if (!readme_print(m, readme, e))
		return false;
	from_bytes(&m->files[0], STR(README_NAME), ROLE_READ_ME, l->own[0] = buf_view(readme));
	l->wide = judge_wide(m);
	return settle(o, l, m, e);
}

/* ---- second pass ------------------------------------------------------------------------------- */

static bool to_envelope(void *arg, const void *bytes, size_t n, err *e)
{
	return envelope_write(arg, bytes, n, e);
}

static bool put_bytes(zipout *z, str name, str bytes, err *e)
{
	return zipout_begin(z, name, bytes.n, zipout_crc(0, bytes.p, bytes.n), e) &&
	       zipout_write(z, bytes.p, bytes.n, e);
}

/* What files are hashed by while they are encrypted, and who is told. */
struct hasher {
	belt *belt;
	sha256 sum;
	bundle_watch watch;
	uint64_t before, all;   /* bytes: of the first pass, of both */
};

static void hash_work(void *arg, const unsigned char *bytes, size_t n)
{
	sha256_add(arg, bytes, n);
}

static bool pump(zipout *z, struct hasher *h, int fd, const char *path, err *e)
{
	size_t n = BELT_BLOCK;
	bool ok = true;
	sha256_init(&h->sum);
	while (ok && n == BELT_BLOCK) {
		unsigned char *block = belt_block(h->belt);
		ok = intake_read(fd, path, block, BELT_BLOCK, &n, e);
		if (!ok)
			break;
		belt_pass(h->belt, n);
		ok = zipout_write(z, block, n, e);
		if (h->watch.tell)
			h->watch.tell(h->watch.arg, h->before + z->at, h->all);
	}
	belt_rest(h->belt);
	return ok;
}

/* That it is what it was in the first pass is told by its size and checksum; that it is what was proven,
 * by its hash. */
static bool put_file(zipout *z, struct hasher *h, const manifest_file *file, const gather_item *item, err *e)
{
	char sha256[SHA256_HEX];
	int fd = intake_open(item->path, e);
	if (fd < 0)
		return false;
	bool ok = zipout_begin(z, file->name, file->size, item->crc, e) && pump(z, h, fd, item->path, e);
	close(fd);
	if (!ok)
		return false;
	sha256_done(&h->sum, sha256);
	if (strcmp(sha256, file->sha256) == 0)
		return zipout_end(z, e);
	if (!zipout_end(z, e))
		return false;
	if (!item->trusted)
		return err_set(e, ERR_INPUT, "%s: changed while it was being sealed", item->path);
	err_set(e, ERR_REFUSED, "%s: it was changed after it was proven", item->path);
	return err_hint(e, "run `underseal redact` again, take the file away, or say --include-unproven");
}

static bool put_padding(zipout *z, uint64_t size, err *e)
{
	static const unsigned char zeros[PADDING_BLOCK];
	uint32_t crc = 0;
	for (uint64_t left = size, n; left; left -= n) {
		n = left < sizeof zeros ? left : sizeof zeros;
		crc = zipout_crc(crc, zeros, (size_t)n);
	}
	if (!zipout_begin(z, STR(MANIFEST_PADDING), size, crc, e))
		return false;
	for (uint64_t left = size, n; left; left -= n) {
		n = left < sizeof zeros ? left : sizeof zeros;
		if (!zipout_write(z, zeros, (size_t)n, e))
			return false;
	}
	return true;
}

static bool stream(int fd, const bundle_order *o, const struct layout *l, const manifest *m,
                   envelope_header *header, err *e)
{
	envelope_writer *w = envelope_create(fd, o->output, header, e);
	if (!w)
		return false;
	zipout z;
	struct hasher h = { .watch = o->watch, .before = l->read, .all = l->read + m->payload };
	zipout_init(&z, to_envelope, w, l->wide);
	h.belt = belt_new(&(belt_worker){ hash_work, &h.sum }, 1, e);
	bool ok = h.belt && put_bytes(&z, STR(MANIFEST_NAME), buf_view(&l->manifest), e) &&
	          put_bytes(&z, STR(MANIFEST_SIGNATURE), buf_view(&l->signature), e);
	for (size_t i = 0; ok && i < l->n; i++)
		ok = l->items[i].path ? put_file(&z, &h, &m->files[i], &l->items[i], e)
		                      : put_bytes(&z, m->files[i].name, l->own[i], e);
	ok = ok && put_padding(&z, l->padding, e) && zipout_finish(&z, e) && envelope_finish(w, e);
	if (ok && z.at != m->payload)
		ok = err_set(e, ERR_INTERNAL, "%s: the archive has another size than planned", o->output);
	belt_drop(h.belt);
	zipout_drop(&z);
	envelope_writer_drop(w);
	return ok;
}

/* ---- both ---------------------------------------------------------------------------------------- */

/* The key is derived by a thread of its own while the files are hashed. */
struct deriving {
	pthread_t thread;
	bool started;
	const envelope_lock *lock;
	envelope_header *header;
	err trouble;
};

static void *derive(void *arg)
{
	struct deriving *d = arg;
	d->header = envelope_prepare(d->lock, &d->trouble);
	return NULL;
}

static void deriving_begin(struct deriving *d, const envelope_lock *lock)
{
	*d = (struct deriving){ .lock = lock, .trouble = ERR_INIT };
	d->started = pthread_create(&d->thread, NULL, derive, d) == 0;
	if (!d->started)
		derive(d);
}

/* The header, which is the caller's; NULL and *e when there is none. */
static envelope_header *deriving_end(struct deriving *d, err *e)
{
	envelope_header *h;
	if (d->started)
		pthread_join(d->thread, NULL);
	d->started = false;
	h = d->header;
	d->header = NULL;
	if (!h && e)
		*e = d->trouble;
	return h;
}

/* The file beside its place, then under its name. */
static bool write_bundle(const bundle_order *o, const struct layout *l, const manifest *m, struct deriving *key, arena *mem,
                         err *e)
{
	const char *temp = file_temp_beside(o->output, mem);
	envelope_header *header = deriving_end(key, e);
	int fd = header ? open(temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600) : -1;
	if (!header)
		return err_wrap(e, "%s", o->output);
	if (fd < 0) {
		envelope_header_drop(header);
		return err_set(e, ERR_SYSTEM, "%s: %s", o->output, strerror(errno));
	}
	bool ok = stream(fd, o, l, m, header, e);
	if (ok && fsync(fd) != 0 && errno != EINVAL)
		ok = err_set(e, ERR_SYSTEM, "%s: %s", o->output, strerror(errno));
	if (close(fd) != 0 && ok)
		ok = err_set(e, ERR_SYSTEM, "%s: %s", o->output, strerror(errno));
	if (ok)
		return file_commit(temp, o->output, false, e);
	unlink(temp);
	return false;
}

bool bundle_seal(const bundle_order *o, arena *mem, bundle_made *made, err *e)
{
	struct layout l = { 0 };
	struct deriving key;
	buf readme = { 0 };
	*made = (bundle_made){ 0 };
	if (!output_is_fine(o, mem, e))
		return false;
	deriving_begin(&key, &o->lock);
	bool ok = lay_out(o, mem, &l, &readme, made, e);
	if (ok && o->between)
		o->between(o->arg);
	ok = ok && write_bundle(o, &l, &made->said, &key, mem, e);
	envelope_header_drop(deriving_end(&key, NULL));
	buf_free(&l.manifest);
	buf_free(&l.signature);
	buf_free(&readme);
	return ok;
}
