/* What a page can ask: cli/review/README.md. */
#include "cli/review/act.h"
#include "cli/review/search.h"
#include "cli/review/serve_int.h"
#include "redact/base/embed.h"
#include "redact/work/worker/drawn.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_HITS = 1000 };

/* ---- questions ------------------------------------------------------------------------------------------- */

static answer *nothing_here(void)
{
	return answer_error(404, "there is nothing here", "");
}

/* A number of up to nine digits. */
static bool number(const char **at, uint32_t *out)
{
	size_t n = strspn(*at, "0123456789");
	if (n < 1 || n > 9)
		return false;
	*out = (uint32_t)strtoul(*at, NULL, 10);
	*at += n;
	return true;
}

static const char *argument(const call *k, const char *name)
{
	return k->on->http.MHD_lookup_connection_value(k->c, MHD_GET_ARGUMENT_KIND, name);
}

static answer *session_answer(server *v, call *k)
{
	buf out = { 0 };
	(void)k;
	session_print(v->s, &out);
	return answer_json(&out);
}

static answer *documents_answer(server *v, call *k)
{
	buf out = { 0 };
	(void)k;
	buf_z(&out, "{\"documents\":");
	session_print_documents(v->s, 0, &out);
	buf_byte(&out, '}');
	return answer_json(&out);
}

static answer *marks_answer(server *v, call *k)
{
	buf out = { 0 };
	(void)k;
	buf_fmt(&out, "{\"revision\":%llu,\"marks\":", (unsigned long long)v->s->revision);
	session_print_marks(v->s, 0, &out);
	buf_byte(&out, '}');
	return answer_json(&out);
}

/* A stream that begins in the past is told what happened since with the next turn. */
static answer *events_answer(server *v, call *k)
{
	const char *since = argument(k, "since");
	k->stream = true;
	k->since = since ? strtoull(since, NULL, 10) : v->s->revision;
	if (k->since < v->s->revision) {
		v->told = 0;
		v->hurry = true;
	}
	return NULL;
}

static answer *page_answer(server *v, call *k, const char *rest)
{
	uint32_t document_number, page, width = 1200;
	const char *after = argument(k, "after"), *wide = argument(k, "width");
	if (!number(&rest, &document_number) || *rest++ != '/' || !number(&rest, &page) || *rest || document_number >= v->s->n)
		return nothing_here();
	if (wide && (!number(&wide, &width) || *wide || width < DRAWN_NARROWEST || width > DRAWN_WIDEST))
		return answer_error(422, "width: a page is drawn 64 to 6000 pixels wide", "");
	return reading_page(v->r, document_number, page, width, after && strcmp(after, "1") == 0, k);
}

static answer *text_answer(server *v, call *k, const char *rest)
{
	uint32_t document_number, first = 1, last = UINT32_MAX;
	const char *pages = argument(k, "pages");
	if (!number(&rest, &document_number) || *rest || document_number >= v->s->n)
		return nothing_here();
	if (pages && (!number(&pages, &first) || *pages++ != '-' || !number(&pages, &last) || *pages || first < 1 || first > last))
		return answer_error(422, "pages: the first and the last, as 3-7", "");
	return reading_text(v->r, document_number, first, last, k);
}

/* As a file for other programs. */
static answer *export_answer(server *v, call *k, const char *rest)
{
	uint32_t n;
	(void)k;
	if (!number(&rest, &n) || *rest || n >= v->s->n)
		return nothing_here();
	const document *d = &v->s->documents[n];
	const char *slash = d->path ? strrchr(d->path, '/') : NULL;
	if (!d->nsheets)
		return d->words.mem ? answer_error(409, "this document has no pages that marks could be placed on", "")
		                    : answer_error(409, "the document has not been read yet", "try again in a moment");
	buf out = { 0 };
	xfdf_print(&out, d->plan, d->sheets, d->nsheets, str_of(slash ? slash + 1 : d->path));
	return answer_new(200, "application/vnd.adobe.xfdf", &out);
}

/* ---- orders ---------------------------------------------------------------------------------------------- */

/* All windows hear of it, and who did it. */
static void hurry(server *v, const json_t *request)
{
	v->by = json_str(request, "window", v->mem);
	v->hurry = true;
}

static answer *revision_answer(server *v, const char *what, size_t n)
{
	buf out = { 0 };
	buf_fmt(&out, "{\"revision\":%llu", (unsigned long long)v->s->revision);
	if (what)
		buf_fmt(&out, ",\"%s\":%zu", what, n);
	buf_byte(&out, '}');
	return answer_json(&out);
}

static answer *act_answer(server *v, const json_t *request, err *e)
{
	if (!act(v->s, v->r, request, e))
		return NULL;
	hurry(v, request);
	return revision_answer(v, NULL, 0);
}

static answer *undo_answer(server *v, const json_t *request, err *e)
{
	size_t undone, left;
	if (!act_undo(v->s, request, &undone, &left, e))
		return NULL;
	hurry(v, request);
	buf out = { 0 };
	buf_fmt(&out, "{\"revision\":%llu,\"undone\":%zu,\"left\":%zu}", (unsigned long long)v->s->revision, undone, left);
	return answer_json(&out);
}

