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

/* ---- strings that go on in the next stream ------------------------------------------------------ */

static bool is_space(unsigned char c)
{
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == '\0';
}

/* How many parentheses are open behind the stream, when `depth` were before it; -1 when pixels within make that
 * a guess. ISO 32000-1, 7.3.4.2. */
static int open_behind(const unsigned char *p, size_t n, int depth)
{
	for (size_t i = 0; i < n; i++) {
		if (depth > 0 && p[i] == '\\')
			i++;
		else if (p[i] == '(')
			depth++;
		else if (p[i] == ')' && depth > 0)
			depth--;
		else if (p[i] == '%' && depth == 0)
			while (i + 1 < n && p[i + 1] != '\n' && p[i + 1] != '\r')
				i++;
		else if (depth == 0 && p[i] == 'I' && i > 0 && is_space(p[i - 1]) && i + 2 < n && p[i + 1] == 'D' && is_space(p[i + 2]))
			return -1;
	}
	return depth;
}

/* Adds one stream to those before it. Streams end where words do, 7.8.2, and so a blank is put between them; but
 * some writers end them anywhere, and a blank within a string would be one that few readers show.
 * False when nobody can say where it belongs. */
static bool add_stream(fz_context *ctx, pdf_obj *stream, fz_buffer *all, int *depth, bool *seam)
{
	fz_stream *in = pdf_open_stream(ctx, stream);
	size_t n, at;
	fz_try(ctx) {
		if (all->len && *depth == 0)
			fz_append_byte(ctx, all, ' ');
		*seam |= *depth > 0;
		at = all->len;
		while (all->len <= CONTENTS_BUDGET && (n = fz_available(ctx, in, 1 << 16)) > 0) {
			fz_append_data(ctx, all, in->rp, n);
			in->rp += n;
		}
		*depth = all->len > CONTENTS_BUDGET ? -1 : open_behind(all->data + at, all->len - at, *depth);
	}
	fz_always(ctx)
		fz_drop_stream(ctx, in);
	fz_catch(ctx)
		fz_rethrow(ctx);
	return *depth >= 0;
}

void rpdf_join_contents(fz_context *ctx, pdf_document *doc, pdf_obj *page)
{
	pdf_obj *contents = pdf_dict_get(ctx, page, PDF_NAME(Contents)), *fresh = NULL;
	int n = pdf_array_len(ctx, contents), depth = 0;
	bool seam = false, sure = n > 1;
	if (n < 2)
		return;
	fz_buffer *all = fz_new_buffer(ctx, 1 << 12);
	fz_var(fresh);
	fz_try(ctx) {
		for (int i = 0; i < n && sure; i++)
			sure = add_stream(ctx, pdf_array_get(ctx, contents, i), all, &depth, &seam);
		if (sure && seam) {
			fresh = pdf_add_stream(ctx, doc, all, NULL, 0);
			pdf_dict_put(ctx, page, PDF_NAME(Contents), fresh);
		}
	}
	fz_always(ctx) {
		pdf_drop_obj(ctx, fresh);
		fz_drop_buffer(ctx, all);
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
