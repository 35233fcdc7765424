/*
 * embedded.h - what a file within a document is: told by its bytes, never by its name.
 *
 * Word keeps embedded office files as they are, and everything else in a compound file with a stream
 * for the file itself: "Package" (office files), "CONTENTS" (Acrobat's documents), "\1Ole10Native"
 * (any file, with the name it had; [MS-OLEDS], 2.3.6).
 */
#ifndef UNDERSEAL_DOCX_EMBEDDED_H
#define UNDERSEAL_DOCX_EMBEDDED_H

#include "redact/base/str.h"

typedef enum embedded_kind {
	EMBEDDED_OBJECT,    /* nothing we know                  */
	EMBEDDED_PDF,
	EMBEDDED_DOCX,
	EMBEDDED_OLD_WORD,  /* .doc                             */
	EMBEDDED_WORKBOOK,
	EMBEDDED_SLIDES,
	EMBEDDED_EQUATION,
	EMBEDDED_DRAWING,   /* Visio and its like               */
	EMBEDDED_TEXT,      /* plain, HTML, RTF, web archive    */
} embedded_kind;

typedef struct embedded {
	embedded_kind kind;
	str bytes;   /* of the file itself, out of what it was wrapped in */
	str name;    /* that the wrapping tells, "" for none              */
} embedded;

/* What the bytes of a part are. */
embedded embedded_in(str bytes, arena *mem);

/* What the program that made it calls itself: "Excel.Sheet.12". EMBEDDED_OBJECT when that says nothing. */
embedded_kind embedded_by_program(str program);

/* "workbook": for people. */
const char *embedded_what(embedded_kind kind);

/* Whether a format of ours takes it, so that it can go on as a document of its own; and its suffix. */
bool        embedded_is_document(embedded_kind kind);
const char *embedded_suffix(embedded_kind kind);

#endif
