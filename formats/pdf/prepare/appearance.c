#include "formats/pdf/prepare/appearance.h"
#include "formats/pdf/prepare/annot.h"
#include "formats/pdf/read/doctext.h"

#include "redact/base/utf8.h"

#include <string.h>

static bool needs_appearances(fz_context *ctx, pdf_document *doc)
{
	pdf_obj *root = pdf_dict_get(ctx, pdf_trailer(ctx, doc), PDF_NAME(Root));
	return pdf_to_bool(ctx, pdf_dict_gets(ctx, pdf_dict_get(ctx, root, PDF_NAME(AcroForm)), "NeedAppearances"));
}

/* ---- whether the file's own appearance will do ------------------------------------------------- */

static bool is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f';
}

/* The same words, whatever the line breaks between them. */
static bool same_words(str a, str b)
{
	size_t i = 0, j = 0;
	for (;;) {
		while (i < a.n && is_blank(a.p[i]))
			i++;
		while (j < b.n && is_blank(b.p[j]))
			j++;
		if (i == a.n || j == b.n)
			return i == a.n && j == b.n;
		if (a.p[i++] != b.p[j++])
			return false;
	}
}

static bool has_letters(str s)
{
	for (size_t at = 0; at < s.n;) {
		uint32_t c = utf8_next(s, &at);
		if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= 0xc0 && c < 0x2000))
			return true;
	}
	return false;
}

/* What a choice shows for an exported value; the value itself where no option names it. Lent. */
static pdf_obj *shown_option(fz_context *ctx, pdf_obj *widget, pdf_obj *value)
{
	pdf_obj *options = pdf_dict_get_inheritable(ctx, widget, PDF_NAME(Opt));
	for (int i = 0, n = pdf_array_len(ctx, options); i < n; i++) {
		pdf_obj *option = pdf_array_get(ctx, options, i);
		if (pdf_is_array(ctx, option) && pdf_objcmp(ctx, pdf_array_get(ctx, option, 0), value) == 0)
			return pdf_array_get(ctx, option, 1);
	}
	return value;
}

/* Readers draw such fields anew; where the old picture says the same, it looks better than ours. */
static bool is_stale(fz_context *ctx, pdf_document *doc, pdf_obj *widget, pdf_obj *look)
{
	pdf_obj *value = pdf_dict_get_inheritable(ctx, widget, PDF_NAME(V));
	if (!pdf_is_string(ctx, value))
		return false;
	arena *mem = arena_new();
	str shown = rpdf_form_text(ctx, doc, look, mem);
	str said = rpdf_object_text(ctx, shown_option(ctx, widget, value), mem);
	bool stale = !same_words(shown, said);
	arena_drop(mem);
	return stale;
}

static bool tells_password(fz_context *ctx, pdf_document *doc, pdf_obj *look)
{
	arena *mem = arena_new();
	bool tells = has_letters(rpdf_form_text(ctx, doc, look, mem));
	arena_drop(mem);
	return tells;
}

static bool field_will_not_do(fz_context *ctx, struct rpdf_doc *d, pdf_obj *widget, pdf_obj *look)
{
	pdf_obj *type = rpdf_annot_field(ctx, widget);
	if (rpdf_annot_is_password(ctx, widget))
		return tells_password(ctx, d->doc, look);
	bool text = pdf_name_eq(ctx, type, PDF_NAME(Tx)) || pdf_name_eq(ctx, type, PDF_NAME(Ch));
	return text && needs_appearances(ctx, d->doc) && is_stale(ctx, d->doc, widget, look);
}

/* An appearance that names no resources takes those of the form or, as in old files, of the page. */
static void settle_look(fz_context *ctx, struct rpdf_doc *d, pdf_obj *look, bool widget)
{
	pdf_obj *root = pdf_dict_get(ctx, pdf_trailer(ctx, d->doc), PDF_NAME(Root));
	pdf_obj *of_form = pdf_dict_get(ctx, pdf_dict_get(ctx, root, PDF_NAME(AcroForm)), PDF_NAME(DR));
	pdf_dict_put(ctx, look, PDF_NAME(Type), PDF_NAME(XObject));
	pdf_dict_put(ctx, look, PDF_NAME(Subtype), PDF_NAME(Form));
	if (widget && of_form && pdf_dict_len(ctx, pdf_dict_get(ctx, look, PDF_NAME(Resources))) == 0)
		pdf_dict_put(ctx, look, PDF_NAME(Resources), of_form);
}

