#include "formats/pdf/reach.h"

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

static void push(fz_context *ctx, struct walk *w, const reach_node *up, const char *key, pdf_obj *obj)
{
	int num = 0;
	if (pdf_is_indirect(ctx, obj)) {
		num = pdf_to_num(ctx, obj);
		if (num <= 0 || num >= w->nseen || w->seen[num])
			return;
		w->seen[num] = 1;
		obj = pdf_resolve_indirect_chain(ctx, obj);
	}
	if (!pdf_is_dict(ctx, obj) && !pdf_is_array(ctx, obj))
		return;
	reach_node *node = arena_array(w->mem, reach_node, 1);
	*node = (reach_node){ .up = up, .key = key, .num = num, .obj = obj };
	*ARENA_PUSH(w->mem, w->stack, w->n, w->room) = node;
}

void rpdf_reach(fz_context *ctx, pdf_document *doc, arena *mem, reach_fn *fn, void *arg)
{
	struct walk w = { .mem = mem, .nseen = pdf_xref_len(ctx, doc) };
	w.seen = arena_array(mem, unsigned char, (size_t)w.nseen);
	push(ctx, &w, NULL, NULL, pdf_trailer(ctx, doc));
	while (w.n) {
		const reach_node *at = w.stack[--w.n];
		fn(ctx, arg, at);
		/* Last in, first out: pushed backwards they are met in the order of the file. */
		if (pdf_is_dict(ctx, at->obj))
			for (int i = pdf_dict_len(ctx, at->obj); i-- > 0; )
				push(ctx, &w, at, pdf_to_name(ctx, pdf_dict_get_key(ctx, at->obj, i)), pdf_dict_get_val(ctx, at->obj, i));
		else
			for (int i = pdf_array_len(ctx, at->obj); i-- > 0; )
				push(ctx, &w, at, NULL, pdf_array_get(ctx, at->obj, i));
	}
}
