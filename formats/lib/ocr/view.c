#include "formats/lib/ocr/view.h"

#include <math.h>
#include <string.h>

enum {
	ENOUGH_DPI    = 450,       /* from here on two pixels by two become one     */
	ENOUGH_PIXELS = 36000000,  /* of a view; about A4 at 600 dpi                */
	VIVID         = 56,        /* between the strongest channel and the weakest */
};

/* ---- the way back ---------------------------------------------------------------------------- */

static ocr_map after(ocr_map first, ocr_map then)
{
	return (ocr_map){
		then.a * first.a + then.c * first.b, then.b * first.a + then.d * first.b,
		then.a * first.c + then.c * first.d, then.b * first.c + then.d * first.d,
		then.a * first.e + then.c * first.f + then.e, then.b * first.e + then.d * first.f + then.f,
	};
}

static int between(float v, int low, int high)
{
	return v < (float)low ? low : v > (float)high ? high : (int)v;
}

ocr_box view_back(const ocr_view *v, ocr_box b)
{
	const ocr_map *m = &v->back;
	float x0 = 1e9f, y0 = 1e9f, x1 = -1e9f, y1 = -1e9f;
	for (int i = 0; i < 4; i++) {
		float x = (float)(i & 1 ? b.x1 : b.x0), y = (float)(i & 2 ? b.y1 : b.y0);
		float px = m->a * x + m->c * y + m->e, py = m->b * x + m->d * y + m->f;
		x0 = fminf(x0, px), x1 = fmaxf(x1, px);
		y0 = fminf(y0, py), y1 = fmaxf(y1, py);
	}
	return (ocr_box){
		between(floorf(x0 + 0.01f), 0, v->w), between(floorf(y0 + 0.01f), 0, v->h),
		between(ceilf(x1 - 0.01f), 0, v->w), between(ceilf(y1 - 0.01f), 0, v->h),
	};
}

/* ---- loading --------------------------------------------------------------------------------- */

static ocr_box clipped(ocr_box b, const ocr_picture *p)
{
	return (ocr_box){ b.x0 < 0 ? 0 : b.x0, b.y0 < 0 ? 0 : b.y0, b.x1 > p->w ? p->w : b.x1, b.y1 > p->h ? p->h : b.y1 };
}

static ocr_box bounds(const ocr_picture *p, const ocr_box *areas, size_t n)
{
	ocr_box all = { p->w, p->h, 0, 0 };
	if (!n)
		return (ocr_box){ 0, 0, p->w, p->h };
	for (size_t i = 0; i < n; i++) {
		ocr_box b = clipped(areas[i], p);
		if (b.x0 >= b.x1 || b.y0 >= b.y1)
			continue;
		all.x0 = b.x0 < all.x0 ? b.x0 : all.x0, all.y0 = b.y0 < all.y0 ? b.y0 : all.y0;
		all.x1 = b.x1 > all.x1 ? b.x1 : all.x1, all.y1 = b.y1 > all.y1 ? b.y1 : all.y1;
	}
	return all;
}

/* What one pixel of the view is made of; `plain` is its brightness without what is coloured. */
typedef struct tint { int plain, grey, vivid; } tint;

/* The mean of k by k pixels. In its strongest channel coloured ink is faint; the rest of it goes with its colour. */
static tint tint_of(const ocr_picture *p, const unsigned char *at, int k)
{
	int sum[3] = { 0 };
	for (int y = 0; y < k; y++, at += p->stride) {
		const unsigned char *s = at;
		for (int x = 0; x < k; x++)
			for (int i = 0; i < p->channels; i++)
				sum[i] += *s++;
	}
	if (p->channels == 1)
		return (tint){ sum[0] / (k * k), sum[0] / (k * k), 0 };
	int r = sum[0] / (k * k), g = sum[1] / (k * k), b = sum[2] / (k * k);
	int most = r > g ? r : g, least = r < g ? r : g;
	most = most > b ? most : b, least = least < b ? least : b;
	int plain = most + (most - least);
	return (tint){ plain > 255 ? 255 : plain, (r * 77 + g * 151 + b * 28) >> 8, most - least };
}

static bool is_colourful(const ocr_picture *p, ocr_box in)
{
	size_t vivid = 0, seen = 0;
	if (p->channels == 1)
		return false;
	for (int y = in.y0; y < in.y1; y += 3) {
		const unsigned char *s = p->samples + (size_t)y * p->stride + (size_t)in.x0 * 3;
		for (int x = in.x0; x < in.x1; x += 3, s += 9, seen++)
			vivid += tint_of(p, s, 1).vivid > VIVID;
	}
	return vivid > 40 && vivid > seen / 4000;
}

