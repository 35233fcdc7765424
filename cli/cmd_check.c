/* underseal check: whether a bundle is whole and genuine, without taking anything out. */
#include "cli/opening.h"
#include "cli/watch.h"

#include <stdio.h>

static bool check_bundle(bundle *b, err *e)
{
	meter m = { 0 };
	bundle_watched(b, watch_with(&m));
	bool ok = bundle_check(b, e);
	meter_clear(&m);
	if (!ok)
		return false;
	printf("checked     %zu files, each is the one that was sealed\n", bundle_manifest(b)->n);
	return true;
}

static int check_run(const command *self, int argc, const char **argv, arena *mem)
{
	return opening_command(self, argc, argv, mem, check_bundle);
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
