/*
 * inner.h - what the files of formats/docx/ share; nobody else includes it.
 *
 * docx.c holds the interface. The rooms:
 *
 *     package/  the zip's parts and relationships, read and written
 *     vocab/    the allow-list of elements, attributes and values, and the words that it prescribes
 *     import/   from the source's trees to ours
 *     embed/    what files within the file are, and the words in them
 *     picture/  pictures with nothing beside the pixels that are in sight
 *     text/     the text of our trees with a map back to their nodes, and marks cut out by it
 *     proof/    the written file, looked at beside its source
 *
 * A document is imported when it is opened: every part that stays is read, and a fresh tree is
 * built from what vocab.h allows. From then on the source's trees are gone. Text is read off the
 * fresh trees, marks are applied to them, and saving prints them: what was not copied cannot be
 * written. Words that were not copied are kept as "asides", so that detection still sees them and
 * can hunt them in what stays.
 */
#ifndef UNDERSEAL_DOCX_INNER_H
#define UNDERSEAL_DOCX_INNER_H

#include "formats/docx/picture/crop.h"
#include "formats/docx/package/opc.h"
#include "formats/lib/picture/picture.h"
#include "formats/docx/vocab/vocab.h"
#include "redact/format.h"

/* ---- words left behind ---- */
typedef enum aside_kind {
	ASIDE_DELETED,  /* what settling the tracked changes took away          */
	ASIDE_HIDDEN,   /* text formatted as hidden                             */
	ASIDE_FALLBACK, /* the older drawing of something that stays            */
	ASIDE_CODES,    /* field codes                                          */
	ASIDE_ALT,      /* descriptions of pictures and shapes                  */
	ASIDE_NAMES,    /* bookmarks, authors, tags, and every other attribute  */
	ASIDE_OTHER,    /* text in places where none belongs                    */
	ASIDE_KINDS
} aside_kind;

/* ---- a piece of a unit's text, and the node it came from ---- */
typedef enum piece_kind {
	PIECE_TEXT,   /* bytes of a text node, one to one                       */
	PIECE_NODE,   /* a symbol or special hyphen: goes whole                 */
	PIECE_VALUE,  /* bytes of an attribute's value, one to one              */
} piece_kind;

/* Bytes of none are paragraph ends, cell ends, tabs and breaks: those always stay. */
typedef struct piece {
	uint32_t beg, end;
	piece_kind kind;
	union {
		xnode *node;  /* TEXT: the text node; NODE: the element         */
		xattr *attr;  /* VALUE                                          */
	};
} piece;

/* ---- a part with words in it ---- */
typedef struct out_rel {
	str id, type, target;  /* type: last word of the URI; target: below word/, or an address */
	bool external, gone;   /* a web address; nothing refers to it any more */
} out_rel;

typedef struct web_link {  /* a w:hyperlink of the fresh tree */
	xnode *node;
	str address;
} web_link;

typedef struct story {
	int part;              /* in the source's package                       */
	str name;              /* in the written package; also the unit's id    */
	unit_kind kind;
	bool stays;
	xnode *root;
	rels source_rels;
	out_rel *rels; size_t nrels, rels_room;
	web_link *links; size_t nlinks, links_room;
	buf asides[ASIDE_KINDS];
	str text;              /* after extract, as are the pieces              */
	const piece *pieces; size_t npieces;
	buf map;               /* which holds them                              */
} story;

typedef struct media {
	int part;              /* in the source                                 */
	crop hidden;           /* one entry for each part and crop              */
	str name;              /* "media/image1.png"                            */
	clean_picture picture;
	bool usable;
	bool shown;            /* by a part that stays                          */
} media;

struct shown_as {          /* a picture, where it stands               */
	crop hidden;
	uint32_t edge;         /* pixels of its longer edge at VECTOR_DPI, 0 when nobody knows */
};

typedef struct style {
	str old_id, new_id, base, name;
	signed char hidden;    /* of its own run properties: 1 vanish, 0 not, -1 silent */
} style;

