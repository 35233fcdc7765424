/* One stream, undone of its filters, with all the words that its kind can hold. */
#include "formats/pdf/proof/carriers_int.h"

#include "formats/pdf/proof/carrier_font.h"
#include "formats/pdf/proof/carrier_letters.h"
#include "formats/pdf/proof/carrier_syntax.h"
#include "formats/lib/deflate.h"

#include <string.h>

/* One stream beyond this is no page, font or profile. */
enum { LARGEST = 128 << 20, PIECE = 64 << 10, SURPLUS = 1 << 20 };

/* ---- filters -------------------------------------------------------------------------------- */

enum filter { FILTER_UNKNOWN, FILTER_BYTES, FILTER_PIXELS };

static enum filter filter_kind(fz_context *ctx, pdf_obj *name)
{
	static const char *const bytes[] = {
		"FlateDecode", "Fl", "LZWDecode", "LZW", "ASCIIHexDecode", "AHx", "ASCII85Decode", "A85",
		"RunLengthDecode", "RL", "Crypt",
	};
	static const char *const pixels[] = {
		"DCTDecode", "DCT", "CCITTFaxDecode", "CCF", "JBIG2Decode", "JPXDecode",
	};
	const char *n = pdf_to_name(ctx, name);
	for (size_t i = 0; i < sizeof bytes / sizeof *bytes; i++)
		if (strcmp(n, bytes[i]) == 0)
			return FILTER_BYTES;
	for (size_t i = 0; i < sizeof pixels / sizeof *pixels; i++)
		if (strcmp(n, pixels[i]) == 0)
			return FILTER_PIXELS;
	return FILTER_UNKNOWN;
}

/* Whether pixels come out at the end, and how many filters there are; UNKNOWN if one is. */
static enum filter chain_kind(fz_context *ctx, pdf_obj *dict, int *count)
{
	pdf_obj *f = pdf_dict_geta(ctx, dict, PDF_NAME(Filter), PDF_NAME(F));
	enum filter kind = FILTER_BYTES;
	*count = 0;
	if (pdf_is_name(ctx, f)) {
		*count = 1;
		return filter_kind(ctx, f);
	}
	int n = pdf_array_len(ctx, f);
	for (int i = 0; i < n; i++) {
		/* Pixels that pass through a further filter are not what any reader expects. */
		if (kind == FILTER_PIXELS)
			return FILTER_UNKNOWN;
		kind = filter_kind(ctx, pdf_array_get(ctx, f, i));
		if (kind == FILTER_UNKNOWN)
			return kind;
		(*count)++;
	}
	return kind;
}

/* ---- reading -------------------------------------------------------------------------------- */

/* Appends up to `most` bytes; false when the stream goes on behind them. */
static bool read_some(fz_context *ctx, fz_stream *stm, size_t most, buf *out)
{
	unsigned char piece[PIECE];
	while (out->n < most) {
		size_t want = most - out->n < PIECE ? most - out->n : PIECE;
		size_t got = fz_read(ctx, stm, piece, want);
		if (!got)
			return true;
		buf_add(out, piece, got);
	}
	return fz_read_byte(ctx, stm) == EOF;
}

static fz_stream *open_decoded(fz_context *ctx, listing *l, int num, pdf_obj *dict, int64_t offset)
{
	if (!offset)
		return pdf_open_stream_number(ctx, l->doc, num);
	/* num only matters for the key of an encrypted file. */
	return pdf_open_stream_with_offset(ctx, l->doc, l->doc->crypt ? num : 0, dict, offset);
}

/* The first filter is the one whose data can go on behind their end. */
static void list_behind(fz_context *ctx, listing *l, int num, pdf_obj *dict, int64_t offset, str where,
                        str decoded)
{
	pdf_obj *f = pdf_dict_geta(ctx, dict, PDF_NAME(Filter), PDF_NAME(F));
	const char *first = pdf_to_name(ctx, pdf_is_array(ctx, f) ? pdf_array_get(ctx, f, 0) : f);
	if (strcmp(first, "FlateDecode") != 0 && strcmp(first, "Fl") != 0)
		return;
	if (offset) {
		int64_t length = pdf_dict_get_int(ctx, dict, PDF_NAME(Length));
		if (!l->doc->crypt && length > 0)
			rpdf_list_behind(l, where, str_sub(l->file, (size_t)offset, (size_t)offset + (size_t)length), decoded);
		return;
	}
	fz_buffer *raw = pdf_load_raw_stream_number(ctx, l->doc, num);
	rpdf_list_behind(l, where, mu_buffer_str(ctx, raw), decoded);
	fz_drop_buffer(ctx, raw);
}

