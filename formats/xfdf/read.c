#include "formats/xfdf/xfdf.h"

#include "formats/lib/when.h"
#include "formats/lib/xml.h"
#include "redact/base/utf8.h"
#include "redact/model/json.h"

#include <math.h>
#include <stdlib.h>

enum { MOST_QUADS = 50000, LONGEST_CODE = 80, NUMBERS = 8 };

static const xml_space no_spaces[] = { { 0, NULL, NULL } };

struct reading {
	plan *out;
	arena *mem;
	size_t others;    /* annotations of other kinds */
	size_t redactions;
};

/* Names as programs vary them: "overlay-text", "OverlayText". */
static bool named(str name, const char *like)
{
	for (size_t i = 0; i < name.n; i++) {
		char c = name.p[i];
		if (c == '-' || c == '_')
			continue;
		if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != *like++)
			return false;
	}
	return *like == '\0';
}

static const xattr *attribute(const xnode *n, const char *like)
{
	const xattr *a = n->attrs;
	while (a && !named(a->name, like))
		a = a->next;
	return a;
}

static str value_of(const xnode *n, const char *like)
{
	const xattr *a = attribute(n, like);
	return a ? str_trim(a->value) : STR("");
}

/* Numbers between commas, semicolons or blanks; false for anything else. */
static bool numbers_of(str words, arena *mem, double **list, size_t *n)
{
	char *at = str_z(words, mem);
	size_t room = 0;
	*list = NULL;
	*n = 0;
	for (;;) {
		at += strspn(at, ",; \t\r\n");
		if (!*at)
			return true;
		char *end;
		double v = strtod(at, &end);
		if (end == at || !isfinite(v) || fabs(v) > 1e6 || *n == (size_t)MOST_QUADS * NUMBERS)
			return false;
		*ARENA_PUSH(mem, *list, *n, room) = v;
		at = end;
	}
}

/* One line: it is printed on a box, and a control character in it would be somebody's trick. */
static str one_line(str words, size_t longest, arena *mem)
{
	buf out = { 0 };
	words = str_trim(words);
	for (size_t at = 0; at < words.n && out.n < longest;) {
		char bytes[4];
		uint32_t c = utf8_next(words, &at);
		buf_add(&out, bytes, (size_t)utf8_put(bytes, c < 0x20 || c == 0x7f ? ' ' : c));
	}
	str line = str_dup(str_trim(buf_view(&out)), mem);
	buf_free(&out);
	return line;
}

/* ---- one redaction ------------------------------------------------------------------------------ */

static str words_within(const xnode *n, const char *like, arena *mem)
{
	buf out = { 0 };
	for (const xnode *c = n->child; c; c = c->next)
		for (const xnode *t = !c->is_text && named(c->text, like) ? c->child : NULL; t; t = t->next)
			if (t->is_text)
				buf_str(&out, t->text);
	str words = str_dup(str_trim(buf_view(&out)), mem);
	buf_free(&out);
	return words;
}

/* All text below a node, paragraph by paragraph; depth is bounded by the parser (XML_DEPTH). */
static void add_text_below(const xnode *n, buf *out)
{
	for (const xnode *c = n->child; c; c = c->next) {
		if (c->is_text)
			buf_str(out, c->text);
		else
			add_text_below(c, out);
	}
	if (named(n->text, "p") && n->next)
		buf_byte(out, '\n');
}

/* A comment that has nothing but letters with looks. */
static str rich_words(const xnode *n, arena *mem)
{
	buf out = { 0 };
	for (const xnode *c = n->child; c; c = c->next)
		if (!c->is_text && named(c->text, "contentsrichtext"))
			add_text_below(c, &out);
	str words = str_dup(str_trim(buf_view(&out)), mem);
	buf_free(&out);
	return words;
}

/* Apryse's viewers (PDFTron) put the words under a mark in place of a comment, and once more into data of their own, which tells. */
static bool is_what_lies_below(const xnode *n, str words)
{
	bool is = false;
	for (const xnode *c = n->child; c; c = c->next) {
		const xattr *a = !c->is_text && named(c->text, "trncustomdata") ? attribute(c, "bytes") : NULL;
		json_t *data = a ? json_loadb(a->value.p, a->value.n, 0, NULL) : NULL;
		const char *below = json_string_value(json_object_get(data, "trn-annot-preview"));
		is |= below && str_eq(str_trim(str_of(below)), words);
		json_decref(data);
	}
	return is;
}

/* What a person says of it; not what it covers, which no plan holds unless it is asked to. */
static str note_of(const xnode *n, arena *mem)
{
	str words = words_within(n, "contents", mem);
	if (!words.n)
		words = rich_words(n, mem);
	return is_what_lies_below(n, words) ? STR("") : words;
}

static rect around(const double *v, size_t n)
{
	double x0 = v[0], y0 = v[1], x1 = v[0], y1 = v[1];
	for (size_t i = 2; i + 1 < n; i += 2) {
		x0 = fmin(x0, v[i]), x1 = fmax(x1, v[i]);
		y0 = fmin(y0, v[i + 1]), y1 = fmax(y1, v[i + 1]);
	}
	return (rect){ (float)x0, (float)y0, (float)x1, (float)y1 };
}

static void add_box(struct reading *r, const mark *like, rect box)
{
	if (rect_empty(box))
		return;
	mark *m = plan_add(r->out);
	*m = *like;
	m->boxes = arena_array(r->mem, rect, 1);
	m->boxes[0] = box;
	m->nboxes = 1;
}

