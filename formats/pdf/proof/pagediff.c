#include "formats/pdf/proof/pagediff_int.h"

#include "formats/pdf/proof/pixels.h"
#include "redact/base/utf8.h"

#include <math.h>
#include <string.h>

differ *rpdf_differ_new(fz_context *ctx)
{
	return fz_calloc(ctx, 1, sizeof(differ));
}

void rpdf_differ_drop(fz_context *ctx, differ *d)
{
	if (!d)
		return;
	for (size_t i = 0; i < FONT_PAIRS; i++) {
		fz_drop_font(ctx, d->pairs[i].a);
		fz_drop_font(ctx, d->pairs[i].b);
	}
	fz_free(ctx, d->fates);
	fz_free(ctx, d->idle);
	fz_free(ctx, d->paired);
	fz_free(ctx, d->excused);
	fz_free(ctx, d->views);
	fz_free(ctx, d->views_after);
	fz_free(ctx, d->boxes);
	fz_free(ctx, d);
}

void *rpdf_diff_sized(fz_context *ctx, void *list, size_t want, size_t *room, size_t size)
{
	if (want > *room) {
		list = fz_realloc(ctx, list, want * 2 * size);
		*room = want * 2;
	}
	memset(list, 0, want * size);
	return list;
}

/* ---- what the redactor appended ------------------------------------------------------------- */

/* Four corners and nothing else. */
static bool is_rectangle(const record *r, const record_item *it)
{
	const float *p = r->path + it->u.path.at, *end = p + it->u.path.n;
	rect b = it->u.path.box;
	int corners = 0;
	for (; p < end; p += *p == 3 ? 1 : 3) {
		if (*p == 3)
			continue;
		if (*p == 2 || (*p == 0 && corners > 0) || corners++ == 5)
			return false;
		if (fminf(fabsf(p[1] - b.x0), fabsf(p[1] - b.x1)) > 0.01f || fminf(fabsf(p[2] - b.y0), fabsf(p[2] - b.y1)) > 0.01f)
			return false;
	}
	return corners >= 4;
}

static bool same_place(rect a, rect b)
{
	return fabsf(a.x0 - b.x0) < 0.1f && fabsf(a.x1 - b.x1) < 0.1f && fabsf(a.y0 - b.y0) < 0.1f && fabsf(a.y1 - b.y1) < 0.1f;
}

/* Exactly a mark, or it could be any black shape in one: letters drawn as outlines. */
static bool is_black_box(const record *r, const record_item *it, const zone *zones, size_t n)
{
	if (it->kind != RECORD_PATH || it->use != USE_FILL || it->in_tile || it->in_mask)
		return false;
	const record_paint *p = &r->paints[it->paint];
	if (p->rgb[0] > 0.2f || p->rgb[1] > 0.2f || p->rgb[2] > 0.2f || p->alpha < 1)
		return false;
	for (size_t i = 0; i < n; i++)
		if (same_place(it->u.path.box, zones[i].box))
			return is_rectangle(r, it);
	return false;
}

static bool label_has(str label, int ucs)
{
	if (ucs == '?') /* stands for what the label's font lacks */
		return label.n > 0;
	for (size_t at = 0; at < label.n;)
		if ((int)utf8_next(label, &at) == ucs)
			return true;
	return false;
}

/* A letter of a label: white, on a black box drawn before it, and one that the label has. */
static bool is_label(fz_context *ctx, const record *r, size_t tail, size_t at, const zone *zones,
                     size_t n)
{
	const record_item *g = &r->items[at];
	if (g->kind != RECORD_GLYPH || g->use != USE_FILL || g->in_tile || g->in_mask)
		return false;
	const record_paint *p = &r->paints[g->paint];
	if (p->rgb[0] < 0.9f || p->rgb[1] < 0.9f || p->rgb[2] < 0.9f)
		return false;
	bool known = rpdf_record_is_blank(g);
	for (size_t i = 0; i < n && !known; i++)
		known = rpdf_diff_within(rpdf_record_cell(ctx, r, g), rect_grow(zones[i].box, 2), 0)
		        && label_has(zones[i].label, g->u.glyph.ucs);
	if (!known)
		return false;
	for (size_t k = at; k > tail; k--) {
		const record_item *b = &r->items[k - 1];
		rect grown = rect_grow(b->kind == RECORD_PATH ? b->u.path.box : (rect){ 0, 0, 0, 0 }, 2);
		if (b->kind == RECORD_PATH && g->u.glyph.x >= grown.x0 && g->u.glyph.x <= grown.x1
		    && g->u.glyph.y >= grown.y0 && g->u.glyph.y <= grown.y1)
			return true;
	}
	return false;
}

