/*
 * opc.h - a package's parts and how they refer to each other.
 *
 * Parts are known by their index; names are compared without regard to case, as the standard has
 * it. Relationship types are told by their last word ("image", "header"), which is the same in the
 * Strict and the Transitional dialect. Source: ECMA-376 part 2 (Open Packaging Conventions).
 */
#ifndef UNDERSEAL_DOCX_OPC_H
#define UNDERSEAL_DOCX_OPC_H

#include "formats/lib/xml.h"
#include "formats/lib/zip.h"

enum { OPC_NONE = -1 };  /* no part; as an owner of relationships: the package itself */

typedef struct opc {
	zipdoor *zip;
	arena *mem;
	size_t n;
	bool *used;      /* set by whoever takes a part over; what is left was dropped */
} opc;

typedef struct rel {
	str id, type;    /* type: its last word only */
	str target;      /* as written               */
	int part;        /* OPC_NONE when external or missing */
	bool external;
} rel;

typedef struct rels {
	rel *list; size_t n, room;
	const rel **by_id;   /* sorted; of those with one id in the order of the list */
} rels;

/* bytes: the zip, lent until opc_close(). ERR_INPUT or ERR_REFUSED as zipdoor_open() has it. */
bool opc_open(str bytes, arena *mem, opc *out, err *e);
void opc_close(opc *p);

/* A part's name in the package, lent. */
str  opc_name(const opc *p, int part);

/* A part's bytes, unpacked whole into the arena of the package. */
bool opc_load(opc *p, int part, str *bytes, err *e);

/* A part's bytes as they are unpacked, a stretch at a time; take: false stops, which is no failure. */
bool opc_stretches(opc *p, int part, bool (*take)(void *arg, str bytes), void *arg, err *e);

/* A part's XML as it is unpacked, see xml.h; it never stands in memory whole. */
bool opc_walk(opc *p, int part, xml_sink *sink, void *arg, err *e);
bool opc_parse(opc *p, int part, const xml_pieces *pieces, arena *nodes, xml_tree *out, err *e);

/* The relationships of a part; none when it has no such file. Marks that file as used. */
bool opc_rels(opc *p, int part, rels *out, err *e);

/* NULL when there is none. */
const rel *rels_by_id(const rels *r, str id);
const rel *rels_by_type(const rels *r, const char *type);  /* the first */

#endif
