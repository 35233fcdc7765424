#include "cli/lists.h"
#include "cli/out.h"

#include "redact/work/worker/sandbox.h"

#include <stdio.h>

static void print_sentences(const char *title, const char *const *list)
{
	for (size_t i = 0; list && list[i]; i++)
		printf("  %-7s %s\n", i ? "" : title, list[i]);
}

static void add_list(json_t *o, const char *key, const char *const *list)
{
	json_t *a = json_array();
	for (size_t i = 0; list && list[i]; i++)
		json_array_append_new(a, json_string(list[i]));
	json_object_set_new(o, key, a);
}

/* What stands between a document that was made to do harm and this system. */
static void tell_sandbox(bool json)
{
	sandbox_here here = sandbox_look();
	if (json) {
		json_t *o = json_object();
		json_object_set_new(o, "schema", json_string("sandbox/1"));
		json_object_set_new(o, "landlock", json_integer(here.landlock));
		json_object_set_new(o, "seccomp", json_boolean(here.seccomp));
		json_object_set_new(o, "limits", json_boolean(SANDBOX_LIMITS));
		out_json(o);
		return;
	}
	puts("Readers of documents, on this system");
	if (here.landlock)
		printf("  files   open none but those of the document: on (Landlock, version %d)\n", here.landlock);
	else
		puts("  files   could open what you may open: off, the kernel has no Landlock");
	printf("  calls   %s\n", here.seccomp ? "no network, no programs, no other processes: on (seccomp)"
	                                      : "could do all that you may do: off, the kernel has no seccomp");
	printf("  limits  %s\n", SANDBOX_LIMITS ? "memory and time as --limit-mem and --limit-time say, no file without end, no core dumps: on"
	                                        : "time, no file without end, no core dumps: on; memory: off in a build for AddressSanitizer");
}

static int run(const command *self, int argc, const char **argv, arena *mem)
{
	int json = 0;
	struct poptOption options[] = {
		{ "json", 0, POPT_ARG_NONE, &json, 0, "one JSON object a format (schema format/1), one for the protections (sandbox/1)", NULL },
		POPT_TABLEEND
	};
	operands rest;
	int status = options_read(self, argc, argv, options, mem, &rest);
	if (status >= 0)
		return status;
	for (const format *const *f = program_kit.formats; *f; f++) {
		if (json) {
			json_t *o = json_object();
			json_object_set_new(o, "schema", json_string("format/1"));
			json_object_set_new(o, "name", json_string((*f)->name));
			json_object_set_new(o, "title", json_string((*f)->title));
			add_list(o, "suffixes", (*f)->suffixes);
			add_list(o, "can", (*f)->can);
			add_list(o, "cannot", (*f)->cannot);
			out_json(o);
			continue;
		}
		printf("%s (", (*f)->title);
		for (size_t i = 0; (*f)->suffixes && (*f)->suffixes[i]; i++)
			printf("%s%s", i ? " " : "", (*f)->suffixes[i]);
		puts(")");
		print_sentences("can", (*f)->can);
		print_sentences("cannot", (*f)->cannot);
	}
	tell_sandbox(json);
	return 0;
}

const command cmd_formats = {
	.name = "formats",
	.summary = "list the formats, what each can and cannot do, and what readers are kept from",
	.usage = "[--json]",
	.about = "Lists the kinds of documents that can be redacted, says honestly what cannot be done yet, and\nwhich fences this system has to put around the processes that read documents.\n",
	.run = run,
};
