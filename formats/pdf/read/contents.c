#include "formats/pdf/read/contents.h"
#include "formats/lib/deflate.h"

/* Flate alone, and as it stands in the file. */
static bool is_usual(fz_context *ctx, pdf_document *doc, pdf_obj *stream)
{
	pdf_obj *filter = pdf_dict_get(ctx, stream, PDF_NAME(Filter));
	int num = pdf_to_num(ctx, stream);
	if (pdf_array_len(ctx, filter) == 1)
		filter = pdf_array_get(ctx, filter, 0);
	if (doc->crypt || num <= 0 || num >= pdf_xref_len(ctx, doc) || !pdf_is_stream(ctx, stream)
	 || !pdf_name_eq(ctx, filter, PDF_NAME(FlateDecode)) || pdf_dict_get(ctx, stream, PDF_NAME(DecodeParms))
	 || pdf_dict_get(ctx, stream, PDF_NAME(F)))
		return false;
	pdf_xref_entry *entry = pdf_get_xref_entry(ctx, doc, num);
	return entry && !entry->stm_buf;
}

static void unpack(fz_context *ctx, pdf_document *doc, pdf_obj *stream, size_t *budget)
{
	fz_buffer *packed = NULL, *plain = NULL;
	if (!is_usual(ctx, doc, stream))
		return;
	fz_var(packed);
	fz_var(plain);
	fz_try(ctx) {
		packed = pdf_load_raw_stream(ctx, stream);
		plain = mu_inflate(ctx, packed->data, packed->len, *budget);
		if (plain) {
			*budget -= plain->len;
			pdf_update_stream(ctx, doc, stream, plain, 0);
		}
	}
	fz_always(ctx) {
		fz_drop_buffer(ctx, packed);
		fz_drop_buffer(ctx, plain);
	}
	fz_catch(ctx)
		fz_rethrow_if(ctx, FZ_ERROR_MEMORY); /* who reads it tells what is wrong with it */
}

void rpdf_unpack_contents(fz_context *ctx, pdf_document *doc, pdf_obj *page, size_t *budget)
{
	pdf_obj *contents = pdf_dict_get(ctx, page, PDF_NAME(Contents));
	if (!pdf_is_array(ctx, contents))
		unpack(ctx, doc, contents, budget);
	for (int i = 0, n = pdf_array_len(ctx, contents); i < n && *budget; i++)
		unpack(ctx, doc, pdf_array_get(ctx, contents, i), budget);
}
