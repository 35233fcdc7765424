#include "formats/pdf/rebuild/sweep.h"
#include "formats/pdf/read/reach.h"

struct used { unsigned char *list; int n; };

static void note(fz_context *ctx, struct used *used, pdf_obj *v)
{
	int num = pdf_is_indirect(ctx, v) ? pdf_to_num(ctx, v) : 0;
	if (num > 0 && num < used->n)
		used->list[num] = 1;
}

static void note_node(fz_context *ctx, void *arg, const reach_node *at)
{
	for (int i = 0, n = pdf_is_array(ctx, at->obj) ? pdf_array_len(ctx, at->obj) : 0; i < n; i++)
		note(ctx, arg, pdf_array_get(ctx, at->obj, i));
	for (int i = 0, n = pdf_is_dict(ctx, at->obj) ? pdf_dict_len(ctx, at->obj) : 0; i < n; i++)
		note(ctx, arg, pdf_dict_get_val(ctx, at->obj, i));
}

void rpdf_sweep(fz_context *ctx, pdf_document *doc)
{
	arena *mem = arena_new();
	struct used used = { .n = pdf_xref_len(ctx, doc) };
	used.list = arena_alloc(mem, (size_t)used.n);
	fz_try(ctx) {
		rpdf_reach(ctx, doc, mem, false, note_node, &used);
		for (int num = 1; num < used.n; num++)
			if (!used.list[num])
				pdf_delete_object(ctx, doc, num);
	}
	fz_always(ctx)
		arena_drop(mem);
	fz_catch(ctx)
		fz_rethrow(ctx);
}
