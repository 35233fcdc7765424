/*
 * One part, as it is read: how each word looks on its ground, and what is drawn over the page.
 *
 * A word's ground is its highlight, its own shade, its paragraph's, its cell's, in that order. Word
 * turns letters of "automatic" colour white on a dark shade, but leaves them black under a highlight.
 */
#include "formats/docx/proof/failed.h"
#include "formats/docx/vocab/vocab.h"

#include <string.h>

enum { DEEP = 32, TINY = 4 };

struct paragraph {
	look is, run;
	bool in_run;
};

struct shape {
	int32_t fill;
	bool words, round;
};

struct part {
	const look_styles *styles;
	failed_counts *n;
	bool boxes;
	char element[32];
	unsigned char space;

	struct paragraph paragraphs[DEEP]; int depth;     /* text boxes hold paragraphs within one */
	int32_t cells[DEEP]; int ncells;
	int paragraph_properties, run_properties, cell_properties, tables, text, left_out, text_boxes;

	/* the drawing that is being read */
	bool over;           /* in front of the words */
	bool aside;          /* the words make room for it */
	buf ids;             /* relationships of its pictures */
	bool pictures;
	int drawing, lines, shape_properties;
	struct shape shape;
	uint32_t candidates; /* dark boxes of this drawing */
};

static struct paragraph *now(struct part *p)
{
	return p->depth > 0 && p->depth <= DEEP ? &p->paragraphs[p->depth - 1] : NULL;
}

/* ---- words ----------------------------------------------------------------------------------- */

static uint32_t words_in(str s)
{
	uint32_t n = 0;
	bool inside = false;
	for (size_t i = 0; i < s.n; i++) {
		bool blank = strchr(" \t\r\n", s.p[i]) != NULL;
		n += !blank && !inside;
		inside = !blank;
	}
	return n;
}

static void judge(struct part *p, const struct paragraph *at, str words)
{
	look l = look_over(at->run, at->is);
	uint32_t n = words_in(words);
	int32_t cell = p->ncells && p->ncells <= DEEP ? p->cells[p->ncells - 1] : UNSET;
	int32_t ground = l.highlight >= 0 ? l.highlight : l.shade != UNSET ? l.shade : cell;
	bool black_ink = l.ink == UNSET || l.ink == AUTO;
	if (n == 0)
		return;
	if (l.highlight >= 0 && look_is_dark(l.highlight) && (black_ink || look_same(l.ink, l.highlight)))
		p->n->highlight += n;
	else if (ground >= 0 && !look_same(ground, 0xffffff) && look_same(l.ink, ground))
		p->n->same += n;
	else if ((ground == UNSET || ground == AUTO || look_same(ground, 0xffffff)) && look_same(l.ink, 0xffffff) &&
	         p->tables == 0 && p->text_boxes == 0)
		p->n->paper += n;
	else if (l.size >= 0 && l.size <= TINY)
		p->n->tiny += n;
}

/* ---- what is drawn --------------------------------------------------------------------------- */

static void begin_shape(struct part *p)
{
	p->shape = (struct shape){ .fill = UNSET };
}

static void end_shape(struct part *p)
{
	if (look_is_dark(p->shape.fill) && !p->shape.words && !p->shape.round)
		p->candidates++;
	begin_shape(p);
}

static void begin_drawing(struct part *p, bool over)
{
	if (p->drawing++)
		return;
	p->over = over;
	p->aside = p->pictures = false;
	buf_clear(&p->ids);
	p->candidates = 0;
	begin_shape(p);
}

/* Dark boxes count when they lie over words, or over a picture of the same drawing. */
static void end_drawing(struct part *p)
{
	if (--p->drawing || !p->boxes)
		return;
	if (p->over || p->pictures)
		p->n->boxes += p->candidates;
	if (p->over && !p->aside)
		buf_str(&p->n->laid, buf_view(&p->ids));
}

static bool vml_shape(const xml_event *event)
{
	return event->space == NS_V && (str_is(event->name, "rect") || str_is(event->name, "roundrect") || str_is(event->name, "shape"));
}

static void begin(struct part *p, const xml_event *event)
{
	str name = event->name;
	if (event->space == NS_W) {
		if (str_is(name, "p") && p->depth++ < DEEP)
			p->paragraphs[p->depth - 1] = (struct paragraph){ .is = look_none(), .run = look_none() };
		else if (str_is(name, "r") && now(p))
			now(p)->run = look_none();
		p->paragraph_properties += str_is(name, "pPr");
		p->run_properties += str_is(name, "rPr");
		p->cell_properties += str_is(name, "tcPr");
		p->tables += str_is(name, "tbl");
		p->text += str_is(name, "t");
		p->left_out += str_is(name, "del") || str_is(name, "moveFrom");
		p->text_boxes += str_is(name, "txbxContent");
		if (str_is(name, "tc") && p->ncells++ < DEEP)
			p->cells[p->ncells - 1] = UNSET;
		if (str_is(name, "pict") || str_is(name, "drawing"))
			begin_drawing(p, false);
	} else if (event->space == NS_MC) {
		p->left_out += str_is(name, "Fallback");  /* the same once more */
	} else if (event->space == NS_WP && str_is(name, "anchor")) {
		p->over = true;
	} else if (event->space == NS_WP && (str_is(name, "wrapSquare") || str_is(name, "wrapTight") || str_is(name, "wrapTopAndBottom"))) {
		p->aside = true;
	} else if ((event->space == NS_WPS && str_is(name, "wsp")) || vml_shape(event)) {
		begin_shape(p);
	} else if (event->space == NS_WPS && str_is(name, "spPr")) {
		p->shape_properties++;
	} else if (event->space == NS_A && str_is(name, "ln")) {
		p->lines++;
	} else if (event->space == NS_PIC || (event->space == NS_V && str_is(name, "imagedata"))) {
		p->pictures = true;
	}
}

