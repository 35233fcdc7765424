#include "formats/pdf/keep/tags_int.h"

#include <string.h>

/* ---- words --------------------------------------------------------------------------------------- */

bool rpdf_tags_claims(const rpdf_tags *t, int num, const char *key)
{
	for (int i = 0; t && key && num > 0 && num < t->nclaims && i < TAG_WORDS; i++)
		if (strcmp(key, rpdf_tag_keys[i]) == 0)
			return t->claims[num] & 1 << i;
	return false;
}

void rpdf_tags_units(const rpdf_tags *t, text *out)
{
	for (size_t i = 0; t && i < t->nelements; i++)
		for (int k = 0; k < TAG_WORDS; k++)
			if (t->elements[i].words[k].n)
				text_add_string(out, UNIT_STRUCTURE, t->elements[i].unit[k], t->elements[i].words[k], true);
}

/* ---- while pages are written --------------------------------------------------------------------- */

const char *rpdf_tag_of(rpdf_tags *t, int page, int mcid, int *fresh)
{
	tag_content *c = rpdf_tag_content(t, page, mcid);
	if (!c)
		return NULL;
	c->written = true;
	*fresh = c->fresh;
	return t->elements[c->element].type;
}

void rpdf_tag_lost(rpdf_tags *t, int page, int mcid)
{
	tag_content *c = rpdf_tag_content(t, page, mcid);
	if (c)
		c->lost = true;
}

/* ---- afterwards ---------------------------------------------------------------------------------- */

/* Under a drawn box lies anything, and what a picture shows is not known to us: what describes it may
 * tell what was marked beside it. */
enum { MARKED = 1, BOXED = 2 };

static unsigned char *marked_pages(const rpdf_tags *t, const plan *p, arena *mem)
{
	unsigned char *pages = arena_alloc(mem, (size_t)t->npages);
	for (size_t i = 0; i < p->n; i++) {
		const mark *m = &p->marks[i];
		if (m->nboxes && m->state == MARK_ACCEPTED && m->page >= 1 && m->page <= (uint32_t)t->npages)
			pages[m->page - 1] |= m->kind == MARK_BOX ? MARKED | BOXED : MARKED;
	}
	return pages;
}

static bool is_picture(const char *type)
{
	return strcmp(type, "Figure") == 0 || strcmp(type, "Formula") == 0 || strcmp(type, "Form") == 0 || strcmp(type, "Annot") == 0;
}

/* Which elements have content, and which of that was cut: told upwards, children before parents. */
static void tell_upwards(rpdf_tags *t, const unsigned char *pages, bool *cut)
{
	for (size_t i = 0; i < t->ncontent; i++) {
		const tag_content *c = &t->content[i];
		t->elements[c->element].used |= c->written;
		cut[c->element] |= c->lost || pages[c->page] & (is_picture(t->elements[c->element].type) ? MARKED : BOXED);
	}
	for (size_t i = t->nelements; i-- > 1;) {
		tag_element *e = &t->elements[i], *up = &t->elements[e->parent];
		e->used |= strcmp(e->type, "TD") == 0 || strcmp(e->type, "TH") == 0; /* an empty cell is a cell */
		up->used |= e->used;
		cut[e->parent] |= cut[i];
	}
}

static void cut_words(fz_context *ctx, rpdf_tags *t, const rpdf_marks *m, const bool *cut, proof *report)
{
	uint32_t gone = 0;
	for (size_t i = 0; i < t->nelements; i++) {
		tag_element *e = &t->elements[i];
		for (int k = 0; k < TAG_WORDS; k++)
			if (e->words[k].n && (cut[i] || !e->used || !rpdf_is_clean(ctx, m, e->unit[k], e->words[k]))) {
				e->words[k] = STR("");
				gone++;
			}
	}
	proof_drop(report, "description of something that was cut", gone);
}

void rpdf_cut_tags(fz_context *ctx, rpdf_tags *t, const rpdf_marks *m, proof *report)
{
	if (!t)
		return;
	arena *mem = arena_new();
	fz_try(ctx) {
		bool *cut = arena_array(mem, bool, t->nelements);
		tell_upwards(t, marked_pages(t, m->p, mem), cut);
		cut_words(ctx, t, m, cut, report);
	}
	fz_always(ctx)
		arena_drop(mem);
	fz_catch(ctx)
		fz_rethrow(ctx);
}

uint32_t rpdf_tags_kept(const rpdf_tags *t)
{
	uint32_t n = 0;
	for (size_t i = 1; t && i < t->nelements; i++)
		n += t->elements[i].used;
	return n;
}
