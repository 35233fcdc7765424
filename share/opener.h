/*
 * opener.h - the page that opens bundles in a browser, for recipients who install nothing.
 *
 * share/opener.html is one constant file: it holds no bundle, only the program that opens one, and
 * may connect to nothing. It is built from share/opener/ (`make opener`), committed, and travels
 * inside this program. A payload never goes into the page: mail filters hold such files as phishing.
 */
#ifndef UNDERSEAL_OPENER_H
#define UNDERSEAL_OPENER_H

#include "redact/base/arena.h"
#include "redact/base/err.h"

#define OPENER_NAME "opener.html"

typedef enum opener_state {
	OPENER_WRITTEN,
	OPENER_THERE,    /* the same page lay there already          */
	OPENER_OTHER,    /* another file of that name, left as it is */
} opener_state;

/* Puts the page into the folder of a bundle. *path, in mem, is where. */
bool opener_beside(const char *bundle, arena *mem, char **path, opener_state *state, err *e);

#endif
