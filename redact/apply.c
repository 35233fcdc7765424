#include "redact/apply.h"

#include "redact/hunt.h"

#include <string.h>
#include <sys/statvfs.h>

/* Libraries that write a file may keep the reason of a failure to themselves: where the disk has no
 * room left for a document of this size, that is the reason. */
static void blame_disk(int fd, size_t size, err *e)
{
	struct statvfs fs;
	if (fstatvfs(fd, &fs) == 0 && (uint64_t)fs.f_bavail * fs.f_frsize < size) {
		err_set(e, ERR_SYSTEM, "No space left on device");
		err_hint(e, "the disk is full; make room and run again");
	}
}

static bool save(opened *o, int fd, err *e)
{
	if (o->is->save(o->doc, fd, e))
		return true;
	blame_disk(fd, o->from.bytes.n, e);
	return false;
}

bool apply_plan(opened *o, const plan *p, int fd, proof *report, err *e)
{
	const format *f = o->is;
	if (!f->apply || !f->rebuild || !f->save) {
		err_set(e, ERR_REFUSED, STR_FMT ": a %s can be read but not redacted yet", STR_ARG(o->from.name), f->title);
		return err_hint(e, "underseal formats tells what each format can do");
	}
	plan own = engine_own_plan(p);
	return f->apply(o->doc, &own, report, e) && f->rebuild(o->doc, report, e) && save(o, fd, e);
}

bool apply_layer(opened *o, const text *seen, const plan *p, int fd, bool *written, proof *report, err *e)
{
	size_t words = 0;
	plan own = engine_own_plan(p);
	*written = false;
	if (!o->is->layer)
		return err_set(e, ERR_INTERNAL, "a %s has no text layer", o->is->title);
	if (!o->is->layer(o->doc, seen, &own, &words, report, e))
		return false;
	*written = words > 0;
	return words == 0 || save(o, fd, e);
}

static bool note_hit(void *arg, size_t value, size_t beg, size_t end)
{
	(void)value, (void)beg, (void)end;
	*(bool *)arg = true;
	return false;
}

/* Marks stand in order, and neighbours mostly say the same: a text is searched once, not per mark. */
struct said {
	str before;
	bool inside;
};

/* What must not be printed: values that go, and the user's terms. */
struct secrets {
	const hunt *values;
	const detectors *terms;
	arena *mem;
};

static bool holds_term(const struct secrets *s, str words, bool *inside, err *e)
{
	text t = { .mem = s->mem };
	findings f = { .mem = s->mem };
	text_add_string(&t, UNIT_METADATA, STR("said"), words, true);
	for (size_t i = 0; i < s->terms->n; i++) {
		const detector *d = &s->terms->list[i];
		if (d->literals && d->detect && !d->detect(d->state, &t, &f, e))
			return false;
	}
	*inside |= f.n > 0;
	return true;
}

static bool holds_value(const struct secrets *s, struct said *last, str words, bool *inside, err *e)
{
	if (!str_eq(words, last->before)) {
		last->before = words;
		last->inside = false;
		if (!hunt_text(s->values, words, note_hit, &last->inside, e) || !holds_term(s, words, &last->inside, e))
			return false;
	}
	*inside = last->inside;
	return true;
}

static bool neutral(const struct secrets *h, struct said *last, str *words, const char *instead, err *e)
{
	bool inside;
	if (!holds_value(h, last, *words, &inside, e))
		return false;
	if (inside)
		*words = str_of(instead);
	return true;
}

static bool is_ours(str by)
{
	return str_is(by, "rule") || str_is(by, "command line") || str_is(by, EXCEPTION);
}

bool apply_check_words(plan *p, const detectors *terms, err *e)
{
	str *values;
	size_t n = plan_values(p, p->mem, &values);
	hunt *made = hunt_new(values, n, p->mem, e);
	if (!made)
		return false;
	const struct secrets s = { made, terms, p->mem }, *h = &s;
	struct said code = { 0 }, reason = { 0 }, rule = { 0 }, by = { 0 }, approver = { 0 }, label = { 0 };
	bool inside = false;
	struct said profile = { 0 };
	bool ok = neutral(h, &profile, &p->profile, "other", e) && holds_value(h, &label, p->label, &inside, e);
	if (ok && inside) {
		ok = err_set(e, ERR_USAGE, "the label would print a value that is to be removed");
		err_hint(e, "choose another --label");
	}
	for (size_t i = 0; ok && i < p->n; i++) {
		mark *m = &p->marks[i];
		ok = neutral(h, &code, &m->code, "", e) && neutral(h, &reason, &m->reason, mark_is_exception(m) ? "kept by exception" : "", e) &&
		     neutral(h, &rule, &m->rule, "mark", e) && (is_ours(m->by) || neutral(h, &by, &m->by, "a person", e)) &&
		     neutral(h, &approver, &m->approved_by, "a person", e);
	}
	if (ok && p->withheld) {
		withheld *w = arena_alloc(p->mem, sizeof *w);
		*w = *p->withheld;
		p->withheld = w;
		ok = neutral(h, &code, &w->code, "", e) && neutral(h, &reason, &w->reason, "", e) && neutral(h, &by, &w->by, "a person", e);
	}
	hunt_drop(made);
	return ok;
}
