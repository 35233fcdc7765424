/*
 * format.h - the interface that a document format fills in.
 *
 * A format is one const struct and one folder below formats/. The engine calls, in this order:
 * probe, open, extract, apply, rebuild, save, close - and in another process, on source and written
 * file both: open, extract, carriers, compare, close. A NULL member means "cannot": the engine says
 * so on the format's behalf and the proof shows a SKIP. Formats call nothing of the engine.
 *
 * All functions run in a worker process that handles one document: they may use memory freely,
 * and a crash costs that one document only. They fail by returning false/NULL with *e set:
 * ERR_INPUT for bytes that cannot be read, ERR_REFUSED for documents that must not be processed
 * (encrypted, an unsupported kind), each with a hint what the user can do.
 */
#ifndef UNDERSEAL_FORMAT_H
#define UNDERSEAL_FORMAT_H

#include "redact/base/buf.h"
#include "redact/base/err.h"
#include "redact/model/handling.h"
#include "redact/model/plan.h"
#include "redact/model/proof.h"
#include "redact/model/text.h"

typedef struct doc doc; /* each format's own, cast at its border */

/* What OCR is to look at, in one of several processes that share a document. */
typedef struct ocr_order {
	uint32_t share, shares; /* of the pages and pictures, every shares-th from share on        */
	bool given_up;          /* reading them failed before: each is only told as unsearchable     */
	const plan *around;     /* NULL: all that may hold words; else, in a written file, only what
	                           its marks are in and their surroundings                       */
	bool shown;             /* only what a reader sees, for a text layer                         */
	const str *listed; size_t nlisted; /* values to go: a number almost read as one of them is looked at
	                           closely, and no more than that                                */
} ocr_order;

typedef struct source {
	str name;      /* for messages: relative name as the user knows it           */
	str bytes;     /* the whole file, mapped read-only; outlives the doc         */
	str password;  /* "" when none was given                                     */
	handling how;  /* what open() prepares; all zero: the document as it is      */
	const text *seen; /* words that OCR saw in it before; NULL when it was not asked */
	unsigned hands;   /* threads that may read it: 2 where a processor has nothing else to do; 0 is 1 */
} source;

/* A page as pixels: 8-bit RGB, rows without padding, in the arena of the call. */
typedef struct picture {
	int width, height;
	const unsigned char *rgb;
} picture;

/* One place of a written file where words could hide, handed to the verifier as it is met. */
typedef struct carrier {
	const char *kind; /* "string", "stream", "decoded stream", "name", "part", "raw bytes" ... */
	str where;        /* "object 12 /Font /BaseFont", "word/document.xml"                      */
	str bytes;        /* lent during the call                                                  */
	bool utf8;        /* text for reading, UTF-8; false: bytes of any encoding, the verifier
	                     looks at them as Latin-1, UTF-8 and UTF-16 of both orders             */
} carrier;

typedef bool carrier_sink(void *arg, const carrier *c); /* false stops the listing */

/* A file that a document carries within it, whole. */
typedef struct attachment {
	str name;         /* as the document calls it: UTF-8, anything, "" for none */
	str bytes;        /* lent during the call                                   */
} attachment;

enum { ATTACHMENT_LARGEST = 256 << 20 }; /* bytes; a format refuses larger ones */

/* False, with *e set, ends the listing as failed. */
typedef bool attachment_sink(void *arg, const attachment *a, err *e);

/* What stands on the page that takes the place of a withheld document. "" and 0 for what is not said. */
typedef struct slip_sheet {
	str code, reason;
	str name;         /* of the document, without what must not be read */
	uint32_t pages;
} slip_sheet;

