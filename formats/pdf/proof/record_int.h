/* record_int.h - what the files of record share; see record.h. */
#ifndef UNDERSEAL_PDF_RECORD_INT_H
#define UNDERSEAL_PDF_RECORD_INT_H

#include "formats/pdf/proof/record.h"

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

/* ---- among the files of the recorder; all throw ---- */

enum { RECORD_MOST_PATH = 64 << 20 };

/* The list of items of `size` bytes, moved where need be, with room for `more` behind the `used` ones. */
void *rpdf_recorder_grown(fz_context *ctx, void *list, size_t used, size_t more, size_t *room, size_t size);
/* The page draws more than can be compared: throws, and is remembered, since MuPDF swallows what a device throws. */
void  rpdf_recorder_give_up(fz_context *ctx, recorder *dev);
record_item *rpdf_recorder_add(fz_context *ctx, recorder *dev, record_kind kind, record_use use);
/* A container, and its end; the index of the one that closes. */
record_item *rpdf_recorder_open(fz_context *ctx, recorder *dev, record_kind kind);
uint32_t rpdf_recorder_close(fz_context *ctx, recorder *dev, record_kind closer);
/* The index of this style; one that is the last again is not repeated. */
uint32_t rpdf_recorder_style(fz_context *ctx, recorder *dev, const record_style *s);
record_item *rpdf_recorder_path(fz_context *ctx, recorder *dev, const fz_path *path, int even_odd,
                                const fz_stroke_state *stroke, fz_matrix ctm, record_use use);

/* record_tile.c: closes the tiling that is open by drawing its cells instead, each where it lies; false,
 * and nothing is changed, when they are too many. */
bool rpdf_recorder_lay_out(fz_context *ctx, recorder *dev);

#endif