/* A field without a value of its own kind, or one to sign, has nothing to be drawn from. */
static bool can_be_drawn(fz_context *ctx, pdf_obj *annot)
{
	return rpdf_annot_kind(ctx, annot) != ANNOT_WIDGET
	    || !pdf_name_eq(ctx, rpdf_annot_field(ctx, annot), PDF_NAME(Sig));
}

void rpdf_seen_find(fz_context *ctx, struct rpdf_doc *d, rpdf_seen *s)
{
	bool blank, widget = rpdf_annot_kind(ctx, s->annot) == ANNOT_WIDGET;
	pdf_obj *look = rpdf_annot_look(ctx, s->annot, &blank);
	s->wants_look = !blank && can_be_drawn(ctx, s->annot)
	             && (!look || (widget && field_will_not_do(ctx, d, s->annot, look)));
	if (!look || s->wants_look)
		return;
	settle_look(ctx, d, look, widget);
	s->look = pdf_keep_obj(ctx, look);
	s->as = pdf_keep_obj(ctx, s->annot);
}

/* ---- drawing --------------------------------------------------------------------------------- */

/* As many as there are letters would tell how many there are. */
static const char asterisks[] = "********";

static void put_inherited(fz_context *ctx, pdf_obj *widget, pdf_obj *key)
{
	pdf_obj *value = pdf_dict_get_inheritable(ctx, widget, key);
	if (value)
		pdf_dict_put(ctx, widget, key, value);
}

/* What MuPDF looks at is made to say what a reader shows. */
static void prepare_widget(fz_context *ctx, pdf_obj *copy)
{
	pdf_obj *type = rpdf_annot_field(ctx, copy), *value;
	put_inherited(ctx, copy, PDF_NAME(Opt));
	put_inherited(ctx, copy, PDF_NAME(TI));
	put_inherited(ctx, copy, PDF_NAME(V));
	value = pdf_dict_get(ctx, copy, PDF_NAME(V));
	if (rpdf_annot_is_password(ctx, copy) && pdf_to_str_len(ctx, value) > 0)
		pdf_dict_put_text_string(ctx, copy, PDF_NAME(V), asterisks);
	else if (pdf_name_eq(ctx, type, PDF_NAME(Ch)) && pdf_is_string(ctx, value))
		pdf_dict_put(ctx, copy, PDF_NAME(V), shown_option(ctx, copy, value));
	else if (pdf_name_eq(ctx, type, PDF_NAME(Btn)) && !pdf_dict_get(ctx, copy, PDF_NAME(AS)) && pdf_is_name(ctx, value))
		pdf_dict_put(ctx, copy, PDF_NAME(AS), value);
}

/* A copy of the annotation that has no appearance, as an object of its own. Yours: a reference. */
static pdf_obj *copy_annot(fz_context *ctx, struct rpdf_doc *d, pdf_obj *annot)
{
	pdf_obj *copy = pdf_copy_dict(ctx, annot), *ref = NULL;
	fz_var(ref);
	fz_try(ctx) {
		pdf_dict_put_rect(ctx, copy, PDF_NAME(Rect), rpdf_annot_rect(ctx, annot));
		pdf_dict_del(ctx, copy, PDF_NAME(AP));
		pdf_dict_del(ctx, copy, PDF_NAME(AA));
		if (rpdf_annot_kind(ctx, annot) == ANNOT_WIDGET)
			prepare_widget(ctx, copy);
		ref = pdf_add_object(ctx, d->doc, copy);
	}
	fz_always(ctx)
		pdf_drop_obj(ctx, copy);
	fz_catch(ctx)
		fz_rethrow(ctx);
	return ref;
}

