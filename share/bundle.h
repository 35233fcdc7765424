/*
 * bundle.h - a folder of redacted files sealed into one encrypted file, and taken out again.
 *
 * share/bundle.md describes the format byte by byte. Sealing reads every file twice, first to sum
 * it, then to hash and encrypt it, and gives up when one changed in between or is not what was proven;
 * nothing but ciphertext is ever written. Opening trusts nothing before its signature held, writes each file beside its place and
 * renames it when its hash is right, and never replaces a file.
 */
#ifndef UNDERSEAL_BUNDLE_H
#define UNDERSEAL_BUNDLE_H

#include "share/envelope.h"
#include "share/manifest.h"

/* Told again and again, by the thread that called, how many bytes are done. */
typedef struct bundle_watch {
	void (*tell)(void *arg, uint64_t done, uint64_t all);   /* NULL: nobody */
	void *arg;
} bundle_watch;

typedef struct bundle_order {
	const char *folder;     /* the output of `underseal redact`            */
	const char *output;     /* the bundle; must not exist                  */
	int64_t now, not_after; /* seconds, see expiry.h                       */
	str to, matter;         /* labels, "" for none                         */
	str notice;             /* text of notice_read(), "" for none           */
	bool include_unproven;  /* say so in the manifest instead of refusing  */
	envelope_lock lock;     /* whom it is for; work: ENVELOPE_WORK, lower in tests only */
	const sign_key *key;
	bundle_watch watch;     /* while it is read, and read and encrypted    */
	void (*between)(void *arg); /* for tests: called between the two passes */
	void *arg;
} bundle_order;

typedef struct bundle_made {
	manifest said;
	str *left_out; size_t nleft, left_room; /* names below the folder that never travel: plans,
	                                           hidden files, a bundle's own files */
} bundle_made;

/* Writes order->output, or nothing. ERR_REFUSED for what must not be sealed. *made lives in mem. */
bool bundle_seal(const bundle_order *order, arena *mem, bundle_made *made, err *e);

typedef struct bundle bundle;

/* Decrypts and checks all but the files: signature, manifest, archive. Of the date nothing is
 * said here: see bundle_may_open(). NULL and *e otherwise. Yours: bundle_close() it. */
bundle *bundle_open(const char *path, const envelope_keys *keys, err *e);
void    bundle_close(bundle *b);

/* Who is told while files are taken out or checked. */
void bundle_watched(bundle *b, bundle_watch watch);

/* Lent, as long as the bundle is open. */
const manifest *bundle_manifest(const bundle *b);

/* What the sender wants read and accepted before anything else is shown, already held against its
 * hash; "" for none. Lives as long as the bundle. */
str bundle_notice(const bundle *b);

/* expiry_check() for this bundle, with its name in the message. */
bool bundle_may_open(const bundle *b, int64_t now, err *e);

/* Which files: exact names, or patterns in which * stands for anything and ? for one character.
 * n is 0 for all of them. */
typedef struct bundle_wish {
	const char *const *names; size_t n;
} bundle_wish;

/* Takes files out into a folder, which is made when missing; *taken says how many. ERR_USAGE when a
 * name is not in the bundle, or one of the files is there already: then nothing is written. When all
 * are wanted the manifest and its signature come out too, last: where they are, everything is. */
bool bundle_extract(bundle *b, const char *folder, const bundle_wish *wish, size_t *taken, err *e);

/* Writes one file to a descriptor, whose name is exact. Every byte was authenticated with the key of
 * the bundle before it is written; that the whole is what the sender signed is known at the end, so a
 * failure means that what was written must not be used. */
bool bundle_stream(bundle *b, const char *name, int fd, err *e);

/* Reads every byte of the bundle and holds it against manifest and checksums; writes nothing. */
bool bundle_check(bundle *b, err *e);

#endif
