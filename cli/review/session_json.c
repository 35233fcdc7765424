/* What windows are told of a session. */
#include "cli/review/session.h"

#include "cli/review/answer.h"
#include "cli/review/utf16.h"
#include "redact/model/look_json.h"

#include <math.h>

/* ---- small things ------------------------------------------------------------------------------ */

static void key(buf *out, const char *name)
{
	if (out->n && out->p[out->n - 1] != '{')
		buf_byte(out, ',');
	buf_fmt(out, "\"%s\":", name);
}

static void key_str(buf *out, const char *name, str value)
{
	key(out, name);
	answer_quote(out, value);
}

/* Hundredths of a point are finer than any screen. */
static void number(buf *out, float x)
{
	long n = isfinite(x) ? lroundf(fminf(fmaxf(x, -1e6f), 1e6f) * 100) : 0;
	unsigned long a = n < 0 ? (unsigned long)-n : (unsigned long)n;
	if (n < 0)
		buf_byte(out, '-');
	buf_fmt(out, "%lu", a / 100);
	if (a % 100)
		buf_fmt(out, a % 10 ? ".%02lu" : ".%lu", a % 10 ? a % 100 : a % 100 / 10);
}

static void box(buf *out, rect r)
{
	number(out, r.x0);
	buf_byte(out, ',');
	number(out, r.y0);
	buf_byte(out, ',');
	number(out, r.x1 - r.x0);
	buf_byte(out, ',');
	number(out, r.y1 - r.y0);
}

static void boxes(buf *out, const rect *list, size_t n)
{
	buf_byte(out, '[');
	for (size_t i = 0; i < n; i++) {
		buf_z(out, i ? ",[" : "[");
		box(out, list[i]);
		buf_byte(out, ']');
	}
	buf_byte(out, ']');
}

/* ---- the session ------------------------------------------------------------------------------- */

/* Codes that the plan uses, those of the most marks first. */
struct code {
	str code, reason;
	size_t n;
};

enum { MOST_CODES = 200, KEYS = 9 };

static size_t count_codes(const session *s, struct code *list)
{
	size_t n = 0;
	for (size_t i = 0; i < s->n; i++) {
		const plan *p = s->documents[i].plan;
		for (size_t k = 0; k < p->n; k++) {
			const mark *m = &p->marks[k];
			size_t at = 0;
			while (at < n && !str_eq(list[at].code, m->code))
				at++;
			if (at == n && (n == MOST_CODES || !m->code.n))
				continue;
			if (at == n)
				list[n++] = (struct code){ m->code, m->reason, 0 };
			list[at].n++;
		}
	}
	return n;
}

static void print_codes(const session *s, buf *out)
{
	struct code list[MOST_CODES];
	size_t n = count_codes(s, list);
	buf_byte(out, '[');
	for (int k = 0; k < KEYS; k++) {
		struct code *best = NULL;
		for (size_t i = 0; i < n; i++)
			if (list[i].n && (!best || list[i].n > best->n))
				best = &list[i];
		if (!best)
			break;
		buf_z(out, k ? ",{" : "{");
		key_str(out, "code", best->code);
		key_str(out, "reason", best->reason);
		buf_byte(out, '}');
		best->n = 0;
	}
	buf_byte(out, ']');
}

void session_print(const session *s, buf *out)
{
	buf_byte(out, '{');
	key_str(out, "tool", STR("underseal " UNDERSEAL_VERSION));
	key_str(out, "plan", s->name);
	key_str(out, "reviewer", s->reviewer);
	key(out, "revision");
	buf_fmt(out, "%llu", (unsigned long long)s->revision);
	key(out, "codes");
	print_codes(s, out);
	key(out, "words");
	buf_z(out, s->words ? "true}" : "false}");
}

/* ---- documents --------------------------------------------------------------------------------- */

static const char *const state_names[] = {
	[DOCUMENT_WAITING] = "waiting", [DOCUMENT_READING] = "reading", [DOCUMENT_READY] = "ready",
	[DOCUMENT_GONE] = "gone", [DOCUMENT_CHANGED] = "changed", [DOCUMENT_FAILED] = "failed",
};

static void print_withheld(const withheld *w, buf *out)
{
	key(out, "withheld");
	if (!w) {
		buf_z(out, "null");
		return;
	}
	buf_byte(out, '{');
	key_str(out, "code", w->code);
	key_str(out, "reason", w->reason);
	key_str(out, "by", w->by);
	key_str(out, "at", w->at);
	buf_byte(out, '}');
}

