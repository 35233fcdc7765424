/* bundle_int.h - an open bundle, for the files that read it. */
#ifndef UNDERSEAL_BUNDLE_INT_H
#define UNDERSEAL_BUNDLE_INT_H

#include "share/bundle.h"
#include "share/zipin.h"

/* Places of the archive's own entries. */
enum { AT_MANIFEST, AT_SIGNATURE, AT_FILES, OWN_ENTRIES = 3 /* and the padding, last */ };

struct bundle {
	arena *mem;
	char *path;
	int fd;
	envelope *envelope;
	zipin zip;
	str json, minisig, notice;
	manifest said;
	bundle_watch watch;
	uint64_t done, all;   /* bytes, for who watches */
};

/* Sets *e, with the bundle's name. */
bool bundle_malformed(const bundle *b, err *e, const char *what);

#endif
