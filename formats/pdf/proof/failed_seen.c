/* A page as a reader shows it, in pixels. */
#include "formats/pdf/proof/failed_int.h"

#include <math.h>

enum { DPI = 144, MOST_PIXELS = 16 << 20, FEWEST = 6 };

static void draw(fz_context *ctx, seen *s)
{
	pdf_page *page = pdf_load_page(ctx, s->doc, s->number);
	fz_try(ctx) {
		fz_rect b = pdf_bound_page(ctx, page);
		float area = (b.x1 - b.x0) * (b.y1 - b.y0);
		s->zoom = DPI / 72.0f;
		if (area * s->zoom * s->zoom > (float)MOST_PIXELS)
			s->zoom = sqrtf((float)MOST_PIXELS / area);
		s->pix = fz_new_pixmap_from_page(ctx, (fz_page *)page, fz_scale(s->zoom, s->zoom), fz_device_rgb(ctx), 0);
	}
	fz_always(ctx)
		fz_drop_page(ctx, (fz_page *)page);
	fz_catch(ctx)
		fz_rethrow(ctx);
}

/* A pixel at the rim is mixed from both sides of it. */
static void rim_off(int *lo, int *hi)
{
	if (*hi - *lo > 4) {
		++*lo;
		--*hi;
	}
}

bool rpdf_seen_plain(fz_context *ctx, seen *s, rect area, int tolerance, float rgb[3])
{
	if (!s->pix)
		draw(ctx, s);
	const fz_pixmap *p = s->pix;
	fz_irect in = {
		(int)ceilf(area.x0 * s->zoom), (int)ceilf(area.y0 * s->zoom),
		(int)floorf(area.x1 * s->zoom), (int)floorf(area.y1 * s->zoom),
	};
	rim_off(&in.x0, &in.x1);
	rim_off(&in.y0, &in.y1);
	in = fz_intersect_irect(in, (fz_irect){ p->x, p->y, p->x + p->w, p->y + p->h });
	if (fz_is_empty_irect(in) || (in.x1 - in.x0) * (in.y1 - in.y0) < FEWEST)
		return false;

	int lo[3] = { 255, 255, 255 }, hi[3] = { 0, 0, 0 };
	uint64_t sum[3] = { 0 };
	for (int y = in.y0; y < in.y1; y++) {
		const unsigned char *at = p->samples + (ptrdiff_t)(y - p->y) * p->stride + (ptrdiff_t)(in.x0 - p->x) * p->n;
		for (int x = in.x0; x < in.x1; x++, at += p->n)
			for (int i = 0; i < 3; i++) {
				lo[i] = at[i] < lo[i] ? at[i] : lo[i];
				hi[i] = at[i] > hi[i] ? at[i] : hi[i];
				sum[i] += at[i];
			}
	}
	uint64_t count = (uint64_t)(in.x1 - in.x0) * (uint64_t)(in.y1 - in.y0);
	for (int i = 0; i < 3; i++) {
		if (hi[i] - lo[i] > tolerance)
			return false;
		rgb[i] = (float)sum[i] / (float)count / 255;
	}
	return true;
}

void rpdf_seen_drop(fz_context *ctx, seen *s)
{
	fz_drop_pixmap(ctx, s->pix);
	s->pix = NULL;
}
