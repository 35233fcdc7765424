/*
 * fuzz_txt.c - any bytes as a plain text.
 *
 * The promise: whatever is accepted comes out without the bytes of the mark, and the proof, which reads both by itself,
 * agrees; all bytes are handed to who looks for a value.
 */
#include "tests/saved.h"
#include "formats/txt/txt.h"
#include "redact/base/file.h"
#include "redact/base/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool held, const char *what)
{
	if (!held) {
		fprintf(stderr, "broken promise: %s\n", what);
		abort();
	}
}

static bool take(void *arg, const carrier *c)
{
	*(size_t *)arg += c->bytes.n;
	return true;
}

static uint32_t edge(str s, size_t at)
{
	while (at < s.n && ((unsigned char)s.p[at] & 0xc0) == 0x80)
		at++;
	return (uint32_t)at;
}

/* The middle third of the text, and what stands right before its end. */
static void mark_some(plan *p, const unit *u)
{
	const uint32_t places[][2] = {
		{ edge(u->text, u->text.n / 3), edge(u->text, 2 * u->text.n / 3) },
		{ edge(u->text, u->text.n - u->text.n / 8), (uint32_t)u->text.n },
	};
	for (size_t i = 0; i < 2; i++)
		if (places[i][0] < places[i][1])
			*plan_add(p) = (mark){ .kind = MARK_TEXT, .unit = u->id, .beg = places[i][0], .end = places[i][1],
			                       .code = i ? STR("\xe2\x96\x88\xf0\x9f\x98\x80") : STR("N"), .state = MARK_ACCEPTED };
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	source src = { .name = STR("a.txt"), .bytes = { (const char *)data, size } };
	arena *mem = arena_new();
	err e = ERR_INIT;
	text was = { .mem = mem }, now = { .mem = mem };
	proof report = { .mem = mem };
	plan p = { .mem = mem };
	doc *from = size && format_txt.probe(src.bytes) ? format_txt.open(&src, mem, &e) : NULL;
	if (from) {
		char path[] = "/tmp/fuzz-txt-XXXXXX";
		str bytes;
		size_t told = 0;
		close(mkstemp(path));
		unlink(path);
		must(format_txt.extract(from, &was, &e) && utf8_valid(was.units[0].text), "the unit is UTF-8");
		mark_some(&p, &was.units[0]);
		must(format_txt.apply(from, &p, &report, &e) && format_txt.rebuild(from, &report, &e) && save_as(&format_txt, from, path, &e)
		     && file_read(path, 1 << 28, mem, &bytes, &e), "it is written");
		unlink(path);
		source after = { .name = STR("a.txt"), .bytes = bytes };
		doc *to = bytes.n ? format_txt.open(&after, mem, &e) : NULL;
		if (to) {
			must(format_txt.carriers(to, take, &told, &e) && told >= bytes.n, "all of it is listed");
			must(format_txt.compare(from, &was, to, &now, &p, false, &report, &e) && proof_passed(&report, "text-kept"), "the proof agrees");
		}
		format_txt.close(to);
		format_txt.close(from);
	}
	arena_drop(mem);
	return 0;
}
