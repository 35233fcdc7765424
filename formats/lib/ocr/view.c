#include "formats/lib/ocr/view.h"

#include <math.h>
#include <string.h>

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
