/* cut_cff.h - reading the dictionaries of a CFF font, for cut_cff.c and cut_cff_names.c; see cut.h. */
#ifndef UNDERSEAL_PDF_CUT_CFF_H
#define UNDERSEAL_PDF_CUT_CFF_H

#include "formats/pdf/font/cut.h"

typedef struct cut_index {
	uint32_t count, size;        /* entries; bytes of an offset                           */
	size_t offsets, data, end;   /* data: one byte before the first entry                 */
} cut_index;

/* False when it does not lie within the font. */
bool cut_read_index(str in, size_t at, cut_index *x);

/* Where entry i begins, and the one before it ends, behind x->data; may lie. */
uint32_t cut_index_offset(str in, const cut_index *x, uint32_t i);

/* The last operand before an operator. */
typedef struct cut_operand {
	uint32_t value;
	bool wide;                   /* of four bytes, which stand at `at`                    */
	size_t at;
} cut_operand;

/* Moves *at behind the next operator of a dictionary that ends at `end`; escaped ones are 12 << 8 and
 * more. False where there is none. */
bool cut_next_operator(str in, size_t *at, size_t end, cut_operand *last, uint32_t *op);

/* Appends the font that the subsetter has written, without the names and CIDs of unwanted glyphs. */
bool cut_cff_names(str in, const cut_set *wanted, buf *out);

#endif
