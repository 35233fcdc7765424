#include "redact/work/batch/batch_int.h"

#include "redact/name.h"
#include "redact/work/inputs/archives.h"
#include "redact/work/pool/spool.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/*
 * An attachment is a document of the batch like any other. What sets it apart is where it lies while it
 * is worked on (in the workroom), its name (below that of its document, as that goes out), and that it
 * always waits for its name: two of them may want the same one.
 *
 * What an earlier run took out is kept with its document or not at all: it has no file of its own that could be
 * compared, but this program takes the same files out of the same bytes whenever it is asked to in the same way. So the
 * ledger says of each out of which bytes it was taken, and where one of them is not there as it was proven the document
 * is done again, and all with it. What no format claimed then none will claim now. Where values are to be looked
 * for in documents that were kept they are taken out once more, to be read.
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

str batch_called(const batch_item *it)
{
	const char *slash = it->parent ? memrchr(it->in->name.p, '/', it->in->name.n) : NULL;
	return slash ? str_sub(it->in->name, (size_t)(slash - it->in->name.p) + 1, it->in->name.n) : it->in->name;
}

str batch_ledger_key(const batch_item *it, arena *mem)
{
	str called = ledger_name(batch_called(it), mem);
	return it->parent ? ledger_docs_key(batch_ledger_key(it->parent, mem), called, mem) : called;
}

/* What lies deeper still is left behind and counted. */
static void inherit(batch_item *it)
{
	it->how = it->parent->how;
	it->how.extract_attachments &= it->depth < DEEPEST;
}

static batch_item *add_inner(batch *b, batch_item *from, size_t k, str name, const char *path)
{
	input *in = arena_alloc(b->mem, sizeof *in);
	*in = (input){ .path = path, .name = name, .root = from->in->root, .named = true };
	batch_item *it = batch_add(b, in);
	it->parent = from;
	it->depth = from->depth + 1;
	it->nth = k;
	it->label = str_fmt(b->mem, "%s > " STR_FMT, from->label, STR_ARG(batch_called(it))).p;
	it->order = str_fmt(b->mem, STR_FMT ".%05zu", STR_ARG(from->order), k);
	it->next_inner = from->inner;
	from->inner = it;
	inherit(it);
	return it;
}

static batch_item *inner_of(const batch_item *from, size_t k)
{
	batch_item *it = from->inner;
	while (it && it->nth != k)
		it = it->next_inner;
	return it;
}

/* Kept, or open again with its document: now it has a file. */
static void bring_file(batch *b, batch_item *it, const char *path)
{
	char hex[65];
	err ignored = ERR_INIT;
	input *in = arena_alloc(b->mem, sizeof *in);
	*in = *it->in;
	in->path = path;
	it->in = in;
	inherit(it);
	bool same = file_sha256(path, hex, NULL, &ignored) && strcmp(hex, it->source) == 0;
	if (it->kept && !same)
		batch_reopen(b, it);
	if (it->state == ITEM_OPEN)
		fifo_put(&b->anew, it, b->mem);
	else if (it->state == ITEM_PROVEN)
		batch_read_again(b, it);
}

static void take_one(batch *b, batch_item *from, size_t k, str folder)
{
	const taken *t = &from->found->taken[k];
	str name = str_fmt(b->mem, STR_FMT "/" STR_FMT, STR_ARG(folder), STR_ARG(t->name));
	char *path = path_of(b, from, k);
	batch_item *known = inner_of(from, k);
	if (known) {
		bring_file(b, known, path);
		return;
	}
	if (!name_is_safe(name) || memchr(t->name.p, '/', t->name.n)) {
		unlink(path);
		return;
	}
	batch_keep_place(b, add_inner(b, from, k, name, path));
	b->attached++;
	b->sum->files++;
}

