/* Any bytes as XFDF: read and placed, or refused with a reason; what is printed of them is XFDF, and adds nothing new. */
#include "formats/xfdf/xfdf.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const sheet sheets[] = { { 612, 792, { 1, 0, 0, -1, 0, 792 } }, { 200, 100, { 0, 1, -1, 0, 200, 0 } } };

static void be_marks(const plan *p)
{
	for (size_t i = 0; i < p->n; i++) {
		const mark *m = &p->marks[i];
		if (m->kind != MARK_BOX || m->state != MARK_ACCEPTED || m->nboxes != 1 || rect_empty(m->boxes[0]) || !m->page || !m->code.n)
			abort();
	}
}

static void place(const plan *marks, arena *mem)
{
	plan to = { .mem = mem, .pages = 2 }, back;
	xfdf_sum sum = { 0 };
	buf out = { 0 };
	proof report = { .mem = mem };
	err e = ERR_INIT;
	xfdf_place(&to, marks, sheets, 2, STR("J. Ruiz"), STR("2026-11-22T18:00:00Z"), &sum);
	if (sum.added != to.n || sum.added + sum.outside > marks->n)
		abort();
	be_marks(&to);
	size_t n = xfdf_print(&out, &to, sheets, 2, marks->source.n ? marks->source : STR("a.pdf"));
	if (!xfdf_read(buf_view(&out), mem, &back, &report, &e)) {
		fprintf(stderr, "%s\n", e.text);
		abort();
	}
	if (n > to.n || back.n > to.n)
		abort();
	buf_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	arena *mem = arena_new();
	plan marks;
	proof report = { .mem = mem };
	err e = ERR_INIT;
	if (xfdf_read((str){ (const char *)data, size }, mem, &marks, &report, &e)) {
		be_marks(&marks);
		place(&marks, mem);
	} else if (e.kind != ERR_INPUT && e.kind != ERR_REFUSED) {
		abort();
	}
	arena_drop(mem);
	return 0;
}
