/*
 * What was found in one document, hunted in all others: the second pass over the texts of the batch, and the
 * documents that are done once more because of it.
 *
 * The first pass leaves each document proven by what was known then. Only those that hold a value found elsewhere
 * are redacted again, from their sources, and the new output takes the place of the old one when it is proven. One
 * that cannot be done again loses its first output: it holds what must go.
 */
#include "redact/work/batch/batch_int.h"

#include "redact/work/chase.h"

void batch_note_values(batch *b, const batch_item *it)
{
	if (b->texts && it->found && it->found->marks.sha256[0])
		across_note(&b->across, (uint32_t)it->index, &it->found->marks);
}

/* What is sure enough goes there too; the rest is counted. */
static void bring(batch *b, batch_item *it, const across_value *v)
{
	if (it->state != ITEM_PROVEN)
		return;
	if (v->told || b->o->across == ACROSS_TELL)
		it->near++;
	else
		*ARENA_PUSH(b->mem, it->known, it->nknown, it->known_room) = v->as;
}

/* A copy says what its original says. */
static void sort_out(batch *b, batch_item *const *numbered, const texts_hit *hits, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		batch_item *it = numbered[hits[i].document];
		const across_value *v = &b->across.list[hits[i].value];
		bring(b, it, v);
		for (batch_item *other = it->doubles; other; other = other->next_double)
			if (other->copied)
				bring(b, other, v);
	}
}

/* Back to where it was before anybody looked at it, but for its first output. */
static void open_again(batch *b, batch_item *it)
{
	it->before = it->output;
	it->output = it->shown = it->line = it->rows = STR("");
	it->state = ITEM_OPEN;
	it->again = true;
	it->held = false;
	it->proofs_started = it->rereads = 0;
	b->ready -= it->kept;
	it->kept = it->copied = false;
	it->retold = true;
	it->row = 0;
	b->over--;
	fifo_put(&b->anew, it, b->mem);
}

bool batch_across(batch *b, err *e)
{
	if (!b->texts || b->across.n == 0)
		return true;
	chase c = { .pool = b->pool, .texts = b->texts, .jobs = batch_width(b), .memory = b->o->memory, .seconds = b->o->seconds };
	batch_item **numbered = arena_array(b->mem, batch_item *, b->n);
	bool *of = arena_array(b->mem, bool, b->n);
	texts_hit *hits;
	size_t n;
	for (size_t i = 0; i < b->n; i++) {
		numbered[b->items[i]->index] = b->items[i];
		of[b->items[i]->index] = b->items[i]->state == ITEM_PROVEN;
	}
	if (!chase_run(&c, &b->across, of, b->n, b->mem, &hits, &n, &b->sum->stopped_by, e))
		return false;
	sort_out(b, numbered, hits, n);
	for (size_t i = 0; i < b->n; i++)
		if (b->items[i]->nknown && !batch_brought_before(b, b->items[i]))
			open_again(b, b->items[i]);
	return true;
}
