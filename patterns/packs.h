/*
 * packs.h - rules as data: what a pack file says, read and checked, nothing compiled yet.
 *
 * A pack is a text file of sections, one a rule or a set of rules; patterns/packs/README.md is the manual for those
 * who write one. The shipped packs travel inside the program, a user's own stand in a folder. All
 * a pack says wrong is ERR_USAGE with file and line: a rule that half works would be a leak.
 */
#ifndef UNDERSEAL_PACKS_H
#define UNDERSEAL_PACKS_H

#include "patterns/checks.h"
#include "redact/base/err.h"

/* What must speak for a match of a pattern besides its shape. */
typedef enum shape_needs {
	NEEDS_NOTHING, /* regex          telling in itself                               */
	NEEDS_CHECK,   /* regex-checked  only if the check passes, or a context word is near */
	NEEDS_CONTEXT, /* regex-context  only if a context word is near                  */
} shape_needs;

typedef struct shape {
	shape_needs needs;
	str pattern;    /* lines joined with \n */
	unsigned line;  /* of the pack file     */
	unsigned *columns; size_t ncolumns, columns_room;  /* where each of its lines begins there, from 1 */
} shape;

typedef struct example {
	str text;       /* [[ ]] around every value that must be found; none: nothing may be */
	unsigned line;
} example;

typedef struct rule {
	str name, title, code;     /* "ssn", "social security number", "SSN"                    */
	str file; unsigned line;   /* where it stands                                           */
	bool standard;             /* applies when the user names no rules                      */
	shape *shapes;     size_t nshapes,   shapes_room;
	const check_rule *check;   /* NULL when there is none                                   */
	str *context;      size_t ncontext,  context_room;   /* words, as written               */
	int reach;                 /* how far a context word may stand from the value, characters */
	example *examples; size_t nexamples, examples_room;
	/* 0..100, by what speaks for it: the shape alone, with context, with a failed check */
	int rank, rank_context, rank_failed, rank_failed_context;
} rule;

/* Rules by who is going to read: "us-court". */
typedef struct rule_set {
	str name, title, source;
	str file; unsigned line;
	str *members; size_t nmembers, members_room;  /* names of rules, and of other sets */
} rule_set;

typedef struct packs {
	arena *mem;
	rule *rules; size_t n, room;   /* in the order of the files, then of their sections */
	rule_set *sets; size_t nsets, sets_room;
} packs;

/* Adds the rules of one file; bytes are its content, name is for messages. */
bool packs_read(packs *p, str name, str bytes, err *e);

/* Adds what is shipped, then every *.pack of the folders, in byte order of names; then every set names
 * only rules and sets that are there. */
bool packs_load(packs *p, const str *folders, size_t n, err *e);

/* NULL when there is none of that name. */
const rule     *packs_lookup(const packs *p, str name);
const rule_set *packs_lookup_set(const packs *p, str name);

/* The rules that a request names: "us-court,email", "" for the standard ones, "none", "all". An unknown
 * name is ERR_USAGE, with the nearest known one as a hint. */
bool packs_select(const packs *p, str names, arena *mem, const rule ***out, size_t *n, err *e);

/* True when every set names only what is there; ERR_USAGE with its file and line. */
bool packs_sets_hold(const packs *p, err *e);

const char *shape_needs_name(shape_needs needs); /* the key of the pack file: "regex-checked" */

#endif
