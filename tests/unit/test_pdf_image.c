/* Pixels under a box go, in the image's own samples; those beside it stay. */
#include "formats/pdf/image/image.h"
#include "formats/pdf/image/jpeg.h"
#include "formats/pdf/image/raster.h"
#include "tests/unit/mu_kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "tests/unit/pdf_parse.h"

/* An image of 8 by 8 pixels drawn as 80 by 80 points at the origin, row 0 on top; the box covers
 * the pixels x 2..4, y 1..2 counted from the top. */
static const fz_matrix PLACE = { 80, 0, 0, 80, 0, 0 };
static const rect BOX = { 20, 50, 50, 70 };

static bool is_under(int x, int y)
{
	return x >= 2 && x <= 4 && y >= 1 && y <= 2;
}

struct trial {
	const char *dict;          /* keys beside the size                       */
	int bits;                  /* of a pixel                                 */
	unsigned char fill;        /* every byte of the source                   */
	bool jpeg, smask, touched;
	fz_matrix place;
	unsigned char out[8 * 8 * 8], mask[64];
	size_t nout;
	char filter[32];
};

static pdf_obj *make_image(fz_context *ctx, pdf_document *doc, const struct trial *t)
{
	pdf_obj *dict = parse(ctx, doc, t->dict);
	size_t n = (size_t)t->bits * 8;
	unsigned char *bytes = malloc(n);
	memset(bytes, t->fill, n);
	fz_buffer *data = t->jpeg ? rpdf_encode_jpeg(ctx, bytes, 8, 8, t->bits / 8)
	                          : fz_new_buffer_from_copied_data(ctx, bytes, n);
	pdf_dict_put(ctx, dict, PDF_NAME(Subtype), PDF_NAME(Image));
	pdf_dict_put_int(ctx, dict, PDF_NAME(Width), 8);
	pdf_dict_put_int(ctx, dict, PDF_NAME(Height), 8);
	if (t->jpeg)
		pdf_dict_put(ctx, dict, PDF_NAME(Filter), PDF_NAME(DCTDecode));
	if (t->smask) {
		struct trial m = { .dict = "<</ColorSpace/DeviceGray/BitsPerComponent 8>>", .bits = 8, .fill = 0x77 };
		pdf_dict_put_drop(ctx, dict, PDF_NAME(SMask), make_image(ctx, doc, &m));
	}
	pdf_obj *ref = pdf_add_stream(ctx, doc, data, dict, t->jpeg);
	fz_drop_buffer(ctx, data);
	pdf_drop_obj(ctx, dict);
	free(bytes);
	return ref;
}

static size_t read_stream(fz_context *ctx, pdf_obj *obj, unsigned char *out, size_t room)
{
	fz_buffer *b = pdf_load_stream(ctx, obj);
	size_t n = b->len < room ? b->len : room;
	memcpy(out, b->data, n);
	fz_drop_buffer(ctx, b);
	return n;
}

static void run(fz_context *ctx, void *arg)
{
	struct trial *t = arg;
	pdf_document *doc = pdf_create_document(ctx);
	pdf_obj *xobj = make_image(ctx, doc, t);
	fz_image *image = pdf_load_image(ctx, doc, xobj);
	pdf_obj *fresh = rpdf_redact_image(ctx, doc, xobj, image, t->place, &BOX, 1);
	t->touched = fresh != NULL;
	if (fresh) {
		t->nout = read_stream(ctx, fresh, t->out, sizeof t->out);
		fz_strlcpy(t->filter, pdf_dict_get_name(ctx, fresh, PDF_NAME(Filter)), sizeof t->filter);
		if (t->smask)
			read_stream(ctx, pdf_dict_get(ctx, fresh, PDF_NAME(SMask)), t->mask, sizeof t->mask);
	}
	pdf_drop_obj(ctx, fresh);
	fz_drop_image(ctx, image);
	pdf_drop_obj(ctx, xobj);
	pdf_drop_document(ctx, doc);
}

static void try_it(struct trial *t)
{
	if (t->place.a == 0 && t->place.b == 0)
		t->place = PLACE;
	in_mupdf(run, t);
}

static bool bit_at(const struct trial *t, int y, int bit)
{
	return t->out[y * t->bits + bit / 8] >> (7 - bit % 8) & 1;
}

/* Every bit under the box has `under`, every other one that of the fill byte. */
static void assert_cut(const struct trial *t, bool under)
{
	assert_true(t->touched);
	assert_int_equal(t->nout, 8 * t->bits);
	for (int y = 0; y < 8; y++)
		for (int x = 0; x < 8; x++)
			for (int b = 0; b < t->bits; b++) {
				int bit = x * t->bits + b;
				bool was = t->fill >> (7 - bit % 8) & 1;
				assert_int_equal(bit_at(t, y, bit), is_under(x, y) ? under : was);
			}
}

#define CUTS(dict_, bits_, under_) do { \
	struct trial t = { .dict = (dict_), .bits = (bits_), .fill = 0xa5 }; \
	try_it(&t); \
	assert_cut(&t, (under_)); \
} while (0)