/* Where the boxes and labels begin that the redactor drew behind everything else. */
static size_t find_tail(fz_context *ctx, const record *r, size_t end, const zone *zones, size_t n)
{
	size_t tail = end;
	if (!n)
		return end;
	while (tail > 0) {
		const record_item *it = &r->items[tail - 1];
		if (it->kind != RECORD_GLYPH && !is_black_box(r, it, zones, n))
			break;
		tail--;
	}
	/* Glyphs before the first box belong to the page, and so does all before one that is no label. */
	for (size_t i = tail; i < end; i++)
		if (r->items[i].kind == RECORD_GLYPH && !is_label(ctx, r, tail, i, zones, n))
			tail = i + 1;
	return tail;
}

/* ---- the walk ------------------------------------------------------------------------------- */

/* Differences at such an item may be the redactor's own copies or cuts: pixels will tell. */
static bool is_hard_to_tell(fz_context *ctx, walk *w, const record *r, const record_item *it)
{
	return it->in_tile || it->in_mask || it->kind > RECORD_SHADE || rpdf_diff_shapes_clip(it)
	       || (it->kind != RECORD_GLYPH && rpdf_diff_touches(ctx, r, it, w->zones, w->nzones, false));
}

/* A renderer draws the cell of a tiling once and puts it on whole pixels everywhere. */
static bool is_of_tiling(const record_item *it)
{
	return it->kind == RECORD_TILE || it->in_tile || it->laid_out;
}

static void mismatch(fz_context *ctx, walk *w, size_t i, size_t na, size_t j, size_t nb)
{
	w->out->tiled |= (i < na && is_of_tiling(&w->a->items[i])) || (j < nb && is_of_tiling(&w->b->items[j]));
	if ((i < na && is_hard_to_tell(ctx, w, w->a, &w->a->items[i]))
	    || (j < nb && is_hard_to_tell(ctx, w, w->b, &w->b->items[j])))
		w->out->unsure = true;
	else if (i < na)
		w->out->lost = true;
	else
		w->out->added = true;
}

/* In a cell that was laid out, what lies beside all that is painted with it may be gone, too. */
static bool may_be_cut(const walk *w, size_t i)
{
	const record_item *x = &w->a->items[i];
	return rpdf_diff_is_cut(w->a, x, w->drawn, w->ndrawn)
	    || (x->kind == RECORD_PATH && x->laid_out && !x->in_tile && w->ndrawn > 0
	        && !rpdf_diff_within(x->u.path.box, w->d->views[i], 0));
}

/* Paths that go under a box come out in pieces, in order, before what follows them, or not at all.
 * What the pieces look like, pixels tell. */
static bool pass_cut(walk *w, size_t *i, size_t na)
{
	if (*i >= na || !may_be_cut(w, *i))
		return false;
	w->out->unsure = true;
	w->out->tiled |= is_of_tiling(&w->a->items[*i]);
	++*i;
	return true;
}

/* `cut` is the first path of which there may be more pieces. */
static bool pass_piece(const walk *w, size_t i, size_t *j, size_t nb, size_t *cut)
{
	const record_item *x = w->a->items;
	for (; *j < nb && *cut < i; ++*cut)
		if (may_be_cut(w, *cut)
		 && rpdf_diff_is_piece(w->a, &x[*cut], w->b, &w->b->items[*j], w->drawn, w->ndrawn)) {
			++*j;
			return true;
		}
	return false;
}

static bool walk_lists(fz_context *ctx, walk *w, size_t i, size_t na, size_t j, size_t nb)
{
	const unsigned char *fates = w->d->fates, *idle = w->d->idle;
	size_t cut = i;
	while (i < na || j < nb) {
		if (i < na && j < nb && rpdf_diff_pair(ctx, w, i, j)) {
			i++;
			j++;
			cut = i;
		} else if (pass_piece(w, i, &j, nb, &cut)) {
			continue; /* before letters that may go: while it stands in the way, none of them is seen to be there */
		} else if (i < na && fates[i] != FATE_KEEP
		           && !(w->a->items[i].kind == RECORD_END && w->d->paired[w->a->items[i].partner])) {
			i++;
		} else if (j < nb && idle[j]) {
			j++;
		} else if (rpdf_diff_pass_shade(ctx, w, &i, na, &j, nb)) {
			cut = i;
		} else if (pass_cut(w, &i, na)) {
			continue;
		} else {
			mismatch(ctx, w, i, na, j, nb);
			return false;
		}
	}
	return true;
}

