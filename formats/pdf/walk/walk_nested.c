/*
 * Content streams inside content streams: forms, tiling patterns and soft-mask groups. Each use gets a copy of its own; copies that come out alike are one
 * object, so that a letterhead on three hundred pages stays one letterhead.
 */
#include "formats/pdf/walk/walk_view.h"

#include <stdio.h>
#include <string.h>

struct copy {
	struct copy *next;
	int source;                /* object number it was made from */
	unsigned char digest[16];  /* of the stream                  */
	pdf_obj *dict;             /* everything but the stream      */
	pdf_obj *ref;
};

enum { COPY_CHAINS = 256 };

struct rpdf_copies {
	pdf_document *doc;
	struct copy *chains[COPY_CHAINS];
};

rpdf_copies *rpdf_new_copies(fz_context *ctx, pdf_document *doc)
{
	rpdf_copies *copies = fz_malloc_struct(ctx, rpdf_copies);
	copies->doc = doc;
	return copies;
}

void rpdf_drop_copies(fz_context *ctx, rpdf_copies *copies)
{
	for (int i = 0; copies && i < COPY_CHAINS; i++) {
		for (struct copy *c = copies->chains[i]; c;) {
			struct copy *next = c->next;
			pdf_drop_obj(ctx, c->dict);
			pdf_drop_obj(ctx, c->ref);
			fz_free(ctx, c);
			c = next;
		}
	}
	fz_free(ctx, copies);
}

/* The object made of dict and, unless NULL, stream: an old one where it is the same. Lent. */
static pdf_obj *intern(fz_context *ctx, rpdf_copies *copies, int source, pdf_obj *dict, fz_buffer *stream)
{
	unsigned char digest[16] = { 0 };
	if (stream)
		fz_md5_buffer(ctx, stream, digest);
	struct copy **chain = &copies->chains[(unsigned)source % COPY_CHAINS];
	for (struct copy *c = *chain; c; c = c->next)
		if (c->source == source && memcmp(c->digest, digest, sizeof digest) == 0
		 && pdf_objcmp(ctx, c->dict, dict) == 0)
			return c->ref;

	struct copy *c = fz_malloc_struct(ctx, struct copy);
	fz_try(ctx) {
		c->source = source;
		memcpy(c->digest, digest, sizeof digest);
		c->dict = pdf_copy_dict(ctx, dict);
		c->ref = stream ? pdf_add_stream(ctx, copies->doc, stream, dict, 0)
		                : pdf_add_object(ctx, copies->doc, dict);
	}
	fz_catch(ctx) {
		pdf_drop_obj(ctx, c->dict);
		fz_free(ctx, c);
		fz_rethrow(ctx);
	}
	c->next = *chain;
	*chain = c;
	return c->ref;
}

pdf_obj *walk_intern(fz_context *ctx, struct walk *w, int source, pdf_obj *dict, fz_buffer *stream)
{
	return intern(ctx, w->copies, source, dict, stream);
}

/* ---- against loops ---------------------------------------------------------------------------- */

bool walk_enter(fz_context *ctx, struct walk *w, pdf_obj *obj, struct walk_level *before)
{
	for (int i = 0; i < w->depth; i++)
		if (pdf_objcmp_resolve(ctx, w->open[i], obj) == 0)
			return false;
	if (++w->streams > WALK_STREAMS)
		mu_throw(ctx, ERR_REFUSED, "a page draws more than %d forms", WALK_STREAMS);
	if (w->depth == WALK_DEPTH)
		mu_throw(ctx, ERR_REFUSED, "forms are nested more than %d deep", WALK_DEPTH);
	*before = (struct walk_level){ w->depth, w->in_cell, w->in_glyph };
	w->open[w->depth++] = obj;
	return true;
}

static const char *const cell_keys[] = { "BBox", NULL };

/* ---- one nested stream ------------------------------------------------------------------------ */

static const char *const form_keys[] = { "Type", "Subtype", "FormType", "BBox", "Matrix", "Group", NULL };
const char *const walk_pattern_keys[] = { "Type", "PatternType", "PaintType", "TilingType", "BBox",
	"XStep", "YStep", "Matrix", NULL };

/* Points that stand out of a mark and show nothing that anybody sees. */
static const float SLIVER = 0.05f;

/* A form in a mark whole shows nothing there that may stay, and its box would tell how large it was. */
static bool lies_under_mark(fz_context *ctx, const struct walk *w, pdf_obj *stream, const struct walk_gstate *start)
{
	pdf_obj *bbox = pdf_dict_get(ctx, stream, PDF_NAME(BBox));
	if (start->elsewhere || !pdf_is_array(ctx, bbox))
		return false;
	fz_rect at = fz_transform_rect(pdf_to_rect(ctx, bbox), start->ctm);
	for (size_t i = 0; i < w->nboxes; i++) {
		rect r = rect_grow(w->boxes[i], SLIVER);
		if (at.x0 >= r.x0 && at.x1 <= r.x1 && at.y0 >= r.y0 && at.y1 <= r.y1)
			return true;
	}
	return false;
}

