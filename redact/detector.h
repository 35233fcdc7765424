/*
 * detector.h - the interface that something which finds sensitive text fills in.
 *
 * The engine opens the detectors that a request asks for once per worker and shows each document's
 * text to all of them. A detector never changes the text, and of what it saw it remembers nothing but
 * which of the literals it has met.
 */
#ifndef UNDERSEAL_DETECTOR_H
#define UNDERSEAL_DETECTOR_H

#include "redact/base/err.h"
#include "redact/model/finding.h"
#include "redact/stays.h"

/* What the user asked to look for. */
typedef struct request {
	str rules;               /* "ssn,email"; "" for the default set; "none" for no rules */
	const str *terms; size_t nterms;   /* paths of terms files                           */
	const str *minors; size_t nminors; /* of lists of minors, whose initials may stay    */
	const str *except; size_t nexcept; /* of lists of phrases that stay                  */
	const str *packs; size_t npacks;   /* folders of rule packs beside the shipped ones  */
	bool people;             /* propose persons whom nobody listed                       */
	str profile;             /* whose rules let parts of values stay; "" for "full": none do */
} request;

typedef struct literal {
	size_t file;      /* among the request's terms, and behind these its minors */
	unsigned line;
	bool met;
	str code, reason; /* as in a finding */
} literal;

typedef struct detector {
	const char *name;
	void *state;

	/* Adds findings for every unit of t, whatever its kind; offsets are bytes of unit.text. NULL member: none. */
	bool (*detect)(void *state, const text *t, findings *out, err *e);

	/* The same, of what is too uncertain to go before a person has said so. NULL member: none. */
	bool (*suggest)(void *state, const text *t, findings *out, err *e);

	/* Literal values that must not survive anywhere, for the hunt through raw carriers: the terms
	 * themselves. NULL member: none. */
	size_t (*literals)(void *state, const str **out);

	/* Of literal i: the file of terms (its number in the request) and line where the user wrote it, and
	 * whether detect() has met it in any text since the detector was opened. A term that nobody ever
	 * meets may be misspelt. NULL member: not known. */
	literal (*about)(void *state, size_t i);

	void (*close)(void *state);
} detector;

typedef struct detectors {
	detector list[8]; size_t n;
	stays *stays;                    /* phrases that stay all the same; NULL: none        */
	const str *notes; size_t nnotes; /* what a person should know of how lists were read  */
} detectors;

/* How patterns/ hands its detectors to the engine. ERR_USAGE with file and line when a rule, pack
 * or terms file is wrong. */
typedef bool detectors_opener(const request *want, arena *mem, detectors *out, err *e);
void detectors_close(detectors *d);

#endif
