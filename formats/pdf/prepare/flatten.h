/*
 * flatten.h - annotations and form fields that are seen, made part of their pages.
 *
 * Done in memory when a document is opened with that handling: what an annotation shows is drawn
 * after the page's own content, by a form XObject in the annotation's place. From then on it is
 * page content like any other - searched, redacted and compared by code that knows nothing of
 * annotations. The annotation objects stay in the opened document, so that what they hold beside
 * their picture is found and hunted; the rebuild leaves them behind.
 */
#ifndef UNDERSEAL_PDF_FLATTEN_H
#define UNDERSEAL_PDF_FLATTEN_H

#include "formats/pdf/rpdf.h"

/* What was met, by what became of it. */
typedef struct rpdf_annots {
	uint32_t annotations, fields;  /* drawn into their pages                                  */
	uint32_t frames;               /* of links, drawn into their pages                        */
	uint32_t kept;                 /* stay annotations                                         */
	uint32_t shown;                /* seen, and gone without being drawn: as was asked        */
	uint32_t hidden;               /* by flags, by a layer, or beside their page              */
	uint32_t undrawn;              /* nothing says how they look                              */
	uint32_t untold;               /* fields with a value that no page shows                  */
	uint32_t redactions;           /* drawn by somebody and never applied                     */
	uint32_t met;                  /* all that are neither fields nor links, popups too       */
	uint32_t looked;               /* all of all kinds; pages may share a long list           */
	bool *on_page;                 /* by page from 0: it shows something that was to be drawn */
	bool xfa_alone;                /* an XFA form with fields of which no page has any        */
} rpdf_annots;

/* Carries out d->how.annots, and fills d->annots. Throws ERR_REFUSED for a form whose content lies
 * in XFA alone, and beyond limits. */
void rpdf_flatten(fz_context *ctx, struct rpdf_doc *d);

/* Adds to out the places under redactions that were drawn and never applied. After the pages. */
void rpdf_list_wishes(fz_context *ctx, struct rpdf_doc *d, text *out);

/* Says in report what was done. */
void rpdf_tell_annots(const struct rpdf_doc *d, proof *report);

#endif
