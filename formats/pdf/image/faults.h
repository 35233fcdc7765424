/*
 * faults.h - hears whether a picture could be decoded as it was meant to be.
 *
 * MuPDF shows what it has of a picture whose coding is broken, and the rest as one colour; a warning is all it says. What
 * another reader would show there nobody knows. Between rpdf_faults_begin() and rpdf_faults_end(), which follows it
 * whatever happens, such warnings are counted; all others are dropped. Pictures that were decoded before come out of
 * MuPDF's store, and nothing is heard of them.
 */
#ifndef UNDERSEAL_PDF_FAULTS_H
#define UNDERSEAL_PDF_FAULTS_H

#include "formats/lib/mu.h"

typedef struct rpdf_faults {
	bool heard;
	fz_warning_cb *before;   /* who listened */
	void *arg;
} rpdf_faults;

void rpdf_faults_begin(fz_context *ctx, rpdf_faults *f);

/* True when there was one. Then the store is emptied, so that it is heard again where the picture is used again. */
bool rpdf_faults_end(fz_context *ctx, rpdf_faults *f);

/* Whether picture `num`, of any coding, decodes without a fault. */
bool rpdf_faults_none(fz_context *ctx, pdf_document *doc, int num);

#endif
