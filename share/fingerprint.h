/*
 * fingerprint.h - a sender's key as something two people can compare over the telephone.
 *
 * A fingerprint is 16 bytes of BLAKE2b over the 32 bytes of the public key. It is shown in two
 * spellings of the same number: as ten words of the passphrases' list, which are easy to read out,
 * and as eight groups of four hex digits, which are easy to search for.
 */
#ifndef UNDERSEAL_FINGERPRINT_H
#define UNDERSEAL_FINGERPRINT_H

#include "share/sign.h"
#include "share/words.h"

enum {
	FINGERPRINT_SIZE = 16,
	FINGERPRINT_HEX = 40,    /* bytes of the hex form with its NUL */
	FINGERPRINT_WORDS = 10,  /* 7776^10 is more than 2^128         */
	FINGERPRINT_TEXT = FINGERPRINT_WORDS * (WORDS_LONGEST + 1), /* of the words with their NUL */
};

/* The bytes that both spellings are made of. */
void fingerprint_of(unsigned char out[static FINGERPRINT_SIZE], const sign_public *pub);

/* "1f3a 90bc ..." */
void fingerprint_hex(char out[static FINGERPRINT_HEX], const sign_public *pub);

/* "acorn-basil-...": the fingerprint as a number, big end first, in base 7776, ten digits of it.
 * ERR_INTERNAL when the program's word list is not whole. */
bool fingerprint_words(char out[static FINGERPRINT_TEXT], const sign_public *pub, err *e);

/* Whether what a person typed or pasted is this key's fingerprint, in either spelling, whatever
 * stands between the words or digits; or the whole key, as a .pub file has it. */
bool fingerprint_is(const sign_public *pub, str typed);

#endif
