/* What is kept, written into the rebuilt document. */
#include "formats/pdf/keep/kept.h"
#include "formats/pdf/read/pagetree.h"
#include "formats/pdf/keep/tags.h"

#include <string.h>

struct planting {
	const rpdf_kept *k;
	pdf_document *doc;
	pdf_obj **pages; int npages;   /* references */
	arena *mem;
};

/* ---- destinations -------------------------------------------------------------------------------- */

static void put_dest(fz_context *ctx, const struct planting *g, pdf_obj *holder, const rpdf_dest *to)
{
	if (to->page < 0 || to->page >= g->npages)
		return;
	pdf_obj *dest = pdf_dict_put_array(ctx, holder, PDF_NAME(Dest), 2 + to->n);
	pdf_array_push(ctx, dest, g->pages[to->page]);
	pdf_array_push_drop(ctx, dest, pdf_new_name(ctx, to->fit));
	for (int i = 0; i < to->n; i++) {
		if (to->given[i])
			pdf_array_push_real(ctx, dest, to->v[i]);
		else
			pdf_array_push(ctx, dest, PDF_NULL);
	}
}

static void put_uri(fz_context *ctx, const struct planting *g, pdf_obj *holder, str uri)
{
	if (!uri.n)
		return;
	pdf_obj *action = pdf_dict_put_dict(ctx, holder, PDF_NAME(A), 2);
	pdf_dict_put(ctx, action, PDF_NAME(S), PDF_NAME(URI));
	pdf_dict_put_string(ctx, action, PDF_NAME(URI), uri.p, uri.n);
	(void)g;
}

static pdf_obj *root_of(fz_context *ctx, const struct planting *g)
{
	return pdf_dict_get(ctx, pdf_trailer(ctx, g->doc), PDF_NAME(Root));
}

/* ---- the outline --------------------------------------------------------------------------------- */

/* Where each entry stands among the others, as indices; -1 for none. The last of all arrays is the
 * outline itself. */
struct tree {
	int *first, *last, *prev, *next;
	int *count;   /* entries that are seen below it when it is open */
	pdf_obj **ref;
	size_t n;
};

static struct tree make_tree(const struct planting *g)
{
	size_t n = g->k->nentries;
	struct tree t = {
		arena_array(g->mem, int, n + 1), arena_array(g->mem, int, n + 1), arena_array(g->mem, int, n + 1),
		arena_array(g->mem, int, n + 1), arena_array(g->mem, int, n + 1), arena_array(g->mem, pdf_obj *, n + 1), n,
	};
	for (size_t i = 0; i <= n; i++)
		t.first[i] = t.last[i] = t.prev[i] = t.next[i] = -1;
	for (size_t i = 0; i < n; i++) {
		size_t up = g->k->entries[i].parent < 0 ? n : (size_t)g->k->entries[i].parent;
		if (t.first[up] < 0)
			t.first[up] = (int)i;
		else
			t.next[t.last[up]] = (int)i;
		t.prev[i] = t.last[up];
		t.last[up] = (int)i;
	}
	for (size_t i = n; i-- > 0;) { /* children stand behind their parents */
		size_t up = g->k->entries[i].parent < 0 ? n : (size_t)g->k->entries[i].parent;
		t.count[up] += 1 + (g->k->entries[i].open ? t.count[i] : 0);
	}
	return t;
}

static void put_ref(fz_context *ctx, const struct tree *t, pdf_obj *dict, pdf_obj *key, int at)
{
	if (at >= 0)
		pdf_dict_put(ctx, dict, key, t->ref[at]);
}

static void put_title(fz_context *ctx, const struct planting *g, pdf_obj *dict, pdf_obj *key, str title)
{
	arena *mem = arena_new();
	fz_try(ctx)
		pdf_dict_put_text_string(ctx, dict, key, str_z(title, mem));
	fz_always(ctx)
		arena_drop(mem);
	fz_catch(ctx)
		fz_rethrow(ctx);
	(void)g;
}

static void fill_entry(fz_context *ctx, const struct planting *g, const struct tree *t, size_t i, pdf_obj *dict)
{
	const rpdf_entry *e = &g->k->entries[i];
	put_title(ctx, g, dict, PDF_NAME(Title), e->title);
	put_ref(ctx, t, dict, PDF_NAME(Parent), e->parent < 0 ? (int)t->n : e->parent);
	put_ref(ctx, t, dict, PDF_NAME(Prev), t->prev[i]);
	put_ref(ctx, t, dict, PDF_NAME(Next), t->next[i]);
	put_ref(ctx, t, dict, PDF_NAME(First), t->first[i]);
	put_ref(ctx, t, dict, PDF_NAME(Last), t->last[i]);
	if (t->count[i])
		pdf_dict_put_int(ctx, dict, PDF_NAME(Count), e->open ? t->count[i] : -t->count[i]);
	put_dest(ctx, g, dict, &e->to);
	put_uri(ctx, g, dict, e->uri);
	if (e->bold || e->italic)
		pdf_dict_put_int(ctx, dict, PDF_NAME(F), (e->bold ? 2 : 0) | (e->italic ? 1 : 0));
	if (e->coloured && (e->colour[0] > 0 || e->colour[1] > 0 || e->colour[2] > 0)) {
		pdf_obj *c = pdf_dict_put_array(ctx, dict, PDF_NAME(C), 3);
		for (int k = 0; k < 3; k++)
			pdf_array_push_real(ctx, c, e->colour[k]);
	}
}

