#include "formats/pdf/rebuild/restream.h"
#include "formats/lib/deflate.h"
#include "formats/pdf/image/faults.h"
#include "formats/pdf/image/fax.h"
#include "formats/pdf/rebuild/pstext.h"
#include "formats/pdf/rebuild/strip.h"

#include <stdlib.h>
#include <string.h>

enum { CHUNK = 64 << 10 };
static const size_t most_bytes = (size_t)512 << 20;

/* ---- reading ------------------------------------------------------------------------------------- */

static bool is_filter(const char *name)
{
	static const char *const known[] = {
		"FlateDecode", "Fl", "LZWDecode", "LZW", "RunLengthDecode", "RL", "ASCIIHexDecode", "AHx",
		"ASCII85Decode", "A85", "CCITTFaxDecode", "CCF", "DCTDecode", "DCT", "JPXDecode", "JBIG2Decode", "Crypt",
	};
	for (size_t i = 0; i < nelem(known); i++)
		if (strcmp(name, known[i]) == 0)
			return true;
	return false;
}

static pdf_obj *filters_of(fz_context *ctx, pdf_obj *dict)
{
	return pdf_dict_geta(ctx, dict, PDF_NAME(Filter), PDF_NAME(F));
}

const char *rpdf_last_filter(fz_context *ctx, pdf_obj *dict, pdf_obj **parms)
{
	pdf_obj *f = filters_of(ctx, dict);
	pdf_obj *p = pdf_dict_geta(ctx, dict, PDF_NAME(DecodeParms), PDF_NAME(DP));
	if (pdf_is_array(ctx, f)) {
		int last = pdf_array_len(ctx, f) - 1;
		p = pdf_is_array(ctx, p) ? pdf_array_get(ctx, p, last) : last == 0 ? p : NULL;
		f = pdf_array_get(ctx, f, last);
	}
	*parms = p;
	return pdf_to_name(ctx, f);
}

/* MuPDF passes bytes of an unknown filter through undecoded; nobody knows what they say. */
static bool can_decode(fz_context *ctx, pdf_obj *dict)
{
	pdf_obj *f = filters_of(ctx, dict);
	if (!f)
		return true;
	if (!pdf_is_array(ctx, f))
		return is_filter(pdf_to_name(ctx, f));
	for (int i = 0, n = pdf_array_len(ctx, f); i < n; i++)
		if (!is_filter(pdf_to_name(ctx, pdf_array_get(ctx, f, i))))
			return false;
	return pdf_array_len(ctx, f) <= 16;
}

static void too_large(fz_context *ctx, int num)
{
	mu_throw(ctx, ERR_REFUSED, "object %d: its stream is larger than %zu MB when unpacked", num, most_bytes >> 20);
}

struct reading {
	fz_stream *in;
	fz_buffer *out;
	unsigned char *chunk;
	int num;
};

static void read_chunks(fz_context *ctx, struct reading *r)
{
	size_t n;
	while ((n = fz_read(ctx, r->in, r->chunk, CHUNK)) > 0) {
		fz_append_data(ctx, r->out, r->chunk, n);
		if (fz_buffer_storage(ctx, r->out, NULL) > most_bytes)
			return;
	}
}

/* The decoded bytes; what comes before a damage is what readers show, so it is kept. */
static fz_buffer *read_decoded(fz_context *ctx, pdf_document *src, int num, bool *damaged)
{
	struct reading r = { .num = num };
	r.out = fz_new_buffer(ctx, CHUNK);
	fz_try(ctx) {
		r.chunk = fz_malloc(ctx, CHUNK);
		r.in = pdf_open_stream_number(ctx, src, num);
		read_chunks(ctx, &r);
	}
	fz_always(ctx) {
		fz_drop_stream(ctx, r.in);
		fz_free(ctx, r.chunk);
	}
	fz_catch(ctx) {
		if (fz_caught(ctx) == FZ_ERROR_MEMORY) {
			fz_drop_buffer(ctx, r.out);
			fz_rethrow(ctx);
		}
		*damaged = true;
	}
	if (fz_buffer_storage(ctx, r.out, NULL) > most_bytes) {
		fz_drop_buffer(ctx, r.out);
		too_large(ctx, num);
	}
	return r.out;
}

