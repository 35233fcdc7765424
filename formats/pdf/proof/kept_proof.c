#include "formats/pdf/proof/kept_proof.h"
#include "formats/pdf/read/doctext.h"
#include "formats/pdf/read/pagetree.h"
#include "formats/pdf/rpdf.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { MOST_READ = 200000, LEVELS = 48, MOST_LOOKED = 1000000, LONG_TITLE = 4096 };

/* UNKNOWN: a target that is no page, or that only we cannot tell. */
enum { UNKNOWN = -1 };

/* One side of the comparison. */
typedef struct side {
	pdf_document *doc;
	arena *mem;
	pdf_obj **pages; int npages;
	int *number; int nobjects;   /* of the page that an object is, from 1 */
} side;

typedef struct heading { str title; int level, page; float top; } heading;
typedef struct headings { heading *list; size_t n, room; } headings;

static void open_side(fz_context *ctx, side *s, pdf_document *doc, arena *mem)
{
	*s = (side){ .doc = doc, .mem = mem };
	s->npages = (int)rpdf_pages(ctx, doc, mem, &s->pages, NULL);
	s->nobjects = pdf_xref_len(ctx, doc);
	s->number = arena_array(mem, int, (size_t)s->nobjects);
	for (int i = s->npages; i-- > 0;)
		if (pdf_to_num(ctx, s->pages[i]) < s->nobjects)
			s->number[pdf_to_num(ctx, s->pages[i])] = i + 1;
}

/* ---- targets ------------------------------------------------------------------------------------- */

static pdf_obj *look_up(fz_context *ctx, const side *s, pdf_obj *dest)
{
	pdf_obj *found = NULL;
	fz_var(found);
	fz_try(ctx)
		found = pdf_lookup_dest(ctx, s->doc, dest);
	fz_catch(ctx)
		fz_rethrow_if(ctx, FZ_ERROR_MEMORY);
	return found;
}

/* The page, and in *top how far up on it; NAN where that is not said. */
static int page_of_dest(fz_context *ctx, const side *s, pdf_obj *dest, float *top)
{
	*top = NAN;
	if (pdf_is_name(ctx, dest) || pdf_is_string(ctx, dest))
		dest = look_up(ctx, s, dest);
	if (pdf_is_dict(ctx, dest))
		dest = pdf_dict_gets(ctx, dest, "D");
	pdf_obj *page = pdf_array_get(ctx, dest, 0), *up;
	int num = pdf_to_num(ctx, page), at;
	if (num > 0)
		at = num < s->nobjects ? s->number[num] - 1 : UNKNOWN;
	else
		at = pdf_is_int(ctx, page) ? pdf_to_int(ctx, page) : UNKNOWN;
	const char *fit = pdf_to_name(ctx, pdf_array_get(ctx, dest, 1));
	up = pdf_array_get(ctx, dest, strcmp(fit, "XYZ") == 0 ? 3 : 2);
	if ((strcmp(fit, "XYZ") == 0 || strcmp(fit, "FitH") == 0) && pdf_is_number(ctx, up))
		*top = pdf_to_real(ctx, up);
	return at >= 0 && at < s->npages ? at : UNKNOWN;
}

/* NULL for what leads nowhere in the document. */
static pdf_obj *target_of(fz_context *ctx, pdf_obj *holder)
{
	pdf_obj *dest = pdf_dict_gets(ctx, holder, "Dest"), *action = pdf_dict_gets(ctx, holder, "A");
	if (!dest && strcmp(pdf_to_name(ctx, pdf_dict_gets(ctx, action, "S")), "GoTo") == 0)
		dest = pdf_dict_gets(ctx, action, "D");
	return dest;
}

/* The pages that a named action turns to, ISO 32000-1, table 211. from: the page of what is clicked, or UNKNOWN. */
static int page_of_turn(fz_context *ctx, const side *s, pdf_obj *action, int from)
{
	const char *name = pdf_to_name(ctx, pdf_dict_gets(ctx, action, "N"));
	int last = s->npages - 1;
	if (strcmp(pdf_to_name(ctx, pdf_dict_gets(ctx, action, "S")), "Named") != 0)
		return UNKNOWN;
	if (strcmp(name, "FirstPage") == 0 || strcmp(name, "LastPage") == 0)
		return name[0] == 'F' ? 0 : last;
	if (from == UNKNOWN)
		return UNKNOWN;
	if (strcmp(name, "PrevPage") == 0)
		return from > 0 ? from - 1 : 0;
	return strcmp(name, "NextPage") == 0 ? (from < last ? from + 1 : last) : UNKNOWN;
}

static int page_of_target(fz_context *ctx, const side *s, pdf_obj *holder, int from, float *top)
{
	pdf_obj *dest = target_of(ctx, holder);
	*top = NAN;
	if (dest)
		return page_of_dest(ctx, s, dest, top);
	return pdf_dict_gets(ctx, holder, "Dest") ? UNKNOWN : page_of_turn(ctx, s, pdf_dict_gets(ctx, holder, "A"), from);
}

