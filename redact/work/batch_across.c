/*
 * What was found in one document, hunted in all others: the second pass over the texts of the batch, and the
 * documents that are done once more because of it.
 *
 * The first pass leaves each document proven by what was known then. Only those that hold a value found elsewhere
 * are redacted again, from their sources, and the new output takes the place of the old one when it is proven. One
 * that cannot be done again loses its first output: it holds what must go.
 */
#include "redact/work/batch_int.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { TEXTS_A_JOB = 64 << 20 };

/* ---- the first pass ------------------------------------------------------------------------------ */

str batch_text_of(const batch *b, const batch_item *it, arena *mem)
{
	return str_fmt(mem, "%s/%zu.text", b->room.path, it->index);
}

void batch_note_values(batch *b, const batch_item *it)
{
	if (b->o->across != ACROSS_OFF && it->found && it->found->marks.sha256[0])
		across_note(&b->across, (uint32_t)it->index, &it->found->marks);
}

/* ---- the hunt ------------------------------------------------------------------------------------ */

/* A part of the texts, for one worker. */
struct chase {
	const char *texts;
};

typedef struct chases {
	batch *b;
	const char *values;      /* a file of them                             */
	struct chase *list; size_t n, room, started;
	texts_hit *hits; size_t nhits, hits_room;
	buf message;
	err trouble;
} chases;

static bool write_values(chases *c, err *e)
{
	buf lines = { 0 };
	for (size_t i = 0; i < c->b->across.n; i++)
		texts_add_value(&lines, c->b->across.list[i].as.value);
	c->values = place_path(c->b->room.path, STR("values"), c->b->mem);
	bool ok = file_write(c->values, buf_view(&lines), 0600, true, e);
	buf_free(&lines);
	return ok;
}

/* Texts put together until a worker has enough to do. */
static bool join_texts(chases *c, err *e)
{
	batch *b = c->b;
	int to = -1;
	bool ok = true;
	for (size_t i = 0; i < b->n && ok; i++) {
		const char *path = str_z(batch_text_of(b, b->items[i], b->mem), b->mem);
		if (b->items[i]->state != ITEM_PROVEN || access(path, F_OK) != 0)
			continue;
		if (to >= 0 && lseek(to, 0, SEEK_CUR) >= TEXTS_A_JOB) {
			close(to);
			to = -1;
		}
		if (to < 0) {
			struct chase *one = ARENA_PUSH(b->mem, c->list, c->n, c->room);
			*one = (struct chase){ str_fmt(b->mem, "%s/%zu.texts", b->room.path, c->n).p };
			to = open(one->texts, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
			ok = to >= 0 || err_set(e, ERR_SYSTEM, "the texts of the batch cannot be put together");
		}
		ok = ok && texts_append(to, path, e);
		unlink(path);
	}
	if (to >= 0)
		close(to);
	return ok;
}

static bool next_chase(void *arg, pool_task *out)
{
	chases *c = arg;
	if (c->started == c->n || c->trouble.kind != ERR_NONE)
		return false;
	struct chase *one = &c->list[c->started++];
	job j = { .verb = JOB_HUNT, .memory = c->b->o->memory, .seconds = c->b->o->seconds };
	json_t *o = job_json(&j);
	buf_clear(&c->message);
	json_line(&c->message, o);
	json_decref(o);
	*out = (pool_task){ .message = buf_view(&c->message), .source = one->texts, .written = c->values, .seconds = j.seconds, .arg = one };
	return true;
}

static void chased(void *arg, void *task, str answer, const err *trouble)
{
	chases *c = arg;
	arena *mem = arena_new();
	reply r = { 0 };
	err e = ERR_INIT;
	(void)task;
	if (trouble) {
		e = *trouble;
	} else {
		json_t *o = json_parse(answer, &e);
		if (o && reply_of_json(o, mem, &r, &e))
			e = r.trouble;
		json_decref(o);
	}
	for (size_t i = 0; i < r.nhits && e.kind == ERR_NONE; i++)
		*ARENA_PUSH(c->b->mem, c->hits, c->nhits, c->hits_room) = r.hits[i];
	if (c->trouble.kind == ERR_NONE)
		c->trouble = e;
	arena_drop(mem);
}

static bool hunt_all(chases *c, err *e)
{
	pool_calls calls = { .next = next_chase, .done = chased, .arg = c };
	bool ok = write_values(c, e) && join_texts(c, e) && pool_run(&calls, batch_width(c->b), &c->b->sum->stopped_by, e);
	if (ok && c->trouble.kind != ERR_NONE) {
		*e = c->trouble;
		ok = false;
	}
	for (size_t i = 0; i < c->n; i++)
		unlink(c->list[i].texts);
	if (c->values)
		unlink(c->values);
	buf_free(&c->message);
	return ok;
}

/* ---- what comes of it ---------------------------------------------------------------------------- */

static void sort_out(chases *c)
{
	batch *b = c->b;
	batch_item **numbered = arena_array(b->mem, batch_item *, b->n);
	for (size_t i = 0; i < b->n; i++)
		numbered[b->items[i]->index] = b->items[i];
	for (size_t i = 0; i < c->nhits; i++) {
		texts_hit hit = c->hits[i];
		if (hit.value >= b->across.n || hit.document >= b->n)
			continue;
		batch_item *it = numbered[hit.document];
		const across_value *v = &b->across.list[hit.value];
		if (across_is_in(v, hit.document))
			continue;
		if (v->told || b->o->across == ACROSS_TELL) {
			it->near++;
			continue;
		}
		if (!it->nknown)
			*ARENA_PUSH(b->mem, b->anew, b->nanew, b->anew_room) = it;
		*ARENA_PUSH(b->mem, it->known, it->nknown, it->known_room) = v->as;
	}
}

/* Back to where it was before anybody looked at it, but for its first output. */
static void open_again(batch *b, batch_item *it)
{
	it->before = it->output;
	it->output = it->shown = STR("");
	it->state = ITEM_OPEN;
	it->again = true;
	it->held = false;
	it->proofs_started = 0;
	it->line = it->rows = STR("");
	b->over--;
}

bool batch_across(batch *b, err *e)
{
	chases c = { .b = b };
	if (b->o->across == ACROSS_OFF || b->across.n == 0 || b->n < 2)
		return true;
	if (!hunt_all(&c, e))
		return err_wrap(e, "values of one document could not be looked for in the others");
	sort_out(&c);
	for (size_t i = 0; i < b->nanew; i++)
		open_again(b, b->anew[i]);
	return true;
}
