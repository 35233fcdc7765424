/*
 * docx_kit.h - what the tests of formats/docx share: a document taken through the whole job.
 *
 * Fixtures are read from fixtures/docx below the working directory, which is the top of the tree.
 */
#ifndef UNDERSEAL_TESTS_DOCX_KIT_H
#define UNDERSEAL_TESTS_DOCX_KIT_H

#include "tests/saved.h"
#include "formats/docx/docx.h"
#include "formats/lib/zip.h"
#include "redact/base/file.h"
#include "redact/hunt.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct job {
	arena *mem;
	source in, out;
	doc *before, *redacted, *after;
	text was, now;
	plan p;
	proof report;
	char path[64];
	err e;
} job;

static inline job *job_new(const char *fixture)
{
	arena *mem = arena_new();
	job *j = arena_alloc(mem, sizeof *j);
	*j = (job){ .mem = mem, .was.mem = mem, .now.mem = mem, .p.mem = mem, .report.mem = mem };
	j->in.name = str_of(fixture);
	if (!file_read(str_fmt(mem, "fixtures/docx/%s.docx", fixture).p, 1 << 24, mem, &j->in.bytes, &j->e))
		fail_msg("%s", j->e.text);
	return j;
}

static inline void job_drop(job *j)
{
	format_docx.close(j->before);
	format_docx.close(j->redacted);
	format_docx.close(j->after);
	if (*j->path)
		unlink(j->path);
	arena_drop(j->mem);
}

/* Opened and read; the text is in j->was. */
static inline job *job_read(const char *fixture)
{
	job *j = job_new(fixture);
	j->before = format_docx.open(&j->in, j->mem, &j->e);
	if (!j->before)
		fail_msg("%s: %s", fixture, j->e.text);
	assert_true(format_docx.extract(j->before, &j->was, &j->e));
	return j;
}

struct marking {
	job *j;
	const unit *u;
	const char *value;
};

static inline bool job_mark_hit(void *arg, size_t value, size_t beg, size_t end)
{
	struct marking *m = arg;
	(void)value;
	*plan_add(&m->j->p) = (mark){ .kind = MARK_TEXT, .unit = m->u->id, .beg = (uint32_t)beg,
		.end = (uint32_t)end, .code = STR("NAME"), .rule = STR("term"), .state = MARK_ACCEPTED,
		.value = str_sub(m->u->text, beg, end) };
	return true;
}

/* Marks every place of a value in every unit, as the engine does. */
static inline void job_mark(job *j, const char *value)
{
	str one = str_of(value);
	hunt *h = hunt_new(&one, 1, j->mem, &j->e);
	assert_non_null(h);
	for (size_t i = 0; i < j->was.n; i++) {
		struct marking m = { j, &j->was.units[i], value };
		assert_true(hunt_text(h, j->was.units[i].text, job_mark_hit, &m, &j->e));
	}
	hunt_drop(h);
}

static inline void job_reopen(job *j)
{
	if (!file_read(j->path, 1 << 24, j->mem, &j->out.bytes, &j->e))
		fail_msg("%s", j->e.text);
	j->out.name = STR("written");
	j->after = format_docx.open(&j->out, j->mem, &j->e);
	if (!j->after)
		fail_msg("the written file does not open: %s", j->e.text);
	assert_true(format_docx.extract(j->after, &j->now, &j->e));
}

/* Applies the marks to a second copy, saves, and opens what was written. */
static inline void job_run(job *j)
{
	text again = { .mem = j->mem };
	snprintf(j->path, sizeof j->path, "/tmp/underseal-docx-%d.docx", (int)getpid());
	unlink(j->path);
	j->redacted = format_docx.open(&j->in, j->mem, &j->e);
	assert_non_null(j->redacted);
	assert_true(format_docx.extract(j->redacted, &again, &j->e));
	if (!format_docx.apply(j->redacted, &j->p, &j->report, &j->e) ||
	    !format_docx.rebuild(j->redacted, &j->report, &j->e) ||
	    !save_as(&format_docx, j->redacted, j->path, &j->e))
		fail_msg("%s", j->e.text);
	job_reopen(j);
}

static inline job *job_redact(const char *fixture)
{
	job *j = job_read(fixture);
	job_mark(j, "Okonjo");
	job_mark(j, "078-05-1120");
	job_run(j);
	return j;
}

static inline const check *job_check(const job *j, const char *name)
{
	for (size_t i = 0; i < j->report.nchecks; i++)
		if (str_is(j->report.checks[i].name, name))
			return &j->report.checks[i];
	fail_msg("no check %s", name);
	return NULL;
}

static inline void job_compare(job *j)
{
	assert_true(format_docx.compare(j->before, &j->was, j->after, &j->now, &j->p, false, &j->report, &j->e));
}

static inline uint32_t job_dropped(const job *j, const char *what)
{
	for (size_t i = 0; i < j->report.ndrops; i++)
		if (str_is(j->report.drops[i].what, what))
			return j->report.drops[i].count;
	return 0;
}

static inline const char *unit_text(const text *t, const char *id)
{
	const unit *u = text_lookup(t, str_of(id));
	return u ? str_z(u->text, t->mem) : "(no such unit)";
}

/* The bytes of one part of the written file, or "". */
static inline const char *job_part(job *j, const char *name)
{
	zipdoor *z = zipdoor_open(j->out.bytes, j->mem, &j->e);
	str bytes = STR("");
	assert_non_null(z);
	for (size_t i = 0; i < zipdoor_count(z); i++)
		if (str_is(zipdoor_entry(z, i)->name, name))
			assert_true(zipdoor_load(z, i, j->mem, &bytes, &j->e));
	zipdoor_close(z);
	return str_z(bytes, j->mem);
}

/* Whether any byte of the written file, packed or unpacked, spells this. */
static inline bool job_holds(job *j, const char *needle)
{
	zipdoor *z = zipdoor_open(j->out.bytes, j->mem, &j->e);
	bool found = memmem(j->out.bytes.p, j->out.bytes.n, needle, strlen(needle)) != NULL;
	assert_non_null(z);
	for (size_t i = 0; i < zipdoor_count(z); i++) {
		str bytes;
		assert_true(zipdoor_load(z, i, j->mem, &bytes, &j->e));
		found |= memmem(bytes.p, bytes.n, needle, strlen(needle)) != NULL;
	}
	zipdoor_close(z);
	return found;
}

#endif