static void fill(ocr_view *v, const ocr_picture *p, ocr_box from, ocr_box all, int k)
{
	int x0 = (from.x0 - all.x0) / k, x1 = (from.x1 - all.x0) / k, w = pixGetWidth(v->grey), h = pixGetHeight(v->grey);
	x1 = x1 < w ? x1 : w;
	for (int y = (from.y0 - all.y0) / k; y < (from.y1 - all.y0) / k && y < h; y++) {
		l_uint32 *grey = pixGetData(v->grey) + (size_t)y * (size_t)pixGetWpl(v->grey);
		l_uint32 *colour = v->colour ? pixGetData(v->colour) + (size_t)y * (size_t)pixGetWpl(v->colour) : NULL;
		const unsigned char *row = p->samples + (size_t)(all.y0 + y * k) * p->stride;
		for (int x = x0; x < x1; x++) {
			tint t = tint_of(p, row + (size_t)(all.x0 + x * k) * (size_t)p->channels, k);
			SET_DATA_BYTE(grey, x, colour && t.vivid > VIVID / 3 ? t.plain : t.grey);
			if (colour)
				SET_DATA_BYTE(colour, x, t.vivid >= 127 ? 0 : 255 - 2 * t.vivid);
		}
	}
}

bool view_load(ocr_view *v, const ocr_picture *p, const ocr_box *areas, size_t nareas, bool apart, err *e)
{
	*v = (ocr_view){ .w = p->w, .h = p->h };
	if (p->w < 1 || p->h < 1 || p->w > OCR_SIDE || p->h > OCR_SIDE || (long long)p->w * p->h > OCR_PIXELS)
		return err_set(e, ERR_REFUSED, "a picture of %d by %d pixels is not read", p->w, p->h);
	if ((p->channels != 1 && p->channels != 3) || p->stride < (size_t)p->w * (size_t)p->channels)
		return err_set(e, ERR_INTERNAL, "a picture of %d channels cannot be read", p->channels);
	ocr_box all = bounds(p, areas, nareas);
	if (all.x0 >= all.x1 || all.y0 >= all.y1)
		all = (ocr_box){ 0, 0, 1, 1 };
	int k = p->dpi >= ENOUGH_DPI ? 2 : 1;
	while ((long long)((all.x1 - all.x0) / k) * ((all.y1 - all.y0) / k) > ENOUGH_PIXELS)
		k++;
	int w = (all.x1 - all.x0) / k, h = (all.y1 - all.y0) / k;
	w = w ? w : 1, h = h ? h : 1;
	v->grey = pixCreate(w, h, 8);
	if (v->grey && apart && is_colourful(p, all))
		v->colour = pixCreate(w, h, 8);
	if (!v->grey)
		return err_set(e, ERR_SYSTEM, "no memory for a picture of %d by %d pixels", p->w, p->h);
	pixSetAll(v->grey);
	if (v->colour)
		pixSetAll(v->colour);
	for (size_t i = 0; i < nareas; i++)
		fill(v, p, clipped(areas[i], p), all, k);
	if (!nareas)
		fill(v, p, all, all, k);
	v->back = (ocr_map){ (float)k, 0, 0, (float)k, (float)all.x0, (float)all.y0 };
	return true;
}

void view_drop(ocr_view *v)
{
	pixDestroy(&v->grey);
	pixDestroy(&v->colour);
	pixDestroy(&v->ink);
}

/* ---- moving ---------------------------------------------------------------------------------- */

static void replace(PIX **old, PIX *fresh)
{
	if (!fresh)
		return;
	pixDestroy(old);
	*old = fresh;
}

void view_turn(ocr_view *v, int degrees)
{
	PIX **layers[] = { &v->grey, &v->colour, &v->ink };
	for (; degrees > 0; degrees -= 90) {
		float h = (float)pixGetHeight(v->grey);
		/* (x, y) of the turned one was (y, h - x). */
		v->back = after((ocr_map){ 0, -1, 1, 0, 0, h }, v->back);
		for (int i = 0; i < 3; i++)
			if (*layers[i])
				replace(layers[i], pixRotate90(*layers[i], 1));
	}
}

void view_lean(ocr_view *v, float degrees)
{
	float r = degrees * (float)M_PI / 180, c = cosf(r), s = sinf(r);
	float x = (float)pixGetWidth(v->grey) / 2, y = (float)pixGetHeight(v->grey) / 2;
	PIX **layers[] = { &v->grey, &v->colour };
	for (int i = 0; i < 2; i++)
		if (*layers[i])
			replace(layers[i], pixRotate(*layers[i], r, L_ROTATE_AREA_MAP, L_BRING_IN_WHITE,
			                             pixGetWidth(*layers[i]), pixGetHeight(*layers[i])));
	pixDestroy(&v->ink);
	float nx = (float)pixGetWidth(v->grey) / 2, ny = (float)pixGetHeight(v->grey) / 2;
	v->back = after((ocr_map){ c, -s, s, c, x - c * nx - s * ny, y + s * nx - c * ny }, v->back);
}

void view_scale(ocr_view *v, float by)
{
	PIX **layers[] = { &v->grey, &v->colour };
	float w = (float)pixGetWidth(v->grey), h = (float)pixGetHeight(v->grey);
	for (int i = 0; i < 2; i++)
		if (*layers[i])
			replace(layers[i], by > 1 ? pixScaleGrayLI(*layers[i], by, by) : pixScaleAreaMap(*layers[i], by, by));
	pixDestroy(&v->ink);
	float sx = w / (float)pixGetWidth(v->grey), sy = h / (float)pixGetHeight(v->grey);
	v->back = after((ocr_map){ sx, 0, 0, sy, 0, 0 }, v->back);
}
