/*
 * Source against output: outside the marks the words are the same, paragraphs, tables and pictures
 * are as many as before, and every reference inside the written package leads somewhere.
 */
#include "formats/docx/import/links.h"
#include "formats/docx/inner.h"
#include "formats/docx/proof/pictures.h"

#include <string.h>

/* ---- words ----------------------------------------------------------------------------------- */

static bool is_shape(char c)
{
	return c == '\n' || c == '\t';
}

/* What a unit must say once its marks are applied: a label where the first word of each mark
 * stood, and of the rest only what gives the document its shape. */
static void expected(buf *out, str text_before, const cut *cuts, size_t n)
{
	size_t at = 0;
	for (size_t i = 0; i < n; i++) {
		size_t end = cuts[i].end < text_before.n ? cuts[i].end : text_before.n;
		if (cuts[i].beg > end)
			break;
		buf_str(out, str_sub(text_before, at, cuts[i].beg));
		bool labelled = false;
		for (at = cuts[i].beg; at < end; at++) {
			if (is_shape(text_before.p[at]))
				buf_byte(out, text_before.p[at]);
			else if (!labelled) {
				buf_str(out, cuts[i].label);
				labelled = true;
			}
		}
	}
	buf_str(out, str_sub(text_before, at, text_before.n));
}

static str next_line(str *rest)
{
	str line = STR("");
	while (line.n == 0 && str_cut(rest, '\n', &line))
		line = str_trim(line);
	return line;
}

/* A description has a line of its own while anything is left of it, without blanks at its ends. */
static bool same_descriptions(str a, str b)
{
	str one, other;
	do {
		one = next_line(&a);
		other = next_line(&b);
	} while (one.n && str_eq(one, other));
	return one.n == 0 && other.n == 0;
}

/* Seams (words.c) lie where what is raised meets what is not, so that a label may have one more or less. */
static str without_seams(str s, arena *mem)
{
	static const str SEAM = { "\xe2\x80\x8b", 3 };
	if (!memmem(s.p, s.n, SEAM.p, SEAM.n))
		return s;
	char *out = arena_alloc(mem, s.n);
	size_t n = 0;
	for (size_t i = 0; i < s.n;) {
		if (str_starts(str_sub(s, i, s.n), "\xe2\x80\x8b"))
			i += SEAM.n;
		else
			out[n++] = s.p[i++];
	}
	return (str){ out, n };
}

static bool says(const unit *now, str id, str want, arena *mem)
{
	str words = now ? without_seams(now->text, mem) : STR("");
	want = without_seams(want, mem);
	return str_ends(id, " said of pictures") ? same_descriptions(words, want) : str_eq(words, want);
}

static bool compare_words(docx *from, const text *before, docx *to, const text *after, const plan *p,
                          proof *report, err *e)
{
	size_t compared = 0;
	for (size_t i = 0; i < before->n; i++) {
		const unit *u = &before->units[i];
		if (!u->stays || stacks_is_unit(u->id))
			continue;
		cut *cuts;
		size_t n = docx_cuts(from, p, u->id, from->mem, &cuts);
		buf want = { 0 };
		expected(&want, u->text, cuts, n);
		const unit *now = text_lookup(after, u->id);
		bool same = says(now, u->id, buf_view(&want), from->mem);
		buf_free(&want);
		if (!same) {
			proof_check(report, "text-kept", CHECK_FAIL, STR_FMT ": says something else than before outside the marks",
			            STR_ARG(u->id));
			return true;
		}
		compared++;
	}
	for (size_t i = 0; i < after->n; i++)
		if (after->units[i].stays && after->units[i].text.n && !stacks_is_unit(after->units[i].id) && !text_lookup(before, after->units[i].id)) {
			proof_check(report, "text-kept", CHECK_FAIL, STR_FMT ": was not in the source", STR_ARG(after->units[i].id));
			return true;
		}
	uint64_t lost;
	if (!docx_letters_lost(from, before, to, p, &lost, e))
		return false;
	if (lost)
		proof_check(report, "text-kept", CHECK_FAIL, "%llu letters of the source are neither in the output nor told",
		            (unsigned long long)lost);
	else
		proof_check(report, "text-kept", CHECK_PASS, "%zu parts compared word for word", compared);
	return true;
}

/* ---- shape ----------------------------------------------------------------------------------- */

struct shape {
	uint32_t count[8];
};

static const struct { unsigned char space; const char *name, *what; } counted[8] = {
	{ NS_W, "p", "paragraphs" }, { NS_W, "tbl", "tables" }, { NS_W, "tr", "rows" },
	{ NS_W, "tc", "cells" }, { NS_PIC, "pic", "pictures" }, { NS_V, "imagedata", "pictures" },
	{ NS_W, "sectPr", "sections" }, { NS_W, "numPr", "list items" },
};

