/* Bookmarks, links and page labels: read, cut, planted and proven. */
#include "formats/pdf/proof/kept_proof.h"
#include "formats/pdf/pdf.h"
#include "formats/pdf/rpdf.h"
#include "tests/unit/pdf_make.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

/* A document handled and what came out of it, as text: "title @page" by level, links, labels. */
typedef struct made {
	arena *mem;
	text units;
	proof report;
	buf source, written;
	str outline, links, raw;
	bool ok;
} made;

static void print_outline(fz_context *ctx, fz_document *doc, fz_outline *o, int level, buf *out)
{
	for (; o; o = o->next) {
		buf_fmt(out, "%*s%s @%d\n", level, "", o->title ? o->title : "", o->page.page + 1);
		print_outline(ctx, doc, o->down, level + 1, out);
	}
}

struct look { buf bytes, outline, links; };

static void look_inner(fz_context *ctx, void *arg)
{
	struct look *l = arg;
	fz_stream *in = fz_open_memory(ctx, (const unsigned char *)l->bytes.p, l->bytes.n);
	pdf_document *doc = pdf_open_document_with_stream(ctx, in);
	fz_outline *o = pdf_load_outline(ctx, doc);
	print_outline(ctx, (fz_document *)doc, o, 0, &l->outline);
	for (int i = 0; i < pdf_count_pages(ctx, doc); i++) {
		fz_page *page = fz_load_page(ctx, (fz_document *)doc, i);
		fz_link *links = fz_load_links(ctx, page);
		for (fz_link *k = links; k; k = k->next)
			buf_fmt(&l->links, "%d: %s\n", i + 1, k->uri);
		fz_drop_link(ctx, links);
		fz_drop_page(ctx, page);
	}
	fz_drop_outline(ctx, o);
	pdf_drop_document(ctx, doc);
	fz_drop_stream(ctx, in);
}

static void read_back(made *m, const char *path)
{
	char block[4096];
	size_t n;
	FILE *f = fopen(path, "rb");
	while (f && (n = fread(block, 1, sizeof block, f)) > 0)
		buf_add(&m->written, block, n);
	if (f)
		fclose(f);
	unlink(path);
}

/* Marks the first occurrence of a word in each unit that has it. */
static void mark_word(plan *p, const text *t, const char *word)
{
	for (size_t i = 0; word && i < t->n; i++) {
		str s = t->units[i].text;
		const char *at = memmem(s.p, s.n, word, strlen(word));
		if (!at)
			continue;
		mark *k = plan_add(p);
		k->kind = MARK_TEXT;
		k->beg = (uint32_t)(at - s.p);
		k->end = k->beg + (uint32_t)strlen(word);
		k->state = MARK_ACCEPTED;
		k->code = STR("NAME");
		plan_bind(p, k, &t->units[i]);
	}
}

/* Redacts word and one box (page 1, NULL for none) from m->source with these things kept. */
static void handle(made *m, unsigned keep, const char *word, const rect *box)
{
	err e = ERR_INIT;
	char path[] = "/tmp/underseal-keep-XXXXXX";
	m->mem = arena_new();
	m->units.mem = m->report.mem = m->mem;
	source src = { .name = STR("a.pdf"), .bytes = buf_view(&m->source), .how = handling_default() };
	src.how.keep = keep;
	plan p = { .mem = m->mem, .how = src.how };
	doc *d = format_pdf.open(&src, m->mem, &e);
	m->ok = d && format_pdf.extract(d, &m->units, &e);
	mark_word(&p, &m->units, word);
	if (box) {
		mark *k = plan_add(&p);
		*k = (mark){ .kind = MARK_BOX, .page = 1, .state = MARK_ACCEPTED, .nboxes = 1, .boxes = arena_array(m->mem, rect, 1) };
		k->boxes[0] = *box;
	}
	close(mkstemp(path));
	unlink(path);
	m->ok = m->ok && format_pdf.apply(d, &p, &m->report, &e) && format_pdf.rebuild(d, &m->report, &e)
	     && format_pdf.save(d, path, &e);
	read_back(m, path);
	source out = { .name = STR("b.pdf"), .bytes = buf_view(&m->written) };
	doc *before = m->ok ? format_pdf.open(&src, m->mem, &e) : NULL, *after = before ? format_pdf.open(&out, m->mem, &e) : NULL;
	m->ok = after && format_pdf.compare(before, &m->units, after, &m->units, &p, false, &m->report, &e);
	struct look l = { .bytes = m->written };
	fz_context *ctx = mu_open_context(&e);
	m->ok = m->ok && mu_call(ctx, look_inner, &l, &e);
	mu_close_context(ctx);
	m->outline = str_dup(buf_view(&l.outline), m->mem);
	m->links = str_dup(buf_view(&l.links), m->mem);
	buf_free(&l.outline);
	buf_free(&l.links);
	m->raw = buf_view(&m->written);
	format_pdf.close(d);
	format_pdf.close(before);
	format_pdf.close(after);
}

