/*
 * kept.h - the furniture of a PDF that is kept: bookmarks, links and page labels.
 *
 * Nothing of it is copied. What a person can use is read into plain structs, the words among it
 * become units that stay, marks are applied to them like to a page's words, and what is left is
 * written anew into the rebuilt document with destinations of its own: no name of a destination,
 * no action but "go to this page" and, where asked for, a web address. See ISO 32000-1, 12.3 and
 * 12.4.2.
 *
 *     extract  rpdf_read_kept()    what is there, bounded, whatever loops in it
 *              rpdf_kept_units()   its words
 *     apply    rpdf_cut_kept()     marked words out of titles; a link goes as a whole
 *     rebuild  rpdf_plant_kept()   into the fresh document
 *
 * The structure tree (--keep tags) comes along with it; see tags.h.
 */
#ifndef UNDERSEAL_PDF_KEPT_H
#define UNDERSEAL_PDF_KEPT_H

#include "formats/lib/mu.h"
#include "redact/model/handling.h"
#include "redact/model/plan.h"
#include "redact/model/proof.h"
#include "redact/model/text.h"

/* A place in the document, in default user space of its page. */
typedef struct rpdf_dest {
	int page;          /* from 0; -1: nowhere                      */
	const char *fit;   /* "XYZ", "Fit" ... of the specification    */
	int n;             /* how many numbers follow it               */
	float v[4];
	bool given[4];     /* false: null, as the reader has it now    */
} rpdf_dest;

/* An entry of the outline. In the order a reader sees them when all are open. */
typedef struct rpdf_entry {
	str title;         /* UTF-8                                                      */
	str unit;          /* id of its unit                                             */
	int parent;        /* index; -1 on the first level                               */
	int depth;         /* 0 on the first level                                       */
	rpdf_dest to;
	str uri, uri_unit; /* "" for none                                                */
	bool uri_listed;   /* its unit is one of an entry or link before: a shared action */
	bool open, bold, italic, coloured;
	float colour[3];
} rpdf_entry;

typedef struct rpdf_link {
	int page;          /* from 0                     */
	fz_rect area;      /* default user space         */
	rpdf_dest to;
	str uri, uri_unit; /* "" for a jump              */
	bool uri_listed;   /* as above                   */
	bool gone;         /* because of a mark          */
} rpdf_link;

/* Numbering of pages from one page on. */
typedef struct rpdf_label {
	int from;          /* from 0                                     */
	char style;        /* D R r A a; 0 for none                      */
	int start;
	str prefix;        /* UTF-8                                      */
	str unit;          /* "" where it has no words                   */
} rpdf_label;

typedef struct rpdf_kept {
	arena *mem;
	unsigned keep;               /* KEEP_... that were asked for                                  */
	int npages;
	rpdf_entry *entries; size_t nentries, entries_room;
	rpdf_link *links;    size_t nlinks, links_room;
	rpdf_label *labels;  size_t nlabels, labels_room;
	unsigned char *claims; int nclaims; /* by object number: strings that are units of ours        */
	struct rpdf_tags *tags;      /* the structure tree, NULL for none: tags.h                      */
	uint32_t lost_targets;       /* entries whose target is not one that is kept                  */
} rpdf_kept;

/* Yours as long as mem lives, and so are its strings. d's pages are sound, see pagetree.h. */
rpdf_kept *rpdf_read_kept(fz_context *ctx, pdf_document *doc, const handling *how, arena *mem);

/* Whether the string behind key of a dictionary is listed here: num is its object's number, or,
 * with `within`, that of the object it is the direct value of under that key. k may be NULL. */
bool rpdf_kept_claims(const rpdf_kept *k, int num, const char *within, const char *key);

void rpdf_kept_units(const rpdf_kept *k, text *out);

struct rpdf_page;

/* What the accepted marks of p cover goes: words out of titles and labels, each replaced by its
 * mark's code in brackets; links with a value in their address; links that lie under a mark.
 * Counts in report what went. */
void rpdf_cut_kept(fz_context *ctx, rpdf_kept *k, const plan *p, const struct rpdf_page *pages, int npages,
                   proof *report);

/* Writes it into doc, which has the pages of the source in their order. k may be NULL. */
void rpdf_plant_kept(fz_context *ctx, const rpdf_kept *k, pdf_document *doc);

/* How many entries and links were taken up, for counting what was not. k may be NULL. */
uint32_t rpdf_kept_entries(const rpdf_kept *k);
uint32_t rpdf_kept_links(const rpdf_kept *k);

#endif
