/*
 * The structure tree as it is found. It is as deep and as wide as a stranger made it: nothing here
 * calls itself, each object is an element once, and there is an end to all of it.
 */
#include "formats/pdf/read/doctext.h"
#include "formats/pdf/read/pagetree.h"
#include "formats/pdf/keep/tags_int.h"
#include "redact/base/bound.h"

#include <stdlib.h>
#include <string.h>

enum {
	MOST_ELEMENTS = 1000000,
	MOST_CONTENT  = 4000000,
	DEEPEST       = 200,
	MOST_TURNS    = 8,     /* of a name through the role map */
	MOST_WORDS    = 16384, /* bytes of a description         */
	MOST_SPAN     = 1000,
};

const char *const rpdf_tag_keys[TAG_WORDS] = { "Alt", "ActualText", "E" };

struct reading {
	rpdf_tags *t;
	pdf_obj *roles;
	int *page_of;           /* by object number; -1 */
	unsigned char *seen;
	arena *mem;
};

/* ---- words that are known ------------------------------------------------------------------------ */

static const char *one_of(const char *name, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(name, list[i]) == 0)
			return list[i];
	return NULL;
}

#define ONE_OF(name, list) one_of((name), (list), nelem(list))

/* ISO 32000-1, 14.8.4. */
static const char *standard_type(const char *name)
{
	static const char *const types[] = {
		"P", "Span", "TD", "TR", "LI", "LBody", "Lbl", "L", "Link", "Figure", "Table", "TH", "H1", "H2", "H3", "H4", "H5", "H6",
		"H", "Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index", "NonStruct",
		"Private", "THead", "TBody", "TFoot", "Quote", "Note", "Reference", "BibEntry", "Code", "Annot", "Ruby", "RB",
		"RT", "RP", "Warichu", "WT", "WP", "Formula", "Form",
	};
	return ONE_OF(name, types);
}

/* A name of somebody's own says what it stands for in the role map, or it says nothing. */
static const char *type_of(fz_context *ctx, const struct reading *r, pdf_obj *element)
{
	pdf_obj *name = pdf_dict_get(ctx, element, PDF_NAME(S));
	for (int turn = 0; turn < MOST_TURNS && pdf_is_name(ctx, name); turn++) {
		const char *type = standard_type(pdf_to_name(ctx, name));
		if (type)
			return type;
		name = pdf_dict_get(ctx, r->roles, name);
	}
	return "NonStruct";
}

static bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

/* "en", "en-US": a code of ISO 639-1, and of ISO 3166. */
static str language(fz_context *ctx, pdf_obj *holder, arena *mem)
{
	static const char known[] =
		"aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo "
		"es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg "
		"ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn "
		"no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta "
		"te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu ";
	str code = mu_string_str(ctx, pdf_dict_get(ctx, holder, PDF_NAME(Lang)));
	char key[4] = "xx ";
	if (code.n != 2 && !(code.n == 5 && code.p[2] == '-' && is_letter(code.p[3]) && is_letter(code.p[4])))
		return STR("");
	for (int i = 0; i < 2; i++)
		key[i] = code.p[i] | 0x20;
	return strstr(known, key) ? str_dup(code, mem) : STR("");
}

/* ---- attributes ---------------------------------------------------------------------------------- */

static int span_of(fz_context *ctx, pdf_obj *a, const char *key)
{
	int n = pdf_to_int(ctx, pdf_dict_gets(ctx, a, key));
	return n > 1 && n <= MOST_SPAN ? n : 0;
}

static void read_attribute(fz_context *ctx, pdf_obj *a, tag_element *e)
{
	static const char *const scopes[] = { "Row", "Column", "Both" };
	static const char *const numberings[] = {
		"None", "Disc", "Circle", "Square", "Decimal", "UpperRoman", "LowerRoman", "UpperAlpha", "LowerAlpha",
	};
	const char *owner = pdf_to_name(ctx, pdf_dict_get(ctx, a, PDF_NAME(O)));
	if (strcmp(owner, "Table") == 0) {
		e->rows = span_of(ctx, a, "RowSpan");
		e->columns = span_of(ctx, a, "ColSpan");
		e->scope = ONE_OF(pdf_to_name(ctx, pdf_dict_gets(ctx, a, "Scope")), scopes);
	} else if (strcmp(owner, "List") == 0) {
		e->numbering = ONE_OF(pdf_to_name(ctx, pdf_dict_gets(ctx, a, "ListNumbering")), numberings);
	}
}