/* The written file is our own: there every place must be known. */
static bool same_place(int was, float was_top, int is, float is_top, bool even)
{
	if (was == UNKNOWN)
		return true;
	if (was != is)
		return false;
	return even || isnan(was_top) || !(fabsf(was_top) < 14400) || fabsf(was_top - is_top) < 0.02f;
}

/* ---- outlines ------------------------------------------------------------------------------------ */

static str title_of(fz_context *ctx, const side *s, pdf_obj *item)
{
	str t = rpdf_object_text(ctx, pdf_dict_gets(ctx, item, "Title"), s->mem);
	char *p = str_z(str_sub(t, 0, LONG_TITLE), s->mem);
	for (char *c = p; *c; c++)
		if ((unsigned char)*c < ' ')
			*c = ' ';
	return str_trim(str_of(p));
}

/* Depth first with a list of what comes after; each object counts once. */
static headings read_headings(fz_context *ctx, const side *s)
{
	typedef struct pending { pdf_obj *item; int level; } pending;
	headings h = { 0 };
	pending *stack = NULL;
	size_t n = 0, room = 0;
	bool *seen = arena_array(s->mem, bool, (size_t)s->nobjects);
	pdf_obj *root = pdf_dict_gets(ctx, pdf_trailer(ctx, s->doc), "Root");
	*ARENA_PUSH(s->mem, stack, n, room) = (pending){ pdf_dict_gets(ctx, pdf_dict_gets(ctx, root, "Outlines"), "First"), 0 };
	while (n && h.n < MOST_READ) {
		pending at = stack[--n];
		int num = pdf_to_num(ctx, at.item);
		if (!pdf_is_dict(ctx, at.item) || num >= s->nobjects || (num > 0 && seen[num]))
			continue;
		seen[num > 0 ? num : 0] = true;
		heading *one = ARENA_PUSH(s->mem, h.list, h.n, h.room);
		one->title = title_of(ctx, s, at.item);
		one->level = at.level;
		one->page = page_of_target(ctx, s, at.item, UNKNOWN, &one->top);
		pdf_obj *first = pdf_dict_gets(ctx, at.item, "First"), *next = pdf_dict_gets(ctx, at.item, "Next");
		if (next)
			*ARENA_PUSH(s->mem, stack, n, room) = (pending){ next, at.level };
		if (first)
			*ARENA_PUSH(s->mem, stack, n, room) = (pending){ first, at.level + 1 < LEVELS ? at.level + 1 : LEVELS - 1 };
	}
	return h;
}

/* True when `is` is `was` with some of it replaced by words in brackets. */
static bool is_cut_of(str was, str is)
{
	size_t at = 0, from = 0;
	while (from < is.n) {
		size_t end = from;
		while (end < is.n && is.p[end] != '[')
			end++;
		str piece = str_sub(is, from, end);
		const char *found = piece.n ? memmem(was.p + at, was.n - at, piece.p, piece.n) : was.p + at;
		if (!found)
			return false;
		at = (size_t)(found - was.p) + piece.n;
		while (end < is.n && is.p[end] != ']')
			end++;
		from = end < is.n ? end + 1 : end;
	}
	return true;
}

static void prove_outlines(fz_context *ctx, const side *a, const side *b, const handling *how, proof *report)
{
	headings was = read_headings(ctx, a), is = read_headings(ctx, b);
	size_t same = 0;
	uint32_t cut = 0;
	if (!(how->keep & KEEP_OUTLINES)) {
		if (is.n)
			proof_check(report, "outlines-kept", CHECK_FAIL, "there are bookmarks that nobody asked for");
		return;
	}
	while (same < was.n && same < is.n) {
		const heading *x = &was.list[same], *y = &is.list[same];
		bool title = str_eq(x->title, y->title);
		if (x->level != y->level || !same_place(x->page, x->top, y->page, y->top, how->gap == GAP_EVEN) ||
		    !(title || is_cut_of(x->title, y->title)))
			break;
		cut += !title;
		same++;
	}
	if (same < was.n || same < is.n)
		proof_check(report, "outlines-kept", CHECK_FAIL, "bookmark %zu is not that of the source, which has %zu, the output %zu",
		            same + 1, was.n, is.n);
	else if (was.n)
		proof_check(report, "outlines-kept", CHECK_PASS, "%zu bookmark%s, %u of them without words of their title",
		            was.n, was.n == 1 ? "" : "s", cut);
}

/* ---- links --------------------------------------------------------------------------------------- */

struct links {
	const side *a, *b;
	const plan *p;
	const handling *how;
	size_t looked, kept, under_marks, foreign;
	int bad;   /* page from 1 */
};

static pdf_obj *next_link(fz_context *ctx, struct links *l, pdf_obj *annots, int *i)
{
	for (int n = pdf_array_len(ctx, annots); *i < n && l->looked++ < MOST_LOOKED; (*i)++) {
		pdf_obj *a = pdf_array_get(ctx, annots, *i);
		if (strcmp(pdf_to_name(ctx, pdf_dict_gets(ctx, a, "Subtype")), "Link") == 0)
			return a;
	}
	return NULL;
}

