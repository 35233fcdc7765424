#include "formats/docx/import/places.h"

#include "redact/base/hash.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* ---- names ----------------------------------------------------------------------------------- */

static bool same_name(str a, str b)
{
	return a.n == b.n && strncasecmp(a.p, b.p, a.n) == 0;
}

static size_t slot_of(const places *p, str name)
{
	size_t at = (size_t)(hash64_small(name) >> 20) & (p->nslots - 1);
	while (p->slots[at] && !same_name(p->list[p->slots[at] - 1].name, name))
		at = (at + 1) & (p->nslots - 1);
	return at;
}

static place *named(docx *d, str name)
{
	places *p = &d->places;
	if (2 * (p->n + 1) > p->nslots) {
		p->nslots = p->nslots ? 2 * p->nslots : 64;
		p->slots = arena_array(d->mem, uint32_t, p->nslots);
		for (size_t i = 0; i < p->n; i++)
			p->slots[slot_of(p, p->list[i].name)] = (uint32_t)i + 1;
	}
	size_t at = slot_of(p, name);
	if (!p->slots[at]) {
		*ARENA_PUSH(d->mem, p->list, p->n, p->room) = (place){ .name = name };
		p->slots[at] = (uint32_t)p->n;
	}
	return &p->list[p->slots[at] - 1];
}

/* ---- markers --------------------------------------------------------------------------------- */

static void put_marker(importer *im, xnode *to, xnode *n)
{
	if (to)
		xml_append(to, n);
	else
		*ARENA_PUSH(im->mem, im->waiting, im->nwaiting, im->waiting_room) = n;
}

static bool read_id(const xnode *marker, int64_t *id)
{
	char z[24];
	if (!xml_value_z(marker, NS_W, "id", z))
		return false;
	*id = strtoll(z, NULL, 10);
	return true;
}

/* The place of a name begins once; a second beginning, or one without an end, is dropped. */
static void begin(importer *im, xnode *to, const xnode *marker, int64_t id)
{
	str name = xml_value(marker, NS_W, "name");
	if (name.n == 0 || name.n > 255 || number_find(&im->marker_ids, id) != SIZE_MAX)
		return;
	place *p = named(im->d, name);
	if (p->beg)
		return;
	p->beg = xml_element(im->mem, NS_W, STR("bookmarkStart"));
	put_marker(im, to, p->beg);
	number_add(&im->marker_ids, id, im->mem);
	*ARENA_PUSH(im->mem, im->marked, im->nmarked, im->marked_room) = (size_t)(p - im->d->places.list);
}

static void end(importer *im, xnode *to, int64_t id)
{
	size_t at = number_find(&im->marker_ids, id);
	if (at == SIZE_MAX)
		return;
	place *p = &im->d->places.list[im->marked[at]];
	if (p->end)
		return;
	p->end = xml_element(im->mem, NS_W, STR("bookmarkEnd"));
	put_marker(im, to, p->end);
}

void places_marker(importer *im, xnode *to, const xnode *marker)
{
	int64_t id;
	if (xml_is(marker, NS_W, "bookmarkStart"))
		im->d->places.met++;
	if (!(im->d->src->how.keep & KEEP_JUMPS) || !im->s->stays || !read_id(marker, &id))
		return;
	if (xml_is(marker, NS_W, "bookmarkStart"))
		begin(im, to, marker, id);
	else if (xml_is(marker, NS_W, "bookmarkEnd"))
		end(im, to, id);
}

void places_flush(importer *im, xnode *paragraph)
{
	for (size_t i = 0; i < im->nwaiting; i++)
		xml_append(paragraph, im->waiting[i]);
	im->nwaiting = 0;
	im->last_paragraph = paragraph;
}

void places_end_story(importer *im)
{
	if (im->last_paragraph)
		places_flush(im, im->last_paragraph);
	im->nwaiting = 0;
}

