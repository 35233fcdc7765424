/* Pages read and written again: what goes is gone, and what stays stands where it stood. */
#include "formats/pdf/read/flow.h"
#include "formats/pdf/walk/walk.h"
#include "tests/unit/mu_kit.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "tests/unit/pdf_parse.h"

enum { MOST = 400 };

struct seen {
	rpdf_glyph g[MOST];
	uint32_t n;
	const char *remove;     /* text whose letters go: one flag a glyph, '1' goes */
	int images;
};

static bool see_glyph(fz_context *ctx, void *arg, const rpdf_glyph *g)
{
	struct seen *s = arg;
	(void)ctx;
	if (s->n < MOST)
		s->g[s->n++] = *g;
	return !(s->remove && g->number < strlen(s->remove) && s->remove[g->number] == '1');
}

static pdf_obj *see_image(fz_context *ctx, void *arg, pdf_obj *x, fz_image *i, fz_matrix m, fz_rect view, bool hidden)
{
	(void)ctx, (void)x, (void)i, (void)m, (void)view, (void)hidden;
	((struct seen *)arg)->images++;
	return NULL;
}

/* A round through the walk: page with `content`, letters of `remove` taken out, walked again. */
struct trial {
	const char *content, *remove, *form;
	fz_rect page; /* as shown; empty: nothing is dropped for not being seen */
	struct seen before, after;
	char written[8192];
	rpdf_tally tally;
	char nresources[64];
};

static pdf_obj *resources_for(fz_context *ctx, pdf_document *doc, const struct trial *t)
{
	static const char *const fonts =
		"<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
		"/Mono<</Type/Font/Subtype/Type1/BaseFont/Courier>>"
		"/JaneDoeFont<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>"
		"/Wide<</Type/Font/Subtype/Type0/BaseFont/Any/Encoding/Identity-H/DescendantFonts[<</Type/Font"
		"/Subtype/CIDFontType2/BaseFont/Any/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
		"/DW 700/FontDescriptor<</Type/FontDescriptor/FontName/Any/Flags 4>>>>]>>"
		"/Tall<</Type/Font/Subtype/Type0/BaseFont/Any/Encoding/Identity-V/DescendantFonts[<</Type/Font"
		"/Subtype/CIDFontType2/BaseFont/Any/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
		"/DW 700/FontDescriptor<</Type/FontDescriptor/FontName/Any/Flags 4>>>>]>>>>"
		"/Properties<</Off<</Type/OCG/Name(x)>>>>>>";
	pdf_obj *r = parse(ctx, doc, fonts);
	if (t->form) {
		fz_buffer *b = fz_new_buffer_from_copied_data(ctx, (const unsigned char *)t->form, strlen(t->form));
		pdf_obj *x = pdf_new_xobject(ctx, doc, fz_make_rect(-500, -500, 900, 900), fz_make_matrix(1, 0, 0, 1, 30, 40), r, b);
		pdf_obj *all = pdf_dict_put_dict(ctx, r, PDF_NAME(XObject), 1);
		pdf_dict_puts_drop(ctx, all, "Fm", x);
		fz_drop_buffer(ctx, b);
	}
	return r;
}