static bool near(float a, float b)
{
	return fabsf(a - b) < 0.02f || !(fabsf(a) < 14400);
}

static str address_of(fz_context *ctx, pdf_obj *annot)
{
	return str_trim(mu_string_str(ctx, pdf_dict_gets(ctx, pdf_dict_gets(ctx, annot, "A"), "URI")));
}

static bool same_link(fz_context *ctx, const struct links *l, pdf_obj *x, pdf_obj *y, int page)
{
	fz_rect r = pdf_dict_get_rect(ctx, x, PDF_NAME(Rect)), s = pdf_dict_get_rect(ctx, y, PDF_NAME(Rect));
	float was_top, is_top;
	int was = page_of_target(ctx, l->a, x, page, &was_top), is = page_of_target(ctx, l->b, y, page, &is_top);
	bool leads = was != UNKNOWN || target_of(ctx, x);
	bool place = is == UNKNOWN ? str_eq(address_of(ctx, x), address_of(ctx, y))
	                           : leads && same_place(was, was_top, is, is_top, l->how->gap == GAP_EVEN);
	return place && near(r.x0, s.x0) && near(r.y0, s.y0) && near(r.x1, s.x1) && near(r.y1, s.y1);
}

static bool is_in_line(rect a, rect b)
{
	return (a.y0 < b.y1 && b.y0 < a.y1) || (a.x0 < b.x1 && b.x0 < a.x1);
}

/* Why a link of the source may lack: it led nowhere that is kept, or a mark lies on it. */
static bool may_lack(fz_context *ctx, struct links *l, pdf_obj *annot, int page)
{
	fz_matrix ctm;
	rect area;
	float top;
	rpdf_measure_page(ctx, l->a->pages[page], &ctm, &area);
	fz_rect r = fz_transform_rect(pdf_dict_get_rect(ctx, annot, PDF_NAME(Rect)), ctm);
	rect at = { r.x0, r.y0, r.x1, r.y1 };
	if (page_of_target(ctx, l->a, annot, page, &top) == UNKNOWN || !rect_overlap(at, area) ||
	    pdf_dict_get_int(ctx, annot, PDF_NAME(F)) & (2 | 32)) {
		l->foreign++;
		return true;
	}
	for (size_t i = 0; i < l->p->n; i++) {
		const mark *m = &l->p->marks[i];
		for (size_t k = 0; m->state == MARK_ACCEPTED && m->page == (uint32_t)page + 1 && k < m->nboxes; k++)
			if (rect_overlap(m->boxes[k], at) || (l->how->gap == GAP_EVEN && is_in_line(m->boxes[k], at))) {
				l->under_marks++;
				return true;
			}
	}
	return false;
}

static void prove_page_links(fz_context *ctx, struct links *l, int page)
{
	pdf_obj *was = pdf_dict_gets(ctx, l->a->pages[page], "Annots"), *is = pdf_dict_gets(ctx, l->b->pages[page], "Annots");
	int i = 0, j = 0;
	pdf_obj *y = next_link(ctx, l, is, &j);
	for (pdf_obj *x; !l->bad && (x = next_link(ctx, l, was, &i)); i++) {
		if (y && same_link(ctx, l, x, y, page)) {
			l->kept++;
			j++;
			y = next_link(ctx, l, is, &j);
		} else if (!may_lack(ctx, l, x, page)) {
			l->bad = page + 1;
		}
	}
	if (y)
		l->bad = page + 1;
}

static void prove_links(fz_context *ctx, const side *a, const side *b, const plan *p, const handling *how, proof *report)
{
	struct links l = { .a = a, .b = b, .p = p, .how = how };
	bool kept = how->keep & (KEEP_JUMPS | KEEP_LINKS);
	for (int page = 0; page < a->npages && !l.bad; page++) {
		if (kept)
			prove_page_links(ctx, &l, page);
		else if (next_link(ctx, &l, pdf_dict_gets(ctx, b->pages[page], "Annots"), &(int){ 0 }))
			l.bad = page + 1;
	}
	if (l.bad)
		proof_check(report, "links-kept", CHECK_FAIL, "page %d: its links are not those of the source", l.bad);
	else if (l.kept || l.under_marks || l.foreign)
		proof_check(report, "links-kept", CHECK_PASS, "%zu link%s; %zu under a mark and %zu that led elsewhere are gone",
		            l.kept, l.kept == 1 ? "" : "s", l.under_marks, l.foreign);
}

/* ---- all of it ----------------------------------------------------------------------------------- */

void rpdf_prove_kept(fz_context *ctx, pdf_document *before, pdf_document *after, const plan *p,
                     const handling *how, proof *report)
{
	arena *mem = arena_new();
	fz_try(ctx) {
		side a, b;
		open_side(ctx, &a, before, mem);
		open_side(ctx, &b, after, mem);
		prove_outlines(ctx, &a, &b, how, report);
		if (a.npages == b.npages) /* where they differ a check says so already */
			prove_links(ctx, &a, &b, p, how, report);
	}
	fz_always(ctx)
		arena_drop(mem);
	fz_catch(ctx)
		fz_rethrow(ctx);
}