bool batch_take_in(batch *b, batch_item *from, err *e)
{
	memcpy(from->source, from->found->sha256, sizeof from->source);
	from->taken = from->found->ntaken;
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
	for (size_t k = 0; k < n; k++)
		take_one(b, from, k, folder);
	return true;
}

/* ---- what an earlier run took out ------------------------------------------------------------- */

static bool holds(const batch *b, const batch_item *around, const ledger_doc *doc, int depth);

static bool is_as_it_was(const batch *b, const batch_item *around, const ledger_doc *from, const ledger_doc *doc, int depth)
{
	arena *mem = arena_new();
	input in = { .path = "", .name = str_of(ledger_unname(doc->name, mem)) };
	batch_item it = { .in = &in, .parent = (batch_item *)around };
	bool is = str_eq(doc->around_source, from->source) && doc->nth < from->taken;
	if (is && doc->unknown)
		is = str_is(doc->tool, b->o->tool);
	else if (is)
		is = batch_why_not_kept(b, &it, doc, mem) == KEPT && holds(b, &it, doc, depth + 1);
	arena_drop(mem);
	return is;
}

static bool holds(const batch *b, const batch_item *around, const ledger_doc *doc, int depth)
{
	if (doc->taken > MOST_IN_BATCH || depth > DEEPEST)
		return false;
	arena *mem = arena_new();
	bool *met = arena_array(mem, bool, doc->taken), ok = true;
	uint64_t n = 0;
	for (size_t i = doc->inner; i && ok; i = b->docs.list[i - 1].next) {
		const ledger_doc *inner = &b->docs.list[i - 1];
		/* Of others, that were in the document when it had other bytes, the outputs stay. */
		if (!str_eq(inner->around_source, doc->source) || inner->nth >= doc->taken)
			continue;
		ok = !met[inner->nth] && is_as_it_was(b, around, doc, inner, depth);
		met[inner->nth] = true;
		n++;
	}
	arena_drop(mem);
	return ok && n == doc->taken;
}

bool batch_taken_holds(const batch *b, const batch_item *from, const ledger_doc *doc)
{
	return holds(b, from, doc, 0);
}

static void keep_refused(batch *b, batch_item *it, const ledger_doc *doc)
{
	batch_keep_item(b, it, doc);
	it->state = ITEM_REFUSED;
	it->withheld = false;
	it->output = STR("");
	err_set(&it->trouble, ERR_REFUSED, STR_FMT, STR_ARG(doc->reason));
	err_hint(&it->trouble, STR_FMT, STR_ARG(doc->hint));
}

void batch_keep_taken(batch *b, batch_item *from, const ledger_doc *doc, bool *met)
{
	from->taken = doc->taken;
	for (size_t i = doc->inner; i; i = b->docs.list[i - 1].next) {
		const ledger_doc *inner = &b->docs.list[i - 1];
		if (!str_eq(inner->around_source, doc->source) || inner->nth >= doc->taken)
			continue;
		batch_item *it = add_inner(b, from, inner->nth, str_of(ledger_unname(inner->name, b->mem)), "");
		b->attached++;
		if (inner->unknown)
			keep_refused(b, it, inner);
		else
			batch_keep_item(b, it, inner);
		batch_keep_taken(b, it, inner, met);
		met[i - 1] = true;
	}
}

void batch_reopen_taken(batch *b, batch_item *from)
{
	for (batch_item *it = from->inner; it; it = it->next_inner)
		if (it->kept)
			batch_reopen(b, it);
}

/* Those that never got a file: who was to bring it could not. */
void batch_fail_taken(batch *b, batch_item *from)
{
	for (batch_item *it = from->inner; it; it = it->next_inner) {
		err why = ERR_INIT;
		if (it->state != ITEM_OPEN || *it->in->path)
			continue;
		it->mem = arena_new();
		it->began = batch_clock();
		err_set(&why, ERR_INPUT, "the document that it lies in could not be read again");
		batch_fail(b, it, &why);
	}
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
