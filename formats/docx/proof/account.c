/*
 * An account of letters, by code that the importer does not share: every letter that stands in a
 * text element of the source's parts is in the written parts, under a mark, or in a unit that
 * tells what was left out. It notices words that an importer lost without a word.
 */
#include "formats/docx/inner.h"
#include "redact/base/utf8.h"

#include <string.h>

enum { BUCKETS = 4096 };  /* letters by code point; two of one bucket are taken for each other */

struct account {
	int64_t owed[BUCKETS];
};

static void book(struct account *a, str words, int64_t times)
{
	for (size_t at = 0; at < words.n;) {
		uint32_t c = utf8_next(words, &at);
		bool glyph = c >= 0xf000 && c <= 0xf0ff;  /* is written as a symbol */
		if (c > 0x20 && c != 0xa0 && !glyph)
			a->owed[c % BUCKETS] += times;
	}
}

struct texts {
	struct account *a;
	int64_t times;
	int inside;
	bool shown;  /* the element last met shows an attribute's words */
};

static bool is_text(const xml_event *event)
{
	return (event->space == NS_W && (str_is(event->name, "t") || str_is(event->name, "delText"))) ||
	       (event->space == NS_M && str_is(event->name, "t"));
}

static bool take_text(void *arg, const xml_event *event)
{
	struct texts *t = arg;
	if (event->kind == XML_ELEMENT)
		t->shown = (event->space == NS_W && str_is(event->name, "lvlText")) ||
		           (event->space == NS_V && str_is(event->name, "textpath"));
	if (event->kind == XML_ELEMENT && is_text(event))
		t->inside++;
	else if (event->kind == XML_ATTRIBUTE && t->shown &&
	         (str_is(event->name, "val") || str_is(event->name, "string")))
		book(t->a, event->value, t->times);
	else if (event->kind == XML_END && is_text(event))
		t->inside--;
	else if (event->kind == XML_TEXT && t->inside)
		book(t->a, event->value, t->times);
	return true;
}

/* Comments count where the source keeps them; written, they are a part like any other. */
static bool book_parts(docx *d, struct account *a, int64_t times, bool comments, err *e)
{
	opc p;
	arena *mem = arena_new();
	bool ok = opc_open(d->src->bytes, mem, &p, e);
	for (size_t i = 0; ok && i < d->nstories; i++) {
		const story *s = d->stories[i];
		struct texts t = { .a = a, .times = times };
		if (s->kind != UNIT_COMMENT || comments)
			ok = opc_walk(&p, s->part, take_text, &t, e);
	}
	opc_close(&p);
	arena_drop(mem);
	return ok;
}

/* Descriptions of pictures are no text elements. */
static void book_marks(docx *from, const text *before, const plan *p, struct account *a)
{
	for (size_t i = 0; i < before->n; i++) {
		const unit *u = &before->units[i];
		cut *cuts;
		size_t n = u->stays && !str_ends(u->id, " said of pictures") && !stacks_is_unit(u->id) ? docx_cuts(from, p, u->id, from->mem, &cuts) : 0;
		for (size_t k = 0; k < n; k++) {
			str words = str_sub(u->text, cuts[k].beg, cuts[k].end);
			size_t shape = 0;  /* ends of paragraphs and cells, tabs: they stay, and ask for no label */
			while (shape < words.n && (words.p[shape] == '\n' || words.p[shape] == '\t'))
				shape++;
			book(a, words, -1);
			if (shape < words.n)
				book(a, cuts[k].label, 1);
		}
	}
}

bool docx_letters_lost(docx *from, const text *before, docx *to, const plan *p, uint64_t *lost, err *e)
{
	static const aside_kind told[] = { ASIDE_DELETED, ASIDE_HIDDEN, ASIDE_FALLBACK, ASIDE_CODES, ASIDE_OTHER };
	struct account *a = arena_alloc(from->mem, sizeof *a);
	*lost = 0;
	bool comments = docx_keeps_comments(from);
	if (!book_parts(from, a, 1, comments, e) || !book_parts(to, a, -1, comments, e))
		return false;
	book_marks(from, before, p, a);
	for (size_t i = 0; i < from->nstories; i++)
		for (size_t k = 0; k < sizeof told / sizeof *told; k++)
			book(a, buf_view(&from->stories[i]->asides[told[k]]), -1);
	for (size_t i = 0; i < BUCKETS; i++)
		if (a->owed[i] > 0)
			*lost += (uint64_t)a->owed[i];
	return true;
}
