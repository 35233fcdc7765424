/* Whether two fonts draw a glyph alike, remembered from glyph to glyph and from page to page. */
#include "formats/pdf/proof/pagediff_int.h"

#include "formats/lib/mu.h"

#include <math.h>
#include <string.h>

enum { MOST_OUTLINE = 4096 };

/* ---- outlines ------------------------------------------------------------------------------- */

typedef struct outline {
	float at[MOST_OUTLINE];
	size_t n;
} outline;

static void put(outline *o, float v)
{
	if (o->n < MOST_OUTLINE)
		o->at[o->n++] = v;
}

static void outline_move(fz_context *ctx, void *arg, float x, float y)
{
	(void)ctx;
	put(arg, -1000), put(arg, x), put(arg, y);
}

static void outline_line(fz_context *ctx, void *arg, float x, float y)
{
	(void)ctx;
	put(arg, -2000), put(arg, x), put(arg, y);
}

static void outline_curve(fz_context *ctx, void *arg, float x1, float y1, float x2, float y2, float x3,
                          float y3)
{
	(void)ctx;
	put(arg, -3000), put(arg, x1), put(arg, y1), put(arg, x2), put(arg, y2);
	put(arg, x3), put(arg, y3);
}

static void outline_close(fz_context *ctx, void *arg)
{
	(void)ctx;
	put(arg, -4000);
}

static void load_outline(fz_context *ctx, fz_font *font, int gid, outline *o)
{
	static const fz_path_walker walker = {
		.moveto = outline_move, .lineto = outline_line, .curveto = outline_curve,
		.closepath = outline_close,
	};
	o->n = 0;
	fz_path *path = fz_outline_glyph(ctx, font, gid, fz_identity);
	if (!path)
		return;
	fz_walk_path(ctx, path, &walker, o);
	fz_drop_path(ctx, path);
}

static bool same_outline(fz_context *ctx, differ *d, fz_font *a, fz_font *b, int gid_a, int gid_b)
{
	outline *o = fz_malloc_array(ctx, 2, outline);
	bool same = false;
	fz_var(same);
	(void)d;
	fz_try(ctx) {
		load_outline(ctx, a, gid_a, &o[0]);
		load_outline(ctx, b, gid_b, &o[1]);
		same = o[0].n == o[1].n;
		for (size_t i = 0; same && i < o[0].n; i++)
			same = fabsf(o[0].at[i] - o[1].at[i]) < 0.002f;
	}
	fz_always(ctx)
		fz_free(ctx, o);
	fz_catch(ctx)
		fz_rethrow(ctx);
	return same;
}

/* ---- Type 3 --------------------------------------------------------------------------------- */

/* A glyph procedure that uses nothing but its own operators draws what its bytes say. One that
 * calls on resources (Do, Tf, gs, sh, patterns) can draw anything. */
static bool stands_alone(str proc)
{
	for (size_t i = 0; i + 1 < proc.n; i++)
		if (proc.p[i] == '/' && i + 1 < proc.n && proc.p[i + 1] >= 'A')
			return memmem(proc.p, proc.n, "ID", 2) != NULL && memmem(proc.p, proc.n, "Do", 2) == NULL
			       && memmem(proc.p, proc.n, "Tf", 2) == NULL && memmem(proc.p, proc.n, "gs", 2) == NULL;
	return true;
}

static bool same_type3(fz_context *ctx, fz_font *a, fz_font *b, int gid_a, int gid_b)
{
	fz_buffer **x = fz_font_t3_procs(ctx, a), **y = fz_font_t3_procs(ctx, b);
	if (!x || !y || gid_a < 0 || gid_a > 255 || gid_b < 0 || gid_b > 255)
		return false;
	str s = mu_buffer_str(ctx, x[gid_a]), t = mu_buffer_str(ctx, y[gid_b]);
	return str_eq(s, t) && stands_alone(s)
	       && memcmp(&a->t3matrix, &b->t3matrix, sizeof a->t3matrix) == 0;
}

/* ---- pairs ---------------------------------------------------------------------------------- */

static font_pair *look_up(fz_context *ctx, differ *d, fz_font *a, fz_font *b)
{
	if (d->last_pair && d->last_pair->a == a && d->last_pair->b == b)
		return d->last_pair;
	for (size_t i = 0; i < FONT_PAIRS; i++)
		if (d->pairs[i].a == a && d->pairs[i].b == b)
			return d->last_pair = &d->pairs[i];

	font_pair *p = &d->pairs[d->next_pair++ % FONT_PAIRS];
	fz_drop_font(ctx, p->a);
	fz_drop_font(ctx, p->b);
	memset(p, 0, sizeof *p);
	p->a = fz_keep_font(ctx, a);
	p->b = fz_keep_font(ctx, b);
	p->type3 = fz_font_t3_procs(ctx, a) || fz_font_t3_procs(ctx, b);
	str s = mu_buffer_str(ctx, a->buffer), t = mu_buffer_str(ctx, b->buffer);
	p->same = !p->type3 && s.n && str_eq(s, t) && a->flags.fake_bold == b->flags.fake_bold
	          && a->flags.fake_italic == b->flags.fake_italic;
	return d->last_pair = p;
}

bool rpdf_differ_same_glyph(fz_context *ctx, differ *d, fz_font *a, fz_font *b, int gid_a, int gid_b)
{
	if (a == b && gid_a == gid_b)
		return true;
	font_pair *p = look_up(ctx, d, a, b);
	if (p->same)
		return gid_a == gid_b;
	size_t slot = (size_t)gid_a % KNOWN_GLYPHS;
	if (gid_a >= 0 && p->known[slot].a == gid_a + 1 && p->known[slot].b == gid_b + 1)
		return p->known[slot].same;
	bool same = p->type3 ? same_type3(ctx, a, b, gid_a, gid_b)
	                     : gid_a < 0 ? gid_b < 0 : same_outline(ctx, d, a, b, gid_a, gid_b);
	if (gid_a >= 0)
		p->known[slot] = (known_glyph){ gid_a + 1, gid_b + 1, same };
	return same;
}
