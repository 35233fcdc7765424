#include "formats/pdf/walk/boxes.h"
#include "redact/base/utf8.h"

#include <string.h>

/* Points. Below the smallest nobody reads a label; above the largest it shouts. */
static const float SMALLEST = 4, LARGEST = 9, MARGIN = 1;
static const char FONT_NAME[] = "Label";

void rpdf_add_box(struct rpdf_boxes *b, rect at, str label, arena *mem)
{
	for (size_t i = 0; i < b->n; i++)
		if (memcmp(&b->list[i].at, &at, sizeof at) == 0)
			return;
	*ARENA_PUSH(mem, b->list, b->n, b->room) = (struct rpdf_box){ at, label };
}

/* The label in the font's encoding; what Latin-1 lacks is a question mark. */
static size_t encode(str label, char *out, size_t room)
{
	size_t n = 0;
	for (size_t at = 0; at < label.n && n < room;) {
		uint32_t c = utf8_next(label, &at);
		out[n++] = c >= 32 && c < 127 ? (char)c : c >= 0xa0 && c < 0x100 ? (char)c : '?';
	}
	return n;
}

/* In ems. */
static float width_of(fz_context *ctx, fz_font *font, const char *s, size_t n)
{
	float w = 0;
	for (size_t i = 0; i < n; i++)
		w += fz_advance_glyph(ctx, font, fz_encode_character(ctx, font, (unsigned char)s[i]), 0);
	return w;
}

static float size_that_fits(fz_context *ctx, fz_font *font, rect at, const char *s, size_t n)
{
	float high = (at.y1 - at.y0) * 0.75f;
	float w = width_of(ctx, font, s, n);
	float wide = w > 0 ? (at.x1 - at.x0 - 2 * MARGIN) / w : 0;
	float size = fz_min(fz_min(high, wide), LARGEST);
	return size >= SMALLEST ? size : 0;
}

/* One label, centred; the space is page points, y down, so the letters are turned over. */
static bool draw_label(fz_context *ctx, fz_font *font, const struct rpdf_box *b, fz_buffer *out)
{
	char s[64];
	size_t n = encode(b->label, s, sizeof s);
	float size = n ? size_that_fits(ctx, font, b->at, s, n) : 0;
	if (size == 0)
		return false;
	float x = (b->at.x0 + b->at.x1 - size * width_of(ctx, font, s, n)) / 2;
	float y = (b->at.y0 + b->at.y1) / 2 + 0.36f * size; /* half the height of its capitals */
	fz_append_printf(ctx, out, "BT /%s %g Tf 1 0 0 -1 %g %g Tm ", FONT_NAME, size, x, y);
	fz_append_byte(ctx, out, '<');
	for (size_t i = 0; i < n; i++)
		fz_append_printf(ctx, out, "%02x", (unsigned char)s[i]);
	fz_append_string(ctx, out, "> Tj ET\n");
	return true;
}

static bool is_along(rect r)
{
	return r.x1 - r.x0 >= r.y1 - r.y0;
}

/* Boxes about as high as each other, or as wide where both stand upright: of one line. */
static bool of_one_line(rect a, rect b)
{
	bool lies = is_along(a) || is_along(b);
	float x = lies ? a.y1 - a.y0 : a.x1 - a.x0, y = lies ? b.y1 - b.y0 : b.x1 - b.x0;
	return x <= 2 * y && y <= 2 * x;
}

/* What was found in a layer of text and once more in the pixels below it is one removal to who sees it. */
static bool is_part_of_other(const struct rpdf_boxes *b, size_t which)
{
	rect r = b->list[which].at;
	for (size_t i = 0; i < b->n; i++) {
		rect other = b->list[i].at;
		bool larger = rect_area(other) > rect_area(r) || (rect_area(other) == rect_area(r) && i < which);
		if (i != which && larger && b->list[i].label.n && of_one_line(r, other) && rect_lies_under(r, 0, true, other))
			return true;
	}
	return false;
}

static void add_font(fz_context *ctx, pdf_document *doc, pdf_obj *resources)
{
	pdf_obj *fonts = pdf_dict_get(ctx, resources, PDF_NAME(Font));
	if (!fonts)
		fonts = pdf_dict_put_dict(ctx, resources, PDF_NAME(Font), 1);
	pdf_obj *font = pdf_new_dict(ctx, doc, 4);
	fz_try(ctx) {
		pdf_dict_put(ctx, font, PDF_NAME(Type), PDF_NAME(Font));
		pdf_dict_put(ctx, font, PDF_NAME(Subtype), PDF_NAME(Type1));
		pdf_dict_put_name(ctx, font, PDF_NAME(BaseFont), "Helvetica");
		pdf_dict_put_name(ctx, font, PDF_NAME(Encoding), "WinAnsiEncoding");
		pdf_dict_puts(ctx, fonts, FONT_NAME, font);
	}
	fz_always(ctx)
		pdf_drop_obj(ctx, font);
	fz_catch(ctx)
		fz_rethrow(ctx);
}

void rpdf_draw_boxes(fz_context *ctx, pdf_document *doc, const struct rpdf_boxes *b, fz_matrix ctm,
                     fz_buffer *content, pdf_obj *resources)
{
	fz_matrix back;
	if (b->n == 0 || fz_try_invert_matrix(&back, ctm))
		return;
	fz_font *font = fz_new_base14_font(ctx, "Helvetica");
	fz_try(ctx) {
		bool labelled = false;
		fz_append_printf(ctx, content, "q %g %g %g %g %g %g cm\n0 g\n", back.a, back.b, back.c, back.d, back.e, back.f);
		for (size_t i = 0; i < b->n; i++) {
			rect r = b->list[i].at;
			fz_append_printf(ctx, content, "%g %g %g %g re f\n", r.x0, r.y0, r.x1 - r.x0, r.y1 - r.y0);
		}
		fz_append_string(ctx, content, "1 g\n");
		for (size_t i = 0; i < b->n; i++)
			labelled |= !is_part_of_other(b, i) && draw_label(ctx, font, &b->list[i], content);
		fz_append_string(ctx, content, "Q\n");
		if (labelled)
			add_font(ctx, doc, resources);
	}
	fz_always(ctx)
		fz_drop_font(ctx, font);
	fz_catch(ctx)
		fz_rethrow(ctx);
}
