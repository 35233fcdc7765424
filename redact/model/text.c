#include "redact/model/text.h"

static const char *const kind_names[UNIT_KINDS] = {
	[UNIT_PAGE] = "page",           [UNIT_BODY] = "body",         [UNIT_HEADER] = "header",
	[UNIT_FOOTER] = "footer",       [UNIT_NOTE] = "note",         [UNIT_COMMENT] = "comment",
	[UNIT_TEXTBOX] = "textbox",     [UNIT_FIELD] = "field",       [UNIT_ANNOTATION] = "annotation",
	[UNIT_BOOKMARK] = "bookmark",   [UNIT_LINK] = "link",         [UNIT_METADATA] = "metadata",
	[UNIT_ATTACHMENT] = "attachment", [UNIT_SCRIPT] = "script",   [UNIT_STRUCTURE] = "structure",
	[UNIT_HIDDEN] = "hidden",       [UNIT_NAME] = "name",          [UNIT_PICTURE] = "picture",
};

unit *text_add(text *t, unit_kind kind, str id)
{
	unit *u = ARENA_PUSH(t->mem, t->units, t->n, t->room);
	*u = (unit){ .kind = kind, .id = str_dup(id, t->mem) };
	return u;
}

void text_append(text *t, text *more)
{
	for (size_t i = 0; i < more->n; i++)
		*ARENA_PUSH(t->mem, t->units, t->n, t->room) = more->units[i];
	arena_adopt(t->mem, more->mem);
	*more = (text){ 0 };
}

void text_add_string(text *t, unit_kind kind, str id, str value, bool stays)
{
	if (value.n == 0)
		return;
	unit *u = text_add(t, kind, id);
	u->text = str_dup(value, t->mem);
	u->stays = stays;
}

static const char IN_PIXELS[] = " in pixels";

str text_pixels_id(str place, arena *mem)
{
	return str_fmt(mem, STR_FMT "%s", STR_ARG(place), IN_PIXELS);
}

bool text_in_pixels(str unit_id)
{
	return str_ends(unit_id, IN_PIXELS);
}

const unit *text_lookup(const text *t, str id)
{
	for (size_t i = 0; i < t->n; i++)
		if (str_eq(t->units[i].id, id))
			return &t->units[i];
	return NULL;
}

const char *unit_kind_name(unit_kind kind)
{
	return (unsigned)kind < UNIT_KINDS ? kind_names[kind] : "unknown";
}

unit_kind unit_kind_of(str name)
{
	for (int kind = 0; kind < UNIT_KINDS; kind++)
		if (str_is(name, kind_names[kind]))
			return (unit_kind)kind;
	return UNIT_KINDS;
}
