#include "redact/base/embed.h"

#include <string.h>

str embed_lookup(const char *path)
{
	for (const embedded *f = embedded_files; f->path; f++)
		if (strcmp(f->path, path) == 0)
			return (str){ (const char *)f->bytes, f->n };
	return (str){ NULL, 0 };
}