/* ---- images --------------------------------------------------------------------------------- */

static size_t components(fz_context *ctx, pdf_obj *cs, int depth)
{
	if (depth > 3)
		return 0;
	if (pdf_is_array(ctx, cs)) {
		pdf_obj *kind = pdf_array_get(ctx, cs, 0);
		if (pdf_name_eq(ctx, kind, PDF_NAME(ICCBased)))
			return (size_t)pdf_dict_get_int(ctx, pdf_array_get(ctx, cs, 1), PDF_NAME(N));
		if (pdf_name_eq(ctx, kind, PDF_NAME(DeviceN)))
			return (size_t)pdf_array_len(ctx, pdf_array_get(ctx, cs, 1));
		if (pdf_name_eq(ctx, kind, PDF_NAME(CalRGB)) || pdf_name_eq(ctx, kind, PDF_NAME(Lab)))
			return 3;
		if (pdf_array_len(ctx, cs) == 1)
			return components(ctx, kind, depth + 1);
		return 1; /* Indexed, Separation, CalGray */
	}
	if (pdf_name_eq(ctx, cs, PDF_NAME(DeviceRGB)) || pdf_name_eq(ctx, cs, PDF_NAME(RGB)))
		return 3;
	if (pdf_name_eq(ctx, cs, PDF_NAME(DeviceCMYK)) || pdf_name_eq(ctx, cs, PDF_NAME(CMYK)))
		return 4;
	return 1;
}

static size_t pixel_bytes(fz_context *ctx, pdf_obj *dict)
{
	int64_t w = pdf_dict_get_int(ctx, dict, PDF_NAME(Width));
	int64_t h = pdf_dict_get_int(ctx, dict, PDF_NAME(Height));
	int64_t bits = pdf_dict_get_int(ctx, dict, PDF_NAME(BitsPerComponent));
	int64_t n = (int64_t)components(ctx, pdf_dict_get(ctx, dict, PDF_NAME(ColorSpace)), 0);
	if (bits < 1 || bits > 16 || pdf_dict_get_bool(ctx, dict, PDF_NAME(ImageMask)))
		bits = 1;
	if (w < 0 || h < 0 || n < 0 || n > 64 || w > 1 << 24 || h > 1 << 24)
		return 0;
	return (size_t)((w * bits * n + 7) / 8 * h);
}

/* Pixels are no text, but what follows the last of them in the same stream may be, and so may the
 * few bytes of a picture too small to be one. */
static void list_pixels(fz_context *ctx, listing *l, fz_stream *stm, pdf_obj *dict, str where)
{
	buf rest = { 0 };
	size_t pixels = pixel_bytes(ctx, dict);
	if (pixels < 4096)
		pixels = 0;
	fz_try(ctx) {
		size_t skipped = fz_skip(ctx, stm, pixels);
		*l->budget -= skipped < *l->budget ? skipped : *l->budget;
		if (!read_some(ctx, stm, SURPLUS, &rest))
			rpdf_list_trouble(l, "%s" STR_FMT ": an image holds more than its pixels", l->within,
			                  STR_ARG(where));
		rpdf_list_bytes(l, "image data", where, buf_view(&rest), false);
	}
	fz_always(ctx)
		buf_free(&rest);
	fz_catch(ctx)
		fz_rethrow(ctx);
}

static void list_image(fz_context *ctx, listing *l, fz_stream *stm, int num, pdf_obj *dict, int64_t offset,
                       str where)
{
	list_pixels(ctx, l, stm, dict, where);
	list_behind(ctx, l, num, dict, offset, where, STR(""));
}

/* JPEG and its kin keep words beside their pixels. They stand in the raw bytes, unless something
 * is wrapped around them. */
