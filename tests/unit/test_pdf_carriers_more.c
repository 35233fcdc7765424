/* More places where the verifier finds a value: behind the end of something, and written otherwise. */
#include "tests/unit/carrier_search.h"

#include "redact/hunt.h"

static buf packed(const char *words)
{
	buf z = { 0 };
	uLongf n = compressBound((uLong)strlen(words));
	while (z.n < n)
		buf_byte(&z, 0);
	compress2((Bytef *)z.p, &n, (const Bytef *)words, (uLong)strlen(words), 9);
	z.n = n;
	return z;
}

static void told(raw_pdf *r, const char *said)
{
	err e = ERR_INIT;
	search s = { .file = buf_view(&r->out), .kind = "", .value = VALUE };
	bool ok = list(&s, &e);
	buf_free(&r->out);
	assert_false(ok);
	assert_int_equal(e.kind, ERR_REFUSED);
	if (!strstr(e.text, said))
		fail_msg("%s", e.text);
	assert_null(strstr(e.text, VALUE));
}

/* ---- behind an end ----------------------------------------------------------------------------- */

static void in_packed_data_behind_packed_data(void **state)
{
	(void)state;
	raw_pdf r = page("", "");
	buf a = packed("q Q"), b = packed("(" VALUE ")");
	buf_str(&a, buf_view(&b));
	raw_stream(&r, 6, "/Filter/FlateDecode", buf_view(&a));
	done(&r);
	buf_free(&a);
	buf_free(&b);
	find_as(&r, "behind a stream", VALUE);
}

static void behind_where_length_ends(void **state)
{
	(void)state;
	raw_pdf r = page("", "");
	buf b = packed("some words, and then " VALUE);
	raw_mark(&r, 6);
	buf_z(&r.out, "<</Length 2>>\nstream\nq ");
	buf_str(&r.out, buf_view(&b));
	buf_z(&r.out, "\nendstream\nendobj\n");
	done(&r);
	buf_free(&b);
	find_as(&r, "behind a stream", VALUE);
}

static void bytes_of_no_meaning_behind_packed_data_are_told(void **state)
{
	(void)state;
	raw_pdf r = page("", "");
	buf a = packed("q Q");
	for (int i = 0; i < 64; i++)
		buf_byte(&a, 0x80 + i);
	raw_stream(&r, 6, "/Filter/FlateDecode", buf_view(&a));
	done(&r);
	buf_free(&a);
	told(&r, "object 6: something stands behind the end of its data");
}

static void a_line_end_behind_packed_data_is_nothing(void **state)
{
	(void)state;
	raw_pdf r = page("", "");
	buf a = packed("q Q");
	buf_z(&a, "\r\n");
	raw_stream(&r, 6, "/Filter/FlateDecode", buf_view(&a));
	done(&r);
	buf_free(&a);
	lose_as(&r, "behind a stream", "");
}

static void in_what_a_cross_reference_stream_does_not_use(void **state)
{
	(void)state;
	raw_pdf r = page("", "");
	raw_flate(&r, 6, "/Type/XRef/Size 1/W[1 1 1]/Index[0 1]", STR("\0\0\0" "(" VALUE ")"));
	done(&r);
	find_as(&r, "decoded stream", VALUE);
}

static void in_the_table_of_a_free_object(void **state)
{
	(void)state;
	raw_pdf r = page("", "");
	raw_flate(&r, 6, "", STR("(" VALUE ")"));
	r.at[6] = 0; /* the table calls it free */
	done(&r);
	find_as(&r, "decoded stream", VALUE);
}

/* ---- written otherwise -------------------------------------------------------------------------- */

static void in_character_references_of_metadata(void **state)
{
	(void)state;
	raw_pdf r = page("", "");
	raw_flate(&r, 6, "/Type/Metadata/Subtype/XML", STR("<x>&#79;k&#x6f;njo</x>"));
	done(&r);
	find_as(&r, "unescaped text", VALUE);
}

static void in_a_percent_coded_address(void **state)
{
	(void)state;
	raw_pdf r = page("", "");
	raw_object(&r, 6, "<</S/URI/URI(https://example.org/?q=Ok%6Fnjo)>>");
	done(&r);
	find_as(&r, "unescaped text", VALUE);
}

static void in_the_escapes_of_a_script(void **state)
{
	(void)state;
	raw_pdf r = page("", "");
	raw_flate(&r, 6, "", STR("app.alert('\\u004fk\\x6fnjo');"));
	done(&r);
	find_as(&r, "unescaped text", VALUE);
}

static void a_packed_file_of_another_kind_is_told(void **state)
{
	(void)state;
	raw_pdf r = page("", "");
	raw_flate(&r, 6, "/Type/EmbeddedFile", STR("\x1f\x8b\x08\0\0\0\0\0 and what gzip makes of words"));
	done(&r);
	told(&r, "holds an archive");
}

static void in_ascii85_and_run_lengths(void **state)
{
	(void)state;
	raw_pdf r = page("", "");
	raw_stream(&r, 6, "/Filter[/ASCII85Decode/RunLengthDecode]", STR("\"]&oPDJF*?~>"));
	done(&r);
	find_as(&r, "decoded stream", VALUE);
}

/* ---- by the hunt -------------------------------------------------------------------------------- */

static bool note(void *arg, size_t value, size_t beg, size_t end)
{
	(void)value, (void)beg, (void)end;
	*(bool *)arg = true;
	return false;
}

static bool hunted(str bytes)
{
	arena *mem = arena_new();
	err e = ERR_INIT;
	str value = STR("Margaret Okonjo");
	bool found = false;
	hunt *h = hunt_new(&value, 1, mem, &e);
	assert_non_null(h);
	assert_true(hunt_bytes(h, bytes, note, &found, &e));
	hunt_drop(h);
	arena_drop(mem);
	return found;
}

