#include "formats/pdf/even/even_page.h"
#include "formats/pdf/even/even.h"

#include <math.h>
#include <string.h>

/* A page of more letters than this is no page to be read. */
enum { MOST_GLYPHS = 200000, MOST_SHAPES = 20000 };

/* A glyph lies under a box when this much of it does. */
static const float UNDER = 0.6f;

struct rpdf_even {
	arena *mem;
	rect area;
	even_glyph *glyphs; size_t n, room;
	rect *boxes; size_t nboxes, boxes_room;       /* of the glyphs, one each */
	rect *pictures; size_t npictures, pictures_room;
	rect *shapes; size_t nshapes, shapes_room;
	even_layout layout;
};

struct rpdf_even *rpdf_even_new(arena *mem, rect area)
{
	struct rpdf_even *e = arena_alloc(mem, sizeof *e);
	e->mem = mem;
	e->area = area;
	return e;
}

static bool is_blank(const rpdf_glyph *g)
{
	return g->nucs == 1 && (g->ucs[0] == ' ' || g->ucs[0] == 0xa0 || g->ucs[0] == '\t');
}

static rect window_of(fz_rect r)
{
	return fz_is_infinite_rect(r) ? (rect){ 0, 0, 0, 0 } : (rect){ r.x0, r.y0, r.x1, r.y1 };
}

void rpdf_even_glyph(struct rpdf_even *e, const rpdf_glyph *g, int sign, bool bound)
{
	*ARENA_PUSH(e->mem, e->boxes, e->nboxes, e->boxes_room) = (rect){ g->box.x0, g->box.y0, g->box.x1, g->box.y1 };
	*ARENA_PUSH(e->mem, e->glyphs, e->n, e->room) = (even_glyph){
		.number = g->number, .at = { g->from.x, g->from.y },
		.way = { g->advance * g->trm.a, g->advance * g->trm.b },
		.size = g->size, .blank = is_blank(g), .cut = sign != 0, .sign = sign,
		.bound = bound || g->vertical || g->in_cell, .within = window_of(g->within),
	};
}

void rpdf_even_picture(struct rpdf_even *e, fz_matrix ctm)
{
	fz_rect r = fz_transform_rect(fz_unit_rect, ctm);
	*ARENA_PUSH(e->mem, e->pictures, e->npictures, e->pictures_room) = (rect){ r.x0, r.y0, r.x1, r.y1 };
}

/* A path is as many drawings as it has parts: one may be all the rules of a table. */
static size_t part_at(const struct walk_path *path, size_t beg, size_t *numbers)
{
	size_t end = beg + 1;
	*numbers = (size_t)walk_path_numbers(path->ops[beg]);
	while (end < path->nops && path->ops[beg] != PATH_RECT && path->ops[end] != PATH_MOVE && path->ops[end] != PATH_RECT)
		*numbers += (size_t)walk_path_numbers(path->ops[end++]);
	return end;
}

void rpdf_even_drawing(struct rpdf_even *e, const struct walk_path *path, fz_matrix ctm)
{
	size_t xy = 0, n = 0;
	for (size_t beg = 0, end; beg < path->nops && e->nshapes < MOST_SHAPES; beg = end, xy += n) {
		end = part_at(path, beg, &n);
		struct walk_path part = { .ops = path->ops + beg, .nops = end - beg, .xy = path->xy + xy, .nxy = n };
		fz_rect b;
		if (walk_path_bounds(&part, ctm, &b))
			*ARENA_PUSH(e->mem, e->shapes, e->nshapes, e->shapes_room) = (rect){ b.x0, b.y0, b.x1, b.y1 };
	}
}

/* Words over a picture may be words of it, whose neighbours cannot be moved. */
static bool over_picture(const struct rpdf_even *e, rect box)
{
	for (size_t i = 0; i < e->npictures; i++)
		if (rect_overlap(box, e->pictures[i]))
			return true;
	return false;
}