static void read_attributes(fz_context *ctx, pdf_obj *element, tag_element *e)
{
	pdf_obj *a = pdf_dict_get(ctx, element, PDF_NAME(A));
	if (pdf_is_dict(ctx, a))
		read_attribute(ctx, a, e);
	for (int i = 0, n = pdf_array_len(ctx, a); i < n && i < 16; i++)
		if (pdf_is_dict(ctx, pdf_array_get(ctx, a, i)))
			read_attribute(ctx, pdf_array_get(ctx, a, i), e);
}

/* ---- elements ------------------------------------------------------------------------------------ */

static void read_words(fz_context *ctx, struct reading *r, pdf_obj *element, tag_element *e)
{
	rpdf_tags *t = r->t;
	int num = pdf_to_num(ctx, element);
	for (int i = 0; i < TAG_WORDS; i++) {
		str words = rpdf_object_text(ctx, pdf_dict_gets(ctx, element, rpdf_tag_keys[i]), t->mem);
		if (!words.n || words.n > MOST_WORDS || num <= 0) /* else listed among what is dropped */
			continue;
		e->words[i] = words;
		e->unit[i] = str_fmt(t->mem, "structure %d /%s", num, rpdf_tag_keys[i]);
		t->claims[num] |= (unsigned char)(1 << i);
	}
}

static void add_kid(rpdf_tags *t, int parent, tag_kid kid)
{
	if (t->nkids >= MOST_CONTENT)
		return;
	int at = (int)t->nkids;
	kid.next = -1;
	*ARENA_PUSH(t->mem, t->kids, t->nkids, t->kids_room) = kid;
	tag_element *up = &t->elements[parent];
	if (up->first < 0)
		up->first = at;
	else
		t->kids[up->last].next = at;
	up->last = at;
}

static int add_element(fz_context *ctx, struct reading *r, pdf_obj *element, int parent)
{
	rpdf_tags *t = r->t;
	tag_element e = { .type = type_of(ctx, r, element), .parent = parent, .first = -1, .last = -1 };
	e.lang = language(ctx, element, t->mem);
	read_words(ctx, r, element, &e);
	read_attributes(ctx, element, &e);
	*ARENA_PUSH(t->mem, t->elements, t->nelements, t->elements_room) = e;
	int at = (int)t->nelements - 1;
	if (parent >= 0)
		add_kid(t, parent, (tag_kid){ .element = at });
	return at;
}

static void add_content(rpdf_tags *t, int element, int page, int mcid)
{
	if (page < 0 || mcid < 0 || t->ncontent >= MOST_CONTENT)
		return;
	add_kid(t, element, (tag_kid){ .element = -1, .page = page, .mcid = mcid });
	*ARENA_PUSH(t->mem, t->content, t->ncontent, t->content_room) =
		(tag_content){ .page = page, .mcid = mcid, .element = element, .fresh = (int)t->ncontent };
}

/* ---- the walk ------------------------------------------------------------------------------------ */

/* The kids of one element, as far as they were seen. */
struct level {
	pdf_obj *kids;  /* K: an array, or a single kid */
	int at, n;
	int element, page;
};

static int page_of(fz_context *ctx, const struct reading *r, pdf_obj *holder, int otherwise)
{
	pdf_obj *page = pdf_dict_gets(ctx, holder, "Pg");
	int num = pdf_to_num(ctx, page);
	if (!page)
		return otherwise;
	return num > 0 && num < r->t->nclaims ? r->page_of[num] : -1;
}

static struct level level_of(fz_context *ctx, pdf_obj *element, int index, int page)
{
	pdf_obj *k = pdf_dict_get(ctx, element, PDF_NAME(K));
	return (struct level){ .kids = k, .n = pdf_is_array(ctx, k) ? pdf_array_len(ctx, k) : k != NULL, .element = index, .page = page };
}

/* True when kid is an element to go down into. */
static bool take_kid(fz_context *ctx, struct reading *r, const struct level *up, pdf_obj *kid)
{
	if (pdf_is_int(ctx, kid)) {
		add_content(r->t, up->element, up->page, pdf_to_int(ctx, kid));
		return false;
	}
	const char *type = pdf_to_name(ctx, pdf_dict_get(ctx, kid, PDF_NAME(Type)));
	if (!pdf_is_dict(ctx, kid) || strcmp(type, "OBJR") == 0)
		return false;
	if (strcmp(type, "MCR") == 0 || (!pdf_dict_get(ctx, kid, PDF_NAME(S)) && pdf_dict_get(ctx, kid, PDF_NAME(MCID)))) {
		if (!pdf_dict_gets(ctx, kid, "Stm"))
			add_content(r->t, up->element, page_of(ctx, r, kid, up->page), pdf_dict_get_int(ctx, kid, PDF_NAME(MCID)));
		return false;
	}
	int num = pdf_to_num(ctx, kid);
	if (!pdf_is_name(ctx, pdf_dict_get(ctx, kid, PDF_NAME(S))) || num < 0 || num >= r->t->nclaims || (num && r->seen[num]))
		return false;
	r->seen[num] = 1;
	return r->t->nelements < MOST_ELEMENTS;
}

