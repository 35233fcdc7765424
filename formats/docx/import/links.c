#include "formats/docx/import/links.h"
#include "formats/docx/import/places.h"
#include "redact/base/fold.h"
#include "redact/base/needles.h"
#include "redact/base/spelt.h"

#include <string.h>
#include <strings.h>

enum { LONGEST = 2048, GLUED = 4 };  /* bytes of an address; letters of a value hunted without its blanks and signs */

bool links_address_fits(str address)
{
	static const char *const schemes[] = { "http://", "https://", "mailto:" };
	bool known = false;
	for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
		known |= address.n > strlen(schemes[i]) && strncasecmp(address.p, schemes[i], strlen(schemes[i])) == 0;
	for (size_t i = 0; i < address.n; i++)
		if ((unsigned char)address.p[i] <= ' ' || strchr("\"<>\\^`{|}\x7f", address.p[i]))
			return false;
	return known && address.n <= LONGEST;
}

bool links_address_may_stay(const importer *im, str address)
{
	return im->d->src->how.keep & KEEP_LINKS && im->s->stays && links_address_fits(address);
}

bool links_may_stay(const importer *im, const rel *r)
{
	return r && r->external && str_is(r->type, "hyperlink") && links_address_may_stay(im, r->target);
}

void links_keep(importer *im, xnode *hyperlink, str address)
{
	story *s = im->s;
	str id = docx_rel(im->d, s, "hyperlink", address);
	xml_set(im->mem, hyperlink, NS_R, "id", id);
	for (size_t i = 0; i < s->nrels; i++)
		s->rels[i].external |= str_eq(s->rels[i].id, id);
	*ARENA_PUSH(im->mem, s->links, s->nlinks, s->links_room) = (web_link){ hyperlink, address };
}

/* ---- values in addresses --------------------------------------------------------------------- */

/* Letters and digits alone, folded: "ada.okonjo@x.org" and "Ada%20Okonjo" hold adaokonjo both. */
static str glue(str s, arena *mem)
{
	str plain = fold_text(s, FOLD_WORDS | FOLD_TIGHT, mem);
	char *p = arena_alloc(mem, plain.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < plain.n; i++) {
		unsigned char c = (unsigned char)plain.p[i];
		if (c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'))
			p[n++] = (char)c;
	}
	return (str){ p, n };
}

static str all_spelt(str address, arena *mem)
{
	buf out = { 0 };
	spelt_anyhow(&out, address);
	for (size_t i = 0; i < out.n; i++)
		if (out.p[i] == '+')
			out.p[i] = ' ';
	str s = str_dup(buf_view(&out), mem);
	buf_free(&out);
	return s;
}

str links_words(str address, arena *mem)
{
	buf out = { 0 };
	buf_str(&out, address);
	buf_byte(&out, '\n');
	spelt_percent(&out, address);
	str plain = str_dup(buf_view(&out), mem);
	spelt_words(&out, str_sub(plain, address.n + 1, plain.n));
	str s = str_dup(buf_view(&out), mem);
	buf_free(&out);
	return s;
}

struct look {
	needles *words, *glued;
	str address;
	folded folded;
	bool found;
};

/* Short values count where they are words of the address. */
static bool note_edged(void *arg, size_t value, size_t beg, size_t end)
{
	struct look *l = arg;
	(void)value;
	l->found = fold_edge(&l->folded, l->address, beg) && fold_edge(&l->folded, l->address, end);
	return !l->found;
}

static bool note_word(void *arg, size_t value, size_t beg, size_t end)
{
	(void)value, (void)beg, (void)end;
	((struct look *)arg)->found = true;
	return false;
}

static bool holds_value(struct look *l, str address, bool *found, err *e)
{
	arena *mem = arena_new();
	bool ok = true;
	l->found = false;
	/* Beside it, what it spells in percent signs, hex and base64, one within another. */
	const str forms[] = { address, all_spelt(address, mem) };
	for (size_t i = 0; ok && i < 2 && !l->found; i++) {
		l->address = forms[i];
		l->folded = fold(forms[i], FOLD_WORDS, mem);
		ok = needles_scan(l->words, l->folded.text, note_edged, l, e) &&
		     (l->found || needles_scan(l->glued, glue(forms[i], mem), note_word, l, e));
	}
	*found = l->found;
	arena_drop(mem);
	return ok;
}

/* ---- cutting --------------------------------------------------------------------------------- */

static void drop_rel(story *s, str id)
{
	for (size_t i = 0; i < s->nrels; i++)
		s->rels[i].gone |= str_eq(s->rels[i].id, id);
}

static bool cut_links(story *s, struct look *l, uint32_t *cut, err *e)
{
	for (size_t i = 0; i < s->nlinks; i++) {
		bool found;
		if (!holds_value(l, s->links[i].address, &found, e))
			return false;
		if (!found)
			continue;
		drop_rel(s, xml_value(s->links[i].node, NS_R, "id"));
		places_take_out(s->links[i].node);
		++*cut;
	}
	return true;
}

bool links_cut(docx *d, const plan *p, proof *report, err *e)
{
	size_t any = 0;
	for (size_t i = 0; i < d->nstories; i++)
		any += d->stories[i]->nlinks;
	if (!any)
		return true;
	str *values;
	size_t n = plan_values(p, d->mem, &values), nwords = 0, ntight = 0;
	str *words = arena_array(d->mem, str, n + 1), *tight = arena_array(d->mem, str, n + 1);
	for (size_t i = 0; i < n; i++) {
		str word = str_trim(fold_text(values[i], FOLD_WORDS, d->mem)), glued = glue(values[i], d->mem);
		if (word.n)
			words[nwords++] = word;
		if (glued.n >= GLUED)
			tight[ntight++] = glued;
	}
	struct look l = { .words = needles_new(words, nwords, e) };
	l.glued = l.words ? needles_new(tight, ntight, e) : NULL;
	bool ok = l.glued != NULL;
	uint32_t cut = 0;
	for (size_t i = 0; ok && i < d->nstories; i++)
		ok = cut_links(d->stories[i], &l, &cut, e);
	needles_drop(l.glued);
	needles_drop(l.words);
	proof_drop(report, "link whose address holds a marked value", cut);
	return ok;
}
