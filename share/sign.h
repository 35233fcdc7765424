/*
 * sign.h - who sealed a bundle: Ed25519 signatures in minisign's formats.
 *
 * A sender's key is made at first use and kept in the user's configuration folder, as a file that
 * stock minisign can read. The manifest of each bundle is signed with it; `minisign -V` verifies
 * the same signature. Signatures are of the prehashed kind ("ED"): over the BLAKE2b-512 of the
 * message, and a second one over the first and the trusted comment.
 */
#ifndef UNDERSEAL_SIGN_H
#define UNDERSEAL_SIGN_H

#include "redact/base/buf.h"
#include "redact/base/err.h"
#include "share/secret.h"

enum {
	SIGN_PUBLIC_TEXT = 57,   /* bytes of a written public key with its NUL          */
	SIGN_FINGERPRINT = 40,   /* of a fingerprint with its NUL: 8 groups of 4 digits */
};

typedef struct sign_public {
	unsigned char id[8];     /* minisign's key number: random, for telling keys apart only */
	unsigned char key[32];
} sign_public;

typedef struct sign_key {
	sign_public pub;
	secret key;              /* 64 bytes, libsodium's form */
} sign_key;

/* "~/.config/underseal/sender.key", or below XDG_CONFIG_HOME. NULL and ERR_USAGE without a home. */
char *sign_key_path(arena *mem, err *e);

/* Loads the key at path; makes it, its folder (0700) and "sender.pub" beside it when there is none,
 * and then sets *made. ERR_INPUT for a file that is no key, is locked with a password, or can be
 * read by others. sign_key_drop() it. */
bool sign_key_load(const char *path, sign_key *out, bool *made, err *e);
void sign_key_drop(sign_key *k);

/* A fresh key, in memory only. */
bool sign_key_make(sign_key *out, err *e);

/* Appends the text of a .minisig file to out. comment: one line, signed as well. */
void sign_make(const sign_key *k, str message, str comment, buf *out);

/* True when the whole text `minisig` is a signature of the message by that key. ERR_INPUT. */
bool sign_check(const sign_public *pub, str message, str minisig, err *e);

/* The base64 line of a .pub file, as `minisign -P` takes it, and back. */
void sign_public_print(char out[static SIGN_PUBLIC_TEXT], const sign_public *pub);
bool sign_public_read(str text, sign_public *out);

/* "1f3a 90bc ...": 128 bits of the key's BLAKE2b, for comparing by eye or over the phone. */
void sign_fingerprint(char out[static SIGN_FINGERPRINT], const sign_public *pub);

#endif
