/* Which pages the comparison takes the short way with, and that no change of one is passed over. */
#include "fixtures/pdf/raw_pdf.h"
#include "formats/pdf/proof/sameops.h"
#include "redact/base/arena.h"
#include "tests/unit/mu_kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

/* What two files may differ in; NULL is the usual. */
typedef struct parts {
	const char *content, *resources, *catalog;
	const char *font, *blank, *says;      /* BaseFont, width of a blank, what "K" is in ToUnicode      */
	const char *pixels, *image;           /* of 4 x 4                                               */
	const char *form, *form_dict;
	const char *state;
	const char *tint, *power;             /* of the space /Sep: what 1 looks like, and how 0 gets there */
} parts;

#define WORDS "BT /F1 12 Tf 72 650 Td [(Kept w)-20(ords)] TJ 0 -14 Td (more words) Tj ET\n"
#define LINE "1 0 0 RG 2 w [3 1] 0 d 72 600 m 300 600 l S\n"
#define PICTURE "q 100 0 0 100 72 400 cm /Im Do Q\n"
#define FORM "q 1 0 0 1 10 10 cm /Fm Do Q\n"
#define STATE "/Gs gs\n"
#define TINT "/Sep cs 0.5 scn 10 10 30 30 re f\n"
#define PAGE STATE WORDS LINE PICTURE FORM TINT

#define RESOURCES "/Font<</F1 5 0 R>>/XObject<</Im 6 0 R/Fm 8 0 R>>/ExtGState<</Gs 9 0 R>>/ColorSpace<</Sep 10 0 R>>"

static const char *or(const char *given, const char *usual)
{
	return given ? given : usual;
}

static void add_object(raw_pdf *r, int num, const char *fmt, const char *a, const char *b)
{
	buf body = { 0 };
	buf_fmt(&body, fmt, a, b);
	raw_object(r, num, body.p);
	buf_free(&body);
}

static str file(arena *mem, const parts *p)
{
	raw_pdf r = { 0 };
	buf b = { 0 }, widths = { 0 };
	raw_begin(&r);
	add_object(&r, 1, "<</Type/Catalog/Pages 2 0 R%s%s>>", or(p->catalog, ""), "");
	raw_object(&r, 2, "<</Type/Pages/Kids[3 0 R]/Count 1>>");
	add_object(&r, 3, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<<%s%s>>>>",
	           or(p->resources, RESOURCES), "");
	raw_stream(&r, 4, "", str_of(or(p->content, PAGE)));
	buf_z(&widths, or(p->blank, "500"));
	for (int c = 33; c < 123; c++)
		buf_z(&widths, " 500");
	add_object(&r, 5, "<</Type/Font/Subtype/Type1/BaseFont/%s/Encoding/WinAnsiEncoding/FirstChar 32/LastChar 122"
	           "/FontDescriptor 11 0 R/ToUnicode 7 0 R/Widths[%s]>>", or(p->font, "Helvetica"), widths.p);
	raw_stream(&r, 6, or(p->image, "/Type/XObject/Subtype/Image/Width 4/Height 4/BitsPerComponent 8/ColorSpace/DeviceGray"),
	           str_of(or(p->pixels, "ABCDEFGHIJKLMNOP")));
	buf_fmt(&b, "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <ff> endcodespacerange\n"
	            "1 beginbfchar <4b> <%s> endbfchar endcmap", or(p->says, "004b"));
	raw_stream(&r, 7, "", buf_view(&b));
	buf_clear(&b);
	buf_fmt(&b, "/Type/XObject/Subtype/Form%s", or(p->form_dict, "/BBox[0 0 50 50]/Matrix[1 0 0 1 5 5]/Resources<<>>"));
	raw_stream(&r, 8, b.p, str_of(or(p->form, "0 0 20 20 re f")));
	raw_object(&r, 9, or(p->state, "<</Type/ExtGState/CA 0.5/SA true/BM/Multiply>>"));
	add_object(&r, 10, "[/Separation/Gold/DeviceRGB<</FunctionType 2/Domain[0 1]/C0[1 1 1]/C1[%s]/N %s>>]",
	           or(p->tint, "0.8 0.6 0.1"), or(p->power, "1"));
	add_object(&r, 11, "<</Type/FontDescriptor/FontName/%s/Flags 32/ItalicAngle 0/Ascent 700/Descent -200"
	           "/CapHeight 700/StemV 80/FontBBox[0 0 1000 1000]%s>>", or(p->font, "Helvetica"), "");
	raw_end(&r, "/Root 1 0 R");
	str s = str_dup(buf_view(&r.out), mem);
	buf_free(&r.out);
	buf_free(&b);
	buf_free(&widths);
	return s;
}

