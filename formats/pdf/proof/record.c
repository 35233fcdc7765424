#include "formats/pdf/proof/record_int.h"
#include "formats/pdf/proof/run.h"

#include "formats/lib/mu.h"

#include <math.h>
#include <string.h>

/* ---- recording ------------------------------------------------------------------------------ */

static void clear(fz_context *ctx, record *r)
{
	for (size_t i = 0; i < r->n; i++) {
		if (r->items[i].kind == RECORD_IMAGE)
			fz_drop_image(ctx, r->items[i].u.image.image);
		if (r->items[i].kind == RECORD_SHADE)
			fz_drop_shade(ctx, r->items[i].u.shade.shade);
	}
	for (size_t i = 0; i < r->nfonts; i++)
		fz_drop_font(ctx, r->fonts[i]);
	r->n = r->npaints = r->nstyles = r->npath = r->nfonts = 0;
	r->notes = r->fields = 0;
	r->errors = 0;
	r->type3 = r->wrapped = false;
}

record *rpdf_record_new(fz_context *ctx)
{
	return fz_calloc(ctx, 1, sizeof(record));
}

void rpdf_record_drop(fz_context *ctx, record *r)
{
	if (!r)
		return;
	clear(ctx, r);
	fz_free(ctx, r->items);
	fz_free(ctx, r->paints);
	fz_free(ctx, r->styles);
	fz_free(ctx, r->path);
	fz_free(ctx, r->fonts);
	fz_free(ctx, r);
}

/* At its hundredth fault MuPDF leaves the rest of a stream unread, where other readers may go on; a
 * warning is all it says about that. */
static void listen(void *arg, const char *warning)
{
	bool *gave_up = arg;
	*gave_up |= strncmp(warning, "too many syntax errors", 22) == 0;
}

static void run_annotations(fz_context *ctx, record *r, pdf_page *page, recorder *dev,
                            fz_cookie *cookie)
{
	r->notes = r->n;
	pdf_run_page_annots(ctx, page, &dev->super, fz_identity, cookie);
	r->fields = r->n;
	pdf_run_page_widgets(ctx, page, &dev->super, fz_identity, cookie);
}

