#include "formats/pdf/prepare/onto.h"

#include <stdio.h>
#include <string.h>

/* Dictionaries are searched from end to end: so many forms stand in one, and more in forms of their own. */
enum { SHEET = 256 };

/* ---- how a page's content leaves its graphics state ------------------------------------------- */

/* Read word by word: MuPDF's interpreter closes what is left open itself, and never tells. */
struct balance {
	int saves, tags;
	bool in_text, odd;
};

static bool is_space(int c)
{
	return c == 0 || c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == EOF;
}

/* Moves past the data of an inline image. */
static void skip_image(fz_context *ctx, fz_stream *in)
{
	int before = ' ', last = fz_read_byte(ctx, in), c;
	while ((c = fz_read_byte(ctx, in)) != EOF) {
		if (is_space(before) && last == 'E' && c == 'I' && is_space(fz_peek_byte(ctx, in)))
			return;
		before = last;
		last = c;
	}
}

static void weigh_word(struct balance *b, const char *word)
{
	if (strcmp(word, "q") == 0)
		b->saves++;
	else if (strcmp(word, "Q") == 0)
		b->odd |= --b->saves < 0;
	else if (strcmp(word, "BT") == 0)
		b->in_text = true;
	else if (strcmp(word, "ET") == 0)
		b->in_text = false;
	else if (strcmp(word, "BMC") == 0 || strcmp(word, "BDC") == 0)
		b->tags++;
	else if (strcmp(word, "EMC") == 0)
		b->odd |= --b->tags < 0;
}

static void weigh(fz_context *ctx, fz_stream *in, pdf_lexbuf *lex, struct balance *b)
{
	for (pdf_token t; (t = pdf_lex(ctx, in, lex)) != PDF_TOK_EOF;) {
		if (t != PDF_TOK_KEYWORD)
			continue;
		if (strcmp(lex->scratch, "ID") == 0)
			skip_image(ctx, in);
		else
			weigh_word(b, lex->scratch);
	}
}

/* Whether the content ends in the state that it began with, so that it can be put between q and Q. */
static bool is_balanced(fz_context *ctx, pdf_document *doc, pdf_obj *page)
{
	struct balance b = { 0 };
	fz_stream *in = NULL;
	pdf_lexbuf lex;
	fz_var(in);
	if (!pdf_dict_get(ctx, page, PDF_NAME(Contents)))
		return true;
	pdf_lexbuf_init(ctx, &lex, PDF_LEXBUF_SMALL);
	fz_try(ctx) {
		in = pdf_open_contents_stream(ctx, doc, pdf_dict_get(ctx, page, PDF_NAME(Contents)));
		weigh(ctx, in, &lex, &b);
	}
	fz_always(ctx) {
		fz_drop_stream(ctx, in);
		pdf_lexbuf_fin(ctx, &lex);
	}
	fz_catch(ctx) {
		fz_rethrow_if(ctx, FZ_ERROR_MEMORY);
		b.odd = true;
	}
	return !b.odd && b.saves == 0 && b.tags == 0 && !b.in_text;
}

/* ---- resources ---------------------------------------------------------------------------------- */

