#include "formats/lib/ocr/clean.h"

#include <stdlib.h>
#include <string.h>

enum {
	TILE       = 32,   /* pixels: paper has one brightness within it   */
	INK_BELOW  = 165,  /* of a picture with even light                 */
	DARK_INK   = 20, BRIGHT_PAPER = 275,
	MOST_GAIN  = 6,
	FAINT      = 70,   /* between ink and paper: below, it may be noise */
	ROUGH      = 26,   /* noise that is better smoothed                */
	DARK_SHARE = 55,   /* percent of ink from which on an area is dark */
	DARK_BESIDE = 28,  /* and beside one: letters as thick as these let less of it through */
};

/* ---- light ----------------------------------------------------------------------------------- */

/* The brightness that a share of the pixels in [x0, x1) x [y0, y1) does not exceed. */
static int level_of(PIX *grey, int x0, int y0, int x1, int y1, int percent)
{
	int count[256] = { 0 }, seen = 0, wpl = pixGetWpl(grey);
	const l_uint32 *data = pixGetData(grey);
	for (int y = y0; y < y1; y += 2) {
		const l_uint32 *row = data + (size_t)y * (size_t)wpl;
		for (int x = x0; x < x1; x++, seen++)
			count[GET_DATA_BYTE(row, x)]++;
	}
	int left = seen * percent / 100, v = 0;
	while (v < 255 && (left -= count[v]) >= 0)
		v++;
	return v;
}

/* The paper's brightness, a pixel a tile. Yours. */
static PIX *paper_of(PIX *grey)
{
	int w = pixGetWidth(grey), h = pixGetHeight(grey), tw = (w + TILE - 1) / TILE, th = (h + TILE - 1) / TILE;
	PIX *paper = pixCreate(tw, th, 8);
	if (!paper)
		return NULL;
	for (int y = 0; y < th; y++)
		for (int x = 0; x < tw; x++) {
			int x1 = (x + 1) * TILE, y1 = (y + 1) * TILE;
			pixSetPixel(paper, x, y, (l_uint32)level_of(grey, x * TILE, y * TILE, x1 < w ? x1 : w, y1 < h ? y1 : h, 80));
		}
	/* A dark tile is not paper, but an area of ink: what is light there is words. */
	int usual = level_of(paper, 0, 0, tw, th, 75), least = usual * 35 / 100;
	for (int y = 0; y < th; y++)
		for (int x = 0; x < tw; x++) {
			l_uint32 v;
			pixGetPixel(paper, x, y, &v);
			if ((int)v < least)
				pixSetPixel(paper, x, y, (l_uint32)usual);
		}
	PIX *smooth = tw > 4 && th > 4 ? pixBlockconvGray(paper, NULL, 1, 1) : NULL;
	if (smooth) {
		pixDestroy(&paper);
		paper = smooth;
	}
	return paper;
}

/* Where dark and bright part best (Otsu), and the mean brightness of each side. */
static void sides_of(const double count[256], double *dark, double *bright)
{
	double n = 0, sum = 0, below = 0, below_sum = 0, best = -1;
	*dark = 0, *bright = 255;
	for (int v = 0; v < 256; v++)
		n += count[v], sum += count[v] * v;
	for (int v = 0; v < 255; v++) {
		below += count[v], below_sum += count[v] * v;
		if (below < 1 || n - below < 1)
			continue;
		double a = below_sum / below, b = (sum - below_sum) / (n - below), parts = below * (n - below) * (b - a) * (b - a);
		if (parts > best)
			best = parts, *dark = a, *bright = b;
	}
}

static l_uint32 *row_of(PIX *p, int y)
{
	return pixGetData(p) + (size_t)y * (size_t)pixGetWpl(p);
}

/* Between two rows of the paper's tiles, `down` of TILE below the first: a tile's brightness holds at its corner. */
static void light_row(PIX *paper, int y, int down, int *to)
{
	int n = pixGetWidth(paper), below = y + 1 < pixGetHeight(paper) ? y + 1 : y;
	for (int x = 0; x < n; x++)
		to[x] = (int)GET_DATA_BYTE(row_of(paper, y), x) * (TILE - down) + (int)GET_DATA_BYTE(row_of(paper, below), x) * down;
	to[n] = to[n - 1];
}

/* A tile's width of a row. `from` and `to`: TILE times the light at its sides. */
static void divide_tile(l_uint32 *row, int x, int end, int from, int to, const unsigned *over)
{
	enum { HALF = TILE * TILE / 2 };
	for (int light = from * TILE; x < end; x++, light += to - from) {
		unsigned v = (GET_DATA_BYTE(row, x) * over[(light + HALF) / (TILE * TILE)]) >> 16;
		SET_DATA_BYTE(row, x, v > 255 ? 255 : v);
	}
}

