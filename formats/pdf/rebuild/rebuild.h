/*
 * rebuild.h - a new PDF out of what the allow-list names.
 *
 * The source is walked from its pages along the shapes of schema.h; what they name is copied into
 * an empty document, object by object, and everything else stays behind and is counted by kind.
 * Nothing of the old file's structure comes along: no revisions, no object that no page needs, no
 * document-level tree. Objects that were shared stay shared, loops stay loops.
 */
#ifndef UNDERSEAL_PDF_REBUILD_H
#define UNDERSEAL_PDF_REBUILD_H

#include "formats/lib/ahead.h"
#include "redact/model/proof.h"

struct rpdf_kept;

/*
 * wary: pictures may be broken, see restream.h. Yours: pdf_drop_document() it. src stays as it is. What was left out goes to report (drops and
 * notes), but what kept (may be NULL) has: that is planted afterwards. Throws ERR_INPUT when there is no page, ERR_REFUSED when a limit is passed (the message
 * names the object's number) or the page tree is not sound: see rpdf_mend_pages().
 */
pdf_document *rpdf_rebuild(fz_context *ctx, pdf_document *src, const struct rpdf_kept *kept, mu_ahead *ahead, bool wary, proof *report);

/* Writes doc, made by rpdf_rebuild(), as one whole new file with a new random ID and no Info. */
void rpdf_write(fz_context *ctx, pdf_document *doc, int fd);

#endif
