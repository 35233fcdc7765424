/*
 * err.h - how a function of ours says that it failed, and why.
 *
 * A function that can fail takes `err *e` as its last argument and returns false or NULL.
 * Whoever notices the trouble sets it once; callers on the way up may put a name in front with
 * err_wrap(). The text is lower case, names the file first, then the trouble, and never holds a
 * word out of a document. The hint, printed on a line of its own, is the way out for the user.
 */
#ifndef UNDERSEAL_ERR_H
#define UNDERSEAL_ERR_H

#include <stdbool.h>

typedef enum err_kind {
	ERR_NONE,
	ERR_USAGE,    /* the command line or a file of the user's options is wrong      */
	ERR_INPUT,    /* the document or input file cannot be read or used              */
	ERR_REFUSED,  /* a document we could read, but must not or cannot process safely */
	ERR_UNPROVEN, /* the written file did not pass its proof; it was thrown away    */
	ERR_SYSTEM,   /* disk, memory, permission, limits                               */
	ERR_INTERNAL, /* a fault of ours                                                */
} err_kind;

typedef struct err {
	err_kind kind;
	char text[512]; /* "exhibit.pdf: page 3: the stream ends early", UTF-8, no newline */
	char hint[256]; /* "" when there is none                                          */
} err;

#define ERR_INIT { ERR_NONE, "", "" }

/* Sets kind and text; drops an older hint. Always returns false, so `return err_set(...)` reads
 * well. A NULL e is fine everywhere in this file. */
bool err_set(err *e, err_kind kind, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* Adds the hint. Always returns false. */
bool err_hint(err *e, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Puts "fmt: " in front of the text. Always returns false. */
bool err_wrap(err *e, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* The short stable name of a kind, as in our JSON: "input", "refused" ... and back. */
const char *err_kind_name(err_kind kind);
err_kind    err_kind_of(const char *name);

/* The exit status, as underseal(1) tells it: 0 done and proven, 1 a person must look, 2 usage, 3 input,
 * 4 system, 5 internal. */
int err_exit(err_kind kind);

#endif