static void list_coded(fz_context *ctx, listing *l, int num, int64_t offset, int filters, str where)
{
	if (filters < 2 && !l->doc->crypt)
		return;
	if (offset) {
		rpdf_list_trouble(l, "%s" STR_FMT ": an unreferenced image cannot be searched", l->within,
		                  STR_ARG(where));
		return;
	}
	fz_compressed_buffer *b = pdf_load_compressed_stream(ctx, l->doc, num, LARGEST);
	rpdf_list_bytes(l, "image data", where, mu_buffer_str(ctx, b->buffer), false);
	fz_drop_compressed_buffer(ctx, b);
}

/* ---- anything else -------------------------------------------------------------------------- */

/* Whether a byte stands anywhere right before a word: memmem() takes each byte of a short one in hand. */
static bool holds(str s, char first, const char *word)
{
	for (size_t at = 0; at < s.n; at++) {
		const char *p = memchr(s.p + at, first, s.n - at);
		if (!p)
			return false;
		at = (size_t)(p - s.p);
		if (str_starts(str_sub(s, at + 1, s.n), word))
			return true;
	}
	return false;
}

/* XML, HTML, a script: not content, where a % begins a remark and is rare besides. */
static bool is_markup(str s)
{
	str head = str_trim(str_sub(s, 0, 64));
	return (head.n && (head.p[0] == '<' || (unsigned char)head.p[0] >= 0xef)) || holds(s, '\\', "u00")
	       || holds(s, '\\', "x") || holds(s, '&', "#");
}

/* Letters beyond ASCII that stand as \351: as the byte that they are, or a word would seem to end at them. */
static void write_out_escapes(buf *b)
{
	unsigned char *p = (unsigned char *)b->p, *to = b->n ? memchr(p, '\\', b->n) : NULL, *end = p + b->n;
	if (!to)
		return;
	for (const unsigned char *from = to; from < end;) {
		bool octal = *from == '\\' && end - from >= 4 && (from[1] == '2' || from[1] == '3')
		             && (from[2] & 0xf8) == '0' && (from[3] & 0xf8) == '0';
		*to++ = octal ? (unsigned char)((from[1] & 3) << 6 | (from[2] & 7) << 3 | (from[3] & 7)) : *from;
		from += octal ? 4 : 1;
	}
	b->n = (size_t)(to - p);
}

/* Content, CMaps, object streams, metadata: syntax or text. */
static void list_syntax(listing *l, buf *all, str where)
{
	carrier_words w = { 0 };
	bool cmap = memmem(all->p, all->n, "begincmap", 9) != NULL;
	rpdf_words_add(&w, buf_view(all), cmap);
	if (cmap) {
		carrier_letters letters = { 0 };
		buf text = { 0 };
		rpdf_letters_cmap(&letters, buf_view(all));
		rpdf_letters_end(&letters, &text);
		rpdf_words_joined(&w, buf_view(&text));
		buf_free(&text);
	}
	rpdf_list_words(l, &w, where, true);
	rpdf_words_free(&w);
	if (is_markup(buf_view(all)))
		rpdf_list_unescaped(l, where, buf_view(all));
	rpdf_syntax_blank(all->p, all->n, true);
	write_out_escapes(all);
	rpdf_list_bytes(l, "decoded stream", where, buf_view(all), false);
}

static void list_font(listing *l, str program, str where)
{
	buf names = { 0 };
	rpdf_font_names(program, &names);
	rpdf_list_bytes(l, "font names", where, buf_view(&names), true);
	rpdf_list_bytes(l, "font program", where, program, false);
	buf_free(&names);
}

