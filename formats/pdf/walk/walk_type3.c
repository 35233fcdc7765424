/*
 * Type 3 fonts, whose glyphs are content streams. A font is visited once a page, where it is set.
 *
 * A glyph that shows text of its own says things where it is shown, and nowhere else. So that what it
 * says can be read and removed there, a walk that unpacks writes such a glyph as a form at each place,
 * behind the string that shows it, and leaves in the font an empty glyph. Where that means as much as
 * what it showed, it stays in the string for its meaning. ISO 32000-1, 9.6.5.
 */
#include "formats/pdf/walk/walk_view.h"

#include <stdio.h>

static const char *const type3_keys[] = { "Type", "Subtype", "FontBBox", "FontMatrix", "Encoding",
	"FirstChar", "LastChar", "Widths", "ToUnicode", NULL };

bool walk_is_type3(fz_context *ctx, pdf_obj *font)
{
	return pdf_name_eq(ctx, pdf_dict_get(ctx, font, PDF_NAME(Subtype)), PDF_NAME(Type3));
}

/* ---- which glyphs show text ------------------------------------------------------------------- */

/* Walks a procedure by itself, for no place on any page. */
static rpdf_tally look_into(fz_context *ctx, struct walk *w, const rpdf_hook *hook, pdf_obj *proc, pdf_obj *rdb,
                            uint32_t *glyphs)
{
	struct walk_gstate start = walk_start(fz_identity, fz_infinite_rect);
	struct walk inside = { .doc = w->doc, .hook = hook };
	inside.seen = pdf_new_dict(ctx, w->doc, 1);
	fz_try(ctx)
		walk_stream(ctx, &inside, proc, rdb, &start, false, NULL, NULL);
	fz_always(ctx) {
		walk_drop_faces(ctx, &inside.faces);
		pdf_drop_obj(ctx, inside.seen);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
	*glyphs = inside.glyphs;
	return inside.tally;
}

static bool shows_text(fz_context *ctx, struct walk *w, pdf_obj *proc, pdf_obj *rdb)
{
	static const rpdf_hook nobody = { 0 };
	uint32_t glyphs;
	rpdf_tally met = look_into(ctx, w, &nobody, proc, rdb, &glyphs);
	return glyphs > 0 || met.undecodable > 0;
}

static bool count_readable(fz_context *ctx, void *arg, const rpdf_glyph *g)
{
	(void)ctx;
	*(int *)arg += g->ucs[0] != FZ_REPLACEMENT_CHARACTER;
	return true;
}

static int readable_letters(fz_context *ctx, struct walk *w, pdf_obj *proc, pdf_obj *rdb)
{
	int n = 0;
	uint32_t glyphs;
	const rpdf_hook hook = { .arg = &n, .glyph = count_readable };
	look_into(ctx, w, &hook, proc, rdb, &glyphs);
	return n;
}

/* ---- fonts ------------------------------------------------------------------------------------ */

/* Only what a glyph must begin with: how wide it is. */
static void keep_width(fz_buffer *proc)
{
	size_t n = 0;
	while (n < proc->len && proc->data[n] != '\n')
		n++;
	bool says = n >= 2 && n < proc->len && proc->data[n - 2] == 'd' && (proc->data[n - 1] == '0' || proc->data[n - 1] == '1');
	proc->len = says ? n + 1 : 0;
}

/* The procedure as it comes out, or emptied. */
static fz_buffer *walk_glyph(fz_context *ctx, struct walk_proc *p, pdf_obj *proc, pdf_obj *rdb,
                             const struct walk_gstate *start, pdf_obj *new_rdb)
{
	struct walk *w = p->walk;
	bool empty = w->hook->unpack && shows_text(ctx, w, proc, rdb);
	fz_buffer *out = new_rdb ? fz_new_buffer(ctx, 256) : NULL;
	pdf_obj *nothing = NULL;
	fz_var(nothing);
	fz_try(ctx) {
		if (empty) {
			nothing = pdf_new_dict(ctx, w->doc, 1);
			w->tally.unpacked++;
		}
		walk_stream(ctx, w, proc, rdb, start, empty, out, empty ? nothing : new_rdb);
		if (empty)
			keep_width(out);
	}
	fz_always(ctx)
		pdf_drop_obj(ctx, nothing);
	fz_catch(ctx) {
		fz_drop_buffer(ctx, out);
		fz_rethrow(ctx);
	}
	return out;
}

static void walk_glyphs(fz_context *ctx, struct walk_proc *p, pdf_obj *font, pdf_obj *rdb,
                        pdf_obj *new_rdb, pdf_obj *new_procs)
{
	pdf_obj *procs = pdf_dict_get(ctx, font, PDF_NAME(CharProcs));
	fz_matrix em = fz_concat(pdf_dict_get_matrix(ctx, font, PDF_NAME(FontMatrix)), p->gs[0].ctm);
	struct walk_gstate start = walk_start(em, fz_infinite_rect);
	start.elsewhere = true;
	for (int i = 0; i < pdf_dict_len(ctx, procs); i++) {
		pdf_obj *proc = pdf_dict_get_val(ctx, procs, i);
		if (!pdf_is_stream(ctx, proc))
			continue;
		fz_buffer *out = walk_glyph(ctx, p, proc, rdb, &start, new_rdb);
		pdf_obj *dict = NULL;
		fz_var(dict);
		fz_try(ctx)
			if (out) {
				dict = pdf_new_dict(ctx, p->walk->doc, 1);
				pdf_dict_put(ctx, new_procs, pdf_dict_get_key(ctx, procs, i),
				             walk_intern(ctx, p->walk, pdf_to_num(ctx, proc), dict, out));
			}
		fz_always(ctx) {
			pdf_drop_obj(ctx, dict);
			fz_drop_buffer(ctx, out);
		}
		fz_catch(ctx)
			fz_rethrow(ctx);
	}
}

pdf_obj *walk_type3(fz_context *ctx, struct walk_proc *p, pdf_obj *font)
{
	struct walk *w = p->walk;
	struct walk_level before;
	char key[32];
	pdf_obj *copy = NULL;
	if (walk_seen_before(ctx, w, "t", font, key, &copy))
		return copy;
	if (!walk_enter(ctx, w, font, &before))
		return NULL;

	pdf_obj *rdb = pdf_dict_get(ctx, font, PDF_NAME(Resources));
	if (!pdf_is_dict(ctx, rdb))
		rdb = p->old_rdb;
	w->tally.otherwise += before.in_glyph; /* MuPDF draws nothing of it */
	w->in_cell = w->in_glyph = true;
	pdf_obj *new_rdb = NULL, *new_procs = NULL, *dict = NULL;
	fz_var(new_rdb);
	fz_var(new_procs);
	fz_var(dict);
	fz_try(ctx) {
		if (p->chain) {
			new_rdb = pdf_new_dict(ctx, w->doc, 4);
			new_procs = pdf_new_dict(ctx, w->doc, 32);
		}
		walk_glyphs(ctx, p, font, rdb, new_rdb, new_procs);
		if (p->chain) {
			dict = pdf_new_dict(ctx, w->doc, 12);
			mu_keep_keys(ctx, font, dict, type3_keys);
			pdf_dict_put(ctx, dict, PDF_NAME(CharProcs), new_procs);
			pdf_dict_put(ctx, dict, PDF_NAME(Resources), new_rdb);
			copy = walk_intern(ctx, w, pdf_to_num(ctx, font), dict, NULL);
		}
		walk_remember(ctx, w, font, key, copy);
	}
	fz_always(ctx) {
		walk_leave(w, &before);
		pdf_drop_obj(ctx, dict);
		pdf_drop_obj(ctx, new_procs);
		pdf_drop_obj(ctx, new_rdb);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
	return copy;
}

/* ---- glyphs as forms -------------------------------------------------------------------------- */

/* Larger than any glyph, and still a number that a float tells exactly. */
enum { FAR = 1 << 20 };

struct walk_packed {
	pdf_obj *form;
	fz_matrix place;   /* its space to user space */
};

static pdf_obj *form_of(fz_context *ctx, struct walk *w, fz_buffer *proc, pdf_obj *rdb)
{
	pdf_obj *dict = pdf_new_dict(ctx, w->doc, 4);
	pdf_obj *form = NULL;
	fz_try(ctx) {
		pdf_dict_put(ctx, dict, PDF_NAME(Type), PDF_NAME(XObject));
		pdf_dict_put(ctx, dict, PDF_NAME(Subtype), PDF_NAME(Form));
		pdf_dict_put_rect(ctx, dict, PDF_NAME(BBox), fz_make_rect(-FAR, -FAR, FAR, FAR));
		if (rdb)
			pdf_dict_put(ctx, dict, PDF_NAME(Resources), rdb);
		form = pdf_add_stream(ctx, w->doc, proc, dict, 0);
	}
	fz_always(ctx)
		pdf_drop_obj(ctx, dict);
	fz_catch(ctx)
		fz_rethrow(ctx);
	return form;
}

struct packed_glyph { pdf_obj *form; int readable; };

/* The glyph as a form (lent), NULL when it shows no text: found out once a page. */
static struct packed_glyph packed_glyph(fz_context *ctx, struct walk_proc *p, int gid)
{
	struct walk *w = p->walk;
	const fz_font *font = walk_gs(p)->text.font->font;
	pdf_obj *rdb = font->t3resources ? font->t3resources : p->old_rdb;
	char key[32];
	snprintf(key, sizeof key, "u%d.%d", pdf_to_num(ctx, walk_gs(p)->type3), gid);
	pdf_obj *known = pdf_dict_gets(ctx, w->seen, key);
	if (!known) {
		known = pdf_new_array(ctx, w->doc, 2);
		pdf_dict_puts_drop(ctx, w->seen, key, known);
		pdf_array_push_drop(ctx, known, form_of(ctx, w, font->t3procs[gid], rdb));
		pdf_obj *form = pdf_array_get(ctx, known, 0);
		if (shows_text(ctx, w, form, rdb))
			pdf_array_push_int(ctx, known, readable_letters(ctx, w, form, rdb));
	}
	if (pdf_array_len(ctx, known) < 2)
		return (struct packed_glyph){ 0 };
	return (struct packed_glyph){ pdf_array_get(ctx, known, 0), pdf_array_get_int(ctx, known, 1) };
}

static void add_packed(fz_context *ctx, struct walk_proc *p, pdf_obj *form)
{
	const pdf_text_state *text = &walk_gs(p)->text;
	if (p->npacked == p->packed_room) {
		int room = p->packed_room ? p->packed_room * 2 : 16;
		p->packed = fz_realloc_array(ctx, p->packed, room, struct walk_packed);
		p->packed_room = room;
	}
	fz_matrix em = { text->size * text->scale, 0, 0, text->size, 0, text->rise };
	fz_matrix place = fz_concat(fz_concat(text->font->font->t3matrix, em), p->tm);
	p->packed[p->npacked++] = (struct walk_packed){ form, place };
}

bool walk_pack(fz_context *ctx, struct walk_proc *p, const struct walk_char *c)
{
	const struct walk_gstate *gs = walk_gs(p);
	fz_buffer **procs = fz_font_t3_procs(ctx, gs->text.font->font);
	if (!procs || !gs->type3 || p->hidden || c->gid < 0 || c->gid > 255 || !procs[c->gid])
		return false;
	struct packed_glyph glyph = packed_glyph(ctx, p, c->gid);
	if (!glyph.form)
		return false;
	if (gs->text.render >= 4)
		mu_throw(ctx, ERR_REFUSED, "letters that hold text of their own are a clip at the same time");
	add_packed(ctx, p, glyph.form);
	/* One that is painted again and again as a picture stands by whole and half pixels. */
	p->walk->tally.otherwise += fz_glyph_cacheable(ctx, gs->text.font->font, c->gid) != 0;
	return c->ucs[0] == FZ_REPLACEMENT_CHARACTER || glyph.readable > c->nucs;
}

static void draw_packed(fz_context *ctx, struct walk_proc *p, const struct walk_packed *one)
{
	pdf_processor *self = &p->super;
	fz_matrix m = one->place;
	self->op_q(ctx, self);
	self->op_cm(ctx, self, m.a, m.b, m.c, m.d, m.e, m.f);
	pdf_obj *copy = walk_form(ctx, p, one->form, false);
	if (copy)
		p->chain->op_Do_form(ctx, p->chain, rpdf_name_new(ctx, &p->names, "XObject", copy), copy, NULL);
	self->op_Q(ctx, self);
}

void walk_unpack(fz_context *ctx, struct walk_proc *p)
{
	int n = p->npacked;
	if (n == 0)
		return;
	p->npacked = 0;
	p->walk->tally.unpacked += (uint32_t)n;
	if (p->in_text)
		p->chain->op_ET(ctx, p->chain);
	for (int i = 0; i < n; i++)
		draw_packed(ctx, p, &p->packed[i]);
	if (p->in_text) {
		p->chain->op_BT(ctx, p->chain);
		p->chain->op_Tm(ctx, p->chain, p->tm.a, p->tm.b, p->tm.c, p->tm.d, p->tm.e, p->tm.f);
		p->line_moved = true;
	}
}
