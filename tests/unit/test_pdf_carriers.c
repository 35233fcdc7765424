/* Where the verifier finds a value: each test hides the same one in another carrier. */
#include "tests/unit/carrier_search.h"

static void in_a_packed_content_stream(void **state)
{
	(void)state;
	raw_pdf r = page("", "BT /F1 12 Tf (" VALUE ") Tj ET");
	done(&r);
	find_as(&r, "string", VALUE);
}

static void in_escapes_of_a_literal_string(void **state)
{
	(void)state;
	raw_pdf r = page("", "BT /F1 12 Tf (Ok\\157n\\\njo) Tj ET");
	done(&r);
	find_as(&r, "string", VALUE);
}

static void in_a_hex_string(void **state)
{
	(void)state;
	raw_pdf r = page("", "BT /F1 12 Tf <4f 6B 6f 6e 6a 6f> Tj ET");
	done(&r);
	find_as(&r, "string", VALUE);
}

static void in_the_pieces_of_an_array(void **state)
{
	(void)state;
	raw_pdf r = page("", "BT /F1 12 Tf [(Ok)-20(on)15(jo)] TJ ET");
	done(&r);
	find_as(&r, "joined strings", VALUE);
}

static void a_wide_gap_in_an_array_is_a_blank(void **state)
{
	(void)state;
	raw_pdf r = page("", "BT /F1 12 Tf [(Ma)10(rgaret)-278(Okon)-20(jo)] TJ ET");
	done(&r);
	find_as(&r, "joined strings", "Margaret Okonjo");
}

static void in_one_operator_per_letter(void **state)
{
	(void)state;
	raw_pdf r = page("", "BT /F1 12 Tf (O) Tj 8 0 Td (k) Tj 6 0 Td (o) Tj (n) Tj (j) ' (o) Tj ET");
	done(&r);
	find_as(&r, "run of strings", VALUE);
}

static void the_end_of_a_line_and_the_start_of_the_next_are_no_word(void **state)
{
	(void)state;
	raw_pdf r = page("", "BT /F1 12 Tf 14 TL 1 0 0 1 72 700 Tm (see Oko) Tj T* (njo on) Tj 0 -14 Td (Oko) Tj (njo) ' ET");
	done(&r);
	lose_as(&r, "run of strings", VALUE);
}

static void in_a_marked_content_property(void **state)
{
	(void)state;
	raw_pdf r = page("", "/Span <</ActualText <FEFF004F006B006F006E006A006F>>> BDC EMC");
	done(&r);
	find_as(&r, "text string", VALUE);
}

static void in_a_content_name(void **state)
{
	(void)state;
	raw_pdf r = page("", "/Ok#6fnjo BMC EMC");
	done(&r);
	find_as(&r, "name", VALUE);
}

static void after_an_inline_image(void **state)
{
	(void)state;
	raw_pdf r = page("", "BI /W 4 /H 1 /BPC 8 /CS /G ID (((( EI\nBT <4f6b6f6e6a6f> Tj ET");
	done(&r);
	find_as(&r, "string", VALUE);
}

static void in_the_string_of_an_unreachable_object(void **state)
{
	(void)state;
	raw_pdf r = page("", "");
	raw_object(&r, 6, "<</Note <4F6B6F6E6A6F>>>");
	done(&r);
	find_as(&r, "string", VALUE);
}

static void in_utf16_without_and_with_a_mark(void **state)
{
	(void)state;
	raw_pdf r = page("", "");
	raw_object(&r, 6, "<</A(x)/Note <004F006B006F006E006A006F>/T <FFFE4F006B006F006E006A006F00>>>");
	done(&r);
	find_as(&r, "text string", VALUE);
}

static void in_pdfdoc_encoding(void **state)
{
	(void)state;
	raw_pdf r = page("", "");
	raw_object(&r, 6, "<</Note(Ma\\227a)>>");
	done(&r);
	find_as(&r, "text string", "\xc5\xa0"); /* S with caron */
}

static void in_a_name_of_hex_digits(void **state)
{
	(void)state;
	raw_pdf r = page("", "");
	raw_object(&r, 6, "<</Kind /#4f#6b#6f#6e#6a#6f>>");
	done(&r);
	find_as(&r, "name", VALUE);
}

static void in_a_key(void **state)
{
	(void)state;
	raw_pdf r = page("", "");
	raw_object(&r, 6, "<</Ok#6fnjo 1>>");
	done(&r);
	find_as(&r, "name", VALUE);
}

static void in_an_object_that_no_table_lists(void **state)
{
	(void)state;
	raw_pdf r = page("", "");
	buf_z(&r.out, "77 0 obj\n<</Note <4F6B6F6E6A6F>>>\nendobj\n");
	done(&r);
	find_as(&r, "string", VALUE);
}

