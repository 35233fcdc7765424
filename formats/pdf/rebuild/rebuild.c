#include "formats/pdf/rebuild/rebuild.h"
#include "formats/pdf/rebuild/dropped.h"
#include "formats/pdf/rebuild/newnames.h"
#include "formats/pdf/read/pagetree.h"
#include "formats/pdf/read/reach.h"
#include "formats/pdf/rebuild/restream.h"
#include "formats/pdf/rebuild/sweep.h"

#include "redact/base/file.h"

#include <sodium.h>
#include <string.h>

enum {
	MOST_DEPTH   = 64,       /* of arrays and dictionaries within one object */
	MOST_OBJECTS = 4000000,
	MOST_LOOKUP  = 256 * 32, /* bytes of an Indexed colour table              */
	MOST_NESTED  = 16,       /* CMaps that use CMaps, profiles whose alternate has a profile */
};

/* An object of the source as one shape sees it: the same object may be needed as two things. */
typedef struct memo {
	const shape *as;
	int to;              /* number in the new document */
	bool usable;
	struct memo *next;
} memo;

typedef struct job {
	int from, to;
	const shape *as;
	memo *of;
} job;

struct build {
	pdf_document *src, *dst;
	proof *report;
	mu_ahead *ahead;
	bool wary;
	arena *mem;
	memo **memos;  int nmemos;
	job *jobs;     size_t njobs, jobs_room;
	new_names *names;
	int empty;               /* number of the form that stands for what no layer shows; 0: none yet */
	uint32_t objects, odd_resources;
	int nested;              /* jobs that were needed at once, within one another */
};

static pdf_obj *make(fz_context *ctx, struct build *b, const shape *s, pdf_obj *v, int depth);

/* ---- scalars ------------------------------------------------------------------------------------- */

static pdf_obj *make_string(fz_context *ctx, const shape *s, pdf_obj *v)
{
	str old = mu_string_str(ctx, v), fresh;
	switch (s->how) {
	/* A collection nobody knows has to stay unknown: readers give up on its text, they must not
	 * begin to guess. */
	case TREAT_REGISTRY: fresh = str_is(old, "Adobe") ? old : STR("Custom"); break;
	case TREAT_ORDERING: fresh = rpdf_known_ordering(old) ? old : STR("Custom"); break;
	case TREAT_LOOKUP:   fresh = str_sub(old, 0, MOST_LOOKUP); break;
	default:             return NULL;
	}
	return pdf_new_string(ctx, fresh.p, fresh.n);
}

/* ---- objects of their own -------------------------------------------------------------------------- */

static int new_object(fz_context *ctx, struct build *b)
{
	if (++b->objects > MOST_OBJECTS)
		mu_throw(ctx, ERR_REFUSED, "it has more than %d objects", MOST_OBJECTS);
	return pdf_create_object(ctx, b->dst);
}

static bool is_in_hidden_layer(fz_context *ctx, struct build *b, pdf_obj *v)
{
	pdf_obj *oc = pdf_dict_get(ctx, v, PDF_NAME(OC));
	return oc && pdf_is_ocg_hidden(ctx, b->src, NULL, "View", oc);
}

/* What a layer hides must not appear because the layer's dictionary was left behind. The operators
 * that draw it still name something, so it becomes a form that draws nothing. */
static pdf_obj *empty_form(fz_context *ctx, struct build *b)
{
	proof_drop(b->report, "object of a hidden layer", 1);
	if (!b->empty) {
		pdf_obj *form = pdf_new_dict(ctx, b->dst, 4), *ref = NULL;
		fz_buffer *none = NULL;
		fz_var(none);
		fz_var(ref);
		fz_try(ctx) {
			pdf_dict_put(ctx, form, PDF_NAME(Type), PDF_NAME(XObject));
			pdf_dict_put(ctx, form, PDF_NAME(Subtype), PDF_NAME(Form));
			pdf_dict_put_rect(ctx, form, PDF_NAME(BBox), fz_make_rect(0, 0, 0, 0));
			none = fz_new_buffer(ctx, 1);
			ref = pdf_add_stream(ctx, b->dst, none, form, 0);
			b->empty = pdf_to_num(ctx, ref);
		}
		fz_always(ctx) {
			fz_drop_buffer(ctx, none);
			pdf_drop_obj(ctx, form);
			pdf_drop_obj(ctx, ref);
		}
		fz_catch(ctx)
			fz_rethrow(ctx);
	}
	return pdf_new_indirect(ctx, b->dst, b->empty, 0);
}

