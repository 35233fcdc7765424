/*
 * geom.h - rectangles on a page.
 *
 * All geometry that leaves a format is in points (1/72 inch, UserUnit applied), origin at the top
 * left corner of the page as a reader shows it (CropBox and Rotate applied), y down. The same
 * numbers stand in plans, on the command line (--box) and in `underseal text --json`.
 */
#ifndef UNDERSEAL_GEOM_H
#define UNDERSEAL_GEOM_H

#include <stdbool.h>

typedef struct rect {
	float x0, y0, x1, y1; /* x0 <= x1, y0 <= y1; all zero is "no box" */
} rect;

/* x' = a x + c y + e, y' = b x + d y + f, as in ISO 32000-1, 8.3.3. */
typedef struct affine {
	float a, b, c, d, e, f;
} affine;

rect  affine_rect(affine m, rect r);      /* what is around r, taken through m          */
bool  affine_inverse(affine m, affine *out); /* false when there is none                */

bool  rect_empty(rect r);                 /* no area                                    */
bool  rect_overlap(rect a, rect b);       /* share some area; touching edges do not     */
rect  rect_union(rect a, rect b);         /* an empty side yields the other             */
rect  rect_intersect(rect a, rect b);     /* all zero when they do not overlap          */
float rect_area(rect r);
rect  rect_beside(rect r, rect own, rect other); /* r without what lies behind the middle between the two */
/* r without what lies behind the middle to either neighbour, which may be own itself; all of own stays though it reaches over
 * them, and r as it is where they leave nothing of it, as letters do that are seen one upon the other. */
rect  rect_between(rect r, rect own, rect before, rect after);
rect  rect_grow(rect r, float by);        /* on every side; negative shrinks            */

/*
 * The one rule for what lies under a box of marked text without being named by the mark: the same word in
 * another layer, a letter struck twice. Who redacts removes it, who proves demands that it is gone.
 *
 * It does when more than half of its area is in the box, or its centre. Of a watermark's letters the centre
 * lies under one word or another, and all of them can still be read around it: a letter that is several times
 * as high as the box counts by its area alone. On a slant (upright false) a mark covers but the middles of
 * letters, and narrow ones have a small one. size: the height of a letter's em in points, 0 for what is no
 * letter.
 */
bool rect_lies_under(rect what, float size, bool upright, rect box);

#endif
