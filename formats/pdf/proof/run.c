#include "formats/pdf/proof/run.h"

#include <string.h>

/* The end of a text object draws what was gathered, and does nothing besides. */
static void draw_gathered(fz_context *ctx, pdf_processor *run)
{
	run->op_ET(ctx, run);
}

static void begin_tagged(fz_context *ctx, pdf_processor *run, const char *tag, pdf_obj *raw, pdf_obj *cooked)
{
	(void)raw, (void)cooked;
	if (strcmp(tag, "OC") == 0)
		draw_gathered(ctx, run);
}

static void end_tagged(fz_context *ctx, pdf_processor *run)
{
	if (run->hidden)
		draw_gathered(ctx, run);
}

/* The colour space in which the page as a whole is blended; NULL for that of the device. Yours. */
static fz_colorspace *blending_space(fz_context *ctx, pdf_page *page, fz_default_colorspaces *defaults)
{
	pdf_obj *group = pdf_page_group(ctx, page), *named = pdf_dict_get(ctx, group, PDF_NAME(CS));
	fz_colorspace *space = NULL;
	if (!group)
		return fz_keep_colorspace(ctx, fz_default_output_intent(ctx, defaults));
	if (!named)
		return NULL;
	fz_try(ctx)
		space = pdf_load_colorspace(ctx, named);
	fz_catch(ctx)
		fz_rethrow_if(ctx, FZ_ERROR_MEMORY);
	if (space && fz_is_valid_blend_colorspace(ctx, space))
		return space;
	fz_drop_colorspace(ctx, space);
	return NULL;
}

static void run_operators(fz_context *ctx, pdf_page *page, fz_device *dev, fz_matrix ctm, fz_default_colorspaces *defaults,
                          fz_cookie *cookie)
{
	pdf_processor *run = pdf_new_run_processor(ctx, dev, ctm, "View", NULL, defaults, cookie);
	run->op_BDC = begin_tagged;
	run->op_EMC = end_tagged;
	fz_try(ctx) {
		pdf_process_contents(ctx, run, page->doc, pdf_page_resources(ctx, page), pdf_page_contents(ctx, page), cookie);
		pdf_close_processor(ctx, run);
	}
	fz_always(ctx)
		pdf_drop_processor(ctx, run);
	fz_catch(ctx)
		fz_rethrow(ctx);
}

void rpdf_run_contents(fz_context *ctx, pdf_page *page, fz_device *dev, fz_matrix ctm, fz_cookie *cookie)
{
	fz_default_colorspaces *defaults = NULL;
	fz_colorspace *space = NULL;
	fz_rect media;
	fz_matrix place;
	fz_var(defaults);
	fz_var(space);
	pdf_page_transform(ctx, page, &media, &place);
	place = fz_concat(place, ctm);
	fz_try(ctx) {
		defaults = pdf_load_default_colorspaces(ctx, page->doc, page);
		if (defaults)
			fz_set_default_colorspaces(ctx, dev, defaults);
		if (page->transparency) {
			space = blending_space(ctx, page, defaults);
			fz_begin_group(ctx, dev, fz_transform_rect(media, place), space, 1, 0, FZ_BLEND_NORMAL, 1);
		}
		run_operators(ctx, page, dev, place, defaults, cookie);
		if (page->transparency)
			fz_end_group(ctx, dev);
	}
	fz_always(ctx) {
		fz_drop_colorspace(ctx, space);
		fz_drop_default_colorspaces(ctx, defaults);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
}
