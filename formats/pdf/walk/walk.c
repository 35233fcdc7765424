#include "formats/pdf/walk/walk_int.h"

#include <string.h>

static void drop_proc(fz_context *ctx, pdf_processor *proc)
{
	struct walk_proc *p = (struct walk_proc *)proc;
	for (int i = 0; i <= p->top && p->gs; i++)
		pdf_drop_font(ctx, p->gs[i].text.font);
	rpdf_drop_names(ctx, &p->names);
	walk_path_drop(ctx, &p->path);
	walk_drop_inks(ctx, p);
	walk_drop_shades(ctx, p);
	fz_free(ctx, p->tags);
	fz_free(ctx, p->packed);
	fz_free(ctx, p->gs);
}

static void op_q(fz_context *ctx, pdf_processor *proc)
{
	struct walk_proc *p = (struct walk_proc *)proc;
	if (p->top + 1 == p->room) {
		p->gs = fz_realloc_array(ctx, p->gs, p->room * 2, struct walk_gstate);
		p->room *= 2;
	}
	p->gs[p->top + 1] = p->gs[p->top];
	p->top++;
	pdf_keep_font(ctx, walk_gs(p)->text.font);
	if (p->chain)
		p->chain->op_q(ctx, p->chain);
}

static void op_Q(fz_context *ctx, pdf_processor *proc)
{
	struct walk_proc *p = (struct walk_proc *)proc;
	if (p->top == 0)
		return;
	pdf_drop_font(ctx, walk_gs(p)->text.font);
	p->top--;
	if (p->chain)
		p->chain->op_Q(ctx, p->chain);
}

static void op_cm(fz_context *ctx, pdf_processor *proc, float a, float b, float c, float d, float e, float f)
{
	struct walk_proc *p = (struct walk_proc *)proc;
	walk_gs(p)->ctm = fz_concat(fz_make_matrix(a, b, c, d, e, f), walk_gs(p)->ctm);
	if (p->chain)
		p->chain->op_cm(ctx, p->chain, a, b, c, d, e, f);
}

/* Marked content is watched for layers that are off. What is written of it is a type and a number, and
 * only where the hook asks for it: never the tag or the properties of the source. */
enum {
	TAG_HIDES   = 1,
	TAG_TOLD    = 2, /* the hook was asked about it     */
	TAG_WRITTEN = 4,
};

static void open_tag(fz_context *ctx, struct walk_proc *p, unsigned char how)
{
	if (p->ntags == p->tags_room) {
		int room = p->tags_room ? p->tags_room * 2 : 16;
		p->tags = fz_realloc_array(ctx, p->tags, room, unsigned char);
		p->tags_room = room;
	}
	p->tags[p->ntags++] = how;
	p->hidden += (how & TAG_HIDES) != 0;
}

static void write_tag(fz_context *ctx, struct walk_proc *p, const char *type, int number)
{
	pdf_obj *properties = pdf_new_dict(ctx, p->walk->doc, 1);
	fz_try(ctx) {
		pdf_dict_put_int(ctx, properties, PDF_NAME(MCID), number);
		p->chain->op_BDC(ctx, p->chain, type, properties, properties);
	}
	fz_always(ctx)
		pdf_drop_obj(ctx, properties);
	fz_catch(ctx)
		fz_rethrow(ctx);
}

static unsigned char ask_tag(fz_context *ctx, struct walk_proc *p, pdf_obj *properties)
{
	const rpdf_hook *hook = p->walk->hook;
	pdf_obj *mcid = pdf_dict_get(ctx, properties, PDF_NAME(MCID));
	int fresh;
	/* What is laid out anew must not tell in how many pieces it was. */
	if (!p->chain || p->placed || !hook->open || p->walk->depth > 0 || !pdf_is_int(ctx, mcid))
		return 0;
	const char *type = hook->open(ctx, hook->arg, pdf_to_int(ctx, mcid), &fresh);
	if (type)
		write_tag(ctx, p, type, fresh);
	return type ? TAG_TOLD | TAG_WRITTEN : TAG_TOLD;
}

static void op_BMC(fz_context *ctx, pdf_processor *proc, const char *tag)
{
	(void)tag;
	open_tag(ctx, (struct walk_proc *)proc, 0);
}

static void op_BDC(fz_context *ctx, pdf_processor *proc, const char *tag, pdf_obj *raw, pdf_obj *cooked)
{
	struct walk_proc *p = (struct walk_proc *)proc;
	(void)raw;
	if (strcmp(tag, "OC") == 0)
		open_tag(ctx, p, cooked && pdf_is_ocg_hidden(ctx, p->walk->doc, p->old_rdb, "View", cooked) ? TAG_HIDES : 0);
	else
		open_tag(ctx, p, ask_tag(ctx, p, cooked));
}

static void op_EMC(fz_context *ctx, pdf_processor *proc)
{
	struct walk_proc *p = (struct walk_proc *)proc;
	if (p->ntags == 0)
		return;
	unsigned char how = p->tags[--p->ntags];
	p->hidden -= (how & TAG_HIDES) != 0;
	if (how & TAG_WRITTEN)
		p->chain->op_EMC(ctx, p->chain);
	if (how & TAG_TOLD)
		p->walk->hook->close(ctx, p->walk->hook->arg);
}

