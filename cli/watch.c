#include "cli/watch.h"

static void tell(void *arg, uint64_t done, uint64_t all)
{
	meter *m = arg;
	if (!m->began)
		meter_start(m, false);
	meter_show_bytes(m, done, all);
}

bundle_watch watch_with(meter *m)
{
	return (bundle_watch){ tell, m };
}