typedef struct number_map {  /* old numbers to new: note ids, numbered in order of reference */
	int64_t *old; size_t n, room;
	uint32_t *slots; size_t nslots;  /* by hash: index into old + 1, 0 for none */
} number_map;

/* Bookmarks, see import/places.h. */
typedef struct place {
	str name, fresh;       /* in the source, and ours */
	xnode *beg, *end;      /* in the fresh trees; NULL where it has none */
	bool led_to;
} place;

typedef struct lead {
	size_t place;
	str before, after;     /* of the code, around the place's name */
	xnode *nodes[4];
} lead;

typedef struct places {
	place *list; size_t n, room;
	uint32_t *slots; size_t nslots;  /* by name: index into list + 1, 0 for none */
	lead *leads; size_t nleads, leads_room;
	uint32_t met;          /* bookmarks in the source */
} places;

typedef struct docx {
	arena *mem;
	const source *src;
	str name;
	opc package;
	const vocab *words;

	story **stories; size_t nstories, stories_room;   /* every part to write; the body first */
	story *style_story;
	const xnode *style_source;
	arena *formatting;                                /* source trees of the parts that format, while those are read */
	style *style_list; size_t nstyles, styles_room;   /* sorted by old_id */
	str plain_style;                                  /* of paragraphs that name none */
	struct looks *looks;                              /* alike.c                      */
	xattr *preserve;                                  /* xml:space of all words that begin or end in a blank */
	struct { const xnode *of; xnode *made; } label_look;  /* apply.c: of the last label     */
	uint32_t told;                                    /* drops and asides so far      */
	bool hides_all;                                   /* the defaults say vanish      */
	str *nums; size_t nnums, nums_room;               /* numIds that exist, sorted */
	str *fonts; size_t nfonts, fonts_room;            /* not of the well-known ones */
	media *media_list; size_t nmedia, media_room;
	number_map footnotes, endnotes;
	places places;

	struct aside { unit_kind kind; str id, text; } *asides; size_t nasides, asides_room;
	drop *drops; size_t ndrops, drops_room;
	struct described { const story *of; xattr *attr; uint32_t beg, length; } *described;
	size_t ndescribed, described_room;                /* after extract, see described.c */
	struct stacked_letter *stacked; size_t nstacked, stacked_room;   /* after extract, see stacks.c */
	struct stacks *spare_stacks;
	uint32_t shape_ids;
	uint32_t placeholders;
	str *unit_ids; size_t nunit_ids;                  /* sorted, after extract */
	bool extracted, rebuilt;
} docx;

/* numbers.c: SIZE_MAX when there is none */
size_t number_find(const number_map *map, int64_t old);
void   number_add(number_map *map, int64_t old, arena *mem);

/* load.c */
bool docx_load(docx *d, err *e);
void docx_drop(docx *d, const char *what, uint32_t count);
void docx_aside(docx *d, unit_kind kind, str id, str text);
void docx_font(docx *d, str name);                          /* remembered once           */
str  docx_rel(docx *d, story *s, const char *type, str target);   /* the id; one per target */
int  docx_media(docx *d, story *s, str rel_id, const struct shown_as *how);  /* index or -1 */
const char *docx_picture_kind(docx *d, const story *s, str rel_id);  /* "EMF", "linked", ""  */
story *docx_story(docx *d, int part, str name, unit_kind kind, bool stays);

/* embed/gather.c: the words of a part that does not stay, as asides */
void docx_gather(docx *d, str id, str bytes, bool xml);

/* styles.c */
bool  docx_load_styles(docx *d, int part, err *e);
void  docx_build_styles(docx *d);                /* after numbering: each names the other */
bool  docx_load_numbering(docx *d, int part, err *e);
bool  docx_num_exists(const docx *d, str id);     /* a list's number */
bool  docx_load_settings(docx *d, int part, err *e);
bool  docx_load_theme(docx *d, int part, err *e);
const style *docx_style(const docx *d, str old_id);
int   docx_style_hides(docx *d, str old_id);      /* 1 hides, 0 shows, -1 says nothing */
bool  docx_paragraph_hides(docx *d, str old_id, bool around);  /* "" for no style of its own */

