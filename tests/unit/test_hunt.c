#include "redact/hunt.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

struct hits {
	size_t n, beg, end;
};

static bool note(void *arg, size_t value, size_t beg, size_t end)
{
	struct hits *h = arg;
	(void)value;
	h->n++;
	h->beg = beg;
	h->end = end;
	return true;
}

static struct hits in_text(const char *value, const char *text)
{
	arena *mem = arena_new();
	struct hits h = { 0 };
	str v = str_of(value);
	hunt *set = hunt_new(&v, 1, mem, NULL);
	assert_true(hunt_text(set, str_of(text), note, &h, NULL));
	hunt_drop(set);
	arena_drop(mem);
	return h;
}

static struct hits in_bytes(const char *value, str bytes)
{
	arena *mem = arena_new();
	struct hits h = { 0 };
	str v = str_of(value);
	hunt *set = hunt_new(&v, 1, mem, NULL);
	assert_true(hunt_bytes(set, bytes, note, &h, NULL));
	hunt_drop(set);
	arena_drop(mem);
	return h;
}

#define BYTES(literal) ((str){ literal, sizeof(literal) - 1 })

static void text_is_searched_as_people_read_it(void **state)
{
	(void)state;
	assert_int_equal(in_text("Müller", "an MULLER there").n, 1);
	assert_int_equal(in_text("Margaret Okonjo", "Mar-\ngaret\nOkonjo").n, 1);
	assert_int_equal(in_text("Smith", "Smith's house").n, 1);
}

static void a_word_inside_another_is_not_the_word(void **state)
{
	(void)state;
	assert_int_equal(in_text("Smith", "Blacksmith Smithson").n, 0);
	assert_int_equal(in_text("1234", "51234 12345").n, 0);
}

static void a_word_that_goes_on_with_an_accent_is_another_word(void **state)
{
	(void)state;
	assert_int_equal(in_bytes("qualit", BYTES("a qualit\xe9 b")).n, 0);
	assert_int_equal(in_bytes("qualit", BYTES("a QUALIT\xc9 b")).n, 0);
	assert_int_equal(in_bytes("qualit", BYTES("a qualit\xc3\xa9 b")).n, 0);
	assert_int_equal(in_bytes("qualit", BYTES("a qualit b")).n, 1);
	assert_int_equal(in_bytes("qualit", BYTES("a qualit\x8e b")).n, 0); /* Mac Roman */
	/* the closing quotes and the ellipsis of two encodings */
	assert_int_equal(in_bytes("qualit", BYTES("qualit\x94 qualit\xd3 qualit\xc9 ")).n, 3);
}

static void a_word_that_an_accent_goes_before_is_another_word(void **state)
{
	(void)state;
	assert_int_equal(in_bytes("lange", BYTES("le m\xe9lange le m\x8elange")).n, 0);
	assert_int_equal(in_bytes("lange", BYTES("le m\xc3\xa9lange")).n, 0);
	/* opening quotes and dashes */
	assert_int_equal(in_bytes("lange", BYTES("\x93lange \xd2lange \x97lange \xe2\x80\x9clange \xe3Lange \xe2\x80\x9eLange")).n, 6);
}

static void numbers_are_found_through_blanks_and_dashes(void **state)
{
	(void)state;
	struct hits h = in_text("123-45-6789", "no 123 45 6789, 5");
	assert_int_equal(h.beg, 3);
	assert_int_equal(h.end, 14);
	assert_int_equal(in_text("123-45-6789", "x123456789x").n, 1);
	assert_int_equal(in_text("123456789", "123-45-\n6789").n, 1);
	assert_int_equal(in_text("123-45-6789", "9123456789").n, 0);
}

static void short_numbers_are_not_glued_together(void **state)
{
	(void)state;
	assert_int_equal(in_text("1234", "12 34").n, 0);
}

static void letters_of_any_script_make_a_word(void **state)
{
	(void)state;
	assert_int_equal(in_bytes("rateurs", BYTES("op\xc3\xa9rateurs")).n, 0);
	assert_int_equal(in_bytes("rateurs", BYTES("op\xe9rateurs")).n, 0);
	assert_int_equal(in_bytes("zuverl", BYTES("zuverl\xe4ssig")).n, 0);
	assert_int_equal(in_bytes("Okonjo", BYTES("\x93Okonjo\x94")).n, 1);
}

static void a_word_ends_at_a_hyphen(void **state)
{
	(void)state;
	assert_int_equal(in_text("Okonjo", "Okonjo-Smith").n, 1);
	assert_int_equal(in_text("Okonjo", "Smith-Okonjo").n, 1);
}

static void bytes_are_searched_in_every_encoding(void **state)
{
	(void)state;
	assert_int_equal(in_bytes("Okonjo", BYTES("\x01\x02OKONJO\xff")).n, 1);
	assert_int_equal(in_bytes("Okonjo", BYTES("\0O\0k\0o\0n\0j\0o\0")).n > 0, 1);
	assert_int_equal(in_bytes("Okonjo", BYTES("\xfe\xff\0O\0K\0O\0N\0J\0O")).n > 0, 1);
	assert_int_equal(in_bytes("Müller", BYTES("x M\xdcLLER x")).n, 1);
	assert_int_equal(in_bytes("Müller", BYTES("x M\xc3\xbcller x")).n, 1);
}

