#include "formats/lib/picture/faulty.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>

struct decoding { struct jpeg_decompress_struct in; struct jpeg_error_mgr errors; jmp_buf out; unsigned char *row; };

static void fail(j_common_ptr c)
{
	longjmp(((struct decoding *)c)->out, 1);
}

static void say_nothing(j_common_ptr c)
{
	(void)c;
}

/* An eighth as large: every code is read, and hardly a pixel made. */
static bool warns(struct decoding *d, str bytes)
{
	d->in.err = jpeg_std_error(&d->errors);
	d->errors.error_exit = fail;
	d->errors.output_message = say_nothing;
	if (setjmp(d->out))
		return true;
	jpeg_create_decompress(&d->in);
	jpeg_mem_src(&d->in, (const unsigned char *)bytes.p, bytes.n);
	jpeg_read_header(&d->in, TRUE);
	d->in.scale_num = 1, d->in.scale_denom = 8;
	d->in.out_color_space = d->in.jpeg_color_space;
	jpeg_start_decompress(&d->in);
	d->row = malloc((size_t)d->in.output_width * (size_t)d->in.output_components);
	while (d->row && d->in.output_scanline < d->in.output_height)
		jpeg_read_scanlines(&d->in, &d->row, 1);
	jpeg_finish_decompress(&d->in);
	return d->errors.num_warnings > 0 || !d->row;
}

bool picture_is_faulty(str bytes)
{
	if (bytes.n < 3 || memcmp(bytes.p, "\xff\xd8\xff", 3) != 0)
		return false;
	struct decoding *d = calloc(1, sizeof *d);
	bool faulty = !d || warns(d, bytes);
	if (d) {
		jpeg_destroy_decompress(&d->in);
		free(d->row);
	}
	free(d);
	return faulty;
}
