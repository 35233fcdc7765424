/* Two traces side by side: what their operators refer to must be alike, too. */
#include "formats/pdf/proof/sameops_int.h"

#include "formats/pdf/proof/pixels.h"

#include <math.h>
#include <string.h>

/* Forms in forms that are followed; and pairs that are remembered before all are forgotten, which
 * only a file with tens of thousands of fonts or images comes to. */
enum { DEEPEST_FORM = 8, MOST_PAIRS = 1 << 15, MOST_FONT_PAIRS = 2048 };

static const float PAINT = 0.004f; /* of 1: one step of 255 */

typedef struct pair_key {
	int kind, a, b; /* object numbers */
} pair_key;

struct same {
	differ *d;
	fz_hash_table *pairs;
	int npairs, nfonts;
	struct { trace a, b; } levels[DEEPEST_FORM + 1]; /* the page, and the forms that are open */
};

/* Both sides of what is compared, and where. */
typedef struct sides {
	pdf_document *a, *b;
	int level;
} sides;

/* ---- what is known ---------------------------------------------------------------------------- */

static void drop_pair(fz_context *ctx, void *val)
{
	pair *p = val;
	fz_free(ctx, p->two);
	fz_free(ctx, p);
}

static void forget(fz_context *ctx, same *s)
{
	fz_drop_hash_table(ctx, s->pairs);
	s->pairs = NULL;
	s->npairs = s->nfonts = 0;
	s->pairs = fz_new_hash_table(ctx, 256, sizeof(pair_key), -1, drop_pair);
}

same *rpdf_same_new(fz_context *ctx, differ *d)
{
	same *s = fz_calloc(ctx, 1, sizeof *s);
	s->d = d;
	fz_try(ctx)
		forget(ctx, s);
	fz_catch(ctx) {
		fz_free(ctx, s);
		fz_rethrow(ctx);
	}
	return s;
}

void rpdf_same_drop(fz_context *ctx, same *s)
{
	if (!s)
		return;
	for (int i = 0; i <= DEEPEST_FORM; i++) {
		rpdf_trace_free(ctx, &s->levels[i].a);
		rpdf_trace_free(ctx, &s->levels[i].b);
	}
	fz_drop_hash_table(ctx, s->pairs);
	fz_free(ctx, s);
}

/* The pair of x's object and y's; a new one has no verdict. Lent. */
static pair *look_up(fz_context *ctx, same *s, const trace_ref *x, const trace_ref *y)
{
	pair_key key;
	memset(&key, 0, sizeof key);
	key.kind = (int)x->kind;
	key.a = x->num;
	key.b = y->num;
	pair *p = fz_hash_find(ctx, s->pairs, &key);
	if (p)
		return p;
	p = fz_calloc(ctx, 1, sizeof *p);
	fz_try(ctx)
		fz_hash_insert(ctx, s->pairs, &key, p);
	fz_catch(ctx) {
		fz_free(ctx, p);
		fz_rethrow(ctx);
	}
	s->npairs++;
	s->nfonts += x->kind == TRACE_FONT;
	return p;
}

/* ---- colours ---------------------------------------------------------------------------------- */

static bool same_colour(fz_context *ctx, fz_colorspace *a, fz_colorspace *b, const float *v)
{
	float x[FZ_MAX_COLORS] = { 0 }, y[FZ_MAX_COLORS] = { 0 };
	fz_convert_color(ctx, a, v, fz_device_rgb(ctx), x, NULL, fz_default_color_params);
	fz_convert_color(ctx, b, v, fz_device_rgb(ctx), y, NULL, fz_default_color_params);
	for (int i = 0; i < 3; i++)
		if (!(fabsf(x[i] - y[i]) <= PAINT))
			return false;
	return true;
}

/* Spaces of one kind that show alike what is painted before any colour is chosen. */
static bool same_space(fz_context *ctx, fz_colorspace *a, fz_colorspace *b)
{
	if (a == b)
		return true;
	if (!a || !b || a->type != b->type || a->n != b->n || a->flags != b->flags)
		return false;
	float zeros[FZ_MAX_COLORS] = { 0, 0, 0, 1 }, ones[FZ_MAX_COLORS];
	for (int i = 0; i < FZ_MAX_COLORS; i++)
		ones[i] = 1;
	return same_colour(ctx, a, b, zeros) && same_colour(ctx, a, b, ones);
}

