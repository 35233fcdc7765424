#include "formats/pdf/read/docunits.h"
#include "formats/pdf/read/doctext.h"
#include "formats/pdf/keep/kept.h"
#include "formats/pdf/read/pagetree.h"
#include "formats/pdf/read/reach.h"
#include "formats/pdf/vocab/syntax.h"
#include "redact/base/bound.h"
#include "redact/base/buf.h"

#include <string.h>

enum { MOST_UNITS = 500000, MOST_TEXT = 256 << 20 };

struct listing {
	pdf_document *doc;
	const rpdf_kept *kept;
	text *out;
	arena *mem;               /* for the walk alone */
	uint32_t *page_of; int n; /* page number by object number, 0 for objects that are no page */
	size_t bytes, units;
};

/* ---- what a place is ------------------------------------------------------------------------------- */

static bool has(fz_context *ctx, pdf_obj *dict, const char *key)
{
	return pdf_dict_gets(ctx, dict, key) != NULL;
}

static bool is_named(fz_context *ctx, pdf_obj *dict, const char *key, const char *name)
{
	return strcmp(pdf_to_name(ctx, pdf_dict_gets(ctx, dict, key)), name) == 0;
}

/* UNIT_KINDS: a dictionary that does not tell. */
static unit_kind kind_of_dict(fz_context *ctx, pdf_obj *d)
{
	if (!pdf_is_dict(ctx, d))
		return UNIT_KINDS;
	if (has(ctx, d, "JS"))
		return UNIT_SCRIPT;
	if (has(ctx, d, "EF") || is_named(ctx, d, "Type", "Filespec") || is_named(ctx, d, "Type", "EmbeddedFile"))
		return UNIT_ATTACHMENT;
	if (is_named(ctx, d, "S", "URI") || is_named(ctx, d, "S", "GoToR") || is_named(ctx, d, "S", "Launch") ||
	    is_named(ctx, d, "S", "SubmitForm"))
		return UNIT_LINK;
	if (is_named(ctx, d, "Subtype", "Widget") || (has(ctx, d, "FT") && has(ctx, d, "T")))
		return UNIT_FIELD;
	if (has(ctx, d, "Rect") && pdf_is_name(ctx, pdf_dict_gets(ctx, d, "Subtype")))
		return UNIT_ANNOTATION;
	if (has(ctx, d, "Title") && has(ctx, d, "Parent"))
		return UNIT_BOOKMARK;
	if (is_named(ctx, d, "Type", "OCG") || is_named(ctx, d, "Type", "OCMD"))
		return UNIT_NAME;
	if (is_named(ctx, d, "Type", "StructElem") || has(ctx, d, "ActualText"))
		return UNIT_STRUCTURE;
	return UNIT_KINDS;
}

static unit_kind kind_of_key(const char *key)
{
	static const struct { const char *key; unit_kind kind; } known[] = {
		{ "EmbeddedFiles", UNIT_ATTACHMENT }, { "JavaScript", UNIT_SCRIPT }, { "Dests", UNIT_BOOKMARK },
		{ "Outlines", UNIT_BOOKMARK }, { "Threads", UNIT_BOOKMARK }, { "AcroForm", UNIT_FIELD }, { "XFA", UNIT_FIELD },
		{ "StructTreeRoot", UNIT_STRUCTURE }, { "Properties", UNIT_STRUCTURE }, { "OCProperties", UNIT_NAME },
		{ "URI", UNIT_LINK }, { "AF", UNIT_ATTACHMENT }, { "Collection", UNIT_ATTACHMENT },
	};
	for (size_t i = 0; key && i < nelem(known); i++)
		if (strcmp(key, known[i].key) == 0)
			return known[i].kind;
	return UNIT_KINDS;
}

static uint32_t page_at(const struct listing *l, const reach_node *at)
{
	return at->num > 0 && at->num < l->n ? l->page_of[at->num] : 0;
}

/* The nearest thing around that tells what it is. Pages end the search: they are reached from
 * bookmarks and structure too, and their resources are neither. */
static unit_kind kind_of_place(fz_context *ctx, const struct listing *l, const reach_node *at)
{
	for (; at && !page_at(l, at); at = at->up) {
		unit_kind kind = kind_of_dict(ctx, at->obj);
		if (kind == UNIT_KINDS)
			kind = kind_of_key(at->key);
		if (kind != UNIT_KINDS)
			return kind;
	}
	return UNIT_METADATA;
}

