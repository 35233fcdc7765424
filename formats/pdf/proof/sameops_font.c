/* Whether the codes of a string are the same letters in two fonts. Each code of a pair of fonts is
 * looked into once. */
#include "formats/pdf/proof/sameops_int.h"

#include <string.h>

enum { TWO_BYTE_CODES = 1 << 16, MOST_LETTERS = 8 };

/* ---- one code --------------------------------------------------------------------------------- */

/* What a character is said to be; returns how many code points, as text is read from a page. */
static int says(const pdf_font_desc *f, int cid, int ucs[MOST_LETTERS])
{
	int n = f->to_unicode ? pdf_lookup_cmap_full(f->to_unicode, (unsigned)cid, ucs) : 0;
	if (n == 0 && (size_t)cid < f->cid_to_ucs_len) {
		ucs[0] = f->cid_to_ucs[cid];
		n = 1;
	}
	return n;
}

static bool say_the_same(const pdf_font_desc *a, const pdf_font_desc *b, int cid)
{
	int x[MOST_LETTERS], y[MOST_LETTERS];
	int n = says(a, cid, x);
	return n == says(b, cid, y) && memcmp(x, y, (size_t)n * sizeof *x) == 0;
}

static bool same_metrics(fz_context *ctx, pdf_font_desc *a, pdf_font_desc *b, int cid)
{
	if (pdf_lookup_hmtx(ctx, a, cid).w != pdf_lookup_hmtx(ctx, b, cid).w)
		return false;
	if (!a->wmode)
		return true;
	pdf_vmtx v = pdf_lookup_vmtx(ctx, a, cid), w = pdf_lookup_vmtx(ctx, b, cid);
	return v.x == w.x && v.y == w.y && v.w == w.w;
}

/* A font that stands in for one that is missing is squeezed to the widths that the file gives. */
static int squeezed_to(const fz_font *f, int gid)
{
	if (!f->flags.ft_stretch)
		return 0;
	return gid >= 0 && gid < f->width_count ? f->width_table[gid] : f->width_default;
}

static bool same_code(fz_context *ctx, differ *d, pdf_font_desc *a, pdf_font_desc *b, unsigned code)
{
	int cid = pdf_lookup_cmap(a->encoding, code);
	if (cid != pdf_lookup_cmap(b->encoding, code))
		return false;
	if (cid < 0)
		return true; /* no character: neither draws anything */
	int g = pdf_font_cid_to_gid(ctx, a, cid), h = pdf_font_cid_to_gid(ctx, b, cid);
	return same_metrics(ctx, a, b, cid) && say_the_same(a, b, cid)
	    && squeezed_to(a->font, g) == squeezed_to(b->font, h)
	    && rpdf_differ_same_glyph(ctx, d, a->font, b->font, g, h);
}

/* ---- remembered ------------------------------------------------------------------------------- */

static bool learn_code(fz_context *ctx, pair *p, differ *d, pdf_font_desc *a, pdf_font_desc *b,
                       unsigned code, int width)
{
	if (!same_code(ctx, d, a, b, code))
		return false;
	if (width == 2 && !p->two)
		p->two = fz_calloc(ctx, TWO_BYTE_CODES / 8, 1);
	if (width <= 2) /* longer ones are rare, and too many to remember */
		(width == 2 ? p->two : p->one)[code >> 3] |= (unsigned char)(1 << (code & 7));
	return true;
}

static inline bool known_code(fz_context *ctx, pair *p, differ *d, pdf_font_desc *a, pdf_font_desc *b,
                              unsigned code, int width)
{
	const unsigned char *bits = width == 1 ? p->one : width == 2 ? p->two : NULL;
	if (bits && bits[code >> 3] >> (code & 7) & 1)
		return true;
	return learn_code(ctx, p, d, a, b, code, width);
}

/* ---- fonts and strings ------------------------------------------------------------------------ */

/* How many bytes any code has, when whatever stands in them is one; otherwise 0. */
static int width_of_codes(const pdf_cmap *c)
{
	if (c->codespace_len != 1 || c->codespace[0].low != 0)
		return 0;
	if (c->codespace[0].n == 1 && c->codespace[0].high == 0xff)
		return 1;
	return c->codespace[0].n == 2 && c->codespace[0].high == 0xffff ? 2 : 0;
}

bool rpdf_same_fonts(fz_context *ctx, pair *p, const pdf_font_desc *a, const pdf_font_desc *b)
{
	fz_font *f = a->font, *g = b->font;
	if (!a->encoding || !b->encoding || !f || !g || fz_font_t3_procs(ctx, f) || fz_font_t3_procs(ctx, g))
		return false;
	if (a->wmode != b->wmode || f->flags.fake_bold != g->flags.fake_bold
	 || f->flags.fake_italic != g->flags.fake_italic || f->flags.ft_stretch != g->flags.ft_stretch
	 || f->flags.ft_substitute != g->flags.ft_substitute)
		return false;
	int width = width_of_codes(a->encoding);
	p->width = width == width_of_codes(b->encoding) ? width : 0;
	return true;
}

bool rpdf_same_string(fz_context *ctx, pair *p, differ *d, pdf_font_desc *a, pdf_font_desc *b,
                      unsigned char *s, size_t n)
{
	unsigned char *end = s + n;
	if (p->width == 1)
		for (; s < end; s++)
			if (!known_code(ctx, p, d, a, b, *s, 1))
				return false;
	if (p->width == 2)
		for (; end - s >= 2; s += 2)
			if (!known_code(ctx, p, d, a, b, (unsigned)s[0] << 8 | s[1], 2))
				return false;
	while (s < end) { /* codes of any width, and half a code at the end */
		unsigned code, other;
		int width = pdf_decode_cmap(a->encoding, s, end, &code);
		if (width != pdf_decode_cmap(b->encoding, s, end, &other) || code != other
		 || !known_code(ctx, p, d, a, b, code, width))
			return false;
		s += width;
	}
	return true;
}
