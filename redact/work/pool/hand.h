/*
 * hand.h - opened files handed from one process to another.
 *
 * A process that reads strangers' bytes opens nothing by a path: what it may read or write was opened by
 * its parent, with that access alone, and travels as a descriptor over a socket (SCM_RIGHTS, unix(7)).
 */
#ifndef UNDERSEAL_HAND_H
#define UNDERSEAL_HAND_H

#include <stdbool.h>
#include <stdint.h>

typedef enum hand {
	HAND_TALK,     /* socket on which the job comes and the reply goes            */
	HAND_SOURCE,   /* the document, to be read                                    */
	HAND_WRITTEN,  /* what was written of it, to be read                          */
	HAND_SAVE,     /* a new file, to be written to                                */
	HAND_SPOOL,    /* another new file, for files that lie within the document    */
	HAND_TEXTS,    /* texts of the batch: to be added to, or to be read           */
	HANDS
} hand;

typedef struct hands {
	int fd[HANDS];  /* -1 for what is not handed over */
} hands;

/* Nothing; an all-zero one would be standard input. */
hands hands_none(void);

/* Closes what is set, and sets it to nothing. */
void  hands_close(hands *h);

/* How long a file may become that is written by who is handed these: far more than a document of the source's size can
 * need, so that who writes without end does not fill the disk. */
uint64_t hands_most_written(const hands *h);

/* How long the answer of who is handed these may become: whoever asked holds it in memory, some of it many times its length.
 * At most 1 GB, and far more than can be said of a document of the source's size. */
uint64_t hands_most_answered(const hands *h);

/* Hands all that is set over; the sender's own stay open. False with errno when it could not. */
bool hands_send(int socket, const hands *h);

/* Waits for what hands_send() sent. False when there will be no more. Yours: hands_close(). */
bool hands_receive(int socket, hands *out);

#endif
