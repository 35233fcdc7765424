/*
 * What there is of bookmarks, links and page labels. A stranger made these trees: they may loop,
 * lie about their counts, or be deeper than any stack. Nothing here calls itself, each object is
 * seen once, and only what is followed from the front (First, Next, Kids) is believed.
 */
#include "formats/pdf/read/doctext.h"
#include "formats/pdf/keep/kept.h"
#include "formats/pdf/keep/kept_dest.h"
#include "formats/pdf/keep/tags.h"

#include <math.h>
#include <string.h>

enum {
	MOST_ENTRIES = 200000,
	MOST_LINKS   = 1000000,
	MOST_LABELS  = 100000,
	MOST_TITLE   = 4096,  /* bytes of UTF-8                                              */
	MOST_URI     = 2048,
	DEEPEST      = 48,    /* levels of an outline; what is deeper moves up to this one    */
};

enum { CLAIM_TITLE = 1, CLAIM_URI = 2, CLAIM_INNER_URI = 4 }; /* of an object; of its direct /A */

struct reading {
	pdf_document *doc;
	rpdf_kept *k;
	rpdf_targets at;
	unsigned char *seen;  /* by object number                                    */
	size_t loose;         /* addresses in dictionaries that are no objects        */
	size_t looked;        /* annotations looked at: pages may share a long list   */
};

/* ---- claims -------------------------------------------------------------------------------------- */

static bool claim(struct reading *r, int num, unsigned char what)
{
	if (num <= 0 || num >= r->k->nclaims)
		return false;
	r->k->claims[num] |= what;
	return true;
}

bool rpdf_kept_claims(const rpdf_kept *k, int num, const char *within, const char *key)
{
	if (k && !within && rpdf_tags_claims(k->tags, num, key))
		return true;
	if (!k || num <= 0 || num >= k->nclaims || !key)
		return false;
	if (within)
		return strcmp(within, "A") == 0 && strcmp(key, "URI") == 0 && k->claims[num] & CLAIM_INNER_URI;
	return (strcmp(key, "Title") == 0 && k->claims[num] & CLAIM_TITLE) ||
	       (strcmp(key, "URI") == 0 && k->claims[num] & CLAIM_URI);
}

/* ---- addresses ----------------------------------------------------------------------------------- */

static bool is_web_address(str uri)
{
	static const char *const schemes[] = { "https://", "http://", "mailto:" };
	for (size_t i = 0; i < uri.n; i++)
		if (uri.p[i] <= ' ' || uri.p[i] > '~' || strchr("<>\"\\^`{|}", uri.p[i]))
			return false;
	for (size_t i = 0; i < nelem(schemes); i++)
		if (uri.n > strlen(schemes[i]) && strncasecmp(uri.p, schemes[i], strlen(schemes[i])) == 0)
			return uri.n <= MOST_URI;
	return false;
}

/* The address behind the action of a holder, "" where it is none that is kept. *unit is its unit's
 * id, *listed whether another holder has the same action. */
static str read_uri(fz_context *ctx, struct reading *r, pdf_obj *holder, str *unit, bool *listed)
{
	pdf_obj *action = pdf_dict_get(ctx, holder, PDF_NAME(A));
	int num = pdf_to_num(ctx, action), around = pdf_to_num(ctx, holder);
	if (!(r->k->keep & KEEP_LINKS) || strcmp(pdf_to_name(ctx, pdf_dict_get(ctx, action, PDF_NAME(S))), "URI") != 0)
		return STR("");
	str uri = str_trim(mu_string_str(ctx, pdf_dict_get(ctx, action, PDF_NAME(URI))));
	if (!is_web_address(uri))
		return STR("");
	*listed = rpdf_kept_claims(r->k, num ? num : around, num ? NULL : "A", "URI");
	if (num > 0 && claim(r, num, CLAIM_URI))
		*unit = str_fmt(r->k->mem, "link %d /URI", num);
	else if (claim(r, around, CLAIM_INNER_URI))
		*unit = str_fmt(r->k->mem, "link %d /A/URI", around);
	else
		*unit = str_fmt(r->k->mem, "link number %zu", ++r->loose);
	return str_dup(uri, r->k->mem);
}

/* The four turnings of pages that every reader knows, ISO 32000-1, table 211: from a link they are
 * places like any other. from: the link's page, -1 for an entry of the outline. */
