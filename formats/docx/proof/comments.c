/*
 * Comments of a written package, by code that the importer does not share: every anchor leads to a
 * comment, every comment has one reference, ranges that start also end, and what is said of threads
 * is said of paragraphs that exist. A word processor calls a file corrupt where this does not hold.
 */
#include "formats/docx/inner.h"

#include <string.h>

enum { MOST = 1 << 20 };

/* Anchors and comments by number; ours are counted from 0. */
struct seen {
	uint32_t comments, refs, starts, ends;
};

struct survey {
	arena *mem;
	struct seen *list; size_t n, room;
	str *paragraphs; size_t nparagraphs, paragraphs_room;
	const char *trouble;
	enum { IN_NONE, IN_COMMENT, IN_REF, IN_START, IN_END } inside;
	bool anchors_may, comments_may, threads;
};

static struct seen *seen_of(struct survey *s, str id)
{
	uint64_t v = 0;
	for (size_t i = 0; i < id.n; i++)
		v = id.p[i] < '0' || id.p[i] > '9' || v > MOST ? MOST + 1 : v * 10 + (uint64_t)(id.p[i] - '0');
	if (id.n == 0 || v > MOST) {
		s->trouble = "a comment has no number";
		return NULL;
	}
	while (s->n <= v)
		*ARENA_PUSH(s->mem, s->list, s->n, s->room) = (struct seen){ 0 };
	return &s->list[v];
}

static void count(struct survey *s, str id)
{
	struct seen *c = seen_of(s, id);
	if (!c)
		return;
	switch (s->inside) {
	case IN_COMMENT: c->comments++; break;
	case IN_REF:     c->refs++; break;
	case IN_START:   c->starts++; break;
	case IN_END:
		c->ends++;
		if (c->ends > c->starts)
			s->trouble = "a comment's range ends before it starts";
		break;
	case IN_NONE:    break;
	}
}

static void look_up(struct survey *s, str paragraph)
{
	for (size_t i = 0; i < s->nparagraphs; i++)
		if (str_eq(s->paragraphs[i], paragraph))
			return;
	s->trouble = "a thread of comments names a paragraph that is not there";
}

static bool take(void *arg, const xml_event *event)
{
	struct survey *s = arg;
	static const char *const names[] = { NULL, "comment", "commentReference", "commentRangeStart", "commentRangeEnd" };
	if (event->kind == XML_ELEMENT) {
		s->inside = IN_NONE;
		for (int i = IN_COMMENT; event->space == NS_W && i <= IN_END; i++)
			if (str_is(event->name, names[i]))
				s->inside = i;
		if (s->inside != IN_NONE && !(s->inside == IN_COMMENT ? s->comments_may : s->anchors_may))
			s->trouble = "a comment hangs where none may";
	} else if (event->kind == XML_ATTRIBUTE && event->space == NS_W && s->inside && str_is(event->name, "id")) {
		count(s, event->value);
	} else if (event->kind == XML_ATTRIBUTE && event->space == NS_W14 && s->comments_may && str_is(event->name, "paraId")) {
		*ARENA_PUSH(s->mem, s->paragraphs, s->nparagraphs, s->paragraphs_room) = str_dup(event->value, s->mem);
	} else if (event->kind == XML_ATTRIBUTE && event->space == NS_W15 && s->threads && str_starts(event->name, "paraId")) {
		look_up(s, event->value);
	}
	return !s->trouble;
}

static void survey_part(struct survey *s, opc *p, int part, str name)
{
	s->comments_may = str_is(name, "word/comments.xml");
	s->threads = str_is(name, "word/commentsExtended.xml");
	s->anchors_may = str_is(name, "word/document.xml") || str_is(name, "word/footnotes.xml") ||
	                 str_is(name, "word/endnotes.xml");
	if (!opc_walk(p, part, take, s, NULL))
		s->trouble = "a part cannot be read";
}

/* Parts of text first: what is said of threads comes after what it is said of. */
const char *docx_broken_comments(const docx *written, arena *mem)
{
	opc p;
	struct survey s = { .mem = mem };
	if (!opc_open(written->src->bytes, mem, &p, NULL))
		return "does not open again";
	for (int pass = 0; pass < 2; pass++)
		for (int i = 0; !s.trouble && i < (int)p.n; i++) {
			str name = opc_name(&p, i);
			bool threads = str_is(name, "word/commentsExtended.xml");
			if (str_starts(name, "word/") && str_ends(name, ".xml") && threads == (pass == 1))
				survey_part(&s, &p, i, name);
		}
	opc_close(&p);
	for (size_t i = 0; !s.trouble && i < s.n; i++) {
		const struct seen *c = &s.list[i];
		if (c->comments != 1 || c->refs != 1)
			s.trouble = "comments and references to them are not one to one";
		else if (c->starts > 1 || c->starts != c->ends)
			s.trouble = "a comment's range starts and does not end";
	}
	return s.trouble;
}
