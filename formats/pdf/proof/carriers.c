#include "formats/pdf/proof/carriers_int.h"

#include "formats/pdf/proof/carrier_escapes.h"
#include "formats/pdf/proof/carrier_letters.h"
#include "formats/pdf/vocab/fontnames.h"
#include "formats/pdf/vocab/syntax.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	WINDOW = 1 << 20,      /* bytes handed over at once                                   */
	OVERLAP = 4 << 10,     /* longer than any value that is looked for                    */
	GATHER = 16 << 10,     /* words of small objects are handed over together             */
	DEEPEST_OBJECT = 200,  /* arrays in arrays                                            */
	DEEPEST_FILE = 3,
};

/* All that may be decoded from one file. A 300-page book has some 20 MB. */
static const size_t BUDGET = (size_t)1 << 30;

/* ---- handing over --------------------------------------------------------------------------- */

void rpdf_list_bytes(listing *l, const char *kind, str where, str bytes, bool is_text)
{
	char place[200];
	snprintf(place, sizeof place, "%s" STR_FMT, l->within, (int)(where.n < 150 ? where.n : 150), where.p);
	for (size_t at = 0; at < bytes.n && !l->stopped; at += WINDOW - OVERLAP) {
		carrier c = { kind, str_of(place), str_sub(bytes, at, at + WINDOW), is_text };
		l->stopped = !l->sink(l->arg, &c);
		if (at + WINDOW >= bytes.n)
			break;
	}
}

void rpdf_list_unescaped(listing *l, str where, str bytes)
{
	buf plain = { 0 };
	if (rpdf_words_unescape(bytes, &plain))
		rpdf_list_bytes(l, "unescaped text", where, buf_view(&plain), true);
	buf_free(&plain);
}

void rpdf_list_words(listing *l, carrier_words *w, str where, bool content)
{
	/* A page draws "other" as (o)(the)(r) when it kerns: the pieces of content are no words, so they
	 * are searched as bytes, where short values do not count. What pages say, units tell. */
	rpdf_list_bytes(l, "string", where, buf_view(&w->strings), !content);
	rpdf_list_bytes(l, "joined strings", where, buf_view(&w->arrays), false);
	rpdf_list_bytes(l, "run of strings", where, buf_view(&w->run), false);
	rpdf_list_bytes(l, "name", where, buf_view(&w->names), true);
	rpdf_list_bytes(l, "text string", where, buf_view(&w->text), true);
	rpdf_list_bytes(l, "text string", where, buf_view(&w->single), !content);
	if (!content)
		rpdf_list_unescaped(l, where, buf_view(&w->strings));
	rpdf_words_clear(w);
}

void rpdf_list_trouble(listing *l, const char *fmt, ...)
{
	if (l->trouble[0])
		return;
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(l->trouble, TROUBLE_ROOM, fmt, ap);
	va_end(ap);
}

static void flush(listing *l)
{
	char where[64];
	if (l->first == l->last)
		snprintf(where, sizeof where, "object %d", l->first);
	else
		snprintf(where, sizeof where, "objects %d to %d", l->first, l->last);
	rpdf_list_words(l, &l->words, str_of(where), false);
	l->first = l->last = 0;
}

/* Nothing may seem to go on from one object into the next. */
static void gathered(listing *l, int num)
{
	static const str stop = { "\n|\n\n", 4 };
	if (!l->first)
		l->first = num;
	l->last = num;
	buf_str(&l->words.strings, stop);
	buf_str(&l->words.names, stop);
	buf_str(&l->words.text, stop);
	buf_str(&l->words.single, stop);
	if (l->words.strings.n + l->words.names.n + l->words.text.n + l->words.single.n > GATHER)
		flush(l);
}

/* ---- objects -------------------------------------------------------------------------------- */

/* Letters that stand one by one in the dictionary of a font. */
static void list_letters(fz_context *ctx, carrier_words *w, pdf_obj *val)
{
	carrier_letters letters = { 0 };
	buf text = { 0 };
	if (pdf_is_string(ctx, val)) { /* CharSet */
		rpdf_letters_names(&letters, mu_string_str(ctx, val));
	} else {
		for (int i = 0, n = pdf_array_len(ctx, val), next = -1; i < n; i++) {
			pdf_obj *item = pdf_array_get(ctx, val, i);
			if (pdf_is_int(ctx, item) && pdf_to_int(ctx, item) != next)
				rpdf_letters_gap(&letters);
			next = pdf_is_int(ctx, item) ? pdf_to_int(ctx, item) : next < INT_MAX ? next + 1 : next;
			if (pdf_is_name(ctx, item))
				rpdf_letters_name(&letters, str_of(pdf_to_name(ctx, item)));
		}
	}
	rpdf_letters_end(&letters, &text);
	rpdf_words_joined(w, buf_view(&text));
	buf_free(&text);
}

static bool lists_letters(fz_context *ctx, pdf_obj *key)
{
	return strcmp(pdf_to_name(ctx, key), "CharSet") == 0 || pdf_name_eq(ctx, key, PDF_NAME(Differences));
}

/* The name of a common font, a collection of characters: none of them is the document's own word. */
static bool says_nothing(fz_context *ctx, pdf_obj *key, pdf_obj *val)
{
	const char *k = pdf_to_name(ctx, key);
	if (pdf_is_name(ctx, val) && (strcmp(k, "BaseFont") == 0 || strcmp(k, "FontName") == 0))
		return rpdf_common_font_name(str_of(pdf_to_name(ctx, val)));
	if (pdf_is_string(ctx, val) && strcmp(k, "Registry") == 0)
		return str_is(mu_string_str(ctx, val), "Adobe");
	if (pdf_is_string(ctx, val) && strcmp(k, "Ordering") == 0)
		return rpdf_syntax_ordering(mu_string_str(ctx, val));
	return false;
}

