/*
 * fuzz_pdf_file.c - a stranger's PDF the whole way: opened, read, every third word marked, removed,
 * rebuilt, written, opened again and compared.
 *
 * Besides memory errors it checks that what was written opens, has as many pages, and no word in
 * place of a removed one: letters that were marked are fewer afterwards.
 */
#include "tests/saved.h"
#include "formats/pdf/pdf.h"
#include "redact/base/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { LARGEST_OUTPUT = 1 << 28 };

static bool is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t';
}

static void mark_word(plan *p, const unit *u, size_t beg, size_t end)
{
	mark *m = plan_add(p);
	m->kind = MARK_TEXT;
	m->state = MARK_ACCEPTED;
	m->beg = (uint32_t)beg;
	m->end = (uint32_t)end;
	plan_bind(p, m, u, NULL);
}

static void mark_every_third_word(const text *t, plan *p)
{
	for (size_t i = 0; i < t->n; i++) {
		const unit *u = &t->units[i];
		size_t words = 0;
		for (size_t beg = 0, end; u->stays && beg < u->text.n; beg = end + 1) {
			for (end = beg; end < u->text.n && !is_blank(u->text.p[end]);)
				end++;
			if (beg < end && words++ % 3 == 0)
				mark_word(p, u, beg, end);
		}
	}
}

static size_t pages_of(const text *t)
{
	size_t most = 0;
	for (size_t i = 0; i < t->n; i++)
		if (t->units[i].kind == UNIT_PAGE && t->units[i].page > most)
			most = t->units[i].page;
	return most;
}

/* Letters that pages draw. A page may be read in further orders, and without some of its letters there
 * may be more of those. */
static size_t letters_of(const text *t)
{
	size_t n = 0;
	for (size_t i = 0; i < t->n; i++) {
		const unit *u = &t->units[i];
		bool drawn = u->kind == UNIT_PAGE && str_eq(u->id, str_fmt(t->mem, "page %u", u->page));
		for (size_t k = 0; drawn && k < u->text.n; k++)
			n += !is_blank(u->text.p[k]);
	}
	return n;
}

static void must(bool fact, const char *what, const err *e)
{
	if (fact)
		return;
	fprintf(stderr, "%s: %s\n", what, e->text);
	abort();
}

static void read_back(doc *d, const text *was, const text *marked_text, const plan *p, const char *path, arena *mem)
{
	err e = ERR_INIT;
	text now = { .mem = mem };
	proof report = { .mem = mem };
	source written = { .name = STR("written") };
	must(file_read(path, LARGEST_OUTPUT, mem, &written.bytes, &e), "what was written cannot be read", &e);
	doc *back = format_pdf.open(&written, mem, &e);
	must(back != NULL, "what was written does not open", &e);
	must(format_pdf.extract(back, &now, &e), "what was written has no text to extract", &e);
	must(pages_of(&now) == pages_of(was), "another number of pages", &e);
	must(letters_of(marked_text) == 0 || letters_of(&now) < letters_of(marked_text), "as many letters as before", &e);
	format_pdf.compare(d, was, back, &now, p, false, &report, &e);
	format_pdf.close(back);
}

static void redact(const source *in, doc *pristine, const text *was, const char *path, arena *mem)
{
	err e = ERR_INIT;
	plan p = { .mem = mem };
	proof report = { .mem = mem };
	text t = { .mem = mem };
	doc *d = format_pdf.open(in, mem, &e);
	must(d != NULL, "opened once only", &e);
	must(format_pdf.extract(d, &t, &e), "read once only", &e);
	mark_every_third_word(&t, &p);
	if (format_pdf.apply(d, &p, &report, &e) && format_pdf.rebuild(d, &report, &e) && save_as(&format_pdf, d, path, &e))
		read_back(pristine, was, &t, &p, path, mem);
	else
		must(e.kind != ERR_NONE && e.text[0], "failed without a reason", &e);
	format_pdf.close(d);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char path[64];
	err e = ERR_INIT;
	arena *mem = arena_new();
	source in = { .name = STR("fuzz"), .bytes = { (const char *)data, size } };
	text was = { .mem = mem };
	doc *d = format_pdf.open(&in, mem, &e);
	if (d && format_pdf.extract(d, &was, &e)) {
		snprintf(path, sizeof path, "/dev/shm/underseal-fuzz-%d.pdf", (int)getpid());
		unlink(path);
		redact(&in, d, &was, path, mem);
		unlink(path);
	}
	format_pdf.close(d);
	arena_drop(mem);
	return 0;
}