static void in_base64(void **state)
{
	(void)state;
	assert_true(hunted(STR("data:text/plain;base64,VGhlIHdpdG5lc3MgTWFyZ2FyZXQgT2tvbmpvIHNwb2tl")));
}

static void in_base64_broken_over_lines(void **state)
{
	(void)state;
	assert_true(hunted(STR("QSBsb25nZXIgbGV0dGVyIGFib3V0IHdpdG5lc3NlcyBhbmQgdGhlIG1vc3QgTWFy\r\n"
	                       "Z2FyZXQgT2tvbmpvIHNhaWQ=")));
}

static void other_base64_is_no_value(void **state)
{
	(void)state;
	assert_false(hunted(STR("VGhlIHdpdG5lc3MgTWFyZ2FyZXQgT2tvbmphIHNwb2tl")));
}

/* ---- what is not the document's word ------------------------------------------------------------ */

static void the_kerned_piece_of_a_longer_word_is_no_value(void **state)
{
	(void)state;
	raw_pdf r = page("", "BT /F1 12 Tf [(" VALUE ")5(son)] TJ ET");
	done(&r);
	lose_as(&r, "string", VALUE "\n");
	r = page("", "BT /F1 12 Tf (" VALUE ") Tj (son) Tj ET");
	done(&r);
	lose_as(&r, "decoded stream", VALUE);
}

static void a_string_that_another_word_touches_is_a_value(void **state)
{
	(void)state;
	raw_pdf r = page("", "BT /F1 12 Tf (" VALUE ") Tj (Smith) Tj ET");
	done(&r);
	find_as(&r, "string", VALUE "\n");
}

static void a_string_of_capitals_that_others_touch_is_a_value(void **state)
{
	(void)state;
	raw_pdf r = page("", "BT /F1 12 Tf (OKONJO) Tj (MARGARET) Tj ET");
	done(&r);
	find_as(&r, "string", "OKONJO\n");
	r = page("", "BT /F1 12 Tf [(OKONJO)5(MARGARET)] TJ ET");
	done(&r);
	find_as(&r, "string", "OKONJO\n");
	r = page("", "BT /F1 12 Tf [(MARY)80(ANN)] TJ ET");
	done(&r);
	find_as(&r, "string", "MARYANN\n");
}

/* A name with an accent, twice in a list of words: the ends of two columns. */
static void strings_beside_each_other_in_a_list_are_no_value(void **state)
{
	(void)state;
	raw_pdf r = page("", "BT /F1 7 Tf 312 104 Td (Joaqu\\355n) Tj ( [4]) Tj ET BT 441 276 Td (M\\374ller) Tj ET");
	done(&r);
	lose_as(&r, "text string", "Joaqu\xc3\x8cn\nM\xc3\xbcller"); /* the one as of a Macintosh */
	r = page("", "BT /F1 7 Tf (Joaqu\\355n) Tj ET");
	done(&r);
	find_as(&r, "text string", "Joaqu\xc3\xadn");
}

/* A word would seem to end at the backslash. */
static void letters_written_as_numbers_are_letters_of_the_stream(void **state)
{
	(void)state;
	raw_pdf r = page("", "BT (Joaqu\\355n \\(\\50\\)) Tj ET");
	done(&r);
	find_as(&r, "decoded stream", "Joaqu\xedn \\(\\50\\)");
}

static void a_word_in_brackets_of_a_remark_is_a_value(void **state)
{
	(void)state;
	raw_pdf r = page("", "BT % (" VALUE ")\nET");
	done(&r);
	find_as(&r, "decoded stream", VALUE);
}

static void the_name_of_a_common_font_is_no_value(void **state)
{
	(void)state;
	raw_pdf r = page("", "");
	raw_object(&r, 6, "<</BaseFont/ABCDEF+Roboto-Black/Kind/Roboto-Black>>");
	raw_object(&r, 7, "<</Registry(Adobe)/Ordering(Identity)>>");
	done(&r);
	buf twice = { 0 };
	buf_str(&twice, buf_view(&r.out));
	raw_pdf again = { .out = twice };
	find_as(&r, "name", "Roboto-Black\n");
	lose_as(&again, "name", "ABCDEF+Roboto-Black");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(in_packed_data_behind_packed_data),
		cmocka_unit_test(behind_where_length_ends),
		cmocka_unit_test(bytes_of_no_meaning_behind_packed_data_are_told),
		cmocka_unit_test(a_line_end_behind_packed_data_is_nothing),
		cmocka_unit_test(in_what_a_cross_reference_stream_does_not_use),
		cmocka_unit_test(in_the_table_of_a_free_object),
		cmocka_unit_test(in_character_references_of_metadata),
		cmocka_unit_test(in_a_percent_coded_address),
		cmocka_unit_test(in_the_escapes_of_a_script),
		cmocka_unit_test(a_packed_file_of_another_kind_is_told),
		cmocka_unit_test(in_ascii85_and_run_lengths),
		cmocka_unit_test(in_base64),
		cmocka_unit_test(in_base64_broken_over_lines),
		cmocka_unit_test(other_base64_is_no_value),
		cmocka_unit_test(the_kerned_piece_of_a_longer_word_is_no_value),
		cmocka_unit_test(a_string_that_another_word_touches_is_a_value),
		cmocka_unit_test(a_string_of_capitals_that_others_touch_is_a_value),
		cmocka_unit_test(strings_beside_each_other_in_a_list_are_no_value),
		cmocka_unit_test(letters_written_as_numbers_are_letters_of_the_stream),
		cmocka_unit_test(a_word_in_brackets_of_a_remark_is_a_value),
		cmocka_unit_test(the_name_of_a_common_font_is_no_value),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