static uint32_t page_of_place(const struct listing *l, const reach_node *at)
{
	for (; at; at = at->up)
		if (page_at(l, at))
			return page_at(l, at);
	return 0;
}

/* ---- ids ------------------------------------------------------------------------------------------- */

/* Keys of the standard, beside those that a written file may hold. */
static const char *const told_keys[] = {
	"PieceInfo", "Private", "Names", "Kids", "Dests", "EmbeddedFiles", "JavaScript", "JS", "URI", "OpenAction", "AA",
	"AcroForm", "Fields", "XFA", "Collection", "AF", "EF", "UF", "Desc", "Alt", "ActualText", "Lang", "Contents", "RC",
	"Subj", "T", "TU", "TM", "V", "DV", "DA", "MK", "CA", "AC", "Opt", "OverlayText", "AP", "N", "R", "D",
	"StructTreeRoot", "Title", "Outlines", "Next", "Prev", "First", "Last", "PageLabels", "OCProperties", "Threads", "I",
	"OutputIntents", "Info", "OutputCondition", "OutputConditionIdentifier", "RegistryName", "SpiderInfo", "Legal",
	"Perms", "Reason", "Location", "ContactInfo", "Name", "Cert", "ClassMap", "RoleMap", "K", "A", "C", "E", "ID", "P",
};

static bool is_told(const char *key)
{
	for (size_t i = 0; i < nelem(told_keys); i++)
		if (strcmp(key, told_keys[i]) == 0)
			return true;
	return rpdf_syntax_name(str_of(key));
}

/* A dictionary can have half a million keys: a large one is put in order before it is walked. */
enum { LARGE_DICT = 100 };

static void order_large(fz_context *ctx, pdf_obj *dict)
{
	if (pdf_dict_len(ctx, dict) > LARGE_DICT)
		pdf_sort_dict(ctx, dict);
}

/* How many keys of a dictionary come before this one. */
static int keys_before(fz_context *ctx, pdf_obj *dict, const char *key)
{
	int n = pdf_dict_len(ctx, dict), count = 0;
	if (n > LARGE_DICT) {
		bound b = { .high = (size_t)n };
		while (bound_asks(&b))
			bound_told(&b, strcmp(pdf_to_name(ctx, pdf_dict_get_key(ctx, dict, (int)b.at)), key) < 0);
		return (int)b.at;
	}
	for (int i = 0; i < n; i++)
		count += strcmp(pdf_to_name(ctx, pdf_dict_get_key(ctx, dict, i)), key) < 0;
	return count;
}

/* Ids stand in plans and reports, which hold no word of the document: a key that is no standard one goes
 * by its rank among the keys of its dictionary, as "#3". */
static const char *plain_key(fz_context *ctx, pdf_obj *dict, const char *key, arena *mem)
{
	return is_told(key) ? key : str_fmt(mem, "#%d", keys_before(ctx, dict, key) + 1).p;
}

/* "/PieceInfo/#1[2]" from the object around down to the place. */
static str path_of(fz_context *ctx, const reach_node *at, arena *mem)
{
	str path = STR("");
	for (; at && !at->num && at->up; at = at->up)
		path = at->key ? str_fmt(mem, "/%s" STR_FMT, plain_key(ctx, at->up->obj, at->key, mem), STR_ARG(path))
		               : str_fmt(mem, "[%d]" STR_FMT, at->index, STR_ARG(path));
	return path;
}

static bool is_info(const reach_node *at)
{
	return at->up && !at->up->up && !at->up->num && at->key && strcmp(at->key, "Info") == 0;
}

static str id_of(fz_context *ctx, struct listing *l, const reach_node *at, unit_kind kind, const char *tail)
{
	int num = rpdf_reach_object(at);
	if (is_info(at))
		return str_fmt(l->mem, "info %s", *tail == '/' ? tail + 1 : tail);
	str path = path_of(ctx, at, l->mem);
	if (!num)
		return str_fmt(l->mem, "%s trailer " STR_FMT "%s", unit_kind_name(kind), STR_ARG(path), tail);
	return str_fmt(l->mem, "%s %d " STR_FMT "%s", unit_kind_name(kind), num, STR_ARG(path), tail);
}

static void add(fz_context *ctx, struct listing *l, const reach_node *at, unit_kind kind, const char *tail, str words)
{
	if (words.n == 0)
		return;
	l->bytes += words.n;
	if (++l->units > MOST_UNITS || l->bytes > MOST_TEXT)
		mu_throw(ctx, ERR_REFUSED, "it holds more text beside its pages than can be looked through");
	unit *u = text_add(l->out, kind, id_of(ctx, l, at, kind, tail));
	u->text = words;
	u->page = page_of_place(l, at);
}

