/* In every colour space, depth and coding: what a box covers is even, and what it does not is as it was. */
#include "formats/lib/deflate.h"
#include "formats/pdf/image/image.h"
#include "tests/unit/data/image_kinds.h"
#include "tests/unit/mu_kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/pdf_parse.h"

/* 32 by 32 pixels on 320 by 320 points. The box covers pixels 9 to 20 of rows 10 to 21. */
enum { FAX_SIDE = 1000, SIDE = 32, X0 = 9, X1 = 21, Y0 = 10, Y1 = 22 };
static const fz_matrix place = { 320, 0, 0, -320, 0, 320 };
static const rect box = { X0 * 10 + 1, Y0 * 10 + 1, X1 * 10 - 1, Y1 * 10 - 1 };

enum packing { RAW, HEX, RUNS, LZW, PREDICTED };

struct kind {
	const char *name, *dict;
	int bits;              /* of a pixel, where the rows are ours          */
	enum packing packing;
	const char *hex;       /* the coded picture of image_kinds.h           */
	int blocks;            /* side of what a JPEG codes as one             */
};

#define FUNCTION "<</FunctionType 2/Domain[0 1]/N 1/C0[0 0 0 0]/C1[0 .8 .5 .1]>>"
#define WHITE "/WhitePoint[.95 1 1.09]"

static const struct kind kinds[] = {
	{ "grey of 1 bit", "/ColorSpace/DeviceGray/BitsPerComponent 1", .bits = 1 },
	{ "grey of 2 bits", "/ColorSpace/DeviceGray/BitsPerComponent 2", .bits = 2 },
	{ "grey of 4 bits", "/ColorSpace/DeviceGray/BitsPerComponent 4", .bits = 4 },
	{ "grey of 8 bits", "/ColorSpace/DeviceGray/BitsPerComponent 8", .bits = 8 },
	{ "grey of 16 bits", "/ColorSpace/DeviceGray/BitsPerComponent 16", .bits = 16 },
	{ "grey turned round", "/ColorSpace/DeviceGray/BitsPerComponent 8/Decode[1 0]", .bits = 8 },
	{ "rgb of 1 bit", "/ColorSpace/DeviceRGB/BitsPerComponent 1", .bits = 3 },
	{ "rgb of 2 bits", "/ColorSpace/DeviceRGB/BitsPerComponent 2", .bits = 6 },
	{ "rgb of 4 bits", "/ColorSpace/DeviceRGB/BitsPerComponent 4", .bits = 12 },
	{ "rgb", "/ColorSpace/DeviceRGB/BitsPerComponent 8", .bits = 24 },
	{ "rgb of 16 bits", "/ColorSpace/DeviceRGB/BitsPerComponent 16", .bits = 48 },
	{ "cmyk of 4 bits", "/ColorSpace/DeviceCMYK/BitsPerComponent 4", .bits = 16 },
	{ "cmyk", "/ColorSpace/DeviceCMYK/BitsPerComponent 8", .bits = 32 },
	{ "cmyk turned round", "/ColorSpace/DeviceCMYK/BitsPerComponent 8/Decode[1 0 1 0 1 0 1 0]", .bits = 32 },
	{ "indexed of 1 bit", "/ColorSpace[/Indexed/DeviceRGB 1<ff0000ffff00>]/BitsPerComponent 1", .bits = 1 },
	{ "indexed of 2 bits", "/ColorSpace[/Indexed/DeviceRGB 3<00ff00ff0000ffff000000ff>]/BitsPerComponent 2", .bits = 2 },
	{ "indexed cmyk", "/ColorSpace[/Indexed/DeviceCMYK 3<00ff000010203040ff00ff0000ff00ff>]/BitsPerComponent 2", .bits = 2 },
	{ "separation", "/ColorSpace[/Separation/Spot/DeviceCMYK" FUNCTION "]/BitsPerComponent 8", .bits = 8 },
	{ "separation of 1 bit", "/ColorSpace[/Separation/Spot/DeviceCMYK" FUNCTION "]/BitsPerComponent 1", .bits = 1 },
	{ "devicen", "/ColorSpace[/DeviceN[/Spot]/DeviceCMYK" FUNCTION "]/BitsPerComponent 8", .bits = 8 },
	{ "lab", "/ColorSpace[/Lab<<" WHITE "/Range[-100 100 -100 100]>>]/BitsPerComponent 8", .bits = 24 },
	{ "calibrated rgb", "/ColorSpace[/CalRGB<<" WHITE "/Gamma[2.2 2.2 2.2]>>]/BitsPerComponent 8", .bits = 24 },
	{ "calibrated grey", "/ColorSpace[/CalGray<<" WHITE "/Gamma 2.2>>]/BitsPerComponent 8", .bits = 8 },
	{ "stencil", "/ImageMask true/BitsPerComponent 1", .bits = 1 },
	{ "stencil turned round", "/ImageMask true/BitsPerComponent 1/Decode[1 0]", .bits = 1 },
	{ "colour key", "/ColorSpace/DeviceGray/BitsPerComponent 8/Mask[100 180]", .bits = 8 },
	{ "hex", "/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/ASCIIHexDecode", .bits = 24, .packing = HEX },
	{ "runs", "/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/RunLengthDecode", .bits = 24, .packing = RUNS },
	{ "lzw", "/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/LZWDecode", .bits = 24, .packing = LZW },
	{ "predicted by png", "/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/FlateDecode/DecodeParms<</Predictor 15"
	                      "/Colors 3/Columns 32>>", .bits = 24, .packing = PREDICTED },
	{ "fax of group 3", "/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/CCITTFaxDecode/DecodeParms<</K 0/Columns 32"
	                    "/Rows 32>>", .hex = group_3 },
	{ "fax of group 4", "/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns 32"
	                    "/Rows 32>>", .hex = group_4 },
	{ "fax that is a stencil", "/ImageMask true/BitsPerComponent 1/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns 32"
	                           "/Rows 32>>", .hex = group_4 },
	{ "jbig2", "/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/JBIG2Decode", .hex = jbig2 },
	{ "jpeg 2000", "/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/JPXDecode", .hex = jpx },
	{ "jpeg 2000 of grey", "/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/JPXDecode", .hex = jpx_grey },
	{ "jpeg", "/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode", .hex = jpeg, .blocks = 16 },
	{ "jpeg of grey", "/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/DCTDecode", .hex = jpeg_grey, .blocks = 8 },
	{ "progressive jpeg", "/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode", .hex = jpeg_progressive, .blocks = 16 },
	{ "jpeg of cmyk", "/ColorSpace/DeviceCMYK/BitsPerComponent 8/Filter/DCTDecode", .hex = jpeg_cmyk, .blocks = 16 },
	{ "jpeg of cmyk turned round", "/ColorSpace/DeviceCMYK/BitsPerComponent 8/Filter/DCTDecode/Decode[1 0 1 0 1 0 1 0]",
	  .hex = jpeg_cmyk, .blocks = 16 },
	{ "in ASCII around a jpeg", "/ColorSpace/DeviceGray/BitsPerComponent 8/Filter[/ASCIIHexDecode/DCTDecode]",
	  .packing = HEX, .hex = jpeg_grey, .blocks = 8 },
};

