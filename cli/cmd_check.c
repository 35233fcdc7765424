/* underseal check: whether a bundle is whole and genuine, without taking anything out. */
#include "cli/opening.h"
#include "cli/out.h"

#include <stdio.h>

static bool check_bundle(const char *path, const opening *how, err *e)
{
	bundle *b = opening_enter(path, how, stdout, e);
	bool ok = b && bundle_check(b, e);
	if (ok)
		printf("checked     %zu files, each is the one that was sealed\n", bundle_manifest(b)->n);
	bundle_close(b);
	return ok;
}

static int check_run(const command *self, int argc, const char **argv, arena *mem)
{
	opening how = { 0 };
	operands ops;
	struct poptOption table[] = { OPENING_OPTIONS(how), POPT_TABLEEND };
	err e = ERR_INIT;
	int status = options_read(self, argc, argv, table, mem, &ops);
	if (status >= 0)
		return status;
	if (ops.n != 1)
		return out_usage("name one bundle to check", "underseal check FILE.age");
	return check_bundle(ops.list[0], &how, &e) ? 0 : out_wrong(&e);
}

const command cmd_check = {
	.name = "check",
	.summary = "check every byte of a bundle",
	.usage = "FILE.age",
	.about =
		"Reads all of a bundle, as opening it would, and holds every file against the sender's signed\n"
		"list. Nothing is written. Like opening, it is refused after the bundle's date.\n"
		"\n"
		"Example:\n"
		"    underseal check okonjo.age",
	.run = check_run,
};