static rpdf_dest named_turn(const struct reading *r, const char *name, int from)
{
	rpdf_dest to = { .page = -1, .fit = "XYZ", .n = 3 };
	if (strcmp(name, "FirstPage") == 0)
		to.page = 0;
	else if (strcmp(name, "LastPage") == 0)
		to.page = r->at.npages - 1;
	else if (strcmp(name, "PrevPage") == 0 && from >= 0)
		to.page = from > 0 ? from - 1 : 0;
	else if (strcmp(name, "NextPage") == 0 && from >= 0)
		to.page = from + 1 < r->at.npages ? from + 1 : from;
	return to;
}

static rpdf_dest read_target(fz_context *ctx, struct reading *r, pdf_obj *holder, int from)
{
	pdf_obj *action = pdf_dict_get(ctx, holder, PDF_NAME(A)), *dest = pdf_dict_get(ctx, holder, PDF_NAME(Dest));
	if (!dest && pdf_name_eq(ctx, pdf_dict_get(ctx, action, PDF_NAME(S)), PDF_NAME(Named)))
		return named_turn(r, pdf_to_name(ctx, pdf_dict_get(ctx, action, PDF_NAME(N))), from);
	if (!dest && pdf_name_eq(ctx, pdf_dict_get(ctx, action, PDF_NAME(S)), PDF_NAME(GoTo)))
		dest = pdf_dict_get(ctx, action, PDF_NAME(D));
	return rpdf_find_dest(ctx, &r->at, dest);
}

/* ---- the outline --------------------------------------------------------------------------------- */

/* Breaks of lines and tabs have no place in a title. */
static str one_line(str s, arena *mem)
{
	char *p = str_z(s, mem);
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)p[i] < ' ' || p[i] == 0x7f)
			p[i] = ' ';
	return str_trim((str){ p, s.n });
}

static str read_title(fz_context *ctx, struct reading *r, pdf_obj *item, rpdf_entry *e)
{
	int num = pdf_to_num(ctx, item);
	str title = rpdf_object_text(ctx, pdf_dict_get(ctx, item, PDF_NAME(Title)), r->k->mem);
	bool whole = title.n <= MOST_TITLE;
	if (!whole) {
		size_t end = MOST_TITLE;
		while (end > 0 && ((unsigned char)title.p[end] & 0xC0) == 0x80)
			end--;
		title = str_sub(title, 0, end);
	}
	/* Of a title that is cut the rest is words as well, so it is listed as a whole beside this. */
	if (whole && claim(r, num, CLAIM_TITLE))
		e->unit = str_fmt(r->k->mem, "bookmark %d /Title", num);
	else
		e->unit = str_fmt(r->k->mem, "bookmark number %zu", r->k->nentries + 1);
	return one_line(title, r->k->mem);
}

static void read_colour(fz_context *ctx, pdf_obj *item, rpdf_entry *e)
{
	pdf_obj *c = pdf_dict_get(ctx, item, PDF_NAME(C));
	e->coloured = pdf_array_len(ctx, c) == 3;
	for (int i = 0; e->coloured && i < 3; i++) {
		float v = pdf_array_get_real(ctx, c, i);
		e->colour[i] = isfinite(v) ? roundf(fz_clamp(v, 0, 1) * 255) / 255 : 0;
	}
}

static int read_entry(fz_context *ctx, struct reading *r, pdf_obj *item, int parent, int depth)
{
	rpdf_kept *k = r->k;
	int flags = pdf_dict_get_int(ctx, item, PDF_NAME(F));
	rpdf_entry e = {
		.parent = parent, .depth = depth, .open = pdf_dict_get_int(ctx, item, PDF_NAME(Count)) > 0,
		.italic = flags & 1, .bold = flags & 2,
	};
	e.title = read_title(ctx, r, item, &e);
	e.to = read_target(ctx, r, item, -1);
	if (e.to.page < 0)
		e.uri = read_uri(ctx, r, item, &e.uri_unit, &e.uri_listed);
	k->lost_targets += e.to.page < 0 && !e.uri.n &&
	                   (pdf_dict_get(ctx, item, PDF_NAME(A)) || pdf_dict_get(ctx, item, PDF_NAME(Dest)));
	read_colour(ctx, item, &e);
	*ARENA_PUSH(k->mem, k->entries, k->nentries, k->entries_room) = e;
	return (int)k->nentries - 1;
}