/* The kept letters alone, in order: what a mismatch elsewhere in the lists cannot hide. */
static bool same_text(fz_context *ctx, walk *w, size_t i, size_t na, size_t j, size_t nb)
{
	const record_item *x = w->a->items, *y = w->b->items;
	struct differ *d = w->d;
	for (;;) {
		while (i < na && (x[i].kind != RECORD_GLYPH || x[i].in_tile))
			i++;
		while (j < nb && (y[j].kind != RECORD_GLYPH || y[j].in_tile))
			j++;
		if (i == na && j == nb)
			return true;
		bool near = i < na && j < nb && x[i].u.glyph.ucs == y[j].u.glyph.ucs
		            && fabsf(x[i].u.glyph.x - y[j].u.glyph.x) <= DIFF_NEARBY
		            && fabsf(x[i].u.glyph.y - y[j].u.glyph.y) <= DIFF_NEARBY;
		/* Cells of a tiling that were laid out may lie where nobody sees them. */
		if (j < nb && !near && rpdf_diff_unseen(ctx, w->b, j, d->views_after)) {
			j++;
			continue;
		}
		bool alike = i < na && j < nb && x[i].u.glyph.ucs == y[j].u.glyph.ucs;
		if (alike && w->even && w->d->fates[i] != FATE_KEEP)
			near = w->d->fates[i] == FATE_MAY_GO && (near || rpdf_diff_glyph_moves(ctx, w->a, &x[i], w->zones, w->nzones));
		if (i < na && w->d->fates[i] != FATE_KEEP) {
			i++;
			j += near;
		} else if (alike) {
			i++;
			j++;
		} else {
			return false;
		}
	}
}

/* ---- what is left under the marks ----------------------------------------------------------- */

/* Whether a cell of a tiling, put wherever the tiling puts it, shows the glyph under the zone. */
static bool tiled_under(fz_context *ctx, const record *r, const record_item *tile,
                        const record_item *g, const zone *z)
{
	enum { MOST_CELLS = 20000 };
	fz_matrix m = r->styles[tile->style].m;
	float sx = fabsf(tile->u.tile.xstep), sy = fabsf(tile->u.tile.ystep);
	rect area = tile->u.tile.area, view = tile->u.tile.view, cell = rpdf_record_cell(ctx, r, g);
	if (!(sx > 0) || !(sy > 0))
		return true;
	float i0 = floorf((area.x0 - view.x1) / sx), i1 = ceilf((area.x1 - view.x0) / sx);
	float j0 = floorf((area.y0 - view.y1) / sy), j1 = ceilf((area.y1 - view.y0) / sy);
	if (!((i1 - i0 + 1) * (j1 - j0 + 1) < MOST_CELLS))
		return true; /* too many to rule out */
	for (float i = i0; i <= i1; i++)
		for (float j = j0; j <= j1; j++) {
			float dx = i * sx * m.a + j * sy * m.c, dy = i * sx * m.b + j * sy * m.d;
			rect at = { cell.x0 + dx, cell.y0 + dy, cell.x1 + dx, cell.y1 + dy };
			if (rpdf_diff_cell_fate(at, z) == FATE_MUST_GO)
				return true;
		}
	return false;
}

/* What stands under the boxes that are drawn; and what no box need be drawn over to be seen where words
 * were marked: images, and paths that are more than lines and rectangles. */
enum under { LETTERS, PICTURES };

