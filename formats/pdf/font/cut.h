/*
 * cut.h - font programs with only some of their glyphs.
 *
 * Each function reads a program and appends to out one that draws the wanted glyphs as before and
 * has nothing of the others: no outline, no width, no name, no code. Numbers and names of the wanted
 * ones stay, since codes lead to them. Input is a stranger's: every length is checked, time and
 * memory are about linear in it. False with *e set (out is then to be thrown away) on what is not
 * understood; the caller decides what becomes of the whole font then.
 */
#ifndef UNDERSEAL_PDF_CUT_H
#define UNDERSEAL_PDF_CUT_H

#include "redact/base/buf.h"
#include "redact/base/err.h"

enum { CUT_GLYPHS = 1 << 16 };

/* Glyphs by number, as bits. Number 0, .notdef, is always wanted. */
typedef struct cut_set { unsigned char bits[CUT_GLYPHS / 8]; } cut_set;

static inline bool cut_has(const cut_set *s, uint32_t gid)
{
	return gid < CUT_GLYPHS && s->bits[gid >> 3] >> (gid & 7) & 1;
}

static inline void cut_add(cut_set *s, uint32_t gid)
{
	if (gid < CUT_GLYPHS)
		s->bits[gid >> 3] |= (unsigned char)(1 << (gid & 7));
}

/* TrueType, and OpenType around CFF. Glyphs that others are composed of stay. */
bool rpdf_cut_sfnt(str in, const cut_set *wanted, buf *out, err *e);

/* Adds the glyphs that a reader may take for the codes of a simple TrueType font: by what a code's
 * name means, and through the symbol and Macintosh tables by the code itself where it has no name or
 * the font is a symbolic one. */
void rpdf_sfnt_glyphs_of(str in, const bool codes[static 256], const char *const names[static 256], bool symbolic,
                         cut_set *wanted);

/* Calls fn for each pair of a character and a glyph in the tables of one platform and encoding. */
typedef void cut_map_fn(void *arg, uint32_t code, uint32_t gid);
void rpdf_sfnt_each_map(str in, uint32_t platform, uint32_t encoding, cut_map_fn *fn, void *arg);

/* Bare CFF. numbers_stay: glyph numbers must not change; else the program is packed, and names or
 * CIDs lead to the glyphs. */
bool rpdf_cut_cff(str in, const cut_set *wanted, bool numbers_stay, buf *out, err *e);

/* The little that can be done where that fails: outlines of unwanted glyphs go, all else stays. */
bool rpdf_empty_cff(str in, const cut_set *wanted, buf *out, err *e);

/* Whether a CFF font is CID-keyed; then adds the glyphs of some CIDs. */
bool rpdf_cff_is_cid(str in);
bool rpdf_cff_glyphs_of_cids(str in, const cut_set *cids, cut_set *wanted);

/* Type 1, also in PFB wrapping: the glyphs of those names, and the parts of their accented letters.
 * *clear and *coded: the lengths of the two portions of out. */
bool rpdf_cut_type1(str in, const str *names, size_t n, buf *out, size_t *clear, size_t *coded, err *e);

#endif
