#include "formats/lib/ocr/glyph.h"

#include <math.h>

enum { INK_BELOW = 150, LEAST_HIGH = 7, LEAST_WIDE = 2 };

/* The widths of two pictures of one letter differ by less than that; an 1 and a 7 differ by more. */
static const float WIDTHS_APART = 0.5f;

static int value_at(PIX *grey, int x, int y)
{
	l_uint32 v = 255;
	pixGetPixel(grey, x, y, &v);
	return (int)v;
}

bool glyph_ink(PIX *grey, ocr_box *b)
{
	ocr_box in = { b->x1, b->y1, b->x0, b->y0 };
	for (int y = b->y0; y < b->y1; y++)
		for (int x = b->x0; x < b->x1; x++)
			if (value_at(grey, x, y) < INK_BELOW) {
				in.x0 = x < in.x0 ? x : in.x0, in.x1 = x + 1 > in.x1 ? x + 1 : in.x1;
				in.y0 = y < in.y0 ? y : in.y0, in.y1 = y + 1 > in.y1 ? y + 1 : in.y1;
			}
	*b = in;
	return in.x1 - in.x0 >= LEAST_WIDE && in.y1 - in.y0 >= LEAST_HIGH;
}

/* The ink of a part of the picture whose sides lie between pixels. */
static float ink_in(PIX *grey, float x0, float y0, float x1, float y1)
{
	float sum = 0;
	for (int y = (int)y0; (float)y < y1; y++) {
		float down = fminf(y1, (float)y + 1) - fmaxf(y0, (float)y);
		for (int x = (int)x0; (float)x < x1; x++)
			sum += down * (fminf(x1, (float)x + 1) - fmaxf(x0, (float)x)) * (float)(255 - value_at(grey, x, y));
	}
	return sum / ((x1 - x0) * (y1 - y0));
}

static bool make_even(glyph *g)
{
	enum { N = GLYPH_WIDE * GLYPH_HIGH };
	float mean = 0, spread = 0;
	for (int i = 0; i < N; i++)
		mean += g->ink[i] / N;
	for (int i = 0; i < N; i++) {
		g->ink[i] -= mean;
		spread += g->ink[i] * g->ink[i];
	}
	spread = sqrtf(spread);
	for (int i = 0; i < N && spread > 0; i++)
		g->ink[i] /= spread;
	return spread > 0;
}

bool glyph_take(PIX *grey, ocr_box at, glyph *out)
{
	if (!glyph_ink(grey, &at))
		return false;
	out->wide = (float)(at.x1 - at.x0), out->high = (float)(at.y1 - at.y0);
	float dx = out->wide / GLYPH_WIDE, dy = out->high / GLYPH_HIGH;
	for (int y = 0; y < GLYPH_HIGH; y++)
		for (int x = 0; x < GLYPH_WIDE; x++) {
			float px = (float)at.x0 + dx * (float)x, py = (float)at.y0 + dy * (float)y;
			out->ink[y * GLYPH_WIDE + x] = ink_in(grey, px, py, px + dx, py + dy);
		}
	return make_even(out);
}

/* b moved by some cells; what leaves it is lost to the sum. */
static float moved_likeness(const glyph *a, const glyph *b, int dx, int dy)
{
	float sum = 0;
	for (int y = dy > 0 ? dy : 0; y < GLYPH_HIGH + (dy < 0 ? dy : 0); y++)
		for (int x = dx > 0 ? dx : 0; x < GLYPH_WIDE + (dx < 0 ? dx : 0); x++)
			sum += a->ink[y * GLYPH_WIDE + x] * b->ink[(y - dy) * GLYPH_WIDE + x - dx];
	return sum;
}

float glyph_likeness(const glyph *a, const glyph *b)
{
	float best = -1, apart = fabsf(logf(a->wide * b->high / (a->high * b->wide)));
	for (int dy = -1; dy <= 1; dy++)
		for (int dx = -1; dx <= 1; dx++)
			best = fmaxf(best, moved_likeness(a, b, dx, dy));
	return best - fmaxf(0, apart - WIDTHS_APART / 2);
}
