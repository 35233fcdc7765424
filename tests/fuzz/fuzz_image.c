/*
 * fuzz_image.c - hostile PNG, JPEG and TIFF files as documents.
 *
 * Besides memory errors it checks the promise: whatever is accepted is written without what lies under a box,
 * opens again, is as before outside the box, and has nothing beside its pixels.
 */
#include "tests/saved.h"
#include "formats/image/image.h"
#include "redact/base/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const format *kind_of(str bytes)
{
	static const format *const all[] = { &format_png, &format_jpeg, &format_tiff };
	for (size_t i = 0; i < 3; i++)
		if (all[i]->probe(bytes))
			return all[i];
	return NULL;
}

static bool take(void *arg, const carrier *c)
{
	*(size_t *)arg += c->bytes.n;
	return true;
}

static void must(bool held, const char *what)
{
	if (!held) {
		fprintf(stderr, "broken promise: %s\n", what);
		abort();
	}
}

static void look_after(const format *is, doc *from, const text *was, str bytes, const plan *p, arena *mem)
{
	err e = ERR_INIT;
	proof report = { .mem = mem };
	text now = { .mem = mem };
	size_t told = 0;
	source after = { .name = STR("written"), .bytes = bytes };
	doc *to = is->open(&after, mem, &e);
	must(to && is->extract(to, &now, &e), "what was written opens");
	must(is->carriers(to, take, &told, &e) && told >= bytes.n, "all of it is listed");
	must(is->compare(from, was, to, &now, p, true, &report, &e), "it can be compared");
	for (size_t i = 0; i < report.nchecks; i++)
		must(report.checks[i].is != CHECK_FAIL, str_z(report.checks[i].detail, mem));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	source src = { .name = STR("picture"), .bytes = { (const char *)data, size } };
	const format *is = kind_of(src.bytes);
	if (!is)
		return 0;
	arena *mem = arena_new();
	err e = ERR_INIT;
	rect box = { 2, 2, 9, 7 };
	plan p = { .mem = mem };
	*plan_add(&p) = (mark){ .kind = MARK_BOX, .page = 1, .boxes = &box, .nboxes = 1, .state = MARK_ACCEPTED };
	text was = { .mem = mem };
	proof report = { .mem = mem };
	doc *from = is->open(&src, mem, &e), *work = from ? is->open(&src, mem, &e) : NULL;
	char path[] = "/tmp/fuzz-image-XXXXXX";
	close(mkstemp(path));
	unlink(path);
	str bytes;
	if (work && is->extract(from, &was, &e) && is->apply(work, &p, &report, &e) && is->rebuild(work, &report, &e) &&
	    save_as(is, work, path, &e) && file_read(path, 1 << 28, mem, &bytes, &e))
		look_after(is, from, &was, bytes, &p, mem);
	unlink(path);
	arena_drop(mem);
	return 0;
}
