/*
 * tiff.h - the door to TIFF files: their pages as pixels, and written anew with nothing beside those.
 *
 * Leptonica decodes and encodes them. Pages are read one at a time: a book of scans does not fit into memory
 * as a whole. A page's orientation is carried out, not kept; of its tags size, colours, compression and
 * resolution stay.
 */
#ifndef UNDERSEAL_TIFF_H
#define UNDERSEAL_TIFF_H

#include "formats/lib/picture/mask.h"
#include "formats/lib/picture/shown.h"

enum { TIFF_MOST_PAGES = 10000 };

typedef struct tiff_page {
	int width, height;   /* pixels, upright     */
	float dpi;           /* 0 when nobody knows */
	bool lossy;          /* compressed as JPEG  */
} tiff_page;

/* Decodes every page once. In mem. ERR_INPUT where one is damaged or of a kind that cannot be read,
 * ERR_REFUSED for too many pages or pixels. */
bool tiff_read(str bytes, arena *mem, tiff_page **out, size_t *n, err *e);

/* Page from 0. In mem. */
bool tiff_shown(str bytes, size_t page, arena *mem, shown *out, err *e);

/* What is to go from each page: black. */
typedef mask_boxes tiff_boxes(void *arg, size_t page);

/* Writes all n pages into one file, which is open and empty, compressed as they were. */
bool tiff_write(str bytes, size_t n, tiff_boxes *boxes, void *arg, int fd, err *e);

#endif
