/*
 * Whether a part may hold a tracked change, by a look at its bytes alone: reading XML twice would cost as
 * much again as reading it. Every element begins with '<' and its name, and in UTF-8 without a DTD no name
 * can be spelt in another way. What merely looks like a change - in a comment, of another vocabulary - is
 * for the caller to find out.
 */
#include "formats/docx/import/changes.h"

#include <string.h>

struct scan {
	bool begun, unsure, in_name;
	size_t n;
	char name[32];   /* what was read of a local name; of a long one its end */
};

/* A part says its encoding in its first bytes or not at all (XML 1.0, section 4.3.3 and appendix F). */
static bool is_utf8(str head)
{
	str declaration;
	if (str_starts(head, "\xef\xbb\xbf"))
		head = str_sub(head, 3, head.n);
	if (head.n < 2 || head.p[0] != '<' || head.p[1] == '\0')
		return false;
	if (head.p[1] != '?')
		return true;
	if (!memchr(head.p, '>', head.n) || !str_cut(&head, '>', &declaration))
		return false;
	const char *end = declaration.p + declaration.n;
	const char *said = memmem(declaration.p, declaration.n, "encoding", strlen("encoding"));
	return !said || (end - said >= (ptrdiff_t)strlen("encoding='utf-8'") &&
	                 (strncasecmp(said, "encoding='utf-8'", 16) == 0 || strncasecmp(said, "encoding=\"utf-8\"", 16) == 0));
}

static bool names_a_change(const struct scan *s)
{
	xnode n = { .space = NS_W, .text = { s->name, s->n } }, later = { .space = NS_W14, .text = n.text };
	return change_of(&n) != NO_CHANGE || change_of(&later) != NO_CHANGE;
}

static void take_letter(struct scan *s, char c)
{
	switch (c) {
	case ':':
		s->n = 0;
		return;
	case ' ': case '\t': case '\r': case '\n': case '/': case '>': case '<':
		s->unsure |= names_a_change(s);
		s->in_name = c == '<';
		s->n = 0;
		return;
	}
	if (s->n == sizeof s->name)
		memmove(s->name, s->name + 1, --s->n);
	s->name[s->n++] = c;
}

static bool look(void *arg, str bytes)
{
	struct scan *s = arg;
	const char *p = bytes.p, *end = p + bytes.n;
	s->unsure |= !s->begun && !is_utf8(bytes);
	s->begun = true;
	while (p < end && !s->unsure) {
		if (s->in_name) {
			take_letter(s, *p++);
			continue;
		}
		p = memchr(p, '<', (size_t)(end - p));
		if (!p)
			break;
		p++;
		s->in_name = true;
	}
	return !s->unsure;
}

bool changes_may_be_in(docx *d, int part)
{
	struct scan s = { .begun = false };
	return !opc_stretches(&d->package, part, look, &s, NULL) || s.unsure || !s.begun;
}
