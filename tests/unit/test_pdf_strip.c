#include "formats/pdf/rebuild/strip.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jpeglib.h>

static bool holds(const buf *b, const char *needle)
{
	return b->n && memmem(b->p, b->n, needle, strlen(needle)) != NULL;
}

/* ---- JPEG -------------------------------------------------------------------------------------------- */

enum { SIDE = 32 };

/* A coloured picture, progressive when asked, with a comment and EXIF-like data before its frame. */
static buf make_jpeg(bool progressive)
{
	struct jpeg_compress_struct c;
	struct jpeg_error_mgr trouble;
	unsigned char *bytes = NULL;
	unsigned long n = 0;
	buf b = { 0 };

	c.err = jpeg_std_error(&trouble);
	jpeg_create_compress(&c);
	jpeg_mem_dest(&c, &bytes, &n);
	c.image_width = c.image_height = SIDE;
	c.input_components = 3;
	c.in_color_space = JCS_RGB;
	jpeg_set_defaults(&c);
	c.restart_interval = 2;
	if (progressive)
		jpeg_simple_progression(&c);
	jpeg_start_compress(&c, TRUE);
	jpeg_write_marker(&c, JPEG_APP0 + 1, (const JOCTET *)"Exif\0\0Okonjo", 12);
	jpeg_write_marker(&c, JPEG_COM, (const JOCTET *)"Okonjo", 6);
	while (c.next_scanline < c.image_height) {
		unsigned char row[SIDE * 3];
		for (int x = 0; x < SIDE * 3; x++)
			row[x] = (unsigned char)(x * 7 + (int)c.next_scanline * 5);
		JSAMPROW rows = row;
		jpeg_write_scanlines(&c, &rows, 1);
	}
	jpeg_finish_compress(&c);
	jpeg_destroy_compress(&c);
	buf_add(&b, bytes, n);
	free(bytes);
	return b;
}

/* Decoded samples, empty when it does not decode. */
static buf decode_jpeg(str in)
{
	struct jpeg_decompress_struct d;
	struct jpeg_error_mgr trouble;
	buf b = { 0 };
	d.err = jpeg_std_error(&trouble);
	jpeg_create_decompress(&d);
	jpeg_mem_src(&d, (const unsigned char *)in.p, in.n);
	jpeg_read_header(&d, TRUE);
	jpeg_start_decompress(&d);
	while (d.output_scanline < d.output_height) {
		unsigned char row[SIDE * 4];
		JSAMPROW rows = row;
		jpeg_read_scanlines(&d, &rows, 1);
		buf_add(&b, row, d.output_width * (unsigned)d.output_components);
	}
	jpeg_finish_decompress(&d);
	jpeg_destroy_decompress(&d);
	return b;
}

static void assert_same_picture(bool progressive)
{
	buf jpeg = make_jpeg(progressive), clean = { 0 };
	err e = ERR_INIT;
	buf_z(&jpeg, "Okonjo behind the end");
	assert_true(rpdf_strip_jpeg(buf_view(&jpeg), &clean, &e));
	assert_true(holds(&jpeg, "Okonjo"));
	assert_false(holds(&clean, "Okonjo"));
	buf before = decode_jpeg(buf_view(&jpeg)), after = decode_jpeg(buf_view(&clean));
	assert_int_equal(before.n, SIDE * SIDE * 3);
	assert_int_equal(after.n, before.n);
	assert_memory_equal(after.p, before.p, before.n);
	buf_free(&jpeg);
	buf_free(&clean);
	buf_free(&before);
	buf_free(&after);
}

static void a_jpeg_loses_its_words_and_keeps_every_sample(void **state)
{
	(void)state;
	assert_same_picture(false);
}

static void a_progressive_jpeg_keeps_all_its_scans(void **state)
{
	(void)state;
	assert_same_picture(true);
}

static void a_jpeg_cut_anywhere_is_refused_or_ends_properly(void **state)
{
	(void)state;
	buf jpeg = make_jpeg(false);
	for (size_t n = 0; n < jpeg.n; n++) {
		buf clean = { 0 };
		err e = ERR_INIT;
		/* A copy of exact size, so that a sanitizer sees a read beyond it. */
		char *cut = malloc(n + 1);
		memcpy(cut, jpeg.p, n);
		if (rpdf_strip_jpeg((str){ cut, n }, &clean, &e))
			assert_memory_equal(clean.p + clean.n - 2, "\xFF\xD9", 2);
		else
			assert_int_equal(e.kind, ERR_INPUT);
		free(cut);
		buf_free(&clean);
	}
	buf_free(&jpeg);
}

