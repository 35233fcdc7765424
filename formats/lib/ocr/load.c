/*
 * Each row of the picture becomes a row of bytes a layer; rows are added up, by the share that each has in
 * a row of the view, and then the pixels of a row the same way. So a view may be smaller than its picture
 * by any factor, and only what it will be read at is ever held.
 */
#include "formats/lib/ocr/load.h"

#include <stdlib.h>
#include <string.h>

enum {
	ENOUGH_DPI    = 450,       /* from here on two pixels by two become one     */
	ENOUGH_PIXELS = 36000000,  /* of a view; about A4 at 600 dpi                */
	MOST_SHRINK   = 15,        /* sums of rows and pixels fit into 32 bits      */
	VIVID         = 56,        /* between the strongest channel and the weakest */
	ONE           = 256,       /* the share of a row that is in it wholly       */
};

/* ---- what is loaded -------------------------------------------------------------------------- */

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

/* ---- pixels ---------------------------------------------------------------------------------- */

/* `plain` is the brightness without what is coloured: in its strongest channel coloured ink is faint, and
 * the rest of it goes with its colour. */
typedef struct tint { int plain, grey, vivid; } tint;

static tint tint_of(const unsigned char *s)
{
	int r = s[0], g = s[1], b = s[2];
	if (r == g && g == b)
		return (tint){ r, r, 0 };
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
			vivid += tint_of(s).vivid > VIVID;
	}
	return vivid > 40 && vivid > seen / 4000;
}

/* n pixels as grey, or, where `colour` is wanted, as what is grey and what is coloured. */
static void part_row(const ocr_picture *p, const unsigned char *s, int n, unsigned char *grey, unsigned char *colour)
{
	if (p->channels == 1) {
		memcpy(grey, s, (size_t)n);
		return;
	}
	for (int x = 0; x < n; x++, s += 3) {
		tint t = tint_of(s);
		grey[x] = (unsigned char)(colour && t.vivid > VIVID / 3 ? t.plain : t.grey);
		if (colour)
			colour[x] = (unsigned char)(t.vivid >= 127 ? 0 : 255 - 2 * t.vivid);
	}
}

/* ---- smaller --------------------------------------------------------------------------------- */

/* A layer in the making. */
typedef struct layer {
	PIX *to;
	unsigned char *row;      /* of the picture                           */
	uint32_t *sum;           /* of the rows so far, each times its share */
} layer;

/* Where a pixel of the view begins among the picture's: whole ones, and the share of the next that is not its. */
static int begin_of(int x, float shrink, uint32_t *off)
{
	float at = (float)x * shrink;
	int whole = (int)at;
	*off = (uint32_t)((at - (float)whole) * ONE);
	return whole;
}

static void add_row(layer *l, int n, uint32_t share)
{
	for (int x = 0; x < n; x++)
		l->sum[x] += l->row[x] * share;
}

/* `rows` is the sum of the shares. */
static void end_row(layer *l, int y, int n, float shrink, uint32_t rows)
{
	l_uint32 *to = pixGetData(l->to) + (size_t)y * (size_t)pixGetWpl(l->to);
	int wide = pixGetWidth(l->to);
	uint32_t off, next_off;
	int first = begin_of(0, shrink, &off);
	for (int x = 0; x < wide; x++) {
		int last = begin_of(x + 1, shrink, &next_off);
		/* A picture narrower than one pixel of its view. */
		if (last >= n)
			last = n, next_off = 0;
		uint32_t sum = l->sum[first] * (ONE - off);
		for (int k = first + 1; k < last; k++)
			sum += l->sum[k] * ONE;
		if (last < n)
			sum += l->sum[last] * next_off;
		uint32_t all = rows * ((uint32_t)(last - first) * ONE + next_off - off);
		SET_DATA_BYTE(to, x, (sum + all / 2) / all);
		first = last, off = next_off;
	}
	memset(l->sum, 0, (size_t)n * sizeof *l->sum);
}

static void take_row(const ocr_picture *p, const ocr_box *areas, size_t nareas, ocr_box all, int y, layer *grey, layer *colour)
{
	size_t n = (size_t)(all.x1 - all.x0);
	if (nareas)
		memset(grey->row, 255, n);
	if (nareas && colour)
		memset(colour->row, 255, n);
	for (size_t i = 0; i < (nareas ? nareas : 1); i++) {
		ocr_box a = nareas ? clipped(areas[i], p) : all;
		if (y >= a.y0 && y < a.y1 && a.x0 < a.x1)
			part_row(p, p->samples + (size_t)y * p->stride + (size_t)a.x0 * (size_t)p->channels, a.x1 - a.x0,
			         grey->row + (a.x0 - all.x0), colour ? colour->row + (a.x0 - all.x0) : NULL);
	}
}