/* Has MuPDF draw all annotations of the page, into the document. */
static void draw_all(fz_context *ctx, pdf_document *doc, int number)
{
	pdf_page *page = pdf_load_page(ctx, doc, number);
	fz_try(ctx) {
		for (pdf_annot *a = pdf_first_annot(ctx, page); a; a = pdf_next_annot(ctx, a))
			pdf_annot_request_resynthesis(ctx, a);
		for (pdf_annot *a = pdf_first_widget(ctx, page); a; a = pdf_next_widget(ctx, a))
			pdf_annot_request_resynthesis(ctx, a);
		pdf_update_page(ctx, page);
	}
	fz_always(ctx)
		fz_drop_page(ctx, (fz_page *)page);
	fz_catch(ctx)
		fz_rethrow(ctx);
}

/* MuPDF gives the Latin encoding to these fonts, too: other readers then find no tick in them. */
static void settle_symbols(fz_context *ctx, pdf_obj *look)
{
	pdf_obj *fonts = pdf_dict_get(ctx, pdf_dict_get(ctx, look, PDF_NAME(Resources)), PDF_NAME(Font));
	for (int i = 0, n = pdf_dict_len(ctx, fonts); i < n; i++) {
		pdf_obj *font = pdf_dict_get_val(ctx, fonts, i);
		const char *name = pdf_to_name(ctx, pdf_dict_get(ctx, font, PDF_NAME(BaseFont)));
		if (strcmp(name, "ZapfDingbats") == 0 || strcmp(name, "Symbol") == 0)
			pdf_dict_del(ctx, font, PDF_NAME(Encoding));
	}
}

static void take_look(fz_context *ctx, rpdf_seen *s, pdf_obj *copy)
{
	bool blank;
	pdf_obj *look = rpdf_annot_look(ctx, copy, &blank);
	if (!look)
		return;
	settle_symbols(ctx, look);
	s->look = pdf_keep_obj(ctx, look);
	s->as = pdf_copy_dict(ctx, copy);
}

static bool try_draw_all(fz_context *ctx, pdf_document *doc, int number)
{
	bool done = false;
	fz_var(done);
	fz_try(ctx) {
		draw_all(ctx, doc, number);
		done = true;
	}
	fz_catch(ctx)
		fz_rethrow_if(ctx, FZ_ERROR_MEMORY);
	return done;
}

static void draw_copies(fz_context *ctx, struct rpdf_doc *d, pdf_obj *page, int number, const rpdf_seen *list,
                        pdf_obj **copies, size_t n)
{
	pdf_obj *all = pdf_dict_put_array(ctx, page, PDF_NAME(Annots), (int)n);
	for (size_t i = 0; i < n; i++) {
		if (!list[i].wants_look)
			continue;
		copies[i] = copy_annot(ctx, d, list[i].annot);
		pdf_array_push(ctx, all, copies[i]);
	}
	if (pdf_array_len(ctx, all) == 0 || try_draw_all(ctx, d->doc, number))
		return;
	/* One annotation that MuPDF chokes on must not cost the others theirs. */
	for (size_t i = 0; i < n; i++) {
		if (!copies[i])
			continue;
		pdf_array_push(ctx, pdf_dict_put_array(ctx, page, PDF_NAME(Annots), 1), copies[i]);
		try_draw_all(ctx, d->doc, number);
	}
}

void rpdf_seen_draw(fz_context *ctx, struct rpdf_doc *d, pdf_obj *page, int number, rpdf_seen *list, size_t n)
{
	arena *mem = arena_new();
	pdf_obj **copies = arena_array(mem, pdf_obj *, n);
	pdf_obj *own = pdf_keep_obj(ctx, pdf_dict_get(ctx, page, PDF_NAME(Annots)));
	fz_try(ctx) {
		draw_copies(ctx, d, page, number, list, copies, n);
		for (size_t i = 0; i < n; i++)
			if (copies[i])
				take_look(ctx, &list[i], copies[i]);
	}
	fz_always(ctx) {
		pdf_dict_put(ctx, page, PDF_NAME(Annots), own);
		for (size_t i = 0; i < n; i++) {
			if (copies[i])
				pdf_delete_object(ctx, d->doc, pdf_to_num(ctx, copies[i]));
			pdf_drop_obj(ctx, copies[i]);
		}
		pdf_drop_obj(ctx, own);
		arena_drop(mem);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
}
