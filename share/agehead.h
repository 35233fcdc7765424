/*
 * agehead.h - the text header at the front of an age v1 file, read and printed.
 *
 * The header is a version line, stanzas that each wrap the file's key for somebody, and a MAC.
 * Reading knows the whole grammar, so that a file sealed to a key can be told from a damaged one,
 * but agehead_passphrase() accepts only what a bundle has: exactly one scrypt stanza. Nothing here
 * computes anything costly: every refusal of this file comes before the key derivation.
 */
#ifndef UNDERSEAL_AGEHEAD_H
#define UNDERSEAL_AGEHEAD_H

#include "redact/base/err.h"
#include "redact/base/str.h"

enum {
	AGEHEAD_LIMIT = 64 << 10,  /* bytes; a longer header is refused             */
	AGEHEAD_WORK_MIN = 10,     /* log2 of scrypt's N: below, guessing is cheap  */
	AGEHEAD_WORK_MAX = 20,     /* above, opening takes more than 1 GiB          */
	AGEHEAD_FILE_KEY = 16,     /* bytes                                         */
	AGEHEAD_WRAPPED = 32,      /* a file key and its tag                        */
	AGEHEAD_SALT = 16,
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

/* Reads the header at the front of `bytes` (the first AGEHEAD_LIMIT bytes of a file, or all of a
 * shorter one). out points into bytes and mem. ERR_INPUT when it is none; no file name in text. */
bool agehead_parse(str bytes, arena *mem, agehead *out, err *e);

/* The one passphrase stanza; ERR_INPUT when there is any other stanza or a value out of bounds. */
bool agehead_passphrase(const agehead *head, agehead_scrypt *out, err *e);

/* Prints a header with that one stanza up to and with "---", as the MAC covers it; then the rest.
 * Both append to out (room for AGEHEAD_PRINTED bytes in all) and return what they added. */
enum { AGEHEAD_PRINTED = 256 };
size_t agehead_print(char *out, const agehead_scrypt *stanza);
size_t agehead_print_mac(char *out, const unsigned char mac[static AGEHEAD_MAC]);

#endif
