#include "formats/pdf/walk/walk_path.h"

#include <math.h>
#include <string.h>

int walk_path_numbers(enum walk_path_op op)
{
	switch (op) {
	case PATH_MOVE: case PATH_LINE:                       return 2;
	case PATH_CURVE:                                      return 6;
	case PATH_CURVE_V: case PATH_CURVE_Y: case PATH_RECT: return 4;
	case PATH_CLOSE:                                      break;
	}
	return 0;
}

static void *room_for(fz_context *ctx, void *list, size_t want, size_t *room, size_t size)
{
	if (want <= *room)
		return list;
	size_t more = *room ? *room * 2 : 64;
	while (more < want)
		more *= 2;
	list = fz_realloc(ctx, list, more * size);
	*room = more;
	return list;
}

void walk_path_add(fz_context *ctx, struct walk_path *path, enum walk_path_op op, const float *xy)
{
	size_t n = (size_t)walk_path_numbers(op);
	path->ops = room_for(ctx, path->ops, path->nops + 1, &path->ops_room, 1);
	/* One more than is needed: a path that is only closed has an array to point into, too. */
	path->xy = room_for(ctx, path->xy, path->nxy + n + 1, &path->xy_room, sizeof *path->xy);
	path->ops[path->nops++] = (unsigned char)op;
	for (size_t i = 0; i < n; i++)
		path->xy[path->nxy++] = xy[i];
}

static fz_rect include(fz_rect r, float x, float y)
{
	return (fz_rect){ fz_min(r.x0, x), fz_min(r.y0, y), fz_max(r.x1, x), fz_max(r.y1, y) };
}

bool walk_path_bounds(const struct walk_path *path, fz_matrix ctm, fz_rect *out)
{
	fz_rect r = { INFINITY, INFINITY, -INFINITY, -INFINITY };
	const float *at = path->xy;
	for (size_t i = 0; i < path->nops; i++) {
		int n = walk_path_numbers(path->ops[i]);
		for (int k = 0; k < n; k++)
			if (!isfinite(at[k]))
				return false;
		if (path->ops[i] == PATH_RECT) {
			r = include(r, at[0], at[1]);
			r = include(r, at[0] + at[2], at[1] + at[3]);
		} else {
			for (int k = 0; k + 1 < n; k += 2)
				r = include(r, at[k], at[k + 1]);
		}
		at += n;
	}
	if (!(r.x0 <= r.x1) || !(r.y0 <= r.y1))
		return false;
	*out = fz_transform_rect(r, ctm);
	return true;
}

void walk_path_transform(struct walk_path *path, fz_matrix m)
{
	float *at = path->xy;
	for (size_t i = 0; i < path->nops; i++) {
		int n = walk_path_numbers(path->ops[i]);
		bool rect = path->ops[i] == PATH_RECT;
		for (int k = 0; k + 1 < n; k += 2) {
			fz_point p = rect && k ? fz_transform_vector(fz_make_point(at[k], at[k + 1]), m)
			                       : fz_transform_point_xy(at[k], at[k + 1], m);
			at[k] = p.x;
			at[k + 1] = p.y;
		}
		at += n;
	}
}

void walk_path_write(fz_context *ctx, const struct walk_path *path, pdf_processor *to)
{
	const float *at = path->xy;
	for (size_t i = 0; i < path->nops; i++) {
		switch ((enum walk_path_op)path->ops[i]) {
		case PATH_MOVE:    to->op_m(ctx, to, at[0], at[1]); break;
		case PATH_LINE:    to->op_l(ctx, to, at[0], at[1]); break;
		case PATH_CURVE:   to->op_c(ctx, to, at[0], at[1], at[2], at[3], at[4], at[5]); break;
		case PATH_CURVE_V: to->op_v(ctx, to, at[0], at[1], at[2], at[3]); break;
		case PATH_CURVE_Y: to->op_y(ctx, to, at[0], at[1], at[2], at[3]); break;
		case PATH_CLOSE:   to->op_h(ctx, to); break;
		case PATH_RECT:    to->op_re(ctx, to, at[0], at[1], at[2], at[3]); break;
		}
		at += walk_path_numbers(path->ops[i]);
	}
	if (path->clip == CLIP_NONZERO)
		to->op_W(ctx, to);
	else if (path->clip == CLIP_EVENODD)
		to->op_Wstar(ctx, to);
}

void walk_path_clear(struct walk_path *path)
{
	path->nops = path->nxy = 0;
	path->clip = CLIP_NONE;
}

void walk_path_drop(fz_context *ctx, struct walk_path *path)
{
	fz_free(ctx, path->ops);
	fz_free(ctx, path->xy);
	*path = (struct walk_path){ 0 };
}