static bool same_tint(fz_context *ctx, fz_colorspace *a, fz_colorspace *b, const trace *t, const trace_ref *tint)
{
	float v[FZ_MAX_COLORS] = { 0 }, in_a[FZ_MAX_COLORS] = { 0 }, in_b[FZ_MAX_COLORS] = { 0 };
	memcpy(v, t->bytes + tint->at, tint->n * sizeof *v);
	if (a == b)
		return true;
	fz_clamp_color(ctx, a, v, in_a);
	fz_clamp_color(ctx, b, v, in_b);
	return memcmp(in_a, in_b, sizeof in_a) == 0 && same_colour(ctx, a, b, in_a);
}

/* ---- images ----------------------------------------------------------------------------------- */

static bool same_image(fz_context *ctx, fz_image *a, fz_image *b, bool masks)
{
	if (!a->mask != !b->mask || (a->mask && masks && !same_image(ctx, a->mask, b->mask, false)))
		return false;
	return a->w == b->w && a->h == b->h && a->imagemask == b->imagemask && a->interpolate == b->interpolate
	    && a->use_colorkey == b->use_colorkey
	    && rpdf_pixels_images(ctx, a, b, fz_identity, NULL, 0) == LIKENESS_SAME;
}

static bool compare_images(fz_context *ctx, same *s, const trace_ref *x, const trace_ref *y)
{
	if (!x->num || !y->num)
		return x->num == y->num && same_image(ctx, x->thing, y->thing, true);
	pair *p = look_up(ctx, s, x, y);
	if (p->is == VERDICT_NONE) {
		bool alike = same_image(ctx, x->thing, y->thing, true);
		p->is = alike ? VERDICT_SAME : VERDICT_DIFFERENT;
	}
	return p->is == VERDICT_SAME;
}

/* ---- fonts ------------------------------------------------------------------------------------ */

static bool compare_fonts(fz_context *ctx, same *s, trace_ref *x, const trace_ref *y)
{
	pair *p = x->pair = look_up(ctx, s, x, y);
	if (p->is == VERDICT_NONE)
		p->is = rpdf_same_fonts(ctx, p, x->thing, y->thing) ? VERDICT_SAME : VERDICT_DIFFERENT;
	return p->is == VERDICT_SAME;
}

/* ---- streams ---------------------------------------------------------------------------------- */

static bool compare_streams(fz_context *ctx, same *s, sides in, pdf_obj *rdb_a, pdf_obj *stream_a,
                            pdf_obj *rdb_b, pdf_obj *stream_b);

