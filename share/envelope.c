#include "share/envelope.h"

#include "share/agekeys.h"

#include <errno.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SEALED_CHUNK = ENVELOPE_CHUNK + ENVELOPE_TAG };
_Static_assert((int)ENVELOPE_TAG == crypto_aead_chacha20poly1305_ietf_ABYTES, "the tag's size");

/* Eleven bytes of counter, big end first, and one that marks the last chunk. */
static void chunk_nonce(unsigned char out[static 12], uint64_t counter, bool last)
{
	memset(out, 0, 12);
	for (int i = 10; i >= 3; i--, counter >>= 8)
		out[i] = counter & 0xff;
	out[11] = last;
}

/* ---- writing ----------------------------------------------------------------------------------- */

struct envelope_writer {
	int fd;
	const char *name;
	secret key;           /* of the payload */
	uint64_t counter;
	size_t used;          /* of plain       */
	bool finished;
	unsigned char plain[ENVELOPE_CHUNK];
	unsigned char sealed[SEALED_CHUNK];
};

static bool write_all(int fd, const char *name, const void *bytes, size_t n, err *e)
{
	const char *p = bytes;
	while (n) {
		ssize_t done = write(fd, p, n);
		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0) {
			err_set(e, ERR_SYSTEM, "%s: %s", name, strerror(errno));
			if (errno == ENOSPC)
				err_hint(e, "nothing was left behind; make room and seal again");
			return false;
		}
		p += done;
		n -= (size_t)done;
	}
	return true;
}

static bool write_header(envelope_writer *w, const secret *pass, int work, err *e)
{
	secret key;
	if (!secret_new(&key, AGEHEAD_FILE_KEY, e))
		return false;
	randombytes_buf(key.p, key.n);

	agehead_scrypt stanza;
	char text[AGEHEAD_PRINTED + AGEKEYS_NONCE];
	bool ok = agekeys_wrap(pass, work, key.p, &stanza, e);
	if (ok) {
		unsigned char mac[AGEHEAD_MAC];
		size_t n = agehead_print(text, &stanza);
		agekeys_mac(mac, key.p, (str){ text, n });
		n += agehead_print_mac(text + n, mac);
		randombytes_buf(text + n, AGEKEYS_NONCE);
		agekeys_payload(w->key.p, key.p, (const unsigned char *)text + n);
		ok = write_all(w->fd, w->name, text, n + AGEKEYS_NONCE, e);
	} else {
		err_wrap(e, "%s", w->name);
	}
	secret_drop(&key);
	return ok;
}

envelope_writer *envelope_create(int fd, const char *name, const secret *pass, int work, err *e)
{
	if (work < AGEHEAD_WORK_MIN || work > AGEHEAD_WORK_MAX || pass->n == 0) {
		err_set(e, ERR_INTERNAL, "%s: no passphrase, or a work factor out of bounds", name);
		return NULL;
	}
	envelope_writer *w = calloc(1, sizeof *w);
	if (!w) {
		err_set(e, ERR_SYSTEM, "%s: out of memory", name);
		return NULL;
	}
	w->fd = fd;
	w->name = name;
	if (secret_new(&w->key, AGEKEYS_KEY, e) && write_header(w, pass, work, e))
		return w;
	envelope_writer_drop(w);
	return NULL;
}

static bool flush_chunk(envelope_writer *w, bool last, err *e)
{
	unsigned char nonce[12];
	chunk_nonce(nonce, w->counter++, last);
	crypto_aead_chacha20poly1305_ietf_encrypt(w->sealed, NULL, w->plain, w->used, NULL, 0, NULL,
	                                          nonce, w->key.p);
	size_t n = w->used + ENVELOPE_TAG;
	w->used = 0;
	return write_all(w->fd, w->name, w->sealed, n, e);
}

bool envelope_write(envelope_writer *w, const void *bytes, size_t n, err *e)
{
	const unsigned char *p = bytes;
	if (w->finished)
		return err_set(e, ERR_INTERNAL, "%s: written to after its end", w->name);
	while (n) {
		/* A full chunk waits until more comes: the last one is marked as such and may be full. */
		if (w->used == ENVELOPE_CHUNK && !flush_chunk(w, false, e))
			return false;
		size_t part = ENVELOPE_CHUNK - w->used;
		if (part > n)
			part = n;
		memcpy(w->plain + w->used, p, part);
		w->used += part;
		p += part;
		n -= part;
	}
	return true;
}

