/*
 * unlock.h - from a bundle's path to an open bundle, with the passphrase asked for on the way, and
 * what a person is told about it.
 */
#ifndef UNDERSEAL_UNLOCK_H
#define UNDERSEAL_UNLOCK_H

#include "share/bundle.h"

#include <stdio.h>

/* Refuses what cannot be a bundle before anybody is asked; then takes the passphrase from the file,
 * or asks on the terminal when passphrase_file is NULL. As bundle_open() from there. */
bundle *unlock(const char *path, const char *passphrase_file, err *e);

/* Who sealed it, for whom, until when: a few lines. */
void unlock_describe(FILE *out, const manifest *m);

#endif
