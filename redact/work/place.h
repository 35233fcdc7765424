/*
 * place.h - where outputs may go, checked before any work starts.
 */
#ifndef UNDERSEAL_PLACE_H
#define UNDERSEAL_PLACE_H

#include "redact/work/batch.h"

/* The output folder must not hold an input nor lie in one; every output needs a path of its own
 * that is free. Makes the folder and tries to write there. */
bool place_check(const batch_options *o, const intake *in, arena *mem, err *e);

/* The name an input's output will have unless its name holds a value: by suffix alone. */
str place_planned(const kit *k, str name, arena *mem);

/* folder/relative, as a C string. */
char *place_path(const char *folder, str relative, arena *mem);

#endif