static memo *memo_of(struct build *b, int num, const shape *s)
{
	for (memo *m = b->memos[num]; m; m = m->next)
		if (m->as == s)
			return m;
	return NULL;
}

static memo *remember(fz_context *ctx, struct build *b, int num, const shape *s)
{
	memo *m = arena_array(b->mem, memo, 1);
	*m = (memo){ .as = s, .to = new_object(ctx, b), .usable = true, .next = b->memos[num] };
	b->memos[num] = m;
	return m;
}

static void do_job(fz_context *ctx, struct build *b, job j);

/* These may turn out to be unusable, and whoever refers to them has to know. */
static bool must_know_now(const shape *s)
{
	return s->how == TREAT_ICC || s->how == TREAT_FONT || s->how == TREAT_CMAP || s->how == TREAT_JBIG2 ||
	       s->how == TREAT_CALCULATOR;
}

/* A reference in the new document to what v refers to in the old, which is copied later: nothing
 * here calls itself through references, however deep a stranger chains them. */
static pdf_obj *refer(fz_context *ctx, struct build *b, const shape *s, pdf_obj *v)
{
	int num = pdf_to_num(ctx, v);
	if (num <= 0 || num >= b->nmemos)
		return NULL;
	if ((s->how == TREAT_XOBJECT || s->how == TREAT_IMAGE) && is_in_hidden_layer(ctx, b, v))
		return empty_form(ctx, b);
	memo *m = memo_of(b, num, s);
	if (!m) {
		m = remember(ctx, b, num, s);
		job j = { .from = num, .to = m->to, .as = s, .of = m };
		if (must_know_now(s)) {
			if (b->nested == MOST_NESTED)
				mu_throw(ctx, ERR_REFUSED, "object %d: built on too many others of its kind", num);
			b->nested++;
			do_job(ctx, b, j);
			b->nested--;
		} else {
			*ARENA_PUSH(b->mem, b->jobs, b->njobs, b->jobs_room) = j;
		}
	}
	return m->usable ? pdf_new_indirect(ctx, b->dst, m->to, 0) : NULL;
}

/* ---- containers ------------------------------------------------------------------------------------ */

static pdf_obj *fill_array(fz_context *ctx, struct build *b, const shape *s, pdf_obj *v, int depth)
{
	int n = pdf_array_len(ctx, v);
	pdf_obj *out = pdf_new_array(ctx, b->dst, n);
	fz_try(ctx) {
		for (int i = 0; i < n; i++) {
			const shape *item = s->tuple ? s->tuple[i] : s->each;
			if (!item)
				break; /* more than the tuple has */
			pdf_obj *made = make(ctx, b, item, pdf_array_get(ctx, v, i), depth);
			if (made)
				pdf_array_push_drop(ctx, out, made);
			else if (item->is != IS_STREAM)
				pdf_array_push(ctx, out, PDF_NULL); /* places of the others matter */
		}
	}
	fz_catch(ctx) {
		pdf_drop_obj(ctx, out);
		fz_rethrow(ctx);
	}
	return out;
}

/* A profile that cannot be cleaned is left behind; readers then show its device space, and so do we. */
static pdf_obj *icc_space(fz_context *ctx, struct build *b, const shape *s, pdf_obj *v, int depth)
{
	pdf_obj *out = fill_array(ctx, b, s, v, depth);
	if (!pdf_is_null(ctx, pdf_array_get(ctx, out, 1)) && pdf_array_len(ctx, out) == 2)
		return out;
	pdf_drop_obj(ctx, out);
	proof_drop(b->report, "unreadable colour profile", 1);
	switch (pdf_dict_get_int(ctx, pdf_array_get(ctx, v, 1), PDF_NAME(N))) {
	case 1: return pdf_new_name(ctx, "DeviceGray");
	case 3: return pdf_new_name(ctx, "DeviceRGB");
	case 4: return pdf_new_name(ctx, "DeviceCMYK");
	}
	return NULL;
}

