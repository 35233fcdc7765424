/*
 * The file from its first byte to its last, without trust in its cross-reference: what an older
 * revision, a careless editor or a malicious hand left in it.
 */
#include "formats/pdf/proof/carriers_int.h"

#include "formats/pdf/proof/carrier_syntax.h"
#include "redact/base/bound.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct known {
	int64_t at;     /* offset of an object that the cross-reference knows      */
	int64_t stream; /* where its data begin; 0 for none                        */
	int num;
} known;

static int by_offset(const void *a, const void *b)
{
	int64_t x = ((const known *)a)->at, y = ((const known *)b)->at;
	return x < y ? -1 : x > y;
}

static bool is_white(unsigned char c)
{
	return c == 0 || c == '\t' || c == '\n' || c == '\f' || c == '\r' || c == ' ';
}

static bool is_digit(unsigned char c)
{
	return c >= '0' && c <= '9';
}

/* The next "12 0 obj" at or after `from`: its offset, or the file's length. */
static size_t next_object(str f, size_t from)
{
	const unsigned char *p = (const unsigned char *)f.p;
	for (size_t at = from; at < f.n;) {
		const unsigned char *o = memmem(p + at, f.n - at, "obj", 3);
		if (!o)
			return f.n;
		size_t k = (size_t)(o - p);
		at = k + 3;
		size_t i = k;
		while (i > from && is_white(p[i - 1]))
			i--;
		size_t gen = i;
		while (i > from && is_digit(p[i - 1]) && gen - i < 6)
			i--;
		if (i == gen || i == from || !is_white(p[i - 1]))
			continue;
		while (i > from && is_white(p[i - 1]))
			i--;
		size_t num = i;
		while (i > from && is_digit(p[i - 1]) && num - i < 10)
			i--;
		if (i < num)
			return i;
	}
	return f.n;
}

typedef struct extent {
	size_t data, data_end; /* of its stream; both the end where there is none */
	size_t end;
} extent;

static size_t find_after(str f, size_t from, const char *word)
{
	size_t n = strlen(word);
	const char *at = from < f.n ? memmem(f.p + from, f.n - from, word, n) : NULL;
	return at ? (size_t)(at - f.p) + n : f.n;
}

/* Where an object ends whose stream's data begin at `data` and are said to be `length` long. */
static extent extent_of_stream(str f, size_t data, int64_t length)
{
	static const char word[] = "endstream";
	if (length >= 0 && (uint64_t)length < f.n - data) {
		size_t at = data + (size_t)length, from = at;
		while (at < f.n && at < from + 8 && is_white((unsigned char)f.p[at]))
			at++;
		if (str_starts(str_sub(f, at, f.n), word))
			return (extent){ data, from, at + sizeof word - 1 };
	}
	size_t end = find_after(f, data, word);
	return (extent){ data, end, end };
}

static known *load_known(fz_context *ctx, listing *l, size_t *n)
{
	int len = pdf_xref_len(ctx, l->doc);
	known *list = fz_malloc_array(ctx, len + 1, known);
	*n = 0;
	for (int i = 1; i < len; i++) {
		pdf_xref_entry *x = pdf_get_xref_entry(ctx, l->doc, i);
		if (x && x->type == 'n' && x->ofs > 0)
			list[(*n)++] = (known){ x->ofs, x->stm_ofs, i };
	}
	qsort(list, *n, sizeof *list, by_offset);
	return list;
}

/* Offsets in cross-references are off by a blank or two at times. */
static const known *find_known(const known *list, size_t n, size_t at)
{
	bound b = { .high = n };
	while (bound_asks(&b))
		bound_told(&b, list[b.at].at + 8 < (int64_t)at);
	return b.at < n && list[b.at].at <= (int64_t)at + 1 ? &list[b.at] : NULL;
}

/* What lies between objects: comments, tables, trailers, anything. */
static void list_gap(listing *l, size_t beg, size_t end)
{
	carrier_words w = { 0 };
	char where[48];
	str gap = str_trim(str_sub(l->file, beg, end));
	if (!gap.n)
		return;
	snprintf(where, sizeof where, "bytes from %zu", beg);
	rpdf_words_add(&w, gap, false);
	rpdf_list_words(l, &w, str_of(where), false);
	rpdf_words_free(&w);
}

/* An object that the cross-reference does not know. Returns where it ends; *read grows by what the
 * parser looked at. */
