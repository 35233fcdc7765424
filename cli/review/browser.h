/*
 * browser.h - the reviewer's browser, told where the review is without telling other users of the machine.
 *
 * What stands on a command line can be read by everybody (/proc/PID/cmdline). So the address with its token goes into a
 * file that only its owner can read, which leads the browser on, and the browser is given the name of that file.
 */
#ifndef UNDERSEAL_REVIEW_BROWSER_H
#define UNDERSEAL_REVIEW_BROWSER_H

#include "redact/base/err.h"
#include "redact/base/str.h"

typedef struct browser {
	char folder[256], file[300];  /* "" when there is none */
} browser;

/* Writes the file and starts $BROWSER, or xdg-open, which is not waited for. False with the reason when there is none. */
bool browser_open(browser *b, const char *address, err *e);

/* Takes the file away. */
void browser_close(browser *b);

#endif
