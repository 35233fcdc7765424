#include "formats/docx/picture/svg.h"
#include "formats/lib/xml.h"

#include <string.h>

bool svg_is(str bytes)
{
	str head = str_trim(str_sub(bytes, 0, 4096));
	return head.n && head.p[0] != '\0' && (head.p[0] == '<' || str_starts(head, "\xef\xbb\xbf<")) &&
	       memmem(head.p, head.n, "<svg", 4);
}

str svg_plain(str bytes, arena *mem)
{
	str head = str_sub(bytes, 0, 4096);
	const char *type = memmem(head.p, head.n, "<!DOCTYPE", 9), *root = memmem(head.p, head.n, "<svg", 4);
	if (!type || !root || root < type)
		return bytes;
	size_t beg = (size_t)(type - bytes.p), end = beg;
	while (end < bytes.n && bytes.p[end] != '>' && bytes.p[end] != '[')
		end++;
	if (end == bytes.n || bytes.p[end] == '[')
		return bytes;
	return str_fmt(mem, STR_FMT STR_FMT, STR_ARG(str_sub(bytes, 0, beg)), STR_ARG(str_sub(bytes, end + 1, bytes.n)));
}

/* ---- words ----------------------------------------------------------------------------------- */

struct words {
	buf *out;
	buf pieces;          /* of the text element that is open, a line each */
	size_t npieces;
	int texts, switches; /* how many of them are open */
	bool unclear;
};

static void end_text(struct words *w)
{
	if (w->npieces > 1)
		buf_str(w->out, buf_view(&w->pieces));
	for (size_t i = 0; i < w->pieces.n; i++)
		if (w->pieces.p[i] != '\n')
			buf_byte(w->out, w->pieces.p[i]);
	buf_byte(w->out, '\n');
	buf_clear(&w->pieces);
	w->npieces = 0;
}

static void begin(struct words *w, str name)
{
	w->texts += str_is(name, "text");
	w->switches += str_is(name, "switch");
	/* in a switch something plain stands in for it */
	w->unclear |= str_is(name, "foreignObject") && !w->switches;
}

static void end(struct words *w, str name)
{
	w->switches -= str_is(name, "switch");
	w->texts -= str_is(name, "text");
	if (str_is(name, "text") && w->texts == 0)
		end_text(w);
}

static bool look(void *arg, const xml_event *event)
{
	struct words *w = arg;
	if (event->kind == XML_ELEMENT)
		begin(w, event->name);
	if (event->kind == XML_END)
		end(w, event->name);
	if (event->kind == XML_ATTRIBUTE && str_is(event->name, "href"))
		w->unclear |= str_starts(event->value, "data:image/svg");
	if (event->kind == XML_TEXT && w->texts) {
		buf_str(&w->pieces, event->value);
		buf_byte(&w->pieces, '\n');
		w->npieces++;
	}
	return !w->unclear;
}

bool svg_words(str bytes, buf *out)
{
	static const xml_space none[] = { { 0, NULL, NULL } };
	struct words w = { .out = out };
	bool ok = xml_walk_bytes(bytes, none, look, &w, NULL) && !w.unclear;
	buf_free(&w.pieces);
	return ok;
}
