#include "redact/work/job.h"

#include "redact/base/utf8.h"
#include "redact/work/worker/drawn.h"

#include <sodium.h>
#include <string.h>

static const char *const verb_names[] = {
	[JOB_FIND] = "find",             [JOB_REDACT] = "redact",     [JOB_OCR] = "ocr",
	[JOB_LAYER] = "layer",         [JOB_UNPACK] = "unpack",
	[JOB_PROVE_GONE] = "prove gone", [JOB_PROVE_KEPT] = "prove kept",
	[JOB_VERIFY] = "verify",         [JOB_HUNT] = "hunt",           [JOB_TEXT] = "text",
	[JOB_DRAW] = "draw",             [JOB_MARKS] = "marks",
};

/* ---- bytes that need not be UTF-8: paths and names ------------------------------------------- */

static json_t *bytes_json(str s)
{
	if (utf8_valid(s))
		return json_of_str(s);
	arena *mem = arena_new();
	char *hex = arena_alloc(mem, 2 * s.n + 1);
	sodium_bin2hex(hex, 2 * s.n + 1, (const unsigned char *)s.p, s.n);
	json_t *o = json_object();
	json_object_set_new(o, "hex", json_string(hex));
	arena_drop(mem);
	return o;
}

static str bytes_of_json(const json_t *value, arena *mem)
{
	if (json_is_string(value))
		return str_dup((str){ json_string_value(value), json_string_length(value) }, mem);
	str hex = json_str(value, "hex", mem);
	unsigned char *p = arena_alloc(mem, hex.n / 2 + 1);
	size_t n = 0;
	if (sodium_hex2bin(p, hex.n / 2, hex.p, hex.n, NULL, &n, NULL) != 0)
		return STR("");
	return (str){ (char *)p, n };
}

static str bytes_at(const json_t *o, const char *key, arena *mem)
{
	return bytes_of_json(json_object_get(o, key), mem);
}

static json_t *list_json(const str *list, size_t n)
{
	json_t *a = json_array();
	for (size_t i = 0; i < n; i++)
		json_array_append_new(a, bytes_json(list[i]));
	return a;
}

static size_t list_of_json(const json_t *a, arena *mem, const str **out)
{
	size_t n = json_array_size(a);
	str *list = arena_array(mem, str, n);
	for (size_t i = 0; i < n; i++)
		list[i] = bytes_of_json(json_array_get(a, i), mem);
	*out = list;
	return n;
}

static json_t *numbers_json(const uint32_t *list, size_t n)
{
	json_t *a = json_array();
	for (size_t i = 0; i < n; i++)
		json_array_append_new(a, json_integer(list[i]));
	return a;
}

/* What is no such number counts as 0. */
static size_t numbers_of_json(const json_t *a, arena *mem, uint32_t **out)
{
	size_t n = json_array_size(a);
	*out = arena_array(mem, uint32_t, n);
	for (size_t i = 0; i < n; i++) {
		json_int_t one = json_integer_value(json_array_get(a, i));
		(*out)[i] = one < 0 || one > UINT32_MAX ? 0 : (uint32_t)one;
	}
	return n;
}

static json_t *known_json(const known *list, size_t n)
{
	json_t *a = json_array();
	for (size_t i = 0; i < n; i++) {
		json_t *o = json_object();
		json_object_set_new(o, "value", json_of_str(list[i].value));
		json_object_set_new(o, "code", json_of_str(list[i].code));
		json_object_set_new(o, "reason", json_of_str(list[i].reason));
		json_object_set_new(o, "shows", json_string(visible_name(list[i].shows)));
		json_object_set_new(o, "rank", json_integer(list[i].rank));
		json_array_append_new(a, o);
	}
	return a;
}

