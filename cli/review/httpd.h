/*
 * httpd.h - libmicrohttpd, loaded when a review begins.
 *
 * Linked in, it would bring the fifty shared memory areas of GnuTLS and what that stands on into every reader of
 * every document, each of which is paid for at its fork; and only this one command serves anything.
 */
#ifndef UNDERSEAL_REVIEW_HTTPD_H
#define UNDERSEAL_REVIEW_HTTPD_H

#include "redact/base/err.h"

#include <microhttpd.h>

#define HTTPD_CALLS(X) \
	X(MHD_start_daemon) X(MHD_stop_daemon) X(MHD_run) X(MHD_get_timeout) X(MHD_get_daemon_info) \
	X(MHD_get_connection_info) X(MHD_set_connection_option) X(MHD_lookup_connection_value) \
	X(MHD_suspend_connection) X(MHD_resume_connection) X(MHD_create_response_from_buffer_with_free_callback_cls) \
	X(MHD_create_response_from_callback) X(MHD_add_response_header) X(MHD_queue_response) X(MHD_destroy_response)

typedef struct httpd {
#define HTTPD_MEMBER(name) __typeof__(&name) name;
	HTTPD_CALLS(HTTPD_MEMBER)
#undef HTTPD_MEMBER
} httpd;

/* ERR_SYSTEM, naming the package, when it is not installed. It stays loaded. */
bool httpd_load(httpd *h, err *e);

#endif
