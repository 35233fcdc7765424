#include "cli/report/report.h"

#include "cli/report/entry.h"
#include "cli/report/page.h"
#include "cli/report/pictures.h"
#include "redact/model/json.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct writing {
	const report *what;
	arena *mem;
	ledger *ledger;
	ledger_docs docs;
	page page;
	entries all;
	pictures_of *draw; size_t ndraw, draw_room;
	size_t left;            /* pictures that there may still be */
	size_t drawn, undrawn;  /* pictures; documents that get none any more */
} writing;

static void want_pictures(writing *w, const ledger_doc *doc, const entry_pages *pages)
{
	size_t n = pages->n < w->left ? pages->n : w->left;
	w->undrawn += pages->n && !n;
	if (!n)
		return;
	w->left -= n;
	pictures_of *of = ARENA_PUSH(w->mem, w->draw, w->ndraw, w->draw_room);
	*of = (pictures_of){ .name = doc->output, .sha256 = doc->written, .n = n, .row = doc->row };
	of->path = str_fmt(w->mem, "%s/" STR_FMT, w->what->folder, STR_ARG(doc->output)).p;
	of->pages = arena_array(w->mem, uint32_t, n);
	for (size_t i = 0; i < n; i++)
		of->pages[i] = pages->list[i];
}

/* A row at a time: what a document says is not kept. */
static bool write_documents(writing *w, err *e)
{
	bool ok = true;
	page_list(&w->page, "documents");
	for (size_t i = 0; ok && i < w->docs.n; i++) {
		const ledger_doc *doc = &w->docs.list[i];
		ledger_row row;
		entry_pages pages;
		arena *mem = arena_new();
		ok = ledger_read(w->ledger, doc->row, mem, &row, e);
		json_t *o = ok ? entry_json(&w->all, doc, &row, w->what->pages, mem, &pages, e) : NULL;
		ok = o != NULL;
		if (ok) {
			want_pictures(w, doc, &pages);
			page_item(&w->page, o, i == 0);
		}
		arena_drop(mem);
	}
	page_list_end(&w->page);
	return ok;
}

static void take_drawn(void *arg, const pictures_of *of, json_t *pages)
{
	writing *w = arg;
	char id[40];
	snprintf(id, sizeof id, "pictures-%" PRId64, of->row);
	w->drawn += json_array_size(pages);
	page_value(&w->page, id, pages);
}

static bool write_pictures(writing *w, int *stopped_by, err *e)
{
	pictures p = { .list = w->draw, .n = w->ndraw, .jobs = w->what->jobs, .memory = w->what->memory, .seconds = w->what->seconds,
	               .drawn = take_drawn, .arg = w };
	return pictures_draw(&p, stopped_by, e);
}

static bool write_sum(writing *w, err *e)
{
	int64_t bad = ledger_check(w->ledger, e);
	if (bad < 0)
		return false;
	ledger_end last = ledger_last(w->ledger);
	json_t *o = entries_json(&w->all);
	json_object_set_new(o, "tool", json_string(w->what->tool));
	json_object_set_new(o, "made", json_of_str(w->what->made));
	json_object_set_new(o, "begun", json_of_str(w->docs.last.at));
	json_object_set_new(o, "over", json_boolean(w->docs.last.over != 0));
	json_object_set_new(o, "ledger_rows", json_integer((json_int_t)last.rows));
	json_object_set_new(o, "ledger_chain", json_string(last.chain));
	json_object_set_new(o, "first_bad_row", json_integer((json_int_t)bad));
	json_object_set_new(o, "pictures", json_integer((json_int_t)w->drawn));
	json_object_set_new(o, "pictures_each", json_integer((json_int_t)w->what->pages));
	json_object_set_new(o, "unread", json_integer((json_int_t)w->docs.nunread));
	json_object_set_new(o, "undrawn", json_integer((json_int_t)w->undrawn));
	page_value(&w->page, "sum", o);
	return true;
}

static int by_name(const void *a, const void *b)
{
	const ledger_doc *x = a, *y = b;
	return str_cmp(x->name, y->name);
}

static bool write_all(writing *w, int *stopped_by, err *e)
{
	w->ledger = ledger_look(w->what->ledger, e);
	if (!w->ledger || !ledger_docs_read(w->ledger, &w->docs, e))
		return false;
	if (w->docs.n)
		qsort(w->docs.list, w->docs.n, sizeof *w->docs.list, by_name);
	w->all.near = w->docs.near;
	strmap held = { .mem = w->mem };
	for (size_t i = 0; i < w->docs.n; i++)
		if (str_is(w->docs.list[i].state, LEDGER_WITHHELD))
			strmap_put(&held, w->docs.list[i].source, i);
	w->all.held = &held;
	return page_open(&w->page, w->what->to, w->mem, e) && write_documents(w, e) && write_pictures(w, stopped_by, e) &&
	       (*stopped_by || write_sum(w, e));
}

bool report_write(const report *what, int *stopped_by, err *e)
{
	arena *mem = arena_new();
	writing w = { .what = what, .mem = mem, .docs.mem = mem, .all = { .mem = mem, .folder = what->folder, .found.mem = mem }, .left = REPORT_PICTURES };
	*stopped_by = 0;
	bool ok = write_all(&w, stopped_by, e);
	if (ok && !*stopped_by)
		ok = page_close(&w.page, e);
	page_drop(&w.page);
	ledger_close(w.ledger);
	ledger_docs_drop(&w.docs);
	arena_drop(mem);
	return ok;
}

const char *report_beside(const char *folder, arena *mem)
{
	str ledger = str_of(ledger_beside(folder, mem));
	return str_fmt(mem, STR_FMT ".report.html", STR_ARG(str_sub(ledger, 0, ledger.n - strlen(".ledger")))).p;
}