static void values_written_as_hex_digits_are_found(void **state)
{
	(void)state;
	assert_int_equal(in_bytes("Okonjo", BYTES("<4F6b6F6E6A6F>")).n > 0, 1);
	assert_int_equal(in_bytes("Okonjo", BYTES("<4F4B4F4E4A4F>")).n > 0, 1);
	assert_int_equal(in_bytes("Okonjo", BYTES("<FEFF004F006B006F006E006A006F>")).n > 0, 1);
	assert_int_equal(in_bytes("123-45-6789", BYTES("<313233343536373839>")).n > 0, 1);
}

static void a_longer_word_in_bytes_is_another_word(void **state)
{
	(void)state;
	assert_int_equal(in_bytes("Smith", BYTES("/Blacksmith")).n, 0);
	assert_int_equal(in_bytes("Smith", BYTES("B\0l\0a\0c\0k\0s\0m\0i\0t\0h\0")).n, 0);
	assert_int_equal(in_bytes("smith", BYTES("<626C61636B736D697468>")).n, 0);
}

static void coordinates_and_offsets_are_not_numbers_of_people(void **state)
{
	(void)state;
	assert_int_equal(in_bytes("123456", BYTES("0000123456 00000 n")).n, 0);
	assert_int_equal(in_bytes("123456", BYTES("123456.75 0 Td")).n, 0);
	assert_int_equal(in_bytes("123456", BYTES("(123456)")).n, 1);
}

static void a_value_across_the_seam_of_two_pieces_is_found(void **state)
{
	(void)state;
	size_t n = (1 << 20) + 100;
	char *p = malloc(n);
	memset(p, ' ', n);
	memcpy(p + (1 << 20) - 3, "Okonjo", 6);
	assert_int_equal(in_bytes("Okonjo", (str){ p, n }).n, 1);
	free(p);
}

/* Wherever it stands among letters of one and of two bytes. */
static void utf16_is_found_at_every_place(void **state)
{
	(void)state;
	for (size_t ahead = 0; ahead < 70; ahead++)
		for (int odd = 0; odd < 2; odd++)
			for (int kind = 0; kind < 3; kind++) {
				char p[200];
				size_t n = 0;
				if (odd)
					p[n++] = '-';
				for (size_t i = 0; i < ahead; i++) {
					p[n++] = kind == 0 || (kind == 1 && i % 7 == 3) ? '.' : 4;
					p[n++] = kind == 0 || (kind == 1 && i % 5 == 3) ? 0 : 0x1e;
				}
				memcpy(p + n, ".\0O\0K\0o\0N\0j\0O\0.\0", 16);
				assert_int_equal(in_bytes("Okonjo", (str){ p, n + 16 }).n > 0, 1);
				memcpy(p + n, "\0.\0O\0K\0o\0N\0j\0O\0.", 16);
				assert_int_equal(in_bytes("Okonjo", (str){ p, n + 16 }).n > 0, 1);
			}
}

static void names_in_other_scripts_are_found_in_utf16(void **state)
{
	(void)state;
	assert_int_equal(in_bytes("Оконжо", BYTES("\x1e\x04\x3a\x04\x3e\x04\x3d\x04\x36\x04\x3e\x04")).n > 0, 1);
	assert_int_equal(in_bytes("Оконжо", BYTES("x\x04\x1e\x04\x3a\x04\x3e\x04\x3d\x04\x36\x04\x3e")).n > 0, 1);
}

static void values_too_short_for_bytes_are_counted(void **state)
{
	(void)state;
	arena *mem = arena_new();
	str v[] = { STR("Ann"), STR("4821"), STR("Okonjo"), STR("123-45-6789"), STR("  ") };
	hunt *h = hunt_new(v, 5, mem, NULL);
	assert_int_equal(hunt_too_short(h), 2);
	hunt_drop(h);
	arena_drop(mem);
}

static void nothing_sought_is_nothing_found(void **state)
{
	(void)state;
	arena *mem = arena_new();
	struct hits n = { 0 };
	hunt *h = hunt_new(NULL, 0, mem, NULL);
	assert_non_null(h);
	assert_true(hunt_text(h, STR("abc"), note, &n, NULL));
	assert_true(hunt_bytes(h, STR("abc"), note, &n, NULL));
	assert_int_equal(n.n, 0);
	hunt_drop(h);
	arena_drop(mem);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_is_searched_as_people_read_it),
		cmocka_unit_test(a_word_inside_another_is_not_the_word),
		cmocka_unit_test(a_word_that_goes_on_with_an_accent_is_another_word),
		cmocka_unit_test(a_word_that_an_accent_goes_before_is_another_word),
		cmocka_unit_test(numbers_are_found_through_blanks_and_dashes),
		cmocka_unit_test(short_numbers_are_not_glued_together),
		cmocka_unit_test(bytes_are_searched_in_every_encoding),
		cmocka_unit_test(letters_of_any_script_make_a_word),
		cmocka_unit_test(a_word_ends_at_a_hyphen),
		cmocka_unit_test(values_written_as_hex_digits_are_found),
		cmocka_unit_test(a_longer_word_in_bytes_is_another_word),
		cmocka_unit_test(coordinates_and_offsets_are_not_numbers_of_people),
		cmocka_unit_test(a_value_across_the_seam_of_two_pieces_is_found),
		cmocka_unit_test(utf16_is_found_at_every_place),
		cmocka_unit_test(names_in_other_scripts_are_found_in_utf16),
		cmocka_unit_test(values_too_short_for_bytes_are_counted),
		cmocka_unit_test(nothing_sought_is_nothing_found),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