static void record_page(fz_context *ctx, record *r, pdf_document *doc, int number, bool annotations)
{
	pdf_page *page = NULL;
	recorder *dev = NULL;
	fz_cookie cookie = { 0 };
	bool gave_up = false;
	void *old_arg;
	fz_warning_cb *old_ear = fz_warning_callback(ctx, &old_arg);
	fz_var(page);
	fz_var(dev);

	clear(ctx, r);
	fz_flush_warnings(ctx);
	fz_set_warning_callback(ctx, listen, &gave_up);
	fz_try(ctx) {
		fz_rect media;
		page = pdf_load_page(ctx, doc, number);
		pdf_page_transform(ctx, page, &media, &r->page_ctm);
		r->bounds = fz_transform_rect(media, r->page_ctm);
		dev = rpdf_recorder_new(ctx, r);
		rpdf_run_contents(ctx, page, &dev->super, fz_identity, &cookie);
		if (annotations)
			run_annotations(ctx, r, page, dev, &cookie);
		rpdf_recorder_finish(ctx, dev, number);
		r->errors = cookie.errors;
		if (!annotations)
			r->notes = r->fields = r->n;
		if (gave_up)
			mu_throw(ctx, ERR_REFUSED, "page %d has more faults than can be passed over", number + 1);
		r->wrapped = page->transparency && r->n >= 2 && r->items[0].kind == RECORD_GROUP
		             && r->items[0].partner == r->n - 1;
		fz_close_device(ctx, &dev->super);
	}
	fz_always(ctx) {
		fz_set_warning_callback(ctx, old_ear, old_arg);
		if (dev)
			fz_drop_device(ctx, &dev->super);
		fz_drop_page(ctx, (fz_page *)page);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
}

void rpdf_record_page(fz_context *ctx, record *r, pdf_document *doc, int number)
{
	record_page(ctx, r, doc, number, false);
}

void rpdf_record_shown(fz_context *ctx, record *r, pdf_document *doc, int number)
{
	record_page(ctx, r, doc, number, true);
}

/* ---- asking --------------------------------------------------------------------------------- */

static rect placed(fz_rect r, fz_matrix m, float x, float y)
{
	m.e = x;
	m.f = y;
	r = fz_transform_rect(r, m);
	return (rect){ r.x0, r.y0, r.x1, r.y1 };
}

/* Fonts lie about their heights; cells beyond these would reach into the neighbouring lines. */
static float within(float v, float lo, float hi)
{
	return v >= lo && v <= hi ? v : v < lo ? lo : hi;
}

rect rpdf_record_cell(fz_context *ctx, const record *r, const record_item *glyph)
{
	const record_style *s = &r->styles[glyph->style];
	fz_font *font = s->font;
	float top = within(fz_font_ascender(ctx, font), 0.5f, 1.1f);
	float low = within(fz_font_descender(ctx, font), -0.5f, 0);
	float advance = 0;
	if (glyph->u.glyph.gid >= 0)
		advance = fz_advance_glyph(ctx, font, glyph->u.glyph.gid, s->vertical);
	if (s->vertical)
		return placed((fz_rect){ -0.5f, -within(fabsf(advance), 0.1f, 2), 0.5f, 0 }, s->m,
		              glyph->u.glyph.x, glyph->u.glyph.y);
	return placed((fz_rect){ 0, low, within(advance, 0.01f, 4), top }, s->m, glyph->u.glyph.x,
	              glyph->u.glyph.y);
}

rect rpdf_record_ink(fz_context *ctx, const record *r, const record_item *glyph)
{
	const record_style *s = &r->styles[glyph->style];
	rect cell = rpdf_record_cell(ctx, r, glyph);
	if (glyph->u.glyph.gid < 0)
		return cell;
	fz_matrix m = s->m;
	m.e = glyph->u.glyph.x;
	m.f = glyph->u.glyph.y;
	fz_rect ink = fz_bound_glyph(ctx, s->font, glyph->u.glyph.gid, m);
	if (!fz_is_valid_rect(ink) || fz_is_infinite_rect(ink) || fz_is_empty_rect(ink))
		return cell;
	return (rect){ ink.x0, ink.y0, ink.x1, ink.y1 };
}

rect rpdf_record_bounds(fz_context *ctx, const record *r, const record_item *item)
{
	fz_rect b = { 0, 0, 0, 0 };
	switch (item->kind) {
	case RECORD_PATH:
		return item->u.path.box;
	case RECORD_IMAGE:
		b = fz_transform_rect(fz_unit_rect, r->styles[item->style].m);
		break;
	case RECORD_SHADE:
		b = fz_bound_shade(ctx, item->u.shade.shade, r->styles[item->style].m);
		break;
	case RECORD_GLYPH:
		return rpdf_record_cell(ctx, r, item);
	default:
		break;
	}
	return (rect){ b.x0, b.y0, b.x1, b.y1 };
}

bool rpdf_record_goes_with(const record *r, size_t item)
{
	if (item == 0)
		return false;
	const record_item *it = &r->items[item], *before = it - 1;
	return it->kind == RECORD_GLYPH && it->u.glyph.gid < 0 && before->kind == RECORD_GLYPH
	       && before->style == it->style && before->u.glyph.x == it->u.glyph.x
	       && before->u.glyph.y == it->u.glyph.y;
}

bool rpdf_record_is_blank(const record_item *glyph)
{
	int c = glyph->u.glyph.ucs;
	return c <= ' ' || c == 0xa0 || c == 0xad || (c >= 0x2000 && c <= 0x200f) || c == 0x202f
	       || c == 0x3000 || c == 0xfeff;
}
