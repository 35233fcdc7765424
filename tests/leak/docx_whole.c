/*
 * docx_whole.c - whether an unpacked .docx hangs together, asked of libxml2 alone.
 *
 *     docx_whole FOLDER     prints the first thing that is wrong, and ends with 1
 *
 * Word refuses or repairs files that a schema finds nothing in: a relationship that leads nowhere, a note
 * that is not there, a cell without a paragraph. ECMA-376 part 2 (packages) and part 1, chapter 17.
 * Elements are known by their local names, which is enough for files that were just written. It uses
 * nothing of the program's, so that no mistake is made twice.
 */
#include <ftw.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#define REFS "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

/* What is known by a name: parts, ids, styles. A kind and a name in one string. */
typedef struct names {
	char *list[20000];
	size_t n;
} names;

static names parts, defined, reached;
static const char *where = "";

static void wrong(const char *format, ...)
{
	va_list args;
	va_start(args, format);
	if (*where)
		printf("%s: ", where);
	vprintf(format, args);
	putchar('\n');
	va_end(args);
	exit(1);
}

static bool has(const names *in, const char *name)
{
	for (size_t i = 0; i < in->n; i++)
		if (strcasecmp(in->list[i], name) == 0)
			return true;
	return false;
}

static void add(names *to, const char *name)
{
	if (to->n == sizeof to->list / sizeof *to->list)
		wrong("too many names to look at");
	to->list[to->n++] = strdup(name);
}

/* Never freed, as nothing is: the program ends soon. */
static const char *made(const char *format, ...)
{
	char *out;
	va_list args;
	va_start(args, format);
	if (vasprintf(&out, format, args) < 0)
		abort();
	va_end(args);
	return out;
}

static const char *of_kind(const char *kind, const char *name)
{
	return made("%s %s", kind, name);
}

static void define(const char *kind, const char *name)
{
	if (has(&defined, of_kind(kind, name)))
		wrong("there is a second %s %s", kind, name);
	add(&defined, of_kind(kind, name));
}

static void refer(const char *kind, const char *name)
{
	if (!has(&defined, of_kind(kind, name)))
		wrong("there is no %s %s", kind, name);
}

/* ---- XML -------------------------------------------------------------------------------------------- */

static bool is(const xmlNode *n, const char *name)
{
	return n->type == XML_ELEMENT_NODE && strcmp((const char *)n->name, name) == 0;
}

/* An attribute's value, whatever its namespace; "" without it. */
static const char *value(const xmlNode *n, const char *name)
{
	for (xmlAttr *a = n->properties; a; a = a->next)
		if (strcmp((const char *)a->name, name) == 0)
			return (const char *)xmlNodeListGetString(n->doc, a->children, 1);
	return "";
}

static const xmlNode *last_element(const xmlNode *n)
{
	const xmlNode *c = n->last;
	while (c && c->type != XML_ELEMENT_NODE)
		c = c->prev;
	return c;
}

static const xmlNode *next_of(const xmlNode *n, const xmlNode *root)
{
	if (n->children && n->type == XML_ELEMENT_NODE)
		return n->children;
	while (n != root && !n->next)
		n = n->parent;
	return n == root ? NULL : n->next;
}

static xmlNode *read_part(const char *part)
{
	xmlDoc *doc = xmlReadFile(part, NULL, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_HUGE);
	where = part;
	if (!doc)
		wrong("is not XML");
	return xmlDocGetRootElement(doc);
}

/* ---- the package ------------------------------------------------------------------------------------ */

static int note_part(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st, (void)at;
	if (type == FTW_F)
		add(&parts, path + 2);
	return 0;
}

static bool ends(const char *name, const char *with)
{
	size_t n = strlen(name), k = strlen(with);
	return n >= k && strcasecmp(name + n - k, with) == 0;
}

/* Every part has a content type, and every part that is given one is there. */
static void look_at_types(void)
{
	names given = { 0 };
	for (const xmlNode *c = read_part("[Content_Types].xml")->children; c; c = c->next) {
		if (is(c, "Default"))
			add(&given, of_kind("kind", value(c, "Extension")));
		if (is(c, "Override")) {
			if (!has(&parts, value(c, "PartName") + 1))
				wrong("%s is not there", value(c, "PartName"));
			add(&given, value(c, "PartName") + 1);
		}
	}
	for (size_t i = 0; i < parts.n; i++) {
		const char *dot = strrchr(parts.list[i], '.');
		if (strcmp(parts.list[i], "[Content_Types].xml") && !has(&given, parts.list[i]) &&
		    !has(&given, of_kind("kind", dot ? dot + 1 : "")))
			wrong("%s has no content type", parts.list[i]);
	}
}

/* "word/" and "../x" make "x"; a target from the root stands for itself. */
static const char *resolve(const char *folder, const char *target)
{
	size_t n = *target == '/' ? 0 : strlen(folder);
	if (*target == '/')
		target++;
	for (; strncmp(target, "../", 3) == 0; target += 3) {
		n -= n > 0;
		while (n > 0 && folder[n - 1] != '/')
			n--;
	}
	return made("%.*s%s", (int)n, folder, target);
}

