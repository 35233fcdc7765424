/*
 * known.h - the senders that this user has opened bundles of: trust on first use.
 *
 * Anybody can make a key, so a signature alone does not say who sealed a bundle. What a program can
 * do is to remember: the first key is taken and written down, and so are others once the user said
 * that the fingerprint is right; a bundle by any other key is told. The list is a text file in the
 * user's configuration folder, one sender a line: the public key as minisign prints it, the day it
 * was first seen, and words of the user's own.
 */
#ifndef UNDERSEAL_KNOWN_H
#define UNDERSEAL_KNOWN_H

#include "share/sign.h"

typedef struct known_sender {
	sign_public pub;
	str since;            /* "2026-11-22" */
	str label;            /* "" for none  */
} known_sender;

typedef struct known_list {
	char *path;
	known_sender *list; size_t n, room;
	sign_public own; bool has_own;   /* the user's own key */
} known_list;

typedef enum known_standing {
	KNOWN_OWN,
	KNOWN_BEFORE,
	KNOWN_FIRST,   /* nobody is known yet             */
	KNOWN_NEVER,   /* others are, this one is not     */
} known_standing;

/* Reads the list into mem; none yet is an empty one. ERR_INPUT with the number of a line that is
 * not as it should be, ERR_USAGE without a home. */
bool known_load(arena *mem, known_list *out, err *e);

/* *as is the entry for KNOWN_BEFORE, else NULL; it may be NULL. */
known_standing known_judge(const known_list *k, const sign_public *pub, const known_sender **as);

/* Writes a sender down. label: see manifest_label_trouble(). */
bool known_add(const known_list *k, const sign_public *pub, int64_t now, str label, err *e);

/* Takes a sender out; false and no error when it is not there. */
bool known_forget(const known_list *k, const sign_public *pub, err *e);

#endif
