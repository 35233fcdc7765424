#include "formats/pdf/late.h"

#include <string.h>

/* What is held back. Colours are two: the space, and the colour in it. */
enum slot {
	SLOT_WIDTH, SLOT_JOIN, SLOT_CAP, SLOT_MITER, SLOT_DASH, SLOT_INTENT, SLOT_FLATNESS, SLOT_STATE,
	SLOT_STROKE_SPACE, SLOT_STROKE, SLOT_FILL_SPACE, SLOT_FILL, SLOT_CLIP,
};

enum color { COLOR_NUMBERS, COLOR_PATTERN, COLOR_SHADE, COLOR_GRAY, COLOR_RGB, COLOR_CMYK };

struct held {
	enum slot slot;
	enum color color;
	char name[32];
	int n;
	float v[FZ_MAX_COLORS];
	pdf_obj *obj;            /* a dash array, or a graphics state */
	struct walk_path path;   /* a clip ...                        */
	fz_matrix lag;           /* ... and what leads to its space   */
};

/* The text state as the written stream has it. */
struct written {
	bool known, font_known;
	char font[32];
	float size, char_space, word_space, scale, rise;
	int render;
};

struct frame {
	bool open;               /* its q was written                                   */
	struct held *held;
	size_t n, room;
	fz_matrix lag;           /* what cm said and was not written                    */
	fz_matrix ctm;           /* of the written stream, to page points; once open    */
	struct written text;
};

struct late {
	pdf_processor super;
	pdf_processor *chain;
	struct frame *frames;
	int top, room;
	struct walk_path path;
	bool in_text, clips_by_text;
	bool paths_on_page;
};

#define LATE struct late *l = (struct late *)proc

static struct frame *top(struct late *l) { return &l->frames[l->top]; }

static void drop_held(fz_context *ctx, struct held *h)
{
	pdf_drop_obj(ctx, h->obj);
	walk_path_drop(ctx, &h->path);
}

static void drop_frame(fz_context *ctx, struct frame *f)
{
	for (size_t i = 0; i < f->n; i++)
		drop_held(ctx, &f->held[i]);
	fz_free(ctx, f->held);
	*f = (struct frame){ 0 };
}

static void late_drop(fz_context *ctx, pdf_processor *proc)
{
	LATE;
	for (int i = 0; i <= l->top && l->frames; i++)
		drop_frame(ctx, &l->frames[i]);
	fz_free(ctx, l->frames);
	walk_path_drop(ctx, &l->path);
}

/* ---- holding back ------------------------------------------------------------------------------- */

static bool replaces(enum slot fresh, const struct held *old, const char *name)
{
	switch (fresh) {
	case SLOT_CLIP:         return false;
	case SLOT_STATE:        return old->slot == SLOT_STATE && strcmp(old->name, name) == 0;
	case SLOT_STROKE_SPACE: return old->slot == SLOT_STROKE_SPACE || old->slot == SLOT_STROKE;
	case SLOT_FILL_SPACE:   return old->slot == SLOT_FILL_SPACE || old->slot == SLOT_FILL;
	default:                return old->slot == fresh;
	}
}

static struct held *hold(fz_context *ctx, struct late *l, enum slot slot, const char *name)
{
	struct frame *f = top(l);
	size_t n = 0;
	for (size_t i = 0; i < f->n; i++) {
		if (replaces(slot, &f->held[i], name))
			drop_held(ctx, &f->held[i]);
		else
			f->held[n++] = f->held[i];
	}
	f->n = n;
	if (f->n == f->room) {
		size_t room = f->room ? f->room * 2 : 8;
		f->held = fz_realloc_array(ctx, f->held, room, struct held);
		f->room = room;
	}
	struct held *h = &f->held[f->n++];
	memset(h, 0, sizeof *h);
	h->slot = slot;
	fz_strlcpy(h->name, name, sizeof h->name);
	return h;
}

static void hold_number(fz_context *ctx, struct late *l, enum slot slot, float v)
{
	hold(ctx, l, slot, "")->v[0] = v;
}

