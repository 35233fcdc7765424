/* Font programs cut down to the glyphs that are left. */
#include "formats/pdf/font/cut.h"
#include "formats/lib/mu.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static fz_context *ctx;
static buf dejavu;   /* TrueType, from the package fonts-dejavu-core */
static buf nimbus;   /* bare CFF, MuPDF's own Helvetica              */
static buf type1;

/* ---- fonts to cut ------------------------------------------------------------------------------------ */

static void scramble(str in, uint16_t key, size_t random, buf *out)
{
	for (size_t i = 0; i < in.n + random; i++) {
		uint8_t c = (uint8_t)((i < random ? 0 : (uint8_t)in.p[i - random]) ^ key >> 8);
		buf_byte(out, c);
		key = (uint16_t)((c + key) * 52845u + 22719u);
	}
}

static void put_charstring(buf *out, const char *bytes, size_t n)
{
	buf code = { 0 };
	scramble((str){ bytes, n }, 4330, 4, &code);
	buf_fmt(out, "%zu RD ", code.n);
	buf_add(out, code.p, code.n);
	buf_free(&code);
}

#define NUM(n) ((char)((n) + 139))
#define GLYPH(name, ...) do { \
	const char bytes[] = { __VA_ARGS__ }; \
	buf_z(&plain, "/" name " "); \
	put_charstring(&plain, bytes, sizeof bytes); \
	buf_z(&plain, " ND\n"); } while (0)
#define SUBR(number, ...) do { \
	const char bytes[] = { __VA_ARGS__ }; \
	buf_fmt(&plain, "dup %d ", number); \
	put_charstring(&plain, bytes, sizeof bytes); \
	buf_z(&plain, " NP\n"); } while (0)
/* hsbw; a square of some size; closepath endchar */
#define HSBW NUM(0), NUM(100), 13
#define SQUARE(s) NUM(s), 22, NUM(s), 6, NUM(s), 7, NUM(-(s)), 6, 9

/* A square drawn by itself (B), one by subroutine 5 (A), an accent, and Aacute made of two of them. */
static buf make_type1(void)
{
	buf plain = { 0 }, out = { 0 };
	buf_z(&plain, "dup /Private 8 dict dup begin /RD {string currentfile exch readstring pop} executeonly def\n"
	              "/ND {noaccess def} executeonly def /NP {noaccess put} executeonly def\n"
	              "/BlueValues [] def /password 5839 def /lenIV 4 def\n/Subrs 7 array\n");
	for (int i = 0; i < 5; i++)
		SUBR(i, 11);
	SUBR(5, SQUARE(50), 11);
	SUBR(6, SQUARE(70), 11);
	buf_z(&plain, "ND\n2 index /CharStrings 6 dict dup begin\n");
	GLYPH(".notdef", HSBW, 14);
	GLYPH("A", HSBW, NUM(5), 10, 14);
	GLYPH("B", HSBW, SQUARE(60), 14);
	GLYPH("C", HSBW, NUM(6), 10, 14);
	GLYPH("acute", HSBW, SQUARE(10), 14);
	/* asb adx ady bchar achar seac: 65 is A, 194 acute */
	GLYPH("Aacute", HSBW, NUM(0), NUM(20), NUM(60), NUM(65), (char)247, (char)(194 - 108), 12, 6);
	buf_z(&plain, "end\nend\nreadonly put\nnoaccess put\ndup /FontName get exch definefont pop\nmark currentfile closefile\n");
	buf_z(&out, "%!PS-AdobeFont-1.0: Test\n11 dict begin\n/FontName /Test def\n/FontType 1 def /PaintType 0 def\n"
	            "/FontMatrix [0.001 0 0 0.001 0 0] readonly def\n/FontBBox {0 0 100 100} readonly def\n"
	            "/Encoding 256 array 0 1 255 {1 index exch /.notdef put} for\ndup 65 /A put\ndup 66 /B put\ndup 67 /C put\n"
	            "dup 68 /Aacute put\nreadonly def\ncurrentdict end\ncurrentfile eexec\n");
	scramble(buf_view(&plain), 55665, 4, &out);
	buf_free(&plain);
	return out;
}

