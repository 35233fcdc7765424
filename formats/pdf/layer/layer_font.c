#include "formats/pdf/layer/layer_font.h"

#include "formats/lib/deflate.h"
#include "redact/base/buf.h"

#include <stdint.h>
#include <string.h>

/* ---- the font program: as little as makes a TrueType font -------------------------------------------- */

enum { EM = 1000 };

static void put16(buf *to, unsigned v)
{
	buf_byte(to, (int)(v >> 8 & 255));
	buf_byte(to, (int)(v & 255));
}

static void put32(buf *to, uint32_t v)
{
	put16(to, v >> 16);
	put16(to, v & 0xffff);
}

static void put_list16(buf *to, const int *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		put16(to, (unsigned)list[i] & 0xffff);
}

#define PUT16(to, ...) put_list16(to, (const int[]){ __VA_ARGS__ }, sizeof (const int[]){ __VA_ARGS__ } / sizeof (int))

/* Apple and Microsoft, "The OpenType font file": head, hhea, hmtx, maxp and post 3.0 as they say. */
static void put_table(buf *to, const char *tag)
{
	const int up = (int)(LAYER_UP * EM), down = -(int)(LAYER_DOWN * EM), wide = (int)(LAYER_WIDE * EM);
	if (strcmp(tag, "head") == 0) {
		PUT16(to, 1, 0, 1, 0, 0, 0, 0x5f0f, 0x3cf5, 3, EM);
		for (int i = 0; i < 4; i++)
			put32(to, 0);                      /* made, changed: at no time */
		PUT16(to, 0, down, wide, up, 0, 8, 2, 0, 0);
	} else if (strcmp(tag, "hhea") == 0) {
		PUT16(to, 1, 0, up, down, 0, wide, 0, 0, wide, 1, 0, 0, 0, 0, 0, 0, 0, 1);
	} else if (strcmp(tag, "hmtx") == 0) {
		PUT16(to, wide, 0);
	} else if (strcmp(tag, "loca") == 0) {
		PUT16(to, 0, 0);
	} else if (strcmp(tag, "glyf") == 0) {
		PUT16(to, 0, 0);                       /* some readers want a table that is not empty */
	} else if (strcmp(tag, "maxp") == 0) {
		PUT16(to, 1, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0);
	} else {
		PUT16(to, 3, 0);                       /* post: no names */
		for (int i = 0; i < 7; i++)
			put32(to, 0);
	}
}

static uint32_t sum_of(const char *p, size_t n)
{
	uint32_t sum = 0;
	for (size_t i = 0; i < n; i++)
		sum += (uint32_t)(unsigned char)p[i] << (24 - 8 * (i & 3));
	return sum;
}

static void put_program(buf *to)
{
	static const char *const tags[] = { "glyf", "head", "hhea", "hmtx", "loca", "maxp", "post" };
	enum { TABLES = sizeof tags / sizeof *tags, HEAD = 12 + 16 * TABLES };
	buf body = { 0 };
	size_t head_at = 0;
	PUT16(to, 1, 0, TABLES, 64, 2, TABLES * 16 - 64);
	for (size_t i = 0; i < TABLES; i++) {
		size_t at = body.n;
		put_table(&body, tags[i]);
		size_t n = body.n - at;
		while (body.n & 3)
			buf_byte(&body, 0);
		if (strcmp(tags[i], "head") == 0)
			head_at = HEAD + at;
		buf_add(to, tags[i], 4);
		put32(to, sum_of(body.p + at, n));
		put32(to, (uint32_t)(HEAD + at));
		put32(to, (uint32_t)n);
	}
	buf_str(to, buf_view(&body));
	buf_free(&body);
	uint32_t whole = 0xb1b0afbau - sum_of(to->p, to->n);
	for (int i = 0; i < 4; i++)
		to->p[head_at + 8 + (size_t)i] = (char)(whole >> (24 - 8 * i));
}

/* ---- streams -------------------------------------------------------------------------------------- */