static void fill_tree(fz_context *ctx, const struct planting *g, struct tree *t)
{
	for (size_t i = 0; i <= t->n; i++)
		t->ref[i] = pdf_add_new_dict(ctx, g->doc, 8);
	for (size_t i = 0; i < t->n; i++)
		fill_entry(ctx, g, t, i, t->ref[i]);
	pdf_obj *top = t->ref[t->n];
	pdf_dict_put(ctx, top, PDF_NAME(Type), PDF_NAME(Outlines));
	put_ref(ctx, t, top, PDF_NAME(First), t->first[t->n]);
	put_ref(ctx, t, top, PDF_NAME(Last), t->last[t->n]);
	pdf_dict_put_int(ctx, top, PDF_NAME(Count), t->count[t->n]);
	pdf_dict_put(ctx, root_of(ctx, g), PDF_NAME(Outlines), top);
}

static void plant_outline(fz_context *ctx, const struct planting *g)
{
	if (!g->k->nentries)
		return;
	struct tree t = make_tree(g);
	fz_try(ctx)
		fill_tree(ctx, g, &t);
	fz_always(ctx)
		for (size_t i = 0; i <= t.n; i++)
			pdf_drop_obj(ctx, t.ref[i]);
	fz_catch(ctx)
		fz_rethrow(ctx);
}

/* ---- links --------------------------------------------------------------------------------------- */

static void plant_link(fz_context *ctx, const struct planting *g, const rpdf_link *l)
{
	pdf_obj *page = g->pages[l->page], *annots = pdf_dict_get(ctx, page, PDF_NAME(Annots));
	if (!annots)
		annots = pdf_dict_put_array(ctx, page, PDF_NAME(Annots), 8);
	pdf_obj *a = pdf_add_new_dict(ctx, g->doc, 6);
	fz_try(ctx) {
		pdf_array_push(ctx, annots, a);
		pdf_dict_put(ctx, a, PDF_NAME(Type), PDF_NAME(Annot));
		pdf_dict_put(ctx, a, PDF_NAME(Subtype), PDF_NAME(Link));
		pdf_dict_put_rect(ctx, a, PDF_NAME(Rect), l->area);
		pdf_obj *border = pdf_dict_put_array(ctx, a, PDF_NAME(Border), 3);
		for (int i = 0; i < 3; i++)
			pdf_array_push_int(ctx, border, 0);
		put_dest(ctx, g, a, &l->to);
		put_uri(ctx, g, a, l->uri);
	}
	fz_always(ctx)
		pdf_drop_obj(ctx, a);
	fz_catch(ctx)
		fz_rethrow(ctx);
}

/* ---- labels -------------------------------------------------------------------------------------- */

static void put_range(fz_context *ctx, const struct planting *g, pdf_obj *nums, const rpdf_label *l)
{
	char style[2] = { l->style, 0 };
	pdf_array_push_int(ctx, nums, l->from);
	pdf_obj *range = pdf_array_push_dict(ctx, nums, 3);
	if (l->style)
		pdf_dict_put_name(ctx, range, PDF_NAME(S), style);
	if (l->prefix.n)
		put_title(ctx, g, range, PDF_NAME(P), l->prefix);
	if (l->start > 1)
		pdf_dict_puts_drop(ctx, range, "St", pdf_new_int(ctx, l->start));
}

/* The pages before the first range must have a label too. */
static void plant_labels(fz_context *ctx, const struct planting *g)
{
	if (!g->k->nlabels)
		return;
	pdf_obj *tree = pdf_new_dict(ctx, g->doc, 1);
	pdf_dict_puts_drop(ctx, root_of(ctx, g), "PageLabels", tree); /* which keeps it */
	pdf_obj *nums = pdf_dict_put_array(ctx, tree, PDF_NAME(Nums), 2 * (int)g->k->nlabels);
	if (g->k->labels[0].from > 0)
		put_range(ctx, g, nums, &(rpdf_label){ .style = 'D', .start = 1 });
	for (size_t i = 0; i < g->k->nlabels; i++)
		put_range(ctx, g, nums, &g->k->labels[i]);
}

/* ---- all of it ----------------------------------------------------------------------------------- */

void rpdf_plant_kept(fz_context *ctx, const rpdf_kept *k, pdf_document *doc)
{
	if (k)
		rpdf_plant_tags(ctx, k->tags, doc);
	if (!k || (!k->nentries && !k->nlinks && !k->nlabels))
		return;
	struct planting g = { .k = k, .doc = doc, .mem = arena_new() };
	fz_try(ctx) {
		g.npages = (int)rpdf_pages(ctx, doc, g.mem, &g.pages, NULL);
		if (g.npages != k->npages)
			mu_throw(ctx, ERR_INTERNAL, "its pages are %d now and were %d", g.npages, k->npages);
		plant_outline(ctx, &g);
		for (size_t i = 0; i < k->nlinks; i++)
			if (!k->links[i].gone)
				plant_link(ctx, &g, &k->links[i]);
		plant_labels(ctx, &g);
	}
	fz_always(ctx)
		arena_drop(g.mem);
	fz_catch(ctx)
		fz_rethrow(ctx);
}