/* The bytes as the last filter, one of images, wants them; NULL when they cannot be had. */
static fz_buffer *read_coded(fz_context *ctx, pdf_document *src, int num)
{
	fz_compressed_buffer *c = NULL;
	fz_buffer *out = NULL;
	fz_var(c);
	fz_var(out);
	fz_try(ctx) {
		c = pdf_load_compressed_stream(ctx, src, num, 0);
		out = fz_keep_buffer(ctx, c->buffer);
	}
	fz_always(ctx)
		fz_drop_compressed_buffer(ctx, c);
	fz_catch(ctx)
		fz_rethrow_if(ctx, FZ_ERROR_MEMORY);
	if (out && fz_buffer_storage(ctx, out, NULL) > most_bytes) {
		fz_drop_buffer(ctx, out);
		too_large(ctx, num);
	}
	return out;
}

/* ---- encoding ------------------------------------------------------------------------------------ */

static fz_buffer *deflated(fz_context *ctx, fz_buffer *plain, mu_ahead *ahead, pdf_obj *dict)
{
	fz_buffer *out = mu_ahead_take(ctx, ahead, plain->data, plain->len);
	if (!out)
		out = mu_deflate(ctx, plain->data, plain->len);
	fz_try(ctx)
		pdf_dict_put(ctx, dict, PDF_NAME(Filter), PDF_NAME(FlateDecode));
	fz_catch(ctx) {
		fz_drop_buffer(ctx, out);
		fz_rethrow(ctx);
	}
	return out;
}

static fz_buffer *deflated_drop(fz_context *ctx, fz_buffer *plain, mu_ahead *ahead, pdf_obj *dict)
{
	fz_buffer *out = NULL;
	fz_var(out);
	fz_try(ctx)
		out = deflated(ctx, plain, ahead, dict);
	fz_always(ctx)
		fz_drop_buffer(ctx, plain);
	fz_catch(ctx)
		fz_rethrow(ctx);
	return out;
}

/* A buffer of MuPDF's from one of ours, which is freed. */
static fz_buffer *take_buf(fz_context *ctx, buf *b)
{
	fz_buffer *out = NULL;
	fz_var(out);
	fz_try(ctx)
		out = fz_new_buffer_from_copied_data(ctx, (const unsigned char *)(b->p ? b->p : ""), b->n);
	fz_always(ctx)
		buf_free(b);
	fz_catch(ctx)
		fz_rethrow(ctx);
	return out;
}

/* ---- PNG prediction ------------------------------------------------------------------------------ */

static int paeth(int a, int b, int c)
{
	int p = a + b - c, pa = abs(p - a), pb = abs(p - b), pc = abs(p - c);
	return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
}

static int predicted(int filter, const unsigned char *row, const unsigned char *up, size_t i, size_t bpp)
{
	int a = i >= bpp ? row[i - bpp] : 0, b = up ? up[i] : 0, c = up && i >= bpp ? up[i - bpp] : 0;
	switch (filter) {
	case 1: return a;
	case 2: return b;
	case 3: return (a + b) / 2;
	case 4: return paeth(a, b, c);
	}
	return 0;
}

/* The row through the filter whose differences are smallest, as PNG writers choose. */
static void predict_row(const unsigned char *row, const unsigned char *up, size_t n, size_t bpp, buf *out)
{
	int best = 0;
	size_t least = SIZE_MAX;
	for (int filter = 0; filter < 5; filter++) {
		size_t sum = 0;
		for (size_t i = 0; i < n && sum < least; i++)
			sum += (size_t)abs((signed char)(row[i] - predicted(filter, row, up, i, bpp)));
		if (sum < least) {
			least = sum;
			best = filter;
		}
	}
	buf_byte(out, best);
	for (size_t i = 0; i < n; i++)
		buf_byte(out, row[i] - predicted(best, row, up, i, bpp));
}

/*
 * Pictures that were written with a predictor would grow several times without one. Uses the
 * source's own idea of rows; NULL when there was none or the bytes are no whole rows.
 */