/* A page's own dictionary for XObjects, below its own dictionary of resources. Lent. */
static pdf_obj *own_xobjects(fz_context *ctx, pdf_document *doc, pdf_obj *page, pdf_obj *resources)
{
	pdf_obj *own = pdf_is_dict(ctx, resources) ? pdf_copy_dict(ctx, resources) : pdf_new_dict(ctx, doc, 1), *x = NULL;
	fz_var(x);
	fz_try(ctx) {
		pdf_obj *old = pdf_dict_get(ctx, own, PDF_NAME(XObject));
		x = pdf_is_dict(ctx, old) ? pdf_copy_dict(ctx, old) : pdf_new_dict(ctx, doc, 1);
		pdf_dict_put(ctx, own, PDF_NAME(XObject), x);
		pdf_dict_put(ctx, page, PDF_NAME(Resources), own);
	}
	fz_always(ctx) {
		pdf_drop_obj(ctx, own);
		pdf_drop_obj(ctx, x);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
	return x;
}

static void put_fresh(fz_context *ctx, pdf_obj *xobjects, pdf_obj *form, int *number, char name[static 24])
{
	do
		snprintf(name, 24, "An%d", (*number)++);
	while (pdf_dict_gets(ctx, xobjects, name));
	pdf_dict_puts(ctx, xobjects, name, form);
}

/* ---- contents ----------------------------------------------------------------------------------- */

static void push_stream(fz_context *ctx, pdf_document *doc, pdf_obj *contents, fz_buffer *bytes)
{
	pdf_obj *dict = pdf_new_dict(ctx, doc, 1), *ref = NULL;
	fz_var(ref);
	fz_try(ctx) {
		ref = pdf_add_stream(ctx, doc, bytes, dict, 0);
		pdf_array_push(ctx, contents, ref);
	}
	fz_always(ctx) {
		pdf_drop_obj(ctx, dict);
		pdf_drop_obj(ctx, ref);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
}

static void push_text(fz_context *ctx, pdf_document *doc, pdf_obj *contents, const char *text)
{
	fz_buffer *bytes = fz_new_buffer_from_copied_data(ctx, (const unsigned char *)text, strlen(text));
	fz_try(ctx)
		push_stream(ctx, doc, contents, bytes);
	fz_always(ctx)
		fz_drop_buffer(ctx, bytes);
	fz_catch(ctx)
		fz_rethrow(ctx);
}

static void push_old(fz_context *ctx, pdf_obj *contents, pdf_obj *old)
{
	if (pdf_is_array(ctx, old))
		for (int i = 0, n = pdf_array_len(ctx, old); i < n; i++)
			pdf_array_push(ctx, contents, pdf_array_get(ctx, old, i));
	else if (old)
		pdf_array_push(ctx, contents, old);
}

/* The page's streams as one. Yours. */
static fz_buffer *joined(fz_context *ctx, pdf_obj *old)
{
	fz_buffer *all = fz_new_buffer(ctx, 4096), *part = NULL;
	fz_var(part);
	fz_try(ctx) {
		for (int i = 0, n = pdf_is_array(ctx, old) ? pdf_array_len(ctx, old) : 1; i < n; i++) {
			pdf_obj *stream = pdf_is_array(ctx, old) ? pdf_array_get(ctx, old, i) : old;
			if (!pdf_is_stream(ctx, stream))
				continue;
			part = pdf_load_stream(ctx, stream);
			fz_append_buffer(ctx, all, part);
			fz_append_byte(ctx, all, '\n');
			fz_drop_buffer(ctx, part);
			part = NULL;
		}
	}
	fz_catch(ctx) {
		fz_drop_buffer(ctx, part);
		fz_drop_buffer(ctx, all);
		fz_rethrow(ctx);
	}
	return all;
}

/* A form of the page's own space, as far off the page as anybody looks. Yours: not yet an object. */
static pdf_obj *new_sheet(fz_context *ctx, pdf_document *doc, pdf_obj *page, pdf_obj *resources)
{
	fz_matrix ctm;
	fz_rect box;
	pdf_page_obj_transform(ctx, page, &box, &ctm);
	pdf_obj *form = pdf_new_dict(ctx, doc, 5);
	fz_try(ctx) {
		pdf_dict_put(ctx, form, PDF_NAME(Type), PDF_NAME(XObject));
		pdf_dict_put(ctx, form, PDF_NAME(Subtype), PDF_NAME(Form));
		pdf_dict_put_rect(ctx, form, PDF_NAME(BBox), fz_expand_rect(box, 14400));
		if (resources)
			pdf_dict_put(ctx, form, PDF_NAME(Resources), resources);
	}
	fz_catch(ctx) {
		pdf_drop_obj(ctx, form);
		fz_rethrow(ctx);
	}
	return form;
}

/* What a form opens or closes too often stays within it: such content becomes a form of its own. */
static pdf_obj *form_of_contents(fz_context *ctx, pdf_document *doc, pdf_obj *page, pdf_obj *resources)
{
	pdf_obj *form = new_sheet(ctx, doc, page, resources), *ref = NULL;
	fz_buffer *bytes = NULL;
	fz_var(ref);
	fz_var(bytes);
	fz_try(ctx) {
		bytes = joined(ctx, pdf_dict_get(ctx, page, PDF_NAME(Contents)));
		ref = pdf_add_stream(ctx, doc, bytes, form, 0);
	}
	fz_always(ctx) {
		pdf_drop_obj(ctx, form);
		fz_drop_buffer(ctx, bytes);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
	return ref;
}

static void append_forms(fz_context *ctx, fz_buffer *out, pdf_obj *xobjects, const rpdf_onto *list, size_t n)
{
	char name[24];
	int number = 1;
	for (size_t i = 0; i < n; i++) {
		const fz_matrix *m = &list[i].place;
		put_fresh(ctx, xobjects, list[i].form, &number, name);
		fz_append_printf(ctx, out, "q %g %g %g %g %g %g cm /%s Do Q\n", m->a, m->b, m->c, m->d, m->e, m->f, name);
	}
}

struct drawing {
	pdf_obj *contents, *whole;
	fz_buffer *tail;
};

static void draw(fz_context *ctx, pdf_document *doc, pdf_obj *page, const rpdf_onto *list, size_t n, struct drawing *w)
{
	pdf_obj *resources = pdf_dict_get_inheritable(ctx, page, PDF_NAME(Resources));
	bool balanced = is_balanced(ctx, doc, page);
	int number = 0;
	char name[24];
	w->contents = pdf_new_array(ctx, doc, 4);
	w->tail = fz_new_buffer(ctx, 64 + 64 * n);
	if (!balanced)
		w->whole = form_of_contents(ctx, doc, page, resources);
	pdf_obj *xobjects = own_xobjects(ctx, doc, page, resources);
	if (!balanced) {
		put_fresh(ctx, xobjects, w->whole, &number, name);
		fz_append_printf(ctx, w->tail, "/%s Do\n", name);
	} else {
		push_text(ctx, doc, w->contents, "q\n");
		push_old(ctx, w->contents, pdf_dict_get(ctx, page, PDF_NAME(Contents)));
		/* n: a path that was begun and never painted ends here. */
		fz_append_string(ctx, w->tail, "\nn\nQ\n");
	}
	append_forms(ctx, w->tail, xobjects, list, n);
	push_stream(ctx, doc, w->contents, w->tail);
	pdf_dict_put(ctx, page, PDF_NAME(Contents), w->contents);
}

static void draw_few(fz_context *ctx, pdf_document *doc, pdf_obj *page, const rpdf_onto *list, size_t n)
{
	struct drawing w = { 0 };
	fz_try(ctx)
		draw(ctx, doc, page, list, n, &w);
	fz_always(ctx) {
		pdf_drop_obj(ctx, w.contents);
		pdf_drop_obj(ctx, w.whole);
		fz_drop_buffer(ctx, w.tail);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
}

/* ---- very many ---------------------------------------------------------------------------------- */

/* A form that draws the list. Yours: a reference. */
static pdf_obj *sheet_of(fz_context *ctx, pdf_document *doc, pdf_obj *page, const rpdf_onto *list, size_t n)
{
	pdf_obj *resources = pdf_new_dict(ctx, doc, 1), *form = NULL, *ref = NULL;
	fz_buffer *bytes = NULL;
	fz_var(form);
	fz_var(ref);
	fz_var(bytes);
	fz_try(ctx) {
		bytes = fz_new_buffer(ctx, 64 * n);
		append_forms(ctx, bytes, pdf_dict_put_dict(ctx, resources, PDF_NAME(XObject), (int)n), list, n);
		form = new_sheet(ctx, doc, page, resources);
		ref = pdf_add_stream(ctx, doc, bytes, form, 0);
	}
	fz_always(ctx) {
		pdf_drop_obj(ctx, resources);
		pdf_drop_obj(ctx, form);
		fz_drop_buffer(ctx, bytes);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
	return ref;
}

static void draw_sheets(fz_context *ctx, pdf_document *doc, pdf_obj *page, const rpdf_onto *list, size_t n,
                        rpdf_onto *sheets, size_t nsheets)
{
	fz_try(ctx) {
		for (size_t i = 0; i < nsheets; i++) {
			size_t beg = i * SHEET, many = n - beg < SHEET ? n - beg : SHEET;
			sheets[i] = (rpdf_onto){ sheet_of(ctx, doc, page, list + beg, many), fz_identity };
		}
		draw_few(ctx, doc, page, sheets, nsheets);
	}
	fz_always(ctx)
		for (size_t i = 0; i < nsheets; i++)
			pdf_drop_obj(ctx, sheets[i].form);
	fz_catch(ctx)
		fz_rethrow(ctx);
}

void rpdf_draw_onto(fz_context *ctx, pdf_document *doc, pdf_obj *page, const rpdf_onto *list, size_t n)
{
	size_t nsheets = (n + SHEET - 1) / SHEET;
	if (nsheets <= 1) {
		draw_few(ctx, doc, page, list, n);
		return;
	}
	arena *mem = arena_new();
	fz_try(ctx)
		draw_sheets(ctx, doc, page, list, n, arena_array(mem, rpdf_onto, nsheets), nsheets);
	fz_always(ctx)
		arena_drop(mem);
	fz_catch(ctx)
		fz_rethrow(ctx);
}
