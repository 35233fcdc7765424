/*
 * formats.h - the list of document formats. A new format is one folder and one line in formats.c.
 */
#ifndef UNDERSEAL_FORMATS_H
#define UNDERSEAL_FORMATS_H

#include "redact/format.h"

extern const format *const formats_list[]; /* ended by NULL */

/* Whether words in pixels can be read in these languages ("eng+deu"); *e names the package of one that is not there. */
bool formats_have_languages(const char *languages, err *e);

/* What libraries of the formats open by themselves, NULL-terminated, in mem. */
const char *const *formats_reads(arena *mem);

/* Zip archives; see kit.unpack (redact/engine.h). A package of Office or OpenDocument is a document. */
bool formats_unpack(str bytes, const unpacking *to, arena *mem, bool *is, err *e);

/* A file of marks that another program wrote: XFDF. See kit.read_marks. */
bool formats_read_marks(str bytes, arena *mem, plan *out, proof *report, err *e);

#endif