static void hold_color(fz_context *ctx, struct late *l, enum slot slot, enum color color, const char *name,
                       int n, const float *v)
{
	struct held *h = hold(ctx, l, slot, name);
	h->color = color;
	h->n = n < FZ_MAX_COLORS ? n : FZ_MAX_COLORS;
	for (int i = 0; i < h->n; i++)
		h->v[i] = v[i];
}

/* ---- writing ------------------------------------------------------------------------------------ */

static void end_text(fz_context *ctx, struct late *l)
{
	if (l->in_text)
		l->chain->op_ET(ctx, l->chain);
	l->in_text = false;
}

static bool is_identity(fz_matrix m)
{
	return m.a == 1 && m.b == 0 && m.c == 0 && m.d == 1 && m.e == 0 && m.f == 0;
}

static void write_lag(fz_context *ctx, struct late *l, struct frame *f, fz_matrix lag)
{
	if (is_identity(lag))
		return;
	end_text(ctx, l);
	l->chain->op_cm(ctx, l->chain, lag.a, lag.b, lag.c, lag.d, lag.e, lag.f);
	f->ctm = fz_concat(lag, f->ctm);
}

static void write_space(fz_context *ctx, pdf_processor *to, struct held *h)
{
	bool strokes = h->slot == SLOT_STROKE_SPACE;
	float *v = h->v;
	switch (h->color) {
	case COLOR_GRAY:
		(strokes ? to->op_G : to->op_g)(ctx, to, v[0]);
		break;
	case COLOR_RGB:
		(strokes ? to->op_RG : to->op_rg)(ctx, to, v[0], v[1], v[2]);
		break;
	case COLOR_CMYK:
		(strokes ? to->op_K : to->op_k)(ctx, to, v[0], v[1], v[2], v[3]);
		break;
	default:
		(strokes ? to->op_CS : to->op_cs)(ctx, to, h->name, NULL);
		break;
	}
}

static void write_color(fz_context *ctx, pdf_processor *to, struct held *h)
{
	bool strokes = h->slot == SLOT_STROKE;
	if (h->color == COLOR_PATTERN)
		(strokes ? to->op_SC_pattern : to->op_sc_pattern)(ctx, to, h->name, NULL, h->n, h->v);
	else if (h->color == COLOR_SHADE)
		(strokes ? to->op_SC_shade : to->op_sc_shade)(ctx, to, h->name, NULL);
	else
		(strokes ? to->op_SC_color : to->op_sc_color)(ctx, to, h->n, h->v);
}

static void write_held(fz_context *ctx, struct late *l, struct frame *f, struct held *h)
{
	pdf_processor *to = l->chain;
	switch (h->slot) {
	case SLOT_WIDTH:        to->op_w(ctx, to, h->v[0]); break;
	case SLOT_JOIN:         to->op_j(ctx, to, (int)h->v[0]); break;
	case SLOT_CAP:          to->op_J(ctx, to, (int)h->v[0]); break;
	case SLOT_MITER:        to->op_M(ctx, to, h->v[0]); break;
	case SLOT_FLATNESS:     to->op_i(ctx, to, h->v[0]); break;
	case SLOT_INTENT:       to->op_ri(ctx, to, h->name); break;
	case SLOT_DASH:         to->op_d(ctx, to, h->obj, h->v[0]); break;
	case SLOT_STROKE_SPACE:
	case SLOT_FILL_SPACE:   write_space(ctx, to, h); break;
	case SLOT_STROKE:
	case SLOT_FILL:         write_color(ctx, to, h); break;
	case SLOT_STATE:
		to->op_gs_begin(ctx, to, h->name, h->obj);
		to->op_gs_end(ctx, to);
		if (pdf_dict_get(ctx, h->obj, PDF_NAME(Font)))
			f->text.font_known = false;
		break;
	case SLOT_CLIP:
		write_lag(ctx, l, f, h->lag);
		end_text(ctx, l);
		walk_path_write(ctx, &h->path, to);
		to->op_n(ctx, to);
		break;
	}
}

