#include "formats/pdf/read/pagetree.h"

enum {
	MOST_DEPTH = 64,
	MOST_PAGES = 100000,
	FAN = 64,            /* pages below one node, as long as 64 nodes suffice */
};

/* ---- finding pages --------------------------------------------------------------------------------- */

typedef struct node {
	pdf_obj *dict, *kids;
	int next, num;
	size_t before;       /* pages found before it */
} node;

struct search {
	arena *mem;
	node path[MOST_DEPTH];
	size_t depth;
	pdf_obj **pages; size_t n, room;
	unsigned char *taken; int ntaken;  /* a byte an object number: it is a page already */
	bool sound;
};

static bool is_on_path(const struct search *s, int num)
{
	for (size_t i = 0; i < s->depth; i++)
		if (num && s->path[i].num == num)
			return true;
	return false;
}

static void enter(fz_context *ctx, struct search *s, pdf_obj *dict, pdf_obj *kids)
{
	int num = pdf_to_num(ctx, dict);
	if (is_on_path(s, num)) {
		s->sound = false;
		return;
	}
	if (s->depth == MOST_DEPTH)
		mu_throw(ctx, ERR_REFUSED, "its page tree is more than %d deep", MOST_DEPTH);
	if (!pdf_name_eq(ctx, pdf_dict_get(ctx, dict, PDF_NAME(Type)), PDF_NAME(Pages)))
		s->sound = false;
	s->path[s->depth++] = (node){ .dict = dict, .kids = kids, .num = num, .before = s->n };
}

static void leave(fz_context *ctx, struct search *s)
{
	const node *done = &s->path[--s->depth];
	pdf_obj *count = pdf_dict_get(ctx, done->dict, PDF_NAME(Count));
	if (!pdf_is_int(ctx, count) || pdf_to_int(ctx, count) < 0 || (size_t)pdf_to_int(ctx, count) != s->n - done->before)
		s->sound = false;
}

static void take_page(fz_context *ctx, struct search *s, pdf_obj *page)
{
	int num = pdf_to_num(ctx, page);
	if (s->n == MOST_PAGES)
		mu_throw(ctx, ERR_REFUSED, "it has more than %d pages", MOST_PAGES);
	if (num <= 0 || num >= s->ntaken || s->taken[num] ||
	    !pdf_name_eq(ctx, pdf_dict_get(ctx, page, PDF_NAME(Type)), PDF_NAME(Page)))
		s->sound = false;
	else
		s->taken[num] = 1;
	*ARENA_PUSH(s->mem, s->pages, s->n, s->room) = page;
}

size_t rpdf_pages(fz_context *ctx, pdf_document *doc, arena *mem, pdf_obj ***pages, bool *sound)
{
	struct search *s = arena_array(mem, struct search, 1);
	size_t seen = 0;
	pdf_obj *root = pdf_dict_getp(ctx, pdf_trailer(ctx, doc), "Root/Pages");

	s->mem = mem;
	s->sound = true;
	s->ntaken = pdf_xref_len(ctx, doc);
	s->taken = arena_array(mem, unsigned char, (size_t)s->ntaken);
	enter(ctx, s, root, pdf_dict_get(ctx, root, PDF_NAME(Kids)));
	while (s->depth) {
		node *top = &s->path[s->depth - 1];
		if (top->next >= pdf_array_len(ctx, top->kids)) {
			leave(ctx, s);
			continue;
		}
		pdf_obj *kid = pdf_array_get(ctx, top->kids, top->next++);
		pdf_obj *kids = pdf_dict_get(ctx, kid, PDF_NAME(Kids));
		if (++seen > 4 * MOST_PAGES)
			mu_throw(ctx, ERR_REFUSED, "its page tree is too large");
		if (!pdf_is_dict(ctx, kid))
			s->sound = false;
		else if (pdf_is_array(ctx, kids))
			enter(ctx, s, kid, kids);
		else
			take_page(ctx, s, kid);
	}
	*pages = s->pages;
	if (sound)
		*sound = s->sound;
	return s->n;
}

pdf_obj **rpdf_all_pages(fz_context *ctx, pdf_document *doc, int npages, arena *mem)
{
	pdf_obj **pages;
	if (rpdf_pages(ctx, doc, mem, &pages, NULL) != (size_t)npages)
		mu_throw(ctx, ERR_INTERNAL, "its pages are not those that were counted");
	return pages;
}

/* ---- making a tree --------------------------------------------------------------------------------- */

