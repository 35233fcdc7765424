#include "cli/opening.h"

#include <time.h>

bundle *opening_enter(const char *path, const opening *o, FILE *out, err *e)
{
	unlock_ways ways = { .passphrase_file = o->passphrase_file, .identities = (const char *const *)o->identities };
	unlock_consent consent = { o->sender, o->new_sender, o->accept_notice };
	while (ways.identities && ways.identities[ways.n])
		ways.n++;
	bundle *b = secret_guard(e) ? unlock(path, &ways, e) : NULL;
	if (b && !unlock_enter(b, path, &consent, out, (int64_t)time(NULL), e)) {
		bundle_close(b);
		return NULL;
	}
	return b;
}