/* Everything held back, from the outermost frame in. */
static void settle(fz_context *ctx, struct late *l)
{
	for (int i = 0; i <= l->top; i++) {
		struct frame *f = &l->frames[i];
		if (!f->open) {
			end_text(ctx, l);
			l->chain->op_q(ctx, l->chain);
			f->open = true;
			f->ctm = l->frames[i - 1].ctm;
			f->text = l->frames[i - 1].text;
		}
		for (size_t k = 0; k < f->n; k++) {
			write_held(ctx, l, f, &f->held[k]);
			drop_held(ctx, &f->held[k]);
			memset(&f->held[k], 0, sizeof f->held[k]);
		}
		f->n = 0;
	}
}

/* Catches up with the space that is in force. */
static void own_space(fz_context *ctx, struct late *l)
{
	write_lag(ctx, l, top(l), top(l)->lag);
	top(l)->lag = fz_identity;
}

/* Before anything that is drawn in user space and is not text. */
static void settle_space(fz_context *ctx, struct late *l)
{
	settle(ctx, l);
	end_text(ctx, l);
	own_space(ctx, l);
}

/* ---- state -------------------------------------------------------------------------------------- */

static void late_q(fz_context *ctx, pdf_processor *proc)
{
	LATE;
	if (l->top + 1 == l->room) {
		l->frames = fz_realloc_array(ctx, l->frames, l->room * 2, struct frame);
		l->room *= 2;
	}
	l->frames[l->top + 1] = (struct frame){ .lag = top(l)->lag };
	l->top++;
}

static void late_Q(fz_context *ctx, pdf_processor *proc)
{
	LATE;
	if (l->top == 0)
		return;
	if (top(l)->open) {
		end_text(ctx, l);
		l->chain->op_Q(ctx, l->chain);
	}
	drop_frame(ctx, top(l));
	l->top--;
}

static void late_cm(fz_context *ctx, pdf_processor *proc, float a, float b, float c, float d, float e, float f)
{
	LATE;
	(void)ctx;
	top(l)->lag = fz_concat(fz_make_matrix(a, b, c, d, e, f), top(l)->lag);
}

static void late_w(fz_context *ctx, pdf_processor *proc, float v) { LATE; hold_number(ctx, l, SLOT_WIDTH, v); }
static void late_j(fz_context *ctx, pdf_processor *proc, int v) { LATE; hold_number(ctx, l, SLOT_JOIN, (float)v); }
static void late_J(fz_context *ctx, pdf_processor *proc, int v) { LATE; hold_number(ctx, l, SLOT_CAP, (float)v); }
static void late_M(fz_context *ctx, pdf_processor *proc, float v) { LATE; hold_number(ctx, l, SLOT_MITER, v); }
static void late_i(fz_context *ctx, pdf_processor *proc, float v) { LATE; hold_number(ctx, l, SLOT_FLATNESS, v); }
static void late_ri(fz_context *ctx, pdf_processor *proc, const char *intent) { LATE; hold(ctx, l, SLOT_INTENT, intent); }

static void late_d(fz_context *ctx, pdf_processor *proc, pdf_obj *array, float phase)
{
	LATE;
	struct held *h = hold(ctx, l, SLOT_DASH, "");
	h->obj = pdf_keep_obj(ctx, array);
	h->v[0] = phase;
}

/* A soft mask stands in the space that is in force when it is set. */
static void late_gs_begin(fz_context *ctx, pdf_processor *proc, const char *name, pdf_obj *gs)
{
	LATE;
	struct held *h = hold(ctx, l, SLOT_STATE, name);
	h->obj = pdf_keep_obj(ctx, gs);
	if (pdf_is_dict(ctx, pdf_dict_get(ctx, gs, PDF_NAME(SMask)))) {
		struct held mask = *h;
		top(l)->n--;
		settle_space(ctx, l);
		write_held(ctx, l, top(l), &mask);
		drop_held(ctx, &mask);
	}
}

static void late_gs_end(fz_context *ctx, pdf_processor *proc) { (void)ctx; (void)proc; }

