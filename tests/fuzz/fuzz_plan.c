/* Any bytes as a plan file: read, printed and read again with the same decisions, or refused with a line. */
#include "redact/model/json.h"
#include "redact/plans/plans_int.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool same(const plan *a, const plan *b)
{
	bool all = a->n == b->n && a->nseen == b->nseen && !a->withheld == !b->withheld;
	for (size_t i = 0; all && i < a->n; i++)
		all = a->marks[i].id == b->marks[i].id && a->marks[i].state == b->marks[i].state && a->marks[i].nboxes == b->marks[i].nboxes
		   && str_eq(a->marks[i].by, b->marks[i].by);
	return all;
}

static void print_again(const plans *p, arena *mem)
{
	buf out = { 0 };
	err e = ERR_INIT;
	plans back = { .mem = mem };
	plans_print_head(&out, NULL);
	for (size_t i = 0; i < p->n; i++) {
		buf_z(&out, i ? ",\n" : "");
		plans_print_document(&out, &p->list[i].plan, true);
	}
	plans_print_end(&out);
	if (!plans_parse(&back, "printed.json", buf_view(&out), &e) || back.n != p->n)
		abort();
	for (size_t i = 0; i < p->n; i++)
		if (!same(&p->list[i].plan, &back.list[i].plan))
			abort();
	buf_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	arena *mem = arena_new();
	plans p = { .mem = mem };
	err e = ERR_INIT;
	if (plans_parse(&p, "fuzz.json", (str){ (const char *)data, size }, &e))
		print_again(&p, mem);
	else if (e.kind != ERR_INPUT || strncmp(e.text, "fuzz.json:", 10) != 0 || e.text[10] < '1' || e.text[10] > '9')
		abort();
	arena_drop(mem);
	return 0;
}
