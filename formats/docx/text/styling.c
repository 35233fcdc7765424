#include "formats/docx/text/styling.h"

#include <stdlib.h>
#include <string.h>

enum { STYLES_DEEP = 16, FURTHEST = 31680 /* 22 inches, as far as a page goes (17.18.81) */ };

typedef struct known_style {
	str id;
	const xnode *node;
	bool done;
	style_look look;
} known_style;

struct styling {
	labels *lists;
	known_style *list; size_t n, room;   /* sorted by id */
	style_look defaults, none;
	str plain;
};

/* ---- properties ------------------------------------------------------------------------------ */

style_look style_look_none(void)
{
	style_look none;
	memset(&none, SAYS_NOTHING, sizeof none);
	none.letters.size[0] = none.letters.size[1] = 0;
	none.paragraph.indent = none.paragraph.first = NOT_SET;
	return none;
}

static str val(const xnode *n)
{
	return xml_value(n, NS_W, "val");
}

static str val_of(const xnode *n, const char *child)
{
	return val(xml_find(n, NS_W, child));
}

/* A measure in twips; lengths with a unit (17.18.81 in the Strict dialect: "36pt") too. */
static bool twips(const xnode *n, const char *name, const char *also, int32_t *out)
{
	char s[24], *end;
	if (!xml_value_z(n, NS_W, name, s) && !xml_value_z(n, NS_W, also, s))
		return false;
	double v = strtod(s, &end);
	static const struct { const char *unit; double twips; } units[] = { { "pt", 20 }, { "in", 1440 }, { "cm", 566.93 }, { "mm", 56.693 }, { "pc", 240 }, { "pi", 240 } };
	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		if (strcmp(end, units[i].unit) == 0)
			v *= units[i].twips;
	*out = v < -FURTHEST ? -FURTHEST : v > FURTHEST ? FURTHEST : (int32_t)v;
	return end > s;
}

static uint16_t half_points(const xnode *n)
{
	char s[24], *end;
	if (!xml_value_z(n, NS_W, "val", s))
		return 0;
	double v = strtod(s, &end);
	if (strcmp(end, "pt") == 0)
		v *= 2;
	return v >= 1 && v <= 3276 ? (uint16_t)v : 0;
}

static signed char is_on(const xnode *n)
{
	return (signed char)import_is_on(n);
}

static void read_letter(letters_look *to, const xnode *n)
{
	static const char *const switches[SWITCHES] = { "b", "i", "bCs", "iCs", "caps", "smallCaps", "strike" };
	for (int i = 0; i < SWITCHES; i++)
		if (str_is(n->text, switches[i])) {
			to->on[i] = is_on(n);
			return;
		}
	if (str_is(n->text, "u")) {
		to->underlined = !str_is(val(n), "none") && val(n).n;
	} else if (str_is(n->text, "dstrike")) {
		to->struck_twice = is_on(n);
	} else if (str_is(n->text, "rtl") || str_is(n->text, "cs")) {
		to->right_to_left = is_on(n);
	} else if (str_is(n->text, "vertAlign")) {
		to->raised = str_is(val(n), "superscript") ? 1 : str_is(val(n), "subscript") ? 2 : 0;
	} else if (str_is(n->text, "sz") || str_is(n->text, "szCs")) {
		uint16_t size = half_points(n);
		if (size)
			to->size[str_is(n->text, "szCs")] = size;
	}
}

static void read_indent(paragraph_look *to, const xnode *ind)
{
	int32_t v;
	if (!ind)
		return;
	if (twips(ind, "start", "left", &v))
		to->indent = v;
	if (twips(ind, "hanging", "hanging", &v))
		to->first = -v;
	else if (twips(ind, "firstLine", "firstLine", &v))
		to->first = v;
}

static void read_paragraph(paragraph_look *to, const xnode *n)
{
	if (str_is(n->text, "outlineLvl")) {
		str v = val(n);
		to->outline = v.n == 1 && v.p[0] >= '0' && v.p[0] <= '8' ? (signed char)(v.p[0] - '0') : 9;
	} else if (str_is(n->text, "jc")) {
		to->centred = str_is(val(n), "center");
		to->at_end = str_is(val(n), "right") || str_is(val(n), "end");
	} else if (str_is(n->text, "bidi")) {
		to->right_to_left = is_on(n);
	} else if (str_is(n->text, "pageBreakBefore")) {
		to->new_page = is_on(n);
	} else if (str_is(n->text, "ind")) {
		read_indent(to, n);
	}
}

void style_over(style_look *under, const xnode *paragraph, const xnode *run)
{
	for (const xnode *n = paragraph ? paragraph->child : NULL; n; n = n->next)
		if (!n->is_text && n->space == NS_W)
			read_paragraph(&under->paragraph, n);
	for (const xnode *n = run ? run->child : NULL; n; n = n->next)
		if (!n->is_text && n->space == NS_W)
			read_letter(&under->letters, n);
}