static void print_seen(const plan *p, buf *out)
{
	arena *mem = arena_new();
	page_set all = { 0 };
	buf words = { 0 };
	for (size_t i = 0; i < p->nseen; i++)
		pages_join(&all, &p->seen[i].pages, mem);
	pages_print(&words, &all);
	key_str(out, "seen", buf_view(&words));
	buf_free(&words);
	arena_drop(mem);
}

static void print_counts(const document *d, buf *out)
{
	size_t counts[3] = { 0 }, by_rule = 0;
	for (size_t i = 0; i < d->plan->n; i++) {
		const mark *m = &d->plan->marks[i];
		if (d->views[i].follows)
			continue;
		counts[m->state]++;
		by_rule += m->state == MARK_ACCEPTED && !plan_by_person(m->by) && !m->approved_by.n;
	}
	key(out, "counts");
	buf_fmt(out, "[%zu,%zu,%zu]", counts[MARK_PROPOSED], counts[MARK_ACCEPTED], counts[MARK_REJECTED]);
	key(out, "by_rule");
	buf_fmt(out, "%zu", by_rule);
}

static void print_document(const document *d, uint32_t id, buf *out)
{
	buf_byte(out, '{');
	key(out, "id");
	buf_fmt(out, "%u", id);
	key_str(out, "name", d->plan->source);
	key_str(out, "format", d->plan->format);
	key(out, "pages");
	buf_fmt(out, "%u", d->pages);
	key_str(out, "state", str_of(state_names[d->state]));
	key_str(out, "why", str_of(d->why));
	key(out, "unsearchable");
	buf_byte(out, '[');
	for (size_t i = 0; i < d->nunsearchable; i++)
		buf_fmt(out, "%s%u", i ? "," : "", d->unsearchable[i]);
	buf_byte(out, ']');
	print_withheld(d->plan->withheld, out);
	print_seen(d->plan, out);
	print_counts(d, out);
	buf_byte(out, '}');
}

void session_print_documents(session *s, uint64_t since, buf *out)
{
	bool first = true;
	buf_byte(out, '[');
	for (size_t i = 0; i < s->n; i++) {
		if (s->documents[i].changed <= since)
			continue;
		buf_z(out, first ? "" : ",\n");
		print_document(&s->documents[i], (uint32_t)i, out);
		first = false;
	}
	buf_byte(out, ']');
}

/* ---- marks ------------------------------------------------------------------------------------- */

static void print_rest(const mark_rest *r, buf *out)
{
	if (!r) {
		buf_z(out, ",null");
		return;
	}
	buf_fmt(out, ",[%u,", r->page);
	boxes(out, r->boxes, r->nboxes);
	buf_byte(out, ']');
}

static void more(buf *out, str s)
{
	buf_byte(out, ',');
	answer_quote(out, s);
}

static void print_mark(const mark *m, const view *v, size_t document_number, buf *out)
{
	bool text = m->kind == MARK_TEXT;
	buf_fmt(out, "[%zu,%u,%d,%d", document_number, m->id, text ? 0 : 1, (int)m->state);
	more(out, m->rule);
	more(out, m->code);
	more(out, m->reason);
	buf_fmt(out, ",%d,%u", m->rank, m->page);
	more(out, m->unit);
	if (text && !v->placed)
		buf_z(out, ",null,null,");
	else
		buf_fmt(out, ",%u,%u,", v->beg, v->end);
	boxes(out, m->boxes, m->nboxes);
	more(out, m->by);
	more(out, m->at);
	more(out, m->note);
	more(out, m->approved_by);
	more(out, m->approved_at);
	if (text && !v->placed)
		buf_z(out, ",null");
	else
		more(out, text ? m->value : STR(""));
	buf_fmt(out, ",%d", v->group);
	more(out, str_of(m->shows ? visible_name(m->shows) : ""));
	print_rest(m->rest, out);
	buf_byte(out, ']');
}

void session_print_marks(session *s, uint64_t since, buf *out)
{
	bool first = true;
	buf_byte(out, '[');
	for (size_t i = 0; i < s->n; i++) {
		const document *d = &s->documents[i];
		for (size_t k = 0; k < d->plan->n; k++) {
			if (d->views[k].changed <= since || d->views[k].follows)
				continue;
			buf_z(out, first ? "" : ",\n");
			print_mark(&d->plan->marks[k], &d->views[k], i, out);
			first = false;
		}
	}
	buf_byte(out, ']');
}