static void words_inside_a_table_segment_are_refused(void **state)
{
	(void)state;
	buf jpeg = make_jpeg(false), bad = { 0 }, clean = { 0 };
	err e = ERR_INIT;
	/* A quantisation table segment of 6 bytes more than a table has. */
	buf_add(&bad, "\xFF\xD8\xFF\xDB\0\x49\0", 7);
	for (int i = 0; i < 64; i++)
		buf_byte(&bad, 1);
	buf_z(&bad, "Okonjo");
	buf_add(&bad, jpeg.p + 2, jpeg.n - 2);
	assert_false(rpdf_strip_jpeg(buf_view(&bad), &clean, &e));
	buf_free(&jpeg);
	buf_free(&bad);
	buf_free(&clean);
}

static void the_adobe_marker_keeps_its_colour_transform_alone(void **state)
{
	(void)state;
	buf jpeg = make_jpeg(false), marked = { 0 }, clean = { 0 };
	err e = ERR_INIT;
	buf_add(&marked, "\xFF\xD8\xFF\xEE\0\x14" "Adobe\0\x65\1\2\3\4\2Okonjo", 24);
	buf_add(&marked, jpeg.p + 2, jpeg.n - 2);
	assert_true(rpdf_strip_jpeg(buf_view(&marked), &clean, &e));
	assert_memory_equal(clean.p + 2, "\xFF\xEE\0\x0E" "Adobe\0\x64\0\0\0\0\2", 16);
	assert_false(holds(&clean, "Okonjo"));
	buf_free(&jpeg);
	buf_free(&marked);
	buf_free(&clean);
}

/* ---- JPEG 2000 ----------------------------------------------------------------------------------------- */

#define SIZ "\xFF\x51\0\x04\1\2"
#define COM "\xFF\x64\0\x0A\0\1Okonjo"
#define SOT(length) "\xFF\x90\0\x0A\0\0\0\0\0" length "\0\1"
#define LIT(s) (str){ s, sizeof(s) - 1 }

static void a_codestream_loses_its_comments_and_mends_tile_lengths(void **state)
{
	(void)state;
	static const char in[] = "\xFF\x4F" SIZ COM SOT("\x1E") COM "\xFF\x93" "data" "\xFF\xD9" "Okonjo";
	static const char want[] = "\xFF\x4F" SIZ SOT("\x12") "\xFF\x93" "data" "\xFF\xD9";
	buf clean = { 0 };
	err e = ERR_INIT;
	assert_true(rpdf_strip_jpx(LIT(in), &clean, &e));
	assert_int_equal(clean.n, sizeof want - 1);
	assert_memory_equal(clean.p, want, clean.n);
	buf_free(&clean);
}

static void boxes_that_do_not_draw_are_left_out(void **state)
{
	(void)state;
	static const char in[] = "\0\0\0\x0CjP  \r\n\x87\n" "\0\0\0\x14" "ftypjpx \0\0\0\0jp2 "
		"\0\0\0\x0Exml Okonjo" "\0\0\0\x0Euuid" "Okonjo"
		"\0\0\0\x2D" "jp2h" "\0\0\0\x16ihdr\0\0\0\1\0\0\0\1\0\1\7\7\0\0" "\0\0\0\x0Fres Okonjo!"
		"\0\0\0\0jp2c" "\xFF\x4F" SIZ SOT("\x12") "\xFF\x93" "data" "\xFF\xD9";
	buf clean = { 0 };
	err e = ERR_INIT;
	assert_true(rpdf_strip_jpx(LIT(in), &clean, &e));
	assert_false(holds(&clean, "Okonjo"));
	assert_true(holds(&clean, "ihdr"));
	assert_true(holds(&clean, "data\xFF\xD9"));
	buf_free(&clean);
}

/* ---- JBIG2 ----------------------------------------------------------------------------------------------- */