/* stories.c */
bool  import_story(docx *d, story *s, err *e);

/* import.c: from a source's tree to ours. Of a body without tracked changes there is never more
 * than one block: whoever remembers a node of the source beyond it copies it. Strings stay as long
 * as the document. */
typedef struct importer importer;
xnode *import_copy(importer *im, const xnode *src);              /* NULL when not allowed  */
bool  import_peel(importer *im, const xnode *n, void (*go)(importer *, void *, const xnode *), void *to);
void  import_blocks(importer *im, xnode *to, const xnode *from);
void  import_block(importer *im, xnode *to, const xnode *block);     /* one of them         */
void  import_leave(importer *im, aside_kind kind, const xnode *tree);
void  import_leave_words(importer *im, aside_kind kind, str words);
void  import_leave_stray(importer *im, const xnode *words);   /* text where none belongs */
bool  import_is_on(const xnode *toggle);                         /* w:val of a switch      */
bool  import_is_set(const xnode *n, const char *attribute);      /* a switch itself        */

/* changes.c: no tracked change is left in the source's tree; src->how says which way */
bool import_has_changes(docx *d, int part, bool *has, err *e);
void import_settle_changes(importer *im, xnode *root);

/* xml:space="preserve", for a w:t without attributes: one for all of them, since they are many. */
void docx_preserve(docx *d, xnode *t);

/* alike.c: import_copy() of the properties of runs and paragraphs, which share what is alike */
xnode *import_properties(importer *im, const xnode *props);
void  import_forget_properties(docx *d);                         /* at the document's end  */

/* comments.c: those that stay, with --keep comments. Anchors are copied where they are met (false:
 * not one, or not to be kept), and settled once every story that bears them has been imported. */
bool docx_keeps_comments(const docx *d);
bool import_comment_anchor(importer *im, xnode *to, const xnode *n);
void import_kept_comments(importer *im, const xnode *src);
void import_no_comments(docx *d);

/* runs.c */
void import_inlines(importer *im, xnode *paragraph, const xnode *from);
void import_run_child(importer *im, const xnode *c, xnode *run);

/* choices.c: of mc:AlternateContent. NULL when it has no form at all. */
const xnode *import_chosen(importer *im, const xnode *alternate);
void import_choice(importer *im, xnode *run, const xnode *alternate);

/* fields.c */
void import_end_paragraph(importer *im, xnode *paragraph);       /* closes open page fields */
void import_end_fields(importer *im);                            /* of a story or a text box */

/* drawing.c: what a run draws; appends to the run, a placeholder when it cannot stay */
void import_drawing(importer *im, xnode *run, const xnode *drawing);
void import_vml(importer *im, xnode *run, const xnode *pict);
bool import_can_draw(const xnode *drawing);

/* objects.c: files in the file; words in brackets stand in for them */
void import_object(importer *im, xnode *run, const xnode *object);
void import_chunk(importer *im, xnode *run, const xnode *chunk);
bool docx_goes_on(docx *d, str bytes);   /* a part that becomes a document of its own */

void import_placeholder(importer *im, xnode *run, const char *words);

/* Something that draws and did not make it, so that words must stand in for it. */
struct missing {
	uint32_t pictures, others;
	const char *kind;  /* of the pictures, when that is known and the same for all: "EMF" */
	struct shown_as how;  /* the picture that is being copied */
};
void  import_lose_picture(importer *im, struct missing *lost, str rel_id);
void  import_missing(importer *im, xnode *run, const struct missing *lost);
xnode *import_box_content(importer *im, const xnode *content);       /* w:txbxContent       */
str   import_picture(importer *im, str rel_id, const struct shown_as *how);  /* our id, "" for none */

