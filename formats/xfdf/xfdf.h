/*
 * xfdf.h - marks exchanged with other programs: Acrobat, PDF-XChange, and whatever else writes XFDF.
 *
 * XFDF (ISO 19444-1) has the annotations of a PDF as XML of their own, in its user space. Of all kinds only <redact> is a mark of ours. What a
 * person drew there is decided; what another program makes of ours is a box like any other.
 *
 * Reading is the work of a worker: the bytes are a stranger's. Placing and printing see plans alone.
 */
#ifndef UNDERSEAL_XFDF_H
#define UNDERSEAL_XFDF_H

#include "redact/base/buf.h"
#include "redact/base/err.h"
#include "redact/model/plan.h"
#include "redact/model/proof.h"
#include "redact/model/text.h"

#define XFDF_RULE "xfdf"

/*
 * Every <redact> as accepted boxes, one a quadrilateral, in the document's own coordinates: not yet a plan of ours. Code is what it would print, by
 * and at its author and date ("" where it has none), note its comment; id that of the mark it was, where xfdf_print() wrote
 * it. out->source: the document that it names, as a path with slashes, or "". Annotations of other kinds are told as notes. ERR_INPUT for what is no
 * XFDF, and for a redaction without a page or place: none is left out in silence.
 */
bool xfdf_read(str bytes, arena *mem, plan *out, proof *report, err *e);

typedef struct xfdf_sum {
	size_t added;    /* boxes                                           */
	size_t decided;  /* marks that were proposed or rejected, and accepted now */
	size_t there;    /* boxes that were accepted already, or are ours as we wrote them */
	size_t outside;  /* boxes on no page of the document, or off it      */
} xfdf_sum;

/* Takes marks as xfdf_read() made them into a plan, copied. by, at: for those that say none. sheets: of the document. */
void xfdf_place(plan *to, const plan *marks, const sheet *sheets, size_t n, str by, str at, xfdf_sum *sum);

/* Whether the document that XFDF names can be the one with this name in a plan: the same path from its end on, as far as both go. */
bool xfdf_names(str named, str source);

/* The accepted and proposed marks of a plan that lie on pages, as a whole file; href: the PDF as the reader of the file will find it. Returns how many marks
 * there are. */
size_t xfdf_print(buf *out, const plan *p, const sheet *sheets, size_t n, str href);

#endif
