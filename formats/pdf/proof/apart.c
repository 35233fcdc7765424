#include "formats/pdf/proof/apart.h"
#include "redact/base/arena.h"

#include <string.h>


/* The same text is the same thing within one document, and is to be loaded once. */
enum { LATELY = 32 };

struct hoist {
	pdf_document *doc;
	pdf_obj *lately[LATELY];
	int next;
	arena *mem;
	pdf_obj **stack;   /* dictionaries and arrays within the object that is looked at */
	size_t n, room;
};

static bool is_within(fz_context *ctx, pdf_obj *obj)
{
	return !pdf_is_indirect(ctx, obj) && (pdf_is_dict(ctx, obj) || pdf_is_array(ctx, obj));
}

static pdf_obj *made_own(fz_context *ctx, struct hoist *h, pdf_obj *obj)
{
	if (!is_within(ctx, obj))
		return NULL;
	for (int i = 0; i < LATELY && h->lately[i]; i++)
		if (pdf_objcmp(ctx, pdf_resolve_indirect(ctx, h->lately[i]), obj) == 0)
			return pdf_keep_obj(ctx, h->lately[i]);
	pdf_obj *ref = pdf_add_object(ctx, h->doc, obj);
	pdf_drop_obj(ctx, h->lately[h->next]);
	h->lately[h->next] = pdf_keep_obj(ctx, ref);
	h->next = (h->next + 1) % LATELY;
	return ref;
}

static void hoist_value(fz_context *ctx, struct hoist *h, pdf_obj *dict, int i)
{
	pdf_obj *ref = made_own(ctx, h, pdf_dict_get_val(ctx, dict, i));
	if (ref)
		pdf_dict_put_drop(ctx, dict, pdf_dict_get_key(ctx, dict, i), ref);
}

static void hoist_item(fz_context *ctx, struct hoist *h, pdf_obj *array, int i)
{
	pdf_obj *ref = made_own(ctx, h, pdf_array_get(ctx, array, i));
	if (ref)
		pdf_array_put_drop(ctx, array, i, ref);
}

static bool is_one_of(fz_context *ctx, pdf_obj *key, const char *const *names)
{
	while (*names && strcmp(pdf_to_name(ctx, key), *names) != 0)
		names++;
	return *names != NULL;
}

/* A dictionary of resources names several under each of these; a state has its font in an array, with its
 * size; an image and a group have one colour space. ISO 32000-1, 7.8.3, 8.4.5, 8.9.5. */
static void hoist_from(fz_context *ctx, struct hoist *h, pdf_obj *dict)
{
	static const char *const named[] = { "Font", "ColorSpace", "Shading", NULL }, *const single[] = { "ColorSpace", "CS", "Shading", NULL };
	for (int i = 0; i < pdf_dict_len(ctx, dict); i++) {
		pdf_obj *key = pdf_dict_get_key(ctx, dict, i), *value = pdf_dict_get_val(ctx, dict, i);
		bool several = is_one_of(ctx, key, named) && pdf_is_dict(ctx, value) && !pdf_dict_get(ctx, value, PDF_NAME(ShadingType));
		for (int k = 0; several && k < pdf_dict_len(ctx, value); k++)
			hoist_value(ctx, h, value, k);
		if (pdf_name_eq(ctx, key, PDF_NAME(Font)) && pdf_is_array(ctx, value))
			hoist_item(ctx, h, value, 0);
		else if (!several && is_one_of(ctx, key, single))
			hoist_value(ctx, h, dict, i);
	}
}

static void push(fz_context *ctx, struct hoist *h, pdf_obj *obj)
{
	if (is_within(ctx, obj))
		*ARENA_PUSH(h->mem, h->stack, h->n, h->room) = obj;
}

/* What stands within is met before it is taken out of where it stood. */
static void hoist_within(fz_context *ctx, struct hoist *h, pdf_obj *obj)
{
	size_t first = h->n;
	push(ctx, h, obj);
	for (size_t at = first; at < h->n; at++) {
		pdf_obj *one = h->stack[at];
		for (int i = 0; pdf_is_dict(ctx, one) && i < pdf_dict_len(ctx, one); i++)
			push(ctx, h, pdf_dict_get_val(ctx, one, i));
		for (int i = 0; !pdf_is_dict(ctx, one) && i < pdf_array_len(ctx, one); i++)
			push(ctx, h, pdf_array_get(ctx, one, i));
	}
	while (h->n > first) {
		pdf_obj *one = h->stack[--h->n];
		if (pdf_is_dict(ctx, one))
			hoist_from(ctx, h, one);
	}
}

static pdf_obj *object(fz_context *ctx, pdf_document *doc, int num)
{
	pdf_obj *obj = NULL;
	fz_var(obj);
	fz_try(ctx)
		obj = pdf_cache_object(ctx, doc, num)->obj;
	fz_catch(ctx)
		fz_rethrow_if(ctx, FZ_ERROR_MEMORY); /* what is damaged draws nothing */
	return obj;
}

void rpdf_set_apart(fz_context *ctx, pdf_document *doc)
{
	struct hoist h = { .doc = doc, .mem = arena_new() };
	fz_try(ctx)
		for (int num = 1, n = pdf_xref_len(ctx, doc); num < n; num++)
			hoist_within(ctx, &h, object(ctx, doc, num));
	fz_always(ctx) {
		for (int i = 0; i < LATELY; i++)
			pdf_drop_obj(ctx, h.lately[i]);
		arena_drop(h.mem);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
}
