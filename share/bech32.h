/*
 * bech32.h - the spelling of age's keys: BIP 173's Bech32 without its limit of 90 characters.
 *
 * https://github.com/bitcoin/bips/blob/master/bip-0173.mediawiki; age: https://c2sp.org/age,
 * "The X25519 recipient type". A text is all upper or all lower case, and its last six characters
 * are a checksum over the rest.
 */
#ifndef UNDERSEAL_BECH32_H
#define UNDERSEAL_BECH32_H

#include "redact/base/str.h"

/* Decodes `text`, whose part before the last '1' must be hrp (given in lower case) and whose data
 * must be exactly n bytes. False for anything else. */
bool bech32_decode(str text, const char *hrp, unsigned char *out, size_t n);

#endif
