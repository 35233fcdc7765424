#include "cli/sheets.h"

#include "cli/lists.h"
#include "cli/out.h"

#include "redact/base/log.h"
#include "redact/work/each.h"

enum { MEGABYTES = 4096, SECONDS = 600 };

struct asking {
	arena *mem;
	const sheet *sheets; size_t n;
	plan marks;
	err e;
	bool told;
};

static str kept(str s, arena *mem)
{
	return str_dup(s, mem);
}

/* The answer is gone when it has been told. */
static void keep_marks(struct asking *a, const plan *from)
{
	a->marks = (plan){ .mem = a->mem, .source = kept(from->source, a->mem) };
	for (size_t i = 0; i < from->n; i++) {
		mark *m = plan_add(&a->marks);
		*m = from->marks[i];
		m->boxes = arena_array(a->mem, rect, m->nboxes);
		memcpy(m->boxes, from->marks[i].boxes, m->nboxes * sizeof *m->boxes);
		str *const words[] = { &m->unit, &m->rule, &m->code, &m->reason, &m->by, &m->at, &m->note, &m->approved_by, &m->approved_at };
		for (size_t k = 0; k < sizeof words / sizeof *words; k++)
			*words[k] = kept(*words[k], a->mem);
	}
}

static void told(void *arg, const input *in, const reply *r)
{
	struct asking *a = arg;
	a->told = true;
	if (r->trouble.kind != ERR_NONE) {
		a->e = r->trouble;
		err_wrap(&a->e, "%s", in->path);
		return;
	}
	sheet *sheets = arena_array(a->mem, sheet, r->nsheets);
	if (r->nsheets)
		memcpy(sheets, r->sheets, r->nsheets * sizeof *sheets);
	a->sheets = sheets;
	a->n = r->nsheets;
	keep_marks(a, &r->marks);
	for (size_t i = 0; i < r->report.nnotes; i++)
		log_warn("%s: " STR_FMT, in->path, STR_ARG(r->report.notes[i]));
}

static bool ask(job_verb verb, const input *in, str password, struct asking *a, err *e)
{
	intake one = { .list = (input *)(uintptr_t)in, .n = 1 };
	each what = {
		.in = &one, .jobs = 1, .told = told, .arg = a,
		.job = { .verb = verb, .boxes = true, .password = password, .memory = (uint64_t)MEGABYTES << 20, .seconds = SECONDS },
	};
	what.job.how.ocr = OCR_NEVER;
	int stopped = 0;
	if (!each_run(&what, &stopped, e))
		return false;
	if (stopped || !a->told)
		return err_set(e, ERR_SYSTEM, "%s: stopped", in->path);
	*e = a->e;
	return a->e.kind == ERR_NONE;
}

bool sheets_read(const input *in, str password, arena *mem, const sheet **sheets, size_t *n, err *e)
{
	struct asking a = { .mem = mem };
	bool ok = ask(JOB_TEXT, in, password, &a, e);
	*sheets = a.sheets;
	*n = a.n;
	return ok;
}

bool sheets_read_marks(const char *path, arena *mem, plan *out, err *e)
{
	struct asking a = { .mem = mem };
	intake in = { 0 };
	intake_gather(&path, 1, mem, &in);
	if (in.n != 1 || !in.list[0].named) {
		if (in.nrefused)
			*e = in.refused[0].why;
		else
			err_set(e, ERR_INPUT, "not a file");
		return err_wrap(e, "%s", path);
	}
	bool ok = ask(JOB_MARKS, &in.list[0], STR(""), &a, e);
	*out = a.marks;
	return ok;
}