static size_t known_of_json(const json_t *a, arena *mem, const known **out)
{
	size_t n = json_array_size(a);
	known *list = arena_array(mem, known, n);
	for (size_t i = 0; i < n; i++) {
		const json_t *o = json_array_get(a, i);
		list[i] = (known){ json_str(o, "value", mem), json_str(o, "code", mem), json_str(o, "reason", mem),
			               visible_of(json_str(o, "shows", mem)), (int)json_int(o, "rank", 0, 100) };
		if (list[i].shows == VISIBLES)
			list[i].shows = VISIBLE_NOTHING;
	}
	*out = list;
	return n;
}

/* ---- job ------------------------------------------------------------------------------------- */

static json_t *job_json(const job *j)
{
	json_t *o = json_object();
	json_object_set_new(o, "verb", json_string(verb_names[j->verb]));
	json_object_set_new(o, "name", bytes_json(j->name));
	json_object_set_new(o, "out_name", bytes_json(j->out_name));
	json_object_set_new(o, "sha256", json_of_str(j->sha256));
	json_object_set_new(o, "password", bytes_json(j->password));
	json_object_set_new(o, "rules", json_of_str(j->want.rules));
	json_object_set_new(o, "terms", list_json(j->want.terms, j->want.nterms));
	json_object_set_new(o, "minors", list_json(j->want.minors, j->want.nminors));
	json_object_set_new(o, "except", list_json(j->want.except, j->want.nexcept));
	json_object_set_new(o, "packs", list_json(j->want.packs, j->want.npacks));
	json_object_set_new(o, "people", json_boolean(j->want.people));
	json_object_set_new(o, "profile", json_of_str(j->want.profile));
	json_object_set_new(o, "handling", handling_json(&j->how));
	json_object_set_new(o, "scan", json_boolean(j->scan));
	if (j->marks)
		json_object_set_new(o, "marks", plan_head_json(j->marks));
	if (j->nknown)
		json_object_set_new(o, "known", known_json(j->known, j->nknown));
	json_object_set_new(o, "keep_text", json_boolean(j->keep_text));
	json_object_set_new(o, "document", json_integer(j->document));
	json_object_set_new(o, "again", json_boolean(j->again));
	json_object_set_new(o, "label", json_of_str(j->label));
	json_object_set_new(o, "at", json_of_str(j->at));
	json_object_set_new(o, "where", json_integer(j->where));
	json_object_set_new(o, "pixels", json_boolean(j->pixels));
	json_object_set_new(o, "boxes", json_boolean(j->boxes));
	if (j->npages)
		json_object_set_new(o, "pages", numbers_json(j->pages, j->npages));
	if (j->last) {
		json_object_set_new(o, "first", json_integer(j->first));
		json_object_set_new(o, "last", json_integer(j->last));
	}
	if (j->looks)
		json_object_set_new(o, "looks", json_true());
	if (j->anyway)
		json_object_set_new(o, "anyway", json_true());
	if (j->width)
		json_object_set_new(o, "width", json_integer(j->width));
	json_object_set_new(o, "share", json_integer(j->share));
	json_object_set_new(o, "shares", json_integer(j->shares));
	json_object_set_new(o, "given_up", json_boolean(j->given_up));
	json_object_set_new(o, "shown", json_boolean(j->shown));
	if (j->seen_json)
		json_object_set(o, "seen", (json_t *)j->seen_json);
	json_object_set_new(o, "hands", json_integer(j->hands));
	json_object_set_new(o, "memory", json_integer((json_int_t)j->memory));
	json_object_set_new(o, "seconds", json_integer(j->seconds));
	return o;
}

