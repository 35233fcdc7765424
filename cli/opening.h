/*
 * opening.h - what the commands that open a bundle have in common: open, list and check.
 */
#ifndef UNDERSEAL_OPENING_H
#define UNDERSEAL_OPENING_H

#include "cli/command.h"
#include "share/unlock.h"

typedef struct opening {
	char *passphrase_file, *sender;
	char **identities;           /* ended by NULL */
	int new_sender, accept_notice;
} opening;

/* Rows of a command's option table. */
#define OPENING_OPTIONS(o) \
	{ "passphrase-file", 0, POPT_ARG_STRING, &(o).passphrase_file, 0, \
	  "take the passphrase from a file instead of asking", "FILE" }, \
	{ "identity", 'i', POPT_ARG_ARGV, &(o).identities, 0, \
	  "open with the secret key of a recipient, as age-keygen wrote it; may be repeated", "FILE" }, \
	{ "sender", 0, POPT_ARG_STRING, &(o).sender, 0, \
	  "open only what this sender sealed: the ten words, the hex digits, or the key", "FINGERPRINT" }, \
	{ "new-sender", 0, POPT_ARG_NONE, &(o).new_sender, 0, \
	  "take a sender who was never seen before without asking", NULL }, \
	{ "accept-notice", 0, POPT_ARG_NONE, &(o).accept_notice, 0, \
	  "accept the sender's notice without being asked", NULL }

/* Opens the bundle and prints its particulars to out; NULL with *e when its content must stay
 * closed. bundle_close() it. */
bundle *opening_enter(const char *path, const opening *o, FILE *out, err *e);

/* A command whose one operand is a bundle: reads its options, opens the bundle and hands it over. Returns the
 * exit status. */
int opening_command(const command *self, int argc, const char **argv, arena *mem, bool (*act)(bundle *b, err *e));

#endif
