/* The structure tree, written into the rebuilt document. */
#include "formats/pdf/read/pagetree.h"
#include "formats/pdf/keep/tags_int.h"

#include <string.h>

struct planting {
	const rpdf_tags *t;
	pdf_document *doc;
	pdf_obj **pages;
	pdf_obj **ref;   /* by element; NULL for those without content */
	arena *mem;
};

static void put_words(fz_context *ctx, pdf_obj *dict, const char *key, str words)
{
	arena *mem = arena_new();
	fz_try(ctx)
		pdf_dict_puts_drop(ctx, dict, key, pdf_new_text_string(ctx, str_z(words, mem)));
	fz_always(ctx)
		arena_drop(mem);
	fz_catch(ctx)
		fz_rethrow(ctx);
}

/* Lent. */
static pdf_obj *put_new_dict(fz_context *ctx, const struct planting *g, pdf_obj *holder, const char *key)
{
	pdf_obj *dict = pdf_new_dict(ctx, g->doc, 2);
	pdf_dict_puts_drop(ctx, holder, key, dict);
	return dict; /* kept by its holder */
}

static void put_attributes(fz_context *ctx, pdf_obj *dict, const tag_element *e)
{
	if (!e->rows && !e->columns && !e->scope && !e->numbering)
		return;
	pdf_obj *a = pdf_dict_put_dict(ctx, dict, PDF_NAME(A), 4);
	pdf_dict_put_name(ctx, a, PDF_NAME(O), e->numbering ? "List" : "Table");
	if (e->numbering)
		pdf_dict_puts_drop(ctx, a, "ListNumbering", pdf_new_name(ctx, e->numbering));
	if (!e->numbering && e->rows)
		pdf_dict_puts_drop(ctx, a, "RowSpan", pdf_new_int(ctx, e->rows));
	if (!e->numbering && e->columns)
		pdf_dict_puts_drop(ctx, a, "ColSpan", pdf_new_int(ctx, e->columns));
	if (!e->numbering && e->scope)
		pdf_dict_puts_drop(ctx, a, "Scope", pdf_new_name(ctx, e->scope));
}

/* A reference to marked content that says its page itself, so that an element may go on overleaf. */
static void push_content(fz_context *ctx, const struct planting *g, pdf_obj *kids, const tag_content *c, int page)
{
	if (c->page == page) {
		pdf_array_push_int(ctx, kids, c->fresh);
		return;
	}
	pdf_obj *mcr = pdf_array_push_dict(ctx, kids, 3);
	pdf_dict_put_name(ctx, mcr, PDF_NAME(Type), "MCR");
	pdf_dict_puts(ctx, mcr, "Pg", g->pages[c->page]);
	pdf_dict_put_int(ctx, mcr, PDF_NAME(MCID), c->fresh);
}

static void put_kids(fz_context *ctx, const struct planting *g, size_t i, pdf_obj *dict)
{
	const rpdf_tags *t = g->t;
	pdf_obj *kids = pdf_dict_put_array(ctx, dict, PDF_NAME(K), 4);
	int page = -1;
	for (int k = t->elements[i].first; k >= 0; k = t->kids[k].next) {
		const tag_kid *kid = &t->kids[k];
		if (kid->element >= 0) {
			if (g->ref[kid->element])
				pdf_array_push(ctx, kids, g->ref[kid->element]);
			continue;
		}
		const tag_content *c = rpdf_tag_content(t, kid->page, kid->mcid);
		if (!c || !c->written || c->element != (int)i)
			continue;
		if (page < 0) {
			page = c->page;
			pdf_dict_puts(ctx, dict, "Pg", g->pages[page]);
		}
		push_content(ctx, g, kids, c, page);
	}
}

static void fill_element(fz_context *ctx, const struct planting *g, size_t i)
{
	const tag_element *e = &g->t->elements[i];
	pdf_obj *dict = g->ref[i];
	pdf_dict_put_name(ctx, dict, PDF_NAME(Type), i ? "StructElem" : "StructTreeRoot");
	if (i) {
		pdf_dict_put_name(ctx, dict, PDF_NAME(S), e->type);
		pdf_dict_put(ctx, dict, PDF_NAME(P), g->ref[e->parent]);
		put_attributes(ctx, dict, e);
	}
	for (int k = 0; k < TAG_WORDS; k++)
		if (e->words[k].n)
			put_words(ctx, dict, rpdf_tag_keys[k], e->words[k]);
	if (e->lang.n)
		put_words(ctx, dict, "Lang", e->lang);
	put_kids(ctx, g, i, dict);
}

/* Which element each marked content of a page belongs to, ISO 32000-1, 14.7.4.4. */
static void put_parents(fz_context *ctx, const struct planting *g)
{
	const rpdf_tags *t = g->t;
	pdf_obj *tree = put_new_dict(ctx, g, g->ref[0], "ParentTree");
	pdf_obj *nums = pdf_dict_put_array(ctx, tree, PDF_NAME(Nums), 2 * t->npages);
	int next = 0;
	for (int p = 0; p < t->npages; p++) {
		if (t->first[p] == t->first[p + 1])
			continue;
		pdf_array_push_int(ctx, nums, next);
		pdf_obj *list = pdf_array_push_array(ctx, nums, (int)(t->first[p + 1] - t->first[p]));
		for (uint32_t i = t->first[p]; i < t->first[p + 1]; i++) {
			const tag_content *c = &t->content[i];
			pdf_array_push(ctx, list, c->written && g->ref[c->element] ? g->ref[c->element] : PDF_NULL);
		}
		pdf_dict_put_int(ctx, g->pages[p], PDF_NAME(StructParents), next++);
	}
	pdf_dict_puts_drop(ctx, g->ref[0], "ParentTreeNextKey", pdf_new_int(ctx, next));
}

static void plant(fz_context *ctx, struct planting *g)
{
	const rpdf_tags *t = g->t;
	pdf_obj *root = pdf_dict_get(ctx, pdf_trailer(ctx, g->doc), PDF_NAME(Root));
	for (size_t i = 0; i < t->nelements; i++)
		if (t->elements[i].used)
			g->ref[i] = pdf_add_new_dict(ctx, g->doc, 6);
	for (size_t i = 0; i < t->nelements; i++)
		if (g->ref[i])
			fill_element(ctx, g, i);
	put_parents(ctx, g);
	pdf_dict_puts(ctx, root, "StructTreeRoot", g->ref[0]);
	pdf_dict_puts(ctx, put_new_dict(ctx, g, root, "MarkInfo"), "Marked", PDF_TRUE);
	if (t->lang.n)
		put_words(ctx, root, "Lang", t->lang);
}

void rpdf_plant_tags(fz_context *ctx, const rpdf_tags *t, pdf_document *doc)
{
	if (!t || !t->elements[0].used)
		return;
	struct planting g = { .t = t, .doc = doc, .mem = arena_new() };
	fz_try(ctx) {
		int n = (int)rpdf_pages(ctx, doc, g.mem, &g.pages, NULL);
		if (n != t->npages)
			mu_throw(ctx, ERR_INTERNAL, "its pages are %d now and were %d", n, t->npages);
		g.ref = arena_array(g.mem, pdf_obj *, t->nelements);
		plant(ctx, &g);
	}
	fz_always(ctx) {
		for (size_t i = 0; g.ref && i < t->nelements; i++)
			pdf_drop_obj(ctx, g.ref[i]);
		arena_drop(g.mem);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
}