/* ---- bytes -------------------------------------------------------------------------------------- */

static fz_buffer *unhex(fz_context *ctx, const char *hex)
{
	fz_buffer *b = fz_new_buffer(ctx, strlen(hex) / 2);
	for (unsigned v; *hex && sscanf(hex, "%2x", &v) == 1; hex += 2)
		fz_append_byte(ctx, b, (int)v);
	return b;
}

static fz_buffer *noise(fz_context *ctx, int bits)
{
	fz_buffer *b = fz_new_buffer(ctx, 1);
	unsigned state = 7;
	for (int i = 0; i < SIDE * (SIDE * bits / 8); i++)
		fz_append_byte(ctx, b, (int)((state = state * 1103515245u + 12345) >> 16 & 0xff));
	return b;
}

/* Codes of nine bits, each byte a code of its own: cleared before they would grow. */
static void lzw(fz_context *ctx, fz_buffer *out, const fz_buffer *in)
{
	for (size_t i = 0; i < in->len; i++) {
		if (i % 200 == 0)
			fz_append_bits(ctx, out, 256, 9);
		fz_append_bits(ctx, out, in->data[i], 9);
	}
	fz_append_bits(ctx, out, 257, 9);
	fz_append_bits_pad(ctx, out);
}

static fz_buffer *pack(fz_context *ctx, const struct kind *k, fz_buffer *in)
{
	fz_buffer *out = fz_new_buffer(ctx, 1), *rows = fz_new_buffer(ctx, 1);
	size_t stride = in->len / SIDE;
	for (size_t i = 0; i < in->len; i++) {
		if (k->packing == RAW)
			fz_append_byte(ctx, out, in->data[i]);
		if (k->packing == HEX)
			fz_append_printf(ctx, out, "%02x", in->data[i]);
		if (k->packing == RUNS && i % 32 == 0)
			fz_append_byte(ctx, out, 31);
		if (k->packing == RUNS)
			fz_append_byte(ctx, out, in->data[i]);
		if (k->packing == PREDICTED && i % stride == 0)
			fz_append_byte(ctx, rows, 2);
		if (k->packing == PREDICTED)
			fz_append_byte(ctx, rows, in->data[i] - (i < stride ? 0 : in->data[i - stride]));
	}
	if (k->packing == LZW)
		lzw(ctx, out, in);
	if (k->packing == HEX)
		fz_append_byte(ctx, out, '>');
	if (k->packing == RUNS)
		fz_append_byte(ctx, out, 128);
	if (k->packing == PREDICTED) {
		fz_drop_buffer(ctx, out);
		out = mu_deflate(ctx, rows->data, rows->len);
	}
	fz_drop_buffer(ctx, rows);
	fz_drop_buffer(ctx, in);
	return out;
}

