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

bool  rect_empty(rect r);                 /* no area                                    */
bool  rect_overlap(rect a, rect b);       /* share some area; touching edges do not     */
rect  rect_union(rect a, rect b);         /* an empty side yields the other             */
rect  rect_intersect(rect a, rect b);     /* all zero when they do not overlap          */
float rect_area(rect r);
rect  rect_grow(rect r, float by);        /* on every side; negative shrinks            */

#endif
