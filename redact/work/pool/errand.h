/*
 * errand.h - a task of the pool's on its way, through one worker or two, and the files that go with it.
 */
#ifndef UNDERSEAL_ERRAND_H
#define UNDERSEAL_ERRAND_H

#include "redact/base/buf.h"
#include "redact/work/pool/hand.h"
#include "redact/work/pool/pool.h"

typedef struct errand {
	struct errand *next;  /* of those that wait to be tried again       */
	pool_task task;
	buf message;
	bool again;           /* this is the second try                     */
	bool company;         /* others ran beside it                       */
	uint64_t most_written;/* bytes that a file of its may have at most  */
	uint64_t most_answered;/* bytes that it may say; more is no answer   */
} errand;

/* The texts of the batch, opened for either; -1 for none. Who may add to them cannot read them, and the other
 * way round. */
typedef struct texts_fds {
	int add, read;
} texts_fds;

/* The errand copies the message; yours: errand_drop(). */
errand *errand_new(const pool_task *t);
void    errand_drop(errand *on);

/* Opens what the worker is handed, but for HAND_TALK. *out is yours (hands_close()) on failure as well. ERR_INPUT
 * when the source cannot be opened, ERR_SYSTEM for every other file. */
bool errand_open(const errand *on, const texts_fds *texts, hands *out, err *e);

/* False with errno when there are texts and they cannot be opened; 0 for no texts. Yours: texts_close(). */
bool texts_narrow(int texts, texts_fds *out);
void texts_close(texts_fds *t);

#endif
