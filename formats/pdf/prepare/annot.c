#include "formats/pdf/prepare/annot.h"

#include <string.h>

enum { FIELD_PASSWORD = 1 << 13 };

static const char *subtype_of(fz_context *ctx, pdf_obj *annot)
{
	return pdf_to_name(ctx, pdf_dict_get(ctx, annot, PDF_NAME(Subtype)));
}

annot_kind rpdf_annot_kind(fz_context *ctx, pdf_obj *annot)
{
	const char *subtype = subtype_of(ctx, annot);
	if (!pdf_is_dict(ctx, annot) || !*subtype || strcmp(subtype, "Popup") == 0 || strcmp(subtype, "Link") == 0)
		return ANNOT_NONE;
	if (strcmp(subtype, "Redact") == 0)
		return ANNOT_REDACTION;
	return strcmp(subtype, "Widget") == 0 ? ANNOT_WIDGET : ANNOT_MARKUP;
}

bool rpdf_annot_is_known(fz_context *ctx, pdf_obj *annot)
{
	static const char *const known[] = {
		"Text", "FreeText", "Line", "Square", "Circle", "Polygon", "PolyLine", "Highlight", "Underline", "Squiggly",
		"StrikeOut", "Stamp", "Caret", "Ink", "FileAttachment", "Sound", "Movie", "Widget", "Screen", "PrinterMark",
		"TrapNet", "Watermark", "3D", "RichMedia", "Projection", "Redact", "Link", "Popup",
	};
	const char *subtype = subtype_of(ctx, annot);
	for (size_t i = 0; i < nelem(known); i++)
		if (strcmp(subtype, known[i]) == 0)
			return true;
	return false;
}

bool rpdf_annot_is_hidden(fz_context *ctx, pdf_document *doc, pdf_obj *annot)
{
	int flags = pdf_dict_get_int(ctx, annot, PDF_NAME(F));
	if (flags & (ANNOT_HIDDEN | ANNOT_NO_VIEW))
		return true;
	if ((flags & ANNOT_INVISIBLE) && !rpdf_annot_is_known(ctx, annot))
		return true;
	pdf_obj *oc = pdf_dict_get(ctx, annot, PDF_NAME(OC));
	return oc && pdf_is_ocg_hidden(ctx, doc, NULL, "View", oc);
}

pdf_obj *rpdf_annot_field(fz_context *ctx, pdf_obj *widget)
{
	return pdf_dict_get_inheritable(ctx, widget, PDF_NAME(FT));
}

bool rpdf_annot_is_password(fz_context *ctx, pdf_obj *widget)
{
	return pdf_name_eq(ctx, rpdf_annot_field(ctx, widget), PDF_NAME(Tx))
	    && (pdf_to_int(ctx, pdf_dict_get_inheritable(ctx, widget, PDF_NAME(Ff))) & FIELD_PASSWORD);
}

/* Boxes and radio buttons of writers that leave out /AS are in the state of their field's value. */
static pdf_obj *state_of(fz_context *ctx, pdf_obj *annot)
{
	pdf_obj *as = pdf_dict_get(ctx, annot, PDF_NAME(AS));
	return pdf_is_name(ctx, as) ? as : pdf_dict_get_inheritable(ctx, annot, PDF_NAME(V));
}

pdf_obj *rpdf_annot_look(fz_context *ctx, pdf_obj *annot, bool *blank)
{
	pdf_obj *normal = pdf_dict_get(ctx, pdf_dict_get(ctx, annot, PDF_NAME(AP)), PDF_NAME(N));
	*blank = false;
	if (pdf_is_stream(ctx, normal))
		return normal;
	pdf_obj *state = state_of(ctx, annot), *look = NULL;
	if (pdf_is_name(ctx, state))
		look = pdf_dict_get(ctx, normal, state);
	if (pdf_is_stream(ctx, look))
		return look;
	*blank = pdf_dict_len(ctx, normal) > 0;
	return NULL;
}

/* As large as MuPDF draws one, and much as others do. */
static const float ICON = 18;

static bool is_icon(fz_context *ctx, pdf_obj *annot)
{
	static const char *const icons[] = { "Text", "FileAttachment", "Sound" };
	bool blank;
	const char *subtype = subtype_of(ctx, annot);
	if (rpdf_annot_look(ctx, annot, &blank) || blank)
		return false;
	for (size_t i = 0; i < nelem(icons); i++)
		if (strcmp(subtype, icons[i]) == 0)
			return true;
	return false;
}

fz_rect rpdf_annot_rect(fz_context *ctx, pdf_obj *annot)
{
	fz_rect r = pdf_dict_get_rect(ctx, annot, PDF_NAME(Rect));
	return is_icon(ctx, annot) ? fz_make_rect(r.x0, r.y1 - ICON, r.x0 + ICON, r.y1) : r;
}

/* ISO 32000-1, 12.5.5: the upright box around BBox under Matrix is scaled and moved onto Rect. */
bool rpdf_annot_place(fz_context *ctx, pdf_obj *annot, pdf_obj *look, fz_matrix page_ctm, int rotate, fz_matrix *place)
{
	fz_rect rect = pdf_dict_get_rect(ctx, annot, PDF_NAME(Rect));
	fz_rect box = fz_transform_rect(pdf_xobject_bbox(ctx, look), pdf_xobject_matrix(ctx, look));
	float w = box.x1 - box.x0, h = box.y1 - box.y0;
	if (!(w > 0) || !(h > 0) || !(rect.x1 > rect.x0) || !(rect.y1 > rect.y0))
		return false;
	float sx = (rect.x1 - rect.x0) / w, sy = (rect.y1 - rect.y0) / h;
	*place = fz_make_matrix(sx, 0, 0, sy, rect.x0 - box.x0 * sx, rect.y0 - box.y0 * sy);
	if (rotate && (pdf_dict_get_int(ctx, annot, PDF_NAME(F)) & ANNOT_NO_ROTATE)) {
		/* Turned back about its upper left corner, as the page lies unturned. */
		fz_point at = fz_transform_point_xy(rect.x0, rect.y1, page_ctm);
		fz_matrix back = fz_concat(fz_concat(fz_translate(-at.x, -at.y), fz_rotate((float)-rotate)), fz_translate(at.x, at.y));
		*place = fz_concat(fz_concat(*place, fz_concat(page_ctm, back)), fz_invert_matrix(page_ctm));
	}
	return true;
}
