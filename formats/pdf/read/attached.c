#include "formats/pdf/read/attached.h"

#include "formats/pdf/read/doctext.h"
#include "formats/pdf/read/reach.h"
#include "redact/base/buf.h"

#include <string.h>

enum { PIECE = 64 << 10 };

struct listing {
	pdf_document *doc;
	arena *mem;
	unsigned char *seen; int n;  /* by object number: streams that were handed over */
	attachment_sink *sink;
	void *arg;
};

static void read_all(fz_context *ctx, struct listing *l, pdf_obj *stream, buf *out)
{
	unsigned char *piece = arena_alloc(l->mem, PIECE);
	fz_stream *in = pdf_open_stream(ctx, stream);
	fz_try(ctx) {
		for (size_t got; (got = fz_read(ctx, in, piece, PIECE)) > 0;) {
			if (out->n + got > ATTACHMENT_LARGEST)
				mu_throw(ctx, ERR_REFUSED, "an attachment unpacks to more than %d MB", ATTACHMENT_LARGEST >> 20);
			buf_add(out, piece, got);
		}
	}
	fz_always(ctx)
		fz_drop_stream(ctx, in);
	fz_catch(ctx)
		fz_rethrow(ctx);
}

static void hand_over(fz_context *ctx, struct listing *l, pdf_obj *stream, str name)
{
	buf bytes = { 0 };
	fz_var(bytes);
	fz_try(ctx) {
		err e = ERR_INIT;
		read_all(ctx, l, stream, &bytes);
		attachment a = { name, buf_view(&bytes) };
		if (!l->sink(l->arg, &a, &e))
			mu_throw_err(ctx, &e);
	}
	fz_always(ctx)
		buf_free(&bytes);
	fz_catch(ctx)
		fz_rethrow(ctx);
}

static str name_of(fz_context *ctx, struct listing *l, pdf_obj *spec)
{
	static const char *const keys[] = { "UF", "F", "Unix", "Mac", "DOS" };
	for (size_t i = 0; i < nelem(keys); i++) {
		pdf_obj *v = pdf_dict_gets(ctx, spec, keys[i]);
		str name = pdf_is_string(ctx, v) ? str_trim(rpdf_object_text(ctx, v, l->mem)) : STR("");
		if (name.n)
			return name;
	}
	return STR("");
}

/* /F and /UF name the same stream mostly, and others where systems differ. */
static void list_node(fz_context *ctx, void *arg, const reach_node *at)
{
	struct listing *l = arg;
	pdf_obj *ef = pdf_is_dict(ctx, at->obj) ? pdf_dict_get(ctx, at->obj, PDF_NAME(EF)) : NULL;
	for (int i = 0, n = pdf_dict_len(ctx, ef); i < n; i++) {
		pdf_obj *stream = pdf_dict_get_val(ctx, ef, i);
		int num = pdf_to_num(ctx, stream);
		if (!pdf_is_stream(ctx, stream) || num <= 0 || num >= l->n || l->seen[num])
			continue;
		l->seen[num] = 1;
		hand_over(ctx, l, stream, name_of(ctx, l, at->obj));
	}
}

void rpdf_attachments(fz_context *ctx, pdf_document *doc, attachment_sink *sink, void *arg)
{
	struct listing l = { .doc = doc, .mem = arena_new(), .sink = sink, .arg = arg };
	fz_try(ctx) {
		rpdf_settle(ctx, doc);
		l.n = pdf_xref_len(ctx, doc);
		l.seen = arena_alloc(l.mem, (size_t)l.n);
		rpdf_reach(ctx, doc, l.mem, false, list_node, &l);
	}
	fz_always(ctx)
		arena_drop(l.mem);
	fz_catch(ctx)
		fz_rethrow(ctx);
}
