/*
 * batch_world.h - a folder of documents, a list with one term, and the whole job upon them, for tests of batches.
 *
 * With real worker processes: the test's program starts itself again, so its main() answers WORKER_COMMAND.
 */
#ifndef TEST_BATCH_WORLD_H
#define TEST_BATCH_WORLD_H

#include "tests/unit/plain.h"

#include "redact/work/batch/batch.h"
#include "redact/work/worker/worker.h"

#include <setjmp.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <cmocka.h>

struct world {
	arena *mem;
	char *folder;
	const char *in, *out, *terms;
	const char *inputs[4];
	str term_list[1];
	batch_options o;
	batch_sum sum;
	err e;
	/* Of the item that was told last: */
	item_state state;
	char trouble[512], hint[256];
	int rereads;
	size_t told;           /* how many were */
};

static inline void world_told(void *arg, const batch_item *it)
{
	struct world *w = arg;
	w->told++;
	w->state = it->state;
	w->rereads = it->rereads;
	snprintf(w->trouble, sizeof w->trouble, "%s", it->trouble.text);
	snprintf(w->hint, sizeof w->hint, "%s", it->trouble.hint);
}

static inline struct world *world_new(const kit *k)
{
	struct world *w = calloc(1, sizeof *w);
	w->mem = arena_new();
	w->folder = test_folder();
	w->inputs[0] = w->in = test_path(w->folder, "in", w->mem);
	w->out = test_path(w->folder, "out", w->mem);
	w->terms = test_path(w->folder, "terms.txt", w->mem);
	put(w->folder, "terms.txt", "Okonjo\n");
	w->term_list[0] = str_of(w->terms);
	w->o = (batch_options){
		.kit = k, .inputs = w->inputs, .ninputs = 1, .folder = w->out, .scan = true,
		.want = { .terms = w->term_list, .nterms = 1 }, .jobs = 2, .seconds = 60,
		.memory = (uint64_t)2 << 30, .tool = "underseal test",
	};
	return w;
}

static inline int world_set_up(void **state)
{
	*state = world_new(&plain_kit);
	return 0;
}

static inline int world_drop(void **state)
{
	struct world *w = *state;
	remove_folder(w->folder);
	arena_drop(w->mem);
	free(w);
	return 0;
}

static inline bool go(struct world *w)
{
	batch_calls calls = { .told = world_told, .arg = w };
	w->told = 0;
	w->e = (err)ERR_INIT;
	return batch_run(&w->o, &calls, &w->sum, &w->e);
}

static inline str read_out(struct world *w, const char *name)
{
	str s = STR("");
	file_read(test_path(w->out, name, w->mem), 1 << 20, w->mem, &s, NULL);
	return s;
}

static inline bool exists(struct world *w, const char *name)
{
	struct stat st;
	return lstat(test_path(w->out, name, w->mem), &st) == 0;
}

static inline bool holds(str s, const char *what)
{
	return s.n && memmem(s.p, s.n, what, strlen(what)) != NULL;
}

/* Temporary ones too. */
static inline size_t files_in_out(struct world *w)
{
	file_list found = { 0 };
	err e = ERR_INIT;
	buf command = { 0 };
	buf_fmt(&command, "find %s -name '.underseal-*' | wc -l", w->out);
	FILE *p = popen(command.p, "r");
	int temps = 0;
	if (fscanf(p, "%d", &temps) != 1)
		temps = -1;
	pclose(p);
	buf_free(&command);
	file_walk(w->out, w->mem, &found, &e);
	return found.n + (size_t)temps;
}

#endif
