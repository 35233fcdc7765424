#include "formats/lib/mu.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { STORE_BYTES = 32 << 20 };

/* First byte of a message of ours while it travels through MuPDF; the kind follows as a letter.
 * No message of MuPDF's begins with a control character. A hint goes behind the message. */
enum { OURS = '\001', HINT = '\002' };

/* Warnings quote documents, and standard error is read by people who must not see them. */
static void swallow(void *user, const char *message)
{
	(void)user;
	(void)message;
}

/* Contexts of two threads share nothing, but what MuPDF keeps for a library that cannot be told one from
 * the other (OpenJPEG's allocator): that is used under this lock of theirs. */
static pthread_mutex_t library = PTHREAD_MUTEX_INITIALIZER;

static void lock(void *user, int which)
{
	(void)user;
	if (which == FZ_LOCK_FREETYPE)
		pthread_mutex_lock(&library);
}

static void unlock(void *user, int which)
{
	(void)user;
	if (which == FZ_LOCK_FREETYPE)
		pthread_mutex_unlock(&library);
}

fz_context *mu_open_context(err *e)
{
	static const fz_locks_context locks = { NULL, lock, unlock };
	fz_context *ctx = fz_new_context(NULL, &locks, STORE_BYTES);
	if (!ctx) {
		err_set(e, ERR_SYSTEM, "out of memory");
		return NULL;
	}
	fz_set_warning_callback(ctx, swallow, NULL);
	fz_set_error_callback(ctx, swallow, NULL);
	return ctx;
}

void mu_close_context(fz_context *ctx)
{
	fz_drop_context(ctx);
}

bool mu_caught(fz_context *ctx, err *e)
{
	const char *message = fz_caught_message(ctx);
	if (message[0] == OURS && message[1]) {
		err_kind kind = (err_kind)(message[1] - 'A');
		const char *hint = strchr(message + 2, HINT);
		err_set(e, kind, "%.*s", hint ? (int)(hint - message - 2) : (int)strlen(message + 2), message + 2);
		return hint && err_hint(e, "%s", hint + 1);
	}
	switch (fz_caught(ctx)) {
	case FZ_ERROR_MEMORY:
		return err_set(e, ERR_SYSTEM, "out of memory");
	case FZ_ERROR_SYNTAX:
	case FZ_ERROR_MINOR:
		return err_set(e, ERR_INPUT, "the document is damaged: its syntax cannot be read");
	default:
		return err_set(e, ERR_INPUT, "the document is damaged: a part of it cannot be read");
	}
}

bool mu_call(fz_context *ctx, mu_fn *fn, void *arg, err *e)
{
	volatile bool ok = false;
	fz_try(ctx) {
		fn(ctx, arg);
		ok = true;
	}
	fz_catch(ctx)
		mu_caught(ctx, e);
	return ok;
}

void mu_throw(fz_context *ctx, err_kind kind, const char *fmt, ...)
{
	char text[240]; /* MuPDF keeps 256 bytes of a message */
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	fz_throw(ctx, FZ_ERROR_GENERIC, "%c%c%s", OURS, 'A' + (int)kind, text);
}

void mu_throw_err(fz_context *ctx, const err *e)
{
	err_kind kind = e->kind == ERR_NONE ? ERR_INTERNAL : e->kind;
	if (e->hint[0])
		mu_throw(ctx, kind, "%s%c%s", e->text, HINT, e->hint);
	mu_throw(ctx, kind, "%s", e->text);
}

str mu_buffer_str(fz_context *ctx, fz_buffer *b)
{
	unsigned char *p = NULL;
	size_t n = fz_buffer_storage(ctx, b, &p);
	return p ? (str){ (const char *)p, n } : STR("");
}

str mu_string_str(fz_context *ctx, pdf_obj *string)
{
	size_t n = 0;
	const char *p = pdf_to_string(ctx, string, &n);
	return p ? (str){ p, n } : STR("");
}

fz_buffer *mu_load_contents(fz_context *ctx, pdf_document *doc, pdf_obj *contents)
{
	fz_stream *in = pdf_open_contents_stream(ctx, doc, contents);
	fz_buffer *all = NULL;
	fz_var(all);
	fz_try(ctx)
		all = fz_read_all(ctx, in, 16 << 10);
	fz_always(ctx)
		fz_drop_stream(ctx, in);
	fz_catch(ctx)
		fz_rethrow(ctx);
	return all;
}

void mu_keep_keys(fz_context *ctx, pdf_obj *from, pdf_obj *to, const char *const *keys)
{
	for (; *keys; keys++) {
		pdf_obj *value = pdf_dict_gets(ctx, from, *keys);
		if (value)
			pdf_dict_puts(ctx, to, *keys, value);
	}
}

/* Objects that reading and preparing a document may add. */
enum { ADDED_OBJECTS = 1 << 12 };

void mu_share_context(fz_context *ctx, pdf_document *a, pdf_document *b)
{
	int na = pdf_xref_len(ctx, a), nb = pdf_xref_len(ctx, b);
	int most = (na > nb ? na : nb) + ADDED_OBJECTS;
	pdf_ensure_solid_xref(ctx, a, most);
	pdf_ensure_solid_xref(ctx, b, most);
}
