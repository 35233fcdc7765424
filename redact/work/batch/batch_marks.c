#include "redact/work/batch/batch_int.h"

#include "redact/base/strmap.h"
#include "redact/model/json.h"
#include "redact/plans/review.h"

#include <string.h>
#include <sys/stat.h>

static bool is_reviewed(const batch *b, err *e)
{
	size_t open = 0;
	buf first = { 0 };
	for (size_t i = 0; i < b->plans->n; i++) {
		const plan *p = &b->plans->list[i].plan;
		arena *mem = arena_new();
		review_gap gap;
		if (!review_is_whole(p, mem, &gap) && open++ == 0) {
			buf_fmt(&first, STR_FMT ": ", STR_ARG(p->source));
			review_tell(&gap, &first);
		}
		arena_drop(mem);
	}
	if (open) {
		err_set(e, ERR_INPUT, "%s: not reviewed yet: " STR_FMT, b->o->plan_file, STR_ARG(buf_view(&first)));
		err_hint(e, open == 1 ? "nothing was written; %s shows it, underseal review finishes it" : "nothing was written; %s shows all %zu such documents, underseal review finishes them",
		         "underseal plan check", open);
	}
	buf_free(&first);
	return !open;
}

/* What must not come out does in another place: a person must look. */
static void tell_twins(batch *b)
{
	for (size_t i = 0; i < b->plans->n; i++) {
		const plan *twin = plans_withheld_twin(b->plans, i);
		if (!twin)
			continue;
		b->sum->look = true;
		if (b->calls->twin)
			b->calls->twin(b->calls->arg, b->plans->list[i].plan.source, twin->source);
	}
}

bool batch_open_plan(batch *b, err *e)
{
	if (!b->o->plan_file)
		return true;
	b->plans = plans_open(b->o->plan_file, PLANS_READ, e);
	if (!b->plans)
		e->kind = ERR_USAGE;
	if (!b->plans || (b->o->require_review && !is_reviewed(b, e)))
		return false;
	tell_twins(b);
	return true;
}

void batch_tell_absent(batch *b, const intake *in)
{
	strmap names = { .mem = b->mem };
	if (!b->plans || !b->o->whole_plan)
		return;
	for (size_t i = 0; i < in->n; i++)
		strmap_put(&names, in->list[i].name, i);
	for (size_t i = 0; i < b->plans->n; i++) {
		str name = b->plans->list[i].plan.source;
		if (strmap_has(&names, name))
			continue;
		b->sum->look = true;
		if (b->calls->absent)
			b->calls->absent(b->calls->arg, name);
	}
}

static bool is_for(const batch_box *box, const input *in)
{
	struct stat st;
	if (stat(box->file, &st) == 0)
		return st.st_dev == in->device && st.st_ino == in->inode;
	return str_is(in->name, box->file);
}

bool batch_check_boxes(batch *b, const intake *in, err *e)
{
	for (size_t i = 0; i < b->o->nboxes; i++) {
		bool found = false;
		for (size_t k = 0; k < in->n && !found; k++)
			found = is_for(&b->o->boxes[i], &in->list[k]);
		if (!found) {
			err_set(e, ERR_USAGE, "%s: a box is asked for in a file that is not among the inputs",
			        b->o->boxes[i].file);
			return err_hint(e, "write --box FILE:PAGE:x,y,w,h with FILE as given, or as below its folder");
		}
	}
	return true;
}

static const plan *plan_of(const batch *b, const char *sha256, str name)
{
	size_t i = b->plans ? plans_find(b->plans, sha256, name) : 0;
	return b->plans && i < b->plans->n ? &b->plans->list[i].plan : NULL;
}

static bool plan_for(batch *b, batch_item *it, plan *p, char sha256[static 65], err *e)
{
	if (!file_sha256(it->in->path, sha256, NULL, e))
		return false;
	const plan *found = plan_of(b, sha256, it->in->name);
	if (!found) {
		err_set(e, ERR_REFUSED, "the plan has no document with these bytes: it is new, or was changed since");
		return err_hint(e, "make the plan anew: underseal find");
	}
	*p = *found;
	/* What is added goes into a list of its own: this one is for all runs of the document. */
	p->mem = it->mem;
	p->marks = arena_array(it->mem, mark, found->n + 1);
	p->room = found->n + 1;
	if (found->n)
		memcpy(p->marks, found->marks, found->n * sizeof *p->marks);
	return true;
}

/* What people say to each other about a document, and who has looked at it, changes nothing of what comes out. */
static void add_decisions(const plan *p, buf *out)
{
	plan bare = *p;
	bare.nseen = 0;
	bare.ids = 0;
	json_t *head = plan_head_json(&bare);
	json_line(out, head);
	json_decref(head);
	for (size_t i = 0; i < p->n; i++) {
		mark m = p->marks[i];
		m.id = 0;
		m.note = STR("");
		bare.marks = &m;
		bare.n = 1;
		plan_marks_print(out, &bare, true);
	}
}

void batch_marks_bytes(const batch *b, const batch_item *it, const char *sha256, buf *out)
{
	const plan *p = plan_of(b, sha256, it->in->name);
	if (p)
		add_decisions(p, out);
	for (size_t i = 0; i < b->o->nboxes; i++) {
		const batch_box *box = &b->o->boxes[i];
		if (is_for(box, it->in))
			buf_fmt(out, "box %u %a %a %a %a\n", box->page, (double)box->area.x0,
			        (double)box->area.y0, (double)box->area.x1, (double)box->area.y1);
	}
}

bool batch_marks(batch *b, batch_item *it, job *out, err *e)
{
	plan *p = arena_alloc(it->mem, sizeof *p);
	char sha256[65] = "";
	p->mem = it->mem;
	if (b->plans) {
		if (!plan_for(b, it, p, sha256, e))
			return false;
		out->sha256 = str_dup(str_of(sha256), it->mem);
		if (!b->o->how_given)
			it->how = p->how;
		it->how.text_layer |= b->o->how.text_layer;
		out->how = it->how;
		if (!out->want.profile.n)
			out->want.profile = p->profile;
	}
	for (size_t i = 0; i < b->o->nboxes; i++) {
		const batch_box *box = &b->o->boxes[i];
		if (!is_for(box, it->in))
			continue;
		mark *m = plan_add(p);
		*m = (mark){
			.kind = MARK_BOX, .page = box->page, .rule = STR("box"),
			.reason = STR("marked on the command line"), .rank = 100, .state = MARK_ACCEPTED,
			.by = STR("command line"), .at = b->at, .nboxes = 1,
		};
		m->boxes = arena_array(it->mem, rect, 1);
		m->boxes[0] = box->area;
	}
	for (size_t i = 0; i < it->misread.n; i++)
		*plan_add(p) = it->misread.marks[i];
	if (p->n == 0 && !b->plans)
		return true;
	/* Without a plan file nothing is bound yet: the worker fills in the hash it finds. */
	if (!p->sha256[0]) {
		memset(p->sha256, '0', 64);
		p->sha256[64] = '\0';
	}
	out->marks = p;
	return true;
}