static int load_fonts(void **state)
{
	(void)state;
	ctx = fz_new_context(NULL, NULL, FZ_STORE_DEFAULT);
	fz_set_error_callback(ctx, NULL, NULL);
	fz_set_warning_callback(ctx, NULL, NULL);
	FILE *f = fopen("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", "rb");
	char piece[4096];
	size_t n;
	while (f && (n = fread(piece, 1, sizeof piece, f)) > 0)
		buf_add(&dejavu, piece, n);
	if (f)
		fclose(f);
	int len;
	const unsigned char *cff = fz_lookup_base14_font(ctx, "Helvetica", &len);
	buf_add(&nimbus, cff, (size_t)len);
	type1 = make_type1();
	return dejavu.n ? 0 : -1;
}

static int drop_fonts(void **state)
{
	(void)state;
	buf_free(&dejavu);
	buf_free(&nimbus);
	buf_free(&type1);
	fz_drop_context(ctx);
	return 0;
}

static fz_font *font_of(const buf *b)
{
	return fz_new_font_from_memory(ctx, NULL, (const unsigned char *)b->p, (int)b->n, 0, 0);
}

static void put_point(fz_context *c, void *arg, float x, float y)
{
	(void)c;
	buf_fmt(arg, "%.4f %.4f ", (double)x, (double)y);
}

static void put_curve(fz_context *c, void *arg, float x1, float y1, float x2, float y2, float x3, float y3)
{
	put_point(c, arg, x1, y1), put_point(c, arg, x2, y2), put_point(c, arg, x3, y3);
}

/* A glyph's outline as text, "" when it has none. */
static buf outline(fz_font *font, int gid)
{
	static const fz_path_walker walker = { .moveto = put_point, .lineto = put_point, .curveto = put_curve };
	buf b = { 0 };
	fz_path *path = fz_outline_glyph(ctx, font, gid, fz_identity);
	buf_z(&b, "");
	if (path)
		fz_walk_path(ctx, path, &walker, &b);
	fz_drop_path(ctx, path);
	return b;
}

static bool same_outline(fz_font *a, int gid_a, fz_font *b, int gid_b)
{
	buf x = outline(a, gid_a), y = outline(b, gid_b);
	bool same = str_eq(buf_view(&x), buf_view(&y));
	buf_free(&x);
	buf_free(&y);
	return same;
}

static bool is_empty(fz_font *font, int gid)
{
	buf x = outline(font, gid);
	bool empty = x.n <= strlen("0.0000 0.0000 "); /* a pen set down and never moved */
	buf_free(&x);
	return empty;
}

/* ---- TrueType ---------------------------------------------------------------------------------------- */

/* DejaVu Sans cut down to the letters of `text`. */
static fz_font *cut_dejavu(fz_font *whole, const char *text, buf *out)
{
	cut_set wanted = { 0 };
	for (; *text; text++)
		cut_add(&wanted, (uint32_t)fz_encode_character(ctx, whole, (unsigned char)*text));
	assert_true(rpdf_cut_sfnt(buf_view(&dejavu), &wanted, out, NULL));
	return font_of(out);
}

static void truetype_keeps_wanted_outlines_and_empties_the_others(void **state)
{
	(void)state;
	buf out = { 0 };
	fz_font *whole = font_of(&dejavu), *part = cut_dejavu(whole, "Ag\xe9", &out);
	for (const char *c = "Ag\xe9"; *c; c++) {
		int gid = fz_encode_character(ctx, whole, (unsigned char)*c);
		assert_false(is_empty(part, gid));
		assert_true(same_outline(whole, gid, part, gid));
	}
	for (const char *c = "BMz7"; *c; c++)
		assert_true(is_empty(part, fz_encode_character(ctx, whole, *c)));
	assert_true(out.n < dejavu.n / 8);
	fz_drop_font(ctx, whole);
	fz_drop_font(ctx, part);
	buf_free(&out);
}

