#include "redact/model/json.h"

#include <stdlib.h>
#include <string.h>

/* People of one document, and as many times as a plan of ours says so. */
enum { MOST_SEEN = 10000 };

static const field head_fields[] = {
	{ "source", FIELD_WORDS }, { "sha256", FIELD_WORDS }, { "format", FIELD_WORDS }, { "pages", FIELD_NUMBER },
	{ "label", FIELD_WORDS }, { "profile", FIELD_WORDS }, { "handling", FIELD_OBJECT }, { "withheld", FIELD_OBJECT },
	{ "seen", FIELD_LIST }, { "ids", FIELD_NUMBER }, { "marks", FIELD_LIST },
};
static const field withheld_fields[] = {
	{ "code", FIELD_WORDS }, { "reason", FIELD_WORDS }, { "by", FIELD_WORDS }, { "at", FIELD_WORDS },
};
static const field seen_fields[] = { { "pages", FIELD_WORDS }, { "by", FIELD_WORDS }, { "at", FIELD_WORDS } };
static const field file_fields[] = { { "schema", FIELD_WORDS }, { "from", FIELD_LIST }, { "documents", FIELD_LIST } };

#define CHECK(o, fields, f) fields_check((o), (fields), sizeof (fields) / sizeof *(fields), (f))

static bool wrong(fault *f, const char *field, const char *why)
{
	f->field = field;
	f->why = why;
	return false;
}

/* ---- printed ----------------------------------------------------------------------------------- */

json_t *withheld_json(const withheld *w)
{
	json_t *o = json_object();
	json_object_set_new(o, "code", json_of_str(w->code));
	json_object_set_new(o, "reason", json_of_str(w->reason));
	json_object_set_new(o, "by", json_of_str(w->by));
	json_object_set_new(o, "at", json_of_str(w->at));
	return o;
}

static json_t *seen_json(const seen_pages *list, size_t n)
{
	json_t *a = json_array();
	buf pages = { 0 };
	for (size_t i = 0; i < n; i++) {
		json_t *o = json_object();
		buf_clear(&pages);
		pages_print(&pages, &list[i].pages);
		json_object_set_new(o, "pages", json_of_str(buf_view(&pages)));
		json_object_set_new(o, "by", json_of_str(list[i].by));
		json_object_set_new(o, "at", json_of_str(list[i].at));
		json_array_append_new(a, o);
	}
	buf_free(&pages);
	return a;
}

static uint32_t highest(const plan *p)
{
	uint32_t most = 0;
	for (size_t i = 0; i < p->n; i++)
		most = p->marks[i].id > most ? p->marks[i].id : most;
	return most;
}

