/*
 * xfa.h - forms that only one maker's reader shows.
 *
 * An XFA form is XML inside the PDF. A static one has its fields on the pages as well; of a dynamic
 * one the pages say "Please wait..." and nothing else, so that a page redacted with care would be
 * one that nobody ever saw. ISO 32000-1, 12.7.8.
 */
#ifndef UNDERSEAL_PDF_XFA_H
#define UNDERSEAL_PDF_XFA_H

#include "formats/lib/mu.h"

typedef enum xfa_kind {
	XFA_NONE,
	XFA_WITH_PAGES,   /* the pages show it, or it has no fields                          */
	XFA_NOT_ON_PAGES, /* it has fields of its own and the pages have none                */
	XFA_ALONE,        /* and the pages say that they are a stand-in                      */
} xfa_kind;

/* has_widgets: whether any page has a form field. */
xfa_kind rpdf_xfa_kind(fz_context *ctx, pdf_document *doc, bool has_widgets);

#endif
