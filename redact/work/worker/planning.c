#include "redact/work/worker/planning.h"

#include "redact/boxes.h"
#include "redact/doubted.h"
#include "redact/name.h"
#include "redact/planned.h"
#include "redact/scan.h"
#include "redact/stays.h"

#include <string.h>

static bool check_boxes(const job *j, const opened *from, uint32_t pages, const plan *p, err *e)
{
	for (size_t i = 0; i < p->n; i++) {
		if (p->marks[i].kind != MARK_BOX)
			continue;
		if (p->marks[i].page == 0) {
			if (!text_lookup(&from->text, p->marks[i].unit))
				return err_set(e, ERR_INPUT, STR_FMT ": a box of the plan lies in a picture that the document does not show",
				               STR_ARG(j->name)) || err_hint(e, "make the plan anew: underseal find");
			continue;
		}
		if (pages == 0) {
			err_set(e, ERR_USAGE, STR_FMT ": a %s has no fixed pages to draw a box on",
			        STR_ARG(j->name), from->is->title);
			return err_hint(e, "name the words in a terms file instead of --box");
		}
		if (p->marks[i].page > pages)
			return err_set(e, ERR_USAGE, STR_FMT ": has %u pages, a box is asked for on page %u",
			               STR_ARG(j->name), pages, p->marks[i].page);
	}
	return true;
}

bool planning_bind(const job *j, const opened *from, reply *out, arena *mem, err *e)
{
	plan *p = &out->marks;
	*p = j->marks ? *j->marks : (plan){ 0 };
	p->mem = mem;
	str named = p->source;
	p->source = j->name;
	memcpy(p->sha256, out->sha256, sizeof p->sha256);
	p->format = out->format;
	p->pages = out->pages;
	p->how = j->how;
	if (j->label.n)
		p->label = j->label;
	if (j->want.profile.n || !p->profile.n)
		p->profile = j->want.profile;
	if (!planned_bind(p, &from->text, named, e) || !check_boxes(j, from, out->pages, p, e))
		return err_wrap(e, STR_FMT, STR_ARG(j->name));
	planned_mirror(p, &from->text);
	return true;
}

/* Marks for a person to accept, but where one rejected them. */
static bool suggest(const job *j, const detectors *look, const text *t, const findings *found, plan *p, err *e)
{
	findings more = { .mem = p->mem };
	if (!scan_suggest(look, t, found, &more, e))
		return false;
	planned_respect(p, t, &more);
	plan_propose(p, t, &more, MARK_PROPOSED, j->at);
	return true;
}

bool planning_find(const job *j, const detectors *look, text *t, plan *p, err *e)
{
	findings f = { .mem = p->mem }, kept = { .mem = p->mem };
	if (j->scan && !scan_excepting(look, t, &f, &kept, e))
		return false;
	if (!scan_known(j->known, j->nknown, t, &f, e))
		return false;
	stays_take(look->stays, t, &f, &kept);
	if (p->n) {
		planned_respect(p, t, &f);
		if (!planned_rest(p, t, &f, e))
			return false;
		stays_take(look->stays, t, &f, &kept);
		planned_respect(p, t, &f);
	}
	name_join(t, p, &f);
	plan_propose(p, t, &f, MARK_ACCEPTED, j->at);
	stays_propose(p, t, &kept, j->at);
	if (j->scan && !suggest(j, look, t, &f, p, e))
		return false;
	if (j->scan)
		boxes_wished(p, t, j->at);
	doubted_tell(look, t, p);
	return boxes_unreadable(p, t, j->at, e);
}