/* Its quadrilaterals; where it has none that cover anything, its rectangle. */
static bool add_places(struct reading *r, const xnode *n, const mark *like, err *e)
{
	size_t before = r->out->n, count;
	double *v;
	const xattr *quads = attribute(n, "coords");
	if (!quads)
		quads = attribute(n, "quadpoints");
	if (quads && !numbers_of(quads->value, r->mem, &v, &count))
		return err_set(e, ERR_INPUT, "redaction %zu: coords are not numbers", r->redactions);
	for (size_t i = 0; quads && i + NUMBERS <= count; i += NUMBERS) {
		if (r->out->n >= MOST_QUADS)
			return err_set(e, ERR_REFUSED, "it has more than %d redactions", MOST_QUADS);
		add_box(r, like, around(v + i, NUMBERS));
	}
	if (r->out->n > before)
		return true;
	if (numbers_of(value_of(n, "rect"), r->mem, &v, &count) && count == 4)
		add_box(r, like, around(v, 4));
	return r->out->n > before || err_set(e, ERR_INPUT, "redaction %zu: has neither coords nor a rect that cover anything", r->redactions);
}

static uint32_t own_id(str name)
{
	static const char mine[] = "underseal-";
	uint32_t id = 0;
	if (!str_starts(name, mine))
		return 0;
	for (size_t i = sizeof mine - 1; i < name.n && name.p[i] >= '0' && name.p[i] <= '9' && id < 100000000; i++)
		id = id * 10 + (uint32_t)(name.p[i] - '0');
	return id;
}

static bool add_redaction(struct reading *r, const xnode *n, err *e)
{
	r->redactions++;
	double *page;
	size_t count;
	if (!numbers_of(value_of(n, "page"), r->mem, &page, &count) || count != 1 || page[0] < 0 || page[0] != floor(page[0]))
		return err_set(e, ERR_INPUT, "redaction %zu: names no page", r->redactions);
	str date = value_of(n, "date");
	str code = value_of(n, "overlaytext");
	if (!code.n)
		code = words_within(n, "overlaytext", r->mem);
	const mark like = {
		.id = own_id(value_of(n, "name")), .kind = MARK_BOX, .page = (uint32_t)page[0] + 1, .rule = STR(XFDF_RULE),
		.code = one_line(code.n ? code : STR("REDACTED"), LONGEST_CODE, r->mem), .reason = STR("marked in another program"),
		.rank = 100, .state = MARK_ACCEPTED, .by = one_line(value_of(n, "title"), 200, r->mem),
		.at = when_of_pdf(date.n ? date : value_of(n, "creationdate"), r->mem), .note = note_of(n, r->mem),
	};
	return add_places(r, n, &like, e);
}

/* Depth is bounded by the parser (XML_DEPTH). */
static bool look_below(struct reading *r, const xnode *n, err *e)
{
	bool is_list = named(n->text, "annots");
	for (const xnode *c = n->child; c; c = c->next) {
		if (c->is_text)
			continue;
		bool redaction = named(c->text, "redact") || named(c->text, "redaction");
		if (redaction ? !add_redaction(r, c, e) : !look_below(r, c, e))
			return false;
		r->others += is_list && !redaction;
	}
	return true;
}

/* ---- the document it is for ---------------------------------------------------------------------- */

static int hex(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Addresses, paths of Windows, with or without "%20": as a path with slashes. */
static str path_of(str href, arena *mem)
{
	buf out = { 0 };
	for (size_t i = 0; i < href.n; i++) {
		char c = href.p[i];
		if (c == '%' && i + 2 < href.n && hex(href.p[i + 1]) >= 0 && hex(href.p[i + 2]) >= 0) {
			c = (char)(hex(href.p[i + 1]) * 16 + hex(href.p[i + 2]));
			i += 2;
		}
		buf_byte(&out, c == '\\' ? '/' : c);
	}
	str path = str_dup(buf_view(&out), mem);
	buf_free(&out);
	return path;
}

bool xfdf_names(str named, str source)
{
	size_t i = named.n, k = source.n;
	if (!i || !k)
		return false;
	while (i && k && named.p[i - 1] == source.p[k - 1])
		i--, k--;
	bool whole_named = i == 0 || named.p[i - 1] == '/', whole_source = k == 0 || source.p[k - 1] == '/';
	return (i == 0 || k == 0) && whole_named && whole_source;
}

bool xfdf_read(str bytes, arena *mem, plan *out, proof *report, err *e)
{
	xml_tree tree;
	*out = (plan){ .mem = mem };
	memset(out->sha256, '0', 64);
	if (!xml_parse_bytes(bytes, no_spaces, mem, &tree, e))
		return err_hint(e, "export the comments as XFDF, not as FDF, and try again");
	if (!tree.root || !named(tree.root->text, "xfdf")) {
		err_set(e, ERR_INPUT, "not XFDF");
		return err_hint(e, "export the comments as XFDF, not as FDF, and try again");
	}
	struct reading r = { .out = out, .mem = mem };
	if (!look_below(&r, tree.root, e))
		return false;
	for (const xnode *c = tree.root->child; c; c = c->next)
		if (!c->is_text && named(c->text, "f"))
			out->source = path_of(value_of(c, "href"), mem);
	if (r.others)
		proof_note(report, "%zu annotation%s of other kinds %s passed over", r.others, r.others == 1 ? "" : "s", r.others == 1 ? "is" : "are");
	return true;
}
