/*
 * engine.h - a document opened by the format that knows it, with all its text in hand.
 *
 * The engine knows no format and no pattern by name: it is handed a kit. What happens to an opened
 * document stands in scan.h (find), planned.h (what was marked before), boxes.h (what is boxed unasked), apply.h
 * (remove and write) and verify.h (prove).
 */
#ifndef UNDERSEAL_ENGINE_H
#define UNDERSEAL_ENGINE_H

#include "redact/detector.h"
#include "redact/format.h"

typedef struct kit {
	const format *const *formats;  /* ended by NULL */
	detectors_opener *open_detectors;
	/* Files and folders of the system that libraries of the formats read by themselves, NULL-terminated, in mem.
	 * NULL member: none. */
	const char *const *(*reads)(arena *mem);
	/* Shows every member of an archive: its bytes a stretch at a time (more: false stops), or why it must not be
	 * read; then its end. False with *e where it cannot be listed; *is false: it is a document, not an archive.
	 * NULL member: none is known. */
	bool (*unpack)(str bytes, const unpacking *to, arena *mem, bool *is, err *e);
	/* A file with marks of another program, as boxes in the own coordinates of the document that it names (out->source). NULL
	 * member: none is known. */
	bool (*read_marks)(str bytes, arena *mem, plan *out, proof *report, err *e);
} kit;

typedef struct opened {
	const format *is;
	doc *doc;
	source from;
	text text;        /* the format's units, then those of the file's name */
	size_t own;       /* how many of them are the format's                 */
	arena *mem;       /* everything above lives here; the caller's         */
} opened;

/* The format that claims the bytes. NULL with *e untouched when none does; two that claim them
 * equally are an ERR_REFUSED, not a race. */
const format *engine_probe(const kit *k, str name, str bytes, err *e);

/* Probes, opens and extracts. ERR_INPUT when no format knows the bytes. On failure nothing is
 * left open. from->bytes must outlive the opened document. */
bool engine_open(const kit *k, const source *from, arena *mem, opened *out, err *e);

/* The two steps of it, for whoever may not need the text. An unread document has no units. */
bool engine_open_unread(const kit *k, const source *from, arena *mem, opened *out, err *e);
bool engine_read(opened *o, err *e);

void engine_close(opened *o);   /* an all-zero one is fine */

/* The number of the last page; 0 when the document has none (flowing text). */
uint32_t engine_pages(const text *t);

/* What a format may see: its own units without the file's name, and a plan without marks there, in
 * which each mark is on one page, and one on words in pixels is a mark on their boxes. */
text engine_own_text(const opened *o);
plan engine_own_plan(const plan *p);

#endif