static void done(made *m)
{
	buf_free(&m->source);
	buf_free(&m->written);
	arena_drop(m->mem);
}

static bool says(const made *m, const char *word)
{
	return memmem(m->raw.p, m->raw.n, word, strlen(word)) != NULL;
}

static bool no_check_failed(const made *m)
{
	for (size_t i = 0; i < m->report.nchecks; i++)
		if (m->report.checks[i].is == CHECK_FAIL)
			return false;
	return true;
}

#define TREE "<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>"
#define PAGE(more) "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]" more ">>"

/* ---- outlines ------------------------------------------------------------------------------------ */

static void an_outline_is_kept_with_its_levels_and_pages(void **state)
{
	(void)state;
	made m = { .source = MAKE_PDF("", "<</Type/Catalog/Pages 2 0 R/Outlines 5 0 R>>", TREE, PAGE(""), PAGE(""),
	           "<</First 6 0 R/Last 8 0 R/Count 3>>",
	           "<</Title(One)/Parent 5 0 R/First 7 0 R/Last 7 0 R/Count 1/Next 8 0 R/Dest[3 0 R/XYZ 10 700 0]>>",
	           "<</Title(Inner)/Parent 6 0 R/A<</S/GoTo/D[4 0 R/Fit]>>>>",
	           "<</Title<FEFF00DC>/Parent 5 0 R/Prev 6 0 R/Dest[4 0 R/FitH 90]>>") };
	handle(&m, KEEP_OUTLINES, NULL, NULL);
	assert_true(m.ok);
	assert_string_equal(m.outline.p, "One @1\n Inner @2\n\xC3\x9C @2\n");
	assert_true(no_check_failed(&m));
	assert_true(proof_passed(&m.report, "outlines-kept"));
	done(&m);
}

#define ONE_ENTRY(entry) MAKE_PDF("", "<</Type/Catalog/Pages 2 0 R/Outlines 5 0 R>>", TREE, PAGE(""), PAGE(""), \
	"<</First 6 0 R/Last 6 0 R/Count 1>>", entry)

static void a_marked_word_of_a_title_becomes_its_code(void **state)
{
	(void)state;
	made m = { .source = ONE_ENTRY("<</Title(Interview of Margaret, part 2)/Parent 5 0 R/Dest[4 0 R/Fit]>>") };
	handle(&m, KEEP_OUTLINES, "Margaret", NULL);
	assert_string_equal(m.outline.p, "Interview of [NAME], part 2 @2\n");
	assert_false(says(&m, "Margaret"));
	assert_true(no_check_failed(&m));
	done(&m);
}

static void a_title_that_glues_a_value_together_goes_as_a_whole(void **state)
{
	(void)state;
	made m = { .source = MAKE_PDF("", "<</Type/Catalog/Pages 2 0 R/Outlines 5 0 R>>", TREE, PAGE(""), PAGE(""),
	           "<</First 6 0 R/Last 7 0 R/Count 2>>",
	           "<</Title(Margaret Okonjo)/Parent 5 0 R/Dest[3 0 R/Fit]/Next 7 0 R>>",
	           "<</Title(MargaretOkonjo.pdf)/Parent 5 0 R/Dest[4 0 R/Fit]/Prev 6 0 R>>") };
	handle(&m, KEEP_OUTLINES, "Margaret Okonjo", NULL);
	assert_string_equal(m.outline.p, "[NAME] @1\n[REDACTED] @2\n");
	done(&m);
}

