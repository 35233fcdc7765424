#include "formats/docx/proof/failed.h"
#include "formats/docx/inner.h"
#include "formats/lib/picture/shown.h"

#include <string.h>

/* ---- what fails ------------------------------------------------------------------------------ */

static void tell_words(buf *out, str where, uint32_t n, const char *how)
{
	if (n)
		buf_fmt(out, "%s" STR_FMT ": %u word%s can be read %s", out->n ? "; " : "", STR_ARG(where), n, n == 1 ? "" : "s", how);
}

static void tell_part(buf *out, str where, const failed_counts *n)
{
	tell_words(out, where, n->highlight, "under a dark highlight");
	tell_words(out, where, n->same, n->same == 1 ? "in the colour of its ground" : "in the colour of their ground");
	if (n->boxes)
		buf_fmt(out, "%s" STR_FMT ": %u dark box%s laid over the page, and what %s can be read", out->n ? "; " : "",
		        STR_ARG(where), n->boxes, n->boxes == 1 ? " is" : "es are", n->boxes == 1 ? "it covers" : "they cover");
}

/* ---- what goes along ------------------------------------------------------------------------- */

static const struct { const char *drop, *one, *many; } beside[] = {
	{ "tracked change", "tracked change", "tracked changes" }, { "comment", "comment", "comments" },
	{ "hidden text", "stretch of hidden text", "stretches of hidden text" },
	{ "hidden drawing", "hidden drawing", "hidden drawings" },
	{ "note nobody refers to", "note nobody refers to", "notes nobody refers to" },
	{ "part of a picture out of sight", "cropped picture with what was cut off", "cropped pictures with what was cut off" },
	{ "picture too pale to be seen", "picture too pale to be seen", "pictures too pale to be seen" },
	{ "embedded file", "embedded file", "embedded files" }, { "macro", "macro part", "macro parts" },
	{ "custom xml", "part of custom XML", "parts of custom XML" }, { "thumbnail", "thumbnail", "thumbnails" },
	{ "mail merge data", "list of mail merge data", "lists of mail merge data" },
	{ "list of people", "list of people", "lists of people" }, { "glossary part", "glossary part", "glossary parts" },
	{ "signature", "signature", "signatures" }, { "ink", "ink drawing", "ink drawings" },
};

struct names {
	char element[32];
	bool author, company, template, variables;
};

static bool look_for_names(void *arg, const xml_event *event)
{
	struct names *n = arg;
	if (event->kind == XML_ELEMENT) {
		size_t len = event->name.n < sizeof n->element - 1 ? event->name.n : sizeof n->element - 1;
		memcpy(n->element, event->name.p, len);
		n->element[len] = '\0';
		n->variables |= event->space == NS_W && str_is(event->name, "docVar");
		n->template |= event->space == NS_W && str_is(event->name, "attachedTemplate");
	} else if (event->kind == XML_END) {
		n->element[0] = '\0';
	} else if (event->kind == XML_TEXT && str_trim(event->value).n) {
		str e = str_of(n->element);
		n->author |= str_is(e, "creator") || str_is(e, "lastModifiedBy") || str_is(e, "Manager");
		n->company |= str_is(e, "Company");
	}
	return true;
}

static struct names names_in(docx *d)
{
	struct names n = { 0 };
	for (size_t i = 0; i < d->package.n; i++) {
		str name = opc_name(&d->package, (int)i);
		if ((str_starts(name, "docProps/") || str_ends(name, "/settings.xml")) && str_ends(name, ".xml"))
			opc_walk(&d->package, (int)i, look_for_names, &n, NULL);
	}
	return n;
}