static pdf_obj *add_packed(fz_context *ctx, pdf_document *doc, str bytes, bool program)
{
	fz_buffer *packed = mu_deflate(ctx, (const unsigned char *)bytes.p, bytes.n);
	pdf_obj *dict = NULL, *ref = NULL;
	fz_var(dict);
	fz_try(ctx) {
		dict = pdf_new_dict(ctx, doc, 2);
		pdf_dict_put(ctx, dict, PDF_NAME(Filter), PDF_NAME(FlateDecode));
		if (program)
			pdf_dict_put_int(ctx, dict, PDF_NAME(Length1), (int64_t)bytes.n);
		ref = pdf_add_stream(ctx, doc, packed, dict, 1);
	}
	fz_always(ctx) {
		fz_drop_buffer(ctx, packed);
		pdf_drop_obj(ctx, dict);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
	return ref;
}

/* ISO 32000-1, 9.10.3. A range must not go beyond one last byte. */
static void put_meanings(buf *to)
{
	enum { AT_ONCE = 64 };
	buf_z(to, "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
	          "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
	          "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
	          "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n");
	for (unsigned row = 0; row < 256; row++) {
		if (row % AT_ONCE == 0)
			buf_fmt(to, "%d beginbfrange\n", AT_ONCE);
		buf_fmt(to, "<%02X00> <%02XFF> <%02X00>\n", row, row, row);
		if (row % AT_ONCE == AT_ONCE - 1)
			buf_z(to, "endbfrange\n");
	}
	buf_z(to, "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
}

/* ---- the font ------------------------------------------------------------------------------------- */

struct making { pdf_obj *program, *meanings, *glyphs, *describing, *inner, *outer; buf bytes; };

static void put_name(fz_context *ctx, pdf_obj *dict)
{
	pdf_dict_put_name(ctx, dict, PDF_NAME(BaseFont), "Unseen");
}

static pdf_obj *descriptor(fz_context *ctx, pdf_document *doc, pdf_obj *program)
{
	pdf_obj *d = pdf_add_new_dict(ctx, doc, 12);
	pdf_dict_put(ctx, d, PDF_NAME(Type), PDF_NAME(FontDescriptor));
	pdf_dict_put_name(ctx, d, PDF_NAME(FontName), "Unseen");
	pdf_dict_put_int(ctx, d, PDF_NAME(Flags), 5); /* all widths are one; its own characters */
	pdf_dict_put_rect(ctx, d, PDF_NAME(FontBBox), fz_make_rect(0, -LAYER_DOWN * EM, LAYER_WIDE * EM, LAYER_UP * EM));
	pdf_dict_put_int(ctx, d, PDF_NAME(ItalicAngle), 0);
	pdf_dict_put_int(ctx, d, PDF_NAME(Ascent), (int)(LAYER_UP * EM));
	pdf_dict_put_int(ctx, d, PDF_NAME(Descent), -(int)(LAYER_DOWN * EM));
	pdf_dict_put_int(ctx, d, PDF_NAME(CapHeight), (int)(LAYER_UP * EM));
	pdf_dict_put_int(ctx, d, PDF_NAME(StemV), 80);
	pdf_dict_put(ctx, d, PDF_NAME(FontFile2), program);
	return d;
}

static void make(fz_context *ctx, pdf_document *doc, struct making *m)
{
	put_program(&m->bytes);
	m->program = add_packed(ctx, doc, buf_view(&m->bytes), true);
	buf_clear(&m->bytes);
	put_meanings(&m->bytes);
	m->meanings = add_packed(ctx, doc, buf_view(&m->bytes), false);
	buf_clear(&m->bytes);
	memset(buf_grow(&m->bytes, 0x20000), 0, 0x20000);
	m->glyphs = add_packed(ctx, doc, buf_view(&m->bytes), false);
	m->describing = descriptor(ctx, doc, m->program);

	m->inner = pdf_add_new_dict(ctx, doc, 8);
	pdf_dict_put(ctx, m->inner, PDF_NAME(Type), PDF_NAME(Font));
	pdf_dict_put(ctx, m->inner, PDF_NAME(Subtype), PDF_NAME(CIDFontType2));
	put_name(ctx, m->inner);
	pdf_obj *system = pdf_dict_put_dict(ctx, m->inner, PDF_NAME(CIDSystemInfo), 3);
	pdf_dict_put_string(ctx, system, PDF_NAME(Registry), "Adobe", 5);
	pdf_dict_put_string(ctx, system, PDF_NAME(Ordering), "Identity", 8);
	pdf_dict_put_int(ctx, system, PDF_NAME(Supplement), 0);
	pdf_dict_put(ctx, m->inner, PDF_NAME(FontDescriptor), m->describing);
	pdf_dict_put_int(ctx, m->inner, PDF_NAME(DW), (int)(LAYER_WIDE * EM));
	pdf_dict_put(ctx, m->inner, PDF_NAME(CIDToGIDMap), m->glyphs);

	m->outer = pdf_add_new_dict(ctx, doc, 6);
	pdf_dict_put(ctx, m->outer, PDF_NAME(Type), PDF_NAME(Font));
	pdf_dict_put(ctx, m->outer, PDF_NAME(Subtype), PDF_NAME(Type0));
	put_name(ctx, m->outer);
	pdf_dict_put(ctx, m->outer, PDF_NAME(Encoding), PDF_NAME(Identity_H));
	pdf_obj *inners = pdf_dict_put_array(ctx, m->outer, PDF_NAME(DescendantFonts), 1);
	pdf_array_push(ctx, inners, m->inner);
	pdf_dict_put(ctx, m->outer, PDF_NAME(ToUnicode), m->meanings);
}

pdf_obj *rpdf_layer_font(fz_context *ctx, pdf_document *doc)
{
	struct making *m = fz_malloc_struct(ctx, struct making);
	pdf_obj *font = NULL;
	fz_var(font);
	fz_try(ctx) {
		make(ctx, doc, m);
		font = pdf_keep_obj(ctx, m->outer);
	}
	fz_always(ctx) {
		pdf_obj *all[] = { m->program, m->meanings, m->glyphs, m->describing, m->inner, m->outer };
		for (size_t i = 0; i < sizeof all / sizeof *all; i++)
			pdf_drop_obj(ctx, all[i]);
		buf_free(&m->bytes);
		fz_free(ctx, m);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
	return font;
}