/* ---- strings --------------------------------------------------------------------------------------- */

/* "D:20240131093000+01'00'": digits that rules would take for account numbers. */
static bool is_date(str s)
{
	if (!str_starts(s, "D:") || s.n > 24)
		return false;
	for (size_t i = 2; i < s.n; i++)
		if (!strchr("0123456789+-Z'", s.p[i]))
			return false;
	return true;
}

/* Bytes that are no text, in places where the specification puts none. */
static bool is_bytes(fz_context *ctx, const reach_node *at, const char *key)
{
	if (!at->up)
		return key && strcmp(key, "ID") == 0;
	if (at->key && (strcmp(at->key, "Encrypt") == 0 || strcmp(at->key, "CIDSystemInfo") == 0 || strcmp(at->key, "ID") == 0))
		return true;
	if (pdf_is_array(ctx, at->obj))
		return pdf_name_eq(ctx, pdf_array_get(ctx, at->obj, 0), PDF_NAME(Indexed));
	if (key && (strcmp(key, "CharSet") == 0 || strcmp(key, "Panose") == 0 || strcmp(key, "CheckSum") == 0))
		return true;
	return key && strcmp(key, "Contents") == 0 && has(ctx, at->obj, "ByteRange");
}

/* Listed by those who keep it. */
static bool is_kept(const struct listing *l, const reach_node *at, const char *key)
{
	return at->num ? rpdf_kept_claims(l->kept, at->num, NULL, key)
	               : at->up && at->key && rpdf_kept_claims(l->kept, at->up->num, at->key, key);
}

static void add_string(fz_context *ctx, struct listing *l, const reach_node *at, const char *key, int index, pdf_obj *v)
{
	if (!pdf_is_string(ctx, v) || is_bytes(ctx, at, key) || is_kept(l, at, key))
		return;
	str words = rpdf_object_text(ctx, v, l->out->mem);
	if (is_date(words))
		return;
	/* Rich text (RC, RV) is XHTML. */
	if (str_starts(words, "<?xml") || str_starts(words, "<body") || str_starts(words, "<p"))
		words = rpdf_xml_text(words, l->out->mem);
	str tail = key ? str_fmt(l->mem, "/%s", plain_key(ctx, at->obj, key, l->mem)) : str_fmt(l->mem, "[%d]", index);
	unit_kind kind = kind_of_place(ctx, l, at);
	if (key && strcmp(key, "URI") == 0)
		kind = UNIT_LINK;
	add(ctx, l, at, kind, tail.p, words);
}

/* Keys that a person chose: named destinations and own entries of the document information. */
static void add_key(fz_context *ctx, struct listing *l, const reach_node *at, const char *key)
{
	static const char *const usual[] = {
		"Title", "Author", "Subject", "Keywords", "Creator", "Producer", "CreationDate", "ModDate", "Trapped",
	};
	bool dests = at->key && strcmp(at->key, "Dests") == 0 && !has(ctx, at->obj, "Kids") && !has(ctx, at->obj, "Names");
	if (!dests && !is_info(at))
		return;
	for (size_t i = 0; i < nelem(usual); i++)
		if (strcmp(key, usual[i]) == 0)
			return;
	str tail = str_fmt(l->mem, "/%s key", plain_key(ctx, at->obj, key, l->mem));
	add(ctx, l, at, dests ? UNIT_BOOKMARK : UNIT_METADATA, tail.p, rpdf_string_text(str_of(key), l->out->mem));
}

/* ---- streams --------------------------------------------------------------------------------------- */

/* Streams that draw, or that drawing needs. Page content is the page walk's. */
static bool draws(fz_context *ctx, const reach_node *at)
{
	static const char *const keys[] = {
		"Contents", "ToUnicode", "FontFile", "FontFile2", "FontFile3", "CIDToGIDMap", "CIDSet", "JBIG2Globals",
		"DestOutputProfile", "Function", "TR", "TR2", "BG", "UCR", "Encoding", "UseCMap", "SMask", "Mask", "G",
	};
	const char *key = at->key;
	if (has(ctx, at->obj, "FunctionType") || has(ctx, at->obj, "ShadingType") || has(ctx, at->obj, "PatternType") ||
	    has(ctx, at->obj, "BBox") || is_named(ctx, at->obj, "Subtype", "Image") || is_named(ctx, at->obj, "Type", "XRef") ||
	    is_named(ctx, at->obj, "Type", "ObjStm"))
		return true;
	if (!key && at->up && at->up->key && strcmp(at->up->key, "Contents") == 0)
		return true;
	if (at->up && at->up->key && strcmp(at->up->key, "CharProcs") == 0)
		return true;
	if (!key && at->up && pdf_is_array(ctx, at->up->obj) && pdf_is_name(ctx, pdf_array_get(ctx, at->up->obj, 0)))
		return true; /* a colour space */
	for (size_t i = 0; key && i < nelem(keys); i++)
		if (strcmp(key, keys[i]) == 0)
			return true;
	return false;
}

