/* Pictures of rare kinds: which of them stay, as what, and which words in them are searched. */
#include "docx_kit.h"

#include "formats/docx/picture/metafile.h"
#include "formats/docx/picture/redraw.h"
#include "formats/docx/picture/svg.h"
#include "formats/lib/picture/unseen.h"

#include <png.h>
#include <unistd.h>

/* The first picture of a fixture's output, decoded to four samples a pixel. */
static const unsigned char *pixels_of(job *j, const char *part, uint32_t *width, uint32_t *height)
{
	zipdoor *z = zipdoor_open(j->out.bytes, j->mem, &j->e);
	str bytes = STR("");
	for (size_t i = 0; i < zipdoor_count(z); i++)
		if (str_is(zipdoor_entry(z, i)->name, part))
			assert_true(zipdoor_load(z, i, j->mem, &bytes, &j->e));
	zipdoor_close(z);
	png_image image = { .version = PNG_IMAGE_VERSION };
	assert_true(png_image_begin_read_from_memory(&image, bytes.p, bytes.n));
	image.format = PNG_FORMAT_RGBA;
	unsigned char *pixels = arena_alloc(j->mem, PNG_IMAGE_SIZE(image));
	assert_true(png_image_finish_read(&image, NULL, pixels, 0, NULL));
	*width = image.width;
	*height = image.height;
	return pixels;
}

#define KEEPS(test, fixture, w, h, x, y, r, g, b, a) \
	static void test(void **state) \
	{ \
		(void)state; \
		uint32_t width, height; \
		job *j = job_redact(fixture); \
		const unsigned char *p = pixels_of(j, "word/media/image1.png", &width, &height), *at; \
		assert_int_equal(width, w); \
		assert_int_equal(height, h); \
		at = p + 4 * ((size_t)(y) * width + (x)); \
		assert_int_equal(at[0], r); \
		assert_int_equal(at[1], g); \
		assert_int_equal(at[2], b); \
		assert_int_equal(at[3], a); \
		assert_false(job_holds(j, "Okonjo")); \
		assert_string_equal(unit_text(&j->now, "word/document.xml"), "Picture: \n"); \
		job_drop(j); \
	}

KEEPS(a_bitmap_stays_without_what_follows_it, "value-after-a-bitmap", 40, 20, 3, 3, 0xc0, 0xc0, 0xc0, 255)
KEEPS(a_gif_stays_without_its_comments, "value-in-gif-comment", 2, 2, 0, 0, 0, 0, 0, 255)
KEEPS(a_tiff_stays_without_its_tags, "value-in-tiff-tag", 8, 8, 3, 0, 12, 12, 12, 255)
KEEPS(the_bitmap_of_an_emf_stays, "value-beside-emf-pixels", 40, 20, 3, 15, 0x40, 0x40, 0x40, 255)
KEEPS(the_bitmap_of_a_wmf_stays, "value-beside-wmf-pixels", 40, 20, 3, 15, 0x40, 0x40, 0x40, 255)
KEEPS(an_svg_without_words_is_drawn, "value-beside-svg-lines", 200, 89, 50, 30, 0xcc, 0, 0, 255)
KEEPS(letters_that_nobody_reads_black_out_their_drawing, "value-in-svg-words", 200, 89, 190, 80, 0, 0, 0, 255)
KEEPS(a_drawing_without_a_bitmap_is_drawn_and_blacked_out, "value-in-svg-without-a-bitmap", 200, 200, 50, 100, 0, 0, 0, 255)
KEEPS(a_pixel_that_is_seen_stays, "value-in-transparent-pixels", 32, 24, 20, 9, 0x80, 0x80, 0x80, 255)
KEEPS(a_pixel_that_nobody_sees_has_no_colour, "value-in-transparent-pixels", 32, 24, 2, 9, 0, 0, 0, 0)

#define REPLACES(test, fixture, words, searched) \
	static void test(void **state) \
	{ \
		(void)state; \
		bool found = false; \
		job *j = job_read(fixture); \
		assert_string_equal(unit_text(&j->was, "word/document.xml"), words); \
		for (size_t i = 0; i < j->was.n; i++) { \
			str t = j->was.units[i].text; \
			found |= !j->was.units[i].stays && memmem(t.p, t.n, searched, strlen(searched)); \
		} \
		assert_true(found); \
		job_drop(j); \
	}