/* An object is an entry once; one that is no object of its own cannot loop. */
static bool is_new(fz_context *ctx, struct reading *r, pdf_obj *item)
{
	int num = pdf_to_num(ctx, item);
	if (!pdf_is_dict(ctx, item) || num < 0 || num >= r->k->nclaims || (num && r->seen[num]))
		return false;
	r->seen[num] = 1;
	return true;
}

static void read_outline(fz_context *ctx, struct reading *r)
{
	struct level { pdf_obj *next; int parent; } up[DEEPEST] = { 0 };
	pdf_obj *root = pdf_dict_get(ctx, pdf_trailer(ctx, r->doc), PDF_NAME(Root));
	pdf_obj *item = pdf_dict_get(ctx, pdf_dict_get(ctx, root, PDF_NAME(Outlines)), PDF_NAME(First));
	int depth = 0, parent = -1;
	/* Beyond the deepest level, siblings wait here for the children before them. */
	pdf_obj **waiting = NULL;
	size_t n = 0, room = 0;
	arena *mem = arena_new();
	fz_try(ctx)
		while (r->k->nentries < MOST_ENTRIES) {
			if (!is_new(ctx, r, item)) {
				if (n) {
					item = waiting[--n];
				} else if (depth) {
					item = up[--depth].next;
					parent = up[depth].parent;
				} else {
					break;
				}
				continue;
			}
			int made = read_entry(ctx, r, item, parent, depth);
			pdf_obj *first = pdf_dict_get(ctx, item, PDF_NAME(First)), *next = pdf_dict_get(ctx, item, PDF_NAME(Next));
			if (first && depth < DEEPEST - 1) {
				up[depth++] = (struct level){ next, parent };
				parent = made;
				item = first;
			} else if (first) {
				*ARENA_PUSH(mem, waiting, n, room) = next;
				item = first;
			} else {
				item = next;
			}
		}
	fz_always(ctx)
		arena_drop(mem);
	fz_catch(ctx)
		fz_rethrow(ctx);
}

/* ---- links --------------------------------------------------------------------------------------- */

static void read_link(fz_context *ctx, struct reading *r, pdf_obj *annot, int page)
{
	rpdf_kept *k = r->k;
	rpdf_link l = { .page = page, .to = read_target(ctx, r, annot, page) };
	fz_rect area = pdf_dict_get_rect(ctx, annot, PDF_NAME(Rect));
	if (pdf_dict_get_int(ctx, annot, PDF_NAME(F)) & (2 | 32)) /* hidden, no view */
		return;
	l.area = fz_make_rect(rpdf_plain_number(area.x0), rpdf_plain_number(area.y0),
	                      rpdf_plain_number(area.x1), rpdf_plain_number(area.y1));
	if (l.to.page < 0)
		l.uri = read_uri(ctx, r, annot, &l.uri_unit, &l.uri_listed);
	if ((l.to.page >= 0 || l.uri.n) && !fz_is_empty_rect(l.area))
		*ARENA_PUSH(k->mem, k->links, k->nlinks, k->links_room) = l;
}

static void read_links(fz_context *ctx, struct reading *r)
{
	for (int p = 0; p < r->at.npages; p++) {
		pdf_obj *annots = pdf_dict_get(ctx, r->at.pages[p], PDF_NAME(Annots));
		for (int i = 0, n = pdf_array_len(ctx, annots); i < n && r->looked++ < MOST_LINKS; i++) {
			pdf_obj *a = pdf_array_get(ctx, annots, i);
			if (pdf_name_eq(ctx, pdf_dict_get(ctx, a, PDF_NAME(Subtype)), PDF_NAME(Link)))
				read_link(ctx, r, a, p);
		}
	}
}

/* ---- labels -------------------------------------------------------------------------------------- */

static int by_from(const void *a, const void *b)
{
	return ((const rpdf_label *)a)->from - ((const rpdf_label *)b)->from;
}