struct question { str bytes[2]; bool same; };

static void ask(fz_context *ctx, void *arg)
{
	struct question *q = arg;
	pdf_document *doc[2];
	for (int i = 0; i < 2; i++) {
		fz_stream *s = fz_open_memory(ctx, (const unsigned char *)q->bytes[i].p, q->bytes[i].n);
		doc[i] = pdf_open_document_with_stream(ctx, s);
		fz_drop_stream(ctx, s);
	}
	differ *d = rpdf_differ_new(ctx);
	same *s = rpdf_same_new(ctx, d);
	pdf_obj *a = pdf_lookup_page_obj(ctx, doc[0], 0), *b = pdf_lookup_page_obj(ctx, doc[1], 0);
	q->same = rpdf_same_operators(ctx, s, doc[0], a, doc[1], b);
	/* Asked again, from memory. */
	if (rpdf_same_operators(ctx, s, doc[0], a, doc[1], b) != q->same)
		fail_msg("another answer the second time");
	rpdf_same_drop(ctx, s);
	rpdf_differ_drop(ctx, d);
	pdf_drop_document(ctx, doc[0]);
	pdf_drop_document(ctx, doc[1]);
}

static bool are_same(const parts *before, const parts *after)
{
	arena *mem = arena_new();
	struct question q = { .bytes = { file(mem, before), file(mem, after) } };
	in_mupdf(ask, &q);
	arena_drop(mem);
	return q.same;
}

#define SAME(name, ...) \
	static void name(void **state) \
	{ (void)state; const parts p[] = { __VA_ARGS__ }; assert_true(are_same(&p[0], &p[1])); }
#define OTHER(name, ...) \
	static void name(void **state) \
	{ (void)state; const parts p[] = { __VA_ARGS__ }; assert_false(are_same(&p[0], &p[1])); }

/* ---- what takes the short way ----------------------------------------------------------------- */

SAME(a_page_is_the_same_as_itself, { 0 }, { 0 })
SAME(an_empty_page_is_the_same_as_itself, { .content = "" }, { .content = "" })
SAME(an_outer_q_and_Q_do_not_matter, { 0 }, { .content = "q\n" PAGE "Q\n" })
SAME(a_page_that_has_them_may_get_them_once_more, { .content = "q " WORDS "Q" }, { .content = "q q " WORDS "Q Q" })
SAME(spaces_comments_and_the_spelling_of_numbers_do_not_matter,
	{ .content = "1.50 w 10 10 m%x\n 020 20 l S" }, { .content = "1.5 w 10 10 m 20 20 l\tS" })
SAME(marked_content_leaves_no_trace,
	{ .content = "/P <</MCID 0>> BDC " WORDS "EMC /T MP /Span BMC EMC BX EX" }, { .content = WORDS })
SAME(the_names_of_resources_do_not_matter, { .content = WORDS PICTURE },
	{ .content = "BT /X9 12 Tf 72 650 Td [(Kept w)-20(ords)] TJ 0 -14 Td (more words) Tj ET q 100 0 0 100 72 400 cm /A Do Q",
	  .resources = "/Font<</X9 5 0 R>>/XObject<</A 6 0 R>>" })
SAME(a_quote_is_a_new_line_and_a_string, { .content = "BT /F1 9 Tf 11 TL (Kept) ' ET" },
	{ .content = "BT /F1 9 Tf 11 TL T* [(Kept)] TJ ET" })