REPLACES(words_that_an_emf_draws_are_searched, "value-in-emf-words", "Picture: [EMF picture removed]\n", "SignedOkonjo")
REPLACES(words_that_a_wmf_draws_are_searched, "value-in-wmf-words", "Picture: [WMF picture removed]\n", "078-05-1120")
REPLACES(words_of_an_svg_are_searched, "value-in-svg-words", "Picture: \n", "Oko\nnjo\nOkonjo\n")
REPLACES(words_that_are_not_drawn_here_are_searched, "value-in-html-in-svg", "Picture: [SVG picture removed]\n", "Signed, Okonjo")

static void a_description_stays_without_the_value(void **state)
{
	(void)state;
	job *j = job_redact("value-in-picture-description");
	assert_string_equal(unit_text(&j->was, "word/document.xml said of pictures"), "Portrait of Okonjo\n");
	assert_string_equal(unit_text(&j->now, "word/document.xml said of pictures"), "Portrait of [NAME]\n");
	assert_non_null(strstr(job_part(j, "word/document.xml"), "descr=\"Portrait of [NAME]\""));
	job_compare(j);
	assert_int_equal(job_check(j, "text-kept")->is, CHECK_PASS);
	job_drop(j);
}

static void values_are_cut_out_of_several_descriptions(void **state)
{
	(void)state;
	job *j = job_redact("value-in-descriptions");
	assert_string_equal(unit_text(&j->was, "word/document.xml said of pictures"),
	                    "Okonjo and Ada Okonjo, at home\nHer number: 078-05-1120.\nA boat\nBadge of Okonjo, in colour\n");
	assert_string_equal(unit_text(&j->now, "word/document.xml said of pictures"),
	                    "[NAME] and Ada [NAME], at home\nHer number: [NAME].\nA boat\nBadge of [NAME], in colour\n");
	assert_false(job_holds(j, "Okonjo"));
	job_compare(j);
	assert_int_equal(job_check(j, "text-kept")->is, CHECK_PASS);
	job_drop(j);
}

static void metafiles_cut_short_are_none(void **state)
{
	(void)state;
	job *j = job_new("value-beside-emf-pixels");
	zipdoor *z = zipdoor_open(j->in.bytes, j->mem, &j->e);
	str emf, bmp;
	for (size_t i = 0; i < zipdoor_count(z); i++)
		if (str_ends(zipdoor_entry(z, i)->name, ".emf"))
			assert_true(zipdoor_load(z, i, j->mem, &emf, &j->e));
	zipdoor_close(z);
	assert_true(metafile_bitmap(emf, j->mem, &bmp));
	for (size_t n = 0; n < 400; n++) {
		buf words = { 0 };
		assert_false(metafile_bitmap(str_sub(emf, 0, n), j->mem, &bmp));
		metafile_words(str_sub(emf, 0, n), &words);
		buf_free(&words);
	}
	job_drop(j);
}

static void nobody_can_tell_what_is_drawn(const char *svg)
{
	buf words = { 0 };
	assert_false(svg_words(str_of(svg), &words));
	buf_free(&words);
}

static void an_svg_that_cannot_be_read_whole_is_not_drawn(void **state)
{
	(void)state;
	nobody_can_tell_what_is_drawn("<svg><rect></svg>");
	nobody_can_tell_what_is_drawn("<!DOCTYPE svg><svg/>");
	nobody_can_tell_what_is_drawn("<svg><image href='data:image/svg+xml;base64,AAAA'/></svg>");
	nobody_can_tell_what_is_drawn("<svg><foreignObject><p>Okonjo</p></foreignObject></svg>");
}

static void letters_of_an_svg_are_its_words(void **state)
{
	(void)state;
	buf words = { 0 };
	assert_true(svg_words(STR("<svg><title>no</title><path d='M0 0'/><text>A <tspan>b</tspan></text><switch><foreignObject/><text>C</text></switch></svg>"), &words));
	assert_true(str_is(buf_view(&words), "A \nb\nA b\nC\n"));
	buf_free(&words);
}