/* Walks `stream`; when writing, returns the copy with `keys` of its dictionary. Lent. */
static pdf_obj *nested(fz_context *ctx, struct walk_proc *p, pdf_obj *stream, struct walk_gstate start,
                       bool hidden, const char *const *keys)
{
	struct walk *w = p->walk;
	struct walk_level before;
	pdf_obj *rdb = pdf_dict_get(ctx, stream, PDF_NAME(Resources));
	if (!pdf_is_dict(ctx, rdb))
		rdb = p->old_rdb;
	if (!pdf_is_stream(ctx, stream) || !walk_enter(ctx, w, stream, &before))
		return NULL;

	start.view = walk_view_in(ctx, start.view, stream, start.ctm);
	bool writes = p->chain != NULL && !hidden && !(w->views && walk_view_empty(start.view))
	           && !lies_under_mark(ctx, w, stream, &start);
	w->in_glyph = false;
	w->in_cell |= keys == walk_pattern_keys || keys == cell_keys;
	fz_buffer *out = NULL;
	pdf_obj *new_rdb = NULL, *dict = NULL, *copy = NULL;
	fz_var(out);
	fz_var(new_rdb);
	fz_var(dict);
	fz_try(ctx) {
		if (writes) {
			out = fz_new_buffer(ctx, 1024);
			new_rdb = pdf_new_dict(ctx, w->doc, 4);
		}
		walk_stream(ctx, w, stream, rdb, &start, hidden, out, new_rdb);
		if (writes) {
			dict = pdf_new_dict(ctx, w->doc, 8);
			mu_keep_keys(ctx, stream, dict, keys);
			if (keys == cell_keys)
				pdf_dict_put(ctx, dict, PDF_NAME(Subtype), PDF_NAME(Form));
			pdf_dict_put(ctx, dict, PDF_NAME(Resources), new_rdb);
			copy = intern(ctx, w->copies, pdf_to_num(ctx, stream), dict, out);
		}
	}
	fz_always(ctx) {
		walk_leave(w, &before);
		pdf_drop_obj(ctx, dict);
		pdf_drop_obj(ctx, new_rdb);
		fz_drop_buffer(ctx, out);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
	return copy;
}

/* ---- the four kinds --------------------------------------------------------------------------- */

/* A group begins opaque and plain, and is painted as a whole by what was in force: 11.6.6. */
static void begin_group(fz_context *ctx, pdf_obj *form, struct walk_gstate *start)
{
	pdf_obj *group = pdf_dict_get(ctx, form, PDF_NAME(Group));
	if (pdf_name_eq(ctx, pdf_dict_get(ctx, group, PDF_NAME(S)), PDF_NAME(Transparency)))
		start->opacity = (struct walk_opacity){ 1, 1, false };
}

pdf_obj *walk_form(fz_context *ctx, struct walk_proc *p, pdf_obj *form, bool hidden)
{
	fz_matrix m = pdf_dict_get_matrix(ctx, form, PDF_NAME(Matrix));
	struct walk_gstate start = *walk_gs(p);
	start.ctm = fz_concat(m, start.ctm);
	begin_group(ctx, form, &start);
	return nested(ctx, p, form, start, hidden, form_keys);
}

/* Patterns, masks and fonts are set over and over: one visit a page is enough, and the same visit
 * in every walk. True when obj was visited before; *copy is then what became of it. */
bool walk_seen_before(fz_context *ctx, struct walk *w, const char *kind, pdf_obj *obj,
                      char key[static 32], pdf_obj **copy)
{
	snprintf(key, 32, "%s%d", kind, pdf_to_num(ctx, obj));
	if (!pdf_is_indirect(ctx, obj))
		return false;
	pdf_obj *known = pdf_dict_gets(ctx, w->seen, key);
	*copy = pdf_is_dict(ctx, known) ? known : NULL;
	return known != NULL;
}

void walk_remember(fz_context *ctx, struct walk *w, pdf_obj *obj, const char *key, pdf_obj *copy)
{
	if (pdf_is_indirect(ctx, obj))
		pdf_dict_puts(ctx, w->seen, key, copy ? copy : PDF_TRUE);
}

pdf_obj *walk_cell(fz_context *ctx, struct walk_proc *p, pdf_obj *pattern, struct walk_gstate start)
{
	return nested(ctx, p, pattern, start, p->hidden > 0, cell_keys);
}

pdf_obj *walk_pattern(fz_context *ctx, struct walk_proc *p, pdf_obj *pattern)
{
	char key[32];
	pdf_obj *copy = NULL;
	if (walk_seen_before(ctx, p->walk, "p", pattern, key, &copy))
		return copy;
	fz_matrix m = pdf_dict_get_matrix(ctx, pattern, PDF_NAME(Matrix));
	/* A cell is drawn again and again: where its own place lies says nothing of the others. */
	struct walk_gstate start = walk_start(fz_concat(m, p->gs[0].ctm), fz_infinite_rect);
	start.elsewhere = true;
	copy = nested(ctx, p, pattern, start, false, walk_pattern_keys);
	walk_remember(ctx, p->walk, pattern, key, copy);
	return copy;
}

/* One visit serves every state that the mask is set in, wherever that puts it: only its own box tells
 * what of it can be seen. */
static pdf_obj *walk_mask(fz_context *ctx, struct walk_proc *p, pdf_obj *group)
{
	struct walk_gstate start = *walk_gs(p);
	start.ctm = fz_concat(pdf_dict_get_matrix(ctx, group, PDF_NAME(Matrix)), start.ctm);
	start.view = fz_infinite_rect;
	begin_group(ctx, group, &start);
	return nested(ctx, p, group, start, false, form_keys);
}

/* The place a mask is set in is a part of which mask it is: a word in it shows elsewhere with each. */
static pdf_obj *mask_here(fz_context *ctx, struct walk_proc *p, pdf_obj *group)
{
	fz_matrix m = walk_gs(p)->ctm;
	unsigned char digest[16];
	char kind[12], key[32];
	pdf_obj *copy = NULL;
	fz_md5 md5;
	fz_md5_init(&md5);
	fz_md5_update(&md5, (const unsigned char *)&m, sizeof m);
	fz_md5_final(&md5, digest);
	snprintf(kind, sizeof kind, "m%02x%02x%02x%02x.", digest[0], digest[1], digest[2], digest[3]);
	if (!walk_seen_before(ctx, p->walk, kind, group, key, &copy)) {
		copy = walk_mask(ctx, p, group);
		walk_remember(ctx, p->walk, group, key, copy);
	}
	return copy;
}

static void put_mask(fz_context *ctx, pdf_obj *gs, pdf_obj *group)
{
	if (!group) {
		pdf_dict_del(ctx, gs, PDF_NAME(SMask));
		return;
	}
	pdf_obj *mask = pdf_copy_dict(ctx, pdf_dict_get(ctx, gs, PDF_NAME(SMask)));
	pdf_dict_put_drop(ctx, gs, PDF_NAME(SMask), mask);
	pdf_dict_put(ctx, mask, PDF_NAME(G), group);
}

static void put_font(fz_context *ctx, pdf_obj *gs, pdf_obj *font)
{
	float size = pdf_array_get_real(ctx, pdf_dict_get(ctx, gs, PDF_NAME(Font)), 1);
	if (!font) {
		pdf_dict_del(ctx, gs, PDF_NAME(Font));
		return;
	}
	pdf_obj *both = pdf_dict_put_array(ctx, gs, PDF_NAME(Font), 2);
	pdf_array_push(ctx, both, font);
	pdf_array_push_real(ctx, both, size);
}

pdf_obj *walk_extgstate(fz_context *ctx, struct walk_proc *p, pdf_obj *gs)
{
	pdf_obj *mask = pdf_dict_get(ctx, gs, PDF_NAME(SMask));
	pdf_obj *font = pdf_array_get(ctx, pdf_dict_get(ctx, gs, PDF_NAME(Font)), 0);
	pdf_obj *group_copy = NULL, *font_copy = NULL, *copy = NULL;
	bool masks = pdf_is_dict(ctx, mask), type3 = walk_is_type3(ctx, font);
	if (masks)
		group_copy = mask_here(ctx, p, pdf_dict_get(ctx, mask, PDF_NAME(G)));
	if (type3)
		font_copy = walk_type3(ctx, p, font);
	if (!p->chain || (!masks && !type3))
		return NULL;

	pdf_obj *fresh = pdf_copy_dict(ctx, gs);
	fz_try(ctx) {
		if (masks)
			put_mask(ctx, fresh, group_copy);
		if (type3)
			put_font(ctx, fresh, font_copy);
		copy = intern(ctx, p->walk->copies, pdf_to_num(ctx, gs), fresh, NULL);
	}
	fz_always(ctx)
		pdf_drop_obj(ctx, fresh);
	fz_catch(ctx)
		fz_rethrow(ctx);
	return copy;
}
