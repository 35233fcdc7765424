#include "redact/work/sources.h"

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

/* intake_gather() sorts by name. */
static const input *named(const intake *in, str name)
{
	size_t low = 0, high = in->n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (str_cmp(in->list[middle].name, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < in->n && str_eq(in->list[low].name, name) ? &in->list[low] : NULL;
}

const input **sources_find(const plans *p, arena *mem, intake *in)
{
	const char *const *roots;
	size_t n = sources_roots(p, mem, &roots);
	intake_gather(roots, n, mem, in);
	const input **of = arena_array(mem, const input *, p->n);
	for (size_t i = 0; i < p->n; i++)
		of[i] = named(in, p->list[i].plan.source);
	return of;
}

source_state sources_state(const plan *p, const input *in)
{
	char hash[65];
	if (!in || !file_sha256(in->path, hash, NULL, NULL))
		return SOURCE_MISSING;
	return strcmp(hash, p->sha256) == 0 ? SOURCE_IS : SOURCE_CHANGED;
}
