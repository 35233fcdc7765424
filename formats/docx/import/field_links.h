/*
 * field_links.h - HYPERLINK fields that lead to web addresses.
 *
 * Where links stay, such a field becomes what Word writes today: a w:hyperlink with a relationship. Its
 * beginning and end are only known run by run, and the runs only stand in their paragraph when that is
 * whole; until then markers stand in for both. A link goes on over no paragraph's end, and holds no other.
 */
#ifndef UNDERSEAL_DOCX_FIELD_LINKS_H
#define UNDERSEAL_DOCX_FIELD_LINKS_H

#include "formats/docx/inner.h"

struct field_link {
	xnode *beg, *end;  /* markers in the fresh tree */
	str address;
};

/* Whether a code leads to an address that may stay; if so, the code and what it says are set aside for the
 * search, and *address is a copy. */
bool field_links_may_stay(importer *im, str code, str *address);

void field_links_note(importer *im, xnode *beg, xnode *end, str address);

/* Makes links of those whose markers stand in this paragraph. NULL: nothing more will come, and what is
 * left becomes text. */
void field_links_settle(importer *im, xnode *paragraph);

#endif
