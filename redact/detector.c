#include "redact/detector.h"

void detectors_close(detectors *d)
{
	for (size_t i = 0; i < d->n; i++)
		if (d->list[i].close)
			d->list[i].close(d->list[i].state);
	d->n = 0;
	stays_drop(d->stays);
	d->stays = NULL;
}

size_t detectors_literals(const detectors *d, arena *mem, const str **out)
{
	const str *list = NULL;
	str *all = NULL;
	size_t n = 0;
	for (size_t i = 0; i < d->n; i++)
		n += d->list[i].literals ? d->list[i].literals(d->list[i].state, &list) : 0;
	all = arena_array(mem, str, n);
	n = 0;
	for (size_t i = 0; i < d->n; i++) {
		size_t count = d->list[i].literals ? d->list[i].literals(d->list[i].state, &list) : 0;
		for (size_t k = 0; k < count; k++)
			all[n++] = list[k];
	}
	*out = all;
	return n;
}
