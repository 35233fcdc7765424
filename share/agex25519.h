/*
 * agex25519.h - sealing to a recipient's key instead of with a passphrase: age's X25519 stanza.
 *
 * A recipient made a pair of keys with `age-keygen` and hands out the public one, "age1…". The file
 * key is wrapped with what a fresh key of ours and theirs have in common, so that only their
 * "AGE-SECRET-KEY-1…" opens it: https://c2sp.org/age, "The X25519 recipient type".
 */
#ifndef UNDERSEAL_AGEX25519_H
#define UNDERSEAL_AGEX25519_H

#include "share/agehead.h"
#include "share/secret.h"

enum { AGEX25519_KEY = 32 };

typedef struct agex25519_recipient {
	unsigned char key[AGEX25519_KEY];
} agex25519_recipient;

/* "age1…" as a person pastes it. ERR_USAGE, with the way out, for what is none. */
bool agex25519_recipient_read(str text, agex25519_recipient *out, err *e);

/* Every identity of a key file as `age-keygen` writes it: comments, empty lines and one
 * AGE-SECRET-KEY-1… a line. *out lies in mem and holds *n secrets of 32 bytes: secret_drop() each.
 * ERR_USAGE for a line that is something else, and for a file without an identity. */
bool agex25519_identities_read(const char *path, arena *mem, secret **out, size_t *n, err *e);

/* Wraps the file key for one recipient. ERR_USAGE for a key that no honest recipient has. */
bool agex25519_wrap(const agex25519_recipient *to, const unsigned char key[static AGEHEAD_FILE_KEY],
                    agehead_x25519 *out, err *e);

/* The way back with one identity: true when the stanza is for it. */
bool agex25519_unwrap(const secret *identity, const agehead_x25519 *s, unsigned char key[static AGEHEAD_FILE_KEY]);

#endif