static void in_the_packed_stream_of_an_older_revision(void **state)
{
	(void)state;
	raw_pdf r = page("", "BT (" VALUE ") Tj ET");
	done(&r);
	raw_flate(&r, 4, "", STR("BT (nothing here) Tj ET"));
	done(&r);
	find_as(&r, "string", VALUE);
}

static void in_a_string_of_an_older_revision(void **state)
{
	(void)state;
	raw_pdf r = page("", "");
	raw_object(&r, 6, "<</Note <4F6B6F6E6A6F>>>");
	done(&r);
	raw_object(&r, 6, "<</Note (gone)>>");
	done(&r);
	find_as(&r, "string", VALUE);
}

static void in_an_object_stream(void **state)
{
	(void)state;
	raw_pdf r = page("", "");
	raw_flate(&r, 6, "/Type/ObjStm/N 1/First 5", STR("20 0 <</Note <4F6B6F6E6A6F>>>"));
	done(&r);
	find_as(&r, "string", VALUE);
}

static void in_an_old_trailer(void **state)
{
	(void)state;
	raw_pdf r = page("", "");
	raw_end(&r, "/Root 1 0 R/Who <4F6B6F6E6A6F>");
	raw_object(&r, 6, "<<>>");
	done(&r);
	find_as(&r, "string", VALUE);
}

static void before_the_header_and_after_the_end(void **state)
{
	(void)state;
	raw_pdf r = { 0 };
	raw_begin(&r);
	raw_one_page(&r, "", "", "");
	raw_stream(&r, 4, "", STR(""));
	done(&r);
	buf_z(&r.out, "\n% " VALUE "\n");
	find_as(&r, "raw bytes", VALUE);
}

static void in_hex_after_the_end(void **state)
{
	(void)state;
	raw_pdf r = page("", "");
	done(&r);
	buf_z(&r.out, "\n<4F6B6F6E6A6F>\n");
	find_as(&r, "string", VALUE);
}

static void in_a_comment_between_objects(void **state)
{
	(void)state;
	raw_pdf r = page("", "");
	buf_z(&r.out, "% " VALUE "\n");
	done(&r);
	find_as(&r, "raw bytes", VALUE);
}

static void in_a_tounicode_cmap(void **state)
{
	(void)state;
	raw_pdf r = page("", "");
	raw_flate(&r, 6, "", STR("begincmap 1 beginbfchar <01> <004F006B006F006E006A006F> endbfchar endcmap"));
	done(&r);
	find_as(&r, "text string", VALUE);
}

static void in_packed_metadata(void **state)
{
	(void)state;
	raw_pdf r = page("/Metadata 6 0 R", "");
	raw_flate(&r, 6, "/Type/Metadata/Subtype/XML", STR("<x><dc:title>" VALUE "</dc:title></x>"));
	done(&r);
	find_as(&r, "decoded stream", VALUE);
}

static void in_a_pdf_inside_the_pdf(void **state)
{
	(void)state;
	raw_pdf in = page("", "BT <4F6B6F6E6A6F> Tj ET");
	done(&in);
	raw_pdf r = page("", "");
	raw_flate(&r, 6, "/Type/EmbeddedFile", buf_view(&in.out));
	done(&r);
	buf_free(&in.out);
	find_as(&r, "string", VALUE);
}

static void behind_the_pixels_of_an_image(void **state)
{
	(void)state;
	static char pixels[100 * 100 + 16];
	memcpy(pixels + 100 * 100, VALUE, 6);
	raw_pdf r = page("", "");
	raw_flate(&r, 6, "/Type/XObject/Subtype/Image/Width 100/Height 100/BitsPerComponent 8"
	                 "/ColorSpace/DeviceGray", (str){ pixels, sizeof pixels });
	done(&r);
	find_as(&r, "image data", VALUE);
}

static void beside_the_pixels_of_a_packed_jpeg(void **state)
{
	(void)state;
	raw_pdf r = page("", "");
	buf z = { 0 };
	uLongf n = 200;
	Bytef packed[200];
	static const char jpeg[] = "\xff\xd8\xff\xfe\x00\x08" VALUE "\xff\xd9";
	compress(packed, &n, (const Bytef *)jpeg, sizeof jpeg - 1);
	raw_stream(&r, 6, "/Type/XObject/Subtype/Image/Width 1/Height 1/Filter[/FlateDecode/DCTDecode]",
	           (str){ (char *)packed, n });
	done(&r);
	buf_free(&z);
	find_as(&r, "image data", VALUE);
}

