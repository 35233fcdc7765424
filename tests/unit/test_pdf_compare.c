/* What the comparison of source and output notices, and what it lets pass. */
#include "fixtures/pdf/raw_pdf.h"
#include "formats/pdf/proof/compare.h"
#include "tests/unit/mu_kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* A page with text, a path, an image and the words "Secret" at (72, 700), size 12: what the plans
 * below mark. In points from the top: y 92 minus 12. */
#define SECRET "BT /F1 12 Tf 72 700 Td (Secret) Tj ET\n"
#define KEPT "BT /F1 12 Tf 72 650 Td (Kept words) Tj ET\n"
#define LINE "1 0 0 RG 2 w 72 600 m 300 600 l S\n"
#define PICTURE "q 100 0 0 100 72 400 cm /Im Do Q\n"
#define BOX "q 0 g 72 697 38 12 re f Q\n"
#define PIXELS "ABCDEFGHIJKLMNOP"

static const rect secret_box = { 72, 83, 110, 95 };

typedef struct pdf_pair {
	str before, after;
	const rect *boxes;
	size_t nboxes;
	bool pixels;
	const char *label;
	proof report;
} pdf_pair;

static str file(arena *mem, const char *content, const char *pixels, const char *page)
{
	raw_pdf r = { 0 };
	raw_begin(&r);
	raw_one_page(&r, "", page, "/Font<</F1 5 0 R/F2 7 0 R>>/XObject<</Im 6 0 R>>");
	raw_object(&r, 7, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding/ToUnicode 8 0 R>>");
	raw_stream(&r, 8, "", STR("begincmap 1 begincodespacerange <00> <FF> endcodespacerange "
	                          "1 beginbfchar <57> <00660066006C> endbfchar endcmap"));
	raw_stream(&r, 4, "", str_of(content));
	raw_stream(&r, 6, "/Type/XObject/Subtype/Image/Width 4/Height 4/BitsPerComponent 8"
	                  "/ColorSpace/DeviceGray", str_of(pixels));
	raw_end(&r, "/Root 1 0 R");
	str s = str_dup(buf_view(&r.out), mem);
	buf_free(&r.out);
	return s;
}

static void inner(fz_context *ctx, void *arg)
{
	pdf_pair *c = arg;
	str bytes[2] = { c->before, c->after };
	pdf_document *doc[2];
	for (int i = 0; i < 2; i++) {
		fz_stream *s = fz_open_memory(ctx, (const unsigned char *)bytes[i].p, bytes[i].n);
		doc[i] = pdf_open_document_with_stream(ctx, s);
		fz_drop_stream(ctx, s);
	}
	text t = { .mem = c->report.mem };
	text_add(&t, UNIT_PAGE, STR("page 1"));
	plan p = { .mem = c->report.mem, .label = str_of(c->label) };
	for (size_t i = 0; i < c->nboxes; i++) {
		mark *m = plan_add(&p);
		m->kind = MARK_TEXT;
		m->unit = STR("page 1");
		m->page = 1;
		m->boxes = (rect *)&c->boxes[i];
		m->nboxes = 1;
		m->state = MARK_ACCEPTED;
	}
	rpdf_compare(ctx, doc[0], &t, doc[1], &t, &p, c->pixels, &c->report);
	pdf_drop_document(ctx, doc[0]);
	pdf_drop_document(ctx, doc[1]);
}

static outcome result(const pdf_pair *c, const char *name)
{
	for (size_t i = 0; i < c->report.nchecks; i++)
		if (str_is(c->report.checks[i].name, name))
			return c->report.checks[i].is;
	fail_msg("no check of the name %s", name);
	return CHECK_SKIP;
}

static void run(pdf_pair *c)
{
	in_mupdf(inner, c);
}

/* Each entry: name of the test, source, output, and the outcome of text-kept, marks-empty and
 * drawing-kept as p(ass), f(ail), s(kip). */
typedef struct contents {
	const char *before, *after, *outcomes, *pixels_after, *page_after, *label;
	bool pixels;
} contents;

static char letter(outcome o)
{
	return o == CHECK_PASS ? 'p' : o == CHECK_FAIL ? 'f' : 's';
}

static void expect(const contents *x, bool marked)
{
	arena *mem = arena_new();
	pdf_pair c = {
		.before = file(mem, x->before, PIXELS, ""),
		.after = file(mem, x->after, x->pixels_after ? x->pixels_after : PIXELS,
		              x->page_after ? x->page_after : ""),
		.boxes = &secret_box, .nboxes = marked, .pixels = x->pixels,
		.label = x->label ? x->label : "",
		.report = { .mem = mem },
	};
	run(&c);
	char got[4] = { letter(result(&c, "text-kept")), letter(result(&c, "marks-empty")),
	                letter(result(&c, "drawing-kept")), 0 };
	arena_drop(mem);
	assert_string_equal(got, x->outcomes);
}

static void a_word_removed_under_its_box_passes(void **state)
{
	(void)state;
	expect(&(contents){ .before = SECRET KEPT LINE PICTURE, .after = KEPT LINE PICTURE BOX, .outcomes = "ppp" }, true);
}

static void the_same_passes_by_pixels(void **state)
{
	(void)state;
	expect(&(contents){ .before = SECRET KEPT LINE PICTURE, .after = KEPT LINE PICTURE BOX, .outcomes = "ppp", .pixels = true }, true);
}

static void an_unmarked_page_passes_as_it_is(void **state)
{
	(void)state;
	expect(&(contents){ .before = SECRET KEPT LINE PICTURE, .after = SECRET KEPT LINE PICTURE, .outcomes = "ppp" }, false);
}

static void a_label_on_the_box_passes(void **state)
{
	(void)state;
	expect(&(contents){ .before = SECRET KEPT, .after = KEPT BOX "BT /F1 8 Tf 1 g 74 699 Td (SSN) Tj ET", .outcomes = "ppp",
	                    .label = "SSN" }, true);
}

static void a_label_that_is_not_the_plans_is_told(void **state)
{
	(void)state;
	expect(&(contents){ .before = SECRET KEPT, .after = KEPT BOX "BT /F1 8 Tf 1 g 74 699 Td (Sec) Tj ET", .outcomes = "ffp",
	                    .label = "NAME" }, true);
}

static void a_word_left_under_its_box_is_told(void **state)
{
	(void)state;
	expect(&(contents){ .before = SECRET KEPT, .after = SECRET KEPT BOX, .outcomes = "pfp" }, true);
}

static void a_letter_far_larger_than_the_mark_on_it_may_stay(void **state)
{
	(void)state;
	static const char behind[] = ".9 g BT /F1 160 Tf 34 645 Td (D) Tj ET 0 g ";
	arena *mem = arena_new();
	expect(&(contents){ .before = str_fmt(mem, "%s%s", behind, SECRET KEPT).p,
	                    .after = str_fmt(mem, "%s%s", behind, KEPT BOX).p, .outcomes = "ppp" }, true);
	arena_drop(mem);
}

static void text_of_size_zero_may_go(void **state)
{
	(void)state;
	expect(&(contents){ .before = "BT /F1 0 Tf 300 500 Td (Nothing) Tj ET " SECRET KEPT, .after = KEPT BOX, .outcomes = "ppp" }, true);
}

static void text_squeezed_into_a_line_and_stroked_may_not_go(void **state)
{
	(void)state;
	expect(&(contents){ .before = "BT 1 Tr /F1 12 Tf 1 0 0 0 300 500 Tm (Line) Tj 0 Tr ET " SECRET KEPT, .after = KEPT BOX,
	                    .outcomes = "fpf" }, true);
}

static void a_word_left_invisible_is_told(void **state)
{
	(void)state;
	expect(&(contents){ .before = SECRET KEPT, .after = "BT 3 Tr /F1 12 Tf 72 700 Td (Secret) Tj ET BT 0 Tr ET " KEPT BOX,
	                    .outcomes = "pff" }, true);
}

static void a_word_left_as_a_clip_is_told(void **state)
{
	(void)state;
	contents x = { .before = SECRET KEPT, .after = "q BT 7 Tr /F1 12 Tf 72 700 Td (Secret) Tj ET Q " KEPT BOX, .outcomes = "fff" };
	arena *mem = arena_new();
	pdf_pair c = { .before = file(mem, x.before, PIXELS, ""), .after = file(mem, x.after, PIXELS, ""),
	               .boxes = &secret_box, .nboxes = 1, .label = "", .report = { .mem = mem } };
	run(&c);
	outcome o = result(&c, "marks-empty");
	arena_drop(mem);
	assert_int_equal(o, CHECK_FAIL);
}

static void a_lost_word_outside_the_mark_is_told(void **state)
{
	(void)state;
	expect(&(contents){ .before = SECRET KEPT LINE, .after = "BT /F1 12 Tf 72 650 Td (Kept) Tj ET\n" LINE BOX, .outcomes = "fpf" },
	       true);
}

static void a_glyph_moved_by_three_tenths_of_a_point_is_told(void **state)
{
	(void)state;
	expect(&(contents){ .before = SECRET KEPT, .after = "BT /F1 12 Tf 72 650 Td [(Kept w)-25(ords)] TJ ET\n" BOX, .outcomes = "ppf" },
	       true);
}

static void a_glyph_moved_by_a_twentieth_of_a_point_passes(void **state)
{
	(void)state;
	expect(&(contents){ .before = SECRET KEPT, .after = "BT /F1 12 Tf 72 650 Td [(Kept w)-4(ords)] TJ ET\n" BOX, .outcomes = "ppp" },
	       true);
}

static void another_letter_is_told(void **state)
{
	(void)state;
	expect(&(contents){ .before = SECRET KEPT, .after = "BT /F1 12 Tf 72 650 Td (Kept worms) Tj ET\n" BOX, .outcomes = "fpf" }, true);
}

static void another_size_is_told(void **state)
{
	(void)state;
	expect(&(contents){ .before = KEPT, .after = "BT /F1 12.5 Tf 72 650 Td (Kept words) Tj ET\n", .outcomes = "ppf" }, false);
}

static void a_word_in_another_colour_is_told(void **state)
{
	(void)state;
	expect(&(contents){ .before = KEPT, .after = "0.5 g " KEPT, .outcomes = "ppf" }, false);
}

static void a_missing_path_is_told(void **state)
{
	(void)state;
	expect(&(contents){ .before = SECRET KEPT LINE, .after = KEPT BOX, .outcomes = "ppf" }, true);
}

static void an_added_path_is_told(void **state)
{
	(void)state;
	expect(&(contents){ .before = KEPT, .after = KEPT LINE, .outcomes = "ppf" }, false);
}

static void a_path_in_another_colour_is_told(void **state)
{
	(void)state;
	expect(&(contents){ .before = LINE, .after = "0 0 1 RG 2 w 72 600 m 300 600 l S\n", .outcomes = "ppf" }, false);
}

static void another_line_width_is_told(void **state)
{
	(void)state;
	expect(&(contents){ .before = LINE, .after = "1 0 0 RG 3 w 72 600 m 300 600 l S\n", .outcomes = "ppf" }, false);
}

static void a_black_box_elsewhere_is_told(void **state)
{
	(void)state;
	expect(&(contents){ .before = SECRET KEPT, .after = KEPT BOX "0 g 72 647 38 12 re f", .outcomes = "ppf" }, true);
}

static void the_order_of_drawing_matters(void **state)
{
	(void)state;
	expect(&(contents){ .before = LINE "0 1 0 rg 100 590 50 50 re f", .after = "0 1 0 rg 100 590 50 50 re f " LINE, .outcomes = "ppf" },
	       false);
}

static void a_changed_pixel_is_told(void **state)
{
	(void)state;
	expect(&(contents){ .before = PICTURE, .after = PICTURE, .outcomes = "ppf", .pixels_after = "ABCDEFGHIJKLMNOX" }, false);
}

static void a_moved_image_is_told(void **state)
{
	(void)state;
	expect(&(contents){ .before = PICTURE, .after = "q 100 0 0 100 73 400 cm /Im Do Q\n", .outcomes = "ppf" }, false);
}

static void a_lost_clip_that_shows_is_told(void **state)
{
	(void)state;
	expect(&(contents){ .before = "72 400 50 50 re W n " PICTURE, .after = PICTURE, .outcomes = "ppf" }, false);
}

static void an_empty_clip_may_go(void **state)
{
	(void)state;
	expect(&(contents){ .before = "q 72 690 100 20 re W n " SECRET "Q " KEPT, .after = KEPT BOX, .outcomes = "ppp" }, true);
}

static void text_off_the_page_may_go(void **state)
{
	(void)state;
	expect(&(contents){ .before = KEPT "BT /F1 12 Tf 72 -900 Td (Hidden) Tj ET", .after = KEPT, .outcomes = "ppp" }, false);
}

static void text_clipped_away_may_go(void **state)
{
	(void)state;
	expect(&(contents){ .before = "q 0 0 50 50 re W n " SECRET "Q " KEPT, .after = KEPT, .outcomes = "ppp" }, false);
	expect(&(contents){ .before = "q 0 0 300 300 re W n 200 600 m 300 700 l 400 600 l h W* n " SECRET "Q " KEPT, .after = KEPT,
	                    .outcomes = "ppp" }, false);
}

static void text_of_which_a_little_shows_may_not(void **state)
{
	(void)state;
	expect(&(contents){ .before = "q 0 0 75 792 re W n " SECRET "Q " KEPT, .after = KEPT, .outcomes = "fpf" }, false);
	expect(&(contents){ .before = KEPT "BT /F1 12 Tf 72 -4 Td (Low) Tj ET", .after = KEPT, .outcomes = "fpf" }, false);
	expect(&(contents){ .before = "q 0 0 50 50 re W n Q " SECRET KEPT, .after = KEPT, .outcomes = "fpf" }, false);
}

static void a_path_clipped_away_may_go(void **state)
{
	(void)state;
	expect(&(contents){ .before = KEPT "q 0 0 50 50 re W n " LINE "Q", .after = KEPT, .outcomes = "ppp" }, false);
}

static void a_path_whose_stroke_shows_may_not(void **state)
{
	(void)state;
	expect(&(contents){ .before = KEPT "20 w 72 -5 m 300 -5 l S", .after = KEPT, .outcomes = "ppf" }, false);
}

static void an_image_clipped_away_may_go(void **state)
{
	(void)state;
	expect(&(contents){ .before = KEPT "q 0 0 50 50 re W n " PICTURE "Q", .after = KEPT, .outcomes = "ppp" }, false);
	expect(&(contents){ .before = KEPT "q 0 0 80 792 re W n " PICTURE "Q", .after = KEPT, .outcomes = "ppf" }, false);
}

static void a_turned_page_is_told(void **state)
{
	(void)state;
	arena *mem = arena_new();
	pdf_pair c = { .before = file(mem, KEPT, PIXELS, ""), .after = file(mem, KEPT, PIXELS, "/Rotate 90"),
	               .label = "", .report = { .mem = mem } };
	run(&c);
	outcome o = result(&c, "page-count");
	arena_drop(mem);
	assert_int_equal(o, CHECK_FAIL);
}

/* MuPDF reads no further after a hundred faults; others do, and what follows would be lost unseen. */
static void a_page_that_cannot_be_read_to_its_end_fails(void **state)
{
	(void)state;
	char content[800] = "";
	for (int i = 0; i < 110; i++)
		strcat(content, "] foo ");
	expect(&(contents){ .before = content, .after = content, .outcomes = "fff" }, false);
}

/* The box takes the right half of a letter that means three: F2 reads W as "ffl". */
static void all_letters_of_a_ligature_may_go_with_it(void **state)
{
	(void)state;
	expect(&(contents){ .before = KEPT "BT /F2 40 Tf 60 700 Td (W) Tj ET", .after = KEPT "q 0 g 72 697 38 12 re f Q\n",
	                    .outcomes = "ppp" }, true);
}

static void a_missing_page_is_told(void **state)
{
	(void)state;
	arena *mem = arena_new();
	raw_pdf r = { 0 };
	raw_begin(&r);
	raw_object(&r, 1, "<</Type/Catalog/Pages 2 0 R>>");
	raw_object(&r, 2, "<</Type/Pages/Kids[3 0 R 3 0 R]/Count 2>>");
	raw_object(&r, 3, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>>");
	raw_end(&r, "/Root 1 0 R");
	pdf_pair c = { .before = buf_view(&r.out), .after = file(mem, KEPT, PIXELS, ""), .label = "",
	               .report = { .mem = mem } };
	run(&c);
	outcome count = result(&c, "page-count"), drawing = result(&c, "drawing-kept");
	buf_free(&r.out);
	arena_drop(mem);
	assert_int_equal(count, CHECK_FAIL);
	assert_int_equal(drawing, CHECK_SKIP);
}

/* ---- images under marks --------------------------------------------------------------------- */

/* The lower left quarter of the picture: columns 0 and 1 of rows 2 and 3, a large image so that the
 * rim of one pixel does not swallow it. */
static str big_picture(arena *mem, const char *how)
{
	char *p = arena_alloc(mem, 40 * 40 + 1);
	for (int y = 0; y < 40; y++)
		for (int x = 0; x < 40; x++) {
			bool below = x < 20 && y >= 20;
			p[y * 40 + x] = (char)(below && how[0] == 'b' ? 1 : (x * 7 + y * 3) % 200 + 40);
		}
	if (how[1] == 'x')
		p[5 * 40 + 30] ^= 1;
	return (str){ p, 40 * 40 };
}

static str picture_file(arena *mem, const char *how)
{
	raw_pdf r = { 0 };
	raw_begin(&r);
	raw_one_page(&r, "", "", "/XObject<</Im 6 0 R>>");
	raw_stream(&r, 4, "", how[0] == 'b' ? STR(PICTURE "q 0 g 72 400 50 50 re f Q") : STR(PICTURE));
	raw_flate(&r, 6, "/Type/XObject/Subtype/Image/Width 40/Height 40/BitsPerComponent 8"
	                 "/ColorSpace/DeviceGray", big_picture(mem, how));
	raw_end(&r, "/Root 1 0 R");
	str s = str_dup(buf_view(&r.out), mem);
	buf_free(&r.out);
	return s;
}

static void expect_picture(const char *after, const char *outcomes)
{
	static const rect corner = { 72, 342, 122, 392 };
	arena *mem = arena_new();
	pdf_pair c = { .before = picture_file(mem, "o"), .after = picture_file(mem, after),
	               .boxes = &corner, .nboxes = 1, .label = "", .report = { .mem = mem } };
	run(&c);
	char got[4] = { letter(result(&c, "text-kept")), letter(result(&c, "marks-empty")),
	                letter(result(&c, "drawing-kept")), 0 };
	arena_drop(mem);
	assert_string_equal(got, outcomes);
}

static void an_image_blackened_under_its_mark_passes(void **state)
{
	(void)state;
	expect_picture("b", "ppp");
}

static void an_image_left_whole_under_its_mark_is_told(void **state)
{
	(void)state;
	expect_picture("o", "pfp");
}

static void a_pixel_changed_outside_the_mark_is_told(void **state)
{
	(void)state;
	expect_picture("bx", "ppf");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_word_removed_under_its_box_passes),
		cmocka_unit_test(the_same_passes_by_pixels),
		cmocka_unit_test(an_unmarked_page_passes_as_it_is),
		cmocka_unit_test(a_label_on_the_box_passes),
		cmocka_unit_test(a_label_that_is_not_the_plans_is_told),
		cmocka_unit_test(a_word_left_under_its_box_is_told),
		cmocka_unit_test(a_letter_far_larger_than_the_mark_on_it_may_stay),
		cmocka_unit_test(text_of_size_zero_may_go),
		cmocka_unit_test(text_squeezed_into_a_line_and_stroked_may_not_go),
		cmocka_unit_test(a_word_left_invisible_is_told),
		cmocka_unit_test(a_word_left_as_a_clip_is_told),
		cmocka_unit_test(a_lost_word_outside_the_mark_is_told),
		cmocka_unit_test(a_glyph_moved_by_three_tenths_of_a_point_is_told),
		cmocka_unit_test(a_glyph_moved_by_a_twentieth_of_a_point_passes),
		cmocka_unit_test(another_letter_is_told),
		cmocka_unit_test(another_size_is_told),
		cmocka_unit_test(a_word_in_another_colour_is_told),
		cmocka_unit_test(a_missing_path_is_told),
		cmocka_unit_test(an_added_path_is_told),
		cmocka_unit_test(a_path_in_another_colour_is_told),
		cmocka_unit_test(another_line_width_is_told),
		cmocka_unit_test(a_black_box_elsewhere_is_told),
		cmocka_unit_test(the_order_of_drawing_matters),
		cmocka_unit_test(a_changed_pixel_is_told),
		cmocka_unit_test(a_moved_image_is_told),
		cmocka_unit_test(a_lost_clip_that_shows_is_told),
		cmocka_unit_test(an_empty_clip_may_go),
		cmocka_unit_test(text_off_the_page_may_go),
		cmocka_unit_test(text_clipped_away_may_go),
		cmocka_unit_test(text_of_which_a_little_shows_may_not),
		cmocka_unit_test(a_path_clipped_away_may_go),
		cmocka_unit_test(a_path_whose_stroke_shows_may_not),
		cmocka_unit_test(an_image_clipped_away_may_go),
		cmocka_unit_test(a_turned_page_is_told),
		cmocka_unit_test(a_page_that_cannot_be_read_to_its_end_fails),
		cmocka_unit_test(all_letters_of_a_ligature_may_go_with_it),
		cmocka_unit_test(a_missing_page_is_told),
		cmocka_unit_test(an_image_blackened_under_its_mark_passes),
		cmocka_unit_test(an_image_left_whole_under_its_mark_is_told),
		cmocka_unit_test(a_pixel_changed_outside_the_mark_is_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
