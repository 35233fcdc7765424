#include "formats/docx/import/field_links.h"
#include "formats/docx/import/codes.h"
#include "formats/docx/import/links.h"
#include "formats/docx/import/places.h"

bool field_links_may_stay(importer *im, str code, str *address)
{
	if (!code_address(code, address) || !links_address_may_stay(im, *address))
		return false;
	*address = str_dup(*address, im->mem);
	import_leave_words(im, ASIDE_CODES, code);
	buf_str(&im->s->asides[ASIDE_CODES], STR("\n"));
	docx_aside(im->d, UNIT_LINK, str_fmt(im->mem, "link %zu", im->d->nasides + 1), links_words(*address, im->mem));
	return true;
}

void field_links_note(importer *im, xnode *beg, xnode *end, str address)
{
	*ARENA_PUSH(im->mem, im->flinks, im->nflinks, im->flinks_room) = (struct field_link){ beg, end, address };
}

/* ---- wrapping -------------------------------------------------------------------------------- */

static xnode *paragraph_of(const xnode *marker)
{
	const xnode *run = marker->parent;
	return run && xml_is(run, NS_W, "r") ? run->parent : NULL;
}

/* What follows a marker in its run goes into a run of its own, which looks the same. */
static void split_behind(importer *im, xnode *marker)
{
	xnode *run = marker->parent, *rest = xml_element(im->mem, NS_W, STR("r")), *next;
	const xnode *props = xml_find(run, NS_W, "rPr");
	if (!marker->next)
		return;
	if (props)
		xml_append(rest, xml_copy(props, im->mem));
	for (xnode *c = marker->next; c; c = next) {
		next = c->next;
		xml_append(rest, c);
	}
	marker->next = NULL;
	run->last = marker;
	xml_insert_after(run, rest);
}

/* The runs behind `first` up to `last`, in a link. False where one of them is a link already, or there is none. */
static bool wrap(importer *im, xnode *first, xnode *last, str address)
{
	xnode *paragraph = first->parent, *link = xml_element(im->mem, NS_W, STR("hyperlink")), *next;
	if (first == last)
		return false;
	for (const xnode *n = first->next; n != last; n = n->next)
		if (!n || xml_is(n, NS_W, "hyperlink"))
			return false;
	xnode *n = first->next, *behind = last->next;
	first->next = behind;
	if (!behind)
		paragraph->last = first;
	for (; n != behind; n = next) {
		next = n->next;
		n->next = NULL;
		xml_append(link, n);
	}
	xml_insert_after(first, link);
	links_keep(im, link, address);
	return true;
}

static void settle(importer *im, const struct field_link *f, const xnode *paragraph)
{
	bool here = paragraph && paragraph_of(f->beg) == paragraph && paragraph_of(f->end) == paragraph;
	if (here) {
		split_behind(im, f->beg);
		split_behind(im, f->end);
		here = wrap(im, f->beg->parent, f->end->parent, f->address);
	}
	if (!here)
		docx_drop(im->d, "link", 1);
	places_take_out(f->beg);
	places_take_out(f->end);
}

void field_links_settle(importer *im, xnode *paragraph)
{
	size_t kept = 0;
	for (size_t i = 0; i < im->nflinks; i++) {
		struct field_link f = im->flinks[i];
		if (paragraph && paragraph_of(f.end) != paragraph)
			im->flinks[kept++] = f;
		else
			settle(im, &f, paragraph);
	}
	im->nflinks = kept;
}