struct walk_proc *walk_new_proc(fz_context *ctx, struct walk *w, pdf_processor *chain,
                                pdf_obj *old_rdb, pdf_obj *new_rdb, const struct walk_gstate *start)
{
	struct walk_proc *p = pdf_new_processor(ctx, sizeof *p);
	p->super.drop_processor = drop_proc;
	p->walk = w;
	p->chain = chain;
	p->old_rdb = old_rdb;
	p->names = (struct rpdf_names){ .doc = w->doc, .old = old_rdb, .fresh = new_rdb };
	p->tm = p->tlm = fz_identity;
	p->base = start->ctm;
	fz_try(ctx) {
		p->gs = fz_malloc_array(ctx, 16, struct walk_gstate);
		p->room = 16;
		p->gs[0] = *start;
		pdf_keep_font(ctx, start->text.font);
	}
	fz_catch(ctx) {
		pdf_drop_processor(ctx, &p->super);
		fz_rethrow(ctx);
	}
	p->patterns = w->hook->glyph && !start->elsewhere
	           && (start->ink[USE_FOR_FILL] || start->ink[USE_FOR_STROKE]
	               || pdf_dict_len(ctx, pdf_dict_get(ctx, old_rdb, PDF_NAME(Pattern))) > 0);
	/* `usage` stays NULL: the interpreter then shows us layers that are off, too. */
	p->super.op_q = op_q;
	p->super.op_Q = op_Q;
	p->super.op_cm = op_cm;
	p->super.op_BMC = op_BMC;
	p->super.op_BDC = op_BDC;
	p->super.op_EMC = op_EMC;
	walk_set_text_ops(p);
	walk_set_paint_ops(p);
	return p;
}

struct walk_gstate walk_start(fz_matrix ctm, fz_rect view)
{
	return (struct walk_gstate){ .ctm = ctm, .view = view, .line_width = 1, .miter_limit = 10,
	                              .opacity = { 1, 1, false }, .text.scale = 1 };
}

void walk_stream(fz_context *ctx, struct walk *w, pdf_obj *stream, pdf_obj *rdb,
                 const struct walk_gstate *start, bool hidden, fz_buffer *out, pdf_obj *new_rdb)
{
	pdf_processor *chain = NULL;
	pdf_processor *by_place = NULL;
	struct walk_proc *p = NULL;
	fz_var(chain);
	fz_var(by_place);
	fz_var(p);
	fz_try(ctx) {
		if (out)
			chain = pdf_new_buffer_processor(ctx, out, 0);
		if (out && w->hook->place)
			by_place = late_new(ctx, chain, start->ctm, w->depth == 0);
		p = walk_new_proc(ctx, w, by_place ? by_place : chain, rdb, new_rdb, start);
		p->placed = by_place != NULL;
		p->gs[0].font[0] = '\0'; /* what it begins with has no name among its own resources */
		if (out)
			rpdf_keep_default_spaces(ctx, &p->names);
		p->hidden = hidden;
		pdf_process_contents(ctx, &p->super, w->doc, rdb, stream, NULL);
		while (p->ntags)
			op_EMC(ctx, &p->super);
		pdf_close_processor(ctx, &p->super);
		pdf_close_processor(ctx, by_place);
		pdf_close_processor(ctx, chain);
	}
	fz_always(ctx) {
		if (p)
			pdf_drop_processor(ctx, &p->super);
		pdf_drop_processor(ctx, by_place);
		pdf_drop_processor(ctx, chain);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
}

static void walk_contents(fz_context *ctx, struct walk *w, pdf_obj *page, fz_matrix ctm,
                          fz_buffer *out, pdf_obj *new_rdb)
{
	pdf_obj *rdb = pdf_dict_get_inheritable(ctx, page, PDF_NAME(Resources));
	struct walk_gstate start = walk_start(ctm, w->hook->page);
	w->views = !fz_is_empty_rect(start.view);
	if (!w->views)
		start.view = fz_infinite_rect;
	fz_matrix unused;
	pdf_page_obj_transform(ctx, page, &w->sheet, &unused);
	w->sheet = fz_transform_rect(w->sheet, ctm);
	w->seen = pdf_new_dict(ctx, w->doc, 4);
	fz_try(ctx)
		walk_stream(ctx, w, pdf_dict_get(ctx, page, PDF_NAME(Contents)), rdb, &start, false, out, new_rdb);
	fz_always(ctx) {
		walk_drop_faces(ctx, &w->faces);
		pdf_drop_obj(ctx, w->seen);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
}

rpdf_tally rpdf_walk_page(fz_context *ctx, pdf_document *doc, pdf_obj *page, fz_matrix ctm,
                          const rpdf_hook *hook)
{
	struct walk w = { .doc = doc, .hook = hook };
	walk_contents(ctx, &w, page, ctm, NULL, NULL);
	return w.tally;
}

static void add_tally(rpdf_tally *sum, const rpdf_tally *t)
{
	sum->paints += t->paints;
	sum->undecodable += t->undecodable;
	sum->unpacked += t->unpacked;
	sum->otherwise += t->otherwise;
	sum->unseen_letters += t->unseen_letters;
	sum->unseen_paints += t->unseen_paints;
	sum->unseen_images += t->unseen_images;
}

void rpdf_rewrite_page(fz_context *ctx, rpdf_copies *copies, pdf_obj *page, fz_matrix ctm,
                       const rpdf_hook *hook, fz_buffer *out, pdf_obj **resources, rpdf_tally *sum)
{
	pdf_document *doc = pdf_get_bound_document(ctx, page);
	struct walk w = { .doc = doc, .hook = hook, .boxes = hook->boxes, .nboxes = hook->nboxes, .copies = copies };
	pdf_obj *rdb = pdf_new_dict(ctx, doc, 4);
	fz_try(ctx)
		walk_contents(ctx, &w, page, ctm, out, rdb);
	fz_catch(ctx) {
		pdf_drop_obj(ctx, rdb);
		fz_rethrow(ctx);
	}
	*resources = rdb;
	add_tally(sum, &w.tally);
}