/* Each pixel in relation to the paper around it. */
static void divide_by(PIX *grey, PIX *paper)
{
	int w = pixGetWidth(grey), h = pixGetHeight(grey), tiles = pixGetWidth(paper);
	unsigned over[256];
	int *light = malloc((size_t)(tiles + 1) * sizeof *light);
	for (unsigned p = 0; p < 256; p++)
		over[p] = p ? ((255u << 16) + p - 1) / p : 255u << 16;
	for (int y = 0; light && y < h; y++) {
		light_row(paper, y / TILE, y % TILE, light);
		for (int t = 0; t < tiles; t++)
			if (light[t] != 255 * TILE || light[t + 1] != 255 * TILE)
				divide_tile(row_of(grey, y), t * TILE, (t + 1) * TILE < w ? (t + 1) * TILE : w, light[t], light[t + 1], over);
	}
	free(light);
}

/* How ink and paper differ, and how rough the paper is. */
typedef struct tone { double dark, bright, rough; } tone;

/* `smooth` is the same without its noise: the darkest noise is not ink. */
static tone tone_of(PIX *grey, PIX *smooth)
{
	double count[256] = { 0 }, off = 0, paper = 1, seen = 0;
	int w = pixGetWidth(grey), h = pixGetHeight(grey);
	tone t;
	for (int y = 0; y < h; y++) {
		const l_uint32 *row = row_of(smooth, y);
		for (int x = 0; x < w; x++)
			count[GET_DATA_BYTE(row, x)]++;
	}
	sides_of(count, &t.dark, &t.bright);
	if (t.bright - t.dark < FAINT) {
		/* Too little ink to make a side of its own. */
		int v = 0;
		while (v < 255 && (seen += count[v]) * 500 < (double)w * h)
			v++;
		t.dark = v < t.dark ? v : t.dark;
	}
	for (int y = 0; y < h; y += 3) {
		const l_uint32 *row = row_of(grey, y), *even = row_of(smooth, y);
		for (int x = 0; x < w; x++) {
			int a = GET_DATA_BYTE(row, x), b = GET_DATA_BYTE(even, x);
			if (b > (t.dark + t.bright) / 2)
				off += abs(a - b), paper++;
		}
	}
	t.rough = off / paper;
	return t;
}

static double gain_of(tone t)
{
	double gain = (BRIGHT_PAPER - DARK_INK) / (t.bright - t.dark > 1 ? t.bright - t.dark : 1);
	return gain > MOST_GAIN ? MOST_GAIN : gain;
}

static void stretch(PIX *grey, tone t)
{
	unsigned char to[256];
	double gain = gain_of(t);
	for (int v = 0; v < 256; v++) {
		double s = BRIGHT_PAPER + (v - t.bright) * gain;
		to[v] = (unsigned char)(s < 0 ? 0 : s > 255 ? 255 : s);
	}
	for (int y = 0; y < pixGetHeight(grey); y++) {
		l_uint32 *row = row_of(grey, y);
		for (int x = 0; x < pixGetWidth(grey); x++)
			SET_DATA_BYTE(row, x, to[GET_DATA_BYTE(row, x)]);
	}
}

void clean_light(PIX *grey)
{
	PIX *paper = paper_of(grey);
	if (!paper)
		return;
	divide_by(grey, paper);
	pixDestroy(&paper);
	PIX *smooth = pixGetWidth(grey) > 4 && pixGetHeight(grey) > 4 ? pixBlockconvGray(grey, NULL, 1, 1) : NULL;
	if (!smooth)
		return;
	tone t = tone_of(grey, smooth);
	if (t.rough * gain_of(t) > ROUGH)
		pixCopy(grey, smooth);
	stretch(grey, t);
	pixDestroy(&smooth);
}

PIX *clean_ink(PIX *grey)
{
	return pixThresholdToBinary(grey, INK_BELOW);
}

/* ---- light on dark --------------------------------------------------------------------------- */

