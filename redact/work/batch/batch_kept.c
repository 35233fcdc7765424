/*
 * What an earlier run did is not done again, and nothing of it is believed that cannot be seen.
 *
 * A document is kept when the ledger says that it is proven, and its bytes, all that was asked for, the program's
 * version and the bytes of its output are what the ledger says. No time decides anything. What is not as it was is done
 * again, and the new output takes the place of the old one; one that had documents taken out of it is, too, unless all of
 * those are kept with it (batch_attached.c), and one whose pixels nobody could read because the readers were ended, which
 * says nothing of it.
 *
 * The hunt from one document into all others needs values and texts, and no ledger holds these: an encrypted one would
 * have its key beside it, and from hashes of numbers as short as these are the numbers can be guessed. So when
 * anything is new, what was kept is read again: found in, not written and not proven again. That is left out where the
 * very same documents were looked through together before, and where no document has a value that is looked for
 * elsewhere. A document that was done again for values of others has a hash of these in the ledger, keyed by the bytes
 * of its source: who can make the key has the values before him anyway.
 */
#include "redact/work/batch/batch_int.h"

#include "redact/base/digest.h"
#include "redact/base/fold.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* ---- what is as it was ----------------------------------------------------------------------- */

/* A link may lead to the same bytes now, and to others once the folder is passed on. */
static bool is_no_link(const batch *b, str output, arena *mem)
{
	struct stat st;
	return place_is_inside(b->o->folder, output, mem, NULL) && lstat(place_path(b->o->folder, output, mem), &st) == 0 &&
	       S_ISREG(st.st_mode);
}

kept_why batch_why_not_kept(const batch *b, const batch_item *it, const ledger_doc *doc, arena *mem)
{
	err ignored = ERR_INIT;
	char hex[65];
	if (!ledger_came_out(doc))
		return KEPT_NOT;
	if (!str_is(doc->tool, b->o->tool))
		return KEPT_TOOL;
	batch_key_of(b, it, str_z(doc->source, mem), hex);
	if (!str_is(doc->rules, hex))
		return KEPT_RULES;
	const char *output = place_path(b->o->folder, doc->output, mem);
	if (!is_no_link(b, doc->output, mem) || !file_sha256(output, hex, NULL, &ignored) || !str_is(doc->written, hex))
		return KEPT_OUTPUT;
	return doc->gave_up ? KEPT_GAVE_UP : KEPT;
}

static kept_why why_not(const batch *b, const batch_item *it, const ledger_doc *doc, arena *mem)
{
	err ignored = ERR_INIT;
	char hex[65];
	bool same = file_sha256(it->in->path, hex, NULL, &ignored) && str_is(doc->source, hex);
	kept_why why = batch_why_not_kept(b, it, doc, mem);
	if (!same && (why == KEPT || why == KEPT_OUTPUT || why == KEPT_GAVE_UP))
		return KEPT_SOURCE;
	return why == KEPT && !batch_taken_holds(b, it, doc) ? KEPT_TAKEN : why;
}

void batch_keep_item(batch *b, batch_item *it, const ledger_doc *doc)
{
	it->earlier = doc;
	it->kept = it->retold = true;
	it->state = ITEM_PROVEN;
	it->withheld = str_is(doc->state, LEDGER_WITHHELD);
	it->output = it->shown = doc->output;
	it->row = doc->row;
	it->wanted = doc->wanted;
	it->marks = doc->marks;
	it->unsearchable = doc->unsearchable;
	it->look = doc->look;
	memcpy(it->source, doc->source.p, doc->source.n < sizeof it->source ? doc->source.n : sizeof it->source - 1);
	memcpy(it->written, doc->written.p, doc->written.n < sizeof it->written ? doc->written.n : sizeof it->written - 1);
	batch_note_met(b, doc->met, doc->nmet, doc->nliterals);
	b->over++;
	b->ready++;
}

/* The output of the same file is replaced; that of another of the same name is somebody else's. */
static bool is_same_file(const batch_item *it, const ledger_doc *doc, arena *mem)
{
	err ignored = ERR_INIT;
	if (it->parent || it->in->archive)
		return doc->path.n == 0;
	const char *path = file_resolve(it->in->path, mem, &ignored);
	return path && str_eq(doc->path, ledger_name(str_of(path), mem));
}