static void truetype_forgets_characters_names_and_widths_of_the_others(void **state)
{
	(void)state;
	buf out = { 0 };
	fz_font *whole = font_of(&dejavu), *part = cut_dejavu(whole, "Ag", &out);
	int m = fz_encode_character(ctx, whole, 'M');
	assert_int_equal(fz_encode_character(ctx, part, 'A'), fz_encode_character(ctx, whole, 'A'));
	assert_int_equal(fz_encode_character(ctx, part, 'M'), 0);
	assert_int_equal(fz_encode_character_by_glyph_name(ctx, part, "A"), fz_encode_character(ctx, whole, 'A'));
	assert_int_equal(fz_encode_character_by_glyph_name(ctx, part, "M"), 0);
	assert_true(fz_advance_glyph(ctx, whole, m, 0) > 0);
	assert_true(fz_advance_glyph(ctx, part, m, 0) == 0);
	assert_null(memmem(out.p, out.n, "GSUB", 4));
	assert_null(memmem(out.p, out.n, "Bitstream", 9));
	fz_drop_font(ctx, whole);
	fz_drop_font(ctx, part);
	buf_free(&out);
}

static void cutting_twice_changes_nothing(void **state)
{
	(void)state;
	buf once = { 0 }, twice = { 0 };
	fz_font *whole = font_of(&dejavu), *part = cut_dejavu(whole, "Ag", &once);
	cut_set wanted = { 0 };
	cut_add(&wanted, (uint32_t)fz_encode_character(ctx, whole, 'A'));
	cut_add(&wanted, (uint32_t)fz_encode_character(ctx, whole, 'g'));
	assert_true(rpdf_cut_sfnt(buf_view(&once), &wanted, &twice, NULL));
	assert_true(str_eq(buf_view(&once), buf_view(&twice)));
	fz_drop_font(ctx, whole);
	fz_drop_font(ctx, part);
	buf_free(&once);
	buf_free(&twice);
}

/* ---- CFF --------------------------------------------------------------------------------------------- */

static void cff_finds_wanted_glyphs_by_name_and_no_others(void **state)
{
	(void)state;
	for (int stay = 0; stay < 2; stay++) {
		buf out = { 0 };
		fz_font *whole = font_of(&nimbus);
		cut_set wanted = { 0 };
		int a = fz_encode_character_by_glyph_name(ctx, whole, "A"), m = fz_encode_character_by_glyph_name(ctx, whole, "M");
		cut_add(&wanted, (uint32_t)a);
		assert_true(rpdf_cut_cff(buf_view(&nimbus), &wanted, stay, &out, NULL));
		fz_font *part = font_of(&out);
		int now = fz_encode_character_by_glyph_name(ctx, part, "A");
		assert_true(now > 0);
		if (stay)
			assert_int_equal(now, a);
		assert_true(same_outline(whole, a, part, now));
		int other = fz_encode_character_by_glyph_name(ctx, part, "M");
		assert_true(other == 0 || is_empty(part, other));
		assert_true(out.n < nimbus.n / 4);
		(void)m;
		fz_drop_font(ctx, whole);
		fz_drop_font(ctx, part);
		buf_free(&out);
	}
}

/* Numbers that stay leave gaps: what stood there has no name, and the wanted ones keep theirs. */
static void cff_with_numbers_that_stay_forgets_the_names_of_others(void **state)
{
	(void)state;
	buf out = { 0 };
	fz_font *whole = font_of(&nimbus);
	cut_set wanted = { 0 };
	int phi = fz_encode_character_by_glyph_name(ctx, whole, "Phi"), a = fz_encode_character_by_glyph_name(ctx, whole, "A");
	cut_add(&wanted, (uint32_t)phi), cut_add(&wanted, (uint32_t)a);
	assert_non_null(memmem(nimbus.p, nimbus.n, "Omegatonos", 10));
	assert_true(rpdf_cut_cff(buf_view(&nimbus), &wanted, true, &out, NULL));
	assert_null(memmem(out.p, out.n, "Omegatonos", 10));
	assert_null(memmem(out.p, out.n, "MNOP", 4)); /* codes of its encoding */
	fz_font *part = font_of(&out);
	assert_int_equal(fz_encode_character_by_glyph_name(ctx, part, "Phi"), phi);
	assert_int_equal(fz_encode_character_by_glyph_name(ctx, part, "A"), a);
	assert_int_equal(fz_encode_character_by_glyph_name(ctx, part, "B"), 0);
	assert_true(same_outline(whole, phi, part, phi));
	assert_true(part->glyph_count == (phi > a ? phi : a) + 1);
	fz_drop_font(ctx, whole);
	fz_drop_font(ctx, part);
	buf_free(&out);
}

