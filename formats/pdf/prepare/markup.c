#include "formats/pdf/prepare/markup.h"
#include "formats/pdf/prepare/annot.h"
#include "formats/pdf/read/doctext.h"
#include "formats/pdf/prepare/flatten.h"
#include "formats/pdf/read/pagetree.h"
#include "formats/pdf/walk/walk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One that stays, between apply and rebuild. */
struct rpdf_markup {
	int page;        /* from 0                                        */
	int num;         /* of the annotation in the source               */
	char parked[24]; /* the name of its picture among its page's XObjects */
	struct rpdf_markup *next;
};

enum { MOST_REACH = 4096 };

/* ---- which ------------------------------------------------------------------------------------- */

bool rpdf_markup_stays(fz_context *ctx, const struct rpdf_doc *d, pdf_obj *annot)
{
	static const char *const kinds[] = {
		"Text", "FreeText", "Line", "Square", "Circle", "Polygon", "PolyLine", "Highlight", "Underline", "Squiggly",
		"StrikeOut", "Stamp", "Caret", "Ink",
	};
	const char *subtype = pdf_to_name(ctx, pdf_dict_get(ctx, annot, PDF_NAME(Subtype)));
	bool known = false, blank;
	for (size_t i = 0; i < nelem(kinds); i++)
		known |= strcmp(subtype, kinds[i]) == 0;
	return d->how.annots == ANNOTS_KEEP_CLEAN && known && pdf_is_indirect(ctx, annot)
	    && rpdf_annot_kind(ctx, annot) == ANNOT_MARKUP && rpdf_annot_look(ctx, annot, &blank) != NULL;
}

typedef void each_fn(fz_context *ctx, void *arg, size_t page, pdf_obj *annot);

/* Those that stay, in order; one that stands on two pages is the first one's. */
static void each_markup(fz_context *ctx, const struct rpdf_doc *d, each_fn *fn, void *arg)
{
	pdf_obj **pages;
	arena *mem = arena_new();
	fz_try(ctx) {
		size_t n = rpdf_pages(ctx, d->doc, mem, &pages, NULL);
		int objects = pdf_xref_len(ctx, d->doc);
		bool *met = arena_array(mem, bool, (size_t)objects);
		for (size_t p = 0; p < n && p < (size_t)d->npages; p++) {
			pdf_obj *annots = pdf_dict_get(ctx, pages[p], PDF_NAME(Annots));
			for (int i = 0, m = pdf_array_len(ctx, annots); i < m; i++) {
				pdf_obj *a = pdf_array_get(ctx, annots, i);
				int num = pdf_to_num(ctx, a);
				if (num <= 0 || num >= objects || met[num] || !rpdf_markup_stays(ctx, d, a)
				 || rpdf_annot_is_hidden(ctx, d->doc, a))
					continue;
				met[num] = true;
				fn(ctx, arg, p, a);
			}
		}
	}
	fz_always(ctx)
		arena_drop(mem);
	fz_catch(ctx)
		fz_rethrow(ctx);
}

/* ---- units ----------------------------------------------------------------------------------------- */

/* The object that a unit's id names: "annotation 12 /Contents"; 0 for none. */
static int object_of(str id)
{
	size_t at = 0;
	while (at < id.n && id.p[at] != ' ')
		at++;
	int num = 0;
	for (at++; at < id.n && id.p[at] >= '0' && id.p[at] <= '9' && num < 100000000; at++)
		num = num * 10 + (id.p[at] - '0');
	return num;
}

struct numbers { bool *is; int n; };

static void note_number(fz_context *ctx, void *arg, size_t page, pdf_obj *annot)
{
	struct numbers *set = arg;
	(void)page;
	int num = pdf_to_num(ctx, annot);
	if (num < set->n)
		set->is[num] = true;
}

static bool is_in(const struct numbers *set, int num)
{
	return num > 0 && num < set->n && set->is[num];
}

void rpdf_markup_units(fz_context *ctx, const struct rpdf_doc *d, text *out)
{
	if (d->how.annots != ANNOTS_KEEP_CLEAN)
		return;
	struct numbers kept = { .n = pdf_xref_len(ctx, d->doc) };
	kept.is = arena_array(d->mem, bool, (size_t)kept.n);
	each_markup(ctx, d, note_number, &kept);
	for (size_t i = 0; i < out->n; i++) {
		unit *u = &out->units[i];
		if (u->kind == UNIT_ANNOTATION && is_in(&kept, object_of(u->id))
		 && (str_ends(u->id, " /Contents") || str_ends(u->id, " /Subj")))
			u->stays = true;
	}
}

