#include "share/envelope.h"

#include "share/aead.h"
#include "share/agekeys.h"
#include "share/ageout.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { SEALED_CHUNK = ENVELOPE_CHUNK + ENVELOPE_TAG, READ_CHUNKS = 16 /* with one call, where one follows the other */,
       AHEAD = 4 /* such calls */ };
_Static_assert((int)ENVELOPE_TAG == AEAD_TAG && (int)AGEKEYS_KEY == AEAD_KEY, "one size of tags and keys");

/* Eleven bytes of counter, big end first, and one that marks the last chunk. */
static void chunk_nonce(unsigned char out[static 12], uint64_t counter, bool last)
{
	memset(out, 0, 12);
	for (int i = 10; i >= 3; i--, counter >>= 8)
		out[i] = counter & 0xff;
	out[11] = last;
}

/* The payload's cipher: its key comes from the file's. */
static aead *cipher_for(const unsigned char *file_key, const unsigned char *nonce, err *e)
{
	secret key;
	if (!secret_new(&key, AGEKEYS_KEY, e))
		return NULL;
	agekeys_payload(key.p, file_key, nonce);
	aead *a = aead_new(key.p, e);
	secret_drop(&key);
	return a;
}

/* ---- writing ----------------------------------------------------------------------------------- */

struct envelope_writer {
	ageout out;
	const char *name;
	aead *cipher;         /* with the key of the payload */
	uint64_t counter;
	size_t used;          /* of plain       */
	bool finished;
	unsigned char plain[ENVELOPE_CHUNK];
	unsigned char sealed[SEALED_CHUNK];
};

/* The stanzas that wrap the key for everybody who is to open it. */
static bool print_stanzas(const envelope_lock *lock, const unsigned char *key, buf *text, err *e)
{
	if (lock->pass) {
		agehead_scrypt s;
		if (!agekeys_wrap(lock->pass, lock->work, key, &s, e))
			return false;
		agehead_print_scrypt(text, &s);
		return true;
	}
	for (size_t i = 0; i < lock->n; i++) {
		agehead_x25519 s;
		if (!agex25519_wrap(&lock->recipients[i], key, &s, e))
			return false;
		agehead_print_x25519(text, &s);
	}
	return true;
}

struct envelope_header {
	buf text;             /* with the payload's nonce behind it */
	aead *cipher;
	bool armour;
};

static bool print_header(envelope_header *h, const envelope_lock *lock, const unsigned char *key, err *e)
{
	unsigned char mac[AGEHEAD_MAC], nonce[AGEKEYS_NONCE];
	agehead_print_begin(&h->text);
	if (!print_stanzas(lock, key, &h->text, e))
		return false;
	agehead_print_end(&h->text);
	agekeys_mac(mac, key, buf_view(&h->text));
	agehead_print_mac(&h->text, mac);
	randombytes_buf(nonce, sizeof nonce);
	buf_add(&h->text, nonce, sizeof nonce);
	h->cipher = cipher_for(key, nonce, e);
	return h->cipher != NULL;
}

static bool lock_is_fine(const envelope_lock *lock)
{
	if (!lock->pass)
		return lock->n > 0;
	return lock->pass->n && !lock->n && lock->work >= AGEHEAD_WORK_MIN && lock->work <= AGEHEAD_WORK_MAX;
}

envelope_header *envelope_prepare(const envelope_lock *lock, err *e)
{
	secret key = { NULL, 0 };
	envelope_header *h = calloc(1, sizeof *h);
	bool ok = (h || err_set(e, ERR_SYSTEM, "out of memory")) &&
	          (lock_is_fine(lock) || err_set(e, ERR_INTERNAL, "nobody to seal it for, or a work factor out of bounds")) &&
	          secret_new(&key, AGEHEAD_FILE_KEY, e);
	if (ok) {
		randombytes_buf(key.p, key.n);
		h->armour = lock->armour;
		ok = print_header(h, lock, key.p, e);
	}
	secret_drop(&key);
	if (ok)
		return h;
	envelope_header_drop(h);
	return NULL;
}

void envelope_header_drop(envelope_header *h)
{
	if (!h)
		return;
	aead_drop(h->cipher);
	buf_free(&h->text);
	free(h);
}

envelope_writer *envelope_create(int fd, const char *name, envelope_header *h, err *e)
{
	envelope_writer *w = h ? calloc(1, sizeof *w) : NULL;
	if (w) {
		w->name = name;
		w->cipher = h->cipher;
		h->cipher = NULL;
		if (!ageout_begin(&w->out, fd, name, h->armour, e) || !ageout_write(&w->out, h->text.p, h->text.n, e)) {
			envelope_writer_drop(w);
			w = NULL;
		}
	} else if (h) {
		err_set(e, ERR_SYSTEM, "%s: out of memory", name);
	}
	envelope_header_drop(h);
	return w;
}

