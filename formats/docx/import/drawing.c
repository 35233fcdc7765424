/*
 * What a run draws, in DrawingML: pictures and shapes are copied by the table. Pictures travel
 * through picture.h; what cannot stay leaves a few words in brackets where it was. vml.c has the
 * older dialect.
 */
#include "formats/docx/inner.h"
#include "formats/lib/picture/vector.h"

#include <stdlib.h>
#include <string.h>

void import_placeholder(importer *im, xnode *run, const char *words)
{
	xnode *t = xml_element(im->mem, NS_W, STR("t"));
	xml_append(t, xml_text(im->mem, str_of(words)));
	xml_append(run, t);
	im->d->placeholders++;
}

/* A text box is a little story of its own: fields that are open around it do not reach into it, nor
 * does the style of a table that it is anchored in. */
xnode *import_box_content(importer *im, const xnode *content)
{
	struct field outer[sizeof im->fields / sizeof *im->fields];
	size_t n = im->nfields;
	memcpy(outer, im->fields, sizeof outer);
	im->nfields = 0;
	bool around = im->around_hides;
	im->around_hides = im->d->hides_all;
	xnode *out = xml_element(im->mem, NS_W, STR("txbxContent"));
	import_blocks(im, out, content);
	if (!out->child)
		xml_append(out, xml_element(im->mem, NS_W, STR("p")));
	import_end_fields(im);
	memcpy(im->fields, outer, sizeof outer);
	im->nfields = n;
	im->around_hides = around;
	return out;
}

str import_picture(importer *im, str rel_id, const struct shown_as *how)
{
	int at = docx_media(im->d, im->s, rel_id, how);
	return at < 0 ? STR("") : docx_rel(im->d, im->s, "image", im->d->media_list[at].name);
}

/* ---- DrawingML ------------------------------------------------------------------------------- */

/* A side of a rectangle, in hundred thousandths; below zero is beyond the edge. */
static double side_of(const xnode *rect, const char *side)
{
	char *end, z[24];
	if (!xml_value_z(rect, NS_NONE, side, z))
		return 0;
	double part = strtod(z, &end);
	if (*end == '%')
		part *= 1000;  /* the Strict dialect */
	return part > -1e9 && part < 1e9 ? part : 0;
}

/* What is out of sight between two opposite sides. a:srcRect cuts it off the picture; a:fillRect below
 * zero makes what is left of the picture larger than its frame, which cuts the rest. */
static void hidden_between(const xnode *source, const xnode *fill, const char *first, const char *last,
                           uint32_t *at_first, uint32_t *at_last)
{
	enum { ALL = 100000 };
	double a = side_of(source, first), b = side_of(source, last);
	double over_a = -side_of(fill, first), over_b = -side_of(fill, last);
	a = a < 0 ? 0 : a > ALL ? ALL : a;
	b = b < 0 ? 0 : b > ALL ? ALL : b;
	over_a = over_a < 0 ? 0 : over_a;
	over_b = over_b < 0 ? 0 : over_b;
	double left = ALL - a - b > 0 ? ALL - a - b : 0, wide = ALL + over_a + over_b;
	a += left * over_a / wide;
	b += left * over_b / wide;
	*at_first = (uint32_t)a;
	*at_last = (uint32_t)b;
}

static crop hidden_of(const xnode *fill)
{
	const xnode *source = xml_find(fill, NS_A, "srcRect");
	const xnode *frame = xml_find(xml_find(fill, NS_A, "stretch"), NS_A, "fillRect");
	crop c;
	hidden_between(source, frame, "l", "r", &c.left, &c.right);
	hidden_between(source, frame, "t", "b", &c.top, &c.bottom);
	return c;
}

