/* A value that a font spells letter by letter, in every place where fonts list letters. */
#include "formats/pdf/proof/carrier_letters.h"
#include "tests/unit/carrier_search.h"

#define LETTERS "/O/k/o/n/j/o"
#define ALPHABET "/O/k/o/n/j/a/b/c"

static void scramble(const char *plain, size_t n, buf *out)
{
	uint16_t key = 55665;
	for (size_t i = 0; i < n; i++) {
		int c = ((unsigned char)plain[i] ^ key >> 8) & 0xff;
		key = (uint16_t)((c + key) * 52845u + 22719u);
		buf_byte(out, c);
	}
}

static bool joined(const char *object)
{
	raw_pdf r = page("", "");
	raw_object(&r, 6, object);
	done(&r);
	return finds(&r, "joined strings", VALUE);
}

static bool mapped(const char *cmap)
{
	raw_pdf r = page("", "");
	raw_flate(&r, 6, "", str_of(cmap));
	done(&r);
	return finds(&r, "joined strings", VALUE);
}

static bool in_font(const char *bytes, size_t n)
{
	raw_pdf r = page("", "");
	raw_flate(&r, 6, "", (str){ bytes, n });
	done(&r);
	return finds(&r, "font names", VALUE);
}

/* ---- dictionaries ------------------------------------------------------------------------------- */

static void differences_spell_it(void **state)
{
	(void)state;
	assert_true(joined("<</Type/Encoding/Differences[33" LETTERS "]>>"));
}

static void differences_in_pieces_that_join_spell_it(void **state)
{
	(void)state;
	assert_true(joined("<</Differences[33/O/k 35/o/n 37/j/o]>>"));
}

static void differences_with_gaps_do_not(void **state)
{
	(void)state;
	assert_false(joined("<</Differences[33/O/k 40/o/n/j/o]>>"));
}

static void an_alphabet_spells_nothing(void **state)
{
	(void)state;
	raw_pdf r = page("", "");
	raw_object(&r, 6, "<</Differences[33" ALPHABET "]>>");
	done(&r);
	assert_false(finds(&r, "joined strings", "Okonj"));
}

static void a_charset_spells_it(void **state)
{
	(void)state;
	assert_true(joined("<</Type/FontDescriptor/CharSet(" LETTERS ")>>"));
}

static void a_glyph_name_with_a_suffix_is_a_word(void **state)
{
	(void)state;
	raw_pdf r = page("", "");
	raw_object(&r, 6, "<</Differences[33/A.Okonjo]>>");
	done(&r);
	find_as(&r, "name", VALUE);
}

/* ---- ToUnicode ---------------------------------------------------------------------------------- */

static void characters_of_a_map_spell_it(void **state)
{
	(void)state;
	assert_true(mapped("begincmap 6 beginbfchar <21> <004F> <22> <006B> <23> <006F>\n<24> <006e>\n<25><006A><26><006F> "
	                   "endbfchar endcmap"));
}

static void a_list_in_a_map_spells_it(void **state)
{
	(void)state;
	assert_true(mapped("begincmap 1 beginbfrange <0021> <0026> [<004F> <006B> <006F> <006E> <006A> <006F>] endbfrange endcmap"));
}

static void ranges_of_a_map_spell_it(void **state)
{
	(void)state;
	assert_true(mapped("begincmap 5 beginbfrange <21> <21> <004F006B> <22><22><006F> <23><23><006E> <24><24><006A> "
	                   "<25><25><006F> endbfrange endcmap"));
}

static void a_huge_range_ends(void **state)
{
	(void)state;
	assert_false(mapped("begincmap 1 beginbfrange <00000000> <ffffffff> <0041> <05> <01> <0041> endbfrange endcmap"));
}

/* ---- programs ----------------------------------------------------------------------------------- */

#define NAMES_OF_CFF(strings) "\1\0\4\1" "\0\1\1\1\3ab" "\0\1\1\1\7" "\x1c\0\x31\x0f" "\xb8\x11" strings

