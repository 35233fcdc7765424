#include "redact/model/json.h"

#include <string.h>

static const char *const state_names[] = {
	[MARK_PROPOSED] = "proposed", [MARK_ACCEPTED] = "accepted", [MARK_REJECTED] = "rejected",
};

/* More boxes than this in one mark is no plan of ours. */
enum { MOST_BOXES = 100000 };

static json_t *boxes_json(const rect *boxes, size_t n)
{
	json_t *list = json_array();
	for (size_t i = 0; i < n; i++)
		json_array_append_new(list, rect_json(boxes[i]));
	return list;
}

static json_t *parts_json(const mark_part *parts, size_t n)
{
	json_t *list = json_array();
	for (size_t i = 0; i < n; i++) {
		json_t *one = json_object();
		json_object_set_new(one, "beg", json_integer(parts[i].beg));
		json_object_set_new(one, "end", json_integer(parts[i].end));
		json_object_set_new(one, "boxes", json_integer((json_int_t)parts[i].nboxes));
		json_array_append_new(list, one);
	}
	return list;
}

static json_t *rest_json(const mark_rest *r, bool narrowed)
{
	json_t *o = json_object();
	json_object_set_new(o, "unit", json_of_str(r->unit));
	json_object_set_new(o, "beg", json_integer(r->beg));
	json_object_set_new(o, "end", json_integer(r->end));
	json_object_set_new(o, "page", r->page ? json_integer(r->page) : json_null());
	json_object_set_new(o, "boxes", boxes_json(r->boxes, r->nboxes));
	if (narrowed)
		json_object_set_new(o, "parts", parts_json(r->parts, r->nparts));
	return o;
}

static json_t *mark_json(const mark *m, bool words)
{
	json_t *o = json_object();
	json_object_set_new(o, "kind", json_string(m->kind == MARK_BOX ? "box" : "text"));
	json_object_set_new(o, "state", json_string(state_names[m->state]));
	json_object_set_new(o, "rule", json_of_str(m->rule));
	json_object_set_new(o, "code", json_of_str(m->code));
	json_object_set_new(o, "reason", json_of_str(m->reason));
	json_object_set_new(o, "rank", json_integer(m->rank));
	json_object_set_new(o, "by", json_of_str(m->by));
	json_object_set_new(o, "at", json_of_str(m->at));
	if (m->kind == MARK_TEXT) {
		json_object_set_new(o, "unit", json_of_str(m->unit));
		json_object_set_new(o, "beg", json_integer(m->beg));
		json_object_set_new(o, "end", json_integer(m->end));
		if (m->shows) {
			json_object_set_new(o, "shows", json_string(visible_name(m->shows)));
			json_object_set_new(o, "parts", parts_json(m->parts, m->nparts));
		}
		if (m->dropped)
			json_object_set_new(o, "dropped", json_true());
		if (m->again)
			json_object_set_new(o, "again", json_true());
		if (words)
			json_object_set_new(o, "value", json_of_str(m->value));
	} else if (m->unit.n) {
		json_object_set_new(o, "unit", json_of_str(m->unit));
	}
	json_object_set_new(o, "page", m->page ? json_integer(m->page) : json_null());
	json_object_set_new(o, "boxes", boxes_json(m->boxes, m->nboxes));
	if (m->rest)
		json_object_set_new(o, "rest", rest_json(m->rest, m->shows != VISIBLE_NOTHING));
	return o;
}

json_t *plan_head_json(const plan *p)
{
	json_t *o = json_object();
	json_object_set_new(o, "source", json_of_str(p->source));
	json_object_set_new(o, "sha256", json_string(p->sha256));
	json_object_set_new(o, "format", json_of_str(p->format));
	json_object_set_new(o, "label", json_of_str(p->label));
	json_object_set_new(o, "profile", json_of_str(p->profile));
	json_object_set_new(o, "handling", handling_json(&p->how));
	return o;
}

json_t *plan_json(const plan *p, bool words)
{
	json_t *o = plan_head_json(p);
	json_t *marks = json_array();
	for (size_t i = 0; i < p->n; i++)
		json_array_append_new(marks, mark_json(&p->marks[i], words));
	json_object_set_new(o, "marks", marks);
	return o;
}

void plan_marks_print(buf *out, const plan *p, bool words)
{
	for (size_t i = 0; i < p->n; i++) {
		json_t *one = mark_json(&p->marks[i], words);
		json_line(out, one);
		json_decref(one);
	}
}

static bool state_of(const json_t *o, mark_state *out)
{
	const char *name = json_string_value(json_object_get(o, "state"));
	for (size_t i = 0; name && i < sizeof state_names / sizeof *state_names; i++) {
		if (strcmp(name, state_names[i]) == 0) {
			*out = (mark_state)i;
			return true;
		}
	}
	return false;
}

