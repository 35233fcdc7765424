#include "formats/pdf/walk/walk_face.h"

/* Ascent and descent as parts of the em. Some fonts state none or absurd ones, and many state so
 * much that a box of this height would hide the feet of the line above: what Latin letters need is
 * the most we take. */
static void read_height(fz_context *ctx, fz_font *font, struct walk_face *face)
{
	float ascent = fz_font_ascender(ctx, font), descent = fz_font_descender(ctx, font);
	if (!(ascent - descent > 0.3f && ascent - descent < 3)) {
		ascent = 0.8f;
		descent = -0.2f;
	}
	/* The letters of a Type 3 font may hang below their line, and be turned over where they are shown: so
	 * are those that come from TeX. */
	bool hangs = fz_font_t3_procs(ctx, font) && -descent > ascent;
	face->ascent = hangs ? fz_clamp(ascent, 0, 0.24f) : fz_clamp(ascent, 0.3f, 0.82f);
	face->descent = hangs ? fz_clamp(descent, -0.82f, -0.3f) : fz_clamp(descent, -0.24f, 0);
}

/* One or two bytes, when each of their values is a code. */
static int width_of(const pdf_cmap *encoding)
{
	if (encoding->codespace_len != 1 || encoding->codespace[0].low != 0)
		return 0;
	int n = encoding->codespace[0].n;
	return (n == 1 && encoding->codespace[0].high == 0xFF) || (n == 2 && encoding->codespace[0].high == 0xFFFF) ? n : 0;
}

struct walk_face *walk_face_of(fz_context *ctx, struct walk_faces *faces, pdf_font_desc *font)
{
	for (int i = 0; i < FACES; i++)
		if (faces->list[i] && faces->list[i]->font == font)
			return faces->list[i];

	struct walk_face **slot = &faces->list[faces->next];
	if (!*slot)
		*slot = fz_malloc_struct(ctx, struct walk_face);
	else
		pdf_drop_font(ctx, (*slot)->font);
	faces->next = (faces->next + 1) % FACES;

	struct walk_face *face = *slot;
	face->font = pdf_keep_font(ctx, font);
	face->width = width_of(font->encoding);
	read_height(ctx, font->font, face);
	for (int i = 0; i < FACE_CHARS; i++)
		face->chars[i].cid = CID_EMPTY;
	return face;
}

static void read_meaning(struct walk_char *c, pdf_font_desc *font)
{
	c->nucs = 0;
	if (font->to_unicode)
		c->nucs = pdf_lookup_cmap_full(font->to_unicode, c->cid, c->ucs);
	if (c->nucs == 0 && (size_t)c->cid < font->cid_to_ucs_len) {
		c->ucs[0] = font->cid_to_ucs[c->cid];
		c->nucs = 1;
	}
	if (c->nucs == 0 || (c->nucs == 1 && c->ucs[0] == 0)) {
		c->ucs[0] = FZ_REPLACEMENT_CHARACTER;
		c->nucs = 1;
	}
}

const struct walk_char *walk_char_anew(fz_context *ctx, struct walk_face *face, uint32_t code)
{
	struct walk_char *c = &face->chars[code % FACE_CHARS];
	int cid = pdf_lookup_cmap(face->font->encoding, code);
	c->code = code;
	c->cid = cid < 0 ? -1 : cid;
	if (cid < 0)
		return NULL;
	c->gid = pdf_font_cid_to_gid(ctx, face->font, cid);
	c->vx = c->vy = 0;
	if (face->font->wmode) {
		pdf_vmtx v = pdf_lookup_vmtx(ctx, face->font, cid);
		c->advance = v.w * 0.001f;
		c->vx = v.x * 0.001f;
		c->vy = v.y * 0.001f;
	} else {
		c->advance = pdf_lookup_hmtx(ctx, face->font, cid).w * 0.001f;
	}
	read_meaning(c, face->font);
	return c;
}

void walk_drop_faces(fz_context *ctx, struct walk_faces *faces)
{
	for (int i = 0; i < FACES; i++) {
		if (faces->list[i])
			pdf_drop_font(ctx, faces->list[i]->font);
		fz_free(ctx, faces->list[i]);
		faces->list[i] = NULL;
	}
}
