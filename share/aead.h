/*
 * aead.h - ChaCha20-Poly1305 (RFC 8439) over the chunks of a payload.
 *
 * OpenSSL's: with AVX-512 it is several times as fast as libsodium's, which stays in charge of keys,
 * passphrases and headers. The key is copied into OpenSSL's own memory, which is wiped when given
 * back but not locked against swapping; the payload that it opens passes through such memory too.
 */
#ifndef UNDERSEAL_AEAD_H
#define UNDERSEAL_AEAD_H

#include "redact/base/err.h"

#include <stddef.h>

enum { AEAD_KEY = 32, AEAD_NONCE = 12, AEAD_TAG = 16 };

typedef struct aead aead;

/* NULL with ERR_SYSTEM when memory is short. Yours: aead_drop() it. */
aead *aead_new(const unsigned char key[static AEAD_KEY], err *e);
void  aead_drop(aead *a);

/* n bytes to n + AEAD_TAG bytes at out, which may not overlap. No nonce may be used twice. */
bool aead_seal(aead *a, const unsigned char nonce[static AEAD_NONCE], const unsigned char *plain, size_t n,
               unsigned char *out);

/* The way back: n bytes with the tag; false, and nothing to be used at out, when they are not genuine. */
bool aead_open(aead *a, const unsigned char nonce[static AEAD_NONCE], const unsigned char *sealed, size_t n,
               unsigned char *out);

#endif
