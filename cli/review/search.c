#include "cli/review/search.h"

#include "cli/review/answer.h"
#include "cli/review/utf16.h"
#include "redact/base/fold.h"

enum { AROUND = 48, LONGEST_WORDS = 1000 }; /* bytes */

/* Folded once, for all searches to come. */
static void fold_words(document *d)
{
	if (d->folded)
		return;
	d->folded = arena_array(d->words.mem, str, d->words.n + 1);
	for (size_t i = 0; i < d->words.n; i++) {
		arena *mem = arena_new();
		d->folded[i] = str_dup(fold_text(d->words.units[i].text, FOLD_WORDS, mem), d->words.mem);
		arena_drop(mem);
	}
}

static bool add(search_found *out, search_hit hit, size_t most, arena *mem)
{
	out->more = out->n == most;
	if (!out->more)
		*ARENA_PUSH(mem, out->hits, out->n, out->room) = hit;
	return !out->more;
}

/* False when there are enough. */
static bool search_unit(uint32_t document_number, const unit *u, str key, bool whole, size_t most, arena *mem, search_found *out)
{
	arena *own = arena_new();
	folded f = fold(u->text, FOLD_WORDS, own);
	bool on = true;
	uint32_t last = 0;
	for (size_t from = 0; on && f.text.n - from >= key.n;) {
		const char *p = memmem(f.text.p + from, f.text.n - from, key.p, key.n);
		if (!p)
			break;
		size_t beg = (size_t)(p - f.text.p), end = beg + key.n;
		from = beg + 1;
		if (whole && (!fold_edge(&f, u->text, beg) || !fold_edge(&f, u->text, end)))
			continue;
		str at = fold_source(&f, u->text, beg, end);
		search_hit hit = { document_number, u, (uint32_t)(at.p - u->text.p), (uint32_t)(at.p - u->text.p + at.n) };
		if (hit.beg < last)
			continue;
		last = hit.end;
		from = end;
		on = add(out, hit, most, mem);
	}
	arena_drop(own);
	return on;
}

/* A page that is read in more than one order shows the same words in each: the reading in which most were found counts. */
static bool other_reading(const unit *a, const unit *b)
{
	return a->page && a->page == b->page && a->kind == UNIT_PAGE && b->kind == UNIT_PAGE && !text_in_pixels(a->id) && !text_in_pixels(b->id);
}

static void keep_best_readings(search_found *f, size_t from)
{
	size_t kept = from;
	for (size_t i = from; i < f->n;) {
		size_t best = i, most = 0, end = i;
		while (end < f->n && (f->hits[end].unit == f->hits[i].unit || other_reading(f->hits[end].unit, f->hits[i].unit))) {
			size_t first = end;
			while (end < f->n && f->hits[end].unit == f->hits[first].unit)
				end++;
			if (end - first > most)
				best = first, most = end - first;
		}
		memmove(&f->hits[kept], &f->hits[best], most * sizeof *f->hits);
		kept += most;
		i = end;
	}
	f->n = kept;
}

bool search_words(session *s, str words, bool whole, size_t most, arena *mem, search_found *out, err *e)
{
	*out = (search_found){ 0 };
	str key = str_trim(fold_text(str_sub(words, 0, LONGEST_WORDS), FOLD_WORDS, mem));
	if (words.n > LONGEST_WORDS)
		return err_set(e, ERR_USAGE, "these are too many words to look for at once");
	if (!key.n)
		return err_set(e, ERR_USAGE, "there is nothing to look for");
	for (size_t i = 0; i < s->n; i++) {
		document *d = &s->documents[i];
		if (!d->words.mem) {
			out->unread++;
			continue;
		}
		fold_words(d);
		size_t before = out->n;
		for (size_t k = 0; k < d->words.n && !out->more; k++)
			if (memmem(d->folded[k].p, d->folded[k].n, key.p, key.n))
				search_unit((uint32_t)i, &d->words.units[k], key, whole, most, mem, out);
		keep_best_readings(out, before);
	}
	return true;
}

/* ---- for a window ------------------------------------------------------------------------------ */

static bool inside_character(str s, size_t at)
{
	return at < s.n && ((unsigned char)s.p[at] & 0xc0) == 0x80;
}

static void print_around(str text, size_t beg, size_t end, buf *out)
{
	while (beg < end && inside_character(text, beg))
		beg++;
	while (end > beg && inside_character(text, end))
		end--;
	buf line = { 0 };
	for (size_t i = beg; i < end; i++)
		buf_byte(&line, (unsigned char)text.p[i] < 0x20 ? ' ' : text.p[i]);
	buf_byte(out, ',');
	answer_quote(out, buf_view(&line));
	buf_free(&line);
}

void search_print(const search_found *f, buf *out)
{
	utf16 at = { .text = STR("") };
	buf_z(out, "{\"hits\":[");
	for (size_t i = 0; i < f->n; i++) {
		const search_hit *h = &f->hits[i];
		str text = h->unit->text;
		if (at.text.p != text.p)
			at = (utf16){ .text = text };
		size_t beg = utf16_of_byte(&at, h->beg), end = utf16_of_byte(&at, h->end);
		buf_fmt(out, "%s[%u,", i ? ",\n" : "", h->document);
		answer_quote(out, h->unit->id);
		buf_fmt(out, ",%zu,%zu,%u", beg, end, h->unit->page);
		print_around(text, h->beg > AROUND ? h->beg - AROUND : 0, h->beg, out);
		print_around(text, h->end, h->end + AROUND < text.n ? h->end + AROUND : text.n, out);
		buf_byte(out, ']');
	}
	buf_fmt(out, "],\"more\":%s,\"unread\":%zu}", f->more ? "true" : "false", f->unread);
}
