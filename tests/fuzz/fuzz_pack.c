/* Any bytes as a pack: read, compiled and run over its own examples, or refused with a reason. */
#include "patterns/rules.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	arena *mem = arena_new();
	packs p = { .mem = mem };
	err e = ERR_INIT;

	if (!packs_read(&p, STR("fuzz.pack"), (str){ (const char *)data, size }, &e)) {
		if (e.kind != ERR_USAGE || !e.text[0])
			abort();
	} else {
		for (size_t i = 0; i < p.n; i++)
			for (size_t k = 0; k < p.rules[i].nexamples; k++)
				rules_try(&p.rules[i], &p.rules[i].examples[k], &e);
	}
	arena_drop(mem);
	return 0;
}
