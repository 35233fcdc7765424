/*
 * schema.h - the allow-list: what a page needs to look as it does, and nothing else.
 *
 * A shape says what a value may be: its kinds, the keys of a dictionary, the items of an array, the
 * words a name may have, and how a stream's bytes are to be cleaned. rebuild.c copies a document
 * along these tables. What no shape names is not copied, so a key that nobody thought of cannot
 * carry a word into the output.
 *
 * The tables are constant data; a new key is one line.
 */
#ifndef UNDERSEAL_PDF_SCHEMA_H
#define UNDERSEAL_PDF_SCHEMA_H

#include "formats/lib/mu.h"

enum {
	IS_NAME   = 1,
	IS_NUMBER = 2,   /* integer or real                             */
	IS_INT    = 4,   /* integer only                                */
	IS_BOOL   = 8,
	IS_STRING = 16,  /* taken only where treat says which are known */
	IS_ARRAY  = 32,
	IS_DICT   = 64,  /* a dictionary that is not a stream's         */
	IS_STREAM = 128,
};

/* What is done with a value beyond copying what its shape allows. */
typedef enum treat {
	TREAT_PLAIN,
	TREAT_FONT_NAME,     /* a well-known name stays, any other becomes neutral           */
	TREAT_COLORANT,      /* process colours stay, spot colours become Spot1, Spot2 ...   */
	TREAT_GLYPH,         /* a glyph name: stays, is counted when it could be a word      */
	TREAT_PROC_GLYPH,    /* the same in a Type 3 font, where it can be renamed           */
	TREAT_REGISTRY,      /* "Adobe", or "Custom" in place of what stood there            */
	TREAT_ORDERING,      /* a known character collection, or "Custom"                    */
	TREAT_LOOKUP,        /* the colour table of an Indexed space: bytes, to its greatest size */
	TREAT_RESOURCES,     /* a dictionary whose keys are resource names                   */
	TREAT_PROCS,         /* a dictionary whose keys are glyph names (CharProcs)          */
	TREAT_XOBJECT,       /* may belong to a layer that is off: then it becomes empty     */
	TREAT_ICC_SPACE,     /* [/ICCBased stream]: a device space when the profile is bad   */
	TREAT_CONTENT,       /* stream: operators of a page, rewritten before                */
	TREAT_DATA,          /* stream: numbers only (tables, samples)                       */
	TREAT_IMAGE,         /* stream: its own compression is kept where it is one of images */
	TREAT_JBIG2,         /* stream: JBIG2 segments shared by images                      */
	TREAT_CMAP,          /* stream: PostScript text, written anew from its ranges        */
	TREAT_CALCULATOR,    /* stream: a Type 4 function, written anew from its tokens      */
	TREAT_FONT,          /* stream: a font program                                       */
	TREAT_ICC,           /* stream: a colour profile                                     */
} treat;

typedef struct shape shape;

typedef struct shape_key {
	const char *name;
	const shape *value;
} shape_key;

struct shape {
	unsigned is;                  /* kinds a value may have                                */
	treat how;
	const char *const *words;     /* IS_NAME: those allowed, NULL-terminated               */
	const shape_key *keys;        /* IS_DICT, IS_STREAM: ends with a NULL name             */
	const shape *each;            /* IS_ARRAY: every item; IS_DICT without keys: every value */
	const shape *const *tuple;    /* IS_ARRAY: items by position, NULL-terminated          */
	const shape *(*pick)(fz_context *ctx, pdf_obj *value); /* names the shape by looking at
	                                 the value; NULL: not allowed. All else is unused then  */
};

extern const shape rpdf_shape_page;        /* but Parent, which the rebuild makes */
extern const shape rpdf_shape_jbig2;

/* The shape of key in s, or NULL. */
const shape *rpdf_shape_key(const shape *s, const char *key);

/* The kind bit of a value (resolved), 0 for null. A number that is an integer has both bits. */
unsigned rpdf_kind(fz_context *ctx, pdf_obj *value);

/* True when s, after pick, takes this kind and, for a name, this word. *picked is s after pick. */
bool rpdf_shape_takes(fz_context *ctx, const shape *s, pdf_obj *value, const shape **picked);

/* What the proof calls a key that is left behind, "other key" when nobody knows it, and NULL for
 * keys whose loss is no loss (a length, a filter: written anew). */
const char *rpdf_dropped_kind(const char *key);

/* A resource name that can hardly be a word: F1, Im12, TT0, C2_0, GS1.5. */
bool rpdf_neutral_resource(const char *name);

/* A glyph name that says no more than a character does: Adobe's list, uniXXXX, g12, cid_34 ... */
bool rpdf_neutral_glyph(const char *name);

/* A colorant of the printing process, or All or None. */
bool rpdf_process_colorant(const char *name);

/* One of the standard CMaps of the PDF specification. */
bool rpdf_standard_cmap(const char *name);

/* A collection of Adobe's: Identity, Japan1, GB1, CNS1, Korea1, KR, UCS. */
bool rpdf_known_ordering(str ordering);

#endif
