/*
 * fontprune.h - what is left of fonts after a redaction: only what the text that stays needs.
 *
 * A removed word may live on in its font: as glyphs nothing else uses, as the widths of just its
 * letters, as entries of ToUnicode and Differences. So once the pages are rewritten, and before they
 * are copied into the new file, every font is cut down to the codes that the pages still show:
 *
 *   fontuse.c          which codes those are
 *   fontprune.c        widths, encodings, glyph procedures of the font dictionaries
 *   fontprune_cmap.c   ToUnicode and encoding CMaps, written anew from what they map
 *   fontprune_glyphs.c which glyphs of which program that leaves, and the new programs
 *   cut_sfnt.c cut_cff.c cut_type1.c   the programs themselves
 */
#ifndef UNDERSEAL_PDF_FONTPRUNE_H
#define UNDERSEAL_PDF_FONTPRUNE_H

#include "formats/pdf/font/fontuse.h"
#include "redact/model/proof.h"

/* Changes the fonts of doc, whose pages have been rewritten, in memory. Notes in report the fonts
 * that could not be cut down. */
void rpdf_prune_fonts(fz_context *ctx, pdf_document *doc, proof *report);

/* ---- shared by its files ------------------------------------------------------------------------ */

enum { PRUNE_CIDS = 1 << 16 };

/* A font's CIDs in use, as bits; several Type 0 fonts may share one descendant. */
typedef struct cid_use {
	pdf_obj *font;              /* the descendant, resolved; lent by the fonts                     */
	bool whole;
	unsigned char bits[PRUNE_CIDS / 8];
} cid_use;

static inline bool prune_has(const unsigned char *bits, uint32_t i)
{
	return i < PRUNE_CIDS && bits[i >> 3] >> (i & 7) & 1;
}

static inline void prune_add(unsigned char *bits, uint32_t i)
{
	if (i < PRUNE_CIDS)
		bits[i >> 3] |= (unsigned char)(1 << (i & 7));
}

/* fontprune_glyphs.c: a stream's bytes, yours; NULL when it has more than `most` of them. */
fz_buffer *prune_load(fz_context *ctx, pdf_obj *stream, size_t most);

/* fontprune_cmap.c: writes /ToUnicode and, in a Type 0 font, an embedded /Encoding anew with the
 * used codes alone. */
void prune_cmaps(fz_context *ctx, pdf_document *doc, const font_use *use);

/* Adds the CIDs that a Type 0 font's codes stand for. */
void prune_collect_cids(fz_context *ctx, pdf_document *doc, const font_use *use, cid_use *cids);

/* fontprune_glyphs.c: the font programs. Before the dictionaries change: they say which glyph a code
 * means. */
void prune_programs(fz_context *ctx, pdf_document *doc, const font_uses *uses, cid_use *const *cids, size_t ncids,
                    proof *report);

#endif
