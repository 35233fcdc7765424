/*
 * inner.h - what the files of formats/image/ share; nobody else includes it.
 *
 *     image.c     the interface: open, the pages, what is removed, saving
 *     see.c       the words in the pixels
 *     draw.c      a page as a screen shows it
 *     parts.c     what stands in the file beside the pixels
 *     prove.c     the written file beside its source, and looked through by itself
 *     turned.c    a camera's word on which way up a JPEG is
 *
 * A PNG or JPEG is taken apart when it is opened, and put together again from the pieces that draw
 * (lib/picture/picture.h); a TIFF is written anew page by page (lib/picture/tiff.h). What is told beside the
 * pixels is a unit that does not stay.
 */
#ifndef UNDERSEAL_IMAGE_INNER_H
#define UNDERSEAL_IMAGE_INNER_H

#include "formats/lib/picture/picture.h"
#include "formats/lib/picture/tiff.h"
#include "redact/format.h"

typedef struct image {
	arena *mem;
	const source *src;
	bool tiff;
	clean_picture picture;            /* not of a TIFF                        */
	tiff_page *pages; size_t npages;
	mask_boxes *gone;                 /* by page, after apply(); NULL before  */
	bool rebuilt;
} image;

/* Pixels that one point is. */
float image_scale(const tiff_page *page);
rect  image_frame(const tiff_page *page);   /* the whole of it, in points */

/* Page from 0, as it will be written but for what apply() takes out of a TIFF. In mem. */
bool image_shown(const image *d, size_t page, arena *mem, shown *out, err *e);

/* The accepted boxes of p on a page from 0; the list is in mem. */
mask_boxes image_boxes(const image *d, const plan *p, size_t page, arena *mem);

/* draw.c */
bool image_render(doc *d, uint32_t page, float dpi, arena *mem, picture *out, err *e);

/* see.c */
bool image_see(doc *d, const ocr_order *order, text *out, err *e);

/* parts.c: everything in the bytes of a picture file that is not pixels, and what follows its end. False when
 * the sink stopped it. Never fails: what cannot be followed is left to who looks at the raw bytes. */
typedef struct image_part {
	str where;     /* "chunk tEXt", "segment APP1", "tag 270" */
	str bytes;
	bool draws;    /* it says how the pixels look: it stays   */
} image_part;
typedef bool image_part_sink(void *arg, const image_part *part);
bool image_parts(str bytes, arena *mem, image_part_sink *sink, void *arg);

/* turned.c: 1 to 8, as EXIF has it (1: as it should be), and the pixels put right. */
int  image_turn_of(str jpeg);
void image_turn(shown *s, int turn, arena *mem);

/* prove.c */
bool image_inspect(doc *d, proof *report, err *e);
bool image_carriers(doc *d, carrier_sink *sink, void *arg, err *e);
bool image_compare(doc *source, const text *before, doc *output, const text *after, const plan *p, bool pixels,
                   proof *report, err *e);

#endif
