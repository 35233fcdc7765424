/*
 * labels.h - the labels that lists show before their paragraphs.
 *
 * Their texts stand in the numbering part, once for all paragraphs of a level (ECMA-376 part 1, 17.9);
 * people read them before each. While the text of a story is read its numbered paragraphs are counted,
 * and those whose label may hold words are told to the engine as text.shown.
 */
#ifndef UNDERSEAL_DOCX_LABELS_H
#define UNDERSEAL_DOCX_LABELS_H

#include "formats/docx/inner.h"

typedef struct labels labels;

/* Lent by d's arena. NULL for a document without lists. Before the first story is read. */
labels *labels_new(docx *d);

/* What stands before a paragraph, whether it holds words or not: "1.1", "•"; and the w:lvl that says so, NULL without a list. */
typedef struct label_shown {
	str says;
	const xnode *level;
} label_shown;

/* A paragraph of the story that will be unit `unit` begins at byte `at`. l may be NULL; so may *shown, for who does not ask. */
void labels_paragraph(labels *l, const xnode *p, uint32_t unit, uint32_t at, label_shown *shown);

/* The w:lvl of a style's list, NULL when it has none. */
const xnode *labels_level_of(labels *l, str style);

/* When all stories are read: `unit` is that of the numbering part. */
void labels_finish(labels *l, const story *numbering, uint32_t unit, text *out);

#endif
