#include "cli/review/httpd.h"

#include <dlfcn.h>

#define LIBRARY "libmicrohttpd.so.12"

bool httpd_load(httpd *h, err *e)
{
	void *library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
	const char *missing = NULL;
	if (!library) {
		err_set(e, ERR_SYSTEM, "what serves the page is not installed (%s)", LIBRARY);
		return err_hint(e, "apt-get install libmicrohttpd12");
	}
#define HTTPD_LOOKUP(name) \
	if (!(*(void **)&h->name = dlsym(library, #name))) missing = #name;
	HTTPD_CALLS(HTTPD_LOOKUP)
#undef HTTPD_LOOKUP
	dlclose(library);
	return !missing || err_set(e, ERR_SYSTEM, "%s has no %s", LIBRARY, missing);
}
