/* What a file carries beside its pages. Nothing wrong with it as such, but whoever passes the file on
 * passes it on, too. */
#include "formats/pdf/proof/failed_int.h"
#include "redact/base/buf.h"

#include <string.h>

enum thing {
	ATTACHMENT, SCRIPT, COMMENT, FIELD, FORM_DATA, SIGNATURE, LAYER, MEDIA, THUMBNAIL, PRIVATE, XMP, THINGS
};

static const char *const names[THINGS][2] = {
	[ATTACHMENT] = { "attached file", "attached files" },
	[SCRIPT] = { "script", "scripts" },
	[COMMENT] = { "comment or note", "comments and notes" },
	[FIELD] = { "form field", "form fields" },
	[FORM_DATA] = { "XML form", "XML forms" },
	[SIGNATURE] = { "signature", "signatures" },
	[LAYER] = { "layer", "layers" },
	[MEDIA] = { "film, sound or model", "films, sounds and models" },
	[THUMBNAIL] = { "thumbnail", "thumbnails" },
	[PRIVATE] = { "private note of a program", "private notes of programs" },
	[XMP] = { "metadata stream", "metadata streams" },
};

static bool has(fz_context *ctx, pdf_obj *d, const char *key)
{
	return pdf_dict_gets(ctx, d, key) != NULL;
}

static bool is(fz_context *ctx, pdf_obj *d, const char *key, const char *name)
{
	return strcmp(pdf_to_name(ctx, pdf_dict_gets(ctx, d, key)), name) == 0;
}

static void count_annotation(fz_context *ctx, pdf_obj *d, uint32_t n[THINGS])
{
	static const char *const media[] = { "Screen", "Movie", "Sound", "RichMedia", "3D" };
	static const char *const quiet[] = { "Link", "Widget", "Popup", "FileAttachment", "Redact" };
	const char *kind = pdf_to_name(ctx, pdf_dict_get(ctx, d, PDF_NAME(Subtype)));
	for (size_t i = 0; i < nelem(quiet); i++)
		if (strcmp(kind, quiet[i]) == 0)
			return;
	for (size_t i = 0; i < nelem(media); i++)
		if (strcmp(kind, media[i]) == 0) {
			n[MEDIA]++;
			return;
		}
	n[COMMENT]++;
}

static void count_dict(fz_context *ctx, pdf_obj *d, uint32_t n[THINGS])
{
	n[ATTACHMENT] += has(ctx, d, "EF");
	n[SCRIPT] += has(ctx, d, "JS");
	n[FIELD] += has(ctx, d, "FT") && has(ctx, d, "T");
	n[FORM_DATA] += has(ctx, d, "XFA");
	n[SIGNATURE] += has(ctx, d, "ByteRange") && has(ctx, d, "Contents");
	n[LAYER] += is(ctx, d, "Type", "OCG");
	n[THUMBNAIL] += has(ctx, d, "Thumb");
	n[PRIVATE] += has(ctx, d, "PieceInfo");
	n[XMP] += is(ctx, d, "Type", "Metadata");
	if (has(ctx, d, "Rect") && has(ctx, d, "Subtype") && !is(ctx, d, "Type", "XObject"))
		count_annotation(ctx, d, n);
}

/* Dictionaries written within others: annotations in /Annots, actions, parts of the catalog. */
static void count_within(fz_context *ctx, pdf_obj *obj, uint32_t n[THINGS], int depth)
{
	if (depth > 12)
		return;
	if (pdf_is_dict(ctx, obj)) {
		count_dict(ctx, obj, n);
		for (int i = 0, len = pdf_dict_len(ctx, obj); i < len; i++) {
			pdf_obj *v = pdf_dict_get_val(ctx, obj, i);
			if (!pdf_is_indirect(ctx, v))
				count_within(ctx, v, n, depth + 1);
		}
	} else if (pdf_is_array(ctx, obj)) {
		for (int i = 0, len = pdf_array_len(ctx, obj); i < len; i++) {
			pdf_obj *v = pdf_array_get(ctx, obj, i);
			if (!pdf_is_indirect(ctx, v))
				count_within(ctx, v, n, depth + 1);
		}
	}
}

static void count_object(fz_context *ctx, pdf_document *doc, int num, uint32_t n[THINGS])
{
	pdf_obj *obj = NULL;
	fz_var(obj);
	fz_try(ctx) {
		obj = pdf_load_object(ctx, doc, num);
		count_within(ctx, obj, n, 0);
	}
	fz_always(ctx)
		pdf_drop_obj(ctx, obj);
	fz_catch(ctx)
		fz_rethrow_if(ctx, FZ_ERROR_MEMORY);
}

void rpdf_inspect_beside(fz_context *ctx, pdf_document *doc, proof *report)
{
	uint32_t n[THINGS] = { 0 };
	for (int num = 1; num < pdf_xref_len(ctx, doc); num++) {
		pdf_xref_entry *x = pdf_get_xref_entry(ctx, doc, num);
		if (x && (x->type == 'n' || x->type == 'o'))
			count_object(ctx, doc, num, n);
	}
	buf text = { 0 };
	for (int i = 0; i < THINGS; i++)
		if (n[i])
			buf_fmt(&text, "%s%u %s", text.n ? ", " : "", n[i], names[i][n[i] > 1]);
	if (pdf_dict_len(ctx, pdf_dict_get(ctx, pdf_trailer(ctx, doc), PDF_NAME(Info))))
		buf_fmt(&text, "%sdocument information", text.n ? ", " : "");
	if (text.n)
		proof_note(report, "beside its pages the file carries: %.*s", (int)text.n, text.p);
	buf_free(&text);
}