static void titles_are_units_that_stay_only_when_they_are_kept(void **state)
{
	(void)state;
	for (int keep = 0; keep < 2; keep++) {
		made m = { .source = ONE_ENTRY("<</Title(Margaret)/Parent 5 0 R/Dest[4 0 R/Fit]>>") };
		handle(&m, keep ? KEEP_OUTLINES : 0, NULL, NULL);
		const unit *u = text_lookup(&m.units, STR("bookmark 6 /Title"));
		assert_non_null(u);
		assert_int_equal(u->stays, keep);
		assert_string_equal(m.outline.p, keep ? "Margaret @2\n" : "");
		done(&m);
	}
}

static void named_destinations_become_explicit_and_their_names_go(void **state)
{
	(void)state;
	made m = { .source = MAKE_PDF("", "<</Type/Catalog/Pages 2 0 R/Outlines 5 0 R/Dests<</Okonjo[4 0 R/Fit]>>"
	           "/Names<</Dests<</Kids[9 0 R]>>>>>>", TREE, PAGE(""), PAGE(""), "<</First 6 0 R/Last 7 0 R/Count 2>>",
	           "<</Title(A)/Parent 5 0 R/Dest/Okonjo/Next 7 0 R>>",
	           "<</Title(B)/Parent 5 0 R/A<</S/GoTo/D(Margaret)>>/Prev 6 0 R/Next 8 0 R>>",
	           "<</Title(C)/Parent 5 0 R/Dest(nowhere)/Prev 7 0 R>>",
	           "<</Limits[(Margaret)(Margaret)]/Names[(Margaret)<</D[4 0 R/XYZ 0 100 1]>>]>>") };
	handle(&m, KEEP_OUTLINES, NULL, NULL);
	assert_string_equal(m.outline.p, "A @2\nB @2\nC @1\n" /* MuPDF says 1 of those without a place */);
	assert_false(says(&m, "Margaret") || says(&m, "Okonjo") || says(&m, "/Dests"));
	assert_true(no_check_failed(&m));
	done(&m);
}

static void an_outline_that_loops_is_read_once(void **state)
{
	(void)state;
	made m = { .source = MAKE_PDF("", "<</Type/Catalog/Pages 2 0 R/Outlines 5 0 R>>", TREE, PAGE(""), PAGE(""),
	           "<</First 6 0 R/Last 6 0 R/Count 99999999>>",
	           "<</Title(A)/Parent 6 0 R/First 7 0 R/Next 6 0 R/Count -7/Dest[3 0 R/Fit]>>",
	           "<</Title(B)/Parent 5 0 R/First 6 0 R/Next 5 0 R/Prev 7 0 R/Dest[4 0 R/Fit]>>") };
	handle(&m, KEEP_OUTLINES, NULL, NULL);
	assert_true(m.ok);
	assert_true(str_starts(m.outline, "A @1\n B @2\n"));
	done(&m);
}

/* MuPDF lengthens its table of objects by one each time, which the sanitizer's realloc copies whole. */
#ifdef __SANITIZE_ADDRESS__
enum { MANY = 5000 };
#else
enum { MANY = 100000 };
#endif