static void look_under(fz_context *ctx, const record *r, const rect *views, size_t beg, size_t end, const zone *zones,
                       size_t n, enum under what, pagediff *out)
{
	rect all = rpdf_diff_around(zones, n);
	const record_item *tile = NULL;
	for (size_t i = beg; i < end; i++) {
		const record_item *it = &r->items[i];
		if (it->kind == RECORD_TILE)
			tile = it;
		if (rpdf_record_goes_with(r, i))
			continue;
		if (what == LETTERS && it->kind == RECORD_GLYPH && !it->in_tile
		    && rpdf_diff_glyph_fate(ctx, r, it, zones, n, all) == FATE_MUST_GO)
			out->readable = true;
		for (size_t k = 0; k < n; k++) {
			bool may_be_letters = it->kind == RECORD_PATH && rpdf_diff_may_be_letters(r, it);
			if (!zones[k].must || (what == PICTURES ? it->kind != RECORD_IMAGE && !may_be_letters : it->kind == RECORD_IMAGE))
				continue;
			if (rpdf_diff_edge_under(r, it, zones[k].box))
				out->drawn = true;
			if (rpdf_diff_paints_under(ctx, r, it, views[i], zones[k].box))
				out->shaded = true;
			if (it->kind == RECORD_GLYPH && it->in_tile && tile && !rpdf_record_is_blank(it)
			    && tiled_under(ctx, r, tile, it, &zones[k]))
				out->readable = true;
			if (it->kind == RECORD_IMAGE && !it->in_tile
			    && rect_overlap(rpdf_record_bounds(ctx, r, it), zones[k].box)
			    && !rpdf_pixels_uniform(ctx, it->u.image.image, r->styles[it->style].m, zones[k].box))
				out->pictured = true;
		}
	}
}

/* On a line laid out anew several blanks are one, and some are none; what underlines or shades its words
 * goes along with them and is cut at the boxes, but nothing may come from nowhere. */
static void free_on_lines(fz_context *ctx, walk *w)
{
	bool down;
	for (size_t i = 0; i < w->a->n; i++) {
		const record_item *it = &w->a->items[i];
		if (it->kind == RECORD_GLYPH && w->d->fates[i] == FATE_KEEP && rpdf_record_is_blank(it)
		    && rpdf_diff_glyph_moves(ctx, w->a, it, w->zones, w->nzones))
			w->d->fates[i] = FATE_MAY_GO;
		if (it->kind == RECORD_PATH && w->d->fates[i] == FATE_KEEP && !rpdf_diff_shapes_clip(it)
		    && (rpdf_diff_shape_moves(w->a, it, w->zones, w->nzones, &down)
		        || rpdf_diff_bends_along(w->a, it, w->zones, w->nzones)))
			w->d->fates[i] = FATE_MAY_GO;
	}
	for (size_t i = 0; i < w->b->n; i++) {
		const record_item *it = &w->b->items[i];
		if (it->kind == RECORD_GLYPH && rpdf_record_is_blank(it)
		    && rpdf_diff_glyph_moves(ctx, w->b, it, w->zones, w->nzones))
			w->d->idle[i] = 1;
		if (it->kind == RECORD_PATH && !rpdf_diff_shapes_clip(it)
		    && rpdf_diff_shape_moves(w->b, it, w->zones, w->nzones, &down)
		    && rpdf_diff_is_of_shape(w->a, w->b, it, down))
			w->d->idle[i] = 1;
	}
	/* What holds nothing but such goes along. */
	rpdf_diff_empty(ctx, w->a, w->d->fates);
	rpdf_diff_empty(ctx, w->b, w->d->idle);
}

/* ---- together ------------------------------------------------------------------------------- */

pagediff rpdf_pagediff(fz_context *ctx, differ *d, const record *before, const record *after,
                       const zone *zones, size_t nzones, bool even)
{
	pagediff out = { 0 };
	walk w = { d, before, after, zones, nzones, zones, nzones, even && nzones, &out };
	size_t a0 = before->wrapped, a1 = before->n - before->wrapped;
	size_t b0 = after->wrapped, b1 = after->n - after->wrapped;

	d->fates = rpdf_diff_sized(ctx, d->fates, before->n + 1, &d->fates_room, 1);
	d->idle = rpdf_diff_sized(ctx, d->idle, after->n + 1, &d->idle_room, 1);
	d->paired = rpdf_diff_sized(ctx, d->paired, before->n + 1, &d->paired_room, sizeof *d->paired);
	d->views = rpdf_diff_sized(ctx, d->views, before->n + 1, &d->views_room, sizeof *d->views);
	d->views_after = rpdf_diff_sized(ctx, d->views_after, after->n + 1, &d->views_after_room, sizeof *d->views_after);
	rpdf_diff_views(ctx, before, d->views);
	rpdf_diff_views(ctx, after, d->views_after);
	rpdf_diff_fates(ctx, before, zones, nzones, d->views, d->fates);
	/* In the output only containers around nothing are passed over. */
	rpdf_diff_empty(ctx, after, d->idle);

	if (w.even) {
		w.ndrawn = rpdf_diff_even_zones(ctx, d, before, after, b1, zones, nzones, &w.drawn);
		free_on_lines(ctx, &w);
	}
	b1 = find_tail(ctx, after, b1, w.drawn, w.ndrawn);
	out.listed = walk_lists(ctx, &w, a0, a1, b0, b1);
	if (!out.listed && !same_text(ctx, &w, a0, a1, b0, b1))
		out.text = true;
	if (w.ndrawn)
		look_under(ctx, after, d->views_after, b0, b1, w.drawn, w.ndrawn, LETTERS, &out);
	if (nzones)
		look_under(ctx, after, d->views_after, b0, b1, zones, nzones, PICTURES, &out);
	return out;
}