SAME(a_double_quote_sets_both_spaces, { .content = "BT /F1 9 Tf 1 2 (Kept) \" ET" },
	{ .content = "BT /F1 9 Tf 1 Tw 2 Tc T* (Kept) Tj ET" })
SAME(a_string_is_its_bytes, { .content = "BT /F1 9 Tf (Kep\\164) Tj ET" }, { .content = "BT /F1 9 Tf <4b657074> Tj ET" })
SAME(an_inline_image_is_its_samples, { .content = "BI /W 2 /H 1 /BPC 8 /CS /G ID AB EI" },
	{ .content = "BI /W 2 /H 1 /BPC 8 /CS /G /F /AHx ID 4142> EI" })
SAME(plain_numbers_of_a_state_may_be_many,
	{ .state = "<</LW 2/OP false/op false/OPM 1/SA false/SM 0.02/AIS false/TK true/SMask/None/BM[/Normal]>>" },
	{ .state = "<</SM .02/TK true/OPM 1/OP false/op false/LW 2.0/SA false/AIS false/SMask/None/BM/Normal>>" })
SAME(what_an_unused_code_says_does_not_matter, { .content = "BT /F1 9 Tf (ept) Tj ET" },
	{ .content = "BT /F1 9 Tf (ept) Tj ET", .says = "0058" })

/* ---- what does not ---------------------------------------------------------------------------- */

OTHER(a_glyph_moved_by_three_tenths_of_a_point, { 0 },
	{ .content = STATE "BT /F1 12 Tf 72 650 Td [(Kept w)-45(ords)] TJ 0 -14 Td (more words) Tj ET\n" LINE PICTURE FORM TINT })
OTHER(a_line_of_text_moved, { .content = WORDS }, { .content = "1 0 0 1 0.3 0 cm " WORDS })
OTHER(another_letter, { .content = "BT /F1 9 Tf (words) Tj ET" }, { .content = "BT /F1 9 Tf (worms) Tj ET" })
OTHER(a_removed_letter, { .content = "BT /F1 9 Tf (words) Tj ET" }, { .content = "BT /F1 9 Tf (word) Tj ET" })
OTHER(another_size, { .content = "BT /F1 9 Tf (words) Tj ET" }, { .content = "BT /F1 9.1 Tf (words) Tj ET" })
OTHER(another_colour, { .content = WORDS }, { .content = "0.5 g " WORDS })
OTHER(another_colour_of_a_line, { 0 },
	{ .content = STATE WORDS "1 0 0.1 RG 2 w [3 1] 0 d 72 600 m 300 600 l S\n" PICTURE FORM TINT })
OTHER(another_dash, { .content = LINE }, { .content = "1 0 0 RG 2 w [3 2] 0 d 72 600 m 300 600 l S\n" })
OTHER(a_missing_path, { 0 }, { .content = STATE WORDS PICTURE FORM TINT })
OTHER(a_path_filled_by_another_rule, { .content = "0 0 9 9 re f" }, { .content = "0 0 9 9 re f*" })
OTHER(text_added_at_the_end, { 0 }, { .content = PAGE "BT /F1 12 Tf 72 100 Td (x) Tj ET" })
OTHER(text_added_behind_the_outer_Q, { 0 }, { .content = "q " PAGE "Q BT /F1 12 Tf 72 100 Td (x) Tj ET" })
OTHER(two_states_that_only_look_like_an_outer_one, { .content = "1 w Q q 2 w" }, { .content = "q 1 w Q q 2 w Q" })
OTHER(a_changed_pixel, { 0 }, { .pixels = "ABCDEFGHIJKLMNOX" })
OTHER(a_changed_pixel_of_an_inline_image, { .content = "BI /W 2 /H 1 /BPC 8 /CS /G ID AB EI" },
	{ .content = "BI /W 2 /H 1 /BPC 8 /CS /G ID AC EI" })
OTHER(an_image_turned_to_its_negative, { 0 },
	{ .image = "/Type/XObject/Subtype/Image/Width 4/Height 4/BitsPerComponent 8/ColorSpace/DeviceGray/Decode[1 0]" })
