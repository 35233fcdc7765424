#include "redact/plans/review.h"

bool review_is_whole(const plan *p, arena *mem, review_gap *gap)
{
	*gap = (review_gap){ 0 };
	if (p->withheld)
		return true;
	const bool *again = plan_repeats(p, mem);
	for (size_t i = 0; i < p->n; i++)
		gap->undecided += p->marks[i].state == MARK_PROPOSED && !again[i];
	gap->unseen = plan_unseen(p, mem);
	return !gap->undecided && !gap->unseen.all && !gap->unseen.n;
}

void review_tell(const review_gap *gap, buf *out)
{
	const page_set *left = &gap->unseen;
	if (gap->undecided)
		buf_fmt(out, "%zu mark%s undecided", gap->undecided, gap->undecided == 1 ? "" : "s");
	if (gap->undecided && (left->all || left->n))
		buf_z(out, "; ");
	if (left->all) {
		buf_z(out, "unseen");
	} else if (left->n) {
		bool one = left->n == 1 && left->list[0].first == left->list[0].last;
		buf_z(out, one ? "page " : "pages ");
		pages_print(out, left);
		buf_z(out, " unseen");
	}
}
