#include "formats/pdf/read/shown.h"
#include "formats/pdf/font/cut.h"
#include "redact/base/fold.h"
#include "redact/base/utf8.h"

#include <stdlib.h>
#include <string.h>

enum { CHAINS = 64, KNOWN = 256, CLAIMS = 3, LONGEST_NAME = 64 };

typedef struct reading {
	int ucs[SHOWN_MOST];
	int n;                     /* 0: no claim                                               */
} reading;

/* One glyph with one meaning, looked into before. */
typedef struct known {
	int gid, nucs, ucs[SHOWN_MOST];
	bool filled;
	shown_as other;
	reading claim;
} known;

typedef struct face {
	fz_font *font;             /* kept                                                      */
	uint32_t (*mapped)[CLAIMS]; /* by glyph: characters that its tables lead from           */
	uint32_t nglyphs;
	uint64_t honest[KNOWN];    /* glyphs, each with its one character, that claim nothing else */
	known known[KNOWN];
	struct face *next;
} face;

struct shown_fonts {
	arena *mem;
	face *chains[CHAINS], *last;
};

shown_fonts *shown_open(arena *mem)
{
	shown_fonts *fonts = arena_array(mem, shown_fonts, 1);
	fonts->mem = mem;
	return fonts;
}

void shown_close(fz_context *ctx, shown_fonts *fonts)
{
	for (int i = 0; fonts && i < CHAINS; i++)
		for (face *f = fonts->chains[i]; f; f = f->next)
			fz_drop_font(ctx, f->font);
}

/* ---- what glyphs claim ------------------------------------------------------------------------- */

/* Letters and digits of any script. Marks, punctuation and symbols are often drawn by one another's
 * glyphs (a hyphen for a minus), and private codes mean nothing. */
static bool is_word(int c)
{
	if (c < 0x80)
		return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
	return c >= 0xC0 && c != 0xD7 && c != 0xF7 && !(c >= 0x2B0 && c < 0x370) && !(c >= 0x2000 && c < 0x2C00)
	    && !(c >= 0x3000 && c < 0x3040) && !(c >= 0xD800 && c < 0xF900) && !(c >= 0xFE00 && c < 0xFE70)
	    && !(c >= 0xFFE0 && c < 0x10000) && c < 0xF0000;
}

static int hex_of(str s)
{
	int v = 0;
	for (size_t i = 0; i < s.n; i++) {
		const char *digits = "0123456789ABCDEF", *at = strchr(digits, s.p[i]);
		if (!at || !s.p[i])
			return 0;
		v = v * 16 + (int)(at - digits);
	}
	return v;
}

/* One part of a name: Adobe's list, uni0041 (or several in a row), u1F600. Adobe's rules for names. */
static void add_part(str part, reading *r)
{
	char z[LONGEST_NAME];
	memcpy(z, part.p, part.n);
	z[part.n] = '\0';
	int ucs = fz_unicode_from_glyph_name_strict(z);
	if (ucs > 0) {
		if (r->n < SHOWN_MOST)
			r->ucs[r->n++] = ucs;
		return;
	}
	size_t head = str_starts(part, "uni") ? 3 : str_starts(part, "u") ? 1 : 0;
	str digits = str_sub(part, head, part.n);
	bool fours = head == 3 && digits.n >= 4 && digits.n % 4 == 0, one = head == 1 && digits.n >= 4 && digits.n <= 6;
	for (size_t i = 0; fours && i < digits.n && r->n < SHOWN_MOST; i += 4)
		if ((ucs = hex_of(str_sub(digits, i, i + 4))) > 0)
			r->ucs[r->n++] = ucs;
	if (one && r->n < SHOWN_MOST && (ucs = hex_of(digits)) > 0)
		r->ucs[r->n++] = ucs;
}

/* "f_i.alt": what follows the point is how it looks, not what it is. */
static reading read_name(str name)
{
	reading r = { .n = 0 };
	const char *point = name.n > 1 ? memchr(name.p + 1, '.', name.n - 1) : NULL;
	str base = point ? str_sub(name, 0, (size_t)(point - name.p)) : name, part;
	while (base.n && str_cut(&base, '_', &part)) {
		int before = r.n;
		add_part(part, &r);
		if (r.n == before)
			return (reading){ .n = 0 }; /* a part that says nothing */
	}
	return r;
}

static void note_map(void *arg, uint32_t code, uint32_t gid)
{
	face *f = arg;
	if (gid == 0 || gid >= f->nglyphs)
		return;
	for (int i = 0; i < CLAIMS; i++)
		if (!f->mapped[gid][i]) {
			f->mapped[gid][i] = code;
			return;
		}
}