/* A chain of n entries, each the child or the sibling of the one before. */
static buf chain(int n, bool deep)
{
	buf b = { 0 };
	size_t *at = calloc((size_t)n + 5, sizeof *at);
	static const char *const head[] = { "<</Type/Catalog/Pages 2 0 R/Outlines 4 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>>", "<</First 5 0 R/Count 1>>" };
	buf_z(&b, "%PDF-1.7\n");
	for (int i = 1; i <= n + 4; i++) {
		at[i] = b.n;
		if (i <= 4)
			buf_fmt(&b, "%d 0 obj\n%s\nendobj\n", i, head[i - 1]);
		else
			buf_fmt(&b, "%d 0 obj\n<</Title(n%d)/Parent 4 0 R/Dest[3 0 R/Fit]/%s %d 0 R>>\nendobj\n", i, i, deep ? "First" : "Next", i + 1);
	}
	size_t xref = b.n;
	buf_fmt(&b, "xref\n0 %d\n0000000000 65535 f \n", n + 5);
	for (int i = 1; i <= n + 4; i++)
		buf_fmt(&b, "%010zu 00000 n \n", at[i]);
	buf_fmt(&b, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%zu\n%%%%EOF\n", n + 5, xref);
	free(at);
	return b;
}

static void any_number_of_siblings_is_kept(void **state)
{
	(void)state;
	made m = { .source = chain(MANY, false) };
	handle(&m, KEEP_OUTLINES, NULL, NULL);
	assert_true(m.ok);
	assert_true(no_check_failed(&m));
	assert_true(proof_passed(&m.report, "outlines-kept"));
	done(&m);
}

static void an_outline_deeper_than_any_stack_is_flattened_at_its_end(void **state)
{
	(void)state;
	made m = { .source = chain(MANY, true) };
	handle(&m, KEEP_OUTLINES, NULL, NULL);
	assert_true(m.ok);
	assert_true(proof_passed(&m.report, "outlines-kept"));
	char last[32];
	snprintf(last, sizeof last, "n%d @1", MANY + 4);
	assert_non_null(memmem(m.outline.p, m.outline.n, last, strlen(last)));
	done(&m);
}

static void a_title_of_a_megabyte_is_cut_and_listed_whole(void **state)
{
	(void)state;
	buf entry = { 0 };
	buf_z(&entry, "<</Parent 5 0 R/Dest[4 0 R/Fit]/Title(");
	for (int i = 0; i < 1 << 17; i++)
		buf_z(&entry, "abcdefg ");
	buf_z(&entry, "Okonjo)>>");
	made m = { .source = ONE_ENTRY(entry.p) };
	handle(&m, KEEP_OUTLINES, NULL, NULL);
	assert_true(m.ok);
	assert_true(m.outline.n < 5000);
	const unit *whole = text_lookup(&m.units, STR("bookmark 6 /Title"));
	assert_non_null(whole);
	assert_true(str_ends(whole->text, "Okonjo"));
	buf_free(&entry);
	done(&m);
}

/* ---- links --------------------------------------------------------------------------------------- */

#define ONE_LINK(more) MAKE_PDF("", "<</Type/Catalog/Pages 2 0 R>>", TREE, PAGE("/Annots[5 0 R]"), PAGE(""), \
	"<</Type/Annot/Subtype/Link/Rect[100 700 200 720]/Contents(Okonjo)/NM(Okonjo)" more ">>")

static void a_jump_is_kept_and_nothing_else_of_its_annotation(void **state)
{
	(void)state;
	made m = { .source = ONE_LINK("/A<</S/GoTo/D[4 0 R/FitR 1 2 3 4]/Next<</S/JavaScript/JS(Okonjo)>>>>") };
	handle(&m, KEEP_JUMPS, NULL, NULL);
	assert_true(str_starts(m.links, "1: #page=2"));
	assert_false(says(&m, "Okonjo"));
	assert_true(proof_passed(&m.report, "links-kept"));
	done(&m);
}

static void a_jump_under_a_mark_goes(void **state)
{
	(void)state;
	made m = { .source = ONE_LINK("/Dest[4 0 R/Fit]") };
	handle(&m, KEEP_JUMPS, NULL, &(rect){ 150, 80, 160, 90 });
	assert_string_equal(m.links.p, "");
	assert_true(proof_passed(&m.report, "links-kept"));
	done(&m);
}

static void a_jump_beside_a_mark_stays(void **state)
{
	(void)state;
	made m = { .source = ONE_LINK("/Dest[4 0 R/Fit]") };
	handle(&m, KEEP_JUMPS, NULL, &(rect){ 210, 80, 260, 90 });
	assert_string_equal(m.links.p, "1: #page=2&view=Fit\n");
	done(&m);
}

static void a_web_address_is_kept_only_when_asked_for(void **state)
{
	(void)state;
	for (int all = 0; all < 2; all++) {
		made m = { .source = ONE_LINK("/A<</S/URI/URI(https://example.com/a?b=1)>>") };
		handle(&m, all ? KEEP_LINKS | KEEP_JUMPS : KEEP_JUMPS, NULL, NULL);
		assert_string_equal(m.links.p, all ? "1: https://example.com/a?b=1\n" : "");
		assert_true(no_check_failed(&m));
		done(&m);
	}
}

