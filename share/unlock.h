/*
 * unlock.h - from a bundle's path to an open bundle, with what has to be asked on the way, and what
 * stands between an open bundle and its content: the date, the sender, the notice.
 */
#ifndef UNDERSEAL_UNLOCK_H
#define UNDERSEAL_UNLOCK_H

#include "share/bundle.h"

#include <stdio.h>

typedef struct unlock_ways {
	const char *passphrase_file;                 /* NULL: asked for on the terminal, where one is needed */
	const char *const *identities; size_t n;     /* key files of the recipient                            */
} unlock_ways;

/* Refuses what cannot be a bundle before anybody is asked. As bundle_open() from there. */
bundle *unlock(const char *path, const unlock_ways *ways, err *e);

/* What the user said beforehand; without it he is asked on the terminal, and without a terminal
 * the bundle stays closed. */
typedef struct unlock_consent {
	const char *sender;  /* fingerprint or key that the bundle must be of; NULL for any known one */
	bool new_sender;     /* takes a sender who was never seen before                              */
	bool notice;         /* has read and accepts the notice                                       */
} unlock_consent;

/* Prints who sealed it, for whom, until when; then holds the date, the sender (known.h) and the
 * notice against what the user knows, says and answers. Only after true may anything of the content
 * be shown. ERR_REFUSED, with the reason. Remembers a sender who was accepted. */
bool unlock_enter(bundle *b, const char *path, const unlock_consent *consent, FILE *out, int64_t now, err *e);

#endif
