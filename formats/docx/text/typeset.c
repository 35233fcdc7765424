#include "formats/docx/text/typeset.h"
#include "formats/docx/text/styling.h"

#include <stdlib.h>
#include <string.h>

enum { COLUMNS = 63 /* that a word processor takes */, TWIPS = 20, LETTERS = LOOK_KINDS - LOOK_BOLD, SIZES = 3277 };
static const uint32_t DROPPED = UINT32_MAX;

/* What a paragraph or cell lies in: letters take their looks from all of these. */
typedef struct around {
	const style_look *table;   /* NULL outside of tables */
	style_look paragraph;      /* the paragraph's style, with those that it builds on */
	size_t mark;               /* of looks: its LOOK_PARAGRAPH */
	size_t reached;            /* letters before are told    */
	size_t new_page;           /* a page begins here; 0: none does */
	size_t last[LETTERS];      /* looks of its letters + 1, that the next run may go on with; 0: none */
} around;

struct typeset_grid {
	table_look look;
	const style_look *outside;          /* the style of the table that this one lies in */
	size_t table, row, cell;            /* of looks */
	uint32_t column, span, rows, at_row;
	bool goes_on;                       /* the cell is the next part of the one above */
	struct { size_t look; uint32_t span; } above[COLUMNS];   /* + 1: of cells that may go on */
	const xnode *cells_end;
};

struct typeset {
	docx *d;
	text *out;
	styling *styles;
	around in;
	uint32_t unit;
	size_t first, first_label;          /* looks and labels of this unit */
	uint32_t letters_of[SIZES];         /* bytes of the document that have this size, in half points */
};

typeset *typeset_new(docx *d, labels *l, text *out)
{
	typeset *t = arena_alloc(d->mem, sizeof *t);
	*t = (typeset){ .d = d, .out = out, .styles = styling_new(d, l) };
	return t;
}

static size_t add(typeset *t, look_kind kind, size_t beg, size_t end, uint32_t n, uint32_t m)
{
	*ARENA_PUSH(t->out->mem, t->out->looks, t->out->nlooks, t->out->looks_room) = (text_look){
		.unit = t->unit, .beg = (uint32_t)beg, .end = (uint32_t)end, .kind = kind,
		.n = (uint16_t)(n > LOOK_MOST ? LOOK_MOST : n), .m = (uint16_t)(m > LOOK_MOST ? LOOK_MOST : m),
	};
	return t->out->nlooks - 1;
}

static text_look *look_at(typeset *t, size_t i)
{
	return &t->out->looks[i];
}

/* ---- units ----------------------------------------------------------------------------------- */

void typeset_unit(typeset *t, uint32_t unit)
{
	if (!t)
		return;
	t->unit = unit;
	t->first = t->out->nlooks;
	t->first_label = t->out->nlabels;
	t->in = (around){ 0 };
}

/* Of paragraphs those are told that hold more than one line, and nothing that holds no words. */
static bool is_told(const text_look *l, str words)
{
	if (l->beg == DROPPED || l->end < l->beg || l->end > words.n)
		return false;
	if (l->kind == LOOK_PARAGRAPH)
		return memchr(words.p + l->beg, '\n', l->end - l->beg) != NULL;
	return l->kind < LOOK_PARAGRAPH || l->kind == LOOK_NEW_PAGE || l->end > l->beg;
}

void typeset_unit_end(typeset *t, str words, bool kept)
{
	if (!t)
		return;
	size_t n = t->first;
	for (size_t i = t->first; kept && i < t->out->nlooks; i++)
		if (is_told(&t->out->looks[i], words))
			t->out->looks[n++] = t->out->looks[i];
	t->out->nlooks = n;
	if (!kept)
		t->out->nlabels = t->first_label;
}

/* ---- letters --------------------------------------------------------------------------------- */

/* 17.7.3: own formatting says what is; else what the defaults switch on is on, and what an odd number of styles does. */
static bool switched(const letters_look *own, const letters_look *defaults, const style_look *const *styles, size_t n, int which)
{
	if (own->on[which] != SAYS_NOTHING)
		return own->on[which];
	bool on = false;
	for (size_t i = 0; i < n; i++)
		on ^= styles[i]->letters.on[which] == 1;
	return on || defaults->on[which] == 1;
}