static bool job_of_json(const json_t *o, str marks_lines, arena *mem, job *out, err *e)
{
	*out = (job){ 0 };
	const char *verb = json_string_value(json_object_get(o, "verb"));
	size_t i = 0, n = sizeof verb_names / sizeof *verb_names;
	while (i < n && (!verb || strcmp(verb, verb_names[i]) != 0))
		i++;
	if (i == n)
		return err_set(e, ERR_INTERNAL, "a job without a known verb");
	out->verb = (job_verb)i;
	out->name = bytes_at(o, "name", mem);
	out->out_name = bytes_at(o, "out_name", mem);
	out->sha256 = json_str(o, "sha256", mem);
	out->password = bytes_at(o, "password", mem);
	out->want.rules = json_str(o, "rules", mem);
	out->want.nterms = list_of_json(json_object_get(o, "terms"), mem, &out->want.terms);
	out->want.nminors = list_of_json(json_object_get(o, "minors"), mem, &out->want.minors);
	out->want.nexcept = list_of_json(json_object_get(o, "except"), mem, &out->want.except);
	out->want.npacks = list_of_json(json_object_get(o, "packs"), mem, &out->want.packs);
	out->want.people = json_is_true(json_object_get(o, "people"));
	out->want.profile = json_str(o, "profile", mem);
	if (!handling_of_json(json_object_get(o, "handling"), &out->how, e))
		return false;
	out->scan = json_flag(o, "scan");
	const json_t *marks = json_object_get(o, "marks");
	if (marks) {
		plan *p = arena_alloc(mem, sizeof *p);
		if (!plan_head_of_json(marks, mem, p, e) || !plan_marks_read(marks_lines, p, e))
			return false;
		out->marks = p;
	}
	out->nknown = known_of_json(json_object_get(o, "known"), mem, &out->known);
	out->keep_text = json_flag(o, "keep_text");
	out->document = (uint32_t)json_int(o, "document", 0, UINT32_MAX - 1);
	out->again = json_flag(o, "again");
	out->label = json_str(o, "label", mem);
	out->at = json_str(o, "at", mem);
	out->where = (unsigned)json_int(o, "where", 0, VERIFY_ALL);
	out->pixels = json_flag(o, "pixels");
	out->boxes = json_flag(o, "boxes");
	uint32_t *pages;
	out->npages = numbers_of_json(json_object_get(o, "pages"), mem, &pages);
	out->pages = pages;
	out->first = (uint32_t)json_int(o, "first", 0, UINT32_MAX);
	out->last = (uint32_t)json_int(o, "last", 0, UINT32_MAX);
	out->looks = json_flag(o, "looks");
	out->anyway = json_flag(o, "anyway");
	out->width = (uint32_t)json_int(o, "width", 0, DRAWN_WIDEST);
	out->share = (uint32_t)json_int(o, "share", 0, UINT32_MAX);
	out->shares = (uint32_t)json_int(o, "shares", 1, UINT32_MAX);
	out->hands = (uint32_t)json_int(o, "hands", 0, UINT32_MAX);
	out->given_up = json_flag(o, "given_up");
	out->shown = json_flag(o, "shown");
	const json_t *seen = json_object_get(o, "seen");
	if (seen) {
		text *t = arena_alloc(mem, sizeof *t);
		t->mem = mem;
		if (!text_of_json(seen, t, e))
			return false;
		out->seen = t;
	}
	out->memory = (uint64_t)json_int(o, "memory", 0, INT64_MAX);
	out->seconds = (uint32_t)json_int(o, "seconds", 0, UINT32_MAX);
	return true;
}

/* ---- attachments ----------------------------------------------------------------------------- */

static json_t *taken_json(const reply *r)
{
	json_t *a = json_array();
	for (size_t i = 0; i < r->ntaken; i++) {
		json_t *o = json_object();
		json_object_set_new(o, "name", bytes_json(r->taken[i].name));
		json_object_set_new(o, "size", json_integer((json_int_t)r->taken[i].size));
		if (r->taken[i].why.n)
			json_object_set_new(o, "why", json_of_str(r->taken[i].why));
		json_array_append_new(a, o);
	}
	return a;
}

static void taken_of_json(const json_t *a, arena *mem, reply *out)
{
	out->ntaken = json_array_size(a);
	out->taken = arena_array(mem, taken, out->ntaken);
	for (size_t i = 0; i < out->ntaken; i++) {
		const json_t *o = json_array_get(a, i);
		out->taken[i] = (taken){ bytes_at(o, "name", mem), (uint64_t)json_int(o, "size", 0, INT64_MAX), json_str(o, "why", mem) };
	}
}

