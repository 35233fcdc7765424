#include "formats/pdf/pixels/unread.h"

#include <math.h>

/* Pixels: five letters of four by six do not fit into less. Points: no printer draws smaller ones. */
enum { WORDS_LONG = 20, WORDS_HIGH = 6 };

/* Pixels of the longer side of what may be a piece of a word that several pictures draw: a letter, a row. */
enum { PIECE_LONG = 4 };
static const float LONG_POINTS = 8, HIGH_POINTS = 3;

/* Pixels a point: a picture as fine as this is drawn smaller than it was meant to be seen. */
static const float TOO_FINE = 12;

/* So many places are told apart; then they are one. */
enum { MOST_PLACES = 256 };

/* A page with more letters that no font explains is no page of sums. */
enum { MOST_LONE = 512 };

/* A letter takes more strokes than a rule, a box or the arm of an axis; a heading's is smaller. Where all its
 * strokes run along the axes it has more corners than a box: an L has six. */
enum { LETTER_STROKES = 4, LETTER_CORNERS = 5 };
static const float LETTER_HIGH = 150, LETTER_LOW = 2;

static rect rect_of(fz_rect r)
{
	return (rect){ r.x0, r.y0, r.x1, r.y1 };
}

static void join(rpdf_patch *to, rpdf_patch one)
{
	to->at = rect_union(to->at, one.at);
	to->anyhow |= one.anyhow;
}

static void add(rpdf_unread *u, rpdf_patch one, arena *mem)
{
	if (rect_empty(one.at))
		return;
	for (size_t i = 0; i < u->n; i++)
		if (rect_overlap(u->list[i].at, one.at)) {
			join(&u->list[i], one);
			return;
		}
	if (u->n < MOST_PLACES) {
		*ARENA_PUSH(mem, u->list, u->n, u->room) = one;
		return;
	}
	for (size_t i = 1; i < u->n; i++)
		join(&u->list[0], u->list[i]);
	join(&u->list[0], one);
	u->n = 1;
}

/* Whichever has more of them, the picture or the mask that says where it shows: words may be in either. */
static void count_pixels(fz_image *image, int *shorter, int *longer)
{
	int w = image->w, h = image->h;
	if (image->mask && (int64_t)image->mask->w * image->mask->h > (int64_t)w * h) {
		w = image->mask->w;
		h = image->mask->h;
	}
	*shorter = w < h ? w : h;
	*longer = w < h ? h : w;
}

/* One letter of a word, or one row of it. */
static void add_lone_image(rpdf_unread *u, rect box, int longer, arena *mem)
{
	float wide = box.x1 - box.x0, high = box.y1 - box.y0;
	if (longer < PIECE_LONG || rect_empty(box))
		return;
	rect reach = rect_grow(box, (wide < high ? wide : high) / 2 + 1);
	if (u->nlone >= MOST_LONE)
		add(u, (rpdf_patch){ reach, true }, mem);
	else
		*ARENA_PUSH(mem, u->lone, u->nlone, u->lone_room) = (struct rpdf_lone){ box, reach, true };
}

void rpdf_unread_image(rpdf_unread *u, fz_image *image, fz_matrix ctm, fz_rect view, rect area, arena *mem)
{
	int shorter, longer;
	count_pixels(image, &shorter, &longer);
	rect box = rect_intersect(rect_intersect(rect_of(fz_transform_rect(fz_unit_rect, ctm)), rect_of(view)), area);
	float wide = box.x1 - box.x0, high = box.y1 - box.y0;
	if (shorter < WORDS_HIGH || longer < WORDS_LONG) {
		add_lone_image(u, box, longer, mem);
		return;
	}
	bool small = (wide > high ? wide : high) < LONG_POINTS || (wide > high ? high : wide) < HIGH_POINTS;
	if (small && (float)image->w < TOO_FINE * hypotf(ctm.a, ctm.b)) {
		add_lone_image(u, box, longer, mem);
		return;
	}
	add(u, (rpdf_patch){ box, true }, mem);
}

/* Lines that only run along the axes are rules, boxes and tables. */
static bool is_lettering(const struct walk_path *path)
{
	size_t strokes = 0, corners = 0;
	const float *at = path->xy;
	float x = 0, y = 0;
	for (size_t i = 0; i < path->nops; i++) {
		int n = walk_path_numbers(path->ops[i]);
		corners = path->ops[i] == PATH_LINE ? corners + 1 : 0;
		if (corners >= LETTER_CORNERS)
			return true;
		if (path->ops[i] == PATH_LINE)
			strokes += at[0] != x && at[1] != y;
		else
			strokes += path->ops[i] == PATH_CURVE || path->ops[i] == PATH_CURVE_V || path->ops[i] == PATH_CURVE_Y;
		if (n >= 2 && path->ops[i] != PATH_RECT) {
			x = at[n - 2];
			y = at[n - 1];
		}
		at += n;
	}
	return strokes >= LETTER_STROKES;
}

void rpdf_unread_path(rpdf_unread *u, const struct walk_path *path, fz_matrix ctm, rect area, arena *mem)
{
	fz_rect bounds;
	if (!is_lettering(path) || !walk_path_bounds(path, ctm, &bounds))
		return;
	rect box = rect_intersect(rect_of(bounds), area);
	float wide = box.x1 - box.x0, high = box.y1 - box.y0;
	if ((wide > high ? wide : high) < LETTER_LOW || (wide < high ? wide : high) > LETTER_HIGH)
		return;
	/* A word's letters are often a path each. */
	add(u, (rpdf_patch){ rect_intersect(rect_grow(box, 6), area), false }, mem);
}

/* One glyph can be drawn as a word; a sum, a root or a bracket is no wider than it is high, a hat is low. */
static bool may_be_word(fz_context *ctx, const rpdf_glyph *g)
{
	static const float wide = 1.6f;
	fz_rect ink = g->gid >= 0 ? fz_bound_glyph(ctx, g->font, g->gid, g->trm) : fz_infinite_rect;
	float w = ink.x1 - ink.x0, h = ink.y1 - ink.y0;
	if (fabsf(g->trm.b) > fabsf(g->trm.a))
		return h > wide * w && w > HIGH_POINTS;
	return !(w <= wide * h || h <= HIGH_POINTS);
}

void rpdf_unread_glyph(rpdf_unread *u, fz_context *ctx, const rpdf_glyph *g, bool lies, rect area, arena *mem)
{
	rect box = rect_of(g->box), at = rect_intersect(rect_grow(box, 2), area);
	if (lies || u->nlone >= MOST_LONE || may_be_word(ctx, g))
		add(u, (rpdf_patch){ at, lies }, mem);
	else if (!rect_empty(at))
		*ARENA_PUSH(mem, u->lone, u->nlone, u->lone_room) = (struct rpdf_lone){ at, rect_grow(box, g->size / 2), false };
}

static bool has_neighbour(const rpdf_unread *u, size_t which)
{
	rect reach = u->lone[which].reach;
	for (size_t i = 0; i < u->nlone; i++)
		if (i != which && rect_overlap(u->lone[i].reach, reach))
			return true;
	return false;
}

void rpdf_unread_end(rpdf_unread *u, arena *mem)
{
	size_t known = u->n;
	for (size_t i = 0; i < u->nlone; i++) {
		bool beside = u->nlone >= MOST_LONE || has_neighbour(u, i);
		for (size_t k = 0; k < known && k < u->n && !beside; k++)
			beside = rect_overlap(u->list[k].at, u->lone[i].reach);
		if (beside)
			add(u, (rpdf_patch){ u->lone[i].at, u->lone[i].anyhow }, mem);
	}
}