static void excuse(fz_context *ctx, differ *d, size_t *n, rect box)
{
	if (*n == d->excused_room) {
		size_t room = d->excused_room ? d->excused_room * 2 : 64;
		d->excused = fz_realloc(ctx, d->excused, room * sizeof *d->excused);
		d->excused_room = room;
	}
	d->excused[(*n)++] = box;
}

/* Pixels of an image go whole, and one that is drawn large, and smoothed, shows it beyond the mark. */
static void excuse_image(fz_context *ctx, differ *d, size_t *n, const record *r, const record_item *it,
                         const zone *z)
{
	fz_matrix m = r->styles[it->style].m;
	fz_image *image = it->u.image.image;
	rect at = rpdf_record_bounds(ctx, r, it);
	float step = fmaxf(hypotf(m.a, m.b) / (float)image->w, hypotf(m.c, m.d) / (float)image->h);
	if (rect_overlap(at, z->box))
		excuse(ctx, d, n, rect_intersect(at, rect_grow(z->box, 2 * step)));
}

/* A line goes where its middle does, and with it what its width shows beside the mark: half of it, and more at
 * ends and corners. */
static void excuse_stroke(fz_context *ctx, differ *d, size_t *n, const record *r, const record_item *it, const zone *z)
{
	const float most = 18, corners = 1.5f;
	const record_style *s = &r->styles[it->style];
	float beside = fminf(most, corners * 0.5f * s->linewidth * fz_matrix_max_expansion(s->m));
	if (beside > 0 && rpdf_diff_is_cut(r, it, z, 1))
		excuse(ctx, d, n, rect_intersect(rect_grow(it->u.path.box, beside), rect_grow(z->box, beside)));
}

size_t rpdf_pagediff_excused(fz_context *ctx, differ *d, const record *before, const zone *zones,
                             size_t nzones, bool even, const rect **out)
{
	size_t n = 0;
	/* Letters whose places were written to the hundredth of a point may be drawn a fraction of a pixel
	 * aside; the lists have seen each of them. */
	for (size_t i = 0; even && i < before->n; i++)
		if (before->items[i].kind == RECORD_GLYPH && !before->items[i].in_tile && !rpdf_record_is_blank(&before->items[i]))
			excuse(ctx, d, &n, rpdf_record_ink(ctx, before, &before->items[i]));
	for (size_t i = 0; i < nzones; i++)
		excuse(ctx, d, &n, even && !zones[i].whole ? rpdf_diff_line_strip(before, &zones[i]) : zones[i].box);
	for (size_t i = 0; nzones && i < before->n; i++) {
		const record_item *it = &before->items[i];
		/* The ink of a removed letter can reach beyond its cell. */
		if (it->kind == RECORD_GLYPH && d->fates[i] > FATE_UNSEEN && it->use != USE_INVISIBLE
		    && !rpdf_record_is_blank(it))
			excuse(ctx, d, &n, rpdf_record_ink(ctx, before, it));
		for (size_t k = 0; k < nzones && rpdf_diff_is_picture_of_paint(ctx, it); k++)
			excuse(ctx, d, &n, rect_grow(zones[k].box, 1)); /* smoothed, it shows a little beyond */
		for (size_t k = 0; it->kind == RECORD_IMAGE && !it->in_tile && k < nzones; k++)
			excuse_image(ctx, d, &n, before, it, &zones[k]);
		for (size_t k = 0; it->kind == RECORD_PATH && it->use == USE_STROKE && k < nzones; k++)
			excuse_stroke(ctx, d, &n, before, it, &zones[k]);
	}
	*out = d->excused;
	return n;
}