/* word/_rels/document.xml.rels: its owner is word/document.xml, "" for that of the package */
static void look_at_relationships(const char *file)
{
	const char *base = strstr(file, "_rels/");
	const char *folder = made("%.*s", (int)(base - file), file);
	const char *owner = made("%s%.*s", folder, (int)(strlen(base) - strlen("_rels/.rels")), base + 6);
	const char *relationship = of_kind("relationship of", owner);
	const xmlNode *root = read_part(file);
	if (strlen(base) > strlen("_rels/.rels") && !has(&parts, owner))
		wrong("%s is not there", owner);
	for (const xmlNode *c = root->children; c; c = c->next) {
		if (!is(c, "Relationship"))
			continue;
		define(relationship, value(c, "Id"));
		if (strcmp(value(c, "TargetMode"), "External") == 0)
			continue;
		const char *part = resolve(folder, value(c, "Target"));
		if (!has(&parts, part))
			wrong("%s leads nowhere", value(c, "Id"));
		add(&reached, part);
	}
}

/* ---- the parts -------------------------------------------------------------------------------------- */

static const struct { const char *element, *attribute, *kind; } definitions[] = {
	{ "docPr",         "id",            "drawing"        },
	{ "bookmarkStart", "id",            "bookmark"       },
	{ "bookmarkStart", "name",          "bookmark named" },
	{ "bookmarkEnd",   "id",            "bookmark's end" },
	{ "comment",       "id",            "comment"        },
	{ "footnote",      "id",            "footnote"       },
	{ "endnote",       "id",            "endnote"        },
	{ "style",         "styleId",       "style"          },
	{ "num",           "numId",         "list"           },
	{ "abstractNum",   "abstractNumId", "kind of list"   },
}, references[] = {
	{ "bookmarkStart",     "id",  "bookmark's end" },
	{ "bookmarkEnd",       "id",  "bookmark"       },
	{ "commentReference",  "id",  "comment"        },
	{ "commentRangeStart", "id",  "comment"        },
	{ "commentRangeEnd",   "id",  "comment"        },
	{ "footnoteReference", "id",  "footnote"       },
	{ "endnoteReference",  "id",  "endnote"        },
	{ "pStyle",            "val", "style"          },
	{ "rStyle",            "val", "style"          },
	{ "tblStyle",          "val", "style"          },
	{ "basedOn",           "val", "style"          },
	{ "next",              "val", "style"          },
	{ "link",              "val", "style"          },
	{ "numId",             "val", "list"           },
	{ "abstractNumId",     "val", "kind of list"   },
};

/* The settings name the notes that separate, with the elements that notes are made of. */
static bool is_setting(const xmlNode *n)
{
	return (is(n, "footnote") && !is(n->parent, "footnotes")) || (is(n, "endnote") && !is(n->parent, "endnotes"));
}

static bool counts(const xmlNode *n, const char *attribute)
{
	return *value(n, attribute) && !(is(n, "numId") && strcmp(value(n, "val"), "0") == 0) && !is_setting(n);
}

static void look_for_definitions(const char *part)
{
	const xmlNode *root = read_part(part);
	for (const xmlNode *n = root; n; n = next_of(n, root))
		for (size_t i = 0; i < sizeof definitions / sizeof *definitions; i++)
			if (is(n, definitions[i].element) && counts(n, definitions[i].attribute))
				define(definitions[i].kind, value(n, definitions[i].attribute));
}

static void look_at_shape(const xmlNode *n)
{
	static const char *const holders[] = { "tc", "txbxContent", "comment", "footnote", "endnote", "hdr", "ftr" };
	const xmlNode *last = last_element(n);
	if (is(n, "sectPr") && is(n->parent, "body") && n != last_element(n->parent))
		wrong("something stands behind the body's section");
	for (size_t i = 0; i < sizeof holders / sizeof *holders; i++)
		if (is(n, holders[i]) && !is_setting(n) && !(last && is(last, "p")))
			wrong("a %s does not end with a paragraph", holders[i]);
}

static void look_at_references(const char *part)
{
	const char *relationship = of_kind("relationship of", part);
	const xmlNode *root = read_part(part);
	for (const xmlNode *n = root; n; n = next_of(n, root)) {
		if (n->type != XML_ELEMENT_NODE)
			continue;
		look_at_shape(n);
		for (size_t i = 0; i < sizeof references / sizeof *references; i++)
			if (is(n, references[i].element) && counts(n, references[i].attribute))
				refer(references[i].kind, value(n, references[i].attribute));
		for (xmlAttr *a = n->properties; a; a = a->next)
			if (a->ns && strcmp((const char *)a->ns->href, REFS) == 0)
				refer(relationship, (const char *)xmlNodeListGetString(n->doc, a->children, 1));
	}
}

int main(int argc, char **argv)
{
	if (argc != 2 || chdir(argv[1]) || nftw(".", note_part, 16, FTW_PHYS))
		return fprintf(stderr, "docx_whole: give the folder of an unpacked file\n"), 2;
	look_at_types();
	for (size_t i = 0; i < parts.n; i++)
		if (ends(parts.list[i], ".rels"))
			look_at_relationships(parts.list[i]);
	where = "";
	for (size_t i = 0; i < parts.n; i++)
		if (!ends(parts.list[i], ".rels") && strcmp(parts.list[i], "[Content_Types].xml") && !has(&reached, parts.list[i]))
			wrong("nothing leads to %s", parts.list[i]);
	for (size_t i = 0; i < parts.n; i++)
		if (ends(parts.list[i], ".xml"))
			look_for_definitions(parts.list[i]);
	for (size_t i = 0; i < parts.n; i++)
		if (ends(parts.list[i], ".xml") && strcmp(parts.list[i], "[Content_Types].xml"))
			look_at_references(parts.list[i]);
	return 0;
}
