/*
 * when.h - dates as PDF writes them, as ours.
 */
#ifndef UNDERSEAL_WHEN_H
#define UNDERSEAL_WHEN_H

#include "redact/base/str.h"

/* "D:20261122180000+01'00'" (ISO 32000-1, 7.9.4), of which all behind the year may be missing, or ISO 8601: as ISO 8601 in UTC.
 * "" for what is no date. */
str when_of_pdf(str words, arena *mem);

#endif