static void run(fz_context *ctx, void *arg)
{
	struct trial *t = arg;
	pdf_document *doc = pdf_create_document(ctx);
	pdf_obj *res = resources_for(ctx, doc, t);
	fz_buffer *content = fz_new_buffer_from_copied_data(ctx, (const unsigned char *)t->content, strlen(t->content));
	pdf_obj *page = pdf_add_page(ctx, doc, fz_make_rect(0, 0, 612, 792), 0, res, content);
	pdf_insert_page(ctx, doc, -1, page);
	fz_matrix ctm;
	pdf_page_obj_transform(ctx, page, NULL, &ctm);

	rpdf_hook look = { .arg = &t->before, .glyph = see_glyph, .image = see_image };
	rpdf_walk_page(ctx, doc, page, ctm, &look);

	struct seen again = { .remove = t->remove };
	rpdf_hook cut = { .arg = &again, .page = t->page, .glyph = see_glyph, .image = see_image };
	rpdf_copies *copies = rpdf_new_copies(ctx, doc);
	fz_buffer *out = fz_new_buffer(ctx, 100);
	pdf_obj *fresh = NULL;
	rpdf_rewrite_page(ctx, copies, page, ctm, &cut, out, &fresh, &t->tally);
	fz_strlcpy(t->written, fz_string_from_buffer(ctx, out), sizeof t->written);

	pdf_obj *second = pdf_add_page(ctx, doc, fz_make_rect(0, 0, 612, 792), 0, fresh, out);
	rpdf_hook look2 = { .arg = &t->after, .glyph = see_glyph, .image = see_image };
	rpdf_walk_page(ctx, doc, second, ctm, &look2);

	pdf_drop_obj(ctx, second);
	pdf_drop_obj(ctx, fresh);
	fz_drop_buffer(ctx, out);
	rpdf_drop_copies(ctx, copies);
	pdf_drop_obj(ctx, page);
	fz_drop_buffer(ctx, content);
	pdf_drop_obj(ctx, res);
	pdf_drop_document(ctx, doc);
}

static void try_it(struct trial *t)
{
	in_mupdf(run, t);
}

/* Every glyph of `before` without a flag is in `after`, in order, where it stood. */
static void assert_kept_in_place(const struct trial *t)
{
	uint32_t j = 0;
	for (uint32_t i = 0; i < t->before.n; i++) {
		if (t->remove && i < strlen(t->remove) && t->remove[i] == '1')
			continue;
		assert_true(j < t->after.n);
		assert_int_equal(t->before.g[i].ucs[0], t->after.g[j].ucs[0]);
		assert_true(fabsf(t->before.g[i].from.x - t->after.g[j].from.x) < 0.02f);
		assert_true(fabsf(t->before.g[i].from.y - t->after.g[j].from.y) < 0.02f);
		assert_true(fabsf(t->before.g[i].size - t->after.g[j].size) < 0.02f);
		j++;
	}
	assert_int_equal(j, t->after.n);
}

#define KEEPS(content_, remove_) do { \
	struct trial t = { .content = (content_), .remove = (remove_) }; \
	try_it(&t); \
	assert_true(t.before.n > 0); \
	assert_kept_in_place(&t); \
} while (0)

static void letters_after_a_removed_word_do_not_move(void **state)
{
	(void)state;
	KEEPS("BT /F1 12 Tf 72 700 Td (Dear Margaret, hello) Tj (more) Tj ET", "0000011111111");
	KEEPS("BT /F1 12 Tf 72 700 Td (Dear Margaret, hello) Tj (more) Tj ET", "1111100000000000000011");
}

static void kerning_and_numbers_in_arrays_keep_their_effect(void **state)
{
	(void)state;
	KEEPS("BT /F1 12 Tf 72 700 Td [(Ma)120(rg)-300(a)-20.5(ret)] TJ (next) Tj ET", "0111110");
	KEEPS("BT /F1 12 Tf 72 700 Td [-500(AB)250 250(CD)-80] TJ (next) Tj ET", "1001");
}

static void scale_and_spacing_count_in_the_gap(void **state)
{
	(void)state;
	KEEPS("BT /F1 12 Tf 60 Tz 2 Tc 5 Tw 72 700 Td (one two three) Tj (next) Tj ET", "0000111100");
	KEEPS("BT /F1 12 Tf 150 Tz -1 Tc 5 Tw 72 700 Td (one two three) Tj (next) Tj ET", "0001111");
}

static void negative_sizes_and_turned_matrices_work(void **state)
{
	(void)state;
	KEEPS("BT /F1 -12 Tf 1 0 0 -1 72 700 Tm (one two three) Tj (next) Tj ET", "0011100");
	KEEPS("q .5 .3 -.3 .5 100 100 cm BT /F1 12 Tf 0 1 -1 0 72 700 Tm (one two three) Tj (next) Tj ET Q", "0011100");
	KEEPS("BT /F1 1 Tf 14 0 0 14 72 700 Tm (one two) Tj 0 -1.2 TD (three) Tj T* (four) Tj ET", "011111101");
}

