#include "formats/pdf/proof/gap_read.h"

#include <math.h>
#include <string.h>

enum { DEEPEST = 64, FORMS = 16, MOST_FORMS = 20000, MOST_GLYPHS = 200000, MOST_BOXES = 50000, MOST_RECTS = 512 };

/* Colours this near black and white count as such. */
static const float BLACK = 0.2f, WHITE = 0.9f;

typedef struct gap_state {
	fz_matrix ctm;
	pdf_font_desc *font;                      /* kept */
	float size, char_space, word_space, scale, leading, rise, gray;
} gap_state;

typedef struct reader {
	pdf_processor super;
	pdf_document *doc;
	arena *mem;
	gap_page *out;
	gap_state states[DEEPEST];
	int top, beyond;                          /* beyond: q without room for it */
	int bottom, forms, drawn;                 /* the form we are in: its first state, how deep it lies; forms in all */
	fz_matrix tm, tlm;
	rect rects[MOST_RECTS]; int nrects;       /* of the path that is being built ... */
	bool other;                               /* ... which has more to it */
} reader;

#define READER reader *r = (reader *)proc; gap_state *s = &r->states[r->top]; (void)ctx, (void)s

/* ---- state -------------------------------------------------------------------------------------- */

static void on_q(fz_context *ctx, pdf_processor *proc)
{
	READER;
	if (r->top + 1 == DEEPEST) {
		r->out->too_much = true;
		r->beyond++;
		return;
	}
	r->states[++r->top] = *s;
	pdf_keep_font(ctx, s->font);
}

static void on_Q(fz_context *ctx, pdf_processor *proc)
{
	READER;
	if (r->beyond > 0) {
		r->beyond--;
		return;
	}
	if (r->top == r->bottom)
		return;
	pdf_drop_font(ctx, s->font);
	s->font = NULL;
	r->top--;
}

static void on_cm(fz_context *ctx, pdf_processor *proc, float a, float b, float c, float d, float e, float f)
{
	READER;
	s->ctm = fz_concat(fz_make_matrix(a, b, c, d, e, f), s->ctm);
}

#define NUMBER(op, member, value) \
	static void on_##op(fz_context *ctx, pdf_processor *proc, float v) { READER; s->member = value; }
NUMBER(Tc, char_space, v)
NUMBER(Tw, word_space, v)
NUMBER(Tz, scale, v / 100)
NUMBER(TL, leading, v)
NUMBER(Ts, rise, v)
NUMBER(g, gray, v)

static void on_rg(fz_context *ctx, pdf_processor *proc, float a, float b, float c)
{
	READER;
	s->gray = a <= BLACK && b <= BLACK && c <= BLACK ? 0 : a >= WHITE && b >= WHITE && c >= WHITE ? 1 : 0.5f;
}

static void on_k(fz_context *ctx, pdf_processor *proc, float a, float b, float c, float k)
{
	READER;
	s->gray = k >= WHITE ? 0 : a + b + c + k <= 1 - WHITE ? 1 : 0.5f;
}

static void on_cs(fz_context *ctx, pdf_processor *proc, const char *name, fz_colorspace *cs)
{
	READER;
	(void)name, (void)cs;
	s->gray = 0;
}

static void on_sc(fz_context *ctx, pdf_processor *proc, int n, float *v)
{
	READER;
	s->gray = 0.5f;
	if (n == 1)
		on_g(ctx, proc, v[0]);
	else if (n == 3)
		on_rg(ctx, proc, v[0], v[1], v[2]);
	else if (n == 4)
		on_k(ctx, proc, v[0], v[1], v[2], v[3]);
}

static void on_Tf(fz_context *ctx, pdf_processor *proc, const char *name, pdf_font_desc *font, float size)
{
	READER;
	(void)name;
	pdf_keep_font(ctx, font);
	pdf_drop_font(ctx, s->font);
	s->font = font;
	s->size = size;
}

/* ---- text --------------------------------------------------------------------------------------- */

static void on_BT(fz_context *ctx, pdf_processor *proc)
{
	READER;
	r->tm = r->tlm = fz_identity;
}

static void on_Tm(fz_context *ctx, pdf_processor *proc, float a, float b, float c, float d, float e, float f)
{
	READER;
	r->tm = r->tlm = fz_make_matrix(a, b, c, d, e, f);
}

static void on_Td(fz_context *ctx, pdf_processor *proc, float x, float y)
{
	READER;
	r->tm = r->tlm = fz_pre_translate(r->tlm, x, y);
}

static void on_TD(fz_context *ctx, pdf_processor *proc, float x, float y)
{
	READER;
	s->leading = -y;
	on_Td(ctx, proc, x, y);
}