static void letter(typeset *t, look_kind kind, size_t beg, size_t end, uint32_t n)
{
	size_t *last = &t->in.last[kind - LOOK_BOLD];
	text_look *before = *last ? look_at(t, *last - 1) : NULL;
	if (before && before->end == beg && before->n == n)
		before->end = (uint32_t)end;
	else
		*last = add(t, kind, beg, end, n, 0) + 1;
}

/* Style, own properties and defaults of letters put together; *on says what is switched on. */
static letters_look letters_of(typeset *t, const xnode *props, bool on[static SWITCHES])
{
	str named = xml_value(xml_find(props, NS_W, "rStyle"), NS_W, "val");
	const style_look *styles[3];
	size_t n = 0;
	style_look own = style_look_none(), all = *styling_defaults(t->styles);
	style_over(&own, NULL, props);
	if (t->in.table)
		styles[n++] = t->in.table;
	styles[n++] = &t->in.paragraph;
	if (named.n)
		styles[n++] = styling_of(t->styles, named);
	for (size_t i = 0; i < n; i++)
		style_merge(&all, styles[i]);
	style_merge(&all, &own);
	for (int i = 0; i < SWITCHES; i++)
		on[i] = switched(&own.letters, &styling_defaults(t->styles)->letters, styles, n, i);
	return all.letters;
}

void typeset_run(typeset *t, const xnode *r, size_t beg, size_t end)
{
	if (!t || end == beg || beg < t->in.reached)
		return;
	bool on[SWITCHES];
	letters_look look = letters_of(t, xml_find(r, NS_W, "rPr"), on);
	bool cs = look.right_to_left == 1;
	uint16_t size = look.size[cs] ? look.size[cs] : 20;
	if (on[cs ? SWITCH_BOLD_CS : SWITCH_BOLD])
		letter(t, LOOK_BOLD, beg, end, 0);
	if (on[cs ? SWITCH_ITALIC_CS : SWITCH_ITALIC])
		letter(t, LOOK_ITALIC, beg, end, 0);
	if (look.underlined == 1)
		letter(t, LOOK_UNDERLINED, beg, end, 0);
	if (on[SWITCH_STRIKE] || look.struck_twice == 1)
		letter(t, LOOK_STRUCK, beg, end, 0);
	if (on[SWITCH_CAPS])
		letter(t, LOOK_CAPITALS, beg, end, 0);
	else if (on[SWITCH_SMALL_CAPS])
		letter(t, LOOK_SMALL_CAPITALS, beg, end, 0);
	if (look.raised == 1 || look.raised == 2)
		letter(t, look.raised == 1 ? LOOK_RAISED : LOOK_LOWERED, beg, end, 0);
	size = size < SIZES ? size : SIZES - 1;
	letter(t, LOOK_SIZE, beg, end, size);
	t->letters_of[size] += (uint32_t)(end - beg);
	t->in.reached = end;
	if (t->in.new_page)
		add(t, LOOK_NEW_PAGE, t->in.new_page, end, 0, 0);
	t->in.new_page = 0;
}

void typeset_page(typeset *t, size_t at)
{
	if (t)
		t->in.new_page = at;
}

/* ---- paragraphs ------------------------------------------------------------------------------ */

static void tell_label(typeset *t, const xnode *props, const label_shown *label, size_t at)
{
	if (!label->says.n)
		return;
	bool on[SWITCHES];
	const xnode *level = xml_find(label->level, NS_W, "rPr");
	letters_of(t, xml_find(props, NS_W, "rPr"), on);
	style_look own = style_look_none();
	style_over(&own, NULL, level);
	signed char bold = own.letters.on[SWITCH_BOLD], italic = own.letters.on[SWITCH_ITALIC];
	*ARENA_PUSH(t->out->mem, t->out->labels, t->out->nlabels, t->out->labels_room) = (text_label){
		.unit = t->unit, .at = (uint32_t)at,
		.says = t->out->mem == t->d->mem ? label->says : str_dup(label->says, t->out->mem),
		.bold = bold == SAYS_NOTHING ? on[SWITCH_BOLD] : bold, .italic = italic == SAYS_NOTHING ? on[SWITCH_ITALIC] : italic,
	};
}

