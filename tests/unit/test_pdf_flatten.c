#include "formats/pdf/prepare/flatten.h"
#include "formats/pdf/proof/flatproof.h"
#include "formats/pdf/pdf.h"
#include "redact/boxes.h"
#include "tests/unit/pdf_make.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define CATALOG "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [5 0 R] /DA (/Helv 12 Tf 0 g) >> >>"
#define TREE    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
#define PAGE    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Contents 4 0 R /Annots [5 0 R] >>"
#define CONTENT "stream:<< >>|0 0 10 10 re f"
#define LOOK    "stream:<< /BBox [0 0 100 20] /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>|" \
                "BT /F1 12 Tf 2 5 Td (Okonjo) Tj ET"
#define FILE_OF(annot) MAKE_PDF("", CATALOG, TREE, PAGE, CONTENT, annot, LOOK)

struct run {
	buf file;
	arena *mem;
	doc *doc;
	text found;
	proof report;
	err e;
};

static struct rpdf_doc *of(const struct run *r)
{
	return (struct rpdf_doc *)r->doc;
}

static struct run open_as(buf file, annots_how how)
{
	struct run r = { .file = file, .mem = arena_new() };
	source *src = arena_alloc(r.mem, sizeof *src);
	*src = (source){ .name = STR("a.pdf"), .bytes = buf_view(&file), .how = { .annots = how } };
	r.found.mem = r.report.mem = r.mem;
	r.doc = format_pdf.open(src, r.mem, &r.e);
	if (r.doc)
		assert_true(format_pdf.extract(r.doc, &r.found, &r.e));
	return r;
}

static void done(struct run *r)
{
	format_pdf.close(r->doc);
	arena_drop(r->mem);
	buf_free(&r->file);
}

static bool page_says(const struct run *r, const char *words)
{
	str s = text_lookup(&r->found, STR("page 1"))->text;
	return s.n && memmem(s.p, s.n, words, strlen(words));
}

static void prove_inner(fz_context *ctx, void *arg)
{
	struct run *r = arg;
	rpdf_prove_flattened(ctx, of(r), &r->report);
}

static outcome prove(struct run *r)
{
	assert_true(mu_call(of(r)->ctx, prove_inner, r, &r->e));
	assert_int_equal(r->report.nchecks, 1);
	return r->report.checks[0].is;
}

static void an_appearance_becomes_text_of_its_page(void **state)
{
	(void)state;
	struct run r = open_as(FILE_OF("<< /Subtype /Stamp /Rect [50 50 150 70] /AP << /N 6 0 R >> >>"), ANNOTS_FLATTEN);
	assert_true(page_says(&r, "Okonjo"));
	assert_int_equal(of(&r)->annots->annotations, 1);
	assert_int_equal(prove(&r), CHECK_PASS);
	done(&r);
}

static void it_stands_where_its_rectangle_is(void **state)
{
	(void)state;
	struct run r = open_as(FILE_OF("<< /Subtype /Stamp /Rect [50 50 150 70] /AP << /N 6 0 R >> >>"), ANNOTS_FLATTEN);
	rect box = text_lookup(&r.found, STR("page 1"))->spans[0].box;
	assert_true(box.x0 > 51.9f && box.x0 < 52.1f);    /* 50 and the 2 of its Td */
	assert_true(box.y0 > 30 && box.y1 < 50);          /* from the top of 100    */
	done(&r);
}

static void a_hidden_one_is_not_drawn_but_counted(void **state)
{
	(void)state;
	struct run r = open_as(FILE_OF("<< /Subtype /Stamp /F 2 /Rect [50 50 150 70] /AP << /N 6 0 R >> >>"), ANNOTS_FLATTEN);
	assert_false(page_says(&r, "Okonjo"));
	assert_int_equal(of(&r)->annots->hidden, 1);
	assert_int_equal(prove(&r), CHECK_SKIP);
	done(&r);
}

static uint32_t frames_of(const char *link)
{
	buf annot = { 0 };
	buf_fmt(&annot, "<< /Subtype /Link /Rect [50 50 150 70] %s >>", link);
	struct run r = open_as(FILE_OF(annot.p), ANNOTS_FLATTEN);
	uint32_t n = of(&r)->annots->frames;
	assert_int_equal(prove(&r), CHECK_SKIP);
	done(&r);
	buf_free(&annot);
	return n;
}

