/*
 * plain.h - a document format and detectors small enough to see through, for tests of the engine.
 *
 * A document is "PLAIN <how>\n", then lines "key: value" of metadata, a blank line, and the body.
 * <how> asks for a fault: "leak" keeps what should go, "hide" keeps it where only carriers show it,
 * "change" alters other words, "crash", "hang", "slow", "spin", "refuse", "grow", "scan" (an unsearchable page).
 */
#ifndef TEST_PLAIN_H
#define TEST_PLAIN_H

#include "redact/base/buf.h"
#include "redact/base/file.h"
#include "redact/engine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

typedef struct plain {
	arena *mem;
	str how, head, body;
	str hidden;     /* what a faulty rebuild leaves behind the body */
} plain;

static int plain_probe(str bytes) { return str_starts(bytes, "PLAIN") ? 100 : 0; }
static int plain_rival_probe(str bytes) { return str_starts(bytes, "PLAIN both") ? 100 : 0; }

static doc *plain_open(const source *from, arena *mem, err *e)
{
	plain *p = arena_alloc(mem, sizeof *p);
	str rest = from->bytes, line;
	p->mem = mem;
	if (!str_cut(&rest, '\n', &line) || !rest.p) {
		err_set(e, ERR_INPUT, STR_FMT ": ends in its first line", STR_ARG(from->name));
		return NULL;
	}
	p->how = str_trim(str_sub(line, 5, line.n));
	if (str_is(p->how, "crash"))
		abort();
	if (str_is(p->how, "hang"))
		sleep(600);
	if (str_is(p->how, "slow"))
		sleep(1);
	for (volatile unsigned i = 1; str_is(p->how, "spin") && i; i++)
		;
	if (str_is(p->how, "grow"))
		for (;;)
			memset(arena_alloc(mem, 64 << 20), 1, 64 << 20);
	if (str_is(p->how, "refuse")) {
		err_set(e, ERR_REFUSED, STR_FMT ": is locked", STR_ARG(from->name));
		err_hint(e, "unlock it");
		return NULL;
	}
	const char *gap = rest.n ? memmem(rest.p, rest.n, "\n\n", 2) : NULL;
	if (gap) {
		p->head = (str){ rest.p, (size_t)(gap - rest.p) + 1 };
		p->body = str_sub(rest, p->head.n + 1, rest.n);
	} else {
		p->body = rest;
	}
	return (doc *)p;
}

static bool plain_extract(doc *d, text *out, err *e)
{
	plain *p = (plain *)d;
	(void)e;
	unit *u = text_add(out, UNIT_PAGE, STR("page 1"));
	u->page = 1;
	u->stays = true;
	u->unsearchable = str_is(p->how, "scan");
	u->text = p->body;
	u->nspans = p->body.n;
	u->spans = arena_array(out->mem, span, p->body.n);
	float x = 0, y = 0;
	for (size_t i = 0; i < p->body.n; i++) {
		bool newline = p->body.p[i] == '\n';
		u->spans[i] = (span){ (uint32_t)i, (uint32_t)i + 1, { x, y, x + (newline ? 0 : 10), y + 12 } };
		x = newline ? 0 : x + 10;
		y += newline ? 12 : 0;
	}
	text_add_string(out, UNIT_METADATA, STR("head"), p->head, false);
	return true;
}

static bool plain_apply(doc *d, const plan *marks, proof *report, err *e)
{
	plain *p = (plain *)d;
	(void)report, (void)e;
	buf out = { 0 };
	size_t at = 0;
	if (str_is(p->how, "hide"))
		p->hidden = p->body;
	while (at < p->body.n && !str_is(p->how, "leak") && !str_is(p->how, "hide")) {
		const mark *here = NULL;
		for (size_t i = 0; i < marks->n && !here; i++)
			if (marks->marks[i].kind == MARK_TEXT && marks->marks[i].state == MARK_ACCEPTED &&
			    str_is(marks->marks[i].unit, "page 1") && marks->marks[i].beg == at)
				here = &marks->marks[i];
		if (here) {
			str shown = marks->label.n ? marks->label : here->code;
			buf_fmt(&out, "[" STR_FMT "]", STR_ARG(shown));
			at = here->end;
		} else {
			buf_byte(&out, p->body.p[at++]);
		}
	}
	if (out.n)
		p->body = str_dup(buf_view(&out), p->mem);
	else if (p->hidden.n)
		p->body = STR("empty");
	if (str_is(p->how, "change"))
		p->body = STR("something else\n");
	buf_free(&out);
	return true;
}

static bool plain_rebuild(doc *d, proof *report, err *e)
{
	plain *p = (plain *)d;
	(void)e;
	proof_drop(report, "head line", p->head.n ? 1 : 0);
	p->head = STR("");
	return true;
}

static bool plain_save(doc *d, int fd, err *e)
{
	plain *p = (plain *)d;
	buf out = { 0 };
	/* Hidden text goes in front of the newline of the first line, which no unit shows. */
	buf_z(&out, "PLAIN ");
	for (size_t i = 0; i < p->hidden.n; i++)
		buf_byte(&out, p->hidden.p[i] == '\n' ? ' ' : p->hidden.p[i]);
	buf_z(&out, "\n\n\n");
	buf_str(&out, p->body);
	bool ok = file_fill(fd, buf_view(&out), e);
	buf_free(&out);
	return ok;
}

static bool plain_carriers(doc *d, carrier_sink *sink, void *arg, err *e)
{
	plain *p = (plain *)d;
	(void)e;
	carrier raw = { "raw bytes", STR("the first line"), p->how, false };
	carrier body = { "text", STR("the body"), p->body, true };
	return sink(arg, &raw) && sink(arg, &body);
}

