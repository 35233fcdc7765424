/*
 * sandbox.h - what a process that reads strangers' bytes may still ask of the system.
 *
 * A document that makes a reader run code of its author's is to gain nothing by it: no network, no file but those
 * it was handed as descriptors, no other process, no more rights. Three fences, each by itself:
 *
 *   Landlock (landlock(7))    no path can be opened but a few of the system's own, and those only to be read: where
 *                             the C library, Tesseract and its languages lie. Nothing by TCP, no signal to others.
 *   seccomp (seccomp(2))      only the calls on a list are there; any other is answered as by a kernel that does
 *                             not have it (ENOSYS), so that a newer C library takes the older way instead of dying.
 *   limits (setrlimit(2))     no core dump; memory and processor time as the user says; few open files, none without end.
 *
 * The first two are closed around the zygote before it forks the first worker; kernels without one of them
 * go without, and sandbox_look() says so.
 */
#ifndef UNDERSEAL_SANDBOX_H
#define UNDERSEAL_SANDBOX_H

#include "redact/base/err.h"

#include <stddef.h>
#include <stdint.h>

/* Whether memory can be limited. */
#ifdef __SANITIZE_ADDRESS__
#define SANDBOX_LIMITS 0 /* its shadow needs terabytes of address space */
#else
#define SANDBOX_LIMITS 1
#endif

typedef struct sandbox_here {
	int landlock;     /* its version (ABI); 0: the kernel has none */
	bool seccomp;
} sandbox_here;

/* What this system has. */
sandbox_here sandbox_look(void);

/* For good, for this process and all that it forks: new privileges, the rights of root but to read, core dumps, debuggers;
 * then everything above.
 * `read` are files and folders that may be opened for reading beside the system's; those that are not there are
 * passed over. *on gets the fences that are closed. ERR_SYSTEM when a fence that the kernel has cannot be closed: then nobody may read a document. */
bool sandbox_enter(const char *const *read, size_t n, sandbox_here *on, err *e);

/* For a worker, beside that: it starts no process either, and changes nothing of how it is run. */
bool sandbox_narrow(const sandbox_here *on);

/* The limits of one job: bytes of address space, seconds of processor time, at whose end SIGXCPU comes, and bytes that a
 * file may have at whose end SIGXFSZ comes; where files may not be as long already, writing fails as it would have. 0: none. */
void sandbox_limit(uint64_t memory, uint32_t seconds, uint64_t file);

/* When the system runs out of memory, this process and what it forks are ended before others: a reader's document is tried
 * again, but who started the readers holds the batch together. */
void sandbox_go_first(void);

#endif