/* ---- what a mark touches ------------------------------------------------------------------------- */

/* Whether anything that the annotation is made of is among the numbers. What it only points at -
 * its page, its popup, what it answers - is not a part of it. */
static bool touches(fz_context *ctx, const struct numbers *set, pdf_obj *obj, int *left)
{
	static const char *const elsewhere[] = { "P", "Parent", "Popup", "IRT", "Dest", "A", "AA", "Font", NULL };
	if (is_in(set, pdf_to_num(ctx, obj)))
		return true;
	if (--*left < 0)
		return true; /* too large to be looked through: not clean */
	if (pdf_is_array(ctx, obj)) {
		for (int i = 0, n = pdf_array_len(ctx, obj); i < n; i++) {
			pdf_obj *v = pdf_array_get(ctx, obj, i);
			if ((pdf_is_array(ctx, v) || pdf_is_dict(ctx, v)) && touches(ctx, set, v, left))
				return true;
		}
		return false;
	}
	bool touched = pdf_is_dict(ctx, obj) && pdf_mark_obj(ctx, obj);
	if (touched)
		return false; /* a loop */
	fz_try(ctx) {
		for (int i = 0, n = pdf_dict_len(ctx, obj); i < n && !touched; i++) {
			const char *key = pdf_to_name(ctx, pdf_dict_get_key(ctx, obj, i));
			pdf_obj *v = pdf_dict_get_val(ctx, obj, i);
			bool other = false;
			for (size_t k = 0; elsewhere[k]; k++)
				other |= strcmp(key, elsewhere[k]) == 0;
			if (!other && (pdf_is_array(ctx, v) || pdf_is_dict(ctx, v)))
				touched = touches(ctx, set, v, left);
		}
	}
	fz_always(ctx)
		pdf_unmark_obj(ctx, obj);
	fz_catch(ctx)
		fz_rethrow(ctx);
	return touched;
}

struct cutting {
	struct rpdf_doc *d;
	const plan *p;
	rpdf_copies *copies;
	struct numbers marked;
	struct rpdf_markup **last;
	pdf_obj *page; size_t page_is;   /* the page that `page` is, with its parked pictures */
	uint32_t kept, gone;
};

static bool is_under_box(fz_context *ctx, const struct cutting *c, size_t page, pdf_obj *annot)
{
	fz_rect r = fz_transform_rect(pdf_dict_get_rect(ctx, annot, PDF_NAME(Rect)), c->d->pages[page].ctm);
	rect area = { r.x0, r.y0, r.x1, r.y1 };
	for (size_t i = 0; i < c->p->n; i++) {
		const mark *m = &c->p->marks[i];
		for (size_t b = 0; b < m->nboxes; b++)
			if (m->state == MARK_ACCEPTED && m->kind == MARK_BOX && m->page == page + 1 && rect_overlap(m->boxes[b], area))
				return true;
	}
	return false;
}

/* ---- pictures --------------------------------------------------------------------------------------- */