void rpdf_even_lay_out(struct rpdf_even *e)
{
	for (size_t i = 0; i < e->n; i++)
		if (e->n > MOST_GLYPHS || (e->glyphs[i].cut && over_picture(e, e->boxes[i])))
			e->glyphs[i].bound = true;
	even_lay_out(e->glyphs, e->n, e->shapes, e->nshapes, e->area, e->mem, &e->layout);
}

bool rpdf_even_keeps(const struct rpdf_even *e, uint32_t number)
{
	return number >= e->layout.nplaces || e->layout.places[number].how != EVEN_GONE;
}

rpdf_place rpdf_even_place(const struct rpdf_even *e, uint32_t number)
{
	if (number >= e->layout.nplaces)
		return (rpdf_place){ 0 };
	const even_place *p = &e->layout.places[number];
	return (rpdf_place){ p->how == EVEN_AT, { p->at.x, p->at.y } };
}

bool rpdf_even_left_some(const struct rpdf_even *e)
{
	return e->layout.left > 0;
}

/* ---- boxes -------------------------------------------------------------------------------------- */

static bool is_replaced(const struct rpdf_even *e, rect box)
{
	bool any = false;
	for (size_t i = 0; i < e->n; i++) {
		if (!e->glyphs[i].cut || !rect_overlap(e->boxes[i], box)
		    || rect_area(rect_intersect(e->boxes[i], box)) < UNDER * rect_area(e->boxes[i]))
			continue;
		if (e->layout.exact[i])
			return false;
		any = true;
	}
	return any;
}

void rpdf_even_boxes(const struct rpdf_even *e, struct rpdf_boxes *draw, const str *signs, arena *mem)
{
	struct rpdf_boxes was = *draw;
	*draw = (struct rpdf_boxes){ 0 };
	for (size_t i = 0; i < was.n; i++)
		if (!is_replaced(e, was.list[i].at))
			rpdf_add_box(draw, was.list[i].at, was.list[i].label, mem);
	for (size_t i = 0; i < e->layout.nboxes; i++)
		rpdf_add_box(draw, e->layout.boxes[i].at, signs[e->layout.boxes[i].sign - 1], mem);
}

/* ---- shapes ------------------------------------------------------------------------------------- */

static float between(float v, float a0, float a1, float b0, float b1)
{
	return a1 > a0 ? b0 + (v - a0) * (b1 - b0) / (a1 - a0) : b0;
}

/* Takes the points of a path, which are page points, from one place of the page to another. */
static void move_part(struct walk_path *path, rect from, rect to)
{
	float *at = path->xy;
	for (size_t i = 0; i < path->nops; i++) {
		int n = walk_path_numbers(path->ops[i]);
		float *far = path->ops[i] == PATH_RECT ? at + 2 : NULL;
		if (far) {
			far[0] += at[0];
			far[1] += at[1];
		}
		for (int k = 0; k + 1 < n; k += 2) {
			at[k] = even_round(between(at[k], from.x0, from.x1, to.x0, to.x1));
			at[k + 1] = even_round(between(at[k + 1], from.y0, from.y1, to.y0, to.y1));
		}
		if (far) {
			far[0] -= at[0];
			far[1] -= at[1];
		}
		at += n;
	}
}

/* A line or a rectangle; what has more to it may be letters. */
static bool is_straight(const struct walk_path *path)
{
	for (size_t i = 0; i < path->nops; i++)
		if (path->ops[i] == PATH_CURVE || path->ops[i] == PATH_CURVE_V || path->ops[i] == PATH_CURVE_Y)
			return false;
	return path->nxy <= 10;
}

static bool moves(const struct rpdf_even *e, const struct walk_path *path, fz_matrix ctm, rect *from, rect *to)
{
	fz_rect b;
	if (!is_straight(path) || !walk_path_bounds(path, ctm, &b))
		return false;
	*from = (rect){ b.x0, b.y0, b.x1, b.y1 };
	return even_move_shape(&e->layout, *from, to);
}

