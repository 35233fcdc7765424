#include "formats/pdf/image/faults.h"

#include <string.h>

/* What MuPDF's decoders say (its load-*.c and filter-*.c): how each begins. */
static const char *const spoken[] = {
	"padding truncated image", "read error; treating as end of file", "jbig2dec error", "openjpeg error", "openjpeg warning", "jbig2dec warning",
	"premature end of file in jpeg", "jpeg error", "premature end of data in flate filter", "ignoring zlib error",
	"premature end in lzw decode",
};

static void listen(void *arg, const char *warning)
{
	rpdf_faults *f = arg;
	for (size_t i = 0; i < sizeof spoken / sizeof *spoken; i++)
		f->heard |= strncmp(warning, spoken[i], strlen(spoken[i])) == 0;
}

void rpdf_faults_begin(fz_context *ctx, rpdf_faults *f)
{
	fz_flush_warnings(ctx);
	f->heard = false;
	f->before = fz_warning_callback(ctx, &f->arg);
	fz_set_warning_callback(ctx, listen, f);
}

bool rpdf_faults_end(fz_context *ctx, rpdf_faults *f)
{
	fz_flush_warnings(ctx);
	fz_set_warning_callback(ctx, f->before, f->arg);
	if (f->heard)
		fz_empty_store(ctx);
	return f->heard;
}

bool rpdf_faults_none(fz_context *ctx, pdf_document *doc, int num)
{
	rpdf_faults f;
	pdf_obj *ref = NULL;
	fz_image *image = NULL;
	fz_pixmap *pix = NULL;
	bool thrown = false;
	int once = 0;
	fz_var(ref);
	fz_var(image);
	fz_var(pix);
	fz_var(thrown);
	rpdf_faults_begin(ctx, &f);
	fz_try(ctx) {
		ref = pdf_new_indirect(ctx, doc, num, 0);
		image = pdf_load_image(ctx, doc, ref);
		pix = image->get_pixmap(ctx, image, NULL, image->w, image->h, &once);
	}
	fz_always(ctx) {
		fz_drop_pixmap(ctx, pix);
		fz_drop_image(ctx, image);
		pdf_drop_obj(ctx, ref);
	}
	fz_catch(ctx)
		thrown = true;
	return !rpdf_faults_end(ctx, &f) && !thrown;
}
