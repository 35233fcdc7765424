#include "formats/pdf/rpdf.h"

void rpdf_replace_contents(fz_context *ctx, pdf_document *pdf, pdf_obj *page, fz_buffer *content, pdf_obj *resources)
{
	pdf_obj *dict = pdf_new_dict(ctx, pdf, 1);
	pdf_obj *stream = NULL;
	fz_var(stream);
	fz_try(ctx) {
		stream = pdf_add_stream(ctx, pdf, content, dict, 0);
		pdf_dict_put(ctx, page, PDF_NAME(Contents), stream);
		pdf_dict_put(ctx, page, PDF_NAME(Resources), resources);
	}
	fz_always(ctx) {
		pdf_drop_obj(ctx, stream);
		pdf_drop_obj(ctx, dict);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
}

void rpdf_append_contents(fz_context *ctx, pdf_document *pdf, pdf_obj *page, fz_buffer *content, bool deflated)
{
	pdf_obj *dict = pdf_new_dict(ctx, pdf, 1);
	pdf_obj *both = NULL, *stream = NULL;
	fz_var(both);
	fz_var(stream);
	fz_try(ctx) {
		if (deflated)
			pdf_dict_put(ctx, dict, PDF_NAME(Filter), PDF_NAME(FlateDecode));
		stream = pdf_add_stream(ctx, pdf, content, dict, deflated);
		both = pdf_new_array(ctx, pdf, 2);
		pdf_array_push(ctx, both, pdf_dict_get(ctx, page, PDF_NAME(Contents)));
		pdf_array_push(ctx, both, stream);
		pdf_dict_put(ctx, page, PDF_NAME(Contents), both);
	}
	fz_always(ctx) {
		pdf_drop_obj(ctx, both);
		pdf_drop_obj(ctx, stream);
		pdf_drop_obj(ctx, dict);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
}
