/*
 * handling.h - how a person wants a document treated beside what is to be removed from it.
 *
 * What stays of its furniture (bookmarks, links ...), what becomes of annotations and attachments,
 * and what the gap of a removed word may tell. Decided once per document and carried along with the
 * plan, for whoever finds, removes and proves must see the same document.
 *
 * An all-zero handling means: look at the document as it is, prepare nothing. That is how a stranger's
 * file is read and how a written file is proven.
 */
#ifndef UNDERSEAL_HANDLING_H
#define UNDERSEAL_HANDLING_H

#include "redact/base/err.h"
#include "redact/base/str.h"

typedef enum annots_how {
	ANNOTS_AS_IS,      /* not touched: the document is only looked at                     */
	ANNOTS_FLATTEN,    /* what is seen becomes page content; nothing of the objects stays */
	ANNOTS_DROP,       /* gone, seen or not                                               */
	ANNOTS_KEEP_CLEAN, /* those that hold nothing to be removed stay, rebuilt             */
} annots_how;

typedef enum gap_how {
	GAP_EXACT, /* what follows a removed word stays where it stood: its width can be measured  */
	GAP_EVEN,  /* gap and box have a width that says nothing of the word; the line moves along */
} gap_how;

enum keep {
	KEEP_HIDDEN   = 1 << 0, /* what lies off the page or is clipped away; what layers hide goes    */
	KEEP_OUTLINES = 1 << 1, /* bookmarks without a value                                        */
	KEEP_JUMPS    = 1 << 2, /* links within the document                                        */
	KEEP_LINKS    = 1 << 3, /* and those to web addresses without a value                       */
	KEEP_LABELS   = 1 << 4, /* page labels                                                      */
	KEEP_TAGS     = 1 << 5, /* the structure tree, for those who have pages read to them        */
	KEEP_COMMENTS = 1 << 6, /* a word processor's comments, without their authors               */
};

typedef enum changes_how {
	CHANGES_ACCEPT, /* the document as its last author means it: insertions stay, deletions go */
	CHANGES_REJECT, /* the document as it was before: deletions stay, insertions go            */
} changes_how;

typedef enum ocr_how {
	OCR_NEVER,
	OCR_AUTO,   /* where pixels or outlines may hold words that the text does not say */
	OCR_ALWAYS, /* every page and picture                                             */
} ocr_how;

/* What becomes of a page whose pixels OCR could not be trusted to read. */
typedef enum unreadable_how {
	UNREADABLE_REPORT,   /* it stays and is told                    */
	UNREADABLE_BLACK,    /* it is blacked out as a whole, and told  */
	UNREADABLE_WITHHOLD, /* its document does not come out          */
} unreadable_how;

enum { OCR_LANGUAGES_LONGEST = 63 };

typedef struct handling {
	annots_how annots;
	gap_how gap;
	changes_how changes; /* tracked changes; nothing of the history stays either way */
	unsigned keep;
	bool extract_attachments; /* each becomes a document of its own beside its parent */
	ocr_how ocr;
	char languages[OCR_LANGUAGES_LONGEST + 1]; /* "eng+deu", as Tesseract names them     */
	unreadable_how unreadable;
	bool text_layer;     /* what the redacted pages show in pixels is written as text that nobody sees */
} handling;

/* What is done unless somebody asks for something else: annotations flattened, exact gaps,
 * bookmarks and links within the document kept, tracked changes accepted, attachments dropped, OCR in English where
 * it may find words. */
handling handling_default(void);

/* The words of the command line, matter files and plans. ERR_USAGE names what is known.
 * "flatten" "drop" "keep-clean"; "exact" "even"; a list of "hidden" "outlines" "jumps" "links"
 * "labels" "tags" "comments", or "none"; "accept" "reject"; "drop" "extract". "links" takes "jumps" in. */
bool handling_read_annots(handling *h, const char *word, err *e);
bool handling_read_gap(handling *h, const char *word, err *e);
bool handling_read_keep(handling *h, const char *list, err *e);
bool handling_read_changes(handling *h, const char *word, err *e);
bool handling_read_attachments(handling *h, const char *word, err *e);

/* "never" "auto" "always"; three-letter codes with + between them; "report" "black" "withhold". */
bool handling_read_ocr(handling *h, const char *word, err *e);
bool handling_read_languages(handling *h, const char *list, err *e);
bool handling_read_unreadable(handling *h, const char *word, err *e);
bool handling_read_text_layer(handling *h, const char *word, err *e);   /* "no" "yes" */

/* Static names for the same. */
const char *annots_how_name(annots_how how);
const char *gap_how_name(gap_how how);
const char *changes_how_name(changes_how how);
const char *ocr_how_name(ocr_how how);
const char *unreadable_how_name(unreadable_how how);

/* The list that handling_read_keep() takes, in mem. */
str handling_keep_list(const handling *h, arena *mem);

/* Whether both ask for the same. */
bool handling_same(const handling *a, const handling *b);

#endif
