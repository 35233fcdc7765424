#include "formats/lib/xml.h"

#include <string.h>

static void write_escaped(buf *out, str s, bool attribute)
{
	size_t from = 0;
	for (size_t i = 0; i < s.n; i++) {
		const char *as = NULL;
		switch (s.p[i]) {
		case '&': as = "&amp;"; break;
		case '<': as = "&lt;"; break;
		case '>': as = "&gt;"; break;
		case '"': as = attribute ? "&quot;" : NULL; break;
		case '\r': as = "&#13;"; break;
		case '\n': as = attribute ? "&#10;" : NULL; break;
		case '\t': as = attribute ? "&#9;" : NULL; break;
		default: break;
		}
		if (as) {
			buf_str(out, str_sub(s, from, i));
			buf_z(out, as);
			from = i + 1;
		}
	}
	buf_str(out, str_sub(s, from, s.n));
}

static const xml_space *space_row(const xml_space *spaces, unsigned char number)
{
	for (; spaces->uri; spaces++)
		if (spaces->number == number)
			return spaces;
	return NULL;
}

static void write_name(buf *out, const xml_space *spaces, unsigned char space, str name)
{
	const xml_space *row = space ? space_row(spaces, space) : NULL;
	if (row && *row->prefix) {
		buf_z(out, row->prefix);
		buf_byte(out, ':');
	}
	buf_str(out, name);
}

static void mark_used(const xnode *n, bool used[static 256])
{
	if (n->is_text)
		return;
	used[n->space] = true;
	for (const xattr *a = n->attrs; a; a = a->next)
		used[a->space] = true;
	for (const xnode *c = n->child; c; c = c->next)
		mark_used(c, used);
}

static void write_node(buf *out, const xnode *n, const xml_space *spaces, const bool *declare)
{
	if (n->is_text) {
		write_escaped(out, n->text, false);
		return;
	}
	buf_byte(out, '<');
	write_name(out, spaces, n->space, n->text);
	for (int i = 1; declare && i < 256; i++) {
		const xml_space *row = declare[i] ? space_row(spaces, (unsigned char)i) : NULL;
		if (row && strcmp(row->prefix, "xml") != 0)
			buf_fmt(out, " xmlns%s%s=\"%s\"", *row->prefix ? ":" : "", row->prefix, row->uri);
	}
	for (const xattr *a = n->attrs; a; a = a->next) {
		buf_byte(out, ' ');
		write_name(out, spaces, a->space, a->name);
		buf_z(out, "=\"");
		write_escaped(out, a->value, true);
		buf_byte(out, '"');
	}
	if (!n->child) {
		buf_z(out, "/>");
		return;
	}
	buf_byte(out, '>');
	for (const xnode *c = n->child; c; c = c->next)
		write_node(out, c, spaces, NULL);
	buf_z(out, "</");
	write_name(out, spaces, n->space, n->text);
	buf_byte(out, '>');
}

void xml_write(const xnode *root, const xml_space *spaces, buf *out)
{
	bool used[256] = { false };
	mark_used(root, used);
	buf_z(out, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n");
	write_node(out, root, spaces, used);
}
