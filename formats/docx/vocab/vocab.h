/*
 * vocab.h - the allow-list: every element and attribute that a written document may hold.
 *
 * Whatever is not in this table is not written. Attribute values are checked against the kind of
 * value that the attribute is for, so that a word planted where a number belongs does not pass.
 * Namespaces are numbers (see xml.h); the Strict dialect has the same numbers as Transitional.
 */
#ifndef UNDERSEAL_DOCX_VOCAB_H
#define UNDERSEAL_DOCX_VOCAB_H

#include "formats/lib/xml.h"

enum {
	NS_NONE, NS_XML, NS_W, NS_R, NS_M, NS_WP, NS_A, NS_PIC, NS_WPS, NS_WPG, NS_WPC, NS_V, NS_O,
	NS_W10, NS_MC, NS_CHART, NS_DIAGRAM, NS_W14, NS_WP14, NS_TYPES, NS_RELS, NS_W15,
};
extern const xml_space docx_spaces[];

/* What a value may look like. */
typedef enum value_kind {
	VALUE_TOKEN,   /* an enumeration's keyword or a number of at most eight digits           */
	VALUE_STYLE,   /* a style's id: translated to ours                                       */
	VALUE_FONT,    /* a font's name: free, so it is held against the removed values          */
	VALUE_FORMAT,  /* a level's text, "Article %1": free, shown, and therefore a unit        */
	VALUE_RECORD,  /* a list of numbers and letters: VML paths, CSS lengths                 */
	VALUE_CHAR,    /* one character: the brackets and operators of formulas                  */
	VALUE_SCHEMA,  /* the address that Word's settings for its own versions stand under       */
	VALUE_HEIGHT,  /* a stacking order of up to ten digits: rewritten, see import.c          */
	VALUE_REL,     /* a relationship's id: translated by whoever copies the element          */
} value_kind;

typedef struct vocab vocab;

/* One row of the table: elements that share a namespace and a list of attributes. */
typedef struct word_rule {
	unsigned char space;
	const char *names;  /* "b i caps"                                                      */
	const char *attrs;  /* "val color:R": names, a kind's letter after the colon, none for
	                       VALUE_TOKEN. In w: and m: they stand in the element's own
	                       namespace, elsewhere in none                                    */
} word_rule;

/* The table, indexed for fast look-ups; lives in mem. */
vocab *vocab_new(arena *mem);

/* The row of an element, or NULL when it is not allowed. */
const word_rule *vocab_element(const vocab *v, unsigned char space, str name);

/* Whether the row allows an attribute, and for what. */
bool vocab_attribute(const word_rule *rule, const xattr *attr, value_kind *kind);

/* Whether a value fits a kind. */
bool vocab_value_fits(value_kind kind, str value);

/* A built-in style's own spelling of its name ("Heading 1" gives "heading 1"), or NULL for one
 * that people made up. */
const char *vocab_style(str name);

/* The id of a built-in style: "Heading1"; and whether an id is one. */
void vocab_style_id_of(const char *name, char id[static 64]);
bool vocab_style_id(str id);

#endif
