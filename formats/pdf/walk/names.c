#include "formats/pdf/walk/names.h"

#include "redact/base/hash.h"

#include <stdio.h>
#include <string.h>

static const struct { const char *category, *prefix; } prefixes[] = {
	{ "Font", "F" },    { "XObject", "X" }, { "ExtGState", "G" },
	{ "Pattern", "P" }, { "Shading", "S" }, { "ColorSpace", "C" },
};

static pdf_obj *category_of(fz_context *ctx, struct rpdf_names *names, const char *category)
{
	pdf_obj *dict = pdf_dict_gets(ctx, names->fresh, category);
	if (!dict) {
		dict = pdf_new_dict(ctx, names->doc, 4);
		pdf_dict_puts_drop(ctx, names->fresh, category, dict);
	}
	return dict;
}

const char *rpdf_name_new(fz_context *ctx, struct rpdf_names *names, const char *category, pdf_obj *obj)
{
	pdf_obj *dict = category_of(ctx, names, category);
	if (names->n == names->room) {
		int room = names->room ? names->room * 2 : 16;
		names->list = fz_realloc_array(ctx, names->list, room, struct rpdf_name);
		names->room = room;
	}
	const char *prefix = "R";
	for (size_t i = 0; i < nelem(prefixes); i++)
		if (strcmp(prefixes[i].category, category) == 0)
			prefix = prefixes[i].prefix;

	struct rpdf_name *one = &names->list[names->n];
	memset(one, 0, sizeof *one);
	fz_strlcpy(one->category, category, sizeof one->category);
	snprintf(one->name, sizeof one->name, "%.1s%d", prefix, pdf_dict_len(ctx, dict) + 1);
	pdf_dict_puts(ctx, dict, one->name, obj);
	names->n++;
	return one->name;
}

/* What a page of ten thousand names needs: each is looked up once for every operator. */

static unsigned hash_of(const char *category, const char *old, int num)
{
	unsigned h = hash32_more(hash32_more(HASH32 ^ (unsigned)num, str_of(category)), str_of(old));
	return h ^ h >> 15;
}

static void chain(struct rpdf_names *names, int i)
{
	struct rpdf_name *one = &names->list[i];
	int *head = &names->heads[hash_of(one->category, one->old, one->num) % (unsigned)names->nheads];
	one->next = *head;
	*head = i + 1;
}

static void make_room(fz_context *ctx, struct rpdf_names *names)
{
	if (names->n < names->nheads)
		return;
	int nheads = names->nheads ? names->nheads * 2 : 16;
	names->heads = fz_realloc_array(ctx, names->heads, nheads, int);
	names->nheads = nheads;
	memset(names->heads, 0, (size_t)nheads * sizeof *names->heads);
	for (int i = 0; i < names->n; i++)
		chain(names, i);
}

/* What went into the new resources before: under the same old name, or the same object (num not 0). */
static const char *known(const struct rpdf_names *names, const char *category, const char *old, int num)
{
	if (!names->nheads)
		return NULL;
	for (int i = names->heads[hash_of(category, old, num) % (unsigned)names->nheads]; i; i = names->list[i - 1].next) {
		const struct rpdf_name *one = &names->list[i - 1];
		if (one->num == num && strcmp(one->category, category) == 0
		 && (old ? one->old && strcmp(one->old, old) == 0 : !one->old && num))
			return one->name;
	}
	return NULL;
}

const char *rpdf_rename(fz_context *ctx, struct rpdf_names *names, const char *category, const char *old,
                        pdf_obj *instead)
{
	/* A replacement is known by itself: two old names may come to mean the same. */
	int num = instead ? pdf_to_num(ctx, instead) : 0;
	const char *by = instead ? NULL : old;
	const char *before = known(names, category, by, num);
	if (before)
		return before;
	pdf_obj *obj = instead ? instead : pdf_dict_gets(ctx, pdf_dict_gets(ctx, names->old, category), old);
	if (!obj)
		return NULL;
	make_room(ctx, names);
	rpdf_name_new(ctx, names, category, obj);
	struct rpdf_name *one = &names->list[names->n - 1];
	one->old = by ? fz_strdup(ctx, by) : NULL;
	one->num = num;
	chain(names, names->n - 1);
	return one->name;
}

void rpdf_keep_default_spaces(fz_context *ctx, struct rpdf_names *names)
{
	static const char *const spaces[] = { "DefaultGray", "DefaultRGB", "DefaultCMYK" };
	pdf_obj *old = pdf_dict_get(ctx, names->old, PDF_NAME(ColorSpace));
	for (size_t i = 0; i < nelem(spaces); i++) {
		pdf_obj *space = pdf_dict_gets(ctx, old, spaces[i]);
		if (space)
			pdf_dict_puts(ctx, category_of(ctx, names, "ColorSpace"), spaces[i], space);
	}
}

void rpdf_drop_names(fz_context *ctx, struct rpdf_names *names)
{
	for (int i = 0; i < names->n; i++)
		fz_free(ctx, names->list[i].old);
	fz_free(ctx, names->list);
	fz_free(ctx, names->heads);
	names->list = NULL;
	names->heads = NULL;
	names->n = names->room = names->nheads = 0;
}
