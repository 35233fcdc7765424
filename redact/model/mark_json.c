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

/* A mark that a person narrowed by hand has none before it is bound. */
static bool has_parts(const mark *m)
{
	return m->nparts || (m->rest && m->rest->nparts);
}

static void set_some(json_t *o, const char *key, str words)
{
	if (words.n)
		json_object_set_new(o, key, json_of_str(words));
}

json_t *mark_json(const mark *m, bool words)
{
	json_t *o = json_object();
	if (m->id)
		json_object_set_new(o, "id", json_integer(m->id));
	json_object_set_new(o, "kind", json_string(m->kind == MARK_BOX ? "box" : "text"));
	json_object_set_new(o, "state", json_string(state_names[m->state]));
	json_object_set_new(o, "rule", json_of_str(m->rule));
	json_object_set_new(o, "code", json_of_str(m->code));
	json_object_set_new(o, "reason", json_of_str(m->reason));
	json_object_set_new(o, "rank", json_integer(m->rank));
	json_object_set_new(o, "by", json_of_str(m->by));
	json_object_set_new(o, "at", json_of_str(m->at));
	set_some(o, "note", m->note);
	set_some(o, "approved_by", m->approved_by);
	set_some(o, "approved_at", m->approved_at);
	if (m->kind == MARK_TEXT) {
		json_object_set_new(o, "unit", json_of_str(m->unit));
		json_object_set_new(o, "beg", json_integer(m->beg));
		json_object_set_new(o, "end", json_integer(m->end));
		if (m->shows) {
			json_object_set_new(o, "shows", json_string(visible_name(m->shows)));
			if (has_parts(m))
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
		json_object_set_new(o, "rest", rest_json(m->rest, m->shows && has_parts(m)));
	return o;
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

static const field mark_fields[] = {
	{ "id", FIELD_NUMBER }, { "kind", FIELD_WORDS }, { "state", FIELD_WORDS }, { "rule", FIELD_WORDS }, { "code", FIELD_WORDS },
	{ "reason", FIELD_WORDS }, { "rank", FIELD_NUMBER }, { "by", FIELD_WORDS }, { "at", FIELD_WORDS }, { "note", FIELD_WORDS },
	{ "approved_by", FIELD_WORDS }, { "approved_at", FIELD_WORDS }, { "unit", FIELD_WORDS }, { "beg", FIELD_NUMBER },
	{ "end", FIELD_NUMBER }, { "page", FIELD_NUMBER_OR_NULL }, { "boxes", FIELD_LIST }, { "shows", FIELD_WORDS },
	{ "parts", FIELD_LIST }, { "dropped", FIELD_FLAG }, { "again", FIELD_FLAG }, { "value", FIELD_WORDS }, { "rest", FIELD_OBJECT },
};

static bool wrong(fault *f, const char *field, const char *why)
{
	f->field = field;
	f->why = why;
	return false;
}

static bool text_of_mark(const json_t *o, arena *mem, mark *m, fault *f)
{
	m->value = json_str(o, "value", mem);
	m->again = json_flag(o, "again");
	m->dropped = json_flag(o, "dropped");
	if (!rest_of(o, mem, m))
		return wrong(f, "rest", "needs its unit, beg and end, too");
	if (!shown_of(o, mem, m))
		return wrong(f, "shows", "none of nothing, last 4, year, initials, city and state, state, or the parts that go do not fit the boxes");
	if (!m->unit.n)
		return wrong(f, "unit", "a text mark needs its unit, beg and end");
	return (uint_of(o, "beg", &m->beg) && uint_of(o, "end", &m->end) && m->beg < m->end)
	    || wrong(f, "end", "a text mark needs its beg and end, and the end behind the beg");
}

static bool box_of_mark(const mark *m, fault *f)
{
	if (m->page == 0 && m->unit.n == 0)
		return wrong(f, "page", "a box needs its page, or the picture that is its unit");
	return (m->nboxes == 1 && !rect_empty(m->boxes[0])) || wrong(f, "boxes", "a box has exactly one place, and that some width and height");
}

/* What stands in logs, in reports and on pages. */
static bool are_lines(const mark *m, fault *f)
{
	const struct { const char *key; str words; } all[] = {
		{ "code", m->code }, { "by", m->by }, { "at", m->at }, { "approved_by", m->approved_by }, { "approved_at", m->approved_at },
	};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (!json_is_line(all[i].words))
			return wrong(f, all[i].key, "not one line of text");
	return true;
}

/* What a reader who is not strict takes for what it is nearest to. */
static bool in_range(const json_t *o, fault *f)
{
	const json_t *id = json_object_get(o, "id"), *rank = json_object_get(o, "rank");
	if (id && json_integer_value(id) == 0)
		return wrong(f, "id", "numbers of marks begin with 1");
	return json_integer_value(rank) <= 100 || wrong(f, "rank", "not a number from 0 to 100");
}

bool mark_of_json(const json_t *o, arena *mem, bool strict, const mark *before, mark *m, fault *f)
{
	static const mark none = { 0 };
	before = before ? before : &none;
	*m = none;
	if (strict && (!fields_check(o, mark_fields, sizeof mark_fields / sizeof *mark_fields, f) || !in_range(o, f)))
		return false;
	const char *kind = json_string_value(json_object_get(o, "kind"));
	if (!kind || (strcmp(kind, "text") && strcmp(kind, "box")))
		return wrong(f, "kind", "neither \"text\" nor \"box\"");
	m->kind = strcmp(kind, "box") == 0 ? MARK_BOX : MARK_TEXT;
	if (!state_of(o, &m->state))
		return wrong(f, "state", "none of proposed, accepted, rejected");
	if (!boxes_of(o, mem, &m->boxes, &m->nboxes))
		return wrong(f, "boxes", "not a list of [x, y, w, h] in points");
	m->id = (uint32_t)json_int(o, "id", 0, UINT32_MAX);
	m->page = (uint32_t)json_int(o, "page", 0, UINT32_MAX);
	m->rule = again(o, "rule", mem, before->rule);
	m->code = again(o, "code", mem, before->code);
	m->reason = again(o, "reason", mem, before->reason);
	m->rank = (int)json_int(o, "rank", 0, 100);
	m->by = again(o, "by", mem, before->by);
	m->at = again(o, "at", mem, before->at);
	m->note = again(o, "note", mem, before->note);
	m->approved_by = again(o, "approved_by", mem, before->approved_by);
	m->approved_at = again(o, "approved_at", mem, before->approved_at);
	m->unit = again(o, "unit", mem, before->unit);
	if (!are_lines(m, f))
		return false;
	return m->kind == MARK_BOX ? box_of_mark(m, f) : text_of_mark(o, mem, m, f);
}
