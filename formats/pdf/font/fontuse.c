#include "formats/pdf/font/fontuse.h"
#include "formats/pdf/read/pagetree.h"
#include "formats/pdf/font/showlex.h"

#include <stdlib.h>
#include <string.h>

/* As deep as the walk that wrote the pages goes, and a little. */
enum { DEEPEST = 40, MOST_STATES = 4096, WIDE_CODES = 1 << 16 };

/* How a font's strings fall into codes. */
struct font_reader {
	int width;             /* bytes of any code: 1 or 2; 0: as the CMap says                    */
	pdf_cmap *cmap;        /* kept                                                              */
	unsigned char *two;    /* bits: which codes of two bytes; NULL before the first             */
	font_code *longer;     /* of three and four bytes, as they come                             */
	size_t nlonger, room;
	bool type3, scanned[256];
};

/* A stream that was looked through, under the font it began with. */
typedef struct visit {
	int num;
	font_use *font;
	bool asks;             /* it shows something before it sets a font of its own               */
	struct visit *next;
} visit;

enum { VISIT_CHAINS = 512 };

struct scan {
	pdf_document *doc;
	font_uses *uses;
	visit *visits[VISIT_CHAINS];
	struct font_slot { pdf_obj *ref; font_use *use; struct font_slot *next; } *slots[VISIT_CHAINS];
	int depth;
};

/* One content stream. */
struct stream_scan {
	struct scan *all;
	pdf_obj *resources;
	font_use *fonts[MOST_STATES]; /* by depth of q                                                */
	int depth, deeper;            /* deeper: levels beyond the table                              */
	bool own_font, asks;
	char name[128];               /* the last one                                                 */
	buf bytes;                    /* of the strings since the last operator                       */
	size_t *ends, n, room;        /* where each of them ends                                      */
};

/* ---- fonts ------------------------------------------------------------------------------------- */

static void read_encoding(fz_context *ctx, pdf_document *doc, font_use *use)
{
	struct font_reader *r = use->reader;
	pdf_obj *subtype = pdf_dict_get(ctx, use->font, PDF_NAME(Subtype));
	r->type3 = pdf_name_eq(ctx, subtype, PDF_NAME(Type3));
	r->width = 1;
	if (!pdf_name_eq(ctx, subtype, PDF_NAME(Type0)))
		return;
	r->width = 2;
	pdf_obj *encoding = pdf_dict_get(ctx, use->font, PDF_NAME(Encoding));
	const char *name = pdf_to_name(ctx, encoding);
	if (strcmp(name, "Identity-H") == 0 || strcmp(name, "Identity-V") == 0)
		return;
	r->width = 0;
	fz_try(ctx)
		r->cmap = pdf_is_name(ctx, encoding) ? pdf_load_system_cmap(ctx, name)
		                                     : pdf_load_embedded_cmap(ctx, doc, encoding);
	fz_catch(ctx) {
		fz_rethrow_if(ctx, FZ_ERROR_MEMORY);
		use->whole = true;
	}
}

/* Fonts are told apart by object number, or, in the resources themselves, by their dictionary. */
static font_use *use_of(fz_context *ctx, struct scan *s, pdf_obj *font)
{
	if (!pdf_is_dict(ctx, font))
		return NULL;
	pdf_obj *dict = pdf_resolve_indirect(ctx, font);
	struct font_slot **chain = &s->slots[((uintptr_t)dict >> 5) % VISIT_CHAINS];
	for (struct font_slot *slot = *chain; slot; slot = slot->next)
		if (slot->ref == dict)
			return slot->use;
	font_uses *all = s->uses;
	struct font_slot *slot = arena_array(all->mem, struct font_slot, 1);
	font_use *use = slot->use = arena_array(all->mem, font_use, 1);
	use->font = pdf_keep_obj(ctx, dict);
	use->num = pdf_to_num(ctx, font);
	use->reader = arena_array(all->mem, struct font_reader, 1);
	*ARENA_PUSH(all->mem, all->list, all->n, all->room) = use;
	*slot = (struct font_slot){ dict, use, *chain };
	*chain = slot;
	read_encoding(ctx, s->doc, use);
	return use;
}

static void use_code(font_uses *all, font_use *use, uint32_t code, int bytes)
{
	struct font_reader *r = use->reader;
	if (bytes == 1) {
		use->one[code & 255] = true;
	} else if (bytes == 2) {
		if (!r->two)
			r->two = arena_alloc(all->mem, WIDE_CODES / 8);
		r->two[(code & 0xFFFF) >> 3] |= (unsigned char)(1 << (code & 7));
	} else {
		*ARENA_PUSH(all->mem, r->longer, r->nlonger, r->room) = (font_code){ code, (uint32_t)bytes };
	}
}