/* The rightmost, the highest, the last: no number of the headers is theirs any more. */
static void truetype_counts_and_measures_what_stays(void **state)
{
	(void)state;
	buf out = { 0 };
	fz_font *whole = font_of(&dejavu), *part = cut_dejavu(whole, "Ag", &out);
	int last = fz_encode_character(ctx, whole, 'g');
	assert_int_equal(part->glyph_count, last + 1);
	assert_true(whole->glyph_count > last + 1);
	assert_true(fz_font_bbox(ctx, part).y1 < fz_font_bbox(ctx, whole).y1);
	assert_true(fz_font_bbox(ctx, part).x1 < 1);
	fz_drop_font(ctx, whole);
	fz_drop_font(ctx, part);
	buf_free(&out);
}

static void cff_that_cannot_be_subset_is_emptied_in_its_place(void **state)
{
	(void)state;
	buf out = { 0 };
	fz_font *whole = font_of(&nimbus);
	cut_set wanted = { 0 };
	int a = fz_encode_character_by_glyph_name(ctx, whole, "A"), m = fz_encode_character_by_glyph_name(ctx, whole, "M");
	cut_add(&wanted, (uint32_t)a);
	assert_true(rpdf_empty_cff(buf_view(&nimbus), &wanted, &out, NULL));
	assert_int_equal(out.n, nimbus.n);
	fz_font *part = font_of(&out);
	assert_true(same_outline(whole, a, part, a));
	assert_false(is_empty(whole, m));
	assert_true(is_empty(part, m));
	fz_drop_font(ctx, whole);
	fz_drop_font(ctx, part);
	buf_free(&out);
}

/* ---- Type 1 ------------------------------------------------------------------------------------------ */

static fz_font *cut_names(const char *const *names, size_t n, buf *out)
{
	str list[4];
	size_t clear, coded;
	for (size_t i = 0; i < n; i++)
		list[i] = str_of(names[i]);
	assert_true(rpdf_cut_type1(buf_view(&type1), list, n, out, &clear, &coded, NULL));
	assert_int_equal(clear + coded, out->n);
	return font_of(out);
}

static void type1_has_wanted_names_alone(void **state)
{
	(void)state;
	buf out = { 0 };
	fz_font *whole = font_of(&type1), *part = cut_names((const char *const[]){ "A" }, 1, &out);
	int was = fz_encode_character_by_glyph_name(ctx, whole, "A"), is = fz_encode_character_by_glyph_name(ctx, part, "A");
	assert_true(was > 0 && is > 0);
	assert_false(is_empty(part, is));
	assert_true(same_outline(whole, was, part, is));
	assert_int_equal(fz_encode_character_by_glyph_name(ctx, part, "B"), 0);
	assert_int_equal(fz_encode_character_by_glyph_name(ctx, part, "Aacute"), 0);
	assert_non_null(memmem(out.p, out.n, "dup 65 /A put", 13));
	assert_null(memmem(out.p, out.n, "/B put", 6));
	fz_drop_font(ctx, whole);
	fz_drop_font(ctx, part);
	buf_free(&out);
}

static void type1_keeps_the_parts_of_accented_letters(void **state)
{
	(void)state;
	buf out = { 0 };
	fz_font *whole = font_of(&type1), *part = cut_names((const char *const[]){ "Aacute" }, 1, &out);
	int was = fz_encode_character_by_glyph_name(ctx, whole, "Aacute");
	int is = fz_encode_character_by_glyph_name(ctx, part, "Aacute");
	assert_true(was > 0 && is > 0);
	assert_false(is_empty(whole, was));
	assert_true(same_outline(whole, was, part, is));
	assert_true(fz_encode_character_by_glyph_name(ctx, part, "acute") > 0);
	assert_int_equal(fz_encode_character_by_glyph_name(ctx, part, "B"), 0);
	fz_drop_font(ctx, whole);
	fz_drop_font(ctx, part);
	buf_free(&out);
}