static void jbig2_extensions_go_and_regions_stay(void **state)
{
	(void)state;
	static const char page[] = "\0\0\0\0\x30\0\1\0\0\0\x13" "0123456789012345678";
	static const char note[] = "\0\0\0\1\x3E\0\1\0\0\0\x06" "Okonjo";
	static const char region[] = "\0\0\0\2\x26\0\1\0\0\0\x04" "data";
	static const char end[] = "\0\0\0\3\x33\0\0\0\0\0\0" "Okonjo";
	buf in = { 0 }, clean = { 0 };
	err e = ERR_INIT;
	buf_str(&in, LIT(page));
	buf_str(&in, LIT(note));
	buf_str(&in, LIT(region));
	buf_str(&in, LIT(end));
	assert_true(rpdf_strip_jbig2(buf_view(&in), &clean, &e));
	assert_int_equal(clean.n, sizeof page - 1 + sizeof region - 1);
	assert_false(holds(&clean, "Okonjo"));
	assert_true(holds(&clean, "data"));
	buf_free(&in);
	buf_free(&clean);
}

static void a_jbig2_segment_longer_than_the_image_is_refused(void **state)
{
	(void)state;
	buf clean = { 0 };
	err e = ERR_INIT;
	assert_false(rpdf_strip_jbig2(LIT("\0\0\0\2\x26\0\1\0\0\1\x04" "data"), &clean, &e));
	buf_free(&clean);
}

/* ---- ICC ------------------------------------------------------------------------------------------------- */


static void put32(buf *b, uint32_t v)
{
	for (int shift = 24; shift >= 0; shift -= 8)
		buf_byte(b, (int)(v >> shift & 255));
}

