/* failed_int.h - what the files of failed share; see failed.h. */
#ifndef UNDERSEAL_PDF_FAILED_INT_H
#define UNDERSEAL_PDF_FAILED_INT_H

#include "formats/lib/mu.h"
#include "formats/pdf/proof/record.h"
#include "redact/model/proof.h"

/* Why a word that can be read is not seen. */
typedef enum unseen {
	UNSEEN_NOT,
	UNSEEN_BOX,     /* an opaque shape was drawn over it                                */
	UNSEEN_TINT,    /* a highlight or stroke so dark that nothing shows through         */
	UNSEEN_IMAGE,   /* a picture of one colour was laid over it                         */
	UNSEEN_COLOUR,  /* it has the colour of the box it stands in                        */
	UNSEEN_LAYER,   /* invisible text, as OCR adds it, where the picture is blacked out */
	UNSEEN_PAPER,   /* white on white: no redaction, but worth a look                   */
	UNSEEN_KINDS
} unseen;

/* How many words of a page are unseen so, under how many boxes. */
typedef struct unseen_count {
	uint32_t words[UNSEEN_KINDS], boxes[UNSEEN_KINDS];
} unseen_count;

/* ---- failed_cover.c: what on a page can hide something -------------------------------------- */

enum { NO_COVER = -1 };

typedef struct cover {
	uint32_t item;       /* of the record: its place in the order of drawing                */
	uint32_t clip;       /* index into clips                                                */
	rect bounds;         /* within its clips, with what a stroke adds                       */
	bool exact;          /* a plain opaque fill: what lies within its outline cannot be seen */
	bool image;
	bool thin;           /* hides a letter together with others at most                     */
	uint32_t words, letters; /* found under it                                              */
	unseen how;
	char said[64]; uint32_t nsaid; /* the first of those letters, to know "REDACTED"        */
} cover;

typedef struct clip {
	uint32_t up;         /* index of the clip around it; 0 is the page */
	uint32_t item;       /* the clipping path; UINT32_MAX for others   */
	rect bounds;
} clip;

/* A glyph that can be read, and the clip it is drawn through. */
typedef struct shown_glyph {
	uint32_t item, clip;
	bool faded;          /* within a group, a mask: how opaque is not known */
} shown_glyph;

typedef struct covers {
	cover *list;        size_t n, room;
	clip *clips;        size_t nclips, clips_room;
	shown_glyph *glyphs; size_t nglyphs, glyphs_room;
	uint32_t *strips, *strip_at; size_t strips_room; /* indexes of covers by stretch of the page's height */
	float top, height;
	uint64_t steps;      /* comparisons made on this page */
} covers;

covers *rpdf_covers_new(fz_context *ctx);
void    rpdf_covers_drop(fz_context *ctx, covers *c);   /* NULL is fine */

/* Forgets the page before. Throws ERR_REFUSED for a page that draws more than can be looked at. */
void rpdf_covers_gather(fz_context *ctx, covers *c, const record *r);

/* The topmost covers that contain a rectangle and were drawn from item `from` on and before item
 * `before`: one that hides it for certain, and above that one whose effect only pixels tell. */
typedef struct covered { int exact, other; } covered;
covered rpdf_covers_over(fz_context *ctx, covers *c, const record *r, rect ink, uint32_t from,
                         uint32_t before);

/* For a rectangle that no single cover contains: the topmost of several that hide it together, as
 * two halves or many strips do, else NO_COVER. Between them something may show: pixels tell.
 * exact: only exact ones count, else the bounds of the others, too. */
int rpdf_covers_together(fz_context *ctx, covers *c, const record *r, rect ink, uint32_t from,
                         uint32_t before, bool exact);

/* Whether the point can be seen through a clip. */
bool rpdf_clip_shows(const covers *c, const record *r, uint32_t at, float x, float y);

/* ---- failed_seen.c: what a reader sees ------------------------------------------------------ */

typedef struct seen {
	pdf_document *doc;
	int number;
	fz_pixmap *pix;   /* drawn when it is first asked for */
	float zoom;
} seen;

/* Whether the page as shown has one colour within a rectangle, give or take `tolerance` of 255, and
 * which. False for rectangles of less than a few pixels. */
bool rpdf_seen_plain(fz_context *ctx, seen *s, rect area, int tolerance, float rgb[3]);
void rpdf_seen_drop(fz_context *ctx, seen *s);

/* ---- the looks ------------------------------------------------------------------------------ */

/* failed_page.c: r and c are used again from page to page. */
void rpdf_unseen_words(fz_context *ctx, pdf_document *doc, int number, record *r, covers *c,
                       unseen_count *out);

/* failed_marks.c: Redact annotations that wait to be applied */
void rpdf_inspect_marks(fz_context *ctx, pdf_document *doc, int npages, proof *report);

/* failed_past.c: earlier versions of the file, in its own bytes */
void rpdf_inspect_past(fz_context *ctx, pdf_document *doc, str bytes, proof *report);

/* failed_beside.c: notes on what it carries beside its pages */
void rpdf_inspect_beside(fz_context *ctx, pdf_document *doc, proof *report);

#endif
