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
