/* Redact annotations: areas that somebody marked, and whose words are all still there. */
#include "formats/pdf/proof/failed_int.h"
#include "redact/base/buf.h"

enum { MOST_PLACES = 6 };

static uint32_t marks_of(fz_context *ctx, pdf_document *doc, int number)
{
	pdf_obj *annots = pdf_dict_get(ctx, pdf_lookup_page_obj(ctx, doc, number), PDF_NAME(Annots));
	uint32_t n = 0;
	for (int i = 0, len = pdf_array_len(ctx, annots); i < len; i++)
		n += pdf_name_eq(ctx, pdf_dict_get(ctx, pdf_array_get(ctx, annots, i), PDF_NAME(Subtype)), PDF_NAME(Redact));
	return n;
}

static uint32_t list_pages(fz_context *ctx, pdf_document *doc, int npages, buf *text)
{
	uint32_t places = 0;
	for (int i = 0; i < npages; i++) {
		uint32_t n = marks_of(ctx, doc, i);
		if (n && places++ < MOST_PLACES)
			buf_fmt(text, "%spage %d: %u area%s marked for redaction, and never redacted", text->n ? "; " : "", i + 1,
			        n, n == 1 ? " is" : "s are");
	}
	return places;
}

void rpdf_inspect_marks(fz_context *ctx, pdf_document *doc, int npages, proof *report)
{
	buf text = { 0 };
	fz_var(text);
	fz_try(ctx) {
		uint32_t places = list_pages(ctx, doc, npages, &text);
		if (places)
			proof_check(report, "redactions-applied", CHECK_FAIL, "%.*s%s", (int)text.n, text.p,
			            places > MOST_PLACES ? "; and more" : "");
		else
			proof_check(report, "redactions-applied", CHECK_PASS, "%s", "");
	}
	fz_always(ctx)
		buf_free(&text);
	fz_catch(ctx)
		fz_rethrow(ctx);
}