static void drop_key(struct build *b, const char *key)
{
	const char *kind = rpdf_dropped_kind(key);
	if (kind)
		proof_drop(b->report, kind, 1);
}

/* Copies into out the keys of v that s knows. */
static void fill_known(fz_context *ctx, struct build *b, const shape *s, pdf_obj *v, pdf_obj *out, int depth)
{
	for (int i = 0, n = pdf_dict_len(ctx, v); i < n; i++) {
		const char *key = pdf_to_name(ctx, pdf_dict_get_key(ctx, v, i));
		const shape *known = rpdf_shape_key(s, key);
		pdf_obj *made = known ? make(ctx, b, known, pdf_dict_get_val(ctx, v, i), depth) : NULL;
		if (made)
			pdf_dict_puts_drop(ctx, out, key, made);
		else
			drop_key(b, key);
	}
}

/* A dictionary with free keys: names of resources, names of glyph procedures. */
static void fill_free(fz_context *ctx, struct build *b, const shape *s, pdf_obj *v, pdf_obj *out, int depth)
{
	for (int i = 0, n = pdf_dict_len(ctx, v); i < n; i++) {
		const char *key = pdf_to_name(ctx, pdf_dict_get_key(ctx, v, i));
		pdf_obj *made = make(ctx, b, s->each, pdf_dict_get_val(ctx, v, i), depth);
		if (!made) {
			proof_drop(b->report, "unusable resource", 1);
			continue;
		}
		if (s->how == TREAT_PROCS)
			key = rpdf_new_name(ctx, b->names, TREAT_PROC_GLYPH, key);
		else
			b->odd_resources += !rpdf_neutral_resource(key);
		pdf_dict_puts_drop(ctx, out, key, made);
	}
}

static pdf_obj *fill_dict(fz_context *ctx, struct build *b, const shape *s, pdf_obj *v, int depth)
{
	pdf_obj *out = pdf_new_dict(ctx, b->dst, pdf_dict_len(ctx, v));
	fz_try(ctx) {
		if (s->each && !s->keys)
			fill_free(ctx, b, s, v, out, depth);
		else
			fill_known(ctx, b, s, v, out, depth);
	}
	fz_catch(ctx) {
		pdf_drop_obj(ctx, out);
		fz_rethrow(ctx);
	}
	return out;
}

/* The new value for v, or NULL when s does not take it. */
static pdf_obj *make(fz_context *ctx, struct build *b, const shape *s, pdf_obj *v, int depth)
{
	const shape *as;
	if (depth > MOST_DEPTH)
		mu_throw(ctx, ERR_REFUSED, "its objects are nested more than %d deep", MOST_DEPTH);
	if (!rpdf_shape_takes(ctx, s, v, &as))
		return NULL;
	unsigned kind = rpdf_kind(ctx, v);
	if (kind & (IS_ARRAY | IS_DICT | IS_STREAM)) {
		if (pdf_is_indirect(ctx, v) && as->how != TREAT_ICC_SPACE)
			return refer(ctx, b, as, v);
		if (as->how == TREAT_ICC_SPACE)
			return icc_space(ctx, b, as, v, depth + 1);
		return kind & IS_ARRAY ? fill_array(ctx, b, as, v, depth + 1) : fill_dict(ctx, b, as, v, depth + 1);
	}
	switch (kind) {
	case IS_NAME:            return pdf_new_name(ctx, rpdf_new_name(ctx, b->names, as->how, pdf_to_name(ctx, v)));
	case IS_STRING:          return make_string(ctx, as, v);
	/* MuPDF rounds a real by adding a half, and so makes 0 of -1.0. */
	case IS_NUMBER | IS_INT: return pdf_new_int(ctx, pdf_is_int(ctx, v) ? pdf_to_int64(ctx, v) : (int64_t)pdf_to_real(ctx, v));
	case IS_NUMBER:          return pdf_new_real(ctx, pdf_to_real(ctx, v));
	case IS_BOOL:            return pdf_to_bool(ctx, v) ? PDF_TRUE : PDF_FALSE;
	}
	return NULL;
}

/* ---- jobs ------------------------------------------------------------------------------------------ */

