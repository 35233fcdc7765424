#include "redact/work/across.h"

#include "redact/base/bound.h"
#include "redact/base/fold.h"
#include "redact/base/utf8.h"

#include <string.h>

/* So many letters and digits a value has, and so sure its rule is, or it is only told. */
enum { SHORTEST = 6, LEAST_SURE = 40 };

static size_t letters_of(str s)
{
	size_t n = 0;
	for (size_t at = 0; at < s.n;) {
		char c = s.p[at];
		bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
		n += plain || utf8_letter_at(s, at);
		utf8_next(s, &at);
	}
	return n;
}

/* Found in this document by a rule or by a person; not followed into it from elsewhere in it. */
static bool is_a_source(const mark *m)
{
	return m->kind == MARK_TEXT && m->state == MARK_ACCEPTED && m->value.n && !m->again
	    && !str_is(m->rule, "term") && !str_is(m->rule, "hunt") && !str_is(m->rule, "misread");
}

/* The value that this folded one is. */
static across_value *value_of(across *a, const mark *m, str key)
{
	size_t at;
	if (strmap_get(&a->numbers, key, &at))
		return &a->list[at];
	a->numbers.mem = a->mem;
	strmap_put(&a->numbers, str_dup(key, a->mem), a->n);
	across_value *v = ARENA_PUSH(a->mem, a->list, a->n, a->room);
	*v = (across_value){
		.as = { str_dup(str_trim(m->value), a->mem), str_dup(m->code, a->mem), str_dup(m->reason, a->mem), m->shows, m->rank },
		.told = true,
	};
	return v;
}

/* In order, so that it is found. They come nearly so. */
static void add_document(across *a, across_value *v, uint32_t document)
{
	if (across_is_in(v, document))
		return;
	size_t at = v->n;
	(void)ARENA_PUSH(a->mem, v->documents, v->n, v->room);
	for (; at && v->documents[at - 1] > document; at--)
		v->documents[at] = v->documents[at - 1];
	v->documents[at] = document;
}

static void note(across *a, uint32_t document, const mark *m, str key)
{
	across_value *v = value_of(a, m, key);
	bool weak = !str_is(m->by, "rule") || m->rank < LEAST_SURE || letters_of(v->as.value) < SHORTEST;
	v->told &= weak;
	v->as.shows = visible_least(v->as.shows, m->shows);
	add_document(a, v, document);
}

void across_note(across *a, uint32_t document, const plan *p)
{
	arena *mem = arena_new();
	for (size_t i = 0; i < p->n; i++) {
		if (!is_a_source(&p->marks[i]))
			continue;
		str key = str_trim(fold_text(p->marks[i].value, FOLD_WORDS, mem));
		if (key.n)
			note(a, document, &p->marks[i], key);
	}
	arena_drop(mem);
}

size_t across_count(const plan *p)
{
	size_t n = 0;
	for (size_t i = 0; i < p->n; i++)
		n += is_a_source(&p->marks[i]);
	return n;
}

bool across_is_in(const across_value *v, uint32_t document)
{
	bound b = { .high = v->n };
	while (bound_asks(&b))
		bound_told(&b, v->documents[b.at] < document);
	return b.at < v->n && v->documents[b.at] == document;
}
