/*
 * layer_words.h - the words that OCR saw on a page, with what is needed to write them: which way each runs,
 * where its baseline is and how large its letters are.
 */
#ifndef UNDERSEAL_PDF_LAYER_WORDS_H
#define UNDERSEAL_PDF_LAYER_WORDS_H

#include "redact/model/text.h"

typedef struct layer_word {
	str text;          /* lent by the unit; no blanks                                        */
	rect at;           /* points of the page as shown                                        */
	int turned;        /* quarters of a turn, clockwise, from running to the right           */
	float ahead;       /* from its first letter to its last, to the right                    */
	float slope;       /* of its line: so far down for each point along                      */
	bool to_left;      /* of a script that runs to the left                                  */
	float size;        /* points of its font                                                 */
	float x, y;        /* where it begins on its baseline: along its line, and down across it */
	float wide;        /* along its line, points                                             */
	uint32_t line;     /* words of one line share its number                                 */
} layer_word;

/* What lies along and down across lines that are turned so, as it lies on the page; and a box of the page
 * the other way. */
typedef struct layer_way { float ax, ay, dx, dy; } layer_way;
layer_way layer_way_of(int turned);
rect      layer_along(int turned, rect at);

/* In mem, in reading order. */
size_t layer_words_of(const unit *seen, arena *mem, layer_word **out);

#endif
