#include "formats/pdf/font/fontprune.h"

#include <string.h>

/* ---- simple fonts ------------------------------------------------------------------------------ */

static bool is_embedded(fz_context *ctx, pdf_obj *font)
{
	pdf_obj *d = pdf_dict_get(ctx, font, PDF_NAME(FontDescriptor));
	return pdf_dict_get(ctx, d, PDF_NAME(FontFile)) || pdf_dict_get(ctx, d, PDF_NAME(FontFile2))
	    || pdf_dict_get(ctx, d, PDF_NAME(FontFile3));
}

/*
 * Where a font is not embedded, a substitute is squeezed to the widths of the file, glyph by glyph
 * and not code by code: the widest code of a glyph counts. So that kept letters stay as wide as they
 * were, the width of one unused code stays for a glyph whose used codes are narrower.
 */
static void keep_widest(fz_context *ctx, pdf_document *doc, const font_use *use, pdf_obj *widths, int first, int last,
                        bool stays[static 256])
{
	pdf_font_desc *desc = NULL;
	fz_var(desc);
	fz_try(ctx)
		desc = pdf_load_font(ctx, doc, NULL, use->font);
	fz_catch(ctx)
		fz_rethrow_if(ctx, FZ_ERROR_MEMORY);
	if (!desc)
		return;
	for (int c = first; c <= last; c++) {
		int gid = pdf_font_cid_to_gid(ctx, desc, c), widest = c;
		if (!use->one[c])
			continue;
		for (int other = first; other <= last; other++)
			if (pdf_font_cid_to_gid(ctx, desc, other) == gid
			 && pdf_array_get_int(ctx, widths, other - first) > pdf_array_get_int(ctx, widths, widest - first))
				widest = other;
		stays[widest] = true;
	}
	pdf_drop_font(ctx, desc);
}

/* A whole alphabet of widths is what every user of such a font has: it says nothing of the text, and
 * readers measure the font they take in its place by some of it. */
static bool is_common_table(fz_context *ctx, pdf_obj *widths, int first, int last)
{
	if (first > ' ' || last < '~')
		return false;
	for (int c = ' '; c <= '~'; c++)
		if (pdf_array_get_int(ctx, widths, c - first) == 0)
			return false;
	return true;
}

static void prune_widths(fz_context *ctx, pdf_document *doc, const font_use *use)
{
	pdf_obj *font = use->font, *old = pdf_dict_get(ctx, font, PDF_NAME(Widths));
	int first = pdf_dict_get_int(ctx, font, PDF_NAME(FirstChar));
	int last = pdf_dict_get_int(ctx, font, PDF_NAME(LastChar));
	bool stays[256];
	if (!pdf_is_array(ctx, old) || first < 0 || last > 255 || first > last)
		return;
	bool embedded = is_embedded(ctx, font), type3 = pdf_name_eq(ctx, pdf_dict_get(ctx, font, PDF_NAME(Subtype)), PDF_NAME(Type3));
	if (!embedded && !type3 && is_common_table(ctx, old, first, last))
		return;
	memcpy(stays, use->one, sizeof stays);
	if (!embedded && !type3)
		keep_widest(ctx, doc, use, old, first, last, stays);
	int low = first, high = last;
	while (low < high && !stays[low])
		low++;
	while (high > low && !stays[high])
		high--;
	pdf_obj *fresh = pdf_new_array(ctx, doc, high - low + 1);
	fz_try(ctx) {
		for (int c = low; c <= high; c++) {
			pdf_obj *width = pdf_array_get(ctx, old, c - first);
			if (stays[c] && pdf_is_number(ctx, width))
				pdf_array_push(ctx, fresh, width);
			else
				pdf_array_push_int(ctx, fresh, 0);
		}
		pdf_dict_put(ctx, font, PDF_NAME(Widths), fresh);
		pdf_dict_put_int(ctx, font, PDF_NAME(FirstChar), low);
		pdf_dict_put_int(ctx, font, PDF_NAME(LastChar), high);
	}
	fz_always(ctx)
		pdf_drop_obj(ctx, fresh);
	fz_catch(ctx)
		fz_rethrow(ctx);
}

