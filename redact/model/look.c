#include "redact/model/look.h"

static const char *const names[LOOK_KINDS] = {
	[LOOK_TABLE] = "table",   [LOOK_ROW] = "row",         [LOOK_CELL] = "cell",       [LOOK_BOX] = "box",
	[LOOK_PARAGRAPH] = "p",   [LOOK_HEADING] = "h",       [LOOK_TITLE] = "title",     [LOOK_SUBTITLE] = "subtitle",
	[LOOK_QUOTE] = "quote",   [LOOK_INDENT] = "indent",   [LOOK_FIRST] = "first",     [LOOK_HANGING] = "hanging",
	[LOOK_CENTRED] = "centred", [LOOK_AT_END] = "end",    [LOOK_RIGHT_TO_LEFT] = "rtl", [LOOK_NEW_PAGE] = "page",
	[LOOK_BOLD] = "b",        [LOOK_ITALIC] = "i",        [LOOK_UNDERLINED] = "u",    [LOOK_STRUCK] = "s",
	[LOOK_CAPITALS] = "caps", [LOOK_SMALL_CAPITALS] = "sc", [LOOK_RAISED] = "sup",    [LOOK_LOWERED] = "sub",
	[LOOK_SIZE] = "size",
};

const char *look_kind_name(look_kind kind)
{
	return (unsigned)kind < LOOK_KINDS ? names[kind] : "unknown";
}

look_kind look_kind_of(str name)
{
	for (int kind = 0; kind < LOOK_KINDS; kind++)
		if (str_is(name, names[kind]))
			return (look_kind)kind;
	return LOOK_KINDS;
}