static void count_shape(struct shape *s, const xnode *n)
{
	for (size_t i = 0; i < 8; i++)
		s->count[i] += xml_is(n, counted[i].space, counted[i].name);
	for (const xnode *c = n->child; c; c = c->next)
		if (!c->is_text)
			count_shape(s, c);
}

static const story *same_story(const docx *d, const story *s)
{
	for (size_t i = 0; i < d->nstories; i++)
		if (str_eq(d->stories[i]->name, s->name))
			return d->stories[i];
	return NULL;
}

static bool shapes_match(docx *from, docx *to, proof *report)
{
	for (size_t i = 0; i < from->nstories; i++) {
		const story *was = from->stories[i];
		if (!was->stays || was->kind == UNIT_STRUCTURE)
			continue;
		const story *now = same_story(to, was);
		if (!now) {
			proof_check(report, "structure-kept", CHECK_FAIL, STR_FMT ": is gone", STR_ARG(was->name));
			return false;
		}
		struct shape a = { 0 }, b = { 0 };
		count_shape(&a, was->root);
		count_shape(&b, now->root);
		for (size_t k = 0; k < 8; k++)
			if (a.count[k] != b.count[k]) {
				proof_check(report, "structure-kept", CHECK_FAIL, STR_FMT ": %u %s, %u before",
				            STR_ARG(was->name), b.count[k], counted[k].what, a.count[k]);
				return false;
			}
	}
	return true;
}

/* ---- references ------------------------------------------------------------------------------ */

struct refs {
	const rels *known;
	bool dangling;
};

static bool look_at_reference(void *arg, const xml_event *event)
{
	struct refs *r = arg;
	if (event->kind == XML_ATTRIBUTE && event->space == NS_R && !rels_by_id(r->known, event->value))
		r->dangling = true;
	return !r->dangling;
}

/* Every part's relationships lead to parts (or, where that was asked for, to web addresses), every r:id has a relationship, nothing is left over. */
static const char *broken_reference(docx *d, bool links, arena *mem)
{
	opc p;
	if (!opc_open(d->src->bytes, mem, &p, NULL))
		return "does not open again";
	const char *trouble = NULL;
	bool *reached = arena_array(mem, bool, p.n);
	for (int i = OPC_NONE; !trouble && i < (int)p.n; i++) {
		rels r;
		if (i != OPC_NONE && str_ends(opc_name(&p, i), ".rels"))
			continue;
		if (!opc_rels(&p, i, &r, NULL)) {
			trouble = "a relationship file cannot be read";
			break;
		}
		for (size_t k = 0; k < r.n; k++) {
			const rel *one = &r.list[k];
			if (links && one->external && str_is(one->type, "hyperlink") && links_address_fits(one->target))
				continue;
			if (one->external || one->part == OPC_NONE)
				trouble = "a relationship leads outside or nowhere";
			else
				reached[r.list[k].part] = true;
		}
		struct refs refs = { .known = &r };
		if (i != OPC_NONE && str_ends(opc_name(&p, i), ".xml") && !trouble) {
			if (!opc_walk(&p, i, look_at_reference, &refs, NULL))
				trouble = "a part cannot be read";
			else if (refs.dangling)
				trouble = "a part refers to a relationship that is not there";
		}
	}
	for (size_t i = 0; !trouble && i < p.n; i++)
		if (!reached[i] && !p.used[i] && !str_is(opc_name(&p, (int)i), "[Content_Types].xml"))
			trouble = "a part is in the package that nothing refers to";
	opc_close(&p);
	return trouble;
}

bool docx_compare(doc *source_doc, const text *before, doc *output, const text *after, const plan *p,
                  bool pixels, proof *report, err *e)
{
	docx *from = (docx *)source_doc, *to = (docx *)output;
	(void)pixels;
	if (!compare_words(from, before, to, after, p, report, e))
		return false;
	arena *mem = arena_new();
	if (shapes_match(from, to, report)) {
		const char *trouble = broken_reference(to, from->src->how.keep & KEEP_LINKS, mem);
		if (!trouble)
			trouble = docx_broken_comments(to, mem);
		if (trouble)
			proof_check(report, "structure-kept", CHECK_FAIL, "%s", trouble);
		else
			proof_check(report, "structure-kept", CHECK_PASS, "paragraphs, tables, lists, sections and pictures are as many as before; every reference leads to its part");
	}
	arena_drop(mem);
	docx_compare_pictures(from, to, p, report);
	proof_check(report, "drawing-kept", CHECK_SKIP, "a Word document has no pages until a word processor lays them out");
	return true;
}