static void read_tree(fz_context *ctx, struct reading *r, pdf_obj *root)
{
	struct level stack[DEEPEST];
	int depth = 0;
	*ARENA_PUSH(r->t->mem, r->t->elements, r->t->nelements, r->t->elements_room) =
		(tag_element){ .type = "", .parent = -1, .first = -1, .last = -1 };
	stack[depth++] = level_of(ctx, root, 0, -1);
	while (depth) {
		struct level *up = &stack[depth - 1];
		if (up->at == up->n) {
			depth--;
			continue;
		}
		pdf_obj *kid = pdf_is_array(ctx, up->kids) ? pdf_array_get(ctx, up->kids, up->at) : up->kids;
		up->at++;
		if (depth == DEEPEST || !take_kid(ctx, r, up, kid))
			continue;
		int element = add_element(ctx, r, kid, up->element);
		stack[depth++] = level_of(ctx, kid, element, page_of(ctx, r, kid, up->page));
	}
}

/* ---- content by page ----------------------------------------------------------------------------- */

static int by_place(const void *a, const void *b)
{
	const tag_content *x = a, *y = b;
	if (x->page != y->page)
		return x->page < y->page ? -1 : 1;
	if (x->mcid != y->mcid)
		return x->mcid < y->mcid ? -1 : 1;
	return x->fresh - y->fresh;
}

/* Sorted; what two elements claim is the first's; numbered anew within each page. */
static void index_content(rpdf_tags *t)
{
	size_t kept = 0;
	if (t->ncontent)
		qsort(t->content, t->ncontent, sizeof *t->content, by_place);
	for (size_t i = 0; i < t->ncontent; i++)
		if (!kept || t->content[i].page != t->content[kept - 1].page || t->content[i].mcid != t->content[kept - 1].mcid)
			t->content[kept++] = t->content[i];
	t->ncontent = kept;
	t->first = arena_array(t->mem, uint32_t, (size_t)t->npages + 1);
	for (size_t i = 0; i < kept; i++)
		t->first[t->content[i].page + 1]++;
	for (int p = 0; p < t->npages; p++)
		t->first[p + 1] += t->first[p];
	for (size_t i = 0; i < kept; i++)
		t->content[i].fresh = (int)(i - t->first[t->content[i].page]);
}

tag_content *rpdf_tag_content(const rpdf_tags *t, int page, int mcid)
{
	if (!t || page < 0 || page >= t->npages)
		return NULL;
	bound b = { .low = t->first[page], .high = t->first[page + 1] };
	while (bound_asks(&b))
		bound_told(&b, t->content[b.at].mcid < mcid);
	return b.at < t->first[page + 1] && t->content[b.at].mcid == mcid ? &t->content[b.at] : NULL;
}

rpdf_tags *rpdf_read_tags(fz_context *ctx, pdf_document *doc, const handling *how, arena *mem)
{
	pdf_obj *catalog = pdf_dict_get(ctx, pdf_trailer(ctx, doc), PDF_NAME(Root));
	pdf_obj *root = pdf_dict_gets(ctx, catalog, "StructTreeRoot"), **pages;
	if (!(how->keep & KEEP_TAGS) || !pdf_is_dict(ctx, root))
		return NULL;
	rpdf_tags *t = arena_array(mem, rpdf_tags, 1);
	struct reading r = { .t = t, .mem = arena_new() };
	t->mem = mem;
	fz_try(ctx) {
		t->npages = (int)rpdf_pages(ctx, doc, r.mem, &pages, NULL);
		t->nclaims = pdf_xref_len(ctx, doc);
		t->claims = arena_alloc(mem, (size_t)t->nclaims);
		t->lang = language(ctx, catalog, mem);
		r.seen = arena_alloc(r.mem, (size_t)t->nclaims);
		r.page_of = arena_array(r.mem, int, (size_t)t->nclaims);
		for (int i = 0; i < t->nclaims; i++)
			r.page_of[i] = -1;
		for (int i = t->npages; i-- > 0;)
			if (pdf_to_num(ctx, pages[i]) < t->nclaims)
				r.page_of[pdf_to_num(ctx, pages[i])] = i;
		r.roles = pdf_dict_gets(ctx, root, "RoleMap");
		read_tree(ctx, &r, root);
		index_content(t);
	}
	fz_always(ctx)
		arena_drop(r.mem);
	fz_catch(ctx)
		fz_rethrow(ctx);
	return t;
}