/* Only of fonts that the document brings along: a substitute says nothing of what it stands for. */
static void read_maps(face *f, arena *mem)
{
	static const struct { uint32_t platform, encoding; } unicode[] = { { 3, 10 }, { 3, 1 }, { 0, 4 }, { 0, 3 } };
	str bytes = { NULL, 0 };
	if (!f->font->flags.ft_substitute && f->font->buffer)
		bytes = (str){ (const char *)f->font->buffer->data, f->font->buffer->len };
	if (bytes.n < 12 || !(memcmp(bytes.p, "\0\1\0\0", 4) == 0 || memcmp(bytes.p, "true", 4) == 0
	                   || memcmp(bytes.p, "OTTO", 4) == 0))
		return;
	f->nglyphs = f->font->glyph_count > 0 ? (uint32_t)f->font->glyph_count : 0;
	f->mapped = arena_alloc_array(mem, (size_t)f->nglyphs + 1, sizeof *f->mapped);
	for (size_t i = 0; i < nelem(unicode); i++)
		rpdf_sfnt_each_map(bytes, unicode[i].platform, unicode[i].encoding, note_map, f);
}

static face *face_of(fz_context *ctx, shown_fonts *fonts, fz_font *font)
{
	face **chain = &fonts->chains[((uintptr_t)font >> 6) % CHAINS], *f = *chain;
	while (f && f->font != font)
		f = f->next;
	if (!f) {
		f = arena_array(fonts->mem, face, 1);
		f->font = fz_keep_font(ctx, font);
		f->next = *chain;
		*chain = f;
		read_maps(f, fonts->mem);
	}
	return fonts->last = f;
}

/* ---- against what the font says ---------------------------------------------------------------- */

static str folded_text(const int *ucs, int n, arena *mem)
{
	buf b = { 0 };
	for (int i = 0; i < n; i++) {
		char c[4];
		buf_add(&b, c, (size_t)utf8_put(c, (uint32_t)ucs[i]));
	}
	str s = fold_text(str_dup(buf_view(&b), mem), FOLD_CASE | FOLD_MARKS, mem);
	buf_free(&b);
	return s;
}

static bool same_text(const int *a, int na, const int *b, int nb)
{
	arena *mem = arena_new();
	bool same = str_eq(folded_text(a, na, mem), folded_text(b, nb, mem));
	arena_drop(mem);
	return same;
}

static shown_as differ(const reading *claim, const rpdf_glyph *g)
{
	bool word = g->ucs[0] == FZ_REPLACEMENT_CHARACTER;
	for (int i = 0; i < claim->n; i++)
		word |= is_word(claim->ucs[i]);
	for (int i = 0; i < g->nucs; i++)
		word |= is_word(g->ucs[i]);
	return word ? SHOWN_LETTER : SHOWN_SIGN;
}

/* A claim that agrees ends the matter; of those that do not, the first counts. */
static bool weigh(const reading *claim, const rpdf_glyph *g, known *k)
{
	if (claim->n == 0)
		return false;
	if (same_text(claim->ucs, claim->n, g->ucs, g->nucs))
		return true;
	if (k->claim.n == 0) {
		k->claim = *claim;
		k->other = differ(claim, g);
	}
	return false;
}

static void learn(fz_context *ctx, face *f, const rpdf_glyph *g, known *k)
{
	char name[LONGEST_NAME] = "";
	bool agrees = false;
	*k = (known){ .gid = g->gid, .nucs = g->nucs, .filled = true };
	memcpy(k->ucs, g->ucs, (size_t)g->nucs * sizeof *k->ucs);
	if (g->gid <= 0 || fz_font_t3_procs(ctx, f->font))
		return; /* .notdef shows nothing in particular */
	for (int i = 0; f->mapped && (uint32_t)g->gid < f->nglyphs && i < CLAIMS; i++)
		if (f->mapped[g->gid][i])
			agrees |= weigh(&(reading){ { (int)f->mapped[g->gid][i] }, 1 }, g, k);
	fz_get_glyph_name(ctx, f->font, g->gid, name, sizeof name);
	reading named = read_name(str_of(name));
	agrees |= weigh(&named, g, k);
	if (agrees)
		k->other = SHOWN_SAME;
}

static uint64_t key_of(const rpdf_glyph *g)
{
	return (uint64_t)(uint32_t)g->gid << 32 | (uint32_t)g->ucs[0];
}

static __attribute__((noinline)) shown_as look_up(fz_context *ctx, face *f, const rpdf_glyph *g, rpdf_glyph *as)
{
	known *k = &f->known[(unsigned)g->gid % KNOWN];
	if (!k->filled || k->gid != g->gid || k->nucs != g->nucs
	 || memcmp(k->ucs, g->ucs, (size_t)g->nucs * sizeof *k->ucs) != 0)
		learn(ctx, f, g, k);
	if (k->other == SHOWN_SAME) {
		f->honest[(unsigned)g->gid % KNOWN] = g->nucs == 1 ? key_of(g) : 0;
		return SHOWN_SAME;
	}
	*as = *g;
	as->nucs = k->claim.n;
	memcpy(as->ucs, k->claim.ucs, sizeof as->ucs);
	return k->other;
}

shown_as shown_claim(fz_context *ctx, shown_fonts *fonts, const rpdf_glyph *g, rpdf_glyph *as)
{
	face *f = fonts->last;
	if (!f || f->font != g->font)
		f = face_of(ctx, fonts, g->font);
	/* nearly always */
	if (f->honest[(unsigned)g->gid % KNOWN] == key_of(g) && g->nucs == 1)
		return SHOWN_SAME;
	return look_up(ctx, f, g, as);
}
