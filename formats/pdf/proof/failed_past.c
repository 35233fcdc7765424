/*
 * Earlier versions of a file, whole in its own bytes. A program that saves by appending
 * (ISO 32000-1, 7.5.6) leaves all that was there before: cut off at an earlier %%EOF, the file is what
 * it was then, with the words that a later version no longer has.
 */
#include "formats/pdf/proof/failed_int.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_VERSIONS = 8, MOST_PAGES = 2000, SHORTEST = 3 };

typedef struct words {
	uint64_t *list; size_t n, room;  /* hashes; sorted and single after settle() */
	int pages;
} words;

/* ---- the words of a version -------------------------------------------------------------------- */

static int by_value(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
	return x < y ? -1 : x > y;
}

static void settle(words *w)
{
	size_t kept = 0;
	if (w->n)
		qsort(w->list, w->n, sizeof *w->list, by_value);
	for (size_t i = 0; i < w->n; i++)
		if (!i || w->list[i] != w->list[kept - 1])
			w->list[kept++] = w->list[i];
	w->n = kept;
}

static void add(fz_context *ctx, words *w, uint64_t hash)
{
	if (w->n == w->room) {
		size_t want = w->room ? 2 * w->room : 1024;
		w->list = fz_realloc_array(ctx, w->list, want, uint64_t);
		w->room = want;
	}
	w->list[w->n++] = hash;
}

static bool is_letter(int c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')
	       || (c >= 0xc0 && c < 0x2000) || (c >= 0x2c00 && c < 0xe000);
}

static void add_line(fz_context *ctx, words *w, const fz_stext_line *line)
{
	uint64_t hash = 0xcbf29ce484222325u;
	size_t letters = 0;
	for (const fz_stext_char *c = line->first_char;; c = c->next) {
		if (c && is_letter(c->c)) {
			hash = (hash ^ (uint64_t)c->c) * 0x100000001b3u;
			letters++;
			continue;
		}
		if (letters >= SHORTEST)
			add(ctx, w, hash);
		hash = 0xcbf29ce484222325u;
		letters = 0;
		if (!c)
			return;
	}
}

static void add_page(fz_context *ctx, words *w, pdf_document *doc, int number)
{
	fz_stext_page *text = fz_new_stext_page_from_page_number(ctx, (fz_document *)doc, number, NULL);
	fz_try(ctx)
		for (fz_stext_block *b = text->first_block; b; b = b->next)
			if (b->type == FZ_STEXT_BLOCK_TEXT)
				for (fz_stext_line *l = b->u.t.first_line; l; l = l->next)
					add_line(ctx, w, l);
	fz_always(ctx)
		fz_drop_stext_page(ctx, text);
	fz_catch(ctx)
		fz_rethrow(ctx);
}

static void read_words(fz_context *ctx, words *w, pdf_document *doc)
{
	w->pages = pdf_count_pages(ctx, doc);
	for (int i = 0; i < w->pages && i < MOST_PAGES; i++) {
		fz_try(ctx)
			add_page(ctx, w, doc, i);
		fz_catch(ctx)
			fz_rethrow_if(ctx, FZ_ERROR_MEMORY);
	}
	settle(w);
}

static size_t missing(const words *now, const words *then)
{
	size_t n = 0;
	for (size_t i = 0; i < then->n; i++)
		n += !bsearch(&then->list[i], now->list, now->n, sizeof *now->list, by_value);
	return n;
}

/* ---- versions ---------------------------------------------------------------------------------- */

/* The ends of the newest versions but the last, newest first. */
static size_t find_versions(str bytes, size_t ends[static MOST_VERSIONS], bool *more)
{
	static const char mark[] = "%%EOF";
	size_t n = 0, at = bytes.n;
	bool last = true;
	*more = false;
	for (; at >= 5; at--) {
		if (bytes.p[at - 5] != '%' || memcmp(bytes.p + at - 5, mark, 5) != 0)
			continue;
		if (last) {
			last = false;
			continue;
		}
		if (n == MOST_VERSIONS) {
			*more = true;
			break;
		}
		ends[n++] = at;
	}
	return n;
}

/* False for bytes that are no version of their own: one part of a linearized file, or the end of a
 * file within this one. */
static bool read_version(fz_context *ctx, words *w, pdf_document *now, str bytes)
{
	fz_stream *in = NULL;
	pdf_document *doc = NULL;
	bool whole = false;
	fz_var(in);
	fz_var(doc);
	fz_var(whole);
	fz_try(ctx) {
		in = fz_open_memory(ctx, (const unsigned char *)bytes.p, bytes.n);
		doc = pdf_open_document_with_stream(ctx, in);
		if (!pdf_was_repaired(ctx, doc) && !pdf_needs_password(ctx, doc)) {
			mu_share_context(ctx, now, doc);
			read_words(ctx, w, doc);
			whole = !pdf_was_repaired(ctx, doc);
		}
	}
	fz_always(ctx) {
		pdf_drop_document(ctx, doc);
		fz_drop_stream(ctx, in);
	}
	fz_catch(ctx)
		fz_rethrow_if(ctx, FZ_ERROR_MEMORY);
	return whole;
}

typedef struct past {
	words now, then;
	size_t ends[MOST_VERSIONS], n;
	bool more;           /* than these */
	size_t versions;     /* that could be read         */
	size_t worst;        /* words that one of them has */
} past;

static void look_back(fz_context *ctx, past *p, pdf_document *doc, str bytes)
{
	read_words(ctx, &p->now, doc);
	for (size_t i = 0; i < p->n; i++) {
		p->then.n = 0;
		if (!read_version(ctx, &p->then, doc, str_sub(bytes, 0, p->ends[i])))
			continue;
		p->versions++;
		size_t gone = missing(&p->now, &p->then);
		if (gone > p->worst)
			p->worst = gone;
	}
}

static void tell(fz_context *ctx, const past *p, pdf_document *doc, proof *report)
{
	static const char name[] = "no-earlier-versions";
	bool one = p->versions == 1;
	if (p->worst)
		proof_check(report, name, CHECK_FAIL, "%s still in the file, and %s %zu word%s that it no longer shows",
		            one ? "an earlier version is" : "earlier versions are", one ? "says" : "say", p->worst,
		            p->worst == 1 ? "" : "s");
	else if (p->more || p->now.pages > MOST_PAGES)
		proof_check(report, name, CHECK_SKIP, "there is more of it than was looked at");
	else if (p->n && pdf_needs_password(ctx, doc))
		proof_check(report, name, CHECK_SKIP, "the file is encrypted");
	else
		proof_check(report, name, CHECK_PASS, "%s", p->versions ? "there are some, which say nothing else" : "");
}

void rpdf_inspect_past(fz_context *ctx, pdf_document *doc, str bytes, proof *report)
{
	past p = { 0 };
	p.n = find_versions(bytes, p.ends, &p.more);
	fz_var(p);
	fz_try(ctx) {
		if (p.n)
			look_back(ctx, &p, doc, bytes);
		tell(ctx, &p, doc, report);
	}
	fz_always(ctx) {
		fz_free(ctx, p.now.list);
		fz_free(ctx, p.then.list);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
}
