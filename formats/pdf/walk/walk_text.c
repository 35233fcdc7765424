/*
 * Text operators: every code becomes a glyph with a number, a meaning and a place, and where one
 * must not stay the string is written as a TJ array with its advance in place of it, so that what
 * follows stands where it stood. ISO 32000-1, 9.2 to 9.4.
 */
#include "formats/pdf/walk/walk_view.h"

#include <math.h>
#include <string.h>

/* A string being shown: what stays of it, as the items of a TJ array. */
struct show {
	pdf_obj *items;
	fz_buffer *run;      /* bytes that stay and are not yet in items                         */
	float gap;           /* movement not yet in items, in thousandths of text space          */
	bool changed;        /* something went                                                   */
	bool unmoved;        /* a movement that no number can say, since the font size is zero   */
	struct placed_run *placed; /* when text is written by places: the above is not used         */
};

static void flush_run(fz_context *ctx, struct show *s)
{
	if (!s->run || s->run->len == 0)
		return;
	pdf_array_push_string(ctx, s->items, (const char *)s->run->data, s->run->len);
	s->run->len = 0;
}

static void flush_gap(fz_context *ctx, struct show *s)
{
	if (s->gap != 0)
		pdf_array_push_real(ctx, s->items, s->gap);
	s->gap = 0;
}

static void write_matrix(fz_context *ctx, struct walk_proc *p, fz_matrix m)
{
	p->chain->op_Tm(ctx, p->chain, m.a, m.b, m.c, m.d, m.e, m.f);
}

/* Writes what has been gathered and goes on with an empty array. */
static void write_show(fz_context *ctx, struct walk_proc *p, struct show *s)
{
	flush_run(ctx, s);
	flush_gap(ctx, s);
	if (pdf_array_len(ctx, s->items) > 0)
		p->chain->op_TJ(ctx, p->chain, s->items);
	while (pdf_array_len(ctx, s->items) > 0)
		pdf_array_delete(ctx, s->items, pdf_array_len(ctx, s->items) - 1);
	if (s->unmoved) {
		write_matrix(ctx, p, p->tm);
		p->line_moved = true;
	}
	s->unmoved = false;
}

static void keep_bytes(fz_context *ctx, struct walk_proc *p, struct show *s, const unsigned char *bytes, int n)
{
	if (s->unmoved)
		write_show(ctx, p, s);
	if (s->gap != 0) {
		flush_run(ctx, s);
		flush_gap(ctx, s);
	}
	fz_append_data(ctx, s->run, bytes, n);
}

/* A glyph goes: the same way is made without it. */
static void skip_advance(struct show *s, const pdf_text_state *text, fz_point by)
{
	s->changed = true;
	float way = text->font->wmode ? by.y : text->scale != 0 ? by.x / text->scale : 0;
	if (way == 0)
		return;
	if (text->size == 0)
		s->unmoved = true;
	else
		s->gap -= way * 1000 / text->size;
}

/* What places the glyphs of one string: worked out once, not for each of them. */
struct pen {
	struct walk_face *face;
	fz_matrix page;      /* text space to page points; only its directions stay true         */
	fz_matrix trm;       /* em square to page points, where the pen stands                   */
	float size;          /* of the em, points on the page                                    */
	bool upright;        /* letters stand upright or on their head, and run left or right    */
	bool slants;
	rpdf_glyph glyph;    /* as the hook is told of it; what all of a string share stays      */
};

/* What holds for every glyph of a string. */
static void set_shared(const struct walk_proc *p, const struct pen *pen, rpdf_glyph *g)
{
	const struct walk *w = p->walk;
	const pdf_text_state *text = &p->gs[p->top].text;
	g->hidden = p->hidden > 0;
	g->unpainted = text->render == 3 || text->render == 7;
	g->clips = text->render >= 4;
	g->font = text->font->font;
	g->set_off = p->set_off;
	g->in_cell = w->in_cell;
	g->within = w->views && !w->in_cell ? p->gs[p->top].view : fz_infinite_rect;
	g->size = pen->size;
	g->vertical = text->font->wmode;
}

