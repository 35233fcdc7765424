#include "formats/lib/picture/vector.h"
#include "formats/lib/picture/pack.h"

#include <librsvg/rsvg.h>

#include <dlfcn.h>

#define LIBRARY "librsvg-2.so.2"

enum {
	NARROW_EDGE = 200, WIDE_EDGE = 2400,  /* pixels of a drawing's longer edge */
	OWN_DPI = 96,                         /* of a drawing's own lengths: CSS   */
};

#define RSVG_CALLS(X) \
	X(rsvg_handle_new_from_data) X(rsvg_handle_set_dpi) X(rsvg_handle_get_intrinsic_size_in_pixels) \
	X(rsvg_handle_get_intrinsic_dimensions) X(rsvg_handle_render_document) \
	X(cairo_image_surface_create) X(cairo_surface_flush) X(cairo_surface_status) X(cairo_surface_destroy) \
	X(cairo_image_surface_get_data) X(cairo_image_surface_get_stride) X(cairo_create) X(cairo_destroy) \
	X(g_object_unref) X(g_log_set_default_handler)

typedef struct rsvg {
#define RSVG_MEMBER(name) __typeof__(&name) name;
	RSVG_CALLS(RSVG_MEMBER)
#undef RSVG_MEMBER
} rsvg;

/* Names of fonts are a document's own words. */
static void hush(const gchar *domain, GLogLevelFlags level, const gchar *message, gpointer nothing)
{
	(void)domain;
	(void)level;
	(void)message;
	(void)nothing;
}

/* It stays loaded: what GObject has made ready cannot be taken back. */
static bool load(rsvg *r)
{
	void *library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
	bool ok = library;
#define RSVG_LOOKUP(name) ok = ok && (*(void **)&r->name = dlsym(library, #name));
	RSVG_CALLS(RSVG_LOOKUP)
#undef RSVG_LOOKUP
	if (ok)
		r->g_log_set_default_handler(hush, NULL);
	if (library)
		dlclose(library);
	return ok;
}

/* Its own width and height in pixels; where it says none, the shape of its view box. */
static bool own_size(const rsvg *r, RsvgHandle *svg, double *w, double *h)
{
	gboolean wide, high, boxed;
	RsvgLength unused;
	RsvgRectangle box = { 0 };
	if (!r->rsvg_handle_get_intrinsic_size_in_pixels(svg, w, h)) {
		r->rsvg_handle_get_intrinsic_dimensions(svg, &wide, &unused, &high, &unused, &boxed, &box);
		*w = boxed ? box.width : 0;
		*h = boxed ? box.height : 0;
	}
	return *w > 0 && *h > 0 && *w < 1e6 && *h < 1e6;
}

/* Cairo's pixels are numbers of four bytes, the colours multiplied by alpha; ours are bytes in order. */
static void put_in_order(unsigned char *row, uint32_t width)
{
	for (uint32_t x = 0; x < width; x++, row += 4) {
		uint32_t v;
		__builtin_memcpy(&v, row, sizeof v);
		row[0] = (unsigned char)(v >> 16);
		row[1] = (unsigned char)(v >> 8);
		row[2] = (unsigned char)v;
		row[3] = (unsigned char)(v >> 24);
	}
}

static bool draw(const rsvg *r, RsvgHandle *svg, uint32_t width, uint32_t height, arena *mem, clean_picture *out)
{
	RsvgRectangle all = { 0, 0, width, height };
	cairo_surface_t *paper = r->cairo_image_surface_create(CAIRO_FORMAT_ARGB32, (int)width, (int)height);
	cairo_t *pen = r->cairo_create(paper);
	bool ok = r->rsvg_handle_render_document(svg, pen, &all, NULL);
	r->cairo_destroy(pen);
	r->cairo_surface_flush(paper);
	unsigned char *pixels = r->cairo_image_surface_get_data(paper);
	ok = ok && pixels && r->cairo_surface_status(paper) == CAIRO_STATUS_SUCCESS;
	if (ok) {
		size_t stride = (size_t)r->cairo_image_surface_get_stride(paper);
		for (uint32_t y = 0; y < height; y++)
			put_in_order(pixels + y * stride, width);
		ok = picture_pack(&(struct pixels){ width, height, 4, true, pixels, stride }, false, mem, out);
	}
	r->cairo_surface_destroy(paper);
	return ok;
}

static uint32_t pixels_of(double length, double scale)
{
	double n = length * scale + 0.5;
	return n < 1 ? 1 : n > WIDE_EDGE ? WIDE_EDGE : (uint32_t)n;
}

bool vector_draw(str bytes, uint32_t edge, arena *mem, clean_picture *out)
{
	rsvg r;
	if (!load(&r))
		return false;
	RsvgHandle *svg = r.rsvg_handle_new_from_data((const guint8 *)bytes.p, bytes.n, NULL);
	if (!svg)
		return false;
	double w, h;
	r.rsvg_handle_set_dpi(svg, OWN_DPI);
	bool ok = own_size(&r, svg, &w, &h);
	if (ok) {
		double longer = w > h ? w : h, wanted = edge ? edge : longer * VECTOR_DPI / OWN_DPI;
		wanted = wanted < NARROW_EDGE ? NARROW_EDGE : wanted > WIDE_EDGE ? WIDE_EDGE : wanted;
		double scale = wanted / longer;
		ok = draw(&r, svg, pixels_of(w, scale), pixels_of(h, scale), mem, out);
	}
	r.g_object_unref(svg);
	return ok;
}

const char *const *vector_reads(void)
{
	static const char *const folders[] = {
		"/etc/fonts", "/usr/share/fontconfig", "/var/cache/fontconfig", "/usr/share/fonts", "/usr/local/share/fonts", NULL,
	};
	return folders;
}
