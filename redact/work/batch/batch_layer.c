/*
 * A text layer for what was redacted. Only the written file is asked: a word that stood under a box cannot
 * come back by way of its source. As with the source, a worker says first how much there is to read, others
 * read it in shares, and then it is asked again with what they saw. What it writes takes the place of what
 * was redacted, and is what the proof looks at.
 */
#include "redact/work/batch/batch_int.h"

#include <string.h>
#include <unistd.h>

bool batch_wants_layer(const batch *b, const batch_item *it)
{
	for (const format *const *f = b->o->kit->formats; it->how.text_layer && !it->found->marks.withheld && *f; f++)
		if (str_is(it->found->format, (*f)->name))
			return (*f)->layer != NULL;
	return false;
}

/* What was written is looked at as it is. */
void batch_layer_job(const batch *b, const batch_item *it, job *j)
{
	batch_job(b, it, j);
	j->name = it->shown;
	j->password = STR("");
	j->how = (handling){ .ocr = it->how.ocr };
	memcpy(j->how.languages, it->how.languages, sizeof j->how.languages);
	j->shown = true;
}

bool batch_next_layer(batch *b, pool_task *out)
{
	batch_item *it = fifo_take(&b->to_layer);
	job j;
	if (!it)
		return false;
	batch_layer_job(b, it, &j);
	j.verb = JOB_LAYER;
	j.marks = &it->found->marks;
	j.seen_json = it->layer.seen;
	it->layered_temp = file_temp_beside(place_path(b->room.path, STR("x"), it->mem), it->mem);
	batch_task(it, &j, out);
	out->source = it->temp;
	out->save = it->layered_temp;
	out->arg = batch_step_of(it, WORK_LAYER);
	return true;
}

void batch_layered(batch *b, batch_item *it, str answer, const err *trouble)
{
	err e = ERR_INIT;
	if (trouble || !batch_answer(it, answer, &it->layered, &e)) {
		batch_fail(b, it, trouble ? trouble : &e);
		return;
	}
	if (it->layered->trouble.kind != ERR_NONE) {
		batch_fail(b, it, &it->layered->trouble);
		return;
	}
	if (it->layered->unread && !it->layer.n) {
		shares_begin(&it->layer, it->layered->unread, batch_width(b), it, it->mem);
		fifo_put(&b->unread, it, b->mem);
		return;
	}
	if (it->layered->saved) {
		unlink(it->temp);
		it->temp = it->layered_temp;
		it->layered_temp = NULL;
	}
	batch_to_proof(b, it);
}
