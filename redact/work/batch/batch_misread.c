/*
 * Values that the proof could still read in the pixels of a written file: the document is redacted once more.
 *
 * Words in pixels are read twice, before anything is removed and once more around the marks of what was written. The
 * second reading sees smaller pieces with less around the words, and so it may recognise a value where the first one
 * read something else. That is no leak, for such a file gets no name; but nor need the document be lost. The proof
 * says where it read the value, a box lies there the next time, and everything is proven anew. What can still be
 * read after that is refused.
 */
#include "redact/work/batch/batch_int.h"

#include <string.h>

enum { MOST_REREADS = 2 };

/* Nothing else is wrong with what was written. */
static bool only_pixels_failed(const proof *all)
{
	bool failed = false;
	for (size_t i = 0; i < all->nchecks; i++) {
		const check *c = &all->checks[i];
		if (c->is != CHECK_FAIL)
			continue;
		if (!str_is(c->name, "pixels-gone"))
			return false;
		failed = true;
	}
	return failed;
}

/* The answer that has them lives only until the document is over. */
static void keep_boxes(batch *b, batch_item *it, const plan *boxes)
{
	it->misread.mem = b->mem;
	for (size_t i = 0; i < boxes->n; i++) {
		mark m = boxes->marks[i];
		if (m.kind != MARK_BOX || m.nboxes != 1)
			continue;
		rect *box = arena_array(b->mem, rect, 1);
		*box = m.boxes[0];
		*plan_add(&it->misread) = (mark){
			.kind = MARK_BOX, .unit = str_dup(m.unit, b->mem), .page = m.page, .boxes = box, .nboxes = 1,
			.rule = STR(VERIFY_MISREAD), .code = str_dup(m.code, b->mem), .reason = str_dup(m.reason, b->mem),
			.rank = 100, .state = MARK_ACCEPTED, .by = STR("rule"), .at = b->at,
		};
	}
}

bool batch_misread(batch *b, batch_item *it, const proof *all)
{
	const reply *gone = it->proofs[WORK_PROVE_GONE];
	size_t before = it->misread.n;
	if (it->rereads == MOST_REREADS || !gone || !only_pixels_failed(all))
		return false;
	keep_boxes(b, it, &gone->marks);
	if (it->misread.n == before)
		return false;
	it->rereads++;
	batch_unwrite(it);
	shares_drop(&it->layer);
	memset(it->proofs, 0, sizeof it->proofs);
	it->layered = NULL;
	it->proofs_started = 0;
	fifo_put(&b->seen, it, b->mem);
	return true;
}
