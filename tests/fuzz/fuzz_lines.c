/*
 * fuzz_lines.c - any bytes as what a worker is told, and as what it answers.
 *
 * A worker that a document has taken over writes its answer as it likes. The promise: it is refused, or what was read of it
 * can be printed and read again, and is the same then.
 */
#include "redact/work/job.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool held, const char *what)
{
	if (!held) {
		fprintf(stderr, "broken promise: %s\n", what);
		abort();
	}
}

static bool print_answer(str answer, arena *mem, buf *out)
{
	reply r;
	json_t *lender = NULL;
	err e = ERR_INIT;
	bool ok = reply_read(answer, mem, &r, &lender, &e);
	must(ok == (e.kind == ERR_NONE), "a failure has a reason, and no other call has");
	if (ok)
		reply_print(out, &r, json_incref(r.units));
	json_decref(lender);
	return ok;
}

static bool print_job(str message, arena *mem, buf *out)
{
	job j = { 0 };
	err e = ERR_INIT;
	bool ok = job_read(message, mem, &j, &e);
	must(ok == (e.kind == ERR_NONE), "a failure has a reason, and no other call has");
	if (ok)
		job_print(out, &j);
	return ok;
}

static void twice(str bytes, bool (*print)(str, arena *, buf *))
{
	arena *mem = arena_new();
	buf once = { 0 }, again = { 0 };
	if (print(bytes, mem, &once)) {
		must(print(buf_view(&once), mem, &again), "what was printed can be read");
		must(str_eq(buf_view(&once), buf_view(&again)), "and is the same");
	}
	buf_free(&once);
	buf_free(&again);
	arena_drop(mem);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	str bytes = { (const char *)data, size };
	if (!size)
		return 0;
	twice(str_sub(bytes, 1, bytes.n), data[0] & 1 ? print_job : print_answer);
	return 0;
}
