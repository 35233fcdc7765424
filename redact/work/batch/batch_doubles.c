/*
 * The same document twice: done once, and the proven output is copied for the others under names of their own.
 *
 * Productions are full of one letter in ten folders. Files of one size are compared by SHA-256; those with the same
 * bytes, of which the same was asked, are the first one's doubles. What comes out does not depend on the name, but for
 * one thing: the name is text of its document, and a value in it is hunted in the rest. So a double whose name, or whose
 * first one's name, has anything to be removed is done for itself, and so is one whose first one did not come out. What
 * other documents have is hunted in both, later, and then each is done again for itself.
 */
#include "redact/work/batch/batch_int.h"

#include "redact/name.h"
#include "redact/scan.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- who is whose ---------------------------------------------------------------------------- */

struct sized {
	uint64_t size;
	batch_item *it;
	char sha256[65];
};

static int by_size(const void *a, const void *b)
{
	const struct sized *x = a, *y = b;
	if (x->size != y->size)
		return x->size < y->size ? -1 : 1;
	return x->it->index < y->it->index ? -1 : x->it->index > y->it->index;
}

/* By content, and of the same the first one in front. */
static int by_content(const void *a, const void *b)
{
	const struct sized *x = a, *y = b;
	int c = strcmp(x->sha256, y->sha256);
	return c ? c : by_size(a, b);
}

/* The suffix may decide what a document is. */
static str suffix_of(str name)
{
	const char *dot = name.n ? memrchr(name.p, '.', name.n) : NULL;
	return dot ? str_sub(name, (size_t)(dot - name.p), name.n) : STR("");
}

static bool is_double(const batch *b, const struct sized *first, const struct sized *other)
{
	char one[65], two[65];
	str s = suffix_of(first->it->in->name), t = suffix_of(other->it->in->name);
	if (!other->sha256[0] || strcmp(first->sha256, other->sha256) != 0 || s.n != t.n || strncasecmp(s.p, t.p, s.n) != 0)
		return false;
	/* Among equal bytes a plan tells by the name. */
	batch_key_marks(b, first->it, first->sha256, one);
	batch_key_marks(b, other->it, other->sha256, two);
	return strcmp(one, two) == 0;
}

static void pair_up(const batch *b, struct sized *list, size_t n)
{
	err ignored = ERR_INIT;
	for (size_t i = 0; i < n; i++)
		if (!file_sha256(list[i].it->in->path, list[i].sha256, NULL, &ignored))
			list[i].sha256[0] = '\0';
	qsort(list, n, sizeof *list, by_content);
	for (size_t i = 1, first = 0; i < n; i++) {
		if (!is_double(b, &list[first], &list[i])) {
			first = i;
			continue;
		}
		list[i].it->double_of = list[first].it;
		list[i].it->next_double = list[first].it->doubles;
		list[first].it->doubles = list[i].it;
	}
}

void batch_find_doubles(batch *b)
{
	arena *mem = arena_new();
	struct sized *all = arena_array(mem, struct sized, b->n);
	size_t n = 0;
	/* What is taken out of a document lies beside its output. */
	for (size_t i = 0; i < b->n && !b->o->how.extract_attachments; i++)
		if (!b->items[i]->kept && b->items[i]->in->size)
			all[n++] = (struct sized){ .size = b->items[i]->in->size, .it = b->items[i] };
	if (n)
		qsort(all, n, sizeof *all, by_size);
	for (size_t beg = 0, end; beg < n; beg = end) {
		for (end = beg + 1; end < n && all[end].size == all[beg].size;)
			end++;
		if (end - beg > 1)
			pair_up(b, all + beg, end - beg);
	}
	arena_drop(mem);
}

/* ---- the first one is proven ----------------------------------------------------------------- */

/* Nothing that is removed from the document, or would be from a name, stands in its name. */
static bool name_is_clean(batch *b, const batch_item *first, const batch_item *it, text *t)
{
	findings f = { .mem = it->mem };
	err ignored = ERR_INIT;
	str *values;
	name_add(t, it->in->name, NULL);
	size_t n = plan_values(&first->found->marks, it->mem, &values);
	known *sought = arena_array(it->mem, known, n);
	for (size_t i = 0; i < n; i++)
		sought[i].value = values[i];
	return scan_document(&b->look, t, &f, &ignored) && f.n == 0 && scan_known(sought, n, t, &f, &ignored) && f.n == 0;
}

static bool copy_file(const char *from, const char *to, err *e)
{
	char block[64 << 10];
	int in = open(from, O_RDONLY | O_CLOEXEC), out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	struct stat st;
	ssize_t n = in < 0 || out < 0 || fstat(in, &st) != 0 || fchmod(out, st.st_mode & 0777) != 0 ? -1 : 1;
	while (n > 0 && (n = read(in, block, sizeof block)) > 0)
		for (ssize_t at = 0, wrote; at < n && n > 0; at += wrote)
			if ((wrote = write(out, block + at, (size_t)(n - at))) < 0)
				n = wrote = -1;
	int code = errno;
	if (in >= 0)
		close(in);
	if (out >= 0)
		close(out);
	return n == 0 || err_set(e, ERR_SYSTEM, "its copy cannot be written: %s", strerror(code));
}

/* Both are still what they were when they were compared: the first one's output is of what its worker read. */
static bool are_same(const batch_item *first, const batch_item *it)
{
	char hex[65];
	err ignored = ERR_INIT;
	return file_sha256(it->in->path, hex, NULL, &ignored) && strcmp(hex, first->found->sha256) == 0;
}

static bool take_copy(batch *b, const batch_item *first, batch_item *it, err *e)
{
	it->temp = file_temp_beside(place_path(b->room.path, STR("x"), it->mem), it->mem);
	it->found = first->found;
	it->layered = first->layered;
	memcpy(it->proofs, first->proofs, sizeof it->proofs);
	it->how = first->how;
	it->copied = true;
	return copy_file(place_path(b->o->folder, first->output, it->mem), it->temp, e);
}

/* Its own part of the text that values of others are looked for in; the rest is the first one's. */
static bool add_name(const batch *b, const batch_item *it, const text *name, err *e)
{
	return !b->texts || texts_add(b->texts, (uint32_t)it->index, name, e);
}

static void settle(batch *b, batch_item *first, batch_item *it, bool copy)
{
	err e = ERR_INIT;
	it->mem = arena_new();
	it->began = batch_clock();
	it->planned = place_planned(b->o->kit, it->in->name, b->mem);
	text name = { .mem = it->mem };
	if (!copy || it->crowded || !are_same(first, it) || !name_is_clean(b, first, it, &name)) {
		arena_drop(it->mem);
		it->mem = NULL;
		fifo_put(&b->anew, it, b->mem);
	} else if (take_copy(b, first, it, &e) && add_name(b, it, &name, &e)) {
		batch_commit(b, it, it->planned);
	} else {
		batch_fail(b, it, &e);
	}
}

void batch_settle_doubles(batch *b, batch_item *first)
{
	bool copy = first->state == ITEM_PROVEN && first->found && !first->held && !first->again && first->rereads == 0 &&
	            str_eq(first->output, first->planned);
	for (batch_item *it = first->doubles; it; it = it->next_double)
		if (it->state == ITEM_OPEN && !it->settled) {
			it->settled = true;
			settle(b, first, it, copy);
		}
}
