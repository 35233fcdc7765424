/*
 * flow.h - glyphs put together into lines and words.
 *
 * A PDF places letters, it does not write text. A flow reads them in drawing order and decides from
 * the gaps where a blank or a line end belongs. A letter drawn twice (bold made by overprinting)
 * is one letter of the text with two glyphs, and where one glyph says what is drawn by several, all of
 * them are its letters. Letters drawn in an order that has nothing to do with
 * reading (backwards, one column of letters at a time, scripts that run to the left) are read a
 * second time, by place.
 */
#ifndef UNDERSEAL_PDF_FLOW_H
#define UNDERSEAL_PDF_FLOW_H

#include "formats/pdf/walk/walk.h"
#include "redact/base/buf.h"
#include "redact/model/text.h"

enum { FLOW_RECENT = 96 };

/* Where one glyph stands and which bytes of the text it is. */
typedef struct flow_glyph {
	uint32_t number;       /* see rpdf_glyph.number      */
	uint32_t beg, end;     /* bytes of the flow's text   */
	fz_point from, to;
	float size;
	rect box;
	bool unseen;           /* off the page or clipped away */
	bool mute;             /* says nothing itself          */
} flow_glyph;

typedef struct flow {
	buf text;
	flow_glyph *glyphs;    /* malloc'ed, in drawing order */
	size_t n, room;
	long prev;             /* index of the glyph that the text ends with; -1 at first  */
	long base;             /* the last of them that is not raised above its line       */
	int mute;              /* glyphs that say nothing, right before the next one            */
	int spare;             /* glyphs that say nothing which the last one may speak for      */
	size_t piece;          /* byte of the text where its last string begins                */
	bool doubling;         /* the last glyph was a repeat of an earlier one            */
	int jumps;             /* times the text went back or up: then reading by place
	                          may give another text                                    */
	bool leftward;         /* has letters of a script that runs to the left            */
	bool narrow;           /* has gaps that another reader may take for word spaces    */
	int apart;             /* gaps that may part columns                               */
	bool pitched;          /* has letters at one pitch, whose gaps part no words           */
	float pitch;           /* the last step from letter to letter, in points           */
	int steps, gaps;       /* how many in a row were as long, how many of them leave a gap */
	float word_gap;        /* from how many ems on a gap is a word space               */
} flow;

/* Glyphs are added in drawing order; flow_free() gives back all that grew. */
void flow_begin(flow *f);
void flow_add(flow *f, const rpdf_glyph *g);
void flow_free(flow *f);

/* The same glyphs line by line, whichever way they run, each line in its order of reading and with
 * a blank wherever there may be one. False when that says nothing new. */
bool flow_by_place(const flow *f, flow *out);

/* The same glyphs down each column, where lines are parted by wide gaps: by columns of text or cells,
 * or by the numbers of the lines beside them. False when that says nothing new. */
bool flow_by_column(const flow *f, flow *out);

#endif