OTHER(an_image_of_another_shape, { 0 },
	{ .image = "/Type/XObject/Subtype/Image/Width 2/Height 8/BitsPerComponent 8/ColorSpace/DeviceGray" })
OTHER(an_image_that_becomes_a_layers, { 0 },
	{ .image = "/Type/XObject/Subtype/Image/Width 4/Height 4/BitsPerComponent 8/ColorSpace/DeviceGray/OC<</Type/OCG/Name(x)>>" })
OTHER(another_width_of_a_blank, { 0 }, { .blank = "501" })
OTHER(another_outline_of_the_letters, { 0 }, { .font = "Times-Roman" })
OTHER(a_letter_that_says_something_else, { 0 }, { .says = "0058" })
OTHER(a_letter_that_says_more, { 0 }, { .says = "004b0058" })
OTHER(a_changed_form, { 0 }, { .form = "0 0 20 21 re f" })
OTHER(a_form_set_elsewhere, { 0 }, { .form_dict = "/BBox[0 0 50 50]/Matrix[1 0 0 1 5 6]/Resources<<>>" })
OTHER(a_form_cut_off, { 0 }, { .form_dict = "/BBox[0 0 50 15]/Matrix[1 0 0 1 5 5]/Resources<<>>" })
OTHER(a_form_that_becomes_a_group, { 0 },
	{ .form_dict = "/BBox[0 0 50 50]/Matrix[1 0 0 1 5 5]/Resources<<>>/Group<</S/Transparency>>" })
OTHER(a_form_that_becomes_a_layers, { 0 },
	{ .form_dict = "/BBox[0 0 50 50]/Matrix[1 0 0 1 5 5]/Resources<<>>/OC<</Type/OCG/Name(x)>>" })
OTHER(another_transparency, { 0 }, { .state = "<</Type/ExtGState/CA 0.6/SA true/BM/Multiply>>" })
OTHER(another_way_to_blend, { 0 }, { .state = "<</Type/ExtGState/CA 0.5/SA true/BM/Screen>>" })
OTHER(another_flag_of_a_state, { 0 }, { .state = "<</Type/ExtGState/CA 0.5/SA false/BM/Multiply>>" })
OTHER(another_smoothness, { .state = "<</SM 0.02>>" }, { .state = "<</SM 0.03>>" })
OTHER(another_look_of_a_tint, { 0 }, { .tint = "0.8 0.6 0.2" })
OTHER(another_look_of_half_a_tint, { 0 }, { .power = "2" })
OTHER(another_look_of_a_space_before_a_tint_is_chosen, { .content = "/Sep cs 10 10 30 30 re f" },
	{ .content = "/Sep cs 10 10 30 30 re f", .tint = "0.8 0.6 0.2" })
OTHER(another_tint, { .content = TINT }, { .content = "/Sep cs 0.6 scn 10 10 30 30 re f" })

/* ---- codes of two bytes ----------------------------------------------------------------------- */

/* A document of one page with two letters of an embedded font, by their glyph numbers. */
static pdf_document *two_byte_document(fz_context *ctx, const char *letters, int width)
{
	pdf_document *doc = pdf_create_document(ctx);
	fz_font *times = fz_new_base14_font(ctx, "Times-Roman");
	pdf_obj *font = pdf_add_cid_font(ctx, doc, times);
	pdf_obj *cid_font = pdf_array_get(ctx, pdf_dict_get(ctx, font, PDF_NAME(DescendantFonts)), 0);
	pdf_obj *all = pdf_dict_put_array(ctx, cid_font, PDF_NAME(W), 2);
	pdf_array_push_int(ctx, all, 35);
	pdf_array_push_int(ctx, pdf_array_push_array(ctx, all, 1), width);
	pdf_obj *rdb = pdf_new_dict(ctx, doc, 1);
	pdf_dict_putp_drop(ctx, rdb, "Font/F", font);
	fz_buffer *content = fz_new_buffer(ctx, 64);
	fz_append_printf(ctx, content, "BT /F 12 Tf 72 700 Td <%s> Tj ET", letters);
	pdf_obj *page = pdf_add_page(ctx, doc, (fz_rect){ 0, 0, 612, 792 }, 0, rdb, content);
	pdf_insert_page(ctx, doc, -1, page);
	pdf_drop_obj(ctx, page);
	pdf_drop_obj(ctx, rdb);
	fz_drop_buffer(ctx, content);
	fz_drop_font(ctx, times);
	return doc;
}

