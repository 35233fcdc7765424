/*
 * What may change on a line that was laid out anew (--gap even): its letters may move along the line,
 * but stay on it, in their order, size and font; its boxes stand where the lay-out put them; blanks
 * and what underlines words go along. Found from the marks and from the boxes that are drawn, not
 * from the lay-out.
 */
#include "formats/pdf/proof/pagediff_int.h"

#include <math.h>

/* Of a zone's height: how far a box or a glyph may stand off it and still be of its line; what is no
 * higher underlines, strikes out or shades words. */
static const float OFF_LINE = 0.5f, HIGHEST_SHAPE = 1.8f, HIGHEST_BENT = 2.2f;

static bool runs_down(const record *r, const record_item *g)
{
	const fz_matrix *m = &r->styles[g->style].m;
	return fabsf(m->b) > fabsf(m->a);
}

static float overlap(float a0, float a1, float b0, float b1)
{
	return fminf(a1, b1) - fmaxf(a0, b0);
}

/* Whether a range across the line is of the zone's line. */
static bool on_line(float lo, float hi, float z0, float z1)
{
	return overlap(lo, hi, z0, z1) > OFF_LINE * fminf(hi - lo, z1 - z0);
}

/* A box may bear the label of any mark of its line: adds it as a zone once for each, up to MOST_LABELS. */
enum { MOST_LABELS = 8 };

static size_t add_box(zone *list, rect box, const zone *zones, size_t n)
{
	size_t count = 0;
	for (size_t i = 0; i < n && count < MOST_LABELS; i++) {
		const zone *z = &zones[i];
		bool known = z->whole || rect_empty(z->box)
		             || !(on_line(box.y0, box.y1, z->box.y0, z->box.y1) || on_line(box.x0, box.x1, z->box.x0, z->box.x1));
		for (size_t k = 0; k < count; k++)
			known |= str_eq(list[k].label, z->label) && list[k].must == z->must;
		if (!known)
			list[count++] = (zone){ .box = box, .must = z->must, .label = z->label };
	}
	return count;
}

bool rpdf_diff_glyph_moves(fz_context *ctx, const record *r, const record_item *g, const zone *zones, size_t n)
{
	if (g->in_tile)
		return false;
	rect cell = rpdf_record_cell(ctx, r, g);
	bool down = runs_down(r, g);
	for (size_t i = 0; i < n; i++) {
		rect z = zones[i].box;
		if (!zones[i].whole && !rect_empty(z)
		    && (down ? on_line(cell.x0, cell.x1, z.x0, z.x1) : on_line(cell.y0, cell.y1, z.y0, z.y1)))
			return true;
	}
	return false;
}

bool rpdf_diff_glyph_moved(const record *r, const record_item *x, const record_item *y, float slack)
{
	float off = runs_down(r, x) ? x->u.glyph.x - y->u.glyph.x : x->u.glyph.y - y->u.glyph.y;
	fz_rect b = r->bounds;
	return fabsf(off) <= slack && y->u.glyph.x >= b.x0 && y->u.glyph.x <= b.x1 && y->u.glyph.y >= b.y0
	       && y->u.glyph.y <= b.y1;
}

bool rpdf_diff_may_be_letters(const record *r, const record_item *path)
{
	static const int numbers[] = { 2, 2, 6, 0 };
	const float *p = path->u.path.n ? r->path + path->u.path.at : NULL;
	int lines = 0;
	for (uint32_t i = 0; i < path->u.path.n; i += 1 + (uint32_t)numbers[(int)p[i]]) {
		lines = p[i] == 0 ? 0 : lines + 1;
		if (p[i] == 2 || lines > 5)
			return true;
	}
	return false;
}

bool rpdf_diff_shape_moves(const record *r, const record_item *path, const zone *zones, size_t n, bool *down)
{
	rect box = path->u.path.box;
	if (path->in_tile || path->u.path.n == 0 || rpdf_diff_may_be_letters(r, path))
		return false;
	box = rect_grow(box, 0.01f); /* a line has no area */
	for (size_t i = 0; i < n; i++) {
		const zone *z = &zones[i];
		float high = z->box.y1 - z->box.y0, wide = z->box.x1 - z->box.x0;
		if (z->whole || rect_empty(z->box))
			continue;
		*down = false;
		if (box.y1 - box.y0 < HIGHEST_SHAPE * high && overlap(box.y0, box.y1, z->box.y0 - high / 2, z->box.y1 + high / 2) > 0)
			return true;
		*down = true;
		if (box.x1 - box.x0 < HIGHEST_SHAPE * wide && wide < high * 3
		    && overlap(box.x0, box.x1, z->box.x0 - wide / 2, z->box.x1 + wide / 2) > 0)
			return true;
	}
	return false;
}