static answer *search_answer(server *v, const json_t *request, err *e)
{
	arena *mem = arena_new();
	search_found found;
	buf out = { 0 };
	bool ok = search_words(v->s, json_str(request, "words", mem), json_flag(request, "whole"), MOST_HITS, mem, &found, e);
	if (ok)
		search_print(&found, &out);
	arena_drop(mem);
	return ok ? answer_json(&out) : NULL;
}

static answer *mark_hits_answer(server *v, const json_t *request, err *e)
{
	size_t marked;
	if (!act_mark_hits(v->s, v->r, request, &marked, e))
		return NULL;
	hurry(v, request);
	return revision_answer(v, "marked", marked);
}

static answer *import_answer(server *v, call *k)
{
	uint32_t n;
	const char *which = argument(k, "document");
	if (!which || !number(&which, &n) || *which || n >= v->s->n)
		return answer_error(422, "document: there is none with that number", "");
	if (!v->s->reviewer.n)
		return answer_error(409, "nobody has said who reviews", "say your name first: it stands in the plan beside what you decide");
	return reading_import(v->r, n, buf_view(&k->body), k);
}

answer *api_imported(server *v, call *k, uint32_t document_number, const plan *marks, const err *trouble)
{
	err e = *trouble;
	xfdf_sum sum;
	const char *window = argument(k, "window");
	v->by = str_dup(str_of(window), v->mem);
	if (!marks || !act_import(v->s, document_number, marks, v->by, &sum, &e)) {
		if (!marks && e.kind == ERR_INPUT)
			e.kind = ERR_USAGE; /* what was sent is at fault, not the document */
		return answer_trouble(&e);
	}
	v->hurry = true;
	buf out = { 0 };
	buf_fmt(&out, "{\"revision\":%llu,\"added\":%zu,\"decided\":%zu,\"there\":%zu,\"outside\":%zu}", (unsigned long long)v->s->revision, sum.added,
	        sum.decided, sum.there, sum.outside);
	return answer_json(&out);
}

static answer *order(server *v, call *k, answer *(*what)(server *v, const json_t *request, err *e))
{
	err e = ERR_INIT;
	answer *a = NULL;
	json_t *request = json_parse(buf_view(&k->body), &e);
	if (request && !json_is_object(request))
		err_set(&e, ERR_USAGE, "this is no JSON object");
	else if (request)
		a = what(v, request, &e);
	else
		e.kind = ERR_USAGE;
	json_decref(request);
	return a ? a : answer_trouble(&e);
}

/* ---- files of the page ----------------------------------------------------------------------------------- */

static const char *type_of(str name)
{
	static const struct { const char *suffix, *type; } known[] = {
		{ ".html", "text/html; charset=utf-8" }, { ".css", "text/css; charset=utf-8" }, { ".js", "text/javascript; charset=utf-8" },
		{ ".svg", "image/svg+xml" }, { ".png", "image/png" },
	};
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (str_ends(name, known[i].suffix))
			return known[i].type;
	return "application/octet-stream";
}

static answer *file_answer(const char *name)
{
	arena *mem = arena_new();
	str path = str_fmt(mem, "cli/review/page/%s", *name ? name : "index.html"), bytes = embed_lookup(path.p);
	answer *a;
	buf out = { 0 };
	if (bytes.p) {
		buf_str(&out, bytes);
		a = answer_new(200, type_of(path), &out);
	} else {
		a = nothing_here();
	}
	arena_drop(mem);
	return a;
}

/* ---- which is which -------------------------------------------------------------------------------------- */

static answer *get(server *v, call *k)
{
	static const struct { const char *path; answer *(*answer)(server *v, call *k); } whole[] = {
		{ "api/session", session_answer }, { "api/documents", documents_answer }, { "api/marks", marks_answer }, { "api/events", events_answer },
	};
	static const struct { const char *path; answer *(*answer)(server *v, call *k, const char *rest); } parts[] = {
		{ "api/page/", page_answer }, { "api/text/", text_answer }, { "api/export/", export_answer },
	};
	for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
		if (strcmp(k->path, whole[i].path) == 0)
			return whole[i].answer(v, k);
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (strncmp(k->path, parts[i].path, strlen(parts[i].path)) == 0)
			return parts[i].answer(v, k, k->path + strlen(parts[i].path));
	return file_answer(k->path);
}

static answer *post(server *v, call *k)
{
	static const struct { const char *path; answer *(*answer)(server *v, const json_t *request, err *e); } orders[] = {
		{ "api/act", act_answer }, { "api/undo", undo_answer }, { "api/search", search_answer }, { "api/mark-hits", mark_hits_answer },
	};
	for (size_t i = 0; i < sizeof orders / sizeof *orders; i++)
		if (strcmp(k->path, orders[i].path) == 0)
			return order(v, k, orders[i].answer);
	return strcmp(k->path, "api/import") == 0 ? import_answer(v, k) : nothing_here();
}

answer *api_answer(server *v, call *k)
{
	return k->post ? post(v, k) : get(v, k);
}
