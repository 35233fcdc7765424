/*
 * archive.h - zip archives: folders of documents that came as one file.
 *
 * An archive is nothing that is redacted; its members are, each as the document that it is. Packages of Office and
 * OpenDocument are zip files as well, but documents: they are told by the part that each of them must have.
 *
 * Source: PKWARE APPNOTE.TXT 6.3; ECMA-376-2 10.1.2; ODF 1.2 part 3, 3.3.
 */
#ifndef UNDERSEAL_ARCHIVE_H
#define UNDERSEAL_ARCHIVE_H

#include "redact/format.h"

/* See kit.unpack (redact/engine.h). */
bool archive_unpack(str bytes, const unpacking *to, arena *mem, bool *is, err *e);

#endif
