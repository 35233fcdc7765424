#include "formats/pdf/vocab/syntax.h"

#include <mupdf/fitz.h>
#include <stdlib.h>
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
	"Adobe", "Adobe-Identity-UCS", "Artifact", "CIDInit", "CIDSystemInfo", "CMapName", "CMapType", "Caption", "Courier",
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

bool rpdf_syntax_ordering(str s)
{
	static const char *const known[] = { "CNS1", "GB1", "Identity", "Japan1", "Japan2", "KR", "Korea1", "UCS" };
	return AMONG(s, known);
}
