/*
 * strength.h - how hard a passphrase that a person chose would be to guess, estimated low.
 *
 * The estimate is the price, in bits, of the cheapest way to spell the passphrase that a guesser is
 * assumed to know: words of the list, letters in the order English uses them, runs of the alphabet
 * or the keyboard, dates, repetitions, and single characters for the rest. It errs on the side of
 * calling a passphrase weak: whoever is refused can have one made.
 */
#ifndef UNDERSEAL_STRENGTH_H
#define UNDERSEAL_STRENGTH_H

#include "share/secret.h"
#include "share/words.h"

enum { STRENGTH_ENOUGH = 70 }; /* bits */

/* Bits, rounded down. Scratch that depends on the passphrase is wiped. */
bool strength_bits(const secret *pass, const words *list, int *bits, err *e);

#endif
