#include "redact/work/across.h"

#include "redact/base/fold.h"
#include "redact/base/hash.h"
#include "redact/base/utf8.h"

#include <string.h>

/* So many letters and digits a value has, and so sure its rule is, or it is only told. */
enum { SHORTEST = 6, LEAST_SURE = 40 };

struct across_slot { str key; size_t value; };

static size_t hash_of(str s)
{
	uint64_t h = hash64(s);
	return (size_t)(h ^ h >> 29);
}

static struct across_slot *slot_of(const across *a, str key)
{
	size_t at = hash_of(key) & (a->nslots - 1);
	while (a->slots[at].key.p && !str_eq(a->slots[at].key, key))
		at = (at + 1) & (a->nslots - 1);
	return &a->slots[at];
}

static void make_room(across *a)
{
	if (a->n * 2 < a->nslots)
		return;
	across larger = *a;
	larger.nslots = a->nslots ? a->nslots * 2 : 256;
	larger.slots = arena_array(a->mem, struct across_slot, larger.nslots);
	for (size_t i = 0; i < a->nslots; i++)
		if (a->slots[i].key.p)
			*slot_of(&larger, a->slots[i].key) = a->slots[i];
	*a = larger;
}

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

static void note(across *a, uint32_t document, const mark *m, str key)
{
	make_room(a);
	struct across_slot *slot = slot_of(a, key);
	if (!slot->key.p) {
		*slot = (struct across_slot){ str_dup(key, a->mem), a->n };
		*ARENA_PUSH(a->mem, a->list, a->n, a->room) = (across_value){
			.as = { str_dup(str_trim(m->value), a->mem), str_dup(m->code, a->mem), str_dup(m->reason, a->mem), m->shows, m->rank },
			.told = true,
		};
	}
	across_value *v = &a->list[slot->value];
	bool weak = !str_is(m->by, "rule") || m->rank < LEAST_SURE || letters_of(v->as.value) < SHORTEST;
	v->told &= weak;
	v->as.shows = visible_least(v->as.shows, m->shows);
	if (!v->n || v->documents[v->n - 1] != document)
		*ARENA_PUSH(a->mem, v->documents, v->n, v->room) = document;
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
	for (size_t i = 0; i < v->n; i++)
		if (v->documents[i] == document)
			return true;
	return false;
}