static const ledger_doc *look_up(const batch *b, batch_item *it, arena *mem)
{
	const ledger_doc *doc = ledger_docs_find(&b->docs, batch_ledger_key(it, mem));
	struct stat st;
	if (doc && doc->output.n && (b->o->resume || b->o->overwrite) && is_same_file(it, doc, mem) &&
	    place_is_inside(b->o->folder, doc->output, mem, NULL) && lstat(place_path(b->o->folder, doc->output, mem), &st) == 0)
		it->before = doc->output;
	return doc;
}

void batch_keep_place(batch *b, batch_item *it)
{
	arena *mem = arena_new();
	look_up(b, it, mem);
	arena_drop(mem);
}

static void tell_gone(batch *b, const bool *met)
{
	struct stat st;
	for (size_t i = 0; i < b->docs.n && b->calls->gone; i++) {
		const ledger_doc *doc = &b->docs.list[i];
		arena *mem = arena_new();
		if (!met[i] && doc->output.n && doc->path.n && !str_starts(doc->path, "hex:") && lstat(str_z(doc->path, mem), &st) != 0 &&
		    lstat(place_path(b->o->folder, doc->output, mem), &st) == 0)
			b->calls->gone(b->calls->arg, doc->output, doc->path);
		arena_drop(mem);
	}
}

static void tell_again(batch *b, const size_t *why)
{
	static const char *const because[] = {
		[KEPT_RULES] = "because something else is asked for now", [KEPT_TOOL] = "because another version of the program did it",
		[KEPT_SOURCE] = "because the source is another", [KEPT_OUTPUT] = "because its output is not there as it was proven",
		[KEPT_TAKEN] = "because what was taken out of it is not there as it was proven", [KEPT_GAVE_UP] = "because whoever read its pixels was ended",
	};
	for (size_t i = KEPT_RULES; i < KEPT_NOT; i++)
		if (why[i] && b->calls->note)
			b->calls->note(b->calls->arg, str_fmt(b->mem, "%zu document%s done again, %s", why[i], why[i] == 1 ? " is" : "s are", because[i]));
}

bool batch_keep(batch *b, err *e)
{
	size_t why[KEPT_NOT + 1] = { 0 };
	b->docs.mem = b->mem;
	if (!ledger_docs_read(b->ledger, &b->docs, e))
		return false;
	batch_renames_finish(b);
	bool *met = arena_array(b->mem, bool, b->docs.n);
	size_t n = b->n;
	for (size_t i = 0; i < n; i++) {
		batch_item *it = b->items[i];
		arena *mem = arena_new();
		const ledger_doc *doc = look_up(b, it, mem);
		if (doc)
			met[doc - b->docs.list] = true;
		kept_why is = !doc || !b->o->resume || b->o->overwrite ? KEPT_NOT : why_not(b, it, doc, mem);
		if (is == KEPT) {
			it->before = STR("");
			batch_keep_item(b, it, doc);
			batch_keep_taken(b, it, doc, met);
		}
		why[is]++;
		arena_drop(mem);
	}
	if (b->n > n)
		batch_sort(b);
	tell_again(b, why);
	tell_gone(b, met);
	return true;
}

void batch_tell_kept(batch *b)
{
	err ignored = ERR_INIT;
	for (size_t i = 0; i < b->n; i++) {
		batch_item *it = b->items[i];
		if (!it->kept)
			continue;
		arena *mem = arena_new();
		ledger_row row;
		if (ledger_read(b->ledger, it->row, mem, &row, &ignored))
			it->line = row.proof;
		it->planned = place_planned(b->o->kit, it->in->name, b->mem);
		if (b->calls->told)
			b->calls->told(b->calls->arg, it);
		it->line = STR("");
		arena_drop(mem);
	}
}

/* ---- the hunt -------------------------------------------------------------------------------- */

static str hex_of(crypto_generichash_state *h, arena *mem)
{
	unsigned char hash[32];
	char *hex = arena_alloc(mem, 65);
	crypto_generichash_final(h, hash, sizeof hash);
	sodium_bin2hex(hex, 65, hash, sizeof hash);
	return (str){ hex, 64 };
}