static struct pen new_pen(fz_context *ctx, const struct walk_proc *p)
{
	const struct walk_gstate *gs = &p->gs[p->top];
	const pdf_text_state *text = &gs->text;
	fz_matrix em = { text->size * text->scale, 0, 0, text->size, 0, text->rise };
	struct pen pen = {
		.face = walk_face_of(ctx, &p->walk->faces, text->font),
		.page = fz_concat(p->tm, gs->ctm),
	};
	pen.trm = fz_concat(em, pen.page);
	pen.size = hypotf(pen.trm.c, pen.trm.d);
	pen.upright = pen.trm.b == 0 && pen.trm.c == 0;
	pen.slants = !fz_is_rectilinear(pen.trm);
	set_shared(p, &pen, &pen.glyph);
	return pen;
}

/* Moves a matrix along its own directions by a way in text space. */
static void move(fz_matrix *m, const fz_matrix *directions, fz_point way)
{
	m->e += way.x * directions->a + way.y * directions->c;
	m->f += way.x * directions->b + way.y * directions->d;
}

/* A line that climbs no more than this is nearly level, as on paper that lay askew in the scanner; letters that
 * lean no more are italics. In parts of the way along, and of the height. */
static const float ASKEW = 0.1f, LEANS = 0.5f;

/* The upright box around a slanting glyph takes in half of the next one. A square in its middle says
 * as well where it stands, and covers nothing of its neighbours. Where the slant is slight, its box turned
 * back does, and covers the letter that a scan shows there. */