/* C alone calls subroutine 6: its outline must go with it. */
static void type1_empties_subroutines_nobody_calls(void **state)
{
	(void)state;
	buf with = { 0 }, without = { 0 };
	fz_font *a = cut_names((const char *const[]){ "A", "C" }, 2, &with);
	fz_font *b = cut_names((const char *const[]){ "A", "B" }, 2, &without);
	const char square[] = { SQUARE(70), 11 };
	buf code = { 0 };
	scramble((str){ square, sizeof square }, 4330, 4, &code);
	/* seen through the outer encryption */
	for (int i = 0; i < 2; i++) {
		const buf *font = i ? &without : &with;
		const char *at = memmem(font->p, font->n, "eexec\n", 6);
		buf plain = { 0 };
		uint16_t key = 55665;
		for (at += 6; at < font->p + font->n; at++) {
			buf_byte(&plain, (uint8_t)*at ^ key >> 8);
			key = (uint16_t)(((uint8_t)*at + key) * 52845u + 22719u);
		}
		if (i)
			assert_null(memmem(plain.p, plain.n, code.p, code.n));
		else
			assert_non_null(memmem(plain.p, plain.n, code.p, code.n));
		buf_free(&plain);
	}
	fz_drop_font(ctx, a);
	fz_drop_font(ctx, b);
	buf_free(&with);
	buf_free(&without);
	buf_free(&code);
}

/* ---- strangers' bytes -------------------------------------------------------------------------------- */

static void cut_any(str in)
{
	cut_set wanted = { 0 };
	buf out = { 0 };
	size_t clear, coded;
	str names[] = { STR("A"), STR("Aacute") };
	for (uint32_t gid = 0; gid < 200; gid += 3)
		cut_add(&wanted, gid);
	rpdf_cut_sfnt(in, &wanted, &out, NULL);
	buf_clear(&out);
	rpdf_cut_type1(in, names, 2, &out, &clear, &coded, NULL);
	buf_clear(&out);
	rpdf_cut_cff(in, &wanted, false, &out, NULL);
	buf_clear(&out);
	rpdf_empty_cff(in, &wanted, &out, NULL);
	buf_free(&out);
}

/* Whatever comes of it, nothing outside the bytes is read: for the sanitizers to say. */
static void damaged_fonts_are_cut_or_refused(void **state)
{
	(void)state;
	const buf *fonts[] = { &type1, &nimbus, &dejavu };
	uint32_t seed = 1;
	for (int i = 0; i < 3; i++) {
		for (size_t n = 0; n < fonts[i]->n; n += fonts[i]->n / 20 + 1)
			cut_any(str_sub(buf_view(fonts[i]), 0, n));
		for (int round = 0; round < 40; round++) {
			buf bad = { 0 };
			buf_str(&bad, buf_view(fonts[i]));
			for (int k = 0; k < 12; k++) {
				seed = seed * 1103515245u + 12345u;
				bad.p[(seed >> 8) % (k % 2 ? bad.n : 1000)] = (char)(seed >> 3);
			}
			cut_any(buf_view(&bad));
			buf_free(&bad);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(truetype_keeps_wanted_outlines_and_empties_the_others),
		cmocka_unit_test(truetype_forgets_characters_names_and_widths_of_the_others),
		cmocka_unit_test(cutting_twice_changes_nothing),
		cmocka_unit_test(cff_finds_wanted_glyphs_by_name_and_no_others),
		cmocka_unit_test(cff_with_numbers_that_stay_forgets_the_names_of_others),
		cmocka_unit_test(truetype_counts_and_measures_what_stays),
		cmocka_unit_test(cff_that_cannot_be_subset_is_emptied_in_its_place),
		cmocka_unit_test(type1_has_wanted_names_alone),
		cmocka_unit_test(type1_keeps_the_parts_of_accented_letters),
		cmocka_unit_test(type1_empties_subroutines_nobody_calls),
		cmocka_unit_test(damaged_fonts_are_cut_or_refused),
	};
	return cmocka_run_group_tests(tests, load_fonts, drop_fonts);
}