static void an_address_with_a_value_in_any_spelling_goes(void **state)
{
	static const char *const spelt[] = {
		"/A<</S/URI/URI(https://example.com/Margaret%20Okonjo)>>",
		"/A<</S/URI/URI(https://example.com/%4d%61rgaret+Okonjo)>>",
		"/A<</S/URI/URI(https://example.com/margaret-okonjo.html)>>",
		"/A<</S/URI/URI(mailto:margaretokonjo@example.com)>>",
		"/A<</S/URI/URI(https://margaret_okonjo.example.com/)>>",
		/* in base64, in hex, in percent signs of percent signs, and one in another */
		"/A<</S/URI/URI(https://example.com/u/TWFyZ2FyZXQgT2tvbmpv)>>",
		"/A<</S/URI/URI(https://example.com/?to=PHRvPk1hcmdhcmV0IE9rb25qbzwvdG8+)>>",
		"/A<</S/URI/URI(https://example.com/?q=4d61726761726574204f6b6f6e6a6f)>>",
		"/A<</S/URI/URI(https://example.com/?q=%254dargaret%2520Okonjo)>>",
		"/A<</S/URI/URI(https://example.com/?q=Lz9xPSU0ZGFyZ2FyZXQrT2tvbmpv)>>",
		"/A<</S/URI/URI(https://example.com/xbm8gTWFyZ2FyZXQgT2tvbmpv)>>",
		"/A<</S/URI/URI(https://example.com/?q=TQBhAHIAZwBhAHIAZQB0ACAATwBrAG8AbgBqAG8A)>>",
	};
	(void)state;
	for (size_t i = 0; i < sizeof spelt / sizeof *spelt; i++) {
		buf link = { 0 };
		buf_fmt(&link, "<</Type/Annot/Subtype/Link/Rect[100 700 200 720]%s>>", spelt[i]);
		made m = { .source = MAKE_PDF("/Info 6 0 R", "<</Type/Catalog/Pages 2 0 R>>", TREE, PAGE("/Annots[5 0 R]"), PAGE(""),
		           link.p, "<</Title(Margaret Okonjo)>>") };
		handle(&m, KEEP_LINKS | KEEP_JUMPS, "Margaret Okonjo", NULL);
		assert_true(m.ok);
		assert_string_equal(m.links.p, "");
		done(&m);
		buf_free(&link);
	}
}

static void what_an_address_spells_is_found_without_any_other_place(void **state)
{
	(void)state;
	made m = { .source = ONE_LINK("/A<</S/URI/URI(https://example.com/VG9iaWFzIE9rb25qbw)>>") };
	handle(&m, KEEP_LINKS | KEEP_JUMPS, "Okonjo", NULL);
	assert_string_equal(m.links.p, "");
	done(&m);
}

static void addresses_of_other_kinds_go(void **state)
{
	static const char *const kinds[] = {
		"/A<</S/URI/URI(javascript:alert\\(1\\))>>", "/A<</S/URI/URI(file:///home/okonjo)>>", "/A<</S/URI/URI(relative/page)>>",
		"/A<</S/URI/URI(https://a\\000b)>>", "/A<</S/GoToR/F(a.pdf)/D[0/Fit]>>", "/A<</S/Launch/F(a.exe)>>",
		"/A<</S/Named/N/Print>>", "/Dest[99 0 R/Fit]", "/Dest[7/Fit]",
	};
	(void)state;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		buf link = { 0 };
		buf_fmt(&link, "<</Type/Annot/Subtype/Link/Rect[100 700 200 720]%s>>", kinds[i]);
		made m = { .source = MAKE_PDF("", "<</Type/Catalog/Pages 2 0 R>>", TREE, PAGE("/Annots[5 0 R]"), PAGE(""), link.p) };
		handle(&m, KEEP_LINKS | KEEP_JUMPS, NULL, NULL);
		assert_true(m.ok);
		assert_string_equal(m.links.p, "");
		assert_true(no_check_failed(&m));
		done(&m);
		buf_free(&link);
	}
}

/* ---- labels -------------------------------------------------------------------------------------- */

#define LABELS(nums) MAKE_PDF("", "<</Type/Catalog/Pages 2 0 R/PageLabels<</Nums[" nums "]>>>>", TREE, PAGE(""), PAGE(""))