static void add_stream(fz_context *ctx, struct listing *l, const reach_node *at)
{
	if (at->num && pdf_obj_num_is_stream(ctx, l->doc, at->num) && !draws(ctx, at))
		add(ctx, l, at, kind_of_place(ctx, l, at), "stream", rpdf_stream_text(ctx, l->doc, at->num, l->out->mem));
}

/* The appearances of an annotation: /AP with N, R, D, each a form or a dictionary of forms. */
static void add_appearances(fz_context *ctx, struct listing *l, const reach_node *at)
{
	unit_kind kind = kind_of_place(ctx, l, at);
	for (int i = 0, n = pdf_dict_len(ctx, at->obj); i < n; i++) {
		const char *key = pdf_to_name(ctx, pdf_dict_get_key(ctx, at->obj, i));
		pdf_obj *v = pdf_dict_get_val(ctx, at->obj, i);
		key = plain_key(ctx, at->obj, key, l->mem);
		str tail = str_fmt(l->mem, "/%s drawn", key);
		if (pdf_is_stream(ctx, v)) {
			add(ctx, l, at, kind, tail.p, rpdf_form_text(ctx, l->doc, v, l->out->mem));
			continue;
		}
		order_large(ctx, v);
		for (int j = 0, m = pdf_dict_len(ctx, v); j < m; j++) {
			const char *name = pdf_to_name(ctx, pdf_dict_get_key(ctx, v, j));
			pdf_obj *form = pdf_dict_get_val(ctx, v, j);
			tail = str_fmt(l->mem, "/%s/%s drawn", key, plain_key(ctx, v, name, l->mem));
			if (pdf_is_stream(ctx, form))
				add(ctx, l, at, kind, tail.p, rpdf_form_text(ctx, l->doc, form, l->out->mem));
		}
	}
}

/* ---- the walk -------------------------------------------------------------------------------------- */

static void list_node(fz_context *ctx, void *arg, const reach_node *at)
{
	struct listing *l = arg;
	if (pdf_is_array(ctx, at->obj)) {
		for (int i = 0, n = pdf_array_len(ctx, at->obj); i < n; i++)
			add_string(ctx, l, at, NULL, i, pdf_array_get(ctx, at->obj, i));
		return;
	}
	order_large(ctx, at->obj);
	for (int i = 0, n = pdf_dict_len(ctx, at->obj); i < n; i++) {
		const char *key = pdf_to_name(ctx, pdf_dict_get_key(ctx, at->obj, i));
		add_key(ctx, l, at, key);
		add_string(ctx, l, at, key, 0, pdf_dict_get_val(ctx, at->obj, i));
	}
	if (at->key && strcmp(at->key, "AP") == 0)
		add_appearances(ctx, l, at);
	add_stream(ctx, l, at);
}

static void number_pages(fz_context *ctx, struct listing *l)
{
	pdf_obj **pages;
	size_t n = rpdf_pages(ctx, l->doc, l->mem, &pages, NULL);
	l->n = pdf_xref_len(ctx, l->doc);
	l->page_of = arena_array(l->mem, uint32_t, (size_t)l->n);
	for (size_t i = 0; i < n; i++) {
		int num = pdf_to_num(ctx, pages[i]);
		if (num > 0 && num < l->n && !l->page_of[num])
			l->page_of[num] = (uint32_t)i + 1;
	}
}

void rpdf_document_units(fz_context *ctx, pdf_document *doc, const rpdf_kept *kept, text *out)
{
	struct listing l = { .doc = doc, .kept = kept, .out = out, .mem = arena_new() };
	fz_try(ctx) {
		rpdf_settle(ctx, doc);
		number_pages(ctx, &l);
		rpdf_reach(ctx, doc, l.mem, true, list_node, &l);
	}
	fz_always(ctx)
		arena_drop(l.mem);
	fz_catch(ctx)
		fz_rethrow(ctx);
}
