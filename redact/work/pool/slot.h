/*
 * slot.h - one worker at its errand: what it is told, what it answers, and until when.
 */
#ifndef UNDERSEAL_SLOT_H
#define UNDERSEAL_SLOT_H

#include "redact/work/pool/errand.h"

#include <sys/types.h>

typedef struct slot {
	errand *on;      /* NULL: free                              */
	pid_t pid;       /* 0: the zygote was asked for it          */
	uint64_t asked;  /* as which question                       */
	int fd;          /* our end of the socket; -1: answer complete */
	size_t sent;
	buf answer;
	int64_t deadline;/* milliseconds, of its birth and then of its end; 0 for none */
	bool late, flooded;
} slot;

/* Our end of a new socket, whose other end *theirs is. -1 with errno. */
int slot_talk(int *theirs);

bool slot_has_to_say(const slot *s);
void slot_say(slot *s);      /* as much of the message as goes now             */
void slot_hear(slot *s);     /* what has come; hangs up at the end of it       */
void slot_hang_up(slot *s);
void slot_stop(slot *s);     /* ends the worker, if it is born                 */
void slot_clear(slot *s);    /* free; the errand is the caller's               */

#endif