static void page_labels_are_kept_when_asked_for(void **state)
{
	(void)state;
	made m = { .source = LABELS("0<</S/r/X(Okonjo)>>1<</S/D/P(Ex-)/St 5>>") };
	handle(&m, KEEP_LABELS, NULL, NULL);
	assert_true(says(&m, "/Nums[0<</S/r>>1<</S/D/P(Ex-)/St 5>>]"));
	assert_false(says(&m, "Okonjo"));
	done(&m);
}

static void a_label_that_spells_a_value_with_its_number_loses_both(void **state)
{
	(void)state;
	made m = { .source = LABELS("0<</S/D/P(536-90-)/St 4398>>") };
	handle(&m, KEEP_LABELS, "536-90-4399", NULL);
	assert_true(says(&m, "/Nums[0<</S/D>>]"));
	done(&m);
}

/* ---- the structure tree -------------------------------------------------------------------------- */

/* Two paragraphs; the second says a name. 9: the tree, 10 and 11: its elements. */
#define TAGGED(content, tree, first, second) MAKE_PDF("", \
	"<</Type/Catalog/Pages 2 0 R/MarkInfo<</Marked true>>/Lang(en-GB)/StructTreeRoot 9 0 R>>", TREE, \
	"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/StructParents 0/Contents 7 0 R/Resources<</Font<</F 8 0 R>>>>>>", PAGE(""), \
	"null", "null", "stream:<<>>|" content, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>", \
	tree, first, second)
#define TWO_PARAGRAPHS \
	"/P<</MCID 536904399>>BDC BT /F 12 Tf 72 700 Td (One) Tj ET EMC /Okonjo<</MCID 7/ActualText(x)>>BDC BT /F 12 Tf 72 600 Td (Margaret) Tj ET EMC"
#define ROOT(more) "<</Type/StructTreeRoot/K[10 0 R 11 0 R]" more ">>"

static void elements_are_kept_with_standard_types_and_new_numbers(void **state)
{
	(void)state;
	made m = { .source = TAGGED(TWO_PARAGRAPHS, ROOT("/RoleMap<</Okonjo/Para/Para/H2>>"),
	           "<</S/P/P 9 0 R/Pg 3 0 R/K 536904399/T(x)/Lang(de)>>", "<</S/Okonjo/P 9 0 R/K[<</Type/MCR/Pg 3 0 R/MCID 7>>]>>") };
	handle(&m, KEEP_TAGS, NULL, NULL);
	assert_true(m.ok);
	assert_true(no_check_failed(&m));
	assert_true(says(&m, "/S/P/") && says(&m, "/S/H2/") && says(&m, "/Lang(de)") && says(&m, "/Lang(en-GB)"));
	assert_false(says(&m, "Okonjo") || says(&m, "Para") || says(&m, "536904399") || says(&m, "/T(x)"));
	done(&m);
}

static void no_element_is_kept_unless_asked_for(void **state)
{
	(void)state;
	made m = { .source = TAGGED(TWO_PARAGRAPHS, ROOT(""), "<</S/P/P 9 0 R/Pg 3 0 R/K 536904399>>", "<</S/P/P 9 0 R/Pg 3 0 R/K 7>>") };
	handle(&m, handling_default().keep, NULL, NULL);
	assert_true(m.ok);
	assert_false(says(&m, "StructElem") || says(&m, "StructParents") || says(&m, "MarkInfo"));
	done(&m);
}

static void a_description_goes_with_what_it_describes(void **state)
{
	(void)state;
	for (int cut = 0; cut < 2; cut++) {
		made m = { .source = TAGGED(TWO_PARAGRAPHS, ROOT(""), "<</S/P/P 9 0 R/Pg 3 0 R/K 536904399/Alt(first)>>",
		           "<</S/Span/P 9 0 R/Pg 3 0 R/K 7/ActualText(the cook)>>") };
		handle(&m, KEEP_TAGS, cut ? "Margaret" : NULL, NULL);
		assert_true(m.ok);
		assert_true(says(&m, "/Alt(first)"));
		assert_int_equal(says(&m, "/ActualText(the cook)"), !cut);
		done(&m);
	}
}

static void a_description_of_the_parent_goes_as_well(void **state)
{
	(void)state;
	made m = { .source = TAGGED(TWO_PARAGRAPHS, "<</K 10 0 R>>", "<</S/Div/P 9 0 R/K 11 0 R/Alt(about the cook)>>",
	           "<</S/Span/P 10 0 R/Pg 3 0 R/K 7>>") };
	handle(&m, KEEP_TAGS, "Margaret", NULL);
	assert_true(m.ok);
	assert_true(says(&m, "/S/Div/"));
	assert_false(says(&m, "about the cook"));
	done(&m);
}

