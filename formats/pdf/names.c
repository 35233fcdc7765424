#include "formats/pdf/names.h"

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

/* What went into the new resources before: the same old name, or the same replacement. */
static const char *known(fz_context *ctx, struct rpdf_names *names, const char *category, const char *old, pdf_obj *instead)
{
	for (int i = 0; i < names->n; i++) {
		const struct rpdf_name *one = &names->list[i];
		if (strcmp(one->category, category) != 0)
			continue;
		if (!instead && one->old && strcmp(one->old, old) == 0)
			return one->name;
		if (instead && pdf_is_indirect(ctx, instead)
		 && pdf_objcmp(ctx, pdf_dict_gets(ctx, pdf_dict_gets(ctx, names->fresh, category), one->name), instead) == 0)
			return one->name;
	}
	return NULL;
}

const char *rpdf_rename(fz_context *ctx, struct rpdf_names *names, const char *category, const char *old,
                        pdf_obj *instead)
{
	const char *before = known(ctx, names, category, old, instead);
	if (before)
		return before;
	pdf_obj *obj = instead ? instead : pdf_dict_gets(ctx, pdf_dict_gets(ctx, names->old, category), old);
	if (!obj)
		return NULL;
	const char *fresh = rpdf_name_new(ctx, names, category, obj);
	if (!instead)
		names->list[names->n - 1].old = fz_strdup(ctx, old);
	return fresh;
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
	names->list = NULL;
	names->n = names->room = 0;
}
