#include "formats/lib/picture/png_cut.h"
#include "redact/base/buf.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <png.h>

static const size_t MOST_BYTES = (size_t)1 << 30;

enum { DARK = 64 };  /* of 255: from here down a colour of a palette passes for black */

/* libpng leaves by longjmp: everything that must survive the jump stands behind one pointer. */
struct cutting {
	str rest;            /* of the source */
	pixel_mark *mark;
	void *arg;
	png_structp in, out;
	png_infop head, head_out;
	png_uint_32 width, height;
	int depth, colour;
	size_t row;          /* bytes */
	unsigned char *pixels, **rows, *bits;
	buf made;
};

static void take(png_structp png, png_bytep to, size_t n)
{
	struct cutting *c = png_get_io_ptr(png);
	if (n > c->rest.n)
		png_error(png, "cut short");
	memcpy(to, c->rest.p, n);
	c->rest = str_sub(c->rest, n, c->rest.n);
}

static void give(png_structp png, png_bytep from, size_t n)
{
	struct cutting *c = png_get_io_ptr(png);
	buf_add(&c->made, from, n);
}

static void flush(png_structp png)
{
	(void)png;
}

static void leave(png_structp png, png_const_charp words)
{
	(void)words;
	png_longjmp(png, 1);
}

static void say_nothing(png_structp png, png_const_charp words)
{
	(void)png, (void)words;
}

/* ---- the colour of what goes ------------------------------------------------------------------ */

static int brightness(png_color c)
{
	return (c.red * 3 + c.green * 6 + c.blue) / 10;
}

/* The darkest of the palette that nothing shines through; a new black where none is dark. */
static unsigned black_of_palette(struct cutting *c)
{
	png_colorp palette, more;
	png_bytep alpha = NULL;
	int n = 0, nalpha = 0, best = -1;
	png_get_PLTE(c->in, c->head, &palette, &n);
	png_get_tRNS(c->in, c->head, &alpha, &nalpha, NULL);
	for (int i = 0; i < n; i++)
		if ((i >= nalpha || alpha[i] == 255) && (best < 0 || brightness(palette[i]) < brightness(palette[best])))
			best = i;
	if (n < 1 << c->depth && (best < 0 || brightness(palette[best]) > DARK)) {
		more = calloc((size_t)n + 1, sizeof *more);
		if (!more)
			png_error(c->in, "no memory");
		memcpy(more, palette, (size_t)n * sizeof *more);
		png_set_PLTE(c->in, c->head, more, n + 1);
		free(more);
		best = n;
	}
	return best < 0 ? 0 : (unsigned)best;
}

/* One colour may stand for "nothing is here". */
static bool black_is_clear(const struct cutting *c)
{
	png_color_16p key = NULL;
	if (!(png_get_tRNS(c->in, c->head, NULL, NULL, &key) & PNG_INFO_tRNS) || !key)
		return false;
	return c->colour == PNG_COLOR_TYPE_GRAY ? key->gray == 0 : !key->red && !key->green && !key->blue;
}

/* The samples of a black pixel, as they lie in a row; those of less than a byte in the low bits. */
static size_t black_pixel(struct cutting *c, unsigned char out[8])
{
	size_t wide = c->depth == 16 ? 2 : 1, n = wide * png_get_channels(c->in, c->head);
	memset(out, 0, 8);
	if (c->colour == PNG_COLOR_TYPE_PALETTE)
		out[0] = (unsigned char)black_of_palette(c);
	else if (c->colour & PNG_COLOR_MASK_ALPHA)
		memset(out + n - wide, 0xff, wide);
	else if (black_is_clear(c))
		out[n - 1] = 1;
	return n;
}

/* ---- the pixels -------------------------------------------------------------------------------- */

static void paint_small(unsigned char *row, png_uint_32 x, int depth, unsigned value)
{
	int shift = 8 - depth - (int)(x * (unsigned)depth % 8);
	unsigned char *at = row + (size_t)x * (unsigned)depth / 8, mask = (unsigned char)(((1u << depth) - 1) << shift);
	*at = (unsigned char)((*at & ~mask) | (value << shift & mask));
}

static void paint(struct cutting *c)
{
	unsigned char black[8];
	size_t n = black_pixel(c, black), stride = ((size_t)c->width + 7) / 8;
	c->mark(c->arg, (int)c->width, (int)c->height, c->bits, stride);
	for (png_uint_32 y = 0; y < c->height; y++)
		for (png_uint_32 x = 0; x < c->width; x++) {
			if (!mask_holds(c->bits, stride, (int)x, (int)y))
				continue;
			if (c->depth < 8)
				paint_small(c->rows[y], x, c->depth, black[0]);
			else
				memcpy(c->rows[y] + x * n, black, n);
		}
}

