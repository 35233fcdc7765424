#include "formats/pdf/proof/carrier_syntax.h"

#include "formats/pdf/vocab/fontnames.h"
#include "formats/pdf/vocab/syntax.h"

#include <ctype.h>
#include <string.h>

static bool ends_token(unsigned char c)
{
	if (c <= ' ')
		return true;
	switch (c) {
	case '(': case ')': case '<': case '>': case '[': case ']': case '{': case '}': case '/': case '%':
		return true;
	}
	return false;
}

/* The end of the hex string that begins at `at`, behind its >; `at` itself when none does. */
static size_t hex_string(const char *bytes, size_t at, size_t n)
{
	size_t end = at + 1;
	if (bytes[at] != '<')
		return at;
	while (end < n && (isxdigit((unsigned char)bytes[end]) || isspace((unsigned char)bytes[end])))
		end++;
	return end < n && bytes[end] == '>' ? end + 1 : at;
}

/* The end of the string that begins at `at`, on its bracket; `at` itself when it is not of the plain
 * kind, without brackets and escapes in it. */
static size_t plain_string(const char *bytes, size_t at, size_t n)
{
	size_t end = at + 1;
	if (bytes[at] != '(')
		return at;
	while (end < n && bytes[end] != '(' && bytes[end] != ')' && bytes[end] != '\\')
		end++;
	return end < n && bytes[end] == ')' ? end : at;
}

/* Where in content a scan is. Nobody reads strings in a remark, an image, or what is no hex string. */
struct spot { bool text, remark, image, angle; };

static void pass_delimiter(struct spot *s, char c)
{
	if (c == '%')
		s->remark = true;
	else if (c == '\n' || c == '\r')
		s->remark = false;
	else if (c == '<' || c == '>')
		s->angle = c == '<';
}

static void pass_word(struct spot *s, str word)
{
	if (str_is(word, "ID") || str_is(word, "EI"))
		s->image = word.p[0] == 'I';
	else if (str_is(word, "BT") || str_is(word, "ET"))
		s->text = word.p[0] == 'B';
}

static bool shows_strings(const struct spot *s)
{
	return s->text && !s->remark && !s->image && !s->angle;
}

void rpdf_syntax_blank(char *bytes, size_t n, bool spelt)
{
	struct spot spot = { 0 };
	bool font_key = false;
	for (size_t at = 0; at < n;) {
		size_t behind = spelt ? hex_string(bytes, at, n) : at;
		if (spelt && shows_strings(&spot) && behind == at)
			behind = plain_string(bytes, at, n);
		if (behind > at) {
			memset(bytes + at, ' ', behind - at);
			at = behind;
			continue;
		}
		if (ends_token((unsigned char)bytes[at])) {
			pass_delimiter(&spot, bytes[at++]);
			continue;
		}
		size_t beg = at;
		while (at < n && !ends_token((unsigned char)bytes[at]))
			at++;
		str s = { bytes + beg, at - beg };
		pass_word(&spot, s);
		if (s.n < 3) /* nothing so short is looked for in bytes */
			continue;
		bool named = beg > 0 && bytes[beg - 1] == '/';
		bool known = named ? rpdf_syntax_name(s) || (font_key && rpdf_common_font_name(s)) : rpdf_syntax_keyword(s);
		font_key = named && (str_is(s, "BaseFont") || str_is(s, "FontName"));
		if (known)
			memset(bytes + beg, ' ', s.n);
	}
}

void rpdf_syntax_blank_markers(char *bytes, size_t n)
{
	static const char marker[] = "\xff\xee\0\x0e" "Adobe";
	enum { HEAD = 4, SIZE = sizeof marker - 1 };
	for (size_t at = 0; at + SIZE <= n;) {
		char *found = memmem(bytes + at, n - at, marker, SIZE);
		if (!found)
			return;
		memset(found + HEAD, ' ', SIZE - HEAD);
		at = (size_t)(found - bytes) + SIZE;
	}
}
