/* carrier_search.h - looks for one value in all that the verifier's listing hands over. */
#ifndef UNDERSEAL_CARRIER_SEARCH_H
#define UNDERSEAL_CARRIER_SEARCH_H

#include "fixtures/pdf/raw_pdf.h"
#include "formats/lib/mu.h"
#include "formats/pdf/proof/carriers.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define VALUE "Okonjo"

typedef struct search {
	str file;
	const char *kind;     /* "" for any but raw bytes */
	const char *value;
	bool found;
	size_t stop_after, seen;
	char where[128];
} search;

static inline bool look(void *arg, const carrier *c)
{
	search *s = arg;
	s->seen++;
	bool of_kind = s->kind[0] ? strcmp(c->kind, s->kind) == 0 : strcmp(c->kind, "raw bytes") != 0;
	if (of_kind && memmem(c->bytes.p, c->bytes.n, s->value, strlen(s->value))) {
		s->found = true;
		snprintf(s->where, sizeof s->where, STR_FMT, STR_ARG(c->where));
	}
	return s->stop_after == 0 || s->seen < s->stop_after;
}

static inline void inner(fz_context *ctx, void *arg)
{
	search *s = arg;
	fz_stream *stm = fz_open_memory(ctx, (const unsigned char *)s->file.p, s->file.n);
	pdf_document *pdf = pdf_open_document_with_stream(ctx, stm);
	fz_drop_stream(ctx, stm);
	fz_try(ctx)
		rpdf_carriers(ctx, pdf, s->file, look, s);
	fz_always(ctx)
		pdf_drop_document(ctx, pdf);
	fz_catch(ctx)
		fz_rethrow(ctx);
}

static inline bool list(search *s, err *e)
{
	fz_context *ctx = mu_open_context(e);
	assert_non_null(ctx);
	bool ok = mu_call(ctx, inner, s, e);
	mu_close_context(ctx);
	return ok;
}

static inline bool finds(raw_pdf *r, const char *kind, const char *value)
{
	err e = ERR_INIT;
	search s = { .file = buf_view(&r->out), .kind = kind, .value = value };
	bool ok = list(&s, &e);
	buf_free(&r->out);
	if (!ok)
		fail_msg("%s", e.text);
	return s.found;
}

static inline void find_as(raw_pdf *r, const char *kind, const char *value)
{
	assert_true(finds(r, kind, value));
}

static inline void lose_as(raw_pdf *r, const char *kind, const char *value)
{
	assert_false(finds(r, kind, value));
}

/* A page that draws `content`, and room for more objects from 6 on. */
static inline raw_pdf page(const char *catalog, const char *content)
{
	raw_pdf r = { 0 };
	raw_begin(&r);
	raw_one_page(&r, catalog, "", "");
	raw_flate(&r, 4, "", str_of(content));
	return r;
}

static inline void done(raw_pdf *r)
{
	raw_end(r, "/Root 1 0 R");
}

#endif
