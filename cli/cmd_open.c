/* underseal open: takes the files out of a bundle, if its date allows. */
#include "cli/command.h"
#include "cli/out.h"
#include "share/unlock.h"

#include <stdio.h>
#include <time.h>

static bool open_bundle(const char *path, const char *folder, const char *passphrase_file, err *e)
{
	bundle *b = unlock(path, passphrase_file, e);
	if (!b)
		return false;
	const manifest *m = bundle_manifest(b);
	unlock_describe(stdout, m);
	fflush(stdout);
	bool ok = bundle_may_open(b, (int64_t)time(NULL), e) && bundle_extract(b, folder, e);
	if (ok)
		printf("opened %zu files into %s\n", m->n, folder);
	bundle_close(b);
	return ok;
}

static int open_run(const command *self, int argc, const char **argv, arena *mem)
{
	char *folder = NULL, *pass_file = NULL;
	operands ops;
	struct poptOption table[] = {
		{ NULL, 'o', POPT_ARG_STRING, &folder, 0, "the folder that the files go to", "DIR" },
		{ "passphrase-file", 0, POPT_ARG_STRING, &pass_file, 0,
		  "take the passphrase from a file instead of asking", "FILE" },
		POPT_TABLEEND,
	};
	err e = ERR_INIT;
	int status = options_read(self, argc, argv, table, mem, &ops);
	if (status >= 0)
		return status;
	if (ops.n != 1 || !folder)
		return out_usage(ops.n != 1 ? "name one bundle to open" : "no folder to open it into", "underseal open FILE.age -o DIR");
	return secret_guard(&e) && open_bundle(ops.list[0], folder, pass_file, &e) ? 0 : out_wrong(&e);
}

const command cmd_open = {
	.name = "open",
	.summary = "take the files out of a bundle",
	.usage = "FILE.age -o DIR [--passphrase-file FILE]",
	.about =
		"Asks for the passphrase, checks the sender's signature, says who sealed the bundle, for whom\n"
		"and until when, and writes the files into DIR. Nothing that is there already is replaced.\n"
		"\n"
		"\"sealed by\" is the fingerprint of the sender's key. Compare it with the one that the sender\n"
		"tells you by telephone: anybody can make a key.\n"
		"\n"
		"After its date, or on a computer whose clock stands before the day of sealing, a bundle is\n"
		"not opened.\n"
		"\n"
		"Example:\n"
		"    underseal open okonjo.age -o okonjo",
	.run = open_run,
};