static bool read_whole(struct cutting *c)
{
	int interlaced;
	png_set_read_fn(c->in, c, take);
	png_set_user_limits(c->in, 1 << 20, 1 << 20);
	png_read_info(c->in, c->head);
	png_get_IHDR(c->in, c->head, &c->width, &c->height, &c->depth, &c->colour, &interlaced, NULL, NULL);
	c->row = png_get_rowbytes(c->in, c->head);
	if (c->row * c->height > MOST_BYTES)
		return false;
	c->pixels = calloc(c->height, c->row);
	c->rows = calloc(c->height, sizeof *c->rows);
	c->bits = calloc(c->height, ((size_t)c->width + 7) / 8);
	if (!c->pixels || !c->rows || !c->bits)
		return false;
	for (png_uint_32 y = 0; y < c->height; y++)
		c->rows[y] = c->pixels + y * c->row;
	png_read_image(c->in, c->rows);
	return true;
}

/* ---- what stands beside them ------------------------------------------------------------------- */

static void copy_palette(struct cutting *c)
{
	png_colorp palette;
	png_bytep alpha = NULL;
	png_color_16p key = NULL;
	int n = 0;
	if (c->colour == PNG_COLOR_TYPE_PALETTE && png_get_PLTE(c->in, c->head, &palette, &n))
		png_set_PLTE(c->out, c->head_out, palette, n);
	if (png_get_tRNS(c->in, c->head, &alpha, &n, &key))
		png_set_tRNS(c->out, c->head_out, alpha, n, key);
}

static void copy_looks(struct cutting *c)
{
	double gamma, xy[8];
	int intent, unit;
	png_uint_32 x, y;
	png_color_8p bits;
	if (png_get_gAMA(c->in, c->head, &gamma))
		png_set_gAMA(c->out, c->head_out, gamma);
	if (png_get_cHRM(c->in, c->head, xy, xy + 1, xy + 2, xy + 3, xy + 4, xy + 5, xy + 6, xy + 7))
		png_set_cHRM(c->out, c->head_out, xy[0], xy[1], xy[2], xy[3], xy[4], xy[5], xy[6], xy[7]);
	if (png_get_sRGB(c->in, c->head, &intent))
		png_set_sRGB(c->out, c->head_out, intent);
	if (png_get_sBIT(c->in, c->head, &bits))
		png_set_sBIT(c->out, c->head_out, bits);
	if (png_get_pHYs(c->in, c->head, &x, &y, &unit))
		png_set_pHYs(c->out, c->head_out, x, y, unit);
}

static void write_whole(struct cutting *c)
{
	png_set_write_fn(c->out, c, give, flush);
	png_set_compression_level(c->out, 9);
	png_set_IHDR(c->out, c->head_out, c->width, c->height, c->depth, c->colour, PNG_INTERLACE_NONE,
	             PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
	copy_palette(c);
	copy_looks(c);
	png_write_info(c->out, c->head_out);
	png_write_image(c->out, c->rows);
	png_write_end(c->out, NULL);
}

static bool operate(struct cutting *c)
{
	c->in = png_create_read_struct(PNG_LIBPNG_VER_STRING, NULL, leave, say_nothing);
	c->out = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, leave, say_nothing);
	c->head = c->in ? png_create_info_struct(c->in) : NULL;
	c->head_out = c->out ? png_create_info_struct(c->out) : NULL;
	if (!c->head || !c->head_out)
		return false;
	if (setjmp(png_jmpbuf(c->in)))
		return false;
	if (setjmp(png_jmpbuf(c->out)))
		return false;
	if (!read_whole(c))
		return false;
	paint(c);
	write_whole(c);
	return true;
}

bool png_cut(str png, pixel_mark *mark, void *arg, arena *mem, str *out)
{
	struct cutting *c = calloc(1, sizeof *c);
	if (!c)
		return false;
	c->rest = png;
	c->mark = mark;
	c->arg = arg;
	bool done = operate(c);
	if (done)
		*out = str_dup(buf_view(&c->made), mem);
	png_destroy_read_struct(&c->in, &c->head, NULL);
	png_destroy_write_struct(&c->out, &c->head_out);
	free(c->pixels);
	free(c->rows);
	free(c->bits);
	buf_free(&c->made);
	free(c);
	return done;
}
