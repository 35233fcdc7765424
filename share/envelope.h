/*
 * envelope.h - the encryption around a bundle: age v1, for one passphrase or for recipients' keys.
 *
 * The writer streams: what goes in leaves as 64 KiB chunks, and memory stays the same at any size.
 * The reader works on a descriptor it can seek in and hands out any stretch of the payload, chunk
 * by chunk, each authenticated before a byte of it is seen. It authenticates the last chunk when it
 * opens, so envelope_size() is never a stranger's claim. Whatever is wrong after the header was
 * read - passphrase, header, a chunk - is told with one and the same error.
 */
#ifndef UNDERSEAL_ENVELOPE_H
#define UNDERSEAL_ENVELOPE_H

#include "redact/base/err.h"
#include "share/agex25519.h"

#include <stdint.h>

enum {
	ENVELOPE_CHUNK = 64 << 10, /* bytes of payload                          */
	ENVELOPE_TAG = 16,         /* more bytes that each chunk takes in a file */
	ENVELOPE_WORK = 18,        /* log2 N: 256 MiB and about half a second    */
};

/* Who can open it: whoever knows the passphrase, or has one of the recipients' secret keys. */
typedef struct envelope_lock {
	const secret *pass; int work;     /* NULL: recipients */
	const agex25519_recipient *recipients; size_t n;
	bool armour;                      /* as text, a third larger */
} envelope_lock;

/* What somebody has to open one with. */
typedef struct envelope_keys {
	const secret *pass;                    /* NULL for none */
	const secret *identities; size_t n;    /* agex25519_identities_read() */
} envelope_keys;

/* A header and its keys, made before there is a file to write them to: deriving a key from a
 * passphrase takes half a second, and can go on while something else does. */
typedef struct envelope_header envelope_header;

/* NULL with ERR_USAGE for a recipient nobody is, ERR_SYSTEM without the memory that scrypt takes. */
envelope_header *envelope_prepare(const envelope_lock *lock, err *e);
void envelope_header_drop(envelope_header *h);

typedef struct envelope_writer envelope_writer;

/* Writes the header to fd, an empty file that stays the caller's, and takes the header over: it is
 * good for one file. A thread of its own writes, so that trouble may be told later than it came.
 * NULL, with *e as it is, for a header that is NULL. `name` is for messages and must outlive the
 * writer. Yours: envelope_writer_drop() it. */
envelope_writer *envelope_create(int fd, const char *name, envelope_header *header, err *e);
bool envelope_write(envelope_writer *w, const void *bytes, size_t n, err *e);

/* Writes the last chunk. Nothing may be written after it. Flushing the disk is the caller's. */
bool envelope_finish(envelope_writer *w, err *e);
void envelope_writer_drop(envelope_writer *w);

typedef struct envelope envelope;

/* Reads the header of a regular file, derives the key (slow), authenticates header and last chunk.
 * ERR_INPUT for a file that is none or keys that do not fit, ERR_USAGE when what it is sealed for is
 * not among the keys, ERR_SYSTEM for trouble with disk or memory. fd stays the caller's and must outlive the envelope. Yours: envelope_drop(). */
envelope *envelope_open(int fd, const char *name, const envelope_keys *keys, err *e);

/* Only the checks that need no key: a malformed file is refused before anybody is asked. *passphrase
 * says whether that is what it takes. */
bool envelope_probe(int fd, const char *name, bool *passphrase, err *e);

uint64_t envelope_size(const envelope *v);   /* bytes of payload, authenticated */

/* Exactly n bytes of payload from `at`; ERR_INPUT when they are not all there or not genuine. */
bool envelope_read(envelope *v, uint64_t at, void *out, size_t n, err *e);
void envelope_drop(envelope *v);

/* For published test vectors that give the file's key: as envelope_open() from the unwrapped key
 * on, whoever the key is wrapped for. */
envelope *envelope_open_keyed(int fd, const char *name, const unsigned char key[static 16], err *e);

#endif
