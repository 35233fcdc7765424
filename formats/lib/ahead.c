#include "formats/lib/ahead.h"

#include "formats/lib/deflate.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { CHAINS = 1024 };

typedef enum state { TO_DO, AT_IT, DONE, TAKEN } state;

/* In the order they came, and by their length. */
typedef struct item {
	fz_buffer *plain;       /* kept; only the owner's context counts who does */
	unsigned char *packed;  /* malloc'ed; NULL when it could not be made      */
	size_t n;
	state is;
	struct item *next, *like;
} item;

struct mu_ahead {
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t turn;    /* something to do, or done */
	item *first, *last, *at;
	item *chains[CHAINS];
	bool over;
};

/* The next one that nobody has begun; NULL when it is all over. With the lock held. */
static item *wait_for_item(mu_ahead *a)
{
	for (;;) {
		while (a->at && a->at->is != TO_DO)
			a->at = a->at->next;
		if (a->over || a->at)
			return a->over ? NULL : a->at;
		pthread_cond_wait(&a->turn, &a->lock);
	}
}

static void *run(void *arg)
{
	mu_ahead *a = arg;
	pthread_mutex_lock(&a->lock);
	for (item *i; (i = wait_for_item(a));) {
		i->is = AT_IT;
		pthread_mutex_unlock(&a->lock);
		i->packed = mu_deflate_raw(i->plain->data, i->plain->len, &i->n);
		pthread_mutex_lock(&a->lock);
		i->is = DONE;
		pthread_cond_broadcast(&a->turn);
	}
	pthread_mutex_unlock(&a->lock);
	return NULL;
}

mu_ahead *mu_ahead_new(void)
{
	mu_ahead *a = calloc(1, sizeof *a);
	if (!a)
		return NULL;
	pthread_mutex_init(&a->lock, NULL);
	pthread_cond_init(&a->turn, NULL);
	if (pthread_create(&a->thread, NULL, run, a) == 0)
		return a;
	free(a);
	return NULL;
}

void mu_ahead_drop(fz_context *ctx, mu_ahead *a)
{
	if (!a)
		return;
	pthread_mutex_lock(&a->lock);
	a->over = true;
	pthread_cond_broadcast(&a->turn);
	pthread_mutex_unlock(&a->lock);
	pthread_join(a->thread, NULL);
	for (item *i = a->first, *next; i; i = next) {
		next = i->next;
		fz_drop_buffer(ctx, i->plain);
		free(i->packed);
		free(i);
	}
	pthread_cond_destroy(&a->turn);
	pthread_mutex_destroy(&a->lock);
	free(a);
}

void mu_ahead_add(fz_context *ctx, mu_ahead *a, fz_buffer *plain)
{
	item *i = a ? calloc(1, sizeof *i) : NULL;
	if (!i)
		return;
	item **chain = &a->chains[plain->len % CHAINS];
	i->plain = fz_keep_buffer(ctx, plain);
	i->like = *chain;
	*chain = i;
	pthread_mutex_lock(&a->lock);
	if (a->last)
		a->last->next = i;
	else
		a->first = i;
	a->last = i;
	if (!a->at)
		a->at = i;
	pthread_cond_broadcast(&a->turn);
	pthread_mutex_unlock(&a->lock);
}

static item *look_up(mu_ahead *a, const unsigned char *bytes, size_t n)
{
	for (item *i = a->chains[n % CHAINS]; i; i = i->like)
		if (i->is != TAKEN && i->plain->len == n && memcmp(i->plain->data, bytes, n) == 0)
			return i;
	return NULL;
}

fz_buffer *mu_ahead_take(fz_context *ctx, mu_ahead *a, const unsigned char *bytes, size_t n)
{
	if (!a)
		return NULL;
	pthread_mutex_lock(&a->lock);
	item *i = look_up(a, bytes, n);
	while (i && i->is == AT_IT)
		pthread_cond_wait(&a->turn, &a->lock);
	unsigned char *packed = i ? i->packed : NULL;
	if (i) {
		i->is = TAKEN;
		i->packed = NULL;
	}
	pthread_mutex_unlock(&a->lock);
	return packed ? fz_new_buffer_from_data(ctx, packed, i->n) : NULL;
}
