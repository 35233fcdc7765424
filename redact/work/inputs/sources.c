#include "redact/work/inputs/sources.h"

#include "redact/base/bound.h"
#include "redact/plans/from.h"

size_t sources_roots(const plans *p, arena *mem, const char *const **roots)
{
	size_t n = p->nfrom ? p->nfrom : 1;
	const char **list = arena_array(mem, const char *, n);
	for (size_t i = 0; i < n; i++)
		list[i] = from_path(p->path, p->nfrom ? p->from[i] : STR("."), mem);
	*roots = list;
	return n;
}

/* What was gathered, and what was unpacked, stands by name. */
static const input *named(const intake *in, str name)
{
	bound b = { .high = in->n };
	while (bound_asks(&b))
		bound_told(&b, str_cmp(in->list[b.at].name, name) < 0);
	return b.at < in->n && str_eq(in->list[b.at].name, name) ? &in->list[b.at] : NULL;
}

bool sources_open(const plans *p, const char *from, uint64_t memory, uint32_t seconds, arena *mem, sources *out, int *stopped_by, err *e)
{
	const char *const *roots = &from;
	size_t n = from ? 1 : sources_roots(p, mem, &roots);
	*out = (sources){ 0 };
	intake_gather(roots, n, mem, &out->in);
	if (!archives_open(&out->in, memory, seconds, mem, &out->room, stopped_by, e))
		return false;
	out->of = arena_array(mem, const input *, p->n);
	for (size_t i = 0; i < p->n; i++)
		out->of[i] = named(&out->in, p->list[i].plan.source);
	return true;
}

void sources_close(sources *s)
{
	archives_close(&s->room);
}

source_state sources_state(const plan *p, const input *in)
{
	char hash[65];
	if (!in || !file_sha256(in->path, hash, NULL, NULL))
		return SOURCE_MISSING;
	return strcmp(hash, p->sha256) == 0 ? SOURCE_IS : SOURCE_CHANGED;
}
