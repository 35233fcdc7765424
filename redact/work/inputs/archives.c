#include "redact/work/inputs/archives.h"

#include "redact/name.h"
#include "redact/work/batch/place.h"
#include "redact/work/job.h"
#include "redact/work/pool/spool.h"
#include "redact/work/worker/unpack.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { DEEPEST = 3 };  /* archives in archives */

typedef struct chest {
	input in;
	int depth;
	char *spool;
} chest;

typedef struct unpacker {
	const archives *how;
	intake *in;
	chest *list; size_t n, room;
	size_t begun, copies;
	buf message;
	err broken;
} unpacker;

static bool is_archive(const input *in)
{
	char head[4];
	err ignored = ERR_INIT;
	size_t n;
	if (!unpack_is_called_so(in->name))
		return false;
	if (!file_head(in->path, head, sizeof head, &n, &ignored))
		return true; /* whoever opens it says why it cannot be read */
	return n == sizeof head && (memcmp(head, "PK\3\4", 4) == 0 || memcmp(head, "PK\5\6", 4) == 0);
}

bool archives_any(const intake *in)
{
	for (size_t i = 0; i < in->n; i++)
		if (is_archive(&in->list[i]))
			return true;
	return false;
}

void archives_forget(const input *in)
{
	if (in->archive)
		unlink(in->path);
}

static void refuse(unpacker *u, const char *label, const err *why)
{
	*ARENA_PUSH(u->how->mem, u->in->refused, u->in->nrefused, u->in->refused_room) = (refusal){ label, *why, false };
}

/* ---- one archive ----------------------------------------------------------------------------- */

static void add_member(unpacker *u, const chest *from, const char *path, const taken *t)
{
	arena *mem = u->how->mem;
	input in = {
		.path = path, .root = from->in.root, .size = t->size, .archive = from->in.archive ? from->in.archive : from->in.path,
		.name = str_fmt(mem, STR_FMT "/" STR_FMT, STR_ARG(from->in.name), STR_ARG(t->name)),
		.label = str_fmt(mem, "%s > " STR_FMT, input_label(&from->in), STR_ARG(t->name)).p,
	};
	if (is_archive(&in))
		*ARENA_PUSH(mem, u->list, u->n, u->room) = (chest){ .in = in, .depth = from->depth + 1 };
	else
		*ARENA_PUSH(mem, u->in->list, u->in->n, u->in->room) = in;
}

static void tell_member(unpacker *u, const chest *from, const taken *t)
{
	err why = ERR_INIT;
	err_set(&why, ERR_REFUSED, STR_FMT, STR_ARG(t->why));
	refuse(u, str_fmt(u->how->mem, "%s > " STR_FMT, input_label(&from->in), STR_ARG(t->name)).p, &why);
}

static bool take_members(unpacker *u, chest from, const reply *r, err *e)
{
	off_t at = 0;
	for (size_t i = 0; i < r->ntaken; i++) {
		const taken *t = &r->taken[i];
		bool safe = name_is_safe(t->name);
		if (t->why.n || !safe || !unpack_is_of(u->how->shard, from.in.name, t->name)) {
			if (t->why.n)
				tell_member(u, &from, t);
			at += (off_t)t->size;
			continue;
		}
		char *path = place_path(u->how->folder, str_fmt(u->how->mem, "member-%zu", u->copies++), u->how->mem);
		if (!spool_cut(from.spool, &at, t->size, path, e))
			return false;
		if (intake_is_junk(t->name, path)) {
			u->in->junk++;
			unlink(path);
			continue;
		}
		add_member(u, &from, path, t);
	}
	return true;
}

static void unpacked(void *arg, void *task, str answer, const err *trouble)
{
	unpacker *u = arg;
	chest from = u->list[(uintptr_t)task - 1];
	arena *mem = arena_new();
	reply r = { 0 };
	err e = ERR_INIT;
	if (trouble)
		e = *trouble;
	else if (reply_read(answer, mem, &r, NULL, &e))
		e = r.trouble;
	if (e.kind != ERR_NONE)
		refuse(u, input_label(&from.in), &e);
	else if (r.unknown)
		*ARENA_PUSH(u->how->mem, u->in->list, u->in->n, u->in->room) = from.in;
	else if (!take_members(u, from, &r, &e))
		u->broken = e;
	if (!r.unknown || e.kind != ERR_NONE)
		archives_forget(&from.in);
	unlink(from.spool);
	arena_drop(mem);
}

