/* What becomes of each item of the source: kept, free to go, or bound to go. */
#include "formats/pdf/proof/pagediff_int.h"

#include <math.h>

static bool opens(const record_item *it)
{
	return it->kind == RECORD_CLIP || it->kind == RECORD_GROUP || it->kind == RECORD_MASKED
	       || it->kind == RECORD_TILE;
}

bool rpdf_diff_shapes_clip(const record_item *it)
{
	return it->kind <= RECORD_SHADE && (it->use == USE_CLIP || it->use == USE_CLIP_STROKE);
}

bool rpdf_diff_within(rect inner, rect outer, float slack)
{
	return inner.x0 >= outer.x0 - slack && inner.y0 >= outer.y0 - slack
	       && inner.x1 <= outer.x1 + slack && inner.y1 <= outer.y1 + slack;
}

static float size_of(const record_style *s)
{
	return fmaxf(fabsf(s->m.a) + fabsf(s->m.c), fabsf(s->m.b) + fabsf(s->m.d));
}

static bool is_far(const record *r, const record_item *g, rect box)
{
	float reach = 4 * size_of(&r->styles[g->style]);
	return g->u.glyph.x < box.x0 - reach || g->u.glyph.x > box.x1 + reach
	       || g->u.glyph.y < box.y0 - reach || g->u.glyph.y > box.y1 + reach;
}

/* By the rule that the redactor follows; what is hardly touched must stay. */
static fate fate_under(rect cell, float size, bool upright, const zone *z)
{
	if (rect_lies_under(cell, size, upright, z->box))
		return z->must ? FATE_MUST_GO : FATE_MAY_GO;
	return rect_area(rect_intersect(cell, z->box)) > 0.05f * rect_area(cell) ? FATE_MAY_GO : FATE_KEEP;
}

fate rpdf_diff_cell_fate(rect cell, const zone *z)
{
	return fate_under(cell, 0, true, z);
}

static fate letter_fate(const record *r, const record_item *g, rect cell, const zone *z)
{
	fz_matrix m = r->styles[g->style].m;
	return fate_under(cell, hypotf(m.c, m.d), fz_is_rectilinear(m), z);
}

/* A drawn box is about what is seen: it takes in each glyph whose ink it touches, and need not take
 * one whose cell reaches below it while its ink does not. */
static fate drawn_box_fate(fz_context *ctx, const record *r, const record_item *g, rect cell,
                           const zone *z)
{
	rect ink = rpdf_record_ink(ctx, r, g);
	fate f = rpdf_diff_cell_fate(ink, z);
	if (f == FATE_KEEP && (rect_overlap(ink, z->box) || rpdf_diff_cell_fate(cell, z) != FATE_KEEP))
		f = FATE_MAY_GO;
	return f;
}

fate rpdf_diff_glyph_fate(fz_context *ctx, const record *r, const record_item *g, const zone *zones,
                       size_t n, rect all)
{
	fate f = FATE_KEEP;
	if (g->in_tile)
		return f;
	if (n && !is_far(r, g, all)) {
		rect cell = { 0, 0, 0, 0 };
		for (size_t i = 0; i < n && f != FATE_MUST_GO; i++) {
			if (is_far(r, g, zones[i].box))
				continue;
			if (rect_empty(cell))
				cell = rpdf_record_cell(ctx, r, g);
			fate one = zones[i].whole ? drawn_box_fate(ctx, r, g, cell, &zones[i])
			                          : letter_fate(r, g, cell, &zones[i]);
			if (one > f)
				f = one;
		}
	}
	if (f == FATE_MUST_GO)
		return rpdf_record_is_blank(g) ? FATE_MAY_GO : f;
	if (g->use == USE_INVISIBLE || !(size_of(&r->styles[g->style]) > 0))
		return FATE_MAY_GO;
	return f;
}