static void a_marked_description_goes_alone(void **state)
{
	(void)state;
	made m = { .source = TAGGED(TWO_PARAGRAPHS, ROOT(""), "<</S/P/P 9 0 R/Pg 3 0 R/K 536904399/Alt(said by Okonjo)/E(one)>>",
	           "<</S/Span/P 9 0 R/Pg 3 0 R/K 7>>") };
	handle(&m, KEEP_TAGS, "Okonjo", NULL);
	assert_false(says(&m, "Okonjo"));
	assert_true(says(&m, "/E(one)"));
	done(&m);
}

static void a_tree_that_loops_or_lies_about_pages_is_read_once(void **state)
{
	(void)state;
	made m = { .source = TAGGED(TWO_PARAGRAPHS, "<</K[10 0 R 9 0 R]/RoleMap<</A/B/B/A>>>>",
	           "<</S/A/P 10 0 R/Pg 3 0 R/K[10 0 R 11 0 R 7 7 -1 99]>>", "<</S/P/P 11 0 R/Pg 99 0 R/K[10 0 R 11 0 R 1 <</Type/MCR/Pg 11 0 R/MCID 0>>]>>") };
	handle(&m, KEEP_TAGS, NULL, NULL);
	assert_true(m.ok);
	assert_true(says(&m, "/S/NonStruct/"));
	assert_true(no_check_failed(&m));
	done(&m);
}

static void marked_content_that_never_ends_is_closed(void **state)
{
	(void)state;
	made m = { .source = TAGGED("EMC /P<</MCID 0>>BDC /P<</MCID 1>>BDC BT /F 12 Tf 72 700 Td (One) Tj ET", ROOT(""),
	           "<</S/P/P 9 0 R/Pg 3 0 R/K 0>>", "<</S/P/P 9 0 R/Pg 3 0 R/K 1>>") };
	handle(&m, KEEP_TAGS, NULL, NULL);
	assert_true(m.ok);
	assert_true(no_check_failed(&m));
	done(&m);
}

/* ---- the proof ----------------------------------------------------------------------------------- */

struct proving { buf a, b; unsigned keep; proof report; };

static void prove_inner(fz_context *ctx, void *arg)
{
	struct proving *x = arg;
	handling how = { .keep = x->keep };
	plan none = { .mem = x->report.mem };
	fz_stream *in = fz_open_memory(ctx, (const unsigned char *)x->a.p, x->a.n);
	fz_stream *in2 = fz_open_memory(ctx, (const unsigned char *)x->b.p, x->b.n);
	pdf_document *a = pdf_open_document_with_stream(ctx, in), *b = pdf_open_document_with_stream(ctx, in2);
	rpdf_prove_kept(ctx, a, b, &none, &how, &x->report);
	pdf_drop_document(ctx, a);
	pdf_drop_document(ctx, b);
	fz_drop_stream(ctx, in);
	fz_drop_stream(ctx, in2);
}

/* Whether b passes for what is kept of a. Both are freed. */
static bool passes(buf a, buf b, unsigned keep, const char *check)
{
	err e = ERR_INIT;
	fz_context *ctx = mu_open_context(&e);
	struct proving x = { a, b, keep, { .mem = arena_new() } };
	bool ok = mu_call(ctx, prove_inner, &x, &e) && proof_passed(&x.report, check);
	mu_close_context(ctx);
	arena_drop(x.report.mem);
	buf_free(&x.a);
	buf_free(&x.b);
	return ok;
}

#define TITLE(t) ONE_ENTRY("<</Title(" t ")/Parent 5 0 R/Dest[4 0 R/Fit]>>")

static void the_proof_takes_brackets_for_words_and_nothing_else(void **state)
{
	(void)state;
	assert_true(passes(TITLE("a b c"), TITLE("a b c"), KEEP_OUTLINES, "outlines-kept"));
	assert_true(passes(TITLE("a b c"), TITLE("a [X] c"), KEEP_OUTLINES, "outlines-kept"));
	assert_false(passes(TITLE("a b c"), TITLE("a x c"), KEEP_OUTLINES, "outlines-kept"));
	assert_false(passes(TITLE("a b c"), TITLE("c [X] a"), KEEP_OUTLINES, "outlines-kept"));
}

