#include "share/belt.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>

enum { BLOCKS = 4 };

struct worker {
	belt *of;
	belt_worker what;
	pthread_t thread;
	size_t done;                     /* blocks, ever */
};

struct belt {
	pthread_mutex_t lock;
	pthread_cond_t more, less;       /* there is something to work on; there is less of it */
	unsigned char *blocks;
	size_t sizes[BLOCKS];
	size_t passed;                   /* blocks, ever: the one in hand is `passed` */
	bool taken;                      /* somebody is filling the one in hand       */
	bool leaving;
	size_t n;
	struct worker workers[BELT_WORKERS];
};

static unsigned char *slot(const belt *b, size_t block)
{
	return b->blocks + block % BLOCKS * BELT_BLOCK;
}

static void *work_on(void *arg)
{
	struct worker *w = arg;
	belt *b = w->of;
	pthread_mutex_lock(&b->lock);
	for (;;) {
		while (w->done == b->passed && !b->leaving)
			pthread_cond_wait(&b->more, &b->lock);
		if (w->done == b->passed)
			break;
		size_t n = b->sizes[w->done % BLOCKS];
		pthread_mutex_unlock(&b->lock);
		w->what.work(w->what.arg, slot(b, w->done), n);
		pthread_mutex_lock(&b->lock);
		w->done++;
		pthread_cond_signal(&b->less);
	}
	pthread_mutex_unlock(&b->lock);
	return NULL;
}

belt *belt_new(const belt_worker *workers, size_t n, err *e)
{
	belt *b = n <= BELT_WORKERS ? calloc(1, sizeof *b) : NULL;
	if (b && (b->blocks = aligned_alloc(BELT_ALIGNED, BLOCKS * BELT_BLOCK))) {
		pthread_mutex_init(&b->lock, NULL);
		pthread_cond_init(&b->more, NULL);
		pthread_cond_init(&b->less, NULL);
		for (; b->n < n; b->n++) {
			struct worker *w = &b->workers[b->n];
			*w = (struct worker){ .of = b, .what = workers[b->n] };
			if (pthread_create(&w->thread, NULL, work_on, w) != 0)
				break;
		}
		if (b->n == n)
			return b;
	}
	belt_drop(b);
	err_set(e, ERR_SYSTEM, "no memory or thread to work beside this one");
	return NULL;
}

void belt_drop(belt *b)
{
	if (!b)
		return;
	if (b->n) {
		pthread_mutex_lock(&b->lock);
		b->leaving = true;
		pthread_cond_broadcast(&b->more);
		pthread_mutex_unlock(&b->lock);
		for (size_t i = 0; i < b->n; i++)
			pthread_join(b->workers[i].thread, NULL);
	}
	/* Only what was used: to wipe memory that was never touched has the system find some first. */
	for (size_t i = 0; b->blocks && i < BLOCKS && i < b->passed; i++)
		sodium_memzero(slot(b, i), b->passed > BLOCKS ? BELT_BLOCK : b->sizes[i]);
	if (b->taken)
		sodium_memzero(slot(b, b->passed), BELT_BLOCK);
	free(b->blocks);
	free(b);
}

/* Until no worker has more than `most` blocks before it. */
static void wait_for(belt *b, size_t most)
{
	pthread_mutex_lock(&b->lock);
	for (size_t i = 0; i < b->n; i++)
		while (b->passed - b->workers[i].done > most)
			pthread_cond_wait(&b->less, &b->lock);
	pthread_mutex_unlock(&b->lock);
}

unsigned char *belt_block(belt *b)
{
	wait_for(b, BLOCKS - 1);
	b->taken = true;
	return slot(b, b->passed);
}

void belt_pass(belt *b, size_t n)
{
	pthread_mutex_lock(&b->lock);
	b->taken = false;
	b->sizes[b->passed++ % BLOCKS] = n;
	pthread_cond_broadcast(&b->more);
	pthread_mutex_unlock(&b->lock);
}

void belt_rest(belt *b)
{
	wait_for(b, 0);
}
