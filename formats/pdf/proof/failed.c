#include "formats/pdf/proof/failed.h"

#include "formats/pdf/proof/failed_int.h"
#include "redact/base/buf.h"

#include <string.h>

enum { MOST_PLACES = 6 };

static const char *const phrases[UNSEEN_KINDS][2] = {
	[UNSEEN_BOX] = { "under an opaque box", "under opaque boxes" },
	[UNSEEN_TINT] = { "under a dark highlight", "under dark highlights" },
	[UNSEEN_IMAGE] = { "under a picture of one colour", "under pictures of one colour" },
	[UNSEEN_COLOUR] = { "in a box of the same colour", "in boxes of the same colour" },
	[UNSEEN_LAYER] = { "in the text layer where the picture is blacked out",
	                   "in the text layer where the picture is blacked out" },
};

typedef struct told {
	buf text;
	uint32_t places, pages_with_paper, paper;
	char trouble[160];
} told;

static void tell_page(told *t, int number, const unseen_count *n)
{
	for (int k = UNSEEN_BOX; k < UNSEEN_PAPER; k++) {
		if (!n->words[k] || t->places++ >= MOST_PLACES)
			continue;
		buf_fmt(&t->text, "%spage %d: %u word%s can be read %s", t->text.n ? "; " : "", number + 1, n->words[k],
		        n->words[k] == 1 ? "" : "s", phrases[k][n->boxes[k] > 1]);
	}
	t->pages_with_paper += n->words[UNSEEN_PAPER] > 0;
	t->paper += n->words[UNSEEN_PAPER];
}

/* A page that cannot be looked at is no reason to leave out the others. */
static void look_at_page(fz_context *ctx, pdf_document *doc, int number, record *r, covers *c, told *t)
{
	unseen_count n;
	fz_try(ctx) {
		rpdf_unseen_words(ctx, doc, number, r, c, &n);
		tell_page(t, number, &n);
	}
	fz_catch(ctx) {
		fz_rethrow_if(ctx, FZ_ERROR_MEMORY);
		if (!t->trouble[0])
			snprintf(t->trouble, sizeof t->trouble, "page %d cannot be looked at", number + 1);
	}
}

static void tell(const told *t, int npages, proof *report)
{
	if (t->places)
		proof_check(report, "no-text-under-boxes", CHECK_FAIL, "%.*s%s", (int)t->text.n, t->text.p,
		            t->places > MOST_PLACES ? "; and more" : "");
	else if (t->trouble[0])
		proof_check(report, "no-text-under-boxes", CHECK_SKIP, "%s", t->trouble);
	else
		proof_check(report, "no-text-under-boxes", CHECK_PASS, "%d page%s looked at", npages, npages == 1 ? "" : "s");
	if (t->paper)
		proof_note(report, "%u word%s on %u page%s in the colour of the paper: they can be read, and nobody sees them",
		           t->paper, t->paper == 1 ? " is drawn" : "s are drawn", t->pages_with_paper,
		           t->pages_with_paper == 1 ? "" : "s");
}

static void inspect_pages(fz_context *ctx, pdf_document *doc, int npages, proof *report)
{
	told t = { 0 };
	record *r = NULL;
	covers *c = NULL;
	fz_var(r);
	fz_var(c);
	fz_var(t);
	fz_try(ctx) {
		r = rpdf_record_new(ctx);
		c = rpdf_covers_new(ctx);
		for (int i = 0; i < npages; i++)
			look_at_page(ctx, doc, i, r, c, &t);
		tell(&t, npages, report);
	}
	fz_always(ctx) {
		rpdf_covers_drop(ctx, c);
		rpdf_record_drop(ctx, r);
		buf_free(&t.text);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
}

void rpdf_inspect(fz_context *ctx, pdf_document *doc, str bytes, proof *report)
{
	int npages = pdf_count_pages(ctx, doc);
	inspect_pages(ctx, doc, npages, report);
	rpdf_inspect_marks(ctx, doc, npages, report);
	rpdf_inspect_past(ctx, doc, bytes, report);
	rpdf_inspect_beside(ctx, doc, report);
}
