/*
 * cutpath.h - a path without what lies in some boxes.
 *
 * Words can be drawn as outlines, as hairlines, or as the shape that an image shows through. What of a
 * path lies in a marked box goes by geometry: no clip operator hides it, its coordinates are not
 * written. What lies outside is painted as it was. A path that covers a box, and has no edge in it,
 * says nothing there and stays as it is: the shade of a table, the ground of a page.
 *
 * Paths are in user space, ctm takes them to page points, boxes are in page points (geom.h). Each
 * function adds to `out` (empty before) and returns whether anything was cut; false: `out` is of no
 * use, and the path may be written as it was. Each throws ERR_REFUSED when the pieces are too many.
 */
#ifndef UNDERSEAL_PDF_CUTPATH_H
#define UNDERSEAL_PDF_CUTPATH_H

#include "formats/pdf/walk/walk_path.h"
#include "redact/model/geom.h"

/* To be filled by the rule that the path was to be filled by: pieces wind as the path did. */
bool cutpath_fill(fz_context *ctx, const struct walk_path *in, fz_matrix ctm, const rect *boxes, size_t nboxes,
                  struct walk_path *out);

/* To be stroked. A dashed line comes out as its dashes, to be stroked solid: dashes go on behind a box
 * as if it were not there, and a line that runs over itself is still painted once. */
struct cutpath_dash { int n; const float *on_off; float phase; }; /* n 0: solid; lengths in user space */
bool cutpath_stroke(fz_context *ctx, const struct walk_path *in, fz_matrix ctm, struct cutpath_dash dash,
                    const rect *boxes, size_t nboxes, struct walk_path *out);

/* To be clipped by: the boxes are united with the path rather than taken from it, so that nothing
 * that is kept is clipped away. An upright rectangle stays unless it lies in a box whole. */
bool cutpath_clip(fz_context *ctx, const struct walk_path *in, fz_matrix ctm, bool even_odd, const rect *boxes,
                  size_t nboxes, struct walk_path *out);

#endif
