#include "formats/pdf/keep/kept_dest.h"
#include "formats/pdf/read/pagetree.h"
#include "redact/base/bound.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_NAMES = 1000000, MOST_TURNS = 8 };

static const float FARTHEST = 14400; /* the largest page, ISO 32000-1, annex C */

/* ---- names --------------------------------------------------------------------------------------- */

static int by_key(const void *a, const void *b)
{
	const rpdf_named *x = a, *y = b;
	int c = str_cmp(x->key, y->key);
	return c ? c : (x->order > y->order) - (x->order < y->order);
}

static void take_names(fz_context *ctx, rpdf_targets *t, pdf_obj *node)
{
	pdf_obj *names = pdf_dict_get(ctx, node, PDF_NAME(Names));
	for (int i = 0, n = pdf_array_len(ctx, names); i + 1 < n && t->nnames < MOST_NAMES; i += 2) {
		pdf_obj *key = pdf_array_get(ctx, names, i);
		if (pdf_is_string(ctx, key))
			*ARENA_PUSH(t->mem, t->names, t->nnames, t->names_room) =
				(rpdf_named){ mu_string_str(ctx, key), t->nnames, pdf_array_get(ctx, names, i + 1) };
	}
}

/* Node by node from a list of what is still to be seen; an object is seen once. */
static void load_names(fz_context *ctx, rpdf_targets *t)
{
	pdf_obj *root = pdf_dict_get(ctx, pdf_trailer(ctx, t->doc), PDF_NAME(Root));
	pdf_obj *top = pdf_dict_get(ctx, pdf_dict_get(ctx, root, PDF_NAME(Names)), PDF_NAME(Dests));
	arena *mem = arena_new();
	unsigned char *seen = arena_alloc(mem, (size_t)t->nobjects);
	pdf_obj **todo = NULL;
	size_t n = 0, room = 0;
	fz_try(ctx) {
		if (pdf_is_dict(ctx, top))
			*ARENA_PUSH(mem, todo, n, room) = top;
		while (n && t->nnames < MOST_NAMES) {
			pdf_obj *node = todo[--n], *kids = pdf_dict_get(ctx, node, PDF_NAME(Kids));
			take_names(ctx, t, node);
			for (int i = pdf_array_len(ctx, kids); i-- > 0;) {
				pdf_obj *kid = pdf_array_get(ctx, kids, i);
				int num = pdf_to_num(ctx, kid);
				if (num < 0 || num >= t->nobjects || (num && seen[num]) || !pdf_is_dict(ctx, kid))
					continue;
				seen[num] = 1;
				*ARENA_PUSH(mem, todo, n, room) = kid;
			}
		}
	}
	fz_always(ctx)
		arena_drop(mem);
	fz_catch(ctx)
		fz_rethrow(ctx);
	if (t->nnames)
		qsort(t->names, t->nnames, sizeof *t->names, by_key);
}

/* Where a key stands twice the first counts. */
static pdf_obj *named(const rpdf_targets *t, str key)
{
	bound b = { .high = t->nnames };
	while (bound_asks(&b))
		bound_told(&b, str_cmp(t->names[b.at].key, key) < 0);
	return b.at < t->nnames && str_eq(t->names[b.at].key, key) ? t->names[b.at].value : NULL;
}

static pdf_obj *lookup(fz_context *ctx, const rpdf_targets *t, pdf_obj *name)
{
	pdf_obj *root = pdf_dict_get(ctx, pdf_trailer(ctx, t->doc), PDF_NAME(Root));
	pdf_obj *old = pdf_dict_get(ctx, root, PDF_NAME(Dests));
	str key = pdf_is_name(ctx, name) ? str_of(pdf_to_name(ctx, name)) : mu_string_str(ctx, name);
	pdf_obj *found = pdf_is_name(ctx, name) ? pdf_dict_get(ctx, old, name) : named(t, key);
	if (found)
		return found;
	/* Writers mix the two kinds. A key with a NUL in it cannot be a name. */
	if (pdf_is_name(ctx, name))
		return named(t, key);
	return key.n && !memchr(key.p, 0, key.n) ? pdf_dict_gets(ctx, old, pdf_to_str_buf(ctx, name)) : NULL;
}

