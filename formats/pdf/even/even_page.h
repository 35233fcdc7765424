/*
 * even_page.h - a page whose lines are laid out anew where something goes: what even.h needs to know
 * of it, and what it says to the walk that writes it.
 *
 *     struct rpdf_even *e = rpdf_even_new(mem, area);
 *     walk with rpdf_even_glyph() for each letter and rpdf_even_picture() for each image
 *     rpdf_even_lay_out(e);
 *     rewrite with rpdf_even_keeps(), rpdf_even_place(), rpdf_even_shape()
 *     rpdf_even_boxes(e, draw, signs);
 */
#ifndef UNDERSEAL_PDF_EVEN_PAGE_H
#define UNDERSEAL_PDF_EVEN_PAGE_H

#include "formats/pdf/walk/boxes.h"
#include "formats/pdf/walk/walk.h"
#include "redact/base/arena.h"

struct rpdf_even;

/* Lives in mem. area: the page as shown. */
struct rpdf_even *rpdf_even_new(arena *mem, rect area);

/* sign: 0 when the glyph stays, else why it goes; bound: it goes for a reason that has a place of
 * its own, and so its line cannot be moved. Hidden ones are not told. */
void rpdf_even_glyph(struct rpdf_even *e, const rpdf_glyph *g, int sign, bool bound);
void rpdf_even_picture(struct rpdf_even *e, fz_matrix ctm);
void rpdf_even_drawing(struct rpdf_even *e, const struct walk_path *path, fz_matrix ctm);

void rpdf_even_lay_out(struct rpdf_even *e);

bool       rpdf_even_keeps(const struct rpdf_even *e, uint32_t number);
rpdf_place rpdf_even_place(const struct rpdf_even *e, uint32_t number);
/* As rpdf_hook.shape. */
bool       rpdf_even_shape(const struct rpdf_even *e, struct walk_path *path, fz_matrix ctm);

/* Replaces those boxes of draw below which every glyph was laid out anew by boxes of a width that
 * tells nothing. signs[sign - 1] is what they bear. */
void rpdf_even_boxes(const struct rpdf_even *e, struct rpdf_boxes *draw, const str *signs, arena *mem);

/* Whether a gap of the page is as wide as what is gone. */
bool rpdf_even_left_some(const struct rpdf_even *e);

#endif
