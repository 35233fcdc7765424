/*
 * agehead.h - the text header at the front of an age v1 file, read and printed.
 *
 * The header is a version line, stanzas that each wrap the file's key for somebody, and a MAC.
 * A bundle has exactly one scrypt stanza, for a passphrase, or X25519 stanzas, one a recipient.
 * Nothing here computes anything costly: every refusal of this file comes before the key
 * derivation.
 */
#ifndef UNDERSEAL_AGEHEAD_H
#define UNDERSEAL_AGEHEAD_H

#include "redact/base/buf.h"
#include "redact/base/err.h"
#include "redact/base/str.h"

enum {
	AGEHEAD_LIMIT = 64 << 10,  /* bytes; a longer header is refused             */
	AGEHEAD_WORK_MIN = 10,     /* log2 of scrypt's N: below, guessing is cheap  */
	AGEHEAD_WORK_MAX = 20,     /* above, opening takes more than 1 GiB          */
	AGEHEAD_FILE_KEY = 16,     /* bytes                                         */
	AGEHEAD_WRAPPED = 32,      /* a file key and its tag                        */
	AGEHEAD_SALT = 16,
	AGEHEAD_SHARE = 32,        /* a public key of X25519                        */
	AGEHEAD_MAC = 32,
};

typedef struct agehead_stanza {
	str *args; size_t nargs;  /* args[0] is the type */
	str body;                 /* decoded             */
} agehead_stanza;

typedef struct agehead {
	agehead_stanza *stanzas; size_t n, room;
	str covered;              /* what the MAC is over: all up to and with "---" */
	unsigned char mac[AGEHEAD_MAC];
	size_t size;              /* bytes of the whole header                      */
} agehead;

/* What a passphrase stanza says. */
typedef struct agehead_scrypt {
	unsigned char salt[AGEHEAD_SALT];
	unsigned char wrapped[AGEHEAD_WRAPPED];
	int work;                 /* log2 N */
} agehead_scrypt;

/* What a recipient's stanza says. */
typedef struct agehead_x25519 {
	unsigned char share[AGEHEAD_SHARE];
	unsigned char wrapped[AGEHEAD_WRAPPED];
} agehead_x25519;

/* Reads the header at the front of `bytes` (the first AGEHEAD_LIMIT bytes of a file, or all of a
 * shorter one). out points into bytes and mem. ERR_INPUT when it is none; no file name in text. */
bool agehead_parse(str bytes, arena *mem, agehead *out, err *e);

/* Whether a passphrase opens it; the other two say whether the header is right. */
bool agehead_has_passphrase(const agehead *head);

/* The one passphrase stanza; ERR_INPUT when there is any other stanza or a value out of bounds. */
bool agehead_passphrase(const agehead *head, agehead_scrypt *out, err *e);

/* The stanzas of X25519 recipients, in mem; those of kinds that are not known are passed over.
 * ERR_INPUT when none is left, or one is malformed. */
bool agehead_recipients(const agehead *head, arena *mem, agehead_x25519 **out, size_t *n, err *e);

/* A header is printed piece by piece: begin, stanzas, end. What is there after that is what the MAC
 * covers; the MAC comes last. */
void agehead_print_begin(buf *out);
void agehead_print_scrypt(buf *out, const agehead_scrypt *s);
void agehead_print_x25519(buf *out, const agehead_x25519 *s);
void agehead_print_end(buf *out);
void agehead_print_mac(buf *out, const unsigned char mac[static AGEHEAD_MAC]);

#endif