bool rpdf_diff_bends_along(const record *r, const record_item *path, const zone *zones, size_t n)
{
	rect box = path->u.path.box;
	if (path->in_tile || !rpdf_diff_may_be_letters(r, path))
		return false;
	for (size_t i = 0; i < n; i++) {
		rect z = zones[i].box;
		bool low = box.y1 - box.y0 < HIGHEST_BENT * (z.y1 - z.y0), narrow = box.x1 - box.x0 < HIGHEST_BENT * (z.x1 - z.x0);
		if (!zones[i].whole && rect_overlap(box, z) && (low || (narrow && z.x1 - z.x0 < 3 * (z.y1 - z.y0))))
			return true;
	}
	return false;
}

/* Whether y, of the output, can be x moved along its line or a piece of that. */
static bool is_moved_piece(const record *a, const record_item *x, const record *b, const record_item *y, bool down)
{
	static const float slack = 0.03f; /* places are written in hundredths */
	if (x->kind != RECORD_PATH || y->kind != RECORD_PATH || x->use != y->use || x->in_tile || y->in_tile
	    || y->u.path.n == 0 || !rpdf_diff_same_pen(a, x, b, y))
		return false;
	rect p = x->u.path.box, q = y->u.path.box;
	return down ? q.x0 >= p.x0 - slack && q.x1 <= p.x1 + slack : q.y0 >= p.y0 - slack && q.y1 <= p.y1 + slack;
}

bool rpdf_diff_is_of_shape(const record *a, const record *b, const record_item *y, bool down)
{
	for (size_t i = 0; i < a->n; i++)
		if (is_moved_piece(a, &a->items[i], b, y, down))
			return true;
	return false;
}

static bool is_black(const record *r, const record_item *it)
{
	const record_paint *p = &r->paints[it->paint];
	return it->kind == RECORD_PATH && it->use == USE_FILL && !it->in_tile && !it->in_mask && p->rgb[0] <= 0.2f
	       && p->rgb[1] <= 0.2f && p->rgb[2] <= 0.2f && p->alpha >= 1;
}

/* A page can have black boxes of its own. */
static bool is_of_source(const record *before, rect box)
{
	for (size_t i = 0; i < before->n; i++) {
		const record_item *it = &before->items[i];
		if (!is_black(before, it))
			continue;
		rect b = it->u.path.box;
		if (fabsf(b.y0 - box.y0) + fabsf(b.y1 - box.y1) < 0.2f || fabsf(b.x0 - box.x0) + fabsf(b.x1 - box.x1) < 0.2f)
			return true;
	}
	return false;
}

size_t rpdf_diff_even_zones(fz_context *ctx, differ *d, const record *before, const record *after, size_t end,
                            const zone *zones, size_t n, const zone **out)
{
	size_t count = 0, tail = end;
	while (tail > 0 && (after->items[tail - 1].kind == RECORD_GLYPH || is_black(after, &after->items[tail - 1])))
		tail--;
	zone *list = rpdf_diff_sized(ctx, d->boxes, (end - tail) * MOST_LABELS + n + 1, &d->boxes_room, sizeof *list);
	d->boxes = list;
	for (size_t i = tail; i < end; i++) {
		if (after->items[i].kind != RECORD_PATH || is_of_source(before, after->items[i].u.path.box))
			continue;
		count += add_box(list + count, after->items[i].u.path.box, zones, n);
	}
	for (size_t i = 0; i < n; i++)
		if (zones[i].whole)
			list[count++] = zones[i];
	*out = list;
	return count;
}

rect rpdf_diff_line_strip(const record *r, const zone *z)
{
	float high = z->box.y1 - z->box.y0, wide = z->box.x1 - z->box.x0;
	fz_rect b = r->bounds;
	if (wide * 2 < high) /* words that run up or down: letter by letter or in one */
		return (rect){ z->box.x0 - wide / 2, b.y0, z->box.x1 + wide / 2, b.y1 };
	return (rect){ b.x0, z->box.y0 - high / 2, b.x1, z->box.y1 + high / 2 };
}
