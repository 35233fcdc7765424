/*
 * links.h - links to web addresses, which stay when that is asked for and no value stands in them.
 */
#ifndef UNDERSEAL_DOCX_LINKS_H
#define UNDERSEAL_DOCX_LINKS_H

#include "formats/docx/inner.h"

/* http, https or mailto, and no other way to make a program do something. */
bool links_address_fits(str address);

bool links_may_stay(const importer *im, const rel *r);             /* r may be NULL            */
bool links_address_may_stay(const importer *im, str address);
void links_keep(importer *im, xnode *hyperlink, str address);

/* What a link's address says: as it stands, with its percent signs undone, and words in its base64 and hex. */
str links_words(str address, arena *mem);

/* Links whose address holds a value of the plan's, however it is spelt there, become text. */
bool links_cut(docx *d, const plan *p, proof *report, err *e);

#endif