/* Of the documents and what is done about values; "" where nothing is. */
str batch_settled(const batch *b, arena *mem)
{
	if (b->o->across == ACROSS_OFF || b->o->shard.n)
		return STR("");
	crypto_generichash_state h;
	crypto_generichash_init(&h, NULL, 0, 32);
	digest_part(&h, b->o->across == ACROSS_HUNT ? STR("hunt") : STR("tell"));
	for (size_t i = 0; i < b->n; i++) {
		if (b->items[i]->state != ITEM_PROVEN)
			continue;
		digest_part(&h, b->items[i]->in->name);
		digest_part(&h, str_of(b->items[i]->source));
	}
	return hex_of(&h, mem);
}

static void take_near(batch *b)
{
	for (size_t i = 0; i < b->n; i++) {
		arena *mem = arena_new();
		b->items[i]->near = (size_t)json_int(b->docs.near, str_z(ledger_name(b->items[i]->in->name, mem), mem), 0, 1 << 30);
		arena_drop(mem);
	}
}

bool batch_is_settled(batch *b)
{
	for (size_t i = 0; i < b->n; i++)
		if (b->items[i]->state == ITEM_PROVEN && !b->items[i]->kept)
			return false;
	if (!b->docs.settled.n || !str_eq(b->docs.settled, batch_settled(b, b->mem)))
		return false;
	take_near(b);
	return true;
}

bool batch_read_kept(batch *b)
{
	uint64_t values = b->across.n;
	size_t n = 0;
	for (size_t i = 0; i < b->n; i++)
		if (b->items[i]->kept)
			values += b->items[i]->earlier->values;
	for (size_t i = 0; i < b->n && b->texts && values; i++) {
		batch_item *it = b->items[i];
		if (!it->kept || it->parent)
			continue; /* the document that it lies in brings it */
		batch_read_again(b, it);
		n++;
	}
	return n > 0;
}

void batch_read_again(batch *b, batch_item *it)
{
	it->reading = true;
	fifo_put(&b->kept, it, b->mem);
}

void batch_reopen(batch *b, batch_item *it)
{
	it->kept = false;
	it->before = it->output;
	it->output = it->shown = STR("");
	it->trouble = (err)ERR_INIT;
	it->state = ITEM_OPEN;
	it->row = 0;
	b->over--;
	b->ready--;
	batch_reopen_taken(b, it);
}

/* What cannot be read any more cannot be kept. */
void batch_was_read(batch *b, batch_item *it, bool ok)
{
	err ignored = ERR_INIT;
	it->reading = false;
	if (ok)
		batch_note_values(b, it);
	ok = ok && (!it->taken || (it->found->ntaken == it->taken && batch_take_in(b, it, &ignored)));
	batch_unspool(it);
	batch_let_go(it);
	if (ok)
		return;
	batch_reopen(b, it);
	fifo_put(&b->anew, it, b->mem);
}

static int by_words(const void *a, const void *b)
{
	return str_cmp(*(const str *)a, *(const str *)b);
}

/* From the bytes of the source; not its SHA-256, which stands in the proof for everybody. */
static bool source_key(const batch *b, const batch_item *it, unsigned char key[static 32])
{
	unsigned char block[32 << 10];
	crypto_generichash_state h;
	FILE *f = fopen(it->in->path, "re");
	if (!f)
		return false;
	crypto_generichash_init(&h, ledger_salt(b->ledger), LEDGER_SALT, 32);
	for (size_t n; (n = fread(block, 1, sizeof block, f)) > 0;)
		crypto_generichash_update(&h, block, n);
	crypto_generichash_final(&h, key, 32);
	bool ok = !ferror(f);
	fclose(f);
	return ok;
}

str batch_brought(const batch *b, const batch_item *it, arena *mem)
{
	unsigned char key[32];
	arena *own = arena_new();
	str *values = arena_array(own, str, it->nknown);
	str hex = STR("");
	if (source_key(b, it, key)) {
		crypto_generichash_state h;
		crypto_generichash_init(&h, key, sizeof key, 32);
		for (size_t i = 0; i < it->nknown; i++)
			values[i] = str_trim(fold(it->known[i].value, FOLD_WORDS, own).text);
		if (it->nknown)
			qsort(values, it->nknown, sizeof *values, by_words);
		for (size_t i = 0; i < it->nknown; i++)
			digest_part(&h, values[i]);
		hex = hex_of(&h, mem);
	}
	arena_drop(own);
	return hex;
}

bool batch_brought_before(const batch *b, const batch_item *it)
{
	return it->kept && it->earlier->again && it->earlier->brought.n && str_eq(it->earlier->brought, batch_brought(b, it, b->mem));
}
