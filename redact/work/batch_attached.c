#include "redact/work/batch_int.h"

#include "redact/name.h"
#include "redact/work/archives.h"
#include "redact/work/spool.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/*
 * An attachment is a document of the batch like any other. What sets it apart is where it lies while it
 * is worked on (in the workroom), its name (below that of its document, as that goes out), and that it
 * always waits for its name: two of them may want the same one.
 */

enum {
	DEEPEST = 8,          /* attachments of attachments          */
	MOST_IN_BATCH = 20000,
	LONGEST_FOLDER = 180, /* of the 255 bytes that a name may have */
};

batch_item *batch_add(batch *b, const input *in)
{
	batch_item *it = arena_alloc(b->mem, sizeof *it);
	it->in = in;
	it->label = in->label ? in->label : in->path;
	it->index = b->n;
	it->order = str_fmt(b->mem, "%09zu", b->n);
	it->how = b->o->how;
	*ARENA_PUSH(b->mem, b->items, b->n, b->items_room) = it;
	return it;
}

/* "exhibits/Letter.pdf" to "exhibits/Letter.attachments". */
static str folder_of(const batch *b, str shown)
{
	const char *slash = memrchr(shown.p, '/', shown.n);
	size_t beg = slash ? (size_t)(slash - shown.p) + 1 : 0;
	str last = str_sub(shown, beg, shown.n);
	const char *dot = memrchr(last.p, '.', last.n);
	size_t n = dot && dot > last.p ? (size_t)(dot - last.p) : last.n;
	while (n > LONGEST_FOLDER || (n && n < last.n && ((unsigned char)last.p[n] & 0xc0) == 0x80))
		n--;
	return str_fmt(b->mem, STR_FMT STR_FMT ".attachments", STR_ARG(str_sub(shown, 0, beg)), STR_ARG(str_sub(last, 0, n)));
}

static char *path_of(const batch *b, const batch_item *from, size_t k)
{
	return (char *)str_fmt(b->mem, "%s-%zu", from->spool, k).p;
}

static void take_one(batch *b, batch_item *from, size_t k, str folder)
{
	const taken *t = &from->found->taken[k];
	str name = str_fmt(b->mem, STR_FMT "/" STR_FMT, STR_ARG(folder), STR_ARG(t->name));
	char *path = path_of(b, from, k);
	if (!name_is_safe(name) || memchr(t->name.p, '/', t->name.n)) {
		unlink(path);
		return;
	}
	input *in = arena_alloc(b->mem, sizeof *in);
	*in = (input){ .path = path, .name = name, .root = from->in->root, .named = true };
	batch_item *it = batch_add(b, in);
	it->parent = from;
	it->depth = from->depth + 1;
	it->label = str_fmt(b->mem, "%s > " STR_FMT, from->label, STR_ARG(t->name)).p;
	it->order = str_fmt(b->mem, STR_FMT ".%05zu", STR_ARG(from->order), k);
	it->how = from->how;
	/* What lies deeper still is left behind and counted. */
	it->how.extract_attachments &= it->depth < DEEPEST;
	batch_keep_place(b, it);
	b->sum->files++;
}

bool batch_take_in(batch *b, batch_item *from, err *e)
{
	str folder = folder_of(b, from->shown);
	size_t n = from->found->ntaken;
	if (b->attached + n > MOST_IN_BATCH) {
		err_set(e, ERR_REFUSED, "this run has taken out %d attachments already, and these would be too many", MOST_IN_BATCH);
		return err_hint(e, "redact fewer documents at a time, or leave attachments behind with --attachments drop");
	}
	off_t at = 0;
	for (size_t k = 0; k < n; k++) {
		if (from->spool && spool_cut(from->spool, &at, from->found->taken[k].size, path_of(b, from, k), e))
			continue;
		for (size_t i = 0; from->spool && i <= k; i++)
			unlink(path_of(b, from, i));
		if (!from->spool)
			err_set(e, ERR_INTERNAL, "the reader took out attachments unasked");
		return false;
	}
	b->attached += n;
	for (size_t k = 0; k < n; k++)
		take_one(b, from, k, folder);
	return true;
}

void batch_forget(batch_item *it)
{
	if (it->parent)
		unlink(it->in->path);
	archives_forget(it->in);
}

static int by_order(const void *a, const void *b)
{
	return str_cmp((*(batch_item *const *)a)->order, (*(batch_item *const *)b)->order);
}

void batch_sort(batch *b)
{
	if (b->n)
		qsort(b->items, b->n, sizeof(batch_item *), by_order);
}