static void put(signed char *under, signed char over)
{
	if (over != SAYS_NOTHING)
		*under = over;
}

static void merge_paragraph(paragraph_look *a, const paragraph_look *b)
{
	put(&a->outline, b->outline);
	put(&a->role, b->role);
	put(&a->centred, b->centred);
	put(&a->at_end, b->at_end);
	put(&a->right_to_left, b->right_to_left);
	put(&a->new_page, b->new_page);
	if (b->indent != NOT_SET)
		a->indent = b->indent;
	if (b->first != NOT_SET)
		a->first = b->first;
}

void style_merge(style_look *under, const style_look *over)
{
	letters_look *a = &under->letters;
	const letters_look *b = &over->letters;
	for (int i = 0; i < SWITCHES; i++)
		put(&a->on[i], b->on[i]);
	put(&a->underlined, b->underlined);
	put(&a->struck_twice, b->struck_twice);
	put(&a->right_to_left, b->right_to_left);
	put(&a->raised, b->raised);
	for (int i = 0; i < 2; i++)
		if (b->size[i])
			a->size[i] = b->size[i];
	merge_paragraph(&under->paragraph, &over->paragraph);
}

/* ---- styles ---------------------------------------------------------------------------------- */

static int by_id(const void *a, const void *b)
{
	return str_cmp(((const known_style *)a)->id, ((const known_style *)b)->id);
}

static known_style *known(styling *s, str id)
{
	const known_style want = { .id = id };
	return s->n && id.n ? bsearch(&want, s->list, s->n, sizeof want, by_id) : NULL;
}

styling *styling_new(docx *d, labels *l)
{
	styling *s = arena_alloc(d->mem, sizeof *s);
	*s = (styling){ .lists = l, .none = style_look_none(), .defaults = style_look_none() };
	const xnode *root = d->style_story ? d->style_story->root : NULL, *defaults = xml_find(root, NS_W, "docDefaults");
	style_over(&s->defaults, xml_find(xml_find(defaults, NS_W, "pPrDefault"), NS_W, "pPr"),
	           xml_find(xml_find(defaults, NS_W, "rPrDefault"), NS_W, "rPr"));
	for (const xnode *n = root ? root->child : NULL; n; n = n->next) {
		if (!xml_is(n, NS_W, "style"))
			continue;
		str id = xml_value(n, NS_W, "styleId");
		*ARENA_PUSH(d->mem, s->list, s->n, s->room) = (known_style){ .id = id, .node = n };
		if (str_is(xml_value(n, NS_W, "type"), "paragraph") && import_is_set(n, "default"))
			s->plain = id;
	}
	if (s->n)
		qsort(s->list, s->n, sizeof *s->list, by_id);
	return s;
}

/* Built-in styles are called the same in every language, and mean what they are called whether they say so or not. */
static void read_name(paragraph_look *to, str name)
{
	static const struct { const char *name; look_kind role; } roles[] = {
		{ "Title", LOOK_TITLE }, { "Subtitle", LOOK_SUBTITLE }, { "Quote", LOOK_QUOTE }, { "Intense Quote", LOOK_QUOTE }, { "Block Text", LOOK_QUOTE },
	};
	if (name.n == 9 && str_starts(name, "heading ") && name.p[8] >= '1' && name.p[8] <= '9')
		to->outline = (signed char)(name.p[8] - '1');
	for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
		if (str_is(name, roles[i].name))
			to->role = (signed char)roles[i].role;
}

/* The style alone: over the indents of its list's level come those of its own. */
static void read_own(styling *s, style_look *to, const known_style *of)
{
	const xnode *props = xml_find(of->node, NS_W, "pPr");
	read_name(&to->paragraph, val_of(of->node, "name"));
	if (xml_find(props, NS_W, "numPr")) {
		const xnode *level = labels_level_of(s->lists, of->id);
		read_indent(&to->paragraph, xml_find(xml_find(level, NS_W, "pPr"), NS_W, "ind"));
	}
	style_over(to, props, xml_find(of->node, NS_W, "rPr"));
}

/* From the style up to the first that is done or builds on none: at most STYLES_DEEP of them. */
static size_t chain(styling *s, known_style *from, known_style *list[static STYLES_DEEP])
{
	size_t n = 0;
	for (; from && n < STYLES_DEEP; from = known(s, val_of(from->node, "basedOn"))) {
		list[n++] = from;
		if (from->done)
			break;
	}
	return n;
}