static void the_frame_of_a_link_is_drawn_where_one_is_seen(void **state)
{
	(void)state;
	assert_int_equal(frames_of(""), 1);
	assert_int_equal(frames_of("/C [1 0 0]"), 1);
	assert_int_equal(frames_of("/Border [0 0 2 [3 1]]"), 1);
	assert_int_equal(frames_of("/BS << /S /U /W 1 >> /Border [0 0 0]"), 1);
	assert_int_equal(frames_of("/Border [0 0 0]"), 0);
	assert_int_equal(frames_of("/BS << /W 0 >>"), 0);
	assert_int_equal(frames_of("/C []"), 0);
	assert_int_equal(frames_of("/F 2 /C [1 0 0]"), 0);
	assert_int_equal(frames_of("/Border [0 0 90]"), 0);
}

static void a_field_without_appearance_is_drawn_from_its_value(void **state)
{
	(void)state;
	struct run r = open_as(FILE_OF("<< /Subtype /Widget /FT /Tx /T (a) /V (Okonjo) /Rect [50 50 150 70] >>"), ANNOTS_FLATTEN);
	assert_true(page_says(&r, "Okonjo"));
	assert_int_equal(of(&r)->annots->fields, 1);
	done(&r);
}

static void a_password_shows_asterisks_only(void **state)
{
	(void)state;
	struct run r = open_as(FILE_OF("<< /Subtype /Widget /FT /Tx /Ff 8192 /T (a) /V (Okonjo) /Rect [50 50 150 70] /AP << /N 6 0 R >> >>"),
	                       ANNOTS_FLATTEN);
	assert_false(page_says(&r, "Okonjo"));
	assert_true(page_says(&r, "********"));
	assert_non_null(text_lookup(&r.found, STR("field 5 /V"))); /* and the value is still hunted */
	done(&r);
}

static void a_choice_shows_its_words_and_not_what_it_exports(void **state)
{
	(void)state;
	struct run r = open_as(FILE_OF("<< /Subtype /Widget /FT /Ch /Ff 131072 /T (a) /V (7) /Opt [[(7) (Okonjo)]] /Rect [50 50 150 70] >>"),
	                       ANNOTS_FLATTEN);
	assert_true(page_says(&r, "Okonjo"));
	done(&r);
}

static void a_box_that_is_not_ticked_draws_nothing(void **state)
{
	(void)state;
	struct run r = open_as(FILE_OF("<< /Subtype /Widget /FT /Btn /T (a) /AS /Off /Rect [50 50 150 70] /AP << /N << /Yes 6 0 R >> >> >>"),
	                       ANNOTS_FLATTEN);
	assert_false(page_says(&r, "Okonjo"));
	assert_int_equal(of(&r)->annots->fields, 0);
	assert_int_equal(prove(&r), CHECK_PASS);
	done(&r);
}

static void a_page_that_lost_what_was_drawn_fails_the_proof(void **state)
{
	(void)state;
	struct run r = open_as(FILE_OF("<< /Subtype /Square /C [1 0 0] /IC [1 0 0] /Rect [50 50 150 70] >>"), ANNOTS_FLATTEN);
	pdf_document *pdf = of(&r)->doc;
	fz_context *ctx = of(&r)->ctx;
	pdf_obj *page = pdf_lookup_page_obj(ctx, pdf, 0);
	pdf_dict_put(ctx, page, PDF_NAME(Contents), pdf_array_get(ctx, pdf_dict_get(ctx, page, PDF_NAME(Contents)), 1));
	assert_int_equal(prove(&r), CHECK_FAIL);
	done(&r);
}

/* The box around everything that the first page draws, y up. */
static fz_rect drawn_on_page(const struct run *r)
{
	fz_context *ctx = of(r)->ctx;
	fz_rect box = fz_empty_rect;
	pdf_page *page = pdf_load_page(ctx, of(r)->doc, 0);
	fz_device *dev = fz_new_bbox_device(ctx, &box);
	pdf_run_page(ctx, page, dev, fz_make_matrix(1, 0, 0, -1, 0, 100), NULL);
	fz_close_device(ctx, dev);
	fz_drop_device(ctx, dev);
	fz_drop_page(ctx, (fz_page *)page);
	return box;
}

static void the_icon_of_a_note_without_width_hangs_from_its_corner(void **state)
{
	(void)state;
	struct run r = open_as(FILE_OF("<< /Subtype /Text /C [1 1 0] /Rect [50 40 50 60] >>"), ANNOTS_FLATTEN);
	fz_rect all = drawn_on_page(&r);
	assert_int_equal(of(&r)->annots->annotations, 1);
	assert_true(all.x1 > 60 && all.x1 <= 68.5f && all.y1 > 55 && all.y1 <= 60.5f);
	assert_int_equal(prove(&r), CHECK_PASS);
	done(&r);
}

