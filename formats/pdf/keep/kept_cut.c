/* The words of what is kept, as units, and what marks take away of it. */
#include "formats/pdf/keep/kept.h"
#include "formats/pdf/keep/kept_marks.h"
#include "formats/pdf/rpdf.h"
#include "formats/pdf/keep/tags.h"
#include "redact/base/buf.h"
#include "redact/base/spelt.h"

#include <string.h>

enum {
	MOST_LINES   = 10000, /* labels that are spelt out for the search                       */
	LONG_NUMBER  = 1000,  /* a first page's number from here on is more than a number        */
};

/* ---- units --------------------------------------------------------------------------------------- */

/* An address as people read it, and once more as the words in it: Jane Doe is jane-doe there, or
 * jane_doe, or Jane+Doe; and what parts of it spell. */
static str uri_text(str uri, arena *mem)
{
	buf out = { 0 };
	spelt_percent(&out, uri);
	size_t n = out.n;
	buf_byte(&out, '\n');
	for (size_t i = 0; i < n; i++) {
		char c = out.p[i];
		bool small = i && out.p[i - 1] >= 'a' && out.p[i - 1] <= 'z';
		if (small && c >= 'A' && c <= 'Z')
			buf_byte(&out, ' '); /* JaneDoe */
		buf_byte(&out, c != '\0' && strchr("-_+/=&?.:;,#~!*'()@$%", c) ? ' ' : c);
	}
	str plain = str_dup(str_sub(buf_view(&out), 0, n), mem);
	spelt_words(&out, plain);
	str s = str_dup(buf_view(&out), mem);
	buf_free(&out);
	return s;
}

static void add_unit(text *out, unit_kind kind, str id, str words, int page)
{
	if (!words.n)
		return;
	unit *u = text_add(out, kind, id);
	u->text = words;
	u->page = (uint32_t)(page + 1);
	u->stays = true;
}

/* What readers show for the pages of a range, a page a line: a value may be made of a prefix and a
 * number. A plain "1, 2, 3 ..." holds nothing. */
static str label_text(const rpdf_label *l, int npages, size_t *lines, arena *mem)
{
	buf out = { 0 };
	if (l->prefix.n == 0 && l->start < LONG_NUMBER)
		return STR("");
	if (l->style != 'D') {
		buf_str(&out, l->prefix);
		if (l->start >= LONG_NUMBER)
			buf_fmt(&out, "\n%d", l->start);
	}
	for (int i = 0; l->style == 'D' && i < npages && (i == 0 || *lines < MOST_LINES); i++, (*lines)++)
		buf_fmt(&out, "%s" STR_FMT "%lld", i ? "\n" : "", STR_ARG(l->prefix), (long long)l->start + i);
	str s = str_dup(buf_view(&out), mem);
	buf_free(&out);
	return s;
}

void rpdf_kept_units(const rpdf_kept *k, text *out)
{
	size_t lines = 0;
	rpdf_tags_units(k->tags, out);
	for (size_t i = 0; i < k->nentries; i++) {
		const rpdf_entry *e = &k->entries[i];
		add_unit(out, UNIT_BOOKMARK, e->unit, e->title, -1);
		if (e->uri.n && !e->uri_listed)
			add_unit(out, UNIT_LINK, e->uri_unit, uri_text(e->uri, out->mem), -1);
	}
	for (size_t i = 0; i < k->nlinks; i++) {
		const rpdf_link *l = &k->links[i];
		if (l->uri.n && !l->uri_listed)
			add_unit(out, UNIT_LINK, l->uri_unit, uri_text(l->uri, out->mem), l->page);
	}
	for (size_t i = 0; i < k->nlabels; i++) {
		int end = i + 1 < k->nlabels ? k->labels[i + 1].from : k->npages;
		add_unit(out, UNIT_METADATA, k->labels[i].unit, label_text(&k->labels[i], end - k->labels[i].from, &lines, out->mem), -1);
	}
}

/* ---- marks --------------------------------------------------------------------------------------- */

struct cutting {
	rpdf_kept *k;
	rpdf_marks marks;
	const plan *p;
	arena *mem;
};

static bool is_marked(const struct cutting *c, str unit)
{
	size_t n;
	rpdf_marks_of(&c->marks, unit, &n);
	return n > 0;
}

static bool address_is_clean(fz_context *ctx, const struct cutting *c, str uri, str unit)
{
	if (is_marked(c, unit))
		return false;
	buf decoded = { 0 };
	spelt_percent(&decoded, uri);
	spelt_anyhow(&decoded, uri);
	str s = str_dup(buf_view(&decoded), c->mem);
	buf_free(&decoded);
	return !rpdf_holds_glued(ctx, &c->marks, s, false);
}

static void put_code(buf *out, const struct cutting *c, const mark *m)
{
	str code = c->p->label.n ? c->p->label : m->code;
	buf_fmt(out, "[" STR_FMT "]", STR_ARG(code.n ? code : STR("REDACTED")));
}

/* "Interview of [NAME]": the exhibit's outline stays of use. */
static str cut_words(fz_context *ctx, const struct cutting *c, str words, str unit)
{
	size_t n;
	const mark **m = rpdf_marks_of(&c->marks, unit, &n);
	buf out = { 0 };
	uint32_t at = 0;
	for (size_t i = 0; i < n; i++) {
		uint32_t beg = m[i]->beg > words.n ? (uint32_t)words.n : m[i]->beg;
		uint32_t end = m[i]->end > words.n ? (uint32_t)words.n : m[i]->end;
		if (end <= at)
			continue;
		if (beg >= at) {
			buf_str(&out, str_sub(words, at, beg));
			put_code(&out, c, m[i]);
		}
		at = end;
	}
	buf_str(&out, str_sub(words, at, words.n));
	str s = n ? str_dup(buf_view(&out), c->k->mem) : words;
	buf_free(&out);
	return rpdf_holds_glued(ctx, &c->marks, s, true) ? STR("[REDACTED]") : s;
}