static void use_string(font_uses *all, font_use *use, str s)
{
	struct font_reader *r = use->reader;
	const unsigned char *p = (const unsigned char *)s.p, *end = p + s.n;
	if (r->width == 1) {
		while (p < end)
			use->one[*p++] = true;
		return;
	}
	if (r->width == 2)
		for (; end - p >= 2; p += 2)
			use_code(all, use, (uint32_t)p[0] << 8 | p[1], 2);
	while (p < end && r->cmap) {
		unsigned int code;
		int n = pdf_decode_cmap(r->cmap, (unsigned char *)p, (unsigned char *)end, &code);
		if (n < 1 || n > end - p)
			n = 1;
		use_code(all, use, code, n);
		p += n;
	}
}

void rpdf_encoding_names(fz_context *ctx, pdf_obj *font, const char *names[static 256])
{
	pdf_obj *encoding = pdf_dict_get(ctx, font, PDF_NAME(Encoding));
	for (int i = 0; i < 256; i++)
		names[i] = NULL;
	if (pdf_is_name(ctx, encoding))
		pdf_load_encoding(names, pdf_to_name(ctx, encoding));
	if (!pdf_is_dict(ctx, encoding))
		return;
	pdf_obj *base = pdf_dict_get(ctx, encoding, PDF_NAME(BaseEncoding));
	pdf_obj *differences = pdf_dict_get(ctx, encoding, PDF_NAME(Differences));
	if (pdf_is_name(ctx, base))
		pdf_load_encoding(names, pdf_to_name(ctx, base));
	for (int i = 0, k = 0, n = pdf_array_len(ctx, differences); i < n; i++) {
		pdf_obj *item = pdf_array_get(ctx, differences, i);
		if (pdf_is_int(ctx, item))
			k = pdf_to_int(ctx, item);
		else if (pdf_is_name(ctx, item) && k >= 0 && k < 256)
			names[k++] = pdf_to_name(ctx, item);
	}
}

/* ---- streams ----------------------------------------------------------------------------------- */

static bool scan_stream(fz_context *ctx, struct scan *s, pdf_obj *stream, pdf_obj *resources, font_use *font);

static pdf_obj *named(fz_context *ctx, const struct stream_scan *x, const char *category)
{
	return pdf_dict_gets(ctx, pdf_dict_gets(ctx, x->resources, category), x->name);
}

static font_use **font_of(struct stream_scan *x)
{
	return &x->fonts[x->depth];
}

/* A stream drawn within another, once for each font it may begin with. Where it sets its own, once. */
static void scan_nested(fz_context *ctx, struct stream_scan *x, pdf_obj *stream)
{
	struct scan *s = x->all;
	font_use *font = *font_of(x);
	int num = pdf_to_num(ctx, stream);
	visit **chain = &s->visits[(unsigned)num % VISIT_CHAINS];
	if (!pdf_is_stream(ctx, stream))
		return;
	for (visit *v = *chain; v; v = v->next)
		if (v->num == num && (v->font == font || !v->asks)) {
			x->asks |= v->asks && !x->own_font;
			return;
		}
	visit *v = arena_array(s->uses->mem, visit, 1);
	*v = (visit){ num, font, false, *chain };
	*chain = v;
	pdf_obj *resources = pdf_dict_get(ctx, stream, PDF_NAME(Resources));
	v->asks = scan_stream(ctx, s, stream, pdf_is_dict(ctx, resources) ? resources : x->resources, font);
	x->asks |= v->asks && !x->own_font;
}

static void set_font(fz_context *ctx, struct stream_scan *x, pdf_obj *font)
{
	*font_of(x) = use_of(ctx, x->all, font);
	x->own_font = true;
}

static void set_state(fz_context *ctx, struct stream_scan *x)
{
	pdf_obj *state = named(ctx, x, "ExtGState");
	pdf_obj *font = pdf_dict_get(ctx, state, PDF_NAME(Font));
	pdf_obj *mask = pdf_dict_get(ctx, state, PDF_NAME(SMask));
	if (pdf_is_array(ctx, font))
		set_font(ctx, x, pdf_array_get(ctx, font, 0));
	if (pdf_is_dict(ctx, mask))
		scan_nested(ctx, x, pdf_dict_get(ctx, mask, PDF_NAME(G)));
}

static void draw_object(fz_context *ctx, struct stream_scan *x)
{
	pdf_obj *object = named(ctx, x, "XObject");
	if (pdf_name_eq(ctx, pdf_dict_get(ctx, object, PDF_NAME(Subtype)), PDF_NAME(Form)))
		scan_nested(ctx, x, object);
}

