#include "redact/misread.h"

#include "redact/base/alike.h"

#include <ctype.h>
#include <string.h>

/* Letters of a value, once folded: shorter ones look like too much else. */
enum { LEAST = 4, ONE_WRONG = 6, TWO_WRONG = 12, ONE_SIGN = 6, TWO_SIGNS = 14, NEAR_DIGITS = 9 };

/* Of a word's end, so many signs more are a plural or a speck. */
enum { HANGS_ON = 2 };

typedef struct sought_value { str folded; alike_slack slack; bool asked; } sought_value;

static bool is_number(str value, str folded, size_t *digits)
{
	*digits = 0;
	for (size_t i = 0; i < value.n; i++)
		*digits += (unsigned char)(value.p[i] - '0') < 10;
	return 2 * *digits >= folded.n;
}

/* A digit is not guessed at where another one stands; where a sign stands it was certainly misread. */
static alike_slack slack_of(str value, str folded, misread_how how)
{
	size_t digits, signs = folded.n >= TWO_SIGNS ? 2 : folded.n >= ONE_SIGN ? 1 : 0;
	if (is_number(value, folded, &digits) || how == MISREAD_ALIKE)
		return how == MISREAD_NEAR ? (alike_slack){ 1, false } : (alike_slack){ signs, true };
	size_t wrong = folded.n >= TWO_WRONG ? 2 : folded.n >= ONE_WRONG ? 1 : 0;
	return wrong ? (alike_slack){ wrong, false } : (alike_slack){ signs, true };
}

static bool is_asked(str value, str folded, misread_how how)
{
	size_t digits;
	return folded.n >= LEAST && (how != MISREAD_NEAR || (is_number(value, folded, &digits) && digits >= NEAR_DIGITS));
}

static bool is_blank(char c)
{
	return (unsigned char)c <= ' ';
}

static bool is_sign(char c)
{
	return (unsigned char)c < 0x80 && !isalnum((unsigned char)c);
}

/* The whole words of a place; false where it is but a part of longer ones. */
static bool take_words(str text, size_t *beg, size_t *end)
{
	size_t b = *beg, e = *end;
	while (b > 0 && !is_blank(text.p[b - 1]))
		b--;
	while (e < text.n && !is_blank(text.p[e]))
		e++;
	if (*beg - b > HANGS_ON || e - *end > HANGS_ON)
		return false;
	/* Signs around the words are none of theirs. */
	while (b < *beg && is_sign(text.p[b]))
		b++;
	while (e > *end && is_sign(text.p[e - 1]))
		e--;
	*beg = b, *end = e;
	return true;
}

/* Of as many pieces of a value as may be misread, and one, one is as it should be: most values are told to be
 * nowhere by that. */
static bool may_stand(str text, const sought_value *v)
{
	size_t pieces = v->slack.most + 1, beg = 0;
	for (size_t i = 1; i <= pieces; i++) {
		size_t end = v->folded.n * i / pieces;
		if (memmem(text.p, text.n, v->folded.p + beg, end - beg))
			return true;
		beg = end;
	}
	return false;
}

struct page_of { const unit *u; size_t at; misread_hit *hit; void *arg; };

static bool find_value(const struct page_of *p, const folded *f, const sought_value *v, alike_slack slack, size_t which)
{
	size_t from = 0, beg, end;
	while (alike_find(f->text, v->folded, slack, from, &beg, &end)) {
		size_t first = f->at[beg], last = f->end[end - 1];
		if (take_words(p->u->text, &first, &last) && !p->hit(p->arg, which, p->at, first, last))
			return false;
		from = end;
	}
	return true;
}

/* Once with the signs in words as specks, and once as what they may stand for. */
static bool find_in(const struct page_of *p, const sought_value *list, size_t n, arena *mem)
{
	bool signs;
	folded plain = alike_fold(p->u->text, mem), f = alike_read(p->u->text, mem, &signs);
	for (size_t i = 0; i < n; i++) {
		const sought_value *v = &list[i];
		alike_slack exact = v->slack.signs_only ? (alike_slack){ 0, true } : v->slack;
		if (!v->asked || !may_stand(plain.text, v))
			continue;
		if (!find_value(p, &plain, v, exact, i) || (signs && !find_value(p, &f, v, v->slack, i)))
			return false;
	}
	return true;
}