static void quotes_and_next_lines_keep_their_places(void **state)
{
	(void)state;
	KEEPS("BT /F1 12 Tf 14 TL 72 700 Td (one) Tj (two) ' 3 1 (three) \" (four) Tj ET", "1000110001");
}

static void a_font_of_size_zero_keeps_the_next_line_in_place(void **state)
{
	(void)state;
	KEEPS("BT /F1 0 Tf 3 Tc 72 700 Td (abc) Tj /F1 12 Tf (def) Tj 0 -20 Td (ghi) Tj T* (j) Tj ET", "010");
}

static void two_byte_fonts_lose_whole_codes(void **state)
{
	(void)state;
	KEEPS("BT /Wide 12 Tf 72 700 Td <00410042004300440045> Tj <0046> Tj ET", "01010");
}

static void fonts_that_run_down_keep_their_places(void **state)
{
	(void)state;
	KEEPS("BT /Tall 12 Tf 2 Tc 72 700 Td [<00410042> 300 <004300440045>] TJ <0046> Tj ET", "01010");
}

static void a_form_is_rewritten_where_it_is_used(void **state)
{
	(void)state;
	struct trial t = { .content = "q /Fm Do Q q 1 0 0 1 0 -100 cm /Fm Do Q", .form = "BT /F1 12 Tf 72 600 Td (secret) Tj ET",
		.remove = "111111" };
	try_it(&t);
	assert_int_equal(t.before.n, 12);
	assert_int_equal(t.after.n, 6); /* the second use keeps its letters */
	assert_kept_in_place(&t);
}

static void text_in_a_form_without_a_font_of_its_own_inherits_it(void **state)
{
	(void)state;
	struct trial t = { .content = "BT /F1 10 Tf ET /Fm Do", .form = "BT 72 600 Td (abc) Tj ET", .remove = "010" };
	try_it(&t);
	assert_int_equal(t.before.n, 3);
	assert_kept_in_place(&t);
}

static void words_in_places_that_draw_nothing_are_not_written(void **state)
{
	(void)state;
	struct trial t = { .content =
		"% SECRET comment\n/SECRET BMC /Span <</ActualText(SECRET)>> BDC EMC EMC /SECRET MP "
		"/SECRET <</x(SECRET)>> DP BX SECRET EX [(SECRET)] 0 d /SECRET ri "
		"BT /F1 12 Tf 72 700 Td [(a)<</SECRET(SECRET)>>(b)] TJ /JaneDoeFont 9 Tf (c) Tj ET" };
	try_it(&t);
	assert_null(strstr(t.written, "SECRET"));
	assert_null(strstr(t.written, "Jane"));
	assert_kept_in_place(&t);
}

static void text_without_a_font_is_not_written(void **state)
{
	(void)state;
	struct trial t = { .content = "BT 72 700 Td (SECRET) Tj ET BT /F1 9 Tf (a) Tj ET" };
	try_it(&t);
	assert_null(strstr(t.written, "SECRET"));
	assert_int_equal(t.after.n, 1);
}

static void unbalanced_states_come_out_balanced(void **state)
{
	(void)state;
	struct trial t = { .content = "Q Q q q 2 0 0 2 0 0 cm BT /F1 12 Tf 72 300 Td (abc) Tj" };
	try_it(&t);
	int depth = 0;
	for (const char *at = t.written; *at; at++) {
		bool alone = (at == t.written || at[-1] == '\n') && at[1] == '\n';
		depth += alone && *at == 'q';
		depth -= alone && *at == 'Q';
		assert_true(depth >= 0);
	}
	assert_int_equal(depth, 0);
}