/* Whether a path has to do with words that go from a line that was laid out, and is no higher than it. */
static bool lies_along_gap(const struct rpdf_even *e, const struct walk_path *path, fz_matrix ctm)
{
	static const float highest = 2.2f; /* ems */
	fz_rect b;
	if (!walk_path_bounds(path, ctm, &b))
		return false;
	rect at = rect_grow((rect){ b.x0, b.y0, b.x1, b.y1 }, 0.01f); /* a line has no area */
	for (size_t i = 0; i < e->n; i++) {
		const even_glyph *g = &e->glyphs[i];
		float high = fabsf(g->way.x) >= fabsf(g->way.y) ? at.y1 - at.y0 : at.x1 - at.x0;
		if (g->cut && !e->layout.exact[i] && high <= highest * g->size && rect_overlap(at, e->boxes[i]))
			return true;
	}
	return false;
}

/* How much of its bounds a path with one part fills when its curves are taken for their chords. */
static float filled_share(const struct walk_path *path, fz_rect bounds)
{
	float area = 0, *xy = path->xy;
	fz_point first = { 0, 0 }, last = { 0, 0 };
	for (size_t i = 0; i < path->nops; i++) {
		int n = walk_path_numbers(path->ops[i]);
		if (path->ops[i] == PATH_RECT || (path->ops[i] == PATH_MOVE && i > 0))
			return 0;
		if (n >= 2) {
			fz_point p = { xy[n - 2], xy[n - 1] };
			area += i ? last.x * p.y - p.x * last.y : 0;
			first = i ? first : p;
			last = p;
		}
		xy += n;
	}
	area += last.x * first.y - first.x * last.y;
	return fabsf(area) / 2 / ((bounds.x1 - bounds.x0) * (bounds.y1 - bounds.y0));
}

/*
 * What is bent and lies behind words that go cannot be set anew word by word, and cut at the words it
 * would say how wide they were. A highlight whose ends are round becomes one with straight ends; a wave
 * goes whole. True when it went.
 */
static bool straighten(struct walk_path *path)
{
	static const float most_of_it = 0.6f;
	fz_rect b;
	if (!walk_path_bounds(path, fz_identity, &b) || path->nxy < 4 || !(filled_share(path, b) >= most_of_it)) {
		walk_path_clear(path);
		return true;
	}
	path->ops[0] = PATH_RECT;
	path->nops = 1;
	memcpy(path->xy, (float[]){ b.x0, b.y0, b.x1 - b.x0, b.y1 - b.y0 }, 4 * sizeof *path->xy);
	path->nxy = 4;
	return false;
}

/* One underline may be a line of a path that draws them all. One that is longer than what is written on
 * it stays, but is not to be cut where the words were. */
bool rpdf_even_shape(const struct rpdf_even *e, struct walk_path *path, fz_matrix ctm)
{
	size_t xy = 0, n = 0;
	bool any = false;
	rect from, to;
	if (e->layout.nlines == 0 || !fz_is_rectilinear(ctm))
		return false;
	bool along = lies_along_gap(e, path, ctm);
	if (along && !is_straight(path) && straighten(path))
		return true;
	for (size_t beg = 0, end; beg < path->nops; beg = end, xy += n) {
		end = part_at(path, beg, &n);
		struct walk_path part = { .ops = path->ops + beg, .nops = end - beg, .xy = path->xy + xy, .nxy = n };
		if (!is_straight(&part))
			return false; /* it may have to be cut */
		any |= moves(e, &part, ctm, &from, &to) || (along && lies_along_gap(e, &part, ctm));
	}
	if (!any)
		return false;
	walk_path_transform(path, ctm);
	xy = 0;
	for (size_t beg = 0, end; beg < path->nops; beg = end, xy += n) {
		end = part_at(path, beg, &n);
		struct walk_path part = { .ops = path->ops + beg, .nops = end - beg, .xy = path->xy + xy, .nxy = n };
		if (moves(e, &part, fz_identity, &from, &to))
			move_part(&part, from, to);
	}
	return true;
}
