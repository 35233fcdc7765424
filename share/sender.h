/*
 * sender.h - the user's own key for signing bundles: loaded, or made at first use, with whatever has
 * to be asked on the way.
 */
#ifndef UNDERSEAL_SENDER_H
#define UNDERSEAL_SENDER_H

#include "share/signkey.h"

typedef enum sender_lock {
	SENDER_ASK,      /* a new key's password is asked for on a terminal; none where there is none */
	SENDER_OPEN,     /* a new key has no password                                                 */
} sender_lock;

/* The key in the configuration folder. Its password comes from password_file, or is asked for when
 * that is NULL. A missing key is made, and then *made is its path (in mem), else NULL.
 * sign_key_drop() it. */
bool sender_load(const char *password_file, sender_lock new_one, arena *mem, sign_key *out, char **made, err *e);

/* Asks twice for a new password, or reads it from the file; an empty line on the terminal stands for
 * none, and *out is empty then. */
bool sender_new_password(const char *password_file, secret *out, err *e);

#endif
