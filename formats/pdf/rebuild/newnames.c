#include "formats/pdf/rebuild/newnames.h"

#include "redact/base/hash.h"
#include "formats/pdf/vocab/fontnames.h"

enum { BUCKETS = 1024 };

typedef struct entry {
	str old;
	uint32_t index;
	bool known;          /* glyphs: a font of the document has it */
	struct entry *next;
} entry;

typedef struct table {
	entry *buckets[BUCKETS];
	uint32_t n;
} table;

struct new_names {
	pdf_document *src;
	proof *report;
	arena *mem;
	table fonts, colorants, procs, glyphs;
	glyph_names programs;
	uint32_t odd_glyphs;
};

new_names *rpdf_open_new_names(pdf_document *src, proof *report, arena *mem)
{
	new_names *n = arena_array(mem, new_names, 1);
	n->src = src;
	n->report = report;
	n->mem = n->programs.mem = mem;
	return n;
}

void rpdf_close_new_names(fz_context *ctx, new_names *n)
{
	if (n)
		rpdf_drop_glyph_names(ctx, &n->programs);
}

uint32_t rpdf_odd_glyph_names(const new_names *n)
{
	return n->odd_glyphs;
}

/* *fresh: the name was not met before. */
static entry *find(new_names *n, table *t, str old, bool *fresh)
{
	entry **slot = &t->buckets[hash32(old) % BUCKETS];
	*fresh = false;
	for (entry *e = *slot; e; e = e->next)
		if (str_eq(e->old, old))
			return e;
	entry *e = arena_array(n->mem, entry, 1);
	*e = (entry){ .old = str_dup(old, n->mem), .index = ++t->n, .next = *slot };
	*slot = e;
	*fresh = true;
	return e;
}

static const char *numbered(new_names *n, table *t, const char *stem, const char *name)
{
	bool fresh;
	return str_fmt(n->mem, "%s%u", stem, find(n, t, str_of(name), &fresh)->index).p;
}

/* A glyph name in an encoding stays when it selects a glyph; else it says nothing. */
static const char *glyph(fz_context *ctx, new_names *n, const char *name)
{
	bool fresh;
	entry *e = find(n, &n->glyphs, str_of(name), &fresh);
	if (fresh) {
		e->known = rpdf_is_glyph_name(ctx, &n->programs, n->src, name);
		n->odd_glyphs += e->known;
	}
	if (e->known)
		return name;
	proof_drop(n->report, "glyph name without glyph", 1);
	return ".notdef";
}

const char *rpdf_new_name(fz_context *ctx, new_names *n, treat how, const char *name)
{
	bool fresh;
	switch (how) {
	case TREAT_FONT_NAME:
		return rpdf_font_name(str_of(name), find(n, &n->fonts, str_of(name), &fresh)->index, n->mem).p;
	case TREAT_COLORANT:
		return rpdf_process_colorant(name) ? name : numbered(n, &n->colorants, "Spot", name);
	case TREAT_PROC_GLYPH:
		return rpdf_neutral_glyph(name) ? name : numbered(n, &n->procs, "proc", name);
	case TREAT_GLYPH:
		return rpdf_neutral_glyph(name) ? name : glyph(ctx, n, name);
	default:
		return name;
	}
}
