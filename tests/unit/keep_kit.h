/* keep_kit.h - a document handled with things kept, and what came out of it as text. */
#ifndef UNDERSEAL_TESTS_KEEP_KIT_H
#define UNDERSEAL_TESTS_KEEP_KIT_H

#include "tests/saved.h"
#include "formats/pdf/pdf.h"
#include "formats/pdf/rpdf.h"
#include "tests/unit/pdf_make.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

/* A document handled and what came out of it, as text: "title @page" by level, links, labels. */
typedef struct made {
	arena *mem;
	text units;
	proof report;
	buf source, written;
	str outline, links, raw;
	bool ok;
} made;

static inline void print_outline(fz_context *ctx, fz_document *doc, fz_outline *o, int level, buf *out)
{
	for (; o; o = o->next) {
		buf_fmt(out, "%*s%s @%d\n", level, "", o->title ? o->title : "", o->page.page + 1);
		print_outline(ctx, doc, o->down, level + 1, out);
	}
}

struct look { buf bytes, outline, links; };

static inline void look_inner(fz_context *ctx, void *arg)
{
	struct look *l = arg;
	fz_stream *in = fz_open_memory(ctx, (const unsigned char *)l->bytes.p, l->bytes.n);
	pdf_document *doc = pdf_open_document_with_stream(ctx, in);
	fz_outline *o = pdf_load_outline(ctx, doc);
	print_outline(ctx, (fz_document *)doc, o, 0, &l->outline);
	for (int i = 0; i < pdf_count_pages(ctx, doc); i++) {
		fz_page *page = fz_load_page(ctx, (fz_document *)doc, i);
		fz_link *links = fz_load_links(ctx, page);
		for (fz_link *k = links; k; k = k->next)
			buf_fmt(&l->links, "%d: %s\n", i + 1, k->uri);
		fz_drop_link(ctx, links);
		fz_drop_page(ctx, page);
	}
	fz_drop_outline(ctx, o);
	pdf_drop_document(ctx, doc);
	fz_drop_stream(ctx, in);
}

static inline void read_back(made *m, const char *path)
{
	char block[4096];
	size_t n;
	FILE *f = fopen(path, "rb");
	while (f && (n = fread(block, 1, sizeof block, f)) > 0)
		buf_add(&m->written, block, n);
	if (f)
		fclose(f);
	unlink(path);
}

/* Marks the first occurrence of a word in each unit that has it. */
static inline void mark_word(plan *p, const text *t, const char *word)
{
	for (size_t i = 0; word && i < t->n; i++) {
		str s = t->units[i].text;
		const char *at = memmem(s.p, s.n, word, strlen(word));
		if (!at)
			continue;
		mark *k = plan_add(p);
		k->kind = MARK_TEXT;
		k->beg = (uint32_t)(at - s.p);
		k->end = k->beg + (uint32_t)strlen(word);
		k->state = MARK_ACCEPTED;
		k->code = STR("NAME");
		plan_bind(p, k, &t->units[i], NULL);
	}
}

/* Redacts word and one box (page 1, NULL for none) from m->source with these things kept. */
static inline void handle(made *m, unsigned keep, const char *word, const rect *box)
{
	err e = ERR_INIT;
	char path[] = "/tmp/underseal-keep-XXXXXX";
	m->mem = arena_new();
	m->units.mem = m->report.mem = m->mem;
	source src = { .name = STR("a.pdf"), .bytes = buf_view(&m->source), .how = handling_default() };
	src.how.keep = keep;
	plan p = { .mem = m->mem, .how = src.how };
	doc *d = format_pdf.open(&src, m->mem, &e);
	m->ok = d && format_pdf.extract(d, &m->units, &e);
	mark_word(&p, &m->units, word);
	if (box) {
		mark *k = plan_add(&p);
		*k = (mark){ .kind = MARK_BOX, .page = 1, .state = MARK_ACCEPTED, .nboxes = 1, .boxes = arena_array(m->mem, rect, 1) };
		k->boxes[0] = *box;
	}
	close(mkstemp(path));
	unlink(path);
	m->ok = m->ok && format_pdf.apply(d, &p, &m->report, &e) && format_pdf.rebuild(d, &m->report, &e)
	     && save_as(&format_pdf, d, path, &e);
	read_back(m, path);
	source out = { .name = STR("b.pdf"), .bytes = buf_view(&m->written) };
	doc *before = m->ok ? format_pdf.open(&src, m->mem, &e) : NULL, *after = before ? format_pdf.open(&out, m->mem, &e) : NULL;
	m->ok = after && format_pdf.compare(before, &m->units, after, &m->units, &p, false, &m->report, &e);
	struct look l = { .bytes = m->written };
	fz_context *ctx = mu_open_context(&e);
	m->ok = m->ok && mu_call(ctx, look_inner, &l, &e);
	mu_close_context(ctx);
	m->outline = str_dup(buf_view(&l.outline), m->mem);
	m->links = str_dup(buf_view(&l.links), m->mem);
	buf_free(&l.outline);
	buf_free(&l.links);
	m->raw = buf_view(&m->written);
	format_pdf.close(d);
	format_pdf.close(before);
	format_pdf.close(after);
}

static inline void done(made *m)
{
	buf_free(&m->source);
	buf_free(&m->written);
	arena_drop(m->mem);
}

static inline bool says(const made *m, const char *word)
{
	return memmem(m->raw.p, m->raw.n, word, strlen(word)) != NULL;
}

static inline bool no_check_failed(const made *m)
{
	for (size_t i = 0; i < m->report.nchecks; i++)
		if (m->report.checks[i].is == CHECK_FAIL)
			return false;
	return true;
}

#define TREE "<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>"
#define PAGE(more) "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]" more ">>"
#define ONE_ENTRY(entry) MAKE_PDF("", "<</Type/Catalog/Pages 2 0 R/Outlines 5 0 R>>", TREE, PAGE(""), PAGE(""), \
	"<</First 6 0 R/Last 6 0 R/Count 1>>", entry)
#define ONE_LINK(more) MAKE_PDF("", "<</Type/Catalog/Pages 2 0 R>>", TREE, PAGE("/Annots[5 0 R]"), PAGE(""), \
	"<</Type/Annot/Subtype/Link/Rect[100 700 200 720]/Contents(Okonjo)/NM(Okonjo)" more ">>")

#endif
