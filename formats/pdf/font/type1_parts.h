/*
 * type1_parts.h - the two portions of a Type 1 program, and how the second is encrypted.
 *
 * Adobe Type 1 Font Format, chapter 7; the PFB wrapping is that of Adobe Technical Note 5040.
 */
#ifndef UNDERSEAL_PDF_TYPE1_PARTS_H
#define UNDERSEAL_PDF_TYPE1_PARTS_H

#include "redact/base/buf.h"

/* Keys of the encrypted portion and of a charstring within it; bytes that stand before what is
 * encrypted and mean nothing. */
enum { TYPE1_EEXEC = 55665, TYPE1_CHARSTRING = 4330, TYPE1_RANDOM = 4 };

/* Both append to out; what is decrypted without its first `skip` bytes. */
void rpdf_type1_decrypt(str in, uint16_t key, size_t skip, buf *out);
void rpdf_type1_encrypt(str in, uint16_t key, buf *out);

/* Appends the readable part up to and with "eexec", and the encrypted one decrypted. PFB wrapping
 * and hex are undone. False when it is no Type 1 program. */
bool rpdf_type1_parts(str in, buf *clear, buf *plain);

#endif