static void content_that_clips_and_never_ends_does_not_clip_it(void **state)
{
	(void)state;
	struct run r = open_as(MAKE_PDF("", CATALOG, TREE, PAGE, "stream:<< >>|q 0 0 5 5 re W n 3 0 0 3 0 0 cm",
		"<< /Subtype /Stamp /Rect [50 50 150 70] /AP << /N 6 0 R >> >>", LOOK), ANNOTS_FLATTEN);
	assert_int_equal(prove(&r), CHECK_PASS);
	done(&r);
}

static void looking_at_a_document_changes_nothing(void **state)
{
	(void)state;
	struct run r = open_as(FILE_OF("<< /Subtype /Stamp /Rect [50 50 150 70] /AP << /N 6 0 R >> >>"), ANNOTS_AS_IS);
	assert_false(page_says(&r, "Okonjo"));
	done(&r);
}

static void a_redaction_never_applied_becomes_a_box(void **state)
{
	(void)state;
	struct run r = open_as(FILE_OF("<< /Subtype /Redact /Rect [0 0 200 100] /QuadPoints [10 90 60 90 10 80 60 80] /AP << /N 6 0 R >> >>"),
	                       ANNOTS_FLATTEN);
	plan p = { .mem = r.mem };
	assert_false(page_says(&r, "Okonjo"));
	assert_int_equal(r.found.nwishes, 1);
	boxes_wished(&p, &r.found, STR("now"));
	assert_int_equal(p.n, 1);
	assert_int_equal(p.marks[0].kind, MARK_BOX);
	assert_int_equal(p.marks[0].state, MARK_ACCEPTED);
	assert_true(p.marks[0].boxes[0].x0 == 10 && p.marks[0].boxes[0].y0 == 10 && p.marks[0].boxes[0].y1 == 20);
	p.marks[0].state = MARK_REJECTED;   /* what a reviewer said stands */
	boxes_wished(&p, &r.found, STR("now"));
	assert_int_equal(p.n, 1);
	done(&r);
}

static void a_form_in_xfa_alone_is_refused(void **state)
{
	(void)state;
	struct run r = open_as(MAKE_PDF("", "<< /Type /Catalog /Pages 2 0 R /NeedsRendering true /AcroForm << /XFA 5 0 R /Fields [] >> >>",
		TREE, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] >>", "null", "stream:<< >>|<template/>"), ANNOTS_FLATTEN);
	assert_null(r.doc);
	assert_int_equal(r.e.kind, ERR_REFUSED);
	arena_drop(r.mem);
	buf_free(&r.file);
}

static void a_comment_stays_searchable_when_it_stays(void **state)
{
	(void)state;
	const char *annot = "<< /Subtype /Stamp /Rect [50 50 150 70] /AP << /N 6 0 R >> /Contents (a stamp) /T (Okonjo) >>";
	struct run r = open_as(FILE_OF(annot), ANNOTS_KEEP_CLEAN);
	assert_false(page_says(&r, "Okonjo"));
	assert_true(text_lookup(&r.found, STR("annotation 5 /Contents"))->stays);
	assert_false(text_lookup(&r.found, STR("annotation 5 /T"))->stays);
	done(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_appearance_becomes_text_of_its_page),
		cmocka_unit_test(it_stands_where_its_rectangle_is),
		cmocka_unit_test(a_hidden_one_is_not_drawn_but_counted),
		cmocka_unit_test(the_frame_of_a_link_is_drawn_where_one_is_seen),
		cmocka_unit_test(a_field_without_appearance_is_drawn_from_its_value),
		cmocka_unit_test(a_password_shows_asterisks_only),
		cmocka_unit_test(a_choice_shows_its_words_and_not_what_it_exports),
		cmocka_unit_test(a_box_that_is_not_ticked_draws_nothing),
		cmocka_unit_test(a_page_that_lost_what_was_drawn_fails_the_proof),
		cmocka_unit_test(the_icon_of_a_note_without_width_hangs_from_its_corner),
		cmocka_unit_test(content_that_clips_and_never_ends_does_not_clip_it),
		cmocka_unit_test(looking_at_a_document_changes_nothing),
		cmocka_unit_test(a_redaction_never_applied_becomes_a_box),
		cmocka_unit_test(a_form_in_xfa_alone_is_refused),
		cmocka_unit_test(a_comment_stays_searchable_when_it_stays),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