/* The appearance as a content stream of its own, walked and written like a page's. Yours. */
static pdf_obj *rewritten(fz_context *ctx, struct cutting *c, pdf_obj *look)
{
	pdf_document *doc = c->d->doc;
	pdf_obj *as_page = pdf_new_dict(ctx, doc, 2), *form = NULL, *resources = NULL, *ref = NULL;
	fz_buffer *out = NULL;
	rpdf_hook hook = { .arg = c };
	rpdf_tally sum = { 0 };
	fz_var(form);
	fz_var(resources);
	fz_var(ref);
	fz_var(out);
	fz_try(ctx) {
		pdf_dict_put(ctx, as_page, PDF_NAME(Contents), look);
		if (pdf_dict_get(ctx, look, PDF_NAME(Resources)))
			pdf_dict_put(ctx, as_page, PDF_NAME(Resources), pdf_dict_get(ctx, look, PDF_NAME(Resources)));
		out = fz_new_buffer(ctx, 1024);
		rpdf_rewrite_page(ctx, c->copies, as_page, fz_identity, &hook, out, &resources, &sum);
		form = pdf_new_dict(ctx, doc, 6);
		pdf_dict_put(ctx, form, PDF_NAME(Type), PDF_NAME(XObject));
		pdf_dict_put(ctx, form, PDF_NAME(Subtype), PDF_NAME(Form));
		pdf_dict_put_rect(ctx, form, PDF_NAME(BBox), pdf_xobject_bbox(ctx, look));
		pdf_dict_put_matrix(ctx, form, PDF_NAME(Matrix), pdf_xobject_matrix(ctx, look));
		if (pdf_dict_get(ctx, look, PDF_NAME(Group)))
			pdf_dict_put(ctx, form, PDF_NAME(Group), pdf_dict_get(ctx, look, PDF_NAME(Group)));
		pdf_dict_put(ctx, form, PDF_NAME(Resources), resources);
		ref = pdf_add_stream(ctx, doc, out, form, 0);
	}
	fz_always(ctx) {
		pdf_drop_obj(ctx, as_page);
		pdf_drop_obj(ctx, form);
		pdf_drop_obj(ctx, resources);
		fz_drop_buffer(ctx, out);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
	return ref;
}

/*
 * Until the document is rebuilt, a picture waits on its page: among its XObjects, and drawn by a last
 * content stream, so that fonts, layers and the allow-list treat it as what it is. Planting moves it
 * to its annotation and takes that stream away again.
 */
static void park(fz_context *ctx, struct cutting *c, pdf_obj *page, pdf_obj *form, struct rpdf_markup *m)
{
	pdf_obj *resources = pdf_dict_get(ctx, page, PDF_NAME(Resources));
	pdf_obj *xobjects = pdf_dict_get(ctx, resources, PDF_NAME(XObject));
	if (!xobjects)
		xobjects = pdf_dict_put_dict(ctx, resources, PDF_NAME(XObject), 2);
	do
		snprintf(m->parked, sizeof m->parked, "Kp%u", c->kept++);
	while (pdf_dict_gets(ctx, xobjects, m->parked));
	pdf_dict_puts(ctx, xobjects, m->parked, form);
}

static void draw_parked(fz_context *ctx, struct rpdf_doc *d, pdf_obj *page, int number)
{
	fz_buffer *out = fz_new_buffer(ctx, 64);
	fz_try(ctx) {
		for (const struct rpdf_markup *m = d->markup; m; m = m->next)
			if (m->page == number)
				fz_append_printf(ctx, out, "/%s Do\n", m->parked);
		rpdf_append_contents(ctx, d->doc, page, out, false);
	}
	fz_always(ctx)
		fz_drop_buffer(ctx, out);
	fz_catch(ctx)
		fz_rethrow(ctx);
}

static void cut_one(fz_context *ctx, void *arg, size_t page, pdf_obj *annot)
{
	struct cutting *c = arg;
	bool blank;
	int left = MOST_REACH;
	if (is_under_box(ctx, c, page, annot) || touches(ctx, &c->marked, annot, &left)) {
		c->gone++;
		return;
	}
	struct rpdf_markup *m = arena_array(c->d->mem, struct rpdf_markup, 1);
	*m = (struct rpdf_markup){ .page = (int)page, .num = pdf_to_num(ctx, annot) };
	pdf_obj *form = rewritten(ctx, c, rpdf_annot_look(ctx, annot, &blank));
	fz_try(ctx)
		park(ctx, c, pdf_lookup_page_obj(ctx, c->d->doc, (int)page), form, m);
	fz_always(ctx)
		pdf_drop_obj(ctx, form);
	fz_catch(ctx)
		fz_rethrow(ctx);
	*c->last = m;
	c->last = &m->next;
}

void rpdf_cut_markup(fz_context *ctx, struct rpdf_doc *d, const plan *p, proof *report)
{
	struct cutting c = { .d = d, .p = p, .last = &d->markup };
	if (d->how.annots != ANNOTS_KEEP_CLEAN)
		return;
	c.marked.n = pdf_xref_len(ctx, d->doc);
	c.marked.is = arena_array(d->mem, bool, (size_t)c.marked.n);
	for (size_t i = 0; i < p->n; i++) {
		int num = p->marks[i].kind == MARK_TEXT && p->marks[i].state == MARK_ACCEPTED ? object_of(p->marks[i].unit) : 0;
		if (num > 0 && num < c.marked.n && !str_starts(p->marks[i].unit, "page "))
			c.marked.is[num] = true;
	}
	c.copies = rpdf_new_copies(ctx, d->doc);
	fz_try(ctx) {
		each_markup(ctx, d, cut_one, &c);
		int last = -1;
		for (const struct rpdf_markup *m = d->markup; m; m = m->next) {
			if (m->page != last)
				draw_parked(ctx, d, pdf_lookup_page_obj(ctx, d->doc, m->page), m->page);
			last = m->page;
		}
	}
	fz_always(ctx)
		rpdf_drop_copies(ctx, c.copies);
	fz_catch(ctx)
		fz_rethrow(ctx);
	proof_drop(report, "annotation with a value in it", c.gone);
	d->annots->kept = c.kept;
}

/* ---- planting ------------------------------------------------------------------------------------ */

/* Numbers, and lists of them; everything else becomes nothing. */
static pdf_obj *numbers_of(fz_context *ctx, pdf_document *doc, pdf_obj *v, int depth)
{
	if (pdf_is_int(ctx, v))
		return pdf_new_int(ctx, pdf_to_int64(ctx, v));
	if (pdf_is_real(ctx, v))
		return pdf_new_real(ctx, pdf_to_real(ctx, v));
	if (!pdf_is_array(ctx, v) || depth == 0)
		return NULL;
	pdf_obj *out = pdf_new_array(ctx, doc, pdf_array_len(ctx, v));
	for (int i = 0, n = pdf_array_len(ctx, v); i < n; i++) {
		pdf_obj *item = numbers_of(ctx, doc, pdf_array_get(ctx, v, i), depth - 1);
		if (item)
			pdf_array_push_drop(ctx, out, item);
	}
	return out;
}

static void put_numbers(fz_context *ctx, pdf_document *doc, pdf_obj *from, pdf_obj *to, const char *const *keys)
{
	for (; *keys; keys++) {
		pdf_obj *v = numbers_of(ctx, doc, pdf_dict_gets(ctx, from, *keys), 2);
		if (v)
			pdf_dict_puts_drop(ctx, to, *keys, v);
	}
}

static bool is_known_word(const char *word)
{
	static const char *const known[] = {
		/* borders and line ends */
		"S", "D", "B", "I", "U", "C", "None", "Square", "Circle", "Diamond", "OpenArrow", "ClosedArrow", "Butt",
		"ROpenArrow", "RClosedArrow", "Slash",
		/* icons and stamps */
		"Comment", "Key", "Note", "Help", "NewParagraph", "Paragraph", "Insert", "Approved", "Experimental",
		"NotApproved", "AsIs", "Expired", "NotForPublicRelease", "Confidential", "Final", "Sold", "Departmental",
		"ForComment", "TopSecret", "Draft", "ForPublicRelease", "P",
	};
	for (size_t i = 0; i < nelem(known); i++)
		if (strcmp(word, known[i]) == 0)
			return true;
	return false;
}

static void put_word(fz_context *ctx, pdf_obj *from, pdf_obj *to, const char *key)
{
	pdf_obj *v = pdf_dict_gets(ctx, from, key);
	if (pdf_is_name(ctx, v) && is_known_word(pdf_to_name(ctx, v)))
		pdf_dict_puts_drop(ctx, to, key, pdf_new_name(ctx, pdf_to_name(ctx, v)));
}

static void put_line_ends(fz_context *ctx, pdf_obj *from, pdf_obj *to)
{
	pdf_obj *ends = pdf_dict_gets(ctx, from, "LE");
	if (pdf_array_len(ctx, ends) != 2)
		return;
	pdf_obj *out = pdf_dict_put_array(ctx, to, PDF_NAME(LE), 2);
	for (int i = 0; i < 2; i++) {
		const char *word = pdf_to_name(ctx, pdf_array_get(ctx, ends, i));
		pdf_array_push_name(ctx, out, is_known_word(word) ? word : "None");
	}
}

static void put_border(fz_context *ctx, pdf_document *doc, pdf_obj *from, pdf_obj *to, const char *key)
{
	static const char *const numbers[] = { "W", "D", "I", NULL };
	pdf_obj *old = pdf_dict_gets(ctx, from, key);
	if (!pdf_is_dict(ctx, old))
		return;
	pdf_obj *out = pdf_dict_puts_dict(ctx, to, key, 3);
	put_numbers(ctx, doc, old, out, numbers);
	put_word(ctx, old, out, "S");
}

static void put_words(fz_context *ctx, pdf_obj *from, pdf_obj *to, const char *key)
{
	arena *mem = arena_new();
	str words = rpdf_object_text(ctx, pdf_dict_gets(ctx, from, key), mem);
	if (words.n)
		pdf_dict_puts_drop(ctx, to, key, pdf_new_text_string(ctx, str_z(words, mem)));
	arena_drop(mem);
}

static void fill(fz_context *ctx, pdf_document *doc, pdf_obj *from, pdf_obj *to)
{
	static const char *const numbers[] = {
		"Rect", "C", "IC", "CA", "Border", "QuadPoints", "L", "Vertices", "InkList", "CL", "RD", "Q", NULL
	};
	enum { PRINT = 4, NO_ZOOM = 8, NO_ROTATE = 16, READ_ONLY = 64, LOCKED = 128 };
	pdf_dict_put(ctx, to, PDF_NAME(Type), PDF_NAME(Annot));
	pdf_dict_put_name(ctx, to, PDF_NAME(Subtype), pdf_to_name(ctx, pdf_dict_get(ctx, from, PDF_NAME(Subtype))));
	put_numbers(ctx, doc, from, to, numbers);
	pdf_dict_put_int(ctx, to, PDF_NAME(F),
	                 pdf_dict_get_int(ctx, from, PDF_NAME(F)) & (PRINT | NO_ZOOM | NO_ROTATE | READ_ONLY | LOCKED));
	put_border(ctx, doc, from, to, "BS");
	put_border(ctx, doc, from, to, "BE");
	put_word(ctx, from, to, "Name");
	put_word(ctx, from, to, "Sy");
	put_line_ends(ctx, from, to);
	put_words(ctx, from, to, "Contents");
	put_words(ctx, from, to, "Subj");
}

/* Takes the picture off the page's XObjects. Yours, NULL when the rebuild did not take it. */
static pdf_obj *unpark(fz_context *ctx, pdf_obj *page, const struct rpdf_markup *m)
{
	pdf_obj *xobjects = pdf_dict_getl(ctx, page, PDF_NAME(Resources), PDF_NAME(XObject), NULL);
	pdf_obj *form = pdf_keep_obj(ctx, pdf_dict_gets(ctx, xobjects, m->parked));
	pdf_dict_dels(ctx, xobjects, m->parked);
	return form;
}

static void plant_one(fz_context *ctx, struct rpdf_doc *d, pdf_obj *page, const struct rpdf_markup *m)
{
	pdf_obj *from = pdf_load_object(ctx, d->doc, m->num), *to = NULL, *form = NULL;
	fz_var(to);
	fz_var(form);
	fz_try(ctx) {
		pdf_obj *annots = pdf_dict_get(ctx, page, PDF_NAME(Annots));
		form = unpark(ctx, page, m);
		if (!annots)
			annots = pdf_dict_put_array(ctx, page, PDF_NAME(Annots), 8);
		to = pdf_add_new_dict(ctx, d->fresh, 8);
		fill(ctx, d->fresh, from, to);
		if (form)
			pdf_dict_put(ctx, pdf_dict_put_dict(ctx, to, PDF_NAME(AP), 1), PDF_NAME(N), form);
		pdf_array_push(ctx, annots, to);
	}
	fz_always(ctx) {
		pdf_drop_obj(ctx, from);
		pdf_drop_obj(ctx, to);
		pdf_drop_obj(ctx, form);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
}

/* The last stream of a page's contents is the one that drew what was parked. */
static void drop_parked_stream(fz_context *ctx, pdf_obj *page)
{
	pdf_obj *contents = pdf_dict_get(ctx, page, PDF_NAME(Contents));
	int n = pdf_array_len(ctx, contents);
	if (n != 2)
		mu_throw(ctx, ERR_INTERNAL, "a page with annotations was not rebuilt as it was written");
	pdf_dict_put(ctx, page, PDF_NAME(Contents), pdf_array_get(ctx, contents, 0));
}

void rpdf_plant_markup(fz_context *ctx, struct rpdf_doc *d)
{
	pdf_obj **pages;
	arena *mem = arena_new();
	fz_try(ctx) {
		size_t n = rpdf_pages(ctx, d->fresh, mem, &pages, NULL);
		int last = -1;
		for (const struct rpdf_markup *m = d->markup; m && (size_t)m->page < n; m = m->next) {
			if (m->page != last)
				drop_parked_stream(ctx, pages[m->page]);
			last = m->page;
			plant_one(ctx, d, pages[m->page], m);
		}
	}
	fz_always(ctx)
		arena_drop(mem);
	fz_catch(ctx)
		fz_rethrow(ctx);
}
