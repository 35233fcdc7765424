#include "redact/engine.h"

#include "redact/name.h"

#include <string.h>
#include <strings.h>

static bool has_suffix(const format *f, str name)
{
	for (const char *const *s = f->suffixes; s && *s; s++) {
		size_t n = strlen(*s);
		if (name.n > n && strncasecmp(name.p + name.n - n, *s, n) == 0)
			return true;
	}
	return false;
}

const format *engine_probe(const kit *k, str name, str bytes, err *e)
{
	const format *best = NULL, *rival = NULL;
	int sure = 0;
	for (const format *const *f = k->formats; *f; f++) {
		int s = (*f)->probe && (!(*f)->by_suffix || has_suffix(*f, name)) ? (*f)->probe(bytes) : 0;
		if (s <= 0 || s < sure)
			continue;
		rival = s == sure ? best : NULL;
		best = *f;
		sure = s;
	}
	if (rival) {
		err_set(e, ERR_REFUSED, STR_FMT ": could be a %s as well as a %s", STR_ARG(name),
		        rival->title, best->title);
		err_hint(e, "a file that is two things at once is not safe to redact; save it anew as one of them");
		return NULL;
	}
	return best;
}

bool engine_open_unread(const kit *k, const source *from, arena *mem, opened *out, err *e)
{
	*out = (opened){ .from = *from, .mem = mem, .text = { .mem = mem } };
	if (from->bytes.n == 0) {
		err_set(e, ERR_INPUT, STR_FMT ": empty, zero bytes", STR_ARG(from->name));
		return err_hint(e, "the copy or download may have failed; get the file again");
	}
	err why = ERR_INIT;
	out->is = engine_probe(k, from->name, from->bytes, &why);
	if (!out->is) {
		if (why.kind != ERR_NONE) {
			*e = why;
			return false;
		}
		err_set(e, ERR_INPUT, STR_FMT ": not a format we know", STR_ARG(from->name));
		return err_hint(e, "underseal formats lists what can be read");
	}
	if (!out->is->open || !out->is->extract)
		return err_set(e, ERR_REFUSED, STR_FMT ": a %s cannot be read yet", STR_ARG(from->name), out->is->title);
	out->doc = out->is->open(&out->from, mem, e);
	return out->doc != NULL;
}

/* OCR has looked at all that was unread, and says itself what it could not make out. */
static void take_in_seen(text *t, const text *seen)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->units[i].unread)
			t->units[i].unread = t->units[i].unsearchable = false;
	for (size_t i = 0; i < seen->n; i++) {
		const unit *from = &seen->units[i];
		if (!text_wants(t, from->page))
			continue;
		unit *u = text_add(t, from->kind, from->id);
		str id = u->id;
		*u = *from;
		u->id = id;
	}
}

bool engine_read(opened *o, err *e)
{
	if (!o->is->extract(o->doc, &o->text, e))
		return false;
	if (o->from.seen)
		take_in_seen(&o->text, o->from.seen);
	o->own = o->text.n;
	name_add(&o->text, o->from.name, o->is);
	return true;
}

bool engine_open(const kit *k, const source *from, arena *mem, opened *out, err *e)
{
	if (!engine_open_unread(k, from, mem, out, e))
		return false;
	if (engine_read(out, e))
		return true;
	engine_close(out);
	return false;
}

void engine_close(opened *o)
{
	if (o->doc && o->is->close)
		o->is->close(o->doc);
	o->doc = NULL;
}

uint32_t engine_pages(const text *t)
{
	uint32_t last = 0;
	for (size_t i = 0; i < t->n; i++)
		if (t->units[i].page > last)
			last = t->units[i].page;
	return last;
}

text engine_own_text(const opened *o)
{
	text t = o->text;
	t.n = t.room = o->own;
	return t;
}

plan engine_own_plan(const plan *p)
{
	plan own = plan_by_page(p, p->mem);
	size_t kept = 0;
	for (size_t i = 0; i < own.n; i++) {
		mark *m = &own.marks[i];
		if (m->kind == MARK_TEXT && name_is_unit(m->unit))
			continue;
		/* In pixels there are no letters to take out, only places. */
		if (m->kind == MARK_TEXT && text_in_pixels(m->unit))
			m->kind = MARK_BOX;
		own.marks[kept++] = *m;
	}
	own.n = kept;
	return own;
}
