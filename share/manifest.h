/*
 * manifest.h - what a bundle says about itself: MANIFEST.json.
 *
 * The manifest is the first thing in the archive and the only thing that is signed; everything else
 * is bound to it by size, place and hash. Strangers' manifests are read strictly: an unknown
 * schema, a missing or doubled key, a name that is not safe or a value out of bounds is an error,
 * and a key we do not know is one too, because a later schema says so in its name.
 */
#ifndef UNDERSEAL_MANIFEST_H
#define UNDERSEAL_MANIFEST_H

#include "redact/base/buf.h"
#include "redact/base/err.h"
#include "share/sign.h"

#define MANIFEST_NAME "MANIFEST.json"
#define MANIFEST_SIGNATURE MANIFEST_NAME ".minisig"
#define MANIFEST_PADDING "_padding.bin"
#define MANIFEST_NOTICE "NOTICE.txt"

enum {
	MANIFEST_LIMIT = 64 << 20,  /* bytes of JSON     */
	MANIFEST_FILES = 200000,    /* files in a bundle */
	MANIFEST_LABEL = 200,       /* bytes of a label  */
};

typedef enum manifest_role {
	ROLE_READ_ME,   /* READ-ME.txt, the first of the files          */
	ROLE_NOTICE,    /* NOTICE.txt, the second if there is one       */
	ROLE_DOCUMENT,
	ROLE_LOG,       /* redaction-log.csv                            */
	ROLE_PROOF,     /* proof.jsonl                                  */
} manifest_role;

typedef struct manifest_file {
	str name;
	manifest_role role;
	uint64_t size;      /* bytes                                     */
	uint64_t offset;    /* of its first byte in the payload          */
	char sha256[65];
	bool proven;        /* documents only                            */
	char proof[65];     /* SHA-256 of its line of proof.jsonl, or "" */
} manifest_file;

typedef struct manifest {
	char id[33];            /* 16 random bytes in hex                */
	int64_t made;           /* seconds, see expiry.h                 */
	int64_t not_after;
	sign_public sender;
	str to, matter;         /* labels; "" when none                  */
	bool unproven;          /* holds documents without proof         */
	manifest_file *files; size_t n;
	uint64_t payload;       /* bytes of the whole archive, padded    */
} manifest;

/* NULL, or why the text cannot be a label: it is shown to people as it is. */
const char *manifest_label_trouble(str label);

/* Appends the JSON text. */
bool manifest_print(const manifest *m, buf *out, err *e);

/* Reads it into mem. ERR_INPUT; no file name in text. */
bool manifest_read(str json, arena *mem, manifest *out, err *e);

/* As it stands in the JSON. */
const char *manifest_role_name(manifest_role role);

#endif