/* One that was put back since is not gone. */
void session_print_gone(session *s, uint64_t since, buf *out)
{
	bool first = true;
	view *v;
	buf_byte(out, '[');
	for (size_t i = 0; i < s->ngone; i++) {
		if (s->gone[i].at <= since || session_mark(s, s->gone[i].document, s->gone[i].id, &v))
			continue;
		buf_fmt(out, "%s[%u,%u]", first ? "" : ",", s->gone[i].document, s->gone[i].id);
		first = false;
	}
	buf_byte(out, ']');
}

/* ---- texts ------------------------------------------------------------------------------------- */

/* What begins at `beg` and goes on: the offset of its end. */
static size_t end_from(const utf16 *beg, uint32_t end)
{
	utf16 ahead = *beg;
	return utf16_of_byte(&ahead, end);
}

static void print_looks(const text *t, look_cursor *from, uint32_t unit, buf *out)
{
	utf16 at = { .text = t->units[unit].text };
	bool any = false;
	while (from->look < t->nlooks && t->looks[from->look].unit < unit)
		from->look++;
	for (; from->look < t->nlooks && t->looks[from->look].unit == unit; from->look++, any = true) {
		const text_look *l = &t->looks[from->look];
		if (any)
			buf_byte(out, ',');
		else
			key(out, "looks");
		size_t beg = utf16_of_byte(&at, l->beg);
		buf_fmt(out, "%s[%zu,%zu,\"%s\"", any ? "" : "[", beg, end_from(&at, l->end), look_kind_name(l->kind));
		if (l->n || l->m)
			buf_fmt(out, ",%u", l->n);
		if (l->m)
			buf_fmt(out, ",%u", l->m);
		buf_byte(out, ']');
	}
	buf_z(out, any ? "]" : "");
}

static void print_labels(const text *t, look_cursor *from, uint32_t unit, buf *out)
{
	utf16 at = { .text = t->units[unit].text };
	bool any = false;
	while (from->label < t->nlabels && t->labels[from->label].unit < unit)
		from->label++;
	for (; from->label < t->nlabels && t->labels[from->label].unit == unit; from->label++, any = true) {
		const text_label *l = &t->labels[from->label];
		if (any)
			buf_byte(out, ',');
		else
			key(out, "labels");
		buf_fmt(out, "%s[%zu", any ? "" : "[", utf16_of_byte(&at, l->at));
		more(out, l->says);
		if (l->bold || l->italic)
			more(out, str_of(l->bold && l->italic ? "bi" : l->bold ? "b" : "i"));
		buf_byte(out, ']');
	}
	buf_z(out, any ? "]" : "");
}

static void print_unit(const text *t, look_cursor *looks, uint32_t unit, buf *out)
{
	const struct unit *u = &t->units[unit];
	utf16 at = { .text = u->text };
	buf_byte(out, '{');
	key_str(out, "id", u->id);
	key_str(out, "kind", str_of(unit_kind_name(u->kind)));
	key(out, "page");
	buf_fmt(out, "%u", u->page);
	key(out, "stays");
	buf_z(out, u->stays ? "true" : "false");
	key(out, "unsearchable");
	buf_z(out, u->unsearchable ? "true" : "false");
	key_str(out, "text", u->text);
	key(out, "spans");
	buf_byte(out, '[');
	for (size_t i = 0; i < u->nspans; i++) {
		const span *p = &u->spans[i];
		size_t beg = utf16_of_byte(&at, p->beg);
		buf_fmt(out, "%s[%zu,%zu,", i ? "," : "", beg, end_from(&at, p->end));
		box(out, p->box);
		buf_byte(out, ']');
	}
	buf_byte(out, ']');
	print_looks(t, looks, unit, out);
	print_labels(t, looks, unit, out);
	buf_byte(out, '}');
}

void session_print_text(const document *d, uint32_t first, uint32_t last, buf *out)
{
	buf_z(out, "{\"pages\":[");
	for (size_t i = 0; i < d->nsheets; i++) {
		buf_z(out, i ? ",[" : "[");
		number(out, d->sheets[i].width);
		buf_byte(out, ',');
		number(out, d->sheets[i].height);
		buf_byte(out, ']');
	}
	buf_z(out, "],\"units\":[");
	bool any = false;
	look_cursor looks = { 0 };
	for (size_t i = 0; i < d->places.n; i++) {
		const unit *u = &d->places.units[i];
		if (d->nsheets && (u->page ? u->page < first || u->page > last : first > 1))
			continue;
		buf_z(out, any ? ",\n" : "");
		print_unit(&d->places, &looks, (uint32_t)i, out);
		any = true;
	}
	buf_z(out, "]}");
}
