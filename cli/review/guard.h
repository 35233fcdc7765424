/*
 * guard.h - who may ask the server, and what every answer says about itself.
 *
 * Other users of the machine, and pages of other sites in the reviewer's own browser, can reach a port of the loopback
 * interface. The first do not know the token, the second cannot set Host, Origin and Sec-Fetch-Site (Fetch, 3.2;
 * Fetch Metadata Request Headers, 2.2).
 */
#ifndef UNDERSEAL_REVIEW_GUARD_H
#define UNDERSEAL_REVIEW_GUARD_H

#include "cli/review/answer.h"
#include "cli/review/httpd.h"

enum { GUARD_TOKEN = 32 }; /* hex digits: 128 bits */

typedef struct guard {
	const httpd *http;
	char token[GUARD_TOKEN + 1];
	char host[32];       /* "127.0.0.1:4321"        */
	char origin[48];     /* "http://127.0.0.1:4321" */
} guard;

/* http: lent. */
void guard_init(guard *g, const httpd *http, unsigned port);

/* What follows the token in the path, as "api/marks"; NULL, and *refusal held for you, for what is not answered. */
const char *guard_pass(const guard *g, struct MHD_Connection *c, const char *path, const char *method, answer **refusal);

/* Headers of every answer. */
void guard_sign(const guard *g, struct MHD_Response *r);

#endif
