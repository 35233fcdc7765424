#include "formats/pdf/pixels/view.h"

#include <math.h>

/* Not 300 quite: edges at whole points would fall on edges of pixels, and rounding decide which. */
static const float DOTS = 300.25f, MOST_PIXELS = 60e6f;

static float zoom_for(rect area)
{
	float zoom = DOTS / 72, pixels = rect_area(area) * zoom * zoom;
	return pixels > MOST_PIXELS ? zoom * sqrtf(MOST_PIXELS / pixels) : zoom;
}

void rpdf_view_draw(fz_context *ctx, rpdf_view *v, struct rpdf_doc *d, int number, bool grey)
{
	*v = (rpdf_view){ .d = d, .number = number, .page = &d->pages[number] };
	v->zoom = zoom_for(v->page->area);
	pdf_page *page = pdf_load_page(ctx, d->doc, number);
	fz_try(ctx)
		v->pix = fz_new_pixmap_from_page_contents(ctx, (fz_page *)page, fz_scale(v->zoom, v->zoom),
		                                          grey ? fz_device_gray(ctx) : fz_device_rgb(ctx), 0);
	fz_always(ctx)
		fz_drop_page(ctx, (fz_page *)page);
	fz_catch(ctx)
		fz_rethrow(ctx);
}

ocr_picture rpdf_view_picture(const rpdf_view *v)
{
	return (ocr_picture){ .samples = v->pix->samples, .w = v->pix->w, .h = v->pix->h,
	                      .stride = (size_t)v->pix->stride, .channels = v->pix->n, .dpi = (int)(v->zoom * 72) };
}

static int held(float at, int most)
{
	return at < 0 ? 0 : at > (float)most ? most : (int)at;
}

ocr_box rpdf_view_box(const rpdf_view *v, rect r)
{
	float x = (float)v->pix->x, y = (float)v->pix->y;
	return (ocr_box){
		held(floorf(r.x0 * v->zoom) - x, v->pix->w), held(floorf(r.y0 * v->zoom) - y, v->pix->h),
		held(ceilf(r.x1 * v->zoom) - x, v->pix->w), held(ceilf(r.y1 * v->zoom) - y, v->pix->h),
	};
}

rect rpdf_view_place(const rpdf_view *v, ocr_box b)
{
	return (rect){
		(float)(b.x0 + v->pix->x) / v->zoom, (float)(b.y0 + v->pix->y) / v->zoom,
		(float)(b.x1 + v->pix->x) / v->zoom, (float)(b.y1 + v->pix->y) / v->zoom,
	};
}
