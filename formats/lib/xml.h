/*
 * xml.h - the door to libxml2: strangers' XML in, a plain tree or a walk out, fresh XML back.
 *
 * Reading never loads anything, knows no DTD and no entities beyond the five of XML itself: a
 * document type declaration is refused, since no office program writes one. Namespaces come out as
 * small numbers from a table of the caller's, so that prefixes and dialects are gone at the door.
 * Trees live in an arena and are plain structs that anyone may rewire. Writing makes UTF-8 with
 * the prefixes of the same table.
 *
 * A large part never stands in memory twice: its bytes are asked for as they are needed, and its
 * tree may be handed over piece by piece.
 */
#ifndef UNDERSEAL_XML_H
#define UNDERSEAL_XML_H

#include "redact/base/buf.h"
#include "redact/base/err.h"
#include "redact/base/str.h"

enum { XML_DEPTH = 250 };  /* deeper nesting is refused; it also bounds every recursion of ours */

/* One row of the table of namespaces; several rows may share a number (dialects of one language).
 * The first row of a number is what is written. Ended by a NULL uri; numbers start at 1, 0 is
 * "none or unknown". */
typedef struct xml_space {
	unsigned char number;
	const char *prefix;
	const char *uri;
} xml_space;

typedef struct xattr xattr;
struct xattr {
	xattr *next;
	str name, value;
	unsigned char space;
};

typedef struct xnode xnode;
struct xnode {
	xnode *parent, *next, *child, *last;
	xattr *attrs;
	str text;               /* an element's local name, or the words of a text node     */
	unsigned char space;
	bool is_text;           /* an empty text node is nothing: readers pass it by        */
	bool shared;            /* attributes and children are other nodes' as well: xml_own() before
	                           changing them; their parent is one of the nodes          */
};

typedef struct xml_tree {
	xnode *root;
	str asides;             /* comments and processing instructions, a line each        */
} xml_tree;

/* Where a document's bytes come from: fills `to`, returns how many there are, 0 at the end and a
 * negative number in trouble, which is then told as "not well-formed". */
typedef struct xml_input {
	int (*read)(void *arg, char *to, int room);
	void *arg;
} xml_input;

/* The children of one child of the root (the blocks of a body), each handed over as soon as it is
 * whole. With the next one its nodes are gone; its strings stay. In the tree that is returned they
 * are missing. */
typedef struct xml_pieces {
	unsigned char space;
	const char *root, *within;
	void (*take)(void *arg, const xnode *piece);
	void *arg;
} xml_pieces;

/* ERR_INPUT for what is not well-formed, ERR_REFUSED for DTDs and monstrous nesting. Names, values
 * and words live in strings, nodes and attributes in nodes, which may be the same arena. */
bool xml_parse(xml_input in, const xml_space *spaces, const xml_pieces *pieces, arena *strings, arena *nodes,
               xml_tree *out, err *e);

/* The walk: everything of the bytes that is not syntax, as it is met, with its decoded value. */
typedef enum xml_kind { XML_ELEMENT, XML_END, XML_ATTRIBUTE, XML_SPACE, XML_TEXT, XML_ASIDE } xml_kind;
typedef struct xml_event {
	xml_kind kind;
	unsigned char space;
	str name;               /* local name of the element or attribute, prefix of a space */
	str value;              /* of an attribute, of text (maybe in pieces), of an aside, a URI */
} xml_event;
typedef bool xml_sink(void *arg, const xml_event *event);  /* false stops; that is no failure */
bool xml_walk(xml_input in, const xml_space *spaces, xml_sink *sink, void *arg, err *e);

/* The same of bytes at hand. */
bool xml_parse_bytes(str bytes, const xml_space *spaces, arena *mem, xml_tree *out, err *e);
bool xml_walk_bytes(str bytes, const xml_space *spaces, xml_sink *sink, void *arg, err *e);

/* ---- trees ---- */
xnode *xml_element(arena *mem, unsigned char space, str name);   /* name is kept, not copied */
xnode *xml_text(arena *mem, str words);                          /* likewise                 */
void   xml_append(xnode *parent, xnode *child);
void   xml_insert_after(xnode *place, xnode *fresh);             /* as place's next sibling  */
void   xml_set(arena *mem, xnode *n, unsigned char space, const char *name, str value);
bool   xml_is(const xnode *n, unsigned char space, const char *name);
bool   xml_is_one_of(const xnode *n, unsigned char space, const char *const *names, size_t count);
#define XML_IS_ONE_OF(n, space, names) xml_is_one_of((n), (space), (names), sizeof (names) / sizeof *(names))
xattr *xml_attr(const xnode *n, unsigned char space, const char *name);  /* NULL when absent */
str    xml_value(const xnode *n, unsigned char space, const char *name); /* "" when absent   */
/* The same with a zero behind it, for numbers; false when it is absent, empty or longer than any number. */
bool   xml_value_z(const xnode *n, unsigned char space, const char *name, char out[static 24]);
xnode *xml_find(const xnode *n, unsigned char space, const char *name);  /* first such child */
xnode *xml_copy(const xnode *n, arena *mem);                     /* deep, without siblings   */
xnode *xml_share(xnode *n, arena *mem);                          /* another one like it: both are shared */
void   xml_own(xnode *n, arena *mem);                            /* shared no more           */
void   xml_remove(xnode *child);                                 /* out of its parent        */

/* The tree as a whole file with declaration; only the prefixes it uses are declared. */
void xml_write(const xnode *root, const xml_space *spaces, buf *out);

#endif