typedef struct format {
	const char *name;             /* "pdf": in JSON and --help                          */
	const char *title;            /* "PDF document"                                     */
	const char *const *suffixes;  /* { ".pdf", NULL }; the first is that of the output  */
	const char *const *can;       /* sentences for `underseal formats`, NULL-terminated */
	const char *const *cannot;

	/* How sure the format is that these bytes are its own: 0 no, 100 certain. Never fails, never
	 * allocates. Also claims what it will refuse by name (encrypted files of its kind). */
	int (*probe)(str bytes);

	/* Its bytes look like those of many other kinds: it claims only files with one of its suffixes. */
	bool by_suffix;

	/* Yours: close() it. Everything of the doc lives in mem or in the format's library. */
	doc *(*open)(const source *src, arena *mem, err *e);

	/* Every unit, always: also of what the rebuild will drop. Before apply(). */
	bool (*extract)(doc *d, text *out, err *e);

	/* Reads words in pixels and outlines of the doc as it was opened, after extract(): a unit for each
	 * page or picture it looked at (text_pixels_id()), staying, with places, without what the page's
	 * text says there already; unsearchable where what it read cannot be trusted. In what languages
	 * and how much stands in the source's handling. ERR_USAGE when a language is not there. */
	bool (*ocr)(doc *d, const ocr_order *order, text *out, err *e);

	/* Page from 1, as a reader shows it. */
	bool (*render)(doc *d, uint32_t page, float dpi, arena *mem, picture *out, err *e);

	/* Removes what the accepted marks of p cover, in memory. Units and offsets are those of the
	 * extract() before. Tells in report what else went because of it. */
	bool (*apply)(doc *d, const plan *p, proof *report, err *e);

	/* Makes ready, for save(), the doc with the words that OCR saw in its pixels as text that nobody
	 * sees: at their places, but for those that its text says there already and those under accepted
	 * marks of p. The doc is a file of ours that was opened as it is; after extract(). *n gets how many
	 * words there are; without any there is nothing to save. */
	bool (*layer)(doc *d, const text *seen, const plan *p, size_t *n, proof *report, err *e);

	/* Makes the document that will be written out of what is on the allow-list; counts in report
	 * everything that is left behind. */
	bool (*rebuild)(doc *d, proof *report, err *e);

	/* Writes the rebuilt document, whole, to an empty file that is open for nothing else: it opens none itself. */
	bool (*save)(doc *d, int fd, err *e);

	/* Lists every place of the file's bytes that can carry words: decoded streams, strings, names,
	 * the raw bytes, whatever the units may have missed. By code that apply and rebuild do not share. */
	bool (*carriers)(doc *d, carrier_sink *sink, void *arg, err *e);

	/* Hands over every file that a reader can take out of the document, in an order that depends on
	 * the document alone. */
	bool (*attachments)(doc *d, attachment_sink *sink, void *arg, err *e);

	/* Looks at somebody's file for redactions that failed: words that are covered and still there, marks
	 * that nobody carried out, versions from before. Adds checks and notes to report. */
	bool (*inspect)(doc *d, proof *report, err *e);

	/* Checks that outside the marks of p the output says and shows what the source did, and adds
	 * those checks to report. before and after are the extractions of the two. With pixels true
	 * every page is compared as pixels too. False only when the comparison itself broke down. */
	bool (*compare)(doc *source, const text *before, doc *output, const text *after,
	                const plan *p, bool pixels, proof *report, err *e);

	/* The sheet as a whole file, added to out: the same bytes for the same words. Opens nothing. */
	bool (*slip)(const slip_sheet *what, buf *out, err *e);

	/* Whether compare() looks at before and after. Where it does not, nobody extracts them for it:
	 * they are empty then. */
	bool compare_reads_text;

	void (*close)(doc *d); /* NULL is fine */
} format;

/* Who takes the members of an archive, one after the other. */
typedef struct unpacking {
	/* Whether a member is wanted: what is not is passed over unread. NULL: all are. */
	bool (*wants)(void *arg, str name);
	bool (*bytes)(void *arg, str more, err *e);
	/* The member that all bytes since the last one belong to. why: NULL, or why they count for nothing. */
	void (*member)(void *arg, str name, const char *why);
	void *arg;
} unpacking;

#endif
