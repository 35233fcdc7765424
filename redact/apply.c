#include "redact/apply.h"

#include "redact/hunt.h"

#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

/* Libraries that write a file may keep the reason of a failure to themselves: where the disk has no
 * room left for a document of this size, that is the reason. */
static void blame_disk(const char *path, size_t size, err *e)
{
	const char *slash = strrchr(path, '/');
	arena *mem = arena_new();
	const char *folder = slash ? str_z((str){ path, (size_t)(slash - path) + 1 }, mem) : ".";
	struct statvfs fs;
	if (statvfs(folder, &fs) == 0 && (uint64_t)fs.f_bavail * fs.f_frsize < size) {
		err_set(e, ERR_SYSTEM, "No space left on device");
		err_hint(e, "the disk is full; make room and run again");
	}
	arena_drop(mem);
}

bool apply_plan(opened *o, const plan *p, const char *path, proof *report, err *e)
{
	const format *f = o->is;
	if (!f->apply || !f->rebuild || !f->save) {
		err_set(e, ERR_REFUSED, STR_FMT ": a %s can be read but not redacted yet", STR_ARG(o->from.name), f->title);
		return err_hint(e, "underseal formats tells what each format can do");
	}
	plan own = engine_own_plan(p);
	if (!f->apply(o->doc, &own, report, e) || !f->rebuild(o->doc, report, e))
		return false;
	if (f->save(o->doc, path, e))
		return true;
	blame_disk(path, o->from.bytes.n, e);
	unlink(path);
	return false;
}

static bool note_hit(void *arg, size_t value, size_t beg, size_t end)
{
	(void)value, (void)beg, (void)end;
	*(bool *)arg = true;
	return false;
}

bool apply_check_labels(plan *p, err *e)
{
	str *values;
	size_t n = plan_values(p, p->mem, &values);
	hunt *h = hunt_new(values, n, p->mem, e);
	if (!h)
		return false;
	bool inside = false;
	bool ok = hunt_text(h, p->label, note_hit, &inside, e);
	if (ok && inside) {
		ok = err_set(e, ERR_USAGE, "the label would print a value that is to be removed");
		err_hint(e, "choose another --label");
	}
	str before = STR("");
	inside = false;
	for (size_t i = 0; ok && i < p->n; i++) {
		str code = p->marks[i].code;
		if (!str_eq(code, before)) {
			inside = false;
			ok = hunt_text(h, code, note_hit, &inside, e);
			before = code;
		}
		if (ok && inside)
			p->marks[i].code = STR("");
	}
	hunt_drop(h);
	return ok;
}