static void list_part(fz_context *ctx, listing *l, carrier_words *w, pdf_obj *obj, int depth)
{
	if (depth > DEEPEST_OBJECT) {
		rpdf_list_trouble(l, "objects are nested too deep to be searched");
		return;
	}
	if (pdf_is_indirect(ctx, obj))
		return;
	if (pdf_is_string(ctx, obj)) {
		rpdf_words_string(w, mu_string_str(ctx, obj));
	} else if (pdf_is_name(ctx, obj)) {
		rpdf_words_name(w, str_of(pdf_to_name(ctx, obj)));
	} else if (pdf_is_array(ctx, obj)) {
		int n = pdf_array_len(ctx, obj);
		for (int i = 0; i < n; i++)
			list_part(ctx, l, w, pdf_array_get(ctx, obj, i), depth + 1);
	} else if (pdf_is_dict(ctx, obj)) {
		int n = pdf_dict_len(ctx, obj);
		for (int i = 0; i < n; i++) {
			list_part(ctx, l, w, pdf_dict_get_key(ctx, obj, i), depth + 1);
			if (!says_nothing(ctx, pdf_dict_get_key(ctx, obj, i), pdf_dict_get_val(ctx, obj, i)))
				list_part(ctx, l, w, pdf_dict_get_val(ctx, obj, i), depth + 1);
			if (lists_letters(ctx, pdf_dict_get_key(ctx, obj, i)))
				list_letters(ctx, w, pdf_dict_get_val(ctx, obj, i));
		}
	}
}

void rpdf_list_object(fz_context *ctx, listing *l, carrier_words *w, pdf_obj *obj)
{
	list_part(ctx, l, w, obj, 0);
}

static void list_known(fz_context *ctx, listing *l, int num)
{
	pdf_obj *obj = NULL;
	fz_var(obj);
	fz_try(ctx) {
		obj = pdf_load_object(ctx, l->doc, num);
		rpdf_list_object(ctx, l, &l->words, obj);
		gathered(l, num);
		if (!l->stopped && pdf_obj_num_is_stream(ctx, l->doc, num)) {
			char where[32];
			snprintf(where, sizeof where, "object %d", num);
			rpdf_list_stream(ctx, l, num, obj, 0, str_of(where));
		}
	}
	fz_always(ctx)
		pdf_drop_obj(ctx, obj);
	fz_catch(ctx) {
		fz_rethrow_if(ctx, FZ_ERROR_MEMORY);
		rpdf_list_trouble(l, "%sobject %d cannot be read", l->within, num);
	}
}

static void list_document(fz_context *ctx, listing *l)
{
	/* Reading may repair the cross-reference, and lengthen it. */
	for (int num = 1; num < pdf_xref_len(ctx, l->doc) && !l->stopped; num++) {
		pdf_xref_entry *x = pdf_get_xref_entry(ctx, l->doc, num);
		if (x && (x->type == 'n' || x->type == 'o'))
			list_known(ctx, l, num);
	}
	rpdf_list_object(ctx, l, &l->words, pdf_trailer(ctx, l->doc));
	gathered(l, 0);
	if (!l->stopped)
		flush(l);
	if (!l->stopped)
		rpdf_list_file(ctx, l);
}

static void list_and_free(fz_context *ctx, listing *l)
{
	fz_try(ctx)
		list_document(ctx, l);
	fz_always(ctx)
		rpdf_words_free(&l->words);
	fz_catch(ctx)
		fz_rethrow(ctx);
}

/* ---- files ---------------------------------------------------------------------------------- */

void rpdf_list_nested(fz_context *ctx, listing *l, str bytes, str where)
{
	char within[160];
	fz_stream *stm = NULL;
	listing inner = *l;
	memset(&inner.words, 0, sizeof inner.words);
	snprintf(within, sizeof within, "%s" STR_FMT " > ", l->within, (int)(where.n < 60 ? where.n : 60),
	         where.p);
	inner.within = within;
	inner.file = bytes;
	inner.doc = NULL;
	inner.first = inner.last = 0;
	if (++inner.depth > DEEPEST_FILE) {
		rpdf_list_trouble(l, "files are embedded in files too deep to be searched");
		return;
	}
	fz_var(stm);
	fz_try(ctx) {
		stm = fz_open_memory(ctx, (const unsigned char *)bytes.p, bytes.n);
		inner.doc = pdf_open_document_with_stream(ctx, stm);
		mu_share_context(ctx, l->doc, inner.doc);
		if (pdf_needs_password(ctx, inner.doc) && !pdf_authenticate_password(ctx, inner.doc, ""))
			rpdf_list_trouble(l, "%san embedded file is encrypted", l->within);
		else
			list_and_free(ctx, &inner);
		l->stopped = inner.stopped;
	}
	fz_always(ctx) {
		pdf_drop_document(ctx, inner.doc);
		fz_drop_stream(ctx, stm);
	}
	fz_catch(ctx) {
		fz_rethrow_if(ctx, FZ_ERROR_MEMORY);
		rpdf_list_trouble(l, "%san embedded file cannot be opened", l->within);
	}
}

void rpdf_carriers(fz_context *ctx, pdf_document *pdf, str file_bytes, carrier_sink *sink, void *arg)
{
	char trouble[TROUBLE_ROOM] = "";
	size_t budget = BUDGET;
	listing l = {
		.doc = pdf, .file = file_bytes, .sink = sink, .arg = arg, .within = "", .budget = &budget,
		.trouble = trouble,
	};
	list_and_free(ctx, &l);
	if (!l.stopped && trouble[0])
		mu_throw(ctx, ERR_REFUSED, "not everything could be searched: %s", trouble);
}
