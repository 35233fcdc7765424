/* Redactions that somebody drew and nobody applied: where they lie. ISO 32000-1, 12.5.6.23. */
#include "formats/lib/when.h"
#include "formats/pdf/prepare/annot.h"
#include "formats/pdf/prepare/flatten.h"
#include "formats/pdf/read/pagetree.h"
#include "redact/base/utf8.h"

enum { MOST_WISHES = 50000, LONGEST_AUTHOR = 200 };

static void add_wish(fz_context *ctx, struct rpdf_doc *d, size_t n, fz_rect at, const wish *like, text *out)
{
	const struct rpdf_page *page = &d->pages[n];
	fz_rect r = fz_transform_rect(at, page->ctm);
	rect box = rect_intersect((rect){ r.x0, r.y0, r.x1, r.y1 }, page->area);
	if (rect_empty(box))
		return;
	if (out->nwishes == MOST_WISHES)
		mu_throw(ctx, ERR_REFUSED, "it has more than %d redactions that were never applied", MOST_WISHES);
	*ARENA_PUSH(out->mem, out->wishes, out->nwishes, out->wishes_room) = (wish){ (uint32_t)n + 1, box, like->by, like->at };
}

static fz_rect quad_at(fz_context *ctx, pdf_obj *quads, int first)
{
	fz_rect r = fz_empty_rect;
	for (int i = first; i < first + 8; i += 2) {
		fz_point p = { pdf_array_get_real(ctx, quads, i), pdf_array_get_real(ctx, quads, i + 1) };
		r = i == first ? fz_make_rect(p.x, p.y, p.x, p.y) : fz_include_point_in_rect(r, p);
	}
	return r;
}

/* One line, however it is written there: it stands in the plan and in the log. */
static str author(fz_context *ctx, pdf_obj *annot, arena *mem)
{
	str words = str_trim(str_dup(str_of(pdf_dict_get_text_string(ctx, annot, PDF_NAME(T))), mem));
	words = str_sub(words, 0, LONGEST_AUTHOR);
	while (words.n && !utf8_valid(words))
		words.n--;
	for (char *c = (char *)(uintptr_t)words.p; c < words.p + words.n; c++)
		*c = (unsigned char)*c < 0x20 || *c == 0x7f ? ' ' : *c;
	return words;
}

/* Its quadrilaterals, or all of its rectangle where it has none that cover anything. */
static void list_one(fz_context *ctx, struct rpdf_doc *d, size_t n, pdf_obj *annot, text *out)
{
	pdf_obj *quads = pdf_dict_get(ctx, annot, PDF_NAME(QuadPoints)), *when = pdf_dict_get(ctx, annot, PDF_NAME(M));
	const wish like = { .by = author(ctx, annot, out->mem), .at = when_of_pdf(str_of(pdf_to_str_buf(ctx, when)), out->mem) };
	bool any = false;
	for (int i = 0, len = pdf_array_len(ctx, quads); i + 8 <= len; i += 8) {
		fz_rect r = quad_at(ctx, quads, i);
		if (r.x1 > r.x0 && r.y1 > r.y0) {
			add_wish(ctx, d, n, r, &like, out);
			any = true;
		}
	}
	if (!any)
		add_wish(ctx, d, n, pdf_dict_get_rect(ctx, annot, PDF_NAME(Rect)), &like, out);
}

void rpdf_list_wishes(fz_context *ctx, struct rpdf_doc *d, text *out)
{
	pdf_obj **pages;
	if (d->how.annots == ANNOTS_AS_IS || !d->annots->redactions)
		return;
	size_t n = rpdf_pages(ctx, d->doc, d->mem, &pages, NULL);
	for (size_t p = 0; p < n && p < (size_t)d->npages; p++) {
		pdf_obj *annots = pdf_dict_get(ctx, pages[p], PDF_NAME(Annots));
		for (int i = 0, m = pdf_array_len(ctx, annots); i < m; i++)
			if (rpdf_annot_kind(ctx, pdf_array_get(ctx, annots, i)) == ANNOT_REDACTION)
				list_one(ctx, d, p, pdf_array_get(ctx, annots, i), out);
	}
}