/* ---- all of them ----------------------------------------------------------------------------- */

static bool too_deep(unpacker *u, const chest *c)
{
	err why = ERR_INIT;
	if (c->depth < DEEPEST)
		return false;
	err_set(&why, ERR_REFUSED, "more than %d archives lie in each other", DEEPEST);
	err_hint(&why, "unpack it into a folder");
	refuse(u, input_label(&c->in), &why);
	archives_forget(&c->in);
	return true;
}

static bool next(void *arg, pool_task *out)
{
	unpacker *u = arg;
	while (u->begun < u->n && too_deep(u, &u->list[u->begun]))
		u->begun++;
	if (u->begun == u->n || u->broken.kind != ERR_NONE)
		return false;
	chest *c = &u->list[u->begun++];
	const archives *o = u->how;
	job j = {
		.verb = JOB_UNPACK, .name = c->in.name, .share = o->shard.i, .shares = o->shard.n, .memory = o->memory, .seconds = o->seconds,
	};
	buf_clear(&u->message);
	job_print(&u->message, &j);
	c->spool = file_temp_beside(place_path(u->how->folder, STR("x"), u->how->mem), u->how->mem);
	*out = (pool_task){
		.message = buf_view(&u->message), .source = c->in.path, .spool = c->spool, .seconds = j.seconds, .memory = j.memory,
		.arg = (void *)(uintptr_t)u->begun, /* the list may move */
	};
	return true;
}

static int by_name(const void *a, const void *b)
{
	const input *x = a, *y = b;
	int c = str_cmp(x->name, y->name);
	return c ? c : strcmp(x->path, y->path);
}

bool archives_unpack(const archives *how, intake *in, int *stopped_by, err *e)
{
	unpacker u = { .how = how, .in = in };
	size_t kept = 0;
	for (size_t i = 0; i < in->n; i++) {
		if (is_archive(&in->list[i]))
			*ARENA_PUSH(how->mem, u.list, u.n, u.room) = (chest){ .in = in->list[i] };
		else
			in->list[kept++] = in->list[i];
	}
	in->n = kept;
	pool_calls calls = { .next = next, .done = unpacked, .arg = &u };
	bool ok = pool_run(how->pool, &calls, 1, stopped_by, e);
	buf_free(&u.message);
	if (ok && u.broken.kind != ERR_NONE) {
		*e = u.broken;
		ok = false;
	}
	if (in->n)
		qsort(in->list, in->n, sizeof *in->list, by_name);
	return ok;
}

/* ---- for who only looks ---------------------------------------------------------------------- */

static bool make_room(archives_room *room, arena *mem, err *e)
{
	const char *folder = getenv("TMPDIR");
	room->path = str_z(str_fmt(mem, "%s/underseal-XXXXXX", folder && *folder ? folder : "/tmp"), mem);
	if (mkdtemp(room->path))
		return true;
	err_set(e, ERR_SYSTEM, "%s: no archive can be unpacked there: %s", room->path, strerror(errno));
	room->path = NULL;
	return false;
}

bool archives_open(intake *in, uint64_t memory, uint32_t seconds, arena *mem, archives_room *out, int *stopped_by, err *e)
{
	sigset_t stops;
	*out = (archives_room){ 0 };
	if (!archives_any(in))
		return true;
	pool_hold_stops(&stops, &out->before);
	out->held = true;
	job opening = { .verb = JOB_UNPACK };
	bool ok = make_room(out, mem, e);
	archives how = { .pool = ok ? job_open_pool(&opening, e) : NULL, .folder = out->path, .memory = memory, .seconds = seconds, .mem = mem };
	ok = how.pool && archives_unpack(&how, in, stopped_by, e);
	pool_close(how.pool);
	if (!ok)
		archives_close(out);
	return ok;
}

void archives_close(archives_room *room)
{
	DIR *left = room->path ? opendir(room->path) : NULL;
	for (struct dirent *d; left && (d = readdir(left));)
		if (strcmp(d->d_name, ".") != 0 && strcmp(d->d_name, "..") != 0)
			unlinkat(dirfd(left), d->d_name, 0);
	if (left)
		closedir(left);
	if (room->path)
		rmdir(room->path);
	if (room->held)
		sigprocmask(SIG_SETMASK, &room->before, NULL);
	*room = (archives_room){ 0 };
}
