/* ToUnicode and encoding CMaps: read for what they map, written anew with the codes that are used.
 * Nothing else of them is taken over. ISO 32000-1, 9.7.5 and 9.10.3. */
#include "formats/pdf/font/fontprune.h"
#include "redact/base/buf.h"

#include <string.h>

enum { ROWS = 100 }; /* entries in one bfchar block: ISO 32000-1 takes that limit from PostScript */

static void put_code(buf *out, font_code c)
{
	buf_fmt(out, "<%0*X>", (int)c.bytes * 2, (unsigned)c.code);
}

static void put_utf16(buf *out, const int *ucs, int n)
{
	buf_byte(out, '<');
	for (int i = 0; i < n; i++) {
		unsigned c = (unsigned)ucs[i];
		if (c >= 0x10000)
			buf_fmt(out, "%04X%04X", 0xD800 + ((c - 0x10000) >> 10 & 0x3FF), 0xDC00 + (c & 0x3FF));
		else
			buf_fmt(out, "%04X", c);
	}
	buf_byte(out, '>');
}

/* The stream in place of font[key]; empty text: none. */
static void replace(fz_context *ctx, pdf_document *doc, pdf_obj *font, pdf_obj *key, pdf_obj *dict, str text)
{
	if (!text.n) {
		pdf_dict_del(ctx, font, key);
		return;
	}
	fz_buffer *bytes = fz_new_buffer_from_copied_data(ctx, (const unsigned char *)text.p, text.n);
	fz_try(ctx)
		pdf_dict_put_drop(ctx, font, key, pdf_add_stream(ctx, doc, bytes, dict, 0));
	fz_always(ctx)
		fz_drop_buffer(ctx, bytes);
	fz_catch(ctx)
		fz_rethrow(ctx);
}

static void frame_begin(buf *out, int wmode)
{
	buf_z(out, "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n");
	if (wmode)
		buf_z(out, "/WMode 1 def\n");
}

