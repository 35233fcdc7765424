#include "share/beside.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BLOCKS = 4 };

struct beside {
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t more, less;     /* there is something to hash; there is less of it */
	unsigned char (*blocks)[BESIDE_BLOCK];
	size_t sizes[BLOCKS];
	size_t added, hashed;          /* blocks, ever: the one in hand is `added`        */
	bool leaving;
	digest sum;                    /* the thread's, while added and hashed differ     */
};

static void *hash_blocks(void *arg)
{
	beside *b = arg;
	pthread_mutex_lock(&b->lock);
	for (;;) {
		while (b->hashed == b->added && !b->leaving)
			pthread_cond_wait(&b->more, &b->lock);
		if (b->hashed == b->added)
			break;
		size_t slot = b->hashed % BLOCKS;
		pthread_mutex_unlock(&b->lock);
		digest_add(&b->sum, b->blocks[slot], b->sizes[slot]);
		pthread_mutex_lock(&b->lock);
		b->hashed++;
		pthread_cond_signal(&b->less);
	}
	pthread_mutex_unlock(&b->lock);
	return NULL;
}

beside *beside_new(err *e)
{
	beside *b = calloc(1, sizeof *b);
	if (b && (b->blocks = malloc(BLOCKS * sizeof *b->blocks))) {
		pthread_mutex_init(&b->lock, NULL);
		pthread_cond_init(&b->more, NULL);
		pthread_cond_init(&b->less, NULL);
		if (pthread_create(&b->thread, NULL, hash_blocks, b) == 0)
			return b;
		free(b->blocks);
	}
	free(b);
	err_set(e, ERR_SYSTEM, "no memory or thread for hashing");
	return NULL;
}

void beside_drop(beside *b)
{
	if (!b)
		return;
	pthread_mutex_lock(&b->lock);
	b->leaving = true;
	pthread_cond_signal(&b->more);
	pthread_mutex_unlock(&b->lock);
	pthread_join(b->thread, NULL);
	sodium_memzero(b->blocks, BLOCKS * sizeof *b->blocks);
	free(b->blocks);
	free(b);
}

/* Until at most `most` blocks wait. */
static void wait_for(beside *b, size_t most)
{
	pthread_mutex_lock(&b->lock);
	while (b->added - b->hashed > most)
		pthread_cond_wait(&b->less, &b->lock);
	pthread_mutex_unlock(&b->lock);
}

void beside_begin(beside *b)
{
	wait_for(b, 0);
	digest_init(&b->sum);
}

void *beside_block(beside *b)
{
	wait_for(b, BLOCKS - 1);
	return b->blocks[b->added % BLOCKS];
}

void beside_add(beside *b, size_t n)
{
	pthread_mutex_lock(&b->lock);
	b->sizes[b->added++ % BLOCKS] = n;
	pthread_cond_signal(&b->more);
	pthread_mutex_unlock(&b->lock);
}

digest beside_end(beside *b)
{
	wait_for(b, 0);
	return b->sum;
}

bool beside_file(beside *b, const char *path, beside_sink *sink, void *arg, digest *out, err *e)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
	if (fd < 0)
		return err_set(e, errno == ELOOP ? ERR_REFUSED : ERR_INPUT, "%s: %s", path,
		               errno == ELOOP ? "a link" : strerror(errno));
	bool ok = (fstat(fd, &st) == 0 && S_ISREG(st.st_mode)) || err_set(e, ERR_REFUSED, "%s: not a regular file", path);
	beside_begin(b);
	while (ok) {
		void *block = beside_block(b);
		ssize_t n = read(fd, block, BESIDE_BLOCK);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			ok = err_set(e, ERR_INPUT, "%s: %s", path, strerror(errno));
		if (n <= 0)
			break;
		beside_add(b, (size_t)n);
		ok = !sink || sink(arg, block, (size_t)n, e);
	}
	close(fd);
	*out = beside_end(b);
	return ok;
}
