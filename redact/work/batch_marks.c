#include "redact/work/batch_int.h"

#include <string.h>
#include <sys/stat.h>

enum { LARGEST_PLAN = 512 << 20 };

bool batch_open_plan(batch *b, err *e)
{
	if (!b->o->plan_file)
		return true;
	str bytes;
	if (!file_read(b->o->plan_file, LARGEST_PLAN, b->mem, &bytes, e))
		return false;
	b->plan_file = json_parse(bytes, e);
	if (b->plan_file && plans_of_json(b->plan_file, &b->documents, &(fault){ 0 }, e))
		return true;
	e->kind = ERR_USAGE;
	err_wrap(e, "%s", b->o->plan_file);
	return err_hint(e, "make one with underseal find INPUT -o plan.json");
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

/* The plan's document with these bytes; among copies the one with the same name. */
static const json_t *document_of(const batch *b, const char *sha256, str name, arena *mem)
{
	const json_t *best = NULL;
	for (size_t i = 0; i < json_array_size(b->documents); i++) {
		const json_t *d = json_array_get(b->documents, i);
		const char *sha = json_string_value(json_object_get(d, "sha256"));
		if (!sha || strcmp(sha, sha256) != 0)
			continue;
		if (str_eq(json_str(d, "source", mem), name))
			return d;
		if (!best)
			best = d;
	}
	return best;
}

static bool plan_for(batch *b, batch_item *it, plan *p, char sha256[static 65], err *e)
{
	if (!file_sha256(it->in->path, sha256, NULL, e))
		return false;
	const json_t *d = document_of(b, sha256, it->in->name, it->mem);
	if (!d) {
		err_set(e, ERR_REFUSED, "the plan has no document with these bytes: it is new, or was changed since");
		return err_hint(e, "make the plan anew: underseal find");
	}
	if (!plan_of_json(d, it->mem, p, e)) {
		e->kind = ERR_USAGE;
		return err_hint(e, "mend the plan, or make it anew: underseal find");
	}
	return true;
}

void batch_marks_bytes(const batch *b, const batch_item *it, const char *sha256, buf *out)
{
	arena *mem = arena_new();
	const json_t *d = b->documents ? document_of(b, sha256, it->in->name, mem) : NULL;
	if (d)
		json_line(out, d);
	for (size_t i = 0; i < b->o->nboxes; i++) {
		const batch_box *box = &b->o->boxes[i];
		if (is_for(box, it->in))
			buf_fmt(out, "box %u %a %a %a %a\n", box->page, (double)box->area.x0,
			        (double)box->area.y0, (double)box->area.x1, (double)box->area.y1);
	}
	arena_drop(mem);
}

bool batch_marks(batch *b, batch_item *it, job *out, err *e)
{
	plan *p = arena_alloc(it->mem, sizeof *p);
	char sha256[65] = "";
	p->mem = it->mem;
	if (b->documents) {
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
	if (p->n == 0 && !b->documents)
		return true;
	/* Without a plan file nothing is bound yet: the worker fills in the hash it finds. */
	if (!p->sha256[0]) {
		memset(p->sha256, '0', 64);
		p->sha256[64] = '\0';
	}
	out->marks = p;
	return true;
}