static void frame_end(buf *out)
{
	buf_z(out, "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
}

/* Rows of a block of at most ROWS each. */
typedef struct block {
	buf rows;
	int n;
	const char *kind;
} block;

static void flush_block(buf *out, block *b)
{
	if (b->n) {
		buf_fmt(out, "%d begin%s\n", b->n, b->kind);
		buf_str(out, buf_view(&b->rows));
		buf_fmt(out, "end%s\n", b->kind);
	}
	buf_clear(&b->rows);
	b->n = 0;
}

static void end_row(buf *out, block *b)
{
	buf_byte(&b->rows, '\n');
	if (++b->n == ROWS)
		flush_block(out, b);
}

/* ---- ToUnicode --------------------------------------------------------------------------------- */

/* Codes of all lengths in use, each its whole range. */
static void put_code_space(buf *out, const font_use *use)
{
	bool has[5] = { false };
	int n = 0;
	for (size_t i = 0; i < use->n; i++)
		has[use->codes[i].bytes] = true;
	for (int bytes = 1; bytes <= 4; bytes++)
		n += has[bytes];
	buf_fmt(out, "%d begincodespacerange\n", n);
	for (int bytes = 1; bytes <= 4; bytes++)
		if (has[bytes])
			buf_fmt(out, "<%0*d> <%.*s>\n", bytes * 2, 0, bytes * 2, "FFFFFFFF");
	buf_z(out, "endcodespacerange\n");
}

static void write_to_unicode(pdf_cmap *map, const font_use *use, buf *out)
{
	block b = { .kind = "bfchar" };
	buf rows = { 0 };
	bool any = false;
	for (size_t i = 0; i < use->n; i++) {
		int ucs[PDF_MRANGE_CAP], n = pdf_lookup_cmap_full(map, use->codes[i].code, ucs);
		if (n < 1)
			continue;
		any = true;
		put_code(&b.rows, use->codes[i]);
		buf_byte(&b.rows, ' ');
		put_utf16(&b.rows, ucs, n);
		end_row(&rows, &b);
	}
	flush_block(&rows, &b);
	if (any) {
		frame_begin(out, 0);
		put_code_space(out, use);
		buf_str(out, buf_view(&rows));
		frame_end(out);
	}
	buf_free(&rows);
	buf_free(&b.rows);
}

/* An honest map has some hundred thousand bytes; one that goes on and on was made to exhaust us. */
static void refuse_bomb(fz_context *ctx, pdf_obj *stream)
{
	enum { LARGEST_MB = 64 };
	fz_buffer *bytes = prune_load(ctx, stream, (size_t)LARGEST_MB << 20);
	if (!bytes)
		mu_throw(ctx, ERR_REFUSED, "object %d: a font's map is larger than %d MB when unpacked", pdf_to_num(ctx, stream), LARGEST_MB);
	fz_drop_buffer(ctx, bytes);
}

static pdf_cmap *load_embedded(fz_context *ctx, pdf_document *doc, pdf_obj *stream)
{
	pdf_cmap *map = NULL;
	fz_var(map);
	fz_try(ctx)
		map = pdf_load_embedded_cmap(ctx, doc, stream);
	fz_catch(ctx)
		fz_rethrow_if(ctx, FZ_ERROR_MEMORY); /* readers learn nothing from it either */
	return map;
}

static pdf_cmap *load_to_unicode(fz_context *ctx, pdf_document *doc, const font_use *use)
{
	pdf_obj *stream = pdf_dict_get(ctx, use->font, PDF_NAME(ToUnicode));
	refuse_bomb(ctx, stream);
	return load_embedded(ctx, doc, stream);
}

/* ---- encodings --------------------------------------------------------------------------------- */

static pdf_cmap *load_encoding(fz_context *ctx, pdf_document *doc, const font_use *use)
{
	pdf_obj *encoding = pdf_dict_get(ctx, use->font, PDF_NAME(Encoding));
	pdf_cmap *map = NULL;
	if (!pdf_is_name(ctx, encoding))
		return load_embedded(ctx, doc, encoding);
	fz_var(map);
	fz_try(ctx)
		map = pdf_load_system_cmap(ctx, pdf_to_name(ctx, encoding));
	fz_catch(ctx)
		fz_rethrow_if(ctx, FZ_ERROR_MEMORY);
	return map;
}

static bool is_identity(fz_context *ctx, const font_use *use)
{
	const char *name = pdf_to_name(ctx, pdf_dict_get(ctx, use->font, PDF_NAME(Encoding)));
	return strcmp(name, "Identity-H") == 0 || strcmp(name, "Identity-V") == 0;
}

void prune_collect_cids(fz_context *ctx, pdf_document *doc, const font_use *use, cid_use *cids)
{
	bool identity = is_identity(ctx, use);
	pdf_cmap *map = identity || use->whole ? NULL : load_encoding(ctx, doc, use);
	cids->whole |= use->whole || (!identity && !map);
	prune_add(cids->bits, 0); /* .notdef, which is drawn for what is missing */
	for (size_t i = 0; i < use->n && (identity || map); i++) {
		int cid = identity ? (int)use->codes[i].code : pdf_lookup_cmap(map, use->codes[i].code);
		if (cid >= 0)
			prune_add(cids->bits, (uint32_t)cid);
	}
	pdf_drop_cmap(ctx, map);
}

static void write_encoding(pdf_cmap *map, const font_use *use, buf *out)
{
	block b = { .kind = "cidchar" };
	frame_begin(out, map->wmode);
	buf_fmt(out, "%d begincodespacerange\n", map->codespace_len);
	for (int i = 0; i < map->codespace_len; i++) {
		put_code(out, (font_code){ map->codespace[i].low, (uint32_t)map->codespace[i].n });
		buf_byte(out, ' ');
		put_code(out, (font_code){ map->codespace[i].high, (uint32_t)map->codespace[i].n });
		buf_byte(out, '\n');
	}
	buf_z(out, "endcodespacerange\n");
	for (size_t i = 0; i < use->n; i++) {
		int cid = pdf_lookup_cmap(map, use->codes[i].code);
		if (cid < 0)
			continue;
		put_code(&b.rows, use->codes[i]);
		buf_fmt(&b.rows, " %d", cid);
		end_row(out, &b);
	}
	flush_block(out, &b);
	frame_end(out);
	buf_free(&b.rows);
}

/* ---- both ---------------------------------------------------------------------------------------- */

/* A map of a font: where it stands, what of its stream's dictionary a new one needs, how it is read and
 * written. */
typedef struct map_kind {
	pdf_obj *key;
	const char *const *keys;
	pdf_cmap *(*load)(fz_context *ctx, pdf_document *doc, const font_use *use);
	void (*write)(pdf_cmap *map, const font_use *use, buf *out);
	bool goes;               /* when it cannot be read; else it stays, and the font counts as whole */
} map_kind;

/* A name of a standard map says nothing of this document, and stays. */
static void prune_map(fz_context *ctx, pdf_document *doc, const font_use *use, const map_kind *kind)
{
	pdf_obj *old = pdf_dict_get(ctx, use->font, kind->key), *dict = NULL;
	pdf_cmap *map = NULL;
	buf text = { 0 };
	if (!pdf_is_stream(ctx, old))
		return;
	fz_var(map);
	fz_var(dict);
	fz_var(text);
	fz_try(ctx) {
		map = kind->load(ctx, doc, use);
		dict = pdf_new_dict(ctx, doc, 3);
		mu_keep_keys(ctx, old, dict, kind->keys);
		if (map)
			kind->write(map, use, &text);
		if (map || kind->goes)
			replace(ctx, doc, use->font, kind->key, dict, buf_view(&text));
	}
	fz_always(ctx) {
		pdf_drop_cmap(ctx, map);
		pdf_drop_obj(ctx, dict);
		buf_free(&text);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
}

void prune_cmaps(fz_context *ctx, pdf_document *doc, const font_use *use)
{
	static const char *const none[] = { NULL }, *const of_encoding[] = { "Type", "CIDSystemInfo", "WMode", NULL };
	const map_kind to_unicode = { PDF_NAME(ToUnicode), none, load_to_unicode, write_to_unicode, true };
	const map_kind encoding = { PDF_NAME(Encoding), of_encoding, load_encoding, write_encoding, false };
	prune_map(ctx, doc, use, &to_unicode);
	if (pdf_name_eq(ctx, pdf_dict_get(ctx, use->font, PDF_NAME(Subtype)), PDF_NAME(Type0)))
		prune_map(ctx, doc, use, &encoding);
}