static extent list_unknown(fz_context *ctx, listing *l, size_t at, size_t *read)
{
	fz_stream *stm = NULL;
	pdf_obj *obj = NULL;
	carrier_words w = { 0 };
	extent x = { at + 3, at + 3, at + 3 };
	char where[64];
	snprintf(where, sizeof where, "unreferenced object at %zu", at);
	fz_var(stm);
	fz_var(obj);
	fz_var(x);
	fz_var(w);
	fz_try(ctx) {
		int num, gen, repair = 0;
		int64_t data = 0;
		stm = fz_open_memory(ctx, (const unsigned char *)l->file.p, l->file.n);
		fz_seek(ctx, stm, (int64_t)at, SEEK_SET);
		obj = pdf_parse_ind_obj(ctx, l->doc, stm, &num, &gen, &data, &repair);
		if (l->doc->crypt)
			pdf_crypt_obj(ctx, l->doc->crypt, obj, num, gen);
		size_t end = (size_t)fz_tell(ctx, stm);
		if (end > l->file.n)
			end = l->file.n;
		x = (extent){ end, end, end };
		*read += end - at;
		rpdf_list_object(ctx, l, &w, obj);
		rpdf_list_words(l, &w, str_of(where), false);
		if (data > 0 && (size_t)data < l->file.n) {
			rpdf_list_stream(ctx, l, num, obj, data, str_of(where));
			x = extent_of_stream(l->file, (size_t)data, pdf_dict_get_int(ctx, obj, PDF_NAME(Length)));
			*read += x.end - (size_t)data;
		}
	}
	fz_always(ctx) {
		if (stm && x.end == at + 3) /* it threw on the way */
			*read += (size_t)fz_tell(ctx, stm) - at;
		pdf_drop_obj(ctx, obj);
		fz_drop_stream(ctx, stm);
		rpdf_words_free(&w);
	}
	fz_catch(ctx)
		fz_rethrow_if(ctx, FZ_ERROR_MEMORY); /* no object, then: it counts as a gap */
	return x;
}

/* A stream that goes on where /Length says that it ends: a reader stops there, a file does not. */
static void list_understated(listing *l, int num, str rest)
{
	char where[48];
	snprintf(where, sizeof where, "object %d", num);
	rpdf_list_rest(l, str_of(where), rest);
}

static extent extent_of_known(fz_context *ctx, listing *l, const known *k, size_t at)
{
	if (k->stream > 0 && (size_t)k->stream < l->file.n) {
		pdf_obj *obj = pdf_load_object(ctx, l->doc, k->num);
		int64_t length = pdf_dict_get_int(ctx, obj, PDF_NAME(Length));
		pdf_drop_obj(ctx, obj);
		extent x = extent_of_stream(l->file, (size_t)k->stream, length);
		size_t said = length > 0 ? (size_t)k->stream + (size_t)length : (size_t)k->stream;
		if (x.data_end > said)
			list_understated(l, k->num, str_sub(l->file, said, x.data_end));
		return x;
	}
	size_t end = find_after(l->file, at, "endobj");
	return (extent){ end, end, end };
}

/* Words of the format itself are blanked in the raw bytes, outside the data of streams. */
static void blank(char *raw, size_t beg, size_t end)
{
	if (beg < end)
		rpdf_syntax_blank(raw + beg, end - beg, false);
}

static void scan(fz_context *ctx, listing *l, const known *list, size_t n, char *raw)
{
	/* Objects that never end would be read to the file's end again and again. */
	size_t read = 0, most = 8 * l->file.n + (1 << 20);
	for (size_t at = 0; at < l->file.n && !l->stopped;) {
		size_t beg = next_object(l->file, at);
		list_gap(l, at, beg);
		blank(raw, at, beg);
		if (beg == l->file.n)
			return;
		const known *k = find_known(list, n, beg);
		extent x = k ? extent_of_known(ctx, l, k, beg) : list_unknown(ctx, l, beg, &read);
		blank(raw, beg, x.data);
		blank(raw, x.data_end, x.end);
		at = x.end;
		if (read > most) {
			rpdf_list_trouble(l, "%sthe file has too many broken objects to be searched", l->within);
			return;
		}
	}
}

void rpdf_list_file(fz_context *ctx, listing *l)
{
	size_t n = 0;
	known *list = NULL;
	buf raw = { 0 };
	fz_var(n);
	fz_var(list);
	fz_var(raw);
	fz_try(ctx) {
		list = load_known(ctx, l, &n);
		buf_str(&raw, l->file);
		scan(ctx, l, list, n, raw.p);
		rpdf_syntax_blank_markers(raw.p, raw.n);
	}
	fz_always(ctx)
		fz_free(ctx, list);
	fz_catch(ctx) {
		if (fz_caught(ctx) == FZ_ERROR_MEMORY)
			buf_free(&raw);
		fz_rethrow_if(ctx, FZ_ERROR_MEMORY);
		rpdf_list_trouble(l, "%sthe file cannot be read from end to end", l->within);
	}
	if (!l->stopped)
		rpdf_list_bytes(l, "raw bytes", STR(""), buf_view(&raw), false);
	buf_free(&raw);
}