/* ---- what leads to them ---------------------------------------------------------------------- */

size_t places_lead(docx *d, const field_code *code, xnode *node)
{
	places *p = &d->places;
	lead *l = ARENA_PUSH(d->mem, p->leads, p->nleads, p->leads_room);
	place *to = named(d, code->place);
	*l = (lead){ .place = (size_t)(to - p->list), .before = code->before, .after = code->after };
	l->nodes[LEAD_BEGIN] = node;
	return p->nleads - 1;
}

void places_lead_node(docx *d, size_t at, int which, xnode *node)
{
	d->places.leads[at].nodes[which] = node;
}

void places_forget(docx *d, size_t at)
{
	d->places.leads[at].nodes[LEAD_BEGIN] = NULL;
}

void places_take_out(xnode *n)
{
	xnode *at = n, *next;
	for (xnode *c = n->child; c; c = next) {
		next = c->next;
		xml_insert_after(at, c);
		at = c;
	}
	n->child = n->last = NULL;
	n->attrs = NULL;
	n->is_text = true;  /* an empty text is nothing */
	n->text = STR("");
}

/* ---- settling -------------------------------------------------------------------------------- */

static bool is_sound(const place *p)
{
	return p->beg && p->end && p->beg->parent && p->end->parent;
}

static bool is_field(const lead *l)
{
	return xml_is(l->nodes[LEAD_BEGIN], NS_W, "fldChar");
}

static bool stands(const docx *d, const lead *l)
{
	return l->nodes[LEAD_BEGIN] && is_sound(&d->places.list[l->place]) && (!is_field(l) || l->nodes[LEAD_END]);
}

static void take_back(docx *d, lead *l)
{
	if (!l->nodes[LEAD_BEGIN])
		return;
	docx_drop(d, xml_is(l->nodes[LEAD_BEGIN], NS_W, "hyperlink") ? "link" : "field code", 1);
	for (int i = 0; i < LEAD_NODES; i++)
		if (l->nodes[i])
			places_take_out(l->nodes[i]);
}

static void name_lead(docx *d, const lead *l)
{
	xnode *n = l->nodes[LEAD_BEGIN];
	str name = d->places.list[l->place].fresh;
	str code = str_fmt(d->mem, STR_FMT STR_FMT STR_FMT, STR_ARG(l->before), STR_ARG(name), STR_ARG(l->after));
	if (xml_is(n, NS_W, "hyperlink"))
		xml_set(d->mem, n, NS_W, "anchor", name);
	else if (xml_is(n, NS_W, "fldSimple"))
		xml_set(d->mem, n, NS_W, "instr", code);
	else
		xml_append(l->nodes[LEAD_CODE], xml_text(d->mem, code));
}

void places_settle(docx *d)
{
	places *p = &d->places;
	uint32_t kept = 0;
	for (size_t i = 0; i < p->nleads; i++)
		if (stands(d, &p->leads[i]))
			p->list[p->leads[i].place].led_to = true;
	for (size_t i = 0; i < p->n; i++) {
		place *one = &p->list[i];
		if (one->led_to) {
			str id = str_fmt(d->mem, "%u", ++kept);
			one->fresh = str_fmt(d->mem, "_Ref%u", kept);
			xml_set(d->mem, one->beg, NS_W, "id", id);
			xml_set(d->mem, one->beg, NS_W, "name", one->fresh);
			xml_set(d->mem, one->end, NS_W, "id", id);
		} else {
			if (one->beg && one->beg->parent)
				places_take_out(one->beg);
			if (one->end && one->end->parent)
				places_take_out(one->end);
		}
	}
	for (size_t i = 0; i < p->nleads; i++) {
		if (stands(d, &p->leads[i]))
			name_lead(d, &p->leads[i]);
		else
			take_back(d, &p->leads[i]);
	}
	if (p->met > kept)
		docx_drop(d, "bookmark", p->met - kept);
}