/* Areas that are mostly ink, as a mask. Running text is never that dark. NULL when there are none. */
static PIX *dark_areas(PIX *ink)
{
	l_int32 none = 1;
	PIX *small = pixScaleToGray8(ink);
	PIX *even = small ? pixBlockconvGray(small, NULL, 1, 1) : NULL;
	PIX *dark = even ? pixThresholdToBinary(even, 255 * (100 - DARK_SHARE) / 100) : NULL;
	PIX *solid = dark ? pixOpenBrick(NULL, dark, 5, 3) : NULL;
	PIX *flat = dark ? pixOpenBrick(NULL, dark, 3, 5) : NULL;
	PIX *mask = NULL;
	if (solid && flat) {
		pixOr(solid, solid, flat);
		pixZero(solid, &none);
	}
	if (!none) {
		PIX *near = pixDilateBrick(NULL, solid, 11, 11), *dusk = pixThresholdToBinary(even, 255 * (100 - DARK_BESIDE) / 100);
		if (near && dusk) {
			pixAnd(near, near, dusk);
			pixOr(solid, solid, near);
		}
		pixDestroy(&near), pixDestroy(&dusk);
		PIX *grown = pixDilateBrick(NULL, solid, 3, 3);
		mask = grown ? pixExpandReplicate(grown, 8) : NULL;
		pixDestroy(&grown);
	}
	pixDestroy(&small), pixDestroy(&even), pixDestroy(&dark), pixDestroy(&solid), pixDestroy(&flat);
	return mask;
}

void clean_inverted(PIX *grey, PIX *ink)
{
	PIX *mask = dark_areas(ink);
	if (!mask)
		return;
	/* The light words within belong to the area, the paper around it does not. */
	PIX *filled = pixCloseSafeBrick(NULL, ink, 15, 15);
	PIX *fits = filled ? pixCreateTemplate(filled) : NULL;
	if (fits) {
		pixRasterop(fits, 0, 0, pixGetWidth(mask), pixGetHeight(mask), PIX_SRC, mask, 0, 0);
		pixAnd(fits, fits, filled);
		PIX *over = pixInvert(NULL, grey), *ink_over = pixInvert(NULL, ink);
		if (over && ink_over) {
			pixCombineMasked(grey, over, fits);
			pixCombineMasked(ink, ink_over, fits);
		}
		pixDestroy(&over), pixDestroy(&ink_over);
	}
	pixDestroy(&fits), pixDestroy(&filled), pixDestroy(&mask);
}

/* ---- specks and rules ------------------------------------------------------------------------ */

static void whiten(PIX *grey, PIX *ink, PIX *mask)
{
	PIX *wide = pixDilateBrick(NULL, mask, 5, 5);
	if (wide) {
		pixSetMasked(grey, wide, 255);
		pixSubtract(ink, ink, wide);
	}
	pixDestroy(&wide);
}

void clean_specks(PIX *grey, PIX *ink, float letter)
{
	l_int32 specks = 0, size = letter > 24 ? 3 : letter > 14 ? 2 : 1;
	PIX *large = pixSelectBySize(ink, size, size, 8, L_SELECT_IF_EITHER, L_SELECT_IF_GT, NULL);
	PIX *small = large ? pixSubtract(NULL, ink, large) : NULL;
	l_int32 pixels = 0;
	if (small)
		pixCountConnComp(small, 8, &specks);
	pixCountPixels(ink, &pixels, NULL);
	if (specks > 500 && specks > pixels / 400) {
		pixSetMasked(grey, small, 255);
		pixSubtract(ink, ink, small);
	}
	pixDestroy(&small), pixDestroy(&large);
}

/* Lines along one axis, not thicker than `thick`. */
static PIX *thin_lines(PIX *ink, int along_w, int along_h, int thick_w, int thick_h)
{
	PIX *lines = pixOpenBrick(NULL, ink, along_w, along_h);
	PIX *thick = lines ? pixOpenBrick(NULL, lines, thick_w, thick_h) : NULL;
	if (thick) {
		PIX *thin = pixSubtract(NULL, lines, thick);
		pixDestroy(&lines);
		lines = thin;
	}
	pixDestroy(&thick);
	return lines;
}

/* Only of pieces that are far larger than letters: a headline keeps its strokes. */
void clean_rules(PIX *grey, PIX *ink, float letter)
{
	int size = letter > 8 ? (int)letter : 8, thick = size / 3 + 2;
	PIX *large = pixSelectBySize(ink, 4 * size, 4 * size, 8, L_SELECT_IF_EITHER, L_SELECT_IF_GT, NULL);
	PIX *across = large ? thin_lines(large, 5 * size / 2, 1, 1, thick) : NULL;
	PIX *down = large ? thin_lines(large, 1, 9 * size / 5, thick, 1) : NULL;
	if (across && down) {
		pixOr(across, across, down);
		whiten(grey, ink, across);
	}
	pixDestroy(&across), pixDestroy(&down), pixDestroy(&large);
}
