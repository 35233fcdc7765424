/*
 * Which of the user's terms no document holds. A term with a typing error redacts nothing and says
 * nothing; told by the line it stands in, it can be looked at again.
 */
#include "redact/work/batch/batch_int.h"

#include <stdlib.h>

/* The detector that knows the terms; its literals are all there are. */
static const detector *teller(const batch *b, size_t *n)
{
	const str *list;
	for (size_t i = 0; i < b->look.n; i++) {
		const detector *d = &b->look.list[i];
		*n = d->literals && d->about ? d->literals(d->state, &list) : 0;
		if (*n)
			return d;
	}
	return NULL;
}

void batch_note_met(batch *b, const uint32_t *met, size_t nmet, size_t literals)
{
	size_t n;
	if (!teller(b, &n) || literals != n)
		return; /* it was not searched, or not read */
	if (!b->met)
		b->met = arena_array(b->mem, bool, n);
	for (size_t i = 0; i < nmet; i++)
		if (met[i] < n)
			b->met[met[i]] = true;
}

void batch_note_terms(batch *b, const reply *found)
{
	batch_note_met(b, found->met, found->nmet, found->nliterals);
}

void batch_tell_unmet(const batch *b)
{
	size_t n;
	const detector *d = teller(b, &n);
	if (!d || !b->met || !b->calls->unmet)
		return;
	unsigned *lines = arena_array(b->mem, unsigned, n);
	for (size_t i = 0; i < n;) {
		batch_unmet u = { .file = d->about(d->state, i).file, .lines = lines };
		for (; i < n && d->about(d->state, i).file == u.file; i++) {
			u.terms++;
			if (!b->met[i])
				lines[u.n++] = d->about(d->state, i).line;
		}
		if (u.n)
			b->calls->unmet(b->calls->arg, &u);
	}
}
