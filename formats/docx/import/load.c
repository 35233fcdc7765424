/*
 * Opening a document: which parts there are, which of them stay, and an account of the rest.
 */
#include "formats/docx/import/places.h"
#include "formats/docx/inner.h"
#include "formats/docx/picture/redraw.h"
#include "formats/docx/picture/see.h"
#include "formats/docx/picture/svg.h"
#include "formats/lib/picture/unseen.h"
#include "formats/docx/vocab/known.h"

#include <string.h>
#include <strings.h>

void docx_drop(docx *d, const char *what, uint32_t count)
{
	d->told++;
	for (size_t i = 0; i < d->ndrops; i++)
		if (str_is(d->drops[i].what, what)) {
			d->drops[i].count += count;
			return;
		}
	*ARENA_PUSH(d->mem, d->drops, d->ndrops, d->drops_room) = (drop){ str_of(what), count };
}

void docx_aside(docx *d, unit_kind kind, str id, str words)
{
	if (str_trim(words).n == 0)
		return;
	d->told++;
	struct aside *a = ARENA_PUSH(d->mem, d->asides, d->nasides, d->asides_room);
	a->kind = kind;
	a->id = id;
	a->text = words;
}

/* Runs of one face follow each other: that saves most repetitions, and words.c the rest. */
void docx_font(docx *d, str name)
{
	for (size_t i = d->nfonts, back = 0; i-- > 0 && back < 4; back++)
		if (str_eq(d->fonts[i], name))
			return;
	*ARENA_PUSH(d->mem, d->fonts, d->nfonts, d->fonts_room) = name;
}

story *docx_story(docx *d, int part, str name, unit_kind kind, bool stays)
{
	story *s = arena_alloc(d->mem, sizeof *s);
	s->part = part;
	s->name = name;
	s->kind = kind;
	s->stays = stays;
	if (part != OPC_NONE)
		d->package.used[part] = true;
	*ARENA_PUSH(d->mem, d->stories, d->nstories, d->stories_room) = s;
	return s;
}

str docx_rel(docx *d, story *s, const char *type, str target)
{
	for (size_t i = 0; i < s->nrels; i++)
		if (str_eq(s->rels[i].target, target))
			return s->rels[i].id;
	out_rel *r = ARENA_PUSH(d->mem, s->rels, s->nrels, s->rels_room);
	*r = (out_rel){ .id = str_fmt(d->mem, "rId%zu", s->nrels), .type = str_of(type), .target = target };
	return r->id;
}

/* As it is where that can be taken apart, else drawn anew. */
static bool load_picture(docx *d, str bytes, const struct shown_as *how, clean_picture *out)
{
	bool whole = crop_is_empty(how->hidden);
	bool ok = picture_clean(bytes, d->mem, out) && (whole || picture_crop(out, how->hidden, d->mem));
	if (!ok)
		ok = picture_redraw(bytes, how->edge, d->mem, out) && (whole || picture_crop(out, how->hidden, d->mem));
	return ok && picture_blank_unseen(out, d->mem);
}

/* A drawing's words are known before anybody reads its pixels. */
static void gather_drawing(docx *d, const media *m, str bytes)
{
	bytes = picture_unpack(bytes, d->mem);
	if (!svg_is(bytes))
		return;
	buf words = { 0 };
	docx_gather(d, str_fmt(d->mem, "word/" STR_FMT " before it was drawn", STR_ARG(m->name)), bytes, true);
	if (svg_words(svg_plain(bytes, d->mem), &words))
		docx_aside(d, UNIT_METADATA, docx_letters_unit(m->name, d->mem), str_dup(buf_view(&words), d->mem));
	buf_free(&words);
}

const char *docx_picture_kind(docx *d, const story *s, str rel_id)
{
	const rel *r = rels_by_id(&s->source_rels, rel_id);
	str bytes;
	if (r && r->external)
		return "linked";
	if (!r || r->part == OPC_NONE || !opc_load(&d->package, r->part, &bytes, NULL))
		return "";
	return picture_kind_name(picture_unpack(bytes, d->mem));
}

int docx_media(docx *d, story *s, str rel_id, const struct shown_as *how)
{
	const rel *r = rels_by_id(&s->source_rels, rel_id);
	if (!r || r->part == OPC_NONE)
		return -1;
	size_t at = 0;
	while (at < d->nmedia && (d->media_list[at].part != r->part ||
	                          memcmp(&d->media_list[at].hidden, &how->hidden, sizeof how->hidden) != 0))
		at++;
	if (at == d->nmedia) {
		media *m = ARENA_PUSH(d->mem, d->media_list, d->nmedia, d->media_room);
		m->part = r->part;
		m->hidden = how->hidden;
		str bytes;
		m->usable = opc_load(&d->package, r->part, &bytes, NULL) && load_picture(d, bytes, how, &m->picture);
		if (m->usable && !crop_is_empty(m->hidden))
			docx_drop(d, "part of a picture out of sight", 1);
		m->name = str_fmt(d->mem, "media/image%zu.%s", d->nmedia,
		                  m->picture.kind == PICTURE_PNG ? "png" : "jpeg");
		if (m->usable)
			gather_drawing(d, m, bytes);
	}
	media *m = &d->media_list[at];
	if (!m->usable)
		return -1;
	d->package.used[r->part] = true;
	m->shown |= s->stays;
	return (int)at;
}

/* ---- the account of what does not stay ------------------------------------------------------- */

static bool holds(str name, const char *part)
{
	return memmem(name.p, name.n, part, strlen(part)) != NULL;
}