static void on_Tstar(fz_context *ctx, pdf_processor *proc)
{
	READER;
	on_Td(ctx, proc, 0, -s->leading);
}

static bool means_blank(const pdf_font_desc *font, int cid, uint32_t code, int bytes)
{
	int u[8] = { 0 }, n = font->to_unicode ? pdf_lookup_cmap_full(font->to_unicode, (unsigned)cid, u) : 0;
	if (n == 0 && (size_t)cid < font->cid_to_ucs_len)
		u[0] = font->cid_to_ucs[cid], n = 1;
	return n == 0 || u[0] == 0 ? bytes == 1 && code == 32 : n == 1 && (u[0] == ' ' || u[0] == 0xa0 || u[0] == '\t');
}

static void show_one(fz_context *ctx, reader *r, uint32_t code, int bytes, bool spaced)
{
	gap_state *s = &r->states[r->top];
	int cid = pdf_lookup_cmap(s->font->encoding, code);
	if (cid < 0 || r->out->n >= MOST_GLYPHS) {
		r->out->too_much |= cid >= 0;
		return;
	}
	bool down = s->font->wmode != 0;
	float em = s->size, more = s->char_space + (bytes == 1 && code == 32 ? s->word_space : 0);
	float w = down ? pdf_lookup_vmtx(ctx, s->font, cid).w * 0.001f * em
	               : (float)pdf_lookup_hmtx(ctx, s->font, cid).w * 0.001f * em * s->scale;
	fz_matrix m = fz_concat(r->tm, s->ctm);
	if (r->super.hidden == 0)
		*ARENA_PUSH(r->mem, r->out->glyphs, r->out->n, r->out->room) = (gap_glyph){
			.at = fz_transform_point(fz_make_point(0, s->rise), m),
			.way = fz_transform_vector(down ? fz_make_point(0, w) : fz_make_point(w, 0), m),
			.size = fabsf(em) * hypotf(m.c, m.d), .blank = means_blank(s->font, cid, code, bytes),
			.spaced = spaced || s->char_space != 0 || s->word_space != 0, .upright = down,
			.white = s->gray >= WHITE,
		};
	r->tm = down ? fz_pre_translate(r->tm, 0, w + more) : fz_pre_translate(r->tm, w + more * s->scale, 0);
}

static void show(fz_context *ctx, reader *r, const unsigned char *p, size_t n, bool spaced)
{
	const unsigned char *end = p + n;
	while (r->states[r->top].font && p < end) {
		unsigned code = 0;
		int used = pdf_decode_cmap(r->states[r->top].font->encoding, (unsigned char *)p, (unsigned char *)end, &code);
		if (used <= 0)
			return;
		show_one(ctx, r, code, used, spaced);
		p += used;
	}
}

static void on_Tj(fz_context *ctx, pdf_processor *proc, char *text, size_t n)
{
	show(ctx, (reader *)proc, (const unsigned char *)text, n, false);
}

static void on_squote(fz_context *ctx, pdf_processor *proc, char *text, size_t n)
{
	on_Tstar(ctx, proc);
	on_Tj(ctx, proc, text, n);
}

static void on_dquote(fz_context *ctx, pdf_processor *proc, float aw, float ac, char *text, size_t n)
{
	on_Tw(ctx, proc, aw);
	on_Tc(ctx, proc, ac);
	on_squote(ctx, proc, text, n);
}

static void on_TJ(fz_context *ctx, pdf_processor *proc, pdf_obj *items)
{
	READER;
	bool spaced = false;
	int n = pdf_array_len(ctx, items);
	for (int i = 0; i < n && !spaced; i++)
		spaced = pdf_is_number(ctx, pdf_array_get(ctx, items, i)) && pdf_array_get_real(ctx, items, i) != 0;
	for (int i = 0; i < n; i++) {
		pdf_obj *item = pdf_array_get(ctx, items, i);
		if (pdf_is_string(ctx, item)) {
			show(ctx, r, (const unsigned char *)pdf_to_str_buf(ctx, item), pdf_to_str_len(ctx, item), spaced);
		} else if (s->font) {
			float by = -pdf_to_real(ctx, item) * 0.001f * s->size;
			r->tm = s->font->wmode ? fz_pre_translate(r->tm, 0, by) : fz_pre_translate(r->tm, by * s->scale, 0);
		}
	}
}

/* ---- rectangles ---------------------------------------------------------------------------------- */