struct two_bytes { const char *letters[2]; int width[2]; bool same; };

static void ask_two_bytes(fz_context *ctx, void *arg)
{
	struct two_bytes *q = arg;
	pdf_document *a = two_byte_document(ctx, q->letters[0], q->width[0]);
	pdf_document *b = two_byte_document(ctx, q->letters[1], q->width[1]);
	differ *d = rpdf_differ_new(ctx);
	same *s = rpdf_same_new(ctx, d);
	q->same = rpdf_same_operators(ctx, s, a, pdf_lookup_page_obj(ctx, a, 0), b, pdf_lookup_page_obj(ctx, b, 0));
	rpdf_same_drop(ctx, s);
	rpdf_differ_drop(ctx, d);
	pdf_drop_document(ctx, a);
	pdf_drop_document(ctx, b);
}

static bool are_same_two_bytes(const char *before, int width_before, const char *after, int width_after)
{
	struct two_bytes q = { { before, after }, { width_before, width_after }, false };
	in_mupdf(ask_two_bytes, &q);
	return q.same;
}

static void codes_of_two_bytes_take_the_short_way(void **state)
{
	(void)state;
	assert_true(are_same_two_bytes("00220023", 500, "00220023", 500));
}

static void half_a_code_at_the_end_is_no_more_than_itself(void **state)
{
	(void)state;
	assert_true(are_same_two_bytes("002200", 500, "002200", 500));
	assert_false(are_same_two_bytes("002200", 500, "002201", 500));
}

static void another_letter_of_two_bytes(void **state)
{
	(void)state;
	assert_false(are_same_two_bytes("00220023", 500, "00220024", 500));
}

static void another_width_of_a_code_of_two_bytes(void **state)
{
	(void)state;
	assert_false(are_same_two_bytes("00220023", 500, "00220023", 503));
}

/* ---- what is left to the longer way, though nothing changed ----------------------------------- */

static void expect_longer_way(const parts *p)
{
	assert_false(are_same(p, p));
}

static void layers_take_the_longer_way(void **state)
{
	(void)state;
	expect_longer_way(&(parts){ .content = "/OC /L BDC " WORDS "EMC" });
	expect_longer_way(&(parts){ .catalog = "/OCProperties<</OCGs[]/D<<>>>>" });
}

static void patterns_shadings_and_masks_take_the_longer_way(void **state)
{
	(void)state;
	expect_longer_way(&(parts){ .content = "/Pattern cs 0 0 9 9 re f" });
	expect_longer_way(&(parts){ .content = "/S sh", .resources = "/Shading<</S<</ShadingType 2/ColorSpace/DeviceGray"
		"/Coords[0 0 9 9]/Function<</FunctionType 2/Domain[0 1]/N 1>>>>>>" });
	expect_longer_way(&(parts){ .state = "<</SMask<</S/Alpha/G 8 0 R>>>>" });
}

static void a_state_with_a_font_or_an_unknown_entry_takes_the_longer_way(void **state)
{
	(void)state;
	expect_longer_way(&(parts){ .state = "<</Font[5 0 R 12]>>" });
	expect_longer_way(&(parts){ .state = "<</HT/Default>>" });
}

static void trouble_in_the_content_takes_the_longer_way(void **state)
{
	(void)state;
	expect_longer_way(&(parts){ .content = WORDS "nonsense" });
	expect_longer_way(&(parts){ .content = "/None Do" });
	expect_longer_way(&(parts){ .content = "BT /F1 9 Tf (open) Tj" });
	expect_longer_way(&(parts){ .content = "BT (no font) Tj ET" });
	expect_longer_way(&(parts){ .content = "BT /F1 9 Tf ET (no text object) Tj" });
}

