/*
 * secret.h - bytes that must not be seen: passphrases and keys.
 *
 * They live in memory of libsodium's that is locked against swapping, fenced by guard pages and
 * wiped when given back. A program that holds one has called secret_guard() before.
 */
#ifndef UNDERSEAL_SECRET_H
#define UNDERSEAL_SECRET_H

#include "redact/base/err.h"
#include "redact/base/str.h"

typedef struct secret {
	unsigned char *p; /* NULL when empty */
	size_t n;
} secret;

/* Starts libsodium and forbids core dumps and debuggers for the rest of the process. */
bool secret_guard(err *e);

/* n zeroed bytes; false with ERR_SYSTEM when memory is short. secret_drop() takes an empty one. */
bool secret_new(secret *s, size_t n, err *e);
bool secret_of(secret *s, str bytes, err *e);
void secret_drop(secret *s);

/* The bytes as a str, for hashing and writing; do not copy. */
str secret_view(const secret *s);

#endif
