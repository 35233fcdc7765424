/*
 * passphrase.h - the passphrase of a bundle: made, read from a file, written to one.
 *
 * It never stands on a command line or in the environment, where other users could read it.
 */
#ifndef UNDERSEAL_PASSPHRASE_H
#define UNDERSEAL_PASSPHRASE_H

#include "redact/base/err.h"
#include "share/secret.h"

enum {
	PASSPHRASE_WORDS = 6,   /* of 12.9 bits each: 77.5 in all */
	PASSPHRASE_MAX = 1024,  /* bytes                          */
};

/* Six random words joined by hyphens. secret_drop() it. */
bool passphrase_make(secret *out, err *e);

/* The one line of a file; a line end after it is not part of it. ERR_USAGE when the file is empty,
 * has several lines or is too long. A pipe is fine. */
bool passphrase_read(const char *path, secret *out, err *e);

/* Writes it and a newline to a new file that only its owner can read. */
bool passphrase_write(const char *path, const secret *pass, err *e);

/* Fails with ERR_USAGE when the estimate of strength.h is below STRENGTH_ENOUGH. */
bool passphrase_judge(const secret *pass, err *e);

#endif