static void an_inline_image_comes_out_without_what_follows_its_data(void **state)
{
	(void)state;
	struct trial t = { .content = "q 10 0 0 10 5 5 cm BI /W 2 /H 2 /BPC 8 /CS /G ID ABCD\nEI Q BT /F1 9 Tf (a) Tj ET" };
	try_it(&t);
	assert_int_equal(t.before.images, 1);
	assert_int_equal(t.after.images, 1);
	assert_null(strstr(t.written, "ABCD"));
}

static const char *read_flow(const char *content, char *out, size_t room, bool placed)
{
	struct trial t = { .content = content };
	flow f, p;
	try_it(&t);
	flow_begin(&f);
	for (uint32_t i = 0; i < t.before.n; i++)
		flow_add(&f, &t.before.g[i]);
	bool differs = flow_by_place(&f, &p);
	fz_strlcpy(out, placed ? (differs ? p.text.p : "same") : f.text.p, room);
	flow_free(&p);
	flow_free(&f);
	return out;
}

static void gaps_become_blanks_and_steps_become_lines(void **state)
{
	char s[256];
	(void)state;
	assert_string_equal(read_flow("BT /F1 12 Tf 14 TL 72 700 Td [(Mar)20(garet)-400(Okonjo)] TJ T* (came) Tj ET", s, sizeof s, false),
	                    "Margaret Okonjo\ncame");
}

static void bold_by_striking_twice_reads_once(void **state)
{
	char s[256];
	(void)state;
	assert_string_equal(read_flow("BT /F1 12 Tf 1 0 0 1 72 700 Tm (Margaret) Tj 1 0 0 1 72.3 700 Tm (Margaret) Tj ( x) Tj ET",
	                              s, sizeof s, false), "Margaret x");
	assert_string_equal(read_flow("BT /Mono 10 Tf 1 0 0 1 72 700 Tm (a) Tj 1 0 0 1 72.3 700 Tm (a) Tj 1 0 0 1 78 700 Tm (b) Tj "
	                              "1 0 0 1 78.3 700 Tm (b) Tj ET", s, sizeof s, false), "ab");
}

static void letters_drawn_backwards_read_by_place(void **state)
{
	char s[256];
	(void)state;
	assert_string_equal(read_flow("BT /Mono 10 Tf 1 0 0 1 90 700 Tm (d) Tj 1 0 0 1 84 700 Tm (c) Tj 1 0 0 1 78 700 Tm (b) Tj "
	                              "1 0 0 1 72 700 Tm (a) Tj ET", s, sizeof s, true), "abcd");
	assert_string_equal(read_flow("BT /Mono 10 Tf 12 TL 72 700 Td (ab) Tj (cd) ' ET", s, sizeof s, true), "same");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(letters_after_a_removed_word_do_not_move),
		cmocka_unit_test(kerning_and_numbers_in_arrays_keep_their_effect),
		cmocka_unit_test(scale_and_spacing_count_in_the_gap),
		cmocka_unit_test(negative_sizes_and_turned_matrices_work),
		cmocka_unit_test(quotes_and_next_lines_keep_their_places),
		cmocka_unit_test(a_font_of_size_zero_keeps_the_next_line_in_place),
		cmocka_unit_test(two_byte_fonts_lose_whole_codes),
		cmocka_unit_test(fonts_that_run_down_keep_their_places),
		cmocka_unit_test(a_form_is_rewritten_where_it_is_used),
		cmocka_unit_test(text_in_a_form_without_a_font_of_its_own_inherits_it),
		cmocka_unit_test(words_in_places_that_draw_nothing_are_not_written),
		cmocka_unit_test(text_without_a_font_is_not_written),
		cmocka_unit_test(unbalanced_states_come_out_balanced),
		cmocka_unit_test(an_inline_image_comes_out_without_what_follows_its_data),
		cmocka_unit_test(gaps_become_blanks_and_steps_become_lines),
		cmocka_unit_test(bold_by_striking_twice_reads_once),
		cmocka_unit_test(letters_drawn_backwards_read_by_place),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