/* A picture so pale or so bright that nobody sees it. */
static bool is_unseen(const xnode *blip)
{
	enum { FAINT = 5000, WHITE = 90000 };
	const xnode *alpha = xml_find(blip, NS_A, "alphaModFix"), *lum = xml_find(blip, NS_A, "lum");
	return (alpha && xml_attr(alpha, NS_NONE, "amt") && side_of(alpha, "amt") < FAINT) ||
	       (lum && (side_of(lum, "bright") > WHITE || side_of(lum, "bright") < -WHITE || side_of(lum, "contrast") < -WHITE));
}

/* The bitmap, or a drawing that has none beside it (asvg:svgBlip, [MS-ODRAWXML] 2.23). */
static str picture_of(const xnode *blip)
{
	str bitmap = xml_value(blip, NS_R, "embed");
	const xnode *more = bitmap.n ? NULL : xml_find(blip, NS_A, "extLst");
	for (const xnode *c = more ? more->child : NULL; c; c = c->next)
		for (const xnode *svg = c->child; svg; svg = svg->next)
			if (!svg->is_text && str_is(svg->text, "svgBlip"))
				return xml_value(svg, NS_R, "embed");
	return bitmap;
}

/* In pixels, of the longer edge of a frame; 0 when it says none. */
static uint32_t edge_of(const xnode *frame)
{
	enum { EMU_AN_INCH = 914400, LONGEST = 1000000000 };
	const xnode *extent = xml_find(frame, NS_WP, "extent");
	double longest = 0;
	char z[24];
	for (int i = 0; extent && i < 2; i++) {
		double edge = xml_value_z(extent, NS_NONE, i ? "cy" : "cx", z) ? strtod(z, NULL) : 0;
		longest = edge > longest && edge < LONGEST ? edge : longest;
	}
	return (uint32_t)(longest * VECTOR_DPI / EMU_AN_INCH);
}

static bool is_switched_off(const xnode *props)
{
	str hidden = xml_value(props, NS_NONE, "hidden");
	return str_is(hidden, "1") || str_is(hidden, "true");
}

/* A member of a group, hidden by its own name tag. */
static bool is_hidden_member(const xnode *n)
{
	for (const xnode *c = n->child; c; c = c->next) {
		const xnode *tag = c->is_text ? NULL : str_is(c->text, "cNvPr") ? c : xml_find(c, c->space, "cNvPr");
		if (tag && is_switched_off(tag))
			return true;
	}
	return false;
}

static bool is_name(const xnode *n)
{
	return str_is(n->text, "docPr") || str_is(n->text, "cNvPr");
}

/* Ids unique in the document, names that say nothing; the description of the whole stays, those of its
 * parts do not. */
static xnode *fresh_name(importer *im, const xnode *src)
{
	for (const xattr *a = src->attrs; a; a = a->next) {
		if (described_keeps(src, a))
			continue;
		if (str_is(a->name, "descr") || str_is(a->name, "title"))
			docx_drop(im->d, "picture description", 1);
		xattr one = { .space = a->space, .name = a->name, .value = a->value };
		import_leave(im, ASIDE_ALT, &(xnode){ .space = src->space, .text = src->text, .attrs = &one });
	}
	for (const xnode *c = src->child; c; c = c->next)
		import_leave(im, ASIDE_ALT, c);
	xnode *out = xml_element(im->mem, src->space, src->text);
	uint32_t id = ++im->d->shape_ids;
	xml_set(im->mem, out, NS_NONE, "id", str_fmt(im->mem, "%u", id));
	xml_set(im->mem, out, NS_NONE, "name", str_fmt(im->mem, "Drawing %u", id));
	described_keep(im->d, src, out);
	return out;
}

static xnode *draw(importer *im, const xnode *src, struct missing *lost);

