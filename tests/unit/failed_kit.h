/*
 * failed_kit.h - a page of a PDF as a test words it, and what the look for redactions that failed says of it.
 *
 *     covered_by((page){ .content = NAME COVER }, "3 words");     is told, with these words, and none of the page's
 *     clean((page){ .content = NAME });
 */
#ifndef UNDERSEAL_TEST_FAILED_KIT_H
#define UNDERSEAL_TEST_FAILED_KIT_H

#include "fixtures/pdf/raw_pdf.h"
#include "formats/pdf/proof/failed.h"
#include "tests/unit/mu_kit.h"

#define NAME  "0 g BT /F1 12 Tf 72 700 Td (Margaret Okonjo spoke) Tj ET\n"
#define COVER "70 696 130 16 re f\n"   /* over all of NAME */

typedef struct page {
	const char *content, *page, *resources;
	const char *more[6];     /* objects from 10 on: dictionary alone, or "dictionary|stream" */
} page;

typedef struct looked {
	arena *mem;
	proof report;
} looked;

struct running { str file; proof *report; };

static inline void inspect_inner(fz_context *ctx, void *arg)
{
	struct running *r = arg;
	fz_stream *s = fz_open_memory(ctx, (const unsigned char *)r->file.p, r->file.n);
	pdf_document *doc = pdf_open_document_with_stream(ctx, s);
	fz_drop_stream(ctx, s);
	fz_try(ctx)
		rpdf_inspect(ctx, doc, r->file, r->report);
	fz_always(ctx)
		pdf_drop_document(ctx, doc);
	fz_catch(ctx)
		fz_rethrow(ctx);
}

static inline looked look_at_file(str file)
{
	looked l = { .mem = arena_new() };
	l.report.mem = l.mem;
	struct running r = { file, &l.report };
	in_mupdf(inspect_inner, &r);
	return l;
}

static inline void add_more(raw_pdf *r, int num, const char *body)
{
	const char *bar = strchr(body, '|');
	if (!bar) {
		raw_object(r, num, body);
		return;
	}
	buf dict = { 0 };
	buf_add(&dict, body, (size_t)(bar - body));
	buf_byte(&dict, 0);
	raw_stream(r, num, dict.p, str_of(bar + 1));
	buf_free(&dict);
}

static inline looked look_at(page p)
{
	raw_pdf r = { 0 };
	raw_begin(&r);
	raw_one_page(&r, "", p.page ? p.page : "", p.resources ? p.resources : "");
	raw_stream(&r, 4, "", str_of(p.content));
	for (int i = 0; i < 6 && p.more[i]; i++)
		add_more(&r, 10 + i, p.more[i]);
	raw_end(&r, "/Root 1 0 R");
	looked l = look_at_file(buf_view(&r.out));
	buf_free(&r.out);
	return l;
}

static inline const check *named(const looked *l, const char *name)
{
	for (size_t i = 0; i < l->report.nchecks; i++)
		if (str_is(l->report.checks[i].name, name))
			return &l->report.checks[i];
	fail_msg("no check %s", name);
	return NULL;
}

static inline void check_says(page p, const char *name, outcome is, const char *detail)
{
	looked l = look_at(p);
	const check *c = named(&l, name);
	outcome was = c->is;
	bool says = memmem(c->detail.p, c->detail.n, detail, strlen(detail)) != NULL;
	bool quotes = memmem(c->detail.p, c->detail.n, "Okonjo", 6) != NULL;
	if (was != is || !says)
		print_message("%s: %.*s\n", outcome_name(was), (int)c->detail.n, c->detail.p);
	arena_drop(l.mem);
	assert_int_equal(was, is);
	assert_true(says);
	assert_false(quotes);
}

static inline void covered_by(page p, const char *detail)
{
	check_says(p, "no-text-under-boxes", CHECK_FAIL, detail);
}

static inline void clean(page p)
{
	check_says(p, "no-text-under-boxes", CHECK_PASS, "1 page looked at");
}

#endif