/* ---- links under marks --------------------------------------------------------------------------- */

static rect area_of(const rpdf_link *l, const struct rpdf_page *page)
{
	fz_rect r = fz_transform_rect(l->area, page->ctm);
	return (rect){ r.x0, r.y0, r.x1, r.y1 };
}

/* Where the line moved along, what stands on it tells by its place how wide the removed word was. */
static rect reach_of(rect box, const handling *how, rect page)
{
	if (how->gap != GAP_EVEN)
		return box;
	if (box.x1 - box.x0 >= box.y1 - box.y0)
		return (rect){ page.x0, box.y0, page.x1, box.y1 };
	return (rect){ box.x0, page.y0, box.x1, page.y1 };
}

/* Marks by page, so that each link looks at those of its own. */
struct spots { rect *boxes; uint32_t *first; };

static struct spots spots_of(const struct cutting *c, const struct rpdf_page *pages, int npages)
{
	struct spots s = { NULL, arena_array(c->mem, uint32_t, (size_t)npages + 2) };
	const plan *p = c->p;
	for (int pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < p->n; i++) {
			const mark *m = &p->marks[i];
			if (m->state != MARK_ACCEPTED || m->page < 1 || m->page > (uint32_t)npages)
				continue;
			for (size_t b = 0; b < m->nboxes; b++) {
				if (pass == 0)
					s.first[m->page + 1]++;
				else
					s.boxes[s.first[m->page]++] = reach_of(m->boxes[b], &p->how, pages[m->page - 1].area);
			}
		}
		if (pass == 0) {
			for (int i = 1; i <= npages + 1; i++)
				s.first[i] += s.first[i - 1];
			s.boxes = arena_array(c->mem, rect, s.first[npages + 1]);
		}
	}
	return s; /* first[page] is now where page (from 1) ends, and page + 1 begins */
}

static bool lies_under(const struct spots *s, const rpdf_link *l, rect area)
{
	for (uint32_t i = s->first[l->page]; i < s->first[l->page + 1]; i++)
		if (rect_overlap(area, s->boxes[i]))
			return true;
	return false;
}

/* Where marks moved the rest of a line, a place on it would tell where it stood. */
static void blunt(rpdf_dest *to, const struct cutting *c, const struct spots *s)
{
	if (to->page < 0 || c->p->how.gap != GAP_EVEN || s->first[to->page] == s->first[to->page + 1])
		return;
	*to = (rpdf_dest){ .page = to->page, .fit = "Fit" };
}

static void cut_links(fz_context *ctx, struct cutting *c, const struct rpdf_page *pages, const struct spots *s, proof *report)
{
	uint32_t under = 0, dirty = 0, outside = 0;
	for (size_t i = 0; i < c->k->nlinks; i++) {
		rpdf_link *l = &c->k->links[i];
		rect area = area_of(l, &pages[l->page]);
		blunt(&l->to, c, s);
		if (!rect_overlap(area, pages[l->page].area))
			l->gone = ++outside;
		else if (lies_under(s, l, area))
			l->gone = ++under;
		else if (l->uri.n && !address_is_clean(ctx, c, l->uri, l->uri_unit))
			l->gone = ++dirty;
	}
	proof_drop(report, "link under a mark", under);
	proof_drop(report, "link whose address holds a marked value", dirty);
	proof_drop(report, "link", outside);
}

/* ---- all of it ----------------------------------------------------------------------------------- */

static void cut_all(fz_context *ctx, struct cutting *c, const struct rpdf_page *pages, int npages, proof *report)
{
	rpdf_kept *k = c->k;
	struct spots s = spots_of(c, pages, npages);
	uint32_t titles = 0, addresses = 0;
	for (size_t i = 0; i < k->nentries; i++) {
		rpdf_entry *e = &k->entries[i];
		str title = cut_words(ctx, c, e->title, e->unit);
		titles += !str_eq(title, e->title);
		e->title = title;
		blunt(&e->to, c, &s);
		if (e->uri.n && !address_is_clean(ctx, c, e->uri, e->uri_unit)) {
			addresses++;
			e->uri = STR("");
		}
	}
	for (size_t i = 0; i < k->nlabels; i++)
		if (!rpdf_is_clean(ctx, &c->marks, k->labels[i].unit, k->labels[i].prefix)) {
			k->labels[i].prefix = STR("");
			k->labels[i].start = 1;
			proof_drop(report, "page label that holds a marked value", 1);
		}
	cut_links(ctx, c, pages, &s, report);
	if (titles)
		proof_note(report, "bookmarks with words taken out of their titles: %u", titles);
	proof_drop(report, "target of a bookmark", k->lost_targets + addresses);
}

void rpdf_cut_kept(fz_context *ctx, rpdf_kept *k, const plan *p, const struct rpdf_page *pages, int npages, proof *report)
{
	struct cutting c = { .k = k, .p = p, .mem = arena_new() };
	fz_try(ctx) {
		rpdf_open_marks(ctx, &c.marks, p);
		cut_all(ctx, &c, pages, npages, report);
		rpdf_cut_tags(ctx, k->tags, &c.marks, report);
	}
	fz_always(ctx) {
		rpdf_close_marks(&c.marks);
		arena_drop(c.mem);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
}
