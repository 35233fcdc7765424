/* underseal list: what is in a bundle, without taking anything out. */
#include "cli/opening.h"

#include <inttypes.h>
#include <stdio.h>

static const char *standing(const manifest_file *f)
{
	if (f->role != ROLE_DOCUMENT)
		return manifest_role_name(f->role);
	return f->proven ? "proven" : "unproven";
}

static bool list_bundle(bundle *b, err *e)
{
	(void)e;
	const manifest *m = bundle_manifest(b);
	printf("\n%12s  %-8s  name\n", "bytes", "is");
	for (size_t i = 0; i < m->n; i++)
		printf("%12" PRIu64 "  %-8s  " STR_FMT "\n", m->files[i].size, standing(&m->files[i]),
		       STR_ARG(m->files[i].name));
	return true;
}

static int list_run(const command *self, int argc, const char **argv, arena *mem)
{
	return opening_command(self, argc, argv, mem, list_bundle);
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
