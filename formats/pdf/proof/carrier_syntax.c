#include "formats/pdf/proof/carrier_syntax.h"

#include <mupdf/fitz.h>
#include <stdlib.h>
#include <ctype.h>
#include <string.h>

/* MuPDF's list of the names it knows, in byte order but for one or two, which a search may miss: a
 * standard name that is taken for a word does no harm but to a client of that name. */
#define PDF_MAKE_NAME(STRING, NAME) STRING,
static const char *const standard[] = {
#include <mupdf/pdf/name-table.h>
};
#undef PDF_MAKE_NAME

/* In byte order. */
static const char *const more_names[] = {
	"Adobe", "Artifact", "CIDInit", "CIDSystemInfo", "CMapName", "CMapType", "Caption", "Courier",
	"Courier-Bold", "Courier-BoldOblique", "Courier-Oblique", "Figure", "Footnote", "Helvetica",
	"Helvetica-Bold", "Helvetica-BoldOblique", "Helvetica-Oblique", "InlineShape", "LBody", "Label",
	"MacExpertEncoding", "MacRomanEncoding", "NonSymbolic", "ProcSet", "Span", "StandardEncoding",
	"Symbol", "TBody", "TFoot", "THead", "Table", "Textbody", "Times-Bold", "Times-BoldItalic",
	"Times-Italic", "Times-Roman", "Transparency", "UCS", "ZapfDingbats",
};

static const char *const keywords[] = {
	"Adobe", "Identity", "UCS", "begin", "beginbfchar", "beginbfrange", "begincidchar",
	"begincidrange", "begincmap", "begincodespacerange", "beginnotdefrange", "currentdict", "def",
	"defineresource", "dict", "dup", "endbfchar", "endbfrange", "endcidchar", "endcidrange",
	"endcmap", "endcodespacerange", "endnotdefrange", "endobj", "endstream", "false", "findresource",
	"startxref", "stream", "trailer", "true", "usecmap",
};

typedef struct word {
	const char *p;
	size_t n;
} word;

static int compare(const void *a, const void *b)
{
	const word *w = a;
	const char *s = *(const char *const *)b;
	int d = strncmp(w->p, s, w->n);
	return d ? d : s[w->n] ? -1 : 0;
}

static bool among(str s, const char *const *list, size_t n)
{
	word w = { s.p, s.n };
	return s.n && bsearch(&w, list, n, sizeof *list, compare) != NULL;
}

#define AMONG(s, list) among((s), (list), sizeof(list) / sizeof *(list))

static bool names_a_glyph(str s)
{
	char z[32];
	if (s.n == 0 || s.n >= sizeof z)
		return false;
	memcpy(z, s.p, s.n);
	z[s.n] = '\0';
	if (strpbrk(z, "._")) /* what follows says nothing of a character, and may say anything */
		return false;
	int c = fz_unicode_from_glyph_name(z);
	return c > 0 && c != FZ_REPLACEMENT_CHARACTER;
}

bool rpdf_syntax_name(str name)
{
	return AMONG(name, standard) || AMONG(name, more_names) || names_a_glyph(name);
}

bool rpdf_syntax_keyword(str s)
{
	return AMONG(s, keywords);
}

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

void rpdf_syntax_blank(char *bytes, size_t n, bool spelt)
{
	for (size_t at = 0; at < n;) {
		size_t behind = spelt ? hex_string(bytes, at, n) : at;
		if (behind > at) {
			memset(bytes + at, ' ', behind - at);
			at = behind;
			continue;
		}
		if (ends_token((unsigned char)bytes[at])) {
			at++;
			continue;
		}
		size_t beg = at;
		while (at < n && !ends_token((unsigned char)bytes[at]))
			at++;
		str s = { bytes + beg, at - beg };
		if (s.n < 3) /* nothing so short is looked for in bytes */
			continue;
		bool named = beg > 0 && bytes[beg - 1] == '/';
		if (named ? rpdf_syntax_name(s) : rpdf_syntax_keyword(s))
			memset(bytes + beg, ' ', s.n);
	}
}