/* ---- what the texts hold --------------------------------------------------------------------- */

static json_t *found_json(const texts_found *f)
{
	json_t *o = json_object(), *a = json_array();
	for (size_t i = 0; i < f->n; i++) {
		json_array_append_new(a, json_integer(f->hits[i].document));
		json_array_append_new(a, json_integer(f->hits[i].value));
	}
	json_object_set_new(o, "hits", a);
	json_object_set_new(o, "documents", numbers_json(f->documents, f->ndocuments));
	return o;
}

static void found_of_json(const json_t *o, arena *mem, texts_found *out)
{
	uint32_t *numbers;
	out->n = numbers_of_json(json_object_get(o, "hits"), mem, &numbers) / 2;
	out->hits = arena_array(mem, texts_hit, out->n);
	for (size_t i = 0; i < out->n; i++)
		out->hits[i] = (texts_hit){ numbers[2 * i], numbers[2 * i + 1] };
	out->ndocuments = numbers_of_json(json_object_get(o, "documents"), mem, &out->documents);
}

/* ---- reply ----------------------------------------------------------------------------------- */

static json_t *reply_json(const reply *r, json_t *units)
{
	json_t *o = json_object();
	if (r->trouble.kind != ERR_NONE) {
		json_t *t = json_object();
		json_object_set_new(t, "kind", json_string(err_kind_name(r->trouble.kind)));
		json_object_set_new(t, "text", json_of_str(str_of(r->trouble.text)));
		json_object_set_new(t, "hint", json_of_str(str_of(r->trouble.hint)));
		json_object_set_new(o, "trouble", t);
	}
	json_object_set_new(o, "unknown", json_boolean(r->unknown));
	json_object_set_new(o, "format", json_of_str(r->format));
	json_object_set_new(o, "title", json_of_str(r->title));
	json_object_set_new(o, "sha256", json_string(r->sha256));
	json_object_set_new(o, "written", json_string(r->written));
	json_object_set_new(o, "clean_name", bytes_json(r->clean_name));
	json_object_set_new(o, "pages", json_integer(r->pages));
	json_object_set_new(o, "unread", json_integer(r->unread));
	json_object_set_new(o, "saved", json_boolean(r->saved));
	json_object_set_new(o, "unsearchable", numbers_json(r->unsearchable, r->nunsearchable));
	if (r->nunsearched)
		json_object_set_new(o, "unsearched", list_json(r->unsearched, r->nunsearched));
	if (r->nsheets)
		json_object_set_new(o, "sheets", sheets_json(r->sheets, r->nsheets));
	if (r->marks.sha256[0])
		json_object_set_new(o, "marks", plan_head_json(&r->marks));
	json_object_set_new(o, "literals", json_integer((json_int_t)r->nliterals));
	if (r->nmet)
		json_object_set_new(o, "met", numbers_json(r->met, r->nmet));
	if (r->ntaken)
		json_object_set_new(o, "taken", taken_json(r));
	if (r->found.ndocuments)
		json_object_set_new(o, "found", found_json(&r->found));
	json_t *report = json_object();
	proof_into_json(&r->report, report);
	json_object_set_new(o, "report", report);
	if (units)
		json_object_set_new(o, "units", units);
	return o;
}

static void sha_of(const json_t *o, const char *key, char out[static 65], arena *mem)
{
	str s = json_str(o, key, mem);
	memset(out, 0, 65);
	if (s.n == 64 && strspn(s.p, "0123456789abcdef") == 64)
		memcpy(out, s.p, 64);
}