bool envelope_finish(envelope_writer *w, err *e)
{
	if (w->finished)
		return err_set(e, ERR_INTERNAL, "%s: finished twice", w->name);
	w->finished = true;
	return flush_chunk(w, true, e);
}

void envelope_writer_drop(envelope_writer *w)
{
	if (!w)
		return;
	secret_drop(&w->key);
	sodium_memzero(w->plain, sizeof w->plain);
	free(w);
}

/* ---- reading ----------------------------------------------------------------------------------- */

struct envelope {
	int fd;
	const char *name;
	secret key;           /* of the payload                                   */
	uint64_t start;       /* where the first chunk lies in the file           */
	uint64_t chunks;      /* at least 1                                       */
	uint64_t size;        /* of the payload                                   */
	uint64_t held;        /* index of the chunk in plain; UINT64_MAX for none */
	unsigned char plain[ENVELOPE_CHUNK];
	unsigned char sealed[SEALED_CHUNK];
};

/* One sentence for all of it: which of the two it was is of use to somebody who guesses. */
static bool does_not_open(const char *name, err *e)
{
	err_set(e, ERR_INPUT, "%s: wrong passphrase, or the file is damaged", name);
	return err_hint(e, "type the passphrase as it was given to you, with its hyphens; "
	                   "if that fails, ask the sender for the file again");
}

/* Bytes read from `at`, up to n, fewer only at the end of the file. */
static bool read_at(int fd, const char *name, uint64_t at, void *out, size_t n, size_t *got, err *e)
{
	unsigned char *p = out;
	*got = 0;
	while (*got < n) {
		ssize_t done = pread(fd, p + *got, n - *got, (off_t)(at + *got));
		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return err_set(e, ERR_SYSTEM, "%s: %s", name, strerror(errno));
		if (done == 0)
			break;
		*got += (size_t)done;
	}
	return true;
}

static bool chunk_open(envelope *v, uint64_t index, err *e)
{
	if (v->held == index)
		return true;
	bool last = index == v->chunks - 1;
	size_t plain = last ? (size_t)(v->size - index * ENVELOPE_CHUNK) : ENVELOPE_CHUNK, got = 0;
	if (!read_at(v->fd, v->name, v->start + index * SEALED_CHUNK, v->sealed, plain + ENVELOPE_TAG,
	             &got, e))
		return false;
	unsigned char nonce[12];
	chunk_nonce(nonce, index, last);
	v->held = UINT64_MAX;
	if (got != plain + ENVELOPE_TAG ||
	    crypto_aead_chacha20poly1305_ietf_decrypt(v->plain, NULL, NULL, v->sealed, got, NULL, 0,
	                                              nonce, v->key.p) != 0)
		return does_not_open(v->name, e);
	v->held = index;
	return true;
}

/* Places the chunks in a file of `size` bytes. False when no payload has that shape. */
static bool place_chunks(envelope *v, uint64_t size)
{
	if (size < v->start + ENVELOPE_TAG)
		return false;
	uint64_t sealed = size - v->start;
	v->chunks = (sealed + SEALED_CHUNK - 1) / SEALED_CHUNK;
	uint64_t last = sealed - (v->chunks - 1) * SEALED_CHUNK;
	if (last < ENVELOPE_TAG || (last == ENVELOPE_TAG && v->chunks > 1))
		return false;
	v->size = (v->chunks - 1) * ENVELOPE_CHUNK + last - ENVELOPE_TAG;
	return true;
}

/* Reads and parses the header into mem; *size is that of the file. */
static bool header_read(int fd, const char *name, arena *mem, agehead *head, uint64_t *size, err *e)
{
	struct stat st;
	if (fstat(fd, &st) != 0)
		return err_set(e, ERR_SYSTEM, "%s: %s", name, strerror(errno));
	if (!S_ISREG(st.st_mode)) {
		err_set(e, ERR_INPUT, "%s: not a regular file", name);
		return err_hint(e, "a bundle is read from several places; save it to a file first");
	}
	*size = (uint64_t)st.st_size;
	size_t got = 0;
	char *bytes = arena_alloc(mem, AGEHEAD_LIMIT);
	if (!read_at(fd, name, 0, bytes, AGEHEAD_LIMIT, &got, e))
		return false;
	return agehead_parse((str){ bytes, got }, mem, head, e) || err_wrap(e, "%s", name);
}

