/* The operators of a content stream as one run of bytes, without the names of what they refer to. */
#include "formats/pdf/proof/sameops_tracer.h"

#include "formats/lib/mu.h"

/* ---- writing ---------------------------------------------------------------------------------- */

void trace_grow(fz_context *ctx, tracer *p, size_t more)
{
	trace *t = p->t;
	size_t room = t->room ? t->room * 2 : 64 << 10;
	while (room < t->n + more)
		room *= 2;
	if (room > MOST_BYTES)
		mu_throw(ctx, ERR_REFUSED, "a page has more operators than can be compared");
	t->bytes = fz_realloc(ctx, t->bytes, room);
	t->room = room;
}

size_t trace_put_bytes(fz_context *ctx, tracer *p, enum op op, const void *s, size_t n)
{
	uint32_t length = (uint32_t)n;
	if (n > MOST_BYTES)
		trace_refuse(p);
	if (p->refused)
		return 0;
	unsigned char *at = trace_more(ctx, p, 1 + sizeof length + n);
	*at = (unsigned char)op;
	memcpy(at + 1, &length, sizeof length);
	if (n)
		memcpy(at + 1 + sizeof length, s, n);
	return p->t->n - n;
}

trace_ref *trace_put_ref(fz_context *ctx, tracer *p, trace_kind kind)
{
	trace *t = p->t;
	if (t->nrefs == t->refs_room) {
		size_t room = t->refs_room ? t->refs_room * 2 : 256;
		t->refs = fz_realloc(ctx, t->refs, room * sizeof *t->refs);
		t->refs_room = room;
	}
	trace_ref *r = &t->refs[t->nrefs++];
	*r = (trace_ref){ .kind = kind };
	return r;
}

/* ---- operators that are their numbers --------------------------------------------------------- */

#define NUMBERS_0(x, op) static void on_##x(fz_context *ctx, pdf_processor *p) { trace_put(ctx, (tracer *)p, op, NULL, 0); }
#define NUMBERS_1(x) static void on_##x(fz_context *ctx, pdf_processor *p, float a) { PUT(OP_##x, a); }
#define NUMBERS_2(x) static void on_##x(fz_context *ctx, pdf_processor *p, float a, float b) { PUT(OP_##x, a, b); }
#define NUMBERS_4(x) \
	static void on_##x(fz_context *ctx, pdf_processor *p, float a, float b, float c, float d) { PUT(OP_##x, a, b, c, d); }