static void a_document_type_that_only_names_one_is_passed_over(void **state)
{
	arena *mem = arena_new();
	(void)state;
	assert_true(str_is(svg_plain(STR("<!DOCTYPE svg PUBLIC \"a\" \"b\"><svg/>"), mem), "<svg/>"));
	assert_true(str_is(svg_plain(STR("<!DOCTYPE svg [<!ENTITY a 'b'>]><svg/>"), mem), "<!DOCTYPE svg [<!ENTITY a 'b'>]><svg/>"));
	assert_true(str_is(svg_plain(STR("<svg><!DOCTYPE svg></svg>"), mem), "<svg><!DOCTYPE svg></svg>"));
	arena_drop(mem);
}

static uint32_t edge_drawn(const char *svg, uint32_t edge, arena *mem)
{
	clean_picture p;
	assert_true(picture_redraw(str_of(svg), edge, mem, &p));
	return p.width > p.height ? p.width : p.height;
}

static void a_drawing_is_as_fine_as_it_is_shown(void **state)
{
	arena *mem = arena_new();
	(void)state;
	assert_int_equal(edge_drawn("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 12'><path d='M0 0h9v9z'/></svg>", 1200, mem), 1200);
	assert_int_equal(edge_drawn("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 12'><path d='M0 0h9v9z'/></svg>", 1000000, mem), 2400);
	assert_int_equal(edge_drawn("<svg xmlns='http://www.w3.org/2000/svg' width='5in' height='2in'/>", 0, mem), 1000);
	arena_drop(mem);
}

static void a_drawing_loads_no_files(void **state)
{
	arena *mem = arena_new();
	clean_picture p, empty;
	char here[4096];
	(void)state;
	assert_non_null(getcwd(here, sizeof here));
	str svg = str_fmt(mem, "<svg xmlns='http://www.w3.org/2000/svg' width='90' height='90'><image href='file://%s/fixtures/before-and-after.png' width='90'"
	                  " height='90'/></svg>", here);
	assert_true(picture_redraw(svg, 0, mem, &p));
	assert_true(picture_redraw(STR("<svg xmlns='http://www.w3.org/2000/svg' width='90' height='90'/>"), 0, mem, &empty));
	assert_true(str_eq(p.bytes, empty.bytes));
	arena_drop(mem);
}

static void what_is_no_picture_is_not_drawn(void **state)
{
	arena *mem = arena_new();
	clean_picture p;
	(void)state;
	assert_false(picture_redraw(STR(""), 0, mem, &p));
	assert_false(picture_redraw(STR("GIF89a and so on"), 0, mem, &p));
	assert_false(picture_redraw(STR("BM and so on and on"), 0, mem, &p));
	assert_false(picture_redraw(STR("\x1f\x8b but not packed"), 0, mem, &p));
	assert_false(picture_redraw(STR("<svg width='0' height='0'/>"), 0, mem, &p));
	arena_drop(mem);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_bitmap_stays_without_what_follows_it),
		cmocka_unit_test(a_gif_stays_without_its_comments),
		cmocka_unit_test(a_tiff_stays_without_its_tags),
		cmocka_unit_test(the_bitmap_of_an_emf_stays),
		cmocka_unit_test(the_bitmap_of_a_wmf_stays),
		cmocka_unit_test(an_svg_without_words_is_drawn),
		cmocka_unit_test(letters_that_nobody_reads_black_out_their_drawing),
		cmocka_unit_test(a_drawing_without_a_bitmap_is_drawn_and_blacked_out),
		cmocka_unit_test(a_pixel_that_is_seen_stays),
		cmocka_unit_test(a_pixel_that_nobody_sees_has_no_colour),
		cmocka_unit_test(words_that_an_emf_draws_are_searched),
		cmocka_unit_test(words_that_a_wmf_draws_are_searched),
		cmocka_unit_test(words_of_an_svg_are_searched),
		cmocka_unit_test(a_description_stays_without_the_value),
		cmocka_unit_test(values_are_cut_out_of_several_descriptions),
		cmocka_unit_test(metafiles_cut_short_are_none),
		cmocka_unit_test(words_that_are_not_drawn_here_are_searched),
		cmocka_unit_test(an_svg_that_cannot_be_read_whole_is_not_drawn),
		cmocka_unit_test(letters_of_an_svg_are_its_words),
		cmocka_unit_test(a_document_type_that_only_names_one_is_passed_over),
		cmocka_unit_test(a_drawing_is_as_fine_as_it_is_shown),
		cmocka_unit_test(a_drawing_loads_no_files),
		cmocka_unit_test(what_is_no_picture_is_not_drawn),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
