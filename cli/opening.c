#include "cli/opening.h"

#include "cli/out.h"

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

int opening_command(const command *self, int argc, const char **argv, arena *mem, bool (*act)(bundle *b, err *e))
{
	opening how = { 0 };
	operands ops;
	struct poptOption table[] = { OPENING_OPTIONS(how), POPT_TABLEEND };
	err e = ERR_INIT;
	int status = options_read(self, argc, argv, table, mem, &ops);
	if (status >= 0)
		return status;
	if (ops.n != 1) {
		str what = str_fmt(mem, "name one bundle to %s", self->name), hint = str_fmt(mem, "underseal %s FILE.age", self->name);
		return out_usage(str_z(what, mem), str_z(hint, mem));
	}
	bundle *b = opening_enter(ops.list[0], &how, stdout, &e);
	bool ok = b && act(b, &e);
	bundle_close(b);
	return ok ? 0 : out_wrong(&e);
}