/* What a person would call a part of this name; NULL for what is rebuilt and not worth a word. */
static const char *part_kind(str name)
{
	static const struct { const char *piece, *kind; } kinds[] = {
		{ "[Content_Types].xml", NULL }, { "_rels/", NULL }, { "vbaProject", "macro" },
		{ "vbaData", "macro" }, { "customXml/", "custom xml" },
		{ "glossary/", "glossary part" }, { "/embeddings/", "embedded file" },
		{ "/charts/", "chart part" }, { "/diagrams/", "diagram part" },
		{ "/activeX/", "control" }, { "/fonts/", "embedded font" },
		{ "thumbnail", "thumbnail" }, { "docProps/", "document properties" },
		{ "_xmlsignatures", "signature" }, { "printerSettings", "printer settings" },
		{ "people", "list of people" }, { "comments", "comments part" },
		{ "/media/", "picture file" }, { "stylesWithEffects", "style part" },
		{ "fontTable", "font table" }, { "webSettings", "web settings" },
		{ "recipientData", "mail merge data" }, { "customUI", "custom ribbon" },
		{ "webextension", "web extension" }, { "ink", "ink" },
	};
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (holds(name, kinds[i].piece))
			return kinds[i].kind;
	return "unknown part";
}

/* ---- words of parts that do not stay --------------------------------------------------------- */

static bool is_picture(str name)
{
	static const char *const suffixes[] = { ".png", ".jpg", ".jpeg", ".gif", ".tif", ".tiff", ".bmp" };
	for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
		if (str_ends(name, suffixes[i]))
			return true;
	return false;
}

static void account(docx *d, size_t i)
{
	str name = opc_name(&d->package, (int)i), bytes = STR("");
	bool rels_file = str_ends(name, ".rels"), used = d->package.used[i];
	if ((!used || rels_file) && zipdoor_entry(d->package.zip, i)->size <= 64u << 20)
		opc_load(&d->package, (int)i, &bytes, NULL);
	const char *kind = used || docx_goes_on(d, bytes) ? NULL : part_kind(name);
	if (kind)
		docx_drop(d, kind, 1);
	if (bytes.n && !is_picture(name))
		docx_gather(d, str_fmt(d->mem, "dropped part %zu", i + 1), bytes, str_ends(name, ".xml") || rels_file);
}

static void account_for_parts(docx *d)
{
	buf names = { 0 };
	for (size_t i = 0; i < d->package.n; i++) {
		const zip_entry *entry = zipdoor_entry(d->package.zip, i);
		if (!known_part(entry->name)) {
			buf_str(&names, entry->name);
			buf_byte(&names, '\n');
		}
		if (entry->comment.n) {
			buf_str(&names, entry->comment);
			buf_byte(&names, '\n');
		}
		if (!entry->directory)
			account(d, i);
	}
	buf_str(&names, zipdoor_comment(d->package.zip));
	docx_aside(d, UNIT_NAME, STR("part names"), str_dup(buf_view(&names), d->mem));
	buf_free(&names);
}

/* ---- opening --------------------------------------------------------------------------------- */

static int part_of(const docx *d, const rels *r, const char *type)
{
	const rel *one = rels_by_type(r, type);
	return one && one->part != OPC_NONE && !d->package.used[one->part] ? one->part : OPC_NONE;
}

static bool load_formatting(docx *d, const rels *main, err *e)
{
	static const struct {
		const char *type;
		bool (*load)(docx *d, int part, err *e);
	} parts[] = {
		{ "styles", docx_load_styles }, { "numbering", docx_load_numbering },
		{ "settings", docx_load_settings }, { "theme", docx_load_theme },
	};
	bool ok = true;
	d->formatting = arena_new();
	for (size_t i = 0; ok && i < sizeof parts / sizeof *parts; i++) {
		int part = part_of(d, main, parts[i].type);
		ok = part == OPC_NONE || parts[i].load(d, part, e);
	}
	if (ok)
		docx_build_styles(d);
	arena_drop(d->formatting);
	d->formatting = NULL;
	return ok;
}

static bool load_notes(docx *d, const rels *main, err *e)
{
	static const char *const types[] = { "footnotes", "endnotes" };
	for (size_t i = 0; i < 2; i++) {
		int part = part_of(d, main, types[i]);
		if (part == OPC_NONE)
			continue;
		story *s = docx_story(d, part, str_fmt(d->mem, "word/%s.xml", types[i]), UNIT_NOTE, true);
		if (!import_story(d, s, e))
			return false;
	}
	int part = part_of(d, main, "comments");
	bool stay = docx_keeps_comments(d);
	if (part == OPC_NONE && stay)
		import_no_comments(d);
	return part == OPC_NONE ||
	       import_story(d, docx_story(d, part, STR("word/comments.xml"), UNIT_COMMENT, stay), e);
}

bool docx_load(docx *d, err *e)
{
	rels top;
	if (!opc_open(d->src->bytes, d->mem, &d->package, e) ||
	    !opc_rels(&d->package, OPC_NONE, &top, e))
		return false;
	const rel *r = rels_by_type(&top, "officeDocument");
	if (!r || r->part == OPC_NONE) {
		err_set(e, ERR_INPUT, "no document in the package");
		return err_hint(e, "open it in a word processor and save it again as .docx");
	}
	story *body = docx_story(d, r->part, STR("word/document.xml"), UNIT_BODY, true);
	rels main;
	if (!opc_rels(&d->package, r->part, &main, e))
		return false;
	body->source_rels = main;
	if (!load_formatting(d, &main, e) || !import_story(d, body, e))
		return false;
	for (size_t i = 0; i < d->nstories; i++)
		if ((d->stories[i]->kind == UNIT_HEADER || d->stories[i]->kind == UNIT_FOOTER) &&
		    !import_story(d, d->stories[i], e))
			return false;
	if (!load_notes(d, &main, e))
		return false;
	places_settle(d);
	account_for_parts(d);
	return true;
}