static void on_re(fz_context *ctx, pdf_processor *proc, float x, float y, float w, float h)
{
	READER;
	fz_rect at = fz_transform_rect(fz_make_rect(fminf(x, x + w), fminf(y, y + h), fmaxf(x, x + w), fmaxf(y, y + h)), s->ctm);
	if (r->nrects < MOST_RECTS)
		r->rects[r->nrects++] = (rect){ at.x0, at.y0, at.x1, at.y1 };
}

static void on_m(fz_context *ctx, pdf_processor *proc, float x, float y)
{
	READER;
	(void)x, (void)y;
	r->other = true;
}

static void on_n(fz_context *ctx, pdf_processor *proc)
{
	READER;
	r->nrects = 0;
	r->other = false;
}

static void on_f(fz_context *ctx, pdf_processor *proc)
{
	READER;
	for (int i = 0; i < r->nrects && !r->other && s->gray <= BLACK && r->super.hidden == 0; i++) {
		if (r->out->nboxes == MOST_BOXES) {
			r->out->too_much = true;
			break;
		}
		*ARENA_PUSH(r->mem, r->out->boxes, r->out->nboxes, r->out->boxes_room) = (gap_box){ r->rects[i], r->out->n };
	}
	on_n(ctx, proc);
}

/* ---- forms --------------------------------------------------------------------------------------- */

static void on_Do_form(fz_context *ctx, pdf_processor *proc, const char *name, pdf_obj *form, pdf_obj *outer)
{
	reader *r = (reader *)proc;
	(void)name;
	if (r->forms == FORMS || r->drawn == MOST_FORMS || r->top + 2 >= DEEPEST) {
		r->out->too_much = true;
		return;
	}
	pdf_obj *own = pdf_dict_get(ctx, form, PDF_NAME(Resources));
	fz_matrix tm = r->tm, tlm = r->tlm;
	int bottom = r->bottom, beyond = r->beyond;
	r->forms++;
	r->drawn++;
	on_q(ctx, proc);
	r->bottom = r->top;
	r->beyond = 0;
	fz_matrix m = pdf_dict_get_matrix(ctx, form, PDF_NAME(Matrix));
	on_cm(ctx, proc, m.a, m.b, m.c, m.d, m.e, m.f);
	pdf_process_contents(ctx, proc, r->doc, own ? own : outer, form, NULL);
	r->beyond = 0;
	while (r->top > r->bottom)
		on_Q(ctx, proc);
	r->bottom = bottom;
	on_Q(ctx, proc);
	r->beyond = beyond;
	r->forms--;
	r->tm = tm;
	r->tlm = tlm;
}

/* ---- together ------------------------------------------------------------------------------------ */

static void drop_reader(fz_context *ctx, pdf_processor *proc)
{
	reader *r = (reader *)proc;
	for (int i = 0; i <= r->top; i++)
		pdf_drop_font(ctx, r->states[i].font);
}

static reader *new_reader(fz_context *ctx, pdf_document *doc, fz_matrix ctm, arena *mem, gap_page *out)
{
	reader *r = pdf_new_processor(ctx, sizeof *r);
	pdf_processor *p = &r->super;
	p->usage = "View";
	p->drop_processor = drop_reader;
	r->doc = doc;
	r->mem = mem;
	r->out = out;
	r->states[0] = (gap_state){ .ctm = ctm, .scale = 1 };
#define ON(x) p->op_##x = on_##x
	ON(q), ON(Q), ON(cm);
	ON(Tc), ON(Tw), ON(Tz), ON(TL), ON(Ts), ON(Tf), ON(BT), ON(Tm), ON(Td), ON(TD), ON(Tstar);
	ON(Tj), ON(TJ), ON(squote), ON(dquote);
	ON(g), ON(rg), ON(k), ON(cs);
	p->op_sc_color = on_sc;
	ON(re), ON(m), ON(n), ON(f);
	p->op_fstar = p->op_F = on_f;
	p->op_S = p->op_s = p->op_B = p->op_Bstar = p->op_b = p->op_bstar = on_n;
	ON(Do_form);
#undef ON
	return r;
}

void rpdf_gap_read(fz_context *ctx, pdf_document *doc, int number, fz_matrix ctm, arena *mem, gap_page *out)
{
	pdf_obj *page = pdf_lookup_page_obj(ctx, doc, number);
	pdf_obj *resources = pdf_dict_get_inheritable(ctx, page, PDF_NAME(Resources));
	*out = (gap_page){ 0 };
	reader *r = new_reader(ctx, doc, ctm, mem, out);
	fz_try(ctx)
		pdf_process_contents(ctx, &r->super, doc, resources, pdf_dict_get(ctx, page, PDF_NAME(Contents)), NULL);
	fz_always(ctx)
		pdf_drop_processor(ctx, &r->super);
	fz_catch(ctx)
		fz_rethrow(ctx);
}