static void put_row(layer *l, int y)
{
	l_uint32 *to = pixGetData(l->to) + (size_t)y * (size_t)pixGetWpl(l->to);
	for (int x = 0; x < pixGetWidth(l->to); x++)
		SET_DATA_BYTE(to, x, l->row[x]);
}

static void fill_as_is(const ocr_picture *p, const ocr_box *areas, size_t nareas, ocr_box all, layer *layers, int nlayers)
{
	for (int y = all.y0; y < all.y1; y++) {
		take_row(p, areas, nareas, all, y, &layers[0], nlayers > 1 ? &layers[1] : NULL);
		for (int i = 0; i < nlayers; i++)
			put_row(&layers[i], y - all.y0);
	}
}

static void fill_smaller(const ocr_picture *p, const ocr_box *areas, size_t nareas, ocr_box all, float shrink, layer *layers, int nlayers)
{
	int n = all.x1 - all.x0, high = pixGetHeight(layers[0].to);
	uint32_t off, next_off, share = 0;
	int first = begin_of(0, shrink, &off);
	for (int y = 0; y < high; y++) {
		int last = begin_of(y + 1, shrink, &next_off);
		uint32_t rows = 0;
		for (int k = first; k <= last && all.y0 + k < all.y1; k++) {
			share = k < last ? ONE - (k == first ? off : 0) : next_off - (k == first ? off : 0);
			if (!share)
				continue;
			/* The row that the last one ended in is at hand. */
			if (k > first || !off)
				take_row(p, areas, nareas, all, all.y0 + k, &layers[0], nlayers > 1 ? &layers[1] : NULL);
			for (int i = 0; i < nlayers; i++)
				add_row(&layers[i], n, share);
			rows += share;
		}
		for (int i = 0; i < nlayers; i++)
			end_row(&layers[i], y, n, shrink, rows);
		first = last, off = next_off;
	}
}

/* ---- loading --------------------------------------------------------------------------------- */

static bool make_layer(layer *l, PIX **to, int w, int h, int n)
{
	*to = pixCreate(w, h, 8);
	*l = (layer){ *to, malloc((size_t)n), calloc((size_t)n, sizeof *l->sum) };
	return l->to && l->row && l->sum;
}

static float held_shrink(const ocr_picture *p, ocr_box all, float shrink)
{
	float least = p->dpi >= ENOUGH_DPI ? 2 : 1;
	shrink = shrink > least ? shrink : least;
	while ((double)(all.x1 - all.x0) / shrink * ((double)(all.y1 - all.y0) / shrink) > ENOUGH_PIXELS)
		shrink = (float)(int)shrink + 1;
	return shrink < MOST_SHRINK ? shrink : MOST_SHRINK;
}

bool load_view(ocr_view *v, const ocr_picture *p, const ocr_box *areas, size_t nareas, bool apart, float shrink, err *e)
{
	*v = (ocr_view){ .w = p->w, .h = p->h };
	if (p->w < 1 || p->h < 1 || p->w > OCR_SIDE || p->h > OCR_SIDE || (long long)p->w * p->h > OCR_PIXELS)
		return err_set(e, ERR_REFUSED, "a picture of %d by %d pixels is not read", p->w, p->h);
	if ((p->channels != 1 && p->channels != 3) || p->stride < (size_t)p->w * (size_t)p->channels)
		return err_set(e, ERR_INTERNAL, "a picture of %d channels cannot be read", p->channels);
	ocr_box all = bounds(p, areas, nareas);
	if (all.x0 >= all.x1 || all.y0 >= all.y1)
		all = (ocr_box){ 0, 0, 1, 1 };
	shrink = held_shrink(p, all, shrink);
	int n = all.x1 - all.x0, w = (int)((float)n / shrink), h = (int)((float)(all.y1 - all.y0) / shrink), nlayers = 1;
	w = w ? w : 1, h = h ? h : 1;
	layer layers[2] = { 0 };
	bool ok = make_layer(&layers[0], &v->grey, w, h, n);
	if (ok && apart && is_colourful(p, all))
		ok = make_layer(&layers[nlayers++], &v->colour, w, h, n);
	if (ok && shrink == 1)
		fill_as_is(p, areas, nareas, all, layers, nlayers);
	else if (ok)
		fill_smaller(p, areas, nareas, all, shrink, layers, nlayers);
	for (int i = 0; i < 2; i++)
		free(layers[i].row), free(layers[i].sum);
	if (!ok) {
		view_drop(v);
		return err_set(e, ERR_SYSTEM, "no memory for a picture of %d by %d pixels", p->w, p->h);
	}
	v->back = (ocr_map){ shrink, 0, 0, shrink, (float)all.x0, (float)all.y0 };
	return true;
}
