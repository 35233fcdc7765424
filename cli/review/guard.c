#include "cli/review/guard.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

void guard_init(guard *g, const httpd *http, unsigned port)
{
	g->http = http;
	unsigned char bytes[GUARD_TOKEN / 2];
	randombytes_buf(bytes, sizeof bytes);
	sodium_bin2hex(g->token, sizeof g->token, bytes, sizeof bytes);
	snprintf(g->host, sizeof g->host, "127.0.0.1:%u", port);
	snprintf(g->origin, sizeof g->origin, "http://%s", g->host);
}

static bool has_token(const guard *g, const char *path)
{
	return path[0] == '/' && strnlen(path + 1, GUARD_TOKEN + 1) >= GUARD_TOKEN && sodium_memcmp(path + 1, g->token, GUARD_TOKEN) == 0 &&
	       path[1 + GUARD_TOKEN] == '/';
}

static bool is_one_of(const char *value, const char *const *list)
{
	while (*list && strcmp(*list, value) != 0)
		list++;
	return *list;
}

static const char *header(const guard *g, struct MHD_Connection *c, const char *name)
{
	return g->http->MHD_lookup_connection_value(c, MHD_HEADER_KIND, name);
}

/* A site may link to us, which shows nothing without the token; it may not fetch from us. */
static bool comes_from_us(const guard *g, struct MHD_Connection *c, const char *rest, const char *method)
{
	static const char *const ours[] = { "same-origin", "none", NULL }, *const ours_alone[] = { "same-origin", NULL };
	const char *host = header(g, c, "Host"), *origin = header(g, c, "Origin"), *site = header(g, c, "Sec-Fetch-Site");
	bool post = strcmp(method, "POST") == 0;
	if (!host || strcmp(host, g->host) != 0 || (origin && strcmp(origin, g->origin) != 0))
		return false;
	return !site || (!post && !*rest) || is_one_of(site, post ? ours_alone : ours);
}

const char *guard_pass(const guard *g, struct MHD_Connection *c, const char *path, const char *method, answer **refusal)
{
	const char *rest = has_token(g, path) ? path + 1 + GUARD_TOKEN + 1 : NULL;
	if (!rest)
		*refusal = answer_error(404, "there is nothing here", "");
	else if (!comes_from_us(g, c, rest, method))
		*refusal = answer_error(403, "this page alone may ask", "");
	else if (strcmp(method, "GET") != 0 && strcmp(method, "POST") != 0)
		*refusal = answer_error(405, "GET and POST only", "");
	else
		return rest;
	return NULL;
}

void guard_sign(const guard *g, struct MHD_Response *r)
{
	static const char *const headers[][2] = {
		{ "Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
		                             "base-uri 'none'; form-action 'none'; frame-ancestors 'none'" },
		{ "Referrer-Policy", "no-referrer" },
		{ "Cache-Control", "no-store" },
		{ "X-Content-Type-Options", "nosniff" },
		{ "Cross-Origin-Opener-Policy", "same-origin" },
		{ "Cross-Origin-Resource-Policy", "same-origin" },
	};
	for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
		g->http->MHD_add_response_header(r, headers[i][0], headers[i][1]);
}
