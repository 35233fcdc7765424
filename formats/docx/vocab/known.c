#include "formats/docx/vocab/known.h"
#include "formats/docx/vocab/vocab.h"

#include <stdlib.h>
#include <string.h>

static int by_word(const void *key, const void *word)
{
	return str_cmp(*(const str *)key, str_of(*(const char *const *)word));
}

/* Keywords of the schemas that are words people use too: "center" says nothing about a Mr. Center,
 * nor "diamond" of a shape about a Mrs. Diamond. In order of bytes. */
bool known_keyword(str v)
{
	static const char *const keywords[] = {
		"Office", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "any", "apples",
		"aqua", "arabicAbic", "arc", "around", "arrow", "atLeast", "auto", "autofit", "azure",
		"background1", "background2", "band1Horz", "band1Vert", "band2Horz", "band2Vert", "baseline",
		"begin", "beige", "bevel", "black", "block", "blue", "book", "both", "bottom", "brown", "bullet",
		"button", "can", "cardinalText", "center", "character", "chevron", "chord", "circle", "clear",
		"cloud", "column", "comma", "continuationSeparator", "continue", "continuous", "coral", "corner",
		"crimson", "cross", "ctr", "cube", "cyan", "dark1", "dark2", "darkBlue", "darkCyan", "darkGray",
		"darkGreen", "darkMagenta", "darkRed", "darkYellow", "dash", "dashed", "decimal", "default",
		"diamond", "distribute", "donut", "dot", "dotted", "double", "drop", "dxa", "eastAsia",
		"ellipse", "emboss", "end", "endnotes", "engrave", "even", "evenPage", "exact", "false", "first",
		"firstCol", "firstRow", "fixed", "flat", "foldedCorner", "followedHyperlink", "footer",
		"footnotes", "frame", "fuchsia", "funnel", "gear6", "gif", "gold", "gray", "green", "hatch",
		"header", "heart", "hearts", "heptagon", "hexagon", "homePlate", "horizontal",
		"hybridMultilevel", "hyperlink", "hyphen", "image", "indigo", "inline", "inset", "inside",
		"ivory", "jpeg", "khaki", "landscape", "lastCol", "lastRow", "lavender", "left", "light1",
		"light2", "lightGray", "lightningBolt", "lime", "line", "lines", "linesAndChars", "lowerLetter",
		"lowerRoman", "magenta", "major", "majorAscii", "majorBidi", "majorEastAsia", "majorHAnsi",
		"margin", "maroon", "middle", "minor", "minorAscii", "minorBidi", "minorEastAsia", "minorHAnsi",
		"miter", "moon", "moons", "multilevel", "navy", "neCell", "nextPage", "nil", "none", "nothing",
		"numbering", "nwCell", "octagon", "odd", "oddPage", "officeDocument", "olive", "orange",
		"orchid", "ordinal", "ordinalText", "outset", "outside", "oval", "page", "paragraph",
		"parallelogram", "pct", "pentagon", "people", "pie", "pink", "plaque", "plum", "plus", "png",
		"portrait", "preserve", "purple", "rect", "red", "rels", "restart", "ribbon", "right", "round",
		"rtTriangle", "salmon", "seCell", "separate", "separator", "settings", "sienna", "silver",
		"single", "singleLevel", "smileyFace", "sng", "solid", "space", "square", "star", "stars",
		"start", "stealth", "styles", "subscript", "sun", "superscript", "swCell", "tab", "table", "tan",
		"teal", "teardrop", "text", "text1", "text2", "theme", "thick", "through", "tight", "tomato",
		"top", "topAndBottom", "trapezoid", "trees", "triangle", "triple", "true", "underscore",
		"upperLetter", "upperRoman", "vertical", "violet", "wave", "waves", "wavy", "wheat", "white",
		"whole", "window", "xml", "yellow",
	};
	return v.n == 0 || bsearch(&v, keywords, sizeof keywords / sizeof *keywords, sizeof *keywords, by_word);
}

/* Lengths, colours and flags: at most six digits tell of nobody. */
bool known_number(str v)
{
	size_t digits = 0;
	for (size_t i = 0; i < v.n; i++) {
		if (v.p[i] >= '0' && v.p[i] <= '9')
			digits++;
		else if (v.p[i] != '-' && v.p[i] != '.')
			return false;
	}
	return digits <= 6;
}

static bool all_within(str s, char first, char last)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < first || s.p[i] > last)
			return false;
	return true;
}

/* "en-US": a language and a country, of nobody in particular. */
bool known_language(str v)
{
	return v.n == 5 && v.p[2] == '-' && all_within(str_sub(v, 0, 2), 'a', 'z') &&
	       all_within(str_sub(v, 3, 5), 'A', 'Z');
}

bool known_address(str uri)
{
	for (const xml_space *s = docx_spaces; s->uri; s++)
		if (str_is(uri, s->uri))
			return true;
	return false;
}

static bool digits_then(str s, const char *tail)
{
	size_t i = 0;
	while (i < s.n && i < 5 && s.p[i] >= '0' && s.p[i] <= '9')
		i++;
	return str_is(str_sub(s, i, s.n), tail);
}