static void plant_node(fz_context *ctx, pdf_obj *node, pdf_obj **pages, size_t n)
{
	pdf_obj *kids = pdf_dict_put_array(ctx, node, PDF_NAME(Kids), (int)n);
	pdf_dict_put(ctx, node, PDF_NAME(Type), PDF_NAME(Pages));
	pdf_dict_put_int(ctx, node, PDF_NAME(Count), (int64_t)n);
	for (size_t i = 0; i < n; i++) {
		pdf_array_push(ctx, kids, pages[i]);
		pdf_dict_put(ctx, pages[i], PDF_NAME(Parent), node);
	}
}

static pdf_obj *new_root(fz_context *ctx, pdf_document *doc)
{
	pdf_obj *root = pdf_add_new_dict(ctx, doc, 3);
	fz_try(ctx) {
		pdf_dict_put(ctx, root, PDF_NAME(Type), PDF_NAME(Pages));
		pdf_dict_putp(ctx, pdf_trailer(ctx, doc), "Root/Pages", root);
	}
	fz_always(ctx)
		pdf_drop_obj(ctx, root);
	fz_catch(ctx)
		fz_rethrow(ctx);
	return root; /* lent: the catalog keeps it */
}

void rpdf_plant_pages(fz_context *ctx, pdf_document *doc, pdf_obj **pages, size_t n)
{
	size_t fan = FAN;
	pdf_obj *root = new_root(ctx, doc);
	while (fan * fan < n)
		fan *= 2;
	if (n <= fan) {
		plant_node(ctx, root, pages, n);
		return;
	}
	pdf_obj *kids = pdf_dict_put_array(ctx, root, PDF_NAME(Kids), (int)(n / fan + 1));
	pdf_dict_put_int(ctx, root, PDF_NAME(Count), (int64_t)n);
	for (size_t at = 0; at < n; at += fan) {
		pdf_obj *branch = pdf_add_new_dict(ctx, doc, 4);
		pdf_array_push_drop(ctx, kids, branch);
		pdf_dict_put(ctx, branch, PDF_NAME(Parent), root);
		plant_node(ctx, branch, pages + at, n - at < fan ? n - at : fan);
	}
}

/* ---- mending --------------------------------------------------------------------------------------- */

static void inherit(fz_context *ctx, pdf_obj *page, pdf_obj *key)
{
	fz_try(ctx) {
		pdf_obj *v = pdf_dict_get_inheritable(ctx, page, key);
		if (v)
			pdf_dict_put(ctx, page, key, v);
	}
	fz_catch(ctx)
		fz_rethrow_if(ctx, FZ_ERROR_MEMORY); /* the nodes above it loop: nothing to inherit */
}

void rpdf_settle_page(fz_context *ctx, pdf_obj *page)
{
	inherit(ctx, page, PDF_NAME(Resources));
	inherit(ctx, page, PDF_NAME(MediaBox));
	inherit(ctx, page, PDF_NAME(CropBox));
	inherit(ctx, page, PDF_NAME(Rotate));
}

/* A reference to an object of its own for each page. Yours to drop, one by one. */
static pdf_obj *own_page(fz_context *ctx, pdf_document *doc, pdf_obj *page)
{
	pdf_obj *copy = pdf_copy_dict(ctx, page), *ref = NULL;
	fz_var(ref);
	fz_try(ctx) {
		rpdf_settle_page(ctx, copy);
		pdf_dict_put(ctx, copy, PDF_NAME(Type), PDF_NAME(Page));
		ref = pdf_add_object(ctx, doc, copy);
	}
	fz_always(ctx)
		pdf_drop_obj(ctx, copy);
	fz_catch(ctx)
		fz_rethrow(ctx);
	return ref;
}

static size_t mend(fz_context *ctx, pdf_document *doc, arena *mem)
{
	pdf_obj **pages, **own;
	bool sound;
	size_t n = rpdf_pages(ctx, doc, mem, &pages, &sound);
	if (sound && n == (size_t)pdf_count_pages(ctx, doc))
		return n;
	own = arena_array(mem, pdf_obj *, n);
	fz_try(ctx) {
		for (size_t i = 0; i < n; i++)
			own[i] = own_page(ctx, doc, pages[i]);
		rpdf_plant_pages(ctx, doc, own, n);
	}
	fz_always(ctx)
		for (size_t i = 0; i < n; i++)
			pdf_drop_obj(ctx, own[i]);
	fz_catch(ctx)
		fz_rethrow(ctx);
	return n;
}

size_t rpdf_mend_pages(fz_context *ctx, pdf_document *doc)
{
	arena *mem = arena_new();
	size_t n = 0;
	fz_var(n);
	fz_try(ctx)
		n = mend(ctx, doc, mem);
	fz_always(ctx)
		arena_drop(mem);
	fz_catch(ctx)
		fz_rethrow(ctx);
	return n;
}