bool rpdf_diff_touches(fz_context *ctx, const record *r, const record_item *it, const zone *zones,
                         size_t n, bool wholly)
{
	if (!n || it->in_tile || it->kind > RECORD_SHADE)
		return false;
	rect at = rpdf_record_bounds(ctx, r, it);
	for (size_t i = 0; i < n; i++)
		if (wholly ? rpdf_diff_within(at, zones[i].box, 0.05f)
		           : rect_overlap(rect_grow(at, 0.05f), zones[i].box))
			return true;
	return false;
}

static fate marked_fate(fz_context *ctx, const record *r, const record_item *it, const zone *zones,
                        size_t n, rect all)
{
	if (it->kind == RECORD_GLYPH)
		return rpdf_diff_glyph_fate(ctx, r, it, zones, n, all);
	if (it->in_tile)
		return FATE_KEEP;
	if (rpdf_diff_touches(ctx, r, it, zones, n, true))
		return FATE_MAY_GO;
	if (it->kind == RECORD_PATH && it->u.path.n == 0)
		return FATE_MAY_GO;
	return FATE_KEEP;
}

static fate item_fate(fz_context *ctx, const record *r, size_t i, const zone *zones, size_t n, rect all,
                      const rect *views)
{
	const record_item *it = &r->items[i];
	if (it->kind > RECORD_SHADE || (it->kind != RECORD_GLYPH && rpdf_diff_shapes_clip(it)))
		return FATE_KEEP;
	fate f = marked_fate(ctx, r, it, zones, n, all);
	return f == FATE_KEEP && rpdf_diff_unseen(ctx, r, i, views) ? FATE_UNSEEN : f;
}

/* A container around nothing that must be kept may itself go, and so may the shape that clips.
 * What is drawn into a soft mask counts for the containers within that mask alone. */
void rpdf_diff_empty(fz_context *ctx, const record *r, unsigned char *fates)
{
	uint32_t *kept = fz_malloc_array(ctx, 2 * (r->n + 1), uint32_t);
	uint32_t *in_mask = kept + r->n + 1;
	kept[0] = in_mask[0] = 0;
	for (size_t i = 0; i < r->n; i++) {
		const record_item *it = &r->items[i];
		bool counts = it->kind <= RECORD_SHADE && !rpdf_diff_shapes_clip(it) && fates[i] == FATE_KEEP;
		kept[i + 1] = kept[i] + (counts && !it->in_mask);
		in_mask[i + 1] = in_mask[i] + (counts && it->in_mask);
	}
	for (size_t i = 0; i < r->n; i++) {
		const record_item *it = &r->items[i];
		if (!opens(it) || it->partner <= i)
			continue;
		const uint32_t *sum = it->in_mask ? in_mask : kept;
		if (sum[it->partner] != sum[i])
			continue;
		fates[i] = fates[it->partner] = FATE_MAY_GO;
		if (it->kind == RECORD_MASKED) /* nothing shows through: the mask may go whole */
			for (size_t k = it->u.mask.opener; k < i; k++)
				if (fates[k] == FATE_KEEP)
					fates[k] = FATE_MAY_GO;
		for (size_t k = i; it->kind == RECORD_CLIP && k > 0 && rpdf_diff_shapes_clip(&r->items[k - 1]); k--) {
			if (fates[k - 1] == FATE_KEEP)
				fates[k - 1] = FATE_MAY_GO;
			if (r->items[k - 1].kind != RECORD_GLYPH)
				break;
		}
	}
	fz_free(ctx, kept);
}

rect rpdf_diff_around(const zone *zones, size_t n)
{
	rect all = { 0, 0, 0, 0 };
	for (size_t i = 0; i < n; i++)
		all = rect_union(all, zones[i].box);
	return all;
}

void rpdf_diff_fates(fz_context *ctx, const record *r, const zone *zones, size_t n,
                     const rect *views, unsigned char *fates)
{
	rect all = rpdf_diff_around(zones, n);
	for (size_t i = 0; i < r->n; i++)
		fates[i] = rpdf_record_goes_with(r, i) ? fates[i - 1]
		                                       : (unsigned char)item_fate(ctx, r, i, zones, n, all, views);
	rpdf_diff_empty(ctx, r, fates);
}

