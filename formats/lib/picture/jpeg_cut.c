#include "formats/lib/picture/jpeg_cut.h"

#include <math.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <jpeglib.h>

/* All coefficients are in memory at a time, two bytes each. */
static const size_t MOST_SAMPLES = (size_t)1 << 28;

/* Where a block holds both, coarse tables let the edge between them ring. What rings below black is
 * not seen, so that is aimed at; when all the same what goes does not come out even, coding the whole
 * image anew is the better way. */
enum { BELOW_BLACK = -40, UNEVEN = 36, UNEVEN_TINT = 18 };

struct failing {
	struct jpeg_error_mgr super;
	jmp_buf out;
	bool warned;           /* it was damaged, and what was read of it is a guess */
};

struct bitmap {
	int width, height;
	size_t stride;
	unsigned char *bits;
};

struct surgery {
	str jpeg;
	pixel_mark *mark;
	void *arg;
	struct jpeg_decompress_struct in;
	struct jpeg_compress_struct out;
	struct failing trouble;
	struct bitmap gone;    /* to be removed */
	float cosines[8][8];
	bool uneven;           /* some block did not come out even */
	unsigned char *bytes;  /* malloc'ed by libjpeg           */
	unsigned long n;
};

static void fail(j_common_ptr c)
{
	longjmp(((struct failing *)c->err)->out, 1);
}

static void take_note(j_common_ptr c, int level)
{
	if (level < 0)
		((struct failing *)c->err)->warned = true;
}

static void say_nothing(j_common_ptr c)
{
	(void)c;
}

/* ---- samples and coefficients: ITU-T T.81, A.3.3 ------------------------------------------------ */

static void set_cosines(struct surgery *s)
{
	for (int u = 0; u < 8; u++)
		for (int x = 0; x < 8; x++)
			s->cosines[u][x] = (u ? 0.5f : 0.35355339f) * cosf((float)((2 * x + 1) * u) * 3.14159265f / 16);
}

static void to_samples(const struct surgery *s, const JCOEF *block, const UINT16 *steps, float out[64])
{
	float half[64];
	for (int v = 0; v < 8; v++)
		for (int x = 0; x < 8; x++) {
			float sum = 0;
			for (int u = 0; u < 8; u++)
				sum += s->cosines[u][x] * (float)block[v * 8 + u] * (float)steps[v * 8 + u];
			half[v * 8 + x] = sum;
		}
	for (int y = 0; y < 8; y++)
		for (int x = 0; x < 8; x++) {
			float sum = 0;
			for (int v = 0; v < 8; v++)
				sum += s->cosines[v][y] * half[v * 8 + x];
			out[y * 8 + x] = fminf(fmaxf(sum + 128, 0), 255);
		}
}

static void to_coefficients(const struct surgery *s, const float in[64], const UINT16 *steps, JCOEF *block)
{
	float half[64];
	for (int y = 0; y < 8; y++)
		for (int u = 0; u < 8; u++) {
			float sum = 0;
			for (int x = 0; x < 8; x++)
				sum += s->cosines[u][x] * (in[y * 8 + x] - 128);
			half[y * 8 + u] = sum;
		}
	for (int v = 0; v < 8; v++)
		for (int u = 0; u < 8; u++) {
			float sum = 0;
			for (int y = 0; y < 8; y++)
				sum += s->cosines[v][y] * half[y * 8 + u];
			float most = u || v ? 1023 : 2047, step = steps[v * 8 + u] ? (float)steps[v * 8 + u] : 1;
			block[v * 8 + u] = (JCOEF)lrintf(fminf(fmaxf(sum / step, -most), most));
		}
}

/* ---- blocks ------------------------------------------------------------------------------------- */

/* Whether any pixel that a sample stands for is to be removed. Beyond the image lie copies of its edge. */
static bool sample_gone(const struct surgery *s, const jpeg_component_info *c, int sx, int sy)
{
	int mh = s->in.max_h_samp_factor, mv = s->in.max_v_samp_factor, h = c->h_samp_factor, v = c->v_samp_factor;
	int right = s->gone.width - 1, low = s->gone.height - 1;
	int x0 = sx * mh / h, x1 = ((sx + 1) * mh + h - 1) / h, y0 = sy * mv / v, y1 = ((sy + 1) * mv + v - 1) / v;
	for (int y = y0; y < y1; y++)
		for (int x = x0; x < x1; x++)
			if (mask_holds(s->gone.bits, s->gone.stride, x < right ? x : right, y < low ? y : low))
				return true;
	return false;
}

