#include "redact/work/worker/worker_int.h"

#include "redact/base/file.h"
#include "redact/planned.h"
#include "redact/slip.h"

#include <string.h>

/* The user's terms, as what must be gone. */
static size_t terms_of(const detectors *look, arena *mem, sought **out)
{
	size_t n = 0, room = 0;
	*out = NULL;
	for (size_t i = 0; i < look->n; i++) {
		const detector *d = &look->list[i];
		const str *list;
		size_t count = d->literals ? d->literals(d->state, &list) : 0;
		for (size_t k = 0; k < count; k++) {
			literal l = d->about ? d->about(d->state, k) : (literal){ 0 };
			*ARENA_PUSH(mem, *out, n, room) = (sought){ list[k], STR("term"), l.code, l.reason };
		}
	}
	return n;
}

static stays *stays_that_are(const plan *p, const sought *gone, size_t n, arena *mem, err *e)
{
	str *values = arena_array(mem, str, n);
	for (size_t i = 0; i < n; i++)
		values[i] = gone[i].value;
	return stays_of_plan(p, values, n, mem, e);
}

/* The document is the written file here: this proof knows nothing of the source. */
bool worker_prove_gone(task *t, err *e)
{
	const job *j = t->job;
	proof *report = &t->out->report;
	err why = ERR_INIT;
	if (!worker_has_plan(t, e))
		return false;
	/* Of what was asked for, the terms alone: a rule is no value. */
	request lists = shelf_lists_of(&j->want);
	sought *terms;
	if (!worker_detectors(t, &lists, e))
		return false;
	size_t nterms = terms_of(&t->look, t->mem, &terms);
	t->ngone = verify_sought(j->marks, terms, nterms, t->mem, &t->gone);
	if (!worker_open(t, j->where & (VERIFY_UNITS | VERIFY_PIXELS), &why)) {
		proof_check(report, "opens", CHECK_FAIL, "%s", why.text);
		return true;
	}
	memcpy(t->out->written, t->out->sha256, sizeof t->out->written);
	if (!str_eq(t->out->format, j->marks->format)) {
		proof_check(report, "opens", CHECK_FAIL, "is a %s now", t->from.is->title);
		return true;
	}
	proof_check(report, "opens", CHECK_PASS, "%s", "");
	if (!(t->stay = stays_that_are(j->marks, t->gone, t->ngone, t->mem, e)) || !(t->hunt = verify_hunt(t->gone, t->ngone, t->stay, t->mem, e)))
		return false;
	plan *still = &t->out->marks;
	*still = (plan){ .mem = t->mem };
	memcpy(still->sha256, j->marks->sha256, sizeof still->sha256);
	return verify_gone(&t->from, j->where, t->gone, t->ngone, t->hunt, t->stay, report, e)
	    && (!(j->where & VERIFY_PIXELS) || verify_pixels(&t->from, j->marks, t->gone, t->ngone, t->hunt, t->stay, still, report, e));
}

bool worker_prove_kept(task *t, err *e)
{
	const job *j = t->job;
	if (!worker_has_plan(t, e) || !worker_open(t, false, e))
		return false;
	/* Without OCR there are no words in pixels to bind to: as boxes they have all they need. */
	plan p = engine_own_plan(j->marks);
	t->ngone = verify_sought(j->marks, NULL, 0, t->mem, &t->gone);

	source written = { .name = j->out_name };
	if (!worker_map(t->files->fd[HAND_WRITTEN], written.name, &written.bytes, e))
		return false;
	hash_sha256(written.bytes, t->out->written);
	if (j->marks->withheld)
		return slip_prove(t->kit, t->from.is, j->marks, j->out_name, written.bytes, &t->out->report, e);
	err why = ERR_INIT;
	if (!engine_open_unread(t->kit, &written, t->mem, &t->written, &why) || t->written.is != t->from.is) {
		proof_check(&t->out->report, "opens", CHECK_FAIL, "%s", why.text);
		return true;
	}
	/* The marks came with their places. Where places are offsets, the units are read again. */
	if (t->from.is->compare_reads_text
	 && (!engine_read(&t->from, e) || !engine_read(&t->written, e) || !planned_bind(&p, &t->from.text, STR(""), e)))
		return false;
	return verify_kept(&t->from, &t->written, &p, j->pixels, &t->out->report, e);
}

bool worker_verify(task *t, err *e)
{
	const job *j = t->job;
	proof *report = &t->out->report;
	plan none = { .mem = t->mem };
	if (!worker_detectors(t, &j->want, e))
		return false;
	sought *terms;
	size_t n = terms_of(&t->look, t->mem, &terms);
	t->ngone = verify_sought(&none, terms, n, t->mem, &t->gone);
	proof_check(report, "opens", CHECK_PASS, "%s", "");
	if (!(t->hunt = verify_hunt(t->gone, t->ngone, t->look.stays, t->mem, e)))
		return false;
	return verify_detect(&t->from, &t->look, report, e) &&
	       verify_gone(&t->from, VERIFY_BOTH, t->gone, t->ngone, t->hunt, t->look.stays, report, e) &&
	       verify_inspect(&t->from, report, e);
}
