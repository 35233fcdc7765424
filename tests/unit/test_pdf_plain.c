/* Pages copied by their syntax alone: what is copied draws the same, and what is not plain is left. */
#include "formats/pdf/walk/plain.h"
#include "formats/pdf/walk/walk.h"
#include "tests/unit/mu_kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "tests/unit/pdf_parse.h"

struct trial {
	const char *content;
	bool plain;
	char written[4096];
	int before[200], after[200];
	int nbefore, nafter;
};

struct seen { int *list; int n; };

static bool see(fz_context *ctx, void *arg, const rpdf_glyph *g)
{
	struct seen *s = arg;
	(void)ctx;
	/* what it says and where, in one number */
	if (s->n < 200)
		s->list[s->n++] = g->ucs[0] * 1000000 + (int)(g->from.x * 10) * 1000 + (int)g->from.y;
	return true;
}

static int look(fz_context *ctx, pdf_document *pdf, pdf_obj *page, int *list)
{
	struct seen s = { list, 0 };
	rpdf_hook hook = { .arg = &s, .glyph = see };
	rpdf_walk_page(ctx, pdf, page, fz_identity, &hook);
	return s.n;
}

static void run(fz_context *ctx, void *arg)
{
	struct trial *t = arg;
	pdf_document *pdf = pdf_create_document(ctx);
	pdf_obj *res = parse(ctx, pdf, "<</Font<</SecretFont<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
		"/T3<</Type/Font/Subtype/Type3/CharProcs<<>>/FontMatrix[1 0 0 1 0 0]/FontBBox[0 0 1 1]/Encoding<<>>>>>>"
		"/ExtGState<</SecretState<</ca 0.5>>/Masked<</SMask<</S/Alpha>>>>>>"
		"/ColorSpace<</SecretSpace[/Indexed/DeviceRGB 1<000000ffffff>]>>>>");
	fz_buffer *b = fz_new_buffer_from_copied_data(ctx, (const unsigned char *)"0 g", 3);
	pdf_obj *all = pdf_dict_put_dict(ctx, res, PDF_NAME(XObject), 2);
	pdf_dict_puts_drop(ctx, all, "Form", pdf_new_xobject(ctx, pdf, fz_unit_rect, fz_identity, NULL, b));
	pdf_obj *image = parse(ctx, pdf, "<</Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray>>");
	pdf_dict_puts_drop(ctx, all, "SecretImage", pdf_add_stream(ctx, pdf, b, image, 0));
	pdf_drop_obj(ctx, image);
	fz_drop_buffer(ctx, b);

	fz_buffer *content = fz_new_buffer_from_copied_data(ctx, (const unsigned char *)t->content, strlen(t->content));
	pdf_obj *page = pdf_add_page(ctx, pdf, fz_make_rect(0, 0, 612, 792), 0, res, content);
	fz_buffer *out = fz_new_buffer(ctx, 8);
	pdf_obj *fresh = NULL;
	t->plain = rpdf_copy_plain(ctx, pdf, page, out, &fresh);
	fz_strlcpy(t->written, fz_string_from_buffer(ctx, out), sizeof t->written);
	if (t->plain) {
		pdf_obj *second = pdf_add_page(ctx, pdf, fz_make_rect(0, 0, 612, 792), 0, fresh, out);
		t->nbefore = look(ctx, pdf, page, t->before);
		t->nafter = look(ctx, pdf, second, t->after);
		pdf_drop_obj(ctx, second);
	}
	pdf_drop_obj(ctx, fresh);
	fz_drop_buffer(ctx, out);
	pdf_drop_obj(ctx, page);
	fz_drop_buffer(ctx, content);
	pdf_drop_obj(ctx, res);
	pdf_drop_document(ctx, pdf);
}

static struct trial copy(const char *content)
{
	struct trial t = { .content = content };
	in_mupdf(run, &t);
	return t;
}

static void a_plain_page_draws_the_same(void **state)
{
	(void)state;
	struct trial t = copy("q 1 0 0 1 10 20 cm 0.5 w [3 2] 0 d 0 0 m 10 10 l S Q /SecretState gs /SecretSpace cs 1 sc "
		"BT /SecretFont 12 Tf 14 TL 72 700 Td [(Dear )-200<4d72>] TJ T* (a\\)b\\\\) Tj (c) ' 1 2 (d) \" ET "
		"q 10 0 0 10 0 0 cm /SecretImage Do Q");
	assert_true(t.plain);
	assert_int_equal(t.nbefore, 13);
	assert_int_equal(t.nafter, t.nbefore);
	assert_memory_equal(t.before, t.after, sizeof t.before);
	assert_null(strstr(t.written, "Secret"));
}

static void marked_content_is_left_out_with_its_words(void **state)
{
	(void)state;
	struct trial t = copy("/P <</MCID 0/ActualText(SECRET >> \\) x)/E<534543>>> BDC BT /SecretFont 9 Tf (a) Tj ET EMC "
		"/SECRET BMC EMC /SECRET MP /SECRET /Props DP");
	assert_true(t.plain);
	assert_null(strstr(t.written, "SECRET"));
	assert_null(strstr(t.written, "BDC"));
	assert_int_equal(t.nafter, 1);
}

static void what_is_not_plain_is_left_to_the_walk(void **state)
{
	(void)state;
	static const char *const not_plain[] = {
		"0 g % SECRET\n",
		"BT /SecretFont 9 Tf (a) Tj ET SECRET",
		"BT /SecretFont 9 Tf (SECRET) (a) Tj ET",
		"536904399 0 g",
		"[(SECRET)] 0 d",
		"/Form Do",
		"/Absent Do",
		"/OC /Layer BDC EMC",
		"/Masked gs",
		"BT /T3 9 Tf (a) Tj ET",
		"BT /Absent 9 Tf (a) Tj ET",
		"BT (a) Tj ET",
		"q BT /SecretFont 9 Tf ET Q BT (a) Tj ET",
		"BI /W 1 /H 1 /BPC 8 /CS /G ID x EI",
		"Q", "q", "BT", "ET", "BT q ET Q",
		"/Pattern cs /P1 scn",
		"BT 12 /SecretFont Tf ET",
		"BT /SecretFont 9 Tf <41 SECRET> Tj ET",
		"BT /SecretFont 9 Tf (a Tj ET",
		"1.2.3 g", "--1 g", "[1 2", "(SECRET)",
		"BT /SecretFont 9 Tf [/SECRET (a)] TJ ET",
		"/Perceptual ri",
		"0 0 m 10 10 l", "0 0 10 10 re W",
	};
	for (size_t i = 0; i < sizeof not_plain / sizeof *not_plain; i++) {
		struct trial t = copy(not_plain[i]);
		if (t.plain)
			print_message("%s\n", not_plain[i]);
		assert_false(t.plain);
		assert_string_equal(t.written, "");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_plain_page_draws_the_same),
		cmocka_unit_test(marked_content_is_left_out_with_its_words),
		cmocka_unit_test(what_is_not_plain_is_left_to_the_walk),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
