#include "formats/docx/picture/svg.h"
#include "formats/lib/xml.h"

#include <string.h>

bool svg_is(str bytes)
{
	str head = str_trim(str_sub(bytes, 0, 4096));
	return head.n && head.p[0] != '\0' && (head.p[0] == '<' || str_starts(head, "\xef\xbb\xbf<")) &&
	       memmem(head.p, head.n, "<svg", 4);
}

/* A picture within is drawn from data: addresses only, which hold pixels or another drawing; that one
 * is not looked into, so it counts as words. */
static bool look(void *arg, const xml_event *event)
{
	static const char *const letters[] = { "text", "tspan", "textPath", "tref", "foreignObject" };
	bool *words = arg;
	if (event->kind == XML_ELEMENT)
		for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
			*words |= str_is(event->name, letters[i]);
	if (event->kind == XML_ATTRIBUTE && str_is(event->name, "href"))
		*words |= str_starts(event->value, "data:image/svg");
	return !*words;
}

bool svg_shows_words(str bytes)
{
	static const xml_space none[] = { { 0, NULL, NULL } };
	bool words = false;
	return !xml_walk_bytes(bytes, none, look, &words, NULL) || words;
}