static void draw_children(importer *im, xnode *out, const xnode *src, struct missing *lost)
{
	bool group = str_is(src->text, "wgp") || str_is(src->text, "grpSp") || str_is(src->text, "wpc");
	for (const xnode *c = src->child; c; c = c->next) {
		if (xml_is(c, NS_MC, "AlternateContent")) {
			/* percentages of the page in Choice, plain lengths in Fallback */
			const xnode *plain = xml_find(c, NS_MC, "Fallback");
			if (!plain)
				plain = xml_find(c, NS_MC, "Choice");
			if (plain)
				draw_children(im, out, plain, lost);
			continue;
		}
		if (xml_is(c, NS_WPS, "txbx")) {
			const xnode *content = xml_find(c, NS_W, "txbxContent");
			if (content) {
				xnode *box = xml_element(im->mem, NS_WPS, STR("txbx"));
				xml_append(box, import_box_content(im, content));
				xml_append(out, box);
			}
			continue;
		}
		if (c->is_text) {
			str words = str_trim(c->text);
			if ((xml_is(src, NS_WP, "posOffset") || xml_is(src, NS_WP, "align")) &&
			    vocab_value_fits(VALUE_TOKEN, words))
				xml_append(out, xml_text(im->mem, words));
			else
				import_leave_words(im, ASIDE_OTHER, c->text);
			continue;
		}
		xnode *kept = draw(im, c, lost);
		if (kept)
			xml_append(out, kept);
		else if (group && !vocab_element(im->d->words, c->space, c->text) && !str_is(c->text, "extLst"))
			lost->others++;
	}
}

/* Elements that are known, but elsewhere, have no place in a drawing: text boxes are entered by their own door. */
static bool is_drawing(int space)
{
	return space != NS_W && space != NS_V && space != NS_O && space != NS_W10;
}

static xnode *draw(importer *im, const xnode *src, struct missing *lost)
{
	if (is_name(src))
		return fresh_name(im, src);
	if ((src->space == NS_PIC || src->space == NS_WPS || src->space == NS_WPG) && is_hidden_member(src)) {
		docx_drop(im->d, "hidden drawing", 1);
		import_leave(im, ASIDE_HIDDEN, src);
		return NULL;
	}
	const word_rule *rule = vocab_element(im->d->words, src->space, src->text);
	if (!rule || !is_drawing(src->space)) {
		if (xml_is(src, NS_A, "blipFill"))
			docx_drop(im->d, "picture fill", 1);
		import_leave(im, ASIDE_OTHER, src);
		return NULL;
	}
	xnode bare = *src;
	bare.child = bare.last = NULL;
	xnode *out = import_copy(im, &bare);
	if (!out)
		return NULL;
	uint32_t before = lost->pictures;
	crop outer = lost->how.hidden;
	if (xml_is(src, NS_PIC, "blipFill"))
		lost->how.hidden = hidden_of(src);
	else if (xml_is(src, NS_A, "srcRect") && !crop_is_empty(lost->how.hidden))
		return NULL;  /* nothing is left to hide */
	else if (xml_is(src, NS_A, "fillRect") && !crop_is_empty(lost->how.hidden))
		out->attrs = NULL;
	if (xml_is(src, NS_A, "blip")) {
		if (is_unseen(src)) {
			docx_drop(im->d, "picture too pale to be seen", 1);
			lost->pictures++;
			return NULL;
		}
		str there = picture_of(src), id = import_picture(im, there, &lost->how);
		if (id.n == 0) {
			import_lose_picture(im, lost, there.n ? there : xml_value(src, NS_R, "link"));
			return NULL;
		}
		xml_set(im->mem, out, NS_R, "embed", id);
	}
	draw_children(im, out, src, lost);
	if (xml_is(src, NS_PIC, "blipFill"))
		lost->how.hidden = outer;
	if (xml_is(src, NS_PIC, "pic")) {
		if (!xml_find(xml_find(out, NS_PIC, "blipFill"), NS_A, "blip")) {
			if (lost->pictures == before)
				lost->pictures++;
			return NULL;
		}
	}
	return out;
}

static const struct drawn {
	unsigned char space;
	const char *name;
	const char *prefix;  /* that a reader must know, "" for what all know */
	const char *uri;
} drawn[] = {
	{ NS_PIC, "pic", "", "http://schemas.openxmlformats.org/drawingml/2006/picture" },
	{ NS_WPS, "wsp", "wps", "http://schemas.microsoft.com/office/word/2010/wordprocessingShape" },
	{ NS_WPG, "wgp", "wpg", "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup" },
	{ NS_WPC, "wpc", "wpc", "http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas" },
};

