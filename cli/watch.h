/*
 * watch.h - a line of progress while a bundle is sealed, opened or checked.
 */
#ifndef UNDERSEAL_WATCH_H
#define UNDERSEAL_WATCH_H

#include "cli/meter.h"
#include "share/bundle.h"

/* For an all-zero meter, which is started when the work is; meter_clear() it before anything is said. */
bundle_watch watch_with(meter *m);

#endif
