/*
 * agekeys.h - from a passphrase to the keys of an age file.
 *
 *     passphrase --scrypt--> wrap key --opens--> file key --HKDF--> header key, payload key
 *
 * The names of the derivations ("header", "payload") and the salt's prefix are the C2SP age
 * specification's. Every result goes into memory of the caller's, which should be a secret.
 */
#ifndef UNDERSEAL_AGEKEYS_H
#define UNDERSEAL_AGEKEYS_H

#include "share/agehead.h"
#include "share/secret.h"

enum { AGEKEYS_KEY = 32, AGEKEYS_NONCE = 16 };

/* HKDF-SHA-256 with 32 bytes of output (RFC 5869). */
void agekeys_hkdf(unsigned char out[static AGEKEYS_KEY], str ikm, str salt, str info);

/* Wraps a fresh or given file key for a passphrase: fills salt, work and wrapped of *out.
 * ERR_SYSTEM when the memory for scrypt (2^work KiB) is not there. */
bool agekeys_wrap(const secret *pass, int work, const unsigned char key[static AGEHEAD_FILE_KEY],
                  agehead_scrypt *out, err *e);

/* The way back. Sets *match false, and succeeds, when the passphrase does not fit. */
bool agekeys_unwrap(const secret *pass, const agehead_scrypt *s,
                    unsigned char key[static AGEHEAD_FILE_KEY], bool *match, err *e);

/* The check value over the header. */
void agekeys_mac(unsigned char out[static AGEHEAD_MAC],
                 const unsigned char key[static AGEHEAD_FILE_KEY], str covered);

void agekeys_payload(unsigned char out[static AGEKEYS_KEY],
                     const unsigned char key[static AGEHEAD_FILE_KEY],
                     const unsigned char nonce[static AGEKEYS_NONCE]);

#endif