static void show_strings(struct stream_scan *x)
{
	font_use *font = *font_of(x);
	x->asks |= !x->own_font;
	size_t beg = 0;
	for (size_t i = 0; font && i < x->n; i++) {
		use_string(x->all->uses, font, str_sub(buf_view(&x->bytes), beg, x->ends[i]));
		beg = x->ends[i];
	}
}

static void push_state(struct stream_scan *x)
{
	if (x->depth + 1 == MOST_STATES) {
		x->deeper++;
		return;
	}
	x->fonts[x->depth + 1] = x->fonts[x->depth];
	x->depth++;
}

static void pop_state(struct stream_scan *x)
{
	if (x->deeper)
		x->deeper--;
	else if (x->depth)
		x->depth--;
}

static void do_operator(fz_context *ctx, struct stream_scan *x, str op)
{
	if (str_is(op, "Tj") || str_is(op, "TJ") || str_is(op, "'") || str_is(op, "\""))
		show_strings(x);
	else if (str_is(op, "Tf"))
		set_font(ctx, x, named(ctx, x, "Font"));
	else if (str_is(op, "q"))
		push_state(x);
	else if (str_is(op, "Q"))
		pop_state(x);
	else if (str_is(op, "gs"))
		set_state(ctx, x);
	else if (str_is(op, "Do"))
		draw_object(ctx, x);
	else if (x->name[0] && (str_is(op, "scn") || str_is(op, "SCN")))
		scan_nested(ctx, x, named(ctx, x, "Pattern"));
	x->name[0] = '\0';
	x->n = 0;
	buf_clear(&x->bytes);
}

static void take_string(struct stream_scan *x, str s)
{
	if (x->n == x->room) {
		x->room = x->room ? x->room * 2 : 64;
		x->ends = realloc(x->ends, x->room * sizeof *x->ends);
		if (!x->ends)
			abort(); /* the worker dies, the document fails; nothing is written */
	}
	buf_str(&x->bytes, s);
	x->ends[x->n++] = x->bytes.n;
}

static void take_name(struct stream_scan *x, str s)
{
	s = str_sub(s, 0, sizeof x->name - 1);
	memcpy(x->name, s.p, s.n);
	x->name[s.n] = '\0';
}

/* False when the stream does not end as one should. */
static bool scan_bytes(fz_context *ctx, struct stream_scan *x, str content)
{
	showlex l = { 0 };
	show_token token;
	bool sound = false;
	fz_var(l);
	fz_var(sound);
	fz_try(ctx) {
		showlex_begin(&l, content);
		while ((token = showlex_next(&l)) != SHOW_END) {
			if (token == SHOW_STRING)
				take_string(x, l.token);
			else if (token == SHOW_WORD)
				do_operator(ctx, x, l.token);
			else
				take_name(x, l.token);
		}
		sound = l.sound && x->deeper == 0;
	}
	fz_always(ctx)
		showlex_free(&l);
	fz_catch(ctx)
		fz_rethrow(ctx);
	return sound;
}

/* Nobody knows what the stream shows: everything its resources name counts. */
static void use_all(fz_context *ctx, struct scan *s, pdf_obj *resources)
{
	pdf_obj *fonts = pdf_dict_get(ctx, resources, PDF_NAME(Font));
	for (int i = 0, n = pdf_dict_len(ctx, fonts); i < n; i++) {
		font_use *use = use_of(ctx, s, pdf_dict_get_val(ctx, fonts, i));
		if (use)
			use->whole = true;
	}
}

static fz_buffer *load(fz_context *ctx, struct scan *s, pdf_obj *stream)
{
	if (pdf_is_stream(ctx, stream))
		return pdf_load_stream(ctx, stream);
	return mu_load_contents(ctx, s->doc, stream);
}

