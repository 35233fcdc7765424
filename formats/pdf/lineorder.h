/*
 * lineorder.h - the order of what stands on lines: by line, and along one line.
 *
 * Who reads a page by place and who lays its lines out anew each have glyphs of their own kind and lines
 * of their own making, but sort alike: direction by direction, line by line, and where two things stand
 * in one place the one that was drawn first comes first. A struct to be sorted has its spot as its first
 * member.
 */
#ifndef UNDERSEAL_PDF_LINEORDER_H
#define UNDERSEAL_PDF_LINEORDER_H

#include <stdint.h>

/* In a frame turned with its line: `along` grows from letter to letter, `across` from line to line. */
typedef struct line_spot {
	int turn;             /* its direction, in whatever steps its owner counts */
	float along, across;
	uint32_t number;      /* in order of drawing                               */
} line_spot;

/* For qsort. */
int line_spot_by_line(const void *a, const void *b);
int line_spot_by_side(const void *a, const void *b);

#endif