/* Its own properties over those of a list that it names itself over those of its style. */
static style_look paragraph_of(typeset *t, const xnode *props, const label_shown *label)
{
	str named = xml_value(xml_find(props, NS_W, "pStyle"), NS_W, "val");
	style_look all = *styling_defaults(t->styles);
	t->in.paragraph = *styling_of(t->styles, named.n ? named : styling_plain(t->styles));
	if (t->in.table)
		style_merge(&all, t->in.table);
	style_merge(&all, &t->in.paragraph);
	if (label->level && xml_find(props, NS_W, "numPr")) {
		style_look list = style_look_none();
		style_over(&list, xml_find(label->level, NS_W, "pPr"), NULL);
		all.paragraph.indent = list.paragraph.indent != NOT_SET ? list.paragraph.indent : all.paragraph.indent;
		all.paragraph.first = list.paragraph.first != NOT_SET ? list.paragraph.first : all.paragraph.first;
	}
	style_over(&all, props, NULL);
	return all;
}

static void points(typeset *t, look_kind kind, size_t at, int32_t twips)
{
	if (twips != NOT_SET && twips >= TWIPS)
		add(t, kind, at, at, (uint32_t)(twips / TWIPS), 0);
}

void typeset_paragraph(typeset *t, const xnode *p, const label_shown *label, size_t at)
{
	if (!t)
		return;
	const xnode *props = xml_find(p, NS_W, "pPr");
	const paragraph_look look = paragraph_of(t, props, label).paragraph;
	memset(t->in.last, 0, sizeof t->in.last);
	t->in.mark = add(t, LOOK_PARAGRAPH, at, at, 0, 0);
	if (look.outline >= 0 && look.outline < 9)
		add(t, LOOK_HEADING, at, at, (uint32_t)look.outline + 1, 0);
	if (look.role != SAYS_NOTHING)
		add(t, (look_kind)look.role, at, at, 0, 0);
	points(t, LOOK_INDENT, at, look.indent);
	points(t, LOOK_FIRST, at, look.first);
	points(t, LOOK_HANGING, at, look.first != NOT_SET ? -look.first : 0);
	if (look.centred == 1)
		add(t, LOOK_CENTRED, at, at, 0, 0);
	if (look.at_end == 1)
		add(t, LOOK_AT_END, at, at, 0, 0);
	if (look.right_to_left == 1)
		add(t, LOOK_RIGHT_TO_LEFT, at, at, 0, 0);
	if (look.new_page == 1)
		add(t, LOOK_NEW_PAGE, at, at, 0, 0);
	tell_label(t, props, label, at);
}

/* Its looks stand one behind the other, those of its letters behind them. */
void typeset_paragraph_end(typeset *t, size_t at)
{
	for (size_t i = t ? t->in.mark : 0; t && i < t->out->nlooks && t->out->looks[i].kind < LOOK_BOLD; i++)
		t->out->looks[i].end = (uint32_t)at;
}

void typeset_box(typeset *t, size_t at)
{
	if (t)
		add(t, LOOK_BOX, at, DROPPED, 0, 0);
}

/* The last one that has no end. */
void typeset_box_end(typeset *t, size_t at)
{
	for (size_t i = t ? t->out->nlooks : 0; i-- > (t ? t->first : 0);) {
		text_look *l = look_at(t, i);
		if (l->kind != LOOK_BOX || l->end != DROPPED)
			continue;
		l->end = (uint32_t)at;
		return;
	}
}

/* ---- tables ---------------------------------------------------------------------------------- */

static uint32_t number_of(const xnode *props, const char *child)
{
	char s[24];
	if (!xml_value_z(xml_find(props, NS_W, child), NS_W, "val", s))
		return 0;
	unsigned long n = strtoul(s, NULL, 10);
	return n > COLUMNS ? COLUMNS : (uint32_t)n;
}