static fz_buffer *predict(fz_context *ctx, fz_buffer *plain, pdf_obj *parms, pdf_obj *dict)
{
	int64_t colors = pdf_dict_get_int(ctx, parms, PDF_NAME(Colors));
	int64_t bits = pdf_dict_get_int(ctx, parms, PDF_NAME(BitsPerComponent));
	int64_t columns = pdf_dict_get_int(ctx, parms, PDF_NAME(Columns));
	colors = colors ? colors : 1;
	bits = bits ? bits : 8;
	columns = columns ? columns : 1;
	str in = mu_buffer_str(ctx, plain);
	if (pdf_dict_get_int(ctx, parms, PDF_NAME(Predictor)) < 2 || colors < 1 || colors > 32 || bits < 8 || bits > 16 ||
	    bits % 8 || columns < 1 || columns > 1 << 20)
		return NULL;
	size_t stride = (size_t)(columns * colors * bits / 8), bpp = (size_t)(colors * bits / 8);
	if (in.n == 0 || in.n % stride)
		return NULL;

	buf rows = { 0 };
	const unsigned char *p = (const unsigned char *)in.p;
	for (size_t at = 0; at < in.n; at += stride)
		predict_row(p + at, at ? p + at - stride : NULL, stride, bpp, &rows);
	fz_buffer *out = deflated_drop(ctx, take_buf(ctx, &rows), NULL, dict);
	fz_try(ctx) {
		pdf_obj *dp = pdf_dict_put_dict(ctx, dict, PDF_NAME(DecodeParms), 4);
		pdf_dict_put_int(ctx, dp, PDF_NAME(Predictor), 15);
		pdf_dict_put_int(ctx, dp, PDF_NAME(Colors), colors);
		pdf_dict_put_int(ctx, dp, PDF_NAME(BitsPerComponent), bits);
		pdf_dict_put_int(ctx, dp, PDF_NAME(Columns), columns);
	}
	fz_catch(ctx) {
		fz_drop_buffer(ctx, out);
		fz_rethrow(ctx);
	}
	return out;
}

/* ---- images -------------------------------------------------------------------------------------- */

typedef bool strip_fn(str in, buf *out, err *e);

/* NULL when the coding was not understood. */
static fz_buffer *stripped_drop(fz_context *ctx, fz_buffer *coded, strip_fn *strip)
{
	buf clean = { 0 };
	err ignored = ERR_INIT;
	bool ok = strip(mu_buffer_str(ctx, coded), &clean, &ignored);
	fz_drop_buffer(ctx, coded);
	if (ok)
		return take_buf(ctx, &clean);
	buf_free(&clean);
	return NULL;
}

static fz_buffer *keep_coding(fz_context *ctx, pdf_document *src, int num, strip_fn *strip)
{
	fz_buffer *coded = read_coded(ctx, src, num);
	return coded ? stripped_drop(ctx, coded, strip) : NULL;
}

/* A JPEG of much white shrinks again by Flate, and some writers do that; others would gain nothing. */
static fz_buffer *jpeg_drop(fz_context *ctx, fz_buffer *coded, pdf_obj *from, pdf_obj *parms, pdf_obj *dict)
{
	pdf_obj *filter, *dp, *transform = pdf_dict_get(ctx, parms, PDF_NAME(ColorTransform));
	bool twice = pdf_array_len(ctx, filters_of(ctx, from)) > 1;
	fz_buffer *out = twice ? deflated_drop(ctx, coded, NULL, dict) : coded;
	fz_try(ctx) {
		filter = pdf_dict_put_array(ctx, dict, PDF_NAME(Filter), 2);
		if (twice)
			pdf_array_push(ctx, filter, PDF_NAME(FlateDecode));
		pdf_array_push(ctx, filter, PDF_NAME(DCTDecode));
		if (pdf_is_int(ctx, transform)) {
			dp = pdf_dict_put_array(ctx, dict, PDF_NAME(DecodeParms), 2);
			if (twice)
				pdf_array_push(ctx, dp, PDF_NULL);
			pdf_obj *last = pdf_array_push_dict(ctx, dp, 1);
			pdf_dict_put_int(ctx, last, PDF_NAME(ColorTransform), pdf_to_int(ctx, transform));
		}
	}
	fz_catch(ctx) {
		fz_drop_buffer(ctx, out);
		fz_rethrow(ctx);
	}
	return out;
}

