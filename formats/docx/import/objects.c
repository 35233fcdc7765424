/*
 * Files within the document: objects drawn in the text, documents imported where they stand. None of
 * them stays. Words in brackets say what was there; with `--attachments extract` those that are a
 * document of a kind of ours go on by themselves, through docx_attachments().
 */
#include "formats/docx/embed/embedded.h"
#include "formats/docx/inner.h"

#include <string.h>

/* ---- what stands in the text ----------------------------------------------------------------- */

static const xnode *find_below(const xnode *n, unsigned char space, const char *name)
{
	for (const xnode *c = n->child; c; c = c->next) {
		const xnode *found = c->is_text ? NULL : xml_is(c, space, name) ? c : find_below(c, space, name);
		if (found)
			return found;
	}
	return NULL;
}

static embedded_kind kind_of_part(importer *im, const rel *r)
{
	str bytes;
	if (!r || r->part == OPC_NONE || !opc_load(&im->d->package, r->part, &bytes, NULL))
		return EMBEDDED_OBJECT;
	arena *mem = arena_new();
	embedded_kind kind = embedded_in(bytes, mem).kind;
	arena_drop(mem);
	return kind;
}

/* "[embedded workbook, left out]" */
static void leave_note(importer *im, xnode *run, const char *how, embedded_kind kind, bool there)
{
	bool goes_on = there && im->d->src->how.extract_attachments && embedded_is_document(kind);
	if (!goes_on)
		docx_drop(im->d, str_fmt(im->mem, "%s %s", how, embedded_what(kind)).p, 1);
	import_placeholder(im, run, str_fmt(im->mem, "[%s %s, %s]", how, embedded_what(kind),
	                                    goes_on ? "taken out" : "left out").p);
}

void import_object(importer *im, xnode *run, const xnode *object)
{
	static const struct { unsigned char space; const char *name; } ways[] = {
		{ NS_O, "OLEObject" }, { NS_W, "objectEmbed" }, { NS_W, "objectLink" },
	};
	import_leave(im, ASIDE_OTHER, object);
	if (xml_is(object, NS_W, "control") || find_below(object, NS_W, "control")) {
		docx_drop(im->d, "control", 1);
		import_placeholder(im, run, "[control, left out]");
		return;
	}
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
		const xnode *n = find_below(object, ways[i].space, ways[i].name);
		if (!n)
			continue;
		str program = xml_value(n, n->space == NS_W ? NS_W : NS_NONE, n->space == NS_W ? "progId" : "ProgID");
		const rel *r = rels_by_id(&im->s->source_rels, xml_value(n, NS_R, "id"));
		embedded_kind kind = kind_of_part(im, r);
		bool there = r && r->part != OPC_NONE;
		if (kind == EMBEDDED_OBJECT || kind == EMBEDDED_TEXT)
			kind = kind == EMBEDDED_TEXT && program.n == 0 ? kind : embedded_by_program(program);
		leave_note(im, run, r && r->external ? "linked" : "embedded", kind, there);
		return;
	}
	leave_note(im, run, "embedded", EMBEDDED_OBJECT, false);
}

void import_chunk(importer *im, xnode *run, const xnode *chunk)
{
	const rel *r = rels_by_id(&im->s->source_rels, xml_value(chunk, NS_R, "id"));
	import_leave(im, ASIDE_NAMES, chunk);
	leave_note(im, run, "imported", kind_of_part(im, r), r && r->part != OPC_NONE);
}

bool docx_goes_on(docx *d, str bytes)
{
	if (!d->src->how.extract_attachments)
		return false;
	arena *mem = arena_new();
	bool is = embedded_is_document(embedded_in(bytes, mem).kind);
	arena_drop(mem);
	return is;
}

/* ---- on their own way ------------------------------------------------------------------------ */

/* "word/embeddings/oleObject1.bin" is "oleObject1.pdf" when that is what it holds. */
static str own_name(docx *d, str part, const embedded *e)
{
	str name = e->name.n ? e->name : part;
	size_t slash = name.n;
	while (slash && name.p[slash - 1] != '/' && name.p[slash - 1] != '\\')
		slash--;
	name = str_sub(name, slash, name.n);
	const char *dot = name.n ? memrchr(name.p, '.', name.n) : NULL;
	size_t stem = dot && dot > name.p ? (size_t)(dot - name.p) : name.n;
	return str_fmt(d->mem, STR_FMT "%s", (int)stem, name.p, embedded_suffix(e->kind));
}

static bool hand_over(docx *d, int part, attachment_sink *sink, void *arg, err *e)
{
	str bytes;
	if (!opc_load(&d->package, part, &bytes, e))
		return false;
	embedded inner = embedded_in(bytes, d->mem);
	if (!embedded_is_document(inner.kind))
		return true;
	if (inner.bytes.n > ATTACHMENT_LARGEST)
		return err_set(e, ERR_REFUSED, "an embedded document is larger than %d MB", ATTACHMENT_LARGEST >> 20);
	attachment a = { own_name(d, opc_name(&d->package, part), &inner), inner.bytes };
	return sink(arg, &a, e);
}

/* Wherever they lie: a part that nothing refers to is taken out of a package just as easily. */
bool docx_attachments(doc *opaque, attachment_sink *sink, void *arg, err *e)
{
	docx *d = (docx *)opaque;
	for (size_t i = 0; i < d->package.n; i++) {
		str name = opc_name(&d->package, (int)i);
		if (d->package.used[i] || zipdoor_entry(d->package.zip, i)->directory || str_ends(name, ".xml") ||
		    str_ends(name, ".rels"))
			continue;
		if (!hand_over(d, (int)i, sink, arg, e))
			return false;
	}
	return true;
}