static pdf_obj *image_of(fz_context *ctx, pdf_document *doc, const struct kind *k)
{
	char text[600];
	snprintf(text, sizeof text, "<</Subtype/Image/Width %d/Height %d%s>>", SIDE, SIDE, k->dict);
	pdf_obj *dict = parse(ctx, doc, text);
	fz_buffer *data = k->hex ? unhex(ctx, k->hex) : noise(ctx, k->bits);
	data = pack(ctx, k, data);
	pdf_obj *ref = pdf_add_stream(ctx, doc, data, dict, 1);
	fz_drop_buffer(ctx, data);
	pdf_drop_obj(ctx, dict);
	return ref;
}

/* ---- looking ------------------------------------------------------------------------------------ */

static fz_pixmap *pixels_of(fz_context *ctx, pdf_document *doc, pdf_obj *xobj)
{
	fz_image *image = pdf_load_image(ctx, doc, xobj);
	fz_pixmap *pix = fz_get_unscaled_pixmap_from_image(ctx, image);
	fz_drop_image(ctx, image);
	return pix;
}

static const unsigned char *at(const fz_pixmap *p, int x, int y)
{
	return p->samples + (ptrdiff_t)y * p->stride + (ptrdiff_t)x * p->n;
}

static int distance(const unsigned char *a, const unsigned char *b, int n)
{
	int most = 0;
	for (int i = 0; i < n; i++)
		most = abs(a[i] - b[i]) > most ? abs(a[i] - b[i]) : most;
	return most;
}

/* Where a JPEG codes anew what stays: the blocks that the box reaches into; the colour of pixels beside
 * these is smoothed between blocks. */
static bool in_touched_block(const struct kind *k, int x, int y)
{
	int b = k->blocks;
	return b && x >= X0 / b * b - 1 && x < (X1 + b - 1) / b * b + 1 && y >= Y0 / b * b - 1 && y < (Y1 + b - 1) / b * b + 1;
}

/* A JPEG may keep one colour for four pixels: it goes where one of them does, and is smoothed. */
static bool shares_colour(const struct kind *k, int x, int y)
{
	return k->blocks == 16 && x >= X0 - 3 && x < X1 + 3 && y >= Y0 - 3 && y < Y1 + 3;
}

static const char *verdict_of(const struct kind *k, const fz_pixmap *before, const fz_pixmap *after)
{
	const unsigned char *middle = at(after, (X0 + X1) / 2, (Y0 + Y1) / 2);
	int shown = 0;
	for (int y = 0; y < SIDE; y++)
		for (int x = 0; x < SIDE; x++) {
			bool under = x >= X0 && x < X1 && y >= Y0 && y < Y1;
			int was = distance(at(before, x, y), at(after, x, y), after->n);
			int even = distance(middle, at(after, x, y), after->n);
			shown += under && distance(at(before, x, y), at(before, X0, Y0), before->n) > 8;
			if (under && even > (k->blocks ? 40 : 0))
				return "something is left under the box";
			if (!under && !shares_colour(k, x, y) && was > (in_touched_block(k, x, y) ? 70 : 0))
				return "something beside the box changed";
		}
	return shown ? NULL : "there was nothing under the box to begin with";
}

struct trial { const struct kind *k; const char *why; };

