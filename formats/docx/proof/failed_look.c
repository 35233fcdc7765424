/* Colours and sizes of words, by their own properties and by their styles. */
#include "formats/docx/proof/failed.h"
#include "formats/docx/vocab/vocab.h"

#include <stdlib.h>
#include <string.h>

look look_none(void)
{
	return (look){ UNSET, UNSET, UNSET, UNSET };
}

look look_over(look above, look below)
{
	return (look){
		above.ink != UNSET ? above.ink : below.ink,
		above.shade != UNSET ? above.shade : below.shade,
		above.highlight != UNSET ? above.highlight : below.highlight,
		above.size != UNSET ? above.size : below.size,
	};
}

static int32_t hex_colour(str s)
{
	int32_t v = 0;
	if (s.n != 6 && s.n != 3)
		return UNSET;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		int32_t d = c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
		if (d < 0)
			return UNSET;
		v = s.n == 6 ? v << 4 | d : v << 8 | d << 4 | d;
	}
	return v;
}

int32_t look_colour(str s)
{
	static const struct { const char *name; int32_t colour; } named[] = {
		{ "black", 0 }, { "windowText", 0 }, { "white", 0xffffff }, { "window", 0xffffff }, { "darkBlue", 0x000080 },
		{ "navy", 0x000080 }, { "darkCyan", 0x008080 }, { "darkGreen", 0x008000 }, { "darkMagenta", 0x800080 },
		{ "darkRed", 0x800000 }, { "maroon", 0x800000 }, { "darkYellow", 0x808000 }, { "darkGray", 0x808080 },
		{ "lightGray", 0xc0c0c0 }, { "yellow", 0xffff00 }, { "green", 0x00ff00 }, { "cyan", 0x00ffff },
		{ "magenta", 0xff00ff }, { "red", 0xff0000 }, { "blue", 0x0000ff }, { "tx1", 0 }, { "dk1", 0 },
		{ "bg1", 0xffffff }, { "lt1", 0xffffff }, { "auto", AUTO },
	};
	str first = STR(""), rest = s;
	str_cut(&rest, ' ', &first);
	if (str_starts(first, "#"))
		return hex_colour(str_sub(first, 1, first.n));
	for (size_t i = 0; i < sizeof named / sizeof *named; i++)
		if (str_is(first, named[i].name))
			return named[i].colour;
	return hex_colour(first);
}

bool look_is_dark(int32_t c)
{
	return c >= 0 && (c >> 16) * 3 + (c >> 8 & 0xff) * 6 + (c & 0xff) < 60 * 10;
}

bool look_same(int32_t a, int32_t b)
{
	enum { NEAR = 24 };
	for (int shift = 0; shift < 24; shift += 8)
		if (a < 0 || b < 0 || abs((a >> shift & 0xff) - (b >> shift & 0xff)) > NEAR)
			return false;
	return true;
}

/* w:shd draws w:fill, and over it a pattern in w:color: "solid" is all of that. */
int32_t look_shade(str attribute, str value, int32_t before)
{
	if (str_is(attribute, "fill")) {
		int32_t c = look_colour(value);
		return c == AUTO ? before : c;
	}
	return before;
}

void look_take(look *to, str element, str attribute, str value)
{
	if (str_is(element, "shd"))
		to->shade = look_shade(attribute, value, to->shade);
	else if (!str_is(attribute, "val"))
		return;
	else if (str_is(element, "color"))
		to->ink = look_colour(value);
	else if (str_is(element, "highlight"))
		to->highlight = str_is(value, "none") ? AUTO : look_colour(value);
	else if (str_is(element, "sz") && value.n && value.n < 5)
		to->size = (int32_t)strtol((char[5]){ value.p[0], value.n > 1 ? value.p[1] : '\0', value.n > 2 ? value.p[2] : '\0',
		                                      value.n > 3 ? value.p[3] : '\0' }, NULL, 10);
}

/* ---- styles ---------------------------------------------------------------------------------- */

struct styles_reader {
	look_styles *to;
	arena *mem;
	look_style *now;
	char element[32];
	int conditional;  /* within w:tblStylePr, which is for some cells only */
};

static void copy_name(char *to, size_t room, str s)
{
	size_t n = s.n < room - 1 ? s.n : room - 1;
	memcpy(to, s.p, n);
	to[n] = '\0';
}

static bool take_style(void *arg, const xml_event *event)
{
	struct styles_reader *r = arg;
	if (event->kind == XML_ELEMENT) {
		copy_name(r->element, sizeof r->element, event->space == NS_W ? event->name : STR(""));
		r->conditional += event->space == NS_W && str_is(event->name, "tblStylePr");
		if (event->space == NS_W && str_is(event->name, "style")) {
			r->now = ARENA_PUSH(r->mem, r->to->list, r->to->n, r->to->room);
			*r->now = (look_style){ .is = look_none() };
		}
	} else if (event->kind == XML_END) {
		r->conditional -= event->space == NS_W && str_is(event->name, "tblStylePr");
		r->element[0] = '\0';
	} else if (event->kind == XML_ATTRIBUTE && event->space == NS_W && r->now && !r->conditional) {
		if (strcmp(r->element, "style") == 0 && str_is(event->name, "styleId"))
			copy_name(r->now->id, sizeof r->now->id, event->value);
		else if (strcmp(r->element, "basedOn") == 0 && str_is(event->name, "val"))
			copy_name(r->now->base, sizeof r->now->base, event->value);
		else
			look_take(&r->now->is, str_of(r->element), event->name, event->value);
	}
	return r->to->n < 10000;
}

static int by_id(const void *a, const void *b)
{
	return strcmp(((const look_style *)a)->id, ((const look_style *)b)->id);
}

bool look_styles_load(opc *p, int part, arena *mem, look_styles *out, err *e)
{
	struct styles_reader r = { .to = out, .mem = mem };
	if (!opc_walk(p, part, take_style, &r, e))
		return false;
	if (out->n)
		qsort(out->list, out->n, sizeof *out->list, by_id);
	return true;
}

look look_styles_find(const look_styles *all, str id)
{
	enum { DEEPEST = 12 };
	look out = look_none();
	look_style key;
	copy_name(key.id, sizeof key.id, id);
	for (int i = 0; i < DEEPEST && key.id[0] && all->n; i++) {
		const look_style *s = bsearch(&key, all->list, all->n, sizeof key, by_id);
		if (!s)
			break;
		out = look_over(out, s->is);
		memcpy(key.id, s->base, sizeof key.id);
	}
	return out;
}
