#include "formats/pdf/prepare/xfa.h"

#include <string.h>

static bool has_word(fz_context *ctx, fz_buffer *b, const char *word)
{
	str s = mu_buffer_str(ctx, b);
	return s.n && memmem(s.p, s.n, word, strlen(word));
}

/* A packet that cannot be read says nothing. */
static bool packet_has_fields(fz_context *ctx, pdf_obj *packet)
{
	fz_buffer *xml = NULL;
	bool fields = false;
	fz_var(xml);
	fz_var(fields);
	if (!pdf_is_stream(ctx, packet))
		return false;
	fz_try(ctx) {
		xml = pdf_load_stream(ctx, packet);
		fields = has_word(ctx, xml, "<field") || has_word(ctx, xml, ":field ");
	}
	fz_always(ctx)
		fz_drop_buffer(ctx, xml);
	fz_catch(ctx)
		fz_rethrow_if(ctx, FZ_ERROR_MEMORY);
	return fields;
}

static bool has_fields(fz_context *ctx, pdf_obj *xfa)
{
	bool fields = packet_has_fields(ctx, xfa);
	for (int i = 0, n = pdf_array_len(ctx, xfa); i < n && i < 64 && !fields; i++)
		fields = packet_has_fields(ctx, pdf_array_get(ctx, xfa, i));
	return fields;
}

/* What every maker of such forms writes on the page in its place, in whatever language. */
static bool is_stand_in(fz_context *ctx, pdf_document *doc)
{
	fz_stext_page *page = NULL;
	fz_buffer *text = NULL;
	bool says = false;
	fz_var(page);
	fz_var(text);
	fz_var(says);
	fz_try(ctx) {
		page = fz_new_stext_page_from_page_number(ctx, (fz_document *)doc, 0, NULL);
		text = fz_new_buffer_from_stext_page(ctx, page);
		says = has_word(ctx, text, "Please wait") || has_word(ctx, text, "Adobe");
	}
	fz_always(ctx) {
		fz_drop_buffer(ctx, text);
		fz_drop_stext_page(ctx, page);
	}
	fz_catch(ctx)
		fz_rethrow_if(ctx, FZ_ERROR_MEMORY);
	return says;
}

xfa_kind rpdf_xfa_kind(fz_context *ctx, pdf_document *doc, bool has_widgets)
{
	pdf_obj *root = pdf_dict_get(ctx, pdf_trailer(ctx, doc), PDF_NAME(Root));
	pdf_obj *xfa = pdf_dict_get(ctx, pdf_dict_get(ctx, root, PDF_NAME(AcroForm)), PDF_NAME(XFA));
	if (!xfa)
		return XFA_NONE;
	if (has_widgets)
		return XFA_WITH_PAGES;
	if (pdf_to_bool(ctx, pdf_dict_gets(ctx, root, "NeedsRendering")))
		return XFA_ALONE;
	if (!has_fields(ctx, xfa))
		return XFA_WITH_PAGES;
	return is_stand_in(ctx, doc) ? XFA_ALONE : XFA_NOT_ON_PAGES;
}