#define NUMBERS_6(x) \
	static void on_##x(fz_context *ctx, pdf_processor *p, float a, float b, float c, float d, float e, float f) \
	{ PUT(OP_##x, a, b, c, d, e, f); }
#define WHOLE(x) static void on_##x(fz_context *ctx, pdf_processor *p, int a) { PUT(OP_##x, (float)a); }

NUMBERS_6(cm) NUMBERS_1(w) WHOLE(j) WHOLE(J) NUMBERS_1(M) NUMBERS_1(i)
NUMBERS_2(m) NUMBERS_2(l) NUMBERS_6(c) NUMBERS_4(v) NUMBERS_4(y) NUMBERS_0(h, OP_h) NUMBERS_4(re)
NUMBERS_0(S, OP_S) NUMBERS_0(s, OP_s) NUMBERS_0(f, OP_f) NUMBERS_0(fstar, OP_fstar)
NUMBERS_0(B, OP_B) NUMBERS_0(Bstar, OP_Bstar) NUMBERS_0(b, OP_b) NUMBERS_0(bstar, OP_bstar) NUMBERS_0(n, OP_n)
NUMBERS_0(W, OP_W) NUMBERS_0(Wstar, OP_Wstar)
NUMBERS_1(Tc) NUMBERS_1(Tw) NUMBERS_1(Tz) NUMBERS_1(TL) WHOLE(Tr) NUMBERS_1(Ts)
NUMBERS_2(Td) NUMBERS_2(TD) NUMBERS_6(Tm) NUMBERS_0(Tstar, OP_Tstar)
NUMBERS_1(gs_ca) NUMBERS_1(gs_CA) WHOLE(gs_OP) WHOLE(gs_op) WHOLE(gs_OPM)

static void on_d(fz_context *ctx, pdf_processor *p, pdf_obj *array, float phase)
{
	int n = pdf_array_len(ctx, array);
	if (n > MOST_DASHES) {
		trace_refuse((tracer *)p);
		return;
	}
	PUT(OP_d, (float)n, phase);
	unsigned char *at = trace_more(ctx, (tracer *)p, (size_t)n * sizeof(float));
	for (int i = 0; i < n; i++) {
		float v = pdf_array_get_real(ctx, array, i);
		memcpy(at + (size_t)i * sizeof v, &v, sizeof v);
	}
}

/* ---- states ----------------------------------------------------------------------------------- */

static void on_q(fz_context *ctx, pdf_processor *super)
{
	tracer *p = (tracer *)super;
	if (p->depth + 1 == DEEPEST_STATE) {
		trace_refuse(p);
		return;
	}
	p->states[p->depth + 1] = p->states[p->depth];
	p->depth++;
	trace_put(ctx, p, OP_q, NULL, 0);
}

static void on_Q(fz_context *ctx, pdf_processor *super)
{
	tracer *p = (tracer *)super;
	if (p->depth == 0) {
		trace_refuse(p);
		return;
	}
	p->depth--;
	trace_put(ctx, p, OP_Q, NULL, 0);
	if (p->depth == 0 && !p->closed_at)
		p->closed_at = p->t->n;
}

/* ---- text ------------------------------------------------------------------------------------- */

/* Text that is not between BT and ET, or not in a font of this stream, may be drawn in a state that
 * comes from elsewhere. */
static void on_BT(fz_context *ctx, pdf_processor *p)
{
	((tracer *)p)->in_text = true;
	trace_put(ctx, (tracer *)p, OP_BT, NULL, 0);
}

static void on_ET(fz_context *ctx, pdf_processor *p)
{
	((tracer *)p)->in_text = false;
	trace_put(ctx, (tracer *)p, OP_ET, NULL, 0);
}

/* The object number of a resource, 0 when it is none of its own. */
static int number_of(fz_context *ctx, const tracer *p, pdf_obj *category, const char *name)
{
	return pdf_to_num(ctx, pdf_dict_gets(ctx, pdf_dict_get(ctx, p->rdb, category), name));
}

static void on_Tf(fz_context *ctx, pdf_processor *super, const char *name, pdf_font_desc *font, float size)
{
	tracer *p = (tracer *)super;
	int num = number_of(ctx, p, PDF_NAME(Font), name);
	if (!num || !font) {
		trace_refuse(p);
		return;
	}
	trace_put(ctx, p, OP_Tf, &size, 1);
	trace_ref *r = trace_put_ref(ctx, p, TRACE_FONT);
	r->num = num;
	r->thing = pdf_keep_font(ctx, font);
	p->states[p->depth].font = (int)p->t->nrefs - 1;
}

static void show(fz_context *ctx, tracer *p, const char *s, size_t n)
{
	int font = p->states[p->depth].font;
	if (!p->in_text || font < 0)
		trace_refuse(p);
	size_t at = trace_put_bytes(ctx, p, OP_show, s, n);
	if (p->refused)
		return;
	trace_ref *r = trace_put_ref(ctx, p, TRACE_SHOW);
	r->with = font;
	r->at = at;
	r->n = (uint32_t)n;
}

static void on_Tj(fz_context *ctx, pdf_processor *p, char *s, size_t n)
{
	show(ctx, (tracer *)p, s, n);
}

static void on_TJ(fz_context *ctx, pdf_processor *p, pdf_obj *array)
{
	int n = pdf_array_len(ctx, array);
	if (!pdf_is_array(ctx, array))
		trace_refuse((tracer *)p);
	for (int i = 0; i < n; i++) {
		pdf_obj *it = pdf_array_get(ctx, array, i);
		if (pdf_is_string(ctx, it))
			show(ctx, (tracer *)p, pdf_to_str_buf(ctx, it), pdf_to_str_len(ctx, it));
		else
			PUT(OP_adjust, pdf_to_real(ctx, it));
	}
}

static void on_squote(fz_context *ctx, pdf_processor *p, char *s, size_t n)
{
	on_Tstar(ctx, p);
	on_Tj(ctx, p, s, n);
}

static void on_dquote(fz_context *ctx, pdf_processor *p, float aw, float ac, char *s, size_t n)
{
	on_Tw(ctx, p, aw);
	on_Tc(ctx, p, ac);
	on_squote(ctx, p, s, n);
}

/* ---- images and forms ------------------------------------------------------------------------- */

static void on_BI(fz_context *ctx, pdf_processor *p, fz_image *image, const char *space)
{
	(void)space;
	trace_put(ctx, (tracer *)p, OP_image, NULL, 0);
	trace_put_ref(ctx, (tracer *)p, TRACE_IMAGE)->thing = fz_keep_image(ctx, image);
}

static void on_Do_image(fz_context *ctx, pdf_processor *super, const char *name, fz_image *image)
{
	tracer *p = (tracer *)super;
	pdf_obj *x = pdf_dict_gets(ctx, pdf_dict_get(ctx, p->rdb, PDF_NAME(XObject)), name);
	if (!pdf_is_indirect(ctx, x) || pdf_dict_get(ctx, x, PDF_NAME(OC)))
		trace_refuse(p);
	trace_put(ctx, p, OP_image, NULL, 0);
	trace_ref *r = trace_put_ref(ctx, p, TRACE_IMAGE);
	r->num = pdf_to_num(ctx, x);
	r->thing = fz_keep_image(ctx, image);
}

static void on_Do_form(fz_context *ctx, pdf_processor *super, const char *name, pdf_obj *form, pdf_obj *rdb)
{
	tracer *p = (tracer *)super;
	int num = number_of(ctx, p, PDF_NAME(XObject), name);
	(void)rdb;
	if (!num || pdf_dict_get(ctx, form, PDF_NAME(OC)))
		trace_refuse(p);
	trace_put(ctx, p, OP_form, NULL, 0);
	trace_ref *r = trace_put_ref(ctx, p, TRACE_FORM);
	r->num = num;
	r->thing = pdf_keep_obj(ctx, form);
}

/* ---- what is not looked into ------------------------------------------------------------------ */

static void on_BDC(fz_context *ctx, pdf_processor *p, const char *tag, pdf_obj *raw, pdf_obj *cooked)
{
	(void)ctx, (void)raw, (void)cooked;
	if (strcmp(tag, "OC") == 0)
		trace_refuse((tracer *)p);
}

static void on_pattern(fz_context *ctx, pdf_processor *p, const char *name, pdf_pattern *pattern, int n, float *v)
{
	(void)ctx, (void)name, (void)pattern, (void)n, (void)v;
	trace_refuse((tracer *)p);
}

static void on_shade(fz_context *ctx, pdf_processor *p, const char *name, fz_shade *shade)
{
	(void)ctx, (void)name, (void)shade;
	trace_refuse((tracer *)p);
}

static void on_d0(fz_context *ctx, pdf_processor *p, float x, float y)
{
	(void)ctx, (void)x, (void)y;
	trace_refuse((tracer *)p);
}

static void on_d1(fz_context *ctx, pdf_processor *p, float x, float y, float x0, float y0, float x1, float y1)
{
	(void)ctx, (void)x, (void)y, (void)x0, (void)y0, (void)x1, (void)y1;
	trace_refuse((tracer *)p);
}

/* ---- together --------------------------------------------------------------------------------- */

static tracer *new_tracer(fz_context *ctx, trace *t, pdf_obj *rdb)
{
	tracer *p = pdf_new_processor(ctx, sizeof *p);
	pdf_processor *s = &p->super;
	p->t = t;
	p->rdb = rdb;
	p->states[0] = (trace_state){ INHERITED, INHERITED, INHERITED };
	s->usage = "View"; /* as the comparison looks at a page */

#define ON(x) s->op_##x = on_##x
	ON(w), ON(j), ON(J), ON(M), ON(d), ON(i);
	ON(gs_ca), ON(gs_CA), ON(gs_OP), ON(gs_op), ON(gs_OPM);
	ON(q), ON(Q), ON(cm), ON(m), ON(l), ON(c), ON(v), ON(y), ON(h), ON(re);
	ON(S), ON(s), ON(f), ON(fstar), ON(B), ON(Bstar), ON(b), ON(bstar), ON(n), ON(W), ON(Wstar);
	s->op_F = on_f;
	ON(BT), ON(ET), ON(Tc), ON(Tw), ON(Tz), ON(TL), ON(Tf), ON(Tr), ON(Ts), ON(Td), ON(TD), ON(Tm);
	ON(Tstar), ON(TJ), ON(Tj), ON(squote), ON(dquote), ON(d0), ON(d1);
	s->op_SC_pattern = s->op_sc_pattern = on_pattern;
	s->op_SC_shade = s->op_sc_shade = s->op_sh = on_shade;
	ON(BI), ON(Do_image), ON(Do_form), ON(BDC);
#undef ON
	trace_colour_ops(s);
	return p;
}

bool rpdf_trace(fz_context *ctx, trace *t, pdf_document *doc, pdf_obj *rdb, pdf_obj *contents)
{
	rpdf_trace_clear(ctx, t);
	tracer *p = new_tracer(ctx, t, rdb);
	bool done = false;
	fz_var(done);
	fz_try(ctx) {
		pdf_process_contents(ctx, &p->super, doc, rdb, contents, &p->cookie);
		done = !p->refused && !p->in_text && p->cookie.errors == 0 && !p->cookie.incomplete;
		t->wrapped = t->n >= 2 && t->bytes[0] == OP_q && p->closed_at == t->n;
	}
	fz_always(ctx)
		pdf_drop_processor(ctx, &p->super);
	fz_catch(ctx)
		fz_rethrow(ctx);
	return done;
}

void rpdf_trace_clear(fz_context *ctx, trace *t)
{
	for (size_t i = 0; i < t->nrefs; i++) {
		void *thing = t->refs[i].thing;
		switch (t->refs[i].kind) {
		case TRACE_FONT:  pdf_drop_font(ctx, thing); break;
		case TRACE_SPACE: fz_drop_colorspace(ctx, thing); break;
		case TRACE_IMAGE: fz_drop_image(ctx, thing); break;
		case TRACE_FORM:  pdf_drop_obj(ctx, thing); break;
		case TRACE_SHOW: case TRACE_TINT: break;
		}
	}
	t->n = t->nrefs = 0;
	t->wrapped = t->intent = false;
}

void rpdf_trace_free(fz_context *ctx, trace *t)
{
	rpdf_trace_clear(ctx, t);
	fz_free(ctx, t->bytes);
	fz_free(ctx, t->refs);
	*t = (trace){ 0 };
}

bool rpdf_trace_equal(const trace *a, const trace *b)
{
	if (a->nrefs != b->nrefs)
		return false;
	if (a->n == b->n && (a->n == 0 || memcmp(a->bytes, b->bytes, a->n) == 0))
		return true;
	return b->wrapped && b->n == a->n + 2 && (a->n == 0 || memcmp(a->bytes, b->bytes + 1, a->n) == 0);
}