/* True when it shows something in the font it began with. */
static bool scan_stream(fz_context *ctx, struct scan *s, pdf_obj *stream, pdf_obj *resources, font_use *font)
{
	if (s->depth == DEEPEST)
		mu_throw(ctx, ERR_REFUSED, "forms are nested more than %d deep", DEEPEST);
	s->depth++;
	fz_buffer *content = NULL;
	struct stream_scan *x = fz_malloc_struct(ctx, struct stream_scan);
	bool sound = false, asks = false;
	fz_var(content);
	fz_var(sound);
	fz_var(asks);
	fz_try(ctx) {
		x->all = s;
		x->resources = resources;
		x->fonts[0] = font;
		content = load(ctx, s, stream);
		sound = scan_bytes(ctx, x, mu_buffer_str(ctx, content));
		asks = x->asks;
	}
	fz_always(ctx) {
		s->depth--;
		fz_drop_buffer(ctx, content);
		buf_free(&x->bytes);
		free(x->ends);
		fz_free(ctx, x);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
	if (!sound) {
		use_all(ctx, s, resources);
		if (font)
			font->whole = true;
	}
	return asks;
}

/* ---- Type 3 ------------------------------------------------------------------------------------ */

/* The procedures of the glyphs that are shown may show glyphs of other fonts. */
static void scan_glyphs(fz_context *ctx, struct scan *s, font_use *use)
{
	const char *names[256];
	pdf_obj *procs = pdf_dict_get(ctx, use->font, PDF_NAME(CharProcs));
	pdf_obj *resources = pdf_dict_get(ctx, use->font, PDF_NAME(Resources));
	rpdf_encoding_names(ctx, use->font, names);
	for (int i = 0; i < 256; i++) {
		if (use->reader->scanned[i] || !(use->one[i] || use->whole))
			continue;
		use->reader->scanned[i] = true;
		pdf_obj *proc = names[i] ? pdf_dict_gets(ctx, procs, names[i]) : NULL;
		if (pdf_is_stream(ctx, proc))
			scan_stream(ctx, s, proc, resources, NULL);
	}
}

static bool unscanned(const font_use *use)
{
	for (int i = 0; use->reader->type3 && i < 256; i++)
		if ((use->one[i] || use->whole) && !use->reader->scanned[i])
			return true;
	return false;
}

/* Until a round finds nothing new: each round looks at a code at least, so it ends. */
static void scan_type3(fz_context *ctx, struct scan *s)
{
	for (bool more = true; more;) {
		more = false;
		for (size_t i = 0; i < s->uses->n; i++)
			if (unscanned(s->uses->list[i])) {
				scan_glyphs(ctx, s, s->uses->list[i]);
				more = true;
			}
	}
}

/* ---- all of it --------------------------------------------------------------------------------- */

static int by_code(const void *a, const void *b)
{
	const font_code *x = a, *y = b;
	if (x->bytes != y->bytes)
		return x->bytes < y->bytes ? -1 : 1;
	return x->code < y->code ? -1 : x->code > y->code;
}

static void list_codes(font_uses *all, font_use *use)
{
	struct font_reader *r = use->reader;
	size_t room = 0;
	for (uint32_t c = 0; c < 256; c++)
		if (use->one[c])
			*ARENA_PUSH(all->mem, use->codes, use->n, room) = (font_code){ c, 1 };
	for (uint32_t c = 0; r->two && c < WIDE_CODES; c++)
		if (r->two[c >> 3] >> (c & 7) & 1)
			*ARENA_PUSH(all->mem, use->codes, use->n, room) = (font_code){ c, 2 };
	if (r->nlonger)
		qsort(r->longer, r->nlonger, sizeof *r->longer, by_code);
	for (size_t i = 0; i < r->nlonger; i++)
		if (i == 0 || by_code(&r->longer[i - 1], &r->longer[i]) != 0)
			*ARENA_PUSH(all->mem, use->codes, use->n, room) = r->longer[i];
}

bool rpdf_uses_code(const font_use *use, uint32_t code, uint32_t bytes)
{
	font_code key = { code, bytes };
	return use->whole || (use->n && bsearch(&key, use->codes, use->n, sizeof key, by_code));
}

static void scan_page(fz_context *ctx, struct scan *s, pdf_obj *page)
{
	pdf_obj *contents = pdf_dict_get(ctx, page, PDF_NAME(Contents));
	if (contents)
		scan_stream(ctx, s, contents, pdf_dict_get_inheritable(ctx, page, PDF_NAME(Resources)), NULL);
}

font_uses *rpdf_find_font_uses(fz_context *ctx, pdf_document *doc, arena *mem)
{
	struct scan *s = arena_array(mem, struct scan, 1);
	s->doc = doc;
	s->uses = arena_array(mem, font_uses, 1);
	s->uses->mem = mem;
	fz_try(ctx) {
		pdf_obj **pages;
		size_t n = rpdf_pages(ctx, doc, mem, &pages, NULL);
		for (size_t i = 0; i < n; i++)
			scan_page(ctx, s, pages[i]);
		scan_type3(ctx, s);
		for (size_t i = 0; i < s->uses->n; i++)
			list_codes(s->uses, s->uses->list[i]);
	}
	fz_catch(ctx) {
		rpdf_drop_font_uses(ctx, s->uses);
		fz_rethrow(ctx);
	}
	return s->uses;
}

void rpdf_drop_font_uses(fz_context *ctx, font_uses *uses)
{
	for (size_t i = 0; uses && i < uses->n; i++) {
		pdf_drop_obj(ctx, uses->list[i]->font);
		pdf_drop_cmap(ctx, uses->list[i]->reader->cmap);
		uses->list[i]->font = NULL;
		uses->list[i]->reader->cmap = NULL;
	}
}
