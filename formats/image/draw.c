/* A page as a screen shows it: its pixels at another size. */
#include "formats/image/inner.h"

#include <math.h>

/* Larger pictures than this are not drawn. */
static const double MOST_DRAWN = 100e6;

/* Samples from *beg to before *end of `from` lie under sample i of `to`: one at least. */
static void under(int i, int to, int from, int *beg, int *end)
{
	*beg = (int)((int64_t)i * from / to);
	*end = (int)(((int64_t)(i + 1) * from + to - 1) / to);
	if (*end <= *beg)
		*end = *beg + 1;
}

static void mean(const shown *s, int x0, int x1, int y0, int y1, unsigned char *out)
{
	uint64_t sum[3] = { 0 }, n = (uint64_t)(x1 - x0) * (uint64_t)(y1 - y0);
	for (int y = y0; y < y1; y++) {
		const unsigned char *at = s->on_white + ((size_t)y * (size_t)s->width + (size_t)x0) * 3;
		for (int x = x0; x < x1; x++, at += 3)
			sum[0] += at[0], sum[1] += at[1], sum[2] += at[2];
	}
	for (int c = 0; c < 3; c++)
		out[c] = (unsigned char)((sum[c] + n / 2) / n);
}

static void resize(const shown *s, int width, int height, unsigned char *at)
{
	int x0, x1, y0, y1;
	for (int y = 0; y < height; y++) {
		under(y, height, s->height, &y0, &y1);
		for (int x = 0; x < width; x++, at += 3) {
			under(x, width, s->width, &x0, &x1);
			mean(s, x0, x1, y0, y1, at);
		}
	}
}

bool image_render(doc *opaque, uint32_t page, float dpi, arena *mem, picture *out, err *e)
{
	const image *d = (const image *)opaque;
	if (page < 1 || page > d->npages)
		return err_set(e, ERR_USAGE, STR_FMT ": there is no page %u", STR_ARG(d->src->name), page);
	rect frame = image_frame(&d->pages[page - 1]);
	double w = fmax(1, round((double)frame.x1 * dpi / 72)), h = fmax(1, round((double)frame.y1 * dpi / 72));
	if (!(w * h <= MOST_DRAWN))
		return err_set(e, ERR_REFUSED, STR_FMT ": page %u is too large to draw at %g dots an inch", STR_ARG(d->src->name), page, (double)dpi);
	arena *own = arena_new();
	shown s;
	bool ok = image_shown(d, page - 1, own, &s, e);
	if (ok) {
		unsigned char *rgb = arena_alloc(mem, (size_t)w * (size_t)h * 3);
		resize(&s, (int)w, (int)h, rgb);
		*out = (picture){ (int)w, (int)h, rgb };
	}
	arena_drop(own);
	return ok;
}