static uint32_t get32(const buf *b, size_t at)
{
	const unsigned char *p = (const unsigned char *)b->p + at;
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* A display profile with one curve for two channels, a private tag, and words wherever they fit. */
static buf make_profile(void)
{
	static const struct { const char *tag; uint32_t at, size; } rows[] = {
		{ "desc", 192, 28 }, { "rTRC", 220, 14 }, { "gTRC", 220, 14 }, { "rXYZ", 236, 20 }, { "Priv", 256, 6 },
	};
	buf b = { 0 };
	put32(&b, 262);
	buf_z(&b, "Okon");                                    /* preferred converter */
	buf_add(&b, "\2\x10\0\0mntrRGB XYZ ", 16);
	buf_add(&b, "\7\xE8\0\1\0\x1F\0\x09\0\x1E\0\0", 12);  /* date */
	buf_z(&b, "acspOkon");                                /* platform */
	buf_add(&b, "\0\0\0\0Okonjo\0\0\0\0\0\0", 16);        /* flags, maker, model */
	buf_add(&b, "\0\0\0\0\0\0\0\0\0\0\xF6\xD6\0\1\0\0\0\0\xD3\x2D", 20);
	buf_z(&b, "Okonjo");                                  /* creator and what follows */
	while (b.n < 128)
		buf_byte(&b, 0);
	put32(&b, 5);
	for (size_t i = 0; i < 5; i++) {
		buf_z(&b, rows[i].tag);
		put32(&b, rows[i].at);
		put32(&b, rows[i].size);
	}
	buf_add(&b, "desc\0\0\0\0\0\0\0\7Okonjo\0         ", 28);
	buf_add(&b, "curv\0\0\0\0\0\0\0\1\2\x33\0\0", 16);
	buf_add(&b, "XYZ \0\0\0\0\0\0\x6F\xA2\0\0\x38\xF5\0\0\3\x90", 20);
	buf_z(&b, "Okonjo");
	return b;
}

static void a_profile_keeps_its_numbers_and_loses_its_texts(void **state)
{
	(void)state;
	buf in = make_profile(), clean = { 0 };
	err e = ERR_INIT;
	assert_int_equal(in.n, 262);
	assert_true(rpdf_strip_icc(buf_view(&in), &clean, &e));
	assert_false(holds(&clean, "Okon"));
	assert_false(holds(&clean, "Priv"));
	assert_int_equal(get32(&clean, 0), clean.n);
	assert_memory_equal(clean.p + 8, in.p + 8, 16);
	assert_memory_equal(clean.p + 64, in.p + 64, 16);
	assert_memory_equal(clean.p + get32(&clean, 136), in.p + 220, 14);
	assert_memory_equal(clean.p + get32(&clean, 160), in.p + 236, 20);
	/* The shared curve is still one. */
	assert_int_equal(get32(&clean, 136), get32(&clean, 148));
	buf_free(&in);
	buf_free(&clean);
}

static void a_profile_whose_tags_lie_outside_is_refused(void **state)
{
	(void)state;
	char profile[144] = { 0 };
	buf clean = { 0 };
	err e = ERR_INIT;
	memcpy(profile + 36, "acsp", 4);
	memcpy(profile + 128, "\0\0\0\1rXYZ\0\0\0\x80\0\0\xFF\xFF", 16);
	assert_false(rpdf_strip_icc((str){ profile, sizeof profile }, &clean, &e));
	buf_free(&clean);
}

/* ---- fonts ------------------------------------------------------------------------------------------------ */

static void a_truetype_font_loses_its_names(void **state)
{
	(void)state;
	static const char in[] = "\0\1\0\0\0\2\0\x20\0\1\0\0"
		"glyf\0\0\0\0\0\0\0\x2C\0\0\0\4" "name\0\0\0\0\0\0\0\x30\0\0\0\6" "dataOkonjo";
	buf clean = { 0 };
	err e = ERR_INIT;
	assert_true(rpdf_strip_sfnt(LIT(in), &clean, &e));
	assert_false(holds(&clean, "Okonjo"));
	assert_false(holds(&clean, "name"));
	assert_true(holds(&clean, "data"));
	assert_int_equal(clean.p[5], 1);
	buf_free(&clean);
}

static void a_type1_font_keeps_length_and_glyph_names_but_no_notice(void **state)
{
	(void)state;
	static const char in[] = "%!PS-AdobeFont-1.0: Okonjo 1.0\n% Okonjo\n/FontInfo 9 dict dup begin /Notice (by Okonjo \\(c\\)) def"
		" end def /FontName /Okonjo def dup 65 /eacute put currentfile eexec \1\2\3";
	buf clean = { 0 };
	err e = ERR_INIT;
	assert_true(rpdf_strip_type1(LIT(in), &clean, &e));
	assert_int_equal(clean.n, sizeof in - 1);
	assert_false(holds(&clean, "Okonjo"));
	assert_true(holds(&clean, "/eacute"));
	assert_true(holds(&clean, "eexec \1\2\3"));
	buf_free(&clean);
}

static void a_cff_font_loses_its_name_and_notice_in_place(void **state)
{
	(void)state;
	/* header; names: "Okonjo"; top: 391 Notice; strings: "Okonjo", "eacute2" */
	static const char in[] = "\1\0\4\1" "\0\1\1\1\7Okonjo" "\0\1\1\1\5\x1C\1\x87\1" "\0\2\1\1\7\x0EOkonjoeacute2" "\0\0";
	buf clean = { 0 };
	err e = ERR_INIT;
	assert_true(rpdf_strip_cff(LIT(in), &clean, &e));
	assert_int_equal(clean.n, sizeof in - 1);
	assert_false(holds(&clean, "Okonjo"));
	assert_true(holds(&clean, "eacute2"));
	buf_free(&clean);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_jpeg_loses_its_words_and_keeps_every_sample),
		cmocka_unit_test(a_progressive_jpeg_keeps_all_its_scans),
		cmocka_unit_test(a_jpeg_cut_anywhere_is_refused_or_ends_properly),
		cmocka_unit_test(words_inside_a_table_segment_are_refused),
		cmocka_unit_test(the_adobe_marker_keeps_its_colour_transform_alone),
		cmocka_unit_test(a_codestream_loses_its_comments_and_mends_tile_lengths),
		cmocka_unit_test(boxes_that_do_not_draw_are_left_out),
		cmocka_unit_test(jbig2_extensions_go_and_regions_stay),
		cmocka_unit_test(a_jbig2_segment_longer_than_the_image_is_refused),
		cmocka_unit_test(a_profile_keeps_its_numbers_and_loses_its_texts),
		cmocka_unit_test(a_profile_whose_tags_lie_outside_is_refused),
		cmocka_unit_test(a_truetype_font_loses_its_names),
		cmocka_unit_test(a_type1_font_keeps_length_and_glyph_names_but_no_notice),
		cmocka_unit_test(a_cff_font_loses_its_name_and_notice_in_place),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
