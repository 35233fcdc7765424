/*
 * bare.h - a page that is one picture and nothing else, as scanners make them. What it shows is what the
 * picture holds: nothing need be compared, and a fine one is read in its own pixels, with its page not even drawn.
 */
#ifndef UNDERSEAL_PDF_BARE_H
#define UNDERSEAL_PDF_BARE_H

#include "formats/pdf/pixels/alone.h"

typedef struct rpdf_bare {
	bool is;               /* such a page                                                */
	bool grey;             /* drawn, it needs no colours                                 */
	bool coarse;           /* a page, such a one or not, with a picture that drawing enlarges */
	int dpi;               /* of a picture to be read in its own pixels; 0: of no other  */
	rpdf_placed picture;   /* of one that is: drop its image                             */
} rpdf_bare;

/* The view need not be drawn. Throws. */
void rpdf_bare_find(fz_context *ctx, const rpdf_view *v, rpdf_bare *b);

/* Reads the picture: job->read is told of it where there may be words. Throws. */
void rpdf_bare_read(fz_context *ctx, const rpdf_bare *b, const struct rpdf_alone_job *job);

#endif