static bool is_found(raw_pdf *r, const char *value)
{
	err e = ERR_INIT;
	search s = { .file = buf_view(&r->out), .kind = "", .value = value };
	bool ok = list(&s, &e), found = s.found;
	s.kind = "raw bytes";
	ok = ok && list(&s, &e);
	buf_free(&r->out);
	if (!ok)
		fail_msg("%s", e.text);
	return found || s.found;
}

static void words_of_the_format_are_not_words_of_the_document(void **state)
{
	(void)state;
	static const char *const words[] = { "Parent", "Pages", "Helvetica", "endobj", "trailer" };
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		raw_pdf r = page("", "/Artifact BMC EMC");
		done(&r);
		assert_false(is_found(&r, words[i]));
	}
}

static void a_word_of_the_format_is_found_where_it_is_a_word(void **state)
{
	(void)state;
	raw_pdf r = page("", "BT (Mr. Parent) Tj ET");
	done(&r);
	assert_true(is_found(&r, "Parent"));
	raw_pdf s = page("", "");
	raw_object(&s, 6, "<</Note(Parent)>>");
	done(&s);
	assert_true(is_found(&s, "Parent"));
}

/* ---- fonts ---------------------------------------------------------------------------------- */

static void put16(buf *b, unsigned v)
{
	buf_byte(b, (int)(v >> 8));
	buf_byte(b, (int)(v & 0xff));
}

static void in_the_name_table_of_a_font(void **state)
{
	(void)state;
	buf f = { 0 };
	buf_add(&f, "\0\1\0\0\0\1\0\0\0\0\0\0name\0\0\0\0\0\0\0\x1c\0\0\0\x1f", 28);
	put16(&f, 0), put16(&f, 1), put16(&f, 19); /* one string, at an odd offset */
	put16(&f, 3), put16(&f, 1), put16(&f, 0x409), put16(&f, 1), put16(&f, 12), put16(&f, 0);
	buf_byte(&f, 0);
	buf_add(&f, "\0O\0k\0o\0n\0j\0o", 12);
	raw_pdf r = page("", "");
	raw_flate(&r, 6, "/Length1 59", buf_view(&f));
	done(&r);
	buf_free(&f);
	find_as(&r, "font names", VALUE);
}

/* A page with a Type 1 font that holds a glyph of that name. */
static raw_pdf with_type1_glyph(const char *name)
{
	buf f = { 0 }, plain = { 0 };
	uint16_t key = 55665;
	buf_fmt(&plain, "xxxx/CharStrings /%s 3 RD", name);
	buf_z(&f, "%!PS-AdobeFont-1.0: Plain\ncurrentfile eexec\n");
	for (size_t i = 0; i < plain.n; i++) {
		int c = ((unsigned char)plain.p[i] ^ key >> 8) & 0xff;
		key = (uint16_t)((c + key) * 52845u + 22719u);
		buf_byte(&f, c);
	}
	raw_pdf r = page("", "");
	raw_flate(&r, 6, "", buf_view(&f));
	done(&r);
	buf_free(&plain);
	buf_free(&f);
	return r;
}

static void in_the_encrypted_part_of_a_type1_font(void **state)
{
	(void)state;
	raw_pdf r = with_type1_glyph(VALUE);
	find_as(&r, "font names", VALUE);
}

static void what_every_font_calls_a_glyph_is_no_word(void **state)
{
	(void)state;
	raw_pdf r = with_type1_glyph("plus");
	lose_as(&r, "font names", "plus");
}

static void in_the_strings_of_a_cff_font(void **state)
{
	(void)state;
	static const char cff[] = "\1\0\4\1" "\0\1\1\1\3ab" "\0\1\1\1\2x" "\0\2\1\1\4\12xyz" "Okonjo" "\0\0";
	raw_pdf r = page("", "");
	raw_flate(&r, 6, "/Subtype/Type1C", (str){ cff, sizeof cff - 1 });
	done(&r);
	find_as(&r, "font names", VALUE "\n");
}

/* ---- limits --------------------------------------------------------------------------------- */

static void expect_trouble(raw_pdf *r, const char *said)
{
	err e = ERR_INIT;
	search s = { .file = buf_view(&r->out), .kind = "", .value = VALUE };
	bool ok = list(&s, &e);
	buf_free(&r->out);
	assert_false(ok);
	assert_non_null(strstr(e.text, said));
	assert_true(s.found); /* all else was searched before */
}

static void an_unknown_filter_is_told_after_all_else(void **state)
{
	(void)state;
	raw_pdf r = page("", "BT (" VALUE ") Tj ET");
	raw_stream(&r, 3 + 3, "/Filter/" VALUE "Decode", STR("????"));
	done(&r);
	expect_trouble(&r, "object 6 is packed by an unknown filter");
}