/* Names of parts as every word processor writes them. */
bool known_part(str name)
{
	static const char *const whole[] = {
		"[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/styles.xml",
		"word/numbering.xml", "word/settings.xml", "word/theme/theme1.xml", "word/footnotes.xml",
		"word/endnotes.xml", "word/comments.xml", "word/commentsExtended.xml",
		"word/_rels/comments.xml.rels", "word/_rels/document.xml.rels", "word/_rels/footnotes.xml.rels",
		"word/_rels/endnotes.xml.rels", "word/fontTable.xml", "word/webSettings.xml",
		"docProps/core.xml", "docProps/app.xml",
	};
	static const struct { const char *head, *tail; } numbered[] = {
		{ "word/header", ".xml" }, { "word/footer", ".xml" }, { "word/_rels/header", ".xml.rels" },
		{ "word/_rels/footer", ".xml.rels" }, { "word/media/image", ".png" },
		{ "word/media/image", ".jpeg" },
	};
	for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
		if (str_is(name, whole[i]))
			return true;
	for (size_t i = 0; i < sizeof numbered / sizeof *numbered; i++)
		if (str_starts(name, numbered[i].head) &&
		    digits_then(str_sub(name, strlen(numbered[i].head), name.n), numbered[i].tail))
			return true;
	return false;
}

/* A value of relationships and content types that is made of nothing but prescribed words. */
bool known_package_value(str v)
{
	if (known_part(str_starts(v, "/") ? str_sub(v, 1, v.n) : v))
		return true;
	char below[64];  /* as the body refers to its own: "styles.xml" */
	if (v.n < sizeof below - 5) {
		memcpy(below, "word/", 5);
		memcpy(below + 5, v.p, v.n);
		if (known_part((str){ below, v.n + 5 }))
			return true;
	}
	static const char *const heads[] = {
		"http://schemas.openxmlformats.org/officeDocument/2006/relationships/",
		"http://schemas.microsoft.com/office/2011/relationships/",
		"application/vnd.openxmlformats-officedocument.", "application/vnd.openxmlformats-package.",
	};
	static const char *const tails[] = {
		"styles", "numbering", "settings", "theme", "header", "footer", "footnotes", "endnotes",
		"image", "officeDocument", "wordprocessingml.document.main+xml", "wordprocessingml.styles+xml",
		"wordprocessingml.numbering+xml", "wordprocessingml.settings+xml", "theme+xml",
		"wordprocessingml.header+xml", "wordprocessingml.footer+xml", "wordprocessingml.footnotes+xml",
		"wordprocessingml.endnotes+xml", "comments", "commentsExtended", "wordprocessingml.comments+xml",
		"wordprocessingml.commentsExtended+xml", "relationships+xml",
	};
	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
		for (size_t k = 0; str_starts(v, heads[i]) && k < sizeof tails / sizeof *tails; k++)
			if (str_is(str_sub(v, strlen(heads[i]), v.n), tails[k]))
				return true;
	return str_is(v, "application/xml") || str_is(v, "image/png") || str_is(v, "image/jpeg");
}

/* Faces that come with operating systems and office programs. */
bool known_font(str v)
{
	static const char *const fonts[] = {
		"Aptos", "Aptos Display", "Arial", "Arial Black", "Arial Narrow", "Arial Unicode MS",
		"Bookman Old Style", "Calibri", "Calibri Light", "Cambria", "Cambria Math", "Candara",
		"Carlito", "Caladea", "Century", "Century Gothic", "Century Schoolbook", "Comic Sans MS",
		"Consolas", "Constantia", "Corbel", "Courier", "Courier New", "DejaVu Sans",
		"DejaVu Sans Mono", "DejaVu Serif", "Franklin Gothic Book", "Garamond", "Georgia",
		"Helvetica", "Impact", "Liberation Mono", "Liberation Sans", "Liberation Serif",
		"Lucida Console", "Lucida Sans", "Lucida Sans Unicode", "MS Gothic", "MS Mincho",
		"Noto Sans", "Noto Serif", "OpenSymbol", "Palatino Linotype", "Segoe UI",
		"Segoe UI Symbol", "SimSun", "Symbol", "Tahoma", "Times", "Times New Roman",
		"Traditional Arabic", "Trebuchet MS", "Verdana", "Webdings", "Wingdings", "Wingdings 2",
		"Wingdings 3",
	};
	for (size_t i = 0; i < sizeof fonts / sizeof *fonts; i++)
		if (str_is(v, fonts[i]))
			return true;
	return false;
}

/* A name or id of a built-in style, or one that we gave: "Style 7". */
static bool known_style(str v)
{
	if (v.n < 4 || v.n > 48)
		return false;
	return vocab_style(v) || vocab_style_id(v) ||
	       (str_starts(v, "Style") && digits_then(str_trim(str_sub(v, 5, v.n)), "")) ||
	       (str_starts(v, "Drawing ") && digits_then(str_sub(v, 8, v.n), ""));
}

/* What people are called whose comments stay. */
static bool known_reviewer(str v)
{
	return (str_starts(v, "Reviewer ") && digits_then(str_sub(v, 9, v.n), "")) ||
	       (v.n > 1 && v.p[0] == 'R' && digits_then(str_sub(v, 1, v.n), ""));
}

bool known_value(str v)
{
	return known_number(v) || known_keyword(v) || known_language(v) || known_address(v) ||
	       known_package_value(v) || known_font(v) || known_style(v) ||
	       known_reviewer(v);
}
