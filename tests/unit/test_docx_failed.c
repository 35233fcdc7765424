/* Redactions of Word documents that failed: what is told, and what is left in peace. */
#include "tests/saved.h"
#include "docx_kit.h"

#include <png.h>

#define NS "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" " \
	"xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" " \
	"xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" " \
	"xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" " \
	"xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\" " \
	"xmlns:wps=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\" " \
	"xmlns:wpg=\"http://schemas.microsoft.com/office/word/2010/wordprocessingGroup\" " \
	"xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" xmlns:v=\"urn:schemas-microsoft-com:vml\""
#define P(x) "<w:p>" x "</w:p>"
#define R(props, x) "<w:r><w:rPr>" props "</w:rPr><w:t>" x "</w:t></w:r>"
#define ANCHOR(attrs, x) "<w:r><w:drawing><wp:anchor " attrs "><wp:docPr id=\"1\" name=\"a\"/><a:graphic><a:graphicData uri=\"u\">" \
	x "</a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>"
#define INLINE(x) "<w:r><w:drawing><wp:inline><wp:docPr id=\"1\" name=\"a\"/><a:graphic><a:graphicData uri=\"u\">" \
	x "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
#define BOX(fill, inner) "<wps:wsp><wps:spPr><a:prstGeom prst=\"rect\"/><a:solidFill>" fill "</a:solidFill></wps:spPr>" inner "</wps:wsp>"
#define BLACK "<a:srgbClr val=\"000000\"/>"
#define WORDS "<wps:txbx><w:txbxContent>" P(R("", "Chapter")) "</w:txbxContent></wps:txbx>"
#define CELL(props, x) "<w:tbl><w:tr><w:tc><w:tcPr>" props "</w:tcPr>" P(x) "</w:tc></w:tr></w:tbl>"

static const char styles[] = "<w:styles " NS "><w:style w:type=\"character\" w:styleId=\"Bar\"><w:rPr><w:highlight w:val=\"black\"/>"
	"</w:rPr></w:style><w:style w:type=\"character\" w:styleId=\"Barred\"><w:basedOn w:val=\"Bar\"/></w:style></w:styles>";

#define PICTURE(wrap) "<w:r><w:drawing><wp:anchor behindDoc=\"0\">" wrap "<wp:docPr id=\"1\" name=\"a\"/><a:graphic><a:graphicData uri=\"u\">" \
	"<pic:pic><pic:blipFill><a:blip r:embed=\"r2\"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>"

/* A picture of 8 by 4 pixels, all of one grey. */
static str grey_picture(unsigned char grey, arena *mem)
{
	unsigned char pixels[32];
	memset(pixels, grey, sizeof pixels);
	png_image image = { .version = PNG_IMAGE_VERSION, .width = 8, .height = 4, .format = PNG_FORMAT_GRAY };
	png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(image);
	char *bytes = arena_alloc(mem, size);
	assert_true(png_image_write_to_memory(&image, bytes, &size, 0, pixels, 0, NULL));
	return (str){ bytes, size };
}

/* A document of this body, looked at; its picture r2 is all of this grey. */
static job *look_at_with(const char *body, unsigned char grey)
{
	arena *mem = arena_new();
	job *j = arena_alloc(mem, sizeof *j);
	*j = (job){ .mem = mem, .was.mem = mem, .now.mem = mem, .p.mem = mem, .report.mem = mem };
	snprintf(j->path, sizeof j->path, "/tmp/underseal-failed-%d.docx", (int)getpid());
	unlink(j->path);
#define RELS "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"" \
	"http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	zip_part parts[] = {
		{ STR("_rels/.rels"), STR(RELS "officeDocument\" Target=\"word/document.xml\"/></Relationships>"), true },
		{ STR("word/_rels/document.xml.rels"), STR(RELS "styles\" Target=\"styles.xml\"/><Relationship Id=\"r2\" Type=\""
		  "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image\" Target=\"media/image1.png\"/></Relationships>"), true },
		{ STR("word/media/image1.png"), grey_picture(grey, mem), true },
		{ STR("word/document.xml"), str_fmt(mem, "<w:document " NS "><w:body>%s</w:body></w:document>", body), true },
		{ STR("word/styles.xml"), str_of(styles), true },
		{ STR("docProps/core.xml"), STR("<c xmlns:dc=\"d\"><dc:creator>Somebody</dc:creator></c>"), true },
	};
	assert_true(zip_as(j->path, parts, 6, &j->e));
	assert_true(file_read(j->path, 1 << 20, mem, &j->in.bytes, &j->e));
	j->in.name = STR("made");
	j->before = format_docx.open(&j->in, mem, &j->e);
	if (!j->before)
		fail_msg("%s", j->e.text);
	assert_true(format_docx.inspect(j->before, &j->report, &j->e));
	return j;
}

