/*
 * failed.h - a redaction that somebody believes to have made, and that did not remove anything.
 *
 * For the verifier, about anybody's file. The commonest failure is a box drawn over words that stay
 * in the file, but a dark highlight, a patch of a picture, letters in the colour of the box, a text
 * layer behind a blacked-out scan, a mark that was never carried out and the version of the file
 * before the redaction give the words away just as well.
 *
 * What counts is what a reader sees: words that the page draws, that can be read out of the file and
 * that nobody is shown, because something lies over them. Whether it does is decided by the order in
 * which the page draws things where that is certain, else by looking at the page as pixels. No word
 * of the document goes into a report.
 */
#ifndef UNDERSEAL_PDF_FAILED_H
#define UNDERSEAL_PDF_FAILED_H

#include "formats/lib/mu.h"
#include "redact/model/proof.h"

/* Adds the checks "no-text-under-boxes", "redactions-applied" and "no-earlier-versions", and notes
 * about what else the file carries beside its pages. bytes is the whole file. */
void rpdf_inspect(fz_context *ctx, pdf_document *doc, str bytes, proof *report);

#endif
