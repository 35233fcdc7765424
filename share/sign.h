/*
 * sign.h - who sealed a bundle: Ed25519 signatures in minisign's formats.
 *
 * The manifest of each bundle is signed with the sender's key; `minisign -V` verifies the same
 * signature. Signatures are of the prehashed kind ("ED"): over the BLAKE2b-512 of the message, and a
 * second one over the first and the trusted comment.
 */
#ifndef UNDERSEAL_SIGN_H
#define UNDERSEAL_SIGN_H

#include "redact/base/buf.h"
#include "redact/base/err.h"
#include "share/secret.h"

enum {
	SIGN_PUBLIC_TEXT = 57,   /* bytes of a written public key with its NUL */
	SIGN_ID_TEXT = 17,       /* of a written key number with its NUL       */
};

typedef struct sign_public {
	unsigned char id[8];     /* minisign's key number: random, for telling keys apart only */
	unsigned char key[32];
} sign_public;

typedef struct sign_key {
	sign_public pub;
	secret key;              /* 64 bytes, libsodium's form */
} sign_key;

/* A fresh key, in memory only; signkey.h keeps it. */
bool sign_key_make(sign_key *out, err *e);
void sign_key_drop(sign_key *k);

/* Appends the text of a .minisig file to out. comment: one line, signed as well. */
void sign_make(const sign_key *k, str message, str comment, buf *out);

/* True when the whole text `minisig` is a signature of the message by that key. ERR_INPUT. */
bool sign_check(const sign_public *pub, str message, str minisig, err *e);

/* The base64 line of a .pub file, as `minisign -P` takes it, and back. */
void sign_public_print(char out[static SIGN_PUBLIC_TEXT], const sign_public *pub);
bool sign_public_read(str text, sign_public *out);

/* The key number as minisign prints it: the last byte first, in hex. */
void sign_print_id(char out[static SIGN_ID_TEXT], const sign_public *pub);

#endif
