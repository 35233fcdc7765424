#include "formats/pdf/read/reach.h"

static void settle(fz_context *ctx, pdf_document *doc, int num)
{
	fz_try(ctx)
		pdf_cache_object(ctx, doc, num);
	fz_catch(ctx)
		fz_rethrow_if(ctx, FZ_ERROR_MEMORY);
}

void rpdf_settle(fz_context *ctx, pdf_document *doc)
{
	for (int num = 1; num < pdf_xref_len(ctx, doc); num++)
		settle(ctx, doc, num);
}

int rpdf_reach_object(const reach_node *at)
{
	while (at && !at->num)
		at = at->up;
	return at ? at->num : 0;
}

struct walk {
	arena *mem;
	unsigned char *seen; int nseen;   /* a byte an object number */
	reach_node **stack;  size_t n, room;
};

static void add(struct walk *w, reach_node node)
{
	reach_node *kept = arena_array(w->mem, reach_node, 1);
	*kept = node;
	*ARENA_PUSH(w->mem, w->stack, w->n, w->room) = kept;
}

static void push(fz_context *ctx, struct walk *w, const reach_node *up, const char *key, int index, pdf_obj *obj)
{
	int num = 0;
	if (pdf_is_indirect(ctx, obj)) {
		num = pdf_to_num(ctx, obj);
		if (num <= 0 || num >= w->nseen || w->seen[num])
			return;
		w->seen[num] = 1;
		obj = pdf_resolve_indirect_chain(ctx, obj);
	}
	if (pdf_is_dict(ctx, obj) || pdf_is_array(ctx, obj))
		add(w, (reach_node){ up, key, index, num, obj });
}

static void visit_all(fz_context *ctx, struct walk *w, reach_fn *fn, void *arg)
{
	while (w->n) {
		const reach_node *at = w->stack[--w->n];
		fn(ctx, arg, at);
		/* Last in, first out: pushed backwards they are met in the order of the file. */
		if (pdf_is_dict(ctx, at->obj))
			for (int i = pdf_dict_len(ctx, at->obj); i-- > 0; )
				push(ctx, w, at, pdf_to_name(ctx, pdf_dict_get_key(ctx, at->obj, i)), 0, pdf_dict_get_val(ctx, at->obj, i));
		else
			for (int i = pdf_array_len(ctx, at->obj); i-- > 0; )
				push(ctx, w, at, NULL, i, pdf_array_get(ctx, at->obj, i));
	}
}

/* NULL for a free, damaged or scalar object. Lent by doc. */
static pdf_obj *container(fz_context *ctx, pdf_document *doc, int num)
{
	pdf_obj *obj = NULL;
	fz_var(obj);
	fz_try(ctx)
		obj = pdf_cache_object(ctx, doc, num)->obj;
	fz_catch(ctx)
		fz_rethrow_if(ctx, FZ_ERROR_MEMORY);
	return pdf_is_dict(ctx, obj) || pdf_is_array(ctx, obj) ? obj : NULL;
}

void rpdf_reach(fz_context *ctx, pdf_document *doc, arena *mem, bool stray, reach_fn *fn, void *arg)
{
	struct walk w = { .mem = mem, .nseen = pdf_xref_len(ctx, doc) };
	w.seen = arena_array(mem, unsigned char, (size_t)w.nseen);
	push(ctx, &w, NULL, NULL, 0, pdf_trailer(ctx, doc));
	visit_all(ctx, &w, fn, arg);
	for (int num = 1; stray && num < w.nseen; num++) {
		pdf_obj *obj = w.seen[num] ? NULL : container(ctx, doc, num);
		w.seen[num] = 1;
		if (obj)
			add(&w, (reach_node){ .num = num, .obj = obj });
		visit_all(ctx, &w, fn, arg);
	}
}
