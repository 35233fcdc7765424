#include "formats/pdf/image/jpeg.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <jpeglib.h>

/* High enough that what is not under a mark is, to the eye, what it was; and near the size it had. */
enum { QUALITY = 92 };

struct failing {
	struct jpeg_error_mgr super;
	jmp_buf out;
};

static void fail(j_common_ptr c)
{
	longjmp(((struct failing *)c->err)->out, 1);
}

static void say_nothing(j_common_ptr c)
{
	(void)c;
}

/* Everything that libjpeg may jump out of; false when it did. *bytes is malloc'ed by libjpeg. */
static bool encode(const unsigned char *samples, int width, int height, int planes,
                   unsigned char **bytes, unsigned long *n)
{
	struct jpeg_compress_struct c;
	struct failing trouble;
	c.err = jpeg_std_error(&trouble.super);
	trouble.super.error_exit = fail;
	trouble.super.output_message = say_nothing;
	if (setjmp(trouble.out)) {
		jpeg_destroy_compress(&c);
		return false;
	}
	jpeg_create_compress(&c);
	jpeg_mem_dest(&c, bytes, n);
	c.image_width = (JDIMENSION)width;
	c.image_height = (JDIMENSION)height;
	c.input_components = planes;
	c.in_color_space = planes == 1 ? JCS_GRAYSCALE : JCS_RGB;
	jpeg_set_defaults(&c);
	jpeg_set_quality(&c, QUALITY, TRUE);
	/* Full colour resolution: the source may have had it. */
	c.comp_info[0].h_samp_factor = c.comp_info[0].v_samp_factor = 1;
	c.optimize_coding = TRUE;
	jpeg_start_compress(&c, TRUE);
	while (c.next_scanline < c.image_height) {
		JSAMPROW row = (JSAMPROW)(samples + (size_t)c.next_scanline * (size_t)width * (size_t)planes);
		jpeg_write_scanlines(&c, &row, 1);
	}
	jpeg_finish_compress(&c);
	jpeg_destroy_compress(&c);
	return true;
}

fz_buffer *rpdf_encode_jpeg(fz_context *ctx, const unsigned char *samples, int width, int height, int planes)
{
	unsigned char *bytes = NULL;
	unsigned long n = 0;
	fz_buffer *out = NULL;
	fz_var(out);
	if (!encode(samples, width, height, planes, &bytes, &n)) {
		free(bytes);
		mu_throw(ctx, ERR_REFUSED, "an image under a mark could not be written as JPEG again");
	}
	fz_try(ctx)
		out = fz_new_buffer_from_copied_data(ctx, bytes, n);
	fz_always(ctx)
		free(bytes);
	fz_catch(ctx)
		fz_rethrow(ctx);
	return out;
}
