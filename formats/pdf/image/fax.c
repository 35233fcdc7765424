#include "formats/pdf/image/fax.h"

enum { MOST_SIDE = 1 << 20 };

fz_buffer *rpdf_encode_fax(fz_context *ctx, const unsigned char *bits, int w, int h)
{
	if (w < 1 || h < 1 || w > MOST_SIDE || h > MOST_SIDE)
		return NULL;
	return fz_compress_ccitt_fax_g4(ctx, bits, w, h);
}

void rpdf_put_fax(fz_context *ctx, pdf_obj *dict, int w, int h)
{
	pdf_dict_put(ctx, dict, PDF_NAME(Filter), PDF_NAME(CCITTFaxDecode));
	pdf_obj *dp = pdf_dict_put_dict(ctx, dict, PDF_NAME(DecodeParms), 3);
	pdf_dict_put_int(ctx, dp, PDF_NAME(K), -1);
	pdf_dict_put_int(ctx, dp, PDF_NAME(Columns), w);
	pdf_dict_put_int(ctx, dp, PDF_NAME(Rows), h);
}