static void end(struct part *p, const xml_event *event)
{
	str name = event->name;
	if (event->space == NS_W) {
		p->depth -= str_is(name, "p");
		p->paragraph_properties -= str_is(name, "pPr");
		p->run_properties -= str_is(name, "rPr");
		p->cell_properties -= str_is(name, "tcPr");
		p->tables -= str_is(name, "tbl");
		p->text -= str_is(name, "t");
		p->left_out -= str_is(name, "del") || str_is(name, "moveFrom");
		p->text_boxes -= str_is(name, "txbxContent");
		p->ncells -= str_is(name, "tc");
		if (str_is(name, "pict") || str_is(name, "drawing"))
			end_drawing(p);
	} else if (event->space == NS_MC) {
		p->left_out -= str_is(name, "Fallback");
	} else if ((event->space == NS_WPS && str_is(name, "wsp")) || vml_shape(event)) {
		if (!p->left_out)
			end_shape(p);
	} else if (event->space == NS_WPS && str_is(name, "spPr")) {
		p->shape_properties--;
	} else if (event->space == NS_A && str_is(name, "ln")) {
		p->lines--;
	}
}

static bool holds(str s, const char *what)
{
	return s.n && memmem(s.p, s.n, what, strlen(what));
}

static void word_attribute(struct part *p, str element, const xml_event *event)
{
	struct paragraph *at = now(p);
	bool val = str_is(event->name, "val");
	if (p->cell_properties && str_is(element, "shd")) {
		if (p->ncells && p->ncells <= DEEP)
			p->cells[p->ncells - 1] = look_shade(event->name, event->value, p->cells[p->ncells - 1]);
	} else if (!at) {
		return;
	} else if (p->paragraph_properties) {
		if (val && str_is(element, "pStyle"))
			at->is = look_over(at->is, look_styles_find(p->styles, event->value));
		else if (!p->run_properties && str_is(element, "shd"))
			at->is.shade = look_shade(event->name, event->value, at->is.shade);
	} else if (p->run_properties) {
		if (val && str_is(element, "rStyle"))
			at->run = look_over(at->run, look_styles_find(p->styles, event->value));
		else
			look_take(&at->run, element, event->name, event->value);
	}
}

static void drawing_attribute(struct part *p, str element, const xml_event *event)
{
	bool picture = event->space == NS_R && ((p->space == NS_A && str_is(element, "blip") && str_is(event->name, "embed")) ||
	                                        (p->space == NS_V && str_is(element, "imagedata") && str_is(event->name, "id")));
	if (picture) {
		buf_str(&p->ids, event->value);
		buf_byte(&p->ids, '\n');
	}
	if (event->space != NS_NONE)
		return;
	if (p->space == NS_WP && str_is(element, "anchor") && str_is(event->name, "behindDoc") &&
	    (str_is(event->value, "1") || str_is(event->value, "true")))
		p->over = false;
	else if (p->space == NS_A && str_is(element, "prstGeom") && p->shape_properties)
		p->shape.round = !str_is(event->value, "rect") && !str_is(event->value, "roundRect");
	else if (p->space == NS_A && p->shape_properties && !p->lines && p->shape.fill == UNSET &&
	         ((holds(element, "Clr") && str_is(event->name, "val") && !str_is(element, "sysClr")) || str_is(event->name, "lastClr")))
		p->shape.fill = look_colour(event->value);
	else if (p->space == NS_V && str_is(event->name, "fillcolor"))
		p->shape.fill = look_colour(event->value);
	else if (p->space == NS_V && str_is(event->name, "filled") && str_starts(event->value, "f"))
		p->shape.round = true;  /* an outline */
	else if (p->space == NS_V && str_is(event->name, "style") && holds(event->value, "absolute") && !holds(event->value, "z-index:-"))
		p->over = true;
}

static bool take(void *arg, const xml_event *event)
{
	struct part *p = arg;
	size_t n = event->name.n < sizeof p->element - 1 ? event->name.n : sizeof p->element - 1;
	switch (event->kind) {
	case XML_ELEMENT:
		memcpy(p->element, event->name.p, n);
		p->element[n] = '\0';
		p->space = event->space;
		begin(p, event);
		break;
	case XML_END:
		p->element[0] = '\0';
		end(p, event);
		break;
	case XML_ATTRIBUTE:
		if (p->left_out)
			break;
		if (p->space == NS_W && event->space == NS_W)
			word_attribute(p, str_of(p->element), event);
		else if (p->drawing)
			drawing_attribute(p, str_of(p->element), event);
		break;
	case XML_TEXT:
		if (!p->text || p->left_out || !now(p))
			break;
		if (p->text_boxes && words_in(event->value))
			p->shape.words = true;
		judge(p, now(p), event->value);
		break;
	default:
		break;
	}
	return true;
}

bool failed_look_at(opc *package, int part, const look_styles *styles, bool boxes, failed_counts *n, err *e)
{
	struct part p = { .styles = styles, .n = n, .boxes = boxes };
	begin_shape(&p);
	bool ok = opc_walk(package, part, take, &p, e);
	buf_free(&p.ids);
	return ok;
}
