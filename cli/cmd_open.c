/* underseal open: takes the files out of a bundle, if its date, its sender and its notice allow. */
#include "cli/opening.h"
#include "cli/out.h"
#include "cli/watch.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static bool open_bundle(const char *path, const char *folder, const bundle_wish *wish, const opening *how, err *e)
{
	bool stream = strcmp(folder, "-") == 0;
	bundle *b = opening_enter(path, how, stream ? stderr : stdout, e);
	if (!b)
		return false;
	size_t taken = 0;
	meter m = { 0 };
	bundle_watched(b, watch_with(&m));
	bool ok = stream ? bundle_stream(b, wish->names[0], STDOUT_FILENO, e) : bundle_extract(b, folder, wish, &taken, e);
	meter_clear(&m);
	if (ok && !stream)
		printf("opened %zu %s into %s\n", taken, taken == 1 ? "file" : "files", folder);
	bundle_close(b);
	return ok;
}

static int open_run(const command *self, int argc, const char **argv, arena *mem)
{
	char *folder = NULL;
	opening how = { 0 };
	operands ops;
	struct poptOption table[] = {
		{ NULL, 'o', POPT_ARG_STRING, &folder, 0,
		  "the folder that the files go to; - writes one named file to standard output", "DIR" },
		OPENING_OPTIONS(how),
		POPT_TABLEEND,
	};
	err e = ERR_INIT;
	int status = options_read(self, argc, argv, table, mem, &ops);
	if (status >= 0)
		return status;
	if (ops.n < 1 || !folder)
		return out_usage(ops.n < 1 ? "name one bundle to open" : "no folder to open it into", "underseal open FILE.age -o DIR");
	bundle_wish wish = { ops.list + 1, ops.n - 1 };
	if (strcmp(folder, "-") == 0 && wish.n != 1)
		return out_usage("-o - takes the name of one file", "underseal open FILE.age \"exhibit 1.pdf\" -o -");
	return open_bundle(ops.list[0], folder, &wish, &how, &e) ? 0 : out_wrong(&e);
}

const command cmd_open = {
	.name = "open",
	.summary = "take the files out of a bundle",
	.usage = "FILE.age [NAME...] -o DIR",
	.about =
		"Asks for the passphrase, checks the sender's signature, says who sealed the bundle, for whom\n"
		"and until when, and writes the files into DIR, or those that are named: \"Volume 2/*.pdf\".\n"
		"Nothing that is there already is replaced.\n"
		"\n"
		"\"sealed by\" is the fingerprint of the sender's key, as ten words. Have the sender read them\n"
		"out by telephone and compare them: anybody can make a key. The first sender is remembered; a\n"
		"bundle by another one is opened only after you said that the words are right.\n"
		"\n"
		"After its date, or on a computer whose clock stands before the day of sealing, a bundle is\n"
		"not opened.\n"
		"\n"
		"Example:\n"
		"    underseal open okonjo.age -o okonjo",
	.run = open_run,
};