static bool uint_of(const json_t *o, const char *key, uint32_t *out)
{
	const json_t *value = json_object_get(o, key);
	if (!json_is_integer(value))
		return false;
	json_int_t n = json_integer_value(value);
	if (n < 0 || n > UINT32_MAX)
		return false;
	*out = (uint32_t)n;
	return true;
}

/* Codes and labels are printed on boxes, and a word processor's XML takes no control characters. */
static bool is_line(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f)
			return false;
	return true;
}

static bool boxes_of(const json_t *o, arena *mem, rect **out, size_t *nout)
{
	const json_t *list = json_object_get(o, "boxes");
	if (!list)
		return true;
	size_t n = json_array_size(list);
	if (!json_is_array(list) || n > MOST_BOXES)
		return false;
	*out = arena_array(mem, rect, n);
	for (size_t i = 0; i < n; i++)
		if (!rect_of_json(json_array_get(list, i), &(*out)[i]))
			return false;
	*nout = n;
	return true;
}

/* Their boxes are those of the mark, all of them. */
static bool parts_of(const json_t *o, arena *mem, size_t nboxes, mark_part **out, size_t *nout)
{
	const json_t *list = json_object_get(o, "parts");
	size_t n = json_array_size(list), boxes = 0;
	if (!json_is_array(list) || n > MOST_BOXES)
		return false;
	*out = arena_array(mem, mark_part, n);
	for (size_t i = 0; i < n; i++) {
		const json_t *one = json_array_get(list, i);
		mark_part *part = &(*out)[i];
		part->nboxes = (size_t)json_int(one, "boxes", 0, MOST_BOXES);
		boxes += part->nboxes;
		if (!uint_of(one, "beg", &part->beg) || !uint_of(one, "end", &part->end) || part->beg >= part->end)
			return false;
	}
	*nout = n;
	return boxes == nboxes;
}

/* A plan that was written by hand may do without the parts: they are worked out when it is bound. */
static bool shown_of(const json_t *o, arena *mem, mark *m)
{
	if (!json_object_get(o, "shows"))
		return true;
	m->shows = visible_of(json_str(o, "shows", mem));
	if (m->shows == VISIBLES)
		return false;
	if (m->shows == VISIBLE_NOTHING || !json_object_get(o, "parts"))
		return true;
	const json_t *rest = json_object_get(o, "rest");
	return parts_of(o, mem, m->nboxes, &m->parts, &m->nparts)
	    && (!m->rest || parts_of(rest, mem, m->rest->nboxes, &m->rest->parts, &m->rest->nparts));
}

static bool rest_of(const json_t *o, arena *mem, mark *m)
{
	const json_t *rest = json_object_get(o, "rest");
	if (!rest)
		return true;
	mark_rest *r = m->rest = arena_alloc(mem, sizeof *r);
	r->unit = json_str(rest, "unit", mem);
	r->page = (uint32_t)json_int(rest, "page", 0, UINT32_MAX);
	return r->unit.n && uint_of(rest, "beg", &r->beg) && uint_of(rest, "end", &r->end) && r->beg < r->end
	    && boxes_of(rest, mem, &r->boxes, &r->nboxes);
}

/* As the mark before has it, in most plans. */
static str again(const json_t *o, const char *key, arena *mem, str before)
{
	const json_t *value = json_object_get(o, key);
	str now = json_is_string(value) ? (str){ json_string_value(value), json_string_length(value) } : STR("");
	return before.p && str_eq(now, before) ? before : str_dup(now, mem);
}

static bool mark_of_json(const json_t *o, arena *mem, const mark *before, mark *m, const char **why)
{
	const char *kind = json_string_value(json_object_get(o, "kind"));
	if (!kind || (strcmp(kind, "text") && strcmp(kind, "box"))) {
		*why = "kind is neither \"text\" nor \"box\"";
		return false;
	}
	m->kind = strcmp(kind, "box") == 0 ? MARK_BOX : MARK_TEXT;
	if (!state_of(o, &m->state)) {
		*why = "state is none of proposed, accepted, rejected";
		return false;
	}
	if (!boxes_of(o, mem, &m->boxes, &m->nboxes)) {
		*why = "boxes are not a list of [x, y, w, h] in points";
		return false;
	}
	m->page = (uint32_t)json_int(o, "page", 0, UINT32_MAX);
	m->rule = again(o, "rule", mem, before->rule);
	m->code = again(o, "code", mem, before->code);
	m->reason = again(o, "reason", mem, before->reason);
	if (!is_line(m->code)) {
		*why = "code is not one line of text";
		return false;
	}
	m->rank = (int)json_int(o, "rank", 0, 100);
	m->by = again(o, "by", mem, before->by);
	m->at = again(o, "at", mem, before->at);
	m->unit = again(o, "unit", mem, before->unit);
	if (m->kind == MARK_BOX) {
		*why = "a box needs its page, or the picture that is its unit, and exactly one place in boxes";
		return (m->page > 0 || m->unit.n > 0) && m->nboxes == 1 && !rect_empty(m->boxes[0]);
	}
	m->value = json_str(o, "value", mem);
	m->again = json_flag(o, "again");
	m->dropped = json_flag(o, "dropped");
	if (!rest_of(o, mem, m)) {
		*why = "the rest of a mark needs its unit, beg and end, too";
		return false;
	}
	if (!shown_of(o, mem, m)) {
		*why = "shows is none of nothing, last 4, year, initials, city and state, state, or the parts that go do not fit the boxes";
		return false;
	}
	*why = "a text mark needs its unit, beg and end";
	return m->unit.n && uint_of(o, "beg", &m->beg) && uint_of(o, "end", &m->end) && m->beg < m->end;
}