/* Rows below the last one that is shown could hold anything. */
static void cut_rows(fz_context *ctx, pdf_obj *from, fz_buffer *plain)
{
	int64_t width = pdf_dict_get_int(ctx, from, PDF_NAME(Width)), height = pdf_dict_get_int(ctx, from, PDF_NAME(Height));
	int64_t bits = pdf_dict_get_int(ctx, from, PDF_NAME(BitsPerComponent)), planes = 1;
	pdf_obj *space = pdf_dict_get(ctx, from, PDF_NAME(ColorSpace));
	if (pdf_dict_get_bool(ctx, from, PDF_NAME(ImageMask)) || bits == 0) {
		bits = 1;
	} else if (space) {
		fz_colorspace *cs = NULL;
		fz_try(ctx)
			cs = pdf_load_colorspace(ctx, space);
		fz_catch(ctx)
			fz_rethrow_if(ctx, FZ_ERROR_MEMORY);
		planes = cs ? fz_colorspace_n(ctx, cs) : INT8_MAX; /* unknown: cuts nothing that may be shown */
		fz_drop_colorspace(ctx, cs);
	}
	if (width <= 0 || height <= 0 || bits > 16 || width > INT32_MAX / 64)
		return;
	uint64_t shown = (uint64_t)((width * bits * planes + 7) / 8) * (uint64_t)height;
	if (plain->len > shown)
		plain->len = (size_t)shown;
}

/* Fax data is written anew: behind its last row could stand anything. */
static fz_buffer *fax(fz_context *ctx, fz_buffer *plain, pdf_obj *dict)
{
	int64_t w = pdf_dict_get_int(ctx, dict, PDF_NAME(Width)), h = pdf_dict_get_int(ctx, dict, PDF_NAME(Height));
	str bits = mu_buffer_str(ctx, plain);
	if (w < 1 || h < 1 || w > INT32_MAX || h > INT32_MAX || (uint64_t)bits.n != (uint64_t)((w + 7) / 8) * (uint64_t)h)
		return NULL;
	fz_buffer *out = rpdf_encode_fax(ctx, (const unsigned char *)bits.p, (int)w, (int)h);
	fz_try(ctx)
		if (out)
			rpdf_put_fax(ctx, dict, (int)w, (int)h);
	fz_catch(ctx) {
		fz_drop_buffer(ctx, out);
		fz_rethrow(ctx);
	}
	return out;
}

static fz_buffer *image(fz_context *ctx, pdf_document *src, int num, pdf_obj *from, pdf_obj *dict, pdf_obj *globals,
                        bool wary, bool *damaged)
{
	pdf_obj *parms, *dp;
	const char *filter = rpdf_last_filter(ctx, from, &parms);
	fz_buffer *out = NULL;
	bool whole = !wary || rpdf_faults_none(ctx, src, num);

	*damaged |= !whole;
	if (!whole && strcmp(filter, "JPXDecode") == 0)
		return NULL;
	if (!whole) {
		/* its samples, as far as they go */
	} else if (strcmp(filter, "DCTDecode") == 0 || strcmp(filter, "DCT") == 0) {
		if ((out = keep_coding(ctx, src, num, rpdf_strip_jpeg)))
			return jpeg_drop(ctx, out, from, parms, dict);
	} else if (strcmp(filter, "JPXDecode") == 0) {
		/* Its samples cannot be had without its own idea of colours: clean or nothing. */
		if ((out = keep_coding(ctx, src, num, rpdf_strip_jpx)))
			pdf_dict_put(ctx, dict, PDF_NAME(Filter), PDF_NAME(JPXDecode));
		return out;
	} else if (strcmp(filter, "JBIG2Decode") == 0) {
		if ((out = keep_coding(ctx, src, num, rpdf_strip_jbig2))) {
			pdf_dict_put(ctx, dict, PDF_NAME(Filter), PDF_NAME(JBIG2Decode));
			if (globals) {
				dp = pdf_dict_put_dict(ctx, dict, PDF_NAME(DecodeParms), 1);
				pdf_dict_put(ctx, dp, PDF_NAME(JBIG2Globals), globals);
			}
			return out;
		}
	}

	fz_buffer *plain = read_decoded(ctx, src, num, damaged);
	fz_var(out);
	fz_try(ctx) {
		cut_rows(ctx, from, plain);
		if (strcmp(filter, "CCITTFaxDecode") == 0 || strcmp(filter, "CCF") == 0)
			out = fax(ctx, plain, dict);
		else
			out = predict(ctx, plain, parms, dict);
		if (!out)
			out = deflated(ctx, plain, NULL, dict);
	}
	fz_always(ctx)
		fz_drop_buffer(ctx, plain);
	fz_catch(ctx)
		fz_rethrow(ctx);
	return out;
}