static void tints_by_an_intent_take_the_longer_way(void **state)
{
	(void)state;
	expect_longer_way(&(parts){ .content = "/Perceptual ri " TINT });
}

static void default_spaces_take_the_longer_way(void **state)
{
	(void)state;
	expect_longer_way(&(parts){ .content = "0 g 0 0 9 9 re f", .resources = "/ColorSpace<</DefaultGray 10 0 R>>" });
}

static void a_form_that_draws_itself_or_borrows_takes_the_longer_way(void **state)
{
	(void)state;
	expect_longer_way(&(parts){ .form = "/Fm Do", .form_dict = "/BBox[0 0 9 9]/Resources<</XObject<</Fm 8 0 R>>>>" });
	expect_longer_way(&(parts){ .form_dict = "/BBox[0 0 9 9]" });
}

/* ---- the short way against the longer ---------------------------------------------------------- */

struct against { str bytes; int same, refuted; };

static bool the_longer_way_finds_nothing(fz_context *ctx, differ *d, record *r[2], pdf_document *doc[2])
{
	for (int i = 0; i < 2; i++)
		rpdf_record_page(ctx, r[i], doc[i], 0);
	pagediff x = rpdf_pagediff(ctx, d, r[0], r[1], NULL, 0, false);
	return !x.text && !x.moved && !x.repainted && !x.image && !x.lost && !x.added && !x.unsure;
}

/* A byte or two of the content, spoiled as the number says. */
static fz_buffer *spoiled(fz_context *ctx, fz_buffer *content, unsigned at)
{
	static const char put[] = " 0123456789.-qQ/()[]fSgnTmJdw";
	fz_buffer *b = fz_new_buffer_from_copied_data(ctx, content->data, content->len);
	b->data[at * 7919u % b->len] = (unsigned char)put[at % (sizeof put - 1)];
	if (at % 3 == 0)
		b->data[at * 104729u % b->len] = ' ';
	return b;
}

static void spoil_and_ask(fz_context *ctx, void *arg)
{
	struct against *q = arg;
	pdf_document *doc[2];
	record *r[2];
	for (int i = 0; i < 2; i++) {
		fz_stream *s = fz_open_memory(ctx, (const unsigned char *)q->bytes.p, q->bytes.n);
		doc[i] = pdf_open_document_with_stream(ctx, s);
		fz_drop_stream(ctx, s);
		r[i] = rpdf_record_new(ctx);
	}
	differ *d = rpdf_differ_new(ctx);
	same *s = rpdf_same_new(ctx, d);
	pdf_obj *a = pdf_lookup_page_obj(ctx, doc[0], 0), *b = pdf_lookup_page_obj(ctx, doc[1], 0);
	pdf_obj *stream = pdf_dict_get(ctx, b, PDF_NAME(Contents));
	fz_buffer *content = pdf_load_stream(ctx, stream);
	for (unsigned at = 1; at < 4000; at++) {
		fz_buffer *other = spoiled(ctx, content, at);
		pdf_update_stream(ctx, doc[1], stream, other, 0);
		fz_drop_buffer(ctx, other);
		if (!rpdf_same_operators(ctx, s, doc[0], a, doc[1], b))
			continue;
		q->same++;
		q->refuted += !the_longer_way_finds_nothing(ctx, d, r, doc);
	}
	fz_drop_buffer(ctx, content);
	rpdf_same_drop(ctx, s);
	rpdf_differ_drop(ctx, d);
	for (int i = 0; i < 2; i++) {
		rpdf_record_drop(ctx, r[i]);
		pdf_drop_document(ctx, doc[i]);
	}
}

