#include "redact/work/worker/unpack.h"

#include "redact/base/file.h"
#include "redact/name.h"

#include <strings.h>

struct out {
	reply *to;
	const job *job;
	int spool;
	arena *mem;
	size_t room;
	uint64_t size;           /* of the member so far */
};

bool unpack_is_called_so(str name)
{
	return name.n > 4 && strncasecmp(name.p + name.n - 4, ".zip", 4) == 0;
}

bool unpack_is_of(shard s, str archive, str member)
{
	arena *mem = arena_new();
	bool is = unpack_is_called_so(member) || shard_has(s, str_fmt(mem, STR_FMT "/" STR_FMT, STR_ARG(archive), STR_ARG(member)));
	arena_drop(mem);
	return is;
}

static bool wants(void *arg, str name)
{
	const job *j = ((struct out *)arg)->job;
	return unpack_is_of((shard){ j->share, j->shares }, j->name, name);
}

static bool take_bytes(void *arg, str more, err *e)
{
	struct out *o = arg;
	o->size += more.n;
	return file_fill(o->spool, more, e) || err_wrap(e, "a member cannot be unpacked");
}

static void take_member(void *arg, str name, const char *why)
{
	struct out *o = arg;
	if (!why && !name_is_safe(name))
		why = "its name leads elsewhere, or cannot be read";
	*ARENA_PUSH(o->mem, o->to->taken, o->to->ntaken, o->room) = (taken){ str_dup(name, o->mem), o->size, str_of(why) };
	o->size = 0;
}

bool unpack(const kit *k, const job *j, str bytes, int spool, arena *mem, reply *out, err *e)
{
	struct out o = { .to = out, .job = j, .spool = spool, .mem = mem };
	unpacking to = { .wants = wants, .bytes = take_bytes, .member = take_member, .arg = &o };
	bool is = false, ok = k->unpack && k->unpack(bytes, &to, mem, &is, e);
	out->unknown = ok && !is;
	return ok || !k->unpack;
}