/* ---- fonts and text ------------------------------------------------------------------------------- */

/* What a font program is, its first bytes say; FontFile, FontFile2 and FontFile3 often lie. */
static strip_fn *font_strip(str in)
{
	if (in.n < 4)
		return NULL;
	if (memcmp(in.p, "\0\1\0\0", 4) == 0 || memcmp(in.p, "OTTO", 4) == 0 || memcmp(in.p, "true", 4) == 0)
		return rpdf_strip_sfnt;
	if (memcmp(in.p, "%!", 2) == 0 || memcmp(in.p, "\x80\1", 2) == 0)
		return rpdf_strip_type1;
	if (in.p[0] == 1)
		return rpdf_strip_cff;
	return NULL;
}

static fz_buffer *font(fz_context *ctx, fz_buffer *plain, pdf_obj *dict)
{
	strip_fn *strip = font_strip(mu_buffer_str(ctx, plain));
	if (!strip) {
		fz_drop_buffer(ctx, plain);
		return NULL;
	}
	fz_buffer *clean = stripped_drop(ctx, plain, strip);
	if (!clean)
		return NULL;
	if (strip == rpdf_strip_sfnt)
		pdf_dict_put_int(ctx, dict, PDF_NAME(Length1), (int64_t)fz_buffer_storage(ctx, clean, NULL));
	return clean;
}

static fz_buffer *rewritten(fz_context *ctx, fz_buffer *plain, treat how)
{
	buf text = { 0 };
	err ignored = ERR_INIT;
	bool ok = true;
	str in = mu_buffer_str(ctx, plain);
	switch (how) {
	case TREAT_CMAP:       rpdf_rewrite_cmap(in, rpdf_standard_cmap, &text); break;
	case TREAT_CALCULATOR: ok = rpdf_rewrite_calculator(in, &text, &ignored); break;
	case TREAT_ICC:        ok = rpdf_strip_icc(in, &text, &ignored); break;
	case TREAT_JBIG2:      ok = rpdf_strip_jbig2(in, &text, &ignored); break;
	default:               return plain;
	}
	fz_drop_buffer(ctx, plain);
	if (ok)
		return take_buf(ctx, &text);
	buf_free(&text);
	return NULL;
}

fz_buffer *rpdf_restream(fz_context *ctx, pdf_document *src, int num, treat how, pdf_obj *dict, pdf_obj *globals,
                         mu_ahead *ahead, bool wary, bool *damaged)
{
	fz_buffer *out = NULL;
	pdf_obj *from = pdf_load_object(ctx, src, num);
	fz_var(out);
	fz_try(ctx) {
		if (can_decode(ctx, from)) {
			if (how == TREAT_IMAGE) {
				out = image(ctx, src, num, from, dict, globals, wary, damaged);
			} else {
				out = read_decoded(ctx, src, num, damaged);
				out = how == TREAT_FONT ? font(ctx, out, dict) : rewritten(ctx, out, how);
				out = out ? deflated_drop(ctx, out, ahead, dict) : NULL;
			}
		}
	}
	fz_always(ctx)
		pdf_drop_obj(ctx, from);
	fz_catch(ctx)
		fz_rethrow(ctx);
	return out;
}
