#include "share/secret.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>

bool secret_guard(err *e)
{
	if (sodium_init() < 0)
		return err_set(e, ERR_SYSTEM, "the cryptographic library cannot start");
	struct rlimit none = { 0, 0 };
	if (setrlimit(RLIMIT_CORE, &none) != 0)
		return err_set(e, ERR_SYSTEM, "core dumps cannot be switched off: %s", strerror(errno));
	/* A core handler that is a pipe ignores the limit, but not this. */
	if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
		return err_set(e, ERR_SYSTEM, "core dumps cannot be switched off: %s", strerror(errno));
	return true;
}

bool secret_new(secret *s, size_t n, err *e)
{
	*s = (secret){ NULL, 0 };
	unsigned char *p = sodium_malloc(n ? n : 1);
	if (!p)
		return err_set(e, ERR_SYSTEM, "out of protected memory: %s", strerror(errno));
	memset(p, 0, n);
	*s = (secret){ p, n };
	return true;
}

bool secret_of(secret *s, str bytes, err *e)
{
	if (!secret_new(s, bytes.n, e))
		return false;
	if (bytes.n)
		memcpy(s->p, bytes.p, bytes.n);
	return true;
}

void secret_drop(secret *s)
{
	if (s->p)
		sodium_free(s->p);
	*s = (secret){ NULL, 0 };
}

str secret_view(const secret *s)
{
	return (str){ (const char *)s->p, s->n };
}