bool misread_find(const text *t, const str *values, size_t n, misread_how how, misread_hit *hit, void *arg)
{
	arena *mem = arena_new();
	sought_value *list = arena_array(mem, sought_value, n);
	bool ok = true;
	for (size_t i = 0; i < n; i++) {
		list[i].folded = alike_fold(values[i], mem).text;
		list[i].slack = slack_of(values[i], list[i].folded, how);
		list[i].asked = is_asked(values[i], list[i].folded, how);
	}
	for (size_t i = 0; ok && i < t->n; i++)
		if (text_in_pixels(t->units[i].id))
			ok = find_in(&(struct page_of){ &t->units[i], i, hit, arg }, list, n, mem);
	arena_drop(mem);
	return ok;
}

/* ---- doubts, for a person to see ------------------------------------------------------------ */

/* How much less sure a value is that was not read as it is written. */
enum { MISREAD_LESS = 30 };

static bool is_marked_point(const text *t, const findings *own, size_t n, uint32_t page, float x, float y)
{
	for (size_t i = 0; i < n; i++) {
		const finding *f = &own->list[i];
		const unit *u = &t->units[f->unit];
		for (size_t k = 0; u->page == page && k < u->nspans; k++) {
			rect r = u->spans[k].box;
			if (u->spans[k].beg < f->end && f->beg < u->spans[k].end && x > r.x0 && x < r.x1 && y > r.y0 && y < r.y1)
				return true;
		}
	}
	return false;
}

/* What is marked already, in text at the same place, is no doubt. */
static bool is_marked_there(const text *t, const findings *own, size_t n, const finding *f)
{
	const unit *u = &t->units[f->unit];
	size_t seen = 0;
	for (size_t k = 0; k < u->nspans; k++) {
		rect r = u->spans[k].box;
		if (u->spans[k].end <= f->beg || u->spans[k].beg >= f->end)
			continue;
		if (!is_marked_point(t, own, n, u->page, (r.x0 + r.x1) / 2, (r.y0 + r.y1) / 2))
			return false;
		seen++;
	}
	return u->page && seen;
}

struct doubts { const text *t; const finding *origin; const findings *own; size_t nown; findings *out; };

static bool add_misread(void *arg, size_t value, size_t unit, size_t beg, size_t end)
{
	struct doubts *d = arg;
	const finding *from = &d->origin[value];
	finding f = { .unit = (uint32_t)unit, .beg = (uint32_t)beg, .end = (uint32_t)end, .rule = STR("misread"), .code = from->code,
	              .reason = STR("looks like a value, and may be misread"), .shows = from->shows,
	              .rank = from->rank > MISREAD_LESS ? from->rank - MISREAD_LESS : 0 };
	/* "Margaret Okonji" may be all of a name of which only Okonji was found. */
	if (!findings_cover(d->own, d->nown, &f) && !is_marked_there(d->t, d->own, d->nown, &f))
		findings_add(d->out, f);
	return true;
}

void misread_doubt(const detectors *all, const text *t, const str *values, const finding *origin, size_t n, findings *out)
{
	str *list = NULL;
	finding *as = NULL;
	size_t nlist = 0, list_room = 0, nas = 0, as_room = 0;
	bool any = false;
	for (size_t i = 0; i < t->n && !any; i++)
		any = text_in_pixels(t->units[i].id);
	if (!any)
		return;
	for (size_t i = 0; i < n; i++) {
		*ARENA_PUSH(out->mem, list, nlist, list_room) = values[i];
		*ARENA_PUSH(out->mem, as, nas, as_room) = origin[i];
	}
	for (size_t i = 0; i < all->n; i++) {
		const detector *d = &all->list[i];
		const str *terms = NULL;
		size_t count = d->literals && d->about ? d->literals(d->state, &terms) : 0;
		for (size_t k = 0; k < count; k++) {
			literal about = d->about(d->state, k);
			*ARENA_PUSH(out->mem, list, nlist, list_room) = terms[k];
			*ARENA_PUSH(out->mem, as, nas, as_room) = (finding){ .code = about.code, .reason = about.reason, .rank = 100 };
		}
	}
	findings more = { .mem = out->mem };
	struct doubts d = { t, as, out, out->n, &more };
	misread_find(t, list, nlist, MISREAD_DOUBT, add_misread, &d);
	for (size_t i = 0; i < more.n; i++)
		findings_add(out, more.list[i]);
	findings_sort(out);
	findings_merge(out);
}