static void cut_block(struct surgery *s, const jpeg_component_info *c, int bx, int by, int fill, JCOEF *block)
{
	const JQUANT_TBL *table = c->quant_table;
	bool gone[64];
	int n = 0, aim = fill ? fill : BELOW_BLACK;
	for (int i = 0; i < 64; i++)
		n += gone[i] = sample_gone(s, c, bx * 8 + i % 8, by * 8 + i / 8);
	if (n == 0)
		return;
	float samples[64], shown[64];
	if (n < 64)
		to_samples(s, block, table->quantval, samples);
	for (int i = 0; i < 64; i++)
		if (gone[i])
			samples[i] = (float)(n < 64 ? aim : fill);
	to_coefficients(s, samples, table->quantval, block);
	to_samples(s, block, table->quantval, shown);
	for (int i = 0; i < 64; i++)
		s->uneven |= gone[i] && fabsf(shown[i] - (float)fill) > (fill ? UNEVEN_TINT : UNEVEN);
}

/* Black, or no ink: what counts is that it is even. */
static int fill_of(const struct surgery *s, int component)
{
	J_COLOR_SPACE space = s->in.jpeg_color_space;
	return (space == JCS_YCbCr || space == JCS_YCCK) && (component == 1 || component == 2) ? 128 : 0;
}

static void cut_component(struct surgery *s, int component, jvirt_barray_ptr coefficients)
{
	const jpeg_component_info *c = &s->in.comp_info[component];
	int fill = fill_of(s, component);
	for (JDIMENSION by = 0; by < c->height_in_blocks; by++) {
		JBLOCKARRAY row = s->in.mem->access_virt_barray((j_common_ptr)&s->in, coefficients, by, 1, TRUE);
		for (JDIMENSION bx = 0; bx < c->width_in_blocks; bx++)
			cut_block(s, c, (int)bx, (int)by, fill, row[0][bx]);
	}
}

/* ---- the whole ---------------------------------------------------------------------------------- */

static bool mark_pixels(struct surgery *s)
{
	int width = (int)s->in.image_width, height = (int)s->in.image_height;
	s->gone = (struct bitmap){ width, height, ((size_t)width + 7) / 8, NULL };
	s->gone.bits = calloc((size_t)height, s->gone.stride);
	if (!s->gone.bits)
		return false;
	s->mark(s->arg, width, height, s->gone.bits, s->gone.stride);
	return true;
}

static bool operate(struct surgery *s)
{
	jpeg_mem_src(&s->in, (const unsigned char *)s->jpeg.p, (unsigned long)s->jpeg.n);
	jpeg_read_header(&s->in, TRUE);
	size_t pixels = (size_t)s->in.image_width * s->in.image_height;
	if (s->in.arith_code || s->in.data_precision != 8 || pixels * (size_t)s->in.num_components > MOST_SAMPLES
	 || !mark_pixels(s))
		return false;
	jvirt_barray_ptr *coefficients = jpeg_read_coefficients(&s->in);
	for (int i = 0; i < s->in.num_components; i++) {
		if (!s->in.comp_info[i].quant_table)
			return false;
		cut_component(s, i, coefficients[i]);
		if (s->uneven)
			return false;
	}
	jpeg_mem_dest(&s->out, &s->bytes, &s->n);
	jpeg_copy_critical_parameters(&s->in, &s->out);
	/* The markers that tell what its colours are: no more and no fewer than it had. */
	s->out.write_JFIF_header = s->in.saw_JFIF_marker;
	s->out.write_Adobe_marker = s->in.saw_Adobe_marker;
	s->out.optimize_coding = TRUE;
	jpeg_write_coefficients(&s->out, coefficients);
	jpeg_finish_compress(&s->out);
	jpeg_finish_decompress(&s->in);
	return !s->trouble.warned;
}

static bool guarded(struct surgery *s)
{
	s->in.err = s->out.err = jpeg_std_error(&s->trouble.super);
	s->trouble.super.error_exit = fail;
	s->trouble.super.emit_message = take_note;
	s->trouble.super.output_message = say_nothing;
	if (setjmp(s->trouble.out))
		return false;
	jpeg_create_decompress(&s->in);
	jpeg_create_compress(&s->out);
	return operate(s);
}

bool jpeg_cut(str jpeg, pixel_mark *mark, void *arg, arena *mem, str *out)
{
	struct surgery *s = calloc(1, sizeof *s);
	if (!s)
		return false;
	s->jpeg = jpeg;
	s->mark = mark;
	s->arg = arg;
	set_cosines(s);
	bool done = guarded(s);
	if (done)
		*out = str_dup((str){ (const char *)s->bytes, s->n }, mem);
	jpeg_destroy_decompress(&s->in);
	jpeg_destroy_compress(&s->out);
	free(s->gone.bits);
	free(s->bytes);
	free(s);
	return done;
}
