#include "redact/work/ledger/ledger_docs.h"

#include "redact/model/json.h"
#include "redact/name.h"
#include "redact/name.h"

static ledger_doc *doc_of(ledger_docs *d, str key)
{
	size_t at;
	if (strmap_get(&d->numbers, key, &at))
		return &d->list[at];
	d->numbers.mem = d->mem;
	strmap_put(&d->numbers, key, d->n);
	return ARENA_PUSH(d->mem, d->list, d->n, d->room);
}

static uint64_t count_at(const json_t *o, const char *key)
{
	return (uint64_t)json_int(o, key, 0, INT64_MAX);
}

static void read_met(ledger_doc *doc, const json_t *o, arena *mem)
{
	const json_t *met = json_object_get(o, "met");
	doc->nliterals = (size_t)count_at(o, "literals");
	doc->met = arena_array(mem, uint32_t, json_array_size(met));
	for (size_t i = 0; i < json_array_size(met); i++)
		doc->met[doc->nmet++] = (uint32_t)json_integer_value(json_array_get(met, i));
}

/* No name of a file has a zero byte. */
str ledger_docs_key(str around, str called, arena *mem)
{
	return str_fmt(mem, STR_FMT "%c" STR_FMT, STR_ARG(around), 0, STR_ARG(called));
}

/* The names of the documents around it, from without to within. */
static str read_around(const json_t *o, arena *mem)
{
	const json_t *names = json_object_get(o, "lies_in");
	str key = STR("");
	for (size_t i = 0; i < json_array_size(names); i++) {
		str name = str_dup(str_of(json_string_value(json_array_get(names, i))), mem);
		key = i ? ledger_docs_key(key, name, mem) : name;
	}
	return key;
}

/* Of files below the output folder. A ledger that somebody else wrote leads nowhere else. */
static str safe_name(const json_t *o, const char *key, arena *mem)
{
	str name = json_str(o, key, mem);
	return name_is_safe(name) ? name : STR("");
}

static void take_document(ledger_docs *d, const json_t *o, int64_t row)
{
	arena *mem = d->mem;
	str name = json_str(o, "name", mem), called = json_str(o, "called", mem), around = read_around(o, mem);
	str key = around.n ? ledger_docs_key(around, called, mem) : name;
	ledger_doc *doc = doc_of(d, key);
	const json_t *why = json_object_get(o, "reason");
	*doc = (ledger_doc){
		.row = row, .key = key, .name = name, .around = around, .called = called, .around_source = json_str(o, "of_sha256", mem),
		.nth = count_at(o, "nth"), .unknown = json_flag(o, "unknown"), .path = json_str(o, "path", mem), .state = json_str(o, "state", mem),
		.tool = json_str(o, "tool", mem), .rules = json_str(o, "rules", mem), .source = json_str(o, "source_sha256", mem),
		.source_bytes = count_at(o, "source_bytes"), .output = safe_name(o, "output", mem), .written = json_str(o, "output_sha256", mem),
		.output_bytes = count_at(o, "output_bytes"), .pages = count_at(o, "pages"), .marks = count_at(o, "marks"),
		.unsearchable = count_at(o, "unsearchable"), .values = count_at(o, "values"), .taken = count_at(o, "taken"),
		.look = json_flag(o, "look"), .again = json_flag(o, "again"), .gave_up = json_flag(o, "gave_up"), .brought = json_str(o, "brought", mem),
		.wanted = safe_name(o, "wanted", mem), .was = safe_name(o, "was", mem),
		.reason = json_str(why, "text", mem), .hint = json_str(why, "hint", mem),
	};
	read_met(doc, o, mem);
	d->settled = STR("");
}

static void take_unread(ledger_docs *d, const json_t *o)
{
	const json_t *why = json_object_get(o, "reason");
	*ARENA_PUSH(d->mem, d->unread, d->nunread, d->unread_room) = (ledger_unread){ json_str(o, "path", d->mem), json_str(why, "text", d->mem) };
}

static void take_run(ledger_docs *d, const json_t *o, int64_t row)
{
	ledger_run *r = &d->last;
	d->nunread = 0;
	const json_t *asked = json_object_get(o, "asked");
	*r = (ledger_run){ .row = row, .at = json_str(o, "at", d->mem), .tool = json_str(o, "tool", d->mem), .rules = json_str(o, "rules", d->mem) };
	shard_of_tag(json_str(o, "shard", d->mem), &r->shard);
	r->asked = arena_array(d->mem, const char *, json_array_size(asked));
	for (size_t i = 0; i < json_array_size(asked); i++) {
		const char *word = json_string_value(json_array_get(asked, i));
		r->asked[r->nasked++] = ledger_unname(str_of(word), d->mem);
	}
}

void ledger_docs_take(ledger_docs *d, const ledger_row *r)
{
	json_t *o = json_parse(r->body, NULL);
	str what = str_of(json_string_value(json_object_get(o, "event")));
	if (str_is(what, "document")) {
		take_document(d, o, r->number);
	} else if (str_is(what, "run")) {
		take_run(d, o, r->number);
	} else if (str_is(what, "unread")) {
		take_unread(d, o);
	} else if (str_is(what, "merged")) {
		d->merged = count_at(o, "shards");
	} else if (str_is(what, "over")) {
		d->last.over = r->number;
		d->settled = json_str(o, "settled", d->mem);
		json_decref(d->near);
		d->near = json_incref(json_object_get(o, "near"));
	}
	json_decref(o);
}

void ledger_docs_end(ledger_docs *d)
{
	for (size_t i = 0, at; i < d->n; i++) {
		ledger_doc *doc = &d->list[i];
		if (!doc->around.n || !strmap_get(&d->numbers, doc->around, &at))
			continue;
		doc->next = d->list[at].inner;
		d->list[at].inner = i + 1;
	}
}

static void take_row(void *arg, const ledger_row *r)
{
	ledger_docs_take(arg, r);
}

bool ledger_docs_read(ledger *l, ledger_docs *out, err *e)
{
	bool ok = ledger_each(l, take_row, out, e);
	ledger_docs_end(out);
	return ok;
}

void ledger_docs_drop(ledger_docs *d)
{
	json_decref(d->near);
	d->near = NULL;
}

const ledger_doc *ledger_docs_find(const ledger_docs *d, str key)
{
	size_t at;
	return strmap_get(&d->numbers, key, &at) ? &d->list[at] : NULL;
}