static bool reply_of_json(const json_t *o, str marks_lines, arena *mem, reply *out, err *e)
{
	*out = (reply){ .marks = { .mem = mem }, .report = { .mem = mem } };
	if (!json_is_object(o))
		return err_set(e, ERR_INTERNAL, "the reader sent no answer");
	const json_t *t = json_object_get(o, "trouble");
	if (t) {
		str kind = json_str(t, "kind", mem), why = json_str(t, "text", mem), hint = json_str(t, "hint", mem);
		err_set(&out->trouble, err_kind_of(kind.n ? kind.p : "internal"), STR_FMT, STR_ARG(why));
		err_hint(&out->trouble, STR_FMT, STR_ARG(hint));
		if (out->trouble.kind == ERR_NONE)
			out->trouble.kind = ERR_INTERNAL;
	}
	out->unknown = json_flag(o, "unknown");
	out->format = json_str(o, "format", mem);
	out->title = json_str(o, "title", mem);
	sha_of(o, "sha256", out->sha256, mem);
	sha_of(o, "written", out->written, mem);
	out->clean_name = bytes_at(o, "clean_name", mem);
	out->pages = (uint32_t)json_int(o, "pages", 0, UINT32_MAX);
	out->unread = (uint32_t)json_int(o, "unread", 0, UINT32_MAX);
	out->saved = json_flag(o, "saved");
	out->nunsearchable = numbers_of_json(json_object_get(o, "unsearchable"), mem, &out->unsearchable);
	out->nunsearched = list_of_json(json_object_get(o, "unsearched"), mem, &out->unsearched);
	uint32_t *met;
	out->nmet = numbers_of_json(json_object_get(o, "met"), mem, &met);
	out->met = met;
	if (!sheets_of_json(json_object_get(o, "sheets"), mem, &out->sheets, &out->nsheets))
		return err_set(e, ERR_INTERNAL, "a page of no size");
	const json_t *marks = json_object_get(o, "marks");
	if (marks && (!plan_head_of_json(marks, mem, &out->marks, e) || !plan_marks_read(marks_lines, &out->marks, e)))
		return false;
	out->nliterals = (size_t)json_int(o, "literals", 0, UINT32_MAX);
	taken_of_json(json_object_get(o, "taken"), mem, out);
	found_of_json(json_object_get(o, "found"), mem, &out->found);
	out->units = json_object_get(o, "units");
	return proof_of_json(json_object_get(o, "report"), mem, &out->report, e);
}

/* ---- lines ----------------------------------------------------------------------------------- */

static void print(buf *out, json_t *head, const plan *marks)
{
	json_line(out, head);
	json_decref(head);
	if (marks)
		plan_marks_print(out, marks, true);
}

void job_print(buf *out, const job *j)
{
	print(out, job_json(j), j->lines.n ? NULL : j->marks);
	buf_str(out, j->lines);
}

void reply_print(buf *out, const reply *r, json_t *units)
{
	print(out, reply_json(r, units), r->marks.sha256[0] ? &r->marks : NULL);
}

pool *job_open_pool(const job *like, err *e)
{
	job opening = { .verb = like->verb, .want = like->want, .scan = like->scan };
	buf line = { 0 };
	job_print(&line, &opening);
	pool *p = pool_open(buf_view(&line), e);
	buf_free(&line);
	return p;
}

static json_t *read_head(str *lines, err *e)
{
	str head = STR("");
	str_cut(lines, '\n', &head);
	return json_parse(head, e);
}

bool job_read(str message, arena *mem, job *out, err *e)
{
	json_t *head = read_head(&message, e);
	bool ok = head && job_of_json(head, message, mem, out, e);
	json_decref(head);
	return ok;
}

bool reply_read(str answer, arena *mem, reply *out, json_t **lender, err *e)
{
	*out = (reply){ .marks = { .mem = mem }, .report = { .mem = mem } };
	json_t *head = read_head(&answer, e);
	bool ok = head && reply_of_json(head, answer, mem, out, e);
	if (!ok && e)
		e->kind = ERR_INTERNAL;
	if (lender) {
		*lender = head;
		return ok;
	}
	json_decref(head);
	out->units = NULL;
	return ok;
}
