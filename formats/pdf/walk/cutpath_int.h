/* cutpath_int.h - what the files of cutpath share; see cutpath.h. */
#ifndef UNDERSEAL_PDF_CUTPATH_INT_H
#define UNDERSEAL_PDF_CUTPATH_INT_H

#include "formats/pdf/walk/cutpath.h"

/* Pieces beyond this were made to exhaust us. */
enum { CUT_MOST_POINTS = 4 << 20 };

/* A point both where it is written and where it is seen. A cut lies as far between two points in the
 * one space as in the other, so that nothing is ever taken back through a matrix. */
struct cut_point {
	double x, y;   /* page points */
	double u, v;   /* user space  */
};

struct cut_points { struct cut_point *list; size_t n, room; };

/* A line to to[2], or a curve by to[0] and to[1]. */
struct cut_segment { bool curve; struct cut_point to[3]; };

struct cut_box { double x0, y0, x1, y1; };

/* A subpath, read from a path; reused from one to the next. */
struct cut_subpath {
	const struct walk_path *in;
	fz_matrix ctm;
	size_t op, xy;            /* where to read on                                    */
	size_t op_beg, xy_beg;    /* where this one begins                               */
	bool moves;               /* it begins with an operator that says where          */
	bool pen;                 /* there is a current point                            */
	bool closed;
	struct cut_point start, at;
	struct cut_segment *list; size_t n, room;
	struct cut_box box;       /* around all its points                               */
};

/* The next subpath; false at the end. */
bool cut_next(fz_context *ctx, struct cut_subpath *s);
/* Writes it as it was. */
void cut_copy(fz_context *ctx, const struct cut_subpath *s, struct walk_path *out);

void cut_push(fz_context *ctx, struct cut_points *list, struct cut_point p);
struct cut_point cut_between(struct cut_point a, struct cut_point b, double t);
/* Adds what follows `from` on a segment, as lines. */
void cut_flatten(fz_context *ctx, struct cut_point from, const struct cut_segment *s, struct cut_points *out);
struct cut_box cut_bounds(const struct cut_point *p, size_t n);
struct cut_box cut_segment_bounds(struct cut_point from, const struct cut_segment *s);
bool cut_overlap(struct cut_box a, struct cut_box b);

/* The stretch of a line from a to b, 0 to 1, that lies in a box; false when none does. */
bool cut_inside(struct cut_point a, struct cut_point b, struct cut_box box, double *from, double *to);
/* Whether it goes through the box rather than along its border. */
bool cut_goes_through(struct cut_point a, struct cut_point b, struct cut_box box);

/* The boxes near a path. Yours: fz_free(). */
struct cut_box *cut_boxes_near(fz_context *ctx, const struct walk_path *in, fz_matrix ctm, const rect *boxes,
                               size_t n, size_t *near);

void cut_move(fz_context *ctx, struct walk_path *out, struct cut_point p);
void cut_line(fz_context *ctx, struct walk_path *out, struct cut_point p);

#endif
