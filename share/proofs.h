/*
 * proofs.h - proof.jsonl of an output folder: which of its files were proven, and how they hash.
 *
 * One JSON object a line, "schema":"proof/1", as `underseal redact` writes them. Of all its keys
 * only "output", "output_sha256" and "proven" matter here, and a line that lacks one of them proves
 * nothing. When several lines speak of one output the last holds.
 */
#ifndef UNDERSEAL_PROOFS_H
#define UNDERSEAL_PROOFS_H

#include "redact/base/err.h"
#include "redact/base/str.h"

typedef struct proofs_line {
	str output;          /* relative to the folder   */
	char sha256[65];     /* of the output's bytes    */
	char line[65];       /* SHA-256 of the line, without its line end */
	bool proven;
	size_t number;       /* of the line, from 1      */
} proofs_line;

typedef struct proofs {
	proofs_line *lines; size_t n, room;   /* by output */
} proofs;

/* Reads path into mem. A missing file is an empty one with *there false. */
bool proofs_read(const char *path, arena *mem, proofs *out, bool *there, err *e);

/* NULL when no line speaks of the output. */
const proofs_line *proofs_lookup(const proofs *p, str output);

#endif
