/* underseal list: what is in a bundle, without taking anything out. */
#include "cli/opening.h"
#include "cli/out.h"

#include <inttypes.h>
#include <stdio.h>

static const char *standing(const manifest_file *f)
{
	if (f->role != ROLE_DOCUMENT)
		return manifest_role_name(f->role);
	return f->proven ? "proven" : "unproven";
}

static bool list_bundle(const char *path, const opening *how, err *e)
{
	bundle *b = opening_enter(path, how, stdout, e);
	if (!b)
		return false;
	const manifest *m = bundle_manifest(b);
	printf("\n%12s  %-8s  name\n", "bytes", "is");
	for (size_t i = 0; i < m->n; i++)
		printf("%12" PRIu64 "  %-8s  " STR_FMT "\n", m->files[i].size, standing(&m->files[i]),
		       STR_ARG(m->files[i].name));
	bundle_close(b);
	return true;
}

static int list_run(const command *self, int argc, const char **argv, arena *mem)
{
	opening how = { 0 };
	operands ops;
	struct poptOption table[] = { OPENING_OPTIONS(how), POPT_TABLEEND };
	err e = ERR_INIT;
	int status = options_read(self, argc, argv, table, mem, &ops);
	if (status >= 0)
		return status;
	if (ops.n != 1)
		return out_usage("name one bundle to list", "underseal list FILE.age");
	return list_bundle(ops.list[0], &how, &e) ? 0 : out_wrong(&e);
}

const command cmd_list = {
	.name = "list",
	.summary = "show what is in a bundle",
	.usage = "FILE.age",
	.about =
		"Asks for the passphrase, checks the sender's signature and prints who sealed the bundle, for\n"
		"whom, until when, and the files with their sizes. Nothing is written. After its date a\n"
		"bundle's files are not listed.\n"
		"\n"
		"Example:\n"
		"    underseal list okonjo.age",
	.run = list_run,
};