/* ---- destinations -------------------------------------------------------------------------------- */

float rpdf_plain_number(float v)
{
	if (!isfinite(v))
		return 0;
	v = fz_clamp(v, -FARTHEST, FARTHEST);
	return roundf(v * 100) / 100;
}

static rpdf_dest from_array(fz_context *ctx, const rpdf_targets *t, pdf_obj *array)
{
	static const struct { const char *fit; int n; } known[] = {
		{ "XYZ", 3 }, { "Fit", 0 }, { "FitH", 1 }, { "FitV", 1 }, { "FitR", 4 }, { "FitB", 0 }, { "FitBH", 1 }, { "FitBV", 1 },
	};
	rpdf_dest to = { .page = -1, .fit = "Fit" };
	pdf_obj *page = pdf_array_get(ctx, array, 0);
	int num = pdf_to_num(ctx, page);
	if (pdf_is_int(ctx, page)) /* meant for other files, but written for this one too */
		to.page = pdf_to_int(ctx, page);
	else if (num > 0 && num < t->nobjects)
		to.page = t->page_of[num];
	if (to.page < 0 || to.page >= t->npages) {
		to.page = -1;
		return to;
	}
	const char *fit = pdf_to_name(ctx, pdf_array_get(ctx, array, 1));
	for (size_t i = 0; i < nelem(known); i++)
		if (strcmp(fit, known[i].fit) == 0) {
			to.fit = known[i].fit;
			to.n = known[i].n;
		}
	for (int i = 0; i < to.n; i++) {
		pdf_obj *v = pdf_array_get(ctx, array, i + 2);
		to.given[i] = pdf_is_number(ctx, v);
		to.v[i] = to.given[i] ? rpdf_plain_number(pdf_to_real(ctx, v)) : 0;
	}
	if (strcmp(to.fit, "XYZ") == 0)
		to.v[2] = fz_clamp(to.v[2], 0, 64); /* readers allow 6400 per cent */
	if (strcmp(to.fit, "FitR") == 0 && !(to.given[0] && to.given[1] && to.given[2] && to.given[3])) {
		to.fit = "Fit";
		to.n = 0;
	}
	return to;
}

rpdf_dest rpdf_find_dest(fz_context *ctx, const rpdf_targets *t, pdf_obj *dest)
{
	for (int turn = 0; dest && turn < MOST_TURNS; turn++) {
		if (pdf_is_array(ctx, dest))
			return from_array(ctx, t, dest);
		if (pdf_is_name(ctx, dest) || pdf_is_string(ctx, dest))
			dest = lookup(ctx, t, dest);
		else if (pdf_is_dict(ctx, dest))
			dest = pdf_dict_get(ctx, dest, PDF_NAME(D));
		else
			break;
	}
	return (rpdf_dest){ .page = -1, .fit = "Fit" };
}

void rpdf_open_targets(fz_context *ctx, rpdf_targets *t, pdf_document *doc, arena *mem)
{
	*t = (rpdf_targets){ .doc = doc, .mem = mem };
	size_t n = rpdf_pages(ctx, doc, mem, &t->pages, NULL);
	t->npages = (int)n;
	t->nobjects = pdf_xref_len(ctx, doc);
	t->page_of = arena_array(mem, int, (size_t)t->nobjects);
	for (int i = 0; i < t->nobjects; i++)
		t->page_of[i] = -1;
	for (size_t i = 0; i < n; i++) {
		int num = pdf_to_num(ctx, t->pages[i]);
		if (num > 0 && num < t->nobjects && t->page_of[num] < 0)
			t->page_of[num] = (int)i;
	}
	load_names(ctx, t);
}
