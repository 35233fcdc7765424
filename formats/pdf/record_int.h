/* record_int.h - what the two files of record share; see record.h. */
#ifndef UNDERSEAL_PDF_RECORD_INT_H
#define UNDERSEAL_PDF_RECORD_INT_H

#include "formats/pdf/record.h"

enum { DEEPEST = 4096 }; /* containers within containers */

typedef struct recorder {
	fz_device super;
	record *out;
	uint32_t open[DEEPEST];  /* indexes of the containers that are open */
	size_t nopen;
	int tiles, masks;        /* how many of them are tiles, masks being drawn */
	bool broken;             /* the list is too long or its containers do not nest */

	/* What the last conversion and the last style were made from: most items repeat them. */
	fz_colorspace *cs;       /* kept */
	float color[FZ_MAX_COLORS], alpha;
	uint32_t paint;
	bool painted;
} recorder;

/* A device that adds to r. Yours: fz_drop_device(ctx, &it->super). Throws. */
recorder *rpdf_recorder_new(fz_context *ctx, record *r);

/* Closes what is still open, and throws when not everything could be written down. */
void rpdf_recorder_finish(fz_context *ctx, recorder *dev, int number);

#endif