static const xnode *first_element(const xnode *n)
{
	const xnode *c = n ? n->child : NULL;
	while (c && c->is_text)
		c = c->next;
	return c;
}

static const xnode *graphic_of(const xnode *drawing)
{
	return first_element(xml_find(xml_find(first_element(drawing), NS_A, "graphic"), NS_A, "graphicData"));
}

static const struct drawn *drawn_kind(const xnode *drawing)
{
	const xnode *what = graphic_of(drawing);
	for (size_t i = 0; what && i < sizeof drawn / sizeof *drawn; i++)
		if (xml_is(what, drawn[i].space, drawn[i].name))
			return &drawn[i];
	return NULL;
}

bool import_can_draw(const xnode *drawing)
{
	return drawn_kind(drawing) != NULL;
}

static void cannot_draw(importer *im, xnode *run, const xnode *drawing)
{
	const xnode *what = graphic_of(drawing);
	import_leave(im, ASIDE_OTHER, drawing);
	if (what && what->space == NS_CHART) {
		docx_drop(im->d, "chart", 1);
		import_placeholder(im, run, "[chart removed]");
	} else if (what && what->space == NS_DIAGRAM) {
		docx_drop(im->d, "diagram", 1);
		import_placeholder(im, run, "[diagram removed]");
	} else {
		docx_drop(im->d, "drawing of an unknown kind", 1);
		import_placeholder(im, run, "[drawing removed]");
	}
}

void import_lose_picture(importer *im, struct missing *lost, str rel_id)
{
	const char *kind = docx_picture_kind(im->d, im->s, rel_id);
	lost->kind = lost->pictures == 0 || (lost->kind && str_is(str_of(kind), lost->kind)) ? kind : NULL;
	lost->pictures++;
}

void import_missing(importer *im, xnode *run, const struct missing *lost)
{
	if (lost->pictures) {
		bool known = lost->kind && *lost->kind;
		docx_drop(im->d, "picture of a kind that is not kept", lost->pictures);
		import_placeholder(im, run, known ? str_fmt(im->mem, "[%s picture removed]", lost->kind).p : "[picture removed]");
	}
	if (lost->others) {
		docx_drop(im->d, "drawing of an unknown kind", lost->others);
		import_placeholder(im, run, "[drawing removed]");
	}
}

void import_drawing(importer *im, xnode *run, const xnode *drawing)
{
	const struct drawn *kind = drawn_kind(drawing);
	const xnode *frame = first_element(drawing);
	if (!kind || frame->space != NS_WP) {
		cannot_draw(im, run, drawing);
		return;
	}
	if (is_switched_off(xml_find(frame, NS_WP, "docPr"))) {
		docx_drop(im->d, "hidden drawing", 1);
		import_leave(im, ASIDE_HIDDEN, drawing);
		return;
	}
	struct missing lost = { .how.edge = edge_of(frame) };
	xnode *out = xml_element(im->mem, NS_W, STR("drawing")), *kept = draw(im, frame, &lost);
	xnode *data = xml_find(xml_find(kept, NS_A, "graphic"), NS_A, "graphicData");
	if (data && data->child) {
		xml_set(im->mem, data, NS_NONE, "uri", str_of(kind->uri));
		xml_append(out, kept);
		if (*kind->prefix) {
			xnode *alternate = xml_element(im->mem, NS_MC, STR("AlternateContent"));
			xnode *choice = xml_element(im->mem, NS_MC, STR("Choice"));
			xml_set(im->mem, choice, NS_NONE, "Requires", str_of(kind->prefix));
			xml_append(choice, out);
			xml_append(alternate, choice);
			out = alternate;
		}
		xml_append(run, out);
	} else if (!lost.pictures) {
		lost.pictures = 1;
	}
	import_missing(im, run, &lost);
}
