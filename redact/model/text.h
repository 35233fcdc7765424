/*
 * text.h - everything in a document that can carry words, as units of text.
 *
 * A page is a unit, and so is a header, a comment, a form field, a metadata value, an attachment's
 * name, the file's own name. One search covers all of them; formats differ only in which units
 * they list. Extraction is deterministic: the same bytes give the same units with the same ids and
 * the same offsets, which is what lets a plan written today be applied tomorrow.
 */
#ifndef UNDERSEAL_TEXT_H
#define UNDERSEAL_TEXT_H

#include "redact/base/str.h"
#include "redact/model/geom.h"
#include "redact/model/look.h"

typedef enum unit_kind {
	UNIT_PAGE,        /* what a page draws, in reading order                    */
	UNIT_BODY,        /* a word processor's main text                           */
	UNIT_HEADER,
	UNIT_FOOTER,
	UNIT_NOTE,        /* footnotes and endnotes                                 */
	UNIT_COMMENT,
	UNIT_TEXTBOX,
	UNIT_FIELD,       /* a form field: name, value, options                     */
	UNIT_ANNOTATION,
	UNIT_BOOKMARK,    /* outline entries, named destinations                    */
	UNIT_LINK,
	UNIT_METADATA,
	UNIT_ATTACHMENT,  /* name, description and, where it is text, the content   */
	UNIT_SCRIPT,
	UNIT_STRUCTURE,   /* ActualText, Alt, titles of structure elements          */
	UNIT_HIDDEN,      /* tracked deletions, hidden layers: text nobody is shown */
	UNIT_NAME,        /* the file's own name, names of parts and layers         */
	UNIT_PICTURE,     /* one that is on no page: in a word processor's document */
	UNIT_KINDS
} unit_kind;

/* How sure it is that a unit says what it says. Rules ask for more than a shape where it is not. */
typedef enum unit_doubt {
	DOUBT_NONE,
	DOUBT_SPACING,    /* letters and digits that stand apart were put together */
	DOUBT_LETTERS,    /* letters were taken for the digits they look like      */
	DOUBT_BREAKS,     /* the end of a line or cell was taken out of a word     */
} unit_doubt;

/* Where a stretch of a unit's text is drawn. A glyph may stand for several characters (fi) and a
 * character may be drawn by several spans. Sorted by beg. */
typedef struct span {
	uint32_t beg, end; /* bytes of unit.text                */
	rect box;          /* points on unit.page, see geom.h   */
} span;

typedef struct unit {
	unit_kind kind;
	str id;            /* stable and unique in the document: "page 3", "word/header1.xml", "info Author" */
	str text;          /* UTF-8, lines and paragraphs end in \n, table cells in \t           */
	uint32_t page;     /* from 1; 0 when it is on no page                                    */
	bool stays;        /* the output keeps this unit (its marks are applied); false: the
	                      rebuild drops it whole, but what is found there is hunted elsewhere */
	unit_doubt doubt;  /* DOUBT_NONE but in readings, see readings.h */
	bool unsearchable; /* shows words that nobody could read: a scan, say                    */
	bool unread;       /* shows pixels or outlines that OCR has not looked at, and that may
	                      hold words                                                         */
	rect frame;        /* the whole of the page or picture where it is unsearchable          */
	span *spans;       /* NULL where the format knows no places                              */
	size_t nspans;
} unit;

/* A place that the document itself asks to be blacked out: somebody drew a redaction there with
 * another program, and never applied it. */
typedef struct wish {
	uint32_t page; /* from 1            */
	rect box;      /* within the page   */
	str by, at;    /* whom it says it is from, and when in ISO 8601; "" where it does not */
} wish;

/* The paper of a page: how large a reader shows it, and where on it the format's own coordinates lie (a PDF's default user
 * space, a picture's pixels). */
typedef struct sheet {
	float width, height; /* points          */
	affine own;          /* those to points */
} sheet;

/* What a reader is shown before a place of a unit though it stands elsewhere: the label of a list's
 * paragraph, which is written once for all of them. The pieces of one label follow each other. */
typedef struct shown_piece {
	uint32_t unit, at;        /* before this byte                                         */
	uint32_t from, beg, end;  /* these bytes of that unit; none of them: a gap            */
	str says;                 /* as these words, where they are others: "3" in place of %1 */
} shown_piece;

typedef struct text {
	arena *mem;
	unit *units; size_t n, room;
	wish *wishes; size_t nwishes, wishes_room;
	sheet *sheets; size_t nsheets, sheets_room; /* of page 1, 2 ...; none where text flows, and with no_places */
	shown_piece *shown; size_t nshown, shown_room; /* by unit and place */
	text_look *looks; size_t nlooks, looks_room;       /* none but with_looks */
	text_label *labels; size_t nlabels, labels_room;   /* likewise: all of them, where shown has those with words alone */
	bool with_looks;   /* set before extraction by who draws text that flows */
	bool no_places;    /* set before extraction by who wants words only: no spans, less memory */
	/* Set before extraction by who wants some pages alone, from 1; last 0: everything. A format that takes no notice gives more.
	 * Sheets are of all pages all the same. */
	uint32_t first, last;
} text;

/* Whether a page was asked for; 0, what lies on none, comes with the first. */
static inline bool text_wants(const text *t, uint32_t page)
{
	return !t->last || (page ? page >= t->first && page <= t->last : t->first <= 1);
}

/* Words that OCR saw on a page or in a picture are a unit of their own, named after the place they
 * were seen in: "page 3 in pixels". Its spans' boxes are points of the page, or pixels of a picture
 * that is on no page. */
str  text_pixels_id(str place, arena *mem);
bool text_in_pixels(str unit_id);

/* Adds an empty unit and returns it, valid until the next text_add(). id is copied. */
unit *text_add(text *t, unit_kind kind, str id);

/* Moves the units of `more`, which are not those of any page of t, behind those of t; so is what they live in: more is empty
 * then, and has no arena. */
void text_append(text *t, text *more);

/* Convenience for units that are one string: copied, with stays as given. Empty text adds none. */
void text_add_string(text *t, unit_kind kind, str id, str value, bool stays);

/* The unit of this id, lent; NULL when there is none. */
const unit *text_lookup(const text *t, str id);

/* "page", "header" ... as in our JSON, and back (UNIT_KINDS when unknown). */
const char *unit_kind_name(unit_kind kind);
unit_kind   unit_kind_of(str name);

#endif
