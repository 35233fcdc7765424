/*
 * The written package: fresh trees, fresh relationships, fresh table of content types, in an order
 * that depends on nothing but the document.
 */
#include "formats/docx/inner.h"

#include <string.h>

#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#define WORD_2013 "http://schemas.microsoft.com/office/2011/relationships/"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"

/* The relationship by which the body refers to a part, and the part's content type. */
static const struct part_type {
	const char *name, *rel, *type;  /* name: how the part's name begins */
} part_types[] = {
	{ "word/document", NULL, "wordprocessingml.document.main+xml" },
	{ "word/styles", "styles", "wordprocessingml.styles+xml" },
	{ "word/numbering", "numbering", "wordprocessingml.numbering+xml" },
	{ "word/settings", "settings", "wordprocessingml.settings+xml" },
	{ "word/theme/", "theme", "theme+xml" },
	{ "word/header", NULL, "wordprocessingml.header+xml" },
	{ "word/footer", NULL, "wordprocessingml.footer+xml" },
	{ "word/footnotes", "footnotes", "wordprocessingml.footnotes+xml" },
	{ "word/endnotes", "endnotes", "wordprocessingml.endnotes+xml" },
	{ "word/commentsExtended", "commentsExtended", "wordprocessingml.commentsExtended+xml" },
	{ "word/comments", "comments", "wordprocessingml.comments+xml" },
};

static const struct part_type *type_of(str name)
{
	for (size_t i = 0; i < sizeof part_types / sizeof *part_types; i++)
		if (str_starts(name, part_types[i].name))
			return &part_types[i];
	return NULL;
}

static bool is_written(const story *s)
{
	return s->stays && s->root && type_of(s->name);
}

bool docx_rebuild(doc *opaque, proof *report, err *e)
{
	docx *d = (docx *)opaque;
	(void)e;
	for (size_t i = 0; i < d->ndrops; i++)
		proof_drop(report, str_z(d->drops[i].what, d->mem), d->drops[i].count);
	for (size_t i = 1; i < d->nstories; i++) {
		const story *s = d->stories[i];
		const struct part_type *type = type_of(s->name);
		if (is_written(s) && type->rel)
			docx_rel(d, d->stories[0], type->rel, str_sub(s->name, 5, s->name.n));
	}
	d->rebuilt = true;
	return true;
}

struct package {
	arena *mem;
	zip_part *list; size_t n, room;
	buf *held; size_t nheld, held_room;  /* whose bytes parts are, until the package is written */
};

static void add(struct package *p, str name, str bytes, bool packed)
{
	*ARENA_PUSH(p->mem, p->list, p->n, p->room) = (zip_part){ name, bytes, packed };
}

static void add_buf(struct package *p, str name, buf *b)
{
	add(p, name, buf_view(b), true);
	*ARENA_PUSH(p->mem, p->held, p->nheld, p->held_room) = *b;
}

#define DECLARATION "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"

static void add_types(struct package *p, const docx *d)
{
	buf b = { 0 };
	buf_z(&b, DECLARATION "<Types xmlns=\"" PACKAGE "content-types\">"
	      "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
	      "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
	      "<Default Extension=\"png\" ContentType=\"image/png\"/>"
	      "<Default Extension=\"jpeg\" ContentType=\"image/jpeg\"/>");
	for (size_t i = 0; i < d->nstories; i++)
		if (is_written(d->stories[i]))
			buf_fmt(&b, "<Override PartName=\"/" STR_FMT "\" ContentType=\"application/vnd.openxmlformats-officedocument.%s\"/>",
			        STR_ARG(d->stories[i]->name), type_of(d->stories[i]->name)->type);
	buf_z(&b, "</Types>");
	add_buf(p, STR("[Content_Types].xml"), &b);
}

static void add_rel(buf *b, const out_rel *r)
{
	const char *of = str_is(r->type, "commentsExtended") ? WORD_2013 : OFFICE;
	buf_fmt(b, "<Relationship Id=\"" STR_FMT "\" Type=\"%s" STR_FMT "\" Target=\"", STR_ARG(r->id), of, STR_ARG(r->type));
	for (size_t i = 0; i < r->target.n; i++) {
		if (r->target.p[i] == '&')
			buf_z(b, "&amp;");
		else
			buf_byte(b, r->target.p[i]);
	}
	buf_z(b, r->external ? "\" TargetMode=\"External\"/>" : "\"/>");
}

static void add_rels(struct package *p, const story *s)
{
	if (s->nrels == 0)
		return;
	buf b = { 0 };
	buf_z(&b, DECLARATION "<Relationships xmlns=\"" PACKAGE "relationships\">");
	for (size_t i = 0; i < s->nrels; i++)
		if (!s->rels[i].gone)
			add_rel(&b, &s->rels[i]);
	buf_z(&b, "</Relationships>");
	add_buf(p, str_fmt(p->mem, "word/_rels/" STR_FMT ".rels", STR_ARG(str_sub(s->name, 5, s->name.n))), &b);
}

/* Pictures that a written part refers to, each once. */
static void add_media(struct package *p, const docx *d)
{
	for (size_t m = 0; m < d->nmedia; m++) {
		bool shown = false;
		for (size_t i = 0; i < d->nstories; i++)
			for (size_t k = 0; is_written(d->stories[i]) && k < d->stories[i]->nrels; k++)
				shown |= str_eq(d->stories[i]->rels[k].target, d->media_list[m].name);
		if (shown)
			add(p, str_fmt(p->mem, "word/" STR_FMT, STR_ARG(d->media_list[m].name)),
			    d->media_list[m].picture.bytes, false);
	}
}

bool docx_save(doc *opaque, int fd, err *e)
{
	docx *d = (docx *)opaque;
	if (!d->rebuilt)
		return err_set(e, ERR_INTERNAL, STR_FMT ": save before rebuild", STR_ARG(d->name));
	struct package p = { .mem = d->mem };
	add_types(&p, d);
	add(&p, STR("_rels/.rels"),
	    STR(DECLARATION "<Relationships xmlns=\"" PACKAGE "relationships\"><Relationship Id=\"rId1\" Type=\""
	        OFFICE "officeDocument\" Target=\"word/document.xml\"/></Relationships>"), true);
	for (size_t i = 0; i < d->nstories; i++) {
		const story *s = d->stories[i];
		if (!is_written(s))
			continue;
		buf b = { 0 };
		xml_write(s->root, docx_spaces, &b);
		add_buf(&p, s->name, &b);
		add_rels(&p, s);
	}
	add_media(&p, d);
	bool ok = zipdoor_write(fd, p.list, p.n, e);
	for (size_t i = 0; i < p.nheld; i++)
		buf_free(&p.held[i]);
	return ok;
}