static bool plain_compare(doc *before, const text *was, doc *after, const text *now, const plan *marks,
                          bool pixels, proof *report, err *e)
{
	(void)before, (void)after, (void)pixels, (void)e;
	/* Every word of the source that no mark touches must still be there. */
	str words = was->units[0].text, word;
	size_t at = 0;
	bool kept = true;
	while (str_cut(&words, ' ', &word)) {
		bool marked = false;
		for (size_t i = 0; i < marks->n; i++)
			marked |= str_is(marks->marks[i].unit, "page 1") && marks->marks[i].beg < at + word.n &&
			          marks->marks[i].end > at;
		str left = str_trim(word);
		if (!marked && left.n && !memmem(now->units[0].text.p, now->units[0].text.n, left.p, left.n))
			kept = false;
		at += word.n + 1;
	}
	proof_check(report, "text-kept", kept ? CHECK_PASS : CHECK_FAIL, "%s", kept ? "" : "page 1 reads otherwise");
	return true;
}

static void plain_close(doc *d) { (void)d; }

static const char *const plain_suffixes[] = { ".plain", ".pln", NULL };
static const char *const plain_nothing[] = { NULL };

static const format plain_format = {
	.name = "plain", .title = "plain document", .suffixes = plain_suffixes,
	.can = plain_nothing, .cannot = plain_nothing, .probe = plain_probe, .open = plain_open,
	.extract = plain_extract, .apply = plain_apply, .rebuild = plain_rebuild, .save = plain_save,
	.carriers = plain_carriers, .compare = plain_compare, .compare_reads_text = true, .close = plain_close,
};

static const format plain_rival = { .name = "rival", .title = "rival document", .suffixes = plain_suffixes,
	.probe = plain_rival_probe, .open = plain_open, .extract = plain_extract };

__attribute__((unused)) static const format *const plain_formats[] = { &plain_format, &plain_rival, NULL };

/* ---- detectors: ddd-dd-dddd, and terms as they stand ------------------------------------------ */

typedef struct plain_terms {
	str *list; size_t n, room;
} plain_terms;

static bool plain_is_digit(char c) { return c >= '0' && c <= '9'; }

static bool plain_detect_ssn(void *state, const text *t, findings *out, err *e)
{
	(void)state, (void)e;
	for (size_t i = 0; i < t->n; i++) {
		str s = t->units[i].text;
		for (size_t at = 0; at + 11 <= s.n; at++) {
			bool is = true;
			for (size_t k = 0; k < 11; k++)
				is = is && (k == 3 || k == 6 ? s.p[at + k] == '-' : plain_is_digit(s.p[at + k]));
			if (is)
				findings_add(out, (finding){ (uint32_t)i, (uint32_t)at, (uint32_t)at + 11, STR("ssn"),
				                             STR("SSN"), STR("social security number"), 90, 0, { 0 } });
		}
	}
	return true;
}

static bool plain_detect_terms(void *state, const text *t, findings *out, err *e)
{
	plain_terms *terms = state;
	(void)e;
	for (size_t i = 0; i < t->n; i++)
		for (size_t k = 0; k < terms->n; k++)
			for (size_t at = 0; at + terms->list[k].n <= t->units[i].text.n; at++)
				if (strncasecmp(t->units[i].text.p + at, terms->list[k].p, terms->list[k].n) == 0)
					findings_add(out, (finding){ (uint32_t)i, (uint32_t)at, (uint32_t)(at + terms->list[k].n),
					                             STR("term"), STR("NAME"), STR("listed term"), 100, 0, { 0 } });
	return true;
}

static size_t plain_literals(void *state, const str **out)
{
	plain_terms *terms = state;
	*out = terms->list;
	return terms->n;
}

static bool plain_open_detectors(const request *want, arena *mem, detectors *out, err *e)
{
	*out = (detectors){ .n = 0 };
	if (!str_is(want->rules, "none"))
		out->list[out->n++] = (detector){ .name = "rules", .detect = plain_detect_ssn };
	plain_terms *terms = arena_alloc(mem, sizeof *terms);
	for (size_t i = 0; i < want->nterms; i++) {
		str bytes, line;
		if (!file_read(str_z(want->terms[i], mem), 1 << 20, mem, &bytes, e)) {
			e->kind = ERR_USAGE;
			return false;
		}
		while (str_cut(&bytes, '\n', &line))
			if (str_trim(line).n)
				*ARENA_PUSH(mem, terms->list, terms->n, terms->room) = str_trim(line);
	}
	out->list[out->n++] = (detector){ .name = "terms", .state = terms, .detect = plain_detect_terms, .literals = plain_literals };
	return true;
}

__attribute__((unused)) static const kit plain_kit = { .formats = plain_formats, .open_detectors = plain_open_detectors };

/* ---- a folder for one test -------------------------------------------------------------------- */

__attribute__((unused)) static char *test_folder(void)
{
	char *path = strdup("/tmp/underseal-test-XXXXXX");
	return mkdtemp(path);
}

__attribute__((unused)) static void remove_folder(char *path)
{
	buf command = { 0 };
	buf_fmt(&command, "chmod -R u+rwx %s; rm -rf %s", path, path);
	if (system(command.p) != 0)
		perror(path);
	buf_free(&command);
	free(path);
}

__attribute__((unused)) static char *test_path(const char *folder, const char *name, arena *mem)
{
	return (char *)str_fmt(mem, "%s/%s", folder, name).p;
}

__attribute__((unused)) static void put(const char *folder, const char *name, const char *content)
{
	arena *mem = arena_new();
	err e = ERR_INIT;
	const char *path = test_path(folder, name, mem);
	if (!file_make_parents(path, &e) || !file_write(path, str_of(content), 0600, true, &e))
		fprintf(stderr, "%s\n", e.text);
	arena_drop(mem);
}

#endif
