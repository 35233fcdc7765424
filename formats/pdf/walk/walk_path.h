/*
 * walk_path.h - the path that a content stream is building.
 *
 * The walk gathers it instead of handing each operator on, since only the operator that paints tells
 * whether it is drawn, and its bounds tell where. What is left as it was is written with the very
 * operators it came with: a rectangle stays `re`. Coordinates are user space. ISO 32000-1, 8.5.
 */
#ifndef UNDERSEAL_PDF_WALK_PATH_H
#define UNDERSEAL_PDF_WALK_PATH_H

#include "formats/lib/mu.h"

/* One operator a byte, named as in a content stream. */
enum walk_path_op {
	PATH_MOVE = 'm', PATH_LINE = 'l', PATH_CURVE = 'c', PATH_CURVE_V = 'v', PATH_CURVE_Y = 'y',
	PATH_CLOSE = 'h', PATH_RECT = 'r',
};

enum walk_path_clip { CLIP_NONE, CLIP_NONZERO, CLIP_EVENODD };

/* All zero is an empty one. */
struct walk_path {
	unsigned char *ops; size_t nops, ops_room;
	float *xy;          size_t nxy, xy_room;   /* the operators' numbers, one after the other  */
	enum walk_path_clip clip;                  /* W or W*: clips what follows once painted     */
};

/* How many numbers an operator takes. */
int walk_path_numbers(enum walk_path_op op);

/* Adds an operator and its numbers. Throws when memory lacks. */
void walk_path_add(fz_context *ctx, struct walk_path *path, enum walk_path_op op, const float *xy);

/* The rectangle around all its points (those that pull its curves, too), taken through ctm: page
 * points when that is the walk's ctm. Nothing that a stroke's width adds. False when there are no
 * points or one is not a number. */
bool walk_path_bounds(const struct walk_path *path, fz_matrix ctm, fz_rect *out);

/* Takes all its points through m, which must not turn rectangles but by quarters. */
void walk_path_transform(struct walk_path *path, fz_matrix m);

/* Writes its operators, and W or W* where they were met, but not the one that paints. */
void walk_path_write(fz_context *ctx, const struct walk_path *path, pdf_processor *to);

void walk_path_clear(struct walk_path *path);                  /* keeps the memory  */
void walk_path_drop(fz_context *ctx, struct walk_path *path);

#endif
