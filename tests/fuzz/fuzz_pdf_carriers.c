/*
 * fuzz_pdf_carriers.c - a stranger's PDF through the verifier: every carrier is listed, and the file
 * is compared with itself, from which it cannot differ.
 */
#include "formats/lib/mu.h"
#include "formats/pdf/proof/carriers.h"
#include "formats/pdf/proof/compare.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct input { str bytes; arena *mem; size_t seen; };

static bool read_all(void *arg, const carrier *c)
{
	struct input *in = arg;
	size_t sum = c->where.n;
	for (size_t i = 0; i < c->bytes.n; i++)
		sum += (unsigned char)c->bytes.p[i];
	in->seen += sum; /* every byte was readable */
	return true;
}

static pdf_document *open_copy(fz_context *ctx, str bytes)
{
	pdf_document *pdf = NULL;
	fz_stream *in = fz_open_memory(ctx, (const unsigned char *)bytes.p, bytes.n);
	fz_try(ctx)
		pdf = pdf_open_document_with_stream(ctx, in);
	fz_always(ctx)
		fz_drop_stream(ctx, in);
	fz_catch(ctx)
		fz_rethrow(ctx);
	return pdf;
}

static void list_inner(fz_context *ctx, void *arg)
{
	struct input *in = arg;
	pdf_document *pdf = open_copy(ctx, in->bytes);
	fz_try(ctx)
		rpdf_carriers(ctx, pdf, in->bytes, read_all, in);
	fz_always(ctx)
		pdf_drop_document(ctx, pdf);
	fz_catch(ctx)
		fz_rethrow(ctx);
}

static void compare_inner(fz_context *ctx, void *arg)
{
	struct input *in = arg;
	pdf_document *pair[2] = { open_copy(ctx, in->bytes), NULL };
	text none = { .mem = in->mem };
	plan empty = { .mem = in->mem };
	proof report = { .mem = in->mem };
	bool all = false; /* a page that nobody can look at fails, and rightly */
	fz_var(pair);
	fz_try(ctx) {
		pair[1] = open_copy(ctx, in->bytes);
		all = rpdf_compare(ctx, pair[0], &none, pair[1], &none, &empty, false, &report);
	}
	fz_always(ctx) {
		pdf_drop_document(ctx, pair[0]);
		pdf_drop_document(ctx, pair[1]);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
	for (size_t i = 0; all && i < report.nchecks; i++)
		if (report.checks[i].is == CHECK_FAIL) {
			fprintf(stderr, "differs from itself: %s: %s\n", report.checks[i].name.p, report.checks[i].detail.p);
			abort();
		}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	err e = ERR_INIT;
	struct input in = { .bytes = { (const char *)data, size }, .mem = arena_new() };
	fz_context *ctx = mu_open_context(&e);
	if (!ctx)
		abort();
	mu_call(ctx, list_inner, &in, &e);
	mu_call(ctx, compare_inner, &in, &e);
	mu_close_context(ctx);
	arena_drop(in.mem);
	return 0;
}
