/*
 * restream.h - the bytes of one stream, cleaned for the rebuilt document.
 *
 * Everything is decoded and compressed anew, so bytes behind a stream's end, odd filters and
 * comments do not come along. Pictures in DCT, JPX and JBIG2 coding keep their coding and lose
 * their metadata (strip.h); what strip.h does not understand is decoded and written as pixels.
 */
#ifndef UNDERSEAL_PDF_RESTREAM_H
#define UNDERSEAL_PDF_RESTREAM_H

#include "formats/lib/ahead.h"
#include "formats/pdf/rebuild/schema.h"

/*
 * Reads stream `num` of src as `how` says, and gives dict (of the stream to be) its Filter,
 * DecodeParms and lengths. Yours: the encoded bytes. globals: the JBIG2Globals of the new document
 * or NULL. *damaged is set when the bytes could be read only in part. NULL when they cannot be
 * used at all: the stream is then to be left out. wary: pictures are tried, and those that do not decode as a whole lose their
 * coding, too, with what nobody could decode. Throws ERR_REFUSED beyond 512 MB.
 */
fz_buffer *rpdf_restream(fz_context *ctx, pdf_document *src, int num, treat how, pdf_obj *dict,
                         pdf_obj *globals, mu_ahead *ahead, bool wary, bool *damaged);

/* The name of the last filter of a stream's dictionary, "" when it has none. */
const char *rpdf_last_filter(fz_context *ctx, pdf_obj *dict, pdf_obj **parms);

#endif