bool plan_head_of_json(const json_t *object, arena *mem, plan *out, err *e)
{
	*out = (plan){ .mem = mem };
	out->source = json_str(object, "source", mem);
	out->format = json_str(object, "format", mem);
	out->label = json_str(object, "label", mem);
	out->profile = json_str(object, "profile", mem);
	if (!is_line(out->label))
		return err_set(e, ERR_INPUT, "the label is not one line of text");
	if (!handling_of_json(json_object_get(object, "handling"), &out->how, e))
		return false;
	str sha = json_str(object, "sha256", mem);
	if (sha.n != 64)
		return err_set(e, ERR_INPUT, "the plan names no sha256 of its document");
	memcpy(out->sha256, sha.p, 65);
	return true;
}

static bool add_mark(plan *to, const json_t *o, err *e)
{
	const char *why = "";
	const mark before = to->n ? to->marks[to->n - 1] : (mark){ 0 };
	return mark_of_json(o, to->mem, &before, plan_add(to), &why)
	    || err_set(e, ERR_INPUT, "mark %zu of the plan: %s", to->n, why);
}

static void expect_marks(plan *to, size_t n)
{
	if (n)
		to->marks = arena_array(to->mem, mark, n);
	to->room = n;
}

bool plan_of_json(const json_t *object, arena *mem, plan *out, err *e)
{
	if (!plan_head_of_json(object, mem, out, e))
		return false;
	const json_t *marks = json_object_get(object, "marks");
	if (!json_is_array(marks))
		return err_set(e, ERR_INPUT, "the plan of a document has no list of marks");
	expect_marks(out, json_array_size(marks));
	for (size_t i = 0; i < json_array_size(marks); i++)
		if (!add_mark(out, json_array_get(marks, i), e))
			return false;
	return true;
}

bool plan_marks_read(str lines, plan *out, err *e)
{
	size_t n = 0;
	for (size_t i = 0; i < lines.n; i++)
		n += lines.p[i] == '\n';
	expect_marks(out, n);
	for (str line; str_cut(&lines, '\n', &line) && line.n;) {
		json_t *o = json_parse(line, e);
		bool ok = o && add_mark(out, o, e);
		json_decref(o);
		if (!ok)
			return false;
	}
	return true;
}

static void print_document(buf *out, const json_t *document)
{
	json_t *head = json_copy((json_t *)(uintptr_t)document);
	const json_t *marks = json_object_get(document, "marks");
	json_object_del(head, "marks");
	json_line(out, head);
	json_decref(head);
	out->n -= 2; /* the brace and the line's end */
	buf_z(out, ",\"marks\":[\n");
	for (size_t i = 0; i < json_array_size(marks); i++) {
		json_line(out, json_array_get(marks, i));
		if (i + 1 < json_array_size(marks)) {
			out->n--;
			buf_z(out, ",\n");
		}
	}
	buf_z(out, "]}");
}

void plans_print(buf *out, const json_t *documents)
{
	buf_z(out, "{\"schema\":\"plan/1\",\"documents\":[\n");
	for (size_t i = 0; i < json_array_size(documents); i++) {
		buf_z(out, i ? ",\n" : "");
		print_document(out, json_array_get(documents, i));
	}
	buf_z(out, "\n]}\n");
}

bool plans_of_json(const json_t *file, const json_t **documents, err *e)
{
	const char *schema = json_string_value(json_object_get(file, "schema"));
	if (!schema || strcmp(schema, "plan/1") != 0)
		return err_set(e, ERR_INPUT, "not a plan of ours (\"schema\" is not \"plan/1\")");
	*documents = json_object_get(file, "documents");
	if (!json_is_array(*documents))
		return err_set(e, ERR_INPUT, "the plan has no list of documents");
	return true;
}
