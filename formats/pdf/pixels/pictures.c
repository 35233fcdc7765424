#include "formats/pdf/pixels/pictures.h"

#include "formats/pdf/walk/walk.h"

/* A picture of more pixels than these is read at the size at which the page shows it. */
static const float MOST_PIXELS = 60e6f;

/* ---- the pictures of a page ---------------------------------------------------------------------- */

static pdf_obj *note_picture(fz_context *ctx, void *arg, pdf_obj *xobj, fz_image *image, fz_matrix ctm,
                             fz_rect view, bool hidden)
{
	rpdf_pictures *p = arg;
	rpdf_unread any = { 0 };
	(void)xobj;
	if (hidden)
		return NULL;
	rpdf_unread_image(&any, image, ctm, view, p->area, p->mem);
	if (!any.n)
		return NULL;
	*ARENA_PUSH(p->mem, p->list, p->n, p->room) = (rpdf_placed){ fz_keep_image(ctx, image), ctm, image->imagemask };
	if (image->mask)
		*ARENA_PUSH(p->mem, p->list, p->n, p->room) = (rpdf_placed){ fz_keep_image(ctx, image->mask), ctm, true };
	return NULL;
}

rpdf_pictures *rpdf_pictures_list(fz_context *ctx, const rpdf_view *v)
{
	rpdf_pictures *p = fz_malloc_struct(ctx, rpdf_pictures);
	rect a = p->area = v->page->area;
	p->mem = arena_new();
	fz_try(ctx) {
		rpdf_hook hook = { .arg = p, .page = { a.x0, a.y0, a.x1, a.y1 }, .image = note_picture };
		rpdf_walk_page(ctx, v->d->doc, pdf_lookup_page_obj(ctx, v->d->doc, v->number), v->page->ctm, &hook);
	}
	fz_catch(ctx) {
		rpdf_pictures_drop(ctx, p);
		fz_rethrow(ctx);
	}
	return p;
}

void rpdf_pictures_drop(fz_context *ctx, rpdf_pictures *p)
{
	for (size_t i = 0; p && i < p->n; i++)
		fz_drop_image(ctx, p->list[i].image);
	if (p)
		arena_drop(p->mem);
	fz_free(ctx, p);
}

rect rpdf_placed_on(const rpdf_placed *p)
{
	fz_rect r = fz_transform_rect(fz_unit_rect, p->ctm);
	return (rect){ r.x0, r.y0, r.x1, r.y1 };
}

/* ---- one of them as pixels ----------------------------------------------------------------------- */

/* What paints is black, what lets through is white. */
static fz_pixmap *stencil_as_grey(fz_context *ctx, const fz_pixmap *from)
{
	fz_pixmap *to = fz_new_pixmap(ctx, fz_device_gray(ctx), from->w, from->h, NULL, 0);
	for (int y = 0; y < from->h; y++)
		for (int x = 0; x < from->w; x++)
			to->samples[(size_t)y * (size_t)to->stride + (size_t)x] =
				(unsigned char)(255 - from->samples[(size_t)y * (size_t)from->stride + (size_t)x * from->n + from->n - 1]);
	return to;
}

/* The pixels that a key of colours takes away are lost in what MuPDF hands out: a word may stand there, too.
 * A picture with a matte keeps it. */
static fz_pixmap *unkeyed_pixels(fz_context *ctx, fz_image *image)
{
	unsigned int keyed = image->use_colorkey;
	int once = 0;
	fz_pixmap *pix = NULL;
	fz_var(pix);
	image->use_colorkey = 0;
	fz_try(ctx)
		pix = image->get_pixmap(ctx, image, NULL, image->w, image->h, &once);
	fz_always(ctx)
		image->use_colorkey = keyed & 1;
	fz_catch(ctx)
		fz_rethrow(ctx);
	return pix;
}

/* A copy in front of white. */
static fz_pixmap *on_white(fz_context *ctx, const fz_pixmap *from)
{
	fz_pixmap *to = fz_new_pixmap(ctx, from->colorspace, from->w, from->h, NULL, 0);
	for (int y = 0; y < from->h; y++) {
		const unsigned char *f = from->samples + (size_t)y * (size_t)from->stride;
		unsigned char *t = to->samples + (size_t)y * (size_t)to->stride;
		for (int x = 0; x < from->w; x++, f += from->n, t += to->n)
			for (int k = 0; k < to->n; k++) {
				int light = f[k] + 255 - f[from->n - 1]; /* colours are multiplied by alpha already */
				t[k] = (unsigned char)(light > 255 ? 255 : light);
			}
	}
	return to;
}

static fz_pixmap *as_grey_or_rgb(fz_context *ctx, const fz_pixmap *from)
{
	fz_colorspace *to = fz_colorspace_n(ctx, from->colorspace) == 1 ? fz_device_gray(ctx) : fz_device_rgb(ctx);
	if (!from->alpha && (from->colorspace == fz_device_gray(ctx) || from->colorspace == fz_device_rgb(ctx)))
		return fz_keep_pixmap(ctx, (fz_pixmap *)from);
	fz_pixmap *plain = fz_convert_pixmap(ctx, (fz_pixmap *)from, to, NULL, NULL, fz_default_color_params, from->alpha), *own = NULL;
	if (!plain->alpha)
		return plain;
	fz_try(ctx)
		own = on_white(ctx, plain);
	fz_always(ctx)
		fz_drop_pixmap(ctx, plain);
	fz_catch(ctx)
		fz_rethrow(ctx);
	return own;
}

bool rpdf_placed_is_large(const rpdf_placed *p)
{
	return (float)p->image->w * (float)p->image->h > MOST_PIXELS;
}

fz_pixmap *rpdf_placed_pixels(fz_context *ctx, const rpdf_placed *p, float zoom)
{
	fz_matrix ctm = fz_concat(p->ctm, fz_scale(zoom, zoom));
	bool large = rpdf_placed_is_large(p);
	fz_pixmap *own = NULL, *lent = !large && p->image->use_colorkey ? unkeyed_pixels(ctx, p->image)
		: fz_get_pixmap_from_image(ctx, p->image, NULL, large ? &ctm : NULL, NULL, NULL);
	fz_var(own);
	fz_try(ctx)
		own = p->mask ? stencil_as_grey(ctx, lent) : as_grey_or_rgb(ctx, lent);
	fz_always(ctx)
		fz_drop_pixmap(ctx, lent);
	fz_catch(ctx)
		fz_rethrow(ctx);
	return own;
}
