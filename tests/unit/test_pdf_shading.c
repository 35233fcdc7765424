/* Shadings as pixels: which need it, what is left of them, and what the proof takes for one of them. */
#include "formats/lib/mu.h"
#include "formats/pdf/image/shading.h"
#include "formats/pdf/proof/pixels.h"
#include "tests/unit/pdf_parse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* A function of two numbers: black on the left, white on the right of 100 by 50 points. */
#define FUNCTION "<</ShadingType 1/ColorSpace/DeviceGray/Matrix[100 0 0 50 0 0]/Function<</FunctionType 4" \
	"/Domain[0 1 0 1]/Range[0 1]>>>>"
#define RAMP "<</ShadingType 2/ColorSpace/DeviceGray/Coords[0 0 100 0]/Function<</FunctionType 2/Domain[0 1]/C0[0]/C1[1]/N 1>>>>"

struct facts {
	const rect *boxes, *told;   /* cut at; the proof is told of */
	size_t nboxes;
	const char *dict;
	bool picture, any, alike;
	int dark, lit;              /* samples under a box, and beside it */
};

static pdf_obj *dict_of(fz_context *ctx, pdf_document *doc, const char *text)
{
	static const char program[] = "{pop}";
	pdf_obj *dict = parse(ctx, doc, text);
	if (strcmp(text, FUNCTION) == 0) {
		fz_buffer *b = fz_new_buffer_from_copied_data(ctx, (const unsigned char *)program, strlen(program));
		pdf_dict_put_drop(ctx, dict, PDF_NAME(Function), pdf_add_stream(ctx, doc, b, pdf_dict_get(ctx, dict, PDF_NAME(Function)), 0));
		fz_drop_buffer(ctx, b);
	}
	return pdf_add_object_drop(ctx, doc, dict);
}

static void look(fz_context *ctx, pdf_document *doc, fz_shade *shade, pdf_obj *ref, fz_rect at, struct facts *f)
{
	fz_image *image = pdf_load_image(ctx, doc, ref);
	fz_pixmap *pix = fz_get_unscaled_pixmap_from_image(ctx, image);
	f->dark = pix->samples[(ptrdiff_t)(pix->h / 2) * pix->stride + (ptrdiff_t)(pix->w * 3 / 4) * pix->n];
	f->lit = pix->samples[(ptrdiff_t)(pix->h / 16) * pix->stride + (ptrdiff_t)(pix->w * 3 / 4) * pix->n];
	f->alike = rpdf_pixels_shade(ctx, shade, true, fz_identity, image, image->mask, (rect){ at.x0, at.y0, at.x1, at.y1 },
	                             f->told, f->nboxes);
	fz_drop_pixmap(ctx, pix);
	fz_drop_image(ctx, image);
}

static void cut(struct facts *f)
{
	fz_context *ctx = fz_new_context(NULL, NULL, FZ_STORE_DEFAULT);
	fz_try(ctx) {
		pdf_document *doc = pdf_create_document(ctx);
		pdf_obj *dict = dict_of(ctx, doc, f->dict);
		fz_shade *shade = pdf_load_shading(ctx, doc, dict);
		struct rpdf_shade_cut job = { .shade = shade, .dict = dict, .ctm = fz_identity, .area = { 0, 0, 100, 50 },
		                              .boxes = f->boxes, .nboxes = f->nboxes };
		fz_rect at;
		size_t pixels = 0;
		f->picture = rpdf_shade_is_picture(ctx, shade);
		pdf_obj *ref = rpdf_shade_image(ctx, doc, &job, &at, &pixels);
		f->any = ref != NULL;
		if (ref)
			look(ctx, doc, shade, ref, at, f);
		pdf_drop_obj(ctx, ref);
		fz_drop_shade(ctx, shade);
		pdf_drop_obj(ctx, dict);
		pdf_drop_document(ctx, doc);
	}
	fz_catch(ctx)
		f->dict = NULL;
	fz_drop_context(ctx);
	assert_non_null(f->dict);
}

static const rect middle[] = { { 60, 20, 90, 30 } }, elsewhere[] = { { 0, 40, 10, 50 } }, all[] = { { -1, -1, 101, 51 } };

static void nothing_shows_under_a_box_and_all_beside_it(void **state)
{
	struct facts f = { .boxes = middle, .told = middle, .nboxes = 1, .dict = FUNCTION };
	(void)state;
	cut(&f);
	assert_true(f.any);
	assert_int_equal(f.dark, 0);
	assert_in_range(f.lit, 170, 210);
	assert_true(f.alike);
}

static void the_proof_takes_no_picture_that_lacks_more_than_the_marks(void **state)
{
	struct facts f = { .boxes = middle, .told = elsewhere, .nboxes = 1, .dict = FUNCTION };
	(void)state;
	cut(&f);
	assert_true(f.any);
	assert_false(f.alike);
}

static void of_a_shading_that_a_box_covers_nothing_is_left(void **state)
{
	struct facts f = { .boxes = all, .told = all, .nboxes = 1, .dict = FUNCTION };
	(void)state;
	cut(&f);
	assert_false(f.any);
}

static void functions_are_pictures_and_ramps_are_none(void **state)
{
	struct facts f = { .dict = FUNCTION }, ramp = { .dict = RAMP };
	(void)state;
	cut(&f);
	cut(&ramp);
	assert_true(f.picture);
	assert_false(ramp.picture);
}

static void a_ramp_of_bars_is_a_picture(void **state)
{
	fz_context *ctx = fz_new_context(NULL, NULL, FZ_STORE_DEFAULT);
	fz_shade *bars = calloc(1, sizeof *bars);
	(void)state;
	bars->type = FZ_LINEAR;
	bars->use_function = 1;
	bars->colorspace = fz_device_gray(ctx);
	for (int i = 0; i < 256; i++)
		bars->function[i][0] = (float)(i / 8 % 2);
	assert_true(rpdf_shade_is_picture(ctx, bars));
	free(bars);
	fz_drop_context(ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_shows_under_a_box_and_all_beside_it),
		cmocka_unit_test(the_proof_takes_no_picture_that_lacks_more_than_the_marks),
		cmocka_unit_test(of_a_shading_that_a_box_covers_nothing_is_left),
		cmocka_unit_test(functions_are_pictures_and_ramps_are_none),
		cmocka_unit_test(a_ramp_of_bars_is_a_picture),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