/* charset at 49, charstrings at 45: seven glyphs, that is as much of them as counts */
static void the_charset_of_a_cff_font_spells_it(void **state)
{
	(void)state;
	char cff[80] = NAMES_OF_CFF("");
	memset(cff + 24, ' ', sizeof cff - 24);
	memcpy(cff + 22, "\0\0", 2);
	memcpy(cff + 45, "\0\7", 2);
	memcpy(cff + 49, "\0" "\0\60" "\0\114" "\0\120" "\0\117" "\0\113" "\0\120", 13);
	assert_true(in_font(cff, sizeof cff));
}

static void post_names_spell_it(void **state)
{
	(void)state;
	buf f = { 0 };
	buf_add(&f, "\0\1\0\0\0\1\0\0\0\0\0\0post\0\0\0\0\0\0\0\x1c\0\0\0\x33", 28);
	buf_add(&f, "\0\2\0\0", 4);
	for (int i = 0; i < 28; i++)
		buf_byte(&f, 0);
	/* the second k has a name of its own */
	buf_add(&f, "\0\7" "\0\0" "\0\62" "\1\2" "\0\122" "\0\121" "\0\115" "\0\122" "\1k", 18);
	assert_true(in_font(f.p, f.n));
	buf_free(&f);
}

static void glyphs_of_type1_spell_it_behind_its_encryption(void **state)
{
	(void)state;
	static const char plain[] = "xxxx/CharStrings 6 dict /O 1 RD x ND\n/k 1 RD x ND\n/o 1 RD x ND /n 1 RD x ND /j 1 RD x ND /o 1 RD x ND end";
	buf f = { 0 };
	buf_z(&f, "%!PS-AdobeFont-1.0: Plain\ncurrentfile eexec\n");
	scramble(plain, sizeof plain - 1, &f);
	assert_true(in_font(f.p, f.n));
	buf_free(&f);
}

static void the_encoding_of_type1_spells_it(void **state)
{
	(void)state;
	static const char font[] = "%!PS-AdobeFont-1.0: Plain\n/Encoding 256 array\ndup 33 /O put\ndup 34 /k put\ndup 35 /o put\n"
		"dup 36 /n put dup 37 /j put dup 38 /o put readonly def\n";
	assert_true(in_font(font, sizeof font - 1));
}

/* Behind each mark of a part the code goes on as if there were none. */
static void a_wrapped_type1_font_is_unwrapped(void **state)
{
	(void)state;
	static const char plain[] = "xxxx/CharStrings /Okonjo 3 RD";
	static const char clear[] = "%!PS-AdobeFont-1.0: Plain\ncurrentfile eexec\n";
	buf code = { 0 }, f = { 0 };
	scramble(plain, sizeof plain - 1, &code);
	buf_add(&f, "\x80\1", 2), buf_byte(&f, sizeof clear - 1), buf_add(&f, "\0\0\0", 3);
	buf_z(&f, clear);
	buf_add(&f, "\x80\2\x14\0\0\0", 6), buf_add(&f, code.p, 20);
	buf_add(&f, "\x80\2", 2), buf_byte(&f, (int)code.n - 20), buf_add(&f, "\0\0\0", 3);
	buf_add(&f, code.p + 20, code.n - 20);
	buf_add(&f, "\x80\3", 2);
	assert_true(in_font(f.p, f.n));
	buf_free(&code);
	buf_free(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(differences_spell_it),
		cmocka_unit_test(differences_in_pieces_that_join_spell_it),
		cmocka_unit_test(differences_with_gaps_do_not),
		cmocka_unit_test(an_alphabet_spells_nothing),
		cmocka_unit_test(a_charset_spells_it),
		cmocka_unit_test(a_glyph_name_with_a_suffix_is_a_word),
		cmocka_unit_test(characters_of_a_map_spell_it),
		cmocka_unit_test(a_list_in_a_map_spells_it),
		cmocka_unit_test(ranges_of_a_map_spell_it),
		cmocka_unit_test(a_huge_range_ends),
		cmocka_unit_test(the_charset_of_a_cff_font_spells_it),
		cmocka_unit_test(post_names_spell_it),
		cmocka_unit_test(glyphs_of_type1_spell_it_behind_its_encryption),
		cmocka_unit_test(the_encoding_of_type1_spells_it),
		cmocka_unit_test(a_wrapped_type1_font_is_unwrapped),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
