/* Marks that come from another program. */
#include "cli/review/act_int.h"

/* Those that were there before, and are not what they were. */
static void note_changed(acting *a, uint32_t document_number, const mark *were, size_t n)
{
	session *s = a->s;
	document *d = &s->documents[document_number];
	for (size_t i = 0; i < n; i++) {
		mark *m = &d->plan->marks[i];
		if (m->state == were[i].state && str_eq(m->by, were[i].by) && str_eq(m->at, were[i].at) && str_eq(m->note, were[i].note) &&
		    str_eq(m->code, were[i].code))
			continue;
		undo_note(s, document_number, &were[i]);
		d->views[i].changed = d->views[i].acted = s->revision;
	}
}

bool act_import(session *s, uint32_t document_number, const plan *marks, str window, xfdf_sum *sum, err *e)
{
	document *d = &s->documents[document_number];
	if (!d->nsheets) {
		err_set(e, ERR_REFUSED, d->words.mem ? "this document has no pages to place marks on" : "the document has not been read yet");
		return err_hint(e, d->words.mem ? "mark words in its text" : "try again in a moment");
	}
	acting a = act_begin(s, NULL, window);
	size_t n = d->plan->n;
	mark *were = arena_array(a.mem, mark, n);
	if (n)
		memcpy(were, d->plan->marks, n * sizeof *were);
	*sum = (xfdf_sum){ 0 };
	xfdf_place(d->plan, marks, d->sheets, d->nsheets, a.by.n ? a.by : STR("XFDF"), a.at, sum);
	session_adopt(s, document_number, n);
	for (size_t i = n; i < d->plan->n; i++)
		undo_note_added(s, document_number, d->plan->marks[i].id);
	note_changed(&a, document_number, were, n);
	d->changed = d->decided = s->revision;
	d->touched |= sum->added || sum->decided;
	return act_end(&a, true, e);
}