static void the_proof_finds_a_bookmark_that_leads_elsewhere(void **state)
{
	(void)state;
	assert_false(passes(TITLE("a"), ONE_ENTRY("<</Title(a)/Parent 5 0 R/Dest[3 0 R/Fit]>>"), KEEP_OUTLINES, "outlines-kept"));
	assert_false(passes(TITLE("a"), ONE_ENTRY("<</Title(a)/Parent 5 0 R>>"), KEEP_OUTLINES, "outlines-kept"));
}

static void the_proof_finds_what_was_not_asked_for(void **state)
{
	(void)state;
	assert_false(passes(TITLE("a"), TITLE("a"), 0, "outlines-kept"));
	assert_false(passes(ONE_LINK("/Dest[4 0 R/Fit]"), ONE_LINK("/Dest[4 0 R/Fit]"), 0, "links-kept"));
}

static void the_proof_finds_a_link_that_is_lost_moved_or_new(void **state)
{
	(void)state;
	assert_true(passes(ONE_LINK("/Dest[4 0 R/Fit]"), ONE_LINK("/Dest[4 0 R/Fit]"), KEEP_JUMPS, "links-kept"));
	assert_false(passes(ONE_LINK("/Dest[4 0 R/Fit]"), ONE_LINK("/Dest[3 0 R/Fit]"), KEEP_JUMPS, "links-kept"));
	assert_false(passes(ONE_LINK("/Dest[4 0 R/Fit]"), TITLE("a"), KEEP_JUMPS, "links-kept"));
	assert_false(passes(TITLE("a"), ONE_LINK("/Dest[4 0 R/Fit]"), KEEP_JUMPS, "links-kept"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_outline_is_kept_with_its_levels_and_pages),
		cmocka_unit_test(a_marked_word_of_a_title_becomes_its_code),
		cmocka_unit_test(a_title_that_glues_a_value_together_goes_as_a_whole),
		cmocka_unit_test(titles_are_units_that_stay_only_when_they_are_kept),
		cmocka_unit_test(named_destinations_become_explicit_and_their_names_go),
		cmocka_unit_test(an_outline_that_loops_is_read_once),
		cmocka_unit_test(any_number_of_siblings_is_kept),
		cmocka_unit_test(an_outline_deeper_than_any_stack_is_flattened_at_its_end),
		cmocka_unit_test(a_title_of_a_megabyte_is_cut_and_listed_whole),
		cmocka_unit_test(a_jump_is_kept_and_nothing_else_of_its_annotation),
		cmocka_unit_test(a_jump_under_a_mark_goes),
		cmocka_unit_test(a_jump_beside_a_mark_stays),
		cmocka_unit_test(a_web_address_is_kept_only_when_asked_for),
		cmocka_unit_test(an_address_with_a_value_in_any_spelling_goes),
		cmocka_unit_test(what_an_address_spells_is_found_without_any_other_place),
		cmocka_unit_test(addresses_of_other_kinds_go),
		cmocka_unit_test(page_labels_are_kept_when_asked_for),
		cmocka_unit_test(a_label_that_spells_a_value_with_its_number_loses_both),
		cmocka_unit_test(elements_are_kept_with_standard_types_and_new_numbers),
		cmocka_unit_test(no_element_is_kept_unless_asked_for),
		cmocka_unit_test(a_description_goes_with_what_it_describes),
		cmocka_unit_test(a_description_of_the_parent_goes_as_well),
		cmocka_unit_test(a_marked_description_goes_alone),
		cmocka_unit_test(a_tree_that_loops_or_lies_about_pages_is_read_once),
		cmocka_unit_test(marked_content_that_never_ends_is_closed),
		cmocka_unit_test(the_proof_takes_brackets_for_words_and_nothing_else),
		cmocka_unit_test(the_proof_finds_a_bookmark_that_leads_elsewhere),
		cmocka_unit_test(the_proof_finds_what_was_not_asked_for),
		cmocka_unit_test(the_proof_finds_a_link_that_is_lost_moved_or_new),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