static void the_longer_way_refutes_no_answer_of_the_short_one(void **state)
{
	(void)state;
	arena *mem = arena_new();
	struct against q = { .bytes = file(mem, &(parts){ .content = "/P <</MCID 0>> BDC  " PAGE " EMC % a remark\n" }) };
	in_mupdf(spoil_and_ask, &q);
	arena_drop(mem);
	assert_true(q.same > 50 && q.same < 3000); /* it did answer both ways */
	assert_int_equal(q.refuted, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_page_is_the_same_as_itself),
		cmocka_unit_test(an_empty_page_is_the_same_as_itself),
		cmocka_unit_test(an_outer_q_and_Q_do_not_matter),
		cmocka_unit_test(a_page_that_has_them_may_get_them_once_more),
		cmocka_unit_test(spaces_comments_and_the_spelling_of_numbers_do_not_matter),
		cmocka_unit_test(marked_content_leaves_no_trace),
		cmocka_unit_test(the_names_of_resources_do_not_matter),
		cmocka_unit_test(a_quote_is_a_new_line_and_a_string),
		cmocka_unit_test(a_double_quote_sets_both_spaces),
		cmocka_unit_test(a_string_is_its_bytes),
		cmocka_unit_test(an_inline_image_is_its_samples),
		cmocka_unit_test(plain_numbers_of_a_state_may_be_many),
		cmocka_unit_test(what_an_unused_code_says_does_not_matter),
		cmocka_unit_test(a_glyph_moved_by_three_tenths_of_a_point),
		cmocka_unit_test(a_line_of_text_moved),
		cmocka_unit_test(another_letter),
		cmocka_unit_test(a_removed_letter),
		cmocka_unit_test(another_size),
		cmocka_unit_test(another_colour),
		cmocka_unit_test(another_colour_of_a_line),
		cmocka_unit_test(another_dash),
		cmocka_unit_test(a_missing_path),
		cmocka_unit_test(a_path_filled_by_another_rule),
		cmocka_unit_test(text_added_at_the_end),
		cmocka_unit_test(text_added_behind_the_outer_Q),
		cmocka_unit_test(two_states_that_only_look_like_an_outer_one),
		cmocka_unit_test(a_changed_pixel),
		cmocka_unit_test(a_changed_pixel_of_an_inline_image),
		cmocka_unit_test(an_image_turned_to_its_negative),
		cmocka_unit_test(an_image_of_another_shape),
		cmocka_unit_test(an_image_that_becomes_a_layers),
		cmocka_unit_test(another_width_of_a_blank),
		cmocka_unit_test(another_outline_of_the_letters),
		cmocka_unit_test(a_letter_that_says_something_else),
		cmocka_unit_test(a_letter_that_says_more),
		cmocka_unit_test(a_changed_form),
		cmocka_unit_test(a_form_set_elsewhere),
		cmocka_unit_test(a_form_cut_off),
		cmocka_unit_test(a_form_that_becomes_a_group),
		cmocka_unit_test(a_form_that_becomes_a_layers),
		cmocka_unit_test(another_transparency),
		cmocka_unit_test(another_way_to_blend),
		cmocka_unit_test(another_flag_of_a_state),
		cmocka_unit_test(another_smoothness),
		cmocka_unit_test(another_look_of_a_tint),
		cmocka_unit_test(another_look_of_half_a_tint),
		cmocka_unit_test(another_look_of_a_space_before_a_tint_is_chosen),
		cmocka_unit_test(another_tint),
		cmocka_unit_test(codes_of_two_bytes_take_the_short_way),
		cmocka_unit_test(half_a_code_at_the_end_is_no_more_than_itself),
		cmocka_unit_test(another_letter_of_two_bytes),
		cmocka_unit_test(another_width_of_a_code_of_two_bytes),
		cmocka_unit_test(layers_take_the_longer_way),
		cmocka_unit_test(patterns_shadings_and_masks_take_the_longer_way),
		cmocka_unit_test(a_state_with_a_font_or_an_unknown_entry_takes_the_longer_way),
		cmocka_unit_test(trouble_in_the_content_takes_the_longer_way),
		cmocka_unit_test(tints_by_an_intent_take_the_longer_way),
		cmocka_unit_test(default_spaces_take_the_longer_way),
		cmocka_unit_test(a_form_that_draws_itself_or_borrows_takes_the_longer_way),
		cmocka_unit_test(the_longer_way_refutes_no_answer_of_the_short_one),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