static void read_label(fz_context *ctx, struct reading *r, int from, pdf_obj *range)
{
	rpdf_kept *k = r->k;
	const char *style = pdf_to_name(ctx, pdf_dict_get(ctx, range, PDF_NAME(S)));
	int start = pdf_to_int(ctx, pdf_dict_gets(ctx, range, "St"));
	str prefix = rpdf_object_text(ctx, pdf_dict_get(ctx, range, PDF_NAME(P)), k->mem);
	if (from < 0 || from >= r->at.npages || !pdf_is_dict(ctx, range) || k->nlabels == MOST_LABELS || prefix.n > MOST_TITLE)
		return;
	*ARENA_PUSH(k->mem, k->labels, k->nlabels, k->labels_room) = (rpdf_label){
		.from = from, .style = style[0] && !style[1] && strchr("DRrAa", style[0]) ? style[0] : 0,
		.start = start > 1 ? start : 1, .prefix = one_line(prefix, k->mem),
	};
}

static void read_labels(fz_context *ctx, struct reading *r)
{
	pdf_obj *root = pdf_dict_get(ctx, pdf_trailer(ctx, r->doc), PDF_NAME(Root));
	pdf_obj *top = pdf_dict_gets(ctx, root, "PageLabels");
	rpdf_kept *k = r->k;
	pdf_obj **todo = NULL;
	size_t n = 0, room = 0, kept = 0;
	arena *mem = arena_new();
	fz_try(ctx) {
		if (pdf_is_dict(ctx, top))
			*ARENA_PUSH(mem, todo, n, room) = top;
		while (n) {
			pdf_obj *node = todo[--n], *kids = pdf_dict_get(ctx, node, PDF_NAME(Kids));
			pdf_obj *nums = pdf_dict_get(ctx, node, PDF_NAME(Nums));
			for (int i = 0, m = pdf_array_len(ctx, nums); i + 1 < m; i += 2)
				read_label(ctx, r, pdf_array_get_int(ctx, nums, i), pdf_array_get(ctx, nums, i + 1));
			for (int i = 0, m = pdf_array_len(ctx, kids); i < m; i++)
				if (is_new(ctx, r, pdf_array_get(ctx, kids, i)))
					*ARENA_PUSH(mem, todo, n, room) = pdf_array_get(ctx, kids, i);
		}
	}
	fz_always(ctx)
		arena_drop(mem);
	fz_catch(ctx)
		fz_rethrow(ctx);
	if (k->nlabels)
		qsort(k->labels, k->nlabels, sizeof *k->labels, by_from);
	for (size_t i = 0; i < k->nlabels; i++)
		if (i == 0 || k->labels[i].from != k->labels[i - 1].from)
			k->labels[kept++] = k->labels[i];
	k->nlabels = kept;
	for (size_t i = 0; i < kept; i++)
		k->labels[i].unit = str_fmt(k->mem, "page label %zu", i + 1);
}

/* ---- all of it ----------------------------------------------------------------------------------- */

rpdf_kept *rpdf_read_kept(fz_context *ctx, pdf_document *doc, const handling *how, arena *mem)
{
	rpdf_kept *k = arena_array(mem, rpdf_kept, 1);
	k->mem = mem;
	k->keep = how->keep;
	k->tags = rpdf_read_tags(ctx, doc, how, mem);
	if (!(k->keep & (KEEP_OUTLINES | KEEP_JUMPS | KEEP_LINKS | KEEP_LABELS)))
		return k;
	struct reading r = { .doc = doc, .k = k };
	arena *own = arena_new();
	fz_try(ctx) {
		rpdf_open_targets(ctx, &r.at, doc, own);
		k->npages = r.at.npages;
		k->nclaims = r.at.nobjects;
		k->claims = arena_alloc(mem, (size_t)k->nclaims);
		r.seen = arena_alloc(own, (size_t)k->nclaims);
		if (k->keep & KEEP_OUTLINES)
			read_outline(ctx, &r);
		if (k->keep & (KEEP_JUMPS | KEEP_LINKS))
			read_links(ctx, &r);
		if (k->keep & KEEP_LABELS)
			read_labels(ctx, &r);
	}
	fz_always(ctx)
		arena_drop(own);
	fz_catch(ctx)
		fz_rethrow(ctx);
	return k;
}

uint32_t rpdf_kept_entries(const rpdf_kept *k)
{
	return k ? (uint32_t)k->nentries : 0;
}

uint32_t rpdf_kept_links(const rpdf_kept *k)
{
	return k ? (uint32_t)k->nlinks : 0;
}