struct field {
	enum { FIELD_CODE, FIELD_RESULT } phase;
	buf code;
	buf shown;         /* that, with the words of fields within: see shown_codes.h */
	bool filled;       /* its result has something in it */
	bool swallowed;    /* words that a run shows stand in the code */
	bool written;      /* a harmless field whose beginning stands in the fresh tree */
	xnode *parts[3];   /* that beginning: begin, code, separator */
	uint32_t scope;    /* where it began, see fields.h */
	bool spans;        /* it may end in another paragraph */
	bool leads; size_t lead;
	str address;       /* of a link that becomes an element; "" for none */
	const xnode *form; /* ffData, a copy */
};

struct importer {
	docx *d;
	story *s;
	arena *mem;
	struct field fields[32];
	size_t nfields;
	const xnode *shapetypes[64]; size_t nshapetypes;
	bool wrote_type_75, wrote_type_136;
	bool around_hides;  /* the table's style says vanish, or the defaults */
	bool style_hides;   /* the paragraph's style does, or what is around it */
	bool endless;       /* a field began, swallowed words and never ended   */
	bool nowhere;       /* what is read now is hidden                       */
	uint32_t scope, scopes;           /* of fields */
	struct field_link *flinks; size_t nflinks, flinks_room;   /* field_links.h */
	number_map marker_ids;            /* of bookmarks: from their ids to ...  */
	size_t *marked; size_t nmarked, marked_room;     /* ... their places      */
	xnode **waiting; size_t nwaiting, waiting_room;  /* markers for the next paragraph */
	xnode *last_paragraph;
};

/* described.c: what pictures are said to show */
void described_keep(docx *d, const xnode *src, xnode *out);      /* while importing       */
bool described_keeps(const xnode *src, const xattr *a);
void described_note(docx *d, story *s, const xnode *n);          /* while reading         */
void described_extract(docx *d, story *s, text *out);
void described_apply(docx *d, const plan *p);
str  described_unit(const docx *d, const story *s);

bool docx_has_unit(const docx *d, str id);      /* after extract */

/* account.c: how many letters of the source are neither written, marked nor told. */
bool docx_letters_lost(docx *from, const text *before, docx *to, const plan *p, uint64_t *lost, err *e);

/* proof/comments.c: what is wrong with the anchors and threads of a written file's comments, or NULL. */
const char *docx_broken_comments(const docx *written, arena *mem);

/* text/, package/write.c and proof/: the members of format_docx */
bool docx_extract(doc *d, text *out, err *e);
bool docx_apply(doc *d, const plan *p, proof *report, err *e);
bool docx_rebuild(doc *d, proof *report, err *e);
bool docx_save(doc *d, int fd, err *e);
bool docx_attachments(doc *d, attachment_sink *sink, void *arg, err *e);   /* import/objects.c */
bool docx_carriers(doc *d, carrier_sink *sink, void *arg, err *e);
bool docx_inspect(doc *d, proof *report, err *e);                          /* proof/failed.c */
bool docx_compare(doc *source, const text *before, doc *output, const text *after, const plan *p,
                  bool pixels, proof *report, err *e);

/* The accepted text marks of one unit as stretches that do not overlap, in order of place; label
 * is what stands where the words stood: "[SSN]". */
typedef struct cut {
	uint32_t beg, end;
	str label;
} cut;
size_t docx_cuts(const docx *d, const plan *p, str unit_id, arena *mem, cut **out);

/* stacks.c: cells of one letter or digit each, one below the other beside other cells: read once more as
 * a unit of its own, "... by column". Its marks are cuts of the story itself. */
typedef struct stacks stacks;
stacks *stacks_new(docx *d);                              /* of one table; lent by d */
void stacks_cell(stacks *c, const story *s, size_t at, str words, uint32_t beg);   /* cell `at` of a row */
void stacks_finish(stacks *c, const story *s);
void stacks_list(docx *d, const story *s, text *out);
bool stacks_is_unit(str unit_id);
bool stacks_is_of(str unit_id, str story_name);
void stacks_cut(const docx *d, const cut *of, str story_name, arena *mem, cut **list, size_t *n, size_t *room);

#endif
