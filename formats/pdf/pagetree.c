#include "formats/pdf/pagetree.h"

enum { MOST_DEPTH = 64, MOST_PAGES = 100000 };

typedef struct node {
	pdf_obj *kids;
	int next, num;
} node;

static bool is_on_path(const node *path, size_t depth, int num)
{
	for (size_t i = 0; i < depth; i++)
		if (num && path[i].num == num)
			return true;
	return false;
}

size_t rpdf_pages(fz_context *ctx, pdf_document *doc, arena *mem, pdf_obj ***pages)
{
	node path[MOST_DEPTH];
	size_t depth = 1, n = 0, room = 0, seen = 0;
	pdf_obj *root = pdf_dict_getp(ctx, pdf_trailer(ctx, doc), "Root/Pages");
	*pages = NULL;
	path[0] = (node){ .kids = pdf_dict_get(ctx, root, PDF_NAME(Kids)), .num = pdf_to_num(ctx, root) };
	while (depth) {
		node *top = &path[depth - 1];
		if (top->next >= pdf_array_len(ctx, top->kids)) {
			depth--;
			continue;
		}
		pdf_obj *kid = pdf_array_get(ctx, top->kids, top->next++);
		pdf_obj *kids = pdf_dict_get(ctx, kid, PDF_NAME(Kids));
		if (++seen > 4 * MOST_PAGES)
			mu_throw(ctx, ERR_REFUSED, "its page tree is too large");
		if (!pdf_is_dict(ctx, kid))
			continue;
		if (!pdf_is_array(ctx, kids)) {
			*ARENA_PUSH(mem, *pages, n, room) = kid;
			if (n > MOST_PAGES)
				mu_throw(ctx, ERR_REFUSED, "it has more than %d pages", MOST_PAGES);
		} else if (is_on_path(path, depth, pdf_to_num(ctx, kid)) || depth == MOST_DEPTH) {
			mu_throw(ctx, ERR_INPUT, "its page tree loops or is more than %d deep", MOST_DEPTH);
		} else {
			path[depth++] = (node){ .kids = kids, .num = pdf_to_num(ctx, kid) };
		}
	}
	return n;
}