/* From the unwrapped file key on: header check, payload key, shape, last chunk. */
static envelope *open_rest(int fd, const char *name, const agehead *head, uint64_t size,
                           const unsigned char key[static AGEHEAD_FILE_KEY], err *e)
{
	unsigned char mac[AGEHEAD_MAC], nonce[AGEKEYS_NONCE];
	agekeys_mac(mac, key, head->covered);
	if (sodium_memcmp(mac, head->mac, sizeof mac) != 0) {
		does_not_open(name, e);
		return NULL;
	}
	envelope *v = calloc(1, sizeof *v);
	if (!v) {
		err_set(e, ERR_SYSTEM, "%s: out of memory", name);
		return NULL;
	}
	size_t got = 0;
	v->fd = fd;
	v->name = name;
	v->held = UINT64_MAX;
	v->start = head->size + AGEKEYS_NONCE;
	if (!secret_new(&v->key, AGEKEYS_KEY, e) ||
	    !read_at(fd, name, head->size, nonce, sizeof nonce, &got, e))
		goto fail;
	agekeys_payload(v->key.p, key, nonce);
	if (got != sizeof nonce || !place_chunks(v, size)) {
		does_not_open(name, e);
		goto fail;
	}
	if (chunk_open(v, v->chunks - 1, e))
		return v;
fail:
	envelope_drop(v);
	return NULL;
}

envelope *envelope_open(int fd, const char *name, const secret *pass, err *e)
{
	arena *mem = arena_new();
	agehead head;
	agehead_scrypt stanza;
	secret key = { NULL, 0 };
	uint64_t size = 0;
	bool match = false;
	envelope *v = NULL;
	if (header_read(fd, name, mem, &head, &size, e) &&
	    (agehead_passphrase(&head, &stanza, e) || err_wrap(e, "%s", name)) &&
	    secret_new(&key, AGEHEAD_FILE_KEY, e) &&
	    (agekeys_unwrap(pass, &stanza, key.p, &match, e) || err_wrap(e, "%s", name)) &&
	    (match || does_not_open(name, e)))
		v = open_rest(fd, name, &head, size, key.p, e);
	secret_drop(&key);
	arena_drop(mem);
	return v;
}

bool envelope_probe(int fd, const char *name, err *e)
{
	arena *mem = arena_new();
	agehead head;
	agehead_scrypt stanza;
	uint64_t size = 0;
	bool ok = header_read(fd, name, mem, &head, &size, e) &&
	          (agehead_passphrase(&head, &stanza, e) || err_wrap(e, "%s", name));
	arena_drop(mem);
	return ok;
}

envelope *envelope_open_keyed(int fd, const char *name, const unsigned char key[static 16], err *e)
{
	arena *mem = arena_new();
	agehead head;
	uint64_t size = 0;
	envelope *v = NULL;
	if (header_read(fd, name, mem, &head, &size, e))
		v = open_rest(fd, name, &head, size, key, e);
	arena_drop(mem);
	return v;
}

uint64_t envelope_size(const envelope *v)
{
	return v->size;
}

bool envelope_read(envelope *v, uint64_t at, void *out, size_t n, err *e)
{
	unsigned char *to = out;
	if (at > v->size || n > v->size - at)
		return err_set(e, ERR_INPUT, "%s: the bundle is malformed: it points past its end", v->name);
	while (n) {
		if (!chunk_open(v, at / ENVELOPE_CHUNK, e))
			return false;
		size_t from = at % ENVELOPE_CHUNK, part = ENVELOPE_CHUNK - from;
		if (part > n)
			part = n;
		memcpy(to, v->plain + from, part);
		to += part;
		at += part;
		n -= part;
	}
	return true;
}

void envelope_drop(envelope *v)
{
	if (!v)
		return;
	secret_drop(&v->key);
	sodium_memzero(v->plain, sizeof v->plain);
	free(v);
}