/* Files whose words are packed in a way of their own. */
static bool is_archive(str s)
{
	static const struct { const char *magic; size_t n; } known[] = {
		{ "PK\3\4", 4 }, { "PK\5\6", 4 }, { "\x1f\x8b\x08", 3 }, { "7z\xbc\xaf\x27\x1c", 6 }, { "Rar!\x1a\x07", 6 },
		{ "BZh", 3 }, { "\xfd" "7zXZ", 5 }, { "\x28\xb5\x2f\xfd", 4 }, { "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8 },
		{ "MSCF", 4 }, { "\x89PNG\r\n\x1a\n", 8 }, { "wOFF", 4 }, { "wOF2", 4 },
		{ "CWS", 3 }, { "ZWS", 3 },
	};
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (s.n > known[i].n && memcmp(s.p, known[i].magic, known[i].n) == 0)
			return true;
	return false;
}

static void list_decoded(fz_context *ctx, listing *l, pdf_obj *dict, buf *all, str where)
{
	str bytes = buf_view(all);
	if (rpdf_font_kind(bytes) != FONT_NONE) {
		list_font(l, bytes, where);
	} else if (is_archive(bytes)) {
		rpdf_list_bytes(l, "decoded stream", where, bytes, false);
		rpdf_list_trouble(l, "%s" STR_FMT " holds an archive, which is not looked into", l->within,
		                  STR_ARG(where));
	} else if (memmem(bytes.p, bytes.n < 1024 ? bytes.n : 1024, "%PDF-", 5)) {
		rpdf_list_nested(ctx, l, bytes, where);
	} else if (pdf_name_eq(ctx, pdf_dict_get(ctx, dict, PDF_NAME(Type)), PDF_NAME(XRef))) {
		rpdf_list_bytes(l, "decoded stream", where, bytes, false);
	} else {
		list_syntax(l, all, where);
	}
}

/* Streams as nearly all are are opened at once; a reader that bears with damage looks at the others. */
static bool read_flated(fz_context *ctx, listing *l, int num, pdf_obj *dict, int64_t offset, size_t most, buf *out)
{
	if (offset || !pdf_name_eq(ctx, pdf_dict_get(ctx, dict, PDF_NAME(Filter)), PDF_NAME(FlateDecode))
	 || pdf_dict_get(ctx, dict, PDF_NAME(DecodeParms)) || pdf_dict_get(ctx, dict, PDF_NAME(F)))
		return false;
	fz_buffer *raw = pdf_load_raw_stream_number(ctx, l->doc, num), *plain = NULL;
	fz_var(plain);
	fz_try(ctx) {
		plain = mu_inflate(ctx, raw->data, raw->len, most);
		if (plain)
			buf_str(out, mu_buffer_str(ctx, plain));
	}
	fz_always(ctx) {
		fz_drop_buffer(ctx, raw);
		fz_drop_buffer(ctx, plain);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
	return plain != NULL;
}

static void list_whole(fz_context *ctx, listing *l, fz_stream *stm, int num, pdf_obj *dict, int64_t offset,
                       str where)
{
	buf all = { 0 };
	size_t most = *l->budget < LARGEST ? *l->budget : LARGEST;
	fz_var(where);
	fz_try(ctx) {
		if (!read_flated(ctx, l, num, dict, offset, most, &all) && !read_some(ctx, stm, most, &all))
			rpdf_list_trouble(l, "%s" STR_FMT " inflates beyond the limit of %d MB", l->within,
			                  STR_ARG(where), LARGEST >> 20);
		*l->budget -= all.n;
		list_behind(ctx, l, num, dict, offset, where, buf_view(&all));
		if (all.n)
			list_decoded(ctx, l, dict, &all, where);
	}
	fz_always(ctx)
		buf_free(&all);
	fz_catch(ctx)
		fz_rethrow(ctx);
}

void rpdf_list_stream(fz_context *ctx, listing *l, int num, pdf_obj *dict, int64_t offset, str where)
{
	fz_stream *stm = NULL;
	fz_var(stm);
	fz_var(where);
	fz_try(ctx) {
		int filters;
		enum filter kind = chain_kind(ctx, dict, &filters);
		if (kind == FILTER_UNKNOWN) {
			rpdf_list_trouble(l, "%s" STR_FMT " is packed by an unknown filter", l->within,
			                  STR_ARG(where));
		} else if (kind == FILTER_PIXELS) {
			list_coded(ctx, l, num, offset, filters, where);
		} else {
			stm = open_decoded(ctx, l, num, dict, offset);
			if (pdf_name_eq(ctx, pdf_dict_get(ctx, dict, PDF_NAME(Subtype)), PDF_NAME(Image)))
				list_image(ctx, l, stm, num, dict, offset, where);
			else
				list_whole(ctx, l, stm, num, dict, offset, where);
		}
	}
	fz_always(ctx)
		fz_drop_stream(ctx, stm);
	fz_catch(ctx) {
		fz_rethrow_if(ctx, FZ_ERROR_MEMORY);
		rpdf_list_trouble(l, "%s" STR_FMT " cannot be decoded", l->within, STR_ARG(where));
	}
}