static fz_rect on_slant(fz_rect box, fz_matrix trm)
{
	fz_point mid = fz_transform_point_xy((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2, trm);
	float wide = (box.x1 - box.x0) * hypotf(trm.a, trm.b), high = (box.y1 - box.y0) * hypotf(trm.c, trm.d);
	if (fabsf(trm.b) <= ASKEW * fabsf(trm.a) && fabsf(trm.c) <= LEANS * fabsf(trm.d))
		return fz_make_rect(mid.x - wide / 2, mid.y - high / 2, mid.x + wide / 2, mid.y + high / 2);
	float half = 0.4f * fz_min(wide, high);
	return fz_make_rect(mid.x - half, mid.y - half, mid.x + half, mid.y + half);
}

static fz_rect place_box(const struct pen *pen, fz_rect box, fz_matrix trm)
{
	if (pen->slants)
		return on_slant(box, trm);
	if (!pen->upright)
		return fz_transform_rect(box, trm);
	float x0 = trm.e + trm.a * box.x0, x1 = trm.e + trm.a * box.x1;
	float y0 = trm.f + trm.d * box.y0, y1 = trm.f + trm.d * box.y1;
	return fz_make_rect(fz_min(x0, x1), fz_min(y0, y1), fz_max(x0, x1), fz_max(y0, y1));
}

static void place_glyph(const pdf_text_state *text, const struct pen *pen, const struct walk_char *c, rpdf_glyph *g)
{
	const struct walk_face *face = pen->face;
	fz_rect box;
	g->trm = pen->trm;
	if (face->font->wmode) {
		move(&g->trm, &pen->page, fz_make_point(-c->vx * fabsf(text->size), -c->vy * text->size));
		g->to = fz_transform_point_xy(0, c->advance, g->trm);
		box = fz_make_rect(0, c->vy + fz_min(c->advance, 0), 1, c->vy);
	} else {
		g->to = fz_make_point(g->trm.e + c->advance * g->trm.a, g->trm.f + c->advance * g->trm.b);
		box = fz_make_rect(fz_min(c->advance, 0), face->descent, fz_max(c->advance, 0), face->ascent);
	}
	g->from = fz_make_point(g->trm.e, g->trm.f);
	g->advance = c->advance;
	g->box = place_box(pen, box, g->trm);
}

/* How far a code moves the pen, in text space; c is NULL for one that shows nothing. */
static fz_point advance(const pdf_text_state *text, const struct walk_char *c, bool blank)
{
	float way = c ? c->advance * text->size + text->char_space : 0;
	if (blank)
		way += text->word_space;
	return text->font->wmode ? fz_make_point(0, way) : fz_make_point(way * text->scale, 0);
}

/* Asks the hook about one glyph. A hook that wants no letters spares us placing them. */
static bool ask_glyph(fz_context *ctx, struct walk_proc *p, struct pen *pen, const struct walk_char *c)
{
	struct walk *w = p->walk;
	rpdf_glyph *g = &pen->glyph;
	g->number = w->glyphs++;
	if (w->glyphs > WALK_GLYPHS)
		mu_throw(ctx, ERR_REFUSED, "a page draws more than %d letters", WALK_GLYPHS);
	if (!w->hook->glyph && !w->views)
		return p->hidden == 0;
	g->opens = p->opens;
	g->gid = c->gid;
	g->nucs = c->nucs;
	g->ucs[0] = c->ucs[0];
	for (int i = 1; i < c->nucs; i++)
		g->ucs[i] = c->ucs[i];
	place_glyph(&walk_gs(p)->text, pen, c, g);
	if (p->patterns || walk_has_shade(p))
		p->shown = fz_union_rect(p->shown, fz_expand_rect(g->box, g->size));
	g->unseen = walk_glyph_unseen(ctx, p, g);
	w->tally.unseen_letters += g->unseen && !g->hidden;
	bool stays = !w->hook->glyph || w->hook->glyph(ctx, w->hook->arg, g);
	return stays && !g->hidden && !g->unseen;
}

/* One string. Moves the text matrix past it; tells the hook of each glyph; with a show, sorts the
 * bytes into those that stay and those that go. */
static void show_string(fz_context *ctx, struct walk_proc *p, unsigned char *s, size_t n, struct show *out)
{
	const pdf_text_state *text = &walk_gs(p)->text;
	unsigned char *end = s + n;
	struct pen pen = new_pen(ctx, p);

	while (s < end) {
		unsigned int code;
		int used = walk_code_of(pen.face, s, end, &code);
		const struct walk_char *c = walk_char_of(ctx, pen.face, code);
		fz_point way = advance(text, c, code == 32 && used == 1);
		bool stays = false;

		if (s == end - n)
			p->opens = (int)(n / (size_t)used);
		if (c)
			stays = ask_glyph(ctx, p, &pen, c);
		else
			p->walk->tally.undecodable++; /* draws nothing here, but another reader may see letters */
		if (c && p->walk->hook->unpack && walk_pack(ctx, p, c))
			stays = false;
		if (text->render >= 4 && c) {
			p->clips_left |= stays;
			p->clips_gone |= !stays;
		}
		if (out && out->placed && stays)
			walk_placed_keep(ctx, p, out->placed, s, used, pen.trm, c->advance);
		else if (out && out->placed)
			walk_placed_skip(ctx, p, out->placed, c != NULL);
		else if (out && !out->placed && stays)
			keep_bytes(ctx, p, out, s, used);
		else if (out && !out->placed)
			skip_advance(out, text, way);
		p->opens = 0;
		move(&p->tm, &p->tm, way);
		move(&pen.trm, &pen.page, way);
		s += used;
	}
}

/* A number in a TJ array. */
static void show_move(fz_context *ctx, struct walk_proc *p, float thousandths, struct show *out)
{
	const pdf_text_state *text = &walk_gs(p)->text;
	float way = -thousandths * text->size * 0.001f;
	if (text->font->wmode == 0)
		p->tm = fz_pre_translate(p->tm, way * text->scale, 0);
	else
		p->tm = fz_pre_translate(p->tm, 0, way);
	if (out && out->placed)
		walk_placed_move(ctx, out->placed, thousandths);
	else if (out)
		out->gap += thousandths;
}

/* A string (array NULL) or a TJ array. */
static void show_items(fz_context *ctx, struct walk_proc *p, char *bytes, size_t n, pdf_obj *array,
                       struct show *out)
{
	p->set_off = false;
	if (!array) {
		show_string(ctx, p, (unsigned char *)bytes, n, out);
		return;
	}
	for (int i = 0; i < pdf_array_len(ctx, array); i++) {
		pdf_obj *item = pdf_array_get(ctx, array, i);
		if (pdf_is_string(ctx, item)) {
			size_t len;
			char *at = (char *)pdf_to_string(ctx, item, &len);
			show_string(ctx, p, (unsigned char *)at, len, out);
			p->set_off = false;
		} else if (pdf_is_number(ctx, item)) {
			p->set_off = true;
			show_move(ctx, p, pdf_to_real(ctx, item), out);
		}
	}
}

static void show(fz_context *ctx, struct walk_proc *p, char *bytes, size_t n, pdf_obj *array)
{
	if (!walk_gs(p)->text.font)
		return; /* draws nothing; its bytes go */
	p->shown = fz_empty_rect;
	if (!p->chain || walk_gs(p)->font_loops) {
		show_items(ctx, p, bytes, n, array, NULL);
		if (p->patterns)
			walk_ink_text(ctx, p, p->shown);
		return;
	}

	struct show s = { 0 };
	struct placed_run run = { 0 };
	fz_var(s);
	fz_try(ctx) {
		s.items = run.items = pdf_new_array(ctx, p->walk->doc, 4);
		s.run = run.bytes = fz_new_buffer(ctx, n + 64);
		s.placed = p->placed ? &run : NULL;
		show_items(ctx, p, bytes, n, array, &s);
		if (p->patterns)
			walk_ink_text(ctx, p, p->shown);
		walk_shade_text(ctx, p, p->shown);
		if (p->placed)
			walk_placed_end(ctx, p, &run);
		else if (!s.changed && !array)
			p->chain->op_Tj(ctx, p->chain, bytes, n);
		else
			write_show(ctx, p, &s);
		walk_unpack(ctx, p);
	}
	fz_always(ctx) {
		fz_drop_buffer(ctx, s.run);
		pdf_drop_obj(ctx, s.items);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
}

/* ---- the operators ---------------------------------------------------------------------------- */

#define PROC struct walk_proc *p = (struct walk_proc *)proc
#define WRITES (p->chain && !p->in_gs)
/* Text written by places carries its state with it. */
#define SETS (WRITES && !p->placed)

static void op_BT(fz_context *ctx, pdf_processor *proc)
{
	PROC;
	p->tm = p->tlm = fz_identity;
	p->line_moved = p->leans = p->clips_gone = p->clips_left = false;
	p->in_text = true;
	if (WRITES)
		p->chain->op_BT(ctx, p->chain);
}

static void op_ET(fz_context *ctx, pdf_processor *proc)
{
	PROC;
	p->in_text = false;
	if (!WRITES)
		return;
	p->chain->op_ET(ctx, p->chain);
	/* What showed through letters that are gone shows through nothing, not everywhere. */
	if (p->clips_gone && !p->clips_left) {
		p->chain->op_re(ctx, p->chain, 0, 0, 0, 0);
		p->chain->op_W(ctx, p->chain);
		p->chain->op_n(ctx, p->chain);
	}
}

#define TEXT_STATE(op, member, value) \
	static void op_##op(fz_context *ctx, pdf_processor *proc, float v) \
	{ PROC; walk_gs(p)->text.member = (value); if (SETS) p->chain->op_##op(ctx, p->chain, v); }
TEXT_STATE(Tc, char_space, v)
TEXT_STATE(Tw, word_space, v)
TEXT_STATE(Tz, scale, v / 100)
TEXT_STATE(TL, leading, v)
TEXT_STATE(Ts, rise, v)

static void op_Tr(fz_context *ctx, pdf_processor *proc, int render)
{
	PROC;
	walk_gs(p)->text.render = render;
	if (SETS)
		p->chain->op_Tr(ctx, p->chain, render);
}

static void op_Tf(fz_context *ctx, pdf_processor *proc, const char *name, pdf_font_desc *font, float size)
{
	PROC;
	pdf_text_state *text = &walk_gs(p)->text;
	pdf_keep_font(ctx, font);
	pdf_drop_font(ctx, text->font);
	text->font = font;
	text->size = size;
	walk_gs(p)->font[0] = '\0';
	pdf_obj *obj = p->in_gs ? p->gs_font : pdf_dict_gets(ctx, pdf_dict_get(ctx, p->old_rdb, PDF_NAME(Font)), name);
	bool type3 = walk_is_type3(ctx, obj);
	walk_gs(p)->type3 = type3 ? obj : NULL;
	walk_gs(p)->font_loops = false;
	if (p->in_gs)
		return; /* walk_extgstate() has been there */

	pdf_obj *copy = type3 ? walk_type3(ctx, p, obj) : NULL;
	if (!p->chain)
		return;
	walk_gs(p)->font_loops = type3 && !copy;
	const char *fresh = type3 && !copy ? NULL : rpdf_rename(ctx, &p->names, "Font", name, copy);
	/* A font that is not there is drawn in a stand-in: a name of nothing keeps that. */
	fz_strlcpy(walk_gs(p)->font, fresh ? fresh : "F0", sizeof walk_gs(p)->font);
	if (!p->placed)
		p->chain->op_Tf(ctx, p->chain, walk_gs(p)->font, font, size);
}

/* Td and its kin: when the written stream's line matrix went its own way, say where we are. */
static void next_line(fz_context *ctx, struct walk_proc *p, float tx, float ty)
{
	p->tlm = fz_pre_translate(p->tlm, tx, ty);
	p->tm = p->tlm;
	if (!p->chain || p->placed)
		return;
	if (p->line_moved)
		write_matrix(ctx, p, p->tlm);
	else
		p->chain->op_Td(ctx, p->chain, tx, ty);
	p->line_moved = false;
}

static void op_Td(fz_context *ctx, pdf_processor *proc, float tx, float ty)
{
	PROC;
	next_line(ctx, p, tx, ty);
}

static void op_TD(fz_context *ctx, pdf_processor *proc, float tx, float ty)
{
	op_TL(ctx, proc, -ty);
	op_Td(ctx, proc, tx, ty);
}

static void op_Tm(fz_context *ctx, pdf_processor *proc, float a, float b, float c, float d, float e, float f)
{
	PROC;
	p->tm = p->tlm = fz_make_matrix(a, b, c, d, e, f);
	p->line_moved = p->leans = false;
	if (p->chain && !p->placed)
		write_matrix(ctx, p, p->tm);
}

static void op_Tstar(fz_context *ctx, pdf_processor *proc)
{
	PROC;
	next_line(ctx, p, 0, -walk_gs(p)->text.leading);
}

static void op_TJ(fz_context *ctx, pdf_processor *proc, pdf_obj *array)
{
	PROC;
	if (pdf_is_array(ctx, array))
		show(ctx, p, NULL, 0, array);
}

static void op_Tj(fz_context *ctx, pdf_processor *proc, char *s, size_t n)
{
	PROC;
	show(ctx, p, s, n, NULL);
}

static void op_squote(fz_context *ctx, pdf_processor *proc, char *s, size_t n)
{
	op_Tstar(ctx, proc);
	op_Tj(ctx, proc, s, n);
}

static void op_dquote(fz_context *ctx, pdf_processor *proc, float aw, float ac, char *s, size_t n)
{
	op_Tw(ctx, proc, aw);
	op_Tc(ctx, proc, ac);
	op_squote(ctx, proc, s, n);
}

void walk_set_text_ops(struct walk_proc *p)
{
	pdf_processor *o = &p->super;
	o->op_BT = op_BT;       o->op_ET = op_ET;
	o->op_Tc = op_Tc;       o->op_Tw = op_Tw;
	o->op_Tz = op_Tz;       o->op_TL = op_TL;
	o->op_Tf = op_Tf;       o->op_Tr = op_Tr;
	o->op_Ts = op_Ts;       o->op_Td = op_Td;
	o->op_TD = op_TD;       o->op_Tm = op_Tm;
	o->op_Tstar = op_Tstar; o->op_TJ = op_TJ;
	o->op_Tj = op_Tj;       o->op_squote = op_squote;
	o->op_dquote = op_dquote;
}