static void put_stream(fz_context *ctx, struct build *b, const job *j, pdf_obj *v, pdf_obj *out)
{
	bool damaged = false;
	pdf_obj *globals = NULL, *parms = NULL, *ref = NULL;
	fz_buffer *bytes = NULL;
	fz_var(globals);
	fz_var(bytes);
	fz_var(ref);
	fz_try(ctx) {
		if (j->as->how == TREAT_IMAGE && strcmp(rpdf_last_filter(ctx, v, &parms), "JBIG2Decode") == 0) {
			pdf_obj *old = pdf_dict_get(ctx, parms, PDF_NAME(JBIG2Globals));
			if (pdf_is_stream(ctx, old))
				globals = refer(ctx, b, &rpdf_shape_jbig2, old);
		}
		bytes = rpdf_restream(ctx, b->src, j->from, j->as->how, out, globals, b->ahead, b->wary, &damaged);
		if (bytes) {
			ref = pdf_new_indirect(ctx, b->dst, j->to, 0);
			pdf_update_object(ctx, b->dst, j->to, out);
			pdf_update_stream(ctx, b->dst, ref, bytes, 1);
		} else {
			j->of->usable = false;
		}
	}
	fz_always(ctx) {
		pdf_drop_obj(ctx, globals);
		pdf_drop_obj(ctx, ref);
		fz_drop_buffer(ctx, bytes);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
	if (!j->of->usable) {
		/* Those who refer to it already find nothing, which readers take for a missing object. */
		proof_drop(b->report, "unreadable stream", 1);
		pdf_update_object(ctx, b->dst, j->to, PDF_NULL);
	} else if (damaged) {
		proof_drop(b->report, "damaged end of a stream", 1);
	}
}

static void do_job(fz_context *ctx, struct build *b, job j)
{
	pdf_obj *v = pdf_load_object(ctx, b->src, j.from), *out = NULL;
	fz_var(out);
	fz_try(ctx) {
		out = pdf_is_array(ctx, v) ? fill_array(ctx, b, j.as, v, 1) : fill_dict(ctx, b, j.as, v, 1);
		if (pdf_obj_num_is_stream(ctx, b->src, j.from))
			put_stream(ctx, b, &j, v, out);
		else
			pdf_update_object(ctx, b->dst, j.to, out);
	}
	fz_always(ctx) {
		pdf_drop_obj(ctx, v);
		pdf_drop_obj(ctx, out);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
}

/* ---- pages ----------------------------------------------------------------------------------------- */

/* The new page for one of the source. Yours: a reference. */
static pdf_obj *make_page(fz_context *ctx, struct build *b, pdf_obj *page)
{
	pdf_obj *whole = pdf_copy_dict(ctx, page), *out = NULL, *ref = NULL;
	fz_var(out);
	fz_var(ref);
	fz_try(ctx) {
		rpdf_settle_page(ctx, whole);
		out = fill_dict(ctx, b, &rpdf_shape_page, whole, 1);
		pdf_dict_put(ctx, out, PDF_NAME(Type), PDF_NAME(Page));
		if (pdf_array_len(ctx, pdf_dict_get(ctx, out, PDF_NAME(MediaBox))) != 4)
			pdf_dict_put_rect(ctx, out, PDF_NAME(MediaBox), fz_make_rect(0, 0, 612, 792));
		if (!pdf_dict_get(ctx, out, PDF_NAME(Resources)))
			pdf_dict_put_dict(ctx, out, PDF_NAME(Resources), 1);
		ref = pdf_add_object(ctx, b->dst, out);
	}
	fz_always(ctx) {
		pdf_drop_obj(ctx, whole);
		pdf_drop_obj(ctx, out);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
	return ref;
}

static void build_pages(fz_context *ctx, struct build *b, pdf_obj **pages, size_t n)
{
	pdf_obj **made = arena_array(b->mem, pdf_obj *, n);
	fz_try(ctx) {
		for (size_t i = 0; i < n; i++)
			made[i] = make_page(ctx, b, pages[i]);
		rpdf_plant_pages(ctx, b->dst, made, n);
	}
	fz_always(ctx)
		for (size_t i = 0; i < n; i++)
			pdf_drop_obj(ctx, made[i]);
	fz_catch(ctx)
		fz_rethrow(ctx);
	/* The list grows while it is worked off. */
	for (size_t i = 0; i < b->njobs; i++)
		do_job(ctx, b, b->jobs[i]);
}

/* The pages to copy. They have to be those that were redacted: all of them, and no other. */
static size_t pages_of(fz_context *ctx, struct build *b, pdf_obj ***pages)
{
	bool sound;
	size_t n = rpdf_pages(ctx, b->src, b->mem, pages, &sound);
	if (n == 0)
		mu_throw(ctx, ERR_INPUT, "it has no pages");
	if (!sound || n != (size_t)pdf_count_pages(ctx, b->src))
		mu_throw(ctx, ERR_REFUSED, "its page tree does not add up");
	return n;
}

pdf_document *rpdf_rebuild(fz_context *ctx, pdf_document *src, const struct rpdf_kept *kept, mu_ahead *ahead, bool wary, proof *report)
{
	struct build *b = NULL;
	arena *mem = arena_new();
	fz_var(b);
	fz_try(ctx) {
		pdf_obj **pages;
		b = arena_array(mem, struct build, 1);
		b->src = src;
		b->report = report;
		b->ahead = ahead;
		b->wary = wary;
		b->mem = mem;
		b->names = rpdf_open_new_names(src, report, mem);
		rpdf_settle(ctx, src);
		size_t n = pages_of(ctx, b, &pages);
		b->nmemos = pdf_xref_len(ctx, src);
		b->memos = arena_array(mem, memo *, (size_t)b->nmemos);
		b->dst = pdf_create_document(ctx);
		b->dst->version = 17;
		rpdf_count_dropped(ctx, src, pages, n, kept, report);
		build_pages(ctx, b, pages, n);
		if (rpdf_odd_glyph_names(b->names))
			proof_note(report, "glyph names of fonts that could be words and are kept: %u",
			           rpdf_odd_glyph_names(b->names));
		if (b->odd_resources)
			proof_note(report, "resource names that could be words and are kept: %u", b->odd_resources);
	}
	fz_always(ctx)
		rpdf_close_new_names(ctx, b ? b->names : NULL);
	fz_catch(ctx) {
		if (b)
			pdf_drop_document(ctx, b->dst);
		arena_drop(mem);
		fz_rethrow(ctx);
	}
	pdf_document *dst = b->dst;
	arena_drop(mem);
	return dst;
}

struct writing {
	int fd;
	int64_t at;
};

static void write_some(fz_context *ctx, void *state, const void *bytes, size_t n)
{
	struct writing *w = state;
	err e = ERR_INIT;
	if (!file_fill(w->fd, (str){ bytes, n }, &e))
		mu_throw_err(ctx, &e);
	w->at += (int64_t)n;
}

static int64_t tell_written(fz_context *ctx, void *state)
{
	(void)ctx;
	return ((struct writing *)state)->at;
}

static void write_to(fz_context *ctx, pdf_document *doc, int fd, const pdf_write_options *how)
{
	struct writing w = { .fd = fd };
	fz_output *out = fz_new_output(ctx, 64 << 10, &w, write_some, NULL, NULL);
	out->tell = tell_written;
	fz_try(ctx) {
		pdf_write_document(ctx, doc, out, how);
		fz_close_output(ctx, out);
	}
	fz_always(ctx)
		fz_drop_output(ctx, out);
	fz_catch(ctx)
		fz_rethrow(ctx);
}

void rpdf_write(fz_context *ctx, pdf_document *doc, int fd)
{
	/* Streams are compressed by the rebuild already; MuPDF's own compression would turn pictures
	 * of one bit a pixel into fax data, masks among them. */
	pdf_write_options how = { .dont_regenerate_id = 1 };
	unsigned char id[16];
	if (sodium_init() < 0)
		mu_throw(ctx, ERR_SYSTEM, "the system gives no random numbers");
	randombytes_buf(id, sizeof id);
	pdf_obj *trailer = pdf_trailer(ctx, doc);
	pdf_dict_del(ctx, trailer, PDF_NAME(Info));
	pdf_obj *ids = pdf_dict_put_array(ctx, trailer, PDF_NAME(ID), 2);
	pdf_array_push_string(ctx, ids, (const char *)id, sizeof id);
	pdf_array_push_string(ctx, ids, (const char *)id, sizeof id);
	rpdf_sweep(ctx, doc);
	write_to(ctx, doc, fd, &how);
}