static void run(fz_context *ctx, void *arg)
{
	struct trial *t = arg;
	pdf_document *doc = pdf_create_document(ctx);
	pdf_obj *xobj = image_of(ctx, doc, t->k);
	fz_image *image = pdf_load_image(ctx, doc, xobj);
	pdf_obj *fresh = rpdf_redact_image(ctx, doc, xobj, image, place, &box, 1);
	fz_pixmap *before = pixels_of(ctx, doc, xobj), *after = pixels_of(ctx, doc, fresh);
	t->why = before->n != after->n ? "it has other colours" : verdict_of(t->k, before, after);
	fz_drop_pixmap(ctx, before);
	fz_drop_pixmap(ctx, after);
	pdf_drop_obj(ctx, fresh);
	fz_drop_image(ctx, image);
	pdf_drop_obj(ctx, xobj);
	pdf_drop_document(ctx, doc);
}

static void what_a_box_covers_is_even_and_the_rest_as_it_was(void **state)
{
	int bad = 0;
	(void)state;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		struct trial t = { .k = &kinds[i] };
		err e = ERR_INIT;
		fz_context *ctx = mu_open_context(&e);
		if (!mu_call(ctx, run, &t, &e))
			t.why = e.text;
		mu_close_context(ctx);
		if (t.why)
			print_message("%s: %s\n", t.k->name, t.why);
		bad += t.why != NULL;
	}
	assert_int_equal(bad, 0);
}

/* Ragged strokes on white, as a fax has them. */
static fz_buffer *strokes(fz_context *ctx)
{
	fz_buffer *b = fz_new_buffer(ctx, FAX_SIDE * FAX_SIDE / 8);
	b->len = FAX_SIDE * FAX_SIDE / 8;
	unsigned state = 7;
	memset(b->data, 0xff, b->len);
	for (int stroke = 0; stroke < FAX_SIDE / 25; stroke++)
		for (int y = 0, x = stroke * 25; y < FAX_SIDE; y++) {
			x += (int)((state = state * 1103515245u + 12345) >> 16 & 3) % 3 - 1;
			for (int k = 0; k < 5; k++)
				if (x + k >= 0 && x + k < FAX_SIDE)
					b->data[(y * FAX_SIDE + x + k) / 8] &= (unsigned char)~(0x80 >> (x + k) % 8);
		}
	return b;
}

struct sizes { size_t before, after; bool fax; };

static void redact_fax(fz_context *ctx, void *arg)
{
	struct sizes *s = arg;
	char text[200];
	pdf_document *doc = pdf_create_document(ctx);
	fz_buffer *bits = strokes(ctx), *fax = fz_compress_ccitt_fax_g4(ctx, bits->data, FAX_SIDE, FAX_SIDE);
	snprintf(text, sizeof text, "<</Subtype/Image/Width %d/Height %d/BitsPerComponent 1/ColorSpace/DeviceGray/Filter/CCITTFaxDecode"
	         "/DecodeParms<</K -1/Columns %d>>>>", FAX_SIDE, FAX_SIDE, FAX_SIDE);
	pdf_obj *dict = parse(ctx, doc, text), *xobj = pdf_add_stream(ctx, doc, fax, dict, 1);
	fz_image *image = pdf_load_image(ctx, doc, xobj);
	pdf_obj *fresh = rpdf_redact_image(ctx, doc, xobj, image, place, &box, 1);
	fz_buffer *raw = pdf_load_raw_stream(ctx, fresh);
	*s = (struct sizes){ fax->len, raw->len, pdf_name_eq(ctx, pdf_dict_get(ctx, fresh, PDF_NAME(Filter)), PDF_NAME(CCITTFaxDecode)) };
	fz_drop_buffer(ctx, raw), fz_drop_buffer(ctx, fax), fz_drop_buffer(ctx, bits);
	pdf_drop_obj(ctx, fresh), pdf_drop_obj(ctx, xobj), pdf_drop_obj(ctx, dict);
	fz_drop_image(ctx, image);
	pdf_drop_document(ctx, doc);
}

static void a_fax_stays_a_fax_and_is_no_larger(void **state)
{
	struct sizes s = { 0 };
	(void)state;
	in_mupdf(redact_fax, &s);
	assert_true(s.fax);
	assert_true(s.after > 0 && s.after <= s.before);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(a_fax_stays_a_fax_and_is_no_larger), cmocka_unit_test(what_a_box_covers_is_even_and_the_rest_as_it_was) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