static bool same_frame(fz_context *ctx, pdf_obj *a, pdf_obj *b)
{
	fz_matrix m = pdf_xobject_matrix(ctx, a), n = pdf_xobject_matrix(ctx, b);
	fz_rect r = pdf_xobject_bbox(ctx, a), q = pdf_xobject_bbox(ctx, b);
	if (memcmp(&m, &n, sizeof m) != 0 || memcmp(&r, &q, sizeof r) != 0
	 || pdf_xobject_transparency(ctx, a) != pdf_xobject_transparency(ctx, b)
	 || pdf_xobject_isolated(ctx, a) != pdf_xobject_isolated(ctx, b)
	 || pdf_xobject_knockout(ctx, a) != pdf_xobject_knockout(ctx, b))
		return false;
	fz_colorspace *x = NULL, *y = NULL;
	bool alike = false;
	fz_var(x);
	fz_var(y);
	fz_var(alike);
	fz_try(ctx) {
		x = pdf_xobject_colorspace(ctx, a);
		y = pdf_xobject_colorspace(ctx, b);
		alike = same_space(ctx, x, y);
	}
	fz_always(ctx) {
		fz_drop_colorspace(ctx, x);
		fz_drop_colorspace(ctx, y);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
	return alike;
}

/* Only forms with resources of their own: they draw the same wherever they are drawn from. */
static bool compare_forms(fz_context *ctx, same *s, sides in, const trace_ref *x, const trace_ref *y)
{
	pair *p = look_up(ctx, s, x, y);
	if (p->is != VERDICT_NONE || in.level == DEEPEST_FORM)
		return p->is == VERDICT_SAME; /* an open one draws itself */
	p->is = VERDICT_OPEN;
	in.level++;
	pdf_obj *a = x->thing, *b = y->thing;
	pdf_obj *rdb_a = pdf_dict_get(ctx, a, PDF_NAME(Resources)), *rdb_b = pdf_dict_get(ctx, b, PDF_NAME(Resources));
	bool alike = pdf_is_dict(ctx, rdb_a) && pdf_is_dict(ctx, rdb_b) && same_frame(ctx, a, b)
	          && compare_streams(ctx, s, in, rdb_a, a, rdb_b, b);
	p->is = alike ? VERDICT_SAME : VERDICT_DIFFERENT;
	return alike;
}

static bool compare_refs(fz_context *ctx, same *s, sides in, size_t i)
{
	trace *a = &s->levels[in.level].a, *b = &s->levels[in.level].b;
	trace_ref *x = &a->refs[i];
	const trace_ref *y = &b->refs[i];
	if (x->kind != y->kind || x->with != y->with || x->n != y->n)
		return false;
	void *of_a = a->refs[x->with].thing, *of_b = b->refs[x->with].thing;
	switch (x->kind) {
	case TRACE_FONT:
		return compare_fonts(ctx, s, x, y);
	case TRACE_SHOW:
		return rpdf_same_string(ctx, a->refs[x->with].pair, s->d, of_a, of_b, a->bytes + x->at, x->n);
	case TRACE_SPACE:
		/* Colours are compared as they look with the usual intent. */
		return x->thing == y->thing || (!a->intent && same_space(ctx, x->thing, y->thing));
	case TRACE_TINT:
		return same_tint(ctx, of_a, of_b, a, x);
	case TRACE_IMAGE:
		return compare_images(ctx, s, x, y);
	case TRACE_FORM:
		return compare_forms(ctx, s, in, x, y);
	}
	return false;
}

/* A space that stands in for a device's changes what its plain numbers look like. */
static bool has_default_spaces(fz_context *ctx, pdf_obj *rdb)
{
	pdf_obj *spaces = pdf_dict_get(ctx, rdb, PDF_NAME(ColorSpace));
	return pdf_dict_get(ctx, spaces, PDF_NAME(DefaultGray)) || pdf_dict_get(ctx, spaces, PDF_NAME(DefaultRGB))
	    || pdf_dict_get(ctx, spaces, PDF_NAME(DefaultCMYK));
}

static bool trace_stream(fz_context *ctx, trace *t, pdf_document *doc, pdf_obj *rdb, pdf_obj *stream)
{
	bool done = false;
	fz_var(done);
	fz_try(ctx)
		done = rpdf_trace(ctx, t, doc, rdb, stream);
	fz_catch(ctx)
		fz_rethrow_if(ctx, FZ_ERROR_MEMORY);
	return done;
}

static bool compare_streams(fz_context *ctx, same *s, sides in, pdf_obj *rdb_a, pdf_obj *stream_a,
                            pdf_obj *rdb_b, pdf_obj *stream_b)
{
	trace *a = &s->levels[in.level].a, *b = &s->levels[in.level].b;
	if (has_default_spaces(ctx, rdb_a) || has_default_spaces(ctx, rdb_b))
		return false;
	/* Both, whatever the first says: reading a broken file repairs it, and then it shows more. */
	bool done_a = trace_stream(ctx, a, in.a, rdb_a, stream_a);
	bool done_b = trace_stream(ctx, b, in.b, rdb_b, stream_b);
	if (!done_a || !done_b || !rpdf_trace_equal(a, b))
		return false;
	for (size_t i = 0; i < a->nrefs; i++)
		if (!compare_refs(ctx, s, in, i))
			return false;
	return true;
}

/* ---- a page ----------------------------------------------------------------------------------- */

/* What a layer hides never becomes an operator, so a document that has layers is not for this. */
static bool has_layers(fz_context *ctx, pdf_document *doc)
{
	return pdf_dict_getp(ctx, pdf_trailer(ctx, doc), "Root/OCProperties") != NULL;
}

static bool compare_pages(fz_context *ctx, same *s, sides in, pdf_obj *page_a, pdf_obj *page_b)
{
	if (s->npairs > MOST_PAIRS || s->nfonts > MOST_FONT_PAIRS)
		forget(ctx, s);
	if (has_layers(ctx, in.a) || has_layers(ctx, in.b))
		return false;
	return compare_streams(ctx, s, in, pdf_dict_get_inheritable(ctx, page_a, PDF_NAME(Resources)),
	                       pdf_dict_get(ctx, page_a, PDF_NAME(Contents)),
	                       pdf_dict_get_inheritable(ctx, page_b, PDF_NAME(Resources)),
	                       pdf_dict_get(ctx, page_b, PDF_NAME(Contents)));
}

bool rpdf_same_operators(fz_context *ctx, same *s, pdf_document *a, pdf_obj *page_a, pdf_document *b,
                         pdf_obj *page_b)
{
	bool alike = false;
	fz_var(alike);
	fz_try(ctx)
		alike = compare_pages(ctx, s, (sides){ a, b, 0 }, page_a, page_b);
	fz_always(ctx) {
		for (int i = 0; i <= DEEPEST_FORM; i++) {
			rpdf_trace_clear(ctx, &s->levels[i].a);
			rpdf_trace_clear(ctx, &s->levels[i].b);
		}
	}
	fz_catch(ctx) {
		fz_rethrow_if(ctx, FZ_ERROR_MEMORY);
		alike = false;
	}
	return alike;
}
