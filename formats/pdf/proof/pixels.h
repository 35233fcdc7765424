/*
 * pixels.h - comparing pictures: two images, or two renderings of a page.
 *
 * Where the lists of what is drawn cannot tell whether source and output look alike outside the
 * marks, pixels decide. What is compared leaves out the marked areas and a narrow rim around them.
 * Functions throw.
 */
#ifndef UNDERSEAL_PDF_PIXELS_H
#define UNDERSEAL_PDF_PIXELS_H

#include "redact/model/geom.h"

#include <mupdf/fitz.h>
#include <mupdf/pdf.h>
#include <stdbool.h>
#include <stddef.h>

typedef enum likeness { LIKENESS_SAME, LIKENESS_DIFFERENT, LIKENESS_UNKNOWN } likeness;

/* Compares two images that are drawn at ctm, outside n boxes (points of the page). UNKNOWN when
 * they differ in size, so that pixel cannot be held against pixel. */
likeness rpdf_pixels_images(fz_context *ctx, fz_image *before, fz_image *after, fz_matrix ctm,
                            const rect *boxes, size_t n);

/* True when the part of an image, drawn at ctm, that lies below a box shows one colour only. */
bool rpdf_pixels_uniform(fz_context *ctx, fz_image *image, fz_matrix ctm, rect box);

/* Whether an image, drawn upright at `at` (points) through a mask of its own (NULL: none), shows what a
 * shading shows there, with its background or without, outside of the boxes. m: from the shading's space to points. */
bool rpdf_pixels_shade(fz_context *ctx, fz_shade *shade, bool background, fz_matrix m, fz_image *image,
                       fz_image *mask, rect at, const rect *boxes, size_t n);

/* What may look otherwise, as it is drawn another way: nothing; edges, which fall into the pixel beside; cells
 * of a tiling, each of which the renderer puts on whole pixels: they are drawn on smaller ones. */
typedef enum pixel_leeway { PIXELS_EXACT, PIXELS_EDGES, PIXELS_CELLS } pixel_leeway;

/* Renders page `number` (from 0) of both without annotations and compares them outside n boxes. */
bool rpdf_pixels_pages(fz_context *ctx, pdf_document *before, pdf_document *after, int number, pixel_leeway leeway,
                       const rect *boxes, size_t n);

/* The same, but of the first with its annotations and form fields, as a reader shows them. */
bool rpdf_pixels_flattened(fz_context *ctx, pdf_document *shown, pdf_document *flat, int number,
                           const rect *boxes, size_t n);

#endif