static job *look_at(const char *body)
{
	return look_at_with(body, 0);
}

#define TELLS(test, body, words) \
	static void test(void **state) \
	{ \
		(void)state; \
		job *j = look_at(body); \
		const check *c = job_check(j, "no-text-under-boxes"); \
		assert_int_equal(c->is, CHECK_FAIL); \
		assert_string_equal(str_z(c->detail, j->mem), "word/document.xml: " words); \
		job_drop(j); \
	}

#define LEAVES(test, body) \
	static void test(void **state) \
	{ \
		(void)state; \
		job *j = look_at(body); \
		assert_int_equal(job_check(j, "no-text-under-boxes")->is, CHECK_PASS); \
		job_drop(j); \
	}

#define NOTES(test, body, words) \
	static void test(void **state) \
	{ \
		(void)state; \
		bool found = false; \
		job *j = look_at(body); \
		for (size_t i = 0; i < j->report.nnotes; i++) \
			found |= memmem(j->report.notes[i].p, j->report.notes[i].n, words, strlen(words)) != NULL; \
		assert_true(found); \
		job_drop(j); \
	}

TELLS(a_black_highlight_is_told, P(R("", "Seen.") R("<w:highlight w:val=\"black\"/>", "Ada Okonjo")), "2 words can be read under a dark highlight")
TELLS(one_of_a_style_is_told, P(R("<w:rStyle w:val=\"Barred\"/>", "Okonjo")), "1 word can be read under a dark highlight")
TELLS(black_on_black_shade_is_told, P(R("<w:color w:val=\"000000\"/><w:shd w:val=\"clear\" w:fill=\"000000\"/>", "Okonjo")),
      "1 word can be read in the colour of its ground")
TELLS(black_in_a_black_cell_is_told, CELL("<w:shd w:fill=\"000000\"/>", R("<w:color w:val=\"010101\"/>", "Okonjo")),
      "1 word can be read in the colour of its ground")
TELLS(yellow_on_yellow_is_told, "<w:p><w:pPr><w:shd w:val=\"clear\" w:fill=\"FFFF00\"/></w:pPr>" R("<w:color w:val=\"FFFF00\"/>", "Okonjo") "</w:p>",
      "1 word can be read in the colour of its ground")
TELLS(a_box_over_the_page_is_told, P(R("", "Okonjo") ANCHOR("behindDoc=\"0\"", BOX(BLACK, ""))),
      "1 dark box is laid over the page, and what it covers can be read")
TELLS(boxes_of_a_group_over_a_picture_are_told, P(INLINE("<wpg:wgp><pic:pic/>" BOX(BLACK, "") BOX("<a:schemeClr val=\"tx1\"/>", "") "</wpg:wgp>")),
      "2 dark boxes are laid over the page, and what they cover can be read")
TELLS(a_black_picture_over_the_page_is_told, P(R("", "Okonjo") PICTURE("<wp:wrapNone/>")),
      "1 dark box is laid over the page, and what it covers can be read")
TELLS(an_old_black_picture_is_told, P("<w:r><w:pict><v:shape style=\"position:absolute;width:9pt;height:9pt\"><v:imagedata r:id=\"r2\"/></v:shape></w:pict></w:r>"),
      "1 dark box is laid over the page, and what it covers can be read")
TELLS(an_old_box_is_told, P("<w:r><w:pict><v:rect style=\"position:absolute;width:9pt;height:9pt;z-index:5\" fillcolor=\"black [3213]\"/></w:pict></w:r>"),
      "1 dark box is laid over the page, and what it covers can be read")

LEAVES(white_on_black_is_a_label, P(R("<w:color w:val=\"FFFFFF\"/><w:shd w:val=\"clear\" w:fill=\"000000\"/>", "[SSN]")))
LEAVES(automatic_ink_on_a_black_shade_is_white, P(R("<w:shd w:val=\"clear\" w:fill=\"000000\"/>", "Heading")))
LEAVES(a_light_highlight_is_none, P(R("<w:highlight w:val=\"yellow\"/>", "Important")))
LEAVES(a_highlight_that_is_lifted_is_none, P(R("<w:rStyle w:val=\"Bar\"/><w:highlight w:val=\"none\"/>", "Seen")))
LEAVES(a_dark_box_with_words_is_a_heading, P(ANCHOR("behindDoc=\"0\"", BOX(BLACK, WORDS))))
LEAVES(a_box_behind_the_words_is_a_ground, P(ANCHOR("behindDoc=\"1\"", BOX(BLACK, ""))))
LEAVES(a_dark_box_in_the_line_covers_nothing, P(INLINE(BOX(BLACK, ""))))
LEAVES(a_black_picture_that_words_flow_around_covers_nothing, P(PICTURE("<wp:wrapSquare wrapText=\"bothSides\"/>")))
LEAVES(a_light_box_covers_nothing_dark, P(ANCHOR("behindDoc=\"0\"", BOX("<a:srgbClr val=\"DDEEFF\"/>", ""))))
LEAVES(the_older_form_of_a_drawing_counts_once, P("<w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"/><mc:Fallback><w:pict>"
       "<v:rect style=\"position:absolute\" fillcolor=\"black\"/></w:pict></mc:Fallback></mc:AlternateContent></w:r>"))