static void tell_beside(docx *d, proof *report)
{
	buf out = { 0 };
	for (size_t i = 0; i < sizeof beside / sizeof *beside; i++)
		for (size_t k = 0; k < d->ndrops; k++)
			if (str_is(d->drops[k].what, beside[i].drop))
				buf_fmt(&out, "%s%u %s", out.n ? ", " : "", d->drops[k].count,
				        d->drops[k].count == 1 ? beside[i].one : beside[i].many);
	struct names n = names_in(d);
	const struct { bool is; const char *what; } named[] = {
		{ n.author, "names of its authors" }, { n.company, "the name of a company" },
		{ n.template, "the path of its template" }, { n.variables, "document variables" },
	};
	for (size_t i = 0; i < sizeof named / sizeof *named; i++)
		if (named[i].is)
			buf_fmt(&out, "%s%s", out.n ? ", " : "", named[i].what);
	if (out.n)
		proof_note(report, "beside its text the file carries: %.*s", (int)out.n, out.p);
	buf_free(&out);
}

/* ---- black pictures -------------------------------------------------------------------------- */

/* As good as all of it: edges of JPEG pictures fray. */
static bool is_black_box(str bytes)
{
	arena *mem = arena_new();
	shown s;
	size_t pale = 0, n = 0;
	bool ok = shown_decode(bytes, mem, &s, NULL);
	if (ok)
		n = (size_t)s.width * (size_t)s.height;
	for (size_t i = 0; i < n; i++) {
		const unsigned char *p = s.on_white + 3 * i;
		pale += !look_is_dark((int32_t)(p[0] << 16 | p[1] << 8 | p[2]));
	}
	arena_drop(mem);
	return ok && n && pale <= n / 100;
}

static uint32_t black_boxes(const docx *d, const story *s, str ids)
{
	uint32_t found = 0;
	for (str id; str_cut(&ids, '\n', &id);) {
		const rel *r = rels_by_id(&s->source_rels, id);
		for (size_t i = 0; r && i < d->nmedia; i++)
			if (d->media_list[i].part == r->part && d->media_list[i].usable) {
				found += is_black_box(d->media_list[i].picture.bytes);
				break;
			}
	}
	return found;
}

/* ---- all of it ------------------------------------------------------------------------------- */

static bool has_words(const story *s)
{
	return s->part != OPC_NONE && (s->kind == UNIT_BODY || s->kind == UNIT_HEADER || s->kind == UNIT_FOOTER || s->kind == UNIT_NOTE);
}

bool docx_inspect(doc *opaque, proof *report, err *e)
{
	docx *d = (docx *)opaque;
	look_styles styles = { 0 };
	buf text = { 0 };
	failed_counts all = { 0 };
	size_t parts = 0;
	bool ok = !d->style_story || d->style_story->part == OPC_NONE ||
	          look_styles_load(&d->package, d->style_story->part, d->mem, &styles, e);
	for (size_t i = 0; ok && i < d->nstories; i++) {
		const story *s = d->stories[i];
		failed_counts n = { 0 };
		if (!has_words(s))
			continue;
		ok = failed_look_at(&d->package, s->part, &styles, s->kind == UNIT_BODY, &n, e);
		n.boxes += black_boxes(d, s, buf_view(&n.laid));
		buf_free(&n.laid);
		tell_part(&text, s->name, &n);
		all.paper += n.paper;
		all.tiny += n.tiny;
		parts++;
	}
	if (ok && text.n)
		proof_check(report, "no-text-under-boxes", CHECK_FAIL, "%.*s", (int)text.n, text.p);
	else if (ok)
		proof_check(report, "no-text-under-boxes", CHECK_PASS, "%zu part%s looked at", parts, parts == 1 ? "" : "s");
	if (all.paper)
		proof_note(report, "%u word%s in the colour of the paper: they can be read, and nobody sees them", all.paper,
		           all.paper == 1 ? " is" : "s are");
	if (all.tiny)
		proof_note(report, "%u word%s of two points and less: they can be read, and nobody sees them", all.tiny,
		           all.tiny == 1 ? " is" : "s are");
	buf_free(&text);
	if (ok)
		tell_beside(d, report);
	return ok;
}
