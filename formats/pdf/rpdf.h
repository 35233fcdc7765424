/*
 * rpdf.h - an open PDF, as the files of this folder share it.
 *
 * pdf.c holds the interface; redact.c applies a plan. The rooms:
 *
 *     prepare/  what is done in memory when a document is opened: what annotations, fields and glyphs
 *               that write show becomes content of their pages
 *     vocab/    the words that are the format's own, and fonts that everybody has
 *     read/     every text of the document, as units with places
 *     walk/     one walk over what a page draws, which reads it and writes it anew without some of it
 *     image/    pixels, and the codings they come in
 *     pixels/   words that a page shows and its text does not say: where they may be, and OCR there
 *     layer/    a text layer for what redacted pages show in pixels
 *     even/     lines laid out anew, so that no gap can be measured
 *     keep/     bookmarks, links, page labels and tags that stay, written anew
 *     font/     fonts cut down to what is left of the text
 *     rebuild/  a new file out of what the allow-list names
 *     proof/    the written file, looked at by code that shares next to nothing with the rest
 */
#ifndef UNDERSEAL_RPDF_H
#define UNDERSEAL_RPDF_H

#include "formats/lib/mu.h"
#include "formats/pdf/pixels/unread.h"
#include "redact/format.h"

/* Which bytes of which of its page's units a glyph is. */
enum rpdf_flow { RPDF_VISIBLE, RPDF_HIDDEN, RPDF_PLACED, RPDF_COLUMNS, RPDF_SHAPES, RPDF_FLOWS };

struct rpdf_range { uint32_t beg, end; };

struct rpdf_page {
	fz_matrix ctm;      /* default user space to points, see geom.h            */
	rect area;          /* the page as shown: 0, 0, width, height in points    */
	uint32_t nglyphs;
	uint32_t undecodable; /* codes that no font can decode                          */
	uint32_t lies;        /* glyphs that show another letter than their font says   */
	bool shows_all;       /* nothing of what it draws is off the page or clipped away       */
	/* Which bytes a glyph is. Mostly the n-th glyph is the n-th span of the unit, and that is all
	 * there is to know; else ranges by glyph number, beg == end where it is not in that flow. Both
	 * NULL for a flow that is empty or whose places nobody wanted. */
	rpdf_unread unread;   /* where OCR should look                                     */
	const span *spans[RPDF_FLOWS];
	struct rpdf_range *ranges[RPDF_FLOWS];
	str id[RPDF_FLOWS];                   /* the unit's id; "" where there is none          */
};

/* beg == end for a glyph that is not in the flow. */
static inline struct rpdf_range rpdf_range_of(const struct rpdf_page *page, int flow, uint32_t number)
{
	if (number < page->nglyphs && page->spans[flow])
		return (struct rpdf_range){ page->spans[flow][number].beg, page->spans[flow][number].end };
	if (number < page->nglyphs && page->ranges[flow])
		return page->ranges[flow][number];
	return (struct rpdf_range){ 0, 0 };
}

struct rpdf_doc {
	fz_context *ctx;
	pdf_document *doc;      /* the source; apply() changes it in memory        */
	pdf_document *fresh;    /* what rebuild() made; NULL before                */
	str name;
	str bytes, password;
	handling how;           /* what of it is prepared, kept and written        */
	bool wary;              /* it may have pictures that do not decode: some page could not be read, or nobody tried */
	unsigned hands;         /* see source.hands                                */
	arena *mem;
	int npages;
	struct rpdf_page *pages; /* filled by extract                              */
	struct rpdf_annots *annots; /* what was done about annotations at open(): see flatten.h */
	struct rpdf_markup *markup; /* annotations that stay: see markup.h             */
	struct mu_ahead *ahead; /* from apply() to rebuild(): packs what redacted pages draw; NULL: nobody does */
	struct rpdf_kept *kept; /* bookmarks, links, labels; by extract: see kept.h */
};

/* What nobody sees is left out of what is written, unless it is to be kept, and there is nothing to show
 * at its place. A document that is only looked at is taken as it is. */
static inline bool rpdf_drops_unseen(const struct rpdf_doc *d)
{
	return d->how.annots != ANNOTS_AS_IS && !(d->how.keep & KEEP_HIDDEN);
}

/* pdf.c: opens what stands in bytes, password, how and mem, and prepares it. rpdf_close() is due when it did. */
bool rpdf_open(struct rpdf_doc *d, err *e);
void rpdf_close(struct rpdf_doc *d);

/* extract.c: all units of all pages, in page order; those of the pages [first, end) from 0, d->pages being there. */
void rpdf_extract_pages(fz_context *ctx, struct rpdf_doc *d, text *out);
void rpdf_extract_range(fz_context *ctx, struct rpdf_doc *d, int first, int end, text *out);

/* redact.c: replaces each page's content and resources in d->doc by a copy without what the
 * accepted marks cover, and draws the boxes. */
void rpdf_redact_pages(fz_context *ctx, struct rpdf_doc *d, const plan *p, proof *report);

/* put_contents.c: gives a page one new content stream, and resources; draws more on top of a page that has one. */
void rpdf_replace_contents(fz_context *ctx, pdf_document *pdf, pdf_obj *page, fz_buffer *content, pdf_obj *resources);
void rpdf_append_contents(fz_context *ctx, pdf_document *pdf, pdf_obj *page, fz_buffer *content, bool deflated);

/* Sets ctm and area of a page. */
void rpdf_measure_page(fz_context *ctx, pdf_obj *page, fz_matrix *ctm, rect *area);

#endif
