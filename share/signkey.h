/*
 * signkey.h - the file that a sender's key lives in.
 *
 * It lies in the user's configuration folder, for its owner alone, in the format that stock
 * minisign reads and writes (https://jedisct1.github.io/minisign/, "Secret key format"), with or
 * without a password. With one, key number, key and checksum are masked with a stream that scrypt
 * makes from password and salt.
 */
#ifndef UNDERSEAL_SIGNKEY_H
#define UNDERSEAL_SIGNKEY_H

#include "share/sign.h"

/* A file of ours in "$XDG_CONFIG_HOME/underseal", or "~/.config/underseal". In mem; NULL and
 * ERR_USAGE without a home. */
char *signkey_config(const char *leaf, arena *mem, err *e);
char *signkey_path(arena *mem, err *e);      /* "sender.key" there */

bool signkey_exists(const char *path);
bool signkey_make_folder(const char *path, err *e);  /* the one it lies in, for its owner */

/* Whether the file is locked with a password. ERR_INPUT for one that is no key. */
bool signkey_locked(const char *path, bool *locked, err *e);

/* Reads it; password is NULL for a file without one. ERR_INPUT for what is no key, can be read by
 * others, or has another password. sign_key_drop() it. */
bool signkey_load(const char *path, const secret *password, sign_key *out, err *e);

/* Writes the key (0600, its folder 0700), locked when password is not NULL, and the public one
 * beside it as "sender.pub". Without `replace` an existing file is ERR_USAGE. */
bool signkey_save(const char *path, const sign_key *k, const secret *password, bool replace, err *e);

/* The public key beside it, without a password; false and no error when there is none. */
bool signkey_public(const char *path, sign_public *out);

/* Appends the text of a .pub file. */
void signkey_print_public(const sign_public *pub, buf *out);

#endif
