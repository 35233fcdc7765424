/* Any lines as rows of a ledger: read without harm, each document found again by its key, and no output outside the folder. */
#include "redact/model/json.h"
#include "redact/model/rlog.h"
#include "redact/name.h"
#include "redact/work/ledger/ledger_docs.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What batch and status ask of one. */
static void ask(const ledger_docs *d, size_t i, arena *mem)
{
	const ledger_doc *doc = &d->list[i];
	size_t steps = 0;
	if (ledger_docs_find(d, doc->key) != doc)
		abort();
	if ((doc->output.n && !name_is_safe(doc->output)) || (doc->was.n && !name_is_safe(doc->was)) || (doc->wanted.n && !name_is_safe(doc->wanted)))
		abort();
	for (size_t k = doc->inner; k; k = d->list[k - 1].next)
		if (k > d->n || ++steps > d->n || !str_eq(d->list[k - 1].around, doc->key))
			abort();
	ledger_unname(doc->name, mem);
	ledger_came_out(doc);
}

static void take_log(str rows, arena *mem)
{
	rlog_row row;
	buf out = { 0 };
	rlog_renamed(&out, rows, STR("a.pdf"));
	for (str rest = buf_view(&out); rlog_next(&rest, mem, &row);)
		;
	buf_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	ledger_docs d = { .mem = arena_new() };
	str rest = { (const char *)data, size }, line;
	take_log(rest, d.mem);
	for (int64_t n = 1; str_cut(&rest, '\n', &line); n++)
		ledger_docs_take(&d, &(ledger_row){ .number = n, .body = line, .proof = line, .log = line });
	ledger_docs_end(&d);
	for (size_t i = 0; i < d.n; i++)
		ask(&d, i, d.mem);
	ledger_docs_drop(&d);
	arena_drop(d.mem);
	return 0;
}
