/*
 * mu.h - the door to MuPDF.
 *
 * MuPDF reports trouble by longjmp; the rest of this program by `err *e`. The border is mu_call():
 * code behind it takes `fz_context *ctx` first and may throw, code before it takes `err *e` last
 * and does not. What has to survive a throw lives in a struct behind `arg`, so nobody needs
 * fz_var(), and `return` never stands inside fz_try.
 *
 *     struct count { pdf_document *doc; int pages; };
 *     static void count_inner(fz_context *ctx, void *arg) { ... may throw ... }
 *     bool ok = mu_call(ctx, count_inner, &c, e);
 *
 * MuPDF's own messages may quote the document ("cannot find font 'Jane Doe'"), so they stop here:
 * the caller of mu_call() learns the kind of the trouble only. Messages of ours, thrown by
 * mu_throw(), come through as they are and must not hold a word out of a document.
 */
#ifndef UNDERSEAL_MU_H
#define UNDERSEAL_MU_H

#include "redact/base/err.h"
#include "redact/base/str.h"

#include <mupdf/fitz.h>
#include <mupdf/pdf.h>

/* A context for one thread: no handlers but what is called by name, warnings silenced, a store of
 * at most 32 MB. Yours: mu_close_context() it. NULL and *e when memory lacks. */
fz_context *mu_open_context(err *e);
void        mu_close_context(fz_context *ctx);   /* NULL is fine */

/* Runs fn(ctx, arg). False with *e set when it threw. May be nested. */
typedef void mu_fn(fz_context *ctx, void *arg);
bool mu_call(fz_context *ctx, mu_fn *fn, void *arg, err *e);

/* Within fz_catch: what was thrown, as mu_call() would tell it. Always false. */
bool mu_caught(fz_context *ctx, err *e);

/* Throws a message of ours through MuPDF's frames; mu_call() hands it on with this kind. */
void mu_throw(fz_context *ctx, err_kind kind, const char *fmt, ...)
	__attribute__((format(printf, 3, 4), noreturn));

/* Throws what *e says: for calling code of the other regime from behind the border. */
void mu_throw_err(fz_context *ctx, const err *e) __attribute__((noreturn));

/* The bytes of a buffer or of a string object, lent as long as it is kept and unchanged. NULL and
 * other kinds of objects give "". */
str mu_buffer_str(fz_context *ctx, fz_buffer *b);
str mu_string_str(fz_context *ctx, pdf_obj *string);

/* All of a page's content, one stream or an array of them read as one. Yours: fz_drop_buffer(). Throws. */
fz_buffer *mu_load_contents(fz_context *ctx, pdf_document *doc, pdf_obj *contents);

/* Copies the entries of dictionary `from` that are in the list (ended by NULL) and there into `to`. */
void mu_keep_keys(fz_context *ctx, pdf_obj *from, pdf_obj *to, const char *const *keys);

/* To be called when two documents share a context, before their pages are read: MuPDF 1.21 compares fonts and other
 * dictionaries that are no objects of their own across documents, and looks the number of the one up in the table of
 * the other without asking how long that is. Afterwards both tables are long enough. Throws when memory lacks. */
void mu_share_context(fz_context *ctx, pdf_document *a, pdf_document *b);

#endif
