/* A tiling, recorded as one cell, laid out over what it tiles. */
#include "formats/pdf/proof/record_int.h"

#include <math.h>
#include <string.h>

/* Beyond these a tiling stays one cell. */
enum { MOST_CELLS = 2000, MOST_LAID_OUT = 1 << 18 };

static uint32_t moved_style(fz_context *ctx, recorder *dev, uint32_t style, fz_point by)
{
	record_style s = dev->out->styles[style];
	s.m.e += by.x;
	s.m.f += by.y;
	return rpdf_recorder_style(ctx, dev, &s);
}

static void move_path(fz_context *ctx, recorder *dev, record_item *it, fz_point by)
{
	static const int points[] = { 1, 1, 3, 0 };
	record *r = dev->out;
	size_t from = it->u.path.at, n = it->u.path.n, to = r->npath;
	if (to + n > RECORD_MOST_PATH)
		rpdf_recorder_give_up(ctx, dev);
	r->path = rpdf_recorder_grown(ctx, r->path, to, n, &r->path_room, sizeof *r->path);
	for (size_t i = 0; i < n;) {
		int left = points[(int)r->path[from + i]];
		r->path[to + i] = r->path[from + i];
		for (i++; left > 0; left--, i += 2) {
			r->path[to + i] = r->path[from + i] + by.x;
			r->path[to + i + 1] = r->path[from + i + 1] + by.y;
		}
	}
	r->npath += n;
	it->u.path.at = (uint32_t)to;
	if (n > 0)
		it->u.path.box = (rect){ it->u.path.box.x0 + by.x, it->u.path.box.y0 + by.y, it->u.path.box.x1 + by.x,
		                         it->u.path.box.y1 + by.y };
}

/* One item of a cell, `shift` items further down the list and `by` further on the page. */
static void lay_out(fz_context *ctx, recorder *dev, const record_item *was, uint32_t shift, fz_point by, bool in_tile)
{
	rpdf_recorder_add(ctx, dev, was->kind, was->use);
	record_item copy = *was;
	size_t at = dev->out->n - 1;
	copy.in_tile = in_tile;
	copy.laid_out = true;
	copy.partner += shift;
	if (copy.kind == RECORD_MASKED)
		copy.u.mask.opener += shift;
	if (copy.kind == RECORD_GLYPH) {
		copy.u.glyph.x += by.x;
		copy.u.glyph.y += by.y;
	} else if (copy.kind == RECORD_PATH) {
		move_path(ctx, dev, &copy, by);
	} else if (copy.kind == RECORD_IMAGE) {
		copy.style = moved_style(ctx, dev, copy.style, by);
		fz_keep_image(ctx, copy.u.image.image);
	} else if (copy.kind == RECORD_SHADE) {
		copy.style = moved_style(ctx, dev, copy.style, by);
		fz_keep_shade(ctx, copy.u.shade.shade);
	}
	dev->out->items[at] = copy;
}

typedef struct layout { int x0, y0, x1, y1; } layout;

/* Which cells reach into the area that is tiled; false when they are too many to lay out. */
static bool which_cells(const record_item *tile, size_t items, layout *l)
{
	rect area = tile->u.tile.area, view = tile->u.tile.view;
	double sx = fabs(tile->u.tile.xstep), sy = fabs(tile->u.tile.ystep);
	if (!(sx > 0) || !(sy > 0))
		return false;
	double x0 = ceil((area.x0 - view.x1) / sx + 1e-4), x1 = floor((area.x1 - view.x0) / sx - 1e-4);
	double y0 = ceil((area.y0 - view.y1) / sy + 1e-4), y1 = floor((area.y1 - view.y0) / sy - 1e-4);
	double n = (x1 - x0 + 1) * (y1 - y0 + 1);
	if (!(x1 >= x0) || !(y1 >= y0) || !(n <= MOST_CELLS) || !(n * (double)items <= MOST_LAID_OUT)
	 || !(fabs(x0) < 1e8) || !(fabs(y0) < 1e8))
		return false;
	*l = (layout){ (int)x0, (int)y0, (int)x1, (int)y1 };
	return true;
}

/* What a cell shows is bounded by its box, as what a form shows is. */
static void open_cell(fz_context *ctx, recorder *dev, const record_item *tile, fz_matrix m)
{
	rect v = tile->u.tile.view;
	fz_path *path = fz_new_path(ctx);
	fz_try(ctx) {
		fz_rectto(ctx, path, v.x0, v.y0, v.x1, v.y1);
		rpdf_recorder_path(ctx, dev, path, 0, NULL, m, USE_CLIP);
	}
	fz_always(ctx)
		fz_drop_path(ctx, path);
	fz_catch(ctx)
		fz_rethrow(ctx);
	rpdf_recorder_open(ctx, dev, RECORD_CLIP);
}

/* Instead of a tiling with one cell: each cell where it lies, so that a word in one of them is told
 * from the same word in the next. */
static void lay_out_cells(fz_context *ctx, recorder *dev, size_t tile_at, layout l)
{
	record *r = dev->out;
	size_t n = r->n - tile_at;
	record_item *cell = fz_malloc_array(ctx, (int)n, record_item);
	fz_try(ctx) {
		memcpy(cell, r->items + tile_at, n * sizeof *cell);
		fz_matrix m = r->styles[cell[0].style].m;
		float sx = fabsf(cell[0].u.tile.xstep), sy = fabsf(cell[0].u.tile.ystep);
		r->n = tile_at;
		for (int y = l.y0; y <= l.y1; y++)
			for (int x = l.x0; x <= l.x1; x++) {
				fz_matrix there = fz_pre_translate(m, (float)x * sx, (float)y * sy);
				open_cell(ctx, dev, &cell[0], there);
				uint32_t shift = (uint32_t)(r->n - tile_at - 1);
				for (size_t i = 1; i < n; i++)
					lay_out(ctx, dev, &cell[i], shift, fz_make_point(there.e - m.e, there.f - m.f), dev->tiles > 0);
				rpdf_recorder_close(ctx, dev, RECORD_END);
			}
		for (size_t i = 1; i < n; i++) {
			if (cell[i].kind == RECORD_IMAGE)
				fz_drop_image(ctx, cell[i].u.image.image);
			if (cell[i].kind == RECORD_SHADE)
				fz_drop_shade(ctx, cell[i].u.shade.shade);
		}
	}
	fz_always(ctx)
		fz_free(ctx, cell);
	fz_catch(ctx)
		fz_rethrow(ctx);
}

bool rpdf_recorder_lay_out(fz_context *ctx, recorder *dev)
{
	layout l;
	size_t at = dev->nopen ? dev->open[dev->nopen - 1] : 0;
	if (!dev->nopen || dev->out->items[at].kind != RECORD_TILE
	 || !which_cells(&dev->out->items[at], dev->out->n - at, &l))
		return false;
	dev->nopen--;
	dev->tiles--;
	lay_out_cells(ctx, dev, at, l);
	return true;
}