/* The names of used codes as a new array. */
static pdf_obj *used_differences(fz_context *ctx, pdf_document *doc, const font_use *use, pdf_obj *old)
{
	pdf_obj *names[256] = { NULL }, *fresh = pdf_new_array(ctx, doc, (int)use->n + 8);
	for (int i = 0, k = 0, n = pdf_array_len(ctx, old); i < n; i++) {
		pdf_obj *item = pdf_array_get(ctx, old, i);
		if (pdf_is_int(ctx, item))
			k = pdf_to_int(ctx, item);
		else if (pdf_is_name(ctx, item) && k >= 0 && k < 256)
			names[k++] = item;
	}
	fz_try(ctx) {
		for (int c = 0, next = -1; c < 256; c++) {
			if (!names[c] || !use->one[c])
				continue;
			if (c != next)
				pdf_array_push_int(ctx, fresh, c);
			pdf_array_push(ctx, fresh, names[c]);
			next = c + 1;
		}
	}
	fz_catch(ctx) {
		pdf_drop_obj(ctx, fresh);
		fz_rethrow(ctx);
	}
	return fresh;
}

static void prune_differences(fz_context *ctx, pdf_document *doc, const font_use *use)
{
	pdf_obj *encoding = pdf_dict_get(ctx, use->font, PDF_NAME(Encoding));
	pdf_obj *old = pdf_dict_get(ctx, encoding, PDF_NAME(Differences));
	if (!pdf_is_dict(ctx, encoding) || !pdf_is_array(ctx, old))
		return;
	pdf_obj *fresh = pdf_copy_dict(ctx, encoding), *list = NULL; /* several fonts may share the old one */
	fz_var(list);
	fz_try(ctx) {
		list = used_differences(ctx, doc, use, old);
		pdf_dict_put(ctx, fresh, PDF_NAME(Differences), list);
		pdf_dict_put(ctx, use->font, PDF_NAME(Encoding), fresh);
	}
	fz_always(ctx) {
		pdf_drop_obj(ctx, list);
		pdf_drop_obj(ctx, fresh);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
}

/* Glyph procedures of a Type 3 font that no used code names go. */
static void prune_procs(fz_context *ctx, pdf_document *doc, const font_use *use)
{
	pdf_obj *old = pdf_dict_get(ctx, use->font, PDF_NAME(CharProcs));
	const char *names[256];
	if (!pdf_is_dict(ctx, old))
		return;
	rpdf_encoding_names(ctx, use->font, names);
	pdf_obj *fresh = pdf_new_dict(ctx, doc, (int)use->n);
	fz_try(ctx) {
		for (int c = 0; c < 256; c++) {
			pdf_obj *proc = use->one[c] && names[c] ? pdf_dict_gets(ctx, old, names[c]) : NULL;
			if (proc)
				pdf_dict_puts(ctx, fresh, names[c], proc);
		}
		pdf_dict_put(ctx, use->font, PDF_NAME(CharProcs), fresh);
	}
	fz_always(ctx)
		pdf_drop_obj(ctx, fresh);
	fz_catch(ctx)
		fz_rethrow(ctx);
}

/* ---- CID fonts --------------------------------------------------------------------------------- */

/* A range of widths can claim 65536 CIDs in three numbers; honest fonts hardly repeat one. */
enum { MOST_STEPS = 1 << 22 };

/* Adds to fresh the items of old, a W or W2 array, that belong to used CIDs; `size` numbers each.
 * ISO 32000-1, 9.7.4.3. */
static void fill_runs(fz_context *ctx, const cid_use *cids, pdf_obj *old, int size, pdf_obj *fresh)
{
	int n = pdf_array_len(ctx, old), steps = 0;
	for (int i = 0; i + 1 < n;) {
		int64_t first = pdf_array_get_int(ctx, old, i);
		pdf_obj *next = pdf_array_get(ctx, old, i + 1);
		bool list = pdf_is_array(ctx, next);
		int64_t last = list ? first + pdf_array_len(ctx, next) / size - 1 : pdf_to_int(ctx, next);
		for (int64_t cid = first < 0 ? 0 : first; cid <= last && cid < PRUNE_CIDS && steps < MOST_STEPS; cid++, steps++) {
			if (!prune_has(cids->bits, (uint32_t)cid))
				continue;
			pdf_array_push_int(ctx, fresh, cid);
			pdf_obj *one = pdf_array_push_array(ctx, fresh, size);
			for (int k = 0; k < size; k++)
				pdf_array_push(ctx, one, list ? pdf_array_get(ctx, next, (int)(cid - first) * size + k)
				                              : pdf_array_get(ctx, old, i + 2 + k));
		}
		i += list ? 2 : 2 + size;
	}
}

static void prune_runs(fz_context *ctx, pdf_document *doc, const cid_use *cids, pdf_obj *key, int size)
{
	pdf_obj *old = pdf_dict_get(ctx, cids->font, key);
	if (!pdf_is_array(ctx, old))
		return;
	pdf_obj *fresh = pdf_new_array(ctx, doc, 64);
	fz_try(ctx) {
		fill_runs(ctx, cids, old, size, fresh);
		pdf_dict_put(ctx, cids->font, key, fresh);
	}
	fz_always(ctx)
		pdf_drop_obj(ctx, fresh);
	fz_catch(ctx)
		fz_rethrow(ctx);
}

static void prune_gid_map(fz_context *ctx, pdf_document *doc, const cid_use *cids)
{
	pdf_obj *old = pdf_dict_get(ctx, cids->font, PDF_NAME(CIDToGIDMap)), *dict = NULL;
	if (!pdf_is_stream(ctx, old))
		return;
	fz_buffer *map = prune_load(ctx, old, 2 * PRUNE_CIDS);
	if (!map) {
		pdf_dict_del(ctx, cids->font, PDF_NAME(CIDToGIDMap));
		return; /* nobody has so many glyphs: no reader can make sense of it */
	}
	fz_var(dict);
	fz_try(ctx) {
		size_t last = 0;
		for (size_t cid = 0; 2 * cid + 1 < map->len; cid++) {
			if (prune_has(cids->bits, (uint32_t)cid))
				last = cid;
			else
				map->data[2 * cid] = map->data[2 * cid + 1] = 0;
		}
		if (map->len > 2 * last + 2)
			map->len = 2 * last + 2;
		dict = pdf_new_dict(ctx, doc, 1);
		pdf_dict_put_drop(ctx, cids->font, PDF_NAME(CIDToGIDMap), pdf_add_stream(ctx, doc, map, dict, 0));
	}
	fz_always(ctx) {
		pdf_drop_obj(ctx, dict);
		fz_drop_buffer(ctx, map);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
}

/* ---- all of them ------------------------------------------------------------------------------- */

static bool is_type(fz_context *ctx, const font_use *use, pdf_obj *subtype)
{
	return pdf_name_eq(ctx, pdf_dict_get(ctx, use->font, PDF_NAME(Subtype)), subtype);
}

static void prune_dictionary(fz_context *ctx, pdf_document *doc, const font_use *use)
{
	if (use->whole)
		return;
	prune_cmaps(ctx, doc, use);
	if (is_type(ctx, use, PDF_NAME(Type0)))
		return;
	if (is_type(ctx, use, PDF_NAME(Type3)))
		prune_procs(ctx, doc, use);
	prune_widths(ctx, doc, use);
	prune_differences(ctx, doc, use);
}

static cid_use *cids_of(fz_context *ctx, cid_use **list, size_t *n, pdf_obj *font, arena *mem)
{
	font = pdf_resolve_indirect(ctx, font);
	for (size_t i = 0; i < *n; i++)
		if (list[i]->font == font)
			return list[i];
	cid_use *cids = arena_array(mem, cid_use, 1);
	cids->font = font;
	return list[(*n)++] = cids;
}

static void prune(fz_context *ctx, pdf_document *doc, const font_uses *uses, proof *report)
{
	cid_use **cids = arena_array(uses->mem, cid_use *, uses->n);
	size_t ncids = 0, whole = 0;
	for (size_t i = 0; i < uses->n; i++) {
		pdf_obj *descendant = pdf_array_get(ctx, pdf_dict_get(ctx, uses->list[i]->font, PDF_NAME(DescendantFonts)), 0);
		if (is_type(ctx, uses->list[i], PDF_NAME(Type0)) && pdf_is_dict(ctx, descendant))
			prune_collect_cids(ctx, doc, uses->list[i], cids_of(ctx, cids, &ncids, descendant, uses->mem));
		whole += uses->list[i]->whole;
	}
	prune_programs(ctx, doc, uses, cids, ncids, report);
	for (size_t i = 0; i < uses->n; i++)
		prune_dictionary(ctx, doc, uses->list[i]);
	for (size_t i = 0; i < ncids; i++)
		if (!cids[i]->whole) {
			prune_runs(ctx, doc, cids[i], PDF_NAME(W), 1);
			prune_runs(ctx, doc, cids[i], PDF_NAME(W2), 3);
			prune_gid_map(ctx, doc, cids[i]);
		}
	if (whole)
		proof_note(report, "fonts that could not be cut down to the text that stays: %zu", whole);
}

void rpdf_prune_fonts(fz_context *ctx, pdf_document *doc, proof *report)
{
	font_uses *uses = NULL;
	arena *mem = arena_new();
	fz_var(uses);
	fz_try(ctx) {
		uses = rpdf_find_font_uses(ctx, doc, mem);
		prune(ctx, doc, uses, report);
	}
	fz_always(ctx) {
		rpdf_drop_font_uses(ctx, uses);
		arena_drop(mem);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
}
