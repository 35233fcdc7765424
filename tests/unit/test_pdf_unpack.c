/* Glyphs that show text of their own: read where they are shown, once for each place. */
#include "formats/pdf/prepare/unpack.h"
#include "formats/pdf/pdf.h"
#include "tests/unit/pdf_make.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define CATALOG "<< /Type /Catalog /Pages 2 0 R >>"
#define TREE    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
#define PAGE    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 100] /Contents 4 0 R /Resources << /Font << /F1 7 0 R /F3 5 0 R >> " \
                "/ExtGState << /G << /Font [5 0 R 10] >> >> >> >>"
#define TYPE3   "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 0 0] /FontMatrix [1 0 0 1 0 0] /FirstChar 97 /LastChar 98 /Widths [9 1] " \
                "/Encoding << /Differences [97 /a /b] >> /CharProcs << /a 6 0 R /b 8 0 R >> /Resources << /Font << /F1 7 0 R /F3 5 0 R >> >> >>"
#define FONT    "<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>"
#define SQUARE  "stream:<< >>|1 0 d0 0 0 1 1 re f"
#define FILE_OF(content, glyph) MAKE_PDF("", CATALOG, TREE, PAGE, "stream:<< >>|" content, TYPE3, "stream:<< >>|" glyph, FONT, SQUARE)
#define WORDS   "9 0 d0 BT /F1 1 Tf (Okonjo) Tj ET"

struct run { buf file; arena *mem; doc *doc; text found; err e; };

static struct run open_as(buf file, annots_how how)
{
	struct run r = { .file = file, .mem = arena_new() };
	source *src = arena_alloc(r.mem, sizeof *src);
	*src = (source){ .name = STR("a.pdf"), .bytes = buf_view(&file), .how = { .annots = how } };
	r.found.mem = r.mem;
	r.doc = format_pdf.open(src, r.mem, &r.e);
	if (r.doc)
		assert_true(format_pdf.extract(r.doc, &r.found, &r.e));
	return r;
}

static void done(struct run *r)
{
	if (r->doc)
		format_pdf.close(r->doc);
	arena_drop(r->mem);
	buf_free(&r->file);
}

/* Where the words begin that stand on the page for the nth time; x0 < 0 when they don't. */
static rect place_of(const struct run *r, const char *words, int nth)
{
	const unit *u = text_lookup(&r->found, STR("page 1"));
	const char *at = u->text.p, *end = u->text.p + u->text.n;
	for (; at && at < end; at++, nth--) {
		at = memmem(at, (size_t)(end - at), words, strlen(words));
		if (!at)
			break;
		for (size_t i = 0; nth == 0 && i < u->nspans; i++)
			if (u->spans[i].beg == (uint32_t)(at - u->text.p))
				return u->spans[i].box;
	}
	return (rect){ -1, -1, -1, -1 };
}

static void words_are_read_at_each_place_that_shows_them(void **state)
{
	(void)state;
	struct run r = open_as(FILE_OF("BT /F3 10 Tf 20 50 Td (ab) Tj 2 0 0 2 200 50 Tm (a) Tj ET", WORDS), ANNOTS_FLATTEN);
	assert_true(fabsf(place_of(&r, "Okonjo", 0).x0 - 20) < 1);
	assert_true(fabsf(place_of(&r, "Okonjo", 1).x0 - 200) < 1);
	assert_true(place_of(&r, "Okonjo", 2).x0 < 0);
	done(&r);
}

static void a_font_set_by_a_graphics_state_is_no_other(void **state)
{
	(void)state;
	struct run r = open_as(FILE_OF("/G gs BT 20 50 Td (a) Tj ET", WORDS), ANNOTS_FLATTEN);
	assert_true(fabsf(place_of(&r, "Okonjo", 0).x0 - 20) < 1);
	done(&r);
}

static void what_follows_the_glyph_stands_where_it_stood(void **state)
{
	(void)state;
	struct run r = open_as(FILE_OF("BT /F3 10 Tf 20 50 Td (a) Tj /F1 10 Tf (here) Tj 0 -20 Td (below) Tj ET", WORDS), ANNOTS_FLATTEN);
	assert_true(fabsf(place_of(&r, "here", 0).x0 - 110) < 1);
	assert_true(fabsf(place_of(&r, "below", 0).x0 - 20) < 1);
	done(&r);
}

static void a_glyph_that_means_what_it_shows_keeps_its_meaning(void **state)
{
	(void)state;
	struct run r = open_as(FILE_OF("BT /F3 10 Tf 20 50 Td (ba) Tj ET", "9 0 d0 BT /F1 1 Tf (a) Tj ET"), ANNOTS_FLATTEN);
	assert_true(fabsf(place_of(&r, "ba", 0).x0 - 20) < 1);
	done(&r);
}

static void a_glyph_that_shows_itself_comes_to_an_end(void **state)
{
	(void)state;
	struct run r = open_as(FILE_OF("BT /F3 10 Tf 20 50 Td (a) Tj ET", WORDS " BT /F3 1 Tf (a) Tj ET"), ANNOTS_FLATTEN);
	assert_true(fabsf(place_of(&r, "Okonjo", 0).x0 - 20) < 1);
	done(&r);
}

static void letters_that_are_a_clip_as_well_are_refused(void **state)
{
	(void)state;
	struct run r = open_as(FILE_OF("BT /F3 10 Tf 7 Tr 20 50 Td (a) Tj ET", WORDS), ANNOTS_FLATTEN);
	assert_null(r.doc);
	assert_int_equal(r.e.kind, ERR_REFUSED);
	done(&r);
}

static void a_glyph_that_nothing_shows_says_nothing(void **state)
{
	(void)state;
	struct run r = open_as(FILE_OF("BT /F3 10 Tf 20 50 Td (bb) Tj ET", WORDS), ANNOTS_FLATTEN);
	assert_true(place_of(&r, "Okonjo", 0).x0 < 0);
	assert_true(place_of(&r, "bb", 0).x0 >= 0);
	done(&r);
}

static void a_document_that_is_only_looked_at_is_not_prepared(void **state)
{
	(void)state;
	struct run r = open_as(FILE_OF("BT /F3 10 Tf 20 50 Td (a) Tj 2 0 0 2 200 50 Tm (a) Tj ET", WORDS), ANNOTS_AS_IS);
	assert_true(place_of(&r, "Okonjo", 0).x0 != -1); /* read, but once, where the font is set */
	assert_true(place_of(&r, "Okonjo", 1).x0 < 0);
	done(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_read_at_each_place_that_shows_them),
		cmocka_unit_test(a_font_set_by_a_graphics_state_is_no_other),
		cmocka_unit_test(what_follows_the_glyph_stands_where_it_stood),
		cmocka_unit_test(a_glyph_that_means_what_it_shows_keeps_its_meaning),
		cmocka_unit_test(a_glyph_that_shows_itself_comes_to_an_end),
		cmocka_unit_test(letters_that_are_a_clip_as_well_are_refused),
		cmocka_unit_test(a_glyph_that_nothing_shows_says_nothing),
		cmocka_unit_test(a_document_that_is_only_looked_at_is_not_prepared),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