static void a_message_holds_no_word_of_the_document(void **state)
{
	(void)state;
	raw_pdf r = page("", "");
	raw_stream(&r, 6, "/Filter/" VALUE "Decode", STR("????"));
	done(&r);
	err e = ERR_INIT;
	search s = { .file = buf_view(&r.out), .kind = "", .value = VALUE };
	list(&s, &e);
	buf_free(&r.out);
	assert_null(strstr(e.text, VALUE));
}

static void a_stream_without_end_is_told(void **state)
{
	(void)state;
	raw_pdf r = page("", "BT (" VALUE ") Tj ET");
	size_t n = 200 << 20;
	char *zeros = calloc(1, n);
	raw_flate(&r, 6, "", (str){ zeros, n });
	free(zeros);
	done(&r);
	expect_trouble(&r, "object 6 inflates beyond the limit");
}

static void an_archive_is_told(void **state)
{
	(void)state;
	raw_pdf r = page("", "BT (" VALUE ") Tj ET");
	raw_flate(&r, 6, "/Type/EmbeddedFile", STR("PK\3\4 and so on"));
	done(&r);
	expect_trouble(&r, "object 6 holds an archive");
}

static void the_sink_can_stop_the_listing(void **state)
{
	(void)state;
	raw_pdf r = page("", "BT (" VALUE ") Tj ET");
	done(&r);
	err e = ERR_INIT;
	search s = { .file = buf_view(&r.out), .kind = "", .value = VALUE, .stop_after = 2 };
	bool ok = list(&s, &e);
	buf_free(&r.out);
	assert_true(ok);
	assert_int_equal(s.seen, 2);
}

static void many_objects_without_end_do_not_take_for_ever(void **state)
{
	(void)state;
	raw_pdf r = page("", "BT (" VALUE ") Tj ET");
	for (int i = 0; i < 20000; i++)
		buf_z(&r.out, "9 0 obj [ ");
	done(&r);
	err e = ERR_INIT;
	search s = { .file = buf_view(&r.out), .kind = "", .value = VALUE };
	list(&s, &e);
	buf_free(&r.out);
	assert_true(s.found);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(in_a_packed_content_stream),
		cmocka_unit_test(in_escapes_of_a_literal_string),
		cmocka_unit_test(in_a_hex_string),
		cmocka_unit_test(in_the_pieces_of_an_array),
		cmocka_unit_test(a_wide_gap_in_an_array_is_a_blank),
		cmocka_unit_test(in_one_operator_per_letter),
		cmocka_unit_test(the_end_of_a_line_and_the_start_of_the_next_are_no_word),
		cmocka_unit_test(in_a_marked_content_property),
		cmocka_unit_test(in_a_content_name),
		cmocka_unit_test(after_an_inline_image),
		cmocka_unit_test(in_the_string_of_an_unreachable_object),
		cmocka_unit_test(in_utf16_without_and_with_a_mark),
		cmocka_unit_test(in_pdfdoc_encoding),
		cmocka_unit_test(in_a_name_of_hex_digits),
		cmocka_unit_test(in_a_key),
		cmocka_unit_test(in_an_object_that_no_table_lists),
		cmocka_unit_test(in_the_packed_stream_of_an_older_revision),
		cmocka_unit_test(in_a_string_of_an_older_revision),
		cmocka_unit_test(in_an_object_stream),
		cmocka_unit_test(in_an_old_trailer),
		cmocka_unit_test(before_the_header_and_after_the_end),
		cmocka_unit_test(in_hex_after_the_end),
		cmocka_unit_test(in_a_comment_between_objects),
		cmocka_unit_test(in_a_tounicode_cmap),
		cmocka_unit_test(in_packed_metadata),
		cmocka_unit_test(in_a_pdf_inside_the_pdf),
		cmocka_unit_test(behind_the_pixels_of_an_image),
		cmocka_unit_test(beside_the_pixels_of_a_packed_jpeg),
		cmocka_unit_test(words_of_the_format_are_not_words_of_the_document),
		cmocka_unit_test(a_word_of_the_format_is_found_where_it_is_a_word),
		cmocka_unit_test(in_the_name_table_of_a_font),
		cmocka_unit_test(in_the_encrypted_part_of_a_type1_font),
		cmocka_unit_test(what_every_font_calls_a_glyph_is_no_word),
		cmocka_unit_test(in_the_strings_of_a_cff_font),
		cmocka_unit_test(an_unknown_filter_is_told_after_all_else),
		cmocka_unit_test(a_message_holds_no_word_of_the_document),
		cmocka_unit_test(a_stream_without_end_is_told),
		cmocka_unit_test(an_archive_is_told),
		cmocka_unit_test(the_sink_can_stop_the_listing),
		cmocka_unit_test(many_objects_without_end_do_not_take_for_ever),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
