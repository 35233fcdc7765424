/*
 * slip.h - a document that is withheld: in its place comes a sheet that says so.
 *
 * The sheet is made by a format that knows how (format.slip): the document's own, else the first that does; then the
 * output's name tells both ("letter.docx.pdf"). It is made from the plan alone, so whoever proves it makes it once more and compares.
 */
#ifndef UNDERSEAL_SLIP_H
#define UNDERSEAL_SLIP_H

#include "redact/engine.h"

/* Who makes the sheet for documents of this format; NULL: nobody does. */
const format *slip_maker(const kit *k, const format *is);

/* Writes the sheet to an open, empty file. name: of the output, which is clean. */
bool slip_write(const kit *k, const format *is, const plan *p, str name, int fd, proof *report, err *e);

/* Adds to report whether these bytes are that sheet, and nothing else ("slip-sheet"). */
bool slip_prove(const kit *k, const format *is, const plan *p, str name, str bytes, proof *report, err *e);

#endif