typeset_grid *typeset_table(typeset *t, const xnode *table, size_t at)
{
	if (!t)
		return NULL;
	typeset_grid *g = arena_alloc(t->d->mem, sizeof *g);
	styling_table(t->styles, table, &g->look);
	g->outside = t->in.table;
	for (const xnode *row = table->child; row; row = row->next)
		g->rows += xml_is(row, NS_W, "tr");
	g->table = add(t, LOOK_TABLE, at, DROPPED, g->look.lines, import_is_on(xml_find(xml_find(table, NS_W, "tblPr"), NS_W, "bidiVisual")));
	return g;
}

void typeset_row(typeset *t, typeset_grid *g, const xnode *row, size_t at)
{
	if (!t)
		return;
	const xnode *props = xml_find(row, NS_W, "trPr");
	bool names = import_is_on(xml_find(props, NS_W, "tblHeader")) || (g->look.names && g->at_row == 0 && g->rows > 1);
	g->column = number_of(props, "gridBefore");
	g->row = add(t, LOOK_ROW, at, DROPPED, names, g->column);
	g->cells_end = row->last;
	while (g->cells_end && g->cells_end != row->child && !xml_is(g->cells_end, NS_W, "tc"))
		g->cells_end = NULL;
	g->at_row++;
}

/* Which of its columns and rows a cell belongs to. */
static int place_of(bool first, bool last)
{
	return first ? CELL_FIRST : last ? CELL_LAST : CELL_AMID;
}

void typeset_cell(typeset *t, typeset_grid *g, const xnode *cell, size_t at)
{
	if (!t)
		return;
	const xnode *props = xml_find(cell, NS_W, "tcPr"), *merged = xml_find(props, NS_W, "vMerge");
	bool restart = str_is(xml_value(merged, NS_W, "val"), "restart");
	g->span = number_of(props, "gridSpan");
	g->span = g->span ? g->span : 1;
	bool fits = g->column < COLUMNS;
	g->goes_on = merged && !restart && fits && g->above[g->column].look && g->above[g->column].span == g->span;
	g->cell = add(t, LOOK_CELL, at, DROPPED, g->span, 1);
	for (uint32_t i = g->column; !g->goes_on && i < g->column + g->span && i < COLUMNS; i++)
		g->above[i].look = 0;
	if (restart && fits) {
		g->above[g->column].look = g->cell + 1;
		g->above[g->column].span = g->span;
	}
	int row = place_of(g->at_row == 1, g->at_row == g->rows), column = place_of(g->column == 0, cell == g->cells_end);
	t->in.table = &g->look.of[row][column];
}

/* A part of the cell above that has words of its own is shown as a cell: nobody would see them else. */
void typeset_cell_end(typeset *t, typeset_grid *g, size_t at, bool empty)
{
	if (!t)
		return;
	look_at(t, g->cell)->end = (uint32_t)at;
	if (g->goes_on && empty) {
		look_at(t, g->above[g->column].look - 1)->m++;
		look_at(t, g->cell)->m = 0;
	} else if (g->goes_on) {
		g->above[g->column].look = 0;
	}
	g->column += g->span;
	t->in.table = g->outside;
}

void typeset_row_end(typeset *t, typeset_grid *g, size_t at)
{
	if (t)
		look_at(t, g->row)->end = (uint32_t)at;
}

void typeset_table_end(typeset *t, typeset_grid *g, size_t at)
{
	if (t)
		look_at(t, g->table)->end = (uint32_t)at;
}

/* ---- sizes ----------------------------------------------------------------------------------- */

static uint32_t usual_size(const typeset *t)
{
	uint32_t best = 0;
	for (uint32_t i = 0; i < SIZES; i++)
		if (t->letters_of[i] > t->letters_of[best])
			best = i;
	return best;
}

/* A tenth more or less is no difference that anybody knows a document by. */
void typeset_finish(typeset *t)
{
	if (!t)
		return;
	uint32_t usual = usual_size(t);
	size_t n = 0;
	for (size_t i = 0; i < t->out->nlooks; i++) {
		text_look l = t->out->looks[i];
		if (l.kind == LOOK_SIZE) {
			uint32_t percent = usual ? 100 * (uint32_t)l.n / usual : 100;
			if (percent >= 90 && percent <= 110)
				continue;
			l.n = (uint16_t)(percent > LOOK_MOST ? LOOK_MOST : percent);
		}
		t->out->looks[n++] = l;
	}
	t->out->nlooks = n;
}
