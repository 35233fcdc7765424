/*
 * pdf_make.h - PDFs made in tests from the text of their objects.
 *
 * Objects are strings like "<< /Type /Page >>" in order of their numbers, from 1; the file gets a
 * correct cross-reference table. "stream:<< dict >>|bytes" makes a stream with its /Length.
 */
#ifndef UNDERSEAL_TEST_PDF_MAKE_H
#define UNDERSEAL_TEST_PDF_MAKE_H

#include "redact/base/buf.h"

#include <string.h>

/* The file with object 1 as /Root and `trailer` as further trailer keys. Yours: buf_free() it. */
static inline buf make_pdf(const char *const *objects, size_t n, const char *trailer)
{
	buf b = { 0 };
	size_t at[64] = { 0 };
	buf_z(&b, "%PDF-1.7\n");
	for (size_t i = 0; i < n; i++) {
		at[i] = b.n;
		buf_fmt(&b, "%zu 0 obj\n", i + 1);
		if (strncmp(objects[i], "stream:", 7) == 0) {
			const char *dict = objects[i] + 7, *bar = strchr(dict, '|');
			buf_fmt(&b, "<< /Length %zu %.*s\nstream\n%s\nendstream", strlen(bar + 1), (int)(bar - dict - 2), dict + 2, bar + 1);
		} else {
			buf_z(&b, objects[i]);
		}
		buf_z(&b, "\nendobj\n");
	}
	size_t xref = b.n;
	buf_fmt(&b, "xref\n0 %zu\n0000000000 65535 f \n", n + 1);
	for (size_t i = 0; i < n; i++)
		buf_fmt(&b, "%010zu 00000 n \n", at[i]);
	buf_fmt(&b, "trailer\n<< /Size %zu /Root 1 0 R %s >>\nstartxref\n%zu\n%%%%EOF\n", n + 1, trailer, xref);
	return b;
}

#define MAKE_PDF(trailer, ...) \
	make_pdf((const char *const[]){ __VA_ARGS__ }, sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *), trailer)

#endif