#define SPACE(op, slot, color, n, params, ...) \
	static void late_##op(fz_context *ctx, pdf_processor *proc, params) \
	{ LATE; const float v[] = { __VA_ARGS__ }; hold_color(ctx, l, slot, color, "", n, v); }
#define PARAMS(...) __VA_ARGS__
SPACE(G, SLOT_STROKE_SPACE, COLOR_GRAY, 1, PARAMS(float a), a)
SPACE(g, SLOT_FILL_SPACE, COLOR_GRAY, 1, PARAMS(float a), a)
SPACE(RG, SLOT_STROKE_SPACE, COLOR_RGB, 3, PARAMS(float a, float b, float c), a, b, c)
SPACE(rg, SLOT_FILL_SPACE, COLOR_RGB, 3, PARAMS(float a, float b, float c), a, b, c)
SPACE(K, SLOT_STROKE_SPACE, COLOR_CMYK, 4, PARAMS(float a, float b, float c, float d), a, b, c, d)
SPACE(k, SLOT_FILL_SPACE, COLOR_CMYK, 4, PARAMS(float a, float b, float c, float d), a, b, c, d)

#define COLOR(op, space, slot) \
	static void late_##op(fz_context *ctx, pdf_processor *proc, const char *name, fz_colorspace *cs) \
	{ LATE; (void)cs; hold_color(ctx, l, space, COLOR_NUMBERS, name, 0, NULL); } \
	static void late_##slot##_color(fz_context *ctx, pdf_processor *proc, int n, float *v) \
	{ LATE; hold_color(ctx, l, SLOT_##slot, COLOR_NUMBERS, "", n, v); } \
	static void late_##slot##_pattern(fz_context *ctx, pdf_processor *proc, const char *name, pdf_pattern *pat, int n, float *v) \
	{ LATE; (void)pat; hold_color(ctx, l, SLOT_##slot, COLOR_PATTERN, name, n, v); } \
	static void late_##slot##_shade(fz_context *ctx, pdf_processor *proc, const char *name, fz_shade *shade) \
	{ LATE; (void)shade; hold_color(ctx, l, SLOT_##slot, COLOR_SHADE, name, 0, NULL); }
COLOR(CS, SLOT_STROKE_SPACE, STROKE)
COLOR(cs, SLOT_FILL_SPACE, FILL)

/* ---- paths, images, forms ----------------------------------------------------------------------- */

#define BUILD(op, kind, params, ...) \
	static void late_##op(fz_context *ctx, pdf_processor *proc, params) \
	{ LATE; const float xy[] = { __VA_ARGS__ }; walk_path_add(ctx, &l->path, kind, xy); }
BUILD(m, PATH_MOVE, PARAMS(float a, float b), a, b)
BUILD(l, PATH_LINE, PARAMS(float a, float b), a, b)
BUILD(c, PATH_CURVE, PARAMS(float a, float b, float c, float d, float e, float f), a, b, c, d, e, f)
BUILD(v, PATH_CURVE_V, PARAMS(float a, float b, float c, float d), a, b, c, d)
BUILD(y, PATH_CURVE_Y, PARAMS(float a, float b, float c, float d), a, b, c, d)
BUILD(re, PATH_RECT, PARAMS(float a, float b, float c, float d), a, b, c, d)

static void late_h(fz_context *ctx, pdf_processor *proc) { LATE; walk_path_add(ctx, &l->path, PATH_CLOSE, NULL); }
static void late_W(fz_context *ctx, pdf_processor *proc) { LATE; (void)ctx; l->path.clip = CLIP_NONZERO; }
static void late_Wstar(fz_context *ctx, pdf_processor *proc) { LATE; (void)ctx; l->path.clip = CLIP_EVENODD; }

static void late_n(fz_context *ctx, pdf_processor *proc)
{
	LATE;
	if (l->path.clip != CLIP_NONE) {
		struct held *h = hold(ctx, l, SLOT_CLIP, "");
		h->path = l->path;
		h->lag = top(l)->lag;
		top(l)->lag = fz_identity;
		l->path = (struct walk_path){ 0 };
	}
	walk_path_clear(&l->path);
}

/* Writes the scale of the space that is in force, but not where it lies, and takes a path from page
 * points to there. */
static void move_here(fz_context *ctx, struct late *l)
{
	struct frame *f = top(l);
	fz_matrix was = f->lag, scale = { was.a, was.b, was.c, was.d, 0, 0 }, back;
	settle(ctx, l);
	end_text(ctx, l);
	if (fz_try_invert_matrix(&back, scale))
		scale = back = fz_identity;
	write_lag(ctx, l, f, scale);
	f->lag = fz_concat(was, back);
	if (!fz_try_invert_matrix(&back, f->ctm))
		walk_path_transform(&l->path, back);
}

void late_paths_on_page(pdf_processor *proc, bool on)
{
	LATE;
	l->paths_on_page = on;
}

static void paint(fz_context *ctx, struct late *l, void (*op)(fz_context *, pdf_processor *))
{
	if (l->path.nops > 0) {
		if (l->paths_on_page)
			move_here(ctx, l);
		else
			settle_space(ctx, l);
		walk_path_write(ctx, &l->path, l->chain);
		op(ctx, l->chain);
	}
	walk_path_clear(&l->path);
}

#define PAINT(op) static void late_##op(fz_context *ctx, pdf_processor *proc) { LATE; paint(ctx, l, l->chain->op_##op); }
PAINT(S) PAINT(s) PAINT(F) PAINT(f) PAINT(fstar) PAINT(B) PAINT(Bstar) PAINT(b) PAINT(bstar)

static void late_sh(fz_context *ctx, pdf_processor *proc, const char *name, fz_shade *shade)
{
	LATE;
	settle_space(ctx, l);
	l->chain->op_sh(ctx, l->chain, name, shade);
}

static void late_Do_image(fz_context *ctx, pdf_processor *proc, const char *name, fz_image *image)
{
	LATE;
	settle_space(ctx, l);
	l->chain->op_Do_image(ctx, l->chain, name, image);
}

static void late_Do_form(fz_context *ctx, pdf_processor *proc, const char *name, pdf_obj *form, pdf_obj *rdb)
{
	LATE;
	settle_space(ctx, l);
	l->chain->op_Do_form(ctx, l->chain, name, form, rdb);
}

static void late_BI(fz_context *ctx, pdf_processor *proc, fz_image *image, const char *space)
{
	LATE;
	settle_space(ctx, l);
	l->chain->op_BI(ctx, l->chain, image, space);
}

static void late_d0(fz_context *ctx, pdf_processor *proc, float wx, float wy)
{
	LATE;
	l->chain->op_d0(ctx, l->chain, wx, wy);
}

static void late_d1(fz_context *ctx, pdf_processor *proc, float wx, float wy, float a, float b, float c, float d)
{
	LATE;
	l->chain->op_d1(ctx, l->chain, wx, wy, a, b, c, d);
}

/* ---- text --------------------------------------------------------------------------------------- */

static void late_BT(fz_context *ctx, pdf_processor *proc) { (void)ctx; (void)proc; }

/* Text objects that follow each other are one, unless letters clip what comes after. */
static void late_ET(fz_context *ctx, pdf_processor *proc)
{
	LATE;
	if (l->clips_by_text)
		end_text(ctx, l);
	l->clips_by_text = false;
}

void late_font(fz_context *ctx, pdf_processor *proc, const char *font, float size)
{
	LATE;
	settle(ctx, l);
	struct written *w = &top(l)->text;
	if (!font[0] || (w->font_known && w->size == size && strcmp(w->font, font) == 0))
		return;
	l->chain->op_Tf(ctx, l->chain, font, NULL, size);
	fz_strlcpy(w->font, font, sizeof w->font);
	w->size = size;
	w->font_known = true;
}

static void write_text_state(fz_context *ctx, struct late *l, const pdf_text_state *text)
{
	struct written *w = &top(l)->text;
	pdf_processor *to = l->chain;
#define STATE(op, member, value) \
	if (!w->known || w->member != text->member) \
		to->op_##op(ctx, to, value); \
	w->member = text->member
	STATE(Tc, char_space, text->char_space);
	STATE(Tw, word_space, text->word_space);
	STATE(Tz, scale, text->scale * 100);
	STATE(Ts, rise, text->rise);
	STATE(Tr, render, text->render);
	w->known = true;
}

void late_show(fz_context *ctx, pdf_processor *proc, const char *font, const pdf_text_state *text,
               fz_matrix m, bool own, pdf_obj *items)
{
	LATE;
	fz_matrix back;
	settle(ctx, l);
	if (text->render % 4 == 1 || text->render % 4 == 2) /* as wide as its lines are in user space */
		own_space(ctx, l);
	if (own)
		own_space(ctx, l);
	else if (fz_try_invert_matrix(&back, top(l)->ctm))
		return; /* nothing can be seen of it */
	if (!l->in_text)
		l->chain->op_BT(ctx, l->chain);
	l->in_text = true;
	l->clips_by_text |= text->render >= 4;
	late_font(ctx, proc, font, text->size);
	write_text_state(ctx, l, text);
	if (!own)
		m = fz_concat(m, back);
	l->chain->op_Tm(ctx, l->chain, m.a, m.b, m.c, m.d, m.e, m.f);
	l->chain->op_TJ(ctx, l->chain, items);
}

static void late_close(fz_context *ctx, pdf_processor *proc)
{
	LATE;
	while (l->top > 0)
		late_Q(ctx, proc);
	end_text(ctx, l);
}

pdf_processor *late_new(fz_context *ctx, pdf_processor *chain, fz_matrix ctm, bool fresh)
{
	struct late *l = pdf_new_processor(ctx, sizeof *l);
	pdf_processor *o = &l->super;
	o->drop_processor = late_drop;
	o->close_processor = late_close;
	l->chain = chain;
	fz_try(ctx) {
		l->frames = fz_malloc_array(ctx, 8, struct frame);
		l->room = 8;
		l->frames[0] = (struct frame){ .open = true, .lag = fz_identity, .ctm = ctm,
			.text = { .known = fresh, .scale = 1 } };
	}
	fz_catch(ctx) {
		pdf_drop_processor(ctx, o);
		fz_rethrow(ctx);
	}
	o->op_q = late_q; o->op_Q = late_Q; o->op_cm = late_cm;
	o->op_w = late_w; o->op_j = late_j; o->op_J = late_J; o->op_M = late_M; o->op_d = late_d;
	o->op_ri = late_ri; o->op_i = late_i;
	o->op_gs_begin = late_gs_begin; o->op_gs_end = late_gs_end;
	o->op_m = late_m; o->op_l = late_l; o->op_c = late_c; o->op_v = late_v; o->op_y = late_y;
	o->op_h = late_h; o->op_re = late_re; o->op_W = late_W; o->op_Wstar = late_Wstar; o->op_n = late_n;
	o->op_S = late_S; o->op_s = late_s; o->op_F = late_F; o->op_f = late_f; o->op_fstar = late_fstar;
	o->op_B = late_B; o->op_Bstar = late_Bstar; o->op_b = late_b; o->op_bstar = late_bstar;
	o->op_G = late_G; o->op_g = late_g; o->op_RG = late_RG; o->op_rg = late_rg; o->op_K = late_K; o->op_k = late_k;
	o->op_CS = late_CS; o->op_cs = late_cs;
	o->op_SC_color = late_STROKE_color; o->op_sc_color = late_FILL_color;
	o->op_SC_pattern = late_STROKE_pattern; o->op_sc_pattern = late_FILL_pattern;
	o->op_SC_shade = late_STROKE_shade; o->op_sc_shade = late_FILL_shade;
	o->op_sh = late_sh; o->op_Do_image = late_Do_image; o->op_Do_form = late_Do_form; o->op_BI = late_BI;
	o->op_BT = late_BT; o->op_ET = late_ET; o->op_d0 = late_d0; o->op_d1 = late_d1;
	return o;
}