json_t *plan_head_json(const plan *p)
{
	json_t *o = json_object();
	json_object_set_new(o, "source", json_of_str(p->source));
	json_object_set_new(o, "sha256", json_string(p->sha256));
	json_object_set_new(o, "format", json_of_str(p->format));
	json_object_set_new(o, "pages", json_integer(p->pages));
	json_object_set_new(o, "label", json_of_str(p->label));
	json_object_set_new(o, "profile", json_of_str(p->profile));
	json_object_set_new(o, "handling", handling_json(&p->how));
	if (p->withheld)
		json_object_set_new(o, "withheld", withheld_json(p->withheld));
	if (p->nseen)
		json_object_set_new(o, "seen", seen_json(p->seen, p->nseen));
	/* Only where the marks do not tell it: one was taken away. */
	if (p->ids > highest(p))
		json_object_set_new(o, "ids", json_integer(p->ids));
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

/* ---- and read ---------------------------------------------------------------------------------- */

static bool withheld_of(const json_t *o, arena *mem, bool strict, plan *out, fault *f)
{
	if (!o)
		return true;
	if (strict && !CHECK(o, withheld_fields, f))
		return false;
	withheld *w = arena_alloc(mem, sizeof *w);
	*w = (withheld){ json_str(o, "code", mem), json_str(o, "reason", mem), json_str(o, "by", mem), json_str(o, "at", mem) };
	out->withheld = w;
	return (json_is_line(w->code) && json_is_line(w->reason)) || wrong(f, "withheld", "code and reason are not one line of text each");
}

static bool seen_of(const json_t *list, arena *mem, bool strict, plan *out, fault *f)
{
	size_t n = json_array_size(list);
	if (n > MOST_SEEN)
		return wrong(f, "seen", "more than ten thousand entries");
	out->seen = arena_array(mem, seen_pages, n);
	out->seen_room = n;
	for (; out->nseen < n; out->nseen++) {
		const json_t *o = json_array_get(list, out->nseen);
		seen_pages *one = &out->seen[out->nseen];
		if (strict && !CHECK(o, seen_fields, f))
			return false;
		if (!pages_read(json_str(o, "pages", mem), mem, &one->pages))
			return wrong(f, "seen", "pages are neither \"all\" nor a list as \"1-3,7\"");
		one->by = json_str(o, "by", mem);
		one->at = json_str(o, "at", mem);
	}
	return true;
}

static bool head_of(const json_t *o, arena *mem, bool strict, plan *out, fault *f, err *e)
{
	*out = (plan){ .mem = mem };
	if (strict && !CHECK(o, head_fields, f))
		return false;
	out->source = json_str(o, "source", mem);
	out->format = json_str(o, "format", mem);
	out->pages = (uint32_t)json_int(o, "pages", 0, UINT32_MAX);
	out->label = json_str(o, "label", mem);
	out->profile = json_str(o, "profile", mem);
	out->ids = (uint32_t)json_int(o, "ids", 0, UINT32_MAX);
	if (!json_is_line(out->label))
		return wrong(f, "label", "not one line of text");
	if (!handling_of_json(json_object_get(o, "handling"), &out->how, e))
		return wrong(f, "handling", "");
	str sha = json_str(o, "sha256", mem);
	if (sha.n != 64 || strspn(sha.p, "0123456789abcdef") != 64)
		return wrong(f, "sha256", "not the sha256 of a document, in 64 hex digits");
	memcpy(out->sha256, sha.p, 65);
	return withheld_of(json_object_get(o, "withheld"), mem, strict, out, f)
	    && seen_of(json_object_get(o, "seen"), mem, strict, out, f);
}

/* A fault without its own words is in *e already. */
static bool tell(const fault *f, err *e)
{
	if (*f->why)
		err_set(e, ERR_INPUT, "%.40s%s%s", f->field, *f->field ? ": " : "", f->why);
	if (f->mark)
		err_wrap(e, "mark %zu of the plan", f->mark);
	return false;
}

bool plan_head_of_json(const json_t *object, arena *mem, plan *out, err *e)
{
	fault f = { 0 };
	return head_of(object, mem, false, out, &f, e) || tell(&f, e);
}

static bool add_mark(plan *to, const json_t *o, bool strict, fault *f)
{
	/* What plan_add() allocates may move the one before. */
	const mark before = to->n ? to->marks[to->n - 1] : (mark){ 0 };
	f->mark = to->n + 1;
	return mark_of_json(o, to->mem, strict, &before, plan_add(to), f);
}

static void expect_marks(plan *to, size_t n)
{
	if (n)
		to->marks = arena_array(to->mem, mark, n);
	to->room = n;
}

struct numbered {
	uint32_t id;
	size_t at;
};

static int by_id(const void *a, const void *b)
{
	const struct numbered *x = a, *y = b;
	if (x->id != y->id)
		return x->id < y->id ? -1 : 1;
	return (x->at > y->at) - (x->at < y->at);
}

/* In most plans they are in order. */
static bool ids_are_unique(const plan *p, fault *f)
{
	size_t i = 1;
	while (i < p->n && (p->marks[i].id == 0 || p->marks[i].id > p->marks[i - 1].id))
		i++;
	if (i >= p->n)
		return true;
	struct numbered *all = malloc(p->n * sizeof *all);
	if (!all)
		abort();
	for (i = 0; i < p->n; i++)
		all[i] = (struct numbered){ p->marks[i].id, i };
	qsort(all, p->n, sizeof *all, by_id);
	for (i = 1; i < p->n && (all[i].id == 0 || all[i].id != all[i - 1].id); i++)
		;
	bool unique = i >= p->n;
	f->mark = unique ? 0 : all[i].at + 1;
	free(all);
	return unique || wrong(f, "id", "another mark has it already");
}

/* Where the plan says how many there are. */
static bool pages_are_there(const plan *p, fault *f)
{
	static const char why[] = "the document has fewer pages";
	for (size_t i = 0; p->pages && i < p->nseen; i++) {
		const page_set *seen = &p->seen[i].pages;
		if (seen->n && seen->list[seen->n - 1].last > p->pages)
			return wrong(f, "seen", why);
	}
	for (size_t i = 0; p->pages && i < p->n; i++) {
		const mark *m = &p->marks[i];
		f->mark = i + 1;
		if (m->page > p->pages)
			return wrong(f, "page", why);
		if (m->rest && m->rest->page > p->pages)
			return wrong(f, "rest", why);
	}
	f->mark = 0;
	return true;
}

bool plan_of_file(const json_t *object, arena *mem, plan *out, fault *f, err *e)
{
	*f = (fault){ 0 };
	if (!head_of(object, mem, true, out, f, e))
		return tell(f, e);
	const json_t *marks = json_object_get(object, "marks");
	if (!json_is_array(marks)) {
		wrong(f, "marks", "the document has no list of them");
		return tell(f, e);
	}
	expect_marks(out, json_array_size(marks));
	for (size_t i = 0; i < json_array_size(marks); i++)
		if (!add_mark(out, json_array_get(marks, i), true, f))
			return tell(f, e);
	f->mark = 0;
	if (!ids_are_unique(out, f) || !pages_are_there(out, f))
		return tell(f, e);
	plan_number(out);
	return true;
}

bool plan_of_json(const json_t *object, arena *mem, plan *out, err *e)
{
	fault f;
	return plan_of_file(object, mem, out, &f, e);
}

bool plan_marks_read(str lines, plan *out, err *e)
{
	size_t n = 0;
	for (size_t i = 0; i < lines.n; i++)
		n += lines.p[i] == '\n';
	expect_marks(out, n);
	for (str line; str_cut(&lines, '\n', &line) && line.n;) {
		fault f = { 0 };
		json_t *o = json_parse(line, e);
		bool ok = o && (add_mark(out, o, false, &f) || tell(&f, e));
		json_decref(o);
		if (!ok)
			return false;
	}
	return true;
}

/* ---- files ------------------------------------------------------------------------------------- */

void plans_print_head(buf *out, const json_t *from)
{
	buf_z(out, "{\"schema\":\"plan/1\",");
	if (from) {
		buf_z(out, "\"from\":");
		json_line(out, from);
		out->n--; /* the line's end */
		buf_z(out, ",");
	}
	buf_z(out, "\"documents\":[\n");
}

void plans_print_document(buf *out, const plan *p, bool words)
{
	json_t *head = plan_head_json(p);
	json_line(out, head);
	json_decref(head);
	out->n -= 2; /* the brace and the line's end */
	buf_z(out, ",\"marks\":[\n");
	for (size_t i = 0; i < p->n; i++) {
		json_t *one = mark_json(&p->marks[i], words);
		json_line(out, one);
		json_decref(one);
		if (i + 1 < p->n) {
			out->n--;
			buf_z(out, ",\n");
		}
	}
	buf_z(out, "]}");
}

void plans_print_end(buf *out)
{
	buf_z(out, "\n]}\n");
}

bool plans_of_json(const json_t *file, const json_t **documents, fault *f, err *e)
{
	*f = (fault){ 0 };
	const char *schema = json_string_value(json_object_get(file, "schema"));
	if (!schema || strcmp(schema, "plan/1") != 0) {
		f->field = "schema";
		return err_set(e, ERR_INPUT, "not a plan of ours (\"schema\" is not \"plan/1\")");
	}
	if (!CHECK(file, file_fields, f))
		return tell(f, e);
	*documents = json_object_get(file, "documents");
	const json_t *from = json_object_get(file, "from");
	for (size_t i = 0; i < json_array_size(from); i++) {
		if (!json_is_string(json_array_get(from, i))) {
			wrong(f, "from", "not a list of files and folders");
			return tell(f, e);
		}
	}
	return *documents || wrong(f, "documents", "the plan has no list of them") || tell(f, e);
}