static bool put_chunk(envelope_writer *w, const unsigned char *plain, size_t n, bool last, err *e)
{
	unsigned char nonce[12], *room = ageout_room(&w->out, n + ENVELOPE_TAG);
	chunk_nonce(nonce, w->counter++, last);
	if (!aead_seal(w->cipher, nonce, plain, n, room ? room : w->sealed))
		return err_set(e, ERR_INTERNAL, "%s: a chunk cannot be encrypted", w->name);
	if (!room)
		return ageout_write(&w->out, w->sealed, n + ENVELOPE_TAG, e);
	ageout_took(&w->out, n + ENVELOPE_TAG);
	return true;
}

static bool put_held(envelope_writer *w, bool last, err *e)
{
	size_t n = w->used;
	w->used = 0;
	return put_chunk(w, w->plain, n, last, e);
}

bool envelope_write(envelope_writer *w, const void *bytes, size_t n, err *e)
{
	const unsigned char *p = bytes;
	if (w->finished)
		return err_set(e, ERR_INTERNAL, "%s: written to after its end", w->name);
	while (n) {
		/* A full chunk waits until more comes: the last one is marked as such and may be full. */
		if (w->used == ENVELOPE_CHUNK && !put_held(w, false, e))
			return false;
		size_t part = ENVELOPE_CHUNK - w->used;
		if (w->used == 0 && n > ENVELOPE_CHUNK) {
			if (!put_chunk(w, p, part, false, e))
				return false;
		} else {
			if (part > n)
				part = n;
			memcpy(w->plain + w->used, p, part);
			w->used += part;
		}
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
	return put_held(w, true, e) && ageout_end(&w->out, e);
}

void envelope_writer_drop(envelope_writer *w)
{
	if (!w)
		return;
	ageout_drop(&w->out);
	aead_drop(w->cipher);
	sodium_memzero(w->plain, sizeof w->plain);
	free(w);
}

/* ---- reading ----------------------------------------------------------------------------------- */

struct envelope {
	agefile in;
	const char *name;
	aead *cipher;         /* with the key of the payload                      */
	uint64_t start;       /* where the first chunk lies in the file           */
	uint64_t chunks;      /* at least 1                                       */
	uint64_t size;        /* of the payload                                   */
	uint64_t held;        /* index of the chunk in plain; UINT64_MAX for none */
	uint64_t first;       /* index of the first chunk in sealed               */
	size_t there;         /* bytes of sealed                                  */
	unsigned char plain[ENVELOPE_CHUNK];
	unsigned char sealed[READ_CHUNKS * SEALED_CHUNK];
};

/* One sentence for all of it: which of the two it was is of use to somebody who guesses. */
static bool does_not_open(const char *name, err *e)
{
	err_set(e, ERR_INPUT, "%s: wrong passphrase, or the file is damaged", name);
	return err_hint(e, "type the passphrase as it was given to you, with its hyphens; "
	                   "if that fails, ask the sender for the file again");
}

static size_t chunk_size(const envelope *v, uint64_t index)
{
	return index == v->chunks - 1 ? (size_t)(v->size - index * ENVELOPE_CHUNK) : ENVELOPE_CHUNK;
}

/* The encrypted bytes of a chunk, with as many behind it when the one before it was the last that was
 * read: files lie in one piece. NULL with *e, or without when they are not all there. */
static const unsigned char *chunk_sealed(envelope *v, uint64_t index, size_t n, bool *ok, err *e)
{
	size_t from = (size_t)(index - v->first) * SEALED_CHUNK;
	bool here = index >= v->first && index - v->first < READ_CHUNKS && from < v->there;
	*ok = true;
	if (!here) {
		uint64_t at = v->start + index * SEALED_CHUNK;
		bool follows = v->there && index == v->first + v->there / SEALED_CHUNK;
		v->first = index;
		v->there = from = 0;
		if (follows)
			agefile_expect(&v->in, at + sizeof v->sealed, AHEAD * sizeof v->sealed);
		*ok = agefile_read(&v->in, at, v->sealed, follows ? sizeof v->sealed : n, &v->there, e);
	}
	return *ok && n <= v->there - from ? v->sealed + from : NULL;
}

/* Decrypts a chunk to out, which has room for all of it; what is there when it fails is wiped. */
static bool chunk_open(envelope *v, uint64_t index, unsigned char *out, err *e)
{
	size_t n = chunk_size(v, index);
	unsigned char nonce[12];
	bool ok;
	const unsigned char *sealed = chunk_sealed(v, index, n + ENVELOPE_TAG, &ok, e);
	chunk_nonce(nonce, index, index == v->chunks - 1);
	if (sealed && aead_open(v->cipher, nonce, sealed, n + ENVELOPE_TAG, out))
		return true;
	if (sealed)
		sodium_memzero(out, n);
	return ok && does_not_open(v->name, e);
}

static bool chunk_hold(envelope *v, uint64_t index, err *e)
{
	if (v->held == index)
		return true;
	v->held = UINT64_MAX;
	if (!chunk_open(v, index, v->plain, e))
		return false;
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

/* Reads and parses the header into mem. */
static bool header_read(int fd, const char *name, arena *mem, agefile *in, agehead *head, err *e)
{
	size_t got = 0;
	char *bytes = arena_alloc(mem, AGEHEAD_LIMIT);
	if (!agefile_open(in, fd, name, e) || !agefile_read(in, 0, bytes, AGEHEAD_LIMIT, &got, e))
		return false;
	return agehead_parse((str){ bytes, got }, mem, head, e) || err_wrap(e, "%s", name);
}

/* From the unwrapped file key on: header check, payload key, shape, last chunk. */
static envelope *open_rest(const agefile *in, const agehead *head,
                           const unsigned char key[static AGEHEAD_FILE_KEY], err *e)
{
	unsigned char mac[AGEHEAD_MAC], nonce[AGEKEYS_NONCE];
	agekeys_mac(mac, key, head->covered);
	if (sodium_memcmp(mac, head->mac, sizeof mac) != 0) {
		does_not_open(in->name, e);
		return NULL;
	}
	envelope *v = calloc(1, sizeof *v);
	if (!v) {
		err_set(e, ERR_SYSTEM, "%s: out of memory", in->name);
		return NULL;
	}
	size_t got = 0;
	v->in = *in;
	v->name = in->name;
	v->held = UINT64_MAX;
	v->start = head->size + AGEKEYS_NONCE;
	if (!agefile_read(in, head->size, nonce, sizeof nonce, &got, e) || !(v->cipher = cipher_for(key, nonce, e)))
		goto fail;
	if (got != sizeof nonce || !place_chunks(v, in->size)) {
		does_not_open(in->name, e);
		goto fail;
	}
	if (chunk_hold(v, v->chunks - 1, e))
		return v;
fail:
	envelope_drop(v);
	return NULL;
}

static bool open_with_passphrase(const agehead *head, const char *name, const envelope_keys *keys,
                                 unsigned char *key, err *e)
{
	agehead_scrypt s;
	bool match = false;
	if (!agehead_passphrase(head, &s, e))
		return err_wrap(e, "%s", name);
	if (!keys->pass || !keys->pass->n) {
		err_set(e, ERR_USAGE, "%s: sealed with a passphrase, not to a key", name);
		return err_hint(e, "leave --identity out, or name the passphrase's file with --passphrase-file");
	}
	if (!agekeys_unwrap(keys->pass, &s, key, &match, e))
		return err_wrap(e, "%s", name);
	return match || does_not_open(name, e);
}

static bool open_with_identity(const agehead *head, const char *name, const envelope_keys *keys, arena *mem,
                               unsigned char *key, err *e)
{
	agehead_x25519 *stanzas;
	size_t n;
	if (!agehead_recipients(head, mem, &stanzas, &n, e))
		return err_wrap(e, "%s", name);
	if (!keys->n) {
		err_set(e, ERR_USAGE, "%s: sealed to a key, not with a passphrase", name);
		return err_hint(e, "name the recipient's key file with --identity");
	}
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < keys->n; k++)
			if (agex25519_unwrap(&keys->identities[k], &stanzas[i], key))
				return true;
	err_set(e, ERR_INPUT, "%s: sealed to other keys than yours, or the file is damaged", name);
	return err_hint(e, "ask the sender which key it was sealed to");
}

envelope *envelope_open(int fd, const char *name, const envelope_keys *keys, err *e)
{
	arena *mem = arena_new();
	agehead head;
	agefile in;
	secret key = { NULL, 0 };
	envelope *v = NULL;
	if (header_read(fd, name, mem, &in, &head, e) && secret_new(&key, AGEHEAD_FILE_KEY, e) &&
	    (agehead_has_passphrase(&head) ? open_with_passphrase(&head, name, keys, key.p, e)
	                                   : open_with_identity(&head, name, keys, mem, key.p, e)))
		v = open_rest(&in, &head, key.p, e);
	secret_drop(&key);
	arena_drop(mem);
	return v;
}

bool envelope_probe(int fd, const char *name, bool *passphrase, err *e)
{
	arena *mem = arena_new();
	agefile in;
	agehead head;
	agehead_scrypt s;
	agehead_x25519 *stanzas;
	size_t n;
	bool ok = header_read(fd, name, mem, &in, &head, e);
	*passphrase = ok && agehead_has_passphrase(&head);
	ok = ok && ((*passphrase ? agehead_passphrase(&head, &s, e) : agehead_recipients(&head, mem, &stanzas, &n, e)) ||
	            err_wrap(e, "%s", name));
	arena_drop(mem);
	return ok;
}

envelope *envelope_open_keyed(int fd, const char *name, const unsigned char key[static 16], err *e)
{
	arena *mem = arena_new();
	agefile in;
	agehead head;
	envelope *v = NULL;
	if (header_read(fd, name, mem, &in, &head, e))
		v = open_rest(&in, &head, key, e);
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
		uint64_t index = at / ENVELOPE_CHUNK;
		size_t from = at % ENVELOPE_CHUNK, part = chunk_size(v, index) - from;
		if (from == 0 && part <= n && v->held != index) {
			if (!chunk_open(v, index, to, e))
				return false;
		} else {
			if (part > n)
				part = n;
			if (!chunk_hold(v, index, e))
				return false;
			memcpy(to, v->plain + from, part);
		}
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
	aead_drop(v->cipher);
	sodium_memzero(v->plain, sizeof v->plain);
	free(v);
}