const style_look *styling_of(styling *s, str id)
{
	known_style *list[STYLES_DEEP], *of = known(s, id);
	if (!of || of->done)
		return of ? &of->look : &s->none;
	style_look look = s->none;
	for (size_t i = chain(s, of, list); i-- > 0;) {
		if (list[i]->done)
			look = list[i]->look;
		else
			read_own(s, &look, list[i]);
	}
	of->look = look;
	of->done = true;
	return &of->look;
}

str styling_plain(const styling *s)
{
	return s->plain;
}

const style_look *styling_defaults(const styling *s)
{
	return &s->defaults;
}

/* ---- tables ---------------------------------------------------------------------------------- */

/* Whether any of these borders is drawn: 1, 0, or SAYS_NOTHING where there are none. */
static int lines_of(const xnode *borders)
{
	int drawn = SAYS_NOTHING;
	for (const xnode *n = borders ? borders->child : NULL; n; n = n->next)
		if (!n->is_text && drawn != 1)
			drawn = val(n).n && !str_is(val(n), "nil") && !str_is(val(n), "none");
	return drawn;
}

/* Bits of a w:tblLook (17.4.55): as attributes, or all in one number. */
static bool sets_apart(const xnode *props, const char *name, unsigned bit)
{
	char hex[24];
	const xnode *n = xml_find(props, NS_W, "tblLook");
	if (xml_attr(n, NS_W, name))
		return import_is_set(n, name);
	return xml_value_z(n, NS_W, "val", hex) && (strtoul(hex, NULL, 16) & bit);
}

static bool read_part(style_look *to, const xnode *style, const char *type)
{
	bool any = false;
	for (const xnode *n = style->child; n; n = n->next) {
		if (!xml_is(n, NS_W, "tblStylePr") || !str_is(xml_value(n, NS_W, "type"), type))
			continue;
		style_over(to, xml_find(n, NS_W, "pPr"), xml_find(n, NS_W, "rPr"));
		any = true;
	}
	return any;
}

/* What a table's style says of the letters in one place, and those that it builds on. */
static style_look place_of(styling *s, known_style *const *styles, size_t n, const char *row, const char *column)
{
	const char *parts[] = { "wholeTable", column, row };
	style_look look = s->none;
	for (size_t i = n; i-- > 0;)
		style_over(&look, xml_find(styles[i]->node, NS_W, "pPr"), xml_find(styles[i]->node, NS_W, "rPr"));
	for (size_t k = 0; k < sizeof parts / sizeof *parts; k++)
		for (size_t i = n; parts[k] && i-- > 0;)
			read_part(&look, styles[i]->node, parts[k]);
	return look;
}

static size_t table_chain(styling *s, str id, known_style *list[static STYLES_DEEP])
{
	size_t n = 0;
	for (known_style *k = known(s, id); k && n < STYLES_DEEP; k = known(s, val_of(k->node, "basedOn")))
		list[n++] = k;
	return n;
}

static bool first_cell_has_lines(const xnode *table)
{
	const xnode *cell = xml_find(xml_find(table, NS_W, "tr"), NS_W, "tc");
	return lines_of(xml_find(xml_find(cell, NS_W, "tcPr"), NS_W, "tcBorders")) == 1;
}

void styling_table(styling *s, const xnode *table, table_look *out)
{
	static const char *const rows[CELL_PLACES] = { NULL, "firstRow", "lastRow" }, *const columns[CELL_PLACES] = { NULL, "firstCol", "lastCol" };
	const xnode *props = xml_find(table, NS_W, "tblPr");
	known_style *styles[STYLES_DEEP];
	size_t n = table_chain(s, val_of(props, "tblStyle"), styles);
	const bool row_on[CELL_PLACES] = { false, sets_apart(props, "firstRow", 0x20), sets_apart(props, "lastRow", 0x40) };
	const bool column_on[CELL_PLACES] = { false, sets_apart(props, "firstColumn", 0x80), sets_apart(props, "lastColumn", 0x100) };
	for (int r = 0; r < CELL_PLACES; r++)
		for (int c = 0; c < CELL_PLACES; c++)
			out->of[r][c] = place_of(s, styles, n, row_on[r] ? rows[r] : NULL, column_on[c] ? columns[c] : NULL);
	int lines = lines_of(xml_find(props, NS_W, "tblBorders"));
	for (size_t i = 0; i < n && lines < 0; i++)
		lines = lines_of(xml_find(xml_find(styles[i]->node, NS_W, "tblPr"), NS_W, "tblBorders"));
	out->lines = lines == 1 || first_cell_has_lines(table);
	style_look any = s->none;
	out->names = false;
	for (size_t i = 0; i < n && row_on[CELL_FIRST] && !out->names; i++)
		out->names = read_part(&any, styles[i]->node, rows[CELL_FIRST]);
}