LEAVES(words_of_no_letters_are_none, P(R("<w:highlight w:val=\"black\"/>", "   ")))

NOTES(white_words_are_noted, P(R("<w:color w:val=\"FFFFFF\"/>", "Okonjo was here")), "3 words are in the colour of the paper")
NOTES(tiny_words_are_noted, P(R("<w:sz w:val=\"2\"/>", "Okonjo")), "1 word is of two points and less")
NOTES(hidden_words_are_noted, P(R("<w:vanish/>", "Okonjo")), "1 stretch of hidden text")
NOTES(tracked_changes_are_noted, P("<w:del w:id=\"1\" w:author=\"a\"><w:r><w:delText>Okonjo</w:delText></w:r></w:del>"), "tracked change")
NOTES(authors_are_noted, P(R("", "Seen.")), "names of its authors")

static void a_picture_of_more_than_black_covers_nothing_dark(void **state)
{
	(void)state;
	job *j = look_at_with(P(PICTURE("<wp:wrapNone/>")), 200);
	assert_int_equal(job_check(j, "no-text-under-boxes")->is, CHECK_PASS);
	job_drop(j);
}

static void no_word_of_the_document_is_told(void **state)
{
	(void)state;
	job *j = look_at(P(R("<w:highlight w:val=\"black\"/>", "Okonjo") R("<w:color w:val=\"FFFFFF\"/>", "Okonjo")));
	for (size_t i = 0; i < j->report.nnotes; i++)
		assert_null(memmem(j->report.notes[i].p, j->report.notes[i].n, "Okonjo", 6));
	assert_null(memmem(j->report.checks[0].detail.p, j->report.checks[0].detail.n, "Okonjo", 6));
	job_drop(j);
}

static void what_we_write_is_no_failure(void **state)
{
	(void)state;
	job *j = job_redact("text-and-shape-stay");
	assert_true(format_docx.inspect(j->after, &j->report, &j->e));
	assert_int_equal(job_check(j, "no-text-under-boxes")->is, CHECK_PASS);
	job_drop(j);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_black_highlight_is_told),
		cmocka_unit_test(one_of_a_style_is_told),
		cmocka_unit_test(black_on_black_shade_is_told),
		cmocka_unit_test(black_in_a_black_cell_is_told),
		cmocka_unit_test(yellow_on_yellow_is_told),
		cmocka_unit_test(a_box_over_the_page_is_told),
		cmocka_unit_test(boxes_of_a_group_over_a_picture_are_told),
		cmocka_unit_test(a_black_picture_over_the_page_is_told),
		cmocka_unit_test(an_old_black_picture_is_told),
		cmocka_unit_test(an_old_box_is_told),
		cmocka_unit_test(a_black_picture_that_words_flow_around_covers_nothing),
		cmocka_unit_test(a_picture_of_more_than_black_covers_nothing_dark),
		cmocka_unit_test(white_on_black_is_a_label),
		cmocka_unit_test(automatic_ink_on_a_black_shade_is_white),
		cmocka_unit_test(a_light_highlight_is_none),
		cmocka_unit_test(a_highlight_that_is_lifted_is_none),
		cmocka_unit_test(a_dark_box_with_words_is_a_heading),
		cmocka_unit_test(a_box_behind_the_words_is_a_ground),
		cmocka_unit_test(a_dark_box_in_the_line_covers_nothing),
		cmocka_unit_test(a_light_box_covers_nothing_dark),
		cmocka_unit_test(the_older_form_of_a_drawing_counts_once),
		cmocka_unit_test(words_of_no_letters_are_none),
		cmocka_unit_test(white_words_are_noted),
		cmocka_unit_test(tiny_words_are_noted),
		cmocka_unit_test(hidden_words_are_noted),
		cmocka_unit_test(tracked_changes_are_noted),
		cmocka_unit_test(authors_are_noted),
		cmocka_unit_test(no_word_of_the_document_is_told),
		cmocka_unit_test(what_we_write_is_no_failure),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