static void every_depth_and_colour_space_is_cut_in_its_own_samples(void **state)
{
	(void)state;
	CUTS("<</ColorSpace/DeviceGray/BitsPerComponent 1>>", 1, false);
	CUTS("<</ColorSpace/DeviceGray/BitsPerComponent 2>>", 2, false);
	CUTS("<</ColorSpace/DeviceGray/BitsPerComponent 8>>", 8, false);
	CUTS("<</ColorSpace/DeviceGray/BitsPerComponent 16>>", 16, false);
	CUTS("<</ColorSpace/DeviceRGB/BitsPerComponent 8>>", 24, false);
	CUTS("<</ColorSpace/DeviceCMYK/BitsPerComponent 8>>", 32, false);
	CUTS("<</ColorSpace[/Indexed/DeviceRGB 3<000000ff000000ff000000ff>]/BitsPerComponent 4>>", 4, false);
	CUTS("<</ColorSpace[/Lab<</WhitePoint[0.95 1 1.09]>>]/BitsPerComponent 8>>", 24, false);
	CUTS("<</ColorSpace[/Separation/Spot/DeviceGray<</FunctionType 2/Domain[0 1]/N 1/C0[1]/C1[0]>>]/BitsPerComponent 8>>", 8, false);
}

static void a_stencil_lets_nothing_through_where_it_is_cut(void **state)
{
	(void)state;
	CUTS("<</ImageMask true/BitsPerComponent 1>>", 1, true);
	CUTS("<</ImageMask true/BitsPerComponent 1/Decode[1 0]>>", 1, false);
}

static void a_jpeg_stays_a_jpeg(void **state)
{
	(void)state;
	struct trial t = { .dict = "<</ColorSpace/DeviceGray/BitsPerComponent 8>>", .bits = 8, .fill = 200, .jpeg = true };
	try_it(&t);
	assert_string_equal(t.filter, "DCTDecode");
	for (int y = 0; y < 8; y++)
		for (int x = 0; x < 8; x++)
			if (is_under(x, y))
				assert_true(t.out[y * 8 + x] < 40);
			else
				assert_true(abs((int)t.out[y * 8 + x] - 200) < 40);
}

static void the_soft_mask_is_cut_too(void **state)
{
	(void)state;
	struct trial t = { .dict = "<</ColorSpace/DeviceGray/BitsPerComponent 8>>", .bits = 8, .fill = 9, .smask = true };
	try_it(&t);
	for (int i = 0; i < 64; i++)
		assert_int_equal(t.mask[i], is_under(i % 8, i / 8) ? 0 : 0x77);
}

static void an_image_elsewhere_is_left_alone(void **state)
{
	(void)state;
	struct trial t = { .dict = "<</ColorSpace/DeviceGray/BitsPerComponent 8>>", .bits = 8, .place = { 80, 0, 0, 80, 300, 300 } };
	try_it(&t);
	assert_false(t.touched);
}

static void a_turned_image_is_cut_where_the_box_lies(void **state)
{
	(void)state;
	/* a quarter turn: the image's right edge is on top */
	struct trial t = { .dict = "<</ColorSpace/DeviceGray/BitsPerComponent 8>>", .bits = 8, .fill = 0xff,
		.place = { 0, 80, -80, 0, 80, 0 } };
	try_it(&t);
	int cut = 0;
	for (int i = 0; i < 64; i++)
		cut += t.out[i] == 0;
	assert_int_equal(cut, 6);
	/* x to the right is up: page (20..50, 50..70) is image x 5..6, y 2..4 */
	assert_int_equal(t.out[2 * 8 + 5], 0);
	assert_int_equal(t.out[4 * 8 + 6], 0);
}

static void a_skewed_image_loses_every_pixel_that_the_box_touches(void **state)
{
	(void)state;
	unsigned char data[64];
	struct raster r = raster_of(8, 8, 1, 8);
	fz_matrix m = { 60, 30, -30, 60, 40, 0 };
	memset(data, 1, sizeof data);
	r.data = data;
	raster_fill(&r, m, &BOX, 1, false);
	for (int y = 0; y < 8; y++)
		for (int x = 0; x < 8; x++) {
			fz_point c = fz_transform_point_xy((x + 0.5f) / 8, 1 - (y + 0.5f) / 8, m);
			if (c.x > BOX.x0 && c.x < BOX.x1 && c.y > BOX.y0 && c.y < BOX.y1)
				assert_int_equal(data[y * 8 + x], 0);
		}
	assert_int_equal(data[56], 1);
	assert_int_equal(data[63], 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_depth_and_colour_space_is_cut_in_its_own_samples),
		cmocka_unit_test(a_stencil_lets_nothing_through_where_it_is_cut),
		cmocka_unit_test(a_jpeg_stays_a_jpeg),
		cmocka_unit_test(the_soft_mask_is_cut_too),
		cmocka_unit_test(an_image_elsewhere_is_left_alone),
		cmocka_unit_test(a_turned_image_is_cut_where_the_box_lies),
		cmocka_unit_test(a_skewed_image_loses_every_pixel_that_the_box_touches),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
